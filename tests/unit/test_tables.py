"""Records as pandas tables: wire names, types that can be missing, nothing lost; with pyarrow and without."""

from __future__ import annotations

import datetime
import sys

import pandas
import pytest

from nbia import InvalidParameterError, Records, Series, SeriesMetadata
from nbia_core.records.readers import RecordsReader
from nbia_core.records.record import fields_of
from tests.unit.series_rows import read

SURROGATE = b'[{"PatientID":"half \\ud83d"},{"PatientID":"0012"}]'
SERIES_COLUMNS = [field.wire for field in fields_of(Series)]


@pytest.fixture(autouse=True, params=["with pyarrow", "without"])
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test pass both ways of making a table."""
    if request.param == "without":
        monkeypatch.setitem(sys.modules, "pyarrow", None)


def table_of(body: bytes) -> pandas.DataFrame:
    return read(body).to_pandas()


def dtype(table: pandas.DataFrame, column: str) -> str:
    return str(table[column].dtype)


def test_identifiers_stay_texts() -> None:
    table = table_of(b'[{"PatientID":"0012"},{"PatientID":"1215936303"}]')

    assert table["PatientID"].tolist() == ["0012", "1215936303"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("ImageCount", "Int64"),
        ("FileSize", "Int64"),
        ("AnnotationsFlag", "boolean"),
        ("SeriesDate", "datetime64[us]"),
        ("PatientID", "string"),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="no rows"),
        pytest.param(b"[{}]", id="no values"),
        pytest.param(
            b'[{"ImageCount":5,"FileSize":9007199254740993,"AnnotationsFlag":true,"PatientID":"0012",'
            b'"SeriesDate":"2012-07-19 00:00:00.0"},{}]',
            id="values",
        ),
    ],
)
def test_every_column_has_its_type_whatever_its_values(body: bytes, column: str, expected: str) -> None:
    assert dtype(table_of(body), column) == expected


def test_values_that_are_missing_do_not_change_the_others() -> None:
    table = table_of(b'[{"FileSize":9007199254740993,"AnnotationsFlag":true},{}]')

    assert table["FileSize"][0] == 9007199254740993
    assert table["FileSize"].isna().tolist() == [False, True]
    assert table["AnnotationsFlag"].isna().tolist() == [False, True]


def test_all_documented_columns_come_first_and_the_others_last() -> None:
    table = table_of(b'[{"Unheard":1,"PatientID":"1"},{"Of":[2],"Unheard":"x"}]')

    assert table.columns.tolist() == [*SERIES_COLUMNS, "Unheard", "Of"]
    assert table["Unheard"].tolist() == [1, "x"]
    assert table["Of"].tolist() == [None, [2]]


def test_a_table_without_rows_keeps_its_columns() -> None:
    table = table_of(b"")

    assert table.columns.tolist() == SERIES_COLUMNS
    assert len(table) == 0


def test_rows_without_values_are_rows_of_the_table() -> None:
    assert len(table_of(b"[{},{},{}]")) == 3


@pytest.mark.parametrize(
    ("body", "column", "values"),
    [
        (b'[{"ImageCount":1},{"ImageCount":"odd"},{}]', "ImageCount", [1, "odd", None]),
        (b'[{"ImageCount":507.5},{"ImageCount":1}]', "ImageCount", [507.5, 1]),
        (b'[{"AnnotationsFlag":"true"}]', "AnnotationsFlag", ["true"]),
        (b'[{"PatientID":12},{"PatientID":"0012"}]', "PatientID", [12, "0012"]),
        (
            b'[{"StudyDate":"07-19-2012"},{"StudyDate":"2012-07-19 00:00:00.0"}]',
            "StudyDate",
            ["07-19-2012", datetime.datetime(2012, 7, 19)],
        ),
    ],
)
def test_a_column_with_an_odd_value_holds_what_was_sent(body: bytes, column: str, values: list[object]) -> None:
    table = table_of(body)

    assert dtype(table, column) == "object"
    assert table[column].tolist() == values


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 2**64, 10**32, -(2**63) - 1])
def test_large_integers_are_kept(number: int) -> None:
    table = table_of(b'[{"FileSize":%d},{}]' % number)

    assert int(table["FileSize"][0]) == number


@pytest.mark.parametrize("moment", ["2012-07-19T00:00:00Z", "2012-07-19 10:00:00+02:00"])
@pytest.mark.parametrize("rest", ["", ',{"SeriesDate":"2012-07-19 00:00:00.0"}'])
def test_a_timestamp_with_a_zone_does_not_lose_the_table(moment: str, rest: str) -> None:
    table = table_of(f'[{{"SeriesDate":"{moment}"}}{rest}]'.encode())

    assert str(table["SeriesDate"][0]).startswith("2012-07-19")


@pytest.mark.parametrize("day", ["1880-09-09", "1677-01-01", "0987-01-02", "0001-01-01", "9999-12-31"])
def test_days_beyond_nanoseconds_are_kept(day: str) -> None:
    table = table_of(f'[{{"StudyDate":"{day} 00:00:00.0"}}]'.encode())

    assert dtype(table, "StudyDate") == "datetime64[us]"
    assert table["StudyDate"][0] == datetime.datetime.fromisoformat(day)


def test_get_series_meta_data_has_types_too() -> None:
    body = b'[{"Study Date":"09-09-1880","Number of Images":"108","Annotations Flag":"false"}]'
    table = RecordsReader(SeriesMetadata).read(body, strict=False).to_pandas()

    assert dtype(table, "Study Date") == "datetime64[us]"
    assert table["Study Date"][0].year == 1880
    assert table["Number of Images"].tolist() == [108]
    assert table["Annotations Flag"].tolist() == [False]


def test_a_slice_is_a_table_of_its_rows() -> None:
    records = read(b'[{"PatientID":"0"},{"ImageCount":"odd"},{"PatientID":"2","ImageCount":2,"Unheard":1}]')

    table = records[2:].to_pandas()

    assert table["PatientID"].tolist() == ["2"]
    assert dtype(table, "ImageCount") == "Int64"
    assert table["Unheard"].tolist() == [1]


def test_a_slice_of_a_slice_with_an_odd_value_is_a_table() -> None:
    records = read(b'[{},{"ImageCount":"odd"},{}]')

    table = records[1:][:1].to_pandas()

    assert table["ImageCount"].tolist() == ["odd"]


def test_half_a_character_is_kept() -> None:
    table = table_of(SURROGATE)

    assert table["PatientID"].tolist() == ["half \ud83d", "0012"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (b'[{"Unheard":"x"},{}]', "string"),
        (b'[{"Unheard":1},{}]', "Int64"),
        (b'[{"Unheard":1.5},{}]', "Float64"),
        (b'[{"Unheard":true},{}]', "boolean"),
        (b'[{"Unheard":null},{}]', "string"),
        (b'[{"Unheard":1},{"Unheard":1.5}]', "object"),
        (b'[{"Unheard":true},{"Unheard":1}]', "object"),
        (b'[{"Unheard":{"Of":1}},{}]', "object"),
        (b'[{"Unheard":18446744073709551616},{}]', "object"),
    ],
)
def test_an_undocumented_column_has_the_type_of_its_values(values: bytes, expected: str) -> None:
    assert dtype(table_of(values), "Unheard") == expected


def test_python_names_are_those_of_the_records() -> None:
    table = read(b'[{"PatientID":"0012","Unheard":1}]').to_pandas(names="python")

    assert table.columns.tolist() == [*(field.python for field in fields_of(Series)), "Unheard"]
    assert table["patient_id"].tolist() == ["0012"]


def test_an_undocumented_column_takes_the_name_of_no_other() -> None:
    table = read(b'[{"PatientID":"1","patient_id":"2","patient_id_":"3"}]').to_pandas(names="python")

    assert table[["patient_id", "patient_id_", "patient_id__"]].iloc[0].tolist() == ["1", "2", "3"]


def test_other_names_are_refused() -> None:
    with pytest.raises(InvalidParameterError, match="names='snake' is neither"):
        read(b"[{}]").to_pandas(names="snake")  # type: ignore[arg-type]


def test_a_table_says_what_its_columns_are() -> None:
    table = table_of(b'[{"PatientID":"0012","Unheard":1}]')

    assert table.attrs["dicom_tags"]["PatientID"] == "(0010,0020)"
    assert table.attrs["descriptions"]["PatientID"].startswith("The patient's identifier.")
    assert "ImageCount" in table.attrs["descriptions"]
    assert "ImageCount" not in table.attrs["dicom_tags"]
    assert "Unheard" not in table.attrs["descriptions"]


def test_records_that_were_made_by_hand_are_a_table() -> None:
    records = Records([Series(patient_id="0012", series_date=datetime.datetime(2012, 7, 19)), Series()], Series)

    table = records.to_pandas()

    assert table["PatientID"].tolist()[0] == "0012"
    assert table["SeriesDate"][0] == datetime.datetime(2012, 7, 19)
    assert records.to_dicts() == [{"PatientID": "0012", "SeriesDate": "2012-07-19 00:00:00.0"}, {}]
    assert records[1:].to_dicts() == [{}]


def test_many_records_are_one_table() -> None:
    rows = ",".join(f'{{"PatientID":"{number:04}","ImageCount":{number}}}' for number in range(5000))

    table = table_of(f"[{rows}]".encode())

    assert table["PatientID"].iloc[4999] == "4999"
    assert table["ImageCount"].tolist() == list(range(5000))
    assert table.index.tolist() == list(range(5000))


def test_without_pandas_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    records = read(b"[{}]")
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ImportError, match=r"to_pandas\(\) needs pandas; .*: pip install 'nbia-client\[pandas\]'"):
        records.to_pandas()
