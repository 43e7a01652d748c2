"""Groups records by what they have in common, and counts series, images and bytes of each group."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import add, itemgetter
from typing import Any, Final, TypeAlias

Columns: TypeAlias = Mapping[str, list[object]]
"""The values of attributes, by their Python names; of each record one."""

_Key: TypeAlias = tuple[object, ...]
"""What a record is grouped by: the values of attributes, the year, and the power of ten of its size."""

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
_POWERS: Final = tuple(10**power for power in range(_SMALLEST + 1, 100))
_NUMBER: Final = re.compile("[0-9]{1,18}")
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

    def __init__(self, columns: Columns, count: int, by: Sequence[str]) -> None:
        """Look at all records once.

        Args:
            columns: the values of the attributes that are COUNTED, and of those in `by`, as far as the records have them.
            count: number of records.
            by: the attributes by which records are grouped.
        """
        self._columns = columns
        self._count = count
        self._by = [name for name in by if name in columns]
        is_first = _first_ones(columns["series_instance_uid"]) if "series_instance_uid" in columns else None
        each_images, each_size = (_numbers(columns, names) for names in (_IMAGES, _SIZES))
        images, sizes = (_of_first(numbers, is_first) for numbers in (each_images, each_size))
        dates = _dates(columns, count)
        self.days = {date.date() for date in set(dates) if date is not None}
        """The days of the studies, or of the series where the study has none."""
        self.unsized = None if sizes is None else sizes.count(None)
        """Number of series whose size is not known; None if the records do not tell sizes."""
        self._told = (True, is_first is not None, images is not None, sizes is not None)
        nothing = [0] * count
        keys = [
            *(columns[name] for name in self._by),
            [None if date is None else date.year for date in dates] or nothing,
            nothing if each_size is None else [None if size is None else bisect(_POWERS, size) for size in each_size],
        ]
        self._sums = _sums(
            zip(*keys, strict=True),
            nothing if is_first is None else is_first,
            *(nothing if numbers is None else [number or 0 for number in numbers] for numbers in (images, sizes)),
        )

    def total(self) -> SummaryGroup:
        """Return all records as one group."""
        groups = self._groups(lambda key: None)
        return groups[0] if groups else self._group(None, [0, 0, 0, 0])

    def count(self, name: str) -> int | None:
        """Count the different values of an attribute, those that are missing left out; None if the records do not tell."""
        if name in self._by:
            place = self._by.index(name)
            return len({key[place] for key in self._sums} - {None})
        return len(set(self._columns[name]) - {None}) if name in self._columns else None

    def patients(self) -> int | None:
        """Count the patients, those of each collection by themselves; None if the records do not tell."""
        return sum(map(len, self._modalities.values())) if "patient_id" in self._columns else None

    def by_value(self, name: str) -> tuple[SummaryGroup, ...]:
        """Return a group for each value of an attribute, the largest first."""
        groups = self._groups(itemgetter(self._by.index(name)))
        return tuple(sorted(groups, key=lambda group: (-(group.series or group.records), group.value or "")))

    def by_year(self) -> tuple[SummaryGroup, ...]:
        """Return a group for each year, in their order, and for records without a date; none if no record has one."""
        return self._in_order(-2, "{:04}".format) if self.days else ()

    def by_size(self) -> tuple[SummaryGroup, ...]:
        """Return a group for each power of ten of the sizes of series, the small ones first, and for those of unknown size."""
        return () if self.unsized is None else self._in_order(-1, _size_words)

    def modalities_by_patient(self) -> tuple[tuple[tuple[str, ...], int], ...]:
        """Return which modalities patients have, and how many patients have exactly these; the most frequent first."""
        if "modality" not in self._columns:
            return ()
        counts = Counter(chain.from_iterable(patients.values() for patients in self._modalities.values()))
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @functools.cached_property
    def _modalities(self) -> dict[object, dict[object, tuple[str, ...]]]:
        """The modalities of each patient of each collection, in alphabetical order."""
        nothing = [None] * self._count
        names = ("collection", "patient_id", "modality")
        owners, patients, modalities = (self._columns.get(name, nothing) for name in names)
        found: defaultdict[object, dict[object, tuple[str, ...]]] = defaultdict(dict)
        for owner, patient, modality in zip(owners, patients, modalities, strict=True):
            known = found[owner].get(patient)
            if patient is not None and (known is None or (modality is not None and modality not in known)):
                found[owner][patient] = _with(known or (), None if modality is None else str(modality))
        return found

    def _in_order(self, place: int, words: Callable[[Any], str]) -> tuple[SummaryGroup, ...]:
        """Return a group for each number at a place of the keys, in their order, that without one last; none if all have none."""
        known = sorted({key[place] for key in self._sums if key[place] is not None})  # type: ignore[type-var]  # None is left out
        groups = {group.value: group for group in self._groups(itemgetter(place), words)}
        return tuple(groups[value] for value in (*map(words, known), None) if value in groups) if known else ()

    def _groups(self, value_of: Callable[[_Key], object], words: Callable[[Any], str] = str) -> list[SummaryGroup]:
        sums: dict[str | None, list[int]] = {}
        for key, numbers in self._sums.items():
            value = value_of(key)
            group = sums.setdefault(None if value is None else words(value), [0, 0, 0, 0])
            group[:] = map(add, group, numbers)
        return [self._group(value, numbers) for value, numbers in sums.items()]

    def _group(self, value: str | None, numbers: Sequence[int]) -> SummaryGroup:
        _, series, images, size = (
            number if is_told else None for number, is_told in zip(numbers, self._told, strict=True)
        )
        return SummaryGroup(value=value, records=numbers[0], series=series, images=images, size=size)


@functools.lru_cache
def _with(known: tuple[str, ...], modality: str | None) -> tuple[str, ...]:
    """Return modalities with one more; what is cached is shared by all patients that have the same ones."""
    return known if modality is None else tuple(sorted({*known, modality}))


def _sums(
    keys: Iterable[_Key], are_first: Sequence[int], images: Sequence[int], sizes: Sequence[int]
) -> dict[_Key, list[int]]:
    """Return, of all records that have a key in common, their number, and the sums of the others."""
    found: dict[_Key, list[int]] = {}
    for key, first, image_count, size in zip(keys, are_first, images, sizes, strict=True):
        sums = found.get(key)
        if sums is None:
            found[key] = [1, first, image_count, size]
        else:
            sums[0] += 1
            sums[1] += first
            sums[2] += image_count
            sums[3] += size
    return found


def _first_ones(uids: Sequence[object]) -> list[bool]:
    """Tell of each record whether its series was not seen before; one without a UID counts as a series of its own."""
    if len(set(uids)) == len(uids):
        return [True] * len(uids)
    seen: set[object] = {None}
    found = []
    for uid in uids:
        found.append(uid is None or uid not in seen)
        seen.add(uid)
    return found


def _numbers(columns: Columns, names: Sequence[str]) -> list[int | None] | None:
    """Return the numbers of the first of some attributes that the records have; None if they have none."""
    values = next((columns[name] for name in names if name in columns), None)
    return None if values is None else [value if type(value) is int else _number(value) for value in values]


def _number(value: object) -> int | None:
    """Return a number, also where the server sent it as text; None if it is none."""
    if isinstance(value, str):
        return int(value) if _NUMBER.fullmatch(value) else None
    return value if isinstance(value, int) else None


def _of_first(numbers: list[int | None] | None, are_first: Sequence[bool] | None) -> list[int | None] | None:
    """Return what each record adds to a sum: nothing if its series was counted before, None if it is not known."""
    if numbers is None or are_first is None or all(are_first):
        return numbers
    return [number if first else 0 for number, first in zip(numbers, are_first, strict=True)]


def _dates(columns: Columns, count: int) -> list[datetime.datetime | None]:
    """Return when the study of each record began, or the series where the study has no date; None where nothing tells."""
    studies, series = (columns.get(name, [None] * count) for name in _DATES)
    kind = datetime.datetime
    return [
        study if isinstance(study, kind) else own if isinstance(own, kind) else None
        for study, own in zip(studies, series, strict=True)
    ]


def _size_words(powers: int) -> str:
    """Return from which size to which a power of ten reaches, such as 10 to 100 MB; it is not below so many of them."""
    if powers == 0:
        return f"less than {_power(_SMALLEST + 1)}"
    return f"{_power(_SMALLEST + powers)} to {_power(_SMALLEST + powers + 1)}"


def _power(digits: int) -> str:
    unit = min(digits // 3, len(_UNITS) - 1)
    return f"{10 ** (digits - 3 * unit):,} {_UNITS[unit]}"
