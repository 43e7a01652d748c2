"""The reports of tcia_utils, with its names, arguments and columns."""

from __future__ import annotations

import datetime
import os
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from nbia_core.download.inputs.data_frames import DataFrameColumns
from nbia_core.download.inputs.inputs import Downloadable, Inputs
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path

from .asking import list_series, look_up, open_client, read_inputs, read_series
from .refusals import refuse_chart
from .tables import check_format, need_pandas, new_path, save_csv, save_text

if TYPE_CHECKING:
    import pandas

_MONTH_FIRST: Final = re.compile("[0-9]{2}-[0-9]{2}-[0-9]{4}")
_NOT_SPECIFIED: Final = "Not Specified"
_COUNTED: Final = {
    "collections": "collection",
    "modalities": "modality",
    "body_parts": "body_part_examined",
    "manufacturers": "manufacturer",
}
"""The attributes whose values makeSeriesReport counts, by the names of tcia_utils for them."""
_DISTINCT: Final = ("patient_id", "study_instance_uid")
_COUNTS: Final = ("image_count", *_COUNTED.values())
"""The attributes whose different values makeSeriesReport needs, and those of which it needs how often each value is there."""
_SUMMARIES: Final = (*_DISTINCT, *_COUNTS, "file_size", "license_name", "date_released", "collection_uri")
"""Those that the other reports need."""
Columns: TypeAlias = Mapping[str, Sequence[object]]
"""What is known of series: the values of each attribute that is needed, one for each series."""
_COLLECTION: Final = "Collection"
_DOI: Final = "DataDescriptionURI"


def reportCollectionSummary(
    series_data: Downloadable, input_type: str = "", api_url: str = "", format: str = ""
) -> pandas.DataFrame:
    """Sum series up by collection: a row for each; `reportDataSummary` has the columns and arguments.

    Raises:
        NbiaError: As `reportDataSummary` raises it.
        ImportError: pandas is not installed.
    """
    return reportDataSummary(series_data, input_type, "collection", api_url, format)


def reportDoiSummary(
    series_data: Downloadable, input_type: str = "", api_url: str = "", format: str = ""
) -> pandas.DataFrame:
    """Sum series up by the DOI of their data: a row for each; `reportDataSummary` has the columns and arguments.

    The column Identifier of tcia_utils is not there: it comes from another service, DataCite.

    Raises:
        NbiaError: As `reportDataSummary` raises it.
        ImportError: pandas is not installed.
    """
    return reportDataSummary(series_data, input_type, "doi", api_url, format)


def reportDataSummary(
    series_data: Downloadable, input_type: str = "", report_type: str = "", api_url: str = "", format: str = ""
) -> pandas.DataFrame:
    """Sum series up by collection, or by the DOI of their data.

    Args:
        series_data: The series, as downloadSeries takes them. What is given by its UID alone is asked for.
        input_type: "", "list", "df" or "manifest". Changes nothing: what `series_data` is can be seen.
        report_type: "doi" for DOIs; "" or "collection" for collections.
        api_url: The server.
        format: "csv" to have the table in a file in the current folder too.

    Returns:
        A row for each collection or DOI. The columns: the collection (Collection, DOIs) or the DOI (DataDescriptionURI,
        Collections), Licenses, Subjects, Studies, Series, Images, File Size (bytes), Disk Space (as text), Body Parts,
        Modalities, Manufacturers, Min DateReleased, Max DateReleased, UniqueDateReleased (days). What is missing is
        "Not Specified".

    Raises:
        InvalidParameterError: An argument is wrong, or there are no series.
        NotServedError: `format` is "chart".
        NbiaError: The service did not answer as it should.
        ImportError: pandas is not installed.
    """
    if format == "chart":
        refuse_chart()
    chosen = check_format(format, ("", "df", "csv"))
    if report_type not in ("", "collection", "doi"):
        raise InvalidParameterError(f'report_type={report_type!r} is not known; accepted are "", "collection", "doi".')
    need_pandas("A report")
    import pandas

    by_doi = report_type == "doi"
    series = _described(_SUMMARIES, read_inputs(series_data, input_type), api_url)
    values = series["collection_uri" if by_doi else "collection"]
    names = {value: _doi(value) if by_doi else _text(value) for value in set(values)}
    groups: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        groups.setdefault(names[value], []).append(place)
    table = pandas.DataFrame([_summary(name, _at(series, groups[name]), by_doi) for name in sorted(groups)])
    if chosen == "csv":
        save_csv(table, new_path(f"tcia_{report_type}_report_{datetime.datetime.now():%Y%m%d_%H%M%S}", ".csv"))
    return table


