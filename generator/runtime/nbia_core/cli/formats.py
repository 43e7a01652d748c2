"""Writes rows in the formats of programs: JSON, NDJSON, CSV, TSV."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final

import msgspec

from nbia_core.api import description
from nbia_core.files import BinaryWriter, write_all
from nbia_core.records.record import Record
from nbia_core.records.records import Records
from nbia_core.table_text import csv_line

from .rows import Selection, select_columns

FORMATS: Final = ("table", "json", "ndjson", "csv", "tsv", "parquet", "xlsx")
"""The formats in which rows can be had."""
_ENDINGS: Final = {
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
_ROWS_BEFORE_HEADING: Final = 1000
"""So many rows are looked at for attributes that the spec does not know before a heading is written."""
_DELIMITERS: Final = {"csv": ",", "tsv": "\t"}


def format_of(file: str) -> str | None:
    """Return the format that the ending of a file's name tells; None if it tells none."""
    return _ENDINGS.get(PurePath(file).suffix.lower())


def can_hold(record: description.Record, form: str) -> bool:
    """Whether a format has a place for the only object of an answer: lines of text have none for lists and records."""
    return is_flat(record) or form not in _DELIMITERS


def is_flat(record: description.Record) -> bool:
    """Whether rows hold neither lists nor records."""
    return all(attribute.many is None and attribute.record is None for attribute in record.attributes)


def endings() -> str:
    """Return the endings that tell a format, as words."""
    return ", ".join(_ENDINGS)


def write_object(rows: Iterable[object], to: BinaryWriter) -> None:
    """Write the only row of an answer as an object; null if there is none."""
    write_all(to, (b"".join(map(_encoded, rows)) or b"null") + b"\n")


def write_json(rows: Iterable[object], to: BinaryWriter) -> None:
    """Write rows as an array, one by one, each in a line of its own."""
    is_first = True
    for row in rows:
        write_all(to, (b"[\n" if is_first else b",\n") + _encoded(row))
        is_first = False
    write_all(to, b"[]\n" if is_first else b"\n]\n")


def write_ndjson(rows: Iterable[object], to: BinaryWriter) -> None:
    """Write rows one by one, each in a line of its own."""
    for row in rows:
        write_all(to, _encoded(row) + b"\n")


def write_table(
    batches: Iterable[Records[Record]], record_type: type[Record], selection: Selection, form: str, to: BinaryWriter
) -> dict[str, int]:
    """Write records as CSV or TSV in UTF-8 while they arrive: a heading, then a line for each.

    Values are written as `Records.to_csv` does, and a cell is empty where there is none. Attributes that the spec does not
    know have a column if one of the first rows has them.

    Returns:
        The attributes that came after the heading was written, with the number of their values, which are not written.
    """
    arriving = (select_columns(records, selection) for records in batches)
    first = [select_columns(Records([], record_type), selection)]
    rows = 0
    while rows < _ROWS_BEFORE_HEADING and (columns := next(arriving, None)) is not None:
        first.append(columns)
        rows += len(columns[0][1])
    heading = {column.wire: column.name for columns in first for column, _ in columns}
    write_all(to, csv_line(heading.values(), _DELIMITERS[form]).encode())
    late: Counter[str] = Counter()
    for columns in itertools.chain(first, arriving):
        values_of = {column.wire: values for column, values in columns}
        missing = [None] * len(columns[0][1])
        _write_lines((values_of.get(name, missing) for name in heading), form, to)
        for name in values_of.keys() - heading.keys():
            late[name] += sum(value is not None for value in values_of[name])
    return dict(late)


def _write_lines(columns: Iterable[Sequence[object]], form: str, to: BinaryWriter) -> None:
    from nbia_core.records.tables.columns import as_text

    cells = (["" if value is None else as_text(value) for value in values] for values in columns)
    write_all(to, "".join(csv_line(line, _DELIMITERS[form]) for line in zip(*cells, strict=True)).encode())


def _encoded(row: object) -> bytes:
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:  # half a character, which only escapes can tell
        return json.dumps(row, separators=(",", ":")).encode()
