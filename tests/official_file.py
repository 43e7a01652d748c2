"""Compares our description of version 4 with the archive's official OpenAPI file, which is no part of this repository.

    python -m tests.official_file nbia-api.yaml 2025-11-22

writes the page of the guides that lists every difference. The date is that of the file.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from nbia_core.api.description import Api, Endpoint, load

PROJECT: Final = Path(__file__).parents[1]
OURS: Final = PROJECT / "generated" / "openapi" / "nbia-v4.yaml"
PAGE: Final = PROJECT / "generator" / "website" / "guides" / "official-file.md"
_FORM: Final = "application/x-www-form-urlencoded"
_TOLD: Final = "The server does as ours says: told below, or under [Everywhere](#everywhere)."
_PRESENT: Final = "Every row has it."

Document = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Difference:
    """Something that the two files do not say alike."""

    matter: str
    official: str
    ours: str
    reason: str = _TOLD
    """Who is right, and how it is known, where that is known of this very thing."""


def compare(official: Document, ours: Document, endpoint: Endpoint) -> list[Difference]:
    """Return what two operations do not say alike."""
    return [
        *_parameters(official, ours, endpoint),
        *_statuses(official, ours),
        *_content_types(official, ours),
        *_attributes(official, ours, endpoint),
    ]


def operations(document: Document) -> dict[str, tuple[str, Document]]:
    """Return the method and the description of every path."""
    return {
        path.strip("/"): (method.upper(), described)
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    }


def _parameters(official: Document, ours: Document, endpoint: Endpoint) -> Iterator[Difference]:
    before, after = _inputs(official), _inputs(ours)
    remarks = {each.wire: " ".join(filter(None, [each.note, each.evidence])) for each in endpoint.parameters}
    for name in dict.fromkeys([*before, *after]):
        matter, reason = f"parameter `{name}`", remarks.get(name) or _TOLD
        if name not in after:
            yield Difference(matter, "is there", "is not there", reason)
        elif name not in before:
            yield Difference(matter, "is not there", "is there", reason)
        elif before[name] != after[name]:
            yield Difference(matter, before[name], after[name], reason)


def _inputs(operation: Document) -> dict[str, str]:
    """Return what is said of each parameter and each field of the form, in words."""
    found = {each["name"]: (each["schema"], each.get("required", False)) for each in operation.get("parameters", ())}
    form = operation.get("requestBody", {}).get("content", {}).get(_FORM, {}).get("schema", {})
    fields = form.get("properties", {})
    found |= {name: (schema, name in form.get("required", ())) for name, schema in fields.items()}
    return {name: _words(schema, is_required) for name, (schema, is_required) in found.items()}


def _words(schema: Document, is_required: bool) -> str:
    values = schema.get("enum", ())
    shown = f", one of {', '.join(map(str, values))}" if values else ""
    form = f", format {schema['format']}" if "format" in schema else ""
    return f"{'required' if is_required else 'optional'}, {schema.get('type', 'any type')}{form}{shown}"


def _statuses(official: Document, ours: Document) -> Iterator[Difference]:
    before, after = (", ".join(sorted(str(status) for status in each["responses"])) for each in (official, ours))
    if before != after:
        yield Difference("statuses", before, after)


def _content_types(official: Document, ours: Document) -> Iterator[Difference]:
    before, after = (", ".join(sorted(_good(each).get("content", {}))) or "none" for each in (official, ours))
    if before != after:
        yield Difference("content types", before, after)


def _attributes(official: Document, ours: Document, endpoint: Endpoint) -> Iterator[Difference]:
    before = _rows(_good(official).get("content", {}).get("application/json", {}).get("schema", {}))
    after = {attribute.wire: attribute for attribute in endpoint.attributes}
    if not after:
        return
    for name in sorted(before - after.keys()):
        yield Difference(f"attribute `{name}`", "is there", "is not there")
    for name, attribute in after.items():
        if name not in before:
            remarks = " ".join(remark for remark in attribute.remarks if remark != _PRESENT)
            yield Difference(f"attribute `{name}`", "is not there", "is there", remarks or _TOLD)


def _good(operation: Document) -> Document:
    responses = {str(status): described for status, described in operation["responses"].items()}
    found: Document = responses["200"]
    return found


def _rows(schema: Document) -> set[str]:
    """Return the keys of the objects of an answer."""
    while "items" in schema:
        schema = schema["items"]
    return set(schema.get("properties", ()))


def page(text: bytes, day: str, api: Api) -> str:
    """Return the page about an official file."""
    official, ours = operations(yaml.safe_load(text)), operations(yaml.safe_load(OURS.read_bytes()))
    parts = [
        "# The official file of version 4, and ours",
        f"The archive publishes an OpenAPI file of version 4. This compares that of {day} (SHA-256 "
        f"`{hashlib.sha256(text).hexdigest()}`) with [the one that is generated here](../../../generated/openapi/nbia-v4.yaml). "
        "Ours says what the server does; the column at the right says how that is known, and so who is right. It is written by "
        "`python -m tests.official_file`, by hand, since the official file is no part of this project.",
        f"The official file has {len(official)} paths, ours {len(ours)}. In both are {len(official.keys() & ours)}.",
        "## Everywhere",
        _table(
            ["the official file", "the server", "evidence"],
            [(each.guide, each.server, each.evidence) for each in api.differences],
        ),
        "## Only in ours",
        _table(
            ["path", "what it is for", "evidence"],
            [
                (f"`{each.name}`", each.purpose, each.evidence or "")
                for each in api.endpoints
                if each.name not in official
            ],
        ),
    ]
    for name, (method, described) in sorted(official.items(), key=lambda item: item[0].lower()):
        endpoint = api.endpoint(name)
        if endpoint is None:
            reason = next((each.reason for each in api.refused if each.path == name), "Not described here.")
            parts += [f"## {name}", f"Only in the official file. {reason}"]
            continue
        own_method, own = ours[name]
        found = compare(described, own, endpoint)
        if method != own_method:
            found.insert(0, Difference("method", method, own_method))
        parts += [f"## {name}", f"[Its page](../../../generated/docs/v4/endpoints/{name}.md)"]
        if found:
            rows = [(each.matter, each.official, each.ours, each.reason) for each in found]
            parts.append(_table(["what", "the official file", "ours", "who is right"], rows))
        if endpoint.differences:
            rows_below = [(each.guide, each.server, each.evidence) for each in endpoint.differences]
            parts.append(_table(["the official file says", "the server", "evidence"], rows_below))
    return "\n\n".join(parts) + "\n"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    plain = text.replace("|", "\\|").replace("<", "&lt;")
    return plain if "`" in plain else plain.replace("*", "\\*").replace("_", "\\_")


if __name__ == "__main__":
    PAGE.write_text(page(Path(sys.argv[1]).read_bytes(), sys.argv[2], load("nbia.v4")), encoding="utf-8")
