"""Very many series: from the call to the first request, the same download again, what is on disk, and verify."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Final

from .processes import Spent, figure, fresh_folder, in_turns, spend, task
from .report import Report

_AIM: Final = (1, 150)
_INPUTS: Final = {
    **dict.fromkeys(("records", "pandas", "polars", "tcia", "generator"), _AIM),
    "csv": (10, 400),  # nothing is read of the others, and their memory is that of whoever calls
}
"""The kinds of inputs, with the seconds and the MB that the plan of each may take."""
_PLANNED: Final = 200_000
_STORED: Final = 20_000
_MD5SUM: Final = r"find . -path ./.nbia -prune -o -name '*.dcm' -print0 | xargs -0 -n 200 -P 2 md5sum > /dev/null"


def plans(report: Report, options: argparse.Namespace) -> None:
    """Measure the time and memory of a download of many series before its first request."""
    count = 2_000 if options.quick else _PLANNED
    report.heading(
        f"Plan of {count:,} series: CPU seconds from the call to the first request, and memory over the input"
    )
    runs = in_turns(options.rounds, *(partial(spend, task("plan", kind, str(count))) for kind in _INPUTS))
    for kind, spent in zip(_INPUTS, runs, strict=True):
        seconds, megabytes = _INPUTS[kind]
        report.at_most(f"{kind}, s", figure(spent, "cpu"), seconds)
        report.at_most(f"{kind}, MB", figure(spent, "memory"), megabytes)


def complete(report: Report, options: argparse.Namespace) -> None:
    """Measure a download that finds everything complete, the files that it leaves, and verify."""
    count = 500 if options.quick else _STORED
    report.heading(f"{count:,} series of one image that are complete, against the limits of the disk and of md5sum")
    with fresh_folder() as folder:
        spend(task("store", str(folder), str(count)))
        again, looks, verified, hashed = in_turns(
            options.rounds,
            partial(spend, task("again", str(folder), str(count))),
            partial(spend, task("looks", str(folder), str(count))),
            partial(spend, [sys.executable, "-m", "nbia", "verify", str(folder)]),
            partial(spend, ["sh", "-c", f"cd '{folder}' && {_MD5SUM}"]),
        )
        scale = 1e6 / count
        floor = figure(looks, "cpu") * scale
        report.at_most(
            "the same again, µs of CPU a series", figure(again, "cpu") * scale, 30, f"one stat a file {floor:.0f}"
        )
        report.at_most("the same again, MB", figure(again, "memory"), 150)
        for path in (Path(".nbia") / "state.sqlite", Path("metadata.csv"), Path("download-report.json")):
            report.at_most(f"{path.name}, bytes a series", (folder / path).stat().st_size / count, 1_000)
        report.at_least("verify, pace against md5sum on 2 cores", _seconds(hashed) / _seconds(verified), 0.9)


def _seconds(runs: list[Spent]) -> float:
    return sorted(run.seconds for run in runs)[len(runs) // 2]
