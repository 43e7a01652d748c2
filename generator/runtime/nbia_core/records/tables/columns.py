"""What a table of records consists of, whatever library it is made with."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from types import NoneType
from typing import Final, Generic, Literal, TypeAlias, TypeVar, get_args

from nbia_core.errors import InvalidParameterError
from nbia_core.records.record import Record, attributes_of, fields_of
from nbia_core.records.sequence import RecordSequence, blocks_of, undocumented_values

Names: TypeAlias = Literal["wire", "python"]
"""How columns are called: as on the wire, such as PatientID, or as the attributes of records, such as patient_id."""
Kind: TypeAlias = Literal["text", "integer", "number", "boolean", "timestamp"]
PartT = TypeVar("PartT")
WholeT = TypeVar("WholeT")

_KINDS: Final[dict[type, Kind]] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    datetime.datetime: "timestamp",
}
_KINDS_BY_NAME: Final[dict[str, Kind]] = {kind.__name__: word for kind, word in _KINDS.items()}
MISFITS: Final = (AttributeError, OverflowError, TypeError, ValueError)
"""What is raised for a value that does not fit the type of its column."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    """What it is called in the table."""
    wire: str
    """What it is called on the wire."""
    kind: Kind | None
    """The type of its values; None if they have several, or one that tables do not have."""
    description: str | None = None
    """What it means, where the spec knows it."""
    tag: str | None = None
    """Its DICOM tag, such as (0020,000E), where it has one."""


def documented_columns(records: RecordSequence[Record], names: Names) -> list[Column]:
    """Return the columns that the spec knows, in the order of the attributes.

    Raises:
        InvalidParameterError: there are no such names.
    """
    if names not in get_args(Names):
        raise InvalidParameterError(f'names={names!r} is neither "wire" nor "python".')
    odd = {found.attribute for found in records.mismatches}
    known = attributes_of(records.record_type)
    columns = []
    for field in fields_of(records.record_type):
        attribute = known.get(field.python)
        columns.append(
            Column(
                name=field.wire if names == "wire" else field.python,
                wire=field.wire,
                kind=None if field.wire in odd else _KINDS_BY_NAME.get(field.expected),
                description=None if attribute is None else attribute.meaning,
                tag=None if attribute is None else attribute.tag,
            )
        )
    return columns


def undocumented_columns(
    records: RecordSequence[Record], documented: Sequence[Column]
) -> list[tuple[Column, list[object]]]:
    """Return the columns that the spec does not know, with their values.

    Args:
        records: The records.
        documented: The other columns; no name of theirs is taken again.
    """
    found = []
    taken = {column.name for column in documented}
    for sent, values in undocumented_values(records).items():
        wire = as_text(sent)
        name = free_name(wire, taken)
        taken.add(name)
        found.append((Column(name=name, wire=wire, kind=_kind_of(values)), values))
    return found


def free_name(name: str, taken: Container[str]) -> str:
    """Return a name for a column, with underscores after it while another column has it."""
    while name in taken:
        name += "_"
    return name


def _kind_of(values: Sequence[object]) -> Kind | None:
    types = set(map(type, values)) - {NoneType}
    if not types:
        return "text"
    return _KINDS.get(types.pop()) if len(types) == 1 else None


def values_of(records: RecordSequence[Record]) -> list[list[object]]:
    """Return the values of the documented columns."""
    columns: list[list[object]] = [[] for _ in fields_of(records.record_type)]
    for block in blocks_of(records):
        for column, values in zip(columns, block, strict=True):
            column.extend(values)
    return columns


def build_columns(
    records: RecordSequence[Record],
    names: Names,
    make: Callable[[Kind, Sequence[object]], PartT],
    join: Callable[[Kind, Sequence[PartT]], WholeT],
) -> list[tuple[Column, WholeT | list[object]]]:
    """Return all columns with their values, as a library has them, or as a list if some do not fit the column's type.

    Args:
        records: The records.
        names: How columns are called.
        make: Makes a part of a column from some thousand values; what it raises for a value that does not fit is
            among MISFITS.
        join: Makes a column from its parts, of which there may be none.

    Raises:
        InvalidParameterError: there are no such names.
    """
    documented = documented_columns(records, names)
    builders = [_Builder(column.kind, make, join) for column in documented]
    for block in blocks_of(records):
        for builder, values in zip(builders, block, strict=True):
            builder.add(values)
    whole = [] if all(builder.fits for builder in builders) else values_of(records)
    data = [builder.join() if builder.fits else whole[place] for place, builder in enumerate(builders)]
    found = list(zip(documented, data, strict=True))
    for column, values in undocumented_columns(records, documented):
        builder = _Builder(column.kind, make, join)
        builder.add(values)
        found.append((column, builder.join() if builder.fits else values))
    return found


def columns_with_values(records: RecordSequence[Record], names: Names) -> list[tuple[Column, list[object]]]:
    """Return all columns with their values as the records have them.

    Raises:
        InvalidParameterError: there are no such names.
    """
    return build_columns(records, names, lambda _, values: values, lambda _, parts: list(chain.from_iterable(parts)))


class _Builder(Generic[PartT, WholeT]):
    """Makes a column from blocks of its values, as long as they fit its type."""

    def __init__(
        self,
        kind: Kind | None,
        make: Callable[[Kind, Sequence[object]], PartT],
        join: Callable[[Kind, Sequence[PartT]], WholeT],
    ) -> None:
        self._kind = kind
        self._make = make
        self._join = join
        self._parts: list[PartT] = []

    @property
    def fits(self) -> bool:
        """Whether all values so far fit the type."""
        return self._kind is not None

    def add(self, values: Sequence[object]) -> None:
        if self._kind is None:
            return
        try:
            if self._kind == "timestamp":
                _check_zones(values)
            self._parts.append(self._make(self._kind, values))
        except MISFITS:
            self._kind = None

    def join(self) -> WholeT:
        assert self._kind is not None, "it fits"
        return self._join(self._kind, self._parts)


def _check_zones(values: Sequence[object]) -> None:
    """Raise ValueError if a timestamp has a zone: libraries would change it to another time, and keep silent."""
    if any(map(attrgetter("tzinfo"), filter(None, values))):
        raise ValueError("a timestamp with a zone")


def as_texts(values: Sequence[object]) -> list[str | None]:
    """Return values of any type as texts; what is no text is written as in JSON."""
    return [None if value is None else as_text(value) for value in values]


def as_cells(column: Column, values: Sequence[object]) -> Iterable[object]:
    """Return values as the cells of a column; the csv module writes texts, integers and missing values by itself."""
    if column.kind in ("text", "integer"):
        return values
    return ("" if value is None else as_text(value) for value in values)


def as_text(value: object) -> str:
    """Return a value as text that can be written in UTF-8; half a character is escaped."""
    import json

    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    text = value if isinstance(value, str) else json.dumps(as_json(value), ensure_ascii=False, default=str)
    return text.encode(errors="backslashreplace").decode()


def as_json(value: object) -> object:
    """Return a value as JSON has it: tuples as lists, and records as dictionaries of what the server sent, by the wire."""
    if isinstance(value, Mapping):  # a record is one, too
        is_record = isinstance(value, Record)
        return {key: as_json(each) for key, each in value.items() if not (is_record and each is None)}
    return [as_json(each) for each in value] if isinstance(value, list | tuple) else value


def missing_library(what: str, library: str, extra: str) -> ImportError:
    """Return the error that says what to install."""
    return ImportError(f"{what} needs {library}; install it with: pip install 'nbia-client[{extra}]'")
