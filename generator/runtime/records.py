"""Rows of an answer as typed records, and what did not fit the types."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

import msgspec

from .errors import DecodeError, InvalidParameterError
from .forms import WireForm
from .values import check_uid

if TYPE_CHECKING:
    import pandas

Row = dict[str, object]
"""One row as the server sent it: names and values of the wire, absent keys absent."""

RecordT_co = TypeVar("RecordT_co", bound="Record", covariant=True)
RecordT = TypeVar("RecordT", bound="Record")


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of all records: immutable, one attribute per column, None where the server sent no value."""

    wire_forms: ClassVar[Mapping[str, WireForm]] = {}
    """Attributes whose values arrive in an unusual form, by Python name."""


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


class Records(Sequence[RecordT_co], Generic[RecordT_co]):
    """The rows of an answer, in the server's order: an immutable sequence of typed records.

    Nothing that the server sent is lost: `to_dicts()` and `to_pandas()` show attributes that the spec does not
    know, `undocumented` names them, and `mismatches` lists values of an unexpected type.
    """

    def __init__(
        self,
        items: Sequence[RecordT_co],
        record_type: type[RecordT_co],
        *,
        body: bytes = b"[]",
        picked: Sequence[int] | None = None,
        mismatches: Sequence[Mismatch] = (),
    ) -> None:
        self._items = items
        self._body = body
        self._picked = picked
        self.record_type: type[RecordT_co] = record_type
        """The class of the records."""
        self.mismatches: tuple[Mismatch, ...] = tuple(mismatches)
        """Values that do not fit the type of their attribute; empty as a rule."""

    @overload
    def __getitem__(self, index: int) -> RecordT_co: ...
    @overload
    def __getitem__(self, index: slice) -> Records[RecordT_co]: ...
    def __getitem__(self, index: int | slice) -> RecordT_co | Records[RecordT_co]:
        if not isinstance(index, slice):
            return self._items[index]
        places = range(len(self._items))
        now_at = {place: number for number, place in enumerate(places[index])}
        return Records(
            self._items[index],
            self.record_type,
            body=self._body,
            picked=(places if self._picked is None else self._picked)[index],
            mismatches=[
                dataclasses.replace(found, row=now_at[found.row]) for found in self.mismatches if found.row in now_at
            ],
        )

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[RecordT_co]:
        return iter(self._items)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Records):
            return NotImplemented
        return self.record_type is other.record_type and list(self._items) == list(other._items)

    __hash__ = None  # type: ignore[assignment]  # a sequence of this length is no key

    def __repr__(self) -> str:
        return f"<{len(self)} {self.record_type.__name__} record{'' if len(self) == 1 else 's'}>"

    @functools.cached_property
    def _rows(self) -> list[Row]:
        rows = parse_rows(self._body)
        return rows if self._picked is None else [rows[number] for number in self._picked]

    @property
    def undocumented(self) -> dict[str, int]:
        """Attributes that the server sent and the spec does not know, with the number of rows that have them."""
        return count_undocumented(self._rows, self.record_type)

    def to_dicts(self) -> list[Row]:
        """Return the rows exactly as the server sent them: wire names, wire values, undocumented keys included."""
        return [dict(row) for row in self._rows]

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame: wire names, all documented columns, then the undocumented ones.

        Timestamps, integers and booleans have pandas' types that can be missing; identifiers stay text. A column
        in which a value does not fit its type holds the values as they were sent.

        Raises:
            ImportError: pandas is not installed (`pip install nbia-client[pandas]`).
        """
        from .tables import to_pandas

        return to_pandas(self, self._rows)


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute of a record class, as decoding needs it."""

    python: str
    wire: str
    type: Any  # what msgspec.convert takes: a type or a union
    expected: str
    form: WireForm | None


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


@functools.cache
def _decoder(record_type: type[RecordT]) -> msgspec.json.Decoder[list[RecordT]]:
    return msgspec.json.Decoder(list[record_type])  # type: ignore[valid-type]


