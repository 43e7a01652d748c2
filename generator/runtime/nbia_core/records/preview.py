"""What records show of themselves in a terminal and in a notebook: how many they are, and the first of them."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from nbia_core.table_text import GAP, PREFERRED, html_lines, html_table, text_line, width_of
from nbia_core.text import counted, one_line, shortened, some

from .record import Field, Record, attributes_of, fields_of
from .sequence import RecordSequence

if TYPE_CHECKING:
    from nbia_core.api.description import Attribute

_LINES: Final = 5
_ROWS: Final = 10
_COLUMNS: Final = 10
_TEXT_WIDTH: Final = 24
_HTML_WIDTH: Final = 80
_NAMED: Final = 10


def as_text(records: RecordSequence[Record]) -> str:
    """Return a table of the first records that is as wide as the terminal."""
    shown = records[:_LINES]
    columns: list[tuple[str, ...]] = []
    widths: list[int] = []
    are_numbers: list[bool] = []
    room = shutil.get_terminal_size((100, _LINES)).columns
    for field, cells in _columns(shown, _TEXT_WIDTH):
        width = max(map(width_of, (field.wire, *cells)))
        if GAP + width > room:
            continue
        room -= GAP + width
        columns.append((field.wire, *cells))
        widths.append(width)
        are_numbers.append(field.expected in ("int", "float"))
    lines = [f"<{_title(records)}>"]
    lines += [f"  {text_line(cells, widths, are_numbers)}".rstrip() for cells in zip(*columns, strict=True)]
    lines += [f"  {sentence}" for sentence in _rest(records, len(shown), len(columns))]
    return "\n".join(lines)


def as_html(records: RecordSequence[Record]) -> str:
    """Return a table of the first records; the headings say what the columns mean."""
    shown = records[:_ROWS]
    known = attributes_of(records.record_type)
    columns = list(_columns(shown, _HTML_WIDTH))[:_COLUMNS]
    head = [field.wire for field, _ in columns]
    titles = {field.wire: _meaning(known[field.python]) for field, _ in columns if field.python in known}
    rows = zip(*(cells for _, cells in columns), strict=True)
    table = html_table(rows, head, titles=titles) if columns else ""
    rest = [*_rest(records, len(shown), len(columns)), *_undocumented(records)]
    return f"<div>{html_lines([_title(records)])}{table}{html_lines(rest)}</div>"


def _title(records: RecordSequence[Record]) -> str:
    return counted(len(records), f"{records.record_type.__name__} record")


def _columns(shown: Sequence[Record], width: int) -> Iterator[tuple[Field, list[str]]]:
    """Hand out the columns that have a value, the most telling ones first."""
    if not shown:
        return
    fields = fields_of(type(shown[0]))
    order = {name: place for place, name in enumerate(PREFERRED)}
    for field in sorted(fields, key=lambda field: order.get(field.python, len(order))):
        values = [getattr(record, field.python) for record in shown]
        if any(value is not None for value in values):
            yield field, [_cell(value, width) for value in values]


def _cell(value: object, width: int) -> str:
    if isinstance(value, datetime.datetime):
        value = value.isoformat(" ").removesuffix(" 00:00:00")
    return "" if value is None else shortened(one_line(str(value)), width, "…")


def _meaning(attribute: Attribute) -> str:
    return " ".join(filter(None, (attribute.tag, attribute.meaning)))


def _rest(records: RecordSequence[Record], rows: int, columns: int) -> Iterator[str]:
    """Say what of the records is not shown, if there is anything, and what is odd about them."""
    width = len(fields_of(records.record_type))
    hidden = [f"{rows} of {len(records):,} rows"] if rows < len(records) else []
    hidden += [f"{columns} of {width} columns"] if rows and columns < width else []
    if hidden:
        yield f"{', '.join(hidden)}. All: to_pandas(). Counts: summary()."
    if records.mismatches:
        odd = dict.fromkeys(found.attribute for found in records.mismatches)
        yield f"Values that do not fit their type: {len(records.mismatches):,}, of {some(odd, _NAMED)}. See mismatches."


def _undocumented(records: RecordSequence[Record]) -> Iterator[str]:
    if found := records.undocumented:
        yield f"Not in the spec: {some((f'{name} ({count:,})' for name, count in found.items()), _NAMED)}."
