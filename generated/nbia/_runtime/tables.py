# Copied from generator/runtime/tables.py. Do not edit here.
"""Records as pandas tables. Imported only when a table is asked for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from .records import Record, Records, Row, count_undocumented, fields_of

if TYPE_CHECKING:
    import pandas

_DTYPES: Final = {"int": "Int64", "float": "Float64", "bool": "boolean", "datetime": "datetime64[us]"}


def _is_beyond(value: object) -> bool:
    """Whether the column types of pandas cannot hold a value: an integer of more than 64 bits, a time with a zone."""
    if isinstance(value, int):
        return not -(2**63) <= value < 2**63
    return isinstance(value, datetime.datetime) and value.tzinfo is not None


def to_pandas(records: Records[Record], rows: Sequence[Row]) -> pandas.DataFrame:
    """Build the DataFrame that `Records.to_pandas` describes."""
    try:
        import pandas
    except ModuleNotFoundError as error:
        raise ImportError("to_pandas() needs pandas; install it with: pip install nbia-client[pandas]") from error
    odd = {found.attribute for found in records.mismatches}
    columns: dict[str, pandas.Series[Any]] = {}
    for field in fields_of(records.record_type):
        values = [getattr(record, field.python) for record in records]
        is_odd = field.wire in odd or any(_is_beyond(value) for value in values)
        dtype = "object" if is_odd else _DTYPES.get(field.expected, "object")
        columns[field.wire] = pandas.Series(values, dtype=dtype)
    for name in count_undocumented(rows, records.record_type):
        columns[name] = pandas.Series([row.get(name) for row in rows], dtype="object")
    return pandas.DataFrame(columns, columns=list(columns))
