"""Descriptions to compare: those of the repository, and those of the small spec after an edit of a text in it."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from generator.compile import compile_spec
from generator.diff.changes import Change
from generator.diff.compare import compare
from generator.load.loading import load
from nbia_core.api.description import Api
from nbia_core.api.description_file import from_json
from tests.generator.helpers import GENERATED, copy_mini_spec, edit


@functools.cache
def description(version: str) -> Api:
    """Return the description of a version of the repository."""
    return from_json((GENERATED / "nbia" / version / "api.json").read_bytes())


def part_of(api: Api, *names: str) -> Api:
    """Return a description with some of its endpoints, and with what they need."""
    endpoints = tuple(endpoint for endpoint in api.endpoints if endpoint.name in names)
    wanted: set[str | None] = {endpoint.record.name for endpoint in endpoints if endpoint.record is not None}
    for _ in api.records:
        wanted |= {each.record for record in api.records if record.name in wanted for each in record.attributes}
    records = tuple(record for record in api.records if record.name in wanted)
    concepts = {attribute.concept for record in records for attribute in record.attributes}
    return msgspec.structs.replace(
        api,
        endpoints=endpoints,
        records=records,
        concepts=tuple(concept for concept in api.concepts if concept.name in concepts),
        roles={name: role for name, role in api.roles.items() if role.endpoint in names},
        criteria=api.criteria[:2],
    )


@functools.cache
def mini() -> Api:
    """Return the description that the small spec makes."""
    return edited()


def edited(*edits: tuple[str, str, str]) -> Api:
    """Return the description that the small spec makes after some edits: a file, a text in it, what takes its place."""
    with tempfile.TemporaryDirectory() as folder:
        spec = copy_mini_spec(Path(folder))
        for file, old, new in edits:
            edit(spec, file, old, new)
        return compile_spec(load(spec)["v1"])


def changes_of(*edits: tuple[str, str, str]) -> list[Change]:
    """Return what edits of the small spec change."""
    return compare(mini(), edited(*edits))


def told(changes: Iterable[Change]) -> list[str]:
    """Return changes in short: weight, kind, endpoint, subject, before and after."""
    return [
        " | ".join(
            part or "-"
            for part in (change.weight, change.kind, change.endpoint, change.subject, change.before, change.after)
        )
        for change in changes
    ]
