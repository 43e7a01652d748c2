"""Changes while they are gathered: each gets its endpoint and its place."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from typing import Final, TypeVar

from generator.diff.changes import Change, Weight

_T = TypeVar("_T")
ANY: Final = "any type"
"""What is said where a file names no type."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Gathered:
    """The changes of one endpoint, or of all."""

    file: str
    """The file in which they stand."""
    endpoint: str | None = None
    """The endpoint that they are about."""
    at: tuple[int, int] | None = None
    """Line and column of what stands there; None for the file."""
    found: dict[Change, Change] = dataclasses.field(default_factory=dict)
    """The changes so far, by what they are wherever they stand."""

    @property
    def changes(self) -> list[Change]:
        """The changes so far, in their order."""
        return list(self.found.values())

    def of(self, endpoint: str, at: tuple[int, int]) -> Gathered:
        """Return what gathers for an endpoint, into the same changes."""
        return dataclasses.replace(self, endpoint=endpoint, at=at)

    def add(
        self,
        weight: Weight,
        kind: str,
        part: str = "",
        subject: str | None = None,
        before: str | None = None,
        after: str | None = None,
        action: str = "",
        *,
        at: tuple[int, int] | None = None,
    ) -> None:
        """Add a change, unless it is known already: what several content types have in common changes once."""
        line = at or self.at
        change = Change(
            weight=weight,
            kind=kind,
            endpoint=self.endpoint,
            part=part,
            subject=subject,
            before=before,
            after=after,
            action=action,
        )
        place = self.file if line is None else f"{self.file}:{line[0]}"
        self.found.setdefault(change, dataclasses.replace(change, place=place))


def without(listed: Collection[_T], others: Collection[_T]) -> list[_T]:
    """Return what is not among others, each once and in its order."""
    known = set(others)
    return [each for each in dict.fromkeys(listed) if each not in known]


def same_name(first: str | None, second: str | None) -> bool:
    """Whether two names differ in case and punctuation alone."""
    return _squeezed(first) == _squeezed(second) != ""


def _squeezed(name: str | None) -> str:
    return re.sub(r"[\W_]", "", name or "").lower()
