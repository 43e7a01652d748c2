"""Reads records in JSON, JSON Lines and Parquet, as the service, this client and DataFrames write them, as lines of CSV."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from nbia_core.errors import InvalidParameterError
from nbia_core.table_text import csv_line
from nbia_core.text import shortened, some

from .headings import PATIENT, SERIES, STUDY, usual_headings
from .texts import foreign, lines_of, text_of

_JSON: Final = re.compile(r"\s*[\[{]\s*[\[{\"\]}]")
_LONGEST_SHOWN: Final = 200
_MOST_NAMED: Final = 5


def is_json(text: str) -> bool:
    """Whether a text is JSON or JSON Lines, by how it begins."""
    return _JSON.match(text) is not None


def parquet_lines(data: bytes, source: str) -> list[str]:
    """Return the rows of a Parquet file as lines of CSV.

    Raises:
        InvalidParameterError: pyarrow is not installed, or the file is broken.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import read_table
    except ModuleNotFoundError:
        raise InvalidParameterError(
            f"{source} is a Parquet file, and to read it pyarrow is needed.",
            hint="pip install 'nbia-client[arrow]', or save the table as CSV",
        ) from None
    try:
        rows = read_table(io.BytesIO(data)).to_pylist()
    except (ArrowException, OSError, ValueError) as error:
        text = shortened(str(error), _LONGEST_SHOWN)
        raise foreign(
            source, f"it is a broken Parquet file ({text})", "write it again, or save the table as CSV"
        ) from error
    return _lines(rows)


def json_lines(text: str, source: str) -> list[str]:
    """Return a list of records or of UIDs in JSON, or records in JSON Lines, as lines of CSV.

    Raises:
        InvalidParameterError: it is broken, or something else.
    """
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        try:
            found = [msgspec.json.decode(line) for line in lines_of(text) if line.strip()]
        except (msgspec.DecodeError, RecursionError):
            reason = shortened(str(error), _LONGEST_SHOWN)
            raise foreign(source, f"it is broken JSON ({reason})", "ask for it again, or write it again") from None
    items = found if isinstance(found, list) else [found]
    if all(isinstance(item, str) for item in items):
        return [text_of(item) for item in items]
    if not all(isinstance(item, dict) for item in items):
        raise foreign(source, "it is JSON, and no list of records or of UIDs", "give the list alone")
    names = dict.fromkeys(name for item in items for name in item)
    if names and not any(usual_headings().python(name) in (SERIES, STUDY, PATIENT) for name in names):
        raise foreign(source, f"it is JSON that names no series, but {some(names, _MOST_NAMED)}", "give the list alone")
    return _lines(items)


def _lines(rows: Iterable[Mapping[str, object]]) -> list[str]:
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [_line(names), *(_line(text_of(row.get(name)) for name in names) for row in rows)] if names else []


def _line(cells: Iterable[str]) -> str:
    return csv_line(list(cells)).removesuffix("\n")
