"""What waiting means when other tasks go on meanwhile."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from nbia_core.http.codings import BodyDecoder, codings_of, raw_body
from nbia_core.http.transport import AsyncHttpClient, AsyncHttpResponse, Timeouts, new_async_client

if TYPE_CHECKING:
    import anyio

R = TypeVar("R")

_LOOK_AGAIN: Final = 0.02
"""Seconds after which a task looks again whether a thread is done."""

HttpClient = AsyncHttpClient
HttpResponse = AsyncHttpResponse


CLOSING = "aclose"
"""The method of an HTTP client that lets go of its connections."""


def new_http_client(timeouts: Timeouts) -> HttpClient:
    """Make a client with connections of its own."""
    return new_async_client(timeouts)


def current_loop() -> object:
    """Return the event loop, to which connections belong."""
    import anyio.lowlevel

    return anyio.lowlevel.current_token()


def body_chunks(response: HttpResponse) -> AsyncIterator[bytes]:
    """Hand out the body as it arrives, without compression.

    Raises:
        ConnectionFailedError: it was compressed, and is damaged or cut off.
        DecodeError: it was compressed in a way that is not known.
    """
    codings = codings_of(response.headers)
    return _decompressed(response, codings) if codings else response.aiter_bytes()


async def _decompressed(response: HttpResponse, codings: tuple[str, ...]) -> AsyncIterator[bytes]:
    decoder = BodyDecoder(codings)
    whole = raw_body(response)
    if whole is not None:
        for raw in whole:
            for piece in decoder.feed(raw):
                yield piece
    else:
        async for raw in response.aiter_raw():
            for piece in decoder.feed(raw):
                yield piece
    decoder.finish()


async def get_plainly(
    client: HttpClient, url: str, headers: Mapping[str, str], timeouts: Timeouts, *, is_service: bool
) -> HttpResponse | None:
    """Return nothing: the client itself sends every request."""
    return None


async def close_response(response: HttpResponse) -> None:
    """Let go of the connection."""
    await response.aclose()


async def close_http_client(http: HttpClient) -> None:
    """Let go of all connections."""
    await http.aclose()


class Turn:
    """A lock for tasks, one at a time, which excludes threads that hold the same lock, too."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock
        self._tasks: anyio.Lock | None = None

    async def __aenter__(self) -> None:
        import anyio

        if self._tasks is None:
            self._tasks = anyio.Lock()
        await self._tasks.acquire()
        try:
            while not self._lock.acquire(blocking=False):
                await anyio.sleep(_LOOK_AGAIN)
        except BaseException:
            self._tasks.release()
            raise

    async def __aexit__(self, *exception: object) -> None:
        self._lock.release()
        if self._tasks is not None:
            self._tasks.release()


async def sleep(seconds: float) -> None:
    """Wait."""
    import anyio

    await anyio.sleep(seconds)


async def run_blocking(work: Callable[[], R]) -> R:
    """Do work that blocks, such as writing to disk, without holding up the other tasks."""
    import anyio.to_thread

    return await anyio.to_thread.run_sync(work)
