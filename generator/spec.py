"""The spec as typed, read-only values, and how it is loaded: completely right or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import jsonschema
import msgspec

from .documents import Document, Path_, Value, read_document
from .problems import Problem, SpecError, did_you_mean

Source = Literal["guide", "observed"]
Type = Literal["text", "uid", "integer", "number", "boolean", "date", "timestamp"]


class Attribute(msgspec.Struct, frozen=True):
    """An entry of the data dictionary."""

    python: str
    tag: str
    type: Type
    meaning: str
    example: str | int | float | bool | None = None


class Parameter(msgspec.Struct, frozen=True):
    """A query parameter."""

    python: str
    type: Type
    meaning: str
    example: str
    wire: str | None = None
    values: tuple[str, ...] = ()


class RecordAttribute(msgspec.Struct, frozen=True):
    """An attribute of a record: its wire name, and what differs from the dictionary."""

    name: str
    attribute: str
    python: str | None = None
    wire: str | None = None
    source: Source = "guide"
    evidence: str | None = None
    presence: Literal["always"] | None = None
    guide_name: str | None = None
    guide_tag: str | None = None
    meaning: str | None = None
    note: str | None = None


class Record(msgspec.Struct, frozen=True):
    """The rows of a table endpoint."""

    purpose: str
    attributes: tuple[RecordAttribute, ...]


class ParameterUse(msgspec.Struct, frozen=True):
    """What an endpoint makes of a parameter."""

    guide: Literal["required", "optional", "absent"]
    server: Literal["required", "optional", "ignored"]
    example: str | None = None
    note: str | None = None
    evidence: str | None = None


class Content(msgspec.Struct, frozen=True):
    """What an image endpoint sends."""

    kind: Literal["zip", "dicom"]
    content_type: str
    license: str | None = None
    hashes: str | None = None


class Sample(msgspec.Struct, frozen=True):
    """The guide's sample call."""

    url: str
    note: str | None = None


class Empty(msgspec.Struct, frozen=True):
    """How nothing found is answered."""

    answer: Literal["empty-200", "empty-204", "never"]
    meaning: str


class ErrorCase(msgspec.Struct, frozen=True):
    """A way in which the service says that something is wrong."""

    status: int
    means: str
    when: str
    source: Source
    sentence: str | None = None
    evidence: str | None = None


class Difference(msgspec.Struct, frozen=True):
    """Where the guide says one thing and the server does another."""

    guide: str
    server: str
    evidence: str


class Endpoint(msgspec.Struct, frozen=True):
    """An endpoint."""

    python: str
    stream: str
    purpose: str
    sample: Sample
    empty: Empty
    details: str | None = None
    parameters: dict[str, ParameterUse] = {}
    formats: Literal["selectable", "fixed"] | None = None
    returns: str | None = None
    content: Content | None = None
    errors: tuple[ErrorCase, ...] = ()
    differences: tuple[Difference, ...] = ()


class Server(msgspec.Struct, frozen=True):
    """A server that is selectable by name."""

    url: str
    purpose: str
    source: Source
    evidence: str | None = None


class Format(msgspec.Struct, frozen=True):
    """A value of the format parameter."""

    wire: str
    content_type: str
    purpose: str


class SeriesAnnouncement(msgspec.Struct, frozen=True):
    """An endpoint that says what a series has, and which of its attributes do."""

    endpoint: str
    images: str
    bytes: str
    license: tuple[str, ...] = ()


class SeriesDownload(msgspec.Struct, frozen=True):
    """Which calls a verified download of a series is made of."""

    archive: str
    license: str
    record: SeriesAnnouncement
    size: SeriesAnnouncement


class Service(msgspec.Struct, frozen=True):
    """The service as a whole."""

    title: str
    version: str
    guide: str
    status: str
    servers: dict[str, Server]
    formats: dict[str, Format]
    errors: tuple[ErrorCase, ...]
    series_download: SeriesDownload
    differences: tuple[Difference, ...] = ()


class Spec(msgspec.Struct, frozen=True):
    """Everything that the spec says."""

    service: Service
    attributes: dict[str, Attribute]
    parameters: dict[str, Parameter]
    records: dict[str, Record]
    endpoints: dict[str, Endpoint]
    places: dict[Path_, tuple[str, int]] = {}
    """File and line of each top-level entry, such as ("endpoints", "getSeries")."""


# To JSON Schema, 400.0 is an integer; to Python it is not.
_Validator: Final = jsonschema.validators.extend(  # type: ignore[no-untyped-call]  # the stubs leave it untyped
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int),
)
_CHECKED: Final = "the structure is checked before"
_SECTIONS: Final = ("service", "attributes", "parameters", "records", "endpoints")


