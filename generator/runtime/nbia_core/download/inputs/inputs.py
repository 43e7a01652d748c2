"""Turns what a caller wants to download into series."""

from __future__ import annotations

import dataclasses
import os
import typing
from collections.abc import AsyncIterable, Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence, Sized
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec

from nbia_core.checks import are_uids, check_uid, is_uid
from nbia_core.download.model import Attributes
from nbia_core.errors import InvalidParameterError, NbiaError
from nbia_core.records.record import Record
from nbia_core.text import shortened

from .data_frames import DataFrameColumns, Table, is_data_frame, read_groups
from .groups import Group, group_of, resolution
from .headings import PATIENT, SERIES, STUDY
from .manifest import Manifest, SkippedLine, check_lists_series, is_address, items_of, read_manifest
from .place import place_of
from .shard import Shard
from .values import Reader, plain

_HINT: Final = (
    "give series UIDs, or records of series, studies or patients, one or many; a DataFrame or Arrow table with a column "
    "SeriesInstanceUID, StudyInstanceUID or PatientID; or the path or address of a manifest"
)
_LONGEST_SHOWN: Final = 100


Downloadable: TypeAlias = (
    str | os.PathLike[str] | Record | Manifest | Table | Iterable[str | Record | Mapping[str, object] | Group]
)
"""What can be downloaded: a Series Instance UID, the path or address of a manifest or table, a record of a series, a study or
a patient, a manifest that was read, a DataFrame or Arrow table with a column that names one of these, or any iterable of UIDs,
records and dictionaries with such a key."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
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
    concerns_all_parts: bool = False
    """Whether each part of a list may lack series because of it."""


class SeriesList(list[str | Record | Mapping[str, object] | Group]):
    """What was gathered for a download, with what is to be known of it besides."""

    def __init__(
        self,
        items: Iterable[str | Record | Mapping[str, object] | Group],
        *,
        sources: tuple[Path, ...] = (),
        skipped: tuple[SkippedLine, ...] = (),
        server_url: str | None = None,
        missing: tuple[Unusable, ...] = (),
    ) -> None:
        super().__init__(items)
        self.sources = sources
        """The files that name the items."""
        self.skipped = skipped
        """The lines of these that were skipped."""
        self.server_url = server_url
        """The server that all of them name."""
        self.missing = missing
        """What was wanted besides and is nowhere."""


class Inputs:
    """The series that a caller wants, each once.

    What has a length is checked to the last item before the first is handed out, and can be gone through again. Other
    iterables are consumed item by item; an item of theirs that names no series comes out as Unusable.

    Where studies and patients are wanted, `resolve` comes before that. One that has no series comes out as Unusable, too.
    """

    def __init__(
        self,
        what: object,
        record_type: type[Record],
        *,
        takes_groups: bool = False,
        limit: int | None = None,
        shard: Shard | None = None,
        index: str | os.PathLike[str] | None = None,
    ) -> None:
        """Look at what is wanted.

        Args:
            what: a Downloadable.
            record_type: the record class to which the names of attributes belong.
            takes_groups: whether studies and patients are understood; otherwise they are refused.
            limit: how many series are handed out at most, the first ones; None for all.
            shard: the part of the series that is handed out; None for all. What names no series is in a part by its text,
                so that it is told once.
            index: the index that says which series the folders in a manifest of IDC are; None for the installed one.

        Raises:
            InvalidParameterError: this is nothing that can be downloaded, or an item of it is not.
        """
        if isinstance(what, str | os.PathLike) and not (isinstance(what, str) and is_uid(what.strip())):
            what = _read_file(what, index)
        if isinstance(what, Manifest) and not takes_groups:
            check_lists_series(what)
        self.skipped: tuple[SkippedLine, ...] = what.skipped if isinstance(what, Manifest | SeriesList) else ()
        """Lines of a manifest or table that were skipped, those that name a series again among them."""
        self.sources: tuple[Path, ...] = what.sources if isinstance(what, Manifest | SeriesList) else ()
        """The files that name the series."""
        self.server_url = what.server_url if isinstance(what, Manifest | SeriesList) else None
        """The server that a manifest names; None if there is none."""
        self.may_name_studies = takes_groups and isinstance(what, Manifest | SeriesList)
        """Whether UIDs that stand for series may be those of studies: lists that other programs wrote do not always tell."""
        self.total: int | None = None
        """How many series there are, each counted once; None if that shows only when all were handed out."""
        self.duplicates = 0
        """How many items named a series that an earlier one had named, as far as they were looked at."""
        self.groups: tuple[Group, ...] = ()
        """The studies and patients among what was checked, each once."""
        self._takes_groups = takes_groups
        self._limit = limit
        self._shard = shard
        self._missing = what.missing if isinstance(what, SeriesList) else ()
        self._found: dict[Group, Sequence[Record]] = {}
        self._ask: Callable[[Group], Sequence[Record]] | None = None
        self._levels: dict[tuple[object, ...], str | None] = {}
        self._checked: list[str | Group] = []
        self._reader = Reader(record_type)
        self._items = self._open(what)
        self.is_lazy = not isinstance(self._items, list) and (isinstance(what, Iterator) or not isinstance(what, Sized))
        """Whether it shows only item by item what is wanted."""
        if not self.is_lazy:
            self._check()

    def __iter__(self) -> Iterator[Wanted | Unusable]:
        return self._part(None)

    def with_attributes(self, names: Collection[str]) -> Iterator[Wanted | Unusable]:
        """Hand out the same as iteration does, with these attributes alone where reading fewer takes less time."""
        return self._part(names)

    def _part(self, names: Collection[str] | None) -> Iterator[Wanted | Unusable]:
        items = self._all(names)
        return islice(items if self._shard is None else filter(self._takes, items), self._limit)

    def _takes(self, item: Wanted | Unusable) -> bool:
        if isinstance(item, Wanted):
            return self.takes(item.series_instance_uid)
        return item.concerns_all_parts or self.takes(item.text)

    def takes(self, name: str) -> bool:
        """Whether a UID, or the text of what names no series, is in the part that is handed out."""
        return self._shard is None or self._shard.has(name)

    def _all(self, names: Collection[str] | None) -> Iterator[Wanted | Unusable]:
        seen: set[str | Group] = set()
        is_checked = self.total is not None
        if is_checked and not self.duplicates and not self.groups:
            uids = typing.cast("list[str]", self._checked)
            for uid, known in zip(uids, self._attributes(names), strict=True):
                yield Wanted(series_instance_uid=uid, attributes=known)
            yield from self._missing
            return
        is_table = isinstance(self._items, DataFrameColumns)
        for named, item in self._named_items(names):
            if isinstance(named, Unusable):
                yield named
                continue
            if named in seen:
                self.duplicates += 0 if is_checked else 1
                continue
            seen.add(named)
            if isinstance(named, Group):
                for found in self._members(named):
                    if isinstance(found, Wanted) and found.series_instance_uid in seen:
                        self.duplicates += 0 if is_checked else 1
                    else:
                        seen.add(found.series_instance_uid if isinstance(found, Wanted) else found.text)
                        yield found
                continue
            known = item if is_table else self._reader.attributes(self._item(item), names)
            yield Wanted(series_instance_uid=named, attributes=known)
        yield from self._missing

    def _attributes(self, names: Collection[str] | None) -> Iterable[Attributes]:
        """Hand out what each item says of its series, if all of them name series."""
        if isinstance(self._items, DataFrameColumns):
            return self._items.rows(names)
        return (self._reader.attributes(self._item(item), names) for item in self._items)

    def _named_items(self, names: Collection[str] | None) -> Iterator[tuple[str | Group | Unusable, Any]]:
        """Hand out what each item names, with the item, or with what a row of a DataFrame says."""
        if isinstance(self._items, DataFrameColumns):
            yield from zip(self._checked, self._items.rows(names), strict=True)
        elif not self.is_lazy:
            yield from zip(self._checked, self._items, strict=True)
        else:
            for place, item in enumerate(map(self._item, self._items)):
                try:
                    named: str | Group | Unusable = self._named(item, place)
                except InvalidParameterError as error:
                    named = Unusable(text=_shown(item), reason=error.message)
                yield named, item

    def _members(self, group: Group) -> Iterator[Wanted | Unusable]:
        """Hand out the series of a study or patient; the service is asked if that was not done before."""
        if group not in self._found:
            assert self._ask is not None, "`resolve` was called"
            try:
                self._found[group] = self._ask(group)
            except NbiaError as error:
                reason = f"Nobody knows which series it has: {error.message}"
                yield Unusable(text=str(group), reason=reason, concerns_all_parts=True)
                return
        rows = self._found[group]
        if not rows:
            yield Unusable(text=str(group), reason=f"The service has no series of {group}.")
        yield from members(rows, self._reader)

    def resolve(self, found: Mapping[Group, Sequence[Record]], ask: Callable[[Group], Sequence[Record]]) -> None:
        """Take the series of studies and patients. To be called before the first series is handed out.

        Args:
            found: the series of those in `groups` for which they are known already.
            ask: returns the series of another one. If it raises an NbiaError, that one comes out as Unusable.
        """
        self._found.update(found)
        self._ask = ask
        if self.groups:
            self.total = sum(1 for _ in self.with_attributes(()))

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say of the part that was taken, and of the studies and patients whose series are known by now."""
        series = "" if self.total is None else f": {self.total:,} series"
        part = () if self._shard is None else (f"part {self._shard} of what was asked for{series}",)
        return (*part, *resolution(self._found))

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
        places: dict[str | Group, int] = {}
        for place, named in enumerate(self._checked):
            places.setdefault(named, place)
        return list(places.values())

    def _item(self, item: object) -> object:
        return item if isinstance(item, str | Record | Mapping) else _as_dictionary(item, self._reader)

    def _open(self, what: object) -> Iterable[object] | DataFrameColumns:
        """Return the items of what is wanted: one after the other, and again if it is iterated again."""
        if isinstance(what, Manifest):
            return items_of(what)
        if is_data_frame(what):
            groups = read_groups(what, self._reader) if self._takes_groups else None
            return DataFrameColumns(what, self._reader) if groups is None else groups
        what = _as_dictionary(what, self._reader)
        if isinstance(what, str | Record):
            return [what]
        if isinstance(what, Mapping):
            if self._level(what) is None:
                lack = f"what={_shown(what)} is a dictionary without the key SeriesInstanceUID"
                raise self._reader.headings.refusal(what, lack)
            return [what]
        if isinstance(what, bytes | bytearray | memoryview):
            raise _refused(what, "is bytes, not text")
        if isinstance(what, AsyncIterable | Awaitable):
            raise _refused(what, "is asynchronous", "collect it first: [record async for record in ...], or await it")
        if hasattr(what, "collect"):
            raise _refused(
                what, f"is {type(what).__name__}, whose rows are not there yet", "give what its collect() returns"
            )
        if hasattr(what, "read"):
            raise _refused(what, "is an open file", "give its path")
        if not isinstance(what, Iterable):
            raise _refused(what, f"is {type(what).__name__}, which is nothing that can be downloaded")
        name = getattr(what, "name", None)  # the heading of a column of pandas or polars
        if isinstance(name, str) and self._reader.headings.is_other_attribute(name):
            level = self._reader.python(name)
            if self._takes_groups and level in (STUDY, PATIENT):
                return [group_of({level: value}, level, place) for place, value in enumerate(what)]
            raise self._reader.headings.refusal([name], "what is a column with another heading than SeriesInstanceUID")
        return what

    def _check(self) -> None:
        if isinstance(self._items, DataFrameColumns):
            items: Sequence[object] = self._items.uids
        else:
            self._items = items = list(self._items)  # the caller may go on to change his own
        table = self.columns if _have_the_same_keys(items) else None
        uids = _valid_uids(items if table is None else table.uids)
        if table is not None and uids is not None:
            self._items = table
        if uids is None:
            named = [self._named(self._item(item), place) for place, item in enumerate(items)]
            self.groups = tuple(dict.fromkeys(each for each in named if isinstance(each, Group)))
        self._checked = named if uids is None else [*uids]
        if self.groups:
            return  # how many series there are shows when those of the groups are known
        taken = self._checked if self._shard is None else [uid for uid in self._checked if self.takes(str(uid))]
        number = len(set(taken))
        self.duplicates = len(taken) - number
        number += sum(self.takes(lack.text) for lack in self._missing)
        self.total = number if self._limit is None else min(number, self._limit)

    def _named(self, item: object, place: int) -> str | Group:
        """Return what an item names, or refuse it by its place."""
        if isinstance(item, Group):
            return item
        if self._takes_groups and not isinstance(item, str):
            level = self._level(item)
            if level in (STUDY, PATIENT):
                return group_of(self._reader.values(item), level, place)
        return self._uid(item, place)

    def _level(self, item: object) -> str | None:
        """Return the attribute that names what an item is about: SERIES, STUDY or PATIENT; None if there is none."""
        if isinstance(item, Record):
            names: tuple[object, ...] = type(item).__struct_fields__
        elif isinstance(item, Mapping):
            names = tuple(item)
        else:
            return None
        if names not in self._levels:
            self._levels[names] = self._level_of(names)
        return self._levels[names]

    def _level_of(self, names: tuple[object, ...]) -> str | None:
        if any(self._reader.python(name) == SERIES for name in names):
            return SERIES
        if not self._takes_groups:
            return None
        try:
            return self._reader.headings.naming_column(names, "The item")[0]
        except InvalidParameterError:
            return None

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


