"""The index answers as version 1 does: the same calls, filters and records, and nothing is sent."""

from __future__ import annotations

import datetime
import json
import math
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

import nbia
import nbia.idc
from nbia import Series
from tests.cli.command_line import nbia as run_here
from tests.offline.conftest import CT, LATER_CT, MR, OTHER, OTHER_STUDY, RESULT, STUDY


def test_a_series_is_the_record_of_version_1_and_none_where_the_index_has_nothing(idc: nbia.idc.Client) -> None:
    (found,) = idc.get_series(series_instance_uid=CT)

    assert found == Series(
        series_instance_uid=CT,
        study_instance_uid=STUDY,
        modality="CT",
        series_date=datetime.datetime(1880, 9, 9),
        series_description=": SER \u00b5",
        body_part_examined="BREAST",
        series_number=7,
        collection="TCGA-BRCA",
        patient_id="TCGA-ab-1",
        manufacturer="SIEMENS",
        manufacturer_model_name="Sonata",
        image_count=3,
        license_name="Creative Commons Attribution 3.0 Unported License",
        license_uri="https://creativecommons.org/licenses/by/3.0/",
        collection_uri="https://doi.org/10.7937/k9/tcia.2016.example",
        file_size=1_000_001,
        study_description="BREAST",
        study_date=datetime.datetime(2001, 3, 15),
    )


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [CT, LATER_CT, MR, RESULT, OTHER]),
        ({"collection": "tcga_brca", "modality": ["MR", "SEG"]}, [MR, RESULT]),
        ({"collection": "TCGA-BRCA", "body_part_examined": "BREAST"}, [CT, MR]),
        ({"collection": ["tcga brca", "Rider Pilot"], "modality": "ct"}, [CT, LATER_CT, OTHER]),
        ({"patient_id": "tcga-AB-1"}, [CT, LATER_CT]),
        ({"patient_id": "12"}, []),
        ({"manufacturer": "SIEMENS"}, [CT, OTHER]),
        ({"body_part_examined": "breast"}, []),
        ({"study_instance_uid": [STUDY, "1.2.3"]}, [CT, LATER_CT, OTHER]),
        ({"series_instance_uid": [OTHER, "1.2.4", CT]}, [CT, OTHER]),
        ({"collection": "no such"}, []),
        ({"analysis_results": False, "collection": "TCGA-BRCA"}, [CT, LATER_CT, MR]),
        ({"analysis_results": True}, [RESULT]),
        ({"since_release": 1}, [LATER_CT, MR, RESULT]),
        ({"since_release": 2, "modality": "CT"}, [LATER_CT]),
        ({"since_release": 3}, []),
    ],
)
def test_filters_choose_as_those_of_version_1(idc: nbia.idc.Client, filters: dict[str, Any], found: list[str]) -> None:
    assert [series.series_instance_uid for series in idc.get_series(**filters)] == found
    assert [series.series_instance_uid for series in idc.iter_series(**filters)] == found


@pytest.mark.parametrize(
    ("since", "found"), [("2020-05-31", 5), ("2020-06-01", 3), ("2021-04-10", 2), (datetime.date(2021, 7, 13), 0)]
)
def test_what_is_new_is_what_a_later_release_brought(
    idc: nbia.idc.Client, since: datetime.date | str, found: int
) -> None:
    assert len(idc.get_updated_series(from_date=since)) == found


def test_what_is_new_can_be_asked_for_by_patients_and_studies(idc: nbia.idc.Client) -> None:
    patients = idc.new_patients_in_collection("TCGA-BRCA", "2021-04-10")
    studies = idc.new_studies_in_patient_collection("tcga_brca", "2021-04-10", patient_id="TCGA-AB-1")

    assert [patient.patient_id for patient in patients] == ["TCGA-ab-1", "TCGA-AB-2"]
    assert [(study.study_instance_uid, study.series_count) for study in studies] == [(STUDY, 1)]


def test_lists_of_values_are_distinct_and_sorted_and_begin_with_what_has_none(idc: nbia.idc.Client) -> None:
    assert [row.collection for row in idc.get_collection_values()] == ["RIDER Pilot", "TCGA-BRCA"]
    assert [row.body_part_examined for row in idc.get_body_part_values(collection="TCGA-BRCA")] == [None, "BREAST"]
    assert [row.manufacturer for row in idc.get_manufacturer_values(body_part_examined="chest")] == ["SIEMENS"]
    assert [row.manufacturer for row in idc.get_manufacturer_values(modality="ct")] == ["SIEMENS", "Siemens"]
    assert [row.modality for row in idc.get_modality_values()] == ["CT", "MR", "SEG"]


