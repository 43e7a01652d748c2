"""Version numbers of releases: which one a verdict means, and whether one is large enough for it.

By Semantic Versioning (https://semver.org). Before 1.0.0 it promises nothing; here the middle number stands for the first
one then, so that users can pin it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Final

from .changes import Verdict

_NUMBER: Final = re.compile(r"v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(.*)")


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Release:
    """The version number of a release."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Release | None:
        """Read a number such as 1.2.3, v1.2.3 or 1.2.3rc1, which is on the way to 1.2.3; None if it is none."""
        found = _NUMBER.fullmatch(text.strip())
        return None if found is None else cls(int(found[1]), int(found[2]), int(found[3]))

    def next(self, verdict: Verdict) -> Release:
        """Return the number that the next release has at least."""
        if verdict == "nothing":
            return self
        is_first = self.major == 0
        if verdict == "major" and not is_first:
            return Release(self.major + 1, 0, 0)
        if verdict == "major" or (verdict == "minor" and not is_first):
            return Release(self.major, self.minor + 1, 0)
        return Release(self.major, self.minor, self.patch + 1)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def releases(tags: Iterable[str]) -> Iterator[tuple[str, Release]]:
    """Hand out the tags that are those of releases, such as v1.2.3, each with its number; none on the way to one."""
    for tag in tags:
        found = _NUMBER.fullmatch(tag)
        release = Release.parse(tag)
        if tag.startswith("v") and found is not None and not found[4] and release is not None:
            yield tag, release


def is_enough(last: Release, proposed: Release, verdict: Verdict) -> bool:
    """Whether a version number is large enough for what changed since the last release.

    The number of the last release itself is enough as long as nothing changed.
    """
    return proposed >= last.next(verdict)


def shortfall(last: Release, proposed: str, verdict: Verdict) -> str | None:
    """Return why a version number is too small for what changed since the last release; None if it is large enough."""
    found = Release.parse(proposed)
    if found is None:
        return f"{proposed!r} is no version number such as 1.2.3."
    if is_enough(last, found, verdict):
        return None
    return f"{proposed} is too small. {meaning(last, verdict)}"


def meaning(last: Release, verdict: Verdict) -> str:
    """Return in words which number a verdict means after a release."""
    if verdict == "nothing":
        return f"{last} stays."
    why = {
        "major": "something breaks callers",
        "minor": "something is new, and nothing breaks callers",
        "patch": "nothing is new for callers, and nothing breaks for them",
    }[verdict]
    first = ""
    if last.major == 0 and verdict != "patch":
        middle = "the middle number stands for the first" if verdict == "major" else "the last number is enough"
        first = f" Before 1.0.0 {middle}."
    return f"After {last} that means {last.next(verdict)} at least: {why}.{first}"
