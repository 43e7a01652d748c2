"""What queries cost: decoding, memory while answers are handed out, and the generator."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from .processes import cpu, figure, in_turns, median_of, ratios, spend, task
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
    rounds_of = {key: ratios(*([spent.figures[key] for spent in side] for side in runs)) for key in ours}
    report.at_most(
        "CPU",
        ours["cpu"] / theirs["cpu"],
        0.5,
        f"{ours['cpu']:.2f} s and {theirs['cpu']:.2f} s",
        rounds=rounds_of["cpu"],
    )
    report.at_most(
        "peak memory",
        ours["memory"] / theirs["memory"],
        1.0,
        f"{ours['memory']:.0f} MB and {theirs['memory']:.0f} MB",
        rounds=rounds_of["memory"],
    )


def summaries(report: Report, rounds: int, rows: int) -> None:
    """Compare summaries of records with the decoding of plain JSON."""
    report.heading(f"summary() of {rows:,} getSeries records, against json.loads on the bytes of their answer")
    runs = in_turns(
        rounds,
        lambda: spend(task("summarize", str(rows))),
        lambda: spend(task("decode_with_json", str(rows))),
    )
    ours, theirs = (median_of([spent.figures for spent in side]) for side in runs)
    report.at_most("CPU", ours["cpu"] / theirs["cpu"], 0.5, f"{ours['cpu']:.2f} s and {theirs['cpu']:.2f} s")


def streaming(report: Report, rounds: int, rows: int) -> None:
    """Compare records that are handed out while they arrive with plain JSON, and measure their memory, and that of files."""
    with _server() as root, tempfile.TemporaryDirectory() as folder:
        archive = str(Path(folder) / "series.zip")
        report.heading(f"iter_series of {rows:,} records over HTTP, against json.loads on the same bytes in memory")
        runs = in_turns(
            rounds,
            lambda: spend(task("stream", root, str(rows))),
            lambda: spend(task("decode_with_json", str(rows))),
        )
        ours, theirs = ([run.figures["cpu"] for run in side] for side in runs)
        report.at_most(
            "CPU",
            median(ours) / median(theirs),
            0.7,
            f"{median(ours):.2f} s and {median(theirs):.2f} s",
            rounds=ratios(ours, theirs),
        )
        report.heading("Memory over the bare interpreter while an answer is handed out, all imports included")
        for amount in (rows // 10, rows):
            _memory(report, f"iter_series, {amount:,} records, MB", 26, rounds, "stream", root, str(amount))
        for form, ending in (("Parquet", "parquet"), ("CSV", "csv")):
            report.heading(f"Highest memory of the command line while it writes {form}, the interpreter included")
            for amount in (rows // 10, rows):
                path = str(Path(folder) / f"{amount}.{ending}")
                _memory(report, f"{amount:,} records, MB", 150, rounds, "write_file", root, str(amount), path)
        report.heading("Memory over the bare interpreter while an archive is written to a file, all imports included")
        for amount in (40, 400):
            _memory(report, f"get_image to a file, {amount} MiB, MB", 40, rounds, "save", f"{root}/{amount}", archive)


def _memory(report: Report, name: str, limit: float, rounds: int, *of_task: str) -> None:
    runs = [spend(task(*of_task)) for _ in range(rounds)]
    detail = f"{figure(runs, 'cpu'):.2f} s of CPU"
    report.at_most(name, figure(runs, "memory"), limit, detail, rounds=[run.figures["memory"] for run in runs])


def listing(report: Report, rounds: int) -> None:
    """List the largest collection of the index of IDC in processes of their own, with the start of Python and all imports."""
    report.heading("NLST listed by the index of IDC, in a process of its own")
    if importlib.util.find_spec("idc_index_data") is None:
        report.note("Not measured: idc-index-data is not installed.")
        return
    # The first run compiles the modules, as installing them does, and none compiles them again.
    _, *runs = (spend(task("list_from_index", "NLST"), {"PYTHONDONTWRITEBYTECODE": ""}) for _ in range(rounds + 1))
    detail = f"{figure(runs, 'rows'):,.0f} records"
    report.at_most("CPU, s", cpu(runs), 2, detail, rounds=[run.cpu for run in runs])
    report.at_most("highest memory, MB", figure(runs, "memory"), 250, rounds=[run.figures["memory"] for run in runs])


def generating(report: Report, rounds: int) -> None:
    """Measure how long the generator takes."""
    report.heading("Generating the whole tree, with the start of Python")
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "generator", "check"], check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begun)
    report.at_most("seconds", median(seconds), 2.0, rounds=seconds)


@contextmanager
def _server() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.server"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.communicate()