def makeSeriesReport(
    series_data: Downloadable,
    input_type: str = "",
    format: str = "",
    filename: str | os.PathLike[str] | None = None,
    api_url: str = "",
) -> dict[str, object] | None:
    """Count patients, studies, series and images, and the series by collection, modality, body part and manufacturer.

    Args:
        series_data: The series, as downloadSeries takes them. What is given by its UID alone is asked for.
        input_type: "", "list", "df" or "manifest". Changes nothing: what `series_data` is can be seen.
        format: "" to print the report, "file" to write it to a file, "var" to get the counts.
        filename: The file; in the current folder, with the time in its name, if not given.
        api_url: The server.

    Returns:
        With "var" the counts: subjects, studies, series, images as numbers; collections, modalities, body_parts,
        manufacturers as pandas Series, the most frequent value first. Otherwise None.

    Raises:
        InvalidParameterError: An argument is wrong, or there are no series.
        DestinationError: The file cannot be written.
        NbiaError: The service did not answer as it should.
        ImportError: "var" needs pandas, which is not installed.
    """
    chosen = check_format(format, ("", "var", "file"))
    if chosen == "var":
        need_pandas('format="var"')
    path = as_path(filename) if filename is not None else None
    inputs = read_inputs(series_data, input_type, to=path if chosen == "file" else None)
    table = _table(inputs)
    if table is None or inputs.duplicates:
        series = _described((*_DISTINCT, *_COUNTS), inputs, api_url)
        known = {name: Counter(series[name]) for name in _COUNTS}
    else:
        series = {name: table.column(name) for name in _DISTINCT}
        known = {name: table.counts(name) for name in _COUNTS}
    counts = {
        "subjects": _distinct(series["patient_id"]),
        "studies": _distinct(series["study_instance_uid"]),
        "series": len(series["patient_id"]),
        "images": sum(value * number for value, number in known["image_count"].items() if isinstance(value, int)),
    }
    if chosen == "var":
        return {**counts, **{name: _value_counts(known[attribute]) for name, attribute in _COUNTED.items()}}
    text = _report(counts, known)
    if chosen == "file":
        save_text(text, path or new_path(f"seriesReport-{datetime.datetime.now():%Y%m%d-%H%M%S}", ".txt"))
    else:
        print(text)
    return None


def _value_counts(counts: Mapping[object, int]) -> pandas.Series[int]:
    import pandas

    index = pandas.Index([*counts], dtype="object")
    numbers = pandas.Series([*counts.values()], index, dtype="int64", name="count")
    return numbers.sort_values(ascending=False, kind="stable")


def _report(counts: Mapping[str, int], known: Mapping[str, Counter[object]]) -> str:
    """Return the report as text that ends with a line feed."""
    lines = [f"{name.capitalize()}: {count:,}" for name, count in counts.items()]
    for name, attribute in _COUNTED.items():
        by_value: Counter[str] = Counter()
        for value, count in known[attribute].items():
            by_value[_text(value)] += count
        lines += ["", f"Series by {name.replace('_', ' ')}:"]
        lines += [f"  {count:>8,}  {text}" for text, count in by_value.most_common()]
    return "\n".join([*lines, ""])


def _table(inputs: Inputs) -> DataFrameColumns | None:
    """Return the columns of a DataFrame or of dictionaries, which are taken as they are; None if they say nothing of series.

    A patient 12 that was 0012 is one patient all the same.
    """
    table = inputs.columns
    return table if table is not None and len(table) > 0 and table.has_attributes else None


