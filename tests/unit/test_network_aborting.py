"""Connections that are given up: whoever waits for one is woken at once, and nothing passes for complete."""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import ModuleType
from typing import Any

import httpcore
import pytest

from nbia_core.http.fast.network import DirectBackend
from nbia_core.http.transport import HttpClient, Timeouts, abort_connections, new_client
from tests.raw_server import END, OK, RawServer, chunk

ENOUGH = 10
"""Seconds after which a test that waits in vain fails."""
ABORTED = "the program gave the connection up"


@pytest.fixture
def client(library: ModuleType) -> Iterator[HttpClient]:
    """A client that would wait for ever."""
    client = new_client(Timeouts(connect=None, read=None, write=None, pool=None))
    yield client
    client.close()


@pytest.fixture
def in_a_thread() -> Iterator[Callable[..., Future[Any]]]:
    with ThreadPoolExecutor(2) as pool:
        yield pool.submit


class SlowBackend(httpcore.NetworkBackend):
    """Connects when it is told to."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.closed = threading.Event(), threading.Event(), threading.Event()

    def connect_tcp(self, *where: object, **options: object) -> httpcore.NetworkStream:
        self.begun.set()
        self.go_on.wait(ENOUGH)
        return IdleStream(self.closed)


class IdleStream(httpcore.NetworkStream):
    """A connection to nowhere."""

    def __init__(self, closed: threading.Event) -> None:
        self._socket = socket.socket()
        self._closed = closed

    def get_extra_info(self, info: str) -> object:
        return self._socket

    def close(self) -> None:
        self._socket.close()
        self._closed.set()


def body_of(client: Any, url: str, on_piece: Callable[[], object] = lambda: None) -> bytes:
    body = b""
    with client.stream("GET", url) as response:
        for piece in response.iter_raw():
            body += piece
            on_piece()
    return body


@pytest.mark.parametrize("start", [b"", OK[:20], OK, OK + b"5"], ids=["nothing", "head", "body", "size"])
def test_whoever_waits_for_an_answer_is_woken(
    client: HttpClient, library: ModuleType, in_a_thread: Callable[..., Future[Any]], start: bytes
) -> None:
    with RawServer([[start]], is_silent=True) as server:
        waiting = in_a_thread(body_of, client, server.url)
        assert server.answered.acquire(timeout=ENOUGH)
        is_aborted = abort_connections(client)
        error = waiting.exception(ENOUGH)

    assert is_aborted
    assert isinstance(error, library.ReadError)
    assert str(error) == ABORTED


@pytest.mark.parametrize(
    "start",
    [OK + chunk(b"hello"), b"HTTP/1.1 200 OK\r\n\r\nhello", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"],
    ids=["chunked", "until the end of the connection", "counted"],
)
def test_a_body_that_is_given_up_does_not_pass_for_complete(
    client: HttpClient, library: ModuleType, in_a_thread: Callable[..., Future[Any]], start: bytes
) -> None:
    begun = threading.Event()
    with RawServer([[start]], is_silent=True) as server:
        waiting = in_a_thread(body_of, client, server.url, begun.set)
        assert begun.wait(ENOUGH)
        abort_connections(client)
        error = waiting.exception(ENOUGH)

    assert isinstance(error, library.ReadError)


def test_whoever_waits_for_encryption_is_woken(
    client: HttpClient, library: ModuleType, in_a_thread: Callable[..., Future[Any]]
) -> None:
    with RawServer([[]], is_silent=True) as server:
        waiting = in_a_thread(body_of, client, server.url.replace("http:", "https:"))
        assert server.answered.acquire(timeout=ENOUGH)
        abort_connections(client)
        error = waiting.exception(ENOUGH)

    assert isinstance(error, library.ConnectError)


def test_whoever_waits_for_a_connection_is_woken_and_the_late_connection_is_closed(
    in_a_thread: Callable[..., Future[Any]],
) -> None:
    slow = SlowBackend()
    backend = DirectBackend(httpcore, slow)

    waiting = in_a_thread(backend.connect_tcp, "localhost", 80)
    assert slow.begun.wait(ENOUGH)
    backend.abort_all()
    error = waiting.exception(ENOUGH)
    slow.go_on.set()

    assert isinstance(error, httpcore.ConnectError)
    assert slow.closed.wait(ENOUGH)


def test_the_late_connection_is_closed_if_whoever_waits_for_it_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(attempt: Future[Any], timeout: float | None = None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Future, "result", interrupt)
    slow = SlowBackend()

    with pytest.raises(KeyboardInterrupt):
        DirectBackend(httpcore, slow).connect_tcp("localhost", 80)
    slow.go_on.set()

    assert slow.closed.wait(ENOUGH)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ends_and_tells_nothing_is_a_connect_error(in_a_thread: Callable[..., Future[Any]]) -> None:
    def end_what_connects(frame: object, event: str, argument: object) -> None:
        if threading.current_thread().name == "nbia-connect":
            raise SystemExit

    backend = DirectBackend(httpcore, SlowBackend())
    with contextlib.ExitStack() as at_the_end:
        at_the_end.callback(backend.abort_all)
        at_the_end.callback(threading.setprofile, threading.getprofile())
        threading.setprofile(end_what_connects)
        error = in_a_thread(backend.connect_tcp, "localhost", 80).exception(ENOUGH)

    assert isinstance(error, httpcore.ConnectError)
    assert str(error) == "the thread that was to connect has ended and has not told anything"


def test_connections_that_nobody_waits_for_are_of_no_more_use(client: HttpClient, library: ModuleType) -> None:
    with RawServer([[OK + chunk(b"hello") + END]] * 2, is_silent=True) as server:
        body_of(client, server.url)
        abort_connections(client)

        with pytest.raises(library.TransportError, match=ABORTED):
            body_of(client, server.url)

    assert server.connection_count == 1


def test_a_client_that_is_given_up_does_not_connect_any_more(client: HttpClient, library: ModuleType) -> None:
    abort_connections(client)

    with RawServer([[OK + END]]) as server, pytest.raises(library.ConnectError, match=ABORTED):
        body_of(client, server.url)

    assert server.connection_count == 0


def test_a_client_that_is_closed_has_no_connection_left(client: HttpClient) -> None:
    with RawServer([[OK + END]], is_silent=True) as server:
        body_of(client, server.url)
        client.close()

        assert server.left.wait(ENOUGH)


def test_without_a_new_thread_the_connection_is_made_in_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    slow = SlowBackend()
    slow.go_on.set()

    DirectBackend(httpcore, slow).connect_tcp("localhost", 80).close()

    assert slow.closed.is_set()


def test_too_many_open_files_are_a_connect_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(opened: socket.socket) -> socket.socket:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(socket.socket, "dup", refuse)
    slow = SlowBackend()
    slow.go_on.set()

    with pytest.raises(httpcore.ConnectError, match="Too many open files"):
        DirectBackend(httpcore, slow).connect_tcp("localhost", 80)

    assert slow.closed.is_set()


@pytest.mark.parametrize("other", [object(), {}], ids=["an object", "one without weak references"])
def test_what_is_no_client_of_ours_is_left_alone(other: Any) -> None:
    assert not abort_connections(other)


def test_a_client_from_elsewhere_is_left_alone(library: ModuleType) -> None:
    with library.Client() as client, RawServer([[OK + chunk(b"hello") + END]]) as server:
        assert not abort_connections(client)
        assert body_of(client, server.url) == b"hello"
