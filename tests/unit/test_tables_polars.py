"""Records as DataFrames of polars."""

from __future__ import annotations

import datetime
import sys

import polars
import pytest
from polars.testing import assert_frame_equal

from nbia import InvalidParameterError, Series, Study
from nbia_core.records.readers import RecordsReader
from nbia_core.records.record import fields_of
from tests.unit.series_rows import read

BODY = (
    b'[{"PatientID":"0012","ImageCount":5,"FileSize":9007199254740993,"AnnotationsFlag":true,'
    b'"SeriesDate":"2012-07-19 00:00:00.0","Unheard":[1,null]},{}]'
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PatientID", polars.String()),
        ("ImageCount", polars.Int64()),
        ("AnnotationsFlag", polars.Boolean()),
        ("SeriesDate", polars.Datetime("us")),
    ],
)
@pytest.mark.parametrize("body", [b"", b"[{}]", BODY])
def test_every_column_has_its_type_whatever_its_values(body: bytes, name: str, expected: polars.DataType) -> None:
    assert read(body).to_polars().schema[name] == expected


def test_values_are_those_of_the_records() -> None:
    table = read(BODY).to_polars()

    expected = polars.DataFrame(
        {
            "PatientID": ["0012", None],
            "FileSize": [9007199254740993, None],
            "AnnotationsFlag": [True, None],
            "SeriesDate": [datetime.datetime(2012, 7, 19), None],
        }
    )
    assert table.columns == [*(field.wire for field in fields_of(Series)), "Unheard"]
    assert_frame_equal(table.select(expected.columns), expected)


def test_fractions_are_numbers() -> None:
    records = RecordsReader(Study).read(b'[{"LongitudinalTemporalOffsetFromEvent":-1.5},{}]', strict=False)

    assert records.to_polars()["LongitudinalTemporalOffsetFromEvent"].to_list() == [-1.5, None]


@pytest.mark.parametrize(
    ("body", "name", "values"),
    [
        pytest.param(BODY, "Unheard", ["[1, null]", None], id="an array"),
        pytest.param(b'[{"ImageCount":1},{"ImageCount":"odd"}]', "ImageCount", ["1", "odd"], id="a text for a number"),
        pytest.param(b'[{"FileSize":9223372036854775808}]', "FileSize", ["9223372036854775808"], id="over 64 bits"),
        pytest.param(
            b'[{"SeriesDate":"2012-07-19T10:00:00+02:00"}]', "SeriesDate", ["2012-07-19 10:00:00+02:00"], id="a zone"
        ),
        pytest.param(b'[{"PatientID":"half \\ud83d"}]', "PatientID", ["half \\ud83d"], id="half a character"),
    ],
)
def test_what_polars_cannot_hold_is_text(body: bytes, name: str, values: list[object]) -> None:
    assert read(body).to_polars()[name].to_list() == values


@pytest.mark.parametrize("day", ["0001-01-01", "1880-09-09", "9999-12-31"])
def test_days_of_all_centuries_are_kept(day: str) -> None:
    table = read(f'[{{"StudyDate":"{day} 00:00:00.0"}}]'.encode()).to_polars()

    assert table["StudyDate"].to_list() == [datetime.datetime.fromisoformat(day)]


def test_python_names_are_those_of_the_records() -> None:
    table = read(BODY).to_polars(names="python")

    assert table.columns == [*(field.python for field in fields_of(Series)), "Unheard"]


def test_other_names_are_refused() -> None:
    with pytest.raises(InvalidParameterError, match="names=None is neither"):
        read(BODY).to_polars(names=None)  # type: ignore[arg-type]


def test_polars_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pandas", None)

    assert read(BODY).to_polars().shape == (2, len(fields_of(Series)) + 1)  # one is undocumented


def test_without_polars_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)

    with pytest.raises(ImportError, match=r"to_polars\(\) needs polars; .*: pip install 'nbia-client\[polars\]'"):
        read(BODY).to_polars()
