"""The reference server's images: ZIP archives as NBIA streams them, and single files."""

import hashlib
import io
from collections.abc import Iterator

import httpx
import pydicom
import pytest

from tests.reference_server import LUNG, MOUSE, MOUSE_IMAGE, ReferenceServer
from tests.reference_server.known_uids import BLANK_DIGEST, HIDDEN, LOST_FILE, RESTRICTED
from tests.reference_server.tests.archives import archive_of

PET = "1.3.6.1.4.1.14519.5.2.1.6919.4624.313514201353787659031503464798"
MAMMOGRAM = "1.3.6.1.4.1.9590.100.1.2.374115997511889073021386151921807063992"
ONE_IMAGE = "2.25.204589396118861498869537257659369330951"
UNNUMBERED = "2.25.9607049201094040686934940303494704972"
DYNAMIC = "2.25.273797660863955883553217487273666709496"


@pytest.fixture(scope="module")
def server() -> Iterator[ReferenceServer]:
    with ReferenceServer() as server:
        yield server


@pytest.fixture(scope="module")
def client(server: ReferenceServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base_url) as client:
        yield client


def test_images_come_in_a_chunked_zip_named_after_the_series(client: httpx.Client) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={LUNG}")

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == f'attachment; filename="{LUNG}.zip"'
    assert response.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in response.headers


def test_the_licence_comes_first_and_images_are_numbered(client: httpx.Client) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={MOUSE}")

    assert archive_of(response).namelist() == [
        "LICENSE",
        "00000001.dcm",
        "00000002.dcm",
        "00000003.dcm",
        "00000004.dcm",
        "00000005.dcm",
        "00000006.dcm",
        "00000007.dcm",
        "00000008.dcm",
    ]


def test_the_licence_names_collection_and_terms(client: httpx.Client) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={LUNG}")

    assert archive_of(response).read("LICENSE").decode().splitlines()[:2] == [
        "The images of the collection RIDER Pilot are published under: "
        "Creative Commons Attribution 3.0 Unported License",
        "http://creativecommons.org/licenses/by/3.0/",
    ]


def test_sizes_stand_behind_the_entries(client: httpx.Client) -> None:
    content = client.get(f"/getImage?SeriesInstanceUID={LUNG}").content

    # Signature, version 20, flags 0x0808, deflate; then time and date; then no CRC and no sizes.
    assert content[:10] == b"PK\x03\x04\x14\x00\x08\x08\x08\x00"
    assert content[14:30] == b"\x00" * 12 + b"\x07\x00\x00\x00"
    assert b"PK\x07\x08" in content
    assert archive_of(httpx.Response(200, content=content)).testzip() is None


def test_a_range_is_ignored(client: httpx.Client) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={MOUSE}", headers={"Range": "bytes=0-99"})

    assert response.status_code == 200
    assert "accept-ranges" not in response.headers
    assert archive_of(response).testzip() is None


def test_head_of_images_has_the_headers_only(client: httpx.Client) -> None:
    response = client.head(f"/getImage?SeriesInstanceUID={MOUSE}")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-type"] == "application/octet-stream"


def test_digests_come_last_and_without_a_licence(client: httpx.Client) -> None:
    names = archive_of(client.get(f"/getImageWithMD5Hash?SeriesInstanceUID={PET}")).namelist()

    assert (len(names), names[0], names[-2], names[-1]) == (
        61,
        "00000001.dcm",
        "00000060.dcm",
        "md5hashes.csv",
    )


def test_digests_are_not_sorted(client: httpx.Client) -> None:
    archive = archive_of(client.get(f"/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}"))

    lines = archive.read("md5hashes.csv").decode().split("\n")
    assert [line[:12] for line in lines] == [
        "Filename,MD5",
        "00000006.dcm",
        "00000005.dcm",
        "00000007.dcm",
        "00000003.dcm",
        "00000008.dcm",
        "00000004.dcm",
        "00000001.dcm",
        "00000002.dcm",
        "",
    ]