def test_a_patient_and_a_study_come_once_with_what_any_of_their_series_says(idc: nbia.idc.Client) -> None:
    patients = idc.get_patient(collection="tcga-brca")
    studies = idc.get_patient_study(patient_id="TCGA-AB-2")
    identifiers = idc.get_patient_by_collection_and_modality("TCGA-BRCA", "CT")

    assert [(each.collection, each.patient_id, each.patient_sex) for each in patients] == [
        ("TCGA-BRCA", "TCGA-ab-1", "F"),
        ("TCGA-BRCA", "TCGA-AB-2", "M"),
    ]
    assert [(each.study_instance_uid, each.series_count, each.patient_age) for each in studies] == [
        (OTHER_STUDY, 2, "058Y")
    ]
    assert [each.patient_id for each in identifiers] == ["TCGA-ab-1"]


def test_the_size_and_the_metadata_of_a_series(idc: nbia.idc.Client) -> None:
    (metadata,) = idc.get_series_meta_data(LATER_CT)

    assert list(idc.get_series_size(LATER_CT)) == [nbia.SeriesSize(total_size_in_bytes=500_000, object_count=70_000)]
    assert list(idc.get_series_size("1.2.4")) == [nbia.SeriesSize(object_count=0)]
    assert (metadata.image_count, metadata.sop_class_uid) == (70_000, "1.2.840.10008.5.1.4.1.1.2")
    assert len(idc.get_series_meta_data("1.2.4")) == 0


def test_rows_are_written_as_the_service_writes_them(idc: nbia.idc.Client) -> None:
    (series,) = idc.get_series(series_instance_uid=CT).to_dicts()
    (metadata,) = idc.get_series_meta_data(CT).to_dicts()

    assert (series["SeriesDate"], series["SeriesNumber"]) == ("1880-09-09 00:00:00.0", 7)
    assert "ProtocolName" not in series
    assert (metadata["Study Date"], metadata["Series Date"]) == ("03-15-2001", "Thu Sep 09 00:00:00 UTC 1880")
    assert (metadata["Series Number"], metadata["Number of Images"]) == ("7.000000", "3")


def test_tables_and_summaries_are_those_of_all_records(idc: nbia.idc.Client) -> None:
    series = idc.get_series()

    assert list(series.to_pandas()["SeriesNumber"].fillna(0)) == [7, 0, 2, 100, 1]
    assert series.to_polars()["SeriesDate"][0] == datetime.datetime(1880, 9, 9)
    assert series.summary().images == 70_007


def test_calls_of_version_1_are_answered_too(idc: nbia.idc.Client) -> None:
    answer = idc.send(nbia.calls.get_series(collection="TCGA-BRCA", modality=["MR", "SEG"]))

    assert [series.series_instance_uid for series in answer.value] == [MR, RESULT]


@pytest.mark.anyio
async def test_the_asynchronous_client_answers_alike(index: Path) -> None:
    async with nbia.idc.AsyncClient(index=index) as client:
        found = await client.get_series(collection="RIDER Pilot")
        streamed = [series async for series in client.iter_series(collection="RIDER Pilot")]

    assert [series.series_instance_uid for series in found] == [OTHER]
    assert streamed == list(found)


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_the_command_line_answers_from_the_index(index: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("get-series", "--collection", "RIDER Pilot", "--index", str(index), "--format", form)

    code, out, _ = run_here("--api", "idc", *options, capsys=capsys)

    assert code == 0
    (row,) = json.loads(out) if form == "json" else [json.loads(out)]
    assert (row["SeriesInstanceUID"], row["StudyDate"]) == (OTHER, "2001-03-15 00:00:00.0")


def test_a_value_of_another_kind_stays_and_is_named(index: Path) -> None:
    table = pyarrow.parquet.read_table(index).to_pylist()
    table[1]["SeriesNumber"] = "seven"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(table), index)

    found = nbia.idc.Client(index=index).get_series(study_instance_uid=STUDY)

    assert [series.series_number for series in found] == [7, "seven"]
    assert [(odd.row, odd.attribute, odd.value) for odd in found.mismatches] == [(1, "SeriesNumber", "seven")]
    with pytest.raises(nbia.DecodeError, match="SeriesNumber is 'seven' in the index"):
        nbia.idc.Client(index=index, strict=True).get_series()


def test_a_number_of_images_or_bytes_that_none_can_be_is_not_known(index: Path) -> None:
    table = pyarrow.parquet.read_table(index).to_pylist()
    for row, images, size in zip(
        table, (0, -1, 2**41, None, 2**40), (math.nan, math.inf, -1.0, 2.5e-6, 3.5e-6), strict=True
    ):
        row |= {"instanceCount": images, "series_size_MB": size}
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(table), index)

    found = nbia.idc.Client(index=index).get_series()

    assert [series.image_count for series in found] == [None, None, None, None, 2**40]
    assert [series.file_size for series in found] == [None, None, None, 2, 4]
