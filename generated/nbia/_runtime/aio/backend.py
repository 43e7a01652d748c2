# Copied from generator/runtime/aio/backend.py. Do not edit here.
"""What waiting means when other tasks go on meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from ..codings import BodyDecoder, codings_of, raw_body
from ..downloading.stopping import Stop
from ..sync.session import Session
from ..transport import AsyncHttpClient, AsyncHttpResponse, Timeouts, new_async_client

if TYPE_CHECKING:
    from .session import AsyncSession

R = TypeVar("R")
E = TypeVar("E")

BlockingSession: TypeAlias = Session

HttpClient = AsyncHttpClient
HttpResponse = AsyncHttpResponse


CLOSING = "aclose"
"""The method of an HTTP client that lets go of its connections."""


def new_http_client(timeouts: Timeouts) -> HttpClient:
    """Make a client with connections of its own."""
    return new_async_client(timeouts)


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


async def close_response(response: HttpResponse) -> None:
    """Let go of the connection."""
    await response.aclose()


async def close_http_client(http: HttpClient) -> None:
    """Let go of all connections."""
    await http.aclose()


async def sleep(seconds: float) -> None:
    """Wait."""
    import anyio

    await anyio.sleep(seconds)


async def run_blocking(work: Callable[[], R]) -> R:
    """Do work that blocks, such as writing to disk, without holding up the other tasks."""
    import anyio.to_thread

    return await anyio.to_thread.run_sync(work)


async def run_engine(
    session: AsyncSession,
    progress: Callable[[E], None] | None,
    work: Callable[[BlockingSession, Callable[[E], None] | None, Stop], R],
) -> R:
    """Do work of threads, with a session that they can use; `progress` is called in this event loop.

    When this task is cancelled, the work is asked to end, and ends before the cancellation goes on.
    """
    import anyio
    import anyio.to_thread
    from anyio.from_thread import BlockingPortal

    from ..downloading.bridge import BridgedClient

    stop = Stop()
    outcome: list[R | BaseException] = []

    async with BlockingPortal() as portal:
        bridge = None if session.given_http is None else BridgedClient(session.given_http, portal)
        blocking = Session(
            base_url=session.base_url,
            timeouts=session.timeouts,
            retries=session.retries,
            http=bridge,
            sites=session.sites,
        )
        stop.on_request(blocking.abort if bridge is None else bridge.abort)

        def tell(event: E) -> None:
            if progress is not None:
                portal.call(progress, event)

        def do() -> None:
            try:
                outcome.append(work(blocking, tell if progress is not None else None, stop))
            except BaseException as error:
                outcome.append(error)
            finally:
                blocking.close()

        async with anyio.create_task_group() as group:

            async def run() -> None:
                await anyio.to_thread.run_sync(do)
                group.cancel_scope.cancel()

            # The thread has a task of its own: the group waits for it also when this task is cancelled from outside.
            group.start_soon(run)
            try:
                await anyio.sleep_forever()
            finally:
                stop.request("it was cancelled")
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]
