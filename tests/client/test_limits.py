"""What a server can send without end has limits, and the error names them."""

from __future__ import annotations

import asyncio
import functools
import itertools
from collections.abc import Iterator

import pytest

from nbia import AsyncClient, Client, DecodeError, NbiaError, NotTheApiError, RetryPolicy, TimedOutError, calls
from nbia_core.http.pace import Pace
from tests.raw_server import END, OK, RawServer, chunk

ONCE = RetryPolicy(attempts=1)
ROWS = b"[" + b",".join([b'{"Collection":"A"}'] * 100) + b"]"


def asked(server: RawServer) -> Client:
    return Client(base_url=f"{server.url}v1", retries=ONCE)


def with_headers(count: int) -> list[bytes]:
    """Return an answer with so many lines of headers."""
    lines = [b"X: 1"] * (count - 1)
    return [b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(ROWS), *lines, b"", ROWS])]


def test_an_answer_with_too_many_header_lines_is_refused() -> None:
    with (
        RawServer([with_headers(1001)]) as server,
        asked(server) as client,
        pytest.raises(NotTheApiError, match="has 1,001 header lines; the limit is 1,000"),
    ):
        client.get_collection_values()


def test_an_asynchronous_answer_with_too_many_header_lines_is_refused() -> None:
    async def ask(url: str) -> None:
        async with AsyncClient(base_url=url, retries=ONCE) as client:
            await client.get_collection_values()

    with (
        RawServer([with_headers(1001)]) as server,
        pytest.raises(NotTheApiError, match="has 1,001 header lines; the limit is 1,000"),
    ):
        asyncio.run(ask(f"{server.url}v1"))


def test_an_answer_with_as_many_header_lines_as_allowed_is_read() -> None:
    with RawServer([with_headers(1000)]) as server, asked(server) as client:
        assert len(client.get_collection_values()) == 100


def test_header_lines_without_an_end_are_refused() -> None:
    endless = [b"HTTP/1.1 200 OK\r\n", *[b"X: 1\r\n" * 10_000] * 20]
    with RawServer([endless]) as server, asked(server) as client, pytest.raises(NbiaError):
        client.get_collection_values()


def test_rows_that_are_larger_than_any_answer_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.http._sync.session.LARGEST_ROWS", len(ROWS) - 1)
    with (
        RawServer([[OK, chunk(ROWS), END]]) as server,
        asked(server) as client,
        pytest.raises(DecodeError, match=f"has more than {len(ROWS) - 1:,} bytes, the limit"),
    ):
        client.get_collection_values()


def test_an_archive_in_memory_has_a_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = b"PK\x05\x06" + bytes(1018)
    monkeypatch.setattr("nbia_core.http._sync.session.LARGEST_ROWS", 10)
    monkeypatch.setattr("nbia_core.http._sync.session.LARGEST_IN_MEMORY", len(archive) - 1)
    with (
        RawServer([[OK, chunk(archive), END]]) as server,
        asked(server) as client,
        pytest.raises(DecodeError, match="has more than 1,021 bytes, the limit"),
    ):
        client.send(calls.get_image(series_instance_uid="1.2.3"))


@pytest.mark.parametrize(
    ("least", "lengths", "seconds"),
    [
        pytest.param(100, [1] * 50, 1.0, id="less than a minute"),
        pytest.param(100, [100] * 10, 60.0, id="just enough"),
        pytest.param(100, [1] * 240, 0.5, id="enough in many pieces"),
        pytest.param(100, [0, 0, 5000], 29.0, id="silence at first"),
    ],
)
def test_a_body_that_comes_fast_enough_is_waited_for(least: int, lengths: list[int], seconds: float) -> None:
    pace = Pace(least, clock=functools.partial(next, itertools.count(0.0, seconds)))

    for length in lengths:
        pace.note(length)

    assert sum(lengths) > 0


@pytest.mark.parametrize(
    ("lengths", "seconds", "figures"),
    [
        pytest.param([1] * 200, 0.5, r"120 bytes in 60 s, and at least 200 a minute", id="a trickle"),
        pytest.param([199], 60.0, r"199 bytes in 60 s", id="one byte too few"),
        pytest.param([1000, 1], 60.0, r"1 bytes in 60 s", id="a second minute"),
        pytest.param([900], 300.0, r"900 bytes in 300 s", id="after a long silence"),
    ],
)
def test_a_body_that_comes_too_slowly_is_given_up(lengths: list[int], seconds: float, figures: str) -> None:
    pace = Pace(200, clock=functools.partial(next, itertools.count(0.0, seconds)))

    with pytest.raises(TimedOutError, match=figures):
        note_all(pace, iter(lengths))


def note_all(pace: Pace, lengths: Iterator[int]) -> None:
    for length in lengths:
        pace.note(length)
