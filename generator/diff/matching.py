"""Pairs the entries of two descriptions: by their names, or else by what is the same about them, and never by chance."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Final, Generic, TypeAlias, TypeVar

from nbia_core.api.description import Api, Attribute, Criterion, Endpoint, ErrorCase, Parameter
from nbia_core.contract.checks.renames import similarity

T = TypeVar("T")
Key: TypeAlias = Callable[[T], Hashable]

_ALIKE: Final = 0.7
"""From here on two names say the same, such as Date and fromDate."""
_A_LITTLE_ALIKE: Final = 0.4


@dataclasses.dataclass(frozen=True, slots=True)
class Matched(Generic[T]):
    """Entries of two descriptions, side by side."""

    pairs: list[tuple[T, T]]
    """What both have, whatever it is called, in the order of the old one."""
    gone: list[T]
    """What only the old one has."""
    added: list[T]
    """What only the new one has."""

    is_reordered: bool
    """Whether what both have stands in another order."""


def endpoints(old: Api, new: Api) -> Matched[Endpoint]:
    """Match endpoints: by name, by their names in Python, by the roles that they play, or by what they are."""
    played: dict[str, set[str]] = {}
    for role in old.roles.keys() & new.roles.keys():
        played.setdefault(old.roles[role].endpoint, set()).add(new.roles[role].endpoint)
    by_role = {name: next(iter(others)) for name, others in played.items() if len(others) == 1}
    return match(
        old.endpoints,
        new.endpoints,
        [lambda each: each.name, lambda each: each.python],
        lambda before, after, _: by_role.get(before.name) == after.name or _is_same_endpoint(before, after),
    )


def parameters(old: Sequence[Parameter], new: Sequence[Parameter]) -> Matched[Parameter]:
    """Match the parameters of an endpoint, or the fields of a criterion."""
    return match(
        old,
        new,
        [lambda each: (each.wire, each.python), lambda each: each.python, lambda each: each.wire],
        _is_same_parameter,
    )


def attributes(old: Sequence[Attribute], new: Sequence[Attribute]) -> Matched[Attribute]:
    """Match the attributes of a record: by concept, by their names, or by what they are."""
    return match(
        old,
        new,
        [
            lambda each: (each.concept, each.wire),
            lambda each: each.concept,
            lambda each: each.wire,
            lambda each: each.python,
        ],
        _is_same_attribute,
    )


def criteria(old: Sequence[Criterion], new: Sequence[Criterion]) -> Matched[Criterion]:
    """Match the criteria of searches."""
    return match(
        old,
        new,
        [lambda each: each.wire, lambda each: each.python],
        lambda before, after, _: before.meaning == after.meaning,
    )


def errors(old: Sequence[ErrorCase], new: Sequence[ErrorCase]) -> Matched[ErrorCase]:
    """Match the errors of an endpoint or of a service: by what is answered, or by status and meaning."""
    return match(
        old,
        new,
        [lambda each: (each.status, each.sentence)],
        lambda before, after, _: (
            (before.status, before.means) == (after.status, after.means)
            and (before.sentence is None) == (after.sentence is None)
        ),
    )


def named(old: Sequence[T], new: Sequence[T], key: Key[T]) -> Matched[T]:
    """Match entries by their names alone."""
    return match(old, new, [key], lambda _before, _after, _is_in_place: False)


def match(
    old: Sequence[T], new: Sequence[T], keys: Sequence[Key[T]], is_same: Callable[[T, T, bool | None], bool]
) -> Matched[T]:
    """Match two lists: first what is equal, then by one key after the other, then by evidence.

    Args:
        old: the entries of the old description.
        new: those of the new one.
        keys: what tells an entry from others, the surest first. What two entries of a list share tells nothing.
        is_same: whether two entries are the same in spite of other keys. Its last argument says whether they stand in
            the same place, between the same neighbours; None where both are the last, which says little since what is new
            is put there. An entry is matched only where no second one would do as well, on either side.
    """
    found: dict[int, int] = {}
    for at, entry in enumerate(old):
        equal = (other for other, each in enumerate(new) if each == entry and other not in found.values())
        if (other := next(equal, None)) is not None:
            found[at] = other
    for key in keys:
        before = _unique(old, key, [at for at in range(len(old)) if at not in found])
        after = _unique(new, key, [at for at in range(len(new)) if at not in found.values()])
        found |= {at: after[name] for name, at in before.items() if name in after}
    left = [at for at in range(len(old)) if at not in found]
    candidates = [
        (at, other)
        for at in left
        for other in range(len(new))
        if other not in found.values() and is_same(old[at], new[other], _is_in_place(found, at, other, old, new))
    ]
    firsts, seconds = Counter(at for at, _ in candidates), Counter(other for _, other in candidates)
    found |= {at: other for at, other in candidates if firsts[at] == seconds[other] == 1}
    places = [found[at] for at in sorted(found)]
    return Matched(
        pairs=[(old[at], new[found[at]]) for at in sorted(found)],
        gone=[old[at] for at in range(len(old)) if at not in found],
        added=[new[at] for at in range(len(new)) if at not in found.values()],
        is_reordered=places != sorted(places),
    )


def _unique(entries: Sequence[T], key: Key[T], places: Sequence[int]) -> dict[Hashable, int]:
    """Return the places of the entries whose key no other one has."""
    counts = Counter(key(entries[at]) for at in places)
    return {key(entries[at]): at for at in places if counts[key(entries[at])] == 1}


def _is_in_place(found: dict[int, int], at: int, other: int, old: Sequence[T], new: Sequence[T]) -> bool | None:
    """Whether two entries stand alone between the same neighbours; None where that is the end."""
    before = max((place for place in found if place < at), default=-1)
    after = min((place for place in found if place > at), default=len(old))
    start, end = found.get(before, -1), found.get(after, len(new))
    is_alone = (after - before, end - start) == (2, 2) and start < other < end
    if before < 0 and after == len(old):
        return False
    return None if is_alone and after == len(old) else is_alone


def _are_alike(old: str, new: str, least: float = _ALIKE) -> bool:
    return similarity(old, new) >= least


def _is_same_endpoint(old: Endpoint, new: Endpoint) -> bool:
    """Whether an endpoint sends the same and takes the same, and is called alike or said to be for the same."""
    if (old.kind, old.shape, _concepts(old)) != (new.kind, new.shape, _concepts(new)):
        return False
    taken = [{(each.python, each.type) for each in endpoint.parameters} for endpoint in (old, new)]
    if taken[0] != taken[1]:
        return False
    return old.purpose == new.purpose or _are_alike(old.name, new.name) or _are_alike(old.python, new.python)


def _concepts(endpoint: Endpoint) -> set[str]:
    return {attribute.concept for attribute in endpoint.attributes}


def _is_same_parameter(old: Parameter, new: Parameter, is_in_place: bool | None) -> bool:
    """Whether a parameter takes the same and is called alike or said to be for the same, or stands in the same place."""
    if old.type != new.type:
        return False
    if old.meaning == new.meaning or _are_alike(old.wire, new.wire) or _are_alike(old.python, new.python):
        return True
    forms = [(each.form, each.place, each.several, each.values) for each in (old, new)]
    return forms[0] == forms[1] and (bool(is_in_place) or old.example == new.example)


def _is_same_attribute(old: Attribute, new: Attribute, is_in_place: bool | None) -> bool:
    """Whether an attribute is of the same kind, and has the same tag, meaning or place, or is called alike."""
    if (old.type, old.many, old.record) != (new.type, new.many, new.record):
        return False
    if old.tag != new.tag:
        return False
    if old.tag is not None or old.meaning == new.meaning:
        return True
    if _are_alike(old.wire, new.wire) or _are_alike(old.python, new.python):
        return True
    return old.form == new.form and (
        bool(is_in_place) or (is_in_place is None and _are_alike(old.wire, new.wire, _A_LITTLE_ALIKE))
    )
