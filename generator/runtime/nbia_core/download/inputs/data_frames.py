"""Reads series from DataFrames by whole columns: row by row it takes ten times as long."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final, Protocol

from .groups import Group, group_of
from .headings import COLLECTION, SERIES
from .values import UNKNOWN, Reader, plain, whole_number

_TEXT: Final = frozenset({str, type(None)})
_NO_NUMBERS: Final = frozenset({str, datetime.datetime, datetime.date, type(None)})
_WHOLE: Final = frozenset({int, type(None)})
_SETTLED: Final = frozenset({int, bool, datetime.datetime, datetime.date, type(None)})
_ALL: Final = slice(None)
_PART: Final = 4096
"""Rows whose attributes are converted at a time: so memory does not grow with the table."""
_NEVER_NUMBERS: Final = ("StringDtype", "String", "Date", "Datetime", "Null")
"""Types of columns of pandas and polars whose values are no numbers."""


_COUNTED: Final = ("object", "str", "string", "int64", "Int64", "float64")
"""Types of columns of pandas that count their values as Python does, in the order in which they appear."""


class Table(Protocol):
    """A DataFrame of pandas or polars, or a table of pyarrow."""

    @property
    def columns(self) -> Any:
        """The names of its columns."""

    def __len__(self) -> int: ...


def is_data_frame(what: object) -> bool:
    """Whether something is a DataFrame of pandas or polars, or a table of pyarrow."""
    return any(hasattr(what, name) for name in ("itertuples", "get_columns", "itercolumns"))


def _cannot_count() -> None:
    return None


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class _Column:
    """A column as it stands in the table."""

    name: str
    read: Callable[[slice], list[object]]
    """Returns the values of some rows in plain Python."""
    may_hold_numbers: bool = True
    count: Callable[[], tuple[list[object], list[int]] | None] = _cannot_count
    """Returns the values, each once or several times, and how often they are there; None if only `read` can tell."""


class DataFrameColumns:
    """The columns of a DataFrame, or of a list of dictionaries, each converted when it is needed."""

    def __init__(self, table: Any, reader: Reader) -> None:
        """Find the columns.

        Raises:
            InvalidParameterError: none names series, or several do.
        """
        self._reader = reader
        self._sources: dict[str, list[_Column]] = {}
        columns = _columns(table)
        series = reader.headings.series_column([column.name for column in columns], "The table")
        for place, column in enumerate(columns):
            python = reader.python(column.name)
            if place == series or python != SERIES:
                self._sources.setdefault(python, []).append(column)
        self._doubtful = tuple(
            name
            for name in reader.texts & self._sources.keys()
            if any(column.may_hold_numbers for column in self._sources[name])
        )
        self.uids = self.column(SERIES)
        """What stands in the column with the series."""

    def __len__(self) -> int:
        return len(self.uids)

    @property
    def has_attributes(self) -> bool:
        """Whether there are other columns than that with the series."""
        return len(self._sources) > 1

    def column(self, name: str, part: slice = _ALL) -> list[object]:
        """Return the values of an attribute in plain Python, None where there is none; whole numbers as such.

        If several columns mean the same, the first value of a row counts.

        Args:
            name: the attribute, by its Python name.
            part: which rows.
        """
        sources = self._sources.get(name, [])
        values: list[object] = sources[0].read(part) if sources else [None for _ in self.uids[part]]
        for other in sources[1:]:
            values = [
                second if first is None else first for first, second in zip(values, other.read(part), strict=True)
            ]
        return self._as_numbers(name, values)

    def _as_numbers(self, name: str, values: list[object]) -> list[object]:
        if name in self._reader.numbers and not _WHOLE.issuperset(map(type, values)):
            return [whole_number(value) for value in values]
        return values

    def counts(self, name: str) -> Counter[object]:
        """Return how often each value that `column` returns is there."""
        sources = self._sources.get(name, [])
        counted = sources[0].count() if len(sources) == 1 else None
        if counted is None:
            return Counter(self.column(name))
        values, numbers = counted
        found: Counter[object] = Counter()
        for value, number in zip(self._as_numbers(name, values), numbers, strict=True):
            found[value] += number
        return found

    def rows(self, names: Collection[str] | None = None) -> Iterator[dict[str, object]]:
        """Hand out what each row says of its series, as `Reader.attributes` does for dictionaries.

        Args:
            names: the attributes that are wanted, by their Python names; None for all.
        """
        wanted = [name for name in self._sources if name != SERIES and (names is None or name in names)]
        for start in range(0, len(self), _PART):
            yield from self._rows(wanted, slice(start, start + _PART))

    def _rows(self, names: Sequence[str], part: slice) -> Iterator[dict[str, object]]:
        columns = [self.column(name, part) for name in names]
        own = [name for name in names if name not in self._reader.headings.types]
        wrong = self._wrong_rows(part)
        numbers = self._reader.numbers
        has_gaps = any(UNKNOWN in values for name, values in zip(names, columns, strict=True) if name in numbers)
        # A DataFrame without other columns has empty rows nonetheless.
        rows: Iterable[tuple[object, ...]] = zip(*columns, strict=True) if columns else ((),) * len(self.uids[part])
        if not wrong and not has_gaps:
            yield from (dict(zip(names, row, strict=True)) for row in rows)
            return
        for place, row in enumerate(rows):
            values: dict[str, object] = dict(zip(names, row, strict=True))
            if place in wrong:
                values = {name: values[name] for name in own}
            elif has_gaps:
                values = {name: value for name, value in values.items() if value is not UNKNOWN}
            yield values

    def _wrong_rows(self, part: slice) -> frozenset[int]:
        """Return the places, within some rows, of those in which a text came as a number."""
        wrong: set[int] = set()
        for name in self._doubtful:
            values = self.column(name, part)
            if not _NO_NUMBERS.issuperset(map(type, values)):
                wrong.update(place for place, value in enumerate(values) if isinstance(value, int | float))
        return frozenset(wrong)


def read_groups(table: Any, reader: Reader) -> list[Group] | None:
    """Return the studies or patients that the rows of a DataFrame name; None if they name series.

    Raises:
        InvalidParameterError: no column names any of these, several do, or a row has no value there.
    """
    columns = _columns(table)
    level, place = reader.headings.naming_column([column.name for column in columns], "The table")
    if level == SERIES:
        return None
    collections = next((column for column in columns if reader.python(column.name) == COLLECTION), None)
    named = columns[place].read(_ALL)
    within = [None] * len(named) if collections is None else collections.read(_ALL)
    return [
        group_of({level: value, COLLECTION: collection}, level, row)
        for row, (value, collection) in enumerate(zip(named, within, strict=True))
    ]


def _columns(table: Any) -> list[_Column]:
    """Return all columns; their names may repeat."""
    if isinstance(table, list):
        keys = dict.fromkeys(chain.from_iterable(table))
        return [_Column(name=str(key), read=partial(_values_of_dictionaries, table, key)) for key in keys]
    if hasattr(table, "get_columns"):  # polars
        read, columns = _polars_values, [(column.name, column) for column in table.get_columns()]
    elif hasattr(table, "itercolumns"):  # pyarrow
        read, columns = _arrow_values, [*zip(table.column_names, table.itercolumns(), strict=True)]
    else:
        read, columns = _pandas_values, [*table.items()]
    return [
        _Column(
            name=str(name),
            read=partial(read, column),
            may_hold_numbers=type(getattr(column, "dtype", None)).__name__ not in _NEVER_NUMBERS,
            count=partial(_pandas_counts, column) if read is _pandas_values else _cannot_count,
        )
        for name, column in columns
    ]


def _values_of_dictionaries(rows: list[dict[object, object]], key: object, part: slice) -> list[object]:
    return _as_plain([row.get(key) for row in rows[part]])


def _polars_values(column: Any, part: slice) -> list[object]:
    return _as_plain(column[part].to_list())


def _arrow_values(column: Any, part: slice) -> list[object]:
    return _as_plain(column[part].to_pylist())


def _pandas_values(column: Any, part: slice) -> list[object]:
    column = column.iloc[part]
    if type(column.dtype).__module__.startswith("numpy") and column.dtype.kind == "M":
        return _as_plain(column.to_numpy().astype("datetime64[us]").tolist())
    missing = column.isna()
    if missing.any():
        column = column.astype(object).where(~missing, None)
    return _as_plain(column.tolist())


def _pandas_counts(column: Any) -> tuple[list[object], list[int]] | None:
    if str(column.dtype) not in _COUNTED:
        return None
    try:
        counts = column.value_counts(sort=False, dropna=False)
    except TypeError:  # what cannot be hashed
        return None
    return _as_plain(counts.index.tolist()), counts.tolist()


def _as_plain(values: list[object]) -> list[object]:
    kinds = set(map(type, values))
    if kinds <= _TEXT:
        return [value or None for value in values] if "" in values else values
    return values if kinds <= _SETTLED else [plain(value) for value in values]
