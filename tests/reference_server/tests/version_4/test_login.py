"""What version 4 makes of an Authorization header."""

import httpx
import pytest

from tests.reference_server import ReferenceServer, accounts

GUEST_S_WORD = {"Authorization": "Bearer undefined"}
WRONG = {"Authorization": "Bearer nonsense"}
RESTRICTED = "2.25.234742143979797951803813947869640155003"
MOUSE = "143.284188174537413748743284550513035752067"
MOUSE_IMAGE = "143.53599064898089361503082484556513429004"


@pytest.fixture
def curator(server: ReferenceServer) -> dict[str, str]:
    form = {"grant_type": "password", "username": accounts.CURATOR.name, "password": accounts.CURATOR.password}
    token = httpx.post(server.url("oauth/token"), data=form).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


EMPTY = [
    "/getBodyPartValues",
    "/getManufacturerValues",
    "/getModalityValues",
    "/NewPatientsInCollection?Collection=VICTRE&fromDate=01-01-2000",
    "/NewStudiesInPatientCollection?Collection=VICTRE&fromDate=01-01-2000",
    "/getPatient",
    "/getPatientByCollectionAndModality?Collection=VICTRE&Modality=MG",
    "/getPatientStudy",
]
REFUSED = [
    "/getCollectionValues",
    f"/getImage?SeriesInstanceUID={MOUSE}",
    f"/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}",
    f"/getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID={MOUSE_IMAGE}",
    f"/getDCMImage?SeriesInstanceUID={MOUSE}",
]
IGNORED = [
    "/getUpdatedSeries",
    f"/getSeriesSize?SeriesInstanceUID={MOUSE}",
    f"/getSOPInstanceUIDs?SeriesInstanceUID={MOUSE}",
]


def name(path: str) -> str:
    return path.partition("?")[0].removeprefix("/")


@pytest.mark.parametrize("path", [*EMPTY, *REFUSED[:1]], ids=name)
def test_without_a_header_everybody_is_the_guest(v4: httpx.Client, path: str) -> None:
    assert v4.get(path).text == v4.get(path, headers=GUEST_S_WORD).text != ""


@pytest.mark.parametrize("path", EMPTY, ids=name)
def test_most_tables_are_empty_for_a_bad_token(v4: httpx.Client, path: str) -> None:
    response = v4.get(path, headers=WRONG)

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("path", REFUSED, ids=name)
def test_some_paths_refuse_a_bad_token(v4: httpx.Client, path: str) -> None:
    response = v4.get(path, headers=WRONG)

    assert (response.status_code, response.headers["content-type"]) == (401, "text/html;charset=utf-8")
    assert v4.get(path).status_code == 200


@pytest.mark.parametrize("path", IGNORED, ids=name)
def test_some_paths_never_look_at_a_token(v4: httpx.Client, curator: dict[str, str], path: str) -> None:
    nobody = v4.get(path)

    assert nobody.text == v4.get(path, headers=WRONG).text == v4.get(path, headers=curator).text != ""


def test_a_bad_token_breaks_the_query_of_series(v4: httpx.Client) -> None:
    response = v4.get("/getSeries?Collection=VICTRE", headers=WRONG)

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")


def test_metadata_refuse_a_bad_token(v4: httpx.Client) -> None:
    response = v4.post("/getSeriesMetadata", data={"list": MOUSE}, headers=WRONG)

    assert response.status_code == 401


def test_quality_control_is_a_204_for_a_bad_token(v4: httpx.Client) -> None:
    assert v4.post("/getSeriesQCInfo", data={"seriesId": MOUSE}, headers=WRONG).status_code == 204


@pytest.mark.parametrize("path", ["/getImage", "/getDCMImage"])
def test_the_token_is_looked_at_before_what_is_missing(v4: httpx.Client, path: str) -> None:
    assert v4.get(path, headers=WRONG).status_code == 401


@pytest.mark.parametrize("path", ["/getImageWithMD5Hash", "/getSingleImage"])
def test_the_token_is_looked_at_after_what_is_missing(v4: httpx.Client, path: str) -> None:
    assert v4.get(path, headers=WRONG).status_code == 400


def test_unknown_parameters_are_refused_before_a_token_is_looked_at(v4: httpx.Client) -> None:
    assert v4.get("/getImage?Colour=blue", headers=WRONG).status_code == 400


def test_rights_show_what_is_not_public(v4: httpx.Client, curator: dict[str, str]) -> None:
    path = "/getSeries?Collection=Restricted-Faces"

    assert [row["SeriesInstanceUID"] for row in v4.get(path, headers=curator).json()] == [RESTRICTED]
    assert v4.get(path).content == b""


def test_rights_open_images_that_are_not_public(v4: httpx.Client, curator: dict[str, str]) -> None:
    path = f"/getImage?SeriesInstanceUID={RESTRICTED}"

    assert v4.get(path, headers=curator).status_code == 200
    assert v4.get(path).status_code == 400
