"""The command `nbia verify`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from nbia_core.text import counted, size

from .failures import ExitCode
from .options import Command, Option
from .output import fitted, say, write, write_data
from .settings import common_parameters, current_settings
from .waiting import Waiting

if TYPE_CHECKING:
    from nbia_core.download.check.verify import SeriesVerified

_HELP: Final = """Check that what was downloaded is still complete and unchanged.

Every file below DIR is read and compared with what is remembered of it, or with the list of MD5 hashes that lies beside
it: so a download of another program can be checked too. The metadata.csv of the NBIA Data Retriever says how many images
there must be. Nothing is asked of the server, and nothing is written.
"""
_NOTES: Final = {
    "Exit codes": "\b\n  0  every series is complete and unchanged\n  1  it is not, or there is no series\n  2  wrong options",
    "Examples": "\b\nnbia verify tciaDownload\nnbia verify tciaDownload --json > report.json",
}
_SECTION: Final = "Options"


def _run(path: str, *, as_json: bool, headers: bool, workers: int) -> int:
    from nbia_core.download.check.verify import verify

    settings = current_settings()
    images = bytes_read = series = 0
    with Waiting(f"Reading {path}", is_quiet=settings.quiet) as waiting:

        def take(result: SeriesVerified) -> None:
            nonlocal series, images, bytes_read
            series, images, bytes_read = series + 1, images + result.images, bytes_read + result.size
            waiting.progress = f"{series:,} series, {counted(images, 'image')}, {size(bytes_read)}"

        report = verify(path, headers=headers, workers=workers, progress=take)
    if as_json:
        write_data(f"{report.to_json()}\n")
    elif not settings.quiet:
        write(f"{fitted(str(report), sys.stdout)}\n")
    elif not report.is_complete:
        say(str(report))
    return ExitCode.OK if report.is_complete else ExitCode.FAILED


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "verify",
        params=[
            click.Argument(["path"], metavar="DIR", type=click.Path()),
            Option(["--json", "as_json"], section=_SECTION, is_flag=True, help="Write the report as JSON."),
            Option(
                ["--headers/--no-headers"],
                section=_SECTION,
                default=True,
                help="Whether to compare the UIDs in the images too. They are by default.",
            ),
            Option(
                ["--workers"],
                section=_SECTION,
                type=int,
                default=2,
                metavar="NUMBER",
                help="How many series are read at a time, from 1 to 64. The default is 2.",
            ),
            *common_parameters(),
        ],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
    )
