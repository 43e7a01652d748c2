"""Looks series up in the index of a source of buckets: Parquet files, read column by column, in one pass."""

from __future__ import annotations

import bisect
import dataclasses
import datetime
import functools
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from nbia_core.api.bucket_services import Buckets, Computed, NameTable, data_address
from nbia_core.download.model import LARGEST, Announced, Offer
from nbia_core.errors import InvalidParameterError
from nbia_core.text import sentence

if TYPE_CHECKING:
    import pyarrow.parquet

_ROWS: Final = 16 * 1024
"""Rows that are read at a time."""
_BUFFER: Final = 256 * 1024
"""Bytes of a column that are read at a time: all columns at once would need several times as much memory."""
_MANY: Final = 10
"""To convert many rows at once takes as long as a tenth of them one by one."""
_RELEASE: Final = re.compile(r"v?(\d{1,6})\b")
_NO_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
_FOLDER: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,98}[A-Za-z0-9])?", re.ASCII)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """Which index it is."""

    version: str | None
    """The version of the package that it was made for; None if the file does not say."""
    day: datetime.date | None
    """The day of its release; None if nothing says it."""

    @property
    def release(self) -> int | None:
        """The number of its release."""
        found = _RELEASE.match(self.version or "")
        return None if found is None else int(found[1])

    def __str__(self) -> str:
        if self.release is None:
            return "of a release that it does not name"
        day = "" if self.day is None else f" of {self.day}"
        return f"of release {self.release}{day}"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class InFolder:
    """What a folder of a bucket holds."""

    series_instance_uid: str
    """The series."""
    releases: tuple[int, int] | None
    """The first and the last release that had this version of the series; None if it is the present one."""


class IndexRows:
    """Rows of a table, kept by columns."""

    def __init__(self, columns: Mapping[str, list[Any]]) -> None:
        self._columns = columns

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for values in zip(*self._columns.values(), strict=True):
            yield dict(zip(self._columns, values, strict=True))

    def row(self, place: int) -> dict[str, Any]:
        """Return one of them."""
        return {name: values[place] for name, values in self._columns.items()}

    def column(self, name: str) -> list[Any]:
        """Return a column; of a table without rows, any."""
        return self._columns.get(name, [])


class Index:
    """The index of a source: the installed one, or a newer file."""

    def __init__(self, name: str, buckets: Buckets, path: Path | None = None) -> None:
        """Find it.

        Args:
            name: what users call the source.
            buckets: what is known of it.
            path: the Parquet file with the series; None takes that of the installed package.

        Raises:
            InvalidParameterError: what reads it is not installed, or there is no such file, or it is none.
        """
        self.name = name
        """What users call the source."""
        self._buckets = buckets
        try:
            import pyarrow.parquet  # noqa: F401  # here, so that the advice comes before anything else is done
        except ModuleNotFoundError as error:
            raise self._not_installed() from error
        self._given = path
        self._path = path if path is not None else self._installed(buckets.index.series.file)
        self._check_columns()

    def look_up(
        self,
        keys: Collection[str],
        attributes: Mapping[str, str],
        computed: Mapping[Computed, str],
        *,
        by: str | None = None,
        ignores_case: bool = False,
        with_earlier: bool = False,
    ) -> Found:
        """Return what the index has of series.

        Args:
            keys: the UIDs of the series, or what they have in the column `by`.
            attributes: the columns to read, by the names that attributes are to have.
            computed: the names that other attributes are to have, by what they are made of.
            by: the column in which the keys stand; None for that of the UIDs.
            ignores_case: whether the keys are in the form that `str.casefold` gives them, and values are compared in it.
            with_earlier: whether a series that only earlier releases had comes in the last version that there was.

        Raises:
            InvalidParameterError: the file cannot be read to its end, has no such column, or there is none of earlier
                versions.
        """
        table = self._buckets.index.series
        own = [table.series, table.images, table.size, table.bucket, table.folder]
        own += [table.collection, table.license, table.doi]
        rows = self._rows(self.path, by or table.series, (*own, *attributes.values()), set(keys), ignores_case)
        found = Found(rows, self._buckets, self.collections, attributes, computed)
        if with_earlier:
            found.add_earlier(self._earlier(found.lacking(keys), attributes))
        return found

    def places(self, series_instance_uids: Collection[str]) -> dict[str, str]:
        """Return the bucket and the folder of series, with a slash between them, by their UIDs, as far as it has them.

        Raises:
            InvalidParameterError: the file cannot be read to its end.
        """
        table = self._buckets.index.series
        columns = (table.series, table.bucket, table.folder)
        places: dict[str, str] = {}
        for row in self._rows(self.path, table.series, columns, set(series_instance_uids)):
            place = _place(row[table.bucket], row[table.folder])
            if place is not None:
                places[row[table.series]] = place
        return places

    def series_in(self, folders: Collection[str]) -> dict[str, InFolder]:
        """Return which series folders hold, those of earlier versions among them, as far as it has them.

        Raises:
            InvalidParameterError: a file cannot be read to its end.
        """
        table, earlier = self._buckets.index.series, self._buckets.index.earlier
        found: dict[str, InFolder] = {}
        for row in self._rows(self.path, table.folder, (table.series, table.folder), set(folders)):
            found[row[table.folder]] = InFolder(series_instance_uid=row[table.series], releases=None)
        path = self._beside(earlier.file, may_be_missing=True)
        columns = (earlier.series, earlier.folder, earlier.first, earlier.last)
        for row in self._rows(path, earlier.folder, columns, set(folders) - found.keys()):
            folder, first, last = row[earlier.folder], int(row.get(earlier.first) or 0), int(row.get(earlier.last) or 0)
            known = found.get(folder)
            if known is not None and known.releases is not None:
                first, last = min(first, known.releases[0]), max(last, known.releases[1])
            found[folder] = InFolder(series_instance_uid=row[earlier.series], releases=(first, last))
        return found

    def _earlier(self, wanted: set[str], attributes: Mapping[str, str]) -> IndexRows:
        """Return the rows of earlier versions of series."""
        table = self._buckets.index.earlier
        columns = (table.series, table.size, table.bucket, table.folder, table.collection, table.first, table.last)
        return self._rows(self._beside(table.file), table.series, (*columns, *attributes.values()), wanted)

    def _beside(self, file: str, *, may_be_missing: bool = False) -> Path | None:
        """Return where another file of the index lies: beside the one that was given, or else in the package."""
        beside = None if self._given is None else self._given.with_name(file)
        is_there = beside is not None and beside.is_file()
        return beside if is_there else self._installed(file, may_be_missing=may_be_missing)

    def _rows(
        self, path: Path | None, key: str, columns: Iterable[str], wanted: set[str], ignores_case: bool = False
    ) -> IndexRows:
        """Return columns of the rows of series, those that there are. One is read after the other: all at once take 100 MB."""
        import pyarrow

        if path is None or not wanted:
            return IndexRows({})
        with self._open(path) as file:
            there = [column for column in dict.fromkeys(columns) if column in file.schema_arrow.names]
            if key not in there:
                raise self._without(path, [key])
            try:
                places = _places_of(_batches(file, key), wanted, ignores_case=ignores_case)
                return IndexRows({column: _values_at(places, _batches(file, column)) for column in there})
            except (OSError, UnicodeError, pyarrow.ArrowException) as error:
                raise self._unreadable(path, error) from error

    @functools.cached_property
    def path(self) -> Path:
        """The file with the series."""
        assert self._path is not None, "it was found"
        return self._path

    @functools.cached_property
    def columns(self) -> frozenset[str]:
        """The names of the columns of the table of series."""
        with self._open(self._path) as file:
            return frozenset(file.schema_arrow.names)

    @functools.cached_property
    def length(self) -> int:
        """How many rows the table of series has."""
        with self._open(self._path) as file:
            return file.metadata.num_rows

    def texts(self, column: str) -> pyarrow.DictionaryArray[Any, Any]:
        """Return a column of the table of series whose values are texts, each of which stands there once.

        Raises:
            InvalidParameterError: there is no such column, or it cannot be read.
        """
        import pyarrow
        import pyarrow.parquet

        if column not in self.columns:
            raise self._without(self._path, [column])
        try:
            with pyarrow.parquet.ParquetFile(
                self.path, buffer_size=_BUFFER, pre_buffer=False, read_dictionary=[column]
            ) as file:
                found: pyarrow.ChunkedArray[Any] = file.read([column], use_threads=False).column(0)
            if not pyarrow.types.is_dictionary(found.type):
                found = found.cast(pyarrow.string()).dictionary_encode()
            return cast("pyarrow.DictionaryArray[Any, Any]", found.unify_dictionaries().combine_chunks())
        except (OSError, UnicodeError, pyarrow.ArrowException) as error:
            raise self._unreadable(self._path, error) from error

    def parts(self, column: str) -> Iterator[pyarrow.Array[Any]]:
        """Hand out a column of the table of series as it is, some thousand rows at a time.

        Raises:
            InvalidParameterError: there is no such column, or it cannot be read.
        """
        import pyarrow

        if column not in self.columns:
            raise self._without(self._path, [column])
        try:
            with self._open(self._path) as file:
                yield from _batches(file, column)
        except (OSError, UnicodeError, pyarrow.ArrowException) as error:
            raise self._unreadable(self._path, error) from error

    @functools.cached_property
    def releases(self) -> Mapping[int, datetime.date]:
        """The days of the releases; nothing where no table says them."""
        named = self._names(self._buckets.index.releases)
        return {int(number): datetime.date.fromisoformat(day[:10]) for number, day in named.items()}

    @functools.cached_property
    def edition(self) -> Edition:
        """Which index it is."""
        key = self._buckets.index.version_key.encode()
        with self._open(self._path) as file:
            text = (file.schema_arrow.metadata or {}).get(key, b"").decode(errors="replace").strip()
        version = text.partition("-")[0] or None
        day = self._names(self._buckets.index.releases).get(str(Edition(version=version, day=None).release))
        try:
            return Edition(version=version, day=None if day is None else datetime.date.fromisoformat(day[:10]))
        except ValueError:
            return Edition(version=version, day=None)

    @functools.cached_property
    def collections(self) -> Mapping[str, str]:
        """The names of collections in full, by their short ones."""
        return self._names(self._buckets.index.collections)

    def _names(self, table: NameTable) -> dict[str, str]:
        """Return what keys mean, by a table that lies beside the file, or in the package; nothing without one."""
        path = self._beside(table.file, may_be_missing=True)
        if path is None:
            return {}
        with self._open(path) as file:
            if not {table.key, table.value} <= set(file.schema_arrow.names):
                return {}
            rows = file.read(columns=[table.key, table.value])
        pairs = zip(rows.column(table.key).to_pylist(), rows.column(table.value).to_pylist(), strict=True)
        return {str(key): str(value) for key, value in pairs if key is not None and value is not None}

    def _installed(self, file: str, *, may_be_missing: bool = False) -> Path | None:
        """Return where a file of the package lies, which is not imported: only its place is of use.

        Raises:
            InvalidParameterError: it is not installed, unless it may be missing.
        """
        import importlib.util

        spec = importlib.util.find_spec(self._buckets.index.module)
        folders = [] if spec is None else list(spec.submodule_search_locations or ())
        path = next((found for folder in folders if (found := Path(folder) / file).is_file()), None)
        if path is None and not may_be_missing:
            raise self._not_installed()
        return path

    def _open(self, path: Path | None) -> pyarrow.parquet.ParquetFile:
        import pyarrow
        import pyarrow.parquet

        assert path is not None, "it was found"
        try:
            return pyarrow.parquet.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
        except (OSError, UnicodeError, pyarrow.ArrowException) as error:
            raise self._unreadable(path, error) from error

    def _check_columns(self) -> None:
        table = self._buckets.index.series
        needed = (table.series, table.images, table.size, table.bucket, table.folder)
        with self._open(self._path) as file:
            names = set(file.schema_arrow.names)
        missing = [column for column in needed if column not in names]
        if missing:
            raise self._without(self._path, missing)

    def _without(self, path: Path | None, columns: Iterable[str]) -> InvalidParameterError:
        index = self._buckets.index
        return InvalidParameterError(
            f"{path} is no index of series of {self.name}: it has no column {', '.join(columns)}.",
            hint=f"give the file {index.series.file} of the package {index.package}",
        )

    def _unreadable(self, path: Path | None, error: Exception) -> InvalidParameterError:
        return InvalidParameterError(
            sentence(f"{path} cannot be read as the index of {self.name}: {error}"),
            hint=f"give a Parquet file such as {self._buckets.index.series.file}",
        )

    def _not_installed(self) -> InvalidParameterError:
        index = self._buckets.index
        return InvalidParameterError(
            f"{self.name} needs an index that says where each series is, and a reader of Parquet files; "
            "they are not installed.",
            hint=f"pip install 'nbia-client[{index.extra}]'; for an index in a file of yours 'nbia-client[arrow]' is enough",
        )


class Found:
    """What an index has of the series that were looked up; it hands out their UIDs, but for those of earlier versions."""

    def __init__(
        self,
        rows: IndexRows,
        buckets: Buckets,
        collections: Mapping[str, str],
        attributes: Mapping[str, str],
        computed: Mapping[Computed, str],
    ) -> None:
        self._rows = rows
        self._buckets = buckets
        self._collections = collections
        self._attributes = attributes
        self._computed = computed
        table = buckets.index.series
        self._places = {uid: place for place, uid in enumerate(rows.column(table.series))}
        self._earlier: dict[str, dict[str, Any]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def lacking(self, series_instance_uids: Iterable[str]) -> set[str]:
        """Return the series that the index does not have."""
        return {uid for uid in series_instance_uids if uid not in self._places}

    def add_earlier(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add earlier versions of series; the last one counts."""
        table = self._buckets.index.earlier
        for row in sorted(rows, key=lambda row: int(row[table.last] or 0)):
            self._earlier[row[table.series]] = row

    def announced(self, series_instance_uid: str) -> Announced | None:
        """Return how many images and bytes a series has; None if the index does not have it."""
        place = self._places.get(series_instance_uid)
        if place is None:
            row = self._earlier.get(series_instance_uid)
            return None if row is None else Announced(size=self._size(row[self._buckets.index.earlier.size]))
        table = self._buckets.index.series
        images, size = self._rows.column(table.images)[place], self._rows.column(table.size)[place]
        return Announced(images=whole_number(images), size=self._size(size))

    def _size(self, value: object) -> int | None:
        return whole_number(value, self._buckets.index.size_unit)

    def get(self, series_instance_uid: str) -> Offer | None:
        """Return what there is of a series; None if the index does not have it."""
        announced = self.announced(series_instance_uid)
        if announced is None:
            return None
        earlier = self._earlier.get(series_instance_uid)
        table = self._buckets.index.series if earlier is None else self._buckets.index.earlier
        row = self._rows.row(self._places[series_instance_uid]) if earlier is None else earlier
        attributes = {name: row.get(column) for name, column in self._attributes.items()}
        place = _place(row[table.bucket], row[table.folder])
        return Offer(
            announced=announced,
            attributes=attributes | self._compute(row, announced),
            version=None if place is None else str(row[table.folder]),
            location=place,
            note=None if earlier is None else self._note(earlier),
        )

    def _note(self, row: Mapping[str, Any]) -> str:
        """Say which releases had an earlier version."""
        table = self._buckets.index.earlier
        first, last = row[table.first], row[table.last]
        return f"no release after {last} has it; this version is that of releases {first} to {last}"

    def _compute(self, row: Mapping[str, Any], announced: Announced) -> dict[str, object]:
        """Return the attributes that are made of the columns."""
        table = self._buckets.index.series
        collection, license, doi = row.get(table.collection), row.get(table.license), row.get(table.doi)
        values: dict[Computed, object] = {
            "collection": self._collections.get(str(collection), collection),
            "license name": self._buckets.license_name(license),
            "license address": self._buckets.license_address(license),
            "data address": data_address(doi),
            "images": announced.images,
            "bytes": announced.size,
        }
        return {python: values[made_of] for made_of, python in self._computed.items()}


