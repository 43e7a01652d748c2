"""Records as files: CSV and Parquet."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from nbia_core.files import PartFile, as_path
from nbia_core.records.record import Record
from nbia_core.records.sequence import RecordSequence

from .arrow_table import to_arrow
from .columns import Names, as_cells, columns_with_values
from .parquet import write_parquet

_BLOCK: Final = 4096
"""So many lines are written at a time."""


def to_csv(records: RecordSequence[Record], to: str | os.PathLike[str], names: Names) -> Path:
    """Write the file that `Records.to_csv` describes."""
    path = as_path(to)
    columns = columns_with_values(records, names)
    lines = zip(*(as_cells(column, values) for column, values in columns), strict=True)
    with PartFile(path) as part:
        part.write(_encoded([[column.name for column, _ in columns]]))
        while block := list(islice(lines, _BLOCK)):
            part.write(_encoded(block))
        part.keep()
    return part.path


def to_parquet(records: RecordSequence[Record], to: str | os.PathLike[str], names: Names) -> Path:
    """Write the file that `Records.to_parquet` describes."""
    return write_parquet([to_arrow(records, names, "to_parquet()")], to)


def _encoded(lines: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode(errors="backslashreplace")  # half a character, which UTF-8 does not have
