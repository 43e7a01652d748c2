"""Whether a body arrives fast enough, for those who do not want to wait for a trickle."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from nbia_core.errors import TimedOutError

_MINUTE: Final = 60.0
"""Seconds after which is counted what has come."""


class Pace:
    """Counts the bytes of one body, minute by minute."""

    def __init__(self, least: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin.

        Args:
            least: bytes that must come in a minute.
            clock: tells the seconds.
        """
        self._least = least
        self._clock = clock
        self._begun = clock()
        self._came = 0

    def note(self, length: int) -> None:
        """Note that so many bytes have come.

        Raises:
            TimedOutError: in the last minute, or the longer time since bytes came before, there were too few.
        """
        self._came += length
        seconds = self._clock() - self._begun
        if seconds < _MINUTE:
            return
        if self._came * _MINUTE < self._least * seconds:
            raise TimedOutError(
                f"The answer comes too slowly: {self._came:,} bytes in {seconds:.0f} s, and at least {self._least:,} a "
                "minute are asked for.",
                hint="try again later, or ask for less with min_bytes_per_minute=",
            )
        self._begun += seconds
        self._came = 0
