"""Asks the service for the functions of tcia_utils."""

from __future__ import annotations

import contextlib
import importlib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nbia_core.api.calls import Call
from nbia_core.api.criteria import Criterion
from nbia_core.api.description import RoleName
from nbia_core.api.description_file import load, versions
from nbia_core.checks import DateLike
from nbia_core.client._sync.client import BaseClient
from nbia_core.download.inputs.headings import SERIES
from nbia_core.download.inputs.inputs import Inputs, Unusable, Wanted
from nbia_core.download.inputs.manifest import SkippedLine
from nbia_core.errors import InvalidParameterError
from nbia_core.files import is_one_of
from nbia_core.records.calls import images_of_role, record_type, rows_of_role, text_call
from nbia_core.records.record import Row, uid_of
from nbia_core.text import some

from .refusals import refuse_restricted
from .tables import LOG, Answer, check_format, hand_out

if TYPE_CHECKING:
    import pandas

INPUT_TYPES: Final = ("", "list", "df", "manifest")
_FORMATS: Final = ("", "json", "df", "csv", "html")
_PUBLIC: Final = "nbia"
"""The word of tcia_utils for the public archive."""
_NUMBERS: Final = ("integer", "number")
_NUMBERS_IN_TABLES: Final = ("annotations_flag", "pixel_spacing", "slice_thickness")
"""The attributes that are no numbers for the archive, but are so in the tables of tcia_utils, which reads CSV."""
_FEW: Final = 5
"""How many UIDs a warning names."""
_SLASHES: Final = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")


_package = ""
"""The package of the version of the API that functions speak."""
_older_package = ""
"""The package of the version that they speak where the other has no such endpoint."""


def use_versions(package: str, older: str) -> None:
    """Choose the versions of the API that all functions speak, by their packages; `nbia.compat` does so when it is imported.

    Args:
        package: the version that tcia_utils speaks.
        older: the version for what the other does not have.
    """
    global _older_package, _package
    _package, _older_package = package, older


def image_call(**arguments: object) -> Call[bytes]:
    """Return the call for one image."""
    return images_of_role(_package, "single image", **arguments)


def open_client(api_url: str) -> BaseClient:
    """Return a client of a server, which the caller closes.

    Args:
        api_url: "" or "nbia" for the public archive, "nlst" or the name of another server, or the base URL of another.

    Raises:
        InvalidParameterError: there is no such server.
        NotServedError: the server is for those who have a login.
    """
    return _open(_package, api_url)


def _open(package: str, api_url: str) -> BaseClient:
    """Return a client that speaks a version of the API with a server."""
    if api_url == "restricted":
        refuse_restricted()
    return _client_type(package)(base_url=_address(api_url, load(package).version))


def _address(api_url: object, version: str) -> str:
    """Return the base URL of a version on a server; a base URL of another version stands for the same server."""
    servers = _client_type(_package).servers
    if isinstance(api_url, str) and "://" in api_url:
        url = api_url
    elif api_url in ("", None, _PUBLIC):
        url = next(iter(servers.values()))
    elif isinstance(api_url, str) and api_url in servers:
        url = servers[api_url]
    else:
        known = ", ".join(f'"{name}"' for name in dict.fromkeys(["", _PUBLIC, *servers]))
        raise InvalidParameterError(f"api_url={api_url!r} is not known; known are {known}, and any base URL.")
    place, _, end = url.rstrip("/").rpartition("/")
    return f"{place}/{version}" if end in versions(_package.partition(".")[0]) else url


def _client_type(package: str) -> type[BaseClient]:
    client: type[BaseClient] = importlib.import_module(f"{package}.client").Client
    return client


def ask(
    role: RoleName,
    api_url: str,
    format: str,
    /,
    change: Callable[[Row], Row] | None = None,
    **arguments: object,
) -> Answer:
    """Ask the endpoint that plays a role and return the rows of the answer.

    Args:
        role: The role.
        api_url: As `open_client` has it.
        format: "" or "json" for a list of dictionaries, "df" for a DataFrame, "csv" for a DataFrame that is also
            written to a file in the current folder, "html" for a table with links.
        change: Makes another row of each.
        arguments: What is asked, by the Python names of parameters.

    Returns:
        The rows; None if there are none.

    Raises:
        InvalidParameterError: an argument, `api_url` or `format` is wrong; nothing was sent.
        NbiaError: the service did not answer as it should.
    """
    chosen = check_format(format, _FORMATS)
    rows = rows_of(role, api_url, **arguments)
    if change is not None:
        rows = [change(row) for row in rows]
    return hand_out(load(_package).plays(role).name, rows, chosen)


def ask_older(role: RoleName, api_url: str, format: str, /, **arguments: object) -> Answer:
    """Ask as `ask` does, on the same server, but the older version of the API.

    Raises:
        NbiaError: as `ask` raises it.
    """
    chosen = check_format(format, _FORMATS)
    rows = _rows(_older_package, role, api_url, arguments)
    return hand_out(load(_older_package).plays(role).name, rows, chosen)


def rows_of(role: RoleName, api_url: str, /, **arguments: object) -> list[Row]:
    """Ask the endpoint that plays a role and return the rows of the answer as the server wrote them.

    Raises:
        InvalidParameterError: an argument or `api_url` is wrong; nothing was sent.
        NbiaError: the service did not answer as it should.
    """
    return _rows(_package, role, api_url, arguments)


def column(role: RoleName, attribute: str) -> str:
    """Return what an attribute is called in the rows of the endpoint that plays a role, by its Python name."""
    uses = load(_package).plays(role).attributes
    return next(use.wire for use in uses if use.python == attribute)


