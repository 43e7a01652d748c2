"""Faults that the reference server makes on demand."""

import hashlib
import socket
from datetime import UTC, datetime

import httpx
import pytest

from tests.reference_server import MOUSE, MOUSE_IMAGE, ReferenceServer, faults
from tests.reference_server.tests.archives import archive_of

IMAGES = f"/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}"


# Slow answers


def test_the_first_byte_may_be_late(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.slow_first_byte(30.0))

    with pytest.raises(httpx.ReadTimeout):
        http.get("/getModalityValues", timeout=0.5)


def test_a_late_answer_is_the_right_one(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.slow_first_byte(0.01))

    response = http.get("/getModalityValues?Collection=VICTRE")

    assert response.text == '[{"Modality":"MG"}]'


def test_a_body_may_trickle(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.trickle(5, 0.001))

    response = http.get("/getModalityValues?Collection=VICTRE")

    assert response.text == '[{"Modality":"MG"}]'


def test_a_trickle_may_be_too_slow(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.trickle(5, 30.0))

    with http.stream("GET", "/getModalityValues?Collection=VICTRE", timeout=0.5) as response:
        pieces = response.iter_raw()
        assert next(pieces) == b'[{"Mo'
        with pytest.raises(httpx.ReadTimeout):
            next(pieces)


@pytest.mark.parametrize(("after", "received"), [(6, b'[{"Mod'), (-2, b'[{"Modality":"MG"')])
def test_a_body_may_stop_coming(server: ReferenceServer, http: httpx.Client, after: int, received: bytes) -> None:
    server.inject(faults.stall(after))

    with http.stream("GET", "/getModalityValues?Collection=VICTRE", timeout=0.5) as response:
        pieces = response.iter_raw()
        assert next(pieces) == received
        with pytest.raises(httpx.ReadTimeout):
            next(pieces)


# Cut connections


def test_a_connection_may_end_before_the_first_byte(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.cut())

    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/getModalityValues")


def test_a_connection_may_be_reset(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.cut(reset=True))

    with pytest.raises(httpx.ReadError):
        http.get("/getModalityValues")


def test_a_connection_may_end_within_the_headers(server: ReferenceServer) -> None:
    server.inject(faults.cut(20))

    assert _raw_answer(server) == b"HTTP/1.1 200 \r\ndate:"


def _raw_answer(server: ReferenceServer) -> bytes:
    address = httpx.URL(server.base_url)
    with socket.create_connection((address.host, address.port or 0)) as connection:
        connection.sendall(b"GET /nbia-api/services/v1/getModalityValues HTTP/1.1\r\nHost: x\r\n\r\n")
        return connection.makefile("rb").read()


def test_a_body_may_be_shorter_than_its_length(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.cut(400))

    with http.stream("GET", IMAGES) as response:
        assert int(response.headers["content-length"]) > 30000
        with pytest.raises(httpx.RemoteProtocolError):
            response.read()


def test_a_chunked_body_may_lack_its_end(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.cut_chunks(1000))

    with http.stream("GET", IMAGES) as response:
        pieces = response.iter_raw()
        assert response.headers["transfer-encoding"] == "chunked"
        assert len(next(pieces)) == 1000
        with pytest.raises(httpx.RemoteProtocolError):
            next(pieces)


def test_the_server_survives_a_cut(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.cut())
    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/getModalityValues")

    assert http.get("/getModalityValues").status_code == 200


# Archives


def test_images_may_be_missing_from_a_valid_archive(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.missing_images(2))

    archive = archive_of(http.get(IMAGES))

    assert archive.testzip() is None
    assert archive.namelist() == ["00000001.dcm", "00000002.dcm"]


def test_images_may_be_missing_although_the_digests_are_complete(
    server: ReferenceServer,
    http: httpx.Client,
) -> None:
    server.inject(faults.missing_images(1, complete_digests=True))

    archive = archive_of(http.get(IMAGES))

    assert archive.namelist() == ["00000001.dcm", "md5hashes.csv"]
    assert archive.read("md5hashes.csv").count(b".dcm,") == 8


def test_a_digest_may_be_wrong(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.wrong_md5(2))

    archive = archive_of(http.get(IMAGES))

    assert b"00000003.dcm,00000000000000000000000000000bad\n" in archive.read("md5hashes.csv")


