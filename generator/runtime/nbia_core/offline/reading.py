"""How values of an index become those of records."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from nbia_core.api.wire_forms import Type
from nbia_core.download.model import LARGEST
from nbia_core.records.tables.arrays import numbers

if TYPE_CHECKING:
    import pyarrow

Reader: TypeAlias = Callable[[Any], object]
"""Returns a value in its type, or raises ValueError."""


def reader_of(kind: Type) -> Reader | None:
    """Return what reads the texts of a column whose attribute has a type; None where they stay as they are."""
    if kind == "timestamp":
        return _midnight
    return int if kind == "integer" else None


def _midnight(day: str) -> datetime.datetime:
    return datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time())


def whole_numbers(values: pyarrow.Array[Any], unit: int) -> list[int | None]:
    """Return numbers in whole units, as `whole_number` of the index returns each."""
    import pyarrow.compute

    if not (pyarrow.types.is_integer(values.type) or pyarrow.types.is_floating(values.type)):
        return [None] * len(values)
    nothing, largest, factor = numbers([0, LARGEST, unit], pyarrow.float64())
    scaled = pyarrow.compute.multiply(values.cast(pyarrow.float64(), safe=False), factor)
    fits = pyarrow.compute.and_(pyarrow.compute.greater(scaled, nothing), pyarrow.compute.less_equal(scaled, largest))
    whole = pyarrow.compute.round(pyarrow.compute.if_else(fits, scaled, pyarrow.NA))
    return list(whole.cast(pyarrow.int64()).to_pylist())
