"""Runs tasks in threads of our own, or in an executor that somebody else has."""

from __future__ import annotations

import concurrent.futures
import queue
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol, TypeAlias

from .cancellation import Stopped
from .series import Outcome, Surroundings
from .tasks import SeriesTask

Done: TypeAlias = Callable[[int, "Outcome | BaseException"], None]
"""Takes the number of a task and what became of it; called from any thread."""

_PATIENCE: Final = 10.0
"""Seconds to wait at the end for threads that wait for the network."""


class Workers(Protocol):
    """Runs tasks, some at a time."""

    def submit(self, number: int, task: SeriesTask) -> None:
        """Take a task."""
        ...

    def close(self) -> None:
        """Drop what has not begun, and wait for what has."""
        ...


class Threads:
    """Threads that share one session."""

    def __init__(self, count: int, around: Surroundings, done: Done) -> None:
        self._around = around
        self._done = done
        self._tasks: queue.SimpleQueue[tuple[int, SeriesTask] | None] = queue.SimpleQueue()
        # Daemons, because a thread that waits for a dead network must not keep the program from ending.
        self._threads = [threading.Thread(target=self._work, name=f"nbia-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    def _work(self) -> None:
        while (item := self._tasks.get()) is not None:
            number, task = item
            try:
                self._around.asker.stop.check()
                outcome: Outcome | BaseException = task.run(self._around)
            except BaseException as error:
                outcome = Stopped() if self._around.asker.stop.is_requested else error
            self._done(number, outcome)

    def submit(self, number: int, task: SeriesTask) -> None:
        """Take a task."""
        self._tasks.put((number, task))

    def close(self) -> None:
        """Wait for the threads to end."""
        for _ in self._threads:
            self._tasks.put(None)
        deadline = time.monotonic() + _PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))


class Executed:
    """An executor of the caller's, which goes on to exist."""

    def __init__(self, executor: concurrent.futures.Executor, done: Done) -> None:
        self._executor = executor
        self._done = done
        self._futures: set[concurrent.futures.Future[Outcome]] = set()

    def submit(self, number: int, task: SeriesTask) -> None:
        """Take a task."""
        try:
            future = self._executor.submit(task)
        except RuntimeError as error:  # it was shut down, or its processes died
            self._done(number, error)
            return
        self._futures.add(future)
        future.add_done_callback(lambda ended: self._note(number, ended))

    def _note(self, number: int, future: concurrent.futures.Future[Outcome]) -> None:
        self._futures.discard(future)
        if future.cancelled():
            self._done(number, Stopped())
        else:
            error = future.exception()
            self._done(number, future.result() if error is None else error)

    def close(self) -> None:
        """Cancel what has not begun. What runs goes on elsewhere, and completes its series or leaves it as it was."""
        for future in list(self._futures):
            future.cancel()
