"""Arrow's arrays of a few values, made of their bytes: `pyarrow.array` imports pandas, where it is installed, to look at them."""

from __future__ import annotations

import array
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow


def numbers(values: Sequence[int], kind: pyarrow.DataType | None = None) -> pyarrow.Array[Any]:
    """Return whole numbers as an array of a type of numbers; int64 if none is named."""
    import pyarrow

    made = _of(values, pyarrow.int64(), [array.array("q", values)])
    return made if kind is None else made.cast(kind)


def values_of(array: pyarrow.Array[Any]) -> Sequence[int]:
    """Return the values of an array of int32, none of which is missing; they become objects when they are looked at."""
    _, values = array.buffers()
    return memoryview(values or b"").cast("i")[array.offset : array.offset + len(array)]


def texts(values: Sequence[str], kind: pyarrow.DataType) -> pyarrow.Array[Any]:
    """Return texts as an array of a type of texts."""
    import pyarrow

    encoded = [value.encode() for value in values]
    ends = array.array("q", [0, *itertools.accumulate(map(len, encoded))])
    return _of(values, pyarrow.large_string(), [ends, b"".join(encoded)]).cast(kind)


def _of(
    values: Sequence[object], kind: pyarrow.DataType, parts: Sequence[array.array[int] | bytes]
) -> pyarrow.Array[Any]:
    import pyarrow

    return pyarrow.Array.from_buffers(kind, len(values), [None, *map(pyarrow.py_buffer, parts)])
