"""Makes all workers of a download pause when the server fails, so that it is not hammered."""

from __future__ import annotations

import dataclasses
import random
import threading
import time
from collections.abc import Callable
from typing import Final

from nbia_core.http.retries import RetryPolicy

_SHORTEST: Final = 1 / 8
_LONGEST: Final = 4
_LONGEST_ASKED: Final = 20
"""Pauses as multiples of the policy's longest delay: the first one, the longest one, and the longest that the server
may ask for. So a policy without delays has no pauses."""
_ASKED_SECONDS: Final = 600.0
"""Seconds that the server may ask for at most."""
_LOOK_AGAIN: Final = 0.1
"""Seconds after which a worker looks again whether the probe has come back."""
_WORTH_TELLING: Final = 1.0
"""Seconds by which a pause must become longer to be told again."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """A pause of all workers."""

    seconds: float
    """How long it is."""
    reason: str
    """Why it is made."""


class Breaker:
    """A circuit breaker that the workers of a download share.

    Failures in a row, whichever worker has them, open it: nobody sends a request until a pause is over. Then one
    request, the probe, shows whether the server is well again. If it is, the breaker closes and all go on; if not, a
    pause follows that is twice as long. A server that asks for a pause with Retry-After gets it at once.

    It never sleeps; each worker asks it before a request and tells it how the request ended, with exactly one of
    `succeeded`, `failed` and `release`; `answered` may come before that. All methods may be called from any thread.
    """

    def __init__(self, policy: RetryPolicy, *, threshold: int = 5, clock: Callable[[], float] = time.monotonic) -> None:
        self._longest_delay = policy.longest_delay
        self._threshold = threshold
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._pauses = 0
        self._until = clock()
        self._is_open = False
        self._is_probed = False

    def wait_time(self) -> float:
        """Return the seconds to wait before asking again; 0.0 means: send a request now.

        After a pause only one worker gets 0.0, until it says how its request ended.
        """
        with self._lock:
            remaining = self._until - self._clock()
            if remaining > 0:
                return remaining
            if self._is_open:
                if self._is_probed:
                    return _LOOK_AGAIN
                self._is_probed = True
            return 0.0

    def succeeded(self) -> None:
        """Note that the server answered as it should, be it that a series is not public.

        A pause that has begun is kept: the request may have been sent long before it.
        """
        with self._lock:
            self._failures = self._pauses = 0
            self._is_open = self._is_probed = False

    def answered(self) -> None:
        """Note that a good answer has begun: the other workers need not wait for its end, which may take minutes."""
        with self._lock:
            if self._is_probed:
                self._is_open = self._is_probed = False

    def failed(self, retry_after: float | None) -> Pause | None:
        """Note that the server or the network failed; an archive that arrives damaged is a failure of neither.

        Args:
            retry_after: The seconds that the server asks to wait, if it does.

        Returns:
            The pause that begins with this failure or becomes longer by it, None if there is none.
        """
        with self._lock:
            now = self._clock()
            is_pausing = now < self._until
            self._failures += 1
            self._is_probed = False
            seconds, reason = self._asked(retry_after), "the server asks for it"
            breaks = self._failures >= self._threshold and not (self._is_open and is_pausing)
            if breaks:
                self._is_open = True
                own = self._next_pause()
                if own >= seconds:
                    seconds, reason = own, f"the server failed {self._failures} times in a row"
            longer = now + seconds - max(self._until, now)
            self._until = max(self._until, now + seconds)
            is_news = longer > _WORTH_TELLING if is_pausing else breaks or longer > 0
            return Pause(seconds=seconds, reason=reason) if is_news else None

    def release(self) -> None:
        """Note that a request ended without showing how the server is: cancelled, or the disk was full."""
        with self._lock:
            self._is_probed = False

    def _asked(self, retry_after: float | None) -> float:
        return min(retry_after or 0.0, _ASKED_SECONDS, _LONGEST_ASKED * self._longest_delay)

    def _next_pause(self) -> float:
        """Return a pause twice as long as the one before it, varied by chance."""
        longest = self._longest_delay * min(_SHORTEST * 2.0 ** min(self._pauses, 10), _LONGEST)
        self._pauses += 1
        return longest * (0.5 + random.random() / 2)
