"""What waiting means when nothing else goes on meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from nbia_core.http.codings import body_chunks as body_chunks
from nbia_core.http.transport import HttpClient as HttpClient
from nbia_core.http.transport import HttpResponse as HttpResponse
from nbia_core.http.transport import Timeouts, close_plain, new_client
from nbia_core.http.transport import get_plainly as get_plainly

R = TypeVar("R")


CLOSING = "close"
"""The method of an HTTP client that lets go of its connections."""


def new_http_client(timeouts: Timeouts) -> HttpClient:
    """Make a client with connections of its own."""
    return new_client(timeouts)


def current_loop() -> object:
    """Return None: connections belong to no event loop."""
    return None


def close_response(response: HttpResponse) -> None:
    """Let go of the connection."""
    response.close()


def close_http_client(http: HttpClient) -> None:
    """Let go of all connections."""
    close_plain(http)
    http.close()


class Turn:
    """Lets one thread at a time in."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *exception: object) -> None:
        self._lock.release()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def run_blocking(work: Callable[[], R]) -> R:
    """Do work that blocks, such as writing to disk."""
    return work()
