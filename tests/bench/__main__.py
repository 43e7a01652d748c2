"""Runs the benchmarks: `make bench`. Each figure is the median of 5 runs, taken in turns."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from . import answers, peers, tables
from .downloads import Bench, missing_tools, show_server
from .many import memory, small_series
from .nginx import Nginx
from .pipeline import pipeline, variants
from .report import Report
from .transfer import slow_links, transfer

_ANSWERS: Final[Mapping[str, Callable[[Report, argparse.Namespace], None]]] = {
    "decoding": lambda report, options: answers.decoding(report, options.rounds, options.rows),
    "streaming": lambda report, options: answers.streaming(report, options.rows),
    "tables": lambda report, options: tables.tables(report, options.rounds, options.rows),
    "generating": lambda report, options: answers.generating(report, options.rounds),
}
_DOWNLOADS: Final[Mapping[str, Callable[[Bench], None]]] = {
    "pipeline": pipeline,
    "variants": variants,
    "transfer": transfer,
    "slow-links": slow_links,
    "memory": memory,
    "small-series": small_series,
    "peers": peers.compare,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks and print tables. Return 1 if a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=300_000, help="rows of the getSeries answer (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (%(default)s)")
    parser.add_argument(
        "--only", action="append", choices=[*_ANSWERS, *_DOWNLOADS], help="run this part; may be given again"
    )
    parser.add_argument(
        "--quick", action="store_true", help="less data: tries the benchmark, says little of the client"
    )
    parser.add_argument(
        "--peers", action="store_true", help="also run other clients; installs them from the package index (1 GB)"
    )
    options = parser.parse_args(arguments)
    wanted = options.only or [name for name in (*_ANSWERS, *_DOWNLOADS) if name != "peers"]
    wanted += ["peers"] if options.peers and "peers" not in wanted else []
    report = Report()
    for name in wanted:
        if name in _ANSWERS:
            _ANSWERS[name](report, options)
    _measure_downloads(report, [name for name in wanted if name in _DOWNLOADS], options)
    print(f"\n{report.markdown()}")
    return 0 if report.is_kept else 1


def _measure_downloads(report: Report, names: Sequence[str], options: argparse.Namespace) -> None:
    missing = missing_tools() if names else []
    if missing:
        report.heading(f"Not measured: {', '.join(names)}")
        report.note(f"{', '.join(missing)} must be installed (Debian: apt-get install nginx openssl curl unzip)")
        return
    if names:
        with Nginx() as server:
            bench = Bench(report=report, server=server, rounds=options.rounds, is_quick=options.quick)
            show_server(bench)
            for name in names:
                _DOWNLOADS[name](bench)


if __name__ == "__main__":
    sys.exit(main())
