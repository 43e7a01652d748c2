"""Arrow tables as a Parquet file that is written while they come."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nbia_core.files import PartFile, as_path

from .columns import as_texts, free_name

if TYPE_CHECKING:
    import pyarrow

_ROWS: Final = 8192
"""So many rows at least are written at a time, as a row group; those before are not held."""


def write_parquet(tables: Iterable[pyarrow.Table], to: str | os.PathLike[str]) -> Path:
    """Write the rows of tables to one file, in place of what may be there, and return its path.

    Columns of different tables are the same if their wire_name is. A column that a table lacks is empty there; one that
    has different types in two tables is text in all. Where that shows late, the rows before it are read back and
    written once more at the end, so that memory does not grow with them.

    Args:
        tables: What `to_arrow` makes, at least one.
        to: The file.

    Raises:
        InvalidParameterError: `to` is no path.
        DestinationError: the file cannot be written.
    """
    path = as_path(to)
    layout = _Layout()
    parts: list[_Part] = []
    try:
        for table in _row_groups(tables):
            if layout.grow(table):
                parts.append(_Part(path, layout.schema))
            parts[-1].write(layout.fit(table))
        if layout.finish() or len(parts) > 1:
            whole = _Part(path, layout.schema)
            parts.append(whole)
            for part in parts[:-1]:
                for table in part.read():
                    whole.write(layout.fit(table))
        return parts[-1].keep()
    finally:
        for part in parts:
            part.discard()


def _row_groups(tables: Iterable[pyarrow.Table]) -> Iterator[pyarrow.Table]:
    """Put small tables together, those alone that have the same columns."""
    import pyarrow

    held: list[pyarrow.Table] = []
    for table in tables:
        if held and (sum(map(len, held)) >= _ROWS or held[0].schema != table.schema):
            yield pyarrow.concat_tables(held)
            held = []
        held.append(table)
    yield pyarrow.concat_tables(held)


class _Layout:
    """The columns of a file, as far as they are known."""

    def __init__(self) -> None:
        self._fields: dict[bytes, pyarrow.Field[Any]] = {}

    @property
    def schema(self) -> pyarrow.Schema:
        """The columns now."""
        import pyarrow

        return pyarrow.schema(list(self._fields.values()))

    def grow(self, table: pyarrow.Table) -> bool:
        """Take in the columns of a table. Return whether the file has other columns from now on."""
        import pyarrow

        before = dict(self._fields)
        for field, values in zip(table.schema, table.columns, strict=True):
            wire = _wire(field)
            if values.null_count == len(values) and b"description" not in (field.metadata or {}):
                field = field.with_type(pyarrow.null())  # its type is not known yet
            known = self._fields.get(wire)
            if known is None:
                taken = {each.name for each in self._fields.values()}
                self._fields[wire] = field.with_name(free_name(field.name, taken))
            elif known.type != field.type and not pyarrow.types.is_null(field.type):
                is_first = pyarrow.types.is_null(known.type)
                self._fields[wire] = known.with_type(field.type if is_first else pyarrow.string())
        return self._fields != before

    def finish(self) -> bool:
        """Make the columns texts that have no value at all. Return whether there are any."""
        import pyarrow

        empty = [wire for wire, field in self._fields.items() if pyarrow.types.is_null(field.type)]
        for wire in empty:
            self._fields[wire] = self._fields[wire].with_type(pyarrow.string())
        return bool(empty)

    def fit(self, table: pyarrow.Table) -> pyarrow.Table:
        """Return a table with these columns, all of whose own columns were taken in."""
        import pyarrow

        columns = {_wire(field): values for field, values in zip(table.schema, table.columns, strict=True)}
        arrays = []
        for wire, field in self._fields.items():
            values = columns.get(wire)
            if values is None or values.null_count == len(values):
                arrays.append(pyarrow.nulls(len(table), field.type))
            elif values.type == field.type:
                arrays.append(values)
            else:
                arrays.append(pyarrow.array(as_texts(values.to_pylist()), pyarrow.string()))
        return pyarrow.Table.from_arrays(arrays, schema=self.schema)


def _wire(field: pyarrow.Field[Any]) -> bytes:
    assert field.metadata is not None, "to_arrow writes it"
    return field.metadata[b"wire_name"]


class _Part:
    """A file with some of the rows, or with all of them."""

    def __init__(self, path: Path, schema: pyarrow.Schema) -> None:
        import pyarrow
        from pyarrow import parquet

        self._file = PartFile(path)
        self._writer = parquet.ParquetWriter(pyarrow.PythonFile(_Sink(self._file), "w"), schema)

    def write(self, table: pyarrow.Table) -> None:
        """Write rows."""
        if len(table):
            self._writer.write_table(table)

    def read(self) -> Iterator[pyarrow.Table]:
        """Hand out the rows again, as they were written."""
        from pyarrow import parquet

        self._writer.close()
        self._file.flush()
        with parquet.ParquetFile(self._file.part_path) as file:
            for place in range(file.num_row_groups):
                yield file.read_row_group(place)

    def keep(self) -> Path:
        """Give the file its name."""
        self._writer.close()
        self._file.keep()
        return self._file.path

    def discard(self) -> None:
        """Remove the file if it was not kept."""
        self._file.discard()


class _Sink(io.RawIOBase):
    """Takes bytes for a file, as pyarrow wants it."""

    def __init__(self, file: PartFile) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.size

    def write(self, data: bytes) -> int:  # type: ignore[override]  # pyarrow gives bytes
        self._file.write(data)
        return len(data)
