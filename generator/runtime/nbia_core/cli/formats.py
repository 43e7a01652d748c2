"""Writes rows in the formats of programs: JSON, NDJSON, CSV, TSV."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

import msgspec

from nbia_core.files import BinaryWriter, write_all
from nbia_core.records.record import Record, Row
from nbia_core.records.records import Records
from nbia_core.table_text import csv_line

from .rows import Selection, select_columns

FORMATS: Final = ("table", "json", "ndjson", "csv", "tsv", "parquet")
"""The formats in which rows can be had."""
_ENDINGS: Final = {
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}
_DELIMITERS: Final = {"csv": ",", "tsv": "\t"}


def format_of(file: str) -> str | None:
    """Return the format that the ending of a file's name tells; None if it tells none."""
    return _ENDINGS.get(PurePath(file).suffix.lower())


def endings() -> str:
    """Return the endings that tell a format, as words."""
    return ", ".join(_ENDINGS)


def write_json(rows: Iterable[Row], to: BinaryWriter) -> None:
    """Write rows as an array, one by one, each in a line of its own."""
    is_first = True
    for row in rows:
        write_all(to, (b"[\n" if is_first else b",\n") + _encoded(row))
        is_first = False
    write_all(to, b"[]\n" if is_first else b"\n]\n")


def write_ndjson(rows: Iterable[Row], to: BinaryWriter) -> None:
    """Write rows one by one, an object in each line."""
    for row in rows:
        write_all(to, _encoded(row) + b"\n")


def write_table(records: Records[Record], selection: Selection, form: str, to: BinaryWriter) -> None:
    """Write records as CSV or TSV in UTF-8: a heading, then a line for each, with empty cells where there is no value.

    Values are written as `Records.to_csv` does.
    """
    from nbia_core.records.tables.columns import as_text

    columns = select_columns(records, selection)
    cells = (["" if value is None else as_text(value) for value in values] for _, values in columns)
    lines = [[column.name for column, _ in columns], *zip(*cells, strict=True)]
    write_all(to, "".join(csv_line(line, _DELIMITERS[form]) for line in lines).encode())


def _encoded(row: Row) -> bytes:
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:  # half a character, which only escapes can tell
        return json.dumps(row, separators=(",", ":")).encode()
