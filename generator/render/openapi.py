"""Writes the API as an OpenAPI 3.1 file.

OpenAPI cannot say that the `format` parameter chooses the content type, nor that an empty body is an empty list: both
stand in the descriptions. The strict variant refuses attributes that the spec does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import yaml

from nbia_core.api.description import Api, Attribute, Endpoint, Parameter, Record
from nbia_core.api.wire_forms import forms_of
from nbia_core.checks import LONGEST_UID, UID_PATTERN

from .python import remarks, returns
from .text import WIDTH

Node: TypeAlias = "str | int | bool | list[Node] | dict[str, Node]"

_HEADER: Final = "# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.\n"
_UID: Final[Mapping[str, Node]] = {"type": "string", "pattern": f"^{UID_PATTERN}$", "maxLength": LONGEST_UID}


class _Dumper(yaml.SafeDumper):
    """Writes no aliases: a reader should not have to follow them."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def render(api: Api, *, strict: bool) -> str:
    """Return the OpenAPI file as text."""
    text: str = yaml.dump(_document(api, strict), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    return _HEADER + text


def _document(api: Api, strict: bool) -> dict[str, Node]:
    variant = " This variant refuses attributes that the spec does not know." if strict else ""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": api.title,
            "version": api.version,
            "description": f"{api.status}{variant}",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server.url, "description": server.purpose} for server in api.servers.values()],
        "tags": [{"name": group.name, "description": group.purpose} for group in api.groups],
        "security": [],
        "paths": {f"/{each.path}": {each.method.lower(): _operation(api, each)} for each in api.endpoints},
        "components": {"schemas": {record.name: _record(record, strict) for record in api.records}},
    }


def _operation(api: Api, endpoint: Endpoint) -> dict[str, Node]:
    details = [endpoint.details or "", f"Nothing found: {endpoint.empty}"]
    details += [f"The guide: {entry.guide} The server: {entry.server}" for entry in endpoint.differences]
    parameters: list[Node] = [_parameter(parameter) for parameter in endpoint.parameters]
    if endpoint.has_format:
        parameters.append(_format_parameter(api))
    operation: dict[str, Node] = {
        "operationId": endpoint.name,
        "summary": endpoint.purpose,
        "description": "\n\n".join(detail for detail in details if detail),
        "tags": [endpoint.group],
        "x-python-name": endpoint.python,
    }
    if parameters:
        operation["parameters"] = parameters
    operation["responses"] = _responses(api, endpoint)
    return operation


def _parameter(parameter: Parameter) -> dict[str, Node]:
    schema: dict[str, Node] = {"type": "string"}
    if parameter.values:
        schema["enum"] = list(parameter.values)
    elif parameter.type == "uid":
        schema = dict(_UID)
    elif parameter.type == "date":
        schema["pattern"] = f"^({'|'.join(str(form.pattern) for form in forms_of('date', for_parameters=True))})$"
    else:
        schema["minLength"] = 1
    return {
        "name": parameter.wire,
        "in": parameter.place,
        "required": parameter.is_required,
        "description": " ".join([parameter.meaning, *remarks(parameter)]),
        "schema": schema,
        "example": parameter.example,
        "x-python-name": parameter.python,
    }


def _format_parameter(api: Api) -> dict[str, Node]:
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "How the answer is written; it alone chooses the content type.",
        "schema": {"type": "string", "enum": list(api.formats), "default": api.default_format},
    }


def _responses(api: Api, endpoint: Endpoint) -> dict[str, Node]:
    described = returns(endpoint)
    good: dict[str, Node] = {"description": described[:1].upper() + described[1:]}
    if endpoint.empty_status == 200:
        good["description"] = f"{good['description']} An empty body without a content type means no rows."
    good["content"] = _content(api, endpoint)
    responses: dict[str, Node] = {"200": good}
    if endpoint.empty_status == 204:
        responses["204"] = {"description": endpoint.empty}
    for status in (400, 500):
        cases = dict.fromkeys(error.when for error in api.errors_of(endpoint) if error.status == status)
        if cases:
            responses[str(status)] = {"description": " Or: ".join(cases)}
    return responses


def _content(api: Api, endpoint: Endpoint) -> dict[str, Node]:
    if endpoint.record is None:
        return {endpoint.content_type: {}}
    rows: Node = {"type": "array", "items": {"$ref": f"#/components/schemas/{endpoint.record.name}"}}
    text: Node = {"schema": {"type": "string"}}
    others = {entry.content_type: text for entry in list(api.formats.values())[1:]} if endpoint.has_format else {}
    return {endpoint.content_type: {"schema": rows}, **others}


def _record(record: Record, strict: bool) -> dict[str, Node]:
    return {
        "type": "object",
        "description": f"{record.purpose} A key whose value is missing is left out.",
        "properties": {attribute.wire: _attribute(attribute) for attribute in record.attributes},
        "additionalProperties": not strict,
    }


def _attribute(attribute: Attribute) -> dict[str, Node]:
    schema: dict[str, Node] = {"type": attribute.wire_type}
    if attribute.type == "integer" and attribute.wire_type == "number":
        schema = {"type": "integer", "format": "int64"}
    elif attribute.type == "uid":
        schema = dict(_UID)
    elif attribute.pattern is not None:
        schema["pattern"] = f"^{attribute.pattern}$"
    return {
        **schema,
        "description": " ".join([attribute.meaning, *attribute.remarks]),
        "x-python-name": attribute.python,
        "x-source": attribute.source,
        **({"x-dicom-tag": attribute.tag} if attribute.tag else {}),
    }
