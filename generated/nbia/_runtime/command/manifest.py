# Copied from generator/runtime/command/manifest.py. Do not edit here.
"""The command `nbia manifest`."""

from __future__ import annotations

from typing import Any, Final

import click

from ..records import Records
from .failures import ExitCode
from .options import Command, Option
from .output import say
from .series import choose_series, series_parameters, series_spelling, tell_skipped
from .settings import common_parameters, current_settings

_HELP: Final = """Write a list of series for a download: a .tcia manifest, or a table if FILE ends in .csv or .tsv.

The NBIA Data Retriever and nbia download read it. SERIES is a Series Instance UID; a file or standard input (-) is a
list as nbia download takes it, of which the UIDs are taken. In place of them, filters choose as in get-series; a table
then has all attributes of the series.
"""
_NOTES: Final = {
    "Exit codes": "\b\n  0  the list was written\n  1  it could not be, or there are no series\n  2  wrong options",
    "Examples": "\b\n"
    'nbia manifest --collection "RIDER Pilot" -o cart.tcia\n'
    "nbia manifest cart.tcia more.csv -o all.tcia\n"
    "nbia get-series --collection 4D-Lung | nbia manifest - -o cart.tcia",
}


def _run(output: str, **values: Any) -> int:
    from ..downloading.manifests import write_manifest

    settings = current_settings()
    with settings.client() as client:
        series = choose_series(client, settings, values, purpose="list")
    tell_skipped(series, settings)
    path = write_manifest(output, series if isinstance(series, Records) else series.series)
    if not settings.quiet:
        say(f"{path}: {len(series if isinstance(series, Records) else series.series):,} series.")
    return ExitCode.OK


command = Command(
    "manifest",
    params=[
        *series_parameters(),
        Option(
            ["-o", "--output", "output"],
            section="Output",
            required=True,
            type=click.Path(dir_okay=False),
            metavar="FILE",
            help="The file to write, in place of what may be there.",
        ),
        *common_parameters(),
    ],
    callback=_run,
    help=_HELP,
    notes=lambda: _NOTES,
    context_settings={"token_normalize_func": series_spelling(), "max_content_width": 100},
)
