"""The asynchronous network as httpcore sees it: connections that are used no more once anything follows an answer.

The twin of `network`, without what makes large bodies fast. Both classes have the methods of their namesakes in httpcore
(or httpcore2), whose own backend does the work below them.
"""

from __future__ import annotations

import contextlib
import ssl
from types import ModuleType
from typing import Any, Protocol

from .chunks import begins_request
from .network import WatchedConnection


class AsyncNetworkStream(Protocol):
    """What is used of an `httpcore.AsyncNetworkStream`: one connection."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Wait for bytes and return them; none at all means that the server has closed the connection."""
        ...

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        ...

    async def aclose(self) -> None:
        """Close the connection."""
        ...

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Any:
        """Begin to encrypt, and return the encrypted connection."""
        ...

    def get_extra_info(self, info: str) -> Any:
        """Return something that is known of the connection."""
        ...


class AsyncNetworkBackend(Protocol):
    """What is used of an `httpcore.AsyncNetworkBackend`: it connects."""

    async def connect_tcp(self, *where: Any, **options: Any) -> Any:
        """Connect to a host."""
        ...

    async def connect_unix_socket(self, *where: Any, **options: Any) -> Any:
        """Connect to a socket file."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class WatchedStream(WatchedConnection):
    """One connection, which takes no request after bytes that belong to none."""

    def __init__(self, core: ModuleType, stream: AsyncNetworkStream) -> None:
        """Take over a connection.

        Args:
            core: httpcore or httpcore2, whose errors are raised.
            stream: the connection.
        """
        super().__init__(core)
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Wait for bytes for the parser and return them; see `httpcore.AsyncNetworkStream`.

        Raises:
            httpcore.RemoteProtocolError: interim answers came, far too many, and no answer; or its head comes too slowly.
        """
        if unseen := self._bodies.unseen():
            return unseen
        self._check_head()
        return self._bodies.received(await self._stream.read(max_bytes, timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes; see `httpcore.AsyncNetworkStream`.

        Raises:
            httpcore.ConnectionNotAvailable: this would be the next request, and the connection is not fit for it.
                httpcore closes the connection and sends the request over another one.
            httpcore.RemoteProtocolError: the server has sent something already, and this is the first request.
        """
        if begins_request(buffer):
            self._begin_request()
        self._bodies.sent(buffer)
        await self._stream.write(buffer, timeout)

    def _has_unread(self, *, is_new: bool = False) -> bool:
        if self._is_encrypted and _has_decrypted(self._stream):
            return True
        if self._is_encrypted and is_new:
            return False  # what ends the handshake is sent late
        return _is_buffered(self._stream) or bool(self._stream.get_extra_info("is_readable"))

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> WatchedStream:
        """Begin to encrypt; see `httpcore.AsyncNetworkStream`."""
        self._stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        self._is_encrypted = True
        self._requests = 0  # what was asked before was asked of a proxy
        return self

    def get_extra_info(self, info: str) -> Any:
        """Return something that is known of the connection; see `httpcore.AsyncNetworkStream`."""
        if info == "is_readable" and self._requests and not self._bodies.is_between_answers:
            return True  # httpcore asks between answers, and closes what is readable then
        return self._stream.get_extra_info(info)


def _has_decrypted(stream: AsyncNetworkStream) -> bool:
    """Whether whole records have arrived at an encrypted connection and were not handed out; this takes a byte away."""
    encryption = stream.get_extra_info("ssl_object")
    try:
        encryption.read(1)
    except ssl.SSLWantReadError:
        return False
    except ssl.SSLError:
        return True
    return True


def _is_buffered(stream: object) -> bool:
    """Whether anyio has taken bytes off the socket that it has not handed out; nothing public tells."""
    with contextlib.suppress(AttributeError):
        below: Any = stream._stream  # type: ignore[attr-defined]
        while hasattr(below, "transport_stream"):  # where it is encrypted
            below = below.transport_stream
        return bool(below._protocol.read_queue)
    return False


class WatchedBackend:
    """Connects through another backend."""

    def __init__(self, core: ModuleType, backend: AsyncNetworkBackend) -> None:
        """Put this backend before another.

        Args:
            core: httpcore or httpcore2, whose errors are raised.
            backend: the backend that connects.
        """
        self._core = core
        self._backend = backend

    async def connect_tcp(self, *where: Any, **options: Any) -> WatchedStream:
        """Connect to a host; see `httpcore.AsyncNetworkBackend`."""
        return WatchedStream(self._core, await self._backend.connect_tcp(*where, **options))

    async def connect_unix_socket(self, *where: Any, **options: Any) -> WatchedStream:
        """Connect to a socket file; see `httpcore.AsyncNetworkBackend`."""
        return WatchedStream(self._core, await self._backend.connect_unix_socket(*where, **options))

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._backend.sleep(seconds)


def fits(core: ModuleType) -> bool:
    """Whether httpcore, in the version that is installed, asks its network for nothing that is not known here."""
    pairs = ((WatchedStream, core.AsyncNetworkStream), (WatchedBackend, core.AsyncNetworkBackend))
    return all(hasattr(ours, name) for ours, theirs in pairs for name in dir(theirs))
