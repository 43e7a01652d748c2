"""Reads the rows of an answer into records, and says what did not fit their types."""

from __future__ import annotations

import functools
from typing import Generic, NamedTuple

import msgspec

from nbia_core.errors import DecodeError

from .json_rows import parse_rows
from .record import (
    Field,
    Mismatch,
    Record,
    RecordT,
    Row,
    count_undocumented,
    fields_of,
    has_unusual_forms,
)


class ReadRecords(NamedTuple, Generic[RecordT]):
    """What was read."""

    records: list[RecordT]
    mismatches: list[Mismatch]
    """Values that do not fit the type of their attribute."""
    has_unknown_keys: bool
    """Whether a row has a key that the record class does not know."""


@functools.cache
def _decoder(record_type: type[RecordT]) -> msgspec.json.Decoder[list[RecordT]]:
    return msgspec.json.Decoder(list[record_type])  # type: ignore[valid-type]


@functools.cache
def _tolerant_decoder(record_type: type[RecordT]) -> msgspec.json.Decoder[list[RecordT]]:
    """Return a decoder that passes over the keys that the record class does not know and therefore refuses."""
    tolerant = msgspec.defstruct(record_type.__name__, [], bases=(record_type,), forbid_unknown_fields=False)
    return msgspec.json.Decoder(list[tolerant])  # type: ignore[valid-type]


def read_records(
    body: bytes, record_type: type[RecordT], *, strict: bool = False, first_row: int = 0
) -> ReadRecords[RecordT]:
    """Read a JSON array of objects into records.

    The fast typed path is tried first, without and with unknown keys. If a value does not fit, each value is read on
    its own: the odd one is kept as it was sent and reported.

    Raises:
        DecodeError: the body is no JSON array of objects, or `strict` is set and a value does not fit.
    """
    if not has_unusual_forms(record_type):
        try:
            return ReadRecords(_decoder(record_type).decode(body), [], has_unknown_keys=False)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
        try:
            tolerated = _tolerant_decoder(record_type).decode(body)
            records = msgspec.convert(tolerated, list[record_type], from_attributes=True)  # type: ignore[valid-type]
            return ReadRecords(records, [], has_unknown_keys=True)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
    return _read_leniently(parse_rows(body, first_row), record_type, strict, first_row)


def _read_leniently(rows: list[Row], record_type: type[RecordT], strict: bool, first_row: int) -> ReadRecords[RecordT]:
    mismatches: list[Mismatch] = []
    records = [
        _read_row(row, record_type, number, "", strict, mismatches) for number, row in enumerate(rows, first_row)
    ]
    return ReadRecords(records, mismatches, has_unknown_keys=bool(count_undocumented(rows, record_type)))


def _read_row(
    row: Row, record_type: type[RecordT], number: int, path: str, strict: bool, mismatches: list[Mismatch]
) -> RecordT:
    values: dict[str, object] = {}
    for field in fields_of(record_type):
        value = row.get(field.wire)
        if value is None:
            continue
        name = path + field.wire
        try:
            values[field.python] = (
                _read_value(value, field)
                if field.record is None
                else _read_held(value, field.record, number, name, strict, mismatches)
            )
        except (ValueError, msgspec.ValidationError):  # in old versions of msgspec, it is no ValueError
            found = Mismatch(row=number, attribute=name, value=value, expected=field.expected)
            if strict:
                raise _strict_error(found) from None
            mismatches.append(found)
            values[field.python] = value
    return record_type(**values)


def _read_value(value: object, field: Field) -> object:
    return field.form(value) if field.form else msgspec.convert(value, field.type)


def _read_held(
    value: object, record_type: type[Record], number: int, path: str, strict: bool, mismatches: list[Mismatch]
) -> object:
    """Read a record within a row, or an array of such records."""
    if isinstance(value, list):
        return tuple(
            _read_held(each, record_type, number, f"{path}.{at}", strict, mismatches) for at, each in enumerate(value)
        )
    if not isinstance(value, dict):
        raise ValueError("no object")
    return _read_row(value, record_type, number, f"{path}.", strict, mismatches)


def _strict_error(found: Mismatch) -> DecodeError:
    error = DecodeError(
        f"Row {found.row}, attribute {found.attribute}: {found.value!r} is no {found.expected}.",
        hint="leave strict off: the value is then kept as it was sent, and listed in mismatches",
    )
    error.row = found.row
    error.attribute = found.attribute
    return error
