"""Horizontal bars: numbers by name, in one chart for each kind of group."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final, NamedTuple

from nbia_core.text import size

from .tables.columns import missing_library

try:
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine
except ModuleNotFoundError as error:
    raise missing_library("plot()", "matplotlib", "plot") from error

_WIDTH: Final = 8.0
"""Inches, as for the other lengths."""
_BAR: Final = 0.28
_AROUND: Final = 0.9
_EDGE: Final = 0.2


class Chart(NamedTuple):
    """The bars of one kind of group."""

    title: str
    """What the groups are."""
    bars: Sequence[tuple[str, int]]
    """Names and numbers, the largest first."""
    hidden: int
    """How many groups have no bar."""


class SummaryFigure(Figure):
    """A figure that notebooks show by themselves: those of matplotlib alone need pyplot for that."""

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        self.savefig(picture, format="png", dpi=100)
        return picture.getvalue()


def draw(title: str, charts: Sequence[Chart], *, is_size: bool) -> Figure:
    """Draw charts below each other; `is_size` says that the numbers are bytes."""
    heights = [_AROUND + _BAR * len(chart.bars) for chart in charts]
    figure = SummaryFigure(figsize=(_WIDTH, sum(heights)), layout=ConstrainedLayoutEngine(w_pad=_EDGE))
    figure.suptitle(title)
    every = figure.subplots(len(charts), squeeze=False, height_ratios=heights)
    for axes, chart in zip(every.flat, charts, strict=True):
        more = f" (and {chart.hidden:,} more)" if chart.hidden else ""
        axes.set_title(chart.title + more, loc="left", fontsize="medium")
        places = range(len(chart.bars))
        numbers = [number for _, number in chart.bars]
        drawn = axes.barh(places, numbers)
        axes.bar_label(drawn, [size(number) if is_size else f"{number:,}" for number in numbers], padding=3)
        # A dollar sign in a name is no formula.
        axes.set_yticks(places, [text for text, _ in chart.bars], parse_math=False)
        axes.invert_yaxis()
        axes.margins(x=0.15)
        axes.xaxis.set_visible(False)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
    return figure
