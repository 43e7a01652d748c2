"""What version 4 shows to whom: the guest without a login, a user, and somebody whose token is good no more."""

import httpx
import pytest

from tests.reference_server import MOUSE, ReferenceServer, accounts
from tests.reference_server.known_uids import RESTRICTED

STALE = {"Authorization": "Bearer stale"}
ORDER = {"sortField": "subject", "sortDirection": "ascending", "start": "0", "size": "100"}


@pytest.fixture
def curator(server: ReferenceServer) -> dict[str, str]:
    """The header of somebody who may see what is not public."""
    user = accounts.CURATOR
    form = {"grant_type": "password", "username": user.name, "password": user.password}
    return {"Authorization": f"Bearer {httpx.post(server.url('oauth/token'), data=form).json()['access_token']}"}


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer undefined"}])
def test_without_a_login_everybody_is_the_guest(v4: httpx.Client, header: dict[str, str]) -> None:
    assert len(v4.get("/getCollectionValues", headers=header).json()) == 12
    assert len(v4.get("/getSeries?Collection=VICTRE", headers=header).json()) == 4


@pytest.mark.parametrize(
    "path",
    [
        "/getSeries?Collection=Restricted-Faces",
        "/getPatient?Collection=Restricted-Faces",
        f"/getImage?SeriesInstanceUID={RESTRICTED}",
        f"/getDicomTags?SeriesUID={RESTRICTED}",
        "/getModalityValuesAndCounts?Collection=Restricted-Faces",
    ],
)
def test_users_see_what_is_open_to_them(v4: httpx.Client, curator: dict[str, str], path: str) -> None:
    response = v4.get(path, headers=curator)

    assert response.status_code == 200
    assert response.content != b""
    assert "Restricted-Faces" in v4.get("/getCollectionValues", headers=curator).text


@pytest.mark.parametrize(
    "path", [f"/getSeriesSize?SeriesInstanceUID={RESTRICTED}", "/getUpdatedSeries?fromDate=02-01-2021"]
)
def test_two_tables_have_the_rights_of_the_public_for_everybody(
    v4: httpx.Client, curator: dict[str, str], path: str
) -> None:
    assert v4.get(path, headers=curator).content == v4.get(path).content


@pytest.mark.parametrize(
    "path",
    [
        "/getBodyPartValues",
        "/getManufacturerValues",
        "/getModalityValues",
        "/getPatient",
        "/getPatientStudy",
        "/getPatientByCollectionAndModality?Collection=VICTRE&Modality=MG",
        "/NewPatientsInCollection?Collection=VICTRE&fromDate=01-01-2000",
        "/NewStudiesInPatientCollection?Collection=VICTRE&fromDate=01-01-2000",
    ],
)
def test_most_tables_are_empty_for_a_stale_token(v4: httpx.Client, path: str) -> None:
    response = v4.get(path, headers=STALE)

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("path", ["/getSeries", "/getCollectionDescriptions", f"/getDicomTags?SeriesUID={MOUSE}"])
def test_three_paths_fail_over_a_stale_token(v4: httpx.Client, path: str) -> None:
    assert v4.get(path, headers=STALE).status_code == 500


@pytest.mark.parametrize(
    "path",
    [
        "/getUpdatedSeries",
        f"/getSeriesSize?SeriesInstanceUID={MOUSE}",
        f"/getSOPInstanceUIDs?SeriesInstanceUID={MOUSE}",
        "/getSpeciesTax",
        "/getMinMaxTimepoints",
        "/getManufacturerTree",
        f"/getDeniedSeries?seriesList={RESTRICTED}",
    ],
)
def test_some_paths_never_look_at_the_token(v4: httpx.Client, path: str) -> None:
    response = v4.get(path, headers=STALE)

    assert response.status_code == 200
    assert response.content == v4.get(path).content != b""


@pytest.mark.parametrize(
    "path",
    [
        "/getCollectionValues",
        "/getBodyPartValuesAndCounts",
        "/getCollectionValuesAndCounts",
        "/getManufacturerValuesAndCounts",
        "/getModalityValuesAndCounts",
        "/getSpeciesValuesAndCounts",
        "/getCollectionSite",
        f"/getImage?SeriesInstanceUID={MOUSE}",
        f"/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}",
        f"/getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID=1",
        "/getImage",
        "/getDCMImage",
        "/getMD5HashForImage?SOPInstanceUID=1",
        "/getDicomTagsByImageID?imageID=1",
    ],
)
def test_other_paths_refuse_a_stale_token(v4: httpx.Client, path: str) -> None:
    response = v4.get(path, headers=STALE)

    assert (response.status_code, response.headers["content-type"]) == (401, "text/html;charset=utf-8")


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/getSeriesMetadata", {"list": MOUSE}),
        ("/getMD5Hierarchy", {"Collection": "VICTRE"}),
        ("/getSimpleSearch", ORDER),
        ("/getManifestForSimpleSearch", ORDER),
        ("/getRestrictionsForSimpleSearch", ORDER),
        ("/getThumbnail", {"seriesUID": MOUSE}),
        ("/getCartData", {"list": "1"}),
        ("/getSitesForSeries", {"seriesId": MOUSE}),
    ],
)
def test_some_forms_refuse_a_stale_token(v4: httpx.Client, path: str, data: dict[str, str]) -> None:
    response = v4.post(path, data=data, headers=STALE)

    assert (response.status_code, response.headers["content-type"]) == (401, "text/html;charset=utf-8")


@pytest.mark.parametrize(
    ("path", "data", "status", "text"),
    [
        ("/getCollectionOrSeriesForDOI", {"DOI": "1"}, 200, "[]"),
        ("/getSeriesQCInfo", {"seriesId": MOUSE}, 204, ""),
        ("/getStudyDrillDown", {"More": "1"}, 200, "[]"),
    ],
)
def test_other_forms_find_nothing_with_a_stale_token(
    v4: httpx.Client, path: str, data: dict[str, str], status: int, text: str
) -> None:
    response = v4.post(path, data=data, headers=STALE)

    assert (response.status_code, response.text) == (status, text)


@pytest.mark.parametrize("path", ["/getImageWithMD5Hash", "/getSingleImage"])
def test_two_paths_of_images_ask_for_their_parameters_first(v4: httpx.Client, path: str) -> None:
    assert v4.get(path, headers=STALE).status_code == 400


def test_unknown_parameters_are_refused_before_a_token_is_looked_at(v4: httpx.Client) -> None:
    assert v4.get("/getImage?Nothing=1", headers=STALE).status_code == 400
