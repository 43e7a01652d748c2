"""Records as pandas tables: wire names, types that can be missing, nothing lost."""

from __future__ import annotations

import datetime
import sys

import pandas
import pytest

from nbia import Records, Series, SeriesMetadata
from nbia._runtime.calls import RecordsReader
from nbia._runtime.records import fields_of

SERIES_COLUMNS = [field.wire for field in fields_of(Series)]


def read(body: bytes) -> Records[Series]:
    return RecordsReader(Series).read(body, strict=False)


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
        ("PatientID", "object"),
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


def test_without_pandas_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    records = read(b"[{}]")
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ImportError, match=r"pip install nbia-client\[pandas\]"):
        records.to_pandas()
