"""Nothing may follow the end of an answer: a surplus answer is never taken for the answer of the next request."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

import pytest

from nbia import AsyncClient, Client, NbiaError, RetryPolicy
from tests.client.surplus_server import SURPLUS, SurplusServer, chunked, counted, empty, filled

QUERIES = ["q0", "q1", "q2", "q3", "q4"]
NEVER_AGAIN = RetryPolicy(attempts=1)
Framing = Callable[[bytes], bytes]

FRAMINGS = pytest.mark.parametrize("framing", [counted, chunked])
TIMES = pytest.mark.parametrize("is_later", [False, True], ids=["in the same segment", "later"])
SCHEMES = pytest.mark.parametrize("is_encrypted", [False, True], ids=["http", "https"])


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Forget the proxies of whoever runs the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def ask(server: SurplusServer, base_url: str = "") -> list[str | None]:
    """Send the queries one after the other without any retry, and return what each answer says, or the name of the error."""
    found: list[str | None] = []
    with Client(base_url=base_url or server.url, retries=NEVER_AGAIN) as client:
        for query in QUERIES:
            try:
                records = client.get_modality_values(collection=query)
            except NbiaError as error:
                found.append(type(error).__name__)
            else:
                found += [record.modality for record in records] or ["nothing"]
            server.send_surplus()
    return found


def ask_async(server: SurplusServer, base_url: str = "") -> list[str | None]:
    """Do the same with the asynchronous client."""

    async def ask() -> list[str | None]:
        found: list[str | None] = []
        async with AsyncClient(base_url=base_url or server.url, retries=NEVER_AGAIN) as client:
            for query in QUERIES:
                try:
                    records = await client.get_modality_values(collection=query)
                except NbiaError as error:
                    found.append(type(error).__name__)
                else:
                    found += [record.modality for record in records] or ["nothing"]
                server.send_surplus()
        return found

    return asyncio.run(ask())


WAYS = pytest.mark.parametrize("ask_all", [ask, ask_async])
Ask = Callable[..., list[str | None]]


@WAYS
@SCHEMES
@TIMES
@FRAMINGS
def test_every_answer_is_its_own(
    trusted: ssl.SSLContext, framing: Framing, is_later: bool, is_encrypted: bool, ask_all: Ask
) -> None:
    with SurplusServer(framing, is_later=is_later, context=trusted if is_encrypted else None) as server:
        found = ask_all(server)

    assert found == QUERIES
    assert server.connection_count == len(QUERIES)


@WAYS
@SCHEMES
@TIMES
@FRAMINGS
def test_on_a_connection_in_steady_use_as_well(
    trusted: ssl.SSLContext, framing: Framing, is_later: bool, is_encrypted: bool, ask_all: Ask
) -> None:
    with SurplusServer(framing, is_later=is_later, first=2, context=trusted if is_encrypted else None) as server:
        found = ask_all(server)

    assert found == QUERIES
    assert server.connection_count == 2


@WAYS
@SCHEMES
@TIMES
def test_behind_a_proxy_as_well(
    without_proxies: pytest.MonkeyPatch, trusted: ssl.SSLContext, is_later: bool, is_encrypted: bool, ask_all: Ask
) -> None:
    context = trusted if is_encrypted else None
    with SurplusServer(chunked, is_later=is_later, context=context, is_proxy=True) as server:
        without_proxies.setenv("ALL_PROXY", server.url)
        found = ask_all(server, "https://localhost" if is_encrypted else "http://unreachable.invalid")

    assert found == QUERIES
    assert server.connection_count == len(QUERIES)


@WAYS
@SCHEMES
@TIMES
@pytest.mark.parametrize(
    "surplus",
    [b"\r\n", b"x", b"\x00" * 100_000, SURPLUS[:20], SURPLUS * 3],
    ids=["an empty line", "one byte", "100,000 bytes", "half a head", "three answers"],
)
def test_whatever_the_surplus_is(
    trusted: ssl.SSLContext, surplus: bytes, is_later: bool, is_encrypted: bool, ask_all: Ask
) -> None:
    context = trusted if is_encrypted else None
    with SurplusServer(counted, surplus=surplus, is_later=is_later, context=context) as server:
        found = ask_all(server)

    assert found == QUERIES
    assert server.connection_count == len(QUERIES)


@WAYS
@SCHEMES
@TIMES
def test_what_was_received_and_not_yet_read_is_a_surplus_too(
    trusted: ssl.SSLContext, is_later: bool, is_encrypted: bool, ask_all: Ask
) -> None:
    with SurplusServer(filled, is_later=is_later, context=trusted if is_encrypted else None) as server:
        found = ask_all(server)

    assert found == QUERIES
    assert server.connection_count == len(QUERIES)


@WAYS
@TIMES
def test_after_an_answer_without_a_body_as_well(is_later: bool, ask_all: Ask) -> None:
    with SurplusServer(empty, is_later=is_later) as server:
        found = ask_all(server)

    assert found == ["nothing"] * len(QUERIES)
    assert server.connection_count == len(QUERIES)


@WAYS
@SCHEMES
@FRAMINGS
def test_a_connection_that_the_server_closed_is_not_used_again(
    trusted: ssl.SSLContext, framing: Framing, is_encrypted: bool, ask_all: Ask
) -> None:
    context = trusted if is_encrypted else None
    with SurplusServer(framing, surplus=b"", is_later=True, context=context) as server:
        found = ask_all(server)

    assert found == QUERIES
    assert server.connection_count == len(QUERIES)


@WAYS
@SCHEMES
@FRAMINGS
def test_where_nothing_follows_one_connection_is_enough(
    trusted: ssl.SSLContext, framing: Framing, is_encrypted: bool, ask_all: Ask
) -> None:
    with SurplusServer(framing, surplus=b"", context=trusted if is_encrypted else None) as server:
        found = ask_all(server)

    assert found == QUERIES
    assert server.connection_count == 1


@WAYS
@SCHEMES
def test_one_connection_to_a_proxy_is_enough_too(
    without_proxies: pytest.MonkeyPatch, trusted: ssl.SSLContext, is_encrypted: bool, ask_all: Ask
) -> None:
    context = trusted if is_encrypted else None
    with SurplusServer(chunked, surplus=b"", context=context, is_proxy=True) as server:
        without_proxies.setenv("ALL_PROXY", server.url)
        found = ask_all(server, "https://localhost" if is_encrypted else "http://unreachable.invalid")

    assert found == QUERIES
    assert server.connection_count == 1


@WAYS
@TIMES
@FRAMINGS
def test_after_an_error_as_well(framing: Framing, is_later: bool, ask_all: Ask) -> None:
    def failing(body: bytes) -> bytes:
        return framing(body).replace(b"200 OK", b"404 Not Found", 1)

    with SurplusServer(failing, is_later=is_later) as server:
        found = ask_all(server)

    assert found == ["RetiredError"] * len(QUERIES)
    assert server.connection_count == len(QUERIES)


@WAYS
@FRAMINGS
def test_an_answer_that_nobody_read_to_its_end_leaves_nothing_behind(framing: Framing, ask_all: Ask) -> None:
    def redirected(body: bytes) -> bytes:
        return framing(body).replace(b"200 OK\r\n", b"302 Found\r\nLocation: http://elsewhere.invalid/\r\n", 1)

    with SurplusServer(redirected) as server:
        found = ask_all(server)

    assert found == ["MovedError"] * len(QUERIES)
    assert server.connection_count == len(QUERIES)
