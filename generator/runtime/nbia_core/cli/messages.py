"""Puts what the client has to say beside its results on standard error."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .output import say

if TYPE_CHECKING:
    from .settings import Settings

_LOGGER: Final = logging.getLogger("nbia")


class _Lines(logging.Handler):
    """Writes each message as a line, as far as the user wants to see it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def emit(self, record: logging.LogRecord) -> None:
        lowest = logging.DEBUG if self._settings.verbose else logging.ERROR if self._settings.quiet else logging.WARNING
        if record.levelno >= lowest:
            say(record.getMessage())


@contextlib.contextmanager
def messages_on_stderr(settings: Settings) -> Iterator[None]:
    """Write the messages of the client's log to standard error: warnings, and every request with `--verbose`."""
    handler, level = _Lines(settings), _LOGGER.level
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        _LOGGER.removeHandler(handler)
        _LOGGER.setLevel(level)
