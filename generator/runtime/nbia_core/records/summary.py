"""Answers the first questions about records: how many patients, studies, series, images and bytes, and of what."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from nbia_core.errors import InvalidParameterError
from nbia_core.table_text import html_lines, html_table, text_line, width_of
from nbia_core.text import counted, cut_in_middle, one_line, size

from .record import Record, fields_of
from .sequence import RecordSequence

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

Measure: TypeAlias = Literal["records", "series", "images", "size"]
"""What a plot compares: numbers of records, of series, or of images, or bytes."""

_GROUPINGS: Final = ("collection", "modality", "body_part_examined", "manufacturer", "license_name")
"""The attributes by which records are grouped."""
# Different records call the same thing differently.
_IMAGES: Final = ("image_count", "object_count")
_SIZES: Final = ("file_size", "total_size_in_bytes")
_DATES: Final = ("study_date", "series_date")
_USED: Final = frozenset(
    {*_GROUPINGS, *_IMAGES, *_SIZES, *_DATES, "patient_id", "study_instance_uid", "series_instance_uid"}
)


_MEASURES: Final = {
    "records": "number of records",
    "series": "number of series",
    "images": "number of images",
    "size": "bytes",
}
_LABELS: Final = {
    "collection": "Collection",
    "modality": "Modality",
    "body_part_examined": "Body part",
    "manufacturer": "Manufacturer",
    "license_name": "Licence",
}
"""What the groupings are called, for people."""
_MOST_GROUPS: Final = 10
"""How many groups of a kind are shown."""
_MOST_LETTERS: Final = 40
_LICENCE: Final = re.compile(
    r"Creative Commons Attribution((?:-(?:NonCommercial|ShareAlike|NoDerivatives|NoDerivs))*) (\d\.\d)"
    r"(?: (?:Unported|International|Generic))?(?: Licen[cs]e)?"
)
_LICENCE_PARTS: Final = {"NonCommercial": "NC", "ShareAlike": "SA", "NoDerivatives": "ND", "NoDerivs": "ND"}

_Line: TypeAlias = Sequence[str]


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


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Summary:
    """What records describe, in numbers. A terminal shows it as a text with tables, a notebook as tables.

    A number is None, and a grouping is left out, if this kind of record has no such attribute. A series that several
    records name is counted once.
    """

    record_type: str
    """The name of the records' class."""
    records: int
    """Number of records."""
    collections: int | None
    """Number of collections."""
    patients: int | None
    """Number of patients. The same PatientID in two collections is two patients."""
    studies: int | None
    """Number of studies."""
    series: int | None
    """Number of series."""
    images: int | None
    """Number of images of all series, as far as the server knows."""
    size: int | None
    """Bytes of the images of all series, as far as the server knows."""
    unsized: int | None
    """Number of series whose size the server does not know."""
    first_date: datetime.date | None
    """The first day on which a study began, or a series if there is no study's; de-identification has changed many."""
    last_date: datetime.date | None
    """The last such day."""
    groups: Mapping[str, tuple[SummaryGroup, ...]]
    """The groups by collection, modality, body_part_examined, manufacturer and license_name; the largest come first."""

    def __repr__(self) -> str:
        return _as_text(self)

    def _repr_html_(self) -> str:
        return _as_html(self)

    def to_dicts(self) -> list[dict[str, object]]:
        """Return each group as a dictionary: what it is grouped `by`, and the attributes of SummaryGroup."""
        return [
            {"by": grouping, **dataclasses.asdict(group)}
            for grouping, groups in self.groups.items()
            for group in groups
        ]

    def to_pandas(self) -> pandas.DataFrame:
        """Return `to_dicts()` as a pandas DataFrame; texts and numbers have pandas' types that can be missing.

        Raises:
            ImportError: pandas is not installed (`pip install 'nbia-client[pandas]'`).
        """
        try:
            import pandas
        except ModuleNotFoundError as error:
            from nbia_core.records.tables.columns import missing_library

            raise missing_library("to_pandas()", "pandas", "pandas") from error
        numbers = [field.name for field in dataclasses.fields(SummaryGroup)][1:]
        table = pandas.DataFrame(self.to_dicts(), columns=["by", "value", *numbers])
        return table.astype({"by": "string", "value": "string", **dict.fromkeys(numbers, "Int64")})

    def plot(self, measure: Measure | None = None) -> Figure:
        """Draw horizontal bars: a chart for each grouping, a bar for each of its largest groups.

        pyplot is not used, so nothing has to be closed and no display is needed. A notebook shows the figure; in a
        program, `figure.savefig("summary.png")` writes it.

        Args:
            measure: "records", "series", "images" or "size" (bytes); by default series, or records that name none.

        Returns:
            A figure of matplotlib.

        Raises:
            InvalidParameterError: `measure` is none of these, or these records do not tell it.
            ImportError: matplotlib is not installed (`pip install 'nbia-client[plot]'`).
        """
        if measure is None:
            measure = "records" if self.series is None else "series"
        if measure not in get_args(Measure):
            raise InvalidParameterError(f'measure={measure!r} is none of "records", "series", "images" and "size".')
        if getattr(self, measure) is None:
            raise InvalidParameterError(f"measure={measure!r} cannot be drawn: {self.record_type} has no such numbers.")
        if not self.groups:
            raise InvalidParameterError("There is nothing to draw: no records, or none that can be grouped.")
        from .summary_plot import Chart, draw

        charts = []
        for name, groups in self.groups.items():
            bars = sorted(
                ((_label(name, group), getattr(group, measure) or 0) for group in groups),
                key=itemgetter(1),
                reverse=True,
            )
            charts.append(Chart(title=_LABELS[name], bars=bars[:_MOST_GROUPS], hidden=max(0, len(bars) - _MOST_GROUPS)))
        title = f"{self.records:,} {self.record_type} records, by {_MEASURES[measure]}"
        return draw(title, charts, is_size=measure == "size")


