"""Runs work of threads for a client whose own work blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from nbia_core.download.cancellation import Cancellation
from nbia_core.http._sync.session import Session

R = TypeVar("R")
E = TypeVar("E")

BlockingSession: TypeAlias = Session


def run_blocking(work: Callable[[], R]) -> R:
    """Do work that waits for a disk or the network."""
    return work()


def run_engine(
    session: Session,
    progress: Callable[[E], None] | None,
    work: Callable[[BlockingSession, Callable[[E], None] | None, Cancellation], R],
) -> R:
    """Do work of threads, with a session that they can use; `progress` is called in this thread."""
    stop = Cancellation()
    # A session apart from the client's, because ending a download early cuts its connections.
    blocking = Session(
        base_url=session.base_url,
        timeouts=session.timeouts,
        retries=session.retries,
        http=session.given_http,
        sites=session.sites,
        authenticator=session.authenticator,
    )
    stop.on_request(blocking.abort)
    try:
        return work(blocking, progress, stop)
    finally:
        blocking.close()
