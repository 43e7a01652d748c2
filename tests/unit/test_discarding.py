"""An answer that turns out to be another's takes its connection with it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from nbia import ArchiveError, DecodeError, NbiaError, RetryPolicy, calls
from nbia_core.http._async.session import AsyncAnswer, AsyncSession
from nbia_core.http._sync.session import Answer, Session
from tests.raw_server import RawServer, make_certificate

EMPTY = [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"]
CALL = calls.get_collection_values()
AT_ONCE = RetryPolicy(first_delay=0)
ERRORS = pytest.mark.parametrize("error_type", [DecodeError, ArchiveError])


class Judge:
    """Takes the first answers for another's, and accepts what comes then."""

    def __init__(self, error_type: type[NbiaError], refused: int = 1) -> None:
        self._error_type = error_type
        self._refused = refused

    def read(self, answer: Answer) -> bytes:
        return self._judge(answer.read_and_close())

    async def read_async(self, answer: AsyncAnswer) -> bytes:
        return self._judge(await answer.read_and_close())

    def _judge(self, body: bytes) -> bytes:
        self._refused -= 1
        if self._refused >= 0:
            error = self._error_type("The answer is another's.")
            error.is_for_another_request = True
            raise error
        return body


@pytest.fixture
def server() -> Iterator[RawServer]:
    """A server that answers each connection three times and leaves it open."""
    with RawServer([EMPTY, EMPTY, EMPTY], is_silent=True) as server:
        yield server


def session_for(server: RawServer, http: httpx.Client | None = None) -> Session:
    return Session(base_url=server.url.rstrip("/"), timeouts=None, retries=AT_ONCE, http=http)


def async_session_for(server: RawServer, http: httpx.AsyncClient | None = None) -> AsyncSession:
    return AsyncSession(base_url=server.url.rstrip("/"), timeouts=None, retries=AT_ONCE, http=http)


@ERRORS
def test_the_next_try_uses_a_new_connection(server: RawServer, error_type: type[NbiaError]) -> None:
    session = session_for(server)

    body = session.perform(CALL, Judge(error_type).read)
    session.close()

    assert body == b"[]"
    assert (len(server.requests), server.connection_count) == (2, 2)


@ERRORS
def test_the_next_try_uses_a_new_connection_async(server: RawServer, error_type: type[NbiaError]) -> None:
    async def ask() -> bytes:
        session = async_session_for(server)
        body = await session.perform(CALL, Judge(error_type).read_async)
        await session.aclose()
        return body

    body = asyncio.run(ask())

    assert body == b"[]"
    assert (len(server.requests), server.connection_count) == (2, 2)


def test_so_does_a_client_that_was_given(server: RawServer) -> None:
    with httpx.Client() as http:
        body = session_for(server, http).perform(CALL, Judge(DecodeError).read)

    assert body == b"[]"
    assert (len(server.requests), server.connection_count) == (2, 2)


def test_so_does_an_asynchronous_client_that_was_given(server: RawServer) -> None:
    async def ask() -> bytes:
        async with httpx.AsyncClient() as http:
            return await async_session_for(server, http).perform(CALL, Judge(DecodeError).read_async)

    body = asyncio.run(ask())

    assert body == b"[]"
    assert (len(server.requests), server.connection_count) == (2, 2)


def test_when_all_answers_are_anothers_the_error_is_raised(server: RawServer) -> None:
    session = session_for(server)

    with pytest.raises(DecodeError) as caught:
        session.perform(CALL, Judge(DecodeError, refused=9).read)
    session.close()

    assert caught.value.tries == 4
    assert server.connection_count == 4


def test_an_answer_can_be_judged_after_it_was_closed(server: RawServer) -> None:
    session = session_for(server)
    answer = session.perform(CALL, lambda answer: answer)
    answer.read_and_close()

    answer.discard_connection()
    body = session.perform(CALL, lambda answer: answer.read_and_close())
    session.close()

    assert body == b"[]"
    assert server.connection_count == 2


def test_an_encrypted_connection_is_cut_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, context = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with RawServer([EMPTY, EMPTY], is_silent=True, context=context) as server:
        session = session_for(server)
        body = session.perform(CALL, Judge(DecodeError).read)
        session.close()

    assert body == b"[]"
    assert (len(server.requests), server.connection_count) == (2, 2)


def test_an_encrypted_connection_of_an_asynchronous_client_is_cut_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, context = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def ask(server: RawServer) -> bytes:
        session = async_session_for(server)
        body = await session.perform(CALL, Judge(DecodeError).read_async)
        await session.aclose()
        return body

    with RawServer([EMPTY, EMPTY], is_silent=True, context=context) as server:
        body = asyncio.run(ask(server))

    assert body == b"[]"
    assert (len(server.requests), server.connection_count) == (2, 2)


def test_a_client_that_never_had_a_connection_is_left_alone() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=b"[]"))

    with httpx.Client(transport=transport) as http:
        session = Session(base_url="http://unreachable.invalid", timeouts=None, retries=AT_ONCE, http=http)
        body = session.perform(CALL, Judge(DecodeError).read)

    assert body == b"[]"


def test_a_good_answer_leaves_its_connection_open(server: RawServer) -> None:
    session = session_for(server)

    bodies = [session.perform(CALL, lambda answer: answer.read_and_close()) for _ in range(3)]
    session.close()

    assert bodies == [b"[]"] * 3
    assert server.connection_count == 1
