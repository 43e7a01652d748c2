"""Turns what a caller wants to download into series."""

from __future__ import annotations

import dataclasses
import datetime
import math
import os
import re
from collections.abc import AsyncIterable, Awaitable, Iterable, Iterator, Mapping, Sized
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

import msgspec

from nbia_core.checks import check_uid
from nbia_core.download.model import Attributes
from nbia_core.errors import InvalidParameterError
from nbia_core.records.record import Record, fields_of
from nbia_core.text import shortened

from .manifest import Manifest, SkippedLine, read_manifest
from .manifest_tables import UID_COLUMNS, is_uid, normalized

_UID: Final = "series_instance_uid"
_WHOLE_NUMBER: Final = re.compile(r"\s*([+-]?[0-9]{1,18})(?:\.0*)?\s*")
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


class Table(Protocol):
    """A DataFrame of pandas or polars."""

    @property
    def columns(self) -> Any:
        """The names of its columns."""

    def __len__(self) -> int: ...


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
        self.total: int | None = None
        """How many series there are, each counted once; None if that shows only when all were handed out."""
        self.duplicates = 0
        """How many items named a series that an earlier one had named, as far as they were looked at."""
        self._names = _Names(record_type)
        self._items = self._open(what)
        is_lazy = isinstance(what, Iterator) or not isinstance(what, Sized)
        if not is_lazy or isinstance(self._items, list):
            self._check()

    def __iter__(self) -> Iterator[Wanted | Unusable]:
        seen: set[str] = set()
        is_checked = self.total is not None
        has_each_once = is_checked and not self.duplicates
        for place, item in enumerate(self._items):
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
            yield Wanted(series_instance_uid=uid, attributes=self._names.attributes(item))

    def _open(self, what: object) -> Iterable[object]:
        """Return the items of what is wanted: one after the other, and again if it is iterated again."""
        if isinstance(what, Manifest):
            return list(what.series if what.rows is None else what.rows)
        if isinstance(what, str | Record):
            return [what]
        if isinstance(what, Mapping):
            if not any(self._names.python(name) == _UID for name in what):
                raise _refused(what, "is a dictionary without the key SeriesInstanceUID")
            return [what]
        if (hasattr(what, "itertuples") or hasattr(what, "iter_rows")) and hasattr(what, "columns"):
            return _Rows(what, self._names)
        if isinstance(what, bytes | bytearray | memoryview):
            raise _refused(what, "is bytes, not text")
        if isinstance(what, AsyncIterable | Awaitable):
            raise _refused(what, "is asynchronous", "collect it first: [record async for record in ...], or await it")
        if hasattr(what, "read"):
            raise _refused(what, "is an open file", "give its path")
        if not isinstance(what, Iterable):
            raise _refused(what, f"is {type(what).__name__}, which is nothing that can be downloaded")
        return what

    def _check(self) -> None:
        seen = set()
        count = 0
        for place, item in enumerate(self._items):
            seen.add(self._uid(item, place))
            count += 1
        self.total = len(seen)
        self.duplicates = count - len(seen)

    def _uid(self, item: object, place: int) -> str:
        """Return the UID of an item, or refuse it by its place."""
        uid = item
        if isinstance(item, Record):
            uid = getattr(item, _UID, None)
        elif isinstance(item, Mapping):
            values = (_plain(value) for name, value in item.items() if self._names.python(name) == _UID)
            uid = next((value for value in values if value is not None), None)
        if isinstance(uid, str):
            return check_uid(f"what[{place}]", str(uid.strip()))
        kind = f"{type(item).__name__} record" if isinstance(item, Record) else type(item).__name__
        raise InvalidParameterError(
            f"what[{place}], counted from 0, names no series: it is {_shown(item)} ({kind}).", hint=_HINT
        )


class _Rows:
    """The rows of a DataFrame as dictionaries, made one by one."""

    def __init__(self, table: Any, names: _Names) -> None:
        self._table = table
        self._columns = [str(name) for name in table.columns]
        if not any(names.python(name) == _UID for name in self._columns):
            raise InvalidParameterError(
                f"The table has no column SeriesInstanceUID; it has {', '.join(self._columns) or 'none'}.",
                hint="rename the column; if it is the index, use reset_index()",
            )

    def __iter__(self) -> Iterator[dict[str, object]]:
        table = self._table
        rows = table.iter_rows() if hasattr(table, "iter_rows") else table.itertuples(index=False, name=None)
        return (dict(zip(self._columns, row, strict=True)) for row in rows)


class _Names:
    """The Python names of attributes, however they are spelled."""

    def __init__(self, record_type: type[Record]) -> None:
        related = [kind for kind in Record.__subclasses__() if kind.__module__ == record_type.__module__]
        fields = [
            field
            for kind in (record_type, *related)
            if any(field.python == _UID for field in fields_of(kind))
            for field in fields_of(kind)
        ]
        self._known: dict[str, str] = dict.fromkeys(UID_COLUMNS, _UID)
        for field in fields:
            self._known.setdefault(normalized(field.python), field.python)
            self._known.setdefault(normalized(field.wire), field.python)
        self._numbers = frozenset(field.python for field in fields if field.expected == "int")
        self._met: dict[object, str] = {}

    def python(self, name: object) -> str:
        """Return the Python name of an attribute; one that is not known keeps its own."""
        if name not in self._met:
            self._met[name] = self._known.get(normalized(str(name)), str(name))
        return self._met[name]

    def attributes(self, item: object) -> dict[str, object]:
        """Return what an item says of a series, by Python name. If two keys mean the same, the first value counts."""
        values: dict[str, object] = {}
        if isinstance(item, Record):
            values = msgspec.structs.asdict(item)
        elif isinstance(item, Mapping):
            for key, value in item.items():
                name = self.python(key)
                if values.get(name) is None:
                    values[name] = _plain(value)
        values.pop(_UID, None)
        for name in self._numbers & values.keys():
            number = _whole_number(values[name])
            if number is None and values[name] is not None:
                del values[name]  # better not known than wrong: the service can be asked
            else:
                values[name] = number
        return values


def _whole_number(value: object) -> int | None:
    """Return a whole number that may be written as text or with decimals; None for anything else."""
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    match = _WHOLE_NUMBER.fullmatch(str(value)) if isinstance(value, str | float) else None
    return int(match[1]) if match else None


def _plain(value: object) -> object:
    """Return a value of pandas, polars or numpy as one of Python; None for what is missing there, and for empty text."""
    if isinstance(value, str):
        return str(value) or None
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if callable(to_datetime := getattr(value, "to_pydatetime", None)):
        value = to_datetime()
    elif callable(to_scalar := getattr(value, "item", None)):
        value = to_scalar()
    if isinstance(value, float) and math.isnan(value):
        return None
    return value if isinstance(value, bool | int | float | datetime.date) else str(value)


def _read_file(path: str | os.PathLike[str]) -> Manifest:
    if isinstance(path, str) and not _is_there(path):
        raise InvalidParameterError(
            f"what={_shown(path)!r} is neither a Series Instance UID nor a file that is there.",
            hint="check the path; give several UIDs as a list",
        )
    return read_manifest(path)


def _is_there(path: str) -> bool:
    try:
        return bool(path) and Path(path).exists()
    except OSError:  # a name that is too long
        return False


def _shown(item: object) -> str:
    return shortened(item if isinstance(item, str) else repr(item), _LONGEST_SHOWN)


def _refused(what: object, reason: str, hint: str = _HINT) -> InvalidParameterError:
    return InvalidParameterError(f"what={_shown(what)} {reason}.", hint=hint)
