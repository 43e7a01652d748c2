"""Runs the work on each series: in threads of our own, or in an executor, as tasks that can be pickled."""

from __future__ import annotations

import collections
import concurrent.futures
import dataclasses
import functools
import os
import queue
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from nbia_core.api.description import LoginMethod, RoleName
from nbia_core.download.disk.staging import Staging
from nbia_core.http._sync.authenticator import TokenLogin
from nbia_core.http._sync.session import Session
from nbia_core.http.login import LoginSource
from nbia_core.http.retries import RetryPolicy
from nbia_core.http.tokens import Tokens
from nbia_core.http.transport import Timeouts

from .cancellation import Cancellation, Stopped
from .events import Event
from .licenses import Licenses
from .lookups import Lookups
from .plan import Plan
from .requests import Breaker, RetryingSession
from .series import Outcome, SeriesTask, Shared


@dataclasses.dataclass(frozen=True, kw_only=True)
class ServiceLogin:
    """How to log in where a task runs."""

    source: LoginSource = dataclasses.field(compare=False)
    """What gets the login; after a pickle it is another object in each task."""
    method: LoginMethod
    """How the version of the API logs in."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Service:
    """The service: all that a process needs to make connections of its own."""

    base_url: str
    """Where the service is."""
    timeouts: Timeouts | None
    """Seconds to wait."""
    retries: RetryPolicy
    """What is tried again."""
    sites: tuple[str, ...]
    """Where redirects may lead."""
    login: ServiceLogin | None = None
    """How to log in."""
    download: str = dataclasses.field(default_factory=lambda: uuid.uuid4().hex)
    """Which download asks it. In each process the tasks of one share what they learn, and their token, and no other has it."""

    def tokens(self) -> Tokens | None:
        """Return the token to be shared by sessions, not asked for yet; None without a login."""
        return None if self.login is None else Tokens(self.login.source, self.login.method, self.base_url)

    def connect(self, tokens: Tokens | None) -> Session:
        """Make a session with connections of its own."""
        return Session(
            base_url=self.base_url,
            timeouts=self.timeouts,
            retries=self.retries,
            http=None,
            sites=self.sites,
            authenticator=None if tokens is None else TokenLogin(tokens),
        )


class Batch:
    """Series that an executor runs as one task, which costs it as much as one series does.

    It is no dataclass: an executor that looks into those, to find out which tasks are the same, would take longer than
    the work itself.
    """

    def __init__(self, plan: Plan, service: Service, tasks: Sequence[SeriesTask]) -> None:
        self._plan = plan
        self._service = service
        self._tasks = tasks

    def run(self) -> list[Outcome | Exception]:
        """Put one series after the other on disk, with the connections of this process, until too much time has passed.

        Returns:
            What became of each, or what it raised: of the first series at least. The others were not begun.
        """
        begun, plan = time.monotonic(), self._plan
        stop, process = Cancellation(), os.getpid()
        with _LOCKS.setdefault(process, threading.Lock()):
            ours = _shared(process, self._service, plan.root)
        outcomes: list[Outcome | Exception] = []
        with Staging(plan.root, durable=plan.options.durable, sweeps=False) as staging:
            sessions = sessions_of(
                plan, ours.session, stop, lambda event: None, breakers=ours.breakers, refused=ours.refused
            )
            shared = Shared(staging=staging, sessions=sessions, licenses=ours.licenses, lookups=ours.lookups)
            for task in self._tasks:
                try:
                    outcomes.append(task.run(plan, shared))
                except Exception as error:
                    outcomes.append(error)
                if time.monotonic() - begun >= LONGEST_BATCH:
                    break
            staging.sync_places()
        return outcomes


def sessions_of(
    plan: Plan,
    session: Session,
    stop: Cancellation,
    tell: Callable[[Event], None],
    *,
    breakers: dict[str, Breaker],
    refused: set[RoleName],
) -> tuple[RetryingSession, ...]:
    """Return what sends the requests to each source. They share connections, and a source that fails slows no other down."""
    return tuple(
        RetryingSession(
            session,
            breakers.setdefault(source.name, Breaker(session.retries)),
            stop,
            tell,
            least_per_minute=plan.options.min_bytes_per_minute,
            refused=refused,
        )
        for source in plan.sources
    )


@dataclasses.dataclass(frozen=True, kw_only=True)
class _OfProcess:
    """What the tasks of one process share, besides the disk."""

    session: Session
    """Its connections go when the process ends, or others have taken its place."""
    licenses: Licenses
    lookups: Lookups
    breakers: dict[str, Breaker] = dataclasses.field(default_factory=dict)
    """By the names of sources."""
    refused: set[RoleName] = dataclasses.field(default_factory=set)


_LOCKS: Final[dict[int, threading.Lock]] = {}
"""The lock of each process, so that its threads share what is made first; a forked one does not wait for its parent's."""


