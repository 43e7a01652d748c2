"""What changes of the answers of an endpoint: statuses, content types and attributes; and of the schemas that are named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from .document import Document, Operation, Schema
from .gathered import ANY, Gathered, without
from .requests import values

_Answer: TypeAlias = Mapping[str, Mapping[str, Schema]]
"""Attributes by content type."""


def compare(found: Gathered, old: Operation, new: Operation) -> None:
    """Find what changes of the answers."""
    for status in without(old.answers, new.answers):
        if _is_good(status):
            found.add("breaks callers", "status removed", "status", status, status, None, "Expect another status.")
        else:
            found.add("breaks on the wire", "status removed", "status", status, status)
    for status in without(new.answers, old.answers):
        found.add("adds", "status added", "status", status, None, status)
    for status, before in old.answers.items():
        if status in new.answers:
            _answer(found, status, before, new.answers[status])


def schemas(gone: Gathered, found: Gathered, old: Document, new: Document) -> None:
    """Find what changes of the named schemas."""
    for name, before in old.schemas.items():
        if name not in new.schemas:
            action = f"Do without {name}: nothing refers to it any more."
            gone.add("breaks callers", "schema removed", "schema", name, ", ".join(before), None, action)
        else:
            _attributes(found, f"{name}.", before, new.schemas[name], is_schema=True)
    for name in without(new.schemas, old.schemas):
        found.add("adds", "schema added", "schema", name, None, ", ".join(new.schemas[name]))


def _answer(found: Gathered, status: str, old: _Answer, new: _Answer) -> None:
    for form in without(old, new):
        if _is_good(status):
            action = f"Ask for another content type than {form}."
            found.add("breaks callers", "content type removed", "content type", f"{status} {form}", form, None, action)
        else:
            found.add("breaks on the wire", "content type removed", "content type", f"{status} {form}", form)
    for form in without(new, old):
        found.add("adds", "content type added", "content type", f"{status} {form}", None, form)
    prefix = "" if status == "200" else f"{status} "
    for form, before in old.items():
        if form in new:
            _attributes(found, prefix, before, new[form])


def _attributes(
    found: Gathered, prefix: str, old: Mapping[str, Schema], new: Mapping[str, Schema], *, is_schema: bool = False
) -> None:
    what = "attribute of a schema" if is_schema else "attribute"
    for name, was in old.items():
        now, subject = new.get(name), f"{prefix}{name}"
        if now is None:
            action = f"Do without {subject}."
            found.add("breaks callers", f"{what} removed", "attribute", subject, was.type or ANY, None, action)
            continue
        if was.type != now.type:
            action = f"Expect {now.type or ANY} in {subject}."
            found.add(
                "breaks callers", f"{what} retyped", "attribute", subject, was.type or ANY, now.type or ANY, action
            )
        if is_schema:
            values(found, "attribute", subject, was, now)
    for name in without(new, old):
        found.add("adds", f"{what} added", "attribute", f"{prefix}{name}", None, new[name].type or ANY)


def _is_good(status: str) -> bool:
    return status.startswith("2")
