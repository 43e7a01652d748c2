"""Many series: memory that does not grow, small series at the pace of requests, a state that costs the same throughout."""

from __future__ import annotations

import statistics
from functools import partial

from .downloads import Bench
from .processes import figure, fresh_folder, in_turns, ratios, task
from .series import LARGE, SMALL


def memory(bench: Bench) -> None:
    """Measure the memory of downloads of few and of many series, of large and of small ones."""
    bench.report.heading("Memory of a download over the bare interpreter, all imports included, 8 workers")
    many = 100 if bench.is_quick else 1_000
    cases = [(LARGE, 10), (SMALL, 10), (SMALL, many)]
    runs = in_turns(bench.rounds, *(partial(bench.download, kind, count, 8) for kind, count in cases))
    used = [[run.figures["memory"] for run in side] for side in runs]
    for (kind, count), rounds in zip(cases, used, strict=True):
        name = f"{count:,} series of {kind.images} images, MB"
        bench.report.at_most(name, statistics.median(rounds), 80, rounds=rounds)
    bench.report.at_most(
        f"growth from 10 to {many:,} series, MB",
        statistics.median(used[2]) - statistics.median(used[1]),
        10,
        rounds=[more - few for more, few in zip(used[2], used[1], strict=True)],
    )


def small_series(bench: Bench) -> None:
    """Compare small series with plain requests, more workers with fewer, and the last series with the first ones."""
    count = 1_000 if bench.is_quick else 10_000
    bench.report.heading(f"{count:,} series of one image of 50 kB, 4 workers, against httpx.get on one connection")
    asked = SMALL.uids(count // 10)
    with fresh_folder() as folder:
        ours, more, plain = in_turns(
            bench.rounds,
            partial(bench.download, SMALL, count, 4, within=folder),
            partial(bench.download, SMALL, count, 8, within=folder),
            partial(bench.spend, task("requests", bench.server.base_url, *asked)),
        )
    took, asking = (
        [run.figures["seconds"] * 1000 / number for run in runs]
        for runs, number in ((ours, count), (plain, len(asked)))
    )
    bench.report.at_most(
        "ms per series over a request, aim 1",
        statistics.median(took) - statistics.median(asking),
        2,
        f"{statistics.median(took):.2f} and {statistics.median(asking):.2f} ms",
        rounds=[one - other for one, other in zip(took, asking, strict=True)],
    )
    with_more = ratios([run.figures["seconds"] for run in more], [run.figures["seconds"] for run in ours])
    bench.report.at_most(
        "time with 8 workers over that with 4, aim 1",
        statistics.median(with_more),
        1.5,
        f"{figure(more, 'seconds') * 1000 / count:.2f} and {statistics.median(took):.2f} ms a series",
        rounds=with_more,
    )
    growth = [spent.figures["last"] / spent.figures["first"] for spent in ours]
    bench.report.at_most(
        f"time of the last {count // 10:,} series over that of the first",
        statistics.median(growth),
        1.2,
        f"{figure(ours, 'first'):.2f} s and {figure(ours, 'last'):.2f} s",
        rounds=growth,
    )
    bench.server_share("our client", ours)
    looking, blind = in_turns(
        bench.rounds,
        partial(bench.spend, task("answers", bench.server.base_url, asked[0], "100", "yes")),
        partial(bench.spend, task("answers", bench.server.base_url, asked[0], "100", "no")),
    )
    rounds = ratios([run.figures["seconds"] for run in looking], [run.figures["seconds"] for run in blind])
    bench.report.at_most(
        "time of a small answer with the look at the connection before each request, over that without",
        figure(looking, "seconds") / figure(blind, "seconds"),
        1.05,
        f"{figure(looking, 'seconds') * 1e6:.0f} µs and {figure(blind, 'seconds') * 1e6:.0f} µs",
        rounds=rounds,
    )
