"""The manifests of version 4."""

from collections.abc import Iterator
from datetime import datetime

import httpx
import pytest

from tests.reference_server import MOUSE, ReferenceServer

MOMENT = datetime(2026, 1, 2, 3, 4, 5)
SERVER = "downloadServerUrl=https://nbia.cancerimagingarchive.net/nbia-download/servlet/DownloadServlet"


@pytest.fixture(scope="module")
def still_server() -> Iterator[ReferenceServer]:
    with ReferenceServer(clock=lambda: MOMENT) as server:
        yield server


@pytest.fixture
def still(still_server: ReferenceServer) -> Iterator[httpx.Client]:
    """Asks version 4 of a server whose clock stands still."""
    with httpx.Client(base_url=still_server.url("v4"), timeout=60) as http:
        yield http


def lines(response: httpx.Response) -> list[str]:
    """Return the lines behind the six of each manifest."""
    head, _newline, rest = response.text.partition("ListOfSeriesToDownload=\n")
    assert head.count("\n") == 5
    return rest.splitlines()


def test_a_manifest_repeats_what_it_is_given_line_by_line(still: httpx.Client) -> None:
    response = still.post("/getManifestText", data={"list": [MOUSE, "1,2", "what?"], "includeAnnotation": "true"})

    assert response.headers["content-type"] == "application/x-nbia-manifest-file"
    assert "content-disposition" not in response.headers
    assert response.text == (
        f"{SERVER}\nincludeAnnotation=true\nnoOfrRetry=4\n"
        f"databasketId=manifest-{int(MOMENT.timestamp() * 1000)}.tcia\nmanifestVersion=3.0\nListOfSeriesToDownload=\n"
        f"{MOUSE}\n1,2\nwhat?\n"
    )


def test_a_manifest_of_texts_must_know_about_annotations(v4: httpx.Client) -> None:
    response = v4.post("/getManifestText", data={"list": MOUSE})

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")


def test_a_manifest_of_nothing_has_six_lines(v4: httpx.Client) -> None:
    assert lines(v4.post("/getManifestText", data={"includeAnnotation": "false"})) == []
    assert lines(v4.post("/getManifestForCollection", data={"collection": "none"})) == []
    assert lines(v4.post("/getManifestFromPatientStudySeries", data={"patientIDs": "none"})) == []


@pytest.mark.parametrize(
    "path",
    ["getManifestText", "getManifestForCollection", "getManifestFromPatientStudySeries", "getManifestForSimpleSearch"],
)
def test_manifests_are_declared_as_text_and_sent_as_something_else(v4: httpx.Client, path: str) -> None:
    fields = {"includeAnnotation": "false", "seriesUIDs": "1"}
    order = {"sortField": "subject", "sortDirection": "ascending", "start": "0", "size": "1"}

    refused, accepted = (
        v4.post(f"/{path}", data=fields | order, headers={"Accept": accept})
        for accept in ("application/x-nbia-manifest-file", "text/plain")
    )

    assert (refused.status_code, refused.headers["content-type"]) == (500, "text/plain")
    assert accepted.headers["content-type"] == "application/x-nbia-manifest-file"


@pytest.mark.parametrize(("visibility", "count"), [([], 5), (["1"], 5), (["13"], 6), (["0"], 1), (["1", "0"], 6)])
def test_a_manifest_of_a_collection_lists_what_is_visible_or_all(
    v4: httpx.Client, visibility: list[str], count: int
) -> None:
    data = {"collection": "TCGA-PRAD", "visibility": visibility}

    assert len(lines(v4.post("/getManifestForCollection", data=data))) == count


def test_a_manifest_of_a_collection_asks_nobody_and_has_its_name(still: httpx.Client) -> None:
    response = still.post("/getManifestForCollection", data={"collection": "Restricted-Faces"})

    assert "\ndatabasketId=Restricted-Faces-2026-01-02_03-04.tcia\n" in response.text
    assert len(lines(response)) == 1


def test_collections_of_manifests_are_spelled_exactly(v4: httpx.Client) -> None:
    assert lines(v4.post("/getManifestForCollection", data={"collection": "tcga-prad"})) == []


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ({"patientIDs": "0012,MA0417"}, 4),
        ({"patientIDs": "ma0417"}, 0),
        ({"seriesUIDs": MOUSE}, 1),
        ({"seriesUIDs": MOUSE, "patientIDs": "0012", "anyOrAll": "all"}, 3),
        ({"seriesUIDs": "", "patientIDs": "0012"}, 2),
        ({"anyOrAll": "any"}, 53),
    ],
)
def test_a_manifest_lists_what_any_of_three_lists_names(v4: httpx.Client, data: dict[str, str], count: int) -> None:
    assert len(lines(v4.post("/getManifestFromPatientStudySeries", data=data))) == count
