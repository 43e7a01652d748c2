"""The only module that knows httpx. It is imported when the first request is sent, not before.

httpx2 has the same surface: to switch, change the one line in `_default_library`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib
import os
import re
import weakref
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from nbia_core.absence import without
from nbia_core.checks import check_seconds
from nbia_core.errors import (
    ConnectionFailedError,
    InvalidParameterError,
    MovedError,
    NoAnswerError,
    TimedOutError,
)
from nbia_core.public import publish
from nbia_core.text import sentence, shortened

from .environment import CERTIFICATES, PROXY_HINT, proxy_advice, readable_environment

if TYPE_CHECKING:
    from types import ModuleType

    from nbia_core.http.fast.exchange import Exchanges
    from nbia_core.http.fast.network import DirectBackend

T = TypeVar("T")

_LIBRARIES: Final = ("httpx", "httpx2")
_SWITCH: Final = "NBIA_FAST_HTTP"
"""The variable of the environment that turns off, with 0, what `nbia_core.http.fast` says."""
_CORES: Final = {"httpx": "httpcore", "httpx2": "httpcore2"}


class HttpResponse(Protocol):
    """What is used of an httpx response that is being read."""

    status_code: int

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        ...

    @property
    def extensions(self) -> Mapping[str, Any]:
        """What the library says besides, such as the connection."""
        ...

    def iter_bytes(self) -> Iterator[bytes]:
        """Hand out the body as it arrives."""
        ...

    def iter_raw(self) -> Iterator[bytes]:
        """Hand out the same, still compressed if the server compressed it."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class AsyncHttpResponse(Protocol):
    """What is used of an httpx response that is being read asynchronously."""

    status_code: int

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        ...

    @property
    def extensions(self) -> Mapping[str, Any]:
        """What the library says besides, such as the connection."""
        ...

    def aiter_bytes(self) -> AsyncIterator[bytes]:
        """Hand out the body as it arrives."""
        ...

    def aiter_raw(self) -> AsyncIterator[bytes]:
        """Hand out the same, still compressed if the server compressed it."""
        ...

    async def aclose(self) -> None:
        """Let go of the connection."""
        ...


