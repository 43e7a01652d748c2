"""Which series a download or a manifest is about: named one by one, listed in files, or chosen by filters."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

from nbia_core.api.description import Endpoint
from nbia_core.checks import is_uid
from nbia_core.errors import InvalidParameterError
from nbia_core.files import is_one_of
from nbia_core.records.calls import rows_call
from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .endpoints import parameter_options, spelling, take_parameters
from .failures import CommandError, ExitCode
from .options import Option
from .output import say
from .settings import Settings, current_api, current_package
from .waiting import Waiting

if TYPE_CHECKING:
    from nbia_core.client._sync.client import BaseClient
    from nbia_core.download.inputs.manifest import Manifest

Series: TypeAlias = "Records[Record] | Manifest"
"""Series with what is known of them."""

STANDARD_INPUT: Final = "-"
_LIST: Final = "standard input"
_MOST_SKIPPED: Final = 5


def series_parameters(metavar: str = "[SERIES|FILE|-]...") -> list[click.Parameter]:
    """Return the arguments and options that choose series; what can be named is shown as `metavar` says."""
    named = click.Argument(["what"], nargs=-1, metavar=metavar, type=click.Path(allow_dash=True))
    endpoint = _filters()
    filters = [] if endpoint is None else parameter_options(endpoint, "Filters", is_required=False)
    number = Option(
        ["--number", "--limit", "number"],
        section="Filters",
        type=click.IntRange(min=1),
        metavar="NUMBER",
        help="Take the first so many series only, whatever they are chosen by.",
    )
    return [named, *filters, number]


def series_spelling() -> Callable[[str], str]:
    """Return the function that reads the filters as they are spelled on the wire."""
    endpoint = _filters()
    return str if endpoint is None else spelling(endpoint)


def the_place(values: dict[str, Any], *, may_be_image: bool = False) -> Path | None:
    """Return the folder with series that was named in place of series; None if none was.

    Args:
        values: the values of the options.
        may_be_image: whether a DICOM file will do as well.

    Raises:
        click.UsageError: something else chooses series besides.
    """
    named = [Path(name) for name in values["what"] if name != STANDARD_INPUT and not is_uid(name)]
    found = [path for path in named if path.is_dir() or (may_be_image and _is_image(path))]
    if not found:
        return None
    if len(values["what"]) > 1 or any(value for name, value in values.items() if name != "what"):
        raise click.UsageError(f"{found[0]} is no list: name it alone, without other series or filters.")
    return found[0]


def _is_image(path: Path) -> bool:
    from nbia_core.download.zip.entries import is_dicom

    try:
        return path.is_file() and is_dicom(path)
    except OSError:
        return False


def choose_series(client: BaseClient, settings: Settings, values: dict[str, Any], *, purpose: str) -> Series:
    """Take what chooses series out of the values of all options, and return the series.

    Args:
        client: whom to ask where filters choose.
        settings: whether to be quiet.
        values: the values of the options; what belongs to the choice is removed.
        purpose: what is to be done with the series, such as "download".

    Raises:
        click.UsageError: nothing was named, or series and filters at the same time, or a name means nothing.
        CommandError: nothing fits the filters.
        NbiaError: the service does not answer.
    """
    endpoint = _filters()
    filters = {} if endpoint is None else take_parameters(endpoint, values)
    what, number = values.pop("what"), values.pop("number")
    if what and filters:
        raise click.UsageError("Name series and files, or give filters; not both.")
    if endpoint is not None and filters:
        return _ask(client, settings, endpoint, filters)[:number]
    if not what:
        ways = "series UIDs, files, - for standard input" + (", or filters" if endpoint is not None else "")
        raise click.UsageError(f"Say what to {purpose}: {ways}.")
    return _first(_read(what), number)


def _filters() -> Endpoint | None:
    """Return the endpoint whose parameters choose series; None if the version of the API has none."""
    return current_api().plays("series") if "series" in current_api().roles else None


def _ask(client: BaseClient, settings: Settings, endpoint: Endpoint, filters: Mapping[str, Any]) -> Records[Record]:
    with Waiting(f"Asking {endpoint.name}", is_quiet=settings.quiet):
        records = client.send(rows_call(current_package(), endpoint, filters)).value
    if not records:
        raise CommandError(ExitCode.FAILED, f"No series fits. {endpoint.empty}")
    return records


def _read(what: Iterable[str]) -> Manifest:
    """Return the series of all files, and those that are named themselves, as one list."""
    from nbia_core.download.inputs.manifest import Manifest, read_manifest

    parts = []
    for name in what:
        if is_uid(name):
            parts.append(Manifest(series=(name,), skipped=(), properties={}, rows=None))
        elif name == STANDARD_INPUT:
            parts.append(_read_standard_input())
        elif Path(name).exists():
            parts.append(read_manifest(name))
        else:
            raise click.UsageError(f"{name} is neither a Series Instance UID nor a file that is there.")
    if len(parts) == 1:
        return parts[0]
    rows = [row for part in parts for row in part.rows or ({"SeriesInstanceUID": uid} for uid in part.series)]
    return Manifest(
        series=tuple(dict.fromkeys(uid for part in parts for uid in part.series)),
        skipped=tuple(line for part in parts for line in part.skipped),
        properties=dict(set.intersection(*(set(part.properties.items()) for part in parts))),
        rows=tuple(rows),
        sources=tuple(source for part in parts for source in part.sources),
    )


def _read_standard_input() -> Manifest:
    from nbia_core.download.inputs.manifest import read_manifest

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _LIST
        path.write_bytes(sys.stdin.buffer.read())
        try:
            return dataclasses.replace(read_manifest(path), sources=_sources_of_standard_input())
        except InvalidParameterError as error:
            raise InvalidParameterError(error.message.replace(str(path), _LIST), hint=error.hint) from error


def _sources_of_standard_input() -> tuple[Path, ...]:
    """Return the file that standard input comes from, where the system shows it."""
    place = Path("/dev/stdin")
    return (place,) if place.is_file() else ()


def check_is_no_list(file: str | None, series: Series) -> None:
    """Refuse to write a result over a file that names the series.

    Raises:
        click.UsageError: it is one of those files, perhaps by another name.
    """
    if file is None or isinstance(series, Records):
        return
    if is_one_of(Path(file), series.sources):
        raise click.UsageError(f"{file} is the list itself, which is not written over: name another file.")


def _first(manifest: Manifest, number: int | None) -> Manifest:
    if number is None:
        return manifest
    rows = None if manifest.rows is None else manifest.rows[:number]
    return dataclasses.replace(manifest, series=manifest.series[:number], rows=rows)


def tell_skipped(series: Series, settings: Settings) -> None:
    """Say which lines of files name no series."""
    skipped = () if isinstance(series, Records) else series.skipped
    if settings.quiet:
        return
    for line in skipped[:_MOST_SKIPPED]:
        say(f"line {line.line} was skipped ({line.reason}): {line.text}")
    if len(skipped) > _MOST_SKIPPED:
        say(f"{len(skipped) - _MOST_SKIPPED:,} more lines were skipped.")
