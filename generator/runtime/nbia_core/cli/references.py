"""The command `nbia references`."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from .failures import CommandError, ExitCode
from .options import Command, Option
from .output import fitted, say, write, write_data
from .series import choose_series, series_parameters, series_spelling, skipped_lines, tell_skipped, the_place
from .settings import Settings, common_parameters, current_settings, index_options
from .waiting import Waiting

if TYPE_CHECKING:
    from nbia_core.client._sync.client import BaseClient
    from nbia_core.download.references.reference_report import References

_HELP: Final = """Show which series others refer to: the images of a segmentation, the structures and the plan of a dose.

DIR is a folder with series, of a download or of another program; its files are read, as is a single DICOM file. SERIES is a
Series Instance UID; a file or standard input (-) is a list as nbia download takes it. In place of them, filters choose as in
get-series. Of a series that is not on disk, images are read from the service.

What is referred to is looked at as well, up to five references away. nbia download --with-references brings all of it.
"""
_NOTES: Final = {
    "Exit codes": "\b\n"
    "  0  every series that is referred to is on disk or available\n"
    "  1  one is not, or something could not be read\n"
    "  2  wrong options",
    "Examples": "\b\n"
    "nbia references tciaDownload\n"
    "nbia references --collection 4D-Lung --modality RTSTRUCT\n"
    "nbia references tciaDownload --missing | nbia download - --to tciaDownload",
}
_SECTION: Final = "Output"


def _run(*, offline: bool, as_json: bool, missing: bool, **values: Any) -> int:
    check_pydicom("nbia references")
    settings = current_settings()
    with settings.client() as client:
        references = _look_up(client, settings, values, offline=offline)
    if as_json:
        write_data(f"{references.to_json()}\n")
    elif missing:
        write_data("".join(f"{uid}\n" for uid in references.missing))
        for problem in references.problems:
            say(problem)
    elif not settings.quiet:
        write(f"{fitted(references.to_text(), sys.stdout)}\n")
    elif not references.is_complete:
        say(str(references))
    return ExitCode.OK if references.is_complete else ExitCode.FAILED


def _look_up(client: BaseClient, settings: Settings, values: dict[str, Any], *, offline: bool) -> References:
    place = the_place(values, may_be_image=True)
    if place is None:
        series = choose_series(client, settings, values, purpose="look at")
        tell_skipped(skipped_lines(series), settings)
    with Waiting("Looking for references", is_quiet=settings.quiet):
        return client.references(series if place is None else place, offline=offline)


def check_pydicom(what: str) -> None:
    """Refuse what needs pydicom if that is not installed.

    Raises:
        CommandError: it is not.
    """
    if importlib.util.find_spec("pydicom") is None:
        raise CommandError(
            ExitCode.FAILED, f"{what} needs pydicom.", "Install it with: pip install 'nbia-client[dicom]'"
        )


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "references",
        params=[
            *series_parameters("[DIR|SERIES|FILE|-]..."),
            Option(["--offline"], section=_SECTION, is_flag=True, help="Ask the service for nothing."),
            Option(["--json", "as_json"], section=_SECTION, is_flag=True, help="Write all of it as JSON."),
            Option(
                ["--missing"],
                section=_SECTION,
                is_flag=True,
                help="Write only the UIDs of series that are not on disk and that the service has.",
            ),
            *index_options(),
            *common_parameters(),
        ],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
        context_settings={"token_normalize_func": series_spelling()},
    )
