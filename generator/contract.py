"""The promises of the spec as source, for the checks of the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from . import patterns, spec
from .text import Code, literal

_JSON_TYPES: Final = {"integer": "number", "number": "number", "boolean": "boolean"}


def constant(record: str) -> str:
    """Return the name of the constant that holds the attributes of a record."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", record).upper()


def attribute(use: spec.RecordAttribute, entry: spec.Attribute) -> Code:
    """Return what an attribute promises."""
    pattern, words = patterns.of_attribute(use, entry)
    wire_type = "string" if use.wire is not None else _JSON_TYPES.get(entry.type, "string")
    return _call(
        "AttributeContract",
        wire=use.name,
        type=entry.type,
        wire_type=wire_type,
        pattern=pattern,
        format_name=words,
        is_always_there=use.presence == "always",
        source=use.source,
    )


def parameter(wire: str, is_required: bool, example: str) -> Code:
    """Return what a parameter promises."""
    return _call("ParameterContract", wire=wire, is_required=is_required, example=example)


def endpoint(source: spec.Spec, described: spec.Endpoint) -> Code:
    """Return what an endpoint promises, as keyword arguments; parameters and errors are left out."""
    content = described.content
    arguments = {
        "has_format": described.formats == "selectable",
        "kind": content.kind if content is not None else "table",
        "content_type": content.content_type if content is not None else _default_content_type(source),
        "record": described.returns,
        "empty_status": {"empty-200": 200, "empty-204": 204, "never": None}[described.empty.answer],
        "license_entry": content.license if content is not None else None,
        "hashes_entry": content.hashes if content is not None else None,
    }
    attributes = constant(described.returns) if described.returns is not None else "()"
    return Code(f"{_keywords(arguments)}, attributes={attributes}")


def _default_content_type(source: spec.Spec) -> str:
    return next(iter(source.service.formats.values())).content_type


def _call(function: str, **arguments: str | int | bool | None) -> Code:
    return Code(f"{function}({_keywords(arguments)})")


def _keywords(arguments: Mapping[str, str | int | bool | None]) -> str:
    return ", ".join(f"{name}={literal(value)}" for name, value in arguments.items())
