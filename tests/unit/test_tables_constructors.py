"""What most scripts write, pandas.DataFrame(records) and polars.DataFrame(records), is the table."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pandas
import polars
import polars.testing
import pyarrow
import pytest

from nbia import Client, Records, Series, SeriesMetadata
from nbia_core.records.readers import RecordsReader
from tests.unit.series_rows import read

SPARSE = b"[" + b'{"PatientID":"0012","FileSize":9},' * 300 + b'{"PatientID":"13","BodyPartExamined":"LUNG"}]'
ODD = b'[{"ImageCount":"many","PatientID":"1"},{"ImageCount":5,"SeriesDate":"1880-09-09 00:00:00.0"}]'
UNHEARD = b'[{"PatientID":"1"},{"PatientID":"2","Unheard":[1]}]'
PARTS: list[Callable[[Records[Series]], Any]] = [
    lambda records: records,
    list,
    lambda records: (record for record in records),
    lambda records: [record for record in records if record["PatientID"] != "13"],
    lambda records: records[-2:],
    lambda records: records[::-7],
]


def cells(table: pandas.DataFrame) -> dict[str, list[object]]:
    whole = table.astype(object).where(table.notna(), None)
    return {name: whole[name].tolist() for name in sorted(map(str, whole))}


@pytest.mark.parametrize("body", [SPARSE, ODD], ids=["sparse", "odd"])
@pytest.mark.parametrize("part", PARTS)
def test_pandas_makes_the_table_of_records(body: bytes, part: Callable[[Records[Series]], Any]) -> None:
    records = read(body)
    expected = Records(list(part(records)), Series, mismatches=records.mismatches).to_pandas()

    table = pandas.DataFrame(part(records))

    assert cells(table) == cells(expected)


def test_pandas_makes_the_table_of_records_with_blanks_in_their_names() -> None:
    records = RecordsReader(SeriesMetadata).read(b'[{"Series UID":"1.2","File Size":"5"}]', strict=False)

    assert cells(pandas.DataFrame(records)) == cells(records.to_pandas())


def test_pandas_makes_the_columns_that_it_is_asked_for() -> None:
    table = pandas.DataFrame(read(SPARSE), columns=["FileSize", "PatientID"])

    assert list(table.columns) == ["FileSize", "PatientID"]
    assert table["PatientID"].tolist()[0] == "0012"


@pytest.mark.parametrize("body", [SPARSE, ODD, UNHEARD, b"[]", b""], ids=["sparse", "odd", "unheard", "none", "empty"])
@pytest.mark.parametrize("part", [slice(None), slice(1, 2), slice(0, 0), slice(None, None, -1)])
def test_polars_makes_the_table_of_records(body: bytes, part: slice) -> None:
    records = read(body)[part]

    polars.testing.assert_frame_equal(polars.DataFrame(records), records.to_polars())


@pytest.mark.parametrize("body", [SPARSE, ODD, UNHEARD, b""], ids=["sparse", "odd", "unheard", "empty"])
def test_polars_makes_the_table_without_pyarrow(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    records = read(body)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    polars.testing.assert_frame_equal(polars.DataFrame(records), records.to_polars())


def test_pyarrow_makes_the_table_of_records() -> None:
    records = read(UNHEARD)

    assert pyarrow.table(records).equals(records.to_arrow(), check_metadata=True)


def test_answers_of_a_server_become_tables(client: Client) -> None:
    series = client.get_series()

    assert cells(pandas.DataFrame(series)) == cells(series.to_pandas())
    polars.testing.assert_frame_equal(polars.DataFrame(series), series.to_polars())
