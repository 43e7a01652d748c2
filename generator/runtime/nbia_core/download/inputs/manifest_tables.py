"""Reads the text of a list of series, and finds the series in tables: CSV, TSV, semicolons or vertical bars."""

from __future__ import annotations

import codecs
import csv
import dataclasses
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from nbia_core.checks import is_uid
from nbia_core.errors import InvalidParameterError
from nbia_core.table_text import csv_line
from nbia_core.text import as_text

from .headings import SERIES, Headings
from .retriever_table import TABLE

_AROUND_UIDS: Final = " \t\xa0\u200b\ufeff\"'`,;\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_DELIMITERS: Final = ",;\t|"
_BETWEEN_CELLS: Final = re.compile(r"[,;\t|]")
_PROPERTY: Final = re.compile(r"\s*[A-Za-z][A-Za-z0-9_.-]*\s*=")
_COMMENT: Final = re.compile(r"[\s\"\ufeff]*(?:#|;|//|!)")
_LONGEST_CELL: Final = 100
"""How many lines a cell with line breaks may have; if it has more, its quotation mark is not closed."""
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
            raise _foreign(path, "it is a folder", _file_in(path))
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


def _file_in(folder: Path) -> str:
    """Say which file to give in the place of a folder: one of the NBIA Data Retriever has a table of its series."""
    table = folder / TABLE
    if table.is_file():
        return f"give {table}, and the folder as the destination; then what lies in it is checked and kept"
    return "give the path of a file"


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


def clean(text: str) -> str:
    """Return a UID without the quotation marks, commas and blanks around it, also when Excel wrote it as `="1.2"`."""
    return text.strip(_AROUND_UIDS).removeprefix("=").strip(_AROUND_UIDS)


def is_comment(line: str) -> bool:
    """Whether a line is meant for readers alone."""
    return _COMMENT.match(line) is not None


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """The heading of a table."""

    place: int
    """Its place among the lines, counted from 0."""
    delimiter: str
    """What stands between cells."""
    columns: tuple[str, ...]
    """The names of the columns."""
    uid_column: int
    """The place of the column with the Series Instance UIDs, counted from 0."""

    def cells(self, text: str) -> list[str]:
        """Return the cells of a row."""
        return _split(text, self.delimiter)

    def uid(self, cells: Sequence[str]) -> str:
        """Return what stands in the column with the UIDs."""
        return clean(cells[self.uid_column]) if len(cells) > self.uid_column else ""

    def rows(self, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Hand out the rows below the heading with the numbers of their first lines, counted from 1.

        A cell in quotation marks may have line breaks. But a mark that is not closed must not swallow the rows behind
        it: a line that has a series of its own is always a row.
        """
        place = self.place + 1
        while place < len(lines):
            end = place + 1
            quotes = lines[place].count('"')
            while quotes % 2 and end < min(len(lines), place + _LONGEST_CELL) and not self._has_uid(lines[end]):
                quotes += lines[end].count('"')
                end += 1
            text = "\n".join(lines[place:end])
            if quotes % 2 or ("\n" in text and not _is_one_row(text, self.delimiter)):
                text, end = lines[place], place + 1
            yield place + 1, text
            place = end

    def _has_uid(self, line: str) -> bool:
        return is_uid(self.uid(self.cells(line)))


def find_heading(lines: Iterable[str], headings: Headings, source: str) -> Heading | None:
    """Return the heading of a table; None where a line with a UID comes first, or there is no heading.

    Raises:
        InvalidParameterError: the lines are a table, but its heading names no series, or several.
    """
    above = ""
    for place, line in enumerate(lines):
        for delimiter in _DELIMITERS:
            columns = [name.strip() for name in _split(line, delimiter)]
            if len(columns) > 1 and any(headings.python(name) == SERIES for name in columns):
                uid_column = headings.series_column(columns, source)
                return Heading(place=place, delimiter=delimiter, columns=tuple(columns), uid_column=uid_column)
            if not is_comment(line) and any(is_uid(clean(cell)) for cell in columns):
                names = [name.strip() for name in _split(above, delimiter)]
                if len(names) == len(columns) > 1:
                    raise headings.refusal(names, f"{source} has no column SeriesInstanceUID")
                return None
        if _may_be_heading(line, headings):
            above = line
    return None


def _may_be_heading(line: str, headings: Headings) -> bool:
    if not line.strip() or _PROPERTY.match(line) is not None:
        return False
    return not is_comment(line) or any(headings.python(cell) for cell in _BETWEEN_CELLS.split(line))


def _split(text: str, delimiter: str) -> list[str]:
    try:
        return next(_reader(text, delimiter), [])
    except csv.Error:  # a cell of more than 128 kB
        return text.split(delimiter)


def _is_one_row(text: str, delimiter: str) -> bool:
    if "\n" not in text:
        return True
    try:
        return len(list(_reader(text, delimiter))) == 1
    except csv.Error:
        return False


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def write_table(rows: Sequence[Mapping[str, str]], delimiter: str) -> str:
    """Return a table with a column for every name that occurs, in the order in which they appear."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    return "".join(csv_line(cells, delimiter) for cells in lines)
