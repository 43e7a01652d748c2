"""Shows how far a download has come: bars on a terminal and in a notebook, else a line now and then."""

from __future__ import annotations

import collections
import contextlib
import importlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from nbia_core.table_text import Html, as_html
from nbia_core.terminal import is_terminal, say
from nbia_core.text import duration, plain_lines, size

from .events import Event, Paused, Planning, Resolved, SeriesRetry, Totals

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text

Share: TypeAlias = tuple[int, int | None]

_INTERVAL: Final = 10.0
"""Seconds between two lines where nobody watches."""
_PATIENCE: Final = 1.0
"""Seconds before the first line or picture."""
_REFRESHES: Final = 5
"""Pictures in a second."""
_MOST_SENTENCES: Final = 5
"""Sentences below the bars of a notebook."""
_ECHO: Final = 3
"""Columns that stay free at the right: in them a terminal writes ^C, which would break the line."""


class _Shown(Protocol):
    """What is shown: as words, and as shares of a whole. Any thread may ask."""

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to show."""

    def words(self) -> tuple[str, ...]:
        """Return a text for each bar."""

    def shares(self) -> tuple[Share, ...]:
        """Return for each bar how much has come, and of how much; None where that is not known."""


class _Display(Protocol):
    """Where it is shown."""

    def update(self) -> None:
        """Show how far it is now, if it is time for that."""

    def tell(self, text: str) -> None:
        """Show a sentence besides."""

    def end(self) -> None:
        """Show nothing more."""


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
    display = _display(state, stays=stays)

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
    display = _display(state, stays=True)

    def take(images: int, read: int) -> None:
        state.take(images, read)
        display.update()

    try:
        yield take
    finally:
        state.is_done = True
        display.end()


def _display(state: _Shown, *, stays: bool) -> _Display:
    if _is_notebook():
        return _Picture(state, stays=stays)
    return _Bars(state, stays=stays) if is_terminal(sys.stderr) else _Lines(state, stays=stays)


def _is_notebook() -> bool:
    """Whether a kernel of Jupyter runs this, whose frontend draws what IPython displays."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return getattr(shell, "kernel", None) is not None


class _Lines:
    """Writes a line now and then."""

    def __init__(self, state: _Shown, *, stays: bool) -> None:
        self._state = state
        self._stays = stays
        self._next = time.monotonic() + _PATIENCE

    def update(self) -> None:
        """Write a line if it is time for one."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _INTERVAL
            say(", ".join(filter(None, self._state.words())))

    def tell(self, text: str) -> None:
        """Write a sentence at once."""
        say(text)

    def end(self) -> None:
        """Write nothing more, after the last state if that is to stay."""
        if self._stays and self._state.has_begun:
            say(", ".join(filter(None, self._state.words())))


class _Bars:
    """Draws a bar for the series and one for the images."""

    def __init__(self, state: _Shown, *, stays: bool) -> None:
        self._state = state
        self._stays = stays
        self._begin = time.monotonic() + _PATIENCE
        self._progress: Progress | None = None

    def update(self) -> None:
        """Draw the bars as they are now."""
        if self._progress is None:
            if time.monotonic() < self._begin:
                return
            self._progress = self._draw()
        self._update(self._progress)

    def tell(self, text: str) -> None:
        """Write a sentence above the bars."""
        say(text)

    def end(self) -> None:
        """Remove the bars, or leave them as they are at the end."""
        if self._progress is None and self._stays and self._state.has_begun:
            self._progress = self._draw()
        if self._progress is not None:
            self._update(self._progress)
            self._progress.stop()

    def _update(self, progress: Progress) -> None:
        for task, (done, total) in zip(progress.task_ids, self._state.shares(), strict=True):
            progress.update(task, completed=done, total=total)

    def _draw(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn
        from rich.table import Column
        from rich.text import Text

        state = self._state

        class Words(ProgressColumn):
            """How far a bar has come."""

            max_refresh = 1 / _REFRESHES

            def render(self, task: Task) -> Text:
                return Text(state.words()[task.fields["place"]])

        console = Console(stderr=True)
        console.width -= _ECHO
        progress = Progress(
            BarColumn(bar_width=None, table_column=Column(ratio=1)),
            Words(table_column=Column(no_wrap=True)),
            console=console,
            expand=True,
            refresh_per_second=_REFRESHES,
            transient=not self._stays,
        )
        for place in range(len(state.words())):
            progress.add_task("", total=None, place=place)
        progress.start()
        return progress


class _Picture:
    """Draws the same bars below the cell of a notebook, where nothing but IPython is needed for it."""

    def __init__(self, state: _Shown, *, stays: bool) -> None:
        self._state = state
        self._stays = stays
        self._next = time.monotonic()
        self._sentences: collections.deque[str] = collections.deque(maxlen=_MOST_SENTENCES)
        self._handle: Any = None  # of IPython, which is no dependency

    def update(self) -> None:
        """Draw the bars as they are now, some times in a second."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + 1 / _REFRESHES
            self._draw()

    def tell(self, text: str) -> None:
        """Write a sentence below the bars, where the last ones stay."""
        self._sentences.append(text)
        self._draw()

    def end(self) -> None:
        """Draw nothing more, after the last state if that is to stay."""
        if self._stays and self._state.has_begun:
            self._draw()
        elif self._handle is not None:
            self._handle.update({"text/plain": "", "text/html": ""}, raw=True)

    def _draw(self) -> None:
        words = [", ".join(filter(None, self._state.words())), *self._sentences]
        picture = {"text/plain": plain_lines("\n".join(words)), "text/html": self._html()}
        if self._handle is None:
            display = importlib.import_module("IPython.display").display
            self._handle = display(picture, raw=True, display_id=True)
        else:
            self._handle.update(picture, raw=True)

    def _html(self) -> Html:
        rows = zip(self._state.words(), self._state.shares(), strict=True)
        bars = "".join(f"<div>{_bar(*share)} {as_html(words)}</div>" for words, share in rows)
        return Html(bars + "".join(f"<div>{as_html(text)}</div>" for text in self._sentences))


def _bar(done: int, total: int | None) -> Html:
    """Return a bar of HTML; one that moves by itself where the end is not known."""
    known = "" if total is None else f' value="{done}" max="{max(total, 1)}"'
    return Html(f'<progress style="width: 20em; vertical-align: middle"{known}></progress>')


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
