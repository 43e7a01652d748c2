"""Kinds of values: what a value is, in words, whatever the spec says of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from nbia_core.api.description import Attribute

Fit = Literal["exact", "possible", "never"]
"""How well values fit an attribute that they may belong to."""

_MOST_MONTHS: Final = 12
_DAY_AND_MONTH: Final = "day and month"
_NAMED_DAY: Final = r"[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} \S+ [0-9]{4}"
_PATTERNS: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{1,9}", "yyyy-MM-dd HH:mm:ss.S"),
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", "yyyy-MM-dd HH:mm:ss"),
        (
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?",
            "ISO 8601",
        ),
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "yyyy-MM-dd"),
        (r"[0-9]{4}/[0-9]{2}/[0-9]{2}", "yyyy/MM/dd"),
        (r"[0-9]{2}([-/.])[0-9]{2}\1[0-9]{4}", _DAY_AND_MONTH),
        (r"[0-9]{2}([-/.])[0-9]{2}\1[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}", _DAY_AND_MONTH),
        (_NAMED_DAY, "EEE MMM dd HH:mm:ss zzz yyyy"),
        (r"[A-Z][a-z]{2} [0-9]{1,2}, [0-9]{4}.*", "MMM d, yyyy"),
        (r"[0-9]{1,2}[- ][A-Z][a-z]{2}[- ][0-9]{4}", "dd-MMM-yyyy"),
        (r"(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])", "yyyyMMdd"),
        (r"-?[0-9]{12,14}", "epoch in milliseconds"),
        (r"[0-9]{9,10}", "epoch in seconds"),
    )
)
_DATE_WORDS: Final = frozenset({words for _, words in _PATTERNS})
# A decimal number has one point and few digits.
_UID: Final = re.compile(r"(?=.{16})(?:[0-9]+(?:\.[0-9]+){3,}|(?=.*[0-9]{12})[0-9]+(?:\.[0-9]+)+)")
_DIGITS: Final = re.compile(r"-?[0-9]+")
_DECIMAL: Final = re.compile(r"-?[0-9]+\.[0-9]+([eE][+-]?[0-9]+)?")


def json_type(value: object) -> str:
    """Return the type of a JSON value in words: string, number, boolean, null, array, object."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return {"str": "string", "list": "array", "dict": "object"}.get(type(value).__name__, "number")


def pattern_of(values: Iterable[str], *, may_be_date: bool, others: Iterable[str] = ()) -> str:
    """Return the pattern of most of the values, in words.

    Args:
        values: The values, at least one.
        may_be_date: Whether they may be dates; digits alone are then a moment counted from 1970.
        others: More values of the same answers, which may tell days from months.
    """
    values = list(values)
    patterns = Counter(_pattern(value, may_be_date) for value in values)
    words, _ = patterns.most_common(1)[0]
    if words != _DAY_AND_MONTH:
        return words
    example = next(value for value in values if _pattern(value, may_be_date) == words)
    return _day_and_month(example, [value for value in (*values, *others) if _pattern(value, may_be_date) == words])


def _pattern(value: str, may_be_date: bool) -> str:
    if not value.strip():
        return "an empty text"
    if may_be_date:
        for pattern, words in _PATTERNS:
            if pattern.fullmatch(value):
                return words
    if _UID.fullmatch(value):
        return "a DICOM UID"
    if _DIGITS.fullmatch(value):
        return "digits"
    if _DECIMAL.fullmatch(value):
        return "a number with decimals"
    if value.lower() in ("true", "false"):
        return "true or false"
    if value.lower() in ("yes", "no"):
        return "yes or no"
    return "any text"


def _day_and_month(example: str, values: Iterable[str]) -> str:
    """Tell MM-dd-yyyy from dd-MM-yyyy: the one of the two numbers that goes above 12 is the day.

    Where neither does, it is what the service has elsewhere with the same separator.
    """
    separator = example[2]
    alike = [value for value in values if value[2] == separator]
    is_month_first = separator == "-" or any(int(value[3:5]) > _MOST_MONTHS for value in alike)
    is_day_first = any(int(value[:2]) > _MOST_MONTHS for value in alike) or not is_month_first
    order = ("dd", "MM", "yyyy") if is_day_first else ("MM", "dd", "yyyy")
    return separator.join(order) + (" HH:mm:ss" if ":" in example else "")


def kind(value: object) -> str:
    """Return what one value is: uid, date, integer, number, boolean, url, text, or a JSON type that none of these has."""
    if not isinstance(value, str):
        if json_type(value) == "number":
            return "integer" if isinstance(value, int) else "number"
        return json_type(value)
    pattern = _pattern(value, may_be_date=False)
    if pattern in ("a DICOM UID", "digits", "a number with decimals", "true or false"):
        names = {
            "a DICOM UID": "uid",
            "digits": "integer",
            "a number with decimals": "number",
            "true or false": "boolean",
        }
        return names[pattern]
    if _pattern(value, may_be_date=True) in _DATE_WORDS:
        return "date"
    return "url" if value.lower().startswith(("http:", "https:")) else "text"


def fit(attribute: Attribute, values: Sequence[object], *, is_typed: bool) -> Fit:
    """Return how well values fit an attribute: exactly, possibly (as any text does), or never.

    Args:
        attribute: What the values would have to be.
        values: Some values under another name; with none of them everything is possible.
        is_typed: Whether the values have the types of JSON; otherwise all of them are text.
    """
    kinds = Counter(kind(value) for value in values if value not in (None, ""))
    if not kinds:
        return "possible"
    found, _ = kinds.most_common(1)[0]
    typed = {json_type(value) for value in values if value not in (None, "")} if is_typed else set()
    has_its_type = not typed or attribute.wire_type in typed
    if attribute.wire_type in ("array", "object"):
        return "exact" if found == attribute.wire_type else "never"
    if attribute.type == "text":
        is_for_urls = attribute.wire.lower().endswith(("uri", "url"))
        if is_for_urls and found == "url":
            return "exact"
        return "possible" if has_its_type and found not in ("url", "date") else "never"
    wanted = {"uid": ("uid",), "timestamp": ("date",), "integer": ("integer",), "boolean": ("boolean",)}
    fitting = wanted.get(attribute.type, ("integer", "number"))
    if attribute.type == "integer" and (attribute.wire_type == "string" or (not is_typed and attribute.csv_form)):
        fitting = ("integer", "number")  # such as 1.000000
    if found in fitting:
        return "exact" if has_its_type else "possible"
    return "never"
