"""Answers of the service, wherever they come from: live, cassettes, HAR files, saved bodies."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal

from nbia_core.public import publish

Purpose = Literal["rows", "empty", "missing-parameter", "unknown-format", "unknown-parameter", "image", "text"]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """One request and its answer, or why there was none."""

    endpoint: str
    """The endpoint, by its name in the URL."""
    parameters: Mapping[str, str]
    """The parameters as they went out, without `format`; several values of a list have commas between them."""
    format: str
    """The format that was asked for, by its name."""
    purpose: Purpose
    """What the request was made to show."""
    url: str
    """The URL that was asked, or the name of the file that was read."""
    status: int | None = None
    """The HTTP status; None if no answer came, or if it is not known, as of a saved body."""
    headers: Mapping[str, str] | None = None
    """HTTP headers, names in lower case; None where they are not known, as in a saved body."""
    body: bytes = b""
    """The body."""
    failure: str | None = None
    """Why no answer came, or why it broke off if there is a status."""
    is_cut: bool = False
    """Whether the reader stopped before the end of the body, because it is too long to look at."""
    entries: tuple[str, ...] | None = None
    """The names of the entries of an archive, where these are all that is known of it."""


publish("nbia.contract", Observation)
