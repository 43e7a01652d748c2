"""What tables of records cost, decoding included; the libraries are loaded before, as they are in a notebook."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from .processes import in_turns, median_of, ratios, spend
from .report import Report

if TYPE_CHECKING:
    from nbia import Records, Series


def tables(report: Report, rounds: int, rows: int) -> None:
    """Compare DataFrames of records, from the bytes of the answer on, with pandas.read_json on the same bytes."""
    report.heading(
        f"Tables of {rows:,} getSeries records, decoding included, against pandas.read_json on the same bytes"
    )
    sides = in_turns(rounds, *(lambda name=name: spend(_task(name, rows)) for name in _TASKS))
    runs = {name: [spent.figures for spent in side] for name, side in zip(_TASKS, sides, strict=True)}
    figures = {name: median_of(each) for name, each in runs.items()}
    theirs = figures["read_json"]

    def rounds_of(name: str, key: str) -> list[float]:
        return ratios([run[key] for run in runs[name]], [run[key] for run in runs["read_json"]])

    for name, limit in _LIMITS.items():
        ours = figures[name]
        report.at_most(
            f"CPU, {name}",
            ours["cpu"] / theirs["cpu"],
            limit,
            f"{ours['cpu']:.2f} s and {theirs['cpu']:.2f} s",
            rounds=rounds_of(name, "cpu"),
        )
    ours = figures["to_pandas"]
    report.at_most(
        "peak memory, to_pandas",
        ours["memory"] / theirs["memory"],
        1.0,
        f"{ours['memory']:.0f} MB and {theirs['memory']:.0f} MB",
        rounds=rounds_of("to_pandas", "memory"),
    )


def _task(name: str, rows: int) -> list[str]:
    return [sys.executable, "-m", __spec__.name, name, str(rows)]


def _read_json(body: bytes) -> object:
    import pandas

    return pandas.read_json(io.BytesIO(body))


def _read_records(body: bytes) -> Records[Series]:
    """Do everything that `Client.get_series` does to a body."""
    from nbia import calls

    return calls.get_series().reader.read(body, strict=False)


def _to_pandas_alone(body: bytes) -> object:
    sys.modules["pyarrow"] = None  # type: ignore[assignment]  # as if it were not installed
    return _read_records(body).to_pandas()


_TASKS: Final[dict[str, Callable[[bytes], object]]] = {
    "to_pandas": lambda body: _read_records(body).to_pandas(),
    "to_pandas, no pyarrow": _to_pandas_alone,
    "to_arrow": lambda body: _read_records(body).to_arrow(),
    "to_polars": lambda body: _read_records(body).to_polars(),
    "read_json": _read_json,
}
_LIMITS: Final = {"to_pandas": 1 / 3, "to_pandas, no pyarrow": 1 / 2, "to_arrow": 1 / 3, "to_polars": 1 / 2}


def _measure(name: str, rows: int) -> dict[str, float]:
    from .body import body
    from .tasks import _memory

    work, data = _TASKS[name], body(rows)
    work(body(10))
    memory, begun = _memory(), time.process_time()
    kept = work(data)
    figures = {"cpu": time.process_time() - begun, "memory": _memory() - memory}
    del kept
    return figures


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], int(sys.argv[2]))))
