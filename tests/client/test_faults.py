"""Faults of the server and the network: the right error, and what it says."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import pytest

import nbia
from nbia import (
    AnswerError,
    AsyncClient,
    BadRequestError,
    Client,
    ConnectionFailedError,
    DecodeError,
    EmptyAnswerError,
    MovedError,
    NbiaError,
    NeedsLoginError,
    NotPublicError,
    NotTheApiError,
    RetiredError,
    ServerFailureError,
    TimedOutError,
    TooManyRequestsError,
    UnknownImageError,
)
from tests.raw_server import closed_port
from tests.reference_server import LUNG, MOUSE, MOUSE_IMAGE, ReferenceServer, faults
from tests.reference_server.known_uids import HIDDEN, RESTRICTED

pytestmark = pytest.mark.usefixtures("empty_folder")

UNKNOWN = "1.2.3.4.5"

TABLE: tuple[str, dict[str, Any], str] = ("get_series", {"collection": "4D-Lung"}, "getSeries?Collection=4D-Lung")
ARCHIVE: tuple[str, dict[str, Any], str] = (
    "get_image",
    {"series_instance_uid": LUNG, "to": "images.zip"},
    f"getImage?SeriesInstanceUID={LUNG}",
)
IMAGE: tuple[str, dict[str, Any], str] = (
    "get_single_image",
    {"series_instance_uid": MOUSE, "sop_instance_uid": MOUSE_IMAGE, "to": "image.dcm"},
    f"getSingleImage?SeriesInstanceUID={MOUSE}&SOPInstanceUID={MOUSE_IMAGE}",
)
KINDS = pytest.mark.parametrize("kind", [TABLE, ARCHIVE, IMAGE], ids=["table", "archive", "image"])

REFUSED = "A parameter, SeriesInstanceUID, is required for this API call."
FAILED = "Server was not able to process your request null"
STATUSES = [
    (400, BadRequestError, REFUSED),
    (401, NeedsLoginError, "HTTP Status 401 \N{EN DASH} Unauthorized Type Status Report Apache Tomcat/9.0.70"),
    (403, NeedsLoginError, "403 Forbidden nginx"),
    (460, NeedsLoginError, "460 Unknown Reason nginx"),
    (404, RetiredError, "404 Not Found nginx"),
    (410, RetiredError, "410 Gone nginx"),
    (413, BadRequestError, "413 Request Entity Too Large nginx"),
    (407, NotTheApiError, "407 Proxy Authentication Required nginx"),
    (429, TooManyRequestsError, "429 Too Many Requests nginx"),
    (502, ServerFailureError, "502 Bad Gateway nginx"),
    (503, ServerFailureError, "503 Service Temporarily Unavailable nginx"),
    (504, ServerFailureError, "504 Gateway Time-out nginx"),
]


@pytest.fixture
def single(server: ReferenceServer) -> Iterator[Client]:
    """A client that sends every request once."""
    with Client(base_url=server.base_url, retries=0, timeout=10) as client:
        yield client


@KINDS
@pytest.mark.parametrize(("status", "error_type", "sentence"), STATUSES)
def test_a_status_raises_its_error_with_url_status_and_sentence(
    single: Client,
    server: ReferenceServer,
    kind: tuple[str, dict[str, Any], str],
    status: int,
    error_type: type[AnswerError],
    sentence: str,
) -> None:
    method, arguments, path = kind
    server.inject(faults.status(status))

    with pytest.raises(error_type) as caught:
        getattr(single, method)(**arguments)

    error = caught.value
    assert type(error) is error_type
    assert (error.url, error.status, error.tries) == (f"{server.base_url}/{path}", status, 1)
    assert error.sentence is not None
    assert sentence in error.sentence
    assert f"asked: {server.base_url}/{path}" in str(error)
    assert f"came back: status {status}, " in str(error)
    assert "try: " in str(error)


@pytest.mark.parametrize(
    ("kind", "error_type"), [(TABLE, ServerFailureError), (ARCHIVE, ServerFailureError), (IMAGE, UnknownImageError)]
)
def test_a_failure_of_the_server_raises_its_error(
    single: Client, server: ReferenceServer, kind: tuple[str, dict[str, Any], str], error_type: type[AnswerError]
) -> None:
    method, arguments, path = kind
    server.inject(faults.status(500))

    with pytest.raises(error_type) as caught:
        getattr(single, method)(**arguments)

    assert type(caught.value) is error_type
    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/{path}", 500)
    assert caught.value.sentence == FAILED


@pytest.mark.anyio
@KINDS
@pytest.mark.parametrize(("status", "error_type", "sentence"), STATUSES)
async def test_the_asynchronous_client_raises_the_same_error(
    async_client: AsyncClient,
    server: ReferenceServer,
    kind: tuple[str, dict[str, Any], str],
    status: int,
    error_type: type[AnswerError],
    sentence: str,
) -> None:
    method, arguments, path = kind
    server.inject(faults.status(status), times=None)

    async with async_client as client:
        with pytest.raises(error_type) as caught:
            await getattr(client, method)(**arguments)

    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/{path}", status)


@KINDS
@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html>\n<html><body>We will be back soon</body></html>",
        b"\n\n  <HTML><HEAD></HEAD><BODY>We will be back soon</BODY></HTML>",
        b"<!-- portal --><html><body>We will be back soon</body></html>",
        b"\xef\xbb\xbf<!doctype html><html><body>We will be back soon</body></html>",
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html><html><body>We will be back soon</body></html>',
    ],
)
def test_a_page_in_the_place_of_an_answer_is_not_the_api(
    client: Client, server: ReferenceServer, kind: tuple[str, dict[str, Any], str], page: bytes
) -> None:
    method, arguments, path = kind
    server.inject(faults.replaced(page, content_type="text/html"))

    with pytest.raises(NotTheApiError, match=r"\(text/html\)") as caught:
        getattr(client, method)(**arguments)

    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/{path}", 200)
    assert caught.value.sentence == "We will be back soon"
    assert len(server.requests) == 1


@pytest.mark.parametrize("format", ["csv", "html", "xml"])
def test_a_page_in_the_place_of_a_text_is_not_the_api(client: Client, server: ReferenceServer, format: str) -> None:
    method: Any = client.get_series
    server.inject(faults.html_page())

    with pytest.raises(NotTheApiError, match="The archive is closed for maintenance"):
        method(format=format)


@pytest.mark.parametrize("kind", [ARCHIVE, IMAGE], ids=["archive", "image"])
@pytest.mark.parametrize("body", [b'[{"Modality":"CT"}]', b"We will be back soon", b"PK", b"\0" * 600])
def test_anything_else_in_the_place_of_images_is_not_the_api(
    client: Client, server: ReferenceServer, kind: tuple[str, dict[str, Any], str], body: bytes
) -> None:
    method, arguments, _ = kind
    server.inject(faults.replaced(body, content_type=None), times=None)

    with pytest.raises(NotTheApiError, match="of no declared type"):
        getattr(client, method)(**arguments)


@pytest.mark.parametrize("kind", [ARCHIVE, IMAGE], ids=["archive", "image"])
def test_an_empty_answer_in_the_place_of_images_is_an_error(
    client: Client, server: ReferenceServer, kind: tuple[str, dict[str, Any], str]
) -> None:
    method, arguments, path = kind
    server.inject(faults.empty(), times=None)

    with pytest.raises(EmptyAnswerError) as caught:
        getattr(client, method)(**arguments)

    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/{path}", 200)


def test_an_empty_answer_in_the_place_of_a_table_is_an_empty_table(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.empty())

    assert list(client.get_series()) == []


@pytest.mark.parametrize("uid", [UNKNOWN, HIDDEN, RESTRICTED])
@pytest.mark.parametrize("method", ["get_image", "get_image_with_md5_hash"])
def test_a_series_that_is_not_public_is_named_in_the_error(
    client: Client, server: ReferenceServer, method: str, uid: str
) -> None:
    with pytest.raises(NotPublicError) as caught:
        getattr(client, method)(uid, "place")

    assert caught.value.sentence == f"Image with given SeriesInstanceUID,{uid}, is not in public domain."
    assert caught.value.status == 400
    assert caught.value.hint == "check the UID"


def test_an_unknown_image_is_told_from_a_failure_by_nobody(client: Client, server: ReferenceServer) -> None:
    with pytest.raises(UnknownImageError, match="it does not tell which") as caught:
        client.get_single_image(MOUSE, UNKNOWN, "image.dcm")

    assert (caught.value.status, caught.value.sentence) == (500, FAILED)


def test_metadata_that_the_server_cannot_write_are_a_failure(client: Client) -> None:
    _, unsized = client.get_series(collection="Mouse-Astrocytoma")

    with pytest.raises(ServerFailureError, match="getSeriesMetaData"):
        client.get_series_meta_data(str(unsized.series_instance_uid))


@pytest.mark.parametrize("path", ["/nbia-api/services/v9", "/nbia-api/services", "/nbia-api/services/v1/more"])
def test_an_endpoint_that_does_not_exist_is_retired(server: ReferenceServer, path: str) -> None:
    base_url = server.base_url.replace("/nbia-api/services/v1", path)

    with Client(base_url=base_url) as client, pytest.raises(RetiredError, match="HTTP 404 Not Found") as caught:
        client.get_series()

    assert (caught.value.status, caught.value.url) == (500, f"{base_url}/getSeries")
    assert len(server.requests) == 1


def test_another_program_at_the_address_is_retired_too(server: ReferenceServer) -> None:
    base_url = server.base_url.replace("/nbia-api/services/v1", "/elsewhere")

    with Client(base_url=base_url) as client, pytest.raises(RetiredError, match="404 Not Found nginx") as caught:
        client.get_series()

    assert caught.value.status == 404


def test_a_refused_connection_is_a_failed_connection() -> None:
    with (
        closed_port() as port,
        Client(base_url=f"http://127.0.0.1:{port}/v1", retries=0) as client,
        pytest.raises(ConnectionFailedError) as caught,
    ):
        client.get_series()

    assert caught.value.url == f"http://127.0.0.1:{port}/v1/getSeries"
    assert "check the network and the base URL" in str(caught.value)
    assert caught.value.is_retry_safe


def test_a_slow_answer_is_timed_out(server: ReferenceServer) -> None:
    server.inject(faults.slow_first_byte(30))

    with Client(base_url=server.base_url, timeout=0.1) as client, pytest.raises(TimedOutError) as caught:
        client.get_series()

    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/getSeries", None)
    assert "allow more with timeout=" in str(caught.value)
    assert len(server.requests) == 1


def test_a_redirect_to_another_place_is_not_followed(client: Client, server: ReferenceServer) -> None:
    with ReferenceServer(server.archive) as other:
        location = f"{other.base_url}/getSeries"
        server.inject(faults.redirect(location))

        with pytest.raises(MovedError) as caught:
            client.get_series()

        assert other.requests == []
    assert (caught.value.location, caught.value.status) == (location, 302)
    assert location in str(caught.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["https://archive.example/nbia-api", "//archive.example/v1", "ftp://127.0.0.1/"])
def test_a_redirect_to_another_host_is_told(
    client: Client, server: ReferenceServer, status: int, location: str
) -> None:
    server.inject(faults.redirect(location, status))

    with pytest.raises(MovedError) as caught:
        client.get_series()

    assert (caught.value.location, caught.value.status) == (location, status)


@KINDS
def test_a_redirect_on_the_same_host_is_followed(
    client: Client, server: ReferenceServer, kind: tuple[str, dict[str, Any], str]
) -> None:
    method, arguments, path = kind
    server.inject(faults.redirect(f"/nbia-api/v1/{path}"))

    getattr(client, method)(**arguments)

    first, second = server.requests
    assert (first.path.split("/")[2], second.path.split("/")[2]) == ("services", "v1")
    assert first.query == second.query


def test_a_redirect_in_circles_ends(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.redirect("getSeries"), times=None)

    with pytest.raises(AnswerError, match="redirects in circles"):
        client.get_series()

    assert len(server.requests) == 5


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"[{", "not readable as JSON"),
        (b"We will be back soon", "not readable as JSON"),
        (b'{"Modality":"CT"}', "an object instead of an array of rows"),
        (b"null", "null instead of an array of rows"),
        (b'[{"Modality":"CT"},7]', "Row 1 of the answer is a number instead of an object"),
    ],
)
def test_an_answer_that_is_no_table_cannot_be_decoded(
    client: Client, server: ReferenceServer, body: bytes, message: str
) -> None:
    server.inject(faults.replaced(body))

    with pytest.raises(DecodeError, match=message) as caught:
        client.get_modality_values()

    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/getModalityValues", 200)
    assert len(server.requests) == 1


def test_a_download_goes_on_when_the_record_of_a_series_cannot_be_decoded(
    client: Client, server: ReferenceServer
) -> None:
    server.inject(faults.replaced(b"[{"), endpoint="getSeries", times=4)

    report = client.download([LUNG, MOUSE], "images", workers=1)

    (failed,) = report.failed
    assert (failed.series_instance_uid, failed.error) == (LUNG, "DecodeError")
    assert "not readable as JSON" in str(failed.reason)
    assert report.totals.complete == 1


@pytest.mark.parametrize(
    "error",
    [
        MovedError("Gone.", url="http://localhost", status=302, sentence="Location: x", hint="go", tries=2),
        DecodeError("Odd.", url="http://localhost"),
        nbia.DestinationError("Full.", hint="make room"),
        nbia.DownloadFailedError("One series failed.", hint="start again"),
        nbia.InvalidParameterError("No."),
        TimedOutError("Late.", url="http://localhost", retry_after=3.0),
    ],
)
def test_errors_survive_pickling(error: NbiaError) -> None:
    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def test_every_error_has_the_one_base() -> None:
    errors = {name: getattr(nbia, name) for name in nbia.__all__ if name.endswith("Error")}

    assert len(errors) == 28
    assert [name for name, error in errors.items() if not issubclass(error, nbia.NbiaError)] == []
    assert issubclass(nbia.InvalidParameterError, ValueError)
    assert issubclass(nbia.DestinationError, OSError)
