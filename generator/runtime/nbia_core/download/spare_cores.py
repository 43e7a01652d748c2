"""Cores that have nothing to do, and a thread that uses one of them for part of the work on a large series."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable
from typing import Final

_MOST_WAITING: Final = 4
"""Calls that wait at most, each with a block of an image: so much memory is used besides."""


class Cores:
    """How many of the cores that this process may use do nothing for a download, shared by its threads."""

    def __init__(self, count: int | None = None) -> None:
        """Begin with all of them free.

        Args:
            count: how many there are; None asks the system.
        """
        self._free = _usable() if count is None else count
        self._lock = threading.Lock()

    def take(self) -> None:
        """Note that a thread has begun to work, whether or not a core is left for it."""
        with self._lock:
            self._free -= 1

    def take_spare(self) -> bool:
        """Take an idle core, if there is one. Return whether there was."""
        with self._lock:
            is_spare = self._free > 0
            self._free -= is_spare
        return is_spare

    def give_back(self) -> None:
        """Note that a thread has ended."""
        with self._lock:
            self._free += 1


class HelperThread:
    """Runs calls one after the other, in the order in which they are given, on a thread of its own.

    A call that fails does not keep the later ones from being run: they may have files to close. What it raised comes from
    the next `run`, or from `finish`.
    """

    def __init__(self, name: str) -> None:
        self._calls: queue.Queue[Callable[[], object] | None] = queue.Queue(_MOST_WAITING)
        self._failure: BaseException | None = None
        # A daemon, because a thread that waits for a dead disk must not keep the program from ending.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                call()
            except BaseException as error:
                self._failure = self._failure or error

    def run(self, call: Callable[[], object]) -> None:
        """Queue a call; blocks while the queue is full."""
        if self._failure is not None:
            raise self._failure
        self._calls.put(call)

    def finish(self) -> None:
        """Wait until all calls have been run, and end the thread."""
        self.close()
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """Do the same, but raise nothing: it is called when another error is on its way already."""
        self._calls.put(None)
        self._thread.join()


def _usable() -> int:
    """Return the number of cores that this process may use, which a job of a cluster may have few of."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux says it
        return os.cpu_count() or 1
