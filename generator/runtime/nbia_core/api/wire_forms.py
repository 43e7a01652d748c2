"""How values are written on the wire: one table, which everything reads that has to do with types and forms.

A form has the name that the spec gives it in `wire`; the ordinary form of a type has the name of the type. Letters in the
names of dates are those of Java's SimpleDateFormat, which the service uses.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias, get_args

from nbia_core.checks import UID_PATTERN

Type = Literal["text", "uid", "integer", "number", "boolean", "date", "timestamp", "record", "criteria"]
"""What a value is. A date is a day in a parameter; a timestamp has no zone, and a day is its midnight. A record is an
object within a row; criteria are numbered fields of a search."""
JsonType = Literal["string", "number", "boolean", "array", "object"]

TYPES: Final[tuple[Type, ...]] = get_args(Type)
PYTHON_TYPES: Final[Mapping[Type, str]] = {
    "text": "str",
    "uid": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "date": "datetime",
    "timestamp": "datetime",
    "record": "Record",
    "criteria": "Iterable[Criterion]",
}
"""The types of values in Python, as they are written there."""
TYPE_WORDS: Final[Mapping[Type, str]] = {
    "text": "text",
    "uid": "DICOM UID",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "record": "record",
    "criteria": "criteria",
}
"""What the types are called, for people."""

_MONTH: Final = "(0[1-9]|1[0-2])"
_DAY: Final = "(0[1-9]|[12][0-9]|3[01])"
_TIME: Final = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_WEEKDAYS: Final = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Reader: TypeAlias = Callable[[object], object]
"""Returns a value in its type, or raises ValueError. An empty text, as the service writes what is missing, is None."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class WireForm:
    """A way to write values of a type."""

    name: str
    """Its name in the spec."""
    type: Type
    """What the values are."""
    json_type: JsonType
    """What JSON has in their place."""
    words: str
    """What JSON has in their place, for people."""
    pattern: str | None = None
    """What a text must match as a whole; None where any will do."""
    pattern_words: str | None = None
    """The pattern, for people."""
    read: Reader | None = None
    """Reads a value of an answer; None where JSON has the type itself."""
    write: Callable[[datetime.date], str] | None = None
    """Writes a day for a parameter."""
    used_by: Literal["attributes", "parameters", "both"] = "attributes"
    """What is written like this. Days of parameters have every form that can write one."""


def _digits(value: object) -> int | None:
    match = _match(r"-?[0-9]+", value)
    return None if match is None else int(match[0])


def _decimal(value: object) -> int | None:
    match = _match(r"(-?[0-9]+)(?:\.0*)?", value)
    return None if match is None else int(match[1])


def _real(value: object) -> float | None:
    match = _match(r"-?[0-9]+(?:\.[0-9]+)?", value)
    return None if match is None else float(match[0])


def _word(value: object) -> bool | None:
    match = _match("true|false", value)
    return None if match is None else match[0] == "true"


def _one(value: object) -> bool | None:
    match = _match("1|0", value)
    return None if match is None else match[0] == "1"


def _month_first(value: object) -> datetime.datetime | None:
    match = _match("([0-9]{2})-([0-9]{2})-([0-9]{4})", value)
    return None if match is None else datetime.datetime(int(match[3]), int(match[1]), int(match[2]))


def _weekday_first(value: object) -> datetime.datetime | None:
    """Read a timestamp such as "Tue Mar 28 00:00:00 UTC 2023". The zone is the server's own and is left out."""
    match = _match(
        rf"{_WEEKDAYS} ([A-Z][a-z]{{2}}) ([0-9]{{2}}) ([0-9]{{2}}):([0-9]{{2}}):([0-9]{{2}}) \S+ ([0-9]{{4}})", value
    )
    if match is None:
        return None
    _, month, day, hour, minute, second, year = match.groups()
    return datetime.datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second))


def _match(pattern: str, value: object) -> re.Match[str] | None:
    """Match the whole of a text; None for an empty one."""
    match = re.fullmatch(pattern, value) if isinstance(value, str) else None
    if match is None and value != "":
        raise ValueError("not in the expected form")
    return match


