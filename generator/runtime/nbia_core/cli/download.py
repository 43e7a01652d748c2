"""The command `nbia download`."""

from __future__ import annotations

import dataclasses
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

import click

from nbia_core.download.options import DECLARED, DeclaredOption, DownloadOptions
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path

from .failures import ExitCode
from .interrupts import cancelled_by_signals
from .options import Command, Option
from .output import fitted, say, write
from .series import Series, check_is_no_list, choose_series, series_parameters, series_spelling, tell_skipped
from .settings import Settings, common_parameters, current_api, current_settings

if TYPE_CHECKING:
    from nbia_core.client._sync.client import BaseClient
    from nbia_core.download.report import DownloadReport

_HELP: Final = """Put the images of many series on disk, complete and checked.

SERIES is a Series Instance UID. FILE is a .tcia manifest, a list of UIDs, or a CSV or TSV file with a column
SeriesInstanceUID; - reads such a list from standard input. In place of them, filters choose as in get-series.

A series counts as complete when its archive ended properly, the number of its images is the announced one, and every
image matches its MD5 hash. Run the same command again after an interruption or a failure: what is complete is not
downloaded again, what is damaged is repaired.
"""
_NOTES: Final = {
    "Exit codes": "\b\n"
    "  0  every series is complete\n"
    "  1  a series is not complete, or there is none\n"
    "  2  wrong options\n"
    "130  interrupted: what is complete stays so, and the same command goes on from there",
    "Examples": "\b\n"
    'nbia download --collection "RIDER Pilot" --number 3\n'
    "nbia download cart.tcia --to tciaDownload\n"
    "nbia get-series --collection 4D-Lung | nbia download -\n"
    "nbia download --collection 4D-Lung --dry-run",
}
_SECTION: Final = "Download"
_FOLDER: Final = "tciaDownload"


def _options() -> list[click.Parameter]:
    return [
        _option(
            ["-o", "--to"],
            type=click.Path(file_okay=False),
            default=_FOLDER,
            metavar="DIR",
            help=f"The folder to download to, made if it is not there. The default is {_FOLDER}.",
        ),
        *map(_declared, DECLARED),
        _option(["--report"], type=click.Path(), metavar="FILE", help="Also write the report to this file, as JSON."),
        _option(
            ["--dry-run"], is_flag=True, help="Say how much it would be and whether there is room; download nothing."
        ),
    ]


def _declared(option: DeclaredOption) -> Option:
    """Return the option of the command for one of a download; its value is checked by the client."""
    return _option(
        [option.spellings],
        type=click.Choice(option.choices) if option.choices else int if option.is_number else None,
        is_flag=option.is_flag,
        default=option.default,
        metavar=option.metavar,
        help=option.words,
        envvar=option.variable,
        show_envvar=option.variable is not None,
    )


def _option(names: list[str], **attributes: Any) -> Option:
    return Option(names, section=_SECTION, **attributes)


def _run(**values: Any) -> int:
    settings = current_settings()
    report_file, is_dry_run, to = values.pop("report"), values.pop("dry_run"), values.pop("to")
    if report_file is not None and not as_path(report_file).absolute().parent.is_dir():
        raise InvalidParameterError(f"{report_file} cannot be written: its folder is not there.")
    with settings.client() as client:
        series = choose_series(client, settings, values, purpose="download")
        check_is_no_list(report_file, series)
        if is_dry_run:
            tell_skipped(series, settings)
            return _dry_run(client, settings, series, to, DownloadOptions(**values))
        report, is_interrupted = _download(client, settings, series, to, values)
    if report_file is not None:
        report.save(report_file)
    if not settings.quiet:
        write(f"{fitted(str(report), sys.stdout, '  ')}\n")
    elif report.moved or not (report.is_complete or is_interrupted):
        say(str(report))
    if is_interrupted and not report.is_complete:
        totals = report.totals
        complete = f"{totals.complete:,} of {totals.series:,} series are complete"
        say(f"interrupted; {complete}, and the same command goes on from there.")
        return ExitCode.INTERRUPTED
    return ExitCode.OK if report.is_complete else ExitCode.FAILED


def _dry_run(client: BaseClient, settings: Settings, series: Series, to: str, options: DownloadOptions) -> int:
    """Ask where a download would ask: a manifest may choose the server if nobody else has."""
    from nbia_core.client.servers import server_of
    from nbia_core.download.inputs.manifest import Manifest

    from .dry_run import dry_run

    name = None
    if isinstance(series, Manifest) and settings.address() == (None, None):
        may_leave = not current_api().is_login_needed and settings.login() is None
        name, note = server_of(series.server_url, client.servers, client.base_url, may_leave=may_leave)
        if note is not None:
            say(f"{note}.")
    if name is None:
        return dry_run(client, settings, series, as_path(to), options)
    with dataclasses.replace(settings, server=name).client() as other:
        return dry_run(other, settings, series, as_path(to), options)


def _download(
    client: BaseClient, settings: Settings, series: Series, to: str, options: dict[str, Any]
) -> tuple[DownloadReport, bool]:
    """Download, and return the report and whether somebody wanted to end early."""
    from .progress import shown_progress

    cancel = threading.Event()
    shown = shown_progress(cancel, is_quiet=settings.quiet, is_verbose=settings.verbose)
    with cancelled_by_signals(cancel), shown as progress:
        report = client.download(series, to, progress=progress, cancel=cancel, **options)
    return report, cancel.is_set()


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "download",
        params=[*series_parameters(), *_options(), *common_parameters()],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
        context_settings={"token_normalize_func": series_spelling(), "max_content_width": 100},
    )
