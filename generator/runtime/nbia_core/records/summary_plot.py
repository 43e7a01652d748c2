"""Draws numbers by name as bars, and numbers by year, in charts beside and below each other."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Self

from nbia_core.text import size

from .tables.columns import missing_library

try:
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine
    from matplotlib.ticker import MaxNLocator
except ModuleNotFoundError as error:
    raise missing_library("plot()", "matplotlib", "plot") from error

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH: Final = 6.5
"""Inches of a column of charts, as for the other lengths."""
_BAR: Final = 0.28
_AROUND: Final = 0.9
_EDGE: Final = 0.2
_YEARS: Final = 2.2
_ONE_COLUMN: Final = 3
"""So many charts stand below each other; more stand in two columns."""
_MOST_BARS: Final = 10
_FEWEST_PLACES: Final = 3
"""Fewer bars do not become thicker than these would be."""
_FEWEST_YEARS: Final = 6
_MOST_LABELLED: Final = 12


@dataclasses.dataclass(frozen=True, kw_only=True)
class Chart:
    """The bars of one kind of group."""

    title: str
    """What the groups are."""
    bars: Sequence[tuple[str, int]]
    """Names and numbers, in their order."""
    years: Sequence[int] | None = None
    """The years that the names are, if they are; the bars then stand on an axis of time."""
    without: int = 0
    """The number of what has no year."""
    is_number: bool = False
    """Whether the numbers are never bytes, whatever those of the other charts are."""

    @classmethod
    def of_largest(cls, title: str, bars: Sequence[tuple[str, int]], *, is_number: bool = False) -> Self:
        """Return a chart of the largest numbers, the largest first."""
        hidden = len(bars) - _MOST_BARS
        more = f" (and {hidden:,} more)" if hidden > 0 else ""
        largest = sorted(bars, key=itemgetter(1), reverse=True)[:_MOST_BARS]
        return cls(title=title + more, bars=largest, is_number=is_number)

    @classmethod
    def of_years(cls, title: str, bars: Sequence[tuple[str, int]]) -> Self:
        """Return a chart of the numbers of years; what has no year stands in its title."""
        known = [(name, number) for name, number in bars if name.isdigit()]
        without = sum(number for name, number in bars if not name.isdigit())
        return cls(title=title, bars=known, years=[int(name) for name, _ in known], without=without)

    @property
    def height(self) -> float:
        """How high it is drawn, in inches."""
        return _AROUND + (_YEARS if self.years is not None else _BAR * len(self.bars))


class SummaryFigure(Figure):
    """A figure that notebooks show by themselves: those of matplotlib alone need pyplot for that."""

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        self.savefig(picture, format="png", dpi=100)
        return picture.getvalue()


def draw(title: str, charts: Sequence[Chart], *, is_size: bool) -> Figure:
    """Draw charts below each other, many in two columns; `is_size` says that the numbers are bytes."""
    columns = _in_columns(charts)
    height = max(sum(chart.height for chart in column) for column in columns)
    figure = SummaryFigure(figsize=(_WIDTH * len(columns), height), layout=ConstrainedLayoutEngine(w_pad=_EDGE))
    figure.suptitle(title)
    for part, column in zip(figure.subfigures(1, len(columns), squeeze=False).flat, columns, strict=True):
        heights = [chart.height for chart in column]
        rest = height - sum(heights)
        every = part.subplots(len(column) + bool(rest), squeeze=False, height_ratios=heights + [rest] * bool(rest))
        for axes, chart in zip(every.flat, column, strict=False):
            as_size = is_size and not chart.is_number
            (without,) = _labels([chart.without], as_size=as_size)
            more = f" (not known: {without})" if chart.without else ""
            axes.set_title(chart.title + more, loc="left", fontsize="medium")
            if chart.years is None:
                _draw_names(axes, chart, as_size=as_size)
            else:
                _draw_years(axes, chart.years, chart, as_size=as_size)
        if rest:
            every.flat[-1].remove()
    return figure


def _in_columns(charts: Sequence[Chart]) -> list[Sequence[Chart]]:
    """Return charts as one column or two, in their order, as equal in height as they can be."""
    if len(charts) <= _ONE_COLUMN:
        return [charts]

    def higher(first: int) -> float:
        return max(sum(chart.height for chart in part) for part in (charts[:first], charts[first:]))

    first = min(range(1, len(charts)), key=higher)
    return [charts[:first], charts[first:]]


def _draw_names(axes: Axes, chart: Chart, *, as_size: bool) -> None:
    places = range(len(chart.bars))
    numbers = [number for _, number in chart.bars]
    drawn = axes.barh(places, numbers)
    axes.bar_label(drawn, _labels(numbers, as_size=as_size), padding=3)
    # A dollar sign in a name is no formula.
    axes.set_yticks(places, [text for text, _ in chart.bars], parse_math=False)
    axes.set_ylim(max(len(numbers), _FEWEST_PLACES) - 0.5, -0.5)
    axes.margins(x=0.15)
    axes.xaxis.set_visible(False)
    axes.spines[["top", "right", "bottom"]].set_visible(False)


def _draw_years(axes: Axes, years: Sequence[int], chart: Chart, *, as_size: bool) -> None:
    numbers = [number for _, number in chart.bars]
    drawn = axes.bar(years, numbers)
    if len(years) <= _MOST_LABELLED and not as_size:
        axes.bar_label(drawn, _labels(numbers, as_size=as_size), padding=2)
    edge = max(1.0, (_FEWEST_YEARS - max(years) + min(years)) / 2)
    axes.set_xlim(min(years) - edge, max(years) + edge)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, min_n_ticks=1))
    axes.margins(y=0.15)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(lambda number, _: _labels([int(number)], as_size=as_size)[0])
    axes.spines[["top", "right"]].set_visible(False)


def _labels(numbers: Sequence[int], *, as_size: bool) -> list[str]:
    return [size(number) if as_size else f"{number:,}" for number in numbers]
