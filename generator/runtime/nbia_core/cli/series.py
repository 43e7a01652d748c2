"""Which series a download or a manifest is about: named one by one, listed in files, or chosen by filters."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

from nbia_core.api.description import Endpoint
from nbia_core.api.description_file import load
from nbia_core.checks import is_uid
from nbia_core.files import as_path, is_folder, is_one_of
from nbia_core.records.calls import rows_call
from nbia_core.records.record import Record
from nbia_core.records.records import Records
from nbia_core.text import sentence

from .endpoints import parameter_options, spelling, take_parameters
from .failures import CommandError, ExitCode
from .options import Option
from .output import say
from .settings import Settings, all_packages, current_api, current_package
from .waiting import Waiting

if TYPE_CHECKING:
    from nbia_core.client._sync.client import BaseClient
    from nbia_core.download.inputs.inputs import SeriesList
    from nbia_core.download.inputs.manifest import Manifest, SkippedLine

Chosen: TypeAlias = "Records[Record] | Manifest | SeriesList"
"""What was chosen: series with what is known of them, or studies and patients whose series are to be asked for."""

STANDARD_INPUT: Final = "-"
_LIST: Final = "standard input"
_MOST_SKIPPED: Final = 5


def series_parameters(metavar: str = "[SERIES|FILE|URL|-]...") -> list[click.Parameter]:
    """Return the arguments and options that choose series; what can be named is shown as `metavar` says."""
    named = click.Argument(["what"], nargs=-1, metavar=metavar, type=click.Path(allow_dash=True))
    cart = Option(
        ["--cart"],
        section="Filters",
        multiple=True,
        metavar="NAME",
        help="The series of a shared cart: NAME is what follows saved-cart= in the address that the portal shows. Repeatable; "
        "goes with SERIES and FILE, not with the other filters.",
    )
    endpoint = _filters()
    filters = [] if endpoint is None else parameter_options(endpoint, "Filters", is_required=False)
    return [named, *filters, cart]


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
    found = [path for path in named if is_folder(path) or (may_be_image and _is_image(path))]
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


def choose_series(client: BaseClient, settings: Settings, values: dict[str, Any], *, purpose: str) -> Chosen:
    """Take what chooses series out of the values of all options, and return what was chosen.

    Args:
        client: whom to ask where filters choose.
        settings: whether to be quiet.
        values: the values of the options; what belongs to the choice is removed.
        purpose: what is to be done with the series, such as "download".

    Raises:
        click.UsageError: nothing was named, or series and filters at the same time, or a name means nothing.
        CommandError: nothing fits the filters, or nothing is in the carts.
        NbiaError: the service does not answer.
    """
    endpoint = _filters()
    filters = {} if endpoint is None else take_parameters(endpoint, values)
    what, carts = values.pop("what"), values.pop("cart")
    if (what or carts) and filters:
        raise click.UsageError("Name series, files and carts, or give filters; not both.")
    if endpoint is not None and filters:
        return _ask(client, settings, endpoint, filters)
    if not what and not carts:
        ways = ["series UIDs, files, addresses of files, - for standard input"]
        ways += ["carts"] if "cart" in current_api().roles else []
        ways += ["or filters"] if endpoint is not None else []
        raise click.UsageError(f"Say what to {purpose}: {', '.join(ways)}.")
    index = settings.index
    return _gathered([*(_read(name, index) for name in what), *(_cart(client, settings, name) for name in carts)])


def _filters() -> Endpoint | None:
    """Return the endpoint whose parameters choose series; None if the version of the API has none."""
    return current_api().plays("series") if "series" in current_api().roles else None


def _ask(client: BaseClient, settings: Settings, endpoint: Endpoint, filters: Mapping[str, Any]) -> Chosen:
    from nbia_core.download.inputs.groups import Group, resolution, without_series
    from nbia_core.download.inputs.headings import PATIENT, STUDY
    from nbia_core.download.inputs.inputs import SeriesList, Unusable

    with Waiting(f"Asking {endpoint.name}", is_quiet=settings.quiet):
        records = client.send(rows_call(current_package(), endpoint, filters)).value
    if not records:
        raise CommandError(ExitCode.FAILED, f"No series fits. {endpoint.empty}")
    level = STUDY if STUDY in filters else PATIENT
    rows: dict[str, list[Record]] = {}
    for record in records:
        rows.setdefault(str(getattr(record, level, None)).casefold(), []).append(record)
    values = _several(filters.get(level, ()))
    found = {Group(**{level: value}): rows.get(value.casefold(), []) for value in values}
    if found and not settings.quiet:
        say(f"{'; '.join((*resolution(found), *without_series(found)))}.")
    missing = [group for group, rows in found.items() if not rows]
    if not missing:
        return records
    reasons = [Unusable(text=str(group), reason=f"No series of {group} fits.") for group in missing]
    return SeriesList(records, missing=tuple(reasons))


def _several(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]  # what an option gives


def _cart(client: BaseClient, settings: Settings, name: str) -> Chosen:
    """Return the series of a shared cart."""
    from nbia_core.download.inputs.inputs import SeriesList, Unusable

    api = current_api()
    if "cart" not in api.roles:
        others = [version for version, package in all_packages().items() if "cart" in load(package).roles]
        raise click.UsageError(f"--cart: {api.version} has no shared carts; --api {' or --api '.join(others)} has.")
    endpoint = api.plays("cart")
    (parameter,) = (each for each in endpoint.parameters if each.is_required)
    with Waiting(f"Asking {endpoint.name}", is_quiet=settings.quiet):
        records = client.send(rows_call(current_package(), endpoint, {parameter.python: name})).value
    if records:
        if not settings.quiet:
            say(f"cart {name}: {len(records):,} series.")
        return records
    return SeriesList(
        [], missing=(Unusable(text=f"cart {name}", reason=f"Cart {name} has no series. {endpoint.empty}"),)
    )


def _read(name: str, index: str | None) -> Manifest:
    """Return the series of a file, or one that is named itself. The index says which series the folders of IDC are."""
    from nbia_core.download.inputs.manifest import Manifest, is_address, read_manifest
    from nbia_core.download.inputs.place import place_of

    if is_uid(name):
        return Manifest(series=(name,), skipped=(), properties={}, rows=None)
    if name == STANDARD_INPUT:
        return _read_standard_input(index)
    if is_address(name) or place_of(name) is not None:
        return read_manifest(name, index=index)
    raise click.UsageError(f"{name} is neither a Series Instance UID nor a file that is there.")


def _gathered(parts: list[Chosen]) -> Chosen:
    """Return all parts as one list; what is known of their series stays."""
    from nbia_core.download.inputs.inputs import SeriesList
    from nbia_core.download.inputs.manifest import Manifest, items_of

    if len(parts) == 1 and not isinstance(parts[0], SeriesList):
        return parts[0]
    manifests = [part for part in parts if isinstance(part, Manifest)]
    servers = {part.server_url if isinstance(part, Manifest) else None for part in parts}
    gathered = SeriesList(
        [item for part in parts for item in (items_of(part) if isinstance(part, Manifest) else part)],
        sources=tuple(source for part in manifests for source in part.sources),
        skipped=tuple(line for part in manifests for line in part.skipped),
        server_url=servers.pop() if len(servers) == 1 else None,
        missing=tuple(lack for part in parts if isinstance(part, SeriesList) for lack in part.missing),
    )
    if not gathered:
        raise CommandError(ExitCode.FAILED, " ".join(lack.reason for lack in gathered.missing))
    return gathered


def _read_standard_input(index: str | None) -> Manifest:
    from nbia_core.download.inputs.manifest import parse_manifest

    return parse_manifest(
        sys.stdin.buffer.read(),
        _LIST,
        sources=_sources_of_standard_input(),
        index=None if index is None else Path(index),
    )


def _sources_of_standard_input() -> tuple[Path, ...]:
    """Return the file that standard input comes from, where the system shows it."""
    place = Path("/dev/stdin")
    return (place,) if place.is_file() else ()


def check_is_no_list(file: str | None, chosen: Chosen) -> None:
    """Refuse to write a result over a file that names the series.

    Raises:
        click.UsageError: it is one of those files, perhaps by another name.
    """
    if file is None or isinstance(chosen, Records):
        return
    refuse_list(file, chosen.sources)


def refuse_list(file: str, lists: Iterable[Path]) -> None:
    """Refuse to write over one of the files that name series.

    Raises:
        click.UsageError: it is one of them, perhaps by another name.
    """
    if is_one_of(as_path(file), lists):
        raise click.UsageError(f"{file} is the list itself, which is not written over: name another file.")


def listed_series(client: BaseClient, settings: Settings, chosen: Chosen, limit: int | None) -> Sequence[str | Record]:
    """Return the series that were chosen, those of studies and patients among them, and say what has none.

    Raises:
        CommandError: there is no series.
        NbiaError: the service does not answer.
    """
    from nbia_core.download.inputs.inputs import Inputs, Unusable, Wanted
    from nbia_core.download.sources.nbia import NbiaArchive

    if isinstance(chosen, Records):
        return chosen[:limit]
    source = NbiaArchive(client.package)
    inputs = Inputs(chosen, source.record_type, takes_groups=True, limit=limit)
    with Waiting("Asking for the series of studies and patients", is_quiet=settings.quiet):
        inputs.resolve({}, lambda group: source.own(group, client.send(source.members(group)).value))
    tell_skipped(inputs.skipped, settings)
    items = list(inputs)
    if not settings.quiet:
        for text in (*inputs.notes, *(item.reason for item in items if isinstance(item, Unusable))):
            say(sentence(text))
    series = [item.series_instance_uid for item in items if isinstance(item, Wanted)]
    if not series:
        raise CommandError(ExitCode.FAILED, "There is no series to list.")
    return series


def skipped_lines(chosen: Chosen) -> tuple[SkippedLine, ...]:
    """Return the lines of the files that were named which name no series."""
    return () if isinstance(chosen, Records) else chosen.skipped


def tell_skipped(skipped: Sequence[SkippedLine], settings: Settings) -> None:
    """Say which lines of files name no series."""
    if settings.quiet:
        return
    for line in skipped[:_MOST_SKIPPED]:
        say(f"line {line.line} was skipped ({line.reason}): {line.text}")
    if len(skipped) > _MOST_SKIPPED:
        say(f"{len(skipped) - _MOST_SKIPPED:,} more lines were skipped.")
