"""The command `nbia merge`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from .download import check_report, tell_report
from .options import Command, Option
from .settings import common_parameters, current_settings
from .waiting import Waiting

_HELP: Final = """Make one destination of the parts that several machines have downloaded, and say what is missing.

DIR is what a machine has downloaded to, or the folder that all of them share. The destination gets a state that knows all
series, metadata.csv, CITATION.txt and download-report.json; the next download or verification goes on from there. Nothing
is asked of the server.

Series of a DIR that lies in the destination stay where they are. Those of another are moved with --move, each by renaming
its folder; nothing is copied, and nothing that lies there is replaced. Merge again as often as you like: what the parts
have got since is taken in.
"""
_NOTES: Final = {
    "Exit codes": "\b\n"
    "  0  every series is there and complete\n"
    "  1  one is missing, or not complete, or two parts have different images of it\n"
    "  2  wrong options",
    "Examples": "\b\n"
    "nbia merge tciaDownload\n"
    "nbia merge all/part-* --to all --manifest cart.tcia\n"
    "nbia merge part-* --to all --move",
}
_SECTION: Final = "Options"


def _run(parts: tuple[str, ...], to: str | None, manifest: str | None, report: str | None, *, move: bool) -> int:
    settings = current_settings()
    check_report(report, [] if manifest is None else [Path(manifest)])
    with Waiting("Merging", is_quiet=settings.quiet), settings.client() as client:
        result = client.merge(parts, to, what=manifest, move=move)
    return tell_report(result, settings, report)


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "merge",
        params=[
            click.Argument(["parts"], metavar="DIR...", type=click.Path(), nargs=-1, required=True),
            Option(
                ["-o", "--to"],
                section=_SECTION,
                type=click.Path(),
                metavar="DIR",
                help="The destination: a folder above the parts, one of them, or any other. If there is one part, it is the "
                "default.",
            ),
            Option(
                ["--manifest"],
                section=_SECTION,
                metavar="FILE",
                help="A list of the series that must be there, as nbia download takes it: what it names and no part has is "
                "missing.",
            ),
            Option(
                ["--move"],
                section=_SECTION,
                is_flag=True,
                help="Move the series of parts that do not lie in the destination into it, on the same file system.",
            ),
            Option(
                ["--report"],
                section=_SECTION,
                type=click.Path(),
                metavar="FILE",
                help="Also write the report to this file, as JSON; - is standard output.",
            ),
            *common_parameters(),
        ],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
    )
