"""Writes lists of series: manifests of TCIA, and tables with a SeriesInstanceUID column."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from nbia_core.checks import check_text, write_flag
from nbia_core.errors import InvalidParameterError
from nbia_core.files import PartFile, as_path
from nbia_core.records.record import Record, fields_of, uid_of

from .manifest import DOWNLOAD_SERVER, PROPERTIES
from .manifest_tables import write_table

_WORKBOOK: Final = ".xlsx"
_DELIMITERS: Final = {".csv": ",", ".tsv": "\t"}


def write_manifest(
    to: str | os.PathLike[str],
    series: Iterable[str | Record] | str | Record,
    *,
    server_url: str = DOWNLOAD_SERVER,
    include_annotation: bool = True,
) -> Path:
    """Write a manifest that the NBIA Data Retriever and `read_manifest` can read; a file that is there is replaced.

    Args:
        to: the path of the file. If it ends in `.csv`, `.tsv` or `.xlsx`, a table is written: a column SeriesInstanceUID and,
            for records, their other attributes under their names on the wire.
        series: Series Instance UIDs or records; one that occurs again is left out.
        server_url: the server that the NBIA Data Retriever asks for the images.
        include_annotation: whether the NBIA Data Retriever is to fetch annotation files as well.

    Returns:
        The path.

    Raises:
        InvalidParameterError: there are no series, or something else is among them.
        DestinationError: the file cannot be written.
        ImportError: it ends in `.xlsx`, and openpyxl is not installed (`pip install 'nbia-client[excel]'`).
    """
    path = as_path(to)
    by_uid: dict[str, str | Record] = {}
    for item in _items(series):
        by_uid.setdefault(uid_of(item, "series_instance_uid"), item)
    if not by_uid:
        raise InvalidParameterError("There are no series to write.", hint="a manifest names at least one series")
    values = (
        check_text("server_url", server_url),
        write_flag("include_annotation", include_annotation, ("true", "false")),
        "4",
        check_text("to", path.name),
        "3.0",
    )
    rows = [{"SeriesInstanceUID": uid, **_wire_values(item)} for uid, item in by_uid.items()]
    suffix = path.suffix.lower()
    if suffix == _WORKBOOK:
        return _write_workbook(rows, path)
    header = [f"{name}={value}" for name, value in zip(PROPERTIES, values, strict=True)]
    manifest = "\n".join([*header, "ListOfSeriesToDownload=", *by_uid, ""])
    text = write_table(rows, _DELIMITERS[suffix]) if suffix in _DELIMITERS else manifest
    part = PartFile(path)
    try:
        part.write(text.encode(errors="backslashreplace"))  # half a character, which UTF-8 does not have
        part.keep()
    finally:
        part.discard()
    return path


def _write_workbook(rows: Sequence[Mapping[str, str]], path: Path) -> Path:
    from nbia_core.records.tables.columns import Column
    from nbia_core.records.tables.excel import write_excel

    names = dict.fromkeys(name for row in rows for name in row)
    columns: list[tuple[Column, list[object]]] = [
        (Column(name=name, wire=name, kind="text"), [row.get(name) or None for row in rows]) for name in names
    ]
    return write_excel(columns, path, "Series", "a manifest as .xlsx")


def _items(series: Iterable[str | Record] | str | Record) -> Iterable[str | Record]:
    if isinstance(series, str | Record):
        return [series]
    if not isinstance(series, Iterable):
        raise InvalidParameterError(f"series={series!r} must be UIDs or records, not {type(series).__name__}.")
    return series


def _wire_values(item: str | Record) -> dict[str, str]:
    if isinstance(item, str):
        return {}
    fields = [field for field in fields_of(type(item)) if field.python != "series_instance_uid"]
    return {field.wire: _as_cell(getattr(item, field.python)) for field in fields}


def _as_cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return "" if value is None else str(value).replace("\0", r"\x00")  # by which programs tell that a file is no text
