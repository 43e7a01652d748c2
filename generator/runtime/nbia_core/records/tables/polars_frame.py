"""Records as a DataFrame of polars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nbia_core.records.record import Record
from nbia_core.records.sequence import RecordSequence

from .columns import Kind, Names, as_texts, build_columns, missing_library

if TYPE_CHECKING:
    import polars


def to_polars(records: RecordSequence[Record], names: Names) -> polars.DataFrame:
    """Build the DataFrame that `Records.to_polars` describes."""
    try:
        import polars
    except ModuleNotFoundError as error:
        raise missing_library("to_polars()", "polars", "polars") from error
    types: dict[Kind, polars.DataType] = {
        "text": polars.String(),
        "integer": polars.Int64(),
        "number": polars.Float64(),
        "boolean": polars.Boolean(),
        "timestamp": polars.Datetime("us"),
    }

    def make(kind: Kind, values: Sequence[object]) -> polars.Series:
        try:
            return polars.Series(values=values, dtype=types[kind])
        except polars.exceptions.PolarsError as error:
            raise ValueError(error) from error

    def join(kind: Kind, parts: Sequence[polars.Series]) -> polars.Series:
        return polars.concat(parts) if parts else make(kind, [])

    columns = build_columns(records, names, make, join)
    return polars.DataFrame(
        {
            column.name: polars.Series(values=as_texts(data), dtype=polars.String()) if isinstance(data, list) else data
            for column, data in columns
        }
    )
