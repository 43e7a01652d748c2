"""Ends a download early: promptly, and so that what is complete stays so."""

from __future__ import annotations

import threading
from collections.abc import Callable

from nbia_core.errors import NbiaError


class Stopped(Exception):
    """Work was given up because the download is to end."""


def reason_of(error: NbiaError) -> str:
    """Return what an error says and what to try, as the reason for an end."""
    message = error.message.removesuffix(".")
    return message if error.hint is None else f"{message} ({error.hint})"


class Cancellation:
    """A cancellation request shared by all workers. The first reason counts."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._wakers: list[Callable[[], object]] = []
        self.reason: str | None = None
        """Why the download is to end; None while it goes on."""

    @property
    def is_requested(self) -> bool:
        """Whether the download is to end."""
        return self._event.is_set()

    def request(self, reason: str) -> None:
        """Ask everybody to end."""
        with self._lock:
            if self.reason is None:
                self.reason = reason
            self._event.set()
            wakers = list(self._wakers)
        for wake in wakers:
            wake()

    def on_request(self, wake: Callable[[], object]) -> None:
        """Let a function be called at the request: it wakes what waits for the network."""
        with self._lock:
            self._wakers.append(wake)
            is_late = self._event.is_set()
        if is_late:
            wake()

    def check(self) -> None:
        """Raise Stopped if the download is to end."""
        if self._event.is_set():
            raise Stopped

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the request: then raise Stopped."""
        if self._event.wait(seconds):
            raise Stopped
