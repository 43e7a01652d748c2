"""Texts in the cells of a table: on one line, as wide as they may be, and marked where something is cut."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Final

from nbia_core.table_text import width_of
from nbia_core.text import plain

_HUMP: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]+|[A-Z]+|[^A-Z ]+")


def as_text(value: object) -> str:
    """Return a value as text of one line, without characters that move the cursor."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time() and value.tzinfo is None
        return value.date().isoformat() if is_day else value.isoformat(" ")
    if isinstance(value, tuple | list) and all(isinstance(each, str | int | float) for each in value):
        return ", ".join(map(as_text, value))
    if isinstance(value, tuple | list | Mapping):
        from nbia_core.records.tables.columns import as_text as as_json_text

        return plain(as_json_text(value))
    return plain(str(value))


def cut(text: str, width: int, mark: str, *, at_start: bool) -> str:
    """Return a text that is no wider than so many characters, with a mark where something is left out."""
    if width_of(text) <= width:
        return text
    room = max(0, width - width_of(mark))
    kept = text
    while kept and width_of(kept) > room:
        kept = kept[1:] if at_start else kept[:-1]
    return f"{mark}{kept}" if at_start else f"{kept}{mark}"


def break_up(text: str, width: int) -> Iterator[str]:
    """Break a text into pieces that are no wider than so many characters, after a blank if there is one."""
    while text:
        piece = cut(text, width, "", at_start=False) or text[0]
        if piece != text and " " in piece:
            piece = piece[: piece.rindex(" ") + 1]
        yield piece
        text = text[len(piece) :]


def break_heading(name: str, width: int) -> list[str]:
    """Return a name in as many lines as it needs, broken where a word ends."""
    lines = [""]
    for word in words(name):
        if lines[-1] and width_of(lines[-1]) + width_of(word) > width:
            lines.append(word.lstrip())
        else:
            lines[-1] += word
    return lines


def words(name: str) -> list[str]:
    """Return the words of a name such as SeriesInstanceUID or Series UID, with the blanks that stand before them."""
    return [match[0] for match in re.finditer(rf" *(?:{_HUMP.pattern})", name)] or [name]
