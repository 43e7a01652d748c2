"""Records: the rows of an answer as typed objects, and the sequence that holds them."""

from __future__ import annotations

import dataclasses
import functools
import os
import typing
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

import msgspec

from .body import SentRows
from .errors import InvalidParameterError
from .forms import WireForm
from .values import check_uid

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from .summary import Summary
    from .tables.columns import Names

Row = dict[str, object]
"""One row as the server sent it: names and values of the wire, absent keys absent."""

RecordT_co = TypeVar("RecordT_co", bound="Record", covariant=True)
RecordT = TypeVar("RecordT", bound="Record")


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of all records: immutable, one attribute per column, None where the server sent no value."""

    wire_forms: ClassVar[Mapping[str, WireForm]] = {}
    """Attributes whose values arrive in an unusual form, by Python name."""
    described_in: ClassVar[str | None] = None
    """The module that says what the attributes mean. It is imported when a table asks for it."""


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

    Nothing that the server sent is lost: `to_dicts()` and all tables show attributes that the spec does not know,
    `undocumented` names them, and `mismatches` lists values of an unexpected type.

    Tables have a column for each attribute of the record class, then those that are undocumented:

    * Their names are those of the wire, such as PatientID. With `names="python"` they are those of the records, such
      as patient_id; an undocumented column keeps the name that the server sent.
    * Their types come from the spec: texts, integers of 64 bits, numbers, booleans, and timestamps in microseconds
      without a zone. All of them can be missing. Identifiers stay texts, so a PatientID 0012 is no 12.
    * A column in which a value does not fit its type has the values as they are: objects in pandas, texts elsewhere.

    In a terminal and in a notebook, records show how many they are and the first of them. `summary()` counts what they
    describe:

        series = client.get_series(collection="RIDER Pilot")
        print(series.summary())
        table = series.to_pandas()
        table[table["Modality"] == "CT"].groupby("PatientID")["ImageCount"].sum()
    """

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
    def __getitem__(self, index: slice) -> Records[RecordT_co]: ...
    def __getitem__(self, index: int | slice) -> RecordT_co | Records[RecordT_co]:
        if not isinstance(index, slice):
            return self._items[index]
        now_at = {place: number for number, place in enumerate(range(len(self._items))[index])}
        return Records(
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
        if not isinstance(other, Records):
            return NotImplemented
        return self.record_type is other.record_type and list(self._items) == list(other._items)

    __hash__ = None  # type: ignore[assignment]  # a sequence of this length is no key

    def __repr__(self) -> str:
        from .preview import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from .preview import as_html

        return as_html(self)

    @property
    def undocumented(self) -> dict[str, int]:
        """Attributes that the server sent and the spec does not know, with the number of rows that have them."""
        from .tables.columns import count_values

        return self._count_undocumented(count_values(self))

    def _count_undocumented(self, known_values: int) -> dict[str, int]:
        if self._sent is None or not self._sent.may_have_more_keys(known_values):
            return {}
        return count_undocumented(self._sent.rows, self.record_type)

    @property
    def _rows(self) -> list[Row]:
        if self._sent is not None:
            return self._sent.rows
        fields = fields_of(self.record_type)
        rows = ([(field.wire, getattr(record, field.python)) for field in fields] for record in self._items)
        return [{wire: value for wire, value in row if value is not None} for row in rows]

    def to_dicts(self) -> list[Row]:
        """Return the rows exactly as the server sent them: wire names, wire values, undocumented keys included."""
        return [dict(row) for row in self._rows]

    def to_pandas(self, *, names: Names = "wire") -> pandas.DataFrame:
        """Return a pandas DataFrame.

        The column types are those of pandas that can be missing: string, Int64, Float64, boolean and datetime64[us].
        `attrs["descriptions"]` says what the columns mean, and `attrs["dicom_tags"]` which DICOM tags they have. If
        pyarrow is installed, the texts are Arrow's, and the table is made faster.

        Args:
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `names` is neither.
            ImportError: pandas is not installed (`pip install 'nbia-client[pandas]'`).
        """
        from .tables.pandas_frame import to_pandas

        return to_pandas(self, names)

    def to_polars(self, *, names: Names = "wire") -> polars.DataFrame:
        """Return a polars DataFrame.

        Args:
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `names` is neither.
            ImportError: polars is not installed (`pip install 'nbia-client[polars]'`).
        """
        from .tables.polars_frame import to_polars

        return to_polars(self, names)

    def to_arrow(self, *, names: Names = "wire") -> pyarrow.Table:
        """Return an Arrow table. The metadata of its fields say what they mean.

        A field has `description`, `dicom_tag` where it has one, and `wire_name`.

        Args:
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `names` is neither.
            ImportError: pyarrow is not installed (`pip install 'nbia-client[arrow]'`).
        """
        from .tables.arrow_table import to_arrow

        return to_arrow(self, names)

    def to_csv(self, to: str | os.PathLike[str], *, names: Names = "wire") -> Path:
        """Write a CSV file in UTF-8, in place of what may be there, and return its path.

        Times are written as 2012-07-19 00:00:00, booleans as true and false. A missing value is an empty cell; so is
        an empty text, and who reads the file cannot tell them apart: Parquet can. Lines end as RFC 4180 has it.

        Args:
            to: The file.
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `to` is no path, or `names` neither of its words.
            DestinationError: the file cannot be written.
        """
        from .tables.files import to_csv

        return to_csv(self, to, names)

    def to_parquet(self, to: str | os.PathLike[str], *, names: Names = "wire") -> Path:
        """Write what `to_arrow` returns to a Parquet file, in place of what may be there, and return its path.

        Args:
            to: The file.
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `to` is no path, or `names` neither of its words.
            DestinationError: the file cannot be written.
            ImportError: pyarrow is not installed (`pip install 'nbia-client[arrow]'`).
        """
        from .tables.files import to_parquet

        return to_parquet(self, to, names)

    def summary(self) -> Summary:
        """Count what the records describe: collections, patients, studies, series, images, bytes.

        The counts are also there by collection, modality, body part, manufacturer and licence. `print` shows them, a
        notebook shows them as tables, and `summary().plot()` draws them.
        """
        from .summary import summarize

        return summarize(self)


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


def count_undocumented(rows: Sequence[Row], record_type: type[Record]) -> dict[str, int]:
    """Count the keys that the record class does not know, by name, in the order in which they appear."""
    known = frozenset(field.wire for field in fields_of(record_type))
    return dict(Counter(name for row in rows for name in row if name not in known))


def undocumented_values(records: Records[Record], known_values: int) -> dict[str, list[object]]:
    """Return the values of attributes that the spec does not know, one for each record, None where there is none.

    Args:
        records: The records.
        known_values: How many values the records have. As a rule it shows without parsing that there are no others.
    """
    names = records._count_undocumented(known_values)
    return {name: [row.get(name) for row in records._rows] for name in names}


def uid_of(subject: object, attribute: str) -> str:
    """Return a UID that is given as text, or as a record that has it.

    Raises:
        InvalidParameterError: it is neither.
    """
    uid: object = getattr(subject, attribute, None) if isinstance(subject, Record) else subject
    if uid is None:
        raise InvalidParameterError(f"This {type(subject).__name__} record has no {attribute}: {subject!r}.")
    return check_uid(attribute, uid)
