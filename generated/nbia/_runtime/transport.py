# Copied from generator/runtime/transport.py. Do not edit here.
"""The only module that knows httpx. It is imported when the first request is sent, not before.

httpx2 has the same surface: to switch, change the one line in `_default_library`.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from .errors import ConnectionFailedError, InvalidParameterError, NoAnswerError, TimedOutError
from .values import check_seconds

if TYPE_CHECKING:
    from types import ModuleType

_LIBRARIES: Final = ("httpx", "httpx2")


class HttpResponse(Protocol):
    """What is used of an httpx response that is being read."""

    status_code: int

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        ...

    def iter_bytes(self) -> Iterator[bytes]:
        """Hand out the body as it arrives."""
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

    def aiter_bytes(self) -> AsyncIterator[bytes]:
        """Hand out the body as it arrives."""
        ...

    async def aclose(self) -> None:
        """Let go of the connection."""
        ...


class HttpClient(Protocol):
    """What is used of an `httpx.Client` (or `httpx2.Client`)."""

    def build_request(self, method: str, url: str, *, timeout: Any = ..., headers: Any = ...) -> Any:
        """Make a request."""
        ...

    def send(self, request: Any, *, stream: bool = ..., follow_redirects: Any = ...) -> Any:
        """Send it."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...


class AsyncHttpClient(Protocol):
    """What is used of an `httpx.AsyncClient` (or `httpx2.AsyncClient`)."""

    def build_request(self, method: str, url: str, *, timeout: Any = ..., headers: Any = ...) -> Any:
        """Make a request."""
        ...

    async def send(self, request: Any, *, stream: bool = ..., follow_redirects: Any = ...) -> Any:
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
    import httpx

    return httpx


def check_client(http: object, closing: str) -> None:
    """Refuse what is no HTTP client, or one of the other kind; `closing` is the method by which the kinds differ."""
    needed = ("build_request", "send", closing)
    if not all(callable(getattr(http, name, None)) for name in needed):
        kind = "asynchronous" if closing == "aclose" else "synchronous"
        raise InvalidParameterError(f"http={http!r} is no {kind} client of httpx or httpx2.")


def library_of(client: object) -> ModuleType:
    """Return the library that a client belongs to, so that its exceptions are recognised."""
    for kind in type(client).__mro__:
        name = kind.__module__.partition(".")[0]
        if name in _LIBRARIES:
            return importlib.import_module(name)
    return _default_library()


def new_client(timeouts: Timeouts) -> HttpClient:
    """Make a client with connections of its own."""
    library = _default_library()
    client: HttpClient = library.Client(timeout=native_timeout(library, timeouts))
    return client


def new_async_client(timeouts: Timeouts) -> AsyncHttpClient:
    """Make an asynchronous client with connections of its own."""
    library = _default_library()
    client: AsyncHttpClient = library.AsyncClient(timeout=native_timeout(library, timeouts))
    return client


def native_timeout(library: ModuleType, timeouts: Timeouts) -> object:
    """Return timeouts as the library's own object."""
    return library.Timeout(**dataclasses.asdict(timeouts))


def is_transport_failure(library: ModuleType, error: Exception) -> bool:
    """Whether an exception is the library's way to say that no answer came, or not all of it."""
    return isinstance(error, library.RequestError | library.InvalidURL)


def no_answer(library: ModuleType, error: Exception, url: str) -> NoAnswerError:
    """Return the error to raise when no answer came, or not all of it."""
    text = str(error) or type(error).__name__
    if isinstance(error, library.TimeoutException):
        failure: NoAnswerError = TimedOutError(
            f"The server took longer than the timeout allows ({type(error).__name__}).",
            url=url,
            hint="try again later, or allow more with timeout=",
        )
        failure.may_retry_now = isinstance(error, library.ConnectTimeout)
        return failure
    if "CERTIFICATE" in text.upper():
        return ConnectionFailedError(
            f"The server's certificate is not trusted: {text}.",
            url=url,
            hint="check the base URL; a proxy that opens TLS must be known to Python (SSL_CERT_FILE)",
            is_retry_safe=False,
        )
    if isinstance(error, library.UnsupportedProtocol | library.InvalidURL | library.LocalProtocolError):
        return ConnectionFailedError(
            f"The request cannot be sent: {text}.", url=url, hint="check the base URL", is_retry_safe=False
        )
    failure = ConnectionFailedError(
        f"The connection failed or was lost: {text}.", url=url, hint="check the network and the base URL, and try again"
    )
    failure.may_retry_now = True
    return failure
