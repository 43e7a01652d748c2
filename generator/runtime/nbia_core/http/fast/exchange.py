"""Plain requests over kept connections, past the HTTP library: one write, and the body as it is read.

A request that has nothing special about it costs the library ten times what it costs the network. Here its head is written
as the library writes it, and an answer that is plainly understood (status 200, an ordinary head, a Content-Length or chunks,
no coding, no cookie) is read from the connection itself. Every other answer, and a chunked one that does not end plainly, is
given from its first byte on to the HTTP/1.1 connection of httpcore (or httpcore2), whose parser judges it as always.
"""

from __future__ import annotations

import contextlib
import functools
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from nbia_core.http.servers import PORTS

from .transport import block_size, body_class

if TYPE_CHECKING:
    from .network import DirectBackend, DirectStream

_CHARACTER: Final = r"(?:[A-Za-z0-9_~.=&+-]|%[0-9A-F]{2})"
_URL: Final = re.compile(
    r"(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::([1-9][0-9]{0,4}))?"
    rf"((?:/(?!\.){_CHARACTER}*)+(?:\?(?:{_CHARACTER}|/)+)?)",
    re.ASCII,
)
"""A URL that goes onto the wire as it is written."""
_HEAD: Final = re.compile(rb"HTTP/1\.1 200(?: [ -~]*)?\r\n((?:[-!#$%&'*+.^_`|~0-9A-Za-z]+:[\t -~]*\r\n)*)\r\n")
_LAST_CHUNKS: Final = re.compile(rb"(?:1\r\n(.)\r\n)?0\r\n\r\n", re.DOTALL)
"""What a `DirectStream` leaves to the parser of a chunked body: its last byte, and the end."""
_NOT_PLAIN: Final = frozenset({"content-encoding", "set-cookie"})
_BLOCK: Final = 256 * 1024
"""Bytes to read at once."""
_KEPT: Final = 5.0
"""Seconds for which a connection waits for the next request, as with httpx."""
_MOST_KEPT: Final = 20
"""Connections to a server that wait at most, as with httpx."""
_MOST: Final = 100
"""Connections at a time at most, as with httpx."""

Origin: TypeAlias = tuple[str, str, int]
"""Scheme, host and port."""
Seconds: TypeAlias = Mapping[str, float | None]
"""Timeouts as httpx passes them on: connect, read, write, pool."""
NewRequest: TypeAlias = Callable[[], Any]
"""Makes the request of httpx that stands for what was sent."""