def bare_name(collection: str) -> str:
    """Return the letters and digits of a name of a collection, whose spellings differ in what is between them."""
    return _NO_LETTERS.sub("_", collection.lower())


def _place(bucket: object, folder: object) -> str | None:
    """Return a bucket and a folder with a slash between them; None if they are no such names."""
    is_place = _BUCKET.fullmatch(str(bucket or "")) and _FOLDER.fullmatch(str(folder or ""))
    return f"{bucket}/{folder}" if is_place else None


def _batches(file: pyarrow.parquet.ParquetFile, column: str) -> Iterator[pyarrow.Array[Any]]:
    """Hand out a column of a Parquet file, some thousand rows at a time; give back the memory that it took."""
    import pyarrow

    try:
        yield from (batch.column(0) for batch in file.iter_batches(_ROWS, columns=[column], use_threads=False))
    finally:
        pyarrow.default_memory_pool().release_unused()


def _places_of(batches: Iterable[pyarrow.Array[Any]], wanted: set[str], *, ignores_case: bool) -> list[int]:
    """Return the numbers of the rows whose keys are wanted, in their order."""
    values: Iterable[Any] = itertools.chain.from_iterable(batch.to_pylist() for batch in batches)
    if ignores_case:
        values = (str(value).casefold() for value in values)
    return [place for place, value in enumerate(values) if value in wanted]


def _values_at(places: Sequence[int], batches: Iterable[pyarrow.Array[Any]]) -> list[Any]:
    """Return what a column has in some rows; equal values are there once."""
    import pyarrow

    values: list[Any] = []
    known: dict[Any, Any] = {}
    start = 0
    for batch in batches:
        if len(values) == len(places):
            break
        end = bisect.bisect_left(places, start + len(batch), len(values))
        here = [place - start for place in places[len(values) : end]]
        if _MANY * len(here) > len(batch):
            converted = batch.to_pylist()
            picked = [converted[place] for place in here]
        else:
            picked = [batch[place].as_py() for place in here]
        values += picked if pyarrow.types.is_nested(batch.type) else map(known.setdefault, picked, picked)
        start += len(batch)
    return values


def whole_number(value: object, unit: int = 1) -> int | None:
    """Return a number above 0 in whole units; None for what is none, or larger than any series."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value * unit <= LARGEST:
        return None
    return round(value * unit)
