"""Reads the text of a manifest or table, and refuses files that are something else."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from nbia_core.errors import InvalidParameterError
from nbia_core.text import as_text

_SNIFFED: Final = 1024
_FOREIGN: Final = (
    (b"PK\x03\x04", "an Excel workbook or another ZIP archive", "save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "save the sheet as CSV"),
    (b"%PDF", "a PDF document", "save the list of series as text"),
    (b"\x1f\x8b", "compressed by gzip", "extract it first"),
)
_MARKUP: Final = re.compile(r"\s*<[!?A-Za-z]")
_JSON: Final = re.compile(r"\s*[\[{]\s*[\[{\"]")


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252, without a byte order mark.

    Raises:
        InvalidParameterError: there is no such file, it cannot be read, or it is no text with series.
    """
    try:
        if path.is_dir():
            raise _foreign(path, "it is a folder", "give the path of a file")
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
            for signature, kind, hint in _FOREIGN:
                if start.startswith(signature):
                    raise _foreign(path, f"it is {kind}", hint)
            _decode(path, start)  # refuses a large image before all of it is read
            return _decode(path, start + file.read())
    except FileNotFoundError:
        raise InvalidParameterError(f"There is no file {path}.", hint="check the path") from None
    except OSError as error:
        raise InvalidParameterError(
            f"{path} cannot be read: {error.strerror or error}.", hint="check the path, and who may read the file"
        ) from error


def _decode(path: Path, data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    elif data[1:2] == b"\0":
        text = data.decode("utf-16-le", errors="replace")
    elif data[:1] == b"\0":
        text = data.decode("utf-16-be", errors="replace")
    else:
        text = as_text(data)
    if "\0" in text:
        raise _foreign(path, "it is no text", "give a .tcia manifest, or a CSV or TSV file")
    if _MARKUP.match(text):
        raise _foreign(path, "it is an HTML or XML page", "download the manifest again, and look at it in an editor")
    if _JSON.match(text):
        raise _foreign(path, "it is JSON", "read it with json.load, and give the list")
    return text


def _foreign(path: Path, reason: str, hint: str) -> InvalidParameterError:
    return InvalidParameterError(f"{path} is no list of series: {reason}.", hint=hint)
