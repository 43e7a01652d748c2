"""Finds what a table names: CSV, TSV, semicolons or vertical bars between cells."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from nbia_core.checks import is_uid
from nbia_core.table_text import csv_lines

from .copies import is_copy
from .headings import PATIENT, SERIES, STUDY, Headings

_AROUND_UIDS: Final = " \t\xa0\u200b\ufeff\"'`,;\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_DELIMITERS: Final = ",;\t|"
_BETWEEN_CELLS: Final = re.compile(r"[,;\t|]")
_PROPERTY: Final = re.compile(r"\s*[A-Za-z][A-Za-z0-9_.-]*\s*=")
_COMMENT: Final = re.compile(r"[\s\"\ufeff]*(?:#|;|//|!)")
_LOOKED_AT: Final = 100
"""How many lines below a heading of studies or patients are looked at for a UID, or for a heading of series."""
_LONGEST_CELL: Final = 100
"""How many lines a cell with line breaks may have; if it has more, its quotation mark is not closed."""


def clean(text: str) -> str:
    """Return a UID without the quotation marks, commas and blanks around it, also when Excel wrote it as `="1.2"`."""
    return text.strip(_AROUND_UIDS).removeprefix("=").strip(_AROUND_UIDS)


def as_patient(text: str) -> str:
    """Return a PatientID as it is meant where Excel wrote it as `="0012"`."""
    text = text.strip()
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text


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
    column: int
    """The place of the column that names what the rows are about, counted from 0."""
    level: str = SERIES
    """The attribute in that column: SERIES, STUDY or PATIENT."""

    def cells(self, text: str) -> list[str]:
        """Return the cells of a row."""
        return _split(text, self.delimiter)

    def named(self, cells: Sequence[str]) -> str:
        """Return what names the series, study or patient of a row."""
        text = cells[self.column] if len(cells) > self.column else ""
        return as_patient(text) if self.level == PATIENT else clean(text)

    def is_named(self, text: str) -> bool:
        """Whether a text can be such a name."""
        return bool(text) if self.level == PATIENT else is_uid(text)

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
        return self.level != PATIENT and is_uid(self.named(self.cells(line)))


def find_heading(lines: Iterable[str], headings: Headings, source: str) -> Heading | None:
    """Return the heading of a table; None where a line with a UID or a command comes first, or there is no heading.

    A list of studies or patients is a table, also if it has one column.

    Raises:
        InvalidParameterError: the lines are a table, but its heading names nothing that is understood, or too much.
    """
    above = ""
    groups: tuple[int, str] | None = None
    for place, line in enumerate(lines):
        if groups is not None and place > groups[0] + _LOOKED_AT:
            break
        if is_copy(line):
            return None
        for delimiter in _DELIMITERS:
            columns = _names(line, delimiter)
            if len(columns) > 1 and any(headings.python(name) == SERIES for name in columns):
                column = headings.series_column(columns, source)
                return Heading(place=place, delimiter=delimiter, columns=tuple(columns), column=column)
            if not is_comment(line) and any(is_uid(clean(cell)) for cell in columns):
                names = _names(above if groups is None else groups[1], delimiter)
                if len(names) != len(columns):
                    return None
                if groups is not None:
                    return _heading_of_groups(*groups, delimiter, headings, source)
                if len(names) > 1:
                    raise headings.refusal(names, f"{source} has no column SeriesInstanceUID")
                return None
        if _may_be_heading(line, headings):
            above = _uncommented(line)
            if groups is None and any(
                headings.python(name) in (STUDY, PATIENT) for name in _BETWEEN_CELLS.split(above)
            ):
                groups = place, above
    # A table of patients may have no UID at all.
    if groups is None or any(headings.python(name) == STUDY for name in _BETWEEN_CELLS.split(groups[1])):
        return None
    return _heading_of_groups(*groups, max(_DELIMITERS, key=groups[1].count), headings, source)


def _heading_of_groups(place: int, line: str, delimiter: str, headings: Headings, source: str) -> Heading:
    columns = _names(line, delimiter)
    level, column = headings.naming_column(columns, source)
    return Heading(place=place, delimiter=delimiter, columns=tuple(columns), column=column, level=level)


def _uncommented(line: str) -> str:
    mark = _COMMENT.match(line)
    return line if mark is None else line[mark.end() :].strip()


def _names(line: str, delimiter: str) -> list[str]:
    return [name.strip() for name in _split(line, delimiter)]


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
    return csv_lines(lines, delimiter)