@functools.lru_cache(maxsize=4)
def _shared(process: int, service: Service, root: Path) -> _OfProcess:
    """Return what this process has; its number keeps a forked one from waiting for its parent's threads."""
    Staging(root, durable=False).close()  # removes what a process of this machine has left that was killed
    shared = _OfProcess(session=service.connect(service.tokens()), licenses=Licenses(), lookups=Lookups())
    weakref.finalize(shared, _close, process, shared.session)
    return shared


def _close(process: int, session: Session) -> None:
    """Let go of the connections, unless this process is a fork of the one that made them and goes on to use them."""
    if process == os.getpid():
        session.close()


Done: TypeAlias = Callable[[int, "Outcome | BaseException"], None]
"""Takes the number of a task and what became of it; called from any thread."""

_PATIENCE: Final = 10.0
"""Seconds to wait at the end for threads that wait for the network."""
MOST_IN_BATCH: Final = 100
"""How many series are given to an executor as one task, at most."""
LONGEST_BATCH: Final = 0.5
"""Seconds after which such a task begins no other series."""


class Threads:
    """Threads that share one session."""

    def __init__(self, count: int, plan: Plan, shared: Shared, done: Done) -> None:
        self._plan = plan
        self._shared = shared
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
                self._shared.session.stop.check()
                outcome: Outcome | BaseException = task.run(self._plan, self._shared)
            except BaseException as error:
                outcome = Stopped() if self._shared.session.stop.is_requested else error
            self._done(number, outcome)

    def begin(self) -> bool:
        """Return whether more tasks can be taken: those that were begin by themselves."""
        return self._tasks.qsize() < len(self._threads)

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
    """An executor of the caller's, which goes on to exist. Many short series become one task of it, so many at a time."""

    def __init__(
        self,
        executor: concurrent.futures.Executor,
        count: int,
        plan: Plan,
        service: Service,
        done: Done,
        stop: Cancellation,
    ) -> None:
        self._executor = executor
        self._count = count
        self._plan = plan
        self._service = service
        self._done = done
        self._stop = stop
        self._waiting: collections.deque[tuple[int, SeriesTask]] = collections.deque()
        self._futures: set[concurrent.futures.Future[list[Outcome | Exception]]] = set()
        self._most = MOST_IN_BATCH

    def begin(self) -> bool:
        """Give what waits to the executor, as far as it is to have more; return whether more tasks can be taken."""
        while self._waiting and len(self._futures) < self._count:
            # No more than a part of what waits: the others are to have something to do until the end.
            number = min(self._most, -(-len(self._waiting) // (2 * self._count)))
            self._give([self._waiting.popleft() for _ in range(number)])
        return len(self._waiting) < self._count * self._most

    def submit(self, number: int, task: SeriesTask) -> None:
        """Take a task."""
        self._waiting.append((number, task))

    def _give(self, items: list[tuple[int, SeriesTask]]) -> None:
        outcome: BaseException
        try:
            future = self._executor.submit(Batch.run, Batch(self._plan, self._service, [task for _, task in items]))
        except RuntimeError as error:  # it was shut down, or its processes died
            outcome = error
        except Exception as error:  # such as that of a cluster whose scheduler died
            self._end(f"the executor takes no more series ({type(error).__name__}: {error})")
            outcome = Stopped()
        else:
            self._futures.add(future)
            future.add_done_callback(functools.partial(self._note, items))
            return
        for number, _ in items:
            self._done(number, outcome)

    def _note(
        self, items: list[tuple[int, SeriesTask]], future: concurrent.futures.Future[list[Outcome | Exception]]
    ) -> None:
        outcomes: list[Outcome | BaseException] = []
        if future.cancelled():
            self._end("the executor has given up what it had taken")
            outcomes += [Stopped()] * len(items)
        elif (error := future.exception()) is None:
            outcomes += future.result()
        elif len(items) == 1:
            outcomes.append(error)
        else:
            self._most = 1  # so that no series fails because of another
        # Nothing is given to the executor here: the thread may be its own, and hold its locks.
        self._waiting.extendleft(reversed(items[len(outcomes) :]))
        self._futures.discard(future)
        for (number, _), outcome in zip(items, outcomes, strict=False):
            self._done(number, outcome)

    def _end(self, reason: str) -> None:
        if not self._stop.is_requested:
            self._stop.request(reason)

    def close(self) -> None:
        """Cancel what has not begun. What runs goes on elsewhere, and completes its series or leaves it as it was."""
        for future in list(self._futures):
            future.cancel()


Workers: TypeAlias = Threads | Executed
"""Whoever runs the tasks, some at a time."""
