"""Reads an OpenAPI file as its owner wrote it: what is broken in it is remarked and passed over where that is safe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from generator.load.documents import Path_
from nbia_core.text import counted, plain

from .document import Attribute, Document, Input, Many, Operation, Result, Schema
from .openapi_text import Text, Tree, entry, read_text, shown

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_PATH_KEYS: Final = frozenset({"$ref", "summary", "description", "servers", "parameters"})
_PLACES: Final = ("query", "path", "header", "cookie")
_PARTS: Final = ("allOf", "oneOf", "anyOf")
_ROOT: Final = "."
_ITEM: Final = "item"
_MOST_FACTS: Final = 100_000
"""The attributes that the surface of a file may have, references within a schema followed."""
_DEEPEST: Final = 50
"""How far references are followed one within the other."""
_MOST_REMARKS: Final = 50


def read(path: Path) -> Document:
    """Read an OpenAPI file, as its owner wrote it.

    Raises:
        UnreadableError: it cannot be read, is neither YAML nor JSON, or describes no API.
    """
    return read_document(read_text(path))


def remark(document: Document) -> None:
    """Say on standard error what is odd in a file."""
    for each in document.remarks[:_MOST_REMARKS]:
        print(f"{document.file}:{each}", file=sys.stderr)
    more = len(document.remarks) - _MOST_REMARKS
    if more > 0:
        print(f"{document.file}: and {counted(more, 'more warning')}", file=sys.stderr)


def read_document(text: Text) -> Document:
    """Return what the text of an OpenAPI file says.

    Raises:
        UnreadableError: it describes no API, or is larger than any API with all references followed.
    """
    return _Reader(text).document()


class _Reader:
    """Reads one file. What cannot be read is remarked and passed over, and the rest is read."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._number = 0

    def document(self) -> Document:
        root = self._text.content
        if not isinstance(root, dict):
            raise self._text.refusal((), "this is no OpenAPI file: it holds no keys such as openapi and paths")
        self._check_version(root)
        paths = root.get("paths")
        if "paths" in root and paths is None:
            self._text.remark(("paths",), "there is nothing under paths, so the API has no endpoints")
            paths = {}
        if not isinstance(paths, dict):
            what = "it has no paths" if "paths" not in root else "its paths are no mapping"
            raise self._text.refusal(("paths",), f"this describes no API: {what}")
        info = self._mapping(("info",))
        security = self._logins(("security",), root.get("security"))
        schemes = {
            name: self._scheme_words(("components", "securitySchemes", name))
            for name in self._entries(("components", "securitySchemes"))
        }
        operations = tuple(operation for path in paths for operation in self._path(path, security or frozenset()))
        schemas = {
            name: self._flat(("components", "schemas", name), follow=False)
            for name in self._entries(("components", "schemas"))
        }
        return Document(
            file=self._text.file,
            title=_words(info.get("title")) or "",
            servers=dict(self._servers(root)),
            security=security or frozenset(),
            schemes=schemes,
            operations=operations,
            schemas=schemas,
            remarks=tuple(sorted(set(self._text.remarks))),
        )

    def _check_version(self, root: Mapping[str, Tree]) -> None:
        version = _words(root.get("openapi"))
        if version is None and "swagger" in root:
            raise self._text.refusal(("swagger",), f"this is Swagger {_words(root['swagger'])}; OpenAPI 3 is read")
        if version is None:
            self._text.remark((), "the version of OpenAPI is not said; the file is read as 3.1")
        elif version.partition(".")[0] != "3":
            raise self._text.refusal(("openapi",), f"this is OpenAPI {shown(version)}; OpenAPI 3 is read")

    def _servers(self, root: Mapping[str, Tree]) -> Iterator[tuple[str, tuple[int, int]]]:
        servers = root.get("servers")
        for at, server in enumerate(servers if isinstance(servers, list) else ()):
            url = server.get("url") if isinstance(server, dict) else None
            if isinstance(url, str):
                yield plain(url), self._text.place(("servers", at))
            else:
                self._text.remark(("servers", at), "a server without an address is passed over")

    # Security

    def _logins(self, path: Path_, value: Tree) -> frozenset[str] | None:
        """Return the ways to log in of which one is needed; None where nothing is said."""
        if not isinstance(value, list):
            if value is not None:
                self._text.remark(path, "security is no list; it is passed over")
            return None
        ways = [" and ".join(sorted(each)) for each in value if isinstance(each, dict)]
        return frozenset() if "" in ways else frozenset(ways)

    def _scheme_words(self, path: Path_) -> str:
        _, scheme = self._resolved(path)
        return _surface_words(_without_texts(dict(scheme)))

    # Paths

    def _path(self, path: str, security: frozenset[str]) -> Iterator[Operation]:
        at, item = self._resolved(("paths", path))
        if not path.startswith("/"):
            if not path.startswith("x-"):
                self._text.remark(
                    ("paths", path), f"the path {shown(path)} does not begin with a stroke; it is passed over"
                )
            return
        for key in item:
            if key in _METHODS and item[key] is None:
                self._text.remark((*at, key), f"there is nothing under {key} of {shown(path)}; it is passed over")
            elif key in _METHODS:
                yield self._operation(path, key, (*at, key), security)
            elif key not in _PATH_KEYS and not key.startswith("x-"):
                self._text.remark((*at, key), f"{shown(key)} is no HTTP method; it is passed over")

    def _operation(self, path: str, method: str, at: Path_, security: frozenset[str]) -> Operation:
        _, operation = self._resolved(at)
        parameters: dict[tuple[str | None, str | None], Input] = {}
        for container in (at[:-1], at):
            for each in self._parameters((*container, "parameters")):
                parameters[each.place, each.name] = each
        own = self._logins((*at, "security"), operation.get("security"))
        answers = {status: self._answer((*at, "responses", status)) for status in self._entries((*at, "responses"))}
        if not answers:
            self._text.remark(at, f"{method} {shown(path)} has no responses")
        return Operation(
            path=plain(path.strip("/")) or "/",
            method=method.upper(),
            logins=security if own is None else own,
            parameters=tuple(parameters.values()),
            bodies=self._bodies((*at, "requestBody")),
            answers=answers,
            good=self._good(at, answers),
            at=self._text.place(at),
            summary=_line(operation.get("summary")) or _line(operation.get("description")),
        )

    def _parameters(self, path: Path_) -> Iterator[Input]:
        listed = self._value(path)
        if isinstance(listed, dict):
            self._text.remark(path, "parameters are a mapping and no list; they are passed over")
        for number in range(len(listed) if isinstance(listed, list) else 0):
            at, parameter = self._resolved((*path, number))
            if not parameter:
                continue
            name, place = _words(parameter.get("name")), _words(parameter.get("in"))
            if name is None:
                self._text.remark((*path, number), "a parameter has no name; it is read as one without a name")
            elif place not in _PLACES:
                self._text.remark((*path, number), f"the parameter {shown(name)} does not say where it goes (in)")
            elif "schema" not in parameter and "content" not in parameter:
                self._text.remark(
                    (*path, number), f"the parameter {shown(name)} has no schema, so its type is not known"
                )
            content = self._entries((*at, "content"))
            schema = (*at, "schema") if "schema" in parameter or not content else (*at, "content", content[0], "schema")
            yield Input(
                name=None if name is None else plain(name),
                place=place,
                is_required=_is_true(parameter.get("required")),
                schema=self._input_schema(schema),
                at=self._text.place((*path, number)),
                description=_line(parameter.get("description")) or _line(self._mapping(schema).get("description")),
                example=_words(parameter.get("example", self._mapping(schema).get("example"))),
            )

    def _input_schema(self, path: Path_) -> Schema:
        """Return what a parameter takes; of a list also what its elements are."""
        at, _ = self._resolved(path)
        own = self._schema(path)
        if own.type != "array":
            return own
        item = self._schema((*at, "items"))
        return Schema(type=f"array of {item.type or 'anything'}", values=own.values or item.values, default=own.default)

    def _bodies(self, path: Path_) -> Mapping[str, tuple[Input, ...]]:
        at, _ = self._resolved(path)
        content = (*at, "content")
        return {plain(each): tuple(self._fields((*content, each, "schema"))) for each in self._entries(content)}

    def _fields(self, path: Path_) -> Iterator[Input]:
        """Hand out the fields of a body: everything in its schema, named by its path there."""
        for name, (at, schema) in self._facts(path, follow=True).items():
            if name == _ROOT:
                continue
            own = self._mapping(at)
            yield Input(
                name=name,
                place="body",
                is_required=self._is_required(at),
                schema=schema,
                at=self._text.place(at),
                description=_line(own.get("description")),
                example=_words(own.get("example")),
            )

    def _is_required(self, at: Path_) -> bool:
        """Whether a property is among the required ones of the schema that it is of."""
        required = self._mapping(at[:-2]).get("required") if at[-2:-1] == ("properties",) else None
        return isinstance(required, list) and at[-1] in required

    def _answer(self, path: Path_) -> Mapping[str, Mapping[str, Schema]]:
        at, _ = self._resolved(path)
        return {plain(each): self._flat((*at, "content", each, "schema")) for each in self._entries((*at, "content"))}

    def _good(self, at: Path_, statuses: Iterable[str]) -> Result | None:
        """Return what an operation sends as JSON when all is well; None if it sends no JSON."""
        listed = list(statuses)
        status = next((each for each in ("200", *listed) if each in listed and each[:1] == "2"), "default")
        response, _ = self._resolved((*at, "responses", status))
        content = (*response, "content")
        form = next((each for each in self._entries(content) if each.partition(";")[0].strip().endswith("json")), None)
        return None if form is None else self._result((*content, form, "schema"), ())

    def _result(self, path: Path_, within: tuple[Path_, ...]) -> Result:
        """Return what a value is: one object or several with their attributes, or plain values."""
        self._count()
        at, schema = self._resolved(path)
        many: Many | None = None
        within = (*within, at)
        if schema.get("type") == "array" or "items" in schema:
            many, at = "list", (*at, "items")
        elif isinstance(schema.get("additionalProperties"), dict):
            many, at = "map", (*at, "additionalProperties")
        element = self._schema(at)
        at, schema = self._resolved(at)
        if at in within[:-1] or len(within) > _DEEPEST:
            return Result(schema=element, many=many)
        found = {each.name: each for each in self._attributes(at, schema, (*within, at))}
        return Result(schema=element, many=many, attributes=tuple(found.values()))

    def _attributes(self, at: Path_, schema: Mapping[str, Tree], within: tuple[Path_, ...]) -> Iterator[Attribute]:
        for name in self._entries((*at, "properties")):
            place = (*at, "properties", name)
            _, own = self._resolved(place)
            yield Attribute(
                name=plain(name),
                value=self._result(place, within),
                at=self._text.place(place),
                description=_line(own.get("description")),
                example=_words(own.get("example")),
            )
        for combined, number in _parts(schema, *_PARTS):
            part_at, part = self._resolved((*at, combined, number))
            if part_at not in within:
                self._count()
                yield from self._attributes(part_at, part, (*within, part_at))

    # Schemas

    def _flat(self, path: Path_, *, follow: bool = True) -> Mapping[str, Schema]:
        """Return the properties of a schema by their path in it."""
        return {name: schema for name, (_, schema) in self._facts(path, follow=follow).items()}

    def _facts(self, path: Path_, *, follow: bool) -> dict[str, tuple[Path_, Schema]]:
        """Return the properties of a schema by their path in it, with their places: `.` is the whole, `item` an element.

        Named schemas in it are followed, or only named.
        """
        found: dict[str, tuple[Path_, Schema]] = {}
        if self._value(path) is not None:
            self._flatten(path, "", found, follow, ())
        return found

    def _flatten(
        self, path: Path_, name: str, found: dict[str, tuple[Path_, Schema]], follow: bool, within: tuple[Path_, ...]
    ) -> None:
        self._count()
        at, schema = self._resolved(path) if follow else (path, self._mapping(path))
        reference = self._mapping(path).get("$ref")
        if isinstance(reference, str) and (not follow or at in within or len(within) > _DEEPEST):
            # The schema is named where following it would not end.
            found[name or _ROOT] = path, Schema(type=f"ref:{plain(reference.rpartition('/')[2])}")
            return
        found[name or _ROOT] = path, self._schema(path)
        if "$ref" in schema:
            return
        within = (*within, at)
        below = f"{name}." if name else ""
        if isinstance(schema.get("items"), dict):
            self._flatten((*at, "items"), f"{below}{_ITEM}", found, follow, within)
        for key in self._entries((*at, "properties")):
            self._flatten((*at, "properties", key), f"{below}{plain(key)}", found, follow, within)
        if isinstance(schema.get("additionalProperties"), dict):
            self._flatten((*at, "additionalProperties"), f"{below}*", found, follow, within)
        for combined, number in _parts(schema, *_PARTS):
            self._flatten((*at, combined, number), f"{name}<{combined}{number}>", found, follow, within)

    def _schema(self, path: Path_) -> Schema:
        """Return what a schema says, and what it says by another one that it refers to or is made of."""
        at, schema = self._resolved(path)
        reference = None if at == path else str(at[-1])
        unresolved = self._mapping(at).get("$ref")
        if isinstance(unresolved, str):  # it leads nowhere
            reference = unresolved.rpartition("/")[2]
            return Schema(type=f"ref:{plain(reference)}", reference=reference)
        values = schema.get("enum")
        if isinstance(values, list):
            words = tuple(_words(each) or "null" for each in values)
        else:
            made_of = [self._part((*at, *part)) for part in _parts(schema, "allOf")]
            closed = next((each for each in made_of if each.values), Schema())
            words, reference = closed.values, reference or closed.reference
        return Schema(
            type=self._type(at, schema), values=words, default=_words(schema.get("default")), reference=reference
        )

    def _part(self, path: Path_) -> Schema:
        """Return what a part of a schema says by itself, whatever it is made of in turn."""
        at, schema = self._resolved(path)
        values = schema.get("enum")
        words = tuple(_words(each) or "null" for each in values) if isinstance(values, list) else ()
        return Schema(values=words, reference=None if at == path else str(at[-1]))

    def _type(self, path: Path_, schema: Mapping[str, Tree]) -> str | None:
        type_, form = schema.get("type"), schema.get("format")
        words = "|".join(filter(None, map(_words, type_))) if isinstance(type_, list) else _words(type_)
        if form is not None and not isinstance(form, str):
            self._text.remark((*path, "format"), "a format must be a text; it is compared as it stands")
        return words if form is None else f"{words or '?'}({_surface_words(form)})"

    # References

    def _resolved(self, path: Path_) -> tuple[Path_, Mapping[str, Tree]]:
        """Return a mapping that may stand elsewhere, and where; an empty one where there is none."""
        seen: list[Path_] = []
        while True:
            value = self._expected_mapping(path)
            reference = value.get("$ref")
            if not isinstance(reference, str):
                return path, value
            target = self._target(path, reference)
            if target is None:
                return path, {}
            seen.append(path)
            if target in seen or len(seen) > _DEEPEST:
                self._text.remark((*path, "$ref"), f"the reference {shown(reference)} does not end; it is passed over")
                return path, {}
            path = target

    def _target(self, path: Path_, reference: str) -> Path_ | None:
        """Return where a reference leads; None, with a remark, if there is nothing."""
        at = (*path, "$ref")
        if not reference.startswith("#/"):
            self._text.remark(at, f"the reference {shown(reference)} leads out of the file; it is not followed")
            return None
        target: Path_ = ()
        value = self._text.content
        for part in reference[2:].split("/"):
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and key in value:
                value, target = value[key], (*target, key)
            elif isinstance(value, list) and key.isascii() and key.isdigit() and len(key) < 7 and int(key) < len(value):
                value, target = value[int(key)], (*target, int(key))
            else:
                self._text.remark(at, f"the reference {shown(reference)} leads nowhere")
                return None
        return target

    # Values

    def _value(self, path: Path_) -> Tree:
        value = self._text.content
        for part in path:
            value = entry(value, part)
        return value

    def _mapping(self, path: Path_) -> Mapping[str, Tree]:
        value = self._value(path)
        return value if isinstance(value, dict) else {}

    def _expected_mapping(self, path: Path_) -> Mapping[str, Tree]:
        """Return a mapping, an empty one where there is none; what should be one and is not is remarked."""
        value = self._value(path)
        if value is not None and not isinstance(value, dict):
            self._text.remark(path, f"{shown(str(path[-1]))} is no mapping; it is passed over")
        return value if isinstance(value, dict) else {}

    def _entries(self, path: Path_) -> list[str]:
        return list(self._expected_mapping(path))

    def _count(self) -> None:
        self._number += 1
        if self._number > _MOST_FACTS:
            raise self._text.refusal((), f"it has more than {_MOST_FACTS:,} properties, references followed")


