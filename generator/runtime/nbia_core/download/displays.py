"""Where progress is shown: bars on a terminal and in a notebook, else a line now and then."""

from __future__ import annotations

import collections
import importlib
import sys
import time
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from nbia_core.table_text import Html, as_html
from nbia_core.terminal import is_terminal, say
from nbia_core.text import plain_lines

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text

Share: TypeAlias = tuple[int, int | None]
"""How much has come, and of how much; None where that is not known."""

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


class Shown(Protocol):
    """What is shown: as words, and as shares of a whole. Any thread may ask."""

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to show."""

    def words(self) -> tuple[str, ...]:
        """Return a text for each bar."""

    def shares(self) -> tuple[Share, ...]:
        """Return for each bar how much has come, and of how much; None where that is not known."""


class Display(Protocol):
    """Where it is shown."""

    def update(self) -> None:
        """Show how far it is now, if it is time for that."""

    def tell(self, text: str) -> None:
        """Show a sentence besides."""

    def end(self) -> None:
        """Show nothing more."""


def display_of(state: Shown, *, stays: bool) -> Display:
    """Return the display for where this runs.

    Args:
        state: what is shown.
        stays: whether the last state stays there at the end.
    """
    if _is_notebook():
        return _Picture(state, stays=stays)
    return _Bars(state, stays=stays) if is_terminal(sys.stderr) else _Lines(state, stays=stays)


def _is_notebook() -> bool:
    """Whether a kernel of Jupyter runs this, whose frontend draws what IPython displays."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return getattr(shell, "kernel", None) is not None


class _Lines:
    """Writes a line now and then."""

    def __init__(self, state: Shown, *, stays: bool) -> None:
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

    def __init__(self, state: Shown, *, stays: bool) -> None:
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

    def __init__(self, state: Shown, *, stays: bool) -> None:
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
