"""Tables as they are used: from the reference server, in a notebook's event loop, with pandas' own questions."""

from __future__ import annotations

import asyncio
import importlib
import subprocess
import sys
from pathlib import Path

import pandas
import pytest

import nbia
from nbia import AsyncClient, Client, Record
from nbia_core.records.record import attributes_of, fields_of
from tests.reference_server import ReferenceServer

RECORD_TYPES = [value for value in vars(nbia.records).values() if isinstance(value, type) and value.__base__ is Record]


def test_identifiers_of_the_server_stay_texts(client: Client) -> None:
    table = client.get_series(collection="VICTRE").to_pandas()

    assert "0012" in table["PatientID"].tolist()


def test_pandas_answers_further_questions(client: Client) -> None:
    records = client.get_series()
    table = records.to_pandas()

    images = table.groupby("Modality")["ImageCount"].sum()
    large = table[(table["Modality"] == "CT") & (table["ImageCount"] > 10)]

    assert images["MR"] == sum(series.image_count or 0 for series in records if series.modality == "MR")
    assert len(large) == sum(series.modality == "CT" and (series.image_count or 0) > 10 for series in records)
    assert table["StudyDate"].dt.year.max() == 2018


def test_all_libraries_have_the_same_rows(client: Client) -> None:
    records = client.get_series()

    rows = records.to_arrow().to_pylist()

    assert records.to_polars().to_dicts() == rows
    pandas.testing.assert_frame_equal(
        records.to_pandas(), pandas.DataFrame(rows).astype(records.to_pandas().dtypes), check_flags=False
    )


def test_a_table_can_be_saved_by_pandas_with_what_it_says(client: Client, tmp_path: Path) -> None:
    table = client.get_series().to_pandas()

    table.to_parquet(tmp_path / "series.parquet")

    assert pandas.read_parquet(tmp_path / "series.parquet").attrs == table.attrs


def test_the_synchronous_client_works_inside_a_running_event_loop(server: ReferenceServer) -> None:
    async def cell() -> pandas.DataFrame:
        with Client(base_url=server.base_url) as client:
            return client.get_series(collection="4D-Lung").to_pandas()

    assert len(asyncio.run(cell())) == 3


@pytest.mark.anyio
async def test_the_asynchronous_client_makes_the_same_tables(
    async_client: AsyncClient, server: ReferenceServer
) -> None:
    async with async_client as client:
        records = await client.get_series(collection="4D-Lung")

    assert len(records.to_pandas()) == 3
    assert records.summary().patients == 1


@pytest.mark.parametrize("record_type", RECORD_TYPES)
def test_every_attribute_is_described(record_type: type[Record]) -> None:
    known = attributes_of(record_type)

    assert list(known) == [field.python for field in fields_of(record_type)]
    assert all(attribute.meaning for attribute in known.values())


def test_records_of_other_classes_need_no_description() -> None:
    class Own(Record, frozen=True, kw_only=True, gc=False):
        name: str | None = None

    assert attributes_of(Own) == {}
    assert nbia.Records([Own(name="a")], Own).to_pandas()["name"].tolist() == ["a"]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow", "matplotlib", "numpy"])
def test_no_library_is_loaded_before_a_table_is_asked_for(library: str) -> None:
    importlib.import_module(library)
    code = (
        "import sys, nbia; records = nbia.Records([nbia.Series(modality='CT')], nbia.Series);"
        "repr(records), records._repr_html_(), str(records.summary()), records.undocumented;"
        f"sys.exit({library!r} in sys.modules)"
    )

    run = subprocess.run([sys.executable, "-c", code], cwd=Path(nbia.__file__).parents[1], check=False)

    assert run.returncode == 0
