"""The network as httpcore sees it: large reads, bodies past the parser, connections that can be given up at any moment.

A connection on which anything follows the end of an answer is used no more: a surplus answer would be taken for that of
the next request, and each later one would be one late.

Both classes have the methods of their namesakes in httpcore (or httpcore2), whose own backend does the work below them.
"""

from __future__ import annotations

import abc
import contextlib
import functools
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from types import ModuleType
from typing import Any, Final, Protocol

from .chunks import LONGEST_INTERIM, LONGEST_WAIT, ChunkedBodies, begins_request

_PARSED_BLOCK: Final = 120 * 1024
"""Bytes to read at once of a body that goes through the parser, which copies each block four times."""
_RECORD: Final = 16 * 1024
"""Bytes that TLS hands out at once, at most."""
_JUST_NOW: Final = 0.05
"""Seconds for which a connection that was used more than once is not looked at in the pool. httpcore looks at all idle
ones for each request; the one that is used is looked at again before anything is sent."""
_NOT_FIT: Final = "bytes that belong to no request followed the last answer, or the server has closed the connection"
"""Why another connection is taken; httpcore shows it to nobody."""
_TOO_EARLY: Final = "The server sent bytes before it was asked anything."
_FLOODED: Final = f"The server sent more than {LONGEST_INTERIM:,} bytes of interim answers (1xx) and no answer."
_LATE: Final = f"The server has begun an answer {LONGEST_WAIT:.0f} s ago and has not sent its head."
_ABORTED: Final = "the program gave the connection up"
_ENDED: Final = "the thread that was to connect has ended and has not told anything"
_LOOK: Final = 0.1
"""Seconds between two looks at whether the thread that connects is still there."""


class NetworkStream(Protocol):
    """What is used of an `httpcore.NetworkStream`: one connection."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Wait for bytes and return them; none at all means that the server has closed the connection."""
        ...

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Any:
        """Begin to encrypt, and return the encrypted connection."""
        ...

    def get_extra_info(self, info: str) -> Any:
        """Return something that is known of the connection."""
        ...


