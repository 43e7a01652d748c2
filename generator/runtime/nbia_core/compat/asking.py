"""Asks the service for the functions of tcia_utils."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from nbia_core.api.calls import Call
from nbia_core.api.description import RoleName, load
from nbia_core.checks import DateLike
from nbia_core.client._sync.client import BaseClient
from nbia_core.download.inputs.inputs import Inputs, Unusable, Wanted
from nbia_core.download.inputs.manifest import SkippedLine
from nbia_core.errors import InvalidParameterError
from nbia_core.files import is_one_of
from nbia_core.records.calls import images_of_role, record_type, rows_of_role
from nbia_core.records.record import Record, Row
from nbia_core.records.records import Records
from nbia_core.text import some

from .refusals import refuse_restricted
from .tables import LOG, Answer, check_format, hand_out

INPUT_TYPES: Final = ("", "list", "df", "manifest")
_FORMATS: Final = ("", "json", "df", "csv", "html")
_AT_A_TIME: Final = 4
_FEW: Final = 5
"""How many UIDs a warning names."""
_SLASHES: Final = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")


_package = ""
"""The package of the version of the API that all functions speak."""


def use_version(package: str) -> None:
    """Let all functions speak a version of the API, by its package; `nbia.compat` does so when it is imported."""
    global _package
    _package = package


def rows_call(role: RoleName, **arguments: object) -> Call[Records[Record]]:
    """Return the call for the rows of the endpoint that plays a role."""
    return rows_of_role(_package, role, **arguments)


def image_call(**arguments: object) -> Call[bytes]:
    """Return the call for one image."""
    return images_of_role(_package, "single image", **arguments)


def open_client(api_url: str) -> BaseClient:
    """Return a client of a server, which the caller closes.

    Args:
        api_url: "" for the public archive, "nlst" or "nbia" for these servers, or the base URL of another.

    Raises:
        InvalidParameterError: there is no such server.
        NotServedError: the server is for those who have a login.
    """
    if api_url == "restricted":
        refuse_restricted()
    if isinstance(api_url, str) and "://" in api_url:
        return _client_type()(base_url=api_url)
    servers = _client_type().servers
    if api_url and api_url not in servers:
        known = ", ".join(f'"{name}"' for name in ("", *servers))
        raise InvalidParameterError(f"api_url={api_url!r} is not known; known are {known}, and any base URL.")
    return _client_type()(server=api_url or None)


def _client_type() -> type[BaseClient]:
    client: type[BaseClient] = importlib.import_module(f"{_package}.client").Client
    return client


def ask(call: Call[Records[Record]], api_url: str, format: str) -> Answer:
    """Send a call and return the rows of the answer.

    Args:
        call: The call.
        api_url: As `open_client` has it.
        format: "" or "json" for a list of dictionaries, "df" for a DataFrame, "csv" for a DataFrame that is also
            written to a file in the current folder, "html" for a table with links.

    Returns:
        The rows; None if there are none.

    Raises:
        InvalidParameterError: `api_url` or `format` is not known; nothing was sent.
        NbiaError: the service did not answer as it should.
    """
    chosen = check_format(format, _FORMATS)
    with open_client(api_url) as client:
        rows = client.send(call).value.to_dicts()
    return hand_out(call.operation.name, rows, chosen)


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
    """Return what getSeries says of each series, in the order of the UIDs; a warning names those that it does not know.

    Raises:
        NbiaError: the service did not answer as it should.
    """

    def rows_of(uid: str) -> list[Row]:
        return client.send(rows_call("series", series_instance_uid=uid)).value.to_dicts()

    asked = list(uids)
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        found = dict(zip(asked, pool.map(rows_of, asked), strict=True))
    unknown = [uid for uid, rows in found.items() if not rows]
    if unknown:
        LOG.warning(
            "Unknown, not public, or on another server: %d of %d series: %s",
            len(unknown),
            len(asked),
            some(unknown, _FEW),
        )
    return [row for rows in found.values() for row in rows]
