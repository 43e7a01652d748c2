"""Writes metadata.csv: one line for each complete series of a destination."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from nbia_core.api.description_file import load, versions
from nbia_core.download.model import SeriesState
from nbia_core.files import PartFile
from nbia_core.records.record import Field, Record, fields_of
from nbia_core.table_text import csv_line

from .retriever_csv import RETRIEVER_COLUMNS

_OWN_COLUMNS: Final[dict[str, Callable[[SeriesState], object]]] = {
    "DownloadPath": lambda state: state.path,
    "ImagesOnDisk": lambda state: state.images,
    "BytesOnDisk": lambda state: state.size,
    "ImagesWithVerifiedMD5": lambda state: state.verified,
    "IsDisputed": lambda state: state.is_disputed,
    "DownloadSource": lambda state: state.source,
    "DownloadVersion": lambda state: state.version,
}
_LATER_COLUMNS: Final = ("DownloadSource", "DownloadVersion")
"""Those of our columns that the files of earlier versions of this package do not have."""
_STORED_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", re.ASCII)
"""How the state of a download keeps timestamps."""
_MIDNIGHT: Final = " 00:00:00"
_LONGEST_HEADING: Final = 1024 * 1024
"""Bytes."""


def write_metadata(
    path: Path, states: Callable[[], Iterable[SeriesState]], record_type: type[Record], *, as_retriever: bool = False
) -> None:
    """Write what is known of all series of a destination to a CSV file, in place of what may be there.

    The columns are those of the record class with their names on the wire, then attributes that it does not know by
    name, then these, which win over attributes of the same name (those come from an earlier metadata.csv):

    * DownloadPath: the folder or archive of the series, relative to the destination, with slashes
    * ImagesOnDisk, BytesOnDisk: the number of images, and the bytes of all of them together
    * ImagesWithVerifiedMD5: how many images match the MD5 hash that the archive was given at ingestion
    * IsDisputed: whether the user accepted the series although the archive at the server is wrong
    * DownloadSource, DownloadVersion: where the series came from, and which version of it, where the source tells versions apart

    The file is UTF-8 with a comma between values and a line feed after each line; quotes are as in RFC 4180. Days are
    written 2010-08-16, timestamps 2010-08-16 12:30:00, booleans true and false; what has no value is empty. Texts are
    written as they are: they are data, and a leading "=" or "0" is part of it. A spreadsheet may take such a text for
    a formula or a number; import the columns as text there.

    Args:
        path: The file.
        states: Returns a fresh iterator over the series; it is called again when unknown attributes turn up, so that
            memory does not grow with the number of series.
        record_type: The record class to which the attributes belong.
        as_retriever: Whether to write the columns of the NBIA Data Retriever in place of those of the record class.

    Raises:
        DestinationError: the file cannot be written.
    """
    if as_retriever:
        _write_as_retriever(path, states())
        return
    fields = fields_of(record_type)
    known = {field.python for field in fields} | _OWN_COLUMNS.keys()
    with PartFile(path) as part:
        names: list[str] = []
        while new := _write_lines(part, states(), fields, names, known):
            names = sorted([*names, *new])
            known |= new
            part.restart()
        part.keep()


def _write_as_retriever(path: Path, states: Iterable[SeriesState]) -> None:
    columns = RETRIEVER_COLUMNS | _OWN_COLUMNS
    with PartFile(path) as part:
        part.write(_line(columns))
        for state in states:
            part.write(_line([_text(value_of(state)) for value_of in columns.values()]))
        part.keep()


def begins_as(path: Path, record_type: type[Record], as_retriever: bool) -> bool:
    """Whether a file has the columns that `write_metadata` writes, whatever unknown attributes there are."""
    columns = _columns(path)
    first = [*RETRIEVER_COLUMNS] if as_retriever else [field.wire for field in fields_of(record_type)]
    return columns[: len(first)] == first and columns[-len(_OWN_COLUMNS) :] == [*_OWN_COLUMNS]


def is_metadata(path: Path, new: Path) -> bool:
    """Whether a file was written by `write_metadata`, and has no column that a new one would not have.

    A spreadsheet that has saved it, or somebody who has added a column, has made it a file of their own. A download with
    another version of the API has written the same attributes under that version's names, and one in the layout of the
    NBIA Data Retriever those of its table.
    """
    columns, fresh = _columns(path), _columns(new)
    earlier = [name for name in _OWN_COLUMNS if name not in _LATER_COLUMNS]
    ours = ([*_OWN_COLUMNS], earlier)
    if any(columns == [*RETRIEVER_COLUMNS, *own] for own in ours):
        return True
    if not any(columns[-len(own) :] == own for own in ours):
        return False
    return set(columns) <= set(fresh) or _is_of_a_version(columns, fresh)


def _is_of_a_version(columns: Sequence[str], fresh: Sequence[str]) -> bool:
    """Whether columns begin as those of some version of the API, and new ones have all of them under whatever name."""
    apis = (load(f"nbia.{version}") for version in versions("nbia"))
    described = [api.plays("series").attributes for api in apis if "series" in api.roles]
    python = {attribute.wire: attribute.python for attributes in described for attribute in attributes}
    known = {python.get(name, name) for name in fresh}
    starts = ([attribute.wire for attribute in attributes] for attributes in described)
    is_start = any(list(columns[: len(start)]) == start for start in starts)
    return is_start and all(python.get(name, name) in known for name in columns)


def _columns(path: Path) -> list[str]:
    """Return the headings of a file as `write_metadata` writes them; none for any other file."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST_HEADING)
        columns = next(csv.reader(io.StringIO(data.decode(errors="replace"), newline="")), [])
    except (OSError, csv.Error):
        return []
    return columns if data.startswith(_line(columns)) else []


def _write_lines(
    part: PartFile, states: Iterable[SeriesState], fields: Sequence[Field], names: Sequence[str], known: set[str]
) -> set[str]:
    """Write all lines, unless there are attributes without a column: return those."""
    new: set[str] = set()
    part.write(_line([*(field.wire for field in fields), *names, *_OWN_COLUMNS]))
    for state in states:
        new |= state.attributes.keys() - known
        if not new:
            part.write(_line(_values(state, fields, names)))
    return new


def _values(state: SeriesState, fields: Sequence[Field], names: Sequence[str]) -> list[str]:
    attributes = {**state.attributes, "series_instance_uid": state.series_instance_uid}
    values = [_text(attributes.get(field.python), field.expected) for field in fields]
    values += [_text(attributes.get(name)) for name in names]
    return values + [_text(value_of(state)) for value_of in _OWN_COLUMNS.values()]


def _text(value: object, expected: str = "") -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        is_time = expected == "datetime" and _STORED_TIME.fullmatch(value)
        return value.replace("T", " ").removesuffix(_MIDNIGHT) if is_time else value
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ").removesuffix(_MIDNIGHT)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _line(values: Iterable[str]) -> bytes:
    """Return a line; half a character, which UTF-8 does not have, is written as its number."""
    return csv_line(values).encode(errors="backslashreplace")
