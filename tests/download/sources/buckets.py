"""The series of the reference archive as a bucket has them, and an index of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pyarrow
import pyarrow.parquet

from tests.reference_server import Archive

BUCKET: Final = "idc-open-data"
"""The bucket with all series."""
RELEASE: Final = "25.0.5-0-g1234567"
"""The version that the index names."""
LICENCE: Final = "CC BY 4.0"
DOI: Final = "10.7937/k9/tcia.2016.example"


def folder_of(series_instance_uid: str) -> str:
    """Return the folder of a series: the same name each time."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, series_instance_uid))


def files_of(archive: Archive, series_instance_uids: Iterable[str]) -> dict[str, bytes]:
    """Return the images of series by their keys; what they are called says nothing of them."""
    return {
        f"{folder_of(uid)}/{uuid.uuid5(uuid.NAMESPACE_OID, image.sop_uid)}.dcm": image.path.read_bytes()
        for uid in series_instance_uids
        for image in archive.images(uid)
    }


def row_of(archive: Archive, series_instance_uid: str, **others: object) -> dict[str, object]:
    """Return the row of the index for a series, with other values where they are given."""
    series = archive.series(series_instance_uid)
    assert series is not None
    sizes = [len(data) for data in files_of(archive, [series_instance_uid]).values()]
    row: dict[str, object] = {
        "collection_id": series.collection.lower().replace("-", "_").replace(" ", "_"),
        "PatientID": series.patient_id,
        "SeriesInstanceUID": series_instance_uid,
        "StudyInstanceUID": series.study_uid,
        "source_DOI": DOI,
        "StudyDate": "2010-08-16",
        "Modality": series.modality,
        "SeriesNumber": "0042",
        "instanceCount": len(sizes),
        "license_short_name": LICENCE,
        "aws_bucket": BUCKET,
        "crdc_series_uuid": folder_of(series_instance_uid),
        "series_size_MB": sum(sizes) / 1_000_000,
    }
    return {**row, **others}


def write_index(path: Path, rows: Iterable[Mapping[str, object]], version: str = RELEASE) -> Path:
    """Write an index of series."""
    table = pyarrow.Table.from_pylist([dict(row) for row in rows])
    named = table.replace_schema_metadata({"idc_index_data_version": version})
    pyarrow.parquet.write_table(named, path, row_group_size=2)
    return path


def write_earlier(folder: Path, archive: Archive, series_instance_uid: str, *versions: tuple[str, int, int]) -> None:
    """Write the table of earlier versions that lies beside an index: folder, first and last release of each version."""
    row = row_of(archive, series_instance_uid)
    kept = ("SeriesInstanceUID", "PatientID", "Modality", "collection_id", "series_size_MB", "aws_bucket")
    rows = [
        {
            **{column: row[column] for column in kept},
            "crdc_series_uuid": version,
            "min_idc_version": first,
            "max_idc_version": last,
        }
        for version, first, last in versions
    ]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "prior_versions_index.parquet")


def write_names(
    folder: Path, collections: Mapping[str, str] | Mapping[str | None, str | None], releases: Mapping[int, str]
) -> None:
    """Write the tables that lie beside an index."""
    named: dict[str, list[object]] = {"collection_id": list(collections), "collection_name": list(collections.values())}
    pyarrow.parquet.write_table(pyarrow.table(named), folder / "collections_index.parquet")
    dated: dict[str, list[object]] = {"idc_version": list(releases), "version_timestamp": list(releases.values())}
    pyarrow.parquet.write_table(pyarrow.table(dated), folder / "version_metadata_index.parquet")
