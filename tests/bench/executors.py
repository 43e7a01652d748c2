"""Many small series in processes of an executor, against threads."""

from __future__ import annotations

import importlib.util
from functools import partial
from typing import Final

from .downloads import Bench
from .processes import cpu, figure, in_turns
from .series import SMALL

_WORKERS: Final = 4
_SIDES: Final = {"ProcessPoolExecutor": "processes", "Dask": "dask"}


def executors(bench: Bench) -> None:
    """Measure what a series costs in processes beyond what it costs in the same number of threads."""
    count = 200 if bench.is_quick else 2_000
    bench.report.heading(f"{count:,} series of one image of 50 kB: {_WORKERS} processes against {_WORKERS} threads")
    sides = {
        name: option for name, option in _SIDES.items() if name != "Dask" or importlib.util.find_spec("distributed")
    }
    if "Dask" not in sides:
        bench.report.note("Dask is not measured: distributed is not installed")
    threads, *others = in_turns(
        bench.rounds,
        partial(bench.download, SMALL, count, _WORKERS),
        *(partial(bench.download, SMALL, count, _WORKERS, {option: _WORKERS}) for option in sides.values()),
    )
    took = [run.figures["seconds"] * 1000 / count for run in threads]
    for name, runs in zip(sides, others, strict=True):
        rounds = [run.figures["seconds"] * 1000 / count - ours for run, ours in zip(runs, took, strict=True)]
        bench.report.at_most(
            f"{name}, ms a series over threads",
            (figure(runs, "seconds") - figure(threads, "seconds")) * 1000 / count,
            2,
            f"{figure(runs, 'seconds') * 1000 / count:.2f} and {figure(threads, 'seconds') * 1000 / count:.2f} ms, CPU of all "
            f"processes {cpu(runs) * 1000 / count:.2f} and {cpu(threads) * 1000 / count:.2f} ms",
            rounds=rounds,
        )
