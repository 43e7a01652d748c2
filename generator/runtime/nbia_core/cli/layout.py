"""Lays out a table for people: as many columns as there is room for, and below them what is not shown."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from nbia_core.table_text import GAP, PREFERRED, text_line, width_of
from nbia_core.text import counted, some

from .cells import as_text, break_heading, break_up, cut, words

if TYPE_CHECKING:
    from rich.console import Console

_SHARE: Final = 5
"""A text gets this part of the whole width, at first."""
_SHORT_UID: Final = 14
"""Characters of a UID, counted from its end, where there is no room for all of it."""
_TEXT_WIDTH: Final = 120
_MOST_HIDDEN: Final = 8


@dataclasses.dataclass(kw_only=True, eq=False)
class Column:
    """A column of the table."""

    name: str
    """Its heading."""
    python: str
    """Its name in Python, or that on the wire where it has none."""
    values: list[object]
    """Its values, None where there is none."""
    is_number: bool = False
    """Whether it is aligned on the right."""

    def __post_init__(self) -> None:
        self.cells = [as_text(value) for value in self.values]
        """Its values as texts of one line."""
        self.natural = max(map(width_of, self.cells), default=0)
        """The width of its longest value."""
        self.width = 0
        """The width that it gets."""

    @property
    def is_uid(self) -> bool:
        """Whether it holds UIDs."""
        return self.python.endswith("_uid")

    @property
    def is_preferred(self) -> bool:
        """Whether people look for it first; a terminal has little room for UIDs, which come last."""
        return self.python in PREFERRED and not self.is_uid

    @property
    def is_identifier(self) -> bool:
        """Whether its values differ at their ends rather than at their beginnings."""
        return self.is_uid or self.python.endswith("_id")

    @property
    def is_empty(self) -> bool:
        """Whether no row has a value."""
        return not any(self.cells)

    @property
    def is_constant(self) -> bool:
        """Whether all rows have the same value."""
        return len(set(self.cells)) == 1

    @property
    def longest_word(self) -> int:
        """The width that its heading needs at least."""
        return max(width_of(word.strip()) for word in words(self.name))

    @property
    def complete(self) -> int:
        """The width that it needs with a heading of several lines."""
        return max(self.natural, self.longest_word)

    @property
    def on_one_line(self) -> int:
        """The width that it needs with a heading of one line."""
        return max(self.natural, width_of(self.name))

    def comfortable(self, room: int) -> int:
        """Return the width that it should have where there is so much room for the whole table."""
        enough = room // _SHARE
        if self.is_uid:
            enough = self.natural if self.natural <= room // 2 else _SHORT_UID
        return max(min(self.natural, enough), self.longest_word)

    def cut_cells(self, mark: str) -> Iterator[str]:
        """Return its values, those that are too long with a mark where they are cut."""
        return (cut(cell, self.width, mark, at_start=self.is_identifier) for cell in self.cells)


def draw(
    columns: Sequence[Column],
    console: Console,
    *,
    total: int,
    room: int,
    are_chosen: bool,
    mark: str,
    hints: tuple[str, str] = ("--limit 0 shows all", "--columns chooses, -o FILE has all"),
) -> None:
    """Print a table and what is to say of it.

    Args:
        columns: the columns in the order of the server, or as they were chosen.
        console: where to print.
        total: how many rows there are; the columns may have fewer, those that are to be shown.
        room: the width to stay in, in characters.
        are_chosen: whether the user named the columns, so that none is left out because it says little.
        mark: stands where something is cut.
        hints: how one gets all rows, and how all columns.
    """
    all_rows, all_columns = hints
    shown = len(columns[0].values) if columns else 0
    if not shown:
        _say(console, room, [_count(total, shown, all_rows)])
        return
    if shown == 1 and not _fits([column.complete for column in columns], room):
        draw_upright(columns, console, room)
        _say(
            console,
            room,
            [
                _count(total, shown, all_rows),
                _left_out([], [column for column in columns if column.is_empty], all_columns),
            ],
        )
        return
    plain = are_chosen or shown < 2
    empty = [] if plain else [column for column in columns if column.is_empty]
    constant = [] if plain else [c for c in columns[1:] if c.is_constant and not c.is_empty]
    candidates = [column for column in columns if column not in empty and column not in constant] or columns[:1]
    picked = _pick(candidates, room)
    _draw_across(picked, console, mark)
    hidden = [column for column in candidates if column not in picked]
    named = [column for column in _by_importance(constant) if column.is_preferred]
    hidden += [column for column in constant if column not in named]
    is_cut = any(column.width < column.natural for column in picked)
    _say(
        console,
        room,
        [
            _count(total, shown, all_rows),
            _same(named),
            _left_out(hidden, empty, all_columns),
            f"{mark} marks what is cut." if is_cut else "",
        ],
    )


def _fits(widths: Sequence[int], room: int) -> bool:
    """Whether columns of these widths have room."""
    return sum(widths) + GAP * (len(widths) - 1) <= room


def _pick(columns: Sequence[Column], room: int) -> list[Column]:
    """Return the columns that there is room for, each with its width, in their order."""
    for widths in ([c.on_one_line for c in columns], [c.complete for c in columns]):
        if _fits(widths, room):
            for column, width in zip(columns, widths, strict=True):
                column.width = width
            return list(columns)
    picked: list[Column] = []
    left = room
    for column in [columns[0], *_by_importance(columns[1:])]:
        needed = column.comfortable(room) + (GAP if picked else 0)
        if needed <= left or not picked:
            column.width = min(column.comfortable(room), room)
            picked.append(column)
            left -= needed
    for column in picked:  # what is left over goes to the texts that are cut, then to the UIDs
        wanted = column.natural - column.width
        given = min(wanted, left) if not column.is_uid else wanted * (wanted <= left)
        if given > 0:
            column.width += given
            left -= given
    return [column for column in columns if column in picked]


def _by_importance(columns: Iterable[Column]) -> list[Column]:
    def rank(column: Column) -> int:
        if column.is_preferred:
            return PREFERRED.index(column.python)
        return len(PREFERRED) + column.is_uid

    return sorted(columns, key=rank)


def _draw_across(columns: Sequence[Column], console: Console, mark: str) -> None:
    from rich.text import Text

    headings = [break_heading(column.name, column.width) for column in columns]
    height = max(map(len, headings))
    above = zip(*([""] * (height - len(heading)) + heading for heading in headings), strict=True)
    rows = zip(*(column.cut_cells(mark) for column in columns), strict=True)
    console.print(Text("\n".join(_line(cells, columns) for cells in above), style="bold"), soft_wrap=True)
    console.print(Text("\n".join(_line(cells, columns) for cells in rows)), soft_wrap=True)


def _line(cells: Iterable[str], columns: Sequence[Column]) -> str:
    """Return cells in their columns."""
    return text_line(cells, [column.width for column in columns], [column.is_number for column in columns])


def draw_upright(columns: Sequence[Column], console: Console, room: int) -> None:
    """Print the only row with a line for each attribute; long values go on in the next line."""
    from rich.text import Text

    filled = [column for column in columns if not column.is_empty]
    names = max(width_of(column.name) for column in filled) + GAP
    for column in filled:
        label = column.name + " " * (names - width_of(column.name))
        lines = ("\n" + " " * names).join(break_up(column.cells[0], max(room - names, 1)))
        console.print(Text.assemble((label, "bold"), lines), soft_wrap=True)


def _count(total: int, shown: int, all_rows: str) -> str:
    rows = counted(total, "row")
    return f"{rows}." if shown == total else f"{shown:,} of {rows}; {all_rows}."


def _same(columns: Sequence[Column]) -> str:
    values = [f"{column.name} {column.cells[0]}" for column in columns]
    return f"In each of them: {'; '.join(values)}." if values else ""


def _left_out(hidden: Sequence[Column], empty: Sequence[Column], all_columns: str) -> str:
    parts = []
    if hidden:
        names = some((column.name for column in hidden), _MOST_HIDDEN)
        parts.append(f"Not shown: {names}; {all_columns}.")
    if empty:
        parts.append(f"Without any value: {some((column.name for column in empty), _MOST_HIDDEN)}.")
    return " ".join(parts)


def _say(console: Console, room: int, sentences: Iterable[str]) -> None:
    from rich.text import Text

    width = min(room, _TEXT_WIDTH)
    for text in filter(None, sentences):
        wrapped = textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)
        console.print(Text(wrapped, style="dim"), soft_wrap=True)