def _rows(package: str, role: RoleName, api_url: str, arguments: Mapping[str, object]) -> list[Row]:
    call = rows_of_role(package, role, **arguments)
    with _open(package, api_url) as client:
        return client.send(call).value.to_dicts()


def search_manifest(api_url: str, **arguments: object) -> str:
    """Return the manifest of the series that a search finds.

    Raises:
        InvalidParameterError: an argument is wrong; nothing was sent.
        NbiaError: the service did not answer as it should.
    """
    call = text_call(_package, load(_package).plays("search manifest"), arguments)
    with open_client(api_url) as client:
        return client.send(call).value


def criterion(kind: str, *values: object) -> Criterion:
    """Return a criterion of a search, by the name of its class and the values of its fields.

    Raises:
        InvalidParameterError: a value is missing, empty or of the wrong kind.
    """
    made: Criterion = getattr(importlib.import_module(f"{_package}.criteria"), kind)(*values)
    return made


def as_day(date: DateLike) -> DateLike:
    """Return a day that may be written YYYY/MM/DD, as tcia_utils has it, in ISO form.

    Raises:
        InvalidParameterError: there is none. What else is wrong with it shows when a call is made of it.
    """
    if not date:
        raise InvalidParameterError("date is missing.", hint='give a day such as "2010/08/16"')
    match = _SLASHES.fullmatch(date) if isinstance(date, str) else None
    return date if match is None else f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"


class SeriesRead(list[Wanted]):
    """The series of an input."""

    sources: tuple[Path, ...] = ()
    """The files that they were read from."""


def read_inputs(series_data: object, input_type: str = "", *, to: Path | None = None) -> Inputs:
    """Return the series of any input: rows, records, a DataFrame, UIDs, or the path of a manifest.

    `to` is where the caller will write; it must not be the file that the series are read from.

    `input_type` is checked, but not needed: what the input is can be seen.

    Raises:
        InvalidParameterError: it is none of these, or an item names no series.
    """
    if input_type not in INPUT_TYPES:
        known = ", ".join(f'"{name}"' for name in INPUT_TYPES)
        raise InvalidParameterError(f"input_type={input_type!r} is not known; accepted are {known}.")
    if series_data is None:
        raise InvalidParameterError(
            "series_data is None: the query that it comes from found nothing.",
            hint="look at the filters of the query; what is there can be seen with getCollections, getModality and so on",
        )
    inputs = Inputs(series_data, record_type(_package, load(_package).plays("series")))
    warn_of_skipped(inputs.skipped)
    if to is not None and is_one_of(to, inputs.sources):
        raise InvalidParameterError(f"{to} is the list itself, which is not written over.", hint="name another file")
    return inputs


def read_series(series_data: object, input_type: str = "", *, to: Path | None = None) -> SeriesRead:
    """Return the series of any input, each once; the arguments are those of `read_inputs`.

    Raises:
        InvalidParameterError: it is nothing that has series, or an item names no series.
    """
    return list_series(read_inputs(series_data, input_type, to=to))


def list_series(inputs: Inputs) -> SeriesRead:
    """Return the series of an input that was looked at, each once.

    Raises:
        InvalidParameterError: an item names no series.
    """
    wanted = SeriesRead()
    wanted.sources = inputs.sources
    for item in inputs:
        if isinstance(item, Unusable):
            raise InvalidParameterError(f"series_data: {item.text!r} is no series. {item.reason}")
        wanted.append(item)
    return wanted


def warn_of_skipped(lines: Sequence[SkippedLine]) -> None:
    """Log a warning if lines of a manifest name no series."""
    if lines:
        first = lines[0]
        LOG.warning(
            "Lines of the manifest that were skipped: %d; the first is line %d (%s): %s",
            len(lines),
            first.line,
            first.reason,
            first.text,
        )


def look_up(client: BaseClient, uids: Iterable[str]) -> list[Row]:
    """Return what the archive knows of each series, in the order of the UIDs; a warning names those that it does not know.

    Every row has every column. What is written as a text and is a number is a number; nothing else is changed.

    Raises:
        NbiaError: the service did not answer as it should.
    """
    asked = list(uids)
    if not asked:
        return []
    records = client.send(rows_of_role(_package, "series metadata", series_instance_uid=asked)).value
    columns = load(_package).plays("series metadata").attributes
    found: dict[str, Row] = {}
    for record, row in zip(records, records.to_dicts(), strict=True):
        found[uid_of(record, SERIES)] = {
            use.wire: getattr(record, use.python) if use.type in _NUMBERS else row.get(use.wire) or None
            for use in columns
        }
    unknown = [uid for uid in asked if uid not in found]
    if unknown:
        LOG.warning(
            "Unknown, not public, or on another server: %d of %d series: %s",
            len(unknown),
            len(asked),
            some(unknown, _FEW),
        )
    return [found[uid] for uid in asked if uid in found]


def as_table(rows: Sequence[Row]) -> pandas.DataFrame:
    """Return rows of `look_up` as a table with the types that tcia_utils has, where nothing is lost by them."""
    import pandas

    numbers = [column("series metadata", attribute) for attribute in _NUMBERS_IN_TABLES]
    return pandas.DataFrame([{**row, **{name: _as_number(row[name]) for name in numbers}} for row in rows])


def _as_number(value: object) -> object:
    """Return a number that is written as text; what is missing as pandas has it among numbers, anything else as it is."""
    with contextlib.suppress(ValueError):
        return float(value) if isinstance(value, str) else math.nan
    return value
