"""Names that changed: which unknown name stands where a documented one was, and what becomes of the others."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from nbia_core.api.description import Attribute

from .kinds import Fit, fit

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SHORTEST_PART: Final = 4
_SHORTEST_ABBREVIATION: Final = 3
_SAME_WORDS: Final = 0.9
_CONTAINED: Final = 0.75
_ALIKE: Final = 0.7
_A_LITTLE_ALIKE: Final = 0.4
_SYNONYMS: Final = {"url": "uri", "identifier": "id", "subject": "patient", "images": "image", "number": "count"}


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class UnknownName:
    """A name that the spec does not know."""

    name: str
    """The name."""
    values: Sequence[object]
    """Some of its values."""
    is_typed: bool
    """Whether the values have the types of JSON."""
    place: tuple[int, int] | None
    """Between which documented attributes it stands, by their numbers; None where the order says nothing."""


def similarity(old: str, new: str) -> float:
    """Return how alike two names are, from 0 to 1; case and separators do not count."""
    first, second = letters_of(old), letters_of(new)
    if first == second:
        return 1.0
    ratio = difflib.SequenceMatcher(None, first, second).ratio()
    words, others = _words(old), _words(new)
    pairs = sum(any(_same(word, other) for other in others) for word in words)
    overlap = 2 * min(pairs, len(others)) / (len(words) + len(others)) if words and others else 0.0
    likeness = (ratio + overlap) / 2
    if overlap == 1.0:
        likeness = max(likeness, _SAME_WORDS)
    short, long = sorted((first, second), key=len)
    if len(short) >= _SHORTEST_PART and short in long:
        likeness = max(likeness, _CONTAINED)
    return likeness


def letters_of(name: str) -> str:
    """Return the letters and digits of a name, in small letters."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _words(name: str) -> list[str]:
    words = [word.lower() for word in _WORD.findall(name)]
    return [_SYNONYMS.get(word, word) for word in words]


def _same(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= _SHORTEST_ABBREVIATION and long.startswith(short))


def pairs(
    gone: Sequence[Attribute], unknown: Sequence[UnknownName], order: Mapping[str, int], certain: frozenset[str]
) -> dict[str, str]:
    """Return the documented names that were probably renamed, each with its new name.

    Name, place in the order of columns, and kind of values speak for a pair; the best pair is taken first.

    Args:
        gone: The documented attributes that were not seen.
        unknown: The names that the spec does not know.
        order: The number of each documented attribute.
        certain: Which of the attributes are gone for certain, because a head of a table does not have them, or because
            they are always there otherwise.
    """
    likely: list[tuple[float, int, int]] = []
    for number, candidate in enumerate(unknown):
        for place, attribute in enumerate(gone):
            score = _score(attribute, candidate, gone, unknown, order, certain)
            if score is not None:
                likely.append((score, -place, -number))
    found: dict[str, str] = {}
    for _, place, number in sorted(likely, reverse=True):
        old, new = gone[-place].wire, unknown[-number].name
        if old not in found and new not in found.values():
            found[old] = new
    return found


def _score(
    attribute: Attribute,
    candidate: UnknownName,
    gone: Sequence[Attribute],
    unknown: Sequence[UnknownName],
    order: Mapping[str, int],
    certain: frozenset[str],
) -> float | None:
    """Return how likely a pair is, or None if it is not likely at all."""
    fits: Fit = fit(attribute, candidate.values, is_typed=candidate.is_typed)
    is_certain = attribute.wire in certain
    alike = similarity(attribute.wire, candidate.name)
    if fits == "never":
        # Any text can be a text; what cannot be a date or a number must at least be called almost the same.
        return alike if alike >= (_CONTAINED if attribute.type == "text" else _SAME_WORDS) else None
    if candidate.place is None:
        is_there, is_alone, is_tight = False, False, False
    else:
        low, high = candidate.place
        is_there = low < order[attribute.wire] < high
        rivals = sum(low < order[other.wire] < high for other in gone if other == attribute or other.wire in certain)
        is_alone = is_there and rivals == 1 == sum(other.place == candidate.place for other in unknown)
        is_tight = is_there and high - low == 2
    score = alike + (0.5 if is_there else 0.0) + (0.25 if fits == "exact" else 0.0)
    if alike >= _ALIKE or (is_there and alike >= _A_LITTLE_ALIKE and (is_certain or fits == "exact")):
        return score
    if is_certain and is_alone and (fits == "exact" or not _is_last(candidate, order) or alike >= _A_LITTLE_ALIKE):
        return score
    if is_tight and is_alone and fits == "exact":
        return score
    return None


def _is_last(candidate: UnknownName, order: Mapping[str, int]) -> bool:
    """Whether a name stands behind all others, where new ones are put as a rule."""
    return candidate.place is not None and candidate.place[1] >= len(order) > 1