class HttpClient(Protocol):
    """What is used of an `httpx.Client` (or `httpx2.Client`)."""

    def build_request(
        self, method: str, url: str, *, content: Any = ..., params: Any = ..., timeout: Any = ..., headers: Any = ...
    ) -> Any:
        """Make a request."""
        ...

    def send(self, request: Any, *, stream: bool = ..., auth: Any = ..., follow_redirects: Any = ...) -> Any:
        """Send it."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...


class AsyncHttpClient(Protocol):
    """What is used of an `httpx.AsyncClient` (or `httpx2.AsyncClient`)."""

    def build_request(
        self, method: str, url: str, *, content: Any = ..., params: Any = ..., timeout: Any = ..., headers: Any = ...
    ) -> Any:
        """Make a request."""
        ...

    async def send(self, request: Any, *, stream: bool = ..., auth: Any = ..., follow_redirects: Any = ...) -> Any:
        """Send it."""
        ...

    async def aclose(self) -> None:
        """Let go of all connections."""
        ...


@dataclasses.dataclass(frozen=True, kw_only=True)
class Timeouts:
    """Seconds to wait, each for one thing; None waits for ever. A whole download has no limit."""

    connect: float | None = 15.0
    """Until the connection stands."""
    read: float | None = 300.0
    """Until the next bytes come. The server answers large queries in one go, after minutes of silence."""
    write: float | None = 30.0
    """Until the next bytes of the request are sent."""
    pool: float | None = 60.0
    """Until a connection of this client is free."""

    def __post_init__(self) -> None:
        for name, value in dataclasses.asdict(self).items():
            if value is not None:
                check_seconds(f"timeout: {name}", value, may_be_zero=False)

    @classmethod
    def of(cls, timeout: float | Timeouts | None) -> Timeouts:
        """Return the default for None, the same number for all four, or the timeouts themselves."""
        if timeout is None:
            return cls()
        if isinstance(timeout, Timeouts):
            return timeout
        return cls(connect=timeout, read=timeout, write=timeout, pool=timeout)


def _default_library() -> ModuleType:
    # Its command line brings rich and Pygments along: 5 MB, and half of the time of the import.
    with without("httpx._main"):
        import httpx

    return httpx


_BACKENDS: Final[weakref.WeakKeyDictionary[object, DirectBackend]] = weakref.WeakKeyDictionary()
"""The backends of clients that were made here."""
_EXCHANGES: Final[weakref.WeakKeyDictionary[object, Exchanges]] = weakref.WeakKeyDictionary()
"""What sends plain requests for clients that were made here."""


def check_client(http: object, closing: str) -> None:
    """Refuse what is no HTTP client, or one of the other kind; `closing` is the method by which the kinds differ."""
    needed = ("build_request", "send", closing)
    if not all(callable(getattr(http, name, None)) for name in needed):
        kind = "asynchronous" if closing == "aclose" else "synchronous"
        raise InvalidParameterError(f"http={http!r} is no {kind} client of httpx or httpx2.")


def library_of(client: object) -> ModuleType:
    """Return the library that a client or response belongs to, so that its exceptions are recognised."""
    for kind in type(getattr(client, "bridged", client)).__mro__:
        name = kind.__module__.partition(".")[0]
        if name in _LIBRARIES:
            return importlib.import_module(name)
    return _default_library()


def new_client(timeouts: Timeouts) -> HttpClient:
    """Make a client with connections of its own.

    It uses no connection again on which anything followed an answer, and reads chunked bodies fast, wherever that is
    known to work.
    """
    library = _default_library()
    fast = _fast_transport(library)
    with readable_environment():
        client: HttpClient = library.Client(timeout=native_timeout(library, timeouts), **fast)
    with contextlib.suppress(Exception):  # a version of httpx or httpcore that looks different works as it always does
        from nbia_core.http.fast.exchange import Exchanges
        from nbia_core.http.fast.network import DirectBackend, fits

        core = importlib.import_module(_CORES[library.__name__])
        if fits(core):
            backend = DirectBackend(core, core.SyncBackend())
            _connect_through(client, core.ConnectionPool, core.SyncBackend, lambda replaced: backend)
            _BACKENDS[client] = backend
            if fast:
                _EXCHANGES[client] = Exchanges(library, core, backend, _certificates(library))
    return client


def get_plainly(
    client: HttpClient, url: str, headers: Mapping[str, str], timeouts: Timeouts, *, is_service: bool
) -> HttpResponse | None:
    """Send a GET request past the library, if the client was made here and nothing about the request is special.

    Args:
        client: the client.
        url: where to.
        headers: the headers.
        timeouts: seconds.
        is_service: whether the headers and cookies of the client are meant for this server.

    Returns:
        What answers, redirects and errors included; None where the client itself must send it.

    Raises:
        httpx.RequestError: no answer came.
    """
    exchanges = _of(client, _EXCHANGES)
    if exchanges is None:
        return None
    response: HttpResponse | None = exchanges.get(client, url, headers, _seconds(timeouts), is_service=is_service)
    return response


def close_plain(client: HttpClient) -> None:
    """Close the connections over which `get_plainly` sends for a client."""
    exchanges = _of(client, _EXCHANGES)
    if exchanges is not None:
        exchanges.close()


def _of(client: object, known: Mapping[object, T]) -> T | None:
    """Return what is known of a client; nothing of one from outside that allows no weak references."""
    try:
        return known.get(client)
    except TypeError:
        return None


def new_async_client(timeouts: Timeouts) -> AsyncHttpClient:
    """Make an asynchronous client with connections of its own, none of which is used again after surplus bytes."""
    library = _default_library()
    with readable_environment():
        client: AsyncHttpClient = library.AsyncClient(timeout=native_timeout(library, timeouts), **_trust(library))
    with contextlib.suppress(Exception):  # see new_client
        from nbia_core.http.fast.network_async import WatchedBackend, fits

        core = importlib.import_module(_CORES[library.__name__])
        if fits(core):
            wrap = functools.partial(WatchedBackend, core)
            _connect_through(client, core.AsyncConnectionPool, core.AsyncNetworkBackend, wrap)
    return client


def _connect_through(
    client: HttpClient | AsyncHttpClient, pool_type: Any, backend_type: Any, wrap: Callable[[Any], object]
) -> None:
    """Make all pools of a new client, those of proxies included, connect through a backend of our own.

    httpcore takes a backend as an argument, but httpx has no way to pass one on.

    Raises:
        Exception: the client does not look as expected. It is as it was.
    """
    inside: Any = client
    transports = [inside._transport, *(mounted for mounted in inside._mounts.values() if mounted is not None)]
    pools = [transport._pool for transport in transports]
    if not all(isinstance(pool, pool_type) and isinstance(pool._network_backend, backend_type) for pool in pools):
        raise TypeError("a pool is of another kind")
    for pool in pools:
        pool._network_backend = wrap(pool._network_backend)


def _fast_transport(library: ModuleType) -> dict[str, object]:
    """Return the argument that makes a client read chunked bodies fast; none where that is not known to work."""
    from urllib.request import getproxies

    if os.environ.get(_SWITCH) == "0":
        return {}
    if getproxies().keys() & {"http", "https", "all"}:
        return {}  # httpx heeds the proxies of the environment only if it makes the transport itself
    try:
        from nbia_core.http.fast.transport import transport_class

        return {"transport": transport_class(library)(verify=_certificates(library))}
    except Exception:  # whatever it is: httpx by itself copes with it, or says what is wrong
        return {}


def _trust(library: ModuleType) -> dict[str, object]:
    """Return the argument that spares a client to read all certificates; none where they cannot be read."""
    try:
        return {"verify": _certificates(library)}
    except Exception:  # httpx by itself copes with it, or says what is wrong
        return {}


def _certificates(library: ModuleType) -> object:
    """Return what TLS connections need, with the certificates that the environment names now."""
    return _ssl_context(library.__name__, *(os.environ.get(name) for name in CERTIFICATES))


@functools.lru_cache(maxsize=4)
def _ssl_context(library: str, *_certificates: str | None) -> object:
    """Return what TLS connections need. To read all certificates takes longer than most requests."""
    return importlib.import_module(library).create_ssl_context()


def abort_connections(client: HttpClient | AsyncHttpClient) -> bool:
    """Give up all connections of a client, from any thread and for good.

    Requests that wait for an answer fail at once, and so do later ones: the client is of no more use.

    Returns:
        Whether that was possible: only for a client that `new_client` made.
    """
    backend = _of(client, _BACKENDS)
    if backend is None:
        return False
    backend.abort_all()
    return True


def ends_with_connection(response: HttpResponse | AsyncHttpResponse) -> bool:
    """Whether nothing but the end of the connection tells where a body ends: one that is cut off looks the same."""
    extensions = getattr(response, "extensions", {})
    if "network_stream" not in extensions or extensions.get("http_version") == b"HTTP/2":
        return False
    headers = response.headers
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        return False  # what is compressed has an end of its own
    return response.status_code == 200 and not ("content-length" in headers or "transfer-encoding" in headers)


def discard_connection(response: HttpResponse | AsyncHttpResponse) -> None:
    """Cut the connection that brought an answer, from any thread: it is never used again.

    That works also when the answer was read to its end and closed, and for HTTP clients from outside: the pool finds
    that the connection has ended. A request that was sent over it meanwhile fails, as with a connection that was lost.
    An HTTP/2 connection is left alone, since it says of each answer to which request it belongs.
    """
    import socket
    import ssl

    extensions = getattr(response, "extensions", {})
    stream = extensions.get("network_stream")
    if stream is None or extensions.get("http_version") == b"HTTP/2":
        return
    connection = stream.get_extra_info("socket")
    with contextlib.suppress(OSError):
        if isinstance(connection, ssl.SSLSocket):
            # Its own method would also make it read on without decryption.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
        elif connection is not None:
            connection.shutdown(socket.SHUT_RDWR)


@functools.lru_cache(maxsize=16)
def _seconds(timeouts: Timeouts) -> Mapping[str, float | None]:
    """Return timeouts as the library passes them on."""
    return dataclasses.asdict(timeouts)


@functools.lru_cache(maxsize=16)
def native_timeout(library: ModuleType, timeouts: Timeouts) -> object:
    """Return timeouts as the library's own object."""
    return library.Timeout(**dataclasses.asdict(timeouts))


