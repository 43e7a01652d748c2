"""Records as Arrow tables and Parquet files: types, names, and what the fields mean."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from nbia import DestinationError, InvalidParameterError, Series, Study
from nbia_core.records.readers import RecordsReader
from nbia_core.records.record import fields_of
from tests.unit.series_rows import read

SERIES_COLUMNS = [field.wire for field in fields_of(Series)]
BODY = (
    b'[{"PatientID":"0012","ImageCount":5,"FileSize":9007199254740993,"AnnotationsFlag":true,'
    b'"SeriesDate":"2012-07-19 00:00:00.0","Unheard":[1,null]},{}]'
)


def column(body: bytes, name: str) -> list[object]:
    return read(body).to_arrow().column(name).to_pylist()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PatientID", "string"),
        ("ImageCount", "int64"),
        ("AnnotationsFlag", "bool"),
        ("SeriesDate", "timestamp[us]"),
    ],
)
@pytest.mark.parametrize("body", [b"", b"[{}]", BODY])
def test_every_column_has_its_type_whatever_its_values(body: bytes, name: str, expected: str) -> None:
    assert str(read(body).to_arrow().schema.field(name).type) == expected


def test_fractions_are_numbers() -> None:
    records = RecordsReader(Study).read(b'[{"LongitudinalTemporalOffsetFromEvent":-1.5},{}]', strict=False)

    values = records.to_arrow().column("LongitudinalTemporalOffsetFromEvent")

    assert (str(values.type), values.to_pylist()) == ("double", [-1.5, None])


def test_values_are_those_of_the_records() -> None:
    table = read(BODY).to_arrow()

    assert table.column_names == [*SERIES_COLUMNS, "Unheard"]
    assert table.select(["PatientID", "FileSize", "AnnotationsFlag", "SeriesDate"]).to_pylist() == [
        {
            "PatientID": "0012",
            "FileSize": 9007199254740993,
            "AnnotationsFlag": True,
            "SeriesDate": datetime.datetime(2012, 7, 19),
        },
        {"PatientID": None, "FileSize": None, "AnnotationsFlag": None, "SeriesDate": None},
    ]


@pytest.mark.parametrize(
    ("body", "name", "values"),
    [
        pytest.param(BODY, "Unheard", ["[1, null]", None], id="an array"),
        pytest.param(b'[{"ImageCount":1},{"ImageCount":"odd"}]', "ImageCount", ["1", "odd"], id="a text for a number"),
        pytest.param(
            b'[{"SeriesDate":"2012-07-19 00:00:00.0"},{"SeriesDate":"19.7.2012"}]',
            "SeriesDate",
            ["2012-07-19 00:00:00", "19.7.2012"],
            id="a text for a timestamp",
        ),
        pytest.param(b'[{"FileSize":9223372036854775808}]', "FileSize", ["9223372036854775808"], id="over 64 bits"),
        pytest.param(
            b'[{"SeriesDate":"2012-07-19T10:00:00+02:00"}]', "SeriesDate", ["2012-07-19 10:00:00+02:00"], id="a zone"
        ),
        pytest.param(b'[{"PatientID":"half \\ud83d"}]', "PatientID", ["half \\ud83d"], id="half a character"),
        pytest.param('[{"Unheard":{"é":"µ"}}]'.encode(), "Unheard", ['{"é": "µ"}'], id="an object"),
    ],
)
def test_what_arrow_cannot_hold_is_text(body: bytes, name: str, values: list[object]) -> None:
    assert column(body, name) == values


def test_an_odd_value_among_many_records_spoils_only_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.records.sequence._BLOCK", 2)
    body = b'[{"FileSize":1,"ImageCount":1},{},{"FileSize":2},{"FileSize":9223372036854775808,"ImageCount":4},{}]'

    table = read(body).to_arrow()

    assert table.column("FileSize").to_pylist() == ["1", None, "2", "9223372036854775808", None]
    assert table.column("ImageCount").to_pylist() == [1, None, None, 4, None]


def test_a_field_says_what_it_is() -> None:
    field = read(BODY).to_arrow(names="python").schema.field("patient_id")

    assert field.metadata is not None
    assert field.metadata[b"dicom_tag"] == b"(0010,0020)"
    assert field.metadata[b"wire_name"] == b"PatientID"
    assert field.metadata[b"description"].startswith(b"The patient's identifier.")


def test_a_field_without_a_tag_has_none() -> None:
    schema = read(BODY).to_arrow().schema

    assert set(schema.field("ImageCount").metadata or {}) == {b"description", b"wire_name"}
    assert schema.field("Unheard").metadata == {b"wire_name": b"Unheard"}


def test_a_parquet_file_has_all_of_it(tmp_path: Path) -> None:
    records = read(BODY)

    path = records.to_parquet(tmp_path / "series.parquet")

    assert path == tmp_path / "series.parquet"
    assert parquet.read_table(path).equals(records.to_arrow(), check_metadata=True)
    assert [file.name for file in tmp_path.iterdir()] == ["series.parquet"]


def test_a_parquet_file_has_the_names_that_are_asked_for(tmp_path: Path) -> None:
    path = read(BODY).to_parquet(str(tmp_path / "series.parquet"), names="python")

    assert parquet.read_schema(path).names[:2] == ["series_instance_uid", "study_instance_uid"]


def test_a_file_that_is_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "series.parquet").write_text("old")

    path = read(BODY).to_parquet(tmp_path / "series.parquet")

    assert parquet.read_metadata(path).num_rows == 2


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match="missing"):
        read(BODY).to_parquet(tmp_path / "missing" / "series.parquet")


@pytest.mark.parametrize(
    ("to", "names"), [(None, "wire"), ("", "wire"), (b"bytes", "wire"), ("series.parquet", "wires")]
)
def test_bad_input_is_refused_before_anything_is_written(
    to: str, names: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InvalidParameterError):
        read(BODY).to_parquet(to, names=names)  # type: ignore[arg-type]

    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_one_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ImportError, match=r"to_arrow\(\) needs pyarrow; .*: pip install 'nbia-client\[arrow\]'"):
        read(BODY).to_arrow()
    with pytest.raises(ImportError, match=r"to_parquet\(\) needs pyarrow"):
        read(BODY).to_parquet(tmp_path / "series.parquet")


def test_tables_can_be_put_together() -> None:
    table = pyarrow.concat_tables([read(b'[{"ImageCount":1}]').to_arrow(), read(b'[{"PatientID":"2"}]').to_arrow()])

    assert table.num_rows == 2
