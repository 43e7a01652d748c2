"""Reads a list of series that is a text, and refuses what is none."""

from __future__ import annotations

import codecs
import datetime
import re
from pathlib import Path
from typing import Final

from nbia_core.errors import InvalidParameterError
from nbia_core.text import as_text

from .retriever_table import TABLE

_SNIFFED: Final = 1024
_ZIP: Final = b"PK\x03\x04"
_FOREIGN: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook, or one with a password", "save it as .xlsx or CSV"),
    (b"%PDF", "a PDF document", "save the list of series as text"),
    (b"\x1f\x8b", "compressed by gzip", "extract it first"),
)
_LINE_ENDS: Final = re.compile(r"\r\n|\r|\n")
_MARKUP: Final = re.compile(r"\s*<[!?A-Za-z]")
_PARQUET: Final = b"PAR1"


def read_file(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        InvalidParameterError: there is no such file, it cannot be read, or its beginning shows that it is no list.
    """
    try:
        if path.is_dir():
            raise foreign(str(path), "it is a folder", _file_in(path))
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
            if not is_archive(start) and not is_parquet(start):
                decode(start, str(path))  # refuses a large image before all of it is read
            return start + file.read()
    except FileNotFoundError:
        raise InvalidParameterError(f"There is no file {path}.", hint="check the path") from None
    except OSError as error:
        raise InvalidParameterError(
            f"{path} cannot be read: {error.strerror or error}.", hint="check the path, and who may read the file"
        ) from error


def is_archive(data: bytes) -> bool:
    """Whether something is a ZIP archive, as workbooks of Excel are."""
    return data.startswith(_ZIP)


def is_parquet(data: bytes) -> bool:
    """Whether something is a Parquet file."""
    return data.startswith(_PARQUET)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, whatever ends them."""
    return _LINE_ENDS.split(text)


def text_of(value: object) -> str:
    """Return the value of a cell as a text: nothing for None, whole numbers and days as such."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(" ")
    return str(value)


def decode(data: bytes, source: str) -> str:
    """Return a text in UTF-8, UTF-16 or Windows-1252, without a byte order mark.

    Args:
        data: what the list consists of, or its beginning.
        source: what it is called in errors.

    Raises:
        InvalidParameterError: it is no text with series.
    """
    for signature, kind, hint in _FOREIGN:
        if data.startswith(signature):
            raise foreign(source, f"it is {kind}", hint)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    elif data[1:2] == b"\0":
        text = data.decode("utf-16-le", errors="replace")
    elif data[:1] == b"\0":
        text = data.decode("utf-16-be", errors="replace")
    else:
        text = as_text(data)
    if "\0" in text:
        raise foreign(source, "it is no text", "give a .tcia manifest, or a CSV, TSV, Excel, JSON or Parquet file")
    if _MARKUP.match(text):
        raise foreign(source, "it is an HTML or XML page", "download the manifest itself, and look at it in an editor")
    return text


def foreign(source: str, reason: str, hint: str) -> InvalidParameterError:
    """Return the error that says that something is no list of series, and why."""
    return InvalidParameterError(f"{source} is no list of series: {reason}.", hint=hint)


def _file_in(folder: Path) -> str:
    """Say which file to give in the place of a folder: one of the NBIA Data Retriever has a table of its series."""
    table = folder / TABLE
    if table.is_file():
        return f"give {table}, and the folder as the destination; then what lies in it is checked and kept"
    return "give the path of a file"
