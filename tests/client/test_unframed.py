"""Answers of which only the end of the connection tells the end: what is known to be whole is taken, and nothing else."""

from __future__ import annotations

import io
import zipfile
from typing import Final

import httpx
import pytest

from nbia import Client, ConnectionFailedError, DecodeError, NbiaError, RetryPolicy, calls
from tests.raw_server import RawServer

ROWS: Final = b'[{"Modality":"CT"},{"Modality":"MR"}]'
IMAGE: Final = b"\x00" * 128 + b"DICM" + bytes(2000)
TWICE: Final = RetryPolicy(attempts=2, first_delay=0)
HEADS = pytest.mark.parametrize("head", [b"HTTP/1.0 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"])


def archive() -> bytes:
    """Return an archive with one image."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(zipfile.ZipInfo("1-1.dcm"), IMAGE)  # whose time is always the same
    return file.getvalue()


def saved_archive(client: Client) -> bytes:
    to = io.BytesIO()
    client.get_image(series_instance_uid="1.2", to=to)
    return to.getvalue()


def streamed_archive(client: Client) -> bytes:
    return b"".join(client.stream_bytes(calls.get_image(series_instance_uid="1.2")))


def sent_archive(client: Client) -> bytes:
    return client.send(calls.get_image(series_instance_uid="1.2")).value


ARCHIVES = pytest.mark.parametrize("ask", [saved_archive, streamed_archive, sent_archive])


@HEADS
def test_rows_tell_their_end_themselves(head: bytes) -> None:
    with RawServer([[head + ROWS]]) as server, Client(base_url=server.url) as client:
        records = client.get_modality_values()
        streamed = list(client.iter_modality_values())

    assert [record.modality for record in records] == ["CT", "MR"]
    assert streamed == list(records)


@HEADS
@pytest.mark.parametrize("length", range(1, len(ROWS), 9))
def test_rows_that_are_cut_off_are_no_answer(head: bytes, length: int) -> None:
    with RawServer([[head + ROWS[:length]]]) as server, Client(base_url=server.url, retries=TWICE) as client:
        with pytest.raises(DecodeError):
            client.get_modality_values()
        with pytest.raises(DecodeError):
            list(client.iter_modality_values())


@HEADS
@ARCHIVES
def test_an_archive_tells_its_end_itself(head: bytes, ask: object) -> None:
    with RawServer([[head + archive()]]) as server, Client(base_url=server.url) as client:
        assert ask(client) == archive()  # type: ignore[operator]


@HEADS
@ARCHIVES
@pytest.mark.parametrize("length", [100, -23, -1])
def test_an_archive_that_is_cut_off_is_no_answer(head: bytes, ask: object, length: int) -> None:
    with (
        RawServer([[head + archive()[:length]]]) as server,
        Client(base_url=server.url, retries=TWICE) as client,
        pytest.raises(ConnectionFailedError, match="not complete"),
    ):
        ask(client)  # type: ignore[operator]


@HEADS
def test_no_bytes_at_all_are_not_taken_for_no_rows(head: bytes) -> None:
    with (
        RawServer([[head]]) as server,
        Client(base_url=server.url, retries=TWICE) as client,
        pytest.raises(ConnectionFailedError, match="nothing tells"),
    ):
        client.get_modality_values()


@HEADS
def test_a_table_is_refused(head: bytes) -> None:
    with (
        RawServer([[head + b"Modality\nCT\n"]]) as server,
        Client(base_url=server.url, retries=TWICE) as client,
        pytest.raises(ConnectionFailedError, match="nothing tells"),
    ):
        client.get_modality_values(format="csv")

    assert len(server.requests) == 1  # it would be the same again


@HEADS
def test_an_image_is_refused(head: bytes) -> None:
    with (
        RawServer([[head + IMAGE]]) as server,
        Client(base_url=server.url, retries=TWICE) as client,
        pytest.raises(ConnectionFailedError, match="nothing tells"),
    ):
        client.get_single_image(series_instance_uid="1.2", sop_instance_uid="1.3", to=io.BytesIO())


@HEADS
def test_a_client_that_was_given_refuses_it_too(head: bytes) -> None:
    with (
        RawServer([[head + b"Modality\nCT\n"]]) as server,
        httpx.Client() as http,
        Client(base_url=server.url, http=http) as client,
        pytest.raises(ConnectionFailedError, match="nothing tells"),
    ):
        client.get_modality_values(format="csv")


@HEADS
def test_an_error_needs_no_end(head: bytes) -> None:
    answer = head.replace(b"200 OK", b"400 Bad Request") + b"Invalid input"

    with (
        RawServer([[answer]]) as server,
        Client(base_url=server.url) as client,
        pytest.raises(NbiaError, match="Invalid input"),
    ):
        client.get_modality_values(format="csv")
