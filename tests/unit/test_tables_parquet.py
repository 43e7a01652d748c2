"""Parquet files that are written while rows arrive: the file is the same as if all rows had been there at once."""

from __future__ import annotations

import itertools
import json
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from nbia import Records, Series
from nbia_core.records.readers import RecordsReader
from nbia_core.records.tables.parquet import write_parquet

ODD = st.none() | st.integers(-9, 9) | st.sampled_from([2**70, 1.5, True, "", "7", "µ", "\x00", [1], {"a": None}])
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "PatientID": st.text("0a", max_size=3) | ODD,
        "ImageCount": st.integers(0, 9) | ODD,
        "AnnotationsFlag": st.booleans() | ODD,
        "StudyDate": st.sampled_from(["1880-09-09 00:00:00.0", "2012-07-19 00:00:00.5"]) | ODD,
        "Unheard": ODD,
        "patient_id": ODD,
    },
)
BATCHES = st.lists(st.lists(ROWS, max_size=3), max_size=5)


def read(rows: object) -> Records[Series]:
    return RecordsReader(Series).read(json.dumps(rows).encode(), strict=False)


@settings(deadline=None, max_examples=30)
@given(batches=BATCHES, names=st.sampled_from(["wire", "python"]), rows_together=st.integers(1, 4))
def test_the_file_is_that_of_all_rows(batches: list[list[object]], names: str, rows_together: int) -> None:
    whole = read([*itertools.chain.from_iterable(batches)]).to_arrow(names=names)  # type: ignore[arg-type]
    tables = (read(rows).to_arrow(names=names) for rows in ([], *batches))  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr("nbia_core.records.tables.parquet._ROWS", rows_together)
        path = write_parquet(tables, Path(folder) / "series.parquet")
        written = parquet.read_table(path)

        assert list(Path(folder).iterdir()) == [path]
    assert written.equals(whole, check_metadata=True)


def test_rows_are_not_held_once_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbia_core.records.tables.parquet._ROWS", 2)
    held: list[int] = []
    seen: list[weakref.ref[pyarrow.Table]] = []

    def tables() -> Iterator[pyarrow.Table]:
        for number in range(20):
            table = read([{"ImageCount": number}]).to_arrow()
            seen.append(weakref.ref(table))
            yield table
            held.append(sum(each() is not None for each in seen))

    path = write_parquet(tables(), tmp_path / "series.parquet")

    assert max(held) <= 4
    assert parquet.ParquetFile(path).num_row_groups == 10