def _parts(schema: Mapping[str, Tree], *keys: str) -> Iterator[tuple[str, int]]:
    """Hand out where in a schema those stand that it is combined of."""
    for key in keys:
        parts = schema.get(key)
        yield from ((key, number) for number in range(len(parts) if isinstance(parts, list) else 0))


def _is_true(value: Tree) -> bool:
    """Whether a value is true, also in the words of YAML 1.1."""
    return value is True or (isinstance(value, str) and value.lower() in ("true", "yes", "on"))


def _words(value: Tree) -> str | None:
    """Return a plain value as the wire has it; None for what is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None or isinstance(value, list | dict) else plain(str(value))


def _without_texts(value: Tree) -> Tree:
    """Return what is said of a way to log in without its texts, which are descriptions and those of scopes."""
    if not isinstance(value, dict):
        return value
    return {
        key: list(each) if key == "scopes" and isinstance(each, dict) else _without_texts(each)
        for key, each in value.items()
        if key != "description"
    }


def _surface_words(value: Tree) -> str:
    """Return any value in words."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{plain(key)}: {_surface_words(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_surface_words, value)) + "]"
    return _words(value) or "null"


def _line(value: Tree) -> str:
    """Return a text in one line."""
    return " ".join(plain(value.replace("\n", " ")).split()) if isinstance(value, str) else ""
