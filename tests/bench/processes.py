"""Runs what is measured in processes of their own, in turns, and takes medians."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

Figures = Mapping[str, float]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Spent:
    """What a command took."""

    seconds: float
    """From its start to its end."""
    cpu: float
    """Seconds of CPU, those of the processes that it started included."""
    figures: Figures = dataclasses.field(default_factory=dict)
    """What it measured itself and printed as JSON."""


def spend(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Spent:
    """Run a command to its end. Raises: CalledProcessError if it fails."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, **(environment or {})}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(seconds=seconds, cpu=cpu, figures=json.loads(done.stdout) if done.stdout.startswith("{") else {})


def task(name: str, *arguments: str) -> list[str]:
    """Return the command of a task of tasks.py."""
    return [sys.executable, "-m", "tests.bench.tasks", name, *arguments]


def in_turns(rounds: int, *sides: Callable[[], Spent]) -> list[list[Spent]]:
    """Run each side once, then each once more, and so on: what disturbs the machine disturbs all. Returns runs by side."""
    return [list(runs) for runs in zip(*([side() for side in sides] for _ in range(rounds)), strict=True)]


def median_of(runs: Sequence[Figures]) -> Figures:
    """Return the median of each figure."""
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def seconds(runs: Sequence[Spent]) -> float:
    """Return the median time."""
    return statistics.median(run.seconds for run in runs)


def cpu(runs: Sequence[Spent]) -> float:
    """Return the median CPU time."""
    return statistics.median(run.cpu for run in runs)


def figure(runs: Sequence[Spent], name: str) -> float:
    """Return the median of a figure that the command measured itself."""
    return statistics.median(run.figures[name] for run in runs)


def ratios(some: Sequence[float], others: Sequence[float]) -> list[float]:
    """Return the ratio of each round."""
    return [one / other for one, other in zip(some, others, strict=True)]


def spread(ratios: Sequence[float]) -> str:
    """Return the lowest and the highest of the rounds' ratios, as text."""
    return f"{min(ratios):.2f} to {max(ratios):.2f}"


def new_folder(within: Path | None = None) -> Path:
    """Make a new folder, in the one for temporary files or another."""
    return Path(tempfile.mkdtemp(prefix="nbia-bench-", dir=within))


@contextlib.contextmanager
def fresh_folder() -> Iterator[Path]:
    """Give a new folder, and remove it afterwards, with what of it is still to be written to disk."""
    folder = new_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        os.sync()
