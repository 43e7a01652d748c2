"""The command `nbia manifest`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

import click

from .failures import ExitCode
from .options import Command, Option
from .output import STDOUT, result, say
from .series import check_is_no_list, choose_series, listed_series, series_parameters, series_spelling
from .settings import common_parameters, current_settings, index_option

_HELP: Final = """Write a list of series for a download: a .tcia manifest, or a table if FILE ends in .csv, .tsv or .xlsx.

The NBIA Data Retriever and nbia download read it. If FILE ends in .s5cmd, it is a manifest of the Imaging Data Commons (IDC),
which s5cmd and idc-index run; a series that the index of IDC does not have is refused.

SERIES is a Series Instance UID; a file, an address or standard input (-) is a list as nbia download takes it, of which the
UIDs are taken; those of studies and patients become those of their series. In place of them, filters choose as in get-series;
a table then has all attributes of the series.
"""
_NOTES: Final = {
    "Exit codes": "\b\n  0  the list was written\n  1  it could not be, or there are no series\n  2  wrong options",
    "Examples": "\b\n"
    'nbia manifest --collection "RIDER Pilot" -o cart.tcia\n'
    "nbia manifest cart.tcia more.csv -o all.tcia\n"
    "nbia get-series --collection 4D-Lung | nbia manifest - -o cart.tcia\n"
    "nbia manifest cart.tcia -o cart.s5cmd",
}

_NAME: Final = "manifest.tcia"
"""What a manifest on standard output calls itself."""


def _run(output: str, **values: Any) -> int:
    from nbia_core.download.inputs.manifest_writer import write_manifest

    settings = current_settings()
    with settings.client() as client:
        number = values.pop("number")
        chosen = choose_series(client, settings, values, purpose="list")
        if output != STDOUT:
            check_is_no_list(output, chosen)
        listed = listed_series(client, settings, chosen, number)
    if output != STDOUT:
        path = write_manifest(output, listed, index=settings.index)
        if not settings.quiet:
            say(f"{path}: {len(listed):,} series.")
        return ExitCode.OK
    with tempfile.TemporaryDirectory() as folder, result(STDOUT) as to:
        to.write(write_manifest(Path(folder) / _NAME, listed).read_bytes())
    return ExitCode.OK


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "manifest",
        params=[
            *series_parameters(),
            Option(
                ["--number", "--limit", "number"],
                section="Filters",
                type=click.IntRange(min=1),
                metavar="NUMBER",
                help="Take the first so many series only, whatever they are chosen by.",
            ),
            Option(
                ["-o", "--output", "output"],
                section="Output",
                default=STDOUT,
                type=click.Path(dir_okay=False, allow_dash=True),
                metavar="FILE",
                help="The file to write, in place of what may be there. Without it a .tcia manifest goes to standard output.",
            ),
            index_option("Output"),
            *common_parameters(),
        ],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
        context_settings={"token_normalize_func": series_spelling()},
    )
