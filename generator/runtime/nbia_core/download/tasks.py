"""The work on one series as a task that can be pickled, so that any executor, on any machine, can run it."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import os
from pathlib import Path

from nbia_core.download.disk.staging import Workplace
from nbia_core.download.inputs.inputs import Wanted
from nbia_core.http._sync.session import Session
from nbia_core.http.retries import RetryPolicy
from nbia_core.http.transport import Timeouts

from .breaker import Breaker
from .cancellation import Stop
from .licenses import Licenses
from .model import SeriesState
from .requests import Asker
from .series import Outcome, Plan, SeriesWork, Surroundings


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

    def connect(self) -> Session:
        """Make a session with connections of its own."""
        return Session(
            base_url=self.base_url, timeouts=self.timeouts, retries=self.retries, http=None, sites=self.sites
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

    def __call__(self) -> Outcome:
        """Run the task by itself, with a connection of its own."""
        stop, shared = Stop(), _shared(os.getpid(), self.service, self.plan.root)
        with (
            contextlib.closing(self.service.connect()) as session,
            Workplace(self.plan.root, durable=self.plan.options.durable) as workplace,
        ):
            asker = Asker(session, shared.breaker, stop, lambda event: None)
            outcome = self.run(Surroundings(workplace=workplace, asker=asker, licenses=shared.licenses))
            workplace.sync_places()
            return outcome

    def run(self, around: Surroundings) -> Outcome:
        """Run the task."""
        return SeriesWork(self.wanted, self.known, self.plan, around).run()


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Shared:
    """What the tasks of one process share, besides the disk."""

    breaker: Breaker
    licenses: Licenses


@functools.lru_cache(maxsize=4)
def _shared(process: int, service: Service, root: Path) -> _Shared:
    """Return what this process has; its number keeps a forked one from waiting for its parent's threads."""
    return _Shared(breaker=Breaker(service.retries), licenses=Licenses())
