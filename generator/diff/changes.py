"""A change between two descriptions, and what changes mean together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

Weight: TypeAlias = Literal["breaks callers", "breaks on the wire", "adds", "words"]
"""Whom a change meets: people who call the client; only programs that speak to the server without it; nobody, since something
is new; nobody, since only texts differ."""
Verdict: TypeAlias = Literal["major", "minor", "patch", "nothing"]
"""Which part of a version number changes, by SemVer."""

WEIGHTS: Final[tuple[Weight, ...]] = ("breaks callers", "breaks on the wire", "adds", "words")
"""The heaviest first."""
_VERDICTS: Final[dict[Weight, Verdict]] = {
    "breaks callers": "major",
    "breaks on the wire": "patch",
    "adds": "minor",
    "words": "patch",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Change:
    """One difference between two descriptions."""

    weight: Weight
    """Whom it meets."""
    kind: str
    """What kind of change it is, such as `parameter removed`: the same words for the same kind, wherever it is."""
    version: str | None = None
    """The version of the API, such as v4; None where a file does not tell."""
    endpoint: str | None = None
    """The endpoint that it is about; None for what concerns all."""
    part: str = ""
    """What the subject is, such as `parameter` or `attribute`; empty for the endpoint or the version itself."""
    subject: str | None = None
    """The parameter, attribute, criterion, status … that it is about, by its name on the wire; None for the endpoint itself."""
    before: str | None = None
    """What was there, in words; None if nothing was."""
    after: str | None = None
    """What is there now, in words; None if nothing is."""
    action: str = ""
    """What a caller must do; empty where nothing is to be done."""
    place: str = ""
    """Where it stands: file and line, or a path in the description."""


def verdict(changes: Iterable[Change]) -> Verdict:
    """Return which part of the version number the changes move together."""
    meant = {_VERDICTS[change.weight] for change in changes}
    order: tuple[Verdict, ...] = ("major", "minor", "patch")
    return next((each for each in order if each in meant), "nothing")
