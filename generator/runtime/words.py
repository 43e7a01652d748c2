"""Numbers and names in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_UNITS: Final = ("kB", "MB", "GB", "TB")


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, such as "1 row" and "1,308 rows"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def size(number: float) -> str:
    """Return a number of bytes: 1000 of a unit are one of the next."""
    if number < 1000:
        return counted(round(number), "byte")
    for unit in _UNITS:
        number /= 1000
        if round(number, 1) < 1000 or unit == _UNITS[-1]:
            break
    return f"{number:,.1f} {unit}"


def duration(seconds: float) -> str:
    """Return a time as hours, minutes and seconds, as far as it has them."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02} h"
    return f"{minutes}:{rest:02} min" if minutes else f"{rest} s"


def some(names: Iterable[str], most: int) -> str:
    """Return the first names and how many more there are."""
    listed = list(names)
    more = len(listed) - most
    return ", ".join(listed[:most]) + (f" and {more:,} more" if more > 0 else "")
