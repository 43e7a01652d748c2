"""What values look like on the wire, as regular expressions for the whole of a text, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import spec

DATE_FORMATS: Final[Mapping[str, str]] = {"yyyy/MM/dd": "%Y/%m/%d", "dd/MM/yyyy": "%d/%m/%Y"}
"""The patterns of dates in parameters, as Python's strptime has them."""

_MONTH: Final = "(0[1-9]|1[0-2])"
_DAY: Final = "(0[1-9]|[12][0-9]|3[01])"
_TIME: Final = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_WEEKDAYS: Final = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTHS: Final = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"

_PATTERNS: Final[Mapping[str, tuple[str, str]]] = {
    "uid": (r"[0-9]+(\.[0-9]+)+", "a DICOM UID"),
    "timestamp": (rf"[0-9]{{4}}-{_MONTH}-{_DAY} {_TIME}\.[0-9]{{1,9}}", "yyyy-MM-dd HH:mm:ss.S"),
    "digits": (r"(-?[0-9]+)?", "digits"),
    "decimal": (r"(-?[0-9]+(\.0*)?)?", "a whole number with decimals"),
    "word": (r"(true|false)?", "true or false"),
    "MM-dd-yyyy": (rf"({_MONTH}-{_DAY}-[0-9]{{4}})?", "MM-dd-yyyy"),
    "EEE MMM dd HH:mm:ss zzz yyyy": (
        rf"({_WEEKDAYS} {_MONTHS} {_DAY} {_TIME} \S+ [0-9]{{4}})?",
        "EEE MMM dd HH:mm:ss zzz yyyy",
    ),
}


def of_attribute(use: spec.RecordAttribute, entry: spec.Attribute) -> tuple[str | None, str | None]:
    """Return the pattern of an attribute and what it is in words, or nothing where any text will do."""
    return _PATTERNS.get(use.wire or entry.type, (None, None))