_ALL: Final = (
    WireForm(name="text", type="text", json_type="string", words="string"),
    WireForm(
        name="uid",
        type="uid",
        json_type="string",
        words="string",
        pattern=UID_PATTERN,
        pattern_words="a DICOM UID",
    ),
    WireForm(name="integer", type="integer", json_type="number", words="number"),
    WireForm(
        name="digits",
        type="integer",
        json_type="string",
        words="string of digits",
        pattern="(-?[0-9]+)?",
        pattern_words="digits",
        read=_digits,
    ),
    WireForm(
        name="decimal",
        type="integer",
        json_type="string",
        words="string with decimals",
        pattern=r"(-?[0-9]+(\.0*)?)?",
        pattern_words="a whole number with decimals",
        read=_decimal,
    ),
    WireForm(name="number", type="number", json_type="number", words="number"),
    WireForm(
        name="real",
        type="number",
        json_type="string",
        words="string with a number",
        pattern=r"(-?[0-9]+(\.[0-9]+)?)?",
        pattern_words="a number",
        read=_real,
    ),
    WireForm(name="boolean", type="boolean", json_type="boolean", words="true or left out"),
    WireForm(
        name="word",
        type="boolean",
        json_type="string",
        words="string, true or false",
        pattern="(true|false)?",
        pattern_words="true or false",
        read=_word,
        used_by="both",
    ),
    WireForm(
        name="1/0",
        type="boolean",
        json_type="string",
        words="string, 1 or 0",
        pattern="(1|0)?",
        pattern_words="1 or 0",
        read=_one,
    ),
    WireForm(name="Yes/No", type="boolean", json_type="string", words="Yes or No", used_by="parameters"),
    WireForm(
        name="timestamp",
        type="timestamp",
        json_type="string",
        words="string, yyyy-MM-dd HH:mm:ss.S",
        pattern=rf"[0-9]{{4}}-{_MONTH}-{_DAY} {_TIME}\.[0-9]{{1,9}}",
        pattern_words="yyyy-MM-dd HH:mm:ss.S",
    ),
    WireForm(
        name="MM-dd-yyyy",
        type="timestamp",
        json_type="string",
        words="string, MM-dd-yyyy",
        pattern=f"({_MONTH}-{_DAY}-[0-9]{{4}})?",
        pattern_words="MM-dd-yyyy",
        read=_month_first,
        write=lambda day: f"{day.month:02d}-{day.day:02d}-{day.year:04d}",
    ),
    WireForm(
        name="EEE MMM dd HH:mm:ss zzz yyyy",
        type="timestamp",
        json_type="string",
        words="string, EEE MMM dd HH:mm:ss zzz yyyy",
        pattern=rf"({_WEEKDAYS} ({'|'.join(_MONTHS)}) {_DAY} {_TIME} \S+ [0-9]{{4}})?",
        pattern_words="EEE MMM dd HH:mm:ss zzz yyyy",
        read=_weekday_first,
    ),
    WireForm(
        name="yyyy/MM/dd",
        type="date",
        json_type="string",
        words="string, yyyy/MM/dd",
        pattern="[0-9]{4}/[0-9]{2}/[0-9]{2}",
        write=lambda day: f"{day.year:04d}/{day.month:02d}/{day.day:02d}",
        used_by="parameters",
    ),
    WireForm(
        name="dd/MM/yyyy",
        type="date",
        json_type="string",
        words="string, dd/MM/yyyy",
        pattern="[0-9]{2}/[0-9]{2}/[0-9]{4}",
        write=lambda day: f"{day.day:02d}/{day.month:02d}/{day.year:04d}",
        used_by="parameters",
    ),
    WireForm(name="record", type="record", json_type="object", words="object"),
)

WIRE_FORMS: Final[Mapping[str, WireForm]] = {form.name: form for form in _ALL}
"""Every form by its name."""


def as_sent(form: WireForm, value: object) -> object:
    """Return a value of an attribute as the service would write it; one of another type stays as it is."""
    if isinstance(value, datetime.datetime):
        if form.write is not None:
            return form.write(value)
        time = f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}"
        if form.name == "timestamp":
            fraction = f"{value.microsecond:06d}".rstrip("0") or "0"
            return f"{value.year:04d}-{value.month:02d}-{value.day:02d} {time}.{fraction}"
        weekday = _WEEKDAYS[1:-1].split("|")[value.weekday()]
        return f"{weekday} {_MONTHS[value.month - 1]} {value.day:02d} {time} UTC {value.year:04d}"
    if form.json_type != "string" or isinstance(value, str) or not isinstance(value, bool | int | float):
        return value
    if isinstance(value, bool):
        return str(int(value)) if form.name == "1/0" else str(value).lower()
    return f"{value}.000000" if form.name == "decimal" else str(value)


def reader(name: str) -> Reader:
    """Return what reads a form that JSON itself does not have."""
    read = WIRE_FORMS[name].read
    assert read is not None, f"{name} is read by JSON"
    return read


def forms_of(type_: Type, *, for_parameters: bool) -> list[WireForm]:
    """Return the forms that a parameter or an attribute of a type can have, the ordinary one of attributes first."""
    if type_ == "date":
        return [form for form in _ALL if form.write is not None]
    other = "attributes" if for_parameters else "parameters"
    return [form for form in _ALL if form.type == type_ and form.used_by != other]


def read_day(form: WireForm, text: str) -> datetime.date:
    """Return the day that a parameter of a form says.

    Raises:
        ValueError: it is none.
    """
    assert form.write is not None, f"{form.name} is no form of days"
    numbers = dict(zip(re.split("[/-]", form.name), re.split("[/-]", text), strict=True))
    day = datetime.date(int(numbers["yyyy"]), int(numbers["MM"]), int(numbers["dd"]))
    if form.write(day) != text:
        raise ValueError(f"{text!r} is not written as {form.name}")
    return day