def test_a_digest_may_be_blank(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.blank_md5())

    archive = archive_of(http.get(IMAGES))

    assert b"00000001.dcm, \n" in archive.read("md5hashes.csv")


def test_a_digest_may_be_missing(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.missing_md5())

    archive = archive_of(http.get(IMAGES))

    assert archive.read("md5hashes.csv").count(b".dcm,") == 7
    assert b"00000001.dcm" not in archive.read("md5hashes.csv")


def test_an_image_may_be_damaged_before_it_is_compressed(
    server: ReferenceServer,
    http: httpx.Client,
) -> None:
    server.inject(faults.damaged_image(1))

    archive = archive_of(http.get(IMAGES))

    digest = hashlib.md5(archive.read("00000002.dcm")).hexdigest()
    assert archive.testzip() is None
    assert f"00000002.dcm,{digest}" not in archive.read("md5hashes.csv").decode()


def test_a_single_image_may_be_damaged(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.damaged_image())
    address = f"/getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID={MOUSE_IMAGE}"

    damaged = http.get(address).content
    sound = http.get(address).content

    assert len(damaged) == len(sound)
    assert damaged != sound


def test_bytes_in_the_middle_of_a_body_may_be_flipped(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.flipped_bytes())
    address = f"/getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID={MOUSE_IMAGE}"

    flipped = http.get(address).content
    sound = http.get(address).content

    assert sum(one != other for one, other in zip(flipped, sound, strict=True)) == 16


# Other answers


def test_a_body_may_be_empty(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.empty())

    response = http.get("/getModalityValues")

    assert (response.status_code, response.content) == (200, b"")


def test_an_answer_may_be_a_page_of_the_portal(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.html_page())

    response = http.get("/getModalityValues")

    assert (response.status_code, response.headers["content-type"]) == (200, "text/html")
    assert response.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("status", "content_type", "beginning"),
    [
        (400, "application/json", "A parameter, SeriesInstanceUID,"),
        (401, "text/html;charset=utf-8", "<!doctype html>"),
        (403, "text/html", "<html>\r\n<head><title>403 Forbidden"),
        (404, "text/html", "<html>\r\n<head><title>404 Not Found"),
        (429, "text/html", "<html>\r\n<head><title>429 Too Many Requests"),
        (500, "text/plain", "Server was not able to process your request\nnull"),
        (502, "text/html", "<html>\r\n<head><title>502 Bad Gateway"),
        (503, "text/html", "<html>\r\n<head><title>503 Service Temporarily Unavailable"),
        (504, "text/html", "<html>\r\n<head><title>504 Gateway Time-out"),
        (460, "text/html", "<html>\r\n<head><title>460 Unknown Reason"),
    ],
)
def test_errors_look_like_those_of_the_machine_that_makes_them(
    server: ReferenceServer, http: httpx.Client, status: int, content_type: str, beginning: str
) -> None:
    server.inject(faults.status(status))

    response = http.get("/getModalityValues")

    assert (response.status_code, response.headers["content-type"]) == (status, content_type)
    assert response.text.startswith(beginning)


def test_an_error_may_say_when_to_come_back(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.status(429, retry_after=7))
    server.inject(faults.status(503, retry_after=datetime(2030, 1, 31, 12, 0, 0, tzinfo=UTC)))

    assert http.get("/getModalityValues").headers["retry-after"] == "7"
    assert http.get("/getModalityValues").headers["retry-after"] == "Thu, 31 Jan 2030 12:00:00 GMT"


@pytest.mark.parametrize("status", [301, 302, 307])
def test_an_answer_may_be_elsewhere(server: ReferenceServer, http: httpx.Client, status: int) -> None:
    server.inject(faults.redirect("https://example.org/new", status))

    response = http.get("/getModalityValues")

    assert (response.status_code, response.headers["location"]) == (status, "https://example.org/new")


def test_a_body_may_be_replaced(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.replaced(b"[1]", content_type="text/x", status=203, headers={"X-Why": "test"}))

    response = http.get("/getModalityValues")

    assert (response.status_code, response.content, response.headers["x-why"]) == (203, b"[1]", "test")
    assert response.headers["content-type"] == "text/x"


def test_a_body_may_be_rewritten(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.rewritten(lambda body: body.replace(b'"MG"', b"7")))

    response = http.get("/getModalityValues?Collection=VICTRE")

    assert response.text == '[{"Modality":7}]'
    assert response.headers["content-type"] == "application/json"
