"""Answers questions about series that take more than one request; the work is done by threads."""

from __future__ import annotations

from collections.abc import Callable

from nbia_core.checks import check_flag
from nbia_core.download.cancellation import Cancellation
from nbia_core.download.citations.citation import Citations
from nbia_core.download.citations.cited_series import CitedSeries
from nbia_core.download.events import Event
from nbia_core.download.references.dicom_object import need_pydicom
from nbia_core.download.references.look_up import look_up
from nbia_core.download.references.reference_report import References
from nbia_core.download.requests import Breaker, RetryingSession
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.http._async.session import AsyncSession

from .threads import BlockingSession, run_engine


async def cite(session: AsyncSession, package: str, what: object) -> Citations:
    """Say how to cite series; `AsyncBaseClient.citations` describes it."""

    def work(blocking: BlockingSession, tell: Callable[[Event], None] | None, stop: Cancellation) -> Citations:
        return CitedSeries(NbiaArchive(package), _retrying(blocking, stop)).cite(what)

    return await run_engine(session, None, work)


async def find_references(session: AsyncSession, package: str, what: object, *, offline: bool) -> References:
    """Say which series refer to which; `AsyncBaseClient.references` describes it."""
    check_flag("offline", offline)
    need_pydicom("references()")

    def work(blocking: BlockingSession, tell: Callable[[Event], None] | None, stop: Cancellation) -> References:
        return look_up(what, NbiaArchive(package), None if offline else _retrying(blocking, stop), stop)

    return await run_engine(session, None, work)


def _retrying(blocking: BlockingSession, stop: Cancellation) -> RetryingSession:
    return RetryingSession(blocking, Breaker(blocking.retries), stop, lambda event: None)
