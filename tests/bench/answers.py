"""What queries cost: decoding, memory while answers are handed out, and the generator."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from .processes import Figures, in_turns, median_of, spend, task
from .report import Report


def decoding(report: Report, rounds: int, rows: int) -> None:
    """Compare the decoding of records with that of plain JSON."""
    report.heading(f"Decoding {rows:,} getSeries records, against json.loads on the same bytes")
    runs = in_turns(
        rounds,
        lambda: spend(task("decode_into_records", str(rows))),
        lambda: spend(task("decode_with_json", str(rows))),
    )
    ours, theirs = (median_of([spent.figures for spent in side]) for side in runs)
    report.at_most("CPU", ours["cpu"] / theirs["cpu"], 0.5, f"{ours['cpu']:.2f} s and {theirs['cpu']:.2f} s")
    report.at_most(
        "peak memory", ours["memory"] / theirs["memory"], 1.0, f"{ours['memory']:.0f} MB and {theirs['memory']:.0f} MB"
    )


def streaming(report: Report, rows: int) -> None:
    """Measure the memory of what is handed out while it arrives."""
    report.heading("Memory over the bare interpreter while an answer is handed out, all imports included")
    with _server() as root, tempfile.TemporaryDirectory() as folder:
        for amount in (rows // 10, rows):
            figures = _figures("stream", f"{root}/{amount}")
            report.note(f"iter_series, {figures['rows']:,.0f} records in {figures['cpu']:.2f} s of CPU")
            report.at_most("memory, MB", figures["memory"], 30)
        for amount in (40, 400):
            figures = _figures("save", f"{root}/{amount}", str(Path(folder) / "series.zip"))
            report.note(f"get_image to a file, {figures['bytes'] / 1e6:,.0f} MB in {figures['cpu']:.2f} s of CPU")
            report.at_most("memory, MB", figures["memory"], 40)


def generating(report: Report, rounds: int) -> None:
    """Measure how long the generator takes."""
    report.heading("Generating the whole tree, with the start of Python")
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "generator", "check"], check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begun)
    report.at_most("seconds", median(seconds), 2.0)


@contextmanager
def _server() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.server"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.communicate()


def _figures(name: str, *arguments: str) -> Figures:
    return spend(task(name, *arguments)).figures
