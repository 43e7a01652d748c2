"""Dates as the server's Java code reads and prints them."""

import re
from datetime import date

_NUMBER = re.compile(r"[ \t]*(-?\d+)")
_MONTH_FIRST = re.compile(r"\s*(\d{1,2})\s*-\s*(\d{1,2})\s*-\s*(\d{1,4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

YEAR_FIRST = "yyyy/MM/dd"
"""What NewPatientsInCollection and NewStudiesInPatientCollection expect."""

DAY_FIRST = "dd/MM/yyyy"
"""What getUpdatedSeries expects."""

MONTH_FIRST = "MM-dd-yyyy"
"""What getSimpleSearch of version 4 expects."""


def parse_midnight(text: str, pattern: str) -> str | None:
    """Return the midnight that ``text`` means, as a timestamp of the index, or ``None``.

    The parser is lenient: the 28th month is April two years later, the 0th day is the last of the
    month before, two digits are a year of antiquity, and what follows the date does not matter.
    """
    fields: dict[str, int] = {}
    position = 0
    separator = "-" if "-" in pattern else "/"
    for number, field in enumerate(pattern.split(separator)):
        if number > 0:
            if text[position : position + 1] != separator:
                return None
            position += 1
        found = _NUMBER.match(text, position)
        if found is None:
            return None
        fields[field] = int(found[1][:12])
        position = found.end()
    return _midnight(fields["yyyy"], fields["MM"], fields["dd"])


def _midnight(year: int, month: int, day: int) -> str:
    years, month_index = divmod(month - 1, 12)
    year += years
    if not 1 <= year <= 9999:
        return _beyond(year)
    ordinal = date(year, month_index + 1, 1).toordinal() + day - 1
    if not date.min.toordinal() <= ordinal <= date.max.toordinal():
        return _beyond(ordinal)
    return f"{date.fromordinal(ordinal).isoformat()} 00:00:00.0"


def _beyond(direction: int) -> str:
    # All that matters of a date that Python cannot hold is which side of the archive it lies on.
    return "0000-01-01 00:00:00.0" if direction <= 0 else "9999-12-31 00:00:00.0"


def parse_month_first(text: str) -> str | None:
    """Return the midnight that the database reads in ``MM-DD-YYYY``, or ``None``.

    What follows the date does not matter, and two digits are a year of these times; but there is no 31st of June.
    """
    found = _MONTH_FIRST.match(text)
    if found is None:
        return None
    month, day, year = (int(digits) for digits in found.groups())
    if len(found[3]) <= 2:
        year += 2000 if year < 70 else 1900
    try:
        return f"{date(year, month, day).isoformat()} 00:00:00.0"
    except ValueError:
        return None


def american(timestamp: str | None) -> str:
    """Return ``12-31-1999`` for a timestamp, and an empty text for none."""
    return "" if timestamp is None else f"{timestamp[5:7]}-{timestamp[8:10]}-{timestamp[:4]}"


def spelled_out(timestamp: str | None) -> str | None:
    """Return ``Fri Dec 31 00:00:00 UTC 1999`` for a timestamp."""
    if timestamp is None:
        return None
    day = date.fromisoformat(timestamp[:10])
    weekday, month = _DAYS[day.weekday()], _MONTHS[day.month - 1]
    return f"{weekday} {month} {day.day:02d} {timestamp[11:19]} UTC {day.year:04d}"
