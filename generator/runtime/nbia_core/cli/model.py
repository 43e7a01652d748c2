"""What the command line knows of the endpoints. The generator fills it in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Literal

from nbia_core.api.calls import Call
from nbia_core.records.record import Record


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A query parameter of an endpoint, which is an option of its command."""

    wire: str
    """Its name on the wire."""
    python: str
    """Its name in Python."""
    kind: Literal["text", "uid", "date", "boolean"]
    """What it takes."""
    is_required: bool
    """Whether the server refuses a call without it."""
    values: tuple[str, ...]
    """The values that it takes; empty if the set is not closed."""
    meaning: str
    """What it is for, in a sentence or two."""
    example: str
    """A value that exists, as it is typed on the command line."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class EndpointCommand:
    """An endpoint as a command."""

    name: str
    """The command, such as get-series."""
    wire: str
    """The endpoint as the guide names it, such as getSeries."""
    call: Callable[..., Call[Any]]
    """Makes the call; its arguments are the parameters by their Python names."""
    kind: Literal["table", "zip", "dicom"]
    """What the endpoint sends."""
    has_format: bool
    """Whether the server can write its answer in several formats."""
    record_type: type[Record] | None
    """The class of the rows of a table."""
    purpose: str
    """What it is for, in one sentence."""
    details: str | None
    """What else is to know, in some sentences."""
    empty: str
    """What an answer without rows means."""
    parameters: tuple[Parameter, ...]
    """Its parameters, the required ones first."""
    example: str
    """A call that has an answer, as it is typed in a terminal."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class EndpointGroup:
    """Commands that belong together."""

    name: str
    """What they have in common, such as Image metadata."""
    commands: tuple[EndpointCommand, ...]
    """The commands."""
