"""A second reference server plays that of the National Lung Screening Trial: what each says of the other's images."""

import io
import zipfile
from collections.abc import Iterator

import httpx
import pytest

from tests.reference_server import Archive, ReferenceServer, StoredSeries, accounts


@pytest.fixture(scope="module")
def nlst() -> Iterator[ReferenceServer]:
    with Archive.cached(nlst=True) as archive, ReferenceServer(archive) as server:
        yield server


@pytest.fixture(scope="module")
def series(nlst: ReferenceServer) -> StoredSeries:
    return nlst.archive.all_series("NLST")[0]


def guest_of(server: ReferenceServer) -> dict[str, str]:
    form = {"grant_type": "password", "username": accounts.GUEST.name, "password": "", "client_id": "NBIA"}
    token = httpx.post(server.url("oauth/token"), data=form).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def test_version_1_needs_no_login(nlst: ReferenceServer) -> None:
    response = httpx.get(f"{nlst.url('v1')}/getPatientByCollectionAndModality?Collection=NLST&Modality=CT")

    assert response.json() == [{"PatientId": "100012"}, {"PatientId": "120547"}]


def test_version_2_takes_a_token_of_its_own_guest(nlst: ReferenceServer) -> None:
    patients = httpx.get(f"{nlst.url('v2')}/getPatient?Collection=NLST", headers=guest_of(nlst)).json()
    series = httpx.get(f"{nlst.url('v2')}/getSeries?Collection=NLST&Modality=CT", headers=guest_of(nlst)).json()

    assert {row["Phantom"] for row in patients} == {"NO"}
    assert {row["StudyDesc"] for row in series} == {"NLST-LSS", "NLST-ACRIN"}
    assert all(row["SeriesInstanceUID"].startswith("1.2.840.113654.2.55.") for row in series)


def test_version_2_sends_images(nlst: ReferenceServer, series: StoredSeries) -> None:
    url = f"{nlst.url('v2')}/getImage?SeriesInstanceUID={series.uid}"

    archive = zipfile.ZipFile(io.BytesIO(httpx.get(url, headers=guest_of(nlst)).content))

    assert archive.namelist() == ["LICENSE", *(f"{number:08d}.dcm" for number in range(1, series.image_count + 1))]


def test_version_2_without_a_token_fails_or_finds_nothing(nlst: ReferenceServer, series: StoredSeries) -> None:
    images = httpx.get(f"{nlst.url('v2')}/getImage?SeriesInstanceUID={series.uid}")
    rows = httpx.get(f"{nlst.url('v2')}/getSeries?Collection=NLST")

    assert images.status_code == 500
    assert (rows.status_code, rows.content) == (200, b"")


def test_paths_without_a_version_fail(nlst: ReferenceServer, series: StoredSeries) -> None:
    assert httpx.get(f"{nlst.url('')}/getImage?SeriesInstanceUID={series.uid}").status_code == 500


def test_the_main_server_does_not_have_its_series(server: ReferenceServer, series: StoredSeries) -> None:
    query = {"SeriesInstanceUID": series.uid, "SOPInstanceUID": "1.2.840.113654.2.55.1"}
    with httpx.Client(base_url=server.url("v2"), headers=guest_of(server), params=query) as main:
        names, image, archive = main.get("/getSOPInstanceUIDs"), main.get("/getSingleImage"), main.get("/getImage")

    assert (names.status_code, names.content) == (200, b"")
    assert image.status_code == 500
    assert archive.status_code == 400


def test_neither_server_takes_the_other_s_tokens(nlst: ReferenceServer, server: ReferenceServer) -> None:
    there = httpx.get(f"{nlst.url('v2')}/getCollectionValues", headers=guest_of(server))
    here = httpx.get(f"{server.url('v2')}/getCollectionValues", headers=guest_of(nlst))

    assert (there.status_code, here.status_code) == (401, 401)
