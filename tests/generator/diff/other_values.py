"""Descriptions that differ in one field, one for each field of everything that a description is made of, by reflection."""

from __future__ import annotations

import copy
import functools
import json
import typing
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from nbia_core.api.description import Api, GeneratedFrom
from nbia_core.api.description_file import from_json, to_json
from nbia_core.api.wire_forms import WIRE_FORMS

_WIRE_FORMS: Final = sorted(WIRE_FORMS)
_fields: Final = functools.cache(msgspec.structs.fields)
"""The fields of a class; msgspec reads its annotations each time."""


def fields() -> list[tuple[str, str]]:
    """Return every field of everything that a description says of the API: the name of the class, and its own."""
    kinds = [kind for kind in _classes(Api) if kind is not GeneratedFrom]
    names = [(kind.__name__, field.name) for kind in kinds for field in _fields(kind)]
    return [name for name in names if name != ("Api", "generated_from")]


def with_another(api: Api, class_name: str, field_name: str) -> Api:
    """Return a description that says something else in one field, in the first place that has such a field."""
    kind = next(each for each in _classes(Api) if each.__name__ == class_name)
    field = next(each for each in _fields(kind) if each.name == field_name)
    text = to_json(api)
    for number in range(len(list(_instances(json.loads(text), Api, kind)))):
        content = json.loads(text)
        found = list(_instances(content, Api, kind))[number]
        before = copy.deepcopy(found.get(field_name))
        for value in _others(field_name, field.type, before, content):
            found[field_name] = value
            try:
                changed = from_json(json.dumps(content).encode())
            except (msgspec.ValidationError, KeyError):
                continue
            if changed != api:
                return changed
    raise AssertionError(f"{class_name}.{field_name} has no other value in this description")


def _classes(kind: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    found = [kind]
    for each in found:
        inner = (part for field in _fields(each) for part in _parts(field.type))
        found += [part for part in dict.fromkeys(inner) if _is_struct(part) and part not in found]
    return found


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in typing.get_args(annotation):
        yield from _parts(part)


def _is_struct(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)


def _instances(content: Any, annotation: Any, wanted: type[msgspec.Struct]) -> Iterator[dict[str, Any]]:
    """Hand out the objects of a JSON document that are of a class."""
    structs = [part for part in _parts(annotation) if _is_struct(part)]
    if isinstance(content, list):
        for item in content:
            yield from _instances(item, annotation, wanted)
    elif isinstance(content, dict) and _is_struct(annotation):
        if annotation is wanted:
            yield content
        for field in _fields(annotation):
            if field.name in content:
                yield from _instances(content[field.name], field.type, wanted)
    elif isinstance(content, dict) and typing.get_origin(annotation) is dict:
        for item in content.values():
            yield from _instances(item, typing.get_args(annotation)[1], wanted)
    elif isinstance(content, dict) and structs:
        yield from _instances(content, structs[0], wanted)


def _others(name: str, annotation: Any, before: Any, content: dict[str, Any]) -> Iterator[Any]:
    """Hand out other values of a field."""
    if name in ("form", "csv_form"):
        yield from (form for form in _WIRE_FORMS if form != before)
    elif name == "record":
        yield from (record["name"] for record in content["records"] if record["name"] != before)
    elif isinstance(before, bool) or (before is None and bool in _parts(annotation)):
        yield not before
    elif isinstance(before, str | int):
        choices = [value for part in _parts(annotation) for value in _choices(part)]
        yield from (value for value in choices if value != before)
        yield f"{before}/another" if isinstance(before, str) else before + 1
    elif isinstance(before, list | dict) and before:
        yield from _shorter(before)
        yield None
    else:
        yield from (value for part in _parts(annotation) for value in _choices(part))
        yield from ("another", "/another", "1.2.", 2, ["another"], {"another": "value"}, content.get(name))


def _choices(annotation: Any) -> tuple[Any, ...]:
    return typing.get_args(annotation) if typing.get_origin(annotation) is typing.Literal else ()


def _shorter(before: Any) -> Iterator[Any]:
    """Hand out a list or a mapping with an entry less, and one with an entry more, a copy under another name."""
    if isinstance(before, dict):
        yield dict(list(before.items())[1:])
    else:
        yield before[1:]
        yield [*before, {**before[0], "name": "Another"} if isinstance(before[0], dict) else "another"]
