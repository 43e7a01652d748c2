"""Asks what must be known before the first series: which series studies and patients have, and how large series are."""

from __future__ import annotations

import collections
import concurrent.futures
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from nbia_core.download.inputs.groups import Group, resolution, without_series
from nbia_core.download.inputs.headings import SERIES
from nbia_core.download.inputs.inputs import Inputs
from nbia_core.errors import NbiaError, NoAnswerError
from nbia_core.records.record import Record

from .cancellation import Cancellation
from .events import Event, Planning, Resolved
from .requests import RetryingSession
from .sources import Source
from .sources.gone import says_gone

T = TypeVar("T")
R = TypeVar("R")

_LOOK: Final = 0.1
"""Seconds between two looks at whether the caller wants to end."""
_AHEAD: Final = 2
"""How many questions wait for each that is asked."""


class Questions:
    """Asks many questions, some at a time, until the caller wants to end.

    Args:
        at_a_time: how many are asked at a time.
        stop: shared with whoever sends requests.
        cancel: set by the caller to end early.
        tell: takes the events.
    """

    def __init__(
        self,
        at_a_time: int,
        stop: Cancellation,
        cancel: threading.Event | None,
        tell: Callable[[Event], None] | None,
    ) -> None:
        self._at_a_time = at_a_time
        self._stop = stop
        self._cancel = cancel
        self._tell = tell
        self._noted: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def note(self, event: Event) -> None:
        """Take an event from any thread, to be told in that of the caller."""
        self._noted.put(event)

    def tell(self, event: Event) -> None:
        """Tell an event, if anybody listens."""
        if self._tell is not None:
            self._tell(event)

    def ask(self, items: Sequence[T], ask: Callable[[T], R], what: str) -> Iterator[tuple[T, R]]:
        """Hand out the items, each with its answer, in their order.

        Args:
            items: what to ask about.
            ask: asks about one of them, in a thread.
            what: what they are, in the plural.

        Raises:
            NbiaError: there is no answer for one of them.
            Stopped: the caller wants to end.
        """
        if not items:
            return
        self.tell(Planning(asked=0, total=len(items), what=what))
        pool = concurrent.futures.ThreadPoolExecutor(self._at_a_time, thread_name_prefix="nbia-plan")
        waiting: collections.deque[tuple[T, concurrent.futures.Future[R]]] = collections.deque()
        unasked = collections.deque(items)
        try:
            for number in range(1, len(items) + 1):
                while unasked and len(waiting) < _AHEAD * self._at_a_time:
                    item = unasked.popleft()
                    waiting.append((item, pool.submit(ask, item)))
                answer = self._wait(tuple(future for _, future in waiting))
                item, _ = waiting.popleft()
                self.tell(Planning(asked=number, total=len(items), what=what))
                yield item, answer
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _wait(self, futures: Sequence[concurrent.futures.Future[R]]) -> R:
        """Return the answer to the first question; what cannot be asked at all ends the wait for the others, too."""
        first = futures[0]
        while True:
            if self._cancel is not None and self._cancel.is_set():
                self._stop.request("it was cancelled")
            self._stop.check()
            while not self._noted.empty():
                self.tell(self._noted.get())
            try:
                return first.result(timeout=_LOOK)
            except concurrent.futures.TimeoutError:
                if first.done():
                    raise
            for future in futures:
                if future.done() and isinstance(error := future.exception(), NoAnswerError) and error.is_unreachable:
                    raise error


def resolve(
    inputs: Inputs,
    sources: Sequence[Source],
    sessions: Sequence[RetryingSession],
    questions: Questions,
    *,
    limit: int | None,
) -> None:
    """Find out which series the studies and patients among inputs have, and tell it; those beyond a limit are not asked about.

    Of what the first source does not have, the next is asked.

    Raises:
        InvalidParameterError: the index of a source is not there, or cannot be read.
        NbiaError: a source did not answer.
        Stopped: the caller wants to end.
    """
    announced = [source.announce_groups(inputs.groups) if inputs.groups else {} for source in sources]

    def ask(group: Group) -> Sequence[Record]:
        rows: Sequence[Record] = ()
        for source, session, known in zip(sources, sessions, announced, strict=True):
            try:
                rows = known.get(group, ()) if source.has_index else source.series_of(group, session)
            except NbiaError as error:
                if source is sources[-1] or not says_gone(error):
                    raise
            if rows:
                break
        return rows

    found: dict[Group, Sequence[Record]] = {}
    number = 0
    for group, rows in questions.ask(inputs.groups, ask, "studies and patients"):
        found[group] = rows
        number += sum(inputs.takes(str(getattr(row, SERIES, None))) for row in rows)
        if limit is not None and number >= limit:
            break
    inputs.resolve(found, ask)
    if found:
        studies = sum(group.study_instance_uid is not None for group in found)
        questions.tell(
            Resolved(
                studies=studies,
                patients=len(found) - studies,
                series=len({getattr(row, "series_instance_uid", None) for rows in found.values() for row in rows}),
                words="; ".join((*resolution(found), *without_series(found))),
            )
        )