class NetworkBackend(Protocol):
    """What is used of an `httpcore.NetworkBackend`: it connects."""

    def connect_tcp(self, *where: Any, **options: Any) -> Any:
        """Connect to a host."""
        ...

    def connect_unix_socket(self, *where: Any, **options: Any) -> Any:
        """Connect to a socket file."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class WatchedConnection(abc.ABC):
    """What is known of one connection, however it waits: the requests and the answers that went over it."""

    def __init__(self, core: ModuleType) -> None:
        """Begin with a new connection; `core` is httpcore or httpcore2, whose errors are raised."""
        self._core = core
        self._bodies = ChunkedBodies()
        self._requests = 0
        self._is_encrypted = False

    def _check_head(self) -> None:
        if self._bodies.is_flooded:
            raise self._core.RemoteProtocolError(_FLOODED)
        if self._bodies.is_late:
            raise self._core.RemoteProtocolError(_LATE)

    def _begin_request(self) -> None:
        if self._requests == 0:
            if self._has_unread(is_new=True):
                raise self._core.RemoteProtocolError(_TOO_EARLY)
            self._bodies = ChunkedBodies()  # a proxy may have been spoken to before
        elif not self._bodies.is_between_answers or self._has_unread():
            raise self._core.ConnectionNotAvailable(_NOT_FIT)
        self._requests += 1

    @abc.abstractmethod
    def _has_unread(self, *, is_new: bool = False) -> bool:
        """Whether there is something to read, the end of the connection included; it is of no use afterwards."""


class DirectStream(WatchedConnection):
    """One connection, whose chunked bodies can be read past the parser."""

    def __init__(self, core: ModuleType, stream: NetworkStream, lock: threading.Lock) -> None:
        """Take over a connection.

        Args:
            core: httpcore or httpcore2, whose errors are raised.
            stream: the connection.
            lock: held while the connection is closed or given up.
        """
        super().__init__(core)
        self._stream = stream
        self._lock = lock
        # A handle of its own stays valid while TLS begins, when the first one changes hands.
        self._handle: socket.socket = stream.get_extra_info("socket").dup()
        self._handle.setblocking(False)
        self._failure: Exception | None = None
        self._last_read = 0.0
        self._is_aborted = False
        self._tls: ssl.SSLSocket | None = None
        """The socket, if it encrypts by itself; not within the encrypted connection to a proxy."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Wait for bytes for the parser and return them; see `httpcore.NetworkStream`.

        Raises:
            httpcore.ReadError: the connection was lost, or given up by `abort`.
            httpcore.ReadTimeout: nothing came for `timeout` seconds.
            httpcore.RemoteProtocolError: interim answers came, far too many, and no answer; or its head comes too slowly.
        """
        if unseen := self._bodies.unseen():
            return unseen
        if self._failure is not None:
            raise self._failure
        self._check_head()
        if self._bodies.is_counted_body_next:
            return self._bodies.received(self._receive_many(max(max_bytes, _PARSED_BLOCK), timeout))
        return self._bodies.received(self._receive(max_bytes, timeout))

    @property
    def has_chunked_body(self) -> bool:
        """Whether `read_body` can read the body that comes next."""
        return self._bodies.is_next

    @property
    def is_between_answers(self) -> bool:
        """Whether all that was read is known to belong to answers, and the last one is complete."""
        return self._bodies.is_between_answers

    def read_body(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Wait for the next part of a chunked body and return it; none at all means that the parser has the rest.

        The parser finds the end of the body in what is left to it, or the failure that ended the reading.
        """
        body = self._bodies.take(b"")
        while not body and self._bodies.is_next:
            try:
                data = self._take_or_wait(max_bytes, timeout)
            except (self._core.NetworkError, self._core.TimeoutException) as error:
                self._failure = error
                data = b""
            if data:
                body = self._bodies.take(data)
            else:
                self._bodies.leave()
        return body

    def _take_or_wait(self, max_bytes: int, timeout: float | None) -> bytes:
        """Return what has arrived, or wait for more. To wait costs three calls of the system, to take only one."""
        if not self._is_encrypted:
            try:
                data = self._handle.recv(max_bytes)
            except BlockingIOError:
                pass
            except OSError as error:
                raise self._core.ReadError(str(error)) from error
            else:
                if data:
                    return data
        return self._receive_many(max_bytes, timeout)

    def _receive(self, max_bytes: int, timeout: float | None) -> bytes:
        data = self._stream.read(max_bytes, timeout)
        self._last_read = time.monotonic()
        # The end of a connection that was given up must not pass for the end of a body.
        if self._is_aborted:
            raise self._core.ReadError(_ABORTED)
        return data

    def _receive_many(self, max_bytes: int, timeout: float | None) -> bytes:
        """Receive with what else is there already: TLS hands out one record at a time.

        A failure ends the gathering. It is none of a body's possible ends, so the next read meets it again.
        """
        records = [self._receive(max_bytes, timeout)]
        connection = self._tls
        if connection is None:
            return records[0]
        length = len(records[0])
        with contextlib.suppress(OSError):
            connection.setblocking(False)
            while records[-1] and length < max_bytes:
                records.append(connection.recv(min(_RECORD, max_bytes - length)))
                length += len(records[-1])
        return b"".join(records)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes; see `httpcore.NetworkStream`.

        Raises:
            httpcore.ConnectionNotAvailable: this would be the next request, and the connection is not fit for it.
                httpcore closes the connection and sends the request over another one.
            httpcore.RemoteProtocolError: the server has sent something already, and this is the first request.
        """
        if begins_request(buffer):
            self._begin_request()
        self._bodies.sent(buffer)
        if buffer and not self._is_encrypted:
            buffer = buffer[self._send_at_once(buffer) :]
        self._stream.write(buffer, timeout)

    def _has_unread(self, *, is_new: bool = False) -> bool:
        if self._tls is not None and self._tls.pending():
            return True
        try:
            self._handle.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return not (self._is_encrypted and is_new) or self._has_decrypted()

    def _has_decrypted(self) -> bool:
        """Whether an encrypted connection has more to read than what ends the handshake, which servers send late."""
        if self._tls is None:
            return False
        try:
            self._tls.setblocking(False)
            self._tls.recv(1)
        except ssl.SSLWantReadError:
            return False
        except OSError:
            return True
        return True

    def _send_at_once(self, buffer: bytes) -> int:
        """Send what can be sent without waiting, as nearly every request can, and return how many bytes that was."""
        try:
            return self._handle.send(buffer)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise self._core.WriteError(str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._stream.close()
            self._handle.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> DirectStream:
        """Begin to encrypt; see `httpcore.NetworkStream`."""
        try:
            self._stream = self._stream.start_tls(ssl_context, server_hostname, timeout)
            connection = self._stream.get_extra_info("socket")
            is_alone = not self._is_encrypted and isinstance(connection, ssl.SSLSocket)
            self._tls = connection if is_alone else None
            self._is_encrypted = True
            self._requests = 0  # what was asked before was asked of a proxy
        except BaseException:
            self.close()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        """Return something that is known of the connection; see `httpcore.NetworkStream`."""
        if info == "is_readable" and self._requests:
            if not self._bodies.is_between_answers:
                return True  # httpcore asks between answers, and closes what is readable then
            if self._requests > 1 and time.monotonic() - self._last_read < _JUST_NOW:
                return False
        return self._stream.get_extra_info(info)

    def abort(self) -> None:
        """Give the connection up, from any thread: whoever waits for it gets an error at once."""
        with self._lock:
            self._is_aborted = True
            with contextlib.suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)


class DirectBackend:
    """Connects through another backend, and knows all connections that it made."""

    def __init__(self, core: ModuleType, backend: NetworkBackend) -> None:
        """Put this backend before another.

        Args:
            core: httpcore or httpcore2, whose errors are raised.
            backend: the backend that connects.
        """
        self._core = core
        self._backend = backend
        self._lock = threading.Lock()
        self._streams: weakref.WeakSet[DirectStream] = weakref.WeakSet()
        self._attempts: weakref.WeakSet[Future[DirectStream]] = weakref.WeakSet()
        self._is_aborted = False

    def connect_tcp(self, *where: Any, **options: Any) -> DirectStream:
        """Connect to a host; see `httpcore.NetworkBackend`.

        Raises:
            httpcore.ConnectError: there is no connection, or the attempt was given up by `abort_all`.
            httpcore.ConnectTimeout: there was no connection in time.
        """
        return self._connect(functools.partial(self._backend.connect_tcp, *where, **options))

    def connect_unix_socket(self, *where: Any, **options: Any) -> DirectStream:
        """Connect to a socket file; see `httpcore.NetworkBackend`.

        Raises:
            httpcore.ConnectError: there is no connection, or the attempt was given up by `abort_all`.
            httpcore.ConnectTimeout: there was no connection in time.
        """
        return self._connect(functools.partial(self._backend.connect_unix_socket, *where, **options))

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._backend.sleep(seconds)

    def abort_all(self) -> None:
        """Give up all connections and all attempts to connect, from any thread and for good.

        Whoever waits for one gets an httpcore error at once, and so does whoever asks for one later.
        """
        with self._lock:
            self._is_aborted = True
            for attempt in self._attempts:
                attempt.cancel()
            streams = list(self._streams)
        for stream in streams:
            stream.abort()

    def _connect(self, connect: Callable[[], NetworkStream]) -> DirectStream:
        """Connect in a thread of its own, because nothing else can end the wait for a host that does not answer."""
        attempt: Future[DirectStream] = Future()
        with self._lock:
            if self._is_aborted:
                raise self._core.ConnectError(_ABORTED)
            self._attempts.add(attempt)

        def work() -> None:
            try:
                stream = self._take_over(connect())
            except Exception as error:
                with contextlib.suppress(InvalidStateError):
                    attempt.set_exception(error)
                return
            with self._lock, contextlib.suppress(InvalidStateError):
                attempt.set_result(stream)
                self._streams.add(stream)
                return
            stream.close()  # nobody waits for it any more

        thread = threading.Thread(target=work, name="nbia-connect", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # there are too many threads, or the interpreter is about to end
            work()
        try:
            # A profiler or debugger may end a thread before it has begun with its work.
            while thread.is_alive():
                with contextlib.suppress(TimeoutError):
                    return attempt.result(_LOOK)
            if not attempt.done():
                raise self._core.ConnectError(_ENDED)
            return attempt.result()
        except CancelledError:
            raise self._core.ConnectError(_ABORTED) from None
        finally:
            attempt.cancel()

    def _take_over(self, stream: NetworkStream) -> DirectStream:
        try:
            return DirectStream(self._core, stream, self._lock)
        except OSError as error:  # there are too many open files
            stream.close()
            raise self._core.ConnectError(str(error)) from error


def fits(core: ModuleType) -> bool:
    """Whether httpcore, in the version that is installed, asks its network for nothing that is not known here."""
    pairs = ((DirectStream, core.NetworkStream), (DirectBackend, core.NetworkBackend))
    return all(hasattr(ours, name) for ours, theirs in pairs for name in dir(theirs))
