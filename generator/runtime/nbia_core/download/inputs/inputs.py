"""Turns what a caller wants to download into series."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import AsyncIterable, Awaitable, Iterable, Iterator, Mapping, Sequence, Sized
from itertools import chain
from pathlib import Path
from typing import Final, TypeAlias

from nbia_core.checks import check_uid, is_uid
from nbia_core.download.model import Attributes
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path
from nbia_core.records.record import Record
from nbia_core.text import shortened

from .data_frames import DataFrameColumns, Table, is_data_frame
from .headings import SERIES
from .manifest import Manifest, SkippedLine, read_manifest
from .values import Reader, plain

_HINT: Final = (
    "give series UIDs or records, one or many; a DataFrame with a SeriesInstanceUID column; or the path of a manifest"
)
_LONGEST_SHOWN: Final = 100


class SeriesList(list[Mapping[str, object]]):
    """Series that were read from files, when more was done with them before the download."""

    def __init__(self, series: Iterable[Mapping[str, object]], sources: tuple[Path, ...]) -> None:
        super().__init__(series)
        self.sources = sources
        """The files."""


Downloadable: TypeAlias = (
    str | os.PathLike[str] | Record | Manifest | Table | Iterable[str | Record | Mapping[str, object]]
)
"""What can be downloaded: a Series Instance UID, the path of a manifest or table, a record of a series, a manifest that was
read, a DataFrame with a SeriesInstanceUID column, or any iterable of UIDs, records and dictionaries with such a key."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A series to download."""

    series_instance_uid: str
    """The series."""
    attributes: Attributes
    """What the caller knows of it besides."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Unusable:
    """An item that names no series."""

    text: str
    """What it is, shortened."""
    reason: str
    """Why it is no series."""


class Inputs:
    """The series that a caller wants, each once.

    What has a length is checked to the last item before the first is handed out, and can be gone through again. Other
    iterables are consumed item by item; an item of theirs that names no series comes out as Unusable.
    """

    def __init__(self, what: object, record_type: type[Record]) -> None:
        """Look at what is wanted.

        Args:
            what: a Downloadable.
            record_type: the record class to which the names of attributes belong.

        Raises:
            InvalidParameterError: this is nothing that can be downloaded, or an item of it is not.
        """
        if isinstance(what, str | os.PathLike) and not (isinstance(what, str) and is_uid(what.strip())):
            what = _read_file(what)
        self.skipped: tuple[SkippedLine, ...] = what.skipped if isinstance(what, Manifest) else ()
        """Lines of a manifest or table that were skipped, those that name a series again among them."""
        self.sources: tuple[Path, ...] = what.sources if isinstance(what, Manifest | SeriesList) else ()
        """The files that name the series."""
        self.server_url = what.server_url if isinstance(what, Manifest) else None
        """The server that a manifest names; None if there is none."""
        self.total: int | None = None
        """How many series there are, each counted once; None if that shows only when all were handed out."""
        self.duplicates = 0
        """How many items named a series that an earlier one had named, as far as they were looked at."""
        self._checked: list[str] = []
        self._reader = Reader(record_type)
        self._items = self._open(what)
        is_lazy = isinstance(what, Iterator) or not isinstance(what, Sized)
        if not is_lazy or isinstance(self._items, list):
            self._check()

    def __iter__(self) -> Iterator[Wanted | Unusable]:
        if isinstance(self._items, DataFrameColumns) and not self.duplicates:
            for uid, known in zip(self._checked, self._items.rows(), strict=True):
                yield Wanted(series_instance_uid=uid, attributes=known)
            return
        seen: set[str] = set()
        is_checked = self.total is not None
        has_each_once = is_checked and not self.duplicates
        for place, (item, attributes) in enumerate(self._with_attributes()):
            try:
                uid = self._uid(item, place)
            except InvalidParameterError as error:
                yield Unusable(text=_shown(item), reason=error.message)
                continue
            if not has_each_once:
                if uid in seen:
                    self.duplicates += 0 if is_checked else 1
                    continue
                seen.add(uid)
            known = self._reader.attributes(item) if attributes is None else attributes
            yield Wanted(series_instance_uid=uid, attributes=known)

    @property
    def columns(self) -> DataFrameColumns | None:
        """The columns of a DataFrame, or of dictionaries that have the UIDs under one key and say more than them."""
        if isinstance(self._items, DataFrameColumns):
            return self._items
        if not isinstance(self._items, list) or set(map(type, self._items)) != {dict}:
            return None
        series = [key for key in dict.fromkeys(chain.from_iterable(self._items)) if self._reader.python(key) == SERIES]
        is_table = len(series) == 1 and min(map(len, self._items)) > 1
        return DataFrameColumns(self._items, self._reader) if is_table else None

    def first_places(self) -> Sequence[int]:
        """Return the places of the items that name a series first, for what was checked to the last item."""
        places: dict[str, int] = {}
        for place, item in enumerate(self._uids()):
            places.setdefault(self._uid(item, place), place)
        return list(places.values())

    def _uids(self) -> Iterable[object]:
        """Return the items, those of a DataFrame without their attributes."""
        return self._items.uids if isinstance(self._items, DataFrameColumns) else map(self._item, self._items)

    def _with_attributes(self) -> Iterator[tuple[object, dict[str, object] | None]]:
        """Hand out the items, those of a DataFrame as a UID and their attributes."""
        if isinstance(self._items, DataFrameColumns):
            return zip(self._items.uids, self._items.rows(), strict=True)
        return ((self._item(item), None) for item in self._items)

    def _item(self, item: object) -> object:
        return item if isinstance(item, str | Record | Mapping) else _as_dictionary(item, self._reader)

    def _open(self, what: object) -> Iterable[object] | DataFrameColumns:
        """Return the items of what is wanted: one after the other, and again if it is iterated again."""
        if isinstance(what, Manifest):
            return list(what.series if what.rows is None else what.rows)
        if is_data_frame(what):
            return DataFrameColumns(what, self._reader)
        what = _as_dictionary(what, self._reader)
        if isinstance(what, str | Record):
            return [what]
        if isinstance(what, Mapping):
            if not any(self._reader.python(name) == SERIES for name in what):
                lack = f"what={_shown(what)} is a dictionary without the key SeriesInstanceUID"
                raise self._reader.headings.refusal(what, lack)
            return [what]
        if isinstance(what, bytes | bytearray | memoryview):
            raise _refused(what, "is bytes, not text")
        if isinstance(what, AsyncIterable | Awaitable):
            raise _refused(what, "is asynchronous", "collect it first: [record async for record in ...], or await it")
        if hasattr(what, "read"):
            raise _refused(what, "is an open file", "give its path")
        if not isinstance(what, Iterable):
            raise _refused(what, f"is {type(what).__name__}, which is nothing that can be downloaded")
        name = getattr(what, "name", None)  # the heading of a column of pandas or polars
        if isinstance(name, str) and self._reader.headings.is_other_attribute(name):
            raise self._reader.headings.refusal([name], "what is a column with another heading than SeriesInstanceUID")
        return what

    def _check(self) -> None:
        uids = [self._uid(item, place) for place, item in enumerate(self._uids())]
        self.total = len(set(uids))
        self.duplicates = len(uids) - self.total
        if isinstance(self._items, DataFrameColumns):
            self._checked = uids

    def _uid(self, item: object, place: int) -> str:
        """Return the UID of an item, or refuse it by its place."""
        if isinstance(item, str) and is_uid(item):
            return item if type(item) is str else str(item)
        uid = item
        if isinstance(item, Record):
            uid = getattr(item, SERIES, None)
        elif isinstance(item, Mapping):
            values = (plain(value) for name, value in item.items() if self._reader.python(name) == SERIES)
            uid = next((value for value in values if value is not None), None)
        if isinstance(uid, str):
            return check_uid(f"what[{place}]", str(uid.strip()))
        kind = f"{type(item).__name__} record" if isinstance(item, Record) else type(item).__name__
        raise InvalidParameterError(
            f"what[{place}], counted from 0, names no series: it is {_shown(item)} ({kind}).", hint=_HINT
        )


def _as_dictionary(what: object, reader: Reader) -> object:
    """Return a row of a DataFrame as a dictionary; anything else stays what it is.

    A row is a Series of pandas whose index has the names of the columns, or a named tuple of `itertuples`.
    """
    as_dict = getattr(what, "_asdict", None)
    if isinstance(what, tuple) and callable(as_dict):
        return as_dict()
    to_dict, labels = getattr(what, "to_dict", None), getattr(what, "index", None)
    if callable(to_dict) and isinstance(labels, Iterable) and any(map(reader.headings.python, labels)):
        return to_dict()
    return what


def _read_file(path: str | os.PathLike[str]) -> Manifest:
    if isinstance(path, str) and not _is_there(path):
        raise InvalidParameterError(
            f"what={_shown(path)!r} is neither a Series Instance UID nor a file that is there.",
            hint="check the path; give several UIDs as a list",
        )
    return read_manifest(path)


def _is_there(path: str) -> bool:
    try:
        return bool(path) and as_path(path).exists()
    except (OSError, InvalidParameterError):  # a name that is too long, or has what names cannot have
        return False


def _shown(item: object) -> str:
    return shortened(item if isinstance(item, str) else repr(item), _LONGEST_SHOWN)


def _refused(what: object, reason: str, hint: str = _HINT) -> InvalidParameterError:
    return InvalidParameterError(f"what={_shown(what)} {reason}.", hint=hint)
