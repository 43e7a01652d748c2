"""Collects what shows a finding, format by format, and makes findings of it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import Final

from nbia_core.api.description import Api, Endpoint
from nbia_core.contract.findings import Evidence, Finding, Part, Verdict
from nbia_core.contract.observations import Observation
from nbia_core.text import shortened

from .outcomes import Outcome
from .tables import Table

MOST_SHOWN: Final = 3
MOST_NAMED: Final = 12
_LONGEST: Final = 120


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A table and the answer that it was read from."""

    observation: Observation
    """The answer."""
    table: Table
    """The table."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """Everything that is known of one endpoint."""

    contract: Api
    """The spec."""
    endpoint: Endpoint
    """What the spec says of the endpoint."""
    outcomes: tuple[Outcome, ...]
    """What became of each request."""
    tables: tuple[Seen, ...] = ()
    """The tables with rows that could be read."""
    unreadable: tuple[tuple[Observation, str], ...] = ()
    """Good answers that are no tables, with what they are instead."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A finding about one endpoint, which becomes one about the whole service if all endpoints show it."""

    finding: Finding
    """The finding of the endpoint."""
    topic: str | None = None
    """What all endpoints can have in common; None where the finding belongs to the endpoint alone."""


@dataclasses.dataclass(kw_only=True, slots=True)
class Report:
    """What the checks of one endpoint say."""

    drafts: list[Draft] = dataclasses.field(default_factory=list)
    """The findings."""
    notes: list[str] = dataclasses.field(default_factory=list)
    """What is worth knowing and no deviation."""
    topics: set[str] = dataclasses.field(default_factory=set)
    """The topics in which the endpoint could have shown a deviation."""

    def add(self, finding: Finding, topic: str | None = None) -> None:
        """Add a finding."""
        self.drafts.append(Draft(finding=finding, topic=topic))
        if topic is not None:
            self.topics.add(topic)


class Tally:
    """Counts what shows one deviation."""

    def __init__(self) -> None:
        self._pieces: dict[str, Evidence] = {}

    def __bool__(self) -> bool:
        return any(piece.count for piece in self._pieces.values())

    @property
    def count(self) -> int:
        """How often it was seen."""
        return sum(piece.count for piece in self._pieces.values())

    @property
    def of(self) -> int:
        """How often it could have been seen."""
        return sum(piece.of for piece in self._pieces.values())

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats in which it was seen."""
        return tuple(form for form, piece in self._pieces.items() if piece.count)

    def add(self, observation: Observation, shown: Iterable[object] = (), *, count: int = 1, of: int = 1) -> None:
        """Add an answer, with some of the values that show it; a count of 0 says that it does not show it."""
        old = self._pieces.get(observation.format)
        values = tuple(dict.fromkeys(shorten(value) for value in shown))
        if old is None:
            new = Evidence(request=observation.url, status=observation.status, count=count, of=of)
        else:
            new = dataclasses.replace(old, count=old.count + count, of=old.of + of)
            if count and not old.count:
                new = dataclasses.replace(new, request=observation.url, status=observation.status)
        known = old.shown if old is not None else ()
        merged = tuple(dict.fromkeys([*known, *values]))[:MOST_SHOWN]
        self._pieces[observation.format] = dataclasses.replace(new, shown=merged)

    def take(self, other: Tally) -> None:
        """Add what another tally has, for the formats that are missing in this one."""
        for form, piece in other._pieces.items():
            if piece.count:
                self._pieces.setdefault(form, piece)

    def evidence(self) -> tuple[Evidence, ...]:
        """Return what was collected, a piece for each format that shows it."""
        return tuple(piece for piece in self._pieces.values() if piece.count)

    def finding(
        self,
        verdict: Verdict,
        endpoint: str,
        summary: str,
        *,
        attribute: str | None = None,
        new: str | None = None,
        part: Part = "attribute",
    ) -> Finding:
        """Make the finding that this shows."""
        return Finding(
            verdict=verdict,
            endpoint=endpoint,
            attribute=attribute,
            new=new,
            part=part,
            formats=self.formats,
            summary=summary,
            evidence=self.evidence(),
        )


def shorten(value: object) -> str:
    """Return a value as a short line: text as it is, anything else as JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return shortened(" ".join(text.split()), _LONGEST)
