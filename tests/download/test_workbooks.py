"""Workbooks of Excel as lists of series, studies or patients: by the same rules of headings, and nothing is computed."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from nbia import Client, InvalidParameterError, read_manifest, write_manifest
from nbia_core.download.inputs import workbooks
from nbia_core.download.inputs.groups import Group
from tests.download.helpers import SMALL, VICTRE
from tests.reference_server import ReferenceServer

STUDY = "1.3.6.1.4.1.9328.50.1.2"
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "'
    + "ha" * 50
    + '">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 50}">' for before, name in zip("abcde", "bcdef", strict=True))
    + "]>"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.xlsx"


def book_of(*rows: Sequence[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    return book


def save(path: Path, *rows: Sequence[object]) -> Path:
    book_of(*rows).save(path)
    return path


def changed(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Change a part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_sheet_with_a_heading_is_a_table(path: Path) -> None:
    found = read_manifest(save(path, ["Series ID", "Patient ID", "Images"], [SMALL, "0012", 2], [VICTRE, "0012", 5]))

    assert found.series == (SMALL, VICTRE)
    assert found.rows == (
        {"Series ID": SMALL, "Patient ID": "0012", "Images": "2"},
        {"Series ID": VICTRE, "Patient ID": "0012", "Images": "5"},
    )
    assert found.sources == (path,)


@pytest.mark.parametrize(
    ("heading", "rows", "expected"),
    [
        ("StudyInstanceUID", [STUDY, STUDY], Group(study_instance_uid=STUDY)),
        ("PatientID", ["0012", None], Group(patient_id="0012")),
        ("PatientID", [12.0], Group(patient_id="12")),
        ("Subject ID", [100012], Group(patient_id="100012")),
    ],
)
def test_a_sheet_may_list_studies_or_patients(path: Path, heading: str, rows: list[object], expected: Group) -> None:
    found = read_manifest(save(path, [heading], *([value] for value in rows)))

    assert found.groups == (expected,)


def test_a_number_has_the_zeros_that_its_cell_shows(path: Path) -> None:
    book = book_of(["PatientID"], [12])
    assert book.active is not None
    book.active["A2"].number_format = "0000"
    book.save(path)

    assert read_manifest(path).groups == (Group(patient_id="0012"),)


def test_values_come_as_they_are_meant(path: Path) -> None:
    day, moment = datetime.datetime(2018, 1, 5), datetime.datetime(2018, 1, 5, 7, 30)
    values = [SMALL, day, moment, True, 1.5, 3.0, " two\nlines ", None, "=1+1"]
    names = ["SeriesInstanceUID", "day", "moment", "flag", "half", "three", "text", "nothing", "formula"]

    (row,) = read_manifest(save(path, names, values)).rows or ()

    assert list(row.values()) == [
        SMALL, "2018-01-05", "2018-01-05 07:30:00", "true", "1.5", "3", "two lines", "", "",
    ]  # fmt: skip  # nobody has computed the formula


def test_rows_keep_their_numbers(path: Path) -> None:
    found = read_manifest(save(path, ["A title"], [], ["SeriesInstanceUID", "note"], [], [SMALL, "x"], ["none", "y"]))

    assert found.series == (SMALL,)
    assert [line.line for line in found.skipped if line.reason == "no UID"] == [1, 6]


def test_what_a_sheet_says_of_its_size_is_not_believed(path: Path) -> None:
    save(path, ["SeriesInstanceUID"], [SMALL], [VICTRE])
    changed(path, "xl/worksheets/sheet1.xml", lambda text: text.replace('ref="A1:A3"', 'ref="A1:A2"'))

    assert read_manifest(path).series == (SMALL, VICTRE)


def test_the_sheet_that_has_series_is_taken(path: Path) -> None:
    book = book_of(["Read me"], ["about my series"])
    book.create_sheet("Series").append(["SeriesInstanceUID"])
    book["Series"].append([SMALL])
    book.create_sheet("Others").append([VICTRE])
    book.save(path)

    assert read_manifest(path).series == (SMALL,)


def test_what_is_written_is_read(path: Path, client: Client, tmp_path: Path) -> None:
    records = client.get_series(collection="VICTRE")

    write_manifest(path, records)
    records.to_excel(tmp_path / "records.xlsx")

    uids = tuple(record.series_instance_uid for record in records)
    assert read_manifest(path).series == uids
    assert read_manifest(tmp_path / "records.xlsx").series == uids
    assert {row["PatientID"] for row in read_manifest(path).rows or ()} == {"0012", "1418053792"}


def test_a_workbook_can_be_downloaded(client: Client, path: Path, tmp_path: Path) -> None:
    report = client.download(save(path, ["SeriesInstanceUID"], [SMALL]), tmp_path / "to")

    assert report.is_complete


def test_a_workbook_without_any_such_column_is_refused_with_its_sheets(path: Path) -> None:
    with pytest.raises(InvalidParameterError, match=r"none of its sheets \(Sheet\) has a column SeriesInstanceUID"):
        read_manifest(save(path, ["a", "b"], [1, 2]))


def test_a_sheet_of_images_names_nothing(path: Path) -> None:
    with pytest.raises(
        InvalidParameterError, match="no column SeriesInstanceUID; it has StudyInstanceUID, SOPInstanceUID"
    ):
        read_manifest(save(path, ["StudyInstanceUID", "SOPInstanceUID"], [STUDY, "1.2"]))


@pytest.mark.parametrize(
    ("part", "change"),
    [
        pytest.param("xl/workbook.xml", lambda text: text[: len(text) // 2], id="cut off"),
        pytest.param("xl/worksheets/sheet1.xml", lambda text: "not XML at all", id="no XML"),
        pytest.param("xl/worksheets/sheet1.xml", lambda text: text.replace("</row>", "", 1), id="ill-formed"),
        pytest.param("[Content_Types].xml", lambda text: "<Types/>", id="without types"),
        pytest.param(
            "xl/worksheets/sheet1.xml",
            lambda text: LAUGHS + text.replace("</sheetData>", "<row><c t='str'><v>&f;</v></c></row></sheetData>"),
            id="billion laughs",
        ),
    ],
)
def test_a_broken_workbook_is_refused(path: Path, part: str, change: Callable[[str], str]) -> None:
    changed(save(path, ["SeriesInstanceUID"], [SMALL]), part, change)

    with pytest.raises(InvalidParameterError, match=r"broken Excel workbook|none of its sheets") as caught:
        read_manifest(path)

    assert caught.value.hint


def test_an_archive_that_is_cut_off_is_refused(path: Path) -> None:
    path.write_bytes(save(path, ["SeriesInstanceUID"], [SMALL]).read_bytes()[:-40])

    with pytest.raises(InvalidParameterError, match="broken Excel workbook or ZIP archive"):
        read_manifest(path)


def test_another_archive_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cart.tcia", SMALL)

    with pytest.raises(InvalidParameterError, match="it is a ZIP archive, and no Excel workbook"):
        read_manifest(path)


def test_a_bomb_is_not_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(path, ["SeriesInstanceUID"], [SMALL])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(20_000_000))
    monkeypatch.setattr(workbooks, "_LARGEST", 10_000_000)

    with pytest.raises(InvalidParameterError, match=r"20\.0 MB in 10 parts when it is unpacked, and that is too much"):
        read_manifest(path)


def test_too_many_cells_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_CELLS", 3)

    with pytest.raises(InvalidParameterError, match="its sheet Sheet has too many cells"):
        read_manifest(save(path, ["SeriesInstanceUID"], *([SMALL] for _ in range(4))))


def test_a_library_that_is_missing_is_named_with_what_to_install(
    path: Path, server: ReferenceServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(path, ["SeriesInstanceUID"], [SMALL])
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(InvalidParameterError, match="to read it openpyxl is needed") as caught:
        client.download(path, path.parent / "to")

    assert "pip install 'nbia-client[excel]'" in str(caught.value.hint)
    assert server.requests == []


def test_a_password_shows_as_an_old_workbook(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(100))

    with pytest.raises(InvalidParameterError, match="an old Excel workbook, or one with a password"):
        read_manifest(path)


def test_a_workbook_is_read_from_memory_alike() -> None:
    buffer = io.BytesIO()
    book_of(["SeriesInstanceUID"], [SMALL]).save(buffer)

    assert workbooks.workbook_lines(buffer.getvalue(), "standard input") == ["SeriesInstanceUID", SMALL]
