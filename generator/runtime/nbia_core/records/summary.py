"""Answers the first questions about records: how many patients, studies, series, images and bytes, and of what."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from nbia_core.errors import InvalidParameterError
from nbia_core.table_text import html_lines, html_table, text_line, width_of
from nbia_core.text import counted, cut_in_middle, one_line, size

from .grouping import COUNTED, Grouper, SummaryGroup
from .record import Record, fields_of
from .sequence import RecordSequence, columns_of

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

Measure: TypeAlias = Literal["records", "series", "images", "size"]
"""What a plot compares: numbers of records, of series, or of images, or bytes."""

_GROUPINGS: Final = ("collection", "modality", "body_part_examined", "manufacturer", "license_name")
"""The attributes by which records are grouped."""
_USED: Final = COUNTED.union(_GROUPINGS)

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
_MOST_LETTERS_DRAWN: Final = 28
"""How many characters of a value are shown in a table, and in a chart."""
_NONE: Final = "(none)"
_LICENCE: Final = re.compile(
    r"Creative Commons Attribution((?:-(?:NonCommercial|ShareAlike|NoDerivatives|NoDerivs))*) (\d\.\d)"
    r"(?: (?:Unported|International|Generic))?(?: Licen[cs]e)?"
)
_LICENCE_PARTS: Final = {"NonCommercial": "NC", "ShareAlike": "SA", "NoDerivatives": "ND", "NoDerivs": "ND"}

_Line: TypeAlias = Sequence[str]


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
    years: tuple[SummaryGroup, ...]
    """The groups by the year of the study, or of the series if there is no study's, in their order; the last is that of
    the records without a date. Empty if none has one."""
    sizes: tuple[SummaryGroup, ...]
    """The groups by the size of the series, such as 10 to 100 MB, the small ones first; the last is that of unknown size.
    Empty if no size is known."""
    modalities_by_patient: tuple[tuple[tuple[str, ...], int], ...]
    """Which modalities patients have, and how many patients have exactly these; the most frequent come first."""

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
        from .tables.typed_frame import typed_frame

        numbers = [field.name for field in dataclasses.fields(SummaryGroup)][1:]
        return typed_frame(self.to_dicts(), {"by": "string", "value": "string", **dict.fromkeys(numbers, "Int64")})

    def plot(self, measure: Measure | None = None) -> Figure:
        """Draw a chart for each grouping, with a bar for each of its largest groups, and what else there is to see.

        That is the years, the sizes of series, and which modalities the patients have; what no record tells has no chart.
        pyplot is not used, so nothing has to be closed and no display is needed. A notebook shows the figure; in a
        program, `figure.savefig("summary.png")` writes it.

        Args:
            measure: What the bars compare: "records", "series", "images" or "size" (bytes); by default series, or records
                that name none. The modalities of patients are always compared by the number of patients.

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
        if not (self.groups or self.years or self.sizes):
            raise InvalidParameterError("There is nothing to draw: no records, or none that can be grouped.")
        from .summary_plot import Chart, draw

        charts = [
            Chart.of_largest(
                _LABELS[name],
                [(_label(name, group, _MOST_LETTERS_DRAWN), getattr(group, measure) or 0) for group in groups],
            )
            for name, groups in self.groups.items()
        ]
        if self.years:
            years = [(group.value or _NONE, getattr(group, measure) or 0) for group in self.years]
            charts.append(Chart.of_years("Year of the study", years))
        if self.sizes:
            sizes = [(group.value or "unknown", getattr(group, measure) or 0) for group in self.sizes]
            charts.append(Chart(title="Size of a series", bars=sizes))
        if self.modalities_by_patient:
            patients = [(_list_of(names), number) for names, number in self.modalities_by_patient]
            charts.append(Chart.of_largest("Modalities of a patient, by number of patients", patients, is_number=True))
        title = f"{counted(self.records, f'{self.record_type} record')}, by {_MEASURES[measure]}"
        return draw(title, charts, is_size=measure == "size")


def summarize(records: RecordSequence[Record]) -> Summary:
    """Count what records describe."""
    columns = _columns(records)
    grouper = Grouper(columns, len(records), _GROUPINGS)
    total = grouper.total()
    return Summary(
        record_type=records.record_type.__name__,
        records=len(records),
        collections=grouper.count("collection"),
        patients=grouper.patients(),
        studies=grouper.count("study_instance_uid"),
        series=total.series,
        images=total.images,
        size=total.size,
        unsized=grouper.unsized,
        first_date=min(grouper.days, default=None),
        last_date=max(grouper.days, default=None),
        groups={name: grouper.by_value(name) for name in _GROUPINGS if name in columns and records},
        years=grouper.by_year(),
        sizes=grouper.by_size(),
        modalities_by_patient=grouper.modalities_by_patient(),
    )


def _columns(records: RecordSequence[Record]) -> dict[str, list[object]]:
    """Return the values of the attributes that are used, by their Python names; of what fits no type, the text."""
    fields = [field for field in fields_of(records.record_type) if field.python in _USED]
    columns = columns_of(records, [field.python for field in fields])
    odd = {found.attribute for found in records.mismatches}
    for field in fields:
        if field.wire in odd:
            values = columns[field.python]
            columns[field.python] = [str(value) if isinstance(value, dict | list) else value for value in values]
    return columns


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


def _list_of(modalities: Sequence[str]) -> str:
    return cut_in_middle(one_line(" + ".join(modalities)), _MOST_LETTERS_DRAWN) or _NONE


def _label(name: str, group: SummaryGroup, most: int = _MOST_LETTERS) -> str:
    """Return the value of a group as one short line, in which names that only end differently stay different."""
    if group.value is None:
        return _NONE
    value = one_line(group.value)
    if name == "license_name" and (licence := _LICENCE.fullmatch(value)):
        parts = [_LICENCE_PARTS[part] for part in licence[1].split("-")[1:]]
        return f"{'-'.join(['CC BY', *parts])} {licence[2]}"
    return cut_in_middle(value, most)


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
