"""Records as an Arrow table."""

from __future__ import annotations

import contextlib
import datetime
import typing
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nbia_core.records.record import Record, fields_of
from nbia_core.records.sequence import RecordSequence

from .columns import MISFITS, Column, Kind, Names, as_texts, build_columns, missing_library

if TYPE_CHECKING:
    import pyarrow


def to_arrow(records: RecordSequence[Record], names: Names, what: str = "to_arrow()") -> pyarrow.Table:
    """Build the table that `Records.to_arrow` describes; `what` is named if pyarrow is not installed."""
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise missing_library(what, "pyarrow", "arrow") from error
    fields, arrays = [], []
    hints = {field.wire: field.type for field in fields_of(records.record_type)}
    for column, data in arrow_columns(records, names, pyarrow.string()):
        array = _nested(data, hints.get(column.wire)) if isinstance(data, list) else data
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


def _nested(values: Sequence[object], hint: Any) -> pyarrow.ChunkedArray[Any]:
    """Return lists, maps and records as Arrow has them, and what does not fit such a type as texts of JSON."""
    import pyarrow

    kind = None if hint is None else _nested_type(hint, ())
    if kind is not None and pyarrow.types.is_nested(kind):
        with contextlib.suppress(*MISFITS):
            return pyarrow.chunked_array([pyarrow.array(map(_as_arrow, values), kind)])
    return pyarrow.chunked_array([as_texts(values)], pyarrow.string())


def _nested_type(hint: Any, above: tuple[type, ...]) -> pyarrow.DataType | None:
    """Return the type of Arrow for what an attribute holds; None where it has none, as for a record within itself."""
    import pyarrow

    kinds: dict[type, pyarrow.DataType] = {
        str: pyarrow.string(),
        int: pyarrow.int64(),
        float: pyarrow.float64(),
        bool: pyarrow.bool_(),
        datetime.datetime: pyarrow.timestamp("us"),
    }
    if isinstance(hint, type) and issubclass(hint, Record):
        fields = (
            {} if hint in above else {each.wire: _nested_type(each.type, (*above, hint)) for each in fields_of(hint)}
        )
        known = {name: kind for name, kind in fields.items() if kind is not None}
        return pyarrow.struct(known.items()) if known and len(known) == len(fields) else None
    parts = [part for part in typing.get_args(hint) if part not in (type(None), ...)]
    if not parts:
        return kinds.get(hint)
    held = _nested_type(parts[-1], above)
    if held is None or typing.get_origin(hint) not in (tuple, dict):
        return held if len(parts) == 1 else None
    return pyarrow.list_(held) if typing.get_origin(hint) is tuple else pyarrow.map_(pyarrow.string(), held)


def _as_arrow(value: object) -> object:
    """Return a value as Arrow takes it: a map is a list of pairs."""
    if isinstance(value, Record):
        return {name: _as_arrow(each) for name, each in value.items()}
    if isinstance(value, dict):
        return [(name, _as_arrow(each)) for name, each in value.items()]
    return list(map(_as_arrow, value)) if isinstance(value, tuple) else value


def _metadata(column: Column) -> dict[str, str]:
    described = {"description": column.description, "dicom_tag": column.tag, "wire_name": column.wire}
    return {key: text for key, text in described.items() if text is not None}