def load(root: Path) -> Spec:
    """Load the spec from its folder.

    Raises:
        SpecError: something is wrong with it; every problem that could be found is listed.
    """
    from .rules import check_rules

    root = root.resolve()
    documents = [read_document(path, root.parent) for path in _files(root)]
    schema = _read_schema(root)
    for document in documents:
        if document.is_readable:
            _check_structure(document, schema)
    owners = _merge(documents)
    problems = [problem for document in documents for problem in document.problems]
    if problems:
        raise SpecError(problems)
    merged = {section: _content(owners, section) for section in _SECTIONS}
    places = {path: (owner.file, owner.keys[path][0]) for path, owner in owners.items()}
    spec = msgspec.convert({**_normalised(merged), "places": places}, Spec)
    check_rules(spec, owners)
    problems = [problem for document in documents for problem in document.problems]
    if problems:
        raise SpecError(problems)
    return spec


def _read_schema(root: Path) -> dict[str, Any]:
    try:
        schema: dict[str, Any] = json.loads((root / "schema.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SpecError([Problem(f"{root.name}/schema.json", 1, 1, "file", f"cannot be read: {reason}")]) from error
    return schema


def _files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.yaml"), key=lambda path: (len(path.parts), path.as_posix()))


def _check_structure(document: Document, schema: dict[str, Any]) -> None:
    for error in _Validator(schema).iter_errors(document.content):
        for leaf in _leaves(error):
            _report_structure(document, leaf)


def _leaves(error: jsonschema.ValidationError) -> Iterator[jsonschema.ValidationError]:
    """Look into oneOf: what matters is the alternative that was meant, the one whose kind of value fits."""
    if error.validator == "oneOf" and error.context:
        fitting = [found for found in error.context if len(found.schema_path) > 2 or found.validator != "type"]
        yield from (leaf for found in (fitting or [error]) for leaf in ([found] if found is error else _leaves(found)))
    else:
        yield error


def _report_structure(document: Document, error: jsonschema.ValidationError) -> None:
    path: Path_ = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, dict) else {}
    wanted: Any = error.validator_value
    where = ".".join(str(part) for part in path) or "the file"
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = schema.get("properties", {})
        for key in error.instance:
            if key not in known:
                text = f"{where} has no key {key}{did_you_mean(key, known)}"
                document.report((*path, key), "unknown-key", text, at_key=True)
    elif error.validator == "required" and isinstance(error.instance, dict):
        for key in wanted:
            if key not in error.instance:
                document.report(path, "missing-key", f"{where} needs the key {key}", at_key=True)
    elif error.validator == "type":
        text = f"{where}: {error.instance!r} is of another type than {wanted}"
        is_number = isinstance(error.instance, int | float) and wanted == "string"
        document.report(path, "type", text + ("; quote it" if is_number else ""))
    elif error.validator == "enum":
        near = did_you_mean(str(error.instance), (str(value) for value in wanted))
        accepted = ", ".join(str(value) for value in wanted)
        document.report(path, "value", f"{where}: {error.instance!r} is not one of {accepted}{near}")
    elif error.validator in ("oneOf", "not") and path[:1] == ("records",):
        document.report(path, "kind", f"{where} must be the name of an attribute, or that name with what differs")
    elif error.validator in ("oneOf", "not"):
        document.report(path, "kind", f"{where} must have either returns and formats, or content", at_key=True)
    else:
        document.report(path, "value", f"{where}: {error.message}")


def _merge(documents: list[Document]) -> dict[Path_, Document]:
    """Say which document holds each entry of each section; an entry may stand only once."""
    owners: dict[Path_, Document] = {}
    for document in documents:
        content = document.content if isinstance(document.content, dict) else {}
        for section, entries in content.items():
            names: list[Path_] = [(section,)]
            if section != "service" and isinstance(entries, dict):
                names = [(section, name) for name in entries]
            for path in names:
                if path in owners:
                    document.report(path, "duplicate-key", f"{path[-1]} stands in {owners[path].file} too", at_key=True)
                owners.setdefault(path, document)
    for section in _SECTIONS:
        if not all(document.is_readable for document in documents):
            break
        if documents and not any(path[0] == section for path in owners):
            documents[0].report((), "missing-key", f"no file of the spec has the section {section}")
    if not documents:
        missing = Document("spec")
        missing.report((), "missing-key", "the folder holds no YAML file")
        documents.append(missing)
    return owners


def _content(owners: dict[Path_, Document], section: str) -> Value:
    entries: dict[str, Value] = {}
    for path, document in owners.items():
        if path[0] == section and isinstance(document.content, dict):
            whole = document.content[section]
            if len(path) == 1 or not isinstance(whole, dict):
                return whole
            entries[str(path[1])] = whole[str(path[1])]
    return entries


def _normalised(merged: dict[str, Value]) -> dict[str, Value]:
    """Write each record attribute as a mapping with its name."""
    records: dict[str, Value] = {}
    for name, record in _mapping(merged["records"]).items():
        attributes: list[Value] = []
        uses = _mapping(record)["attributes"]
        assert isinstance(uses, list), _CHECKED
        for use in uses:
            wire, details = (use, {}) if isinstance(use, str) else next(iter(_mapping(use).items()))
            attributes.append({"name": wire, "attribute": wire, **_mapping(details)})
        records[name] = {**_mapping(record), "attributes": attributes}
    return {**merged, "records": records}


def _mapping(value: Value) -> dict[str, Value]:
    assert isinstance(value, dict), _CHECKED
    return value
