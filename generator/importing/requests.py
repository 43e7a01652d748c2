"""What changes of how an endpoint is asked: its parameters, and the fields of what is posted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, TypeVar

from nbia_core.contract.propose.spelling import python_name

from .document import Input, Operation, Schema
from .gathered import ANY, Gathered, paired, squeezed, without

_T = TypeVar("_T")
GENERATED: Final = "Nothing, with a client that is generated anew. Other programs"
"""What to do about a change that a client hides: the sentence goes on with what other programs do."""


def compare(found: Gathered, old: Operation, new: Operation) -> None:
    """Find what changes of the parameters and of what is posted."""
    _inputs(found, "parameter", old.parameters, new.parameters)
    gone, came = without(old.bodies, new.bodies), without(new.bodies, old.bodies)
    for form in gone:
        action = f"{GENERATED} post {came[0] if came else 'in another form'}." if new.bodies else "Post nothing."
        found.add("breaks on the wire", "body type removed", "body type", form, form, None, action)
    for form in came:
        found.add("adds", "body type added", "body type", form, None, form)
    # Where nothing but the type of a body is another, its fields are the same.
    before, after = _by_type(old.bodies, gone, came), _by_type(new.bodies, came, gone)
    for form in dict.fromkeys([*before, *after]):
        _inputs(found, "form field", before.get(form, ()), after.get(form, ()))


def renamed(found: Gathered, kind: str, part: str, subject: str | None, before: str, after: str) -> None:
    """Add a change of a name on the wire; callers of the client notice it only if the Python name changes, too."""
    if python_name(before, ()) == python_name(after, ()):
        found.add("breaks on the wire", kind, part, subject, before, after, f"{GENERATED} say {after}.")
    else:
        found.add("breaks callers", kind, part, subject, before, after, f"Say {after} instead of {before}.")


def values(found: Gathered, part: str, subject: str, old: Schema, new: Schema) -> None:
    """Add that a closed set of values is another one."""
    before, after = (", ".join(each.values) or "any" for each in (old, new))
    gone = without(old.values, new.values)
    if new.values and (gone or not old.values):
        action = f"Give {subject} one of {after}."
        found.add("breaks callers", "fewer values", part, subject, before, after, action)
    elif set(old.values) != set(new.values):
        found.add("adds", "more values", part, subject, before, after)


def _by_type(described: Mapping[str, _T], own: list[str], others: list[str]) -> dict[str, _T]:
    """Return what is described by content type; one that stands in for another has one key with that."""
    stand_ins = dict(zip(own, others, strict=False))
    return {min(form, stand_ins.get(form, form)): each for form, each in described.items()}


def _inputs(found: Gathered, what: str, old: Collection[Input], new: Collection[Input]) -> None:
    before, after = ({(each.name, each.place): each for each in inputs} for inputs in (old, new))
    pairs = paired(before, after, (lambda key: key[0], lambda key: (squeezed(key[0]) or key[0], key[1])))
    for key, was in before.items():
        if key in pairs:
            _input(found, what, was, after[pairs[key]])
        else:
            action = f"Do not send {was.name}."
            found.add("breaks callers", f"{what} removed", what, str(was.name), _words(was), None, action)
    for key in without(after, pairs.values()):
        now = after[key]
        if now.is_required:
            kind, action = f"required {what} added", f"Send {now.name}."
            found.add("breaks callers", kind, what, str(now.name), None, _words(now), action, at=now.at)
        else:
            found.add("adds", f"{what} added", what, str(now.name), None, _words(now), at=now.at)


def _input(found: Gathered, what: str, old: Input, new: Input) -> None:
    name = str(new.name)
    found = found.of(str(found.endpoint), new.at)
    if old.name != new.name:
        renamed(found, f"{what} renamed", what, name, str(old.name), name)
    if old.place != new.place:
        before, after = (each.place or "nowhere" for each in (old, new))
        found.add(
            "breaks on the wire", f"{what} sent elsewhere", what, name, before, after, f"{GENERATED} send it there."
        )
    if not old.is_required and new.is_required:
        found.add(
            "breaks callers", f"{what} newly required", what, name, "optional", "required", f"Always send {name}."
        )
    elif old.is_required and not new.is_required:
        found.add("adds", f"{what} no longer required", what, name, "required", "optional")
    was, now = old.schema, new.schema
    if was.type != now.type:
        before, after = was.type or ANY, now.type or ANY
        found.add("breaks callers", f"{what} retyped", what, name, before, after, f"Send {name} as {after}.")
    if was.reference is None or was.reference != now.reference:  # else the change is that of the named schema
        values(found, what, name, was, now)
    if was.default != now.default:
        action = f"Send {name} wherever it matters what counts without it."
        before, after = was.default or "none is told", now.default or "none is told"
        found.add("breaks callers", "other default", what, name, before, after, action)


def _words(each: Input) -> str:
    need = "required" if each.is_required else "optional"
    return (
        f"{need}, {each.schema.type or ANY}, in the {each.place}"
        if each.place
        else f"{need}, {each.schema.type or ANY}"
    )
