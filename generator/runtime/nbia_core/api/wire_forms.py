"""Values that arrive in another form than the ordinary one of their type.

Each function takes the value as it is on the wire and returns it in its type, or raises ValueError.
An empty text is how getSeriesMetaData writes a missing date or number: it becomes None.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Final, TypeAlias

WireForm: TypeAlias = Callable[[object], object]

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_FIRST: Final = re.compile(r"(\d{2})-(\d{2})-(\d{4})", re.ASCII)
_WEEKDAY_FIRST: Final = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) (\d{2}) (\d{2}):(\d{2}):(\d{2}) \S+ (\d{4})", re.ASCII
)
_DIGITS: Final = re.compile(r"-?\d+", re.ASCII)
_WORD: Final = re.compile(r"true|false")
_DECIMAL: Final = re.compile(r"(-?\d+)(?:\.0*)?", re.ASCII)


def digits(value: object) -> int | None:
    """Read an integer that is written as text, such as "108"."""
    match = _match(_DIGITS, value)
    return None if match is None else int(match[0])


def decimal(value: object) -> int | None:
    """Read an integer that is written with decimals, such as "1.000000"."""
    match = _match(_DECIMAL, value)
    return None if match is None else int(match[1])


def word(value: object) -> bool | None:
    """Read a boolean that is written as the word "true" or "false"."""
    match = _match(_WORD, value)
    return None if match is None else match[0] == "true"


def month_first(value: object) -> datetime.datetime | None:
    """Read a day written MM-dd-yyyy, such as "08-29-2017", as midnight of that day."""
    match = _match(_MONTH_FIRST, value)
    return None if match is None else datetime.datetime(int(match[3]), int(match[1]), int(match[2]))


def weekday_first(value: object) -> datetime.datetime | None:
    """Read a timestamp such as "Tue Mar 28 00:00:00 UTC 2023". The zone is the server's own and is left out."""
    match = _match(_WEEKDAY_FIRST, value)
    if match is None:
        return None
    month, day, hour, minute, second, year = match.groups()
    return datetime.datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second))


def _match(pattern: re.Pattern[str], value: object) -> re.Match[str] | None:
    """Match the whole of a text; None for an empty one."""
    match = pattern.fullmatch(value) if isinstance(value, str) else None
    if match is None and value != "":
        raise ValueError("not in the expected form")
    return match
