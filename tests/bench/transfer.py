"""Saving archives as they come: our client against curl, fast and over connections like those to the real archive."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from .downloads import Bench
from .processes import Spent, cpu, figure, fresh_folder, in_turns, ratios, seconds, task
from .series import HUGE, LARGE, MEDIUM, Kind

_CURL: Final = """ls "$FOLDER"/*.curl | xargs -P "$CONNECTIONS" -n 1 curl -sSf --cacert "$CERTIFICATE" -K"""
_SYNC: Final = """ && sync "$FOLDER"/*.zip"""


def transfer(bench: Bench) -> None:
    """Compare how fast bodies get to files."""
    count = 4 if bench.is_quick else 16
    bench.report.heading(f"get_image to open files: {count} archives of 49 MB, against curl")
    for connections in (1, 4, 16):
        each = max(1, count // connections)
        saved = partial(_curl, bench, LARGE, count, connections, f"{bench.server.base_url}/getImage", each)
        ours, synced, curl, curl_synced = in_turns(
            bench.rounds,
            partial(_get_image, bench, "file", LARGE, count, connections),
            partial(_get_image, bench, "path", LARGE, count, connections),
            saved,
            partial(saved, syncs=True),
        )
        megabytes = figure(ours, "bytes") / 1e6
        took = (figure(ours, "seconds"), seconds(curl), figure(synced, "seconds"), seconds(curl_synced))
        rates = [megabytes / time for time in took]
        rounds = ratios([run.seconds for run in curl], [run.figures["seconds"] for run in ours])
        bench.report.at_least(
            f"throughput, {connections} connections",
            rates[0] / rates[1],
            0.8,
            f"{rates[0]:.0f} MB/s and {rates[1]:.0f} MB/s; CPU {figure(ours, 'cpu'):.2f} s and {cpu(curl):.2f} s",
            rounds=rounds,
        )
        bench.report.at_least(
            f"to paths, durable, against curl and sync: throughput, {connections} connections, aim 1",
            rates[2] / rates[3],
            0.9,
            f"{rates[2]:.0f} MB/s and {rates[3]:.0f} MB/s",
            rounds=ratios([run.seconds for run in curl_synced], [run.figures["seconds"] for run in synced]),
        )
        bench.server_share("our client", ours)


def large_series(bench: Bench) -> None:
    """Compare one very large series, checked and extracted, with its archive that curl only saves."""
    kind = LARGE if bench.is_quick else HUGE
    lines = (("as fast as it can", bench.server.base_url, 0.1), ("1 Gbit/s", bench.server.gigabit_base_url, 0.8))
    for line, base_url, limit in lines:
        bench.report.heading(
            f"One series of {kind.images:,} images, sent at {line}, against curl that saves the archive and syncs it"
        )
        ours, curl = in_turns(
            bench.rounds,
            partial(bench.download, kind, 1, 1, base_url=base_url),
            partial(_curl, bench, kind, 1, 1, f"{base_url}/getImageWithMD5Hash", each=1, syncs=True),
        )
        bench.report.at_least(
            "throughput, aim 1",
            seconds(curl) / figure(ours, "seconds"),
            limit,
            f"{figure(ours, 'seconds'):.2f} s and {seconds(curl):.2f} s; CPU {cpu(ours):.2f} s",
            rounds=ratios([run.seconds for run in curl], [run.figures["seconds"] for run in ours]),
        )


def slow_links(bench: Bench) -> None:
    """Compare verified, extracted series with archives that curl only saves, when the network is the limit."""
    for workers in (8, 16):
        count = workers * (2 if bench.is_quick else 6)
        bench.report.heading(
            f"TLS, 5 MB/s per connection, 200 ms to the first byte: {count} series of 4.9 MB, {workers} workers, "
            "against curl that only saves"
        )
        ours, curl = in_turns(
            bench.rounds,
            partial(
                bench.download,
                MEDIUM,
                count,
                workers,
                base_url=bench.server.slow_base_url,
                environment={"SSL_CERT_FILE": str(bench.server.certificate)},
            ),
            partial(_curl, bench, MEDIUM, count, workers, f"{bench.server.slow_base_url}/getImageWithMD5Hash", each=1),
        )
        rounds = ratios([run.seconds for run in curl], [run.figures["seconds"] for run in ours])
        bench.report.at_least(
            "throughput",
            seconds(curl) / figure(ours, "seconds"),
            0.97,
            f"{figure(ours, 'seconds'):.2f} s and {seconds(curl):.2f} s; "
            f"with the start of Python and getSeries {seconds(ours):.2f} s",
            rounds=rounds,
        )
        bench.server_share("our client", ours)


def _get_image(bench: Bench, to: str, kind: Kind, count: int, connections: int) -> Spent:
    with fresh_folder() as folder:
        where = (bench.server.base_url, to, str(folder), str(connections))
        return bench.spend(task("transfer", *where, *kind.uids(count)))


def _curl(bench: Bench, kind: Kind, count: int, connections: int, url: str, each: int, *, syncs: bool = False) -> Spent:
    """Save archives with several curls at a time; each saves `each` archives over one connection."""
    uids = kind.uids(count)
    with fresh_folder() as folder:
        for start in range(0, count, each):
            lines = [
                f'url = "{url}?SeriesInstanceUID={uid}"\noutput = "{folder / uid}.zip"\n'
                for uid in uids[start : start + each]
            ]
            (folder / f"{start:04d}.curl").write_text("".join(lines), encoding="utf-8")
        environment = {
            "FOLDER": str(folder),
            "CONNECTIONS": str(connections),
            "CERTIFICATE": str(bench.server.certificate),
        }
        spent = bench.spend(["sh", "-c", _CURL + _SYNC * syncs], environment)
        _check_archives(folder, count)
    return spent


def _check_archives(folder: Path, count: int) -> None:
    found = sum(1 for path in folder.glob("*.zip") if path.stat().st_size > 0)
    if found != count:
        raise AssertionError(f"curl saved {found:,} archives where {count:,} were asked for.")
