"""Tables as workbooks of Excel, in which every text stays a text: none is a formula, none loses its zeros."""

from __future__ import annotations

import contextlib
import datetime
import io
import math
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nbia_core.errors import InvalidParameterError
from nbia_core.files import PartFile, as_path
from nbia_core.records.record import Record
from nbia_core.records.sequence import RecordSequence
from nbia_core.text import counted

from .columns import Column, Names, as_text, columns_with_values, missing_library

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_MOST_ROWS: Final = 1_048_576
_LONGEST_TEXT: Final = 32_767
"""What a sheet and a cell can hold, as Microsoft specifies it."""
_LARGEST: Final = 10**15
"""Whole numbers from which on Excel, whose numbers have 15 digits, would change some."""
_FIRST_DAY: Final = datetime.datetime(1900, 3, 1)
"""Excel counts days from 1900 on, and has one too many in the February of that year."""
_NARROWEST, _WIDEST = 10, 60
_NO_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no file of XML can hold; openpyxl refuses all but the last two, and no program reads what it writes then."""
_HINT: Final = "write CSV or Parquet"


def to_excel(records: RecordSequence[Record], to: str | os.PathLike[str], names: Names) -> Path:
    """Write the file that `Records.to_excel` describes."""
    path = as_path(to)
    columns = columns_with_values(records, names)
    return write_excel(columns, path, records.record_type.__name__, "to_excel()")


def write_excel(
    columns: Sequence[tuple[Column, list[object]]], to: Path, title: str, what: str = "an Excel workbook"
) -> Path:
    """Write columns to the only sheet of a workbook, in place of what may be there, and return its path.

    Args:
        columns: the columns with their values.
        to: the file.
        title: the name of the sheet.
        what: what is named if openpyxl is not installed.

    Raises:
        InvalidParameterError: the table has more rows, or a text more characters, than a workbook can hold.
        DestinationError: the file cannot be written.
        ImportError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError as error:
        raise missing_library(what, "openpyxl", "excel") from error
    rows = max((len(values) for _, values in columns), default=0)
    if rows >= _MOST_ROWS:
        raise InvalidParameterError(f"{counted(rows, 'row')} are more than a sheet of Excel can hold.", hint=_HINT)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, (column, values) in enumerate(columns, 1):
        longest = max([len(column.name), *(len(str(value)) for value in values[:100] if value is not None)])
        sheet.column_dimensions[_letters(place)].width = min(max(longest + 2, _NARROWEST), _WIDEST)
    with contextlib.closing(sheet):  # one that is left open complains when nobody can do anything about it any more
        sheet.append([_text(sheet, column.name) for column, _ in columns])
        for row in zip(*(values for _, values in columns), strict=True):
            sheet.append(_cells(sheet, row))
    whole = io.BytesIO()
    book.save(whole)
    with PartFile(to) as part:
        part.write(whole.getvalue())
        part.keep()
    return part.path


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place)


def _cells(sheet: WriteOnlyWorksheet, row: Iterable[object]) -> list[object]:
    return [value if _is_kept(value) else _text(sheet, as_text(value)) for value in row]


def _is_kept(value: object) -> bool:
    """Whether Excel has a value as it is: numbers, days and times, no value; all else is text."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) < _LARGEST
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, datetime.datetime) and value.tzinfo is None and value >= _FIRST_DAY


def _text(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """Return a cell that holds a text as such, also one that begins like a formula."""
    from openpyxl.cell import WriteOnlyCell

    plain = _NO_XML.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
    if len(plain) > _LONGEST_TEXT:
        raise InvalidParameterError(
            f"A text of {len(plain):,} characters is longer than a cell of Excel can hold.", hint=_HINT
        )
    cell: Cell = WriteOnlyCell(sheet, plain)
    cell.data_type = "s"
    cell.number_format = "@"  # so that it stays one when somebody edits it
    return cell