def read_records(
    body: bytes, record_type: type[RecordT], *, strict: bool = False, first_row: int = 0
) -> tuple[list[RecordT], list[Mismatch]]:
    """Read a JSON array of objects into records.

    The fast typed path is tried first. If a value does not fit, each value is read on its own: the odd one is kept
    as it was sent and reported.

    Raises:
        DecodeError: the body is no JSON array of objects, or `strict` is set and a value does not fit.
    """
    if not record_type.wire_forms:
        try:
            return _decoder(record_type).decode(body), []
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
    return _read_leniently(parse_rows(body, first_row), record_type, strict, first_row)


def _read_leniently(
    rows: list[Row], record_type: type[RecordT], strict: bool, first_row: int
) -> tuple[list[RecordT], list[Mismatch]]:
    records: list[RecordT] = []
    mismatches: list[Mismatch] = []
    fields = fields_of(record_type)
    for number, row in enumerate(rows, first_row):
        values: dict[str, object] = {}
        for field in fields:
            value = row.get(field.wire)
            if value is None:
                continue
            try:
                values[field.python] = field.form(value) if field.form else msgspec.convert(value, field.type)
            except ValueError:
                found = Mismatch(row=number, attribute=field.wire, value=value, expected=field.expected)
                if strict:
                    raise _strict_error(found) from None
                mismatches.append(found)
                values[field.python] = value
        records.append(record_type(**values))
    return records, mismatches


def _strict_error(found: Mismatch) -> DecodeError:
    error = DecodeError(
        f"Row {found.row}, attribute {found.attribute}: {found.value!r} is no {found.expected}.",
        hint="leave strict off: the value is then kept as it was sent, and listed in mismatches",
    )
    error.row = found.row
    error.attribute = found.attribute
    return error


def parse_rows(body: bytes, first_row: int = 0) -> list[Row]:
    """Parse a JSON array of objects into dictionaries.

    Raises:
        DecodeError: the body is not JSON, no array, or a row is no object.
    """
    try:
        parsed = _parse(as_utf8(body))
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"The answer is not readable as JSON: {error}.") from error
    if not isinstance(parsed, list):
        raise DecodeError(f"The answer is JSON, but {_kind(parsed)} instead of an array of rows.")
    for number, row in enumerate(parsed, first_row):
        if not isinstance(row, dict):
            failure = DecodeError(f"Row {number} of the answer is {_kind(row)} instead of an object.")
            failure.row = number
            raise failure
    return parsed


def _parse(body: bytes) -> object:
    """Parse JSON; one value that the fast parser does not take, such as half a character, is left to the slow one."""
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError as refusal:
        import json

        try:
            parsed: object = json.loads(body, parse_constant=_refuse_constant)
        except ValueError:
            raise refusal from None
        return parsed


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def count_undocumented(rows: Sequence[Row], record_type: type[Record]) -> dict[str, int]:
    """Count the keys that the record class does not know, by name, in the order in which they appear."""
    known = frozenset(field.wire for field in fields_of(record_type))
    return dict(Counter(name for row in rows for name in row if name not in known))


def as_text(body: bytes) -> str:
    """Decode a body as UTF-8, which the server always sends but never declares.

    Bytes that are not UTF-8 can only come from the database behind it, which has Windows-1252; none of them is lost.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")


def as_utf8(body: bytes) -> bytes:
    """Return a body as UTF-8 without a byte order mark."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return as_text(body).encode()
    return body.removeprefix(b"\xef\xbb\xbf")


def _kind(value: object) -> str:
    if value is None:
        return "null"
    return {"dict": "an object", "list": "an array", "str": "a text", "bool": "a boolean"}.get(
        type(value).__name__, "a number"
    )


def uid_of(subject: object, attribute: str) -> str:
    """Return a UID that is given as text, or as a record that has it.

    Raises:
        InvalidParameterError: it is neither.
    """
    uid: object = getattr(subject, attribute, None) if isinstance(subject, Record) else subject
    if uid is None:
        raise InvalidParameterError(f"This {type(subject).__name__} record has no {attribute}: {subject!r}.")
    return check_uid(attribute, uid)
