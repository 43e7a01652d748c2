"""The rows of an index that were chosen, column by column; a text stands there once."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from nbia_core.api.bucket_services import SeriesTable
from nbia_core.download.sources.index import Index
from nbia_core.records.tables.arrays import numbers

from .reading import Reader

if TYPE_CHECKING:
    import pyarrow

_COUNT: Final = ""
"""The column with the number of rows of a group."""
_PART: Final = 16 * 1024
"""Values that become objects at a time."""


class Column:
    """The values of an attribute, one after the other."""

    def __init__(self, values: Iterator[object], words: Sequence[object] | None, read: Reader | None) -> None:
        """Keep a column.

        Args:
            values: the values, or the places of words; the place behind the last one is that of a value that is missing.
            words: what stands at the places; None if they are the values themselves.
            read: makes of a value what a record has; None if it has the value itself.
        """
        self._values = values
        self._read = read
        self.odd: set[object] = set()
        """Values that could not be read, and are kept as they are."""
        self._words = None if words is None else [*self._read_all(words), None]

    def take(self, number: int) -> list[object]:
        """Return the next values."""
        values = itertools.islice(self._values, number)
        if self._words is None:
            return self._read_all(values)
        return list(map(self._words.__getitem__, values))  # type: ignore[arg-type]  # these are places

    def _read_all(self, values: Iterable[object]) -> list[object]:
        read = self._read
        return list(values) if read is None else [None if value is None else self._try(read, value) for value in values]

    def _try(self, read: Reader, value: object) -> object:
        try:
            return read(value)
        except ValueError:
            self.odd.add(value)
            return value


class Table:
    """Columns of the rows that were chosen."""

    def __init__(
        self, index: Index, known: SeriesTable, columns: Iterable[str], rows: pyarrow.BooleanArray | None
    ) -> None:
        """Read the columns whose texts are those of many series, one after the other; the others are read when they are taken.

        Raises:
            InvalidParameterError: one cannot be read.
        """
        import pyarrow

        self._index = index
        self._rows = rows
        self._words: dict[str, list[object]] = {}
        self._places: dict[str, pyarrow.Array[Any]] = {}
        for column in columns:
            if column not in (known.series, known.images, known.size):
                self._places[column], self._words[column] = _chosen_texts(index, column, rows)
                pyarrow.default_memory_pool().release_unused()  # the next column does not need its pages
        self._length = index.length if rows is None else rows.true_count

    def __len__(self) -> int:
        return self._length

    def group(self, keys: Sequence[str]) -> None:
        """Make one row of all that have the same values of some columns; of the others it has the first value there is."""
        groups: dict[tuple[int, ...], int] = {}
        rows = zip(*(self._places[key].to_pylist() for key in keys), strict=True)
        group_of = [groups.setdefault(row, len(groups)) for row in rows]
        self._length = len(groups)
        for name, column in self._places.items():
            missing = len(self._words[name])
            places = [missing] * len(groups)
            for group, place in zip(group_of, column.to_pylist(), strict=True):
                if places[group] == missing:
                    places[group] = cast("int", place)
            self._places[name] = numbers(places)
        counts = Counter(group_of)
        self._places[_COUNT] = numbers([counts[group] for group in range(len(groups))])

    def column(self, name: str | None, read: Reader | None) -> Column:
        """Return a column as the values of an attribute; without a name, the number of rows that one stands for."""
        name = name or _COUNT
        places = self._places.get(name)
        if places is None:
            return Column(_chosen(self._index, name, self._rows), None, read)
        return Column(_objects(places), self._words.get(name), read)


def _objects(values: pyarrow.Array[Any]) -> Iterator[object]:
    """Hand out values; not all become objects at the same time."""
    for start in range(0, len(values), _PART):
        yield from values.slice(start, _PART).to_pylist()


def _chosen(index: Index, column: str, rows: pyarrow.BooleanArray | None) -> Iterator[object]:
    """Read a column as it is."""
    import pyarrow

    start = 0
    for part in index.parts(column):
        chosen = part if rows is None else part.filter(rows.slice(start, len(part)))
        start += len(part)
        yield from chosen.to_pylist()
        pyarrow.default_memory_pool().release_unused()


def _chosen_texts(
    index: Index, column: str, rows: pyarrow.BooleanArray | None
) -> tuple[pyarrow.Array[Any], list[object]]:
    """Read a column of texts: the places of words, and those words that there are; one that is missing is behind them."""
    import pyarrow.compute

    found = index.texts(column)
    places = found.indices if rows is None else found.indices.filter(rows)
    used = pyarrow.compute.unique(places).drop_null()
    missing = numbers([len(used)], pyarrow.int32())[0]
    words = found.dictionary.take(used).to_pylist()
    return pyarrow.compute.index_in(places, value_set=used).fill_null(missing), words
