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
from nbia_core.text import capitalized

from .python import remarks, returns
from .text import NOTICE, WIDTH

Node: TypeAlias = "str | int | bool | list[Node] | dict[str, Node]"

_LOGIN: Final = "login"
_HEADER: Final = f"# {NOTICE}\n"
_UID: Final[Mapping[str, Node]] = {"type": "string", "pattern": f"^{UID_PATTERN}$", "maxLength": LONGEST_UID}


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # one of two base classes
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
        "components": _components(api, strict),
    }


def _components(api: Api, strict: bool) -> dict[str, Node]:
    returned = {endpoint.record.name for endpoint in api.endpoints if endpoint.record and endpoint.shape != "values"}
    held = {attribute.record for record in api.records for attribute in record.attributes}
    used = [record for record in api.records if record.name in returned | held]
    components: dict[str, Node] = {"schemas": {record.name: _record(record, strict) for record in used}}
    if api.login is not None:
        described = (
            f"A token of {api.login.token}, which is asked for with a user and a password (OAuth 2.0, RFC 6749)."
        )
        components["securitySchemes"] = {_LOGIN: {"type": "http", "scheme": "bearer", "description": described}}
    return components


def _operation(api: Api, endpoint: Endpoint) -> dict[str, Node]:
    details = [endpoint.details or "", f"Nothing found: {endpoint.empty}"]
    details += [f"The {api.guide_word}: {entry.guide} The server: {entry.server}" for entry in endpoint.differences]
    parameters: list[Node] = [_parameter(api, each) for each in endpoint.parameters if each.place == "query"]
    if endpoint.has_format and endpoint.method == "GET":
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
    if endpoint.method == "POST":
        operation["requestBody"] = _form(api, endpoint)
    login = api.login_of(endpoint)
    if login != "never":
        operation["security"] = [{_LOGIN: []}] if login == "always" else [{}, {_LOGIN: []}]
    operation["responses"] = _responses(api, endpoint)
    return operation


def _form(api: Api, endpoint: Endpoint) -> dict[str, Node]:
    """Return what is posted."""
    properties: dict[str, Node] = {}
    for parameter in endpoint.parameters:
        properties |= _fields(api, parameter)
    if endpoint.has_format:
        properties["format"] = _format_parameter(api)["schema"]
    schema: dict[str, Node] = {"type": "object", "properties": properties}
    required: list[Node] = [each.wire for each in endpoint.parameters if each.server == "required"]
    if required:
        schema["required"] = required
    return {"required": bool(required), "content": {"application/x-www-form-urlencoded": {"schema": schema}}}


def _fields(api: Api, parameter: Parameter) -> dict[str, Node]:
    """Return the fields of a form that a parameter becomes; criteria become the first of their numbered ones."""
    if parameter.type == "criteria":
        kinds: list[Node] = [criterion.wire for criterion in api.criteria]
        fields = {f"{field.wire}0": field for criterion in api.criteria for field in criterion.fields}
        return {
            "criteriaType0": {"type": "string", "enum": kinds, "description": parameter.meaning},
            **{name: {"type": "string"} for name in fields},
        }
    schema = _schema(api, parameter)
    if parameter.several == "repeated":
        schema = {"type": "array", "items": schema}
    described = " ".join([parameter.meaning, *remarks(api, parameter)])
    return {parameter.wire: {**schema, "description": described, "x-python-name": parameter.python}}


def _schema(api: Api, parameter: Parameter) -> dict[str, Node]:
    """Return what a value of a parameter is on the wire."""
    schema: dict[str, Node] = {"type": "string"}
    if parameter.values:
        schema["enum"] = list(parameter.values)
    elif parameter.several == "commas":
        schema["minLength"] = 1
    elif parameter.type == "uid":
        schema = dict(_UID)
    elif parameter.type == "date":
        used = {each.form for endpoint in api.endpoints for each in endpoint.parameters}
        patterns = [str(form.pattern) for form in forms_of("date", for_parameters=True) if form.name in used]
        schema["pattern"] = f"^({'|'.join(patterns)})$"
    elif parameter.type in ("integer", "number"):
        schema["type"] = parameter.type
    else:
        schema["minLength"] = 1
    return schema