def is_transport_failure(library: ModuleType, error: Exception) -> bool:
    """Whether an exception is the library's way to say that no answer came, or not all of it."""
    return isinstance(error, library.RequestError | library.InvalidURL | UnicodeError)


def no_answer(library: ModuleType, error: Exception, url: str) -> NoAnswerError | MovedError:
    """Return the error to raise when no answer came, or not all of it, or a redirect that the library cannot read."""
    text = str(error) or type(error).__name__
    if isinstance(error, library.TimeoutException):
        failure: NoAnswerError = TimedOutError(
            f"The server took longer than the timeout allows ({type(error).__name__}).",
            url=url,
            hint=f"try again later, or allow more with timeout={proxy_advice()}",
        )
        failure.may_retry_now = isinstance(error, library.ConnectTimeout)
        return failure
    if (isinstance(error, library.RemoteProtocolError) and "location header" in text) or (
        isinstance(error, library.InvalidURL) and _is_url(library, url)
    ):
        # It reads the place also where it is not to follow, and keeps the answer to itself if it cannot.
        return MovedError(
            "The service redirects to a place that is no address.",
            url=url,
            sentence=shortened(text, 300),
            hint="check the base URL, and whether a proxy or a login page answers in the place of the service",
        )
    if isinstance(error, library.ProxyError):
        refusal = re.match(r"[45]\d\d\b", text)
        failure = ConnectionFailedError(
            sentence(f"The proxy does not let the request through: {shortened(text, 300)}"),
            url=url,
            hint=PROXY_HINT,
            is_retry_safe=refusal is None or refusal[0].startswith("5"),
        )
        failure.may_retry_now = failure.is_retry_safe
        return failure
    if "CERTIFICATE" in text.upper():
        return ConnectionFailedError(
            sentence(f"The server's certificate is not trusted: {text}"),
            url=url,
            hint="check the base URL; a proxy that opens TLS must be known to Python (SSL_CERT_FILE)",
            is_retry_safe=False,
        )
    if isinstance(error, library.UnsupportedProtocol | library.InvalidURL | library.LocalProtocolError | UnicodeError):
        return ConnectionFailedError(
            sentence(f"The request cannot be sent: {text}"), url=url, hint="check the base URL", is_retry_safe=False
        )
    failure = ConnectionFailedError(
        sentence(f"The connection failed or was lost: {text}"),
        url=url,
        hint=f"check the network and the base URL, and try again{proxy_advice()}",
    )
    failure.may_retry_now = True
    failure.is_unreachable = isinstance(error, library.ConnectError)
    return failure


def _is_url(library: ModuleType, url: str) -> bool:
    """Whether the library itself can read a URL."""
    try:
        library.URL(url)
    except library.InvalidURL:
        return False
    return True


publish("nbia", Timeouts)