def test_digests_are_those_of_the_images(client: httpx.Client) -> None:
    archive = archive_of(client.get(f"/getImageWithMD5Hash?SeriesInstanceUID={MAMMOGRAM}"))

    digest = hashlib.md5(archive.read("00000001.dcm")).hexdigest()
    assert archive.read("md5hashes.csv").decode() == f"Filename,MD5Hash\n00000001.dcm,{digest}\n"


def test_a_digest_may_be_a_blank(client: httpx.Client) -> None:
    archive = archive_of(client.get(f"/getImageWithMD5Hash?SeriesInstanceUID={BLANK_DIGEST}"))

    assert "00000004.dcm, \n" in archive.read("md5hashes.csv").decode()


def test_md5_archives_ignore_new_file_names(client: httpx.Client) -> None:
    response = client.get(f"/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}&NewFileNames=Yes")

    assert archive_of(response).namelist()[0] == "00000001.dcm"


def test_new_file_names_of_one_acquisition_count_instances(client: httpx.Client) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={PET}&NewFileNames=yEs")

    names = archive_of(response).namelist()
    assert (names[0], names[1], names[10], names[60]) == ("LICENSE", "1-01.dcm", "1-10.dcm", "1-60.dcm")


def test_new_file_names_count_every_change_of_the_acquisition(client: httpx.Client) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={DYNAMIC}&NewFileNames=Yes")

    assert archive_of(response).namelist() == [
        "LICENSE",
        "01-1.dcm",
        "02-1.dcm",
        "03-1.dcm",
        "04-1.dcm",
        "05-1.dcm",
        "06-1.dcm",
        "07-1.dcm",
        "08-1.dcm",
        "09-1.dcm",
        "10-1.dcm",
        "11-1.dcm",
        "12-1.dcm",
    ]


def test_new_file_names_follow_the_instance_numbers(client: httpx.Client) -> None:
    stored = archive_of(client.get(f"/getImage?SeriesInstanceUID={DYNAMIC}"))
    renamed = archive_of(client.get(f"/getImage?SeriesInstanceUID={DYNAMIC}&NewFileNames=Yes"))

    assert pydicom.dcmread(io.BytesIO(renamed.read("01-1.dcm"))).InstanceNumber == 1
    assert pydicom.dcmread(io.BytesIO(renamed.read("12-1.dcm"))).InstanceNumber == 12
    assert pydicom.dcmread(io.BytesIO(stored.read("00000001.dcm"))).InstanceNumber == 4


def test_images_without_an_instance_number_come_first(client: httpx.Client) -> None:
    archive = archive_of(client.get(f"/getImage?SeriesInstanceUID={UNNUMBERED}&NewFileNames=Yes"))

    assert pydicom.dcmread(io.BytesIO(archive.read("1-01.dcm"))).InstanceNumber is None
    assert pydicom.dcmread(io.BytesIO(archive.read("1-02.dcm"))).InstanceNumber == 2


@pytest.mark.parametrize("value", ["No", "true", "1", ""])
def test_any_other_new_file_names_are_a_no(client: httpx.Client, value: str) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={MOUSE}&NewFileNames={value}")

    assert archive_of(response).namelist()[1] == "00000001.dcm"


def test_a_lost_file_makes_a_short_archive_that_is_valid(client: httpx.Client) -> None:
    announced = client.get(f"/getSeriesSize?SeriesInstanceUID={LOST_FILE}").json()[0]["ObjectCount"]
    response = client.get(f"/getImage?SeriesInstanceUID={LOST_FILE}")

    archive = archive_of(response)
    assert (response.status_code, announced) == (200, 12)
    assert archive.testzip() is None
    assert archive.namelist() == [
        "LICENSE",
        "00000001.dcm",
        "00000002.dcm",
        "00000003.dcm",
        "00000004.dcm",
        "00000005.dcm",
        "00000006.dcm",
        "00000007.dcm",
    ]


