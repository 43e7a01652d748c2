"""The rows of an index that were chosen, column by column; a text stands there once."""

from __future__ import annotations

import array
import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from nbia_core.api.bucket_services import SeriesIndex
from nbia_core.download.sources.index import Index
from nbia_core.records.tables.arrays import numbers, values_of

from .reading import Reader, whole_numbers

if TYPE_CHECKING:
    import pyarrow

_COUNT: Final = ""
"""The column with the number of rows of a group."""


class Column:
    """The values of an attribute, one after the other."""

    def __init__(self, values: Iterable[Any], words: Iterable[object] | None, read: Reader | None) -> None:
        """Keep a column.

        Args:
            values: the values, or the places of words; the place behind the last one is that of a value that is missing.
            words: what stands at the places; None if they are the values themselves.
            read: makes of a value what a record has; None if it has the value itself.
        """
        self.odd: set[object] = set()
        """Values that could not be read so far, and are kept as they are."""
        if words is None:
            self._values = self._read_each(values, read)
        else:
            self._values = map([*self._read_each(words, read), None].__getitem__, values)

    def __iter__(self) -> Iterator[object]:
        return self._values

    def _read_each(self, values: Iterable[object], read: Reader | None) -> Iterator[object]:
        return iter(values) if read is None else map(functools.partial(self._read, read), values)

    def _read(self, read: Reader, value: object) -> object:
        try:
            return None if value is None else read(value)
        except ValueError:
            self.odd.add(value)
            return value


class Table:
    """Columns of the rows that were chosen."""

    def __init__(
        self, index: Index, known: SeriesIndex, columns: Iterable[str], rows: pyarrow.BooleanArray | None
    ) -> None:
        """Read the columns whose texts are those of many series, one after the other; the others are read when they are taken.

        Raises:
            InvalidParameterError: one cannot be read.
        """
        import pyarrow

        self._index = index
        self._rows = rows
        self._words: dict[str, list[object]] = {}
        self._places: dict[str, Sequence[int]] = {}
        self._units = {known.series.images: 1, known.series.size: known.size_unit}
        for column in columns:
            if column != known.series.series and column not in self._units:
                self._places[column], self._words[column] = _chosen_texts(index, column, rows)
                pyarrow.default_memory_pool().release_unused()  # the next column does not need its pages
        self._length = index.length if rows is None else rows.true_count

    def __len__(self) -> int:
        return self._length

    def group(self, keys: Sequence[str]) -> None:
        """Make one row of all that have the same values of some columns; of the others it has the first value there is."""
        groups: dict[tuple[int, ...], int] = {}
        rows = zip(*(self._places[key] for key in keys), strict=True)
        group_of = [groups.setdefault(row, len(groups)) for row in rows]
        self._length = len(groups)
        for name, column in self._places.items():
            missing = len(self._words[name])
            places = array.array("i", [missing]) * len(groups)
            for group, place in zip(group_of, column, strict=True):
                if places[group] == missing:
                    places[group] = place
            self._places[name] = places
        counts = Counter(group_of)
        self._places[_COUNT] = [counts[group] for group in range(len(groups))]

    def column(self, name: str | None, read: Reader | None) -> Column:
        """Return a column as the values of an attribute; without a name, the number of rows that one stands for."""
        name = name or _COUNT
        places = self._places.get(name)
        if places is None:
            return Column(_chosen(self._index, name, self._rows, self._units.get(name)), None, read)
        return Column(places, self._words.get(name), read)


def _chosen(index: Index, column: str, rows: pyarrow.BooleanArray | None, unit: int | None) -> Iterator[object]:
    """Read a column as it is, or one of numbers in whole units."""
    import pyarrow

    start = 0
    for part in index.parts(column):
        chosen = part if rows is None else part.filter(rows.slice(start, len(part)))
        start += len(part)
        yield from chosen.to_pylist() if unit is None else whole_numbers(chosen, unit)
        pyarrow.default_memory_pool().release_unused()


def _chosen_texts(index: Index, column: str, rows: pyarrow.BooleanArray | None) -> tuple[Sequence[int], list[object]]:
    """Read a column of texts: the places of words, and those words that there are; one that is missing is behind them."""
    import pyarrow.compute

    found = index.texts(column)
    places = found.indices if rows is None else found.indices.filter(rows)
    used = pyarrow.compute.unique(places).drop_null()
    missing = numbers([len(used)], pyarrow.int32())[0]
    words = found.dictionary.take(used).to_pylist()
    return values_of(pyarrow.compute.index_in(places, value_set=used).fill_null(missing)), words