def _described(needed: Sequence[str], inputs: Inputs, api_url: str) -> Columns:
    """Return the attributes that are needed of the series, each once; the service is asked where nothing is known of one."""
    table = _table(inputs)
    if table is not None:
        columns = {name: table.column(name) for name in needed}
        return _at(columns, inputs.first_places()) if inputs.duplicates else columns
    wanted = list_series(inputs)
    if not wanted:
        raise InvalidParameterError("series_data is empty: there is nothing to report on.")
    known = {series.series_instance_uid: series.attributes for series in wanted}
    bare = [uid for uid, attributes in known.items() if not attributes]
    if bare:
        with open_client(api_url) as client:
            rows = look_up(client, bare)
        known.update((series.series_instance_uid, series.attributes) for series in read_series(rows))
    return {name: _hashable([attributes.get(name) for attributes in known.values()]) for name in needed}


def _hashable(values: list[object]) -> list[object]:
    """Return values that can be counted; others, which do not fit their type, as texts."""
    if all(issubclass(kind, Hashable) for kind in set(map(type, values))):
        return values
    return [value if isinstance(value, Hashable) else str(value) for value in values]


def _at(columns: Columns, places: Sequence[int]) -> Columns:
    """Return the series at some places."""
    return {name: [values[place] for place in places] for name, values in columns.items()}


def _summary(name: str, series: Columns, by_doi: bool) -> dict[str, object]:
    """Return a row of the report."""
    size = _sum(series["file_size"])
    moments = {_moment(value) for value in set(series["date_released"])}
    released = sorted(moment for moment in moments if moment is not None)
    days = [_NOT_SPECIFIED] if None in moments else []
    days += dict.fromkeys(moment.date().isoformat() for moment in released)
    return {
        (_DOI if by_doi else _COLLECTION): name,
        ("Collections" if by_doi else "DOIs"): (
            _joined(series["collection"]) if by_doi else _joined(series["collection_uri"], _doi)
        ),
        "Licenses": _joined(series["license_name"]),
        "Subjects": _distinct(series["patient_id"]),
        "Studies": _distinct(series["study_instance_uid"]),
        "Series": len(series["patient_id"]),
        "Images": _sum(series["image_count"]),
        "File Size": size,
        "Disk Space": _disk_space(size),
        "Body Parts": _joined(series["body_part_examined"]),
        "Modalities": _joined(series["modality"]),
        "Manufacturers": _joined(series["manufacturer"]),
        "Min DateReleased": released[0] if released else _NOT_SPECIFIED,
        "Max DateReleased": released[-1] if released else _NOT_SPECIFIED,
        "UniqueDateReleased": ", ".join(sorted(days)),
    }


def _text(value: object) -> str:
    return str(value).strip() or _NOT_SPECIFIED if value is not None else _NOT_SPECIFIED


def _doi(value: object) -> str:
    """Return where the data are described, in small letters: a DOI is the same in any case."""
    return str(value).strip().lower() if value else _NOT_SPECIFIED


def _joined(values: Iterable[object], words: Callable[[object], str] = _text) -> str:
    """Return values in words, each once, in the order in which they appear."""
    return ", ".join(dict.fromkeys(map(words, dict.fromkeys(values))))


def _distinct(values: Iterable[object]) -> int:
    return len(set(values) - {None})


def _sum(values: Iterable[object]) -> int:
    return sum(value for value in values if isinstance(value, int))


def _moment(value: object) -> datetime.datetime | None:
    """Return a timestamp, or one that is written as in the answers of the service; None for anything else."""
    if isinstance(value, datetime.datetime):
        return value
    if not isinstance(value, str):
        return None
    try:
        return datetime.datetime.fromisoformat(f"{value[6:]}-{value[:5]}" if _MONTH_FIRST.fullmatch(value) else value)
    except ValueError:
        return None


def _disk_space(size: float) -> str:
    """Return bytes as tcia_utils writes them: 1000 of a unit are one of the next."""
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if size < 1000:
            return f"{size:.2f} {unit}"
        size /= 1000
    return f"{size:.2f} PB"