def summarize(records: RecordSequence[Record]) -> Summary:
    """Count what records describe."""
    known = [field.python for field in fields_of(records.record_type)]
    columns: dict[str, list[object]] = {name: list(map(attrgetter(name), records)) for name in known if name in _USED}
    series = columns.get("series_instance_uid")
    is_first = None if series is None else _first_ones(series)
    images, sizes = (_numbers(columns, names, is_first) for names in (_IMAGES, _SIZES))
    every = range(len(records))
    days = _days(columns)
    return Summary(
        record_type=records.record_type.__name__,
        records=len(records),
        collections=_count(columns, "collection"),
        patients=_count(columns, "patient_id", within="collection"),
        studies=_count(columns, "study_instance_uid"),
        series=_sum(is_first, every),
        images=_sum(images, every),
        size=_sum(sizes, every),
        unsized=None if sizes is None else sizes.count(None),
        first_date=min(days, default=None),
        last_date=max(days, default=None),
        groups={
            name: _group(columns[name], is_first, images, sizes) for name in _GROUPINGS if name in columns and records
        },
    )


def _first_ones(uids: Sequence[object]) -> list[bool]:
    """Tell of each record whether its series was not seen before; one without a UID counts as a series of its own."""
    seen: set[object] = {None}
    found = []
    for uid in uids:
        found.append(uid is None or uid not in seen)
        seen.add(uid)
    return found


def _numbers(
    columns: Mapping[str, list[object]], names: Sequence[str], is_first: Sequence[bool] | None
) -> list[int | None] | None:
    """Return what each record adds to a sum: nothing if its series was counted before, None if it is not known."""
    values = next((columns[name] for name in names if name in columns), None)
    if values is None:
        return None
    numbers = [_number(value) for value in values]
    return (
        numbers
        if is_first is None
        else [number if first else 0 for number, first in zip(numbers, is_first, strict=True)]
    )


