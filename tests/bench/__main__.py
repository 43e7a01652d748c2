"""Runs the benchmarks: `make bench`. Each figure is the median of 5 runs, taken in turns.

Then says which became worse than the figures in figures.json by more than the noise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from . import answers, peers, plans, tables
from .buckets import buckets
from .downloads import Bench, missing_tools, show_server
from .executors import executors
from .figures import FIGURES, Scenario, compared, read_figures, this_scenario, write_figures
from .many import memory, small_series
from .nginx import Nginx
from .pipeline import pipeline, variants
from .report import Report
from .series import KINDS, USUAL
from .transfer import large_series, slow_links, transfer

_ANSWERS: Final[Mapping[str, Callable[[Report, argparse.Namespace], None]]] = {
    "decoding": lambda report, options: answers.decoding(report, options.rounds, options.rows),
    "summaries": lambda report, options: answers.summaries(report, options.rounds, options.rows),
    "streaming": lambda report, options: answers.streaming(report, options.rounds, options.rows),
    "tables": lambda report, options: tables.tables(report, options.rounds, options.rows),
    "listing": lambda report, options: answers.listing(report, options.rounds),
    "plans": plans.plans,
    "complete": plans.complete,
    "generating": lambda report, options: answers.generating(report, options.rounds),
}
_DOWNLOADS: Final[Mapping[str, Callable[[Bench], None]]] = {
    "pipeline": pipeline,
    "variants": variants,
    "transfer": transfer,
    "large-series": large_series,
    "slow-links": slow_links,
    "memory": memory,
    "small-series": small_series,
    "executors": executors,
    "buckets": buckets,
    "peers": peers.compare,
}


_UNASKED: Final = tuple(name for name in (*_ANSWERS, *_DOWNLOADS) if name != "peers")
"""What runs if nothing is named: other clients are installed for `peers`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks and print tables. Return 1 if a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "scenarios",
        nargs="*",
        metavar="SCENARIO",
        help=f"run these alone: {', '.join((*_ANSWERS, *_DOWNLOADS))}; all but peers if none is named. Peers are other "
        "clients, installed from the package index (1 GB)",
    )
    parser.add_argument("--rows", type=int, default=300_000, help="rows of the getSeries answer (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (%(default)s)")
    parser.add_argument(
        "--quick", action="store_true", help="less data: tries the benchmark, says little of the client"
    )
    parser.add_argument(
        "--write", action="store_true", help=f"put the figures into {FIGURES.name}, where the next runs find them"
    )
    options = parser.parse_args(arguments)
    unknown = [name for name in options.scenarios if name not in _ANSWERS and name not in _DOWNLOADS]
    if unknown:
        parser.error(f"there is no scenario {', '.join(unknown)}; there are {', '.join((*_ANSWERS, *_DOWNLOADS))}")
    if options.write and options.quick:
        parser.error("--quick says little of the client, so --write does not keep its figures")
    report, measured = Report(), dict[str, Scenario]()
    wanted = dict.fromkeys(options.scenarios or _UNASKED)
    for name in wanted:
        if name in _ANSWERS:
            _ANSWERS[name](report, options)
            measured[name] = _taken(report)
    measured |= _measure_downloads(report, [name for name in wanted if name in _DOWNLOADS], options)
    _compare(report, measured)
    if options.write:
        write_figures(measured)
    print(f"\n{report.markdown()}")
    return 0 if report.is_kept else 1


def _taken(report: Report) -> Scenario:
    """Return the figures of the scenario that has ended."""
    figures, report.figures = report.figures, {}
    return this_scenario(figures)


def _compare(report: Report, measured: Mapping[str, Scenario]) -> None:
    """Say what is worse and what is better than in the file, and what cannot be compared."""
    earlier = read_figures()
    dates = sorted({f"{earlier[name].date}, {earlier[name].machine}" for name in measured if name in earlier})
    report.heading(f"Against {FIGURES.name} ({'; '.join(dates) or 'which has none of these'})")
    rows = compared(measured, earlier)
    shown = [row for row in rows if row[-1] != "as before"]
    if shown:
        report.table(("figure", "then", "now", "ratio", ""), shown)
    worse = sum(row[-1] == "worse" for row in rows)
    report.note(f"{len(rows):,} figures, {worse:,} worse by more than the noise, {len(rows) - len(shown):,} as before")


def _measure_downloads(report: Report, names: Sequence[str], options: argparse.Namespace) -> dict[str, Scenario]:
    missing = missing_tools() if names else []
    if missing:
        report.heading(f"Not measured: {', '.join(names)}")
        report.note(f"{', '.join(missing)} must be installed (Debian: apt-get install nginx openssl curl unzip)")
        return {}
    measured: dict[str, Scenario] = {}
    if names:
        is_large = "large-series" in names and not options.quick
        with Nginx(KINDS if is_large else USUAL) as server:
            bench = Bench(report=report, server=server, rounds=options.rounds, is_quick=options.quick)
            show_server(bench)
            for name in names:
                _DOWNLOADS[name](bench)
                measured[name] = _taken(report)
    return measured


if __name__ == "__main__":
    sys.exit(main())
