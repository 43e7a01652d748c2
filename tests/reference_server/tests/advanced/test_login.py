"""Which paths of the Advanced API want to know who asks."""

import httpx
import pytest

from tests.reference_server import MOUSE, MOUSE_IMAGE, ReferenceServer
from tests.reference_server.advanced import ADVANCED

PAGE = {"sortField": "subject", "sortDirection": "ascending", "start": "0", "size": "100"}


ASKING = [
    ("GET", "getCollectionValuesAndCounts", {}),
    ("GET", "getModalityValuesAndCounts", {}),
    ("GET", "getBodyPartValuesAndCounts", {}),
    ("GET", "getManufacturerValuesAndCounts", {}),
    ("GET", "getSpeciesValuesAndCounts", {}),
    ("GET", "getRoles", {}),
    ("POST", "getTextSearch", {"textValue": "CHEST"}),
    (
        "POST",
        "getTextSearchPaged",
        {"textValue": "CHEST", "start": "0", "size": "1", "sortField": "subject", "sortDirection": "ascending"},
    ),
    ("POST", "getSeriesMetadata2", {"list": MOUSE}),
    ("POST", "getSeriesMetadata3", {"list": MOUSE}),
    ("POST", "createSharedList", {"list": MOUSE, "name": "nobody's"}),
    ("POST", "deleteSharedList", {"name": "nbia-54241629300063058"}),
    ("GET", "getSpeciesTax", {}),
    ("GET", "getMinMaxTimepoints", {}),
    ("GET", "getManufacturerTree", {}),
    ("GET", "getCollectionDescriptions", {}),
    ("GET", "getCollectionSite", {}),
    ("GET", f"getDicomTags?SeriesUID={MOUSE}", {}),
    ("GET", "getDicomTagsByImageID?imageID=1", {}),
    ("POST", "getCollectionOrSeriesForDOI", {"DOI": ""}),
    ("POST", "getSimpleSearchWithModalityAndBodyPartPaged", PAGE),
    ("POST", "getManifestForSimpleSearch", PAGE),
    ("POST", "getRestrictionsForSimpleSearch", PAGE),
    ("POST", "getManifestForTextSearch", {"textValue": "CHEST"}),
    ("POST", "getRestrictionsForTextSearch", {"textValue": "CHEST"}),
    ("POST", "getMD5Hierarchy", {"SeriesInstanceUID": MOUSE}),
    ("POST", "getThumbnail", {"seriesUID": MOUSE, "objectUID": MOUSE_IMAGE}),
    ("POST", "getCartData", {"list": "1"}),
    ("POST", "getStudyDrillDown", {"list": "1"}),
    ("POST", "getStudyDrillDownWithSeriesIds", {"list": MOUSE}),
    ("POST", "getImageDrillDown", {"list": "1"}),
    ("POST", "getSitesForSeries", {"seriesId": MOUSE}),
]
OPEN = [
    ("GET", "getLicenses", {}),
    ("GET", "getVisibilities", {}),
    ("GET", "hostName", {}),
    ("GET", "up", {}),
    ("POST", "getSharedList", {"nameValue": "nbia-54241629300063058"}),
    ("POST", "getManifestTextV2", {"list": MOUSE, "includeAnnotation": "true"}),
    ("POST", "getManifestForCollection", {"collection": "VICTRE"}),
    ("POST", "getManifestFromPatientStudySeries", {"seriesUIDs": MOUSE}),
    ("POST", "getSite", {"collectionName": "VICTRE", "siteName": "VICTRE"}),
]


def ask(server: ReferenceServer, method: str, path: str, form: dict[str, str], header: str | None) -> httpx.Response:
    headers = {} if header is None else {"Authorization": header}
    return httpx.request(
        method, f"{server.url('')}/{path}", data=form or None, headers=headers, timeout=60, verify=False
    )


def name(path: str) -> str:
    return path.partition("?")[0]


@pytest.mark.parametrize(("method", "path", "form"), ASKING, ids=[name(path) for _, path, _ in ASKING])
def test_most_paths_want_to_know_who_asks(
    server: ReferenceServer, method: str, path: str, form: dict[str, str]
) -> None:
    nobody = ask(server, method, path, form, None)
    wrong = ask(server, method, path, form, "Bearer nonsense")

    assert (nobody.status_code, nobody.text) == (500, "Server was not able to process your request\nnull")
    assert (wrong.status_code, wrong.headers["content-type"]) == (401, "text/html;charset=utf-8")


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [entry for entry in ASKING if "SharedList" not in entry[1]],
    ids=[name(path) for _, path, _ in ASKING if "SharedList" not in path],
)
def test_the_guest_is_answered(server: ReferenceServer, method: str, path: str, form: dict[str, str]) -> None:
    assert ask(server, method, path, form, "Bearer undefined").status_code == 200


@pytest.mark.parametrize(("method", "path", "form"), OPEN, ids=[name(path) for _, path, _ in OPEN])
def test_some_paths_never_look(server: ReferenceServer, method: str, path: str, form: dict[str, str]) -> None:
    assert ask(server, method, path, form, None).status_code == 200
    assert ask(server, method, path, form, "Bearer nonsense").status_code == 200


def test_every_path_is_one_or_the_other() -> None:
    asked = [name(path) for _, path, _ in (*ASKING, *OPEN)]

    assert sorted([*asked, "oauth/token", "logout"]) == sorted(endpoint.name for endpoint in ADVANCED.endpoints)
