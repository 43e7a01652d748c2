"""What version 4 tells by the numbers of its database, and the paths that never work."""

import csv
import io

import httpx
import pytest

from tests.reference_server import MOUSE, ReferenceServer

UNABLE = "Server was not able to process your request"


def number_of(server: ReferenceServer, series_uid: str) -> int:
    """Return the number that the database has for a series."""
    ((number,),) = server.archive.query("SELECT id FROM series WHERE uid = ?", [series_uid])
    assert isinstance(number, int)
    return number


def test_carts_are_studies_with_their_series(server: ReferenceServer, v4: httpx.Client) -> None:
    study, *others = v4.post("/getCartData", data={"list": [str(number_of(server, MOUSE))]}).json()

    assert others == []
    assert list(study) == ["studyId", "date", "description", "id", "study_id", "excludeCommercial", "seriesList"]
    assert (study["date"], study["description"], study["excludeCommercial"]) == ("12-24-2010", None, None)
    assert [series["seriesUID"] for series in study["seriesList"]] == [MOUSE]


def test_images_are_drilled_down_to(server: ReferenceServer, v4: httpx.Client) -> None:
    rows = v4.post("/getImageDrillDown", data={"list": [str(number_of(server, MOUSE))]}).json()

    assert len(rows) == 8
    assert list(rows[0]) == [
        *("imagePkId", "contentDate", "contentTime", "seriesPkId", "instanceNumber", "sopInstanceUid"),
        *("seriesInstanceUid", "studyInstanceUid", "size", "fileURI", "project", "siteName", "frameNum"),
        "acquisitionNumber",
    ]
    assert [row["acquisitionNumber"] for row in rows] == [row["instanceNumber"] for row in rows]
    assert rows[0]["frameNum"] is None
    assert rows[0]["fileURI"].endswith(".dcm")


@pytest.mark.parametrize("path", ["getCartData", "getImageDrillDown", "getStudyDrillDown"])
def test_of_nothing_there_is_an_empty_array(v4: httpx.Client, path: str) -> None:
    assert v4.post(f"/{path}", data={"More": "1"}).text == "[]"


@pytest.mark.parametrize("number", [MOUSE, "", "-1", "99999999999999999999"])
@pytest.mark.parametrize("path", ["getCartData", "getImageDrillDown"])
def test_what_is_no_number_is_a_failure(v4: httpx.Client, path: str, number: str) -> None:
    response = v4.post(f"/{path}", data={"list": number})

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")


@pytest.mark.parametrize("path", ["getStudyDrillDown", "getStudyDrillDownWithSeriesIds"])
def test_studies_are_never_drilled_down_to(v4: httpx.Client, path: str) -> None:
    response = v4.post(f"/{path}", data={"list": "1"})

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")
    assert response.text.startswith(f"{UNABLE}\n")


def test_deletion_is_for_administrators(v4: httpx.Client) -> None:
    response = v4.get("/getSeriesForDeletion?Nothing=1")

    assert (response.status_code, response.headers["content-type"]) == (401, "application/json")
    assert response.text == "Insufficiant Privileges"


def test_combined_metadata_have_more_values_than_headings(v4: httpx.Client) -> None:
    response = v4.post("/getSeriesMetadataCombined", data={"list": MOUSE})

    headings, row = csv.reader(io.StringIO(response.text))
    assert response.headers["content-type"] == "text/csv"
    assert (len(headings), len(row)) == (35, 38)
    assert headings[0] == "Patient ID"


def test_combined_metadata_need_series(v4: httpx.Client) -> None:
    response = v4.post("/getSeriesMetadataCombined", data={"format": "csv"})

    assert response.status_code == 400
    assert response.text == "A form parameter, list, containing at least one SeriesInstanceUID is required."
