"""Chooses columns and rows of a table, and puts them in order."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import click

from nbia_core.records.record import Field, Record, Row, fields_of, python_names
from nbia_core.records.records import Records

from .failures import near

if TYPE_CHECKING:
    import pyarrow

    from nbia_core.records.tables.columns import Column

_NUMBER, _TEXT, _TIME, _TIME_WITH_ZONE, _OTHER = range(5)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What of a table is wanted."""

    columns: tuple[str, ...] = ()
    """The columns by their names on the wire, in order; empty for all."""
    sort: tuple[tuple[str, bool], ...] = ()
    """The attributes to sort by, by their Python names, and whether the greatest comes first."""
    limit: int | None = None
    """How many rows at most."""
    names: Literal["wire", "python"] = "wire"
    """How columns are called."""


def order(records: Sequence[Record], selection: Selection) -> list[int]:
    """Return the places of the records that are wanted, in the order that is wanted; missing values come last."""
    places = list(range(len(records)))
    for name, is_descending in reversed(selection.sort):
        keys = {place: key for place in places if (key := _sort_key(getattr(records[place], name))) is not None}
        present = sorted((place for place in places if place in keys), key=keys.__getitem__, reverse=is_descending)
        places = present + [place for place in places if place not in keys]
    return places[: selection.limit]


def select_columns(records: Records[Record], selection: Selection) -> list[tuple[Column, list[object]]]:
    """Return the columns that are wanted, each with the values of the rows that are wanted."""
    from nbia_core.records.tables.columns import columns_with_values

    places = order(records, selection)
    columns = columns_with_values(records, selection.names)
    if selection.columns:
        by_name = {column.wire: (column, values) for column, values in columns}
        columns = [by_name[name] for name in selection.columns]
    return [(column, [values[place] for place in places]) for column, values in columns]


def select_arrow(records: Records[Record], selection: Selection) -> pyarrow.Table:
    """Return the columns and rows that are wanted as an Arrow table."""
    import pyarrow

    table = records.to_arrow(names=selection.names)
    if selection.columns:
        python = python_names(records.record_type) if selection.names == "python" else {}
        table = table.select([python.get(name, name) for name in selection.columns])
    if not selection.sort:
        return table.slice(0, selection.limit)
    return table.take(pyarrow.array(order(records, selection), pyarrow.int64()))


def select_rows(records: Records[Record], selection: Selection) -> list[Row]:
    """Return the rows that are wanted, with all their columns, as the server sent them."""
    rows = records.to_dicts()
    return [rows[place] for place in order(records, selection)]


def cut_row(row: Row, selection: Selection, python_names: dict[str, str]) -> Row:
    """Return a row as the server sent it with the columns and names that are wanted; what is missing stays so."""
    wanted: Iterable[str] = [name for name in selection.columns if name in row] if selection.columns else row
    if selection.names == "wire":
        return {name: row[name] for name in wanted}
    return {python_names.get(name, name): row[name] for name in wanted}


def find_attribute(record_type: type[Record], name: str, option: str) -> Field:
    """Return the attribute that is meant, by its name on the wire or in Python, in any case of letters.

    Args:
        record_type: the class of the rows.
        name: what the user typed.
        option: the option where it stands.

    Raises:
        click.BadParameter: there is no such attribute.
    """
    known = {_plain(spelling): field for field in fields_of(record_type) for spelling in (field.python, field.wire)}
    if (field := known.get(_plain(name))) is not None:
        return field
    wires = [field.wire for field in fields_of(record_type)]
    raise click.BadParameter(f"There is no column {name}{near(name, wires)}", param_hint=f"'{option}'")


def _plain(name: str) -> str:
    return name.replace("_", "").replace(" ", "").lower()


def _sort_key(value: object) -> tuple[int, object] | None:
    """Return what a value is compared by: values of different types come one type after the other."""
    if value is None:
        return None
    if isinstance(value, int | float):
        return _NUMBER, value
    if isinstance(value, str):
        return _TEXT, (value.casefold(), value)
    if isinstance(value, datetime.datetime):
        return (_TIME if value.tzinfo is None else _TIME_WITH_ZONE), value
    return _OTHER, repr(value)
