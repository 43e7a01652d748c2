"""The published index, where it is installed: what others recorded of the service is answered alike."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator

import pyarrow.parquet
import pytest

import nbia.idc
from nbia import Series
from nbia_core.records.readers import RecordsReader
from tests.recording.observed import OBSERVED

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("idc_index_data") is None, reason="the package idc-index-data is not installed"
)
SAME = (
    *("series_instance_uid", "study_instance_uid", "collection", "patient_id", "modality", "series_date"),
    *("series_description", "series_number", "manufacturer", "manufacturer_model_name", "image_count"),
)


def recorded(name: str) -> list[Series]:
    """Return the rows of recordings as records."""
    return [
        series
        for path in sorted(OBSERVED.rglob(name))
        for series in RecordsReader(Series).read(path.read_bytes(), strict=False)
    ]


def test_every_recorded_series_is_answered_as_it_was_recorded() -> None:
    rows = recorded("getSeries--*.json")

    answers = nbia.idc.Client().get_series(series_instance_uid=[row.series_instance_uid or "" for row in rows])

    found = {series.series_instance_uid: series for series in answers}
    assert len(rows) > 20
    assert [[getattr(found[row.series_instance_uid], name) for name in SAME] for row in rows] == [
        [getattr(row, name) for name in SAME] for row in rows
    ]
    sizes = [(row.file_size, found[row.series_instance_uid].file_size) for row in rows if row.file_size is not None]
    assert [size for size, _ in sizes] == [size for _, size in sizes]


def test_every_series_of_a_recorded_cart_is_answered_with_its_number_of_images() -> None:
    (path,) = OBSERVED.rglob("getContentsByName--*.json")
    rows = {row["SeriesInstanceUID"]: row["ImageCount"] for row in json.loads(path.read_bytes())}

    answers = nbia.idc.Client().get_series(series_instance_uid=list(rows))

    assert {series.series_instance_uid: series.image_count for series in answers} == rows


@pytest.mark.independent
def test_all_rows_are_records_without_a_value_lost_or_changed() -> None:
    client = nbia.idc.Client()
    stream = client.iter_series()

    different = [
        (row["SeriesInstanceUID"], name)
        for row, series in zip(rows_of(client), stream, strict=True)
        for name, value in expected(row).items()
        if getattr(series, name) != value
    ]

    assert different == []
    assert stream.mismatches == []


def rows_of(client: nbia.idc.Client) -> Iterator[dict[str, object]]:
    """Hand out the rows of the file by the plainest way there is."""
    with pyarrow.parquet.ParquetFile(client._answers.index.path) as file:
        for batch in file.iter_batches(20_000):
            yield from batch.to_pylist()


def expected(row: dict[str, object]) -> dict[str, object]:
    """Return what a record must have, written anew from the facts."""
    number, size = row["SeriesNumber"], row["series_size_MB"]
    assert isinstance(size, float)
    return {
        "series_instance_uid": row["SeriesInstanceUID"],
        "study_instance_uid": row["StudyInstanceUID"],
        "patient_id": row["PatientID"],
        "modality": row["Modality"],
        "series_description": row["SeriesDescription"],
        "body_part_examined": row["BodyPartExamined"],
        "series_number": None if number is None else int(str(number)),
        "manufacturer": row["Manufacturer"],
        "manufacturer_model_name": row["ManufacturerModelName"],
        "study_description": row["StudyDescription"],
        "image_count": row["instanceCount"],
        "file_size": round(size * 1_000_000),
        "collection_uri": f"https://doi.org/{row['source_DOI']}",
        "protocol_name": None,
        "date_released": None,
    }
