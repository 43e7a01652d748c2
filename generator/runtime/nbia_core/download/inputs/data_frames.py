"""Reads series from DataFrames by whole columns: row by row it takes ten times as long."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
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


class Table(Protocol):
    """A DataFrame of pandas or polars, or a table of pyarrow."""

    @property
    def columns(self) -> Any:
        """The names of its columns."""

    def __len__(self) -> int: ...


def is_data_frame(what: object) -> bool:
    """Whether something is a DataFrame of pandas or polars, or a table of pyarrow."""
    return any(hasattr(what, name) for name in ("itertuples", "get_columns", "itercolumns"))


class DataFrameColumns:
    """The columns of a DataFrame, or of a list of dictionaries, each converted as a whole when it is needed, and once."""

    def __init__(self, table: Any, reader: Reader) -> None:
        """Find the columns.

        Raises:
            InvalidParameterError: none names series, or several do.
        """
        self._reader = reader
        self._sources: dict[str, list[Callable[[], list[object]]]] = {}
        columns = _columns(table)
        series = reader.headings.series_column([name for name, _ in columns], "The table")
        for place, (name, values) in enumerate(columns):
            python = reader.python(name)
            if place == series or python != SERIES:
                self._sources.setdefault(python, []).append(values)
        self._read: dict[str, list[object]] = {}
        self.uids = self.column(SERIES)
        """What stands in the column with the series."""

    def __len__(self) -> int:
        return len(self.uids)

    @property
    def has_attributes(self) -> bool:
        """Whether there are other columns than that with the series."""
        return len(self._sources) > 1

    def column(self, name: str) -> list[object]:
        """Return the values of an attribute in plain Python, None where there is none; whole numbers as such.

        If several columns mean the same, the first value of a row counts.
        """
        if name not in self._read:
            sources = self._sources.get(name, [])
            values: list[object] = sources[0]() if sources else [None for _ in self.uids]
            for other in sources[1:]:
                values = [second if first is None else first for first, second in zip(values, other(), strict=True)]
            if name in self._reader.numbers and not _WHOLE.issuperset(map(type, values)):
                values = [whole_number(value) for value in values]
            self._read[name] = values
        return self._read[name]

    def rows(self) -> Iterator[dict[str, object]]:
        """Hand out what each row says of its series, as `Reader.attributes` does for dictionaries."""
        names = [name for name in self._sources if name != SERIES]
        columns = [self.column(name) for name in names]
        own = [name for name in names if name not in self._reader.headings.types]
        wrong = self._wrong_rows(names)
        has_gaps = any(UNKNOWN in self.column(name) for name in self._reader.numbers.intersection(names))
        # A DataFrame without other columns has empty rows nonetheless.
        rows: Iterable[tuple[object, ...]] = zip(*columns, strict=True) if columns else ((),) * len(self)
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

    def _wrong_rows(self, names: Sequence[str]) -> frozenset[int]:
        """Return the places of rows in which a text came as a number."""
        wrong: set[int] = set()
        for name in self._reader.texts.intersection(names):
            values = self.column(name)
            if not _NO_NUMBERS.issuperset(map(type, values)):
                wrong.update(place for place, value in enumerate(values) if isinstance(value, int | float))
        return frozenset(wrong)


def read_groups(table: Any, reader: Reader) -> list[Group] | None:
    """Return the studies or patients that the rows of a DataFrame name; None if they name series.

    Raises:
        InvalidParameterError: no column names any of these, several do, or a row has no value there.
    """
    columns = _columns(table)
    level, place = reader.headings.naming_column([name for name, _ in columns], "The table")
    if level == SERIES:
        return None
    collections = next((values for name, values in columns if reader.python(name) == COLLECTION), None)
    named = columns[place][1]()
    within = [None] * len(named) if collections is None else collections()
    return [
        group_of({level: value, COLLECTION: collection}, level, row)
        for row, (value, collection) in enumerate(zip(named, within, strict=True))
    ]


def _columns(table: Any) -> list[tuple[str, Callable[[], list[object]]]]:
    """Return the names of all columns, which may repeat, and what returns their values in plain Python."""
    if isinstance(table, list):
        keys = dict.fromkeys(chain.from_iterable(table))
        return [(str(key), partial(_values_of_dictionaries, table, key)) for key in keys]
    if hasattr(table, "get_columns"):  # polars
        return [(str(column.name), partial(_listed_values, column.to_list)) for column in table.get_columns()]
    if hasattr(table, "itercolumns"):  # pyarrow
        columns = zip(table.column_names, table.itercolumns(), strict=True)
        return [(name, partial(_listed_values, column.to_pylist)) for name, column in columns]
    return [(str(name), partial(_pandas_values, column)) for name, column in table.items()]


def _values_of_dictionaries(rows: list[dict[object, object]], key: object) -> list[object]:
    return _as_plain([row.get(key) for row in rows])


def _listed_values(to_list: Callable[[], list[object]]) -> list[object]:
    return _as_plain(to_list())


def _pandas_values(column: Any) -> list[object]:
    if type(column.dtype).__module__.startswith("numpy") and column.dtype.kind == "M":
        return _as_plain(column.to_numpy().astype("datetime64[us]").tolist())
    missing = column.isna()
    if missing.any():
        column = column.astype(object).where(~missing, None)
    return _as_plain(column.tolist())


def _as_plain(values: list[object]) -> list[object]:
    kinds = set(map(type, values))
    if kinds <= _TEXT:
        return [value or None for value in values] if "" in values else values
    return values if kinds <= _SETTLED else [plain(value) for value in values]
