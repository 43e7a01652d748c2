"""Converts values of dictionaries, records and columns to plain Python, and leaves out those that cannot be trusted."""

from __future__ import annotations

import datetime
import functools
import math
import re
from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from nbia_core.api.description_file import load
from nbia_core.records.record import Record, attributes_of, fields_of

from .headings import SERIES, Headings

UNKNOWN: Final = object()
"""Stands for a value that is not believed."""
_WHOLE_NUMBER: Final = re.compile(r"\s*([+-]?[0-9]{1,18})(?:\.0*)?\s*")
_LARGEST: Final = 1e18
_TEXTS: Final = frozenset({"text", "uid", "timestamp"})
"""The types whose values are texts. A number in their place has lost zeros, or was none to begin with."""


class Reader:
    """Reads what is known of series, by the Python names of attributes and in their types."""

    def __init__(self, record_type: type[Record]) -> None:
        self.headings = _headings(record_type)
        """What the names mean."""
        types = self.headings.types
        self.numbers = frozenset(name for name, kind in types.items() if kind == "integer")
        """The attributes that are whole numbers."""
        self.texts = frozenset(name for name, kind in types.items() if kind in _TEXTS)
        """The attributes whose values are texts."""
        self._met: dict[object, str] = {}
        self._fields: dict[type[Record], dict[str, str]] = {}
        self._other_names: dict[type[Record], dict[str, str]] = {}

    def python(self, name: object) -> str:
        """Return the Python name of an attribute; one that is not known keeps its own."""
        if name not in self._met:
            self._met[name] = self.headings.python(name) or str(name)
        return self._met[name]

    def attributes(self, item: object, names: Collection[str] | None = None) -> dict[str, object]:
        """Return what an item says of a series, by Python name. If two keys mean the same, the first value counts.

        Numbers that are none are left out. Where a text came as a number, `0012` as 12, nothing is taken of what the
        service knows better: it can be asked.

        Args:
            item: a record, a dictionary, or what names a series and says no more.
            names: the attributes that are wanted; others may come as well. None for all.
        """
        if isinstance(item, str):
            return {}
        if names is not None and isinstance(item, Record):
            own = self._fields_of(type(item))
            values: dict[str, object] = {name: getattr(item, own[name]) for name in names if name in own}
        else:
            values = self.values(item)
        values.pop(SERIES, None)
        for name in self.numbers:
            value = values.get(name)
            if value is None or type(value) is int:
                continue  # as a rule
            number = whole_number(value)
            if number is UNKNOWN:
                del values[name]
            else:
                values[name] = number
        if not isinstance(item, Record) and any(
            isinstance(values[name], int | float) for name in self.texts & values.keys()
        ):
            return {name: value for name, value in values.items() if name not in self.headings.types}
        return values

    def values(self, item: object) -> dict[str, object]:
        """Return all that a record or dictionary says, by Python name, as it stands there."""
        if isinstance(item, Record):
            fields = msgspec.structs.asdict(item)
            for name, other in self._renamed(type(item)).items():
                fields[other] = fields.pop(name)
            return fields
        values: dict[str, object] = {}
        if isinstance(item, Mapping):
            for key, value in item.items():
                name = self.python(key)
                if values.get(name) is None:
                    values[name] = plain(value)
        return values

    def _renamed(self, kind: type[Record]) -> dict[str, str]:
        """Return the attributes of a record class that are called otherwise here."""
        if kind not in self._other_names:
            names = self._fields_of(kind).items()
            self._other_names[kind] = {name: other for other, name in names if name != other}
        return self._other_names[kind]

    def _fields_of(self, kind: type[Record]) -> dict[str, str]:
        """Return the attributes of a record class by what they are called here."""
        if kind not in self._fields:
            self._fields[kind] = {self.python(field.python): field.python for field in fields_of(kind)}
        return self._fields[kind]


@functools.cache
def _headings(record_type: type[Record]) -> Headings:
    assert record_type.package is not None, "a version of the API describes it"
    return Headings(load(record_type.package), attributes_of(record_type))


def whole_number(value: object) -> object:
    """Return a whole number that may be written as text or with decimals; None stays None, anything else is UNKNOWN."""
    if value is None or type(value) is int:
        return value
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < _LARGEST else UNKNOWN
    match = _WHOLE_NUMBER.fullmatch(value) if isinstance(value, str) else None
    return int(match[1]) if match else UNKNOWN


def plain(value: object) -> object:
    """Return a value of pandas, polars or numpy as one of Python; None for what is missing there, and for empty text."""
    if isinstance(value, str):
        return str(value) or None
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if callable(to_datetime := getattr(value, "to_pydatetime", None)):
        value = to_datetime()
    elif callable(to_scalar := getattr(value, "item", None)):
        value = to_scalar()
    if isinstance(value, float) and math.isnan(value):
        return None
    return value if isinstance(value, bool | int | float | datetime.date) else str(value)