def test_a_lost_file_costs_the_digests_too(client: httpx.Client) -> None:
    response = client.get(f"/getImageWithMD5Hash?SeriesInstanceUID={LOST_FILE}")

    assert response.status_code == 200
    assert archive_of(response).namelist()[-1] == "00000007.dcm"


@pytest.mark.parametrize("endpoint", ["getImage", "getImageWithMD5Hash"])
def test_images_need_a_series(client: httpx.Client, endpoint: str) -> None:
    response = client.get(f"/{endpoint}")

    assert response.status_code == 400
    assert response.headers["content-type"] == "application/json"
    assert response.text == "A parameter, SeriesInstanceUID, is required for this API call."


@pytest.mark.parametrize("uid", ["1.2.3", "", HIDDEN, RESTRICTED])
def test_unknown_hidden_and_restricted_series_are_refused_alike(client: httpx.Client, uid: str) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={uid}")

    assert response.status_code == 400
    assert response.text == f"Image with given SeriesInstanceUID,{uid}, is not in public domain."


def test_a_refusal_repeats_whatever_it_was_asked_for(client: httpx.Client) -> None:
    response = client.get("/getImage?SeriesInstanceUID=%C4%80%0D%0A%22%FF")

    assert response.status_code == 400
    assert response.text == 'Image with given SeriesInstanceUID,Ā\r\n"\ufffd, is not in public domain.'


def test_images_refuse_to_be_json(client: httpx.Client) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={MOUSE}", headers={"Accept": "application/json"})

    assert response.text == "Server was not able to process your request\nHTTP 406 Not Acceptable"


def test_a_single_image_is_a_dicom_file_with_an_unquoted_name(client: httpx.Client) -> None:
    response = client.get(f"/getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID={MOUSE_IMAGE}")

    assert (response.status_code, response.headers["content-type"]) == (200, "application/dicom")
    assert response.headers["content-disposition"] == f"attachment; filename={MOUSE_IMAGE}.dcm"
    assert pydicom.dcmread(io.BytesIO(response.content)).SOPInstanceUID == MOUSE_IMAGE


def test_a_single_image_needs_both_identifiers(client: httpx.Client) -> None:
    response = client.get(f"/getSingleImage?SeriesInstanceUID={MOUSE}")

    assert response.status_code == 400
    assert response.text.startswith("A parameter, SeriesInstanceUID and SOPInstanceUID, are required for")


@pytest.mark.parametrize("series", [MOUSE, "1.2.3", RESTRICTED])
def test_an_unknown_single_image_is_a_500(client: httpx.Client, series: str) -> None:
    response = client.get(f"/getSingleImage?SeriesInstanceUID={series}&SOPInstanceUID=1.2.3")

    assert response.status_code == 500
    assert response.headers["content-type"] == "text/plain"
    assert response.text == "Server was not able to process your request\nnull"


def test_a_lost_single_image_is_a_500(client: httpx.Client, server: ReferenceServer) -> None:
    lost = server.archive.images(LOST_FILE)[7].sop_uid

    response = client.get(f"/getSingleImage?SeriesInstanceUID={LOST_FILE}&SOPInstanceUID={lost}")

    assert response.status_code == 500


def test_single_images_of_hidden_series_are_shown(client: httpx.Client, server: ReferenceServer) -> None:
    image = server.archive.images(HIDDEN)[0].sop_uid

    response = client.get(f"/getSingleImage?SeriesInstanceUID={HIDDEN}&SOPInstanceUID={image}")

    assert (response.status_code, response.content[128:132]) == (200, b"DICM")


def test_a_single_image_of_more_than_8192_bytes_is_chunked(client: httpx.Client) -> None:
    response = client.get(f"/getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID={MOUSE_IMAGE}")

    assert len(response.content) > 8192
    assert response.headers["transfer-encoding"] == "chunked"


def test_an_archive_of_up_to_8192_bytes_has_a_length(client: httpx.Client) -> None:
    response = client.get(f"/getImage?SeriesInstanceUID={ONE_IMAGE}")

    assert len(response.content) < 8192
    assert int(response.headers["content-length"]) == len(response.content)