def _parameter(api: Api, parameter: Parameter) -> dict[str, Node]:
    return {
        "name": parameter.wire,
        "in": parameter.place,
        "required": parameter.is_required,
        "description": " ".join([parameter.meaning, *remarks(api, parameter)]),
        "schema": _schema(api, parameter),
        "example": parameter.example_value if parameter.type == "integer" else parameter.example,
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
    good: dict[str, Node] = {"description": capitalized(returns(endpoint))}
    if endpoint.empty_status == 200:
        good["description"] = f"{good['description']} An empty body without a content type means no rows."
    good["content"] = _content(api, endpoint)
    responses: dict[str, Node] = {"200": good}
    if endpoint.empty_status == 204:
        responses["204"] = {"description": endpoint.empty}
    cases = api.errors_of(endpoint)
    wanted = {400, 500} if api.login_of(endpoint) == "never" else {400, 401, 500}
    known = {case.status for case in cases}
    if not known & wanted & {400, 401}:  # there is no refusal of its own: whatever refuses it stands in front of it
        wanted |= {status for status in known if 400 <= status < 500}
    for status in sorted(known & wanted):
        whens = dict.fromkeys(case.when for case in cases if case.status == status)
        responses[str(status)] = {"description": " Or: ".join(whens)}
    return responses


def _content(api: Api, endpoint: Endpoint) -> dict[str, Node]:
    if endpoint.record is None:
        return {endpoint.content_type: {}}
    row: Node = {"$ref": f"#/components/schemas/{endpoint.record.name}"}
    if endpoint.shape == "values":
        row = _value(endpoint.record.attributes[0])
    rows: Node = row if endpoint.shape == "object" else {"type": "array", "items": row}
    text: Node = {"schema": {"type": "string"}}
    others = {entry.content_type: text for entry in list(api.formats.values())[1:]} if endpoint.has_format else {}
    return {endpoint.content_type: {"schema": rows}, **others}


def _record(record: Record, strict: bool) -> dict[str, Node]:
    missing = (
        "A key whose value is missing is left out."
        if record.is_table
        else "A value that is missing is null, or its key is left out."
    )
    return {
        "type": "object",
        "description": f"{record.purpose} {missing}",
        "properties": {
            attribute.wire: _attribute(attribute, is_nullable=not (record.is_table or attribute.is_always_there))
            for attribute in record.attributes
        },
        "additionalProperties": not strict,
    }


def _attribute(attribute: Attribute, *, is_nullable: bool) -> dict[str, Node]:
    schema = _value(attribute)
    if attribute.many in ("list", "map-of-lists"):
        schema = {"type": "array", "items": schema}
    if attribute.many in ("map", "map-of-lists"):
        schema = {"type": "object", "additionalProperties": schema}
    if is_nullable:
        schema = (
            {"anyOf": [schema, {"type": "null"}]} if "$ref" in schema else {**schema, "type": [schema["type"], "null"]}
        )
    return {
        **schema,
        "description": " ".join([attribute.meaning, *attribute.remarks]),
        "x-python-name": attribute.python,
        "x-source": attribute.source,
        **({"x-dicom-tag": attribute.tag} if attribute.tag else {}),
    }


def _value(attribute: Attribute) -> dict[str, Node]:
    """Return what one value of an attribute is in JSON."""
    if attribute.record is not None:
        return {"$ref": f"#/components/schemas/{attribute.record}"}
    json_type = attribute.wire_form.json_type
    schema: dict[str, Node] = {"type": json_type}
    if attribute.type == "integer" and json_type == "number":
        schema = {"type": "integer", "format": "int64"}
    elif attribute.type == "uid":
        schema = dict(_UID)
    elif attribute.pattern is not None:
        schema["pattern"] = f"^{attribute.pattern}$"
    return schema
