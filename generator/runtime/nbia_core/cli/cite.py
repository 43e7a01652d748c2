"""The command `nbia cite`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import click

from .failures import ExitCode
from .options import Command, Option
from .output import STDOUT, check_target, result
from .series import (
    check_is_no_list,
    choose_series,
    series_parameters,
    series_spelling,
    skipped_lines,
    tell_skipped,
    the_place,
)
from .settings import Settings, common_parameters, current_settings, index_options
from .waiting import Waiting

if TYPE_CHECKING:
    from nbia_core.client._sync.client import BaseClient
    from nbia_core.download.citations.citation import Citations

_HELP: Final = """Print how to cite series: DOI, licence and the text to cite of each data set that they belong to.

DIR is the folder of a download, or one that another program has filled. SERIES is a Series Instance UID; a file or
standard input (-) is a list as nbia download takes it. In place of them, filters choose as in get-series.

The service says collection, DOI and licence of a series, and nothing else is invented: authors, title and year of a data
set stand on the page of its DOI.
"""
_NOTES: Final = {
    "Exit codes": "\b\n  0  the text was written\n  1  it could not be, or there are no series\n  2  wrong options",
    "Examples": "\b\n"
    "nbia cite tciaDownload\n"
    "nbia cite tciaDownload --format bibtex -o images.bib\n"
    'nbia cite --collection "RIDER Pilot"\n'
    "nbia cite cart.tcia --format csl",
}
_SECTION: Final = "Output"
_FORMATS: Final[dict[str, Callable[[Citations], str]]] = {
    "text": lambda citations: citations.to_text(),
    "bibtex": lambda citations: citations.to_bibtex(),
    "csl": lambda citations: citations.to_csl(),
}


def _run(form: str, output: str, **values: Any) -> int:
    settings = current_settings()
    check_target(output)
    with settings.client() as client:
        citations = _cite(client, settings, values, output)
    with result(output) as to:
        to.write(_FORMATS[form](citations).encode(errors="backslashreplace"))
    return ExitCode.OK


def _cite(client: BaseClient, settings: Settings, values: dict[str, Any], output: str) -> Citations:
    folder = the_place(values)
    if folder is None:
        series = choose_series(client, settings, values, purpose="cite")
        check_is_no_list(output, series)
        tell_skipped(skipped_lines(series), settings)
    with Waiting("Asking for DOIs and licences", is_quiet=settings.quiet):
        return client.citations(series if folder is None else folder)


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "cite",
        params=[
            *series_parameters("[DIR|SERIES|FILE|-]..."),
            Option(
                ["--format", "form"],
                section=_SECTION,
                type=click.Choice(list(_FORMATS)),
                default="text",
                help="Text, BibTeX, or CSL-JSON, which Zotero and pandoc read. The default is text.",
            ),
            Option(
                ["-o", "--output", "output"],
                section=_SECTION,
                default=STDOUT,
                type=click.Path(dir_okay=False, allow_dash=True),
                metavar="FILE",
                help="The file to write, in place of what may be there. Without it, standard output.",
            ),
            *index_options(),
            *common_parameters(),
        ],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
        context_settings={"token_normalize_func": series_spelling()},
    )
