"""Every endpoint of the versions that need a login, through the public methods: what comes back fits its description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import nbia.advanced
import nbia.v2
from nbia import Login, Record, Records
from nbia.advanced.criteria import Collection, DateRange
from tests.reference_server import LUNG, ReferenceServer
from tests.reference_server.accounts import STUDENT

UNKNOWN = "1.2.3.4.5"
CART = "TCIA_TCGA-PRAD_08-09-2016-v3"
SINCE = "2010-08-16"

TABLES_OF_VERSION_2: list[tuple[str, dict[str, Any], int]] = [
    ("get_body_part_values", {}, 14),
    ("get_collection_values", {}, 12),
    ("get_contents_by_name", {"name": CART}, 5),
    ("get_manufacturer_values", {}, 14),
    ("get_modality_values", {}, 7),
    ("new_patients_in_collection", {"collection": "RIDER Pilot", "date": SINCE}, 2),
    ("new_studies_in_patient_collection", {"collection": "RIDER Pilot", "date": SINCE}, 3),
    ("get_patient", {}, 20),
    ("get_patient_by_collection_and_modality", {"collection": "TCGA-PRAD", "modality": "MR"}, 2),
    ("get_patient_study", {"collection": "RIDER Pilot"}, 3),
    ("get_series", {}, 50),
    ("get_series_meta_data", {"series_instance_uid": LUNG}, 1),
    ("get_series_size", {"series_instance_uid": LUNG}, 1),
    ("get_sop_instance_uids", {"series_instance_uid": LUNG}, 16),
    ("get_updated_series", {"from_date": "2000-01-01"}, 50),
    ("get_series_qc_info", {"series_instance_uids": [LUNG, UNKNOWN]}, 1),
]
ARCHIVES_OF_VERSION_2 = ["get_image", "get_image_with_md5_hash", "get_dcm_image"]
TABLES_OF_ADVANCED: list[tuple[str, dict[str, Any], int]] = [
    ("get_body_part_values_and_counts", {"collection": "RIDER Pilot"}, 2),
    ("get_collection_values_and_counts", {}, 12),
    ("get_manufacturer_values_and_counts", {"collection": "RIDER Pilot", "modality": "CT"}, 4),
    ("get_modality_values_and_counts", {"collection": "RIDER Pilot"}, 1),
    ("get_species_values_and_counts", {}, 3),
    ("get_species_tax", {}, 3),
    ("get_collection_descriptions", {}, 12),
    ("get_collection_or_series_for_doi", {"collection_or_series": "series"}, 52),
    ("get_collection_site", {}, 12),
    ("get_sites_for_series", {"series_instance_uids": [LUNG]}, 1),
    ("get_cart_data", {"series_keys": [1]}, 1),
    ("get_study_drill_down", {"series_keys": [1]}, 1),
    ("get_study_drill_down_with_series_ids", {"series_instance_uids": [LUNG]}, 1),
    ("get_image_drill_down", {"series_keys": [1]}, 16),
    ("get_dicom_tags", {"series_instance_uid": LUNG}, 63),
    ("get_dicom_tags_by_image_id", {"image_key": 1}, 63),
    ("get_licenses", {}, 5),
    ("get_visibilities", {}, 13),
    ("get_roles", {}, 1),
    ("get_text_search", {"words": "RIDER Pilot"}, 2),
]
TABLES_AS_TEXT = ["get_series_metadata2", "get_series_metadata3"]


@pytest.fixture
def version_2(server: ReferenceServer) -> Iterator[nbia.v2.Client]:
    with nbia.v2.Client(base_url=server.url("v2"), login=Login.guest) as client:
        yield client


@pytest.fixture
def advanced(server: ReferenceServer) -> Iterator[nbia.advanced.Client]:
    login = Login(STUDENT.name, STUDENT.password)
    with nbia.advanced.Client(base_url=server.url("").rstrip("/"), login=login) as client:
        yield client


def peculiarities(records: Records[Record]) -> tuple[object, object]:
    """Return what rows have that their description does not."""
    return dict(records.undocumented), tuple(records.mismatches)


@pytest.mark.parametrize(("method", "arguments", "count"), TABLES_OF_VERSION_2)
def test_tables_of_version_2_fit_their_description(
    version_2: nbia.v2.Client, method: str, arguments: dict[str, Any], count: int
) -> None:
    records = getattr(version_2, method)(**arguments)

    assert len(records) == count
    assert peculiarities(records) == ({}, ())


@pytest.mark.parametrize("method", ARCHIVES_OF_VERSION_2)
def test_version_2_sends_archives(version_2: nbia.v2.Client, method: str, tmp_path: Path) -> None:
    saved = getattr(version_2, method)(LUNG, to=tmp_path / "series.zip")

    assert saved.size == (tmp_path / "series.zip").stat().st_size > 0


def test_version_2_sends_an_image_and_its_hash(version_2: nbia.v2.Client, tmp_path: Path) -> None:
    image = version_2.get_sop_instance_uids(LUNG)[0].sop_instance_uid
    assert image is not None

    saved = version_2.get_single_image(LUNG, image, to=tmp_path / "image.dcm")

    assert saved.size > 0
    assert len(version_2.get_m5_hash_for_image(sop_instance_uid=image)) == 32


def test_version_2_downloads_whole_series(version_2: nbia.v2.Client, tmp_path: Path) -> None:
    report = version_2.download(version_2.get_series(collection="RIDER Pilot")[:1], tmp_path / "to")

    assert report.is_complete


def test_a_series_that_the_user_may_not_have_is_said_to_be_not_public(
    version_2: nbia.v2.Client, tmp_path: Path
) -> None:
    with pytest.raises(nbia.NotPublicError):
        version_2.get_image(UNKNOWN, to=tmp_path / "series.zip")


@pytest.mark.parametrize(("method", "arguments", "count"), TABLES_OF_ADVANCED)
def test_tables_of_the_advanced_api_fit_their_description(
    advanced: nbia.advanced.Client, method: str, arguments: dict[str, Any], count: int
) -> None:
    records = getattr(advanced, method)(**arguments)

    assert len(records) == count
    assert peculiarities(records) == ({}, ())


@pytest.mark.parametrize("method", TABLES_AS_TEXT)
def test_tables_that_are_csv_alone_are_text(advanced: nbia.advanced.Client, method: str) -> None:
    text = getattr(advanced, method)([LUNG, UNKNOWN])

    assert len(text.splitlines()) == 2
    assert LUNG in text


def test_a_search_writes_its_days_as_the_advanced_api_wants_them(
    server: ReferenceServer, advanced: nbia.advanced.Client
) -> None:
    criteria = [Collection("RIDER Pilot"), DateRange(first_day="2000-01-31", last_day="2030-12-31")]

    page = advanced.get_simple_search_with_modality_and_body_part_paged(criteria=criteria)

    sent = server.requests[-1].form
    assert page is not None
    assert page.total_patients == 2
    assert (sent["fromDate1"], sent["toDate1"]) == (["31/01/2000"], ["31/12/2030"])


def test_a_manifest_names_the_series_that_it_is_asked_for(advanced: nbia.advanced.Client) -> None:
    text = advanced.get_manifest_text_v2(series_instance_uids=[LUNG, UNKNOWN])

    assert text.splitlines()[-2:] == [LUNG, UNKNOWN]


def test_a_preview_is_saved(advanced: nbia.advanced.Client, version_2: nbia.v2.Client, tmp_path: Path) -> None:
    image = version_2.get_sop_instance_uids(LUNG)[0].sop_instance_uid
    assert image is not None

    advanced.get_thumbnail(LUNG, image, to=tmp_path / "image.jpg")

    assert (tmp_path / "image.jpg").read_bytes().startswith(b"\xff\xd8")


def test_counts_are_numbers_although_they_are_sent_as_digits(advanced: nbia.advanced.Client) -> None:
    counts = {each.value: each.patient_count for each in advanced.get_collection_values_and_counts()}

    assert counts["RIDER Pilot"] == 2


def test_a_search_for_words_comes_page_by_page(advanced: nbia.advanced.Client) -> None:
    page = advanced.get_text_search_paged("CT", size=3, sort_field="subject")

    assert page is not None
    assert page.patients is not None
    assert page.total_patients is not None
    assert len(page.patients) == 3 < page.total_patients
    assert page.patients[0].studies


def test_a_shared_list_is_made_read_and_deleted(advanced: nbia.advanced.Client) -> None:
    made = advanced.create_shared_list([LUNG], "my-list", description="Two lungs")
    found = advanced.get_shared_list("my-list")
    deleted = advanced.delete_shared_list("my-list")

    assert (made, deleted) == ("List created", "List deleted")
    assert found is not None
    assert (found.name, found.comment, found.user_name) == ("my-list", "Two lungs", STUDENT.name)
    assert found.series_instance_uids == (LUNG,)
    assert found.entries is not None
    assert [entry.series_instance_uid for entry in found.entries] == [LUNG]
    assert advanced.get_shared_list("my-list") is None


def test_a_list_of_a_name_that_is_taken_is_not_made(advanced: nbia.advanced.Client) -> None:
    advanced.create_shared_list([LUNG], "my-list")

    with pytest.raises(nbia.BadRequestError, match="Duplicate list name"):
        advanced.create_shared_list([LUNG], "my-list")


@pytest.mark.anyio
async def test_asynchronous_clients_log_in_too(server: ReferenceServer) -> None:
    async with nbia.v2.AsyncClient(base_url=server.url("v2"), login=Login.guest) as client:
        assert len(await client.get_series_qc_info(series_instance_uids=[LUNG])) == 1
    async with nbia.advanced.AsyncClient(base_url=server.url("").rstrip("/"), login=Login.guest) as client:
        assert len(await client.get_collection_values_and_counts()) == 12


def test_what_needs_no_login_is_asked_without_one(server: ReferenceServer) -> None:
    with nbia.advanced.Client(base_url=server.url("").rstrip("/")) as client:
        assert (client.up(), len(client.get_licenses())) == ("up", 5)

    assert all("authorization" not in request.headers for request in server.requests)
