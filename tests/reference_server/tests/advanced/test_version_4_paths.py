"""Paths of the Advanced API that version 4 has too, and those that it cannot do."""

import httpx
import pytest

from tests.reference_server import LUNG, MOUSE, MOUSE_IMAGE, ReferenceServer, StoredSeries
from tests.reference_server.known_uids import HIDDEN

PAGE = {"sortField": "subject", "sortDirection": "ascending", "start": "0", "size": "100"}


# The same as in version 4


@pytest.mark.parametrize(
    "path",
    [
        "getSpeciesTax",
        "getMinMaxTimepoints",
        "getManufacturerTree",
        "getCollectionSite",
        f"getDicomTags?SeriesUID={MOUSE}",
        "getDicomTagsByImageID?imageID=1",
    ],
    ids=lambda path: path.partition("?")[0],
)
def test_the_guest_sees_what_version_4_shows(advanced: httpx.Client, v4: httpx.Client, path: str) -> None:
    assert advanced.get(f"/{path}").content == v4.get(f"/{path}").content != b""


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("getMD5Hierarchy", {"SeriesInstanceUID": MOUSE}),
        ("getThumbnail", {"seriesUID": MOUSE, "objectUID": MOUSE_IMAGE}),
        ("getCartData", {"list": "1"}),
        ("getImageDrillDown", {"list": "1"}),
        ("getSitesForSeries", {"seriesId": MOUSE}),
        ("getRestrictionsForSimpleSearch", PAGE),
        ("getManifestForSimpleSearch", {**PAGE, "criteriaType0": "CollectionCriteria", "value0": "VICTRE"}),
    ],
)
def test_forms_show_the_guest_what_version_4_shows(
    advanced: httpx.Client, v4: httpx.Client, name: str, form: dict[str, str]
) -> None:
    here, there = advanced.post(f"/{name}", data=form), v4.post(f"/{name}", data=form)

    assert (here.status_code, here.headers["content-type"]) == (200, there.headers["content-type"])
    assert without_basket(here.content) == without_basket(there.content)


def without_basket(body: bytes) -> list[bytes]:
    """Return the lines of a manifest without the one that has the time."""
    return [line for line in body.split(b"\n") if not line.startswith(b"databasketId=")]


@pytest.mark.parametrize("path", ["getSpeciesTax?Colour=blue", f"getDicomTags?SeriesUID={MOUSE}&format=json"])
def test_unknown_parameters_are_ignored(advanced: httpx.Client, path: str) -> None:
    assert advanced.get(f"/{path}").status_code == 200


# Manifests


def test_a_manifest_repeats_what_it_is_given(advanced: httpx.Client) -> None:
    response = advanced.post("/getManifestTextV2", data={"list": [MOUSE, "1.2.3"], "includeAnnotation": "true"})

    lines = response.text.splitlines()
    assert response.headers["content-type"] == "application/x-nbia-manifest-file"
    assert lines[1:3] == ["includeAnnotation=true", "noOfrRetry=4"]
    assert lines[4:] == ["manifestVersion=3.0", "ListOfSeriesToDownload=", MOUSE, "1.2.3"]


def test_a_manifest_without_a_word_about_annotations_is_a_500(advanced: httpx.Client) -> None:
    assert advanced.post("/getManifestTextV2", data={"list": MOUSE}).status_code == 500


def test_a_collection_has_a_manifest(advanced: httpx.Client, series_of_victre: list[StoredSeries]) -> None:
    response = advanced.post("/getManifestForCollection", data={"collection": "VICTRE"})

    assert response.text.splitlines()[6:] == [series.uid for series in series_of_victre]


@pytest.fixture
def series_of_victre(server: ReferenceServer) -> list[StoredSeries]:
    return server.archive.all_series("VICTRE")


# Drill-downs, which version 4 cannot do


def keys_of(server: ReferenceServer, *uids: str) -> list[str]:
    """Return the numbers that the index has for series."""
    found = (server.archive.query("SELECT id FROM series WHERE uid = ?", [uid]) for uid in uids)
    return [str(key) for ((key,),) in found]


def test_studies_are_found_by_the_numbers_of_their_series(server: ReferenceServer, advanced: httpx.Client) -> None:
    form = {"list": keys_of(server, LUNG, MOUSE)}

    studies = advanced.post("/getStudyDrillDown", data=form).json()

    assert list(studies[0]) == ["studyId", "date", "description", "id", "study_id", "excludeCommercial", "seriesList"]
    assert [series["seriesUID"] for study in studies for series in study["seriesList"]] == [LUNG, MOUSE]
    assert (studies[0]["studyId"], studies[0]["date"]) == ("1.3.6.1.4.1.9328.50.1.2", "01-01-2000")


def test_studies_are_found_by_the_identifiers_of_their_series(advanced: httpx.Client) -> None:
    by_uid = advanced.post("/getStudyDrillDownWithSeriesIds", data={"list": [LUNG, MOUSE]}).json()

    assert [series["seriesUID"] for study in by_uid for series in study["seriesList"]] == [LUNG, MOUSE]


@pytest.mark.parametrize("name", ["getStudyDrillDown", "getStudyDrillDownWithSeriesIds"])
def test_nothing_asked_for_is_nothing_found(advanced: httpx.Client, name: str) -> None:
    assert advanced.post(f"/{name}", data={"x": ""}).text == "[]"


def test_a_number_that_is_none_is_a_500(advanced: httpx.Client) -> None:
    assert advanced.post("/getStudyDrillDown", data={"list": MOUSE}).status_code == 500


def test_hidden_series_have_no_studies(server: ReferenceServer, advanced: httpx.Client) -> None:
    assert advanced.post("/getStudyDrillDown", data={"list": keys_of(server, HIDDEN)}).text == "[]"
