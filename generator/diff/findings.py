"""Changes while they are gathered: each gets its version, its place, and its values in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

import msgspec

from nbia_core.api.description import Difference

from .changes import Change, Weight

Path_: TypeAlias = tuple[str, ...]
"""Where something stands in the spec: keys, and names in lists, such as ("records", "Series", "attributes", "Modality")."""
Place: TypeAlias = Callable[[Path_], str | None]
"""Says in which file and line that is, if it is known."""


def NOWHERE(path: Path_) -> None:  # noqa: N802, RUF100  # a constant that happens to be a function
    """Say that no file is known."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Subject:
    """What changes are about, and where it stands."""

    endpoint: str | None = None
    """The endpoint; None for what concerns all."""
    part: str = ""
    """What it is, such as `parameter`; empty for an endpoint or a version."""
    name: str | None = None
    """The parameter, attribute … by its name on the wire; None for the endpoint itself."""
    paths: tuple[Path_, ...] = ()
    """Where it stands in the spec; the first that is known counts."""

    def at(self, *path: str) -> Subject:
        """Return the same, but standing there first of all."""
        return dataclasses.replace(self, paths=(path, *self.paths))


SERVICE: Final = Subject(paths=(("service",),))


@dataclasses.dataclass(kw_only=True)
class Findings:
    """What differs between two descriptions, as far as it is known."""

    version: str | None
    """The version that changes belong to; None for all."""
    old_place: Place = NOWHERE
    """Where something stands in the old spec."""
    new_place: Place = NOWHERE
    """The same in the new one."""
    changes: list[Change] = dataclasses.field(default_factory=list)
    """The changes so far."""

    def add(
        self,
        weight: Weight,
        kind: str,
        subject: Subject,
        before: object = None,
        after: object = None,
        action: str = "",
    ) -> None:
        """Add a change."""
        self.changes.append(
            Change(
                weight=weight,
                kind=kind,
                version=self.version,
                endpoint=subject.endpoint,
                part=subject.part,
                subject=subject.name,
                before=in_words(before),
                after=in_words(after),
                action=action,
                place=self._place(subject),
            )
        )

    def words(self, subject: Subject, old: msgspec.Struct, new: msgspec.Struct, *fields: str) -> None:
        """Add a change of words for each field that is not the same."""
        for field in fields:
            before, after = getattr(old, field), getattr(new, field)
            if before != after:
                self.add("words", f"words: {field.replace('_', ' ')}", subject, before, after)

    def order(self, subject: Subject, what: str, old: Iterable[str], new: Iterable[str]) -> None:
        """Add a change if what both have stands in another order."""
        before, after = list(old), list(new)
        kept, left = [name for name in before if name in after], [name for name in after if name in before]
        if kept != left:
            self.add("words", f"{what} in another order", subject, before, after)

    def _place(self, subject: Subject) -> str:
        known = (place(path) for place in (self.new_place, self.old_place) for path in subject.paths)
        return next(filter(None, known), "/".join(subject.paths[0]) if subject.paths else "")


def in_words(value: object) -> str | None:
    """Return a value of a description for people; None where there is nothing."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Difference):
        return f"{value.guide} / {value.server} ({value.evidence})"
    if isinstance(value, msgspec.Struct):
        return in_words(msgspec.to_builtins(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={in_words(each) or ''}" for key, each in value.items()) or None
    if isinstance(value, tuple | list):
        return ", ".join(in_words(each) or "" for each in value) or None
    return str(value)
