"""Which failures are tried again, how often, and after how long."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import nbia_core.http._async.session as aio_session
import nbia_core.http._sync.session as sync_session
from nbia import (
    AnswerError,
    AsyncClient,
    Client,
    ConnectionFailedError,
    NbiaError,
    NotTheApiError,
    RetryPolicy,
    TimedOutError,
    TooManyRequestsError,
    calls,
)
from tests.reference_server import LUNG, MOUSE, MOUSE_IMAGE, ReferenceServer, faults

Kind = tuple[str, dict[str, Any]]
TABLE: Kind = ("get_series", {})
ARCHIVE: Kind = ("get_image", {"series_instance_uid": LUNG, "to": "images.zip"})
IMAGE: Kind = ("get_single_image", {"series_instance_uid": MOUSE, "sop_instance_uid": MOUSE_IMAGE, "to": "image.dcm"})
KINDS = pytest.mark.parametrize("kind", [TABLE, ARCHIVE, IMAGE], ids=["table", "archive", "image"])

PASSING = [
    pytest.param(faults.status(408), id="408"),
    pytest.param(faults.status(429), id="429"),
    pytest.param(faults.status(502), id="502"),
    pytest.param(faults.status(503), id="503"),
    pytest.param(faults.status(504), id="504"),
    pytest.param(faults.cut(), id="closed before any byte"),
    pytest.param(faults.cut(reset=True), id="reset before any byte"),
    pytest.param(faults.cut(20), id="closed in the head"),
    pytest.param(faults.cut(4000), id="closed in the body"),
    pytest.param(faults.cut(4000, reset=True), id="reset in the body"),
    pytest.param(faults.cut_chunks(100), id="first chunk cut"),
    pytest.param(faults.cut_chunks(6000), id="chunked body cut"),
]
LASTING = [
    pytest.param(faults.status(400), id="400"),
    pytest.param(faults.status(401), id="401"),
    pytest.param(faults.status(403), id="403"),
    pytest.param(faults.status(404), id="404"),
    pytest.param(faults.status(410), id="410"),
    pytest.param(faults.html_page(), id="page"),
    pytest.param(faults.redirect("http://archive.example/"), id="moved"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def delays(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that clients would have waited."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(sync_session, "sleep", waited.append)
    monkeypatch.setattr(aio_session, "sleep", sleep)
    return waited


@pytest.fixture
def patient_client(server: ReferenceServer) -> Iterator[Client]:
    """A client with the default policy, whose waiting `delays` records."""
    with Client(base_url=server.base_url) as client:
        yield client


@KINDS
@pytest.mark.parametrize("fault", PASSING)
def test_a_failure_that_passes_is_tried_again(
    client: Client, server: ReferenceServer, kind: Kind, fault: faults.Fault
) -> None:
    method, arguments = kind
    server.inject(fault, times=2)

    getattr(client, method)(**arguments)

    assert len(server.requests) == 3


@pytest.mark.anyio
@KINDS
@pytest.mark.parametrize("fault", PASSING)
async def test_a_failure_that_passes_is_tried_again_asynchronously_too(
    async_client: AsyncClient, server: ReferenceServer, kind: Kind, fault: faults.Fault
) -> None:
    method, arguments = kind
    server.inject(fault, times=2)

    async with async_client as client:
        await getattr(client, method)(**arguments)

    assert len(server.requests) == 3


@KINDS
@pytest.mark.parametrize("fault", PASSING)
def test_a_failure_that_stays_is_raised_after_four_tries(
    client: Client, server: ReferenceServer, kind: Kind, fault: faults.Fault, folder: Path
) -> None:
    method, arguments = kind
    server.inject(fault, times=None)

    with pytest.raises(NbiaError, match="4 times") as caught:
        getattr(client, method)(**arguments)

    assert caught.value.tries == len(server.requests) == 4
    assert caught.value.is_retry_safe
    assert list(folder.iterdir()) == []


@KINDS
@pytest.mark.parametrize("fault", LASTING)
def test_a_failure_that_does_not_pass_is_not_tried_again(
    client: Client, server: ReferenceServer, kind: Kind, fault: faults.Fault, folder: Path
) -> None:
    method, arguments = kind
    server.inject(fault)

    with pytest.raises(AnswerError) as caught:
        getattr(client, method)(**arguments)

    assert caught.value.tries == len(server.requests) == 1
    assert not caught.value.is_retry_safe
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("kind", "count"), [(TABLE, 1), (ARCHIVE, 2), (IMAGE, 2)], ids=["table", "archive", "image"])
def test_a_failed_server_is_asked_once_more_for_images_only(
    client: Client, server: ReferenceServer, kind: Kind, count: int
) -> None:
    method, arguments = kind
    server.inject(faults.status(500), times=None)

    with pytest.raises(AnswerError) as caught:
        getattr(client, method)(**arguments)

    assert caught.value.tries == len(server.requests) == count


@pytest.mark.parametrize("kind", [ARCHIVE, IMAGE], ids=["archive", "image"])
def test_a_server_that_failed_once_may_have_the_image(client: Client, server: ReferenceServer, kind: Kind) -> None:
    method, arguments = kind
    server.inject(faults.status(500))

    saved = getattr(client, method)(**arguments)

    assert saved.tries == len(server.requests) == 2


def test_the_tries_are_counted_in_the_answer(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.status(503), times=2)

    response = client.send(calls.get_modality_values())

    assert (response.tries, len(response.value)) == (3, 7)


def test_the_tries_are_counted_in_an_error_of_the_content(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.status(503))
    server.inject(faults.html_page())

    with pytest.raises(NotTheApiError) as caught:
        client.get_series()

    assert caught.value.tries == len(server.requests) == 2


def test_without_retries_a_request_is_sent_once(server: ReferenceServer) -> None:
    server.inject(faults.status(503), times=None)

    with Client(base_url=server.base_url, retries=0) as client, pytest.raises(NbiaError):
        client.get_series()

    assert len(server.requests) == 1


def test_a_number_of_retries_comes_on_top_of_the_first_try(server: ReferenceServer, delays: list[float]) -> None:
    server.inject(faults.status(503), times=None)

    with Client(base_url=server.base_url, retries=2) as client, pytest.raises(NbiaError):
        client.get_series()

    assert len(server.requests) == 3


@KINDS
def test_a_slow_answer_is_not_asked_for_again(server: ReferenceServer, kind: Kind, folder: Path) -> None:
    method, arguments = kind
    server.inject(faults.slow_first_byte(30))

    with Client(base_url=server.base_url, timeout=0.1) as client, pytest.raises(TimedOutError) as caught:
        getattr(client, method)(**arguments)

    assert caught.value.tries == len(server.requests) == 1
    assert list(folder.iterdir()) == []


def test_the_delays_double_and_are_varied(patient_client: Client, server: ReferenceServer, delays: list[float]) -> None:
    server.inject(faults.status(503), times=3)

    patient_client.get_series()

    first, second, third = delays
    assert 0.25 <= first <= 0.5 <= second <= 1 <= third <= 2


@pytest.mark.parametrize("status", [429, 503])
def test_the_server_may_say_how_long_to_wait(
    patient_client: Client, server: ReferenceServer, delays: list[float], status: int
) -> None:
    server.inject(faults.status(status, retry_after=7))

    patient_client.get_series()

    assert delays == [7.0]


def test_the_server_may_say_until_when_to_wait(
    patient_client: Client, server: ReferenceServer, delays: list[float]
) -> None:
    server.inject(faults.status(429, retry_after=datetime.now(UTC) + timedelta(hours=1)))
    server.inject(faults.status(429, retry_after=datetime.now(UTC) - timedelta(hours=1)))

    patient_client.get_series()

    assert delays == [30.0, 0.0]


def test_a_wait_is_never_longer_than_the_policy_allows(
    patient_client: Client, server: ReferenceServer, delays: list[float]
) -> None:
    server.inject(faults.status(429, retry_after=3600))

    patient_client.get_series()

    assert delays == [30.0]


@pytest.mark.anyio
async def test_the_asynchronous_client_waits_as_long(server: ReferenceServer, delays: list[float]) -> None:
    server.inject(faults.status(429, retry_after=7))
    server.inject(faults.status(429, retry_after=3600))

    async with AsyncClient(base_url=server.base_url, retries=RetryPolicy(longest_delay=9)) as client:
        await client.get_series()

    assert delays == [7.0, 9.0]


def test_the_last_error_says_how_long_the_server_wants_to_be_left_alone(
    server: ReferenceServer,
) -> None:
    server.inject(faults.status(429, retry_after=3600))

    with Client(base_url=server.base_url, retries=0) as client, pytest.raises(TooManyRequestsError) as caught:
        client.get_series()

    assert (caught.value.retry_after, caught.value.is_retry_safe) == (3600.0, True)


@pytest.mark.parametrize("value", ["soon", "-5", "", "1.5", "Mon, 99 Foo 2020 00:00:00 GMT"])
def test_an_unreadable_wait_is_passed_over(
    patient_client: Client, server: ReferenceServer, delays: list[float], value: str
) -> None:
    server.inject(faults.replaced(b"", status=503, headers={"Retry-After": value}))

    patient_client.get_series()

    (delay,) = delays
    assert 0.25 <= delay <= 0.5


def test_a_retry_is_logged_and_nothing_is_printed(
    client: Client, server: ReferenceServer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    server.inject(faults.status(503))

    with caplog.at_level(logging.INFO, logger="nbia"):
        client.get_series(collection="4D-Lung")

    (record,) = caplog.records
    assert record.name == "nbia"
    assert record.getMessage().startswith("getSeries?Collection=4D-Lung: trying again in 0.0 s after: ")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("fault", [faults.cut(6000), faults.cut_chunks(6000)], ids=["cut", "chunked"])
def test_a_file_is_whole_after_a_connection_was_lost(
    client: Client, server: ReferenceServer, fault: faults.Fault, folder: Path
) -> None:
    (stored, *_) = server.archive.images(MOUSE)
    server.inject(fault, times=2)

    saved = client.get_single_image(MOUSE, MOUSE_IMAGE, folder / "image.dcm")

    assert (saved.size, saved.tries) == (stored.path.stat().st_size, 3)
    assert (folder / "image.dcm").read_bytes() == stored.path.read_bytes()
    assert [path.name for path in folder.iterdir()] == ["image.dcm"]


@pytest.mark.parametrize("fault", [faults.cut(6000), faults.cut_chunks(6000)], ids=["cut", "chunked"])
def test_what_an_open_file_was_given_is_not_taken_back(
    client: Client, server: ReferenceServer, fault: faults.Fault
) -> None:
    server.inject(fault)

    with pytest.raises(ConnectionFailedError) as caught:
        client.get_single_image(MOUSE, MOUSE_IMAGE, io.BytesIO())

    assert caught.value.tries == len(server.requests) == 1


@pytest.mark.parametrize("fault", [faults.cut(6000), faults.cut_chunks(6000)], ids=["cut", "chunked"])
def test_bytes_that_were_handed_out_are_not_asked_for_again(
    client: Client, server: ReferenceServer, fault: faults.Fault
) -> None:
    server.inject(fault)
    stream = client.iter_single_image(MOUSE, MOUSE_IMAGE)

    first = next(stream)
    with pytest.raises(ConnectionFailedError) as caught:
        list(stream)

    assert len(first) >= 132
    assert caught.value.tries == len(server.requests) == 1
    assert caught.value.url == f"{server.base_url}/{calls.get_single_image(MOUSE, MOUSE_IMAGE)}"


@pytest.mark.anyio
async def test_bytes_that_were_handed_out_are_not_asked_for_again_asynchronously_too(
    async_client: AsyncClient, server: ReferenceServer
) -> None:
    server.inject(faults.cut(6000))

    async with async_client as client:
        stream = client.iter_single_image(MOUSE, MOUSE_IMAGE)
        await anext(stream)
        with pytest.raises(ConnectionFailedError):
            [chunk async for chunk in stream]

    assert len(server.requests) == 1


def test_records_that_were_handed_out_are_not_asked_for_again(client: Client, server: ReferenceServer) -> None:
    rows = b"[" + b",".join(b'{"Modality":"M%d"}' % number for number in range(100_000)) + b"]"
    server.inject(faults.replaced(rows[:-20], headers={"Content-Length": str(len(rows))}))
    stream = client.iter_modality_values()

    first = next(stream)
    with pytest.raises(ConnectionFailedError):
        list(stream)

    assert first.modality == "M0"
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", [faults.cut(), faults.status(503)], ids=["cut", "503"])
def test_a_stream_of_which_nothing_came_is_asked_for_again(
    client: Client, server: ReferenceServer, fault: faults.Fault
) -> None:
    server.inject(fault, times=2)

    assert len(list(client.iter_modality_values())) == 7
    assert len(server.requests) == 3
