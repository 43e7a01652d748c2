"""Reads the table of a workbook of Excel (.xlsx) as lines of CSV, its values as they are meant and nothing computed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from nbia_core.checks import is_uid
from nbia_core.errors import InvalidParameterError
from nbia_core.table_text import csv_line
from nbia_core.text import shortened, size

from .headings import PATIENT, SERIES, STUDY, usual_headings
from .texts import foreign, text_of

if TYPE_CHECKING:
    from openpyxl import Workbook

_MARK: Final = "xl/workbook.xml"
_LARGEST: Final = 512 * 1000 * 1000
"""Bytes of a workbook when it is unpacked; what is larger is not unpacked."""
_MOST_PARTS: Final = 2_000
_MOST_CELLS: Final = 20_000_000
_LOOKED_AT: Final = 50
"""How many rows of a sheet are looked at for a heading or a UID."""
_ZEROS: Final = re.compile(r"0+")
_HINT: Final = "open it and save it again, or save the sheet as CSV"


def workbook_lines(data: bytes, source: str) -> list[str]:
    """Return the rows of the first sheet with a heading of series, studies or patients, or with UIDs, as lines of CSV.

    The rows keep their numbers. A number is written without a fraction if it has none, and with the zeros before it that
    its cell shows; a formula is the value that was stored with it.

    Raises:
        InvalidParameterError: openpyxl is not installed; it is no workbook, a broken one, or too large a one; or no sheet
            has such a table.
    """
    _check_archive(data, source)
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError:
        raise InvalidParameterError(
            f"{source} is an Excel workbook, and to read it openpyxl is needed.",
            hint="pip install 'nbia-client[excel]', or save the sheet as CSV",
        ) from None
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return _rows_of(book, source)
        finally:
            book.close()
    except InvalidParameterError:
        raise
    except Exception as error:  # whatever a broken workbook leads to in the library
        text = shortened(f"{type(error).__name__}: {error}", 200)
        raise foreign(source, f"it is a broken Excel workbook ({text})", _HINT) from error


def _check_archive(data: bytes, source: str) -> None:
    """Refuse what is no workbook, or would unpack to far more than any list of series: sizes are in its directory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise foreign(source, f"it is a broken Excel workbook or ZIP archive ({error})", _HINT) from None
    if all(part.filename != _MARK for part in parts):
        raise foreign(source, "it is a ZIP archive, and no Excel workbook", "extract it, and give the list in it")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _LARGEST or len(parts) > _MOST_PARTS:
        much = f"{size(unpacked)} in {len(parts):,} parts when it is unpacked"
        raise foreign(source, f"it is an Excel workbook of {much}, and that is too much", "save the sheet as CSV")


def _rows_of(book: Workbook, source: str) -> list[str]:
    seen = []
    for sheet in book.worksheets:
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()  # what a file says of them may be wrong
        seen.append(sheet.title)
        if _has_table(sheet):
            return _lines(sheet, source)
    names = ", ".join(shortened(name, 40) for name in seen[:5])
    raise foreign(
        source,
        f"none of its sheets ({names}) has a column SeriesInstanceUID, StudyInstanceUID or PatientID in its first rows",
        "give the column such a heading",
    )


def _has_table(sheet: Any) -> bool:
    headings = usual_headings()
    for row in sheet.iter_rows(max_row=_LOOKED_AT, values_only=True):
        texts = [value.strip() for value in row if isinstance(value, str)]
        if any(is_uid(text) or headings.python(text) in (SERIES, STUDY, PATIENT) for text in texts):
            return True
    return False


def _lines(sheet: Any, source: str) -> list[str]:
    lines: list[str] = []
    cells = 0
    for row in sheet.iter_rows():
        cells += len(row)
        if cells > _MOST_CELLS:
            raise foreign(source, f"its sheet {sheet.title} has too many cells", "save the sheet as CSV")
        lines.append(_line(row))
    return lines


def _line(row: Iterable[Any]) -> str:
    texts = [" ".join(_text(cell).split()) for cell in row]  # a line break would be another row
    while texts and not texts[-1]:
        texts.pop()
    return csv_line(texts).removesuffix("\n") if texts else ""


def _text(cell: Any) -> str:
    """Return the value of a cell as text: 0012 if the cell shows it so."""
    text = text_of(cell.value)
    shown = cell.number_format or ""
    is_whole = isinstance(cell.value, int | float) and text.isdigit()
    return text.zfill(len(shown)) if is_whole and _ZEROS.fullmatch(shown) else text
