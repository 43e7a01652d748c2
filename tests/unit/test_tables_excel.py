"""Records as workbooks of Excel: every text stays a text, and nothing is a formula."""

from __future__ import annotations

import contextlib
import datetime
import gc
import sys
from pathlib import Path

import openpyxl
import pytest

from nbia import DestinationError, InvalidParameterError, ModalityValue, Records
from nbia_core.records.tables import excel
from nbia_core.records.tables.columns import Column
from tests.unit.series_rows import read


def cells(path: Path) -> dict[str, openpyxl.cell.Cell]:
    """Return the cells of the first row below the heading, by their headings."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    heading, first = list(sheet.rows)[:2]
    return {str(name.value): cell for name, cell in zip(heading, first, strict=True)}  # type: ignore[misc]


def test_a_workbook_is_written_and_its_path_returned(tmp_path: Path) -> None:
    records = Records([ModalityValue(modality="CT"), ModalityValue(modality="MR")], ModalityValue)

    path = records.to_excel(str(tmp_path / "modalities.xlsx"))

    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert (sheet.title, list(sheet.values)) == ("ModalityValue", [("Modality",), ("CT",), ("MR",)])
    assert [file.name for file in tmp_path.iterdir()] == ["modalities.xlsx"]


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK('http://evil')", "+1", "-1", "@SUM(1)", "0012", "1e5", "#N/A"])
def test_a_text_is_a_text_whatever_it_looks_like(tmp_path: Path, text: str) -> None:
    body = f'[{{"PatientID": "{text}"}}]'.encode()

    cell = cells(read(body).to_excel(tmp_path / "series.xlsx"))["PatientID"]

    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_values_have_their_types(tmp_path: Path) -> None:
    body = (
        b'[{"ImageCount": 5, "FileSize": 9007199254740993, "AnnotationsFlag": true, '
        b'"SeriesDate": "2012-07-19 00:00:00.0", "DateReleased": "1880-01-01 00:00:00.0", "Surplus": [1, "x"]}]'
    )

    found = cells(read(body).to_excel(tmp_path / "series.xlsx"))

    assert found["ImageCount"].value == 5
    assert found["FileSize"].value == "9007199254740993"
    assert found["AnnotationsFlag"].value is True
    assert found["SeriesDate"].value == datetime.datetime(2012, 7, 19)
    assert found["DateReleased"].value == "1880-01-01 00:00:00"
    assert found["Surplus"].value == '[1, "x"]'
    assert found["Modality"].value is None


def test_what_a_workbook_cannot_hold_is_escaped(tmp_path: Path) -> None:
    body = rb'[{"SeriesDescription": "a\u0001b\ud800c\uffff", "Un\udc00heard\ufffe": 1}]'

    found = cells(read(body).to_excel(tmp_path / "series.xlsx"))

    assert found["SeriesDescription"].value == r"a\x01b\ud800c\uffff"
    assert found[r"Un\udc00heard\ufffe"].value == 1


def test_names_may_be_those_of_python(tmp_path: Path) -> None:
    found = cells(read(b'[{"PatientID": "0012"}]').to_excel(tmp_path / "series.xlsx", names="python"))

    assert found["patient_id"].value == "0012"


def test_no_records_have_a_heading(tmp_path: Path) -> None:
    path = Records([], ModalityValue).to_excel(tmp_path / "none.xlsx")

    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert list(sheet.values) == [("Modality",)]


def test_too_many_rows_and_too_long_texts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = Records([ModalityValue(modality="CT")] * 3, ModalityValue)
    monkeypatch.setattr(excel, "_MOST_ROWS", 3)
    monkeypatch.setattr(excel, "_LONGEST_TEXT", 1)

    with pytest.raises(InvalidParameterError, match="3 rows are more than a sheet of Excel can hold"):
        records.to_excel(tmp_path / "x.xlsx")
    with pytest.raises(InvalidParameterError, match="longer than a cell of Excel can hold"):
        records[:1].to_excel(tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_refused_text_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    records = read(b'[{"SeriesDescription": "' + b"a" * 32_768 + b'"}]')

    with contextlib.suppress(InvalidParameterError):
        records.to_excel(tmp_path / "x.xlsx")
    gc.collect()

    assert told == []


def test_a_sheet_has_a_million_rows_of_which_the_heading_is_one(tmp_path: Path) -> None:
    numbers = Column(name="Number", wire="Number", kind="integer")

    with pytest.raises(InvalidParameterError, match="1,048,576 rows are more than a sheet of Excel can hold"):
        excel.write_excel([(numbers, [None] * 1_048_576)], tmp_path / "x.xlsx", "Numbers")


def test_a_place_that_is_none_is_refused(tmp_path: Path) -> None:
    records = Records([ModalityValue(modality="CT")], ModalityValue)

    with pytest.raises(DestinationError):
        records.to_excel(tmp_path / "missing" / "x.xlsx")
    with pytest.raises(InvalidParameterError, match="is no path"):
        records.to_excel("")
    with pytest.raises(InvalidParameterError, match="is neither"):
        records.to_excel(tmp_path / "x.xlsx", names="wires")  # type: ignore[arg-type]


def test_a_library_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(ImportError, match=r"to_excel\(\) needs openpyxl; .* 'nbia-client\[excel\]'"):
        Records([ModalityValue(modality="CT")], ModalityValue).to_excel(tmp_path / "x.xlsx")
