"""What changes of the sources of images besides the API: their services, buckets, tables, columns and licences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from .changes import Change
from .findings import NOWHERE, Findings, Place, Subject

Sources: TypeAlias = Mapping[str, Any]
"""Sources by name, as their file says them: it is read as it is, whichever generator wrote it."""

_WORDS: Final = frozenset({"title", "contact", "evidence", "when"})
_TOLD: Final = frozenset({"title", "status", "empty", "further", "refused", "unanswered"})
"""What is said of the questions to an index, and is in the description of what it answers."""


def compare_sources(old: Sources, new: Sources, place: Place | None = None) -> list[Change]:
    """Return every difference between the sources of images, but for what the descriptions of their indexes tell."""
    found = Findings(version=None, new_place=place or NOWHERE)
    for name in dict.fromkeys([*old, *new]):
        subject = Subject(part="source of images", name=name, paths=(("sources", name), ("sources",)))
        if name not in new:
            action = f"Download from another source than {name!r}."
            found.add("breaks callers", "source removed", subject, old[name].get("title"), None, action)
        elif name not in old:
            found.add("adds", "source added", subject, None, new[name].get("title"))
        else:
            _services(found, subject, old[name].get("addresses", {}), new[name].get("addresses", {}))
            _rest(found, subject, old[name], new[name])
    return found.changes


def _services(found: Findings, subject: Subject, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    for name in dict.fromkeys([*old, *new]):
        at = _within(subject, ("addresses", name))
        if name not in new:
            action = f"Name another service than {name!r}, or none."
            found.add("breaks callers", "service removed", at, old[name].get("url"), None, action)
        elif name not in old:
            found.add("adds", "service added", at, None, new[name].get("url"))
    before, after = [name for name in old if name in new], [name for name in new if name in old]
    if before != after:
        found.add("breaks on the wire", "services in another order", subject, before, after)


def _rest(found: Findings, subject: Subject, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    before, after = dict(_values(old)), dict(_values(new))
    for path in dict.fromkeys([*before, *after]):
        is_service = path[0] == "addresses" and not (path[1] in old["addresses"] and path[1] in new["addresses"])
        is_told = is_service or (path[0] == "questions" and path[1] in _TOLD)
        if before.get(path) != after.get(path) and not is_told:
            at, was, now = _within(subject, path), before.get(path), after.get(path)
            if path[-1] in _WORDS:
                found.add("words", "words: source", at, was, now)
            else:
                found.add("breaks on the wire", "source changed", at, was, now)


def _values(value: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Hand out what is no mapping, with the keys that lead to it."""
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            yield from _values(inner, (*path, key))
        else:
            yield (*path, key), inner


def _within(subject: Subject, path: tuple[str, ...]) -> Subject:
    """Return what stands in a source as what a change is about."""
    name = ".".join([str(subject.name), *path])
    return Subject(part=subject.part, name=name, paths=((*subject.paths[0], *path), *subject.paths))
