"""Recorded requests: which endpoint they ask, with which parameters, and what they were made to show."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from nbia_core.api.description import Api, Endpoint
from nbia_core.contract.observations import Observation, Purpose
from nbia_core.text import as_text

_FORMAT: Final = "format"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """What a URL asks for."""

    endpoint: Endpoint
    """The endpoint."""
    parameters: Mapping[str, str]
    """The parameters, without `format`; of several values of one name the first counts."""
    format: str
    """The format in small letters: the default where the URL has none, and the kind of file for images."""


def read_address(url: str, contract: Api) -> Address | None:
    """Return what a URL asks for, or None if its path does not end with an endpoint of the spec.

    The host and the path before the name do not count.
    """
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return None
    name = unquote(parts.path.rstrip("/").rpartition("/")[2]).partition(";")[0]
    endpoint = contract.endpoint(name)
    if endpoint is None:
        return None
    parameters: dict[str, str] = {}
    for key, value in query:
        parameters.setdefault(key, value)
    asked = parameters.pop(_FORMAT, None)
    return Address(endpoint=endpoint, parameters=parameters, format=_format(contract, endpoint, asked))


def default_format(contract: Api, endpoint: Endpoint) -> str:
    """Return the format of an answer where none is asked for."""
    return next(iter(contract.formats)) if endpoint.kind == "table" else endpoint.kind


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
    failure: str | None = None,
) -> Observation | None:
    """Return a recorded request and its answer, or None if it asks for nothing that the spec knows."""
    address = read_address(url, contract)
    if address is None:
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
    if endpoint.kind == "table" and address.format not in contract.formats:
        return "unknown-format"
    if any(parameter.is_required and parameter.wire not in address.parameters for parameter in endpoint.parameters):
        return "missing-parameter"
    if endpoint.kind == "table":
        return "empty" if status in (None, 200, 204) and not body.strip() else "rows"
    text = as_text(body[:4000])
    is_refused = any(case.fits(status, text) for case in endpoint.errors)
    return "empty" if is_refused else "image"
