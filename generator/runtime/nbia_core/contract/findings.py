"""What the checks say: verdicts in words, with the evidence."""

from __future__ import annotations

import dataclasses
import enum
from typing import Literal

from nbia_core.public import publish

Part = Literal["attribute", "parameter", "entry"]
"""What a name belongs to: the rows, the request, or the archive."""


class Verdict(enum.StrEnum):
    """What became of a promise of the spec."""

    OK = "ok"
    ADDED = "attribute added"
    MISSING = "attribute missing"
    RENAMED = "probably renamed"
    RETYPED = "retyped"
    REFORMATTED = "reformatted"
    MOVED = "moved"
    RETIRED = "retired"
    NEEDS_LOGIN = "needs login"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A request and what came back, as far as it shows the finding."""

    request: str
    """The URL that was asked, or the name of the file that was read."""
    status: int | None = None
    """The HTTP status."""
    shown: tuple[str, ...] = ()
    """The first rows or values that show it, shortened."""
    count: int = 0
    """How many rows or answers show it."""
    of: int = 0
    """How many were looked at."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One deviation of the service from the spec."""

    verdict: Verdict
    """What it is."""
    endpoint: str
    """The endpoint, by its name in the URL; "*" for the service as a whole."""
    attribute: str | None = None
    """The attribute, parameter or archive entry, as the spec has it (for an added one: as the server sends it)."""
    new: str | None = None
    """What it is now: the new name, type, pattern, address or status."""
    part: Part = "attribute"
    """What the attribute is a part of."""
    formats: tuple[str, ...] = ()
    """The formats in which it was seen."""
    summary: str
    """One sentence for people, in the words of the spec."""
    evidence: tuple[Evidence, ...] = ()
    """What shows it."""

    @property
    def key(self) -> str:
        """What a baseline knows it by: the same for the same deviation on another day."""
        attribute = f"parameter {self.attribute}" if self.part == "parameter" else self.attribute
        return " | ".join([self.verdict, self.endpoint, attribute or "-", self.new or "-"])


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What was looked at for one endpoint."""

    endpoint: str
    """The endpoint."""
    answers: int = 0
    """Answers that were looked at."""
    rows: int = 0
    """Rows that were looked at."""
    formats: tuple[str, ...] = ()
    """Formats that were seen."""
    parameters: tuple[str, ...] = ()
    """Parameters that were used."""
    presence: tuple[tuple[str, int], ...] = ()
    """Each attribute in column order, with the number of rows that had it."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """Everything that a run of the contract found."""

    version: str
    """The version of the API."""
    origin: str
    """What was checked: a base URL, or a file or folder."""
    release: str | None = None
    """The version of nbia-client that checked."""
    spec_sha256: str | None = None
    """The hash of the spec that it was checked against, which `nbia info --json` shows as well."""
    answered_by: tuple[str, ...] = ()
    """The server headers of the answers, each once."""
    findings: tuple[Finding, ...] = ()
    """Deviations, in the order of the endpoints."""
    accepted: tuple[tuple[Finding, str], ...] = ()
    """Deviations that the baseline accepts, each with the reason."""
    stale: tuple[str, ...] = ()
    """Keys of the baseline that were not found any more."""
    notes: tuple[str, ...] = ()
    """What is worth knowing and no deviation, such as attributes that no row had."""
    coverage: tuple[Coverage, ...] = ()
    """What was looked at, endpoint by endpoint."""


publish("nbia.contract", Coverage, Evidence, Finding, Result)
