"""Checks of what callers give, before anything is sent."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final, TypeAlias

from .errors import InvalidParameterError
from .text import sentence, shortened

DateLike: TypeAlias = datetime.date | str
"""A day: a date, a datetime (its day counts), or text in ISO form such as "2010-08-16"."""

UID_PATTERN: Final = r"[0-9]+(\.[0-9]+)+"
"""What a DICOM UID matches as a whole. The standard forbids leading zeros in a component, but archives hold such UIDs and
must be able to serve them."""
LONGEST_UID: Final = 64
"""Characters of a DICOM UID (DICOM PS3.5, section 9)."""
_UID: Final = re.compile(UID_PATTERN)
# What a group keeps, what is tried again, and texts of more than a byte a character cost time.
_UIDS: Final = re.compile(rf"(?:{UID_PATTERN.replace('(', '(?:').replace('+', '++')}\n)*+".encode())
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def check_uid(name: str, value: object) -> str:
    """Return `value` if it can be a DICOM UID: digits and dots, 64 characters at most (DICOM PS3.5, section 9)."""
    if isinstance(value, str) and is_uid(value):
        return value
    text = check_text(name, value)
    if len(text) > LONGEST_UID:
        raise _refused(name, text, f"a DICOM UID has at most {LONGEST_UID} characters, this has {len(text)}")
    raise _refused(name, text, 'a DICOM UID has digits and dots only, such as "1.3.6.1.4.1.9328.50.1.2"')


def check_text(name: str, value: object) -> str:
    """Return `value` if it is text that can be sent: not empty, no control characters."""
    if not isinstance(value, str):
        raise _refused(name, value, f"it must be text, not {type(value).__name__}")
    if not value.strip():
        raise _refused(name, value, "it is empty; the server would answer that nothing matches. Leave it out instead")
    if _CONTROL.search(value):
        raise _refused(name, value, "it holds control characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _refused(name, value, "it holds characters that UTF-8 cannot encode") from None
    return value


def is_uid(text: str) -> bool:
    """Whether a text can be a DICOM UID."""
    return len(text) <= LONGEST_UID and _UID.fullmatch(text) is not None


def are_uids(texts: Collection[str]) -> bool:
    """Whether all of many texts can be DICOM UIDs; faster than `is_uid` for each."""
    lines = "\n".join([*texts, ""])
    is_right = lines.isascii() and _UIDS.fullmatch(lines.encode()) is not None and lines.count("\n") == len(texts)
    return is_right and max(map(len, texts), default=0) <= LONGEST_UID


def check_day(name: str, value: object) -> datetime.date:
    """Return a day that is given as a date, a datetime or text in ISO form."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    accepted = 'a date, a datetime, or text in ISO form such as "2010-08-16"'
    if not isinstance(value, str):
        raise _refused(name, value, f"it must be {accepted}")
    try:
        return datetime.datetime.fromisoformat(value).date()
    except ValueError:
        raise _refused(name, value, f"it is ambiguous or no date; accepted is {accepted}") from None


def check_integer(name: str, value: object) -> int:
    """Return `value` if it is a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _refused(name, value, "it must be a whole number")


def check_number(name: str, value: object) -> int | float:
    """Return `value` if it is a finite number."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(_as_float(value)):
        return value
    raise _refused(name, value, "it must be a number")


def write_flag(name: str, value: object, words: tuple[str, str]) -> str:
    """Return the word that the server takes for True (the first) or False (the second)."""
    if not isinstance(value, bool):
        raise _refused(name, value, f"it takes True or False, which are sent as {words[0]} and {words[1]}")
    return words[0] if value else words[1]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, whatever its case, or None if none is near."""
    lowered = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(word.lower(), lowered, n=1)
    return lowered[near[0]] if near else None


def check_choice(name: str, value: object, choices: Sequence[str]) -> str:
    """Return `value` if it is one of `choices`."""
    if isinstance(value, str) and value in choices:
        return value
    near = nearest(value, choices) if isinstance(value, str) else None
    known = ", ".join(f'"{choice}"' for choice in choices)
    raise _refused(name, value, f"accepted are {known}" + (f'; did you mean "{near}"?' if near else ""))


def check_seconds(name: str, value: object, *, may_be_zero: bool) -> None:
    """Refuse what is no finite number of seconds."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    seconds = _as_float(value) if is_number else math.nan
    if not math.isfinite(seconds) or seconds < 0 or (seconds == 0 and not may_be_zero):
        raise InvalidParameterError(
            f"{name}={value!r} must be a number of seconds{', 0 or more' if may_be_zero else ' above 0'}."
        )


def _as_float(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]  # it is a number here
    except OverflowError:
        return math.inf


def check_flag(name: str, value: object) -> None:
    """Refuse what is neither True nor False."""
    if not isinstance(value, bool):
        raise InvalidParameterError(f"{name}={value!r} must be True or False.")


def _refused(name: str, value: object, reason: str) -> InvalidParameterError:
    shown = shortened(repr(value), 100)
    return InvalidParameterError(sentence(f"{name}={shown} was not sent: {reason}"))
