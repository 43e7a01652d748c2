"""Handles Ctrl-C, and the signal by which programs ask a process to end (SIGTERM), in the same way."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TypeAlias

Handler: TypeAlias = Callable[[int, FrameType | None], object]


@contextlib.contextmanager
def termination_interrupts() -> Iterator[None]:
    """Let a request to end the process do what Ctrl-C does, so that nothing unfinished is left behind."""
    with _handled([signal.SIGTERM], signal.default_int_handler):
        yield


@contextlib.contextmanager
def cancelled_by_signals(cancel: threading.Event) -> Iterator[None]:
    """Let Ctrl-C and a request to end set an event; when they come again, they interrupt."""

    def end(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            signal.default_int_handler(number, frame)
        cancel.set()

    with _handled([signal.SIGINT, signal.SIGTERM], end):
        yield


@contextlib.contextmanager
def _handled(numbers: list[signal.Signals], handler: Handler) -> Iterator[None]:
    """Handle signals for a while; only the main thread may do so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, old in former.items():
            signal.signal(number, old)
