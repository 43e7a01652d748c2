"""What the benchmarks of downloads share: a server, and ways to run our client against it."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from .nginx import Nginx
from .processes import Spent, fresh_folder, new_folder, spend, task
from .report import Report
from .series import LARGE, Kind

_TOOLS: Final = ("nginx", "openssl", "curl", "unzip", "md5sum", "xargs")


def missing_tools() -> list[str]:
    """Return the programs that the benchmarks of downloads need and that are not installed."""
    return [tool for tool in _TOOLS if shutil.which(tool) is None]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bench:
    """Where to measure, how often, and where to report it."""

    report: Report
    server: Nginx
    rounds: int
    is_quick: bool
    """Whether less is downloaded, to try the benchmark itself: the figures then say little."""

    def download(
        self,
        kind: Kind,
        count: int,
        workers: int,
        options: Mapping[str, object] | None = None,
        *,
        base_url: str | None = None,
        environment: Mapping[str, str] | None = None,
        within: Path | None = None,
    ) -> Spent:
        """Download series with our client, durably, checked and extracted.

        Headers are not checked unless `options` say so: series share archives, so that only the first have ones that fit.
        The folder is removed, unless it lies `within` another, where it stays: for half a minute after many files are
        removed, ext4 takes longer to make new ones.
        """
        options = {"check_headers": False, **(options or {})}
        with fresh_folder() if within is None else contextlib.nullcontext(new_folder(within)) as folder:
            where = (base_url or self.server.base_url, self.server.collection(kind, count), str(folder))
            command = task("download", *where, str(workers), json.dumps(options))
            spent = self.spend(command, environment)
            check_images(folder, kind, count)
        return spent

    def spend(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> Spent:
        """Run a command; its figures get the CPU seconds of the server as `server`."""
        before = self.server.cpu()
        spent = spend(command, environment)
        return dataclasses.replace(spent, figures={**spent.figures, "server": self.server.cpu() - before})

    def server_share(self, name: str, runs: Sequence[Spent]) -> None:
        """Show that the server was not what was measured."""
        server, clients = sum(run.figures["server"] for run in runs), sum(run.cpu for run in runs)
        self.report.note(
            f"for {name}, nginx used {server / len(runs):.2f} s of CPU, {server / clients:.0%} of the client's"
        )


def check_images(folder: Path, kind: Kind, count: int) -> None:
    """Raise AssertionError unless all images of the series are in a folder, none of them empty."""
    found = sum(1 for path in folder.rglob("*.dcm") if path.stat().st_size > 0)
    if found != count * kind.images:
        raise AssertionError(f"There are {found:,} images where {count * kind.images:,} should be.")


def show_server(bench: Bench) -> None:
    """Show what the server sends."""
    bench.report.heading("The server: nginx on 127.0.0.1")
    sizes = bench.server.chunk_sizes(LARGE.uid(0))
    size, count = sizes.most_common(1)[0]
    bench.report.note(f"{count:,} of {sizes.total():,} chunks of a series of 200 images have {size:,} bytes")
