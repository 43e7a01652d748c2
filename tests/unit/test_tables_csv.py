"""Records as CSV files, which need no library."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import DestinationError, InvalidParameterError, ModalityValue, Records, Series
from tests.unit.series_rows import read

Line = dict[str, str]


def written(records: Records[Series], folder: Path) -> list[Line]:
    path = records.to_csv(folder / "series.csv")
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))


def test_the_way_back_that_the_documentation_names_keeps_texts(tmp_path: Path) -> None:
    records = read(b'[{"PatientID":"0012","Manufacturer":"NA","SeriesDescription":"None"},{"PatientID":"1e5"},{}]')
    path = records.to_csv(tmp_path / "series.csv")

    table = pandas.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])

    assert table["PatientID"].tolist() == ["0012", "1e5", pandas.NA]
    assert table["Manufacturer"].tolist() == ["NA", pandas.NA, pandas.NA]
    assert table["SeriesDescription"].tolist()[0] == "None"


def test_a_file_is_written_and_its_path_returned(tmp_path: Path) -> None:
    records = Records([ModalityValue(modality="CT"), ModalityValue(modality="MR")], ModalityValue)

    path = records.to_csv(str(tmp_path / "modalities.csv"))

    assert path == tmp_path / "modalities.csv"
    assert path.read_bytes() == b"Modality\r\nCT\r\nMR\r\n"
    assert [file.name for file in tmp_path.iterdir()] == ["modalities.csv"]


@pytest.mark.parametrize(
    ("json", "name", "cell"),
    [
        ('"PatientID":"0012"', "PatientID", "0012"),
        ('"ImageCount":5', "ImageCount", "5"),
        ('"AnnotationsFlag":true', "AnnotationsFlag", "true"),
        ('"SeriesDate":"2012-07-19 00:00:00.0"', "SeriesDate", "2012-07-19 00:00:00"),
        ('"TimeStamp":"2012-07-19 10:11:12.0"', "TimeStamp", "2012-07-19 10:11:12"),
        ('"ImageCount":"odd"', "ImageCount", "odd"),
        ('"ImageCount":507.5', "ImageCount", "507.5"),
        ('"PatientID":""', "PatientID", ""),
        ('"ProtocolName":"a, \\"b\\"\\nc"', "ProtocolName", 'a, "b"\nc'),
        ('"ProtocolName":"FÉMUR µ"', "ProtocolName", "FÉMUR µ"),
        ('"ProtocolName":"half \\ud83d"', "ProtocolName", "half \\ud83d"),
        ('"Unheard":{"Of":[true,null]}', "Unheard", '{"Of": [true, null]}'),
        ('"Unheard":false', "Unheard", "false"),
        ('"Unheard":1.5', "Unheard", "1.5"),
    ],
)
def test_each_value_has_its_form(json: str, name: str, cell: str, tmp_path: Path) -> None:
    (line, other) = written(read(f"[{{{json}}},{{}}]".encode()), tmp_path)

    assert line[name] == cell
    assert other[name] == ""


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.builds(Series, patient_id=TEXTS, protocol_name=TEXTS)))
def test_texts_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, items: list[Series]) -> None:
    lines = written(Records(items, Series), tmp_path_factory.getbasetemp())

    assert [(line["PatientID"], line["ProtocolName"]) for line in lines] == [
        (item.patient_id, item.protocol_name) for item in items
    ]


def test_python_names_are_those_of_the_records(tmp_path: Path) -> None:
    path = read(b'[{"PatientID":"1","Unheard":2}]').to_csv(tmp_path / "series.csv", names="python")

    heading = path.read_text().partition("\n")[0].split(",")
    assert heading[0] == "series_instance_uid"
    assert heading[-1] == "Unheard"


def test_no_records_are_a_heading(tmp_path: Path) -> None:
    path = read(b"").to_csv(tmp_path / "series.csv")

    assert path.read_text().startswith("SeriesInstanceUID,StudyInstanceUID,Modality,")
    assert path.read_text().count("\n") == 1


def test_more_lines_than_are_written_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.records.tables.files._BLOCK", 2)
    items = [Series(patient_id=str(number)) for number in range(5)]

    assert [line["PatientID"] for line in written(Records(items, Series), tmp_path)] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(("to", "names"), [(5, "wire"), ("", "wire"), (sys.stdout, "wire"), ("a.csv", "x")])
def test_bad_input_is_refused_before_anything_is_written(
    to: str, names: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InvalidParameterError):
        read(b"[{}]").to_csv(to, names=names)  # type: ignore[arg-type]

    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match="folder"):
        read(b"[{}]").to_csv(tmp_path)
