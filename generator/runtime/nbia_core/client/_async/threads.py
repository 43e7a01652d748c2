"""Runs work of threads for a client whose own work is done in an event loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from nbia_core.download.cancellation import Cancellation
from nbia_core.http._async.session import AsyncSession
from nbia_core.http._sync.authenticator import TokenLogin
from nbia_core.http._sync.session import Session

R = TypeVar("R")
E = TypeVar("E")

BlockingSession: TypeAlias = Session


async def run_blocking(work: Callable[[], R]) -> R:
    """Do work that waits for a disk or the network, in a thread."""
    import anyio.to_thread

    return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)


async def run_engine(
    session: AsyncSession,
    progress: Callable[[E], None] | None,
    work: Callable[[BlockingSession, Callable[[E], None] | None, Cancellation], R],
) -> R:
    """Do work of threads, with a session that they can use; `progress` is called in this event loop.

    When this task is cancelled, the work is asked to end, and ends before the cancellation goes on.
    """
    import anyio
    import anyio.to_thread
    from anyio.from_thread import BlockingPortal

    from nbia_core.http.bridge import BridgedClient

    stop = Cancellation()
    outcome: list[R | BaseException] = []

    async with BlockingPortal() as portal:
        bridge = None if session.given_http is None else BridgedClient(session.given_http, portal)
        blocking = Session(
            base_url=session.base_url,
            timeouts=session.timeouts,
            retries=session.retries,
            http=bridge,
            sites=session.sites,
            authenticator=None if session.authenticator is None else TokenLogin(session.authenticator.tokens),
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
