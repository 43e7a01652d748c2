# Copied from generator/runtime/summary_plot.py. Do not edit here.
"""A summary of records as horizontal bars."""

from __future__ import annotations

import io
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from .summary_views import LABELS, MOST_GROUPS, label
from .tables.columns import missing_library
from .words import size

try:
    from matplotlib.figure import Figure
except ModuleNotFoundError as error:
    raise missing_library("plot()", "matplotlib", "plot") from error

if TYPE_CHECKING:
    from .summary import Measure, Summary, SummaryGroup

_WIDTH: Final = 8.0
"""Inches, as for the other lengths."""
_BAR: Final = 0.28
_AROUND: Final = 0.9
_MEASURES: Final = {
    "records": "number of records",
    "series": "number of series",
    "images": "number of images",
    "size": "bytes",
}


class SummaryFigure(Figure):
    """A figure that notebooks show by themselves: those of matplotlib alone need pyplot for that."""

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        self.savefig(picture, format="png", dpi=100)
        return picture.getvalue()


def draw(summary: Summary, measure: Measure) -> Figure:
    """Draw the figure that `Summary.plot` describes."""
    charts = {name: _largest(groups, measure) for name, groups in summary.groups.items()}
    heights = [_AROUND + _BAR * len(bars) for bars in charts.values()]
    figure = SummaryFigure(figsize=(_WIDTH, sum(heights)), layout="constrained")
    figure.suptitle(f"{summary.records:,} {summary.record_type} records, by {_MEASURES[measure]}")
    every = figure.subplots(len(charts), squeeze=False, height_ratios=heights)
    for axes, (name, bars) in zip(every.flat, charts.items(), strict=True):
        hidden = len(summary.groups[name]) - len(bars)
        axes.set_title(LABELS[name] + (f" (and {hidden:,} more)" if hidden else ""), loc="left", fontsize="medium")
        places = range(len(bars))
        numbers = [number for _, number in bars]
        drawn = axes.barh(places, numbers)
        axes.bar_label(drawn, [size(number) if measure == "size" else f"{number:,}" for number in numbers], padding=3)
        # A dollar sign in a name is no formula.
        axes.set_yticks(places, [text for text, _ in bars], parse_math=False)
        axes.invert_yaxis()
        axes.margins(x=0.15)
        axes.xaxis.set_visible(False)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
    return figure


def _largest(groups: Sequence[SummaryGroup], measure: Measure) -> list[tuple[str, int]]:
    """Return the names and numbers of the largest groups, the largest first."""
    found = [(label(group), getattr(group, measure) or 0) for group in groups]
    return sorted(found, key=itemgetter(1), reverse=True)[:MOST_GROUPS]
