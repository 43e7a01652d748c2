"""Streams: bytes and records while they arrive, and connections that are given back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx
import pytest

from nbia import AsyncClient, Client, DecodeError, ModalityValue, TimedOutError
from tests.reference_server import MOUSE, MOUSE_IMAGE, ReferenceServer, faults

ROWS = 200_000
LARGE = b"[" + b",".join(b'{"Modality":"M%d"}' % number for number in range(ROWS)) + b"]"
ONE_CONNECTION = httpx.Limits(max_connections=1)
IMPATIENT = httpx.Timeout(10, pool=0.25)


@pytest.fixture
def narrow_client(server: ReferenceServer) -> Iterator[Client]:
    """A client with one connection: a second request fails at once unless the first gave it back."""
    with (
        httpx.Client(limits=ONE_CONNECTION, timeout=IMPATIENT) as http,
        Client(base_url=server.base_url, http=http) as client,
    ):
        yield client


def narrow_http() -> httpx.AsyncClient:
    return httpx.AsyncClient(limits=ONE_CONNECTION, timeout=IMPATIENT)


def test_the_request_is_sent_when_the_first_record_is_asked_for(client: Client, server: ReferenceServer) -> None:
    stream = client.iter_modality_values()
    before = len(server.requests)

    first = next(stream)

    assert (before, len(server.requests), first) == (0, 1, ModalityValue(modality="CT"))
    stream.close()


def test_a_large_answer_is_handed_out_row_by_row(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(LARGE))

    modalities = [record.modality for record in client.iter_modality_values()]

    assert modalities == [f"M{number}" for number in range(ROWS)]


def test_a_stream_that_arrives_in_pieces_is_put_together(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.trickle(7, 0))

    assert [record.modality for record in client.iter_modality_values(collection="4D-Lung")] == ["CT", "RTSTRUCT"]


def test_rows_that_fit_are_read_once(client: Client, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.inject(faults.replaced(LARGE))
    monkeypatch.delattr("nbia_core.http._sync.streams.parse_rows")

    with client.iter_modality_values() as stream:
        assert sum(1 for _ in stream) == ROWS


def test_a_connection_that_is_in_use_is_not_free(narrow_client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(LARGE))

    with narrow_client.iter_modality_values() as stream:
        next(stream)
        with pytest.raises(TimedOutError):
            narrow_client.get_modality_values()


def test_leaving_a_record_stream_gives_the_connection_back(narrow_client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(LARGE))

    with narrow_client.iter_modality_values() as stream:
        next(stream)

    assert len(narrow_client.get_modality_values()) == 7
    assert list(stream) == []


def test_leaving_a_stream_gives_the_connection_of_its_rows_back(narrow_client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(LARGE))

    with narrow_client.iter_modality_values() as stream:
        rows = stream.to_dicts()
        assert next(rows) == {"Modality": "M0"}

    assert len(narrow_client.get_modality_values()) == 7


def test_the_rows_of_a_stream_that_was_left_are_at_their_end(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(LARGE))

    with client.iter_modality_values() as stream:
        rows = stream.to_dicts()
        next(rows)

    assert list(rows) == []


def test_leaving_a_byte_stream_gives_the_connection_back(narrow_client: Client, server: ReferenceServer) -> None:
    body = b"\0" * 128 + b"DICM" + b"\0" * 3_000_000
    server.inject(faults.replaced(body, content_type="application/dicom"))

    with narrow_client.iter_single_image(MOUSE, MOUSE_IMAGE) as stream:
        next(stream)

    assert len(narrow_client.get_modality_values()) == 7
    assert list(stream) == []


def test_closing_a_stream_twice_does_no_harm(narrow_client: Client) -> None:
    stream = narrow_client.iter_modality_values()
    next(stream)

    stream.close()
    stream.close()

    assert len(narrow_client.get_modality_values()) == 7


def test_closing_a_stream_that_was_never_asked_sends_nothing(client: Client, server: ReferenceServer) -> None:
    with client.iter_modality_values():
        pass

    assert server.requests == []


def test_an_error_in_the_loop_gives_the_connection_back(narrow_client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(LARGE))

    with contextlib.suppress(ZeroDivisionError), narrow_client.iter_modality_values() as stream:
        next(stream)
        raise ZeroDivisionError

    assert len(narrow_client.get_modality_values()) == 7


def test_a_failed_answer_gives_the_connection_back(narrow_client: Client, server: ReferenceServer) -> None:
    server.inject(faults.html_page(), endpoint="getModalityValues")

    with contextlib.suppress(Exception):
        narrow_client.get_modality_values()

    assert len(narrow_client.get_modality_values()) == 7


@pytest.mark.anyio
async def test_leaving_an_asynchronous_record_stream_gives_the_connection_back(server: ReferenceServer) -> None:
    server.inject(faults.replaced(LARGE))

    async with narrow_http() as http, AsyncClient(base_url=server.base_url, http=http) as client:
        async with client.iter_modality_values() as stream:
            first = await anext(stream)
        modalities = await client.get_modality_values()

    assert (first.modality, len(modalities)) == ("M0", 7)


@pytest.mark.anyio
async def test_leaving_an_asynchronous_stream_gives_the_connection_of_its_rows_back(server: ReferenceServer) -> None:
    server.inject(faults.replaced(LARGE))

    async with narrow_http() as http, AsyncClient(base_url=server.base_url, http=http) as client:
        async with client.iter_modality_values() as stream:
            rows = stream.to_dicts()
            first = await anext(rows)
        modalities = await client.get_modality_values()

    assert (first, len(modalities)) == ({"Modality": "M0"}, 7)


@pytest.mark.anyio
async def test_leaving_an_asynchronous_byte_stream_gives_the_connection_back(server: ReferenceServer) -> None:
    body = b"\0" * 128 + b"DICM" + b"\0" * 3_000_000
    server.inject(faults.replaced(body, content_type="application/dicom"))

    async with narrow_http() as http, AsyncClient(base_url=server.base_url, http=http) as client:
        async with client.iter_single_image(MOUSE, MOUSE_IMAGE) as stream:
            await anext(stream)
        modalities = await client.get_modality_values()

    assert len(modalities) == 7


@pytest.mark.anyio
async def test_an_asynchronous_failed_answer_gives_the_connection_back(server: ReferenceServer) -> None:
    server.inject(faults.html_page(), endpoint="getModalityValues")

    async with narrow_http() as http, AsyncClient(base_url=server.base_url, http=http) as client:
        with contextlib.suppress(Exception):
            await client.get_modality_values()
        modalities = await client.get_modality_values()

    assert len(modalities) == 7


def test_bytes_are_those_of_the_image(client: Client, server: ReferenceServer) -> None:
    (stored, *_) = server.archive.images(MOUSE)

    assert b"".join(client.iter_single_image(MOUSE, MOUSE_IMAGE)) == stored.path.read_bytes()


@pytest.mark.anyio
async def test_bytes_are_those_of_the_image_asynchronously_too(
    async_client: AsyncClient, server: ReferenceServer
) -> None:
    (stored, *_) = server.archive.images(MOUSE)

    async with async_client as client:
        chunks = [chunk async for chunk in client.iter_single_image(MOUSE, MOUSE_IMAGE)]

    assert b"".join(chunks) == stored.path.read_bytes()


def test_a_stream_reports_odd_values_and_unknown_attributes(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(b'[{"Modality":"CT"},{"Modality":7,"Colour":"red"}]'))
    stream = client.iter_modality_values()

    records = list(stream)

    assert [record.modality for record in records] == ["CT", 7]
    assert [(odd.row, odd.attribute, odd.value) for odd in stream.mismatches] == [(1, "Modality", 7)]
    assert stream.undocumented == {"Colour": 1}


def test_a_strict_stream_raises_with_row_and_attribute(server: ReferenceServer) -> None:
    server.inject(faults.replaced(LARGE.removesuffix(b"]") + b',{"Modality":7}]'))

    with Client(base_url=server.base_url, strict=True) as client, pytest.raises(DecodeError) as caught:
        list(client.iter_modality_values())

    assert (caught.value.row, caught.value.attribute) == (ROWS, "Modality")


def test_an_error_in_a_stream_says_what_was_asked_and_came_back(server: ReferenceServer) -> None:
    server.inject(faults.replaced(b'[{"Modality":7}]'))

    with Client(base_url=server.base_url, strict=True) as client, pytest.raises(DecodeError) as caught:
        list(client.iter_modality_values())

    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/getModalityValues", 200)


@pytest.mark.parametrize("body", [b'{"Modality":"CT"}', b'[{"Modality":"CT"}', b"[7]", b"no JSON at all"])
def test_a_stream_of_something_else_is_a_decode_error_that_says_where(
    client: Client, server: ReferenceServer, body: bytes
) -> None:
    server.inject(faults.replaced(body))

    with pytest.raises(DecodeError) as caught:
        list(client.iter_modality_values())

    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/getModalityValues", 200)


@pytest.mark.parametrize("body", [b'[{"Modality":"CT"}', b"[7]"])
def test_rows_of_something_else_are_a_decode_error_that_says_where(
    client: Client, server: ReferenceServer, body: bytes
) -> None:
    server.inject(faults.replaced(body))

    with pytest.raises(DecodeError) as caught:
        list(client.iter_modality_values().to_dicts())

    assert (caught.value.url, caught.value.status) == (f"{server.base_url}/getModalityValues", 200)
