"""Says how far a download has come, and how far `verify` has read, wherever that is shown."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from nbia_core.text import duration, size

from .displays import Share, display_of
from .events import Event, Paused, Planning, Resolved, SeriesRetry, Totals


@contextlib.contextmanager
def shown_progress(
    cancel: threading.Event | None = None, *, is_verbose: bool = False, stays: bool = False
) -> Iterator[Callable[[Event], None]]:
    """Hand out a function that takes the events of a download and shows how far it has come.

    It is called in one thread. Bars on a terminal and lines go to standard error; a notebook has the bars below the cell.

    Args:
        cancel: is set when the download is to end early, which is shown too.
        is_verbose: whether each failed try is told.
        stays: whether the last state stays there at the end, because nothing else tells it.
    """
    state = _Downloaded(cancel)
    display = display_of(state, stays=stays)

    def take(event: Event) -> None:
        state.take(event)
        if isinstance(event, Paused):
            display.tell(f"all workers pause for {duration(event.seconds)}: {event.reason}")
        elif isinstance(event, Resolved):
            display.tell(f"{event.words}.")
        elif isinstance(event, SeriesRetry) and is_verbose:
            display.tell(f"{event.series_instance_uid}: try {event.tries} failed, another follows: {event.reason}")
        display.update()

    try:
        yield take
    finally:
        display.end()


@contextlib.contextmanager
def shown_counts() -> Iterator[Callable[[int, int], None]]:
    """Hand out a function that takes the images and bytes of one more series, and shows how many there are so far."""
    state = _Counted()
    display = display_of(state, stays=True)

    def take(images: int, read: int) -> None:
        state.take(images, read)
        display.update()

    try:
        yield take
    finally:
        state.is_done = True
        display.end()


class _Downloaded:
    """How far a download has come."""

    def __init__(self, cancel: threading.Event | None) -> None:
        self._cancel = cancel
        self._lock = threading.Lock()
        self._totals = Totals()
        self._planning: Planning | None = None
        self.has_begun = False
        """Whether anything was told."""

    def take(self, event: Event) -> None:
        """Take in an event."""
        with self._lock:
            self.has_begun = True
            if not isinstance(event, Paused):  # the questions go on after a pause
                self._planning = event if isinstance(event, Planning) else None
            self._totals.take(event)

    def words(self) -> tuple[str, str]:
        """Return how far the series and the images have come."""
        with self._lock:
            first = series_done(self._totals) if self._planning is None else _asked(self._planning)
            is_ending = self._cancel is not None and self._cancel.is_set()
            second = images_done(self._totals) if self._planning is None else ""
            return (f"stopping; {first}" if is_ending else first), second

    def shares(self) -> tuple[Share, Share]:
        """Return how many series and images have come, and of how many; None where that is not known."""
        with self._lock:
            totals, planning = self._totals, self._planning
            series = (totals.finished, totals.series) if planning is None else (planning.asked, planning.total)
            return series, (totals.images, totals.expected_images) if totals.expected_images else (0, None)


class _Counted:
    """How many series have been read, whose number nobody knows beforehand."""

    def __init__(self) -> None:
        self._counts = 0, 0, 0
        self.is_done = False
        """Whether there will be no more."""

    @property
    def has_begun(self) -> bool:
        """Whether there was a series."""
        return self._counts[0] > 0

    def take(self, images: int, read: int) -> None:
        """Count another series."""
        self._counts = self._counts[0] + 1, self._counts[1] + images, self._counts[2] + read

    def words(self) -> tuple[str, ...]:
        """Return how many series, images and bytes there are so far."""
        series, images, read = self._counts
        return (f"{series:,} series, {images:,} images, {size(read)}",)

    def shares(self) -> tuple[Share, ...]:
        """Return that it is not known of how many, until there are no more."""
        series = self._counts[0]
        return ((series, series if self.is_done else None),)


def _asked(planning: Planning) -> str:
    return f"asked about {planning.asked:,} of {planning.total:,} {planning.what}"


def series_done(totals: Totals) -> str:
    """Return how many series have ended, and how many of them not well."""
    done = (
        f"{totals.finished:,} series" if totals.series is None else f"{totals.finished:,} of {totals.series:,} series"
    )
    bad = totals.failed + totals.disputed
    return done + (f" ({bad:,} not complete)" if bad else "")


def images_done(totals: Totals) -> str:
    """Return how many images and bytes have come, how fast, and how long it will take."""
    images = f"{totals.images:,} of {totals.expected_images:,}" if totals.expected_images else f"{totals.images:,}"
    left = None if totals.finished == totals.series else totals.seconds_left
    parts = [f"{images} images", size(totals.received), f"{size(totals.bytes_per_second)}/s"]
    return ", ".join(parts + ([f"{duration(left)} left"] if left is not None else []))
