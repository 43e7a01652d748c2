"""A compressed body is unpacked, and one that is cut off or damaged is no answer: not a short one, and not an empty one."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import zlib
from collections.abc import Awaitable, Callable
from typing import Final

import httpx
import pytest

from nbia import AsyncClient, Client, ConnectionFailedError, DecodeError, RetryPolicy, ServerFailureError, calls
from tests.raw_server import END, RawServer, chunk
from tests.reference_server import ReferenceServer, faults

NUMBERS: Final = [f"M{number}" for number in range(2000)]
ROWS: Final = json.dumps([{"Modality": number} for number in NUMBERS]).encode()
TABLE: Final = "\n".join(["Modality", *NUMBERS]).encode()
IMAGE: Final = b"\x00" * 128 + b"DICM" + bytes(range(256)) * 100
UIDS: Final = {"series_instance_uid": "1.2", "sop_instance_uid": "1.3"}
TWICE: Final = RetryPolicy(attempts=2, first_delay=0)

Ask = Callable[[Client], object]
AskAsync = Callable[[AsyncClient], Awaitable[object]]


def without_header(body: bytes) -> bytes:
    """Deflate as some servers do, without the header that the standard asks for."""
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflater.compress(body) + deflater.flush()


def gzip_in_deflate(body: bytes) -> bytes:
    return zlib.compress(gzip.compress(body))


def gzip_twice(body: bytes) -> bytes:
    return gzip.compress(gzip.compress(body))


CODINGS = pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("X-GZip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", without_header),
        ("gzip, deflate", gzip_in_deflate),
        ("gzip,gzip", gzip_twice),
    ],
    ids=["gzip", "x-gzip", "deflate", "deflate without header", "gzip in deflate", "gzip twice"],
)


def head(coding: str, framing: str) -> bytes:
    """Return the head of the only answer of a connection."""
    return f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: {coding}\r\n{framing}\r\n".encode()


def counted(coding: str, body: bytes) -> list[bytes]:
    """Return an answer with a length."""
    return [head(coding, f"Content-Length: {len(body)}\r\n"), body]


def chunked(coding: str, body: bytes) -> list[bytes]:
    """Return a chunked answer."""
    return [head(coding, "Transfer-Encoding: chunked\r\n"), *([chunk(body)] if body else []), END]


def closed(coding: str, body: bytes) -> list[bytes]:
    """Return an answer that ends with its connection."""
    return [head(coding, ""), body]


FRAMINGS = pytest.mark.parametrize("framed", [counted, chunked, closed])
Framed = Callable[[str, bytes], list[bytes]]


def records(client: Client) -> object:
    return [record.modality for record in client.get_modality_values()]


def streamed_records(client: Client) -> object:
    return [record.modality for record in client.iter_modality_values()]


def text(client: Client) -> object:
    return client.get_modality_values(format="csv").encode()


def image(client: Client) -> object:
    to = io.BytesIO()
    client.get_single_image(**UIDS, to=to)
    return to.getvalue()


def streamed_image(client: Client) -> object:
    return b"".join(client.stream_bytes(calls.get_single_image(**UIDS)))


async def async_records(client: AsyncClient) -> object:
    return [record.modality for record in await client.get_modality_values()]


async def async_streamed_records(client: AsyncClient) -> object:
    return [record.modality async for record in client.iter_modality_values()]


async def async_image(client: AsyncClient) -> object:
    to = io.BytesIO()
    await client.get_single_image(**UIDS, to=to)
    return to.getvalue()


WAYS = pytest.mark.parametrize(
    ("ask", "body", "expected"),
    [
        (records, ROWS, NUMBERS),
        (streamed_records, ROWS, NUMBERS),
        (text, TABLE, TABLE),
        (image, IMAGE, IMAGE),
        (streamed_image, IMAGE, IMAGE),
    ],
)
ASYNC_WAYS = pytest.mark.parametrize(
    ("ask", "body", "expected"),
    [(async_records, ROWS, NUMBERS), (async_streamed_records, ROWS, NUMBERS), (async_image, IMAGE, IMAGE)],
)


def answer_of(answer: list[bytes], ask: Ask, http: httpx.Client | None = None) -> object:
    """Return what a client makes of this answer, which it gets as often as it asks."""
    with RawServer([answer]) as server, Client(base_url=server.url, retries=TWICE, http=http) as client:
        return ask(client)


def async_answer_of(answer: list[bytes], ask: AskAsync) -> object:
    """Return what an asynchronous client makes of it."""

    async def answer_it() -> object:
        with RawServer([answer]) as server:
            async with AsyncClient(base_url=server.url, retries=TWICE) as client:
                return await ask(client)

    return asyncio.run(answer_it())


@WAYS
@CODINGS
def test_a_compressed_answer_is_unpacked(
    ask: Ask, body: bytes, expected: object, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    assert answer_of(chunked(coding, pack(body)), ask) == expected


@ASYNC_WAYS
@CODINGS
def test_a_compressed_answer_is_unpacked_async(
    ask: AskAsync, body: bytes, expected: object, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    assert async_answer_of(chunked(coding, pack(body)), ask) == expected


@WAYS
@FRAMINGS
@pytest.mark.parametrize("length", [0, 60, -1], ids="{} bytes".format)
def test_one_that_is_cut_is_no_answer(ask: Ask, body: bytes, expected: object, framed: Framed, length: int) -> None:
    with pytest.raises(ConnectionFailedError, match="compressed"):
        answer_of(framed("gzip", gzip.compress(body)[:length]), ask)


@CODINGS
@pytest.mark.parametrize("length", [0, 1, 2, 9, 60, -9, -4, -1], ids="{} bytes".format)
def test_wherever_and_however_it_was_compressed(coding: str, pack: Callable[[bytes], bytes], length: int) -> None:
    with pytest.raises(ConnectionFailedError, match="compressed"):
        answer_of(counted(coding, pack(ROWS)[:length]), records)


@ASYNC_WAYS
@FRAMINGS
@pytest.mark.parametrize("length", [0, 60, -1], ids="{} bytes".format)
def test_one_that_is_cut_is_no_answer_async(
    ask: AskAsync, body: bytes, expected: object, framed: Framed, length: int
) -> None:
    with pytest.raises(ConnectionFailedError, match="compressed"):
        async_answer_of(framed("gzip", gzip.compress(body)[:length]), ask)


@WAYS
@pytest.mark.parametrize(
    "damaged",
    [
        lambda body: gzip.compress(body) + b"x",
        lambda body: gzip.compress(body[:1000]) + gzip.compress(body[1000:]),
        lambda body: gzip.compress(body)[:-8] + b"\x00" * 8,
        lambda body: body,
    ],
    ids=["more follows", "two members", "wrong checksum", "not compressed at all"],
)
def test_one_that_is_damaged_is_no_answer(
    ask: Ask, body: bytes, expected: object, damaged: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(ConnectionFailedError, match="compressed"):
        answer_of(chunked("gzip", damaged(body)), ask)


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "gzip, gzip, gzip, gzip"])
def test_what_cannot_be_unpacked_is_said_so(coding: str) -> None:
    with pytest.raises(DecodeError, match="compressed") as caught:
        answer_of(counted(coding, b"\x0b\x02\x80[]\x03"), records)

    assert caught.value.tries == 1
    assert caught.value.url is not None


def test_an_error_is_told_even_if_its_body_cannot_be_unpacked() -> None:
    answer = [b"HTTP/1.1 500 Oops\r\nConnection: close\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nxx"]

    with pytest.raises(ServerFailureError):
        answer_of(answer, records)


def test_it_is_asked_for_again(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(gzip.compress(ROWS)[:60], headers={"Content-Encoding": "gzip"}))

    response = client.send(calls.get_modality_values())

    assert (len(response.value), response.tries) == (7, 2)


@pytest.mark.parametrize("length", [0, 60, -1], ids="{} bytes".format)
def test_a_client_that_was_given_insists_on_the_end_as_well(length: int) -> None:
    with httpx.Client() as http, pytest.raises(ConnectionFailedError, match="compressed"):
        answer_of(counted("gzip", gzip.compress(ROWS)[:length]), records, http)


@pytest.mark.parametrize("length", [0, 60, -1], ids="{} bytes".format)
def test_so_it_does_when_the_answer_never_came_over_a_network(length: int) -> None:
    body = gzip.compress(ROWS)[:length]
    transport = httpx.MockTransport(
        lambda request: httpx.Response(200, content=body, headers={"Content-Encoding": "gzip"})
    )

    with httpx.Client(transport=transport) as http, pytest.raises(ConnectionFailedError, match="compressed"):
        records(Client(base_url="http://unreachable.invalid", http=http, retries=TWICE))


def test_a_whole_answer_that_never_came_over_a_network_is_unpacked() -> None:
    body = gzip.compress(ROWS)
    transport = httpx.MockTransport(
        lambda request: httpx.Response(200, content=body, headers={"Content-Encoding": "gzip"})
    )

    with httpx.Client(transport=transport) as http:
        found = records(Client(base_url="http://unreachable.invalid", http=http))

    assert found == NUMBERS


def test_one_that_a_hook_has_read_before_cannot_be_judged() -> None:
    with (
        httpx.Client(event_hooks={"response": [lambda response: response.read()]}) as http,
        pytest.raises(DecodeError, match="read it before"),
    ):
        answer_of(counted("gzip", gzip.compress(ROWS)), records, http)


def test_answers_are_asked_for_as_they_are(client: Client, server: ReferenceServer) -> None:
    client.get_modality_values()

    assert server.requests[-1].headers["accept-encoding"] == "identity"


def test_a_client_that_was_given_asks_for_them_too(server: ReferenceServer) -> None:
    with httpx.Client(headers={"Accept-Encoding": "gzip, br"}) as http:
        Client(base_url=server.base_url, http=http).get_modality_values()

    assert server.requests[-1].headers["accept-encoding"] == "identity"
