"""Records: the rows of an answer as typed objects, and what decoding and tables know of their classes."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections import Counter
from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from typing import Any, ClassVar, TypeVar

import msgspec

from nbia_core.api.description import Attribute
from nbia_core.api.description_file import load
from nbia_core.api.wire_forms import Reader
from nbia_core.checks import check_uid, nearest
from nbia_core.errors import InvalidParameterError
from nbia_core.public import publish

Row = dict[str, object]
"""One row as the server sent it: names and values of the wire, absent keys absent."""

RecordT_co = TypeVar("RecordT_co", bound="Record", covariant=True)
RecordT = TypeVar("RecordT", bound="Record")


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Base of all records: immutable, one attribute per column, None where the server sent no value.

    A record also reads like a row of JSON, by the names of the wire: `record["PatientID"]`, `record.get("PatientID")`,
    `dict(record)`. It has all keys that the spec knows, so that tables of records have all columns, and None where the
    server sent no value. `in` and the default of `get` are about what was sent. The values are those of the attributes:
    a date is a datetime. Attributes that the spec does not know are in `Records.to_dicts()`.
    """

    wire_forms: ClassVar[Mapping[str, Reader]] = {}
    """Attributes whose values arrive in an unusual form, by Python name."""
    package: ClassVar[str | None] = None
    """The package of the version of the API that describes it; None if none does."""

    # It has no length, or numpy would take a list of records for a table of their keys.
    def __getitem__(self, wire: str) -> Any:  # what a dictionary of JSON would have
        try:
            return getattr(self, python_names(type(self))[wire])
        except KeyError:
            near = nearest(str(wire), self)
            hint = f"; did you mean {near}?" if near else "; keys() are those it has"
            raise KeyError(f"{type(self).__name__} has no {wire}{hint}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(python_names(type(self)))

    def __contains__(self, wire: object) -> bool:
        return isinstance(wire, str) and self.get(wire) is not None

    def get(self, wire: str, default: Any = None) -> Any:
        """Return a value by its name on the wire; the default if the server sent none, or the spec has no such name."""
        python = python_names(type(self)).get(wire)
        value = None if python is None else getattr(self, python)
        return default if value is None else value

    def keys(self) -> KeysView[str]:
        """Return the names on the wire of all attributes, as the spec has them."""
        return python_names(type(self)).keys()

    def values(self) -> ValuesView[Any]:
        """Return the values of all attributes, None where the server sent none."""
        return dict(self).values()

    def items(self) -> ItemsView[str, Any]:
        """Return the names on the wire of all attributes, each with its value."""
        return dict(self).items()


Mapping.register(Record)  # pandas makes columns of what is a Mapping


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Mismatch:
    """A value that does not fit the type of its attribute. The record holds it as it was sent."""

    row: int
    """The row, counted from 0."""
    attribute: str
    """The attribute, as it is called on the wire."""
    value: object
    """The value as it was sent."""
    expected: str
    """The type that the spec gives."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute of a record class, as decoding needs it."""

    python: str
    wire: str
    type: Any  # what msgspec.convert takes: a type or a union
    expected: str
    form: Reader | None
    record: Any = None  # the class of records that the value holds: a type[Record]


@functools.cache
def fields_of(record_type: type[Record]) -> tuple[Field, ...]:
    """Return the attributes of a record class in column order."""
    hints = typing.get_type_hints(record_type)
    return tuple(
        Field(
            python=info.name,
            wire=info.encode_name,
            type=hints[info.name],
            expected=" or ".join(map(_type_name, typing.get_args(hints[info.name])[:-1])),
            form=record_type.wire_forms.get(info.name),
            record=_held_record(hints[info.name]),
        )
        for info in msgspec.structs.fields(record_type)
    )


@functools.cache
def has_unusual_forms(record_type: type[Record]) -> bool:
    """Whether values of a record, or of records within it, arrive in forms that JSON itself does not have."""
    return _has_unusual_forms(record_type, frozenset())


def _has_unusual_forms(record_type: type[Record], above: frozenset[type[Record]]) -> bool:
    held = {field.record for field in fields_of(record_type) if field.record is not None} - above - {record_type}
    return bool(record_type.wire_forms) or any(_has_unusual_forms(each, above | {record_type}) for each in held)


def _held_record(hint: Any) -> type[Record] | None:
    """Return the class of records that values of a type are or hold."""
    if isinstance(hint, type) and typing.get_origin(hint) is None:
        return hint if issubclass(hint, Record) else None
    return next((found for part in typing.get_args(hint) if (found := _held_record(part)) is not None), None)


def _type_name(kind: Any) -> str:
    """Return what a type is called, for people."""
    return kind.__name__ if typing.get_origin(kind) is None else str(kind).replace(f"{kind.__module__}.", "")


@functools.cache
def python_names(record_type: type[Record]) -> dict[str, str]:
    """Return the names of the attributes of a record class by those on the wire."""
    return {field.wire: field.python for field in fields_of(record_type)}


def attributes_of(record_type: type[Record]) -> Mapping[str, Attribute]:
    """Return what is known of the attributes of a record class, by their Python names."""
    if record_type.package is None:
        return {}
    described = load(record_type.package).record(record_type.__name__)
    return {attribute.python: attribute for attribute in described.attributes}


def count_undocumented(rows: Sequence[Row], record_type: type[Record]) -> dict[str, int]:
    """Count the keys that the record class does not know, by name, in the order in which they appear."""
    known = frozenset(field.wire for field in fields_of(record_type))
    return dict(Counter(name for row in rows for name in row if name not in known))


def uid_of(subject: object, attribute: str) -> str:
    """Return a UID that is given as text, or as a record that has it.

    Raises:
        InvalidParameterError: it is neither.
    """
    uid: object = getattr(subject, attribute, None) if isinstance(subject, Record) else subject
    if uid is None:
        raise InvalidParameterError(f"This {type(subject).__name__} record has no {attribute}: {subject!r}.")
    return check_uid(attribute, uid)


publish("nbia", Mismatch, Record)
