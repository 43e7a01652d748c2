"""A clock for tests, given to whatever asks for the time."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class StillClock(Generic[T]):
    """A clock that stands still until a test sets it."""

    def __init__(self, now: T) -> None:
        self.now = now

    def __call__(self) -> T:
        """Return the time."""
        return self.now
