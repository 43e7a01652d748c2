"""What waiting means when nothing else goes on meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from ..codings import body_chunks as body_chunks
from ..downloading.stopping import Stop
from ..transport import HttpClient as HttpClient
from ..transport import HttpResponse as HttpResponse
from ..transport import Timeouts, new_client

if TYPE_CHECKING:
    from .session import Session

R = TypeVar("R")
E = TypeVar("E")

BlockingSession: TypeAlias = "Session"


CLOSING = "close"
"""The method of an HTTP client that lets go of its connections."""


def new_http_client(timeouts: Timeouts) -> HttpClient:
    """Make a client with connections of its own."""
    return new_client(timeouts)


def close_response(response: HttpResponse) -> None:
    """Let go of the connection."""
    response.close()


def close_http_client(http: HttpClient) -> None:
    """Let go of all connections."""
    http.close()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def run_blocking(work: Callable[[], R]) -> R:
    """Do work that blocks, such as writing to disk."""
    return work()


def run_engine(
    session: Session,
    progress: Callable[[E], None] | None,
    work: Callable[[BlockingSession, Callable[[E], None] | None, Stop], R],
) -> R:
    """Do work of threads, with a session that they can use; `progress` is called in this thread."""
    from .session import Session

    stop = Stop()
    # A session apart from the client's, because ending a download early cuts its connections.
    blocking = Session(
        base_url=session.base_url,
        timeouts=session.timeouts,
        retries=session.retries,
        http=session.given_http,
        sites=session.sites,
    )
    stop.on_request(blocking.abort)
    try:
        return work(blocking, progress, stop)
    finally:
        blocking.close()
