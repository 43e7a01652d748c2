"""Recorded requests: which endpoint they ask, with which parameters, and what they were made to show."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from nbia_core.api.description import Api, Endpoint
from nbia_core.contract.observations import Observation, Purpose
from nbia_core.text import as_text

_FORMAT: Final = "format"
_VERSION: Final = re.compile("v[0-9]+")


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """What a request asks for."""

    endpoint: Endpoint
    """The endpoint."""
    parameters: Mapping[str, str]
    """The parameters, without `format`; several values of a list have commas between them, and of several values of
    anything else the first counts."""
    format: str
    """The format in small letters: the default where none is asked for, and the kind of file for images and text."""
    unknown: tuple[str, ...] = ()
    """The names in the address that the endpoint does not know."""


def read_address(url: str, contract: Api, *, form: bytes | None = None) -> Address | None:
    """Return what a request asks for, or None if it asks for nothing that the spec knows.

    The host and the path before the name do not count, unless the path says that another version of the API is asked.

    Args:
        url: The URL.
        contract: What the spec promises.
        form: The form that was posted; None for a GET.
    """
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
        posted = parse_qsl((form or b"").decode("utf-8", errors="replace"), keep_blank_values=True)
    except ValueError:
        return None
    folders, _, last = parts.path.rstrip("/").rpartition("/")
    endpoint = contract.endpoint(unquote(last).partition(";")[0])
    if endpoint is None or (endpoint.method == "POST") != (form is not None):
        return None
    if _is_of_another_version(folders.rpartition("/")[2], contract):
        return None
    lists = {parameter.wire for parameter in endpoint.parameters if parameter.several is not None}
    parameters: dict[str, str] = {}
    for key, value in (*posted, *query):
        if key in parameters and key in lists:
            parameters[key] += f",{value}"
        parameters.setdefault(key, value)
    asked = parameters.pop(_FORMAT, None)
    known = {parameter.wire for parameter in endpoint.parameters}
    known |= {_FORMAT} if endpoint.has_format else set()
    return Address(
        endpoint=endpoint,
        parameters=parameters,
        format=_format(contract, endpoint, asked),
        unknown=tuple(dict.fromkeys(key for key, _ in query if key not in known)),
    )


def default_format(contract: Api, endpoint: Endpoint) -> str:
    """Return the format of an answer where none is asked for."""
    return contract.default_format if endpoint.kind == "table" else endpoint.kind


def _is_of_another_version(folder: str, contract: Api) -> bool:
    """Whether a folder is that of another version: next to the folder of this one, above it, or in it."""
    paths = [urlsplit(url).path.rstrip("/").split("/") for url in contract.base_urls.values()]
    if any(folder == path[-1] for path in paths):
        return False
    return _VERSION.fullmatch(folder) is not None or any(folder == path[-2] for path in paths if len(path) > 1)


def _format(contract: Api, endpoint: Endpoint, asked: str | None) -> str:
    if asked is None or not endpoint.has_format:
        return default_format(contract, endpoint)
    return asked.lower()


def recorded(
    contract: Api,
    url: str,
    *,
    status: int | None,
    headers: Mapping[str, str] | None,
    body: bytes,
    form: bytes | None = None,
    failure: str | None = None,
) -> Observation | None:
    """Return a recorded request and its answer, or None if it asks for nothing that the spec knows.

    What changes something on the server is left out: it shows what somebody did, and no promise of the spec.
    """
    address = read_address(url, contract, form=form)
    if address is None or address.endpoint.writes:
        return None
    return Observation(
        endpoint=address.endpoint.name,
        parameters=address.parameters,
        format=address.format,
        purpose=_purpose(contract, address, status, body),
        url=url,
        status=status,
        headers=headers,
        body=body,
        failure=failure,
    )


def _purpose(contract: Api, address: Address, status: int | None, body: bytes) -> Purpose:
    endpoint = address.endpoint
    if address.unknown and endpoint.refuses_unknown_parameters:
        return "unknown-parameter"
    if endpoint.kind == "table" and address.format not in contract.formats:
        return "unknown-format"
    if any(parameter.is_required and parameter.wire not in address.parameters for parameter in endpoint.parameters):
        return "missing-parameter"
    return purpose_of(endpoint, status, body)


def purpose_of(endpoint: Endpoint, status: int | None, body: bytes) -> Purpose:
    """Return what a right request was made to show, as far as its answer tells."""
    is_good = status in (None, 200, 204)
    text = as_text(body[:4000])
    if endpoint.kind == "table":
        if any(case.means in ("not-public", "unknown-image") and case.fits(status, text) for case in endpoint.errors):
            return "empty"
        nothing = (b"", b"[]") if endpoint.has_empty_list else (b"",)
        return "empty" if is_good and body.strip() in nothing else "rows"
    if any(case.fits(status, text) for case in endpoint.errors):
        return "empty"
    if endpoint.kind == "text":
        return "empty" if is_good and not text.strip() and endpoint.empty_status is not None else "text"
    return "image"
