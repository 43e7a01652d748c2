"""Groups records by what they have in common, and counts series, images and bytes of each group."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Final, TypeAlias

Columns: TypeAlias = Mapping[str, list[object]]
"""The values of attributes, by their Python names; of each record one."""

# Different records call the same thing differently.
_IMAGES: Final = ("image_count", "object_count")
_SIZES: Final = ("file_size", "total_size_in_bytes")
_DATES: Final = ("study_date", "series_date")
COUNTED: Final = frozenset(
    {*_IMAGES, *_SIZES, *_DATES, "collection", "modality", "patient_id", "study_instance_uid", "series_instance_uid"}
)
"""The attributes that are looked at."""
_SMALLEST: Final = 2
"""The power of ten up to which all sizes are one group: those below 1 kB."""
_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SummaryGroup:
    """The records that have one value in common, such as one modality."""

    value: str | None
    """The value as the server sent it, in its case of letters; None for records that have none."""
    records: int
    """Number of records."""
    series: int | None
    """Number of series; None if the records name no series."""
    images: int | None
    """Number of their images; None if the records do not tell."""
    size: int | None
    """Bytes of their images, as far as the server knows; None if the records do not tell."""


class Grouper:
    """Counts what records describe, all together and in groups. A series that several records name is counted once."""

    def __init__(self, columns: Columns, count: int) -> None:
        self._columns = columns
        self._count = count
        series = columns.get("series_instance_uid")
        self._is_first = None if series is None else _first_ones(series)
        self._images = self._numbers(_IMAGES)
        self._sizes = self._numbers(_SIZES)
        self.days = _days(columns)
        """The day of the study of each record, or of the series where the study has none; None where nothing tells."""

    def total(self) -> SummaryGroup:
        """Return all records as one group."""
        return self._group(None, range(self._count))

    @property
    def unsized(self) -> int | None:
        """Number of series whose size is not known; None if the records do not tell sizes."""
        return None if self._sizes is None else self._sizes.count(None)

    def count(self, name: str, within: str | None = None) -> int | None:
        """Count the different values of an attribute, those that are missing left out."""
        values = self._columns.get(name)
        if values is None:
            return None
        owners = self._columns.get(within or "", [None] * len(values))
        return len({(str(owner), str(value)) for owner, value in zip(owners, values, strict=True) if value is not None})

    def by_value(self, name: str) -> tuple[SummaryGroup, ...]:
        """Return a group for each value of an attribute, the largest first."""
        groups = self._groups([None if value is None else str(value) for value in self._columns[name]])
        return tuple(sorted(groups, key=lambda group: (-(group.series or group.records), group.value or "")))

    def by_year(self) -> tuple[SummaryGroup, ...]:
        """Return a group for each year, in their order, and for records without a date; none if no record has one."""
        return self._in_order([None if day is None else day.year for day in self.days], "{:04}".format)

    def by_size(self) -> tuple[SummaryGroup, ...]:
        """Return a group for each power of ten of the sizes of series, the small ones first, and for those of unknown size."""
        if self._sizes is None:
            return ()
        values = next(self._columns[name] for name in _SIZES if name in self._columns)
        sizes = [_number(value) for value in values]
        powers = [None if size is None else max(len(str(size)) - 1, _SMALLEST) for size in sizes]
        return self._in_order(powers, _size_words)

    def modalities_by_patient(self) -> tuple[tuple[tuple[str, ...], int], ...]:
        """Return which modalities patients have, and how many patients have exactly these; the most frequent first."""
        patients, modalities = self._columns.get("patient_id"), self._columns.get("modality")
        if patients is None or modalities is None:
            return ()
        owners = self._columns.get("collection", [None] * self._count)
        found: dict[tuple[str, str], set[str]] = {}
        for owner, patient, modality in zip(owners, patients, modalities, strict=True):
            if patient is not None:
                known = found.setdefault((str(owner), str(patient)), set())
                known.update([] if modality is None else [str(modality)])
        counts = Counter(tuple(sorted(known)) for known in found.values())
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def _in_order(self, keys: Sequence[int | None], words: Callable[[int], str]) -> tuple[SummaryGroup, ...]:
        """Return a group for each key, in their order, that without one last; none if no record has one."""
        known = sorted({key for key in keys if key is not None})
        groups = {group.value: group for group in self._groups([None if key is None else words(key) for key in keys])}
        return tuple(groups[value] for value in (*map(words, known), None) if value in groups) if known else ()

    def _groups(self, values: Sequence[str | None]) -> list[SummaryGroup]:
        places: dict[str | None, list[int]] = {}
        for place, value in enumerate(values):
            places.setdefault(value, []).append(place)
        return [self._group(value, found) for value, found in places.items()]

    def _group(self, value: str | None, places: Sequence[int]) -> SummaryGroup:
        return SummaryGroup(
            value=value,
            records=len(places),
            series=_sum(self._is_first, places),
            images=_sum(self._images, places),
            size=_sum(self._sizes, places),
        )

    def _numbers(self, names: Sequence[str]) -> list[int | None] | None:
        """Return what each record adds to a sum: nothing if its series was counted before, None if it is not known."""
        values = next((self._columns[name] for name in names if name in self._columns), None)
        if values is None:
            return None
        numbers = [_number(value) for value in values]
        if self._is_first is None:
            return numbers
        return [number if first else 0 for number, first in zip(numbers, self._is_first, strict=True)]


def _first_ones(uids: Sequence[object]) -> list[bool]:
    """Tell of each record whether its series was not seen before; one without a UID counts as a series of its own."""
    seen: set[object] = {None}
    found = []
    for uid in uids:
        found.append(uid is None or uid not in seen)
        seen.add(uid)
    return found


def _number(value: object) -> int | None:
    """Return a number, also where the server sent it as text; None if it is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value if isinstance(value, int) else None


def _sum(numbers: Sequence[int | None] | None, places: Iterable[int]) -> int | None:
    return None if numbers is None else sum(numbers[place] or 0 for place in places)


def _days(columns: Columns) -> list[datetime.date | None]:
    nothing: list[object] = []
    dates = zip_longest(*(columns.get(name, nothing) for name in _DATES))
    known = (next((date for date in pair if isinstance(date, datetime.datetime)), None) for pair in dates)
    return [None if date is None else date.date() for date in known]


def _size_words(digits: int) -> str:
    """Return from which size to which a power of ten reaches, such as 10 to 100 MB."""
    if digits == _SMALLEST:
        return "less than 1 kB"
    return f"{_power(digits)} to {_power(digits + 1)}"


def _power(digits: int) -> str:
    unit = min(digits // 3, len(_UNITS) - 1)
    return f"{10 ** (digits - 3 * unit):,} {_UNITS[unit]}"
