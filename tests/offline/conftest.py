"""A small index with what makes a difference: spellings, missing values, results of analyses, releases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import nbia.idc
from tests.download.sources.buckets import write_index, write_names

CT, LATER_CT, MR, RESULT, OTHER = (f"1.3.6.1.4.1.14519.5.2.1.{number}" for number in range(1, 6))
STUDY, OTHER_STUDY = "1.3.6.1.4.1.14519.5.2.2.1", "1.3.6.1.4.1.14519.5.2.2.2"
COLUMNS = (
    *("SeriesInstanceUID", "StudyInstanceUID", "collection_id", "PatientID", "Modality", "BodyPartExamined"),
    *("Manufacturer", "SeriesNumber", "instanceCount", "series_size_MB", "PatientSex", "analysis_result_id"),
    *("series_init_idc_version", "series_revised_idc_version"),
)
ROWS = (
    (CT, STUDY, "tcga_brca", "TCGA-ab-1", "CT", "BREAST", "SIEMENS", "007", 3, 1.000001, None, None, 1, 1),
    (LATER_CT, STUDY, "tcga_brca", "TCGA-ab-1", "CT", None, "Siemens", None, 70_000, 0.5, "F", None, 1, 3),
    (MR, OTHER_STUDY, "tcga_brca", "TCGA-AB-2", "MR", "BREAST", None, "2", 1, 0.25, None, None, 2, 2),
    (RESULT, OTHER_STUDY, "tcga_brca", "TCGA-AB-2", "SEG", None, None, "100", 1, 0.125, "M", "analysis", 3, 3),
    (OTHER, "1.2.3", "rider_pilot", "0012", "CT", "CHEST", "SIEMENS", "1", 2, 0.75, None, None, 1, 1),
)
DESCRIBED = {
    "SeriesDate": "1880-09-09",
    "SeriesDescription": ": SER \u00b5",
    "StudyDate": "2001-03-15",
    "StudyDescription": "BREAST",
    "ManufacturerModelName": "Sonata",
    "PatientAge": "058Y",
    "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2",
    "source_DOI": "10.7937/k9/tcia.2016.example",
    "license_short_name": "CC BY 3.0",
    "aws_bucket": "idc-open-data",
    "crdc_series_uuid": "865d8361-5242-42b9-a7d3-a53178a868a8",
}
"""What all series have."""


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The index, with the tables that lie beside it."""
    rows = [{**DESCRIBED, **dict(zip(COLUMNS, row, strict=True))} for row in ROWS]
    write_names(
        tmp_path,
        {"tcga_brca": "TCGA-BRCA", "rider_pilot": "RIDER Pilot"},
        {1: "2020-06-01", 2: "2021-04-10", 3: "2021-07-13"},
    )
    return write_index(tmp_path / "idc_index.parquet", rows, "3.0.1-0-g1234567")


@pytest.fixture
def idc(index: Path) -> Iterator[nbia.idc.Client]:
    """A client that the index answers."""
    with nbia.idc.Client(index=index) as client:
        yield client
