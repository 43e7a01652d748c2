"""What the spec promises of the service, as the checks need it. The generator fills it in."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal

from nbia_core.api.calls import ErrorCase

AttributeType = Literal["text", "uid", "integer", "number", "boolean", "timestamp"]
WireType = Literal["string", "number", "boolean"]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class AttributeContract:
    """An attribute of a row."""

    wire: str
    """Its name on the wire."""
    type: AttributeType
    """What it is."""
    wire_type: WireType
    """What JSON has in its place."""
    pattern: str | None
    """What its text must match, as a regular expression for the whole of it; None where any text will do."""
    format_name: str | None
    """The pattern in words, such as MM-dd-yyyy."""
    is_always_there: bool
    """Whether every row has it."""
    source: Literal["guide", "observed"]
    """Who says so."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class ParameterContract:
    """A query parameter of an endpoint."""

    wire: str
    """Its name on the wire."""
    is_required: bool
    """Whether the server refuses a call without it."""
    example: str
    """A value as it goes on the wire; the examples of an endpoint together make one sensible call."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class EndpointContract:
    """An endpoint."""

    name: str
    """Its name in the URL."""
    parameters: tuple[ParameterContract, ...]
    """Its parameters, the required ones first; `format` is not among them."""
    has_format: bool
    """Whether the format parameter chooses among the formats; otherwise the answer is in the default format."""
    kind: Literal["table", "zip", "dicom"]
    """What it sends."""
    content_type: str
    """The content type of its default format."""
    record: str | None
    """The record that a row is."""
    attributes: tuple[AttributeContract, ...]
    """The attributes of a row in column order; empty for images."""
    empty_status: int | None
    """The status of an answer without rows and without a body; None if there are always rows."""
    license_entry: str | None
    """The entry of the archive with the licence, which comes first."""
    hashes_entry: str | None
    """The entry of the archive with the MD5 hashes, which comes last."""
    errors: tuple[ErrorCase, ...]
    """How it answers when something is wrong, the endpoint's own cases first."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class ApiContract:
    """The service as a whole."""

    version: str
    """The version of the API, such as v1."""
    servers: Mapping[str, str]
    """Base URLs by name; the first is the default."""
    formats: Mapping[str, str]
    """Content types by the name of the format; the first is the default."""
    endpoints: tuple[EndpointContract, ...]
    """The endpoints in the order of the guide."""

    def endpoint(self, name: str) -> EndpointContract | None:
        """Return an endpoint by name."""
        return next((endpoint for endpoint in self.endpoints if endpoint.name == name), None)
