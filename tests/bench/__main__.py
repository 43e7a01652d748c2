"""Runs the benchmarks: `make bench`. Each figure is the median of 5 runs, taken in turns."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

Figures = Mapping[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all benchmarks and print a table. Return 1 if a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=300_000, help="rows of the getSeries answer (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (%(default)s)")
    options = parser.parse_args(arguments)
    checks = [*_decoding(options.rows, options.rounds), *_streaming(options.rows), *_generating(options.rounds)]
    return 0 if all(checks) else 1


def _decoding(rows: int, rounds: int) -> Iterator[bool]:
    print(f"Decoding {rows:,} getSeries records, against json.loads on the same bytes")
    runs: dict[str, list[Figures]] = {"decode_with_json": [], "decode_into_records": []}
    for _ in range(rounds):
        for task, figures in runs.items():
            figures.append(_run(task, str(rows)))
    ours, theirs = _median(runs["decode_into_records"]), _median(runs["decode_with_json"])
    yield _report("CPU", ours["cpu"] / theirs["cpu"], 0.5, f"{ours['cpu']:.2f} s and {theirs['cpu']:.2f} s")
    yield _report(
        "peak memory", ours["memory"] / theirs["memory"], 1.0, f"{ours['memory']:.0f} MB and {theirs['memory']:.0f} MB"
    )


def _streaming(rows: int) -> Iterator[bool]:
    print("\nMemory over the bare interpreter while an answer is handed out, all imports included")
    with _server() as root, tempfile.TemporaryDirectory() as folder:
        for amount in (rows // 10, rows):
            figures = _run("stream", f"{root}/{amount}")
            print(f"  iter_series, {figures['rows']:,.0f} records in {figures['cpu']:.2f} s of CPU")
            yield _report("memory, MB", figures["memory"], 30)
        for amount in (40, 400):
            figures = _run("save", f"{root}/{amount}", str(Path(folder) / "series.zip"))
            print(f"  get_image to a file, {figures['bytes'] / 1e6:,.0f} MB in {figures['cpu']:.2f} s of CPU")
            yield _report("memory, MB", figures["memory"], 40)


def _generating(rounds: int) -> Iterator[bool]:
    print("\nGenerating the whole tree, with the start of Python")
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "generator", "check"], check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begun)
    yield _report("seconds", statistics.median(seconds), 2.0)


@contextmanager
def _server() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.server"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.communicate()


def _run(task: str, *arguments: str) -> Figures:
    command = [sys.executable, "-m", "tests.bench.tasks", task, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def _median(runs: Sequence[Figures]) -> Figures:
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def _report(name: str, figure: float, limit: float, detail: str = "") -> bool:
    is_kept = figure <= limit
    verdict = "kept" if is_kept else "NOT KEPT"
    print(f"    {name}: {figure:.2f} (limit {limit:g}, {verdict}){f'; {detail}' if detail else ''}")
    return is_kept


if __name__ == "__main__":
    sys.exit(main())