class Exchanges:
    """The connections of one client of httpx, to all servers, for plain requests. For all threads."""

    def __init__(self, library: ModuleType, core: ModuleType, backend: DirectBackend, context: Any) -> None:
        """Begin.

        Args:
            library: httpx or httpx2, whose errors are raised.
            core: httpcore or httpcore2.
            backend: connects.
            context: what TLS connections need.
        """
        self.library: Final = library
        self.core: Final = core
        self._backend = backend
        self._context = context
        self._idle: dict[Origin, list[tuple[DirectStream, float]]] = {}
        self._free = threading.BoundedSemaphore(_MOST)
        self._lines: dict[object, bytes] = {}
        self._is_closed = False

    def get(self, client: Any, url: str, headers: Mapping[str, str], timeouts: Seconds, *, is_service: bool) -> Any:
        """Send a GET request, and return what answers, whatever it is; None where httpx must send it.

        Args:
            client: the client of httpx.
            url: where to.
            headers: the headers that httpx would be given.
            timeouts: seconds.
            is_service: whether the headers and cookies of the client are meant for this server.

        Raises:
            httpx.RequestError: no answer came.
        """
        parts = _URL.fullmatch(url)
        if parts is None or (is_service and len(client.cookies.jar)) or self._is_watched():
            return None
        scheme, host, port, target = parts.groups()
        origin = (scheme, host, int(port or PORTS[scheme]))
        lines = self._header_lines(client, origin, headers, is_service=is_service)
        if not self._free.acquire(timeout=timeouts["pool"]):
            raise self.library.PoolTimeout("all connections are in use")
        exchange = Exchange(self, origin, timeouts)
        try:
            exchange.send(b"GET %b HTTP/1.1\r\n%b\r\n" % (target.encode(), lines))
            start = exchange.read()
            request = functools.partial(self.library.Request, "GET", url, headers=headers)
            return _plain(exchange, start, request) or _judged(exchange, start, request(), client)
        except BaseException:
            exchange.end(is_kept=False)
            raise

    def _header_lines(self, client: Any, origin: Origin, headers: Mapping[str, str], *, is_service: bool) -> bytes:
        """Return the headers that httpx sends to this server; the same ones are made once."""
        key = (origin, is_service, *headers.items())
        lines = self._lines.get(key)
        if lines is None:
            scheme, host, port = origin
            new_request = client.build_request if is_service else self.library.Request
            request = new_request("GET", f"{scheme}://{host}:{port}/", headers=headers)
            lines = b"".join(b"%b: %b\r\n" % pair for pair in request.headers.raw)
            if len(self._lines) < _MOST:
                self._lines[key] = lines
        return lines

    def _is_watched(self) -> bool:
        """Whether something, such as vcrpy or a tracer, stands in the place of what sends requests in httpx."""
        names = (self.library.__name__, self.core.__name__)
        methods = (
            self.library.Client.send,
            self.library.HTTPTransport.handle_request,
            self.core.ConnectionPool.handle_request,
        )
        return not all(
            type(method) is FunctionType and method.__globals__["__name__"].startswith(names) for method in methods
        )

    def connection(self, origin: Origin, timeouts: Seconds) -> DirectStream:
        """Return a connection that nobody uses: the one that was used last, or a new one."""
        idle = self._idle.get(origin, [])
        with contextlib.suppress(IndexError):
            while True:
                stream, since = idle.pop()
                if time.monotonic() - since < _KEPT:
                    return stream
                stream.close()
        scheme, host, port = origin
        stream = self._backend.connect_tcp(host, port, timeout=timeouts["connect"])
        if scheme == "https":
            self._context.set_alpn_protocols(["http/1.1"])
            stream.start_tls(self._context, host, timeouts["connect"])
        return stream

    def release(self, origin: Origin, stream: DirectStream | None, *, is_kept: bool) -> None:
        """Take back a connection, to keep or to close it."""
        self._free.release()
        if stream is None:
            return
        idle = self._idle.setdefault(origin, [])
        if not is_kept or len(idle) >= _MOST_KEPT:
            stream.close()
            return
        idle.append((stream, time.monotonic()))
        if self._is_closed:
            self.close()

    def close(self) -> None:
        """Close all connections that nobody uses, and keep none any more."""
        self._is_closed = True
        for idle in list(self._idle.values()):
            with contextlib.suppress(IndexError):
                while True:
                    idle.pop()[0].close()

    @contextlib.contextmanager
    def library_errors(self) -> Iterator[None]:
        """Raise the errors of httpcore as those of httpx, which are called the same."""
        try:
            yield
        except Exception as error:
            kind = getattr(self.library, type(error).__name__, None)
            if kind is None or type(error) is not getattr(self.core, type(error).__name__, None):
                raise
            raise kind(str(error)) from error


class Exchange:
    """One request over one connection."""

    def __init__(self, exchanges: Exchanges, origin: Origin, timeouts: Seconds) -> None:
        self.exchanges = exchanges
        self.timeouts = timeouts
        """Seconds."""
        self.stream: DirectStream | None = None
        """The connection, once there is one."""
        self._origin = origin
        self._is_over = False

    def send(self, head: bytes) -> None:
        """Write a request to a connection that is fit for it."""
        core = self.exchanges.core
        with (
            self.exchanges.library_errors(),
            contextlib.suppress(core.WriteError),
        ):  # there may be an answer all the same
            while True:
                self.stream = self.exchanges.connection(self._origin, self.timeouts)
                try:
                    self.stream.write(head, self.timeouts["write"])
                    return
                except core.ConnectionNotAvailable:
                    self.stream.close()

    def read(self) -> bytes:
        """Wait for bytes and return them; none at all at the end of the connection."""
        assert self.stream is not None, "it was sent"
        with self.exchanges.library_errors():
            return self.stream.read(_BLOCK, self.timeouts["read"])

    def end(self, *, is_kept: bool) -> None:
        """Let go of the connection, once."""
        if not self._is_over:
            self._is_over = True
            self.exchanges.release(self._origin, self.stream, is_kept=is_kept)


