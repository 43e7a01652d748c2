"""What version 4 shows of single images: tags, previews and digests."""

import hashlib
import io

import httpx
import pytest
from matplotlib.image import imread
from pydicom import dcmread

from tests.reference_server import MOUSE, ReferenceServer
from tests.reference_server.known_uids import HIDDEN, RESTRICTED

UNABLE = "Server was not able to process your request"

# Tags


def test_tags_are_those_of_the_file_and_then_of_the_image(v4: httpx.Client) -> None:
    response = v4.get(f"/getDicomTags?SeriesUID={MOUSE}")

    rows = response.json()
    assert response.headers["content-type"] == "application/json"
    assert [row["element"] for row in rows[:2]] == ["(0002,0000)", "(0002,0001)"]
    assert {"element": "(0008,0060)", "name": "Modality", "data": "MR"} in rows
    assert "(7FE0,0010)" not in response.text


def test_items_of_sequences_are_indented_and_sequences_have_an_end(server: ReferenceServer, v4: httpx.Client) -> None:
    series = next(series for series in server.archive.all_series("ICDC-Glioma") if series.modality == "SEG")

    rows = v4.get(f"/getDicomTags?SeriesUID={series.uid}").json()

    names = [(row["element"], row["name"]) for row in rows]
    assert ("(0008,1115)", "Referenced Series Sequence") in names
    assert ("(0008,1115)", "End Referenced Series Sequence") in names
    assert names.index((">(0020,000E)", "Series Instance UID")) < names.index(
        ("(0008,1115)", "End Referenced Series Sequence")
    )
    assert any(element.startswith(">>(") for element, _name in names)


@pytest.mark.parametrize(
    ("query", "uid"),
    [(f"?SeriesUID={HIDDEN}", HIDDEN), (f"?SeriesUID={RESTRICTED}", RESTRICTED), ("?SeriesUID=1", "1"), ("", "null")],
)
def test_tags_of_series_that_nobody_may_see_are_refused(v4: httpx.Client, query: str, uid: str) -> None:
    response = v4.get(f"/getDicomTags{query}")

    assert (response.status_code, response.headers["content-type"]) == (400, "application/json")
    assert response.text == (
        f"The user has not been granted the access to image with given SeriesInstanceUID,{uid}."
        " Please contact System Admin to resolve this issue."
    )


def test_tags_of_an_image_go_by_its_number_whoever_may_see_it(server: ReferenceServer, v4: httpx.Client) -> None:
    ((key,),) = server.archive.query(
        "SELECT min(image.id) FROM image JOIN series ON series.id = image.series WHERE series.uid = ?", [RESTRICTED]
    )

    assert RESTRICTED in v4.get(f"/getDicomTagsByImageID?imageID={key}").text


def test_an_image_whose_file_is_lost_has_no_tags(server: ReferenceServer, v4: httpx.Client) -> None:
    keys = {
        key: (server.archive.directory / str(path)).exists()
        for key, path in server.archive.query("SELECT id, path FROM image")
    }
    (lost,) = (key for key, exists in keys.items() if not exists)

    response = v4.get(f"/getDicomTagsByImageID?imageID={lost}")

    assert (response.status_code, response.text) == (500, f"{UNABLE} file not found")


@pytest.mark.parametrize("query", ["?imageID=1000000", "?imageID=-1", ""])
def test_an_unknown_image_has_no_tags(v4: httpx.Client, query: str) -> None:
    response = v4.get(f"/getDicomTagsByImageID{query}")

    assert (response.status_code, response.text) == (500, f"{UNABLE} image not found")


@pytest.mark.parametrize("key", ["first", "", "1.0", "99999999999999999999"])
def test_an_image_without_a_number_is_no_path(v4: httpx.Client, key: str) -> None:
    response = v4.get(f"/getDicomTagsByImageID?imageID={key}")

    assert (response.status_code, response.text) == (500, f"{UNABLE}\nHTTP 404 Not Found")


# Previews


def test_previews_are_pictures(server: ReferenceServer, v4: httpx.Client) -> None:
    stored = server.archive.images(MOUSE)[0]

    response = v4.post("/getThumbnail", data={"seriesUID": MOUSE, "objectUID": stored.sop_uid, "More": "1"})

    picture = imread(io.BytesIO(response.content), format="jpeg")
    assert (response.status_code, response.headers["content-type"]) == (200, "image/jpeg")
    assert response.content.startswith(b"\xff\xd8\xff")
    assert picture.shape[:2] == dcmread(stored.path).pixel_array.shape


