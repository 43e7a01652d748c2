"""What clients do with series besides downloading them, and what takes more than one request; threads do the work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from nbia_core.api.description_file import load
from nbia_core.checks import check_flag
from nbia_core.download.cancellation import Cancellation
from nbia_core.download.citations.citation import Citations
from nbia_core.download.citations.cited_series import CitedSeries
from nbia_core.download.events import Event
from nbia_core.download.merge import merge
from nbia_core.download.references.dicom_object import need_pydicom
from nbia_core.download.references.look_up import look_up
from nbia_core.download.references.reference_report import References
from nbia_core.download.report import DownloadReport
from nbia_core.download.requests import Breaker, RetryingSession
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.errors import NbiaError
from nbia_core.http._async.session import AsyncSession

from .advice import AsyncAdvice
from .threads import BlockingSession, run_blocking, run_engine

R = TypeVar("R")


async def cite(session: AsyncSession, package: str, advice: AsyncAdvice, what: object) -> Citations:
    """Say how to cite series; `AsyncBaseClient.citations` describes it."""

    def work(blocking: BlockingSession, tell: Callable[[Event], None] | None, stop: Cancellation) -> Citations:
        return CitedSeries(NbiaArchive(package), _retrying(blocking, stop).rows).cite(what)

    return await _advised(session, package, advice, work)


async def find_references(
    session: AsyncSession, package: str, advice: AsyncAdvice, what: object, *, offline: bool
) -> References:
    """Say which series refer to which; `AsyncBaseClient.references` describes it."""
    check_flag("offline", offline)
    need_pydicom("references()")

    def work(blocking: BlockingSession, tell: Callable[[Event], None] | None, stop: Cancellation) -> References:
        return look_up(what, NbiaArchive(package), None if offline else _retrying(blocking, stop), stop)

    return await _advised(session, package, advice, work)


async def merge_parts(package: str, parts: object, to: object, *, what: object, move: bool) -> DownloadReport:
    """Make one destination of the parts of a download; `AsyncBaseClient.merge` describes it."""
    check_flag("move", move)
    return await run_blocking(partial(merge, package, parts, to, what=what, moves=move))


async def _advised(
    session: AsyncSession,
    package: str,
    advice: AsyncAdvice,
    work: Callable[[BlockingSession, Callable[[Event], None] | None, Cancellation], R],
) -> R:
    """Do work that asks for series; `advice` is added to the hint of its error."""
    try:
        return await run_engine(session, None, work)
    except NbiaError as error:
        await advice.add(error, endpoint=load(package).plays("series").name)
        raise


def _retrying(blocking: BlockingSession, stop: Cancellation) -> RetryingSession:
    return RetryingSession(blocking, Breaker(blocking.retries), stop, lambda event: None)
