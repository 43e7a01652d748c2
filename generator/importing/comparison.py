"""What differs between the surfaces of two OpenAPI files, as changes for the people who call the API."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, TypeAlias

from generator.diff.changes import Change

from . import answers, requests
from .document import Document, Operation
from .gathered import Gathered, paired, squeezed, without

_Key: TypeAlias = tuple[str, str]
"""Path and method."""
_LIKENESSES: Final[tuple[Callable[[_Key], Hashable], ...]] = (
    lambda key: key[0],
    lambda key: (squeezed(key[0]) or key[0], key[1]),
    lambda key: squeezed(key[0]) or key[0],
)
"""An endpoint is the same with another method, or spelled otherwise."""


def compare(old: Document, new: Document) -> list[Change]:
    """Return what a caller can meet that is not as it was, in the order of the files; empty where only texts differ.

    Endpoints and parameters are taken for renamed where their names differ in case and punctuation alone.
    """
    found = Gathered(file=new.file)
    gone = Gathered(file=old.file, found=found.found)
    _servers(gone, found, old, new)
    _security(gone, found, old, new)
    _operations(gone, found, old, new)
    answers.schemas(gone, found, old, new)
    return found.changes


def _servers(gone: Gathered, found: Gathered, old: Document, new: Document) -> None:
    for url in without(old.servers, new.servers):
        gone.add("breaks on the wire", "server removed", "server", url, url, None, "Ask another server.")
    for url in without(new.servers, old.servers):
        found.add("adds", "server added", "server", url, None, url)


def _security(gone: Gathered, found: Gathered, old: Document, new: Document) -> None:
    for name, words in old.schemes.items():
        if name not in new.schemes:
            gone.add(
                "breaks on the wire", "way to log in removed", "login", name, words, None, "Do not log in in this way."
            )
        elif words != new.schemes[name]:
            action = "Log in as it is described now."
            found.add("breaks callers", "other way to log in", "login", name, words, new.schemes[name], action)
    for name in without(new.schemes, old.schemes):
        found.add("adds", "way to log in added", "login", name, None, new.schemes[name])
    _login(found, "login of all endpoints", old.security, new.security)


def _login(found: Gathered, what: str, old: frozenset[str], new: frozenset[str]) -> None:
    before, after = (" or ".join(sorted(ways)) or None for ways in (old, new))
    if not new and old:
        found.add("adds", f"{what} removed", "", None, before, after)
    elif old != new:
        kind = f"{what} changed" if old else f"{what} added"
        found.add("breaks callers", kind, "", None, before, after, f"Log in with {after}.")


def _operations(gone: Gathered, found: Gathered, old: Document, new: Document) -> None:
    before, after = ({(each.path, each.method): each for each in file.operations} for file in (old, new))
    pairs = paired(before, after, _LIKENESSES)
    for key, was in before.items():
        if key in pairs:
            _operation(found, was, after[pairs[key]])
        else:
            action = f"Do without {was.path}: there is no endpoint in its place."
            gone.of(was.path, was.at).add("breaks callers", "endpoint removed", "", None, was.method, None, action)
    for key in without(after, pairs.values()):
        now = after[key]
        found.of(now.path, now.at).add("adds", "endpoint added", "", None, None, now.method)


def _operation(found: Gathered, old: Operation, new: Operation) -> None:
    found = found.of(new.path, new.at)
    if old.path != new.path:
        requests.renamed(found, "endpoint renamed", "", None, old.path, new.path)
    if old.method != new.method:
        action = f"{requests.GENERATED} send {new.method}."
        found.add("breaks on the wire", "other method", "", None, old.method, new.method, action)
    _login(found, "login", old.logins, new.logins)
    requests.compare(found, old, new)
    answers.compare(found, old, new)