class PlainResponse:
    """A plain answer that is still to be read. It looks like one of httpx."""

    status_code: Final = 200

    def __init__(
        self, exchange: Exchange, headers: dict[str, str], start: bytes, body: bytes, request: NewRequest
    ) -> None:
        self.headers: Final = headers
        self.extensions: Final = {"network_stream": exchange.stream, "http_version": b"HTTP/1.1"}
        self._exchange = exchange
        self._start = start
        self._body = body
        self._request = request
        self._is_whole = False

    def iter_raw(self) -> Iterator[bytes]:
        """Hand out the body as it arrives."""
        length = self.headers.get("content-length")
        return self._chunked() if length is None else self._counted(int(length))

    iter_bytes = iter_raw

    def _counted(self, length: int) -> Iterator[bytes]:
        block, received = self._body, 0
        while received < length:
            block = (block or self._exchange.read())[: length - received]
            if not block:
                raise self._exchange.exchanges.library.RemoteProtocolError(
                    f"peer closed connection without sending complete message body (received {received} bytes, expected {length})"
                )
            received += len(block)
            self._is_whole = received == length
            yield block
            block = b""
        self._is_whole = True

    def _chunked(self) -> Iterator[bytes]:
        exchange = self._exchange
        assert exchange.stream is not None, "an answer has begun"
        most = block_size(self.headers)
        while exchange.stream.has_chunked_body and (
            block := exchange.stream.read_body(most, exchange.timeouts["read"])
        ):
            yield block
        rest = exchange.read()
        last = _LAST_CHUNKS.fullmatch(rest)
        if last is None or not exchange.stream.is_between_answers:
            connection, answer = _parsed(exchange, self._start + rest, self._request())
            yield from _JudgedBody(exchange, connection, answer.stream)
            return
        self._is_whole = True
        if last[1]:
            yield last[1]

    def close(self) -> None:
        """Let go of the connection; it is kept if the body was read to its end."""
        is_kept = self._is_whole and self.headers.get("connection", "keep-alive").lower() == "keep-alive"
        self._exchange.end(is_kept=is_kept)


def _plain(exchange: Exchange, start: bytes, request: NewRequest) -> PlainResponse | None:
    """Return a plain answer; None if what has come of it is not plainly understood."""
    head = _HEAD.match(start)
    if head is None:
        return None
    lines = [line.partition(":") for line in head[1].decode("ascii").splitlines()]
    headers = {name.lower(): value.strip(" \t") for name, _, value in lines}
    assert exchange.stream is not None, "an answer has begun"
    length = headers.get("content-length", "")
    is_framed = exchange.stream.has_chunked_body or (
        length.isdigit() and len(length) < 20 and "transfer-encoding" not in headers
    )
    if len(headers) != len(lines) or not is_framed or not _NOT_PLAIN.isdisjoint(headers):
        return None
    return PlainResponse(exchange, headers, start[: head.end()], start[head.end() :], request)


def _parsed(exchange: Exchange, start: bytes, request: Any) -> tuple[Any, Any]:
    """Let the parser read an answer that begins so. Return its connection, and the answer."""
    core = exchange.exchanges.core
    place = core.URL(str(request.url))
    connection = core.HTTP11Connection(origin=place.origin, stream=_BegunStream(exchange.stream, start))
    asked = core.Request("GET", place, headers=request.headers.raw, extensions={"timeout": exchange.timeouts})
    with exchange.exchanges.library_errors():
        return connection, connection.handle_request(asked)


def _judged(exchange: Exchange, start: bytes, request: Any, client: Any) -> Any:
    """Return an answer that is not plain, as the parser understands it, and treat it as httpx would."""
    library = exchange.exchanges.library
    connection, answer = _parsed(exchange, start, request)
    headers = library.Headers(answer.headers)
    body = _JudgedBody(exchange, connection, answer.stream)
    response = library.Response(
        answer.status,
        headers=headers,
        request=request,
        stream=body_class(library)(exchange.stream, body, block_size(headers), exchange.timeouts["read"]),
        extensions={**answer.extensions, "network_stream": exchange.stream},
    )
    client.cookies.extract_cookies(response)
    if response.has_redirect_location:
        try:
            library.URL(response.headers["location"])
        except library.InvalidURL as error:
            raise library.RemoteProtocolError(f"Invalid URL in location header: {error}.") from error
    return response


class _BegunStream:
    """A connection over which a request was sent and the start of its answer has come, for a parser that knows nothing of it."""

    def __init__(self, stream: Any, start: bytes) -> None:
        self._stream = stream
        self._start: bytes | None = start

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Do nothing: it was written."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the start, and then what comes."""
        start, self._start = self._start, None
        return self._stream.read(max_bytes, timeout) if start is None else start

    def close(self) -> None:
        """Do nothing: whoever has the connection closes it."""

    def get_extra_info(self, info: str) -> Any:
        """Return something that is known of the connection."""
        return self._stream.get_extra_info(info)


class _JudgedBody:
    """The body of an answer that a parser judges."""

    def __init__(self, exchange: Exchange, connection: Any, body: Any) -> None:
        self._exchange = exchange
        self._connection = connection
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        with self._exchange.exchanges.library_errors():
            yield from self._body

    def close(self) -> None:
        """Let go of the connection; it is kept if the parser says so."""
        self._body.close()
        self._exchange.end(is_kept=self._connection.is_idle())