@pytest.mark.parametrize(("series", "image"), [(MOUSE, "1"), ("1", "1"), (RESTRICTED, None)])
def test_there_is_no_preview_of_what_is_unknown_or_not_public(
    server: ReferenceServer, v4: httpx.Client, series: str, image: str | None
) -> None:
    sop_uid = image or server.archive.images(series)[0].sop_uid

    response = v4.post("/getThumbnail", data={"seriesUID": series, "objectUID": sop_uid})

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")


def test_structures_have_no_preview(server: ReferenceServer, v4: httpx.Client) -> None:
    series = next(series for series in server.archive.all_series("4D-Lung") if series.modality == "RTSTRUCT")
    data = {"seriesUID": series.uid, "objectUID": server.archive.images(series.uid)[0].sop_uid}

    assert v4.post("/getThumbnail", data=data).status_code == 500


def test_of_a_preview_the_address_is_checked_in_the_words_for_a_query(v4: httpx.Client) -> None:
    response = v4.post("/getThumbnail?Nothing=1", data={"seriesUID": MOUSE})

    assert response.status_code == 400
    assert response.text.startswith("Invalid query parameter: 'Nothing'. Allowed parameters are: [")


# Digests


def test_a_digest_is_that_of_the_stored_file(server: ReferenceServer, v4: httpx.Client) -> None:
    stored = server.archive.images(MOUSE)[0]

    response = v4.get(f"/getMD5HashForImage?SOPInstanceUID={stored.sop_uid}")

    assert response.headers["content-type"] == "text/plain"
    assert response.text == hashlib.md5(stored.path.read_bytes()).hexdigest()


@pytest.mark.parametrize("series", [HIDDEN, RESTRICTED])
def test_a_digest_of_what_nobody_may_see_is_nothing(server: ReferenceServer, v4: httpx.Client, series: str) -> None:
    response = v4.get(f"/getMD5HashForImage?SOPInstanceUID={server.archive.images(series)[0].sop_uid}")

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("query", ["", "?SOPInstanceUID=1"])
def test_a_digest_of_an_unknown_image_is_nothing(v4: httpx.Client, query: str) -> None:
    response = v4.get(f"/getMD5HashForImage{query}")

    assert (response.status_code, response.content, response.headers.get("content-type")) == (200, b"", None)


def combined(digests: list[str]) -> str:
    """Return the MD5 of sorted digests."""
    return hashlib.md5("".join(sorted(digests)).encode()).hexdigest()


def test_digests_of_each_level_are_those_of_the_sorted_digests_below(server: ReferenceServer, v4: httpx.Client) -> None:
    series = server.archive.all_series("Mouse-Astrocytoma")
    of_series = [combined([image.digest for image in server.archive.images(one.uid)]) for one in series]
    of_study = combined(of_series)
    of_patient = combined([of_study])

    answers = [
        v4.post("/getMD5Hierarchy", data=data).text
        for data in (
            {"SeriesInstanceUID": series[0].uid},
            {"SeriesInstanceUID": series[0].uid, "StudyInstanceUID": series[0].study_uid},
            {"PatientID": "MA0417", "Collection": "Mouse-Astrocytoma"},
            {"Collection": "Mouse-Astrocytoma"},
        )
    ]

    assert answers == [of_series[0], of_study, of_patient, combined([of_patient])]


def test_the_digest_of_a_series_asks_nobody(server: ReferenceServer, v4: httpx.Client) -> None:
    response = v4.post("/getMD5Hierarchy", data={"SeriesInstanceUID": RESTRICTED})

    assert response.text == combined([image.digest for image in server.archive.images(RESTRICTED)])


@pytest.mark.parametrize(
    "data", [{"SeriesInstanceUID": "1"}, {"Collection": "Restricted-Faces"}, {"PatientID": "MA0417"}]
)
def test_a_digest_of_nothing_is_empty(v4: httpx.Client, data: dict[str, str]) -> None:
    response = v4.post("/getMD5Hierarchy", data=data)

    assert (response.status_code, response.content) == (200, b"")


def test_digests_of_levels_are_declared_as_json_and_sent_as_text(v4: httpx.Client) -> None:
    data = {"SeriesInstanceUID": MOUSE}

    refused = v4.post("/getMD5Hierarchy", data=data, headers={"Accept": "text/plain"})
    accepted = v4.post("/getMD5Hierarchy", data=data, headers={"Accept": "application/json"})

    assert refused.text == f"{UNABLE}\nHTTP 406 Not Acceptable"
    assert accepted.headers["content-type"] == "text/plain"
