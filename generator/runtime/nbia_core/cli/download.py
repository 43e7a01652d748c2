"""The command `nbia download`."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from nbia_core.download.options import DECLARED, DeclaredOption, DownloadOptions
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path, is_folder

from .failures import ExitCode
from .interrupts import cancelled_by_signals
from .options import Command, Option, in_options, with_sources
from .output import STDOUT, fitted, say, write
from .output import result as target
from .references import check_pydicom
from .series import (
    Chosen,
    check_is_no_list,
    choose_series,
    refuse_list,
    series_parameters,
    series_spelling,
    tell_skipped,
)
from .settings import Settings, common_parameters, current_api, current_settings

if TYPE_CHECKING:
    from nbia_core.client._sync.client import BaseClient
    from nbia_core.download.dry_run import DownloadPlan
    from nbia_core.download.report import DownloadReport

_HELP: Final = """Put the images of many series on disk, complete and checked.

SERIES is a Series Instance UID. FILE is a .tcia manifest, a list of UIDs, or a CSV, TSV, Excel (.xlsx), JSON or Parquet file
with a column SeriesInstanceUID; - reads such a list from standard input, and URL is where one lies on the web (http or https). A
table with a column StudyInstanceUID or PatientID instead stands for all series of the studies or patients. In place of
them, filters choose as in get-series.

A series counts as complete when its archive ended properly, the number of its images is the announced one, and every
image matches its MD5 hash. Run the same command again after an interruption or a failure: what is complete is not
downloaded again, what is damaged is repaired. So it is with folders of other programs, such as the NBIA Data Retriever:
series that lie anywhere in DIR are checked, and kept or completed where they are.
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
    "nbia download --patient-id 0012 --patient-id 0013 --dry-run\n"
    "nbia download studies.csv --limit 3\n"
    "nbia download --cart nbia-54241629300063058\n"
    "nbia get-series --collection 4D-Lung | nbia download -\n"
    "nbia download --collection 4D-Lung --layout '{PatientID}/{StudyDate:%Y}/{SeriesInstanceUID}' --dry-run\n"
    "nbia download manifest-1/metadata.csv --to manifest-1 --layout retriever",
}
_SECTION: Final = "Download"
_FOLDER: Final = "tciaDownload"
_MORE_SPELLINGS: Final = {"limit": ("--number",)}
"""How else options are spelled than they are declared."""


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
        _option(
            ["--report"],
            type=click.Path(),
            metavar="FILE",
            help="Also write the report to this file, as JSON; - is standard output.",
        ),
    ]


def _declared(option: DeclaredOption) -> Option:
    """Return the option of the command for one of a download; its value is checked by the client."""
    return _option(
        [option.spellings, *_MORE_SPELLINGS.get(option.name, ()), option.name],
        type=click.Choice(option.choices) if option.choices else click.IntRange(min=1) if option.is_number else None,
        is_flag=option.is_flag,
        default=(option.name == "source" and current_api().index) or option.default,
        metavar=option.metavar,
        help=option.words,
        envvar=option.variable,
        show_envvar=option.variable is not None,
    )


def _option(names: list[str], **attributes: Any) -> Option:
    return Option(names, section=_SECTION, **attributes)


def _run(**values: Any) -> int:
    from nbia_core.download.dry_run import DownloadPlan

    settings = current_settings()
    report_file, to = values.pop("report"), values.pop("to")
    if values["with_references"]:
        check_pydicom("nbia download --with-references")
    check_report(report_file)
    options = DownloadOptions(**{option.name: values[option.name] for option in DECLARED})
    settings.index = values["index"]
    with settings.client() as client:
        if "series" in current_api().roles:
            _check_layout(client, options)
        chosen = choose_series(client, settings, values, purpose="download")
        check_is_no_list(report_file, chosen)
        result, is_interrupted = _download(client, settings, chosen, to, values)
    if isinstance(result, DownloadPlan):
        tell_skipped(result.skipped, settings)
        if values["with_references"] and not settings.quiet:
            say("what the series refer to is not counted here: their files say it, and a download reads them.")
        if report_file is not None and not settings.quiet:
            say(f"a dry run has no report: {report_file} is not written.")
        write(f"{result}\n")
        return ExitCode.OK if result.is_feasible else ExitCode.INTERRUPTED if is_interrupted else ExitCode.FAILED
    return tell_report(result, settings, report_file, is_interrupted=is_interrupted)


def check_report(file: str | None, lists: Iterable[Path] = ()) -> None:
    """Refuse before the work a report that could not be written after it, or would be written over a list of series.

    Raises:
        InvalidParameterError: it is a folder, or its own folder is not there.
        click.UsageError: it is one of these lists.
    """
    if file is None or file == STDOUT:
        return
    path = as_path(file)
    if not is_folder(path.absolute().parent):
        raise InvalidParameterError(f"{file} cannot be written: its folder is not there.")
    if is_folder(path):
        raise InvalidParameterError(f"{file} is a folder.", hint="give the path of a file")
    refuse_list(file, lists)


def tell_report(
    report: DownloadReport, settings: Settings, file: str | None = None, *, is_interrupted: bool = False
) -> int:
    """Print a report, write it to a file if there is one to be, and return the exit code.

    Where the file is standard output, the summary for people goes to standard error.
    """
    from nbia_core.download.report import as_text, saved_form

    parameters = click.get_current_context().command.params
    if file == STDOUT:
        with target(STDOUT) as stdout:
            for part in saved_form(report):
                stdout.write(part)
    elif file is not None:
        report.save(file)
    # Only what to try has names of arguments; a path may look like one.
    summary = with_sources(as_text(report, lambda hint: in_options(hint, parameters)))
    if file != STDOUT and not settings.quiet:
        write(f"{fitted(summary, sys.stdout)}\n")
    elif not settings.quiet or report.moved or not (report.is_complete or is_interrupted):
        say(summary)
    if is_interrupted and not report.is_complete:
        totals = report.totals
        complete = f"{totals.complete:,} of {totals.series:,} series are complete"
        say(f"interrupted; {complete}, and the same command goes on from there.")
        return ExitCode.INTERRUPTED
    return ExitCode.OK if report.is_complete else ExitCode.FAILED


def _check_layout(client: BaseClient, options: DownloadOptions) -> None:
    """Refuse a layout that is none before anything is asked."""
    from nbia_core.download.disk.layout import FolderLayout
    from nbia_core.download.sources.nbia import NbiaArchive

    FolderLayout(options.layout, NbiaArchive(client.package).record_type)


def _download(
    client: BaseClient, settings: Settings, chosen: Chosen, to: str, options: dict[str, Any]
) -> tuple[DownloadReport | DownloadPlan, bool]:
    """Download, or ask what that would be, and return the outcome and whether somebody wanted to end early."""
    from nbia_core.download.progress import shown_progress

    cancel = threading.Event()
    with contextlib.ExitStack() as stack:
        stack.enter_context(cancelled_by_signals(cancel))
        shown = None
        if not settings.quiet:
            shown = stack.enter_context(shown_progress(cancel, is_verbose=settings.verbose))
        result = client.download(chosen, to, progress=shown, cancel=cancel, **options)
    return result, cancel.is_set()


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "download",
        params=[*series_parameters(), *_options(), *common_parameters()],
        callback=_run,
        help=_HELP,
        notes=lambda: _NOTES,
        context_settings={"token_normalize_func": series_spelling()},
    )
