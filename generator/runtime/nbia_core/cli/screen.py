"""Shows records as a table for people, on a terminal or as text."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from nbia_core.records.record import Record, python_names
from nbia_core.records.records import Records

from .cells import as_text
from .layout import Column, draw, draw_upright
from .output import STDOUT, is_terminal, result
from .rows import Selection, select_columns

if TYPE_CHECKING:
    from rich.console import Console

_MOST_HELD: Final = 10
"""How many of the records that an object holds are shown."""
MOST_ROWS: Final = 200
"""How many rows a table on a terminal has if nobody wants more."""
_ANY_WIDTH: Final = 100_000


def write_picture(records: Records[Record], selection: Selection, target: str, *, is_limited: bool) -> None:
    """Write records as a table: as wide as the terminal, or as wide as it must be where there is none.

    Args:
        records: the whole answer.
        selection: what of it is wanted.
        target: a file, or "-" for standard output.
        is_limited: whether the user said how many rows are wanted.
    """
    if _is_seen(target) and not is_limited:
        selection = dataclasses.replace(selection, limit=MOST_ROWS)
    with _console(target) as (console, mark):
        draw(
            _columns(records, selection),
            console,
            total=len(records),
            room=console.width,
            are_chosen=bool(selection.columns),
            mark=mark,
        )


def _is_seen(target: str) -> bool:
    return target == STDOUT and is_terminal(sys.stdout)


@contextlib.contextmanager
def _console(target: str) -> Iterator[tuple[Console, str]]:
    """Hand out where to print, and what stands where something is cut; at the end all of it is written."""
    from rich.console import Console

    is_seen = _is_seen(target)
    encoding = sys.stdout.encoding if is_seen else "utf-8"
    console = Console(
        file=sys.stdout if is_seen else io.StringIO(),
        width=None if is_seen else _ANY_WIDTH,
        markup=False,
        highlight=False,
        emoji=False,
    )
    with console.capture() as capture:
        yield console, "…" if "…".encode(encoding, "ignore") else "..."
    with result(target, is_plain=True) as to:
        to.write(capture.get().encode(encoding, "backslashreplace"))


def write_object_picture(records: Records[Record], selection: Selection, target: str) -> None:
    """Write the only record of an answer: a line for each attribute, and below them the records that it holds as tables.

    Args:
        records: the answer, which has one record or none.
        selection: which attributes are wanted, and how they are named.
        target: a file, or "-" for standard output.
    """
    with _console(target) as (console, mark):
        columns = [column for column in _columns(records, selection) if not column.is_empty]
        lines = [column for column in columns if not _held(column)]
        if lines:
            draw_upright(lines, console, console.width)
        for column in columns:
            held = _held(column)
            if not held:
                continue
            console.print(f"\n{column.name}", style="bold", soft_wrap=True)
            draw(
                _columns(Records(held[:_MOST_HELD], type(held[0])), Selection(names=selection.names)),
                console,
                total=len(held),
                room=console.width,
                are_chosen=False,
                mark=mark,
                hints=("--format json has all", "--format json has all"),
            )


def _held(column: Column) -> Sequence[Record]:
    """Return the records that the only value of a column holds, if it is a list of records."""
    (value,) = column.values
    held = value if isinstance(value, tuple) else ()
    return held if all(isinstance(each, Record) for each in held) else ()


def _columns(records: Records[Record], selection: Selection) -> list[Column]:
    known = python_names(records.record_type)
    return [
        Column(
            name=as_text(column.name),
            python=known.get(column.wire, column.wire),
            values=values,
            is_number=column.kind in ("integer", "number"),
        )
        for column, values in select_columns(records, selection)
    ]
