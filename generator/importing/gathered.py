"""Collects the changes between two OpenAPI files, each with its endpoint and its place, and compares their lists."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Hashable, Iterable
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
        """Return a collector for the changes of one endpoint, which adds to the same list."""
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
    """Return the items that are not among others, each once, in their order."""
    known = set(others)
    return [each for each in dict.fromkeys(listed) if each not in known]


def paired(old: Collection[_T], new: Collection[_T], likenesses: Iterable[Callable[[_T], Hashable]]) -> dict[_T, _T]:
    """Return the new item that each old one has become: an equal one, or else the only one that is like it.

    Args:
        old: what there was.
        new: what there is.
        likenesses: functions whose results must be equal for two items to be alike; the strictest first.
    """
    known = set(new)
    pairs = {each: each for each in old if each in known}
    for likeness in likenesses:
        left: dict[Hashable, list[_T]] = {}
        for each in without(new, pairs.values()):
            left.setdefault(likeness(each), []).append(each)
        for each in without(old, pairs):
            alike = left.get(likeness(each), [])
            if len(alike) == 1:
                pairs[each] = alike.pop()
    return pairs


def same_name(first: str | None, second: str | None) -> bool:
    """Whether two names differ in case and punctuation alone."""
    return squeezed(first) == squeezed(second) != ""


def squeezed(name: str | None) -> str:
    """Return a name in small letters and without punctuation, for comparison."""
    return re.sub(r"[\W_]", "", name or "").lower()
