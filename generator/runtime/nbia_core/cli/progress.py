"""Shows how far a download has come: bars on a terminal, else a line now and then."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from nbia_core.download.events import Event, Paused, SeriesRetry, Totals
from nbia_core.text import duration, size

from .output import is_terminal, say

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text

_INTERVAL: Final = 10.0
"""Seconds between two lines where nobody watches."""
_PATIENCE: Final = 1.0
"""Seconds before the first line or picture."""
_REFRESHES: Final = 5
"""Pictures in a second."""
_ECHO: Final = 3
"""Columns that stay free at the right: in them a terminal writes ^C, which would break the line."""


@contextlib.contextmanager
def shown_progress(
    cancel: threading.Event, *, is_quiet: bool, is_verbose: bool
) -> Iterator[Callable[[Event], None] | None]:
    """Hand out a function that takes the events of a download and shows on standard error how far it has come.

    Args:
        cancel: is set when the download is to end early, which is shown too.
        is_quiet: whether nothing is to be shown; there is no function then.
        is_verbose: whether each failed try is told.
    """
    if is_quiet:
        yield None
        return
    shown: _Lines | _Bars = _Bars(cancel) if is_terminal(sys.stderr) else _Lines()

    def take(event: Event) -> None:
        if isinstance(event, Paused):
            say(f"all workers pause for {duration(event.seconds)}: {event.reason}")
        elif isinstance(event, SeriesRetry) and is_verbose:
            say(f"{event.series_instance_uid}: try {event.tries} failed, another follows: {event.reason}")
        shown.take(event)

    try:
        yield take
    finally:
        shown.end()


class _Lines:
    """Writes a line now and then."""

    def __init__(self) -> None:
        self._totals = Totals()
        self._next = time.monotonic() + _PATIENCE

    def take(self, event: Event) -> None:
        """Take in an event."""
        self._totals.take(event)
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _INTERVAL
            say(f"{series_done(self._totals)}, {images_done(self._totals)}")

    def end(self) -> None:
        """Write nothing more."""


class _Bars:
    """Draws a bar for the series and one for the images."""

    def __init__(self, cancel: threading.Event) -> None:
        self._totals = Totals()
        self._cancel = cancel
        self._begin = time.monotonic() + _PATIENCE
        self._lock = threading.Lock()  # the bars are drawn by a thread of their own
        self._progress: Progress | None = None

    def take(self, event: Event) -> None:
        """Take in an event."""
        with self._lock:
            self._totals.take(event)
        if self._progress is None:
            if time.monotonic() < self._begin:
                return
            self._progress = self._draw()
        totals = self._totals
        images, all_images = (totals.images, totals.expected_images) if totals.expected_images else (0, None)
        for task, done, total in zip(
            self._progress.task_ids, (totals.finished, images), (totals.series, all_images), strict=True
        ):
            self._progress.update(task, completed=done, total=total)

    def end(self) -> None:
        """Remove the bars."""
        if self._progress is not None:
            self._progress.stop()

    def _draw(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn
        from rich.table import Column
        from rich.text import Text

        words = self._words

        class Words(ProgressColumn):
            """How far a bar has come."""

            max_refresh = 1 / _REFRESHES

            def render(self, task: Task) -> Text:
                return Text(words(task))

        console = Console(stderr=True)
        console.width -= _ECHO
        progress = Progress(
            BarColumn(bar_width=None, table_column=Column(ratio=1)),
            Words(table_column=Column(no_wrap=True)),
            console=console,
            expand=True,
            refresh_per_second=_REFRESHES,
            transient=True,
        )
        for measure in (series_done, images_done):
            progress.add_task("", total=None, measure=measure)
        progress.start()
        return progress

    def _words(self, task: Task) -> str:
        with self._lock:
            text: str = task.fields["measure"](self._totals)
        return f"stopping; {text}" if self._cancel.is_set() and task.fields["measure"] is series_done else text


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
    left = totals.seconds_left
    parts = [f"{images} images", size(totals.received), f"{size(totals.bytes_per_second)}/s"]
    return ", ".join(parts + ([f"{duration(left)} left"] if left is not None else []))
