"""Links to the viewer of the Imaging Data Commons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from nbia_core.errors import InvalidParameterError
from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .tables import LinkedTable, linked_table

if TYPE_CHECKING:
    import pandas


def idcOhifViewer(
    data: pandas.DataFrame | Records[Record] | Iterable[Mapping[str, object]], max_rows: int = 500
) -> LinkedTable | None:
    """Return rows as an HTML table in which studies and series lead to the viewer of the Imaging Data Commons.

    Nothing is sent. A series that the Imaging Data Commons does not have yet leads to an empty page there.

    Args:
        data: What getSeries returned, as a list or as a DataFrame; or records.
        max_rows: How many rows are shown.

    Returns:
        The table, which a notebook shows; None if there are no rows.

    Raises:
        InvalidParameterError: this is no table, or `max_rows` is no number above 0.
    """
    if not isinstance(max_rows, int) or isinstance(max_rows, bool) or max_rows < 1:
        raise InvalidParameterError(f"max_rows={max_rows!r} must be a whole number above 0.")
    rows = _rows(data)
    return linked_table(rows, max_rows) if rows else None


def _rows(data: object) -> list[Mapping[str, object]]:
    if isinstance(data, Records):
        return list(data.to_dicts())
    if hasattr(data, "columns") and hasattr(data, "to_dict"):
        return cast("list[Mapping[str, object]]", cast("pandas.DataFrame", data).to_dict("records"))
    rows = []
    for row in data if isinstance(data, Iterable) and not isinstance(data, str | Mapping) else [data]:
        if not isinstance(row, Mapping):
            raise InvalidParameterError(
                f"data is {type(data).__name__}, not a table.", hint="give what getSeries returned"
            )
        rows.append(row)
    return rows
