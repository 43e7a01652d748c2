"""Says that something goes on when it takes longer than a second."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import Final, Self

from .output import is_terminal, say

_PATIENCE: Final = 1.0
"""Seconds after which something is said."""
_INTERVAL: Final = 15.0
"""Seconds between two lines where nobody watches."""
_REFRESH: Final = 0.25
"""Seconds between two pictures where somebody does."""


class Waiting:
    """Tells on standard error what is waited for and for how long: on a terminal in one place, else in a line now and then.

    Args:
        text: what goes on.
        is_quiet: whether nothing is to be told.
    """

    def __init__(self, text: str, *, is_quiet: bool) -> None:
        self._text = text
        self._is_quiet = is_quiet
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True, name="nbia-waiting")
        self.progress = ""
        """How far it has come, in words."""

    def __enter__(self) -> Self:
        if not self._is_quiet:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Tell nothing more."""
        self._done.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _tell(self) -> None:
        began = time.monotonic()
        if self._done.wait(_PATIENCE):
            return
        if is_terminal(sys.stderr):
            self._draw(began)
        else:
            while not self._done.wait(_INTERVAL):
                say(self._words(began))

    def _draw(self, began: float) -> None:
        from rich.console import Console
        from rich.text import Text

        with Console(stderr=True).status(Text(self._words(began))) as status:
            while not self._done.wait(_REFRESH):
                status.update(Text(self._words(began)))

    def _words(self, began: float) -> str:
        so_far = f"{self.progress}, " if self.progress else ""
        return f"{self._text}: {so_far}{time.monotonic() - began:.0f} s"
