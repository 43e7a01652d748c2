"""Runs the work on each series: in threads of our own, or as a task that can be pickled in an executor."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import functools
import os
import queue
import threading
import time
import uuid
import weakref
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Final, TypeAlias

from nbia_core.api.description import LoginMethod, RoleName
from nbia_core.download.disk.staging import Staging
from nbia_core.download.inputs.inputs import Wanted
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
from .model import Offer, SeriesState
from .plan import Plan
from .requests import Breaker, RetryingSession
from .series import Outcome, SeriesWork, Shared


@dataclasses.dataclass(frozen=True, kw_only=True)
class ServiceLogin:
    """How to log in where a task runs. Those of one download share a token in each process."""

    source: LoginSource = dataclasses.field(compare=False)
    """What gets the login; after a pickle it is another object in each task."""
    method: LoginMethod
    """How the version of the API logs in."""
    download: str = dataclasses.field(default_factory=lambda: uuid.uuid4().hex)
    """Which download it is."""


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


@dataclasses.dataclass(frozen=True, kw_only=True)
class SeriesTask:
    """One series to be put on disk. Running it twice, or in two places at once, does no harm."""

    wanted: Wanted
    """The series."""
    known: SeriesState | None
    """What an earlier run remembers of it."""
    plan: Plan
    """Where it comes from, and how it is to be put on disk."""
    service: Service
    """How to reach the service."""
    elsewhere: tuple[PurePath, ...] = ()
    """Folders in the destination that may hold it besides its own, relative to the destination."""
    neighbours: tuple[str, ...] = ()
    """The series that come after it, if one request can ask about several."""
    offers: tuple[Offer | None, ...] = (None,)
    """What each source says that it has of the series."""

    def __call__(self) -> Outcome:
        """Run the task by itself, with the connections of its process."""
        stop, process = Cancellation(), os.getpid()
        with _LOCKS.setdefault(process, threading.Lock()):
            shared = _shared(process, self.service, self.plan.root)
        with Staging(self.plan.root, durable=self.plan.options.durable, sweeps=False) as staging:
            sessions = sessions_of(
                self.plan, shared.session, stop, lambda event: None, breakers=shared.breakers, refused=shared.refused
            )
            outcome = self.run(
                Shared(staging=staging, sessions=sessions, licenses=shared.licenses, lookups=shared.lookups)
            )
            staging.sync_places()
            return outcome

    def run(self, shared: Shared) -> Outcome:
        """Run the task."""
        work = SeriesWork(
            self.wanted, self.known, self.plan, shared, self.elsewhere, self.neighbours, offers=self.offers
        )
        return work.run()


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


class Threads:
    """Threads that share one session."""

    def __init__(self, count: int, shared: Shared, done: Done) -> None:
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
                outcome: Outcome | BaseException = task.run(self._shared)
            except BaseException as error:
                outcome = Stopped() if self._shared.session.stop.is_requested else error
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

    def __init__(self, executor: concurrent.futures.Executor, done: Done, stop: Cancellation) -> None:
        self._executor = executor
        self._done = done
        self._stop = stop
        self._futures: set[concurrent.futures.Future[Outcome]] = set()

    def submit(self, number: int, task: SeriesTask) -> None:
        """Take a task."""
        try:
            future = self._executor.submit(task)
        except RuntimeError as error:  # it was shut down, or its processes died
            self._done(number, error)
            return
        except Exception as error:  # such as that of a cluster whose scheduler died
            self._end(f"the executor takes no more series ({type(error).__name__}: {error})")
            self._done(number, Stopped())
            return
        self._futures.add(future)
        future.add_done_callback(lambda ended: self._note(number, ended))

    def _note(self, number: int, future: concurrent.futures.Future[Outcome]) -> None:
        self._futures.discard(future)
        if future.cancelled():
            self._end("the executor has given up what it had taken")
            self._done(number, Stopped())
        else:
            error = future.exception()
            self._done(number, future.result() if error is None else error)

    def _end(self, reason: str) -> None:
        if not self._stop.is_requested:
            self._stop.request(reason)

    def close(self) -> None:
        """Cancel what has not begun. What runs goes on elsewhere, and completes its series or leaves it as it was."""
        for future in list(self._futures):
            future.cancel()


Workers: TypeAlias = Threads | Executed
"""Whoever runs the tasks, some at a time."""