def _valid_uids(items: Sequence[object]) -> Sequence[str] | None:
    """Return what items name if they are plain UIDs, or records of series, and all in order; None if one must be looked at."""
    kinds = set(map(type, items))
    kind = kinds.pop() if len(kinds) == 1 else object
    if issubclass(kind, Record) and SERIES in kind.__struct_fields__:
        items = list(map(attrgetter(SERIES), items))
    uids = typing.cast("Sequence[str]", items)
    return uids if {str}.issuperset(map(type, items)) and are_uids(uids) else None


def _have_the_same_keys(items: Sequence[Any]) -> bool:
    """Whether items are dictionaries that tell the same of all series: what one lacks is not known, and not nothing."""
    return set(map(type, items)) == {dict} and all(item.keys() == items[0].keys() for item in items)


def members(rows: Iterable[Record], reader: Reader) -> Iterator[Wanted]:
    """Hand out the series that the service says a study or patient has."""
    for row in rows:
        uid = getattr(row, SERIES, None)
        if isinstance(uid, str) and is_uid(uid):
            yield Wanted(series_instance_uid=uid, attributes=reader.attributes(row))


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


def _read_file(path: str | os.PathLike[str], index: str | os.PathLike[str] | None) -> Manifest:
    if isinstance(path, str) and not is_address(path) and place_of(path) is None:
        raise InvalidParameterError(
            f"what={_shown(path)!r} is neither a Series Instance UID nor a file that is there.",
            hint="check the path; give several UIDs as a list",
        )
    return read_manifest(path, index=index)


def _shown(item: object) -> str:
    return shortened(item if isinstance(item, str) else repr(item), _LONGEST_SHOWN)


def _refused(what: object, reason: str, hint: str = _HINT) -> InvalidParameterError:
    return InvalidParameterError(f"what={_shown(what)} {reason}.", hint=hint)
