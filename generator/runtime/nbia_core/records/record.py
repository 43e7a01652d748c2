"""Records: the rows of an answer as typed objects, and what decoding and tables know of their classes."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

import msgspec

from nbia_core.api.description import Attribute, load
from nbia_core.api.wire_forms import Reader
from nbia_core.checks import check_uid
from nbia_core.errors import InvalidParameterError
from nbia_core.public import publish

Row = dict[str, object]
"""One row as the server sent it: names and values of the wire, absent keys absent."""

RecordT_co = TypeVar("RecordT_co", bound="Record", covariant=True)
RecordT = TypeVar("RecordT", bound="Record")


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Base of all records: immutable, one attribute per column, None where the server sent no value."""

    wire_forms: ClassVar[Mapping[str, Reader]] = {}
    """Attributes whose values arrive in an unusual form, by Python name."""
    package: ClassVar[str | None] = None
    """The package of the version of the API that describes it; None if none does."""


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


@functools.cache
def fields_of(record_type: type[Record]) -> tuple[Field, ...]:
    """Return the attributes of a record class in column order."""
    hints = typing.get_type_hints(record_type)
    return tuple(
        Field(
            python=info.name,
            wire=info.encode_name,
            type=hints[info.name],
            expected=" or ".join(kind.__name__ for kind in typing.get_args(hints[info.name])[:-1]),
            form=record_type.wire_forms.get(info.name),
        )
        for info in msgspec.structs.fields(record_type)
    )


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
