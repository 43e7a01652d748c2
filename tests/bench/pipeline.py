"""Download, check and extract: our client against curl, unzip and md5sum."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from .downloads import Bench, check_images
from .processes import Spent, cpu, fresh_folder, in_turns, ratios, seconds
from .series import LARGE, Kind

# sed turns the list of hashes into what md5sum reads; 255 lets xargs stop.
_SERIES: Final = r"""
mkdir "$1" && cd "$1" && curl -sSf -o ../"$1".zip "$URL/getImageWithMD5Hash?SeriesInstanceUID=$1" &&
unzip -q ../"$1".zip && rm ../"$1".zip &&
sed -nE 's/^(.*),([0-9a-f]{32})$/\2  \1/p' md5hashes.csv | md5sum --check --quiet - &&
[ "$(ls ./*.dcm | wc -l)" -eq "$IMAGES" ] || exit 255
"""
_ALL: Final = """cd "$FOLDER" && printf '%s\\n' "$@" | xargs -P "$WORKERS" -n 1 sh -c "$SERIES" series"""


def pipeline(bench: Bench) -> None:
    """Compare time and CPU with 4 and with 8 workers."""
    count = 8 if bench.is_quick else 16
    for workers in (4, 8):
        bench.report.heading(
            f"Download, check, extract: {count} series of 200 images, {workers} workers, against curl, unzip, md5sum"
        )
        ours, shell = in_turns(
            bench.rounds,
            partial(bench.download, LARGE, count, workers),
            partial(_shell, bench, LARGE, count, workers),
        )
        speed = ratios([run.seconds for run in shell], [run.seconds for run in ours])
        bench.report.at_least(
            "times as fast, aim 1.9",
            seconds(shell) / seconds(ours),
            1.6,
            f"{seconds(ours):.2f} s and {seconds(shell):.2f} s",
            rounds=speed,
        )
        share = ratios([run.cpu for run in ours], [run.cpu for run in shell])
        bench.report.at_most(
            "CPU, aim 0.5",
            cpu(ours) / cpu(shell),
            0.6,
            f"{cpu(ours):.2f} s and {cpu(shell):.2f} s",
            rounds=share,
        )
        bench.server_share("our client", ours)


def _shell(bench: Bench, kind: Kind, count: int, workers: int) -> Spent:
    with fresh_folder() as folder:
        environment = {
            "URL": bench.server.base_url,
            "FOLDER": str(folder),
            "WORKERS": str(workers),
            "IMAGES": str(kind.images),
            "SERIES": _SERIES,
        }
        spent = bench.spend(["sh", "-c", _ALL, "all", *kind.uids(count)], environment)
        check_images(folder, kind, count)
    return spent


def variants(bench: Bench) -> None:
    """Show what the options of a download cost."""
    bench.report.heading("The options of a download: 8 series of 200 images with headers that fit, 4 workers")
    options: Mapping[str, Mapping[str, object]] = {
        "as above: check_headers=False": {},
        "durable=False": {"durable": False},
        "check_headers=True": {"check_headers": True},
        "executor=ProcessPoolExecutor(2)": {"processes": 2},
    }
    runs = in_turns(bench.rounds, *(partial(bench.download, LARGE, 8, 4, each) for each in options.values()))
    usual, checked = runs[0], runs[2]
    rounds = ratios([run.cpu for run in checked], [run.cpu for run in usual])
    bench.report.at_most("CPU with header checks", cpu(checked) / cpu(usual), 1.05, rounds=rounds)
    bench.report.table(
        ("options", "seconds", "of the first", "CPU seconds", "of the first"),
        [
            (
                name,
                f"{seconds(spent):.2f}",
                f"{seconds(spent) / seconds(usual):.2f}",
                f"{cpu(spent):.2f}",
                f"{cpu(spent) / cpu(usual):.2f}",
            )
            for name, spent in zip(options, runs, strict=True)
        ],
    )
