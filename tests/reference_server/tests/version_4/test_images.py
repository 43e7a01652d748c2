"""The images of version 4."""

import hashlib
import zipfile
from datetime import date

import httpx
import pytest

from tests.reference_server import MOUSE, ReferenceServer, faults
from tests.reference_server.known_uids import BLANK_DIGEST, HIDDEN, LOST_FILE, RESTRICTED
from tests.reference_server.tests.archives import archive_of

IMAGES = f"/getImage?SeriesInstanceUID={MOUSE}"
PLAIN_NAMES = [f"0000000{number}.dcm" for number in range(1, 9)]
NEW_NAMES = [f"1-{number}.dcm" for number in range(1, 9)]
NOT_GRANTED = (
    "The user has not been granted the access to image with given SeriesInstanceUID,{}."
    " Please contact System Admin to resolve this issue."
)


def digests_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the rows of ``md5hashes.csv``."""
    lines = archive.read("md5hashes.csv").decode().splitlines()
    assert lines[0] == "Filename,MD5Hash"
    return dict(line.split(",") for line in lines[1:])


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("", ["LICENSE", *PLAIN_NAMES]),
        ("&NewFileNames=no&IncludeMD5=true", ["LICENSE", *PLAIN_NAMES]),
        ("&NewFileNames=Yes", ["LICENSE", *NEW_NAMES]),
        ("&IncludeMD5=yes", ["LICENSE", *PLAIN_NAMES, "md5hashes.csv"]),
        ("&IncludeMD5=YES&NewFileNames=yEs", ["LICENSE", *NEW_NAMES, "md5hashes.csv"]),
    ],
)
def test_archives_have_the_licence_first_and_digests_last(v4: httpx.Client, options: str, names: list[str]) -> None:
    response = v4.get(f"{IMAGES}{options}")

    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == f'attachment; filename="{MOUSE}.zip"'
    assert archive_of(response).namelist() == names


@pytest.mark.parametrize("options", ["", "&NewFileNames=Yes"])
def test_digests_are_those_of_the_names_in_the_same_archive(v4: httpx.Client, options: str) -> None:
    archive = archive_of(v4.get(f"{IMAGES}&IncludeMD5=Yes{options}"))

    assert digests_of(archive) == {
        name: hashlib.md5(archive.read(name)).hexdigest() for name in archive.namelist() if name.endswith(".dcm")
    }


def test_an_archive_with_hashes_of_the_other_path_has_no_licence(v4: httpx.Client) -> None:
    archive = archive_of(v4.get(f"/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}"))

    assert archive.namelist() == [*PLAIN_NAMES, "md5hashes.csv"]


@pytest.mark.parametrize("options", ["", "&IncludeMD5=Yes"])
def test_an_image_without_a_digest_ends_the_archive(server: ReferenceServer, v4: httpx.Client, options: str) -> None:
    server.inject(faults.no_digest(2))

    response = v4.get(f"{IMAGES}{options}")

    assert response.status_code == 200
    assert archive_of(response).namelist() == ["LICENSE", *PLAIN_NAMES[:2]]


def test_under_new_names_it_leaves_an_empty_digest(server: ReferenceServer, v4: httpx.Client) -> None:
    server.inject(faults.no_digest(2))

    archive = archive_of(v4.get(f"{IMAGES}&IncludeMD5=Yes&NewFileNames=Yes"))

    assert archive.namelist() == ["LICENSE", *NEW_NAMES, "md5hashes.csv"]
    assert digests_of(archive)["1-3.dcm"] == ""


@pytest.mark.parametrize("folder", ["v1", "v4"])
def test_where_all_digests_are_needed_it_empties_the_archive(server: ReferenceServer, folder: str) -> None:
    server.inject(faults.no_digest(2))

    response = httpx.get(f"{server.url(folder)}/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}")

    assert (response.status_code, archive_of(response).namelist()) == (200, [])


def test_a_blank_digest_is_a_digest(v4: httpx.Client) -> None:
    archive = archive_of(v4.get(f"/getImage?SeriesInstanceUID={BLANK_DIGEST}&IncludeMD5=Yes"))

    assert list(digests_of(archive).values()).count(" ") == 1


def test_a_lost_file_ends_the_archive(server: ReferenceServer, v4: httpx.Client) -> None:
    archive = archive_of(v4.get(f"/getImage?SeriesInstanceUID={LOST_FILE}&IncludeMD5=Yes"))

    assert len(archive.namelist()) == 1 + 7
    assert "md5hashes.csv" not in archive.namelist()


@pytest.mark.parametrize("endpoint", ["getImage", "getImageWithMD5Hash"])
@pytest.mark.parametrize("uid", [HIDDEN, RESTRICTED, "1.2.3", ""])
def test_what_nobody_may_have_is_refused_in_the_words_of_version_4(v4: httpx.Client, endpoint: str, uid: str) -> None:
    response = v4.get(f"/{endpoint}?SeriesInstanceUID={uid}")

    assert (response.status_code, response.headers["content-type"]) == (400, "application/json")
    assert response.text == NOT_GRANTED.format(uid)


def test_before_december_2025_no_digests_could_be_asked_for() -> None:
    with ReferenceServer(version_4_built=date(2025, 11, 25)) as server:
        refused = httpx.get(f"{server.url('v4')}{IMAGES}&IncludeMD5=Yes")
        plain = httpx.get(f"{server.url('v4')}{IMAGES}")

    assert refused.status_code == 400
    assert refused.text.startswith("Invalid query parameter: 'IncludeMD5'. Allowed parameters are: [")
    assert plain.status_code == 200


def test_single_images_are_files(server: ReferenceServer, v4: httpx.Client) -> None:
    image = server.archive.images(MOUSE)[0]

    response = v4.get(f"/getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID={image.sop_uid}")

    assert response.headers["content-type"] == "application/dicom"
    assert response.headers["content-disposition"] == f"attachment; filename={image.sop_uid}.dcm"
    assert response.content == image.path.read_bytes()


def test_an_unknown_single_image_is_a_failure(v4: httpx.Client) -> None:
    response = v4.get(f"/getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID=1")

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain")


# Archives of the other paths


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("", NEW_NAMES),
        ("&MD5Verification=true", [*NEW_NAMES, "md5hashes.csv"]),
        ("&MD5Verification=yes&IncludeAnnotation=true", NEW_NAMES),
    ],
)
def test_an_archive_of_images_alone_has_new_names(v4: httpx.Client, options: str, names: list[str]) -> None:
    archive = archive_of(v4.get(f"/getDCMImage?SeriesInstanceUID={MOUSE}{options}"))

    assert archive.namelist() == names


def test_its_digests_are_in_the_order_of_the_images(v4: httpx.Client) -> None:
    archive = archive_of(v4.get(f"/getDCMImage?SeriesInstanceUID={MOUSE}&MD5Verification=true"))

    assert list(digests_of(archive)) == NEW_NAMES


def test_annotations_stand_behind_the_digests(server: ReferenceServer, v4: httpx.Client) -> None:
    uid = server.archive.all_series("Pancreatic-CT-CBCT-SEG")[0].uid

    archive = archive_of(v4.get(f"/getDCMImage?SeriesInstanceUID={uid}&MD5Verification=true&IncludeAnnotation=true"))

    assert archive.namelist()[-2:] == ["md5hashes.csv", f"{uid}.xml"]
    assert archive.infolist()[-1].file_size == 20480


def test_it_refuses_in_the_words_of_version_1(v4: httpx.Client) -> None:
    response = v4.get("/getDCMImage?SeriesInstanceUID=1.2")

    assert response.status_code == 400
    assert response.text == "Image with given SeriesInstanceUID,1.2, is not in public domain."


@pytest.mark.parametrize("uid", [MOUSE, RESTRICTED, "1"])
def test_the_second_store_has_nothing_and_asks_nobody(v4: httpx.Client, uid: str) -> None:
    response = v4.get(f"/getImageOther?SeriesInstanceUID={uid}")

    assert (response.status_code, archive_of(response).namelist()) == (200, [])
