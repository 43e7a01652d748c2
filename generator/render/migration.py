"""The pages that compare versions: which endpoint is where, and what changes for those who move from one to another."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

from nbia_core.api.description import Api, Endpoint, LoginNeed

from ..diff import matching
from ..diff.changes import Change
from ..diff.compare import compare
from . import docs

_LOGINS: Final[Mapping[LoginNeed, str]] = {"never": "none", "optional": "not for public data", "always": "needed"}
_WORDS: Final[Mapping[str, str]] = {"words: empty": "nothing found", "python name changed": "name in Python"}
"""What some kinds of changes are called here."""
_SAID_ONCE: Final = frozenset({"unknown parameters", "attributes in another order"})
"""Kinds of changes that concern nobody who uses the client, or that the head of the page has."""


@dataclasses.dataclass(frozen=True)
class Move:
    """What becomes of an endpoint of one version in another, for those who call it."""

    old: Endpoint
    new: Endpoint
    changes: Sequence[Change]
    """The changes of the endpoint that matter to them."""

    @property
    def is_none(self) -> bool:
        """Whether nothing is known to differ."""
        return not self.changes

    @property
    def of_the_endpoint(self) -> list[Change]:
        """What changes of the endpoint as a whole."""
        return [change for change in self.changes if change.part in ("", "error")]

    @property
    def of_parameters(self) -> list[Change]:
        """What changes of its parameters."""
        return [change for change in self.changes if change.part == "parameter"]

    @property
    def removed_attributes(self) -> list[Change]:
        """The attributes that are gone."""
        return [change for change in self.changes if change.kind == "attribute removed"]

    @property
    def added_attributes(self) -> list[Change]:
        """The attributes that are new."""
        return [change for change in self.changes if change.kind == "attribute added"]

    @property
    def of_attributes(self) -> list[Change]:
        """What changes of the attributes that both versions have."""
        told = (*self.removed_attributes, *self.added_attributes)
        return [change for change in self.changes if change.part == "attribute" and change not in told]


def pages(apis: Mapping[str, Api], default: str) -> dict[str, str]:
    """Return the pages that compare the versions, by path; none where there is but one.

    Args:
        apis: the description of each version.
        default: the version that the others are compared with.
    """
    if len(apis) == 1:
        return {}
    first = apis[default]
    changes = {version: compare(first, api) for version, api in apis.items() if version != default}
    moves = {version: _moves(first, apis[version], found) for version, found in changes.items()}
    others = [apis[version] for version in sorted(moves, key=lambda version: -len(moves[version]))]
    environment = docs.markdown_environment()
    environment.filters |= {
        "login_word": lambda api: _LOGINS["never" if api.login is None else api.login.needed],
        "unknown_word": _unknown_word,
        "import_line": lambda api: f"from {_face(api, default)} import Client",
        "spoken": lambda api: f"nbia --api {api.version}",
        "address": lambda api: next(iter(api.base_urls.values())),
        "format_names": lambda api: ", ".join(api.formats),
        "number_of": len,
        "anchor": lambda endpoint: docs.markdown(endpoint.name.lower()),
        "kind": lambda change: _WORDS.get(change.kind, change.kind),
        "page": lambda endpoint: docs.markdown(f"[{endpoint.name}](endpoints/{endpoint.name}.md)"),
    }
    render = docs.renderer(environment)
    found = {
        "docs/versions.md": render(
            "versions.md.jinja",
            first=first,
            apis=[first, *others],
            others=others,
            twins=[
                (_link(first, each), [_twin_cell(first, api, moves[api.version].get(each.name)) for api in others])
                for each in first.endpoints
            ],
            further=_further(first, others),
        )
    }
    for api in others:
        kept = moves[api.version]
        if kept:
            taken = {move.new.name for move in kept.values()}
            found[f"docs/{api.version}/from-{default}.md"] = render(
                "migration.md.jinja",
                old=first,
                new=api,
                package=f"nbia.{api.version}",
                command=f"python -m generator diff spec/{first.version} spec/{api.version}",
                everywhere=_everywhere(changes[api.version]),
                changed=[move for move in kept.values() if not move.is_none],
                same=[move for move in kept.values() if move.is_none],
                missing=[endpoint for endpoint in first.endpoints if endpoint.name not in kept],
                added=[endpoint for endpoint in api.endpoints if endpoint.name not in taken],
            )
    return found


def _moves(old: Api, new: Api, changes: Sequence[Change]) -> dict[str, Move]:
    """Return what becomes of each endpoint that has a twin, by its name in the old version."""
    pairs = matching.endpoints(old, new).pairs
    return {
        before.name: Move(
            before, after, [change for change in changes if change.endpoint == after.name and _matters(change)]
        )
        for before, after in pairs
    }


def _matters(change: Change) -> bool:
    """Whether a change matters to those who use the client: what is new for errors, and most words, do not."""
    if change.kind in _SAID_ONCE or (change.part == "error" and change.weight != "breaks callers"):
        return False
    return change.weight != "words" or change.kind in _WORDS


def _everywhere(changes: Sequence[Change]) -> list[Change]:
    """Return what meets callers of all endpoints."""
    whole = (change for change in changes if change.endpoint is None and change.kind != "other version")
    return [
        change
        for change in whole
        if change.weight == "breaks callers" or (change.weight == "breaks on the wire" and change.part == "server")
    ]


def _face(api: Api, default: str) -> str:
    return "nbia" if api.version == default else f"nbia.{api.version}"


def _link(api: Api, endpoint: Endpoint) -> str:
    """Return a link from the page that compares all versions to the page of an endpoint."""
    return docs.markdown(f"[{endpoint.name}]({api.version}/endpoints/{endpoint.name}.md)")


def _twin_cell(first: Api, api: Api, move: Move | None) -> str:
    """Return what stands in the table of twins for a version."""
    if move is None:
        return "none"
    page = f"{api.version}/from-{first.version}.md#{move.old.name.lower()}"
    return docs.markdown(f"{_link(api, move.new)}<br>{'the same' if move.is_none else f'[changes]({page})'}")


def _further(first: Api, others: Sequence[Api]) -> list[tuple[str, list[str]]]:
    """Return what the endpoints are for that the first version does not have, with what stands for each version."""
    names = dict.fromkeys(each.name for api in others for each in api.endpoints if first.endpoint(each.name) is None)
    rows = ([(api, api.endpoint(name)) for api in others] for name in names)
    return [
        (
            next(found.purpose for _, found in row if found is not None),
            ["" if found is None else _link(api, found) for api, found in row],
        )
        for row in rows
    ]


def _unknown_word(api: Api) -> str:
    """Return what becomes of parameters that a version does not know."""
    refusing = sum(endpoint.refuses_unknown_parameters for endpoint in api.endpoints)
    return f"refused by {refusing} of {len(api.endpoints)} endpoints" if refusing else "ignored"
