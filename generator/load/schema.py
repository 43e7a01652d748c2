"""The JSON Schema of the spec's language, made of the types of `spec.py`: editors complete and `load` checks with it."""

from __future__ import annotations

import ast
import functools
import inspect
import json
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from .spec import SpecFile

FILE: Final = "schema.json"
"""Its name in the folder of the spec."""
_WIDTH: Final = 200
_NULL: Final = {"type": "null"}


@functools.cache
def schema() -> dict[str, Any]:
    """Return the schema of a document.

    What a type may leave out cannot be written as nothing, no key is accepted that no type has, and no list and no mapping
    is empty unless its type says so.
    """
    (top,), parts = msgspec.json.schema_components([SpecFile], ref_template="#/$defs/{name}")
    told = {kind.__name__: _descriptions(kind) for kind in _structs(msgspec.inspect.type_info(SpecFile), set())}
    definitions = {name: _completed(part, told.get(name, {})) for name, part in sorted(parts.items())}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Spec language of nbia-client",
        **definitions.pop(top["$ref"].rpartition("/")[2]),
        "minProperties": 1,
        "$defs": definitions,
    }


def schema_json() -> bytes:
    """Return the schema as the text of its file."""
    return (_laid_out(schema(), "") + "\n").encode()


def _laid_out(value: object, margin: str) -> str:
    """Write JSON in which whatever fits on a line stands on one."""
    flat = json.dumps(value)
    if len(margin + flat) <= _WIDTH or not isinstance(value, dict | list):
        return flat
    inner, opening, closing = margin + "  ", flat[0], flat[-1]
    if isinstance(value, dict):
        parts = [f"{inner}{json.dumps(key)}: {_laid_out(each, inner)}" for key, each in value.items()]
    else:
        parts = [inner + _laid_out(each, inner) for each in value]
    return "\n".join([opening, ",\n".join(parts), margin + closing])


def _structs(info: object, found: set[type]) -> Iterator[type]:
    """Hand out the types that a type is made of, itself included, each once."""
    if isinstance(info, msgspec.inspect.StructType):
        if info.cls in found:
            return
        found.add(info.cls)
        yield info.cls
    if isinstance(info, msgspec.Struct):
        for part in msgspec.structs.astuple(info):
            for each in part if isinstance(part, tuple) else (part,):
                yield from _structs(each, found)


def _descriptions(kind: type) -> dict[str, str]:
    """Return what stands below each field of a type, in one line."""
    (definition,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(definition, ast.ClassDef), "it is the source of a class"
    told = {}
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                told[name] = " ".join(words.split())
    return told


def _completed(part: dict[str, Any], descriptions: dict[str, str]) -> dict[str, Any]:
    """Return the schema of a type, as strict as `schema` promises, with the descriptions of its fields."""
    plain: dict[str, Any] = _without_nothing(part)
    properties = {
        name: {"description": descriptions[name], **said} if name in descriptions else said
        for name, said in plain["properties"].items()
    }
    return {**plain, "properties": properties, "additionalProperties": False}


def _without_nothing(said: Any) -> Any:
    if isinstance(said, list):
        return [_without_nothing(each) for each in said]
    if not isinstance(said, dict):
        return said
    if "properties" in said:
        fields = {name: _without_nothing(each) for name, each in said["properties"].items()}
        return {**{key: said[key] for key in said if key not in ("title", "default")}, "properties": fields}
    plain = {key: _without_nothing(each) for key, each in said.items() if key not in ("title", "default")}
    kinds = [each for each in plain.pop("anyOf", ()) if each != _NULL]
    if len(kinds) == 1:
        plain = {**kinds[0], **plain}
    elif kinds and all(each.keys() == {"type"} for each in kinds):
        plain["type"] = [each["type"] for each in kinds]
    elif kinds:
        plain["anyOf"] = kinds
    if plain.get("type") == "array":
        plain = {"minItems": 1, **plain}
    elif "additionalProperties" in plain:
        plain = {"minProperties": 1, **plain}
    return plain
