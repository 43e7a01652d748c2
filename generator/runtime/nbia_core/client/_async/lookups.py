"""Answers questions about series that take more than one request; the work is done by threads."""

from __future__ import annotations

from collections.abc import Callable

from nbia_core.download.cancellation import Cancellation
from nbia_core.download.citations.citation import Citations
from nbia_core.download.citations.cited_series import CitedSeries
from nbia_core.download.events import Event
from nbia_core.download.requests import Breaker, RetryingSession
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.http._async.session import AsyncSession

from .threads import BlockingSession, run_engine


async def cite(session: AsyncSession, package: str, what: object) -> Citations:
    """Say how to cite series; `AsyncBaseClient.citations` describes it."""

    def work(blocking: BlockingSession, tell: Callable[[Event], None] | None, stop: Cancellation) -> Citations:
        return CitedSeries(NbiaArchive(package), _retrying(blocking, stop)).cite(what)

    return await run_engine(session, None, work)


def _retrying(blocking: BlockingSession, stop: Cancellation) -> RetryingSession:
    return RetryingSession(blocking, Breaker(blocking.retries), stop, lambda event: None)
