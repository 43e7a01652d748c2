"""The rows of an answer as a sequence: the records, and the rows that they were read from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from operator import attrgetter
from types import GenericAlias
from typing import TYPE_CHECKING, Final, Generic, Self, overload

from msgspec.structs import astuple

from nbia_core.api.wire_forms import as_sent

from .json_rows import SentRows
from .record import Mismatch, Record, RecordT_co, Row, attributes_of, fields_of

_BLOCK: Final = 2048
"""So many records stay in the processor's cache while their columns are made."""


if TYPE_CHECKING:
    _Sequence = Sequence
else:

    class _Sequence:
        """A sequence that isinstance does not know: polars makes one column of those, whatever else they offer."""

        __contains__ = Sequence.__contains__
        __reversed__ = Sequence.__reversed__
        index = Sequence.index
        count = Sequence.count
        __class_getitem__ = classmethod(GenericAlias)


class RecordSequence(_Sequence[RecordT_co], Generic[RecordT_co]):
    """An immutable sequence of records that keeps what the server sent. `Records` shows it to people and tables."""

    def __init__(
        self,
        items: Sequence[RecordT_co],
        record_type: type[RecordT_co],
        *,
        sent: SentRows | None = None,
        mismatches: Sequence[Mismatch] = (),
    ) -> None:
        self._items = items
        self._sent = sent
        self.record_type: type[RecordT_co] = record_type
        """The class of the records."""
        self.mismatches: tuple[Mismatch, ...] = tuple(mismatches)
        """Values that do not fit the type of their attribute; empty as a rule."""

    @overload
    def __getitem__(self, index: int) -> RecordT_co: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> RecordT_co | Self:
        if not isinstance(index, slice):
            return self._items[index]
        now_at = {place: number for number, place in enumerate(range(len(self._items))[index])}
        return type(self)(
            self._items[index],
            self.record_type,
            sent=None if self._sent is None else self._sent.pick(index, len(self._items)),
            mismatches=[
                dataclasses.replace(found, row=now_at[found.row]) for found in self.mismatches if found.row in now_at
            ],
        )

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[RecordT_co]:
        return iter(self._items)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RecordSequence):
            return NotImplemented
        return self.record_type is other.record_type and list(self._items) == list(other._items)

    __hash__ = None  # type: ignore[assignment]  # a sequence of this length is no key

    @property
    def undocumented(self) -> dict[str, int]:
        """Attributes that the server sent and the spec does not know, with the number of rows that have them."""
        return {name: len(values) for name, values in self._unknown_values().items()}

    def _unknown_values(self) -> dict[str, dict[int, object]]:
        if self._sent is None:
            return {}
        return self._sent.unknown_values({field.wire for field in fields_of(self.record_type)})

    @property
    def _rows(self) -> list[Row]:
        """The rows as the server sent them; of records that were not sent, as it would send them."""
        if self._sent is not None:
            return self._sent.rows
        known = attributes_of(self.record_type)
        fields = [(field.wire, field.python, known.get(field.python)) for field in fields_of(self.record_type)]
        return [
            {
                wire: value if attribute is None else as_sent(attribute.wire_form, value)
                for wire, python, attribute in fields
                if (value := getattr(record, python)) is not None
            }
            for record in self._items
        ]

    def to_dicts(self) -> list[Row]:
        """Return the rows exactly as the server sent them: wire names, wire values, undocumented keys included."""
        return [dict(row) for row in self._rows]


def undocumented_values(records: RecordSequence[Record]) -> dict[str, list[object]]:
    """Return the values of attributes that the spec does not know, one for each record, None where there is none."""
    every = range(len(records))
    return {name: list(map(values.get, every)) for name, values in records._unknown_values().items()}


def blocks_of(records: RecordSequence[Record]) -> Iterator[list[list[object]]]:
    """Hand out the values of the documented columns, for some thousand records at a time."""
    width = len(fields_of(records.record_type))
    rest = iter(records)
    while block := list(islice(rest, _BLOCK)):
        values = list(chain.from_iterable(map(astuple, block)))
        yield [values[place::width] for place in range(width)]


def columns_of(records: RecordSequence[Record], names: Sequence[str]) -> dict[str, list[object]]:
    """Return the values of some attributes, by their Python names."""
    columns: dict[str, list[object]] = {name: [] for name in names}
    rest = iter(records)
    while block := list(islice(rest, _BLOCK)):
        for name, values in columns.items():
            values += map(attrgetter(name), block)
    return columns
