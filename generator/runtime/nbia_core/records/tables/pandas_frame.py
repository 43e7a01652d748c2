"""Records as a DataFrame of pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from nbia_core.records.record import Record
from nbia_core.records.sequence import RecordSequence

from .arrow_table import arrow_columns
from .columns import Column, Kind, Names, as_json, build_columns, missing_library

if TYPE_CHECKING:
    import pandas

_DTYPES: Final[dict[Kind, str]] = {
    "text": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "timestamp": "datetime64[us]",
}


def to_pandas(records: RecordSequence[Record], names: Names) -> pandas.DataFrame:
    """Build the DataFrame that `Records.to_pandas` describes."""
    try:
        import pandas
    except ModuleNotFoundError as error:
        raise missing_library("to_pandas()", "pandas", "pandas") from error
    try:
        import pyarrow  # noqa: F401  # whether it is there
    except ModuleNotFoundError:
        columns = _from_values(records, names)
    else:
        columns = _from_arrow(records, names)
    series = {
        column.name: pandas.Series(list(map(as_json, data)), dtype="object") if isinstance(data, list) else data
        for column, data in columns
    }
    table = pandas.DataFrame(series, copy=False)
    table.attrs["descriptions"] = {column.name: column.description for column, _ in columns if column.description}
    table.attrs["dicom_tags"] = {column.name: column.tag for column, _ in columns if column.tag}
    return table


def _from_arrow(
    records: RecordSequence[Record], names: Names
) -> list[tuple[Column, pandas.Series[Any] | list[object]]]:
    import pandas
    import pyarrow

    text_type = pyarrow.large_string()  # as pandas has it
    types = {
        text_type: pandas.StringDtype("pyarrow"),
        pyarrow.int64(): pandas.Int64Dtype(),
        pyarrow.float64(): pandas.Float64Dtype(),
        pyarrow.bool_(): pandas.BooleanDtype(),
    }
    return [
        (column, data if isinstance(data, list) else data.to_pandas(types_mapper=types.get))
        for column, data in arrow_columns(records, names, text_type)
    ]


def _from_values(
    records: RecordSequence[Record], names: Names
) -> list[tuple[Column, pandas.Series[Any] | list[object]]]:
    import pandas

    def make(kind: Kind, values: Sequence[object]) -> pandas.Series[Any]:
        return pandas.Series(values, dtype=_DTYPES[kind])

    def join(kind: Kind, parts: Sequence[pandas.Series[Any]]) -> pandas.Series[Any]:
        return pandas.concat(parts, ignore_index=True) if parts else make(kind, [])

    return build_columns(records, names, make, join)
