"""Writes the API as an OpenAPI 3.1 file.

OpenAPI cannot say that the `format` parameter chooses the content type, nor that an empty body is an empty list: both
stand in the descriptions. The strict variant refuses attributes that the spec does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import yaml

from . import ir
from .text import WIDTH

Node: TypeAlias = "str | int | bool | list[Node] | dict[str, Node]"

_HEADER: Final = "# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.\n"
_UID: Final[Mapping[str, Node]] = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)+$", "maxLength": 64}
_PARAMETERS: Final[Mapping[str, Mapping[str, Node]]] = {
    "text": {"type": "string", "minLength": 1},
    "DICOM UID": _UID,
    "date": {"type": "string", "pattern": "^([0-9]{4}/[0-9]{2}/[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4})$"},
}


class _Dumper(yaml.SafeDumper):
    """Writes no aliases: a reader should not have to follow them."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def render(api: ir.Api, *, strict: bool) -> str:
    """Return the OpenAPI file as text."""
    text: str = yaml.dump(_document(api, strict), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    return _HEADER + text


def _document(api: ir.Api, strict: bool) -> dict[str, Node]:
    variant = " This variant refuses attributes that the spec does not know." if strict else ""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": api.title,
            "version": str(api.version),
            "description": f"{api.status}{variant}",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server.url, "description": server.purpose} for server in api.servers],
        "tags": [{"name": group.name, "description": group.purpose} for group in api.groups],
        "security": [],
        "paths": {f"/{endpoint.wire}": {"get": _operation(api, endpoint)} for endpoint in api.endpoints},
        "components": {"schemas": {str(record.name): _record(record, strict) for record in api.records}},
    }


def _operation(api: ir.Api, endpoint: ir.Endpoint) -> dict[str, Node]:
    details = [endpoint.details or "", f"Nothing found: {endpoint.empty}"]
    details += [f"The guide: {entry.guide} The server: {entry.server}" for entry in endpoint.differences]
    parameters: list[Node] = [_parameter(argument) for argument in endpoint.arguments]
    if endpoint.has_format:
        parameters.append(_format_parameter(api))
    operation: dict[str, Node] = {
        "operationId": endpoint.wire,
        "summary": endpoint.purpose,
        "description": "\n\n".join(detail for detail in details if detail),
        "tags": [endpoint.group],
        "x-python-name": str(endpoint.python),
    }
    if parameters:
        operation["parameters"] = parameters
    operation["responses"] = _responses(api, endpoint)
    return operation


def _parameter(argument: ir.Argument) -> dict[str, Node]:
    choice: dict[str, Node] = {"type": "string", "enum": list(argument.values)}
    schema = choice if argument.values else dict(_PARAMETERS[argument.type])
    return {
        "name": argument.wire,
        "in": "query",
        "required": argument.is_required,
        "description": " ".join([argument.meaning, *argument.remarks]),
        "schema": schema,
        "example": argument.example,
        "x-python-name": str(argument.python),
    }


def _format_parameter(api: ir.Api) -> dict[str, Node]:
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "How the answer is written; it alone chooses the content type.",
        "schema": {"type": "string", "enum": [entry.name for entry in api.formats], "default": api.formats[0].name},
    }


def _responses(api: ir.Api, endpoint: ir.Endpoint) -> dict[str, Node]:
    good: dict[str, Node] = {"description": endpoint.returns[:1].upper() + endpoint.returns[1:]}
    if endpoint.empty_status == 200:
        good["description"] = f"{good['description']} An empty body without a content type means no rows."
    good["content"] = _content(api, endpoint)
    responses: dict[str, Node] = {"200": good}
    if endpoint.empty_status == 204:
        responses["204"] = {"description": endpoint.empty}
    for status in (400, 500):
        cases = dict.fromkeys(error.when for error in (*endpoint.errors, *api.errors) if error.status == status)
        if cases:
            responses[str(status)] = {"description": " Or: ".join(cases)}
    return responses


def _content(api: ir.Api, endpoint: ir.Endpoint) -> dict[str, Node]:
    if endpoint.record is None:
        return {endpoint.content_type: {}}
    rows: Node = {"type": "array", "items": {"$ref": f"#/components/schemas/{endpoint.record.name}"}}
    text: Node = {"schema": {"type": "string"}}
    others = {entry.content_type: text for entry in api.formats[1:]} if endpoint.has_format else {}
    return {endpoint.content_type: {"schema": rows}, **others}


def _record(record: ir.Record, strict: bool) -> dict[str, Node]:
    return {
        "type": "object",
        "description": f"{record.purpose} A key whose value is missing is left out.",
        "properties": {attribute.wire: _attribute(attribute) for attribute in record.attributes},
        "additionalProperties": not strict,
    }


def _attribute(attribute: ir.Attribute) -> dict[str, Node]:
    schema: dict[str, Node] = {"type": "string"}
    if attribute.type == "integer" and attribute.wire_type == "number":
        schema = {"type": "integer", "format": "int64"}
    elif attribute.wire_type == "number":
        schema = {"type": "number"}
    elif attribute.type == "boolean" and attribute.pattern is None:
        schema = {"type": "boolean"}
    elif attribute.type == "DICOM UID":
        schema = dict(_UID)
    elif attribute.pattern is not None:
        schema["pattern"] = f"^{attribute.pattern}$"
    return {
        **schema,
        "description": " ".join([attribute.meaning, *attribute.remarks]),
        "x-python-name": str(attribute.python),
        "x-source": attribute.source,
        **({"x-dicom-tag": attribute.tag} if attribute.tag else {}),
    }
