"""Shows records as a table for people, on a terminal or as text."""

from __future__ import annotations

import dataclasses
import io
import sys
from typing import Final

from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .cells import as_text
from .layout import Column, draw
from .output import STDOUT, is_terminal, result
from .rows import Selection, python_names, select_columns

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
    from rich.console import Console

    is_seen = target == STDOUT and is_terminal(sys.stdout)
    encoding = sys.stdout.encoding if is_seen else "utf-8"
    if is_seen and not is_limited:
        selection = dataclasses.replace(selection, limit=MOST_ROWS)
    console = Console(
        file=sys.stdout if is_seen else io.StringIO(),
        width=None if is_seen else _ANY_WIDTH,
        markup=False,
        highlight=False,
        emoji=False,
    )
    with console.capture() as capture:
        draw(
            _columns(records, selection),
            console,
            total=len(records),
            room=console.width,
            are_chosen=bool(selection.columns),
            mark="…" if "…".encode(encoding, "ignore") else "...",
        )
    with result(target, is_plain=True) as to:
        to.write(capture.get().encode(encoding, "backslashreplace"))


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
