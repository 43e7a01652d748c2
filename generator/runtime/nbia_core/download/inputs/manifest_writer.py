"""Writes lists of series: manifests of TCIA and IDC, and tables with a SeriesInstanceUID column."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from nbia_core.checks import check_text, write_flag
from nbia_core.download.report import DownloadReport
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path, write_text
from nbia_core.records.record import Record, fields_of, uid_of

from .copies import write_copies
from .manifest import DOWNLOAD_SERVER, PROPERTIES, Manifest, check_lists_series
from .manifest_tables import write_table

Listable: TypeAlias = Iterable[str | Record] | str | Record | Manifest | DownloadReport
"""What a manifest can be written of: Series Instance UIDs, records of series, a manifest that was read, a report."""

_WORKBOOK: Final = ".xlsx"
_COPIES: Final = ".s5cmd"
_DELIMITERS: Final = {".csv": ",", ".tsv": "\t"}


def write_manifest(
    to: str | os.PathLike[str],
    series: Listable,
    *,
    server_url: str = DOWNLOAD_SERVER,
    include_annotation: bool = True,
    index: str | os.PathLike[str] | None = None,
) -> Path:
    """Write a manifest that the NBIA Data Retriever and `read_manifest` can read; a file that is there is replaced.

    Args:
        to: the path of the file. If it ends in `.csv`, `.tsv` or `.xlsx`, a table is written: a column SeriesInstanceUID and,
            for records, their other attributes under their names on the wire. If it ends in `.s5cmd`, it is a manifest of
            the Imaging Data Commons, which s5cmd and idc-index run: a line for the folder of each series, by its index.
        series: Series Instance UIDs or records; one that occurs again is left out. Of a manifest that was read, and of the
            report of a download, the UIDs are taken.
        server_url: the server that the NBIA Data Retriever asks for the images.
        include_annotation: whether the NBIA Data Retriever is to fetch annotation files as well.
        index: the index that says where IDC has a series, for `.s5cmd`: a Parquet file such as `idc_index.parquet`; the one
            of the installed package idc-index-data if not given.

    Returns:
        The path.

    Raises:
        InvalidParameterError: there are no series, or something else is among them; or the index does not have one of them,
            or is not installed (`pip install 'nbia-client[idc]'`).
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
    if suffix in _DELIMITERS:
        text = write_table(rows, _DELIMITERS[suffix])
    elif suffix == _COPIES:
        text = write_copies(list(by_uid), path.name, None if index is None else as_path(index))
    else:
        text = "\n".join([*header, "ListOfSeriesToDownload=", *by_uid, ""])
    write_text(path, text)
    return path


def _write_workbook(rows: Sequence[Mapping[str, str]], path: Path) -> Path:
    from nbia_core.records.tables.columns import Column
    from nbia_core.records.tables.excel import write_excel

    names = dict.fromkeys(name for row in rows for name in row)
    columns: list[tuple[Column, list[object]]] = [
        (Column(name=name, wire=name, kind="text"), [row.get(name) or None for row in rows]) for name in names
    ]
    return write_excel(columns, path, "Series", "a manifest as .xlsx")


def _items(series: Listable) -> Iterable[str | Record]:
    if isinstance(series, str | Record):
        return [series]
    if isinstance(series, Manifest):
        check_lists_series(series)
        return series.series
    if isinstance(series, DownloadReport):
        if series.not_tried:
            raise InvalidParameterError(
                f"The report does not name all series: the turn of {series.not_tried:,} never came.",
                hint="give what was asked for",
            )
        return [result.series_instance_uid for result in series.results]
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
