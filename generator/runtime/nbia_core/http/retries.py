"""Which failures are tried again, and after how long."""

from __future__ import annotations

import dataclasses
import datetime
import random
from typing import Final

from nbia_core.checks import check_seconds
from nbia_core.errors import InvalidParameterError
from nbia_core.public import publish

_YEAR: Final = 366 * 24 * 3600.0
_SAFE_STATUSES: Final = frozenset({408, 429, 502, 503, 504})


@dataclasses.dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """Tries again after failures that are known to pass, and only those.

    These are: the server could not be reached or dropped the connection; status 408, 429, 502, 503 and 504; and,
    once, status 500 for an image, because the server answers so when it is overloaded as well as when an image is
    unknown. All requests of this API are reads, so sending one again does no harm. A timeout while waiting for data is
    not tried again: the server may still be working on the first request.
    """

    attempts: int = 4
    """How often a request is sent at most; 1 means never again."""
    first_delay: float = 0.5
    """Seconds before the second attempt; doubled before each further one, and varied by chance."""
    longest_delay: float = 30.0
    """Seconds to wait at most between two attempts, whatever the server asks for in Retry-After."""

    def __post_init__(self) -> None:
        if not isinstance(self.attempts, int) or isinstance(self.attempts, bool) or self.attempts < 1:
            raise InvalidParameterError(f"retries: attempts={self.attempts!r} must be a whole number from 1.")
        check_seconds("retries: first_delay", self.first_delay, may_be_zero=True)
        check_seconds("retries: longest_delay", self.longest_delay, may_be_zero=True)

    def after_status(self, status: int, tries: int, *, is_image: bool) -> bool:
        """Whether to try again after an answer with this status, when the request was sent `tries` times."""
        if is_image and status == 500:
            return tries == 1 < self.attempts
        return status in _SAFE_STATUSES and tries < self.attempts

    def after_lost_connection(self, tries: int) -> bool:
        """Whether to try again when no answer came, and the request was sent `tries` times."""
        return tries < self.attempts

    def delay(self, tries: int, retry_after: float | None = None) -> float:
        """Return the seconds to wait before the next attempt."""
        if retry_after is not None:
            return min(retry_after, self.longest_delay)
        longest = min(self.first_delay * 2.0 ** min(tries - 1, 100), self.longest_delay)
        return longest * (0.5 + random.random() / 2)


def policy_of(retries: int | RetryPolicy | None) -> RetryPolicy:
    """Return the policy that a client is given: itself, or as the number of further tries; None is the usual one.

    Raises:
        InvalidParameterError: it is neither.
    """
    if retries is None:
        return RetryPolicy()
    if isinstance(retries, int):
        return RetryPolicy(attempts=retries + 1)
    if not isinstance(retries, RetryPolicy):
        raise InvalidParameterError(f"retries={retries!r} must be a number or a RetryPolicy.")
    return retries


def read_retry_after(value: str | None) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date, as seconds from now; None if it is absent or unreadable.

    What is longer than a year is a year.
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _YEAR)
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.UTC)
        seconds = (moment - datetime.datetime.now(datetime.UTC)).total_seconds()
    except (ValueError, OverflowError, TypeError, IndexError):  # years and zones that no calendar has
        return None
    return min(max(0.0, seconds), _YEAR)


publish("nbia", RetryPolicy)
