"""What records show of themselves in a terminal and in a notebook: how many they are, and the first of them."""

from __future__ import annotations

import datetime
import html
import shutil
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from .record import Field, Record, attributes_of, fields_of
from .sequence import RecordSequence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbia_core.api.description import Attribute

_FIRST: Final = (
    *("collection", "patient_id", "modality", "body_part_examined", "study_date", "image_count", "file_size"),
    *("series_description", "study_description", "series_instance_uid", "study_instance_uid"),
)
"""The attributes that tell a person most, by their Python names; the others come after them."""
_LINES: Final = 5
_ROWS: Final = 10
_COLUMNS: Final = 10
_TEXT_WIDTH: Final = 24
_HTML_WIDTH: Final = 80
_NAMED: Final = 10


def as_text(records: RecordSequence[Record]) -> str:
    """Return a table of the first records that is as wide as the terminal."""
    shown = records[:_LINES]
    columns = []
    room = shutil.get_terminal_size((100, _LINES)).columns
    for field, cells in _columns(shown, _TEXT_WIDTH):
        width = max(len(field.wire), *map(len, cells))
        if 2 + width > room:
            continue
        room -= 2 + width
        align = str.rjust if field.expected in ("int", "float") else str.ljust
        columns.append([align(cell, width) for cell in (field.wire, *cells)])
    lines = [f"<{_title(records)}>"]
    lines += [f"  {'  '.join(line)}".rstrip() for line in zip(*columns, strict=True)]
    lines += [f"  {sentence}" for sentence in _rest(records, len(shown), len(columns))]
    return "\n".join(lines)


def as_html(records: RecordSequence[Record]) -> str:
    """Return a table of the first records; the headings say what the columns mean."""
    shown = records[:_ROWS]
    known = attributes_of(records.record_type)
    columns = list(_columns(shown, _HTML_WIDTH))[:_COLUMNS]
    head = "".join(_heading(field, known) for field, _ in columns)
    rows = zip(*(cells for _, cells in columns), strict=True)
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if body else ""
    rest = [*_rest(records, len(shown), len(columns)), *_undocumented(records)]
    notes = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in rest)
    return f"<div><p>{html.escape(_title(records))}</p>{table}{notes}</div>"


def _title(records: RecordSequence[Record]) -> str:
    return f"{len(records):,} {records.record_type.__name__} record{'' if len(records) == 1 else 's'}"


def _columns(shown: Sequence[Record], width: int) -> Iterator[tuple[Field, list[str]]]:
    """Hand out the columns that have a value, the most telling ones first."""
    if not shown:
        return
    fields = fields_of(type(shown[0]))
    order = {name: place for place, name in enumerate(_FIRST)}
    for field in sorted(fields, key=lambda field: order.get(field.python, len(order))):
        values = [getattr(record, field.python) for record in shown]
        if any(value is not None for value in values):
            yield field, [_cell(value, width) for value in values]


def _cell(value: object, width: int) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        text = value.isoformat(" ").removesuffix(" 00:00:00")
    else:
        text = " ".join(str(value).split())
    # What a server sends must not steer the terminal.
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return text if len(text) <= width else text[: width - 1] + "…"


def _heading(field: Field, known: Mapping[str, Attribute]) -> str:
    attribute = known.get(field.python)
    if attribute is None:
        return f"<th>{html.escape(field.wire)}</th>"
    meaning = " ".join(filter(None, (attribute.tag, attribute.meaning)))
    return f'<th title="{html.escape(meaning)}">{html.escape(field.wire)}</th>'


def _rest(records: RecordSequence[Record], rows: int, columns: int) -> Iterator[str]:
    """Say what of the records is not shown, if there is anything, and what is odd about them."""
    width = len(fields_of(records.record_type))
    hidden = [f"{rows} of {len(records):,} rows"] if rows < len(records) else []
    hidden += [f"{columns} of {width} columns"] if rows and columns < width else []
    if hidden:
        yield f"{', '.join(hidden)}. All: to_pandas(). Counts: summary()."
    if records.mismatches:
        odd = dict.fromkeys(found.attribute for found in records.mismatches)
        yield f"Values that do not fit their type: {len(records.mismatches):,}, of {_named(odd)}. See mismatches."


def _undocumented(records: RecordSequence[Record]) -> Iterator[str]:
    if found := records.undocumented:
        yield f"Not in the spec: {_named(f'{name} ({count:,})' for name, count in found.items())}."


def _named(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - _NAMED:,} more" if len(every) > _NAMED else ""
    return ", ".join(every[:_NAMED]) + more