def _number(value: object) -> int | None:
    """Return a number, also where the server sent it as text; None if it is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value if isinstance(value, int) else None


def _sum(numbers: Sequence[int | None] | None, places: Iterable[int]) -> int | None:
    return None if numbers is None else sum(numbers[place] or 0 for place in places)


def _count(columns: Mapping[str, list[object]], name: str, within: str | None = None) -> int | None:
    """Count the different values of an attribute, those that are missing left out."""
    values = columns.get(name)
    if values is None:
        return None
    owners = columns.get(within or "", [None] * len(values))
    return len({(str(owner), str(value)) for owner, value in zip(owners, values, strict=True) if value is not None})


def _days(columns: Mapping[str, list[object]]) -> set[datetime.date]:
    """Return the day of each study, or of the series where the study has none."""
    nothing: list[object] = []
    dates = zip_longest(*(columns.get(name, nothing) for name in _DATES))
    known = (next((date for date in pair if isinstance(date, datetime.datetime)), None) for pair in dates)
    return {date.date() for date in known if date is not None}


def _group(
    values: Sequence[object],
    is_first: Sequence[bool] | None,
    images: Sequence[int | None] | None,
    sizes: Sequence[int | None] | None,
) -> tuple[SummaryGroup, ...]:
    places: dict[str | None, list[int]] = {}
    for place, value in enumerate(values):
        places.setdefault(None if value is None else str(value), []).append(place)
    groups = [
        SummaryGroup(
            value=value,
            records=len(found),
            series=_sum(is_first, found),
            images=_sum(images, found),
            size=_sum(sizes, found),
        )
        for value, found in places.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-(group.series or group.records), group.value or "")))


def _as_text(summary: Summary) -> str:
    """Return the figures, and a table for each grouping: names at the left, numbers at the right."""
    tables = [list(_figures(summary)), *(_table(summary, name) for name in summary.groups)]
    lines = [line for table in tables for line in table]
    name = max((width_of(line[0]) for line in lines), default=0)
    number = max((width_of(cell) for line in lines for cell in line[1:]), default=0)
    widths, are_numbers = (name, *[number] * 3), (False, *[True] * 3)
    blocks = ["\n".join(f"  {text_line(line, widths, are_numbers)}" for line in table) for table in tables]
    return "\n\n".join([f"{_title(summary)}\n{blocks[0]}", *blocks[1:]])


def _as_html(summary: Summary) -> str:
    """Return the figures, and a table for each grouping."""
    tables = [html_table(_figures(summary))]
    for name in summary.groups:
        head, *lines = _table(summary, name)
        tables.append(html_table(lines, head))
    return f"<div>{html_lines([_title(summary)])}{''.join(tables)}</div>"


def _label(name: str, group: SummaryGroup) -> str:
    """Return the value of a group as one short line, in which names that only end differently stay different."""
    if group.value is None:
        return "(none)"
    value = one_line(group.value)
    if name == "license_name" and (licence := _LICENCE.fullmatch(value)):
        parts = [_LICENCE_PARTS[part] for part in licence[1].split("-")[1:]]
        return f"{'-'.join(['CC BY', *parts])} {licence[2]}"
    return cut_in_middle(value, _MOST_LETTERS)


def _title(summary: Summary) -> str:
    return f"Summary of {counted(summary.records, f'{summary.record_type} record')}"


def _figures(summary: Summary) -> Iterator[_Line]:
    for name in ("collections", "patients", "studies", "series", "images"):
        number = getattr(summary, name)
        if number is not None:
            yield name.capitalize(), f"{number:,}"
    if summary.size is not None:
        yield "Size", size(summary.size)
    if summary.unsized:
        yield "Series of unknown size", f"{summary.unsized:,}"
    if summary.first_date is not None:
        yield "First study", str(summary.first_date)
        yield "Last study", str(summary.last_date)


def _table(summary: Summary, name: str) -> Sequence[_Line]:
    groups = summary.groups[name]
    head = [_LABELS[name], "records" if summary.series is None else "series"]
    head += [word for word in ("images", "size") if getattr(summary, word) is not None]
    lines = [head, *(_line(name, group) for group in groups[:_MOST_GROUPS])]
    if len(groups) > _MOST_GROUPS:
        lines.append([f"... and {len(groups) - _MOST_GROUPS:,} more"])
    return lines


def _line(name: str, group: SummaryGroup) -> list[str]:
    cells = [_label(name, group), f"{group.records if group.series is None else group.series:,}"]
    cells += [] if group.images is None else [f"{group.images:,}"]
    return cells + ([] if group.size is None else [size(group.size)])
