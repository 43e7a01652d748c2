"""Records as an Arrow table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nbia_core.records.record import Record
from nbia_core.records.sequence import RecordSequence

from .columns import Column, Kind, Names, as_texts, build_columns, missing_library

if TYPE_CHECKING:
    import pyarrow


def to_arrow(records: RecordSequence[Record], names: Names, what: str = "to_arrow()") -> pyarrow.Table:
    """Build the table that `Records.to_arrow` describes; `what` is named if pyarrow is not installed."""
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise missing_library(what, "pyarrow", "arrow") from error
    fields, arrays = [], []
    for column, data in arrow_columns(records, names, pyarrow.string()):
        array = pyarrow.chunked_array([as_texts(data)], pyarrow.string()) if isinstance(data, list) else data
        fields.append(pyarrow.field(column.name, array.type, metadata=_metadata(column)))
        arrays.append(array)
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))


def to_arrow_stream(records: RecordSequence[Record], requested_schema: object | None) -> object:
    """Return the capsule of an Arrow stream of a table, which pyarrow or polars makes, whichever is installed."""
    from .polars_frame import to_polars

    try:
        return to_arrow(records, "wire").__arrow_c_stream__(requested_schema)  # type: ignore[no-untyped-call]
    except ImportError:
        return to_polars(records, "wire").__arrow_c_stream__(requested_schema)


def arrow_columns(
    records: RecordSequence[Record], names: Names, text_type: pyarrow.DataType
) -> list[tuple[Column, pyarrow.ChunkedArray[Any] | list[object]]]:
    """Return all columns with their values, as a list if some of them do not fit the column's type."""
    import pyarrow

    types = {
        "text": text_type,
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "timestamp": pyarrow.timestamp("us"),
    }
    # Arrow's own pool gives memory back and takes it anew for each part, which costs as much as all the rest.
    pool = pyarrow.system_memory_pool()

    def make(kind: Kind, values: Sequence[object]) -> pyarrow.Array[Any]:
        return pyarrow.array(values, types[kind], memory_pool=pool)

    def join(kind: Kind, parts: Sequence[pyarrow.Array[Any]]) -> pyarrow.ChunkedArray[Any]:
        return pyarrow.chunked_array(parts, types[kind])  # type: ignore[call-overload, no-any-return]  # stubs are narrow

    return build_columns(records, names, make, join)


def _metadata(column: Column) -> dict[str, str]:
    described = {"description": column.description, "dicom_tag": column.tag, "wire_name": column.wire}
    return {key: text for key, text in described.items() if text is not None}
