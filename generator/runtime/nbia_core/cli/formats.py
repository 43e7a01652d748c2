"""Writes rows in the formats of programs: JSON, NDJSON, CSV, TSV."""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from nbia_core.api import description
from nbia_core.files import BinaryWriter, PartFile, as_path, write_all
from nbia_core.records.record import Record
from nbia_core.records.records import Records
from nbia_core.table_text import csv_lines
from nbia_core.text import json_bytes

from .rows import Selection, select_columns

if TYPE_CHECKING:
    from nbia_core.records.tables.columns import Column

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
_Columns: TypeAlias = "Sequence[tuple[Column, Sequence[object]]]"
"""The columns of some rows, each with its values."""


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
    write_all(to, (b"".join(map(json_bytes, rows)) or b"null") + b"\n")


def write_json(rows: Iterable[object], to: BinaryWriter) -> None:
    """Write rows as an array, one by one, each in a line of its own."""
    is_first = True
    for row in rows:
        write_all(to, (b"[\n" if is_first else b",\n") + json_bytes(row))
        is_first = False
    write_all(to, b"[]\n" if is_first else b"\n]\n")


def write_ndjson(rows: Iterable[object], to: BinaryWriter) -> None:
    """Write rows one by one, each in a line of its own."""
    for row in rows:
        write_all(to, json_bytes(row) + b"\n")


def write_table(
    batches: Iterable[Records[Record]], record_type: type[Record], selection: Selection, form: str, to: BinaryWriter
) -> dict[str, int]:
    """Write records as CSV or TSV in UTF-8 while they arrive: a heading, then a line for each.

    Values are written as `Records.to_csv` does, and a cell is empty where there is none. Attributes that the spec does not
    know have a column if one of the first rows has them.

    Returns:
        The attributes that came after the heading was written, with the number of their values, which are not written.
    """
    arriving = _columns(batches, record_type, selection)
    first: list[_Columns] = []
    heading: dict[str, str] = {}
    rows = 0
    while rows < _ROWS_BEFORE_HEADING and (columns := next(arriving, None)) is not None:
        first.append(columns)
        _grow(heading, columns)
        rows += _height(columns)
    _write_heading(heading, form, to)
    late: Counter[str] = Counter()
    for columns in itertools.chain(first, arriving):
        _write_lines(columns, heading, form, to)
        for column, values in columns:
            if column.wire not in heading:
                late[column.wire] += sum(value is not None for value in values)
    return dict(late)


def write_table_file(
    batches: Iterable[Records[Record]], record_type: type[Record], selection: Selection, form: str, file: str
) -> None:
    """Write records as CSV or TSV to a file while they arrive, as `write_table` does, but with every attribute.

    One that is seen late has the last column. The lines before it are copied at the end, with an empty cell for it.

    Raises:
        DestinationError: the file cannot be written.
    """
    heading: dict[str, str] = {}
    begins: list[tuple[int, int]] = []
    with PartFile(as_path(file)) as part:
        for columns in _columns(batches, record_type, selection):
            before = len(heading)
            _grow(heading, columns)
            if not before:
                _write_heading(heading, form, part)
            if before < len(heading):
                begins.append((part.size, len(heading)))
            _write_lines(columns, heading, form, part)
        if len(begins) == 1:
            part.keep()
            return
        part.flush()
        with PartFile(part.path) as whole, part.part_path.open("rb") as lines:
            _write_heading(heading, form, whole)
            for line in _widened(lines, begins, _DELIMITERS[form].encode()):
                whole.write(line)
            whole.keep()


def _columns(batches: Iterable[Records[Record]], record_type: type[Record], selection: Selection) -> Iterator[_Columns]:
    """Hand out the columns that are wanted of each batch; before them, those that the spec knows, without rows."""
    return (select_columns(records, selection) for records in itertools.chain([Records([], record_type)], batches))


def _height(columns: _Columns) -> int:
    return len(columns[0][1])


def _grow(heading: dict[str, str], columns: _Columns) -> None:
    """Add the columns that are new to a heading: what they are called, by their names on the wire."""
    from nbia_core.records.tables.columns import free_name

    for column, _ in columns:
        if column.wire not in heading:
            heading[column.wire] = free_name(column.name, heading.values())


def _write_heading(heading: Mapping[str, str], form: str, to: BinaryWriter) -> None:
    _write_rows([heading.values()], form, to)


def _write_lines(columns: _Columns, heading: Iterable[str], form: str, to: BinaryWriter) -> None:
    """Write the cells of the columns that have a heading."""
    from nbia_core.records.tables.columns import as_cells

    cells_of = {column.wire: as_cells(column, values) for column, values in columns}
    missing = [None] * _height(columns)
    _write_rows(zip(*(cells_of.get(wire, missing) for wire in heading), strict=True), form, to)


def _write_rows(rows: Iterable[Iterable[object]], form: str, to: BinaryWriter) -> None:
    """Write rows; half a character, which UTF-8 does not have, becomes its escape."""
    write_all(to, csv_lines(rows, _DELIMITERS[form]).encode(errors="backslashreplace"))


def _widened(lines: BinaryIO, begins: Sequence[tuple[int, int]], delimiter: bytes) -> Iterator[bytes]:
    """Hand out the lines of a table with empty cells at their ends, so that all rows have as many as the last.

    Args:
        lines: the file.
        begins: at which byte rows begin that have so many cells.
        delimiter: what stands between two cells.
    """
    width = begins[-1][1]
    at, _ = begins[0]
    lines.seek(at)
    for (_, cells), (end, _) in itertools.pairwise([*begins, (sys.maxsize, width)]):
        more, is_within_cell = delimiter * (width - cells), False
        while at < end and (line := lines.readline()):
            at += len(line)
            is_within_cell ^= line.count(b'"') % 2 == 1
            yield line if is_within_cell else line[:-1] + more + b"\n"
