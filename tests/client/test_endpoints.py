"""Every endpoint through the public methods: which records come back, sync and async."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from nbia import (
    AsyncClient,
    BodyPartValue,
    Client,
    CollectionValue,
    ManufacturerValue,
    ModalityValue,
    Patient,
    PatientIdentifier,
    Record,
    Series,
    SeriesMetadata,
    SeriesSize,
    SharedSeries,
    SOPInstance,
    Study,
    UpdatedSeries,
)
from tests.reference_server import LUNG, MOUSE, ReferenceServer

UNKNOWN = "1.2.3.4.5"
CART = "TCIA_TCGA-PRAD_08-09-2016-v3"
SINCE = date(2010, 8, 16)

TABLES: list[tuple[str, dict[str, Any], type[Record], int]] = [
    ("body_part_values", {}, BodyPartValue, 14),
    ("body_part_values", {"collection": "RIDER Pilot", "modality": "CT"}, BodyPartValue, 2),
    ("collection_values", {}, CollectionValue, 12),
    ("contents_by_name", {"name": CART}, SharedSeries, 5),
    ("manufacturer_values", {}, ManufacturerValue, 14),
    ("manufacturer_values", {"collection": "4D-Lung", "body_part_examined": "lung"}, ManufacturerValue, 2),
    ("modality_values", {}, ModalityValue, 7),
    ("modality_values", {"collection": "4D-Lung", "body_part_examined": "LUNG"}, ModalityValue, 1),
    ("patient", {}, Patient, 20),
    ("patient", {"collection": "VICTRE"}, Patient, 2),
    ("patient_by_collection_and_modality", {"collection": "TCGA-PRAD", "modality": "MR"}, PatientIdentifier, 2),
    ("patient_study", {"collection": "RIDER Pilot"}, Study, 3),
    ("patient_study", {"patient_id": "121_HM20733"}, Study, 1),
    ("patient_study", {"study_instance_uid": "1.3.6.1.4.1.9328.50.1.2"}, Study, 1),
    ("series", {}, Series, 50),
    ("series", {"collection": "4D-Lung", "modality": "ct"}, Series, 2),
    ("series", {"manufacturer": "SIEMENS", "manufacturer_model_name": "Biograph 40"}, Series, 3),
    ("series", {"body_part_examined": "CHEST (THORAX) "}, Series, 1),
    ("series", {"study_instance_uid": "1.3.6.1.4.1.9328.50.1.2"}, Series, 3),
    ("series", {"patient_id": "Phantom 5/ACR"}, Series, 2),
    ("series_meta_data", {"series_instance_uid": LUNG}, SeriesMetadata, 1),
    ("series_size", {"series_instance_uid": LUNG}, SeriesSize, 1),
    ("sop_instance_uids", {"series_instance_uid": LUNG}, SOPInstance, 16),
    ("updated_series", {}, UpdatedSeries, 50),
    ("updated_series", {"from_date": "2023-03-28"}, UpdatedSeries, 4),
]
NEWS: list[tuple[str, dict[str, Any], type[Record], int]] = [
    ("new_patients_in_collection", {"collection": "TCGA-PRAD", "date": SINCE}, Patient, 3),
    ("new_studies_in_patient_collection", {"collection": "TCGA-PRAD", "date": SINCE}, Study, 3),
    (
        "new_studies_in_patient_collection",
        {"collection": "TCGA-PRAD", "date": SINCE, "patient_id": "TCGA-ZG-A9X4"},
        Study,
        1,
    ),
]
GETTERS = [(f"get_{name}", *rest) for name, *rest in TABLES] + [tuple(row) for row in NEWS]
STREAMS = [(f"get_{name}", f"iter_{name}", arguments) for name, arguments, _, _ in TABLES] + [
    (name, f"iter_{name}", arguments) for name, arguments, _, _ in NEWS
]


@pytest.mark.parametrize(("method", "arguments", "record_type", "count"), GETTERS)
def test_every_table_comes_as_records_of_its_type(
    client: Client, method: str, arguments: dict[str, Any], record_type: type[Record], count: int
) -> None:
    records = getattr(client, method)(**arguments)

    assert records.record_type is record_type
    assert len(records) == count
    assert {type(record) for record in records} == {record_type}
    assert (records.mismatches, records.undocumented) == ((), {})


@pytest.mark.anyio
@pytest.mark.parametrize(("method", "arguments", "record_type", "count"), GETTERS)
async def test_every_table_comes_asynchronously_too(
    async_client: AsyncClient, method: str, arguments: dict[str, Any], record_type: type[Record], count: int
) -> None:
    async with async_client as client:
        records = await getattr(client, method)(**arguments)

    assert records.record_type is record_type
    assert len(records) == count
    assert (records.mismatches, records.undocumented) == ((), {})


@pytest.mark.parametrize(("getter", "streamer", "arguments"), STREAMS)
def test_a_stream_gives_the_same_records(client: Client, getter: str, streamer: str, arguments: dict[str, Any]) -> None:
    records = getattr(client, getter)(**arguments)

    stream = getattr(client, streamer)(**arguments)

    assert list(stream) == list(records)
    assert list(getattr(client, streamer)(**arguments).to_dicts()) == records.to_dicts()


@pytest.mark.anyio
@pytest.mark.parametrize(("getter", "streamer", "arguments"), STREAMS)
async def test_an_asynchronous_stream_gives_the_same_records(
    async_client: AsyncClient, getter: str, streamer: str, arguments: dict[str, Any]
) -> None:
    async with async_client as client:
        records = await getattr(client, getter)(**arguments)
        streamed = [record async for record in getattr(client, streamer)(**arguments)]
        rows = [row async for row in getattr(client, streamer)(**arguments).to_dicts()]

    assert streamed == list(records)
    assert rows == records.to_dicts()


def test_a_series_has_typed_values(client: Client, server: ReferenceServer) -> None:
    stored = server.archive.series(LUNG)

    (series,) = client.get_series(series_instance_uid=LUNG)

    assert stored is not None
    assert series == Series(
        series_instance_uid=LUNG,
        study_instance_uid="1.3.6.1.4.1.9328.50.1.2",
        modality="CT",
        protocol_name="Chest routine/Baseline",
        series_date=datetime(2000, 1, 1),
        series_description="LUNG 5.0 B50f",
        body_part_examined="CHEST",
        series_number=4,
        annotations_flag=None,
        collection="RIDER Pilot",
        patient_id="1.3.6.1.4.1.9328.50.1.0001",
        manufacturer="GE MEDICAL SYSTEMS",
        manufacturer_model_name="LightSpeed16",
        software_versions="LightSpeedverrel",
        image_count=16,
        time_stamp=datetime(2011, 10, 21, 14, 3, 11),
        license_name="Creative Commons Attribution 3.0 Unported License",
        license_uri="http://creativecommons.org/licenses/by/3.0/",
        collection_uri="https://doi.org/10.7937/K9/TCIA.2015.RPILOT00",
        file_size=stored.size,
        date_released=datetime(2011, 11, 8, 8, 8, 1),
        study_description="CT THORAX W/CONT",
        study_date=datetime(2000, 1, 1),
        third_party_analysis=None,
    )


def test_rows_keep_the_names_and_values_of_the_wire(client: Client) -> None:
    (row,) = client.get_patient(patient_id="MA0417").to_dicts()

    assert row == {
        "PatientId": "MA0417",
        "PatientName": "MA0417",
        "PatientSex": "M",
        "Collection": "Mouse-Astrocytoma",
        "Phantom": "NO",
        "SpeciesCode": "447612001",
        "SpeciesDescription": "Mus musculus",
    }


def test_an_annotated_series_has_the_flag(client: Client) -> None:
    planning, cone_beam, contours = client.get_series(patient_id="Pancreas-CT-CB_001")

    assert (planning.annotations_flag, cone_beam.annotations_flag, contours.annotations_flag) == (True, True, None)
    assert planning.third_party_analysis == "NO"
    assert cone_beam.series_date is None


def test_metadata_are_typed_although_the_server_sends_strings(client: Client, server: ReferenceServer) -> None:
    stored = server.archive.series(LUNG)

    records = client.get_series_meta_data(LUNG)

    assert stored is not None
    assert records.to_dicts()[0]["Number of Images"] == "16"
    assert records.to_dicts()[0]["Series Number"] == "4.000000"
    assert records[0] == SeriesMetadata(
        series_instance_uid=LUNG,
        collection="RIDER Pilot",
        data_description_uri="https://doi.org/10.7937/K9/TCIA.2015.RPILOT00",
        patient_id="1.3.6.1.4.1.9328.50.1.0001",
        study_instance_uid="1.3.6.1.4.1.9328.50.1.2",
        study_description="CT THORAX WCONT",
        study_date=datetime(2000, 1, 1),
        series_description="LUNG 5.0 B50f",
        manufacturer="GE MEDICAL SYSTEMS",
        modality="CT",
        sop_class_uid="1.2.840.10008.5.1.4.1.1.2",
        image_count=16,
        file_size=stored.size,
        series_number=4,
        license_name="Creative Commons Attribution 3.0 Unported License",
        license_uri="http://creativecommons.org/licenses/by/3.0/",
        annotation_size=0,
        date_released=datetime(2011, 11, 8, 8, 8, 1),
        series_date=datetime(2000, 1, 1),
        protocol_name="Chest routine/Baseline",
        body_part_examined="CHEST",
        annotations_flag=False,
        manufacturer_model_name="LightSpeed16",
        software_versions="LightSpeedverrel",
        time_stamp=datetime(2011, 10, 21, 14, 3, 11),
    )


def test_metadata_without_a_study_date_have_none(client: Client) -> None:
    (bare,) = client.get_series(patient_id="1.3.6.1.4.1.9328.50.1.0003")

    records = client.get_series_meta_data(str(bare.series_instance_uid))

    assert records.to_dicts()[0]["Study Date"] == ""
    assert records[0].study_date is None
    assert records.mismatches == ()


def test_metadata_know_the_study_identifier_as_file_location(client: Client) -> None:
    (record,) = client.get_series_meta_data(MOUSE)

    assert record.file_location == "StudyID"


def test_patients_have_their_identifier_under_either_spelling(client: Client) -> None:
    (patient,) = client.get_patient(patient_id="MA0417")
    (study,) = client.get_patient_study(patient_id="MA0417")

    assert (patient.patient_id, study.patient_id) == ("MA0417", "MA0417")


def test_the_offset_of_a_study_is_a_number(client: Client) -> None:
    baseline, follow_up, bare = client.get_patient_study(collection="RIDER Pilot")

    assert (baseline.longitudinal_temporal_offset_from_event, baseline.longitudinal_temporal_event_type) == (
        0.0,
        "ENROLLMENT",
    )
    assert type(follow_up.longitudinal_temporal_offset_from_event) is float
    assert follow_up.longitudinal_temporal_offset_from_event == 30.0
    assert bare.longitudinal_temporal_offset_from_event is None


def test_the_release_date_of_shared_series_is_found_under_its_own_spelling(client: Client) -> None:
    records = client.get_contents_by_name(CART)

    assert records.to_dicts()[0]["Date Released"] == "2014-10-01 12:00:00.0"
    assert records[0].date_released == datetime(2014, 10, 1, 12)


def test_the_release_date_of_updated_series_keeps_its_fraction(client: Client) -> None:
    records = client.get_updated_series(from_date="2023-03-28")

    assert datetime(2023, 3, 28, 0, 0, 0, 500_000) in [record.date_released for record in records]


def test_a_list_may_begin_with_a_row_without_value(client: Client) -> None:
    first, second, *_ = client.get_manufacturer_values()

    assert (first.manufacturer, second.manufacturer) == (None, '"GE Healthcare"')


def test_a_body_part_keeps_the_blank_at_its_end(client: Client) -> None:
    values = [record.body_part_examined for record in client.get_body_part_values()]

    assert values[:3] == [None, "ABDOMEN_PELVIS ", "BRAIN"]


def test_the_images_of_a_series_come_in_the_order_of_the_server(client: Client, server: ReferenceServer) -> None:
    stored = [image.sop_uid for image in server.archive.images(LUNG)]

    assert [record.sop_instance_uid for record in client.get_sop_instance_uids(LUNG)] == stored


def test_letters_beyond_ascii_arrive(client: Client) -> None:
    studies = client.get_patient_study(collection="Soft-tissue-Sarcoma")

    assert studies[0].study_description == "IRM FÉMUR DROIT C+ (T1/T2) -MUSQ"


def test_backslashes_and_quotes_arrive(client: Client) -> None:
    _, stir, *_ = client.get_series(collection="Soft-tissue-Sarcoma")

    assert (stir.series_description, stir.software_versions) == ("5. STIR <µ> 'coupe' \"fine\"", "A\\B")


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("get_body_part_values", {"collection": "No Such Collection"}),
        ("get_contents_by_name", {"name": "nbia-0"}),
        ("get_manufacturer_values", {"collection": "No Such Collection"}),
        ("get_modality_values", {"collection": "No Such Collection"}),
        ("get_patient", {"collection": "No Such Collection"}),
        ("get_patient_by_collection_and_modality", {"collection": "No Such Collection", "modality": "CT"}),
        ("get_patient_study", {"collection": "No Such Collection"}),
        ("get_series", {"collection": "No Such Collection"}),
        ("get_series_meta_data", {"series_instance_uid": UNKNOWN}),
        ("get_sop_instance_uids", {"series_instance_uid": UNKNOWN}),
        ("get_updated_series", {"from_date": date(2100, 1, 1)}),
        ("new_patients_in_collection", {"collection": "No Such Collection", "date": SINCE}),
        ("new_studies_in_patient_collection", {"collection": "No Such Collection", "date": SINCE}),
    ],
)
def test_nothing_found_is_an_empty_result(client: Client, method: str, arguments: dict[str, Any]) -> None:
    records = getattr(client, method)(**arguments)

    assert (list(records), records.to_dicts(), len(records)) == ([], [], 0)


def test_the_size_of_an_unknown_series_is_no_objects(client: Client) -> None:
    records = client.get_series_size(UNKNOWN)

    assert list(records) == [SeriesSize(object_count=0, total_size_in_bytes=None)]


def test_a_series_whose_images_have_no_size_has_no_file_size(client: Client) -> None:
    _, unsized = client.get_series(collection="Mouse-Astrocytoma")

    assert (unsized.image_count, unsized.file_size) == (3, None)


def test_restricted_and_hidden_series_are_not_listed(client: Client) -> None:
    records = client.get_series()

    assert "Restricted-Faces" not in {record.collection for record in records}
    assert "SECRET PART" not in {record.body_part_examined for record in records}


def test_records_can_be_cut_and_compared(client: Client) -> None:
    records = client.get_series(collection="4D-Lung")

    assert [record.modality for record in records[:2]] == ["CT", "CT"]
    assert records[:2].to_dicts() == records.to_dicts()[:2]
    assert records[-1].modality == "RTSTRUCT"
    assert records == client.get_series(collection="4D-Lung")
    assert repr(records).startswith("<3 Series records>\n")
