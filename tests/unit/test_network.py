"""A client that merges chunks sees of a server, however wrong it is, exactly what a client of plain httpx sees."""

from __future__ import annotations

import contextlib
import importlib
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpcore
import pytest

from nbia_core.http import transport
from nbia_core.http.fast.network import DirectStream
from nbia_core.http.transport import (
    HttpClient,
    HttpResponse,
    Timeouts,
    close_plain,
    get_plainly,
    new_async_client,
    new_client,
)
from tests.raw_server import END, OK, Answer, RawServer, bytewise, chunk, closed_port

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
COUNTED = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
SMALL = b"".join(chunk(bytes([number]) * 200) for number in range(100))
LARGE = chunk(b"x" * 8192) * 200


@pytest.fixture(scope="module", params=["httpx", "httpx2"])
def library(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    """The HTTP library that clients are made of."""
    library = importlib.import_module(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport, "_default_library", lambda: library)
        yield library


class PlainRequests:
    """Looks like a client, and sends what one sends for a session that has nothing special to ask."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    @contextlib.contextmanager
    def stream(self, method: str, url: str, *, timeout: Any = None) -> Iterator[HttpResponse]:
        """Send a GET request, as such clients do."""
        seconds = Timeouts.of(10) if timeout is None else Timeouts(**timeout.as_dict())
        response = get_plainly(self._client, url, {}, seconds, is_service=True)
        assert response is not None
        with contextlib.closing(response):
            yield response

    def close(self) -> None:
        """Close the client."""
        close_plain(self._client)
        self._client.close()


@pytest.fixture(scope="module", params=[lambda client: client, PlainRequests], ids=["library", "plain requests"])
def kind(request: pytest.FixtureRequest) -> Any:
    """What makes a client of ours of one of the library: itself, or what sends plain requests past it."""
    return request.param


@pytest.fixture(scope="module")
def fast(library: ModuleType, kind: Any) -> Iterator[HttpClient]:
    client = kind(new_client(Timeouts.of(10)))
    yield client
    client.close()


@pytest.fixture(scope="module")
def plain(library: ModuleType) -> Iterator[HttpClient]:
    client: HttpClient = library.Client(timeout=10)
    yield client
    client.close()


class ScriptedStream(httpcore.NetworkStream):
    """A connection on which bytes arrive in exactly these portions."""

    def __init__(self, portions: list[bytes]) -> None:
        self._portions = portions
        self._socket, self._other_end = socket.socketpair()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._portions.pop(0) if self._portions else b""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass

    def get_extra_info(self, info: str) -> Any:
        return {"socket": self._socket, "is_readable": True}[info]

    def send_unasked(self, data: bytes) -> None:
        """Make bytes lie in the socket that nobody has read."""
        self._other_end.sendall(data)

    def close(self) -> None:
        self._socket.close()
        self._other_end.close()


def get(client: Any, url: str, **options: Any) -> tuple[int | None, bytes, str]:
    """Return the status, the body as far as it came, and the failure."""
    status, body = None, bytearray()
    try:
        with client.stream("GET", url, **options) as response:
            status = response.status_code
            for piece in response.iter_raw():
                body += piece
    except Exception as error:
        return status, bytes(body), f"{type(error).__name__}: {error}"
    return status, bytes(body), ""


def get_once(client: Any, answer: Answer, context: ssl.SSLContext | None = None) -> tuple[int | None, bytes, str]:
    """Return the same of a server that sends one answer and closes the connection."""
    with RawServer([answer], context=context) as server:
        return get(client, server.url)


def pieces(client: Any, url: str) -> list[bytes]:
    """Return the pieces in which a body is handed out."""
    with client.stream("GET", url) as response:
        return list(response.iter_raw())


def test_the_fast_path_is_in_force(fast: HttpClient) -> None:
    """If this fails, httpx or httpcore has changed, and downloads have become slower without any other sign."""
    with RawServer([[OK + SMALL + END]]) as server:
        handed_out = pieces(fast, server.url)

    assert len(handed_out) < 50  # as a rule one, but the bytes may arrive in several parts
    assert b"".join(handed_out) == b"".join(bytes([number]) * 200 for number in range(100))


def test_a_size_line_that_is_not_complete_does_not_look_like_the_end() -> None:
    scripted = ScriptedStream([OK, b"5", b"\r", b"\nhello", b"\r", b"\n0\r\n\r\n"])
    stream = DirectStream(httpcore, scripted, threading.Lock())
    stream.write(GET)

    head = stream.read(65536)
    body = [stream.read_body(65536) for _ in range(2)]
    rest = [stream.read(65536) for _ in range(2)]
    stream.close()

    assert head == OK
    assert body == [b"hell", b""]
    assert rest == [b"1\r\no\r\n" + END, b""]


def test_plain_httpx_pays_for_every_chunk(plain: HttpClient) -> None:
    """When this fails, the library merges chunks itself, and ours need not."""
    with RawServer([[OK + SMALL + END]]) as server:
        assert len(pieces(plain, server.url)) >= 100


@pytest.mark.parametrize(
    ("answer", "status", "body", "is_failure"),
    [
        ([OK + LARGE + END], 200, b"x" * 8192 * 200, False),
        ([*bytewise(OK + chunk(b"hello") + chunk(b"abc") + END)], 200, b"helloabc", False),
        ([OK[:20], OK[20:] + b"5", b"\r", b"\nhel", b"lo\r", b"\n0\r\n\r", b"\n"], 200, b"hello", False),
        ([OK + END], 200, b"", False),
        ([COUNTED], 200, b"hello", False),
        ([COUNTED + b"more"], 200, b"hello", False),
        ([OK + chunk(b"hello") + END + b"more"], 200, b"hello", False),
        ([OK + chunk(b"hello") + b"0\r\nX-Trailer: yes\r\n\r\n"], 200, b"hello", False),
        ([OK + b"5;name=value\r\nhello\r\n" + END], 200, b"hello", False),
        ([b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + chunk(b"hello") + END], 200, b"hello", False),
        ([b"HTTP/1.0 200 OK\r\n\r\nhello"], 200, b"hello", False),
        ([b"HTTP/1.1 204 No Content\r\n\r\n"], 204, b"", False),
        ([], None, b"", True),
        ([OK[:-3]], None, b"", True),
        ([b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000], None, b"", True),
        ([b"nonsense\r\n\r\n"], None, b"", True),
        ([COUNTED[:-1]], 200, b"hell", True),
        ([OK], 200, b"", True),
        ([OK + chunk(b"hello")], 200, b"hello", True),
        ([OK + chunk(b"hello") + b"8\r\nabc"], 200, b"helloabc", True),
        ([OK + chunk(b"hello") + b"8"], 200, b"hello", True),
        ([OK + chunk(b"hello") + b"0\r\n"], 200, b"hello", True),
        ([OK + chunk(b"hello") + b"x\r\nabc\r\n" + END], 200, b"hello", True),
        ([OK + chunk(b"hello") + b"-3\r\nabc\r\n" + END], 200, b"hello", True),
        ([OK + b"5\r\nhello, world\r\n" + END], 200, b"hello", True),
        ([OK + b"5\r\nhello" + END], 200, b"hello", True),
        ([OK + chunk(b"hello") + b"9" * 200_000], 200, b"hello", True),
    ],
)  # fmt: skip
def test_an_answer_is_read_as_plain_httpx_reads_it(
    fast: HttpClient, plain: HttpClient, answer: Answer, status: int | None, body: bytes, is_failure: bool
) -> None:
    outcome = get_once(fast, answer)

    assert outcome == get_once(plain, answer)
    assert outcome[:2] == (status, body)
    assert bool(outcome[2]) is is_failure


def test_a_connection_is_used_again_after_every_kind_of_body(fast: HttpClient) -> None:
    chunked = [OK + chunk(b"hello") + END]
    with RawServer([chunked, [COUNTED], chunked, [b"HTTP/1.1 204 No Content\r\n\r\n"], chunked]) as server:
        outcomes = [get(fast, server.url) for _ in range(5)]

    assert outcomes == [(200, b"hello", "")] * 3 + [(204, b"", ""), (200, b"hello", "")]
    assert server.connection_count == 1


@pytest.mark.parametrize(("requests", "just_now", "is_looked_at"), [(1, 60, True), (2, 60, False), (2, 0, True)])
def test_a_connection_in_steady_use_is_not_looked_at_each_time(
    monkeypatch: pytest.MonkeyPatch, requests: int, just_now: float, is_looked_at: bool
) -> None:
    monkeypatch.setattr("nbia_core.http.fast.network._JUST_NOW", just_now)
    stream = DirectStream(httpcore, ScriptedStream([COUNTED] * requests), threading.Lock())
    for _ in range(requests):
        stream.write(GET)
        stream.read(65536)

    is_readable = stream.get_extra_info("is_readable")
    stream.close()

    assert is_readable is is_looked_at


def test_what_lies_in_the_socket_before_the_next_request_ends_the_use_of_a_connection() -> None:
    scripted = ScriptedStream([COUNTED])
    stream = DirectStream(httpcore, scripted, threading.Lock())
    stream.write(GET)
    stream.read(65536)
    scripted.send_unasked(b"x")

    with pytest.raises(httpcore.ConnectionNotAvailable):
        stream.write(GET)
    stream.close()


def test_what_lies_in_the_socket_before_the_first_request_is_no_answer_to_it() -> None:
    scripted = ScriptedStream([])
    stream = DirectStream(httpcore, scripted, threading.Lock())
    scripted.send_unasked(COUNTED)

    with pytest.raises(httpcore.RemoteProtocolError):
        stream.write(GET)
    stream.close()


def test_a_redirect_is_followed(library: ModuleType) -> None:
    fast = new_client(Timeouts.of(10))
    moved = b"HTTP/1.1 302 Found\r\nLocation: /there\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(b"moved") + END
    with RawServer([[moved], [OK + chunk(b"hello") + END]]) as server:
        outcome = get(fast, server.url, follow_redirects=True)
    fast.close()

    assert outcome == (200, b"hello", "")
    assert [request[:11] for request in server.requests] == [b"GET / HTTP/", b"GET /there "]


@pytest.mark.parametrize(
    ("start", "status", "body"),
    [(b"", None, b""), (OK, 200, b""), (OK + b"5\r\nhel", 200, b"hel"), (OK + chunk(b"hello") + b"8", 200, b"hello")],
)
def test_silence_is_a_timeout(
    fast: HttpClient, library: ModuleType, start: bytes, status: int | None, body: bytes
) -> None:
    with RawServer([[start]], is_silent=True) as server:
        outcome = get(fast, server.url, timeout=library.Timeout(10, read=0.3))  # as long as `start` may take

    assert outcome == (status, body, "ReadTimeout: timed out")


def test_a_server_that_does_not_listen_is_a_connect_error(fast: HttpClient, plain: HttpClient) -> None:
    with closed_port() as port:
        outcome, expected = (get(client, f"http://127.0.0.1:{port}/") for client in (fast, plain))

    assert outcome == expected
    assert outcome[2].startswith("ConnectError: ")


def test_encrypted_answers_are_merged_as_well(library: ModuleType, kind: Any, trusted: ssl.SSLContext) -> None:
    fast = kind(new_client(Timeouts.of(10)))
    records = [OK, *[chunk(b"x" * 8192)] * 8, END]

    with RawServer([records], context=trusted) as server, fast.stream("GET", server.url) as response:
        assert server.answered.acquire(timeout=10)  # all is there, so that nothing depends on when it arrives
        handed_out = list(response.iter_raw())
    fast.close()

    assert b"".join(handed_out) == b"x" * 8192 * 8
    assert len(handed_out) <= 2  # TLS alone would hand out each record


@pytest.mark.parametrize(
    "answer", [[OK + LARGE + END], bytewise(OK + chunk(b"hello") + END), [OK + LARGE], [OK + LARGE + b"x"], [COUNTED]]
)
def test_an_encrypted_answer_is_read_as_plain_httpx_reads_it(
    library: ModuleType, kind: Any, trusted: ssl.SSLContext, answer: Answer
) -> None:
    fast, plain = kind(new_client(Timeouts.of(10))), library.Client(timeout=10)

    outcomes = [get_once(client, answer, trusted) for client in (fast, plain)]
    fast.close()
    plain.close()

    assert outcomes[0] == outcomes[1]


def test_clients_share_the_certificates_that_they_trust(library: ModuleType) -> None:
    made: list[Any] = [make(Timeouts.of(10)) for make in (new_client, new_async_client, new_async_client)]

    assert len({id(client._transport._pool._ssl_context) for client in made}) == 1


def test_a_certificate_that_is_not_trusted_is_refused(
    fast: HttpClient, plain: HttpClient, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    outcomes = [get_once(client, [COUNTED], certificate[1]) for client in (fast, plain)]

    assert outcomes[0] == outcomes[1]
    assert "CERTIFICATE_VERIFY_FAILED" in outcomes[0][2]
