"""Loads the spec: completely right or not at all, with every problem at once."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import jsonschema
import msgspec

from nbia_core.contract.propose.yaml_text import extended
from nbia_core.text import cut_in_middle, shortened

from .documents import KEPT, Document, Path_, Value, read_document, read_text
from .problems import Problem, SpecError, did_you_mean
from .rules import check_rules
from .rules_of_versions import check_versions
from .schema import schema
from .spec import Spec

# To JSON Schema, 400.0 is an integer; to Python it is not.
_Validator: Final = jsonschema.validators.extend(  # type: ignore[no-untyped-call]  # the stubs leave it untyped
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int),
)
_SECTIONS: Final = ("package", "service", "attributes", "endpoints")
_FURTHER_SECTIONS: Final = ("parameters", "records", "criteria", "refused", "sources")
_SHARED: Final = frozenset({"attributes", "sources"})
"""Keys below which entries stand that belong to no version."""
_EXTENDS: Final = re.compile(r"^extends: *([^\s#]+)", re.MULTILINE)
_LONGEST: Final = 100
"""Characters of a value in a message."""
_SINGLE: Final = frozenset({"package", "service", "extends", "inherits"})
"""Keys of files below which no entries stand that several files could share among them."""


def load(root: Path) -> dict[str, Spec]:
    """Load the spec from its folder: by the name of each version, which is that of its folder.

    Raises:
        SpecError: something is wrong with it; every problem that could be found is listed.
    """
    root = root.resolve()
    shared = [read_document(path, root.parent) for path in _files(root, "*.yaml")]
    folders = sorted(path for path in root.glob("*") if path.is_dir() and _files(path, "**/*.yaml"))
    own = {
        folder.name: [read_document(path, root.parent) for path in _files(folder, "**/*.yaml")] for folder in folders
    }
    versions = {version: [*shared, *documents] for version, documents in own.items()} or {"": shared}
    parents = _parents(own)
    for document in (*shared, *(each for version in own.keys() - parents.keys() for each in own[version])):
        _check_structure(document)
    owners = {version: _merge(documents) for version, documents in versions.items()}
    if not _check_parents(own, parents):
        _raise_problems(versions.values())
    contents = {version: _contents(owned) for version, owned in owners.items()}
    for version, parent in parents.items():
        inherited = _inherited(contents[parent], contents[version])
        if all(document.is_readable for document in (*shared, *own[parent], *own[version])):
            _check_extended(parent, inherited, contents[version], owners[version])
        owners[version] = {**owners[parent], **owners[version]}
        contents[version] = extended(inherited, contents[version])
    for version, documents in versions.items():
        if all(document.is_readable for document in own.get(parents.get(version, ""), ())):
            _check_sections(documents, owners[version])
    _raise_problems(versions.values())
    specs = {version: _spec(version, owned, contents[version]) for version, owned in owners.items()}
    for version, spec in specs.items():
        check_rules(spec, owners[version])
    check_versions(specs, owners)
    _raise_problems(versions.values())
    return specs


def _parents(own: Mapping[str, list[Document]]) -> dict[str, str]:
    """Return which version each version extends that does, as it is said, also in a file that cannot be read."""
    said = ((version, _extended_by(document)) for version, documents in own.items() for document in documents)
    return {version: parent for version, parent in said if parent is not None}


def _extended_by(document: Document) -> str | None:
    if not document.is_readable:
        found = _EXTENDS.search(document.text)
        return None if found is None else found[1]
    content = document.content
    return str(content["extends"]) if isinstance(content, dict) and "extends" in content else None


def _check_parents(own: Mapping[str, list[Document]], parents: Mapping[str, str]) -> bool:
    """Report versions that cannot be extended, and return whether all can."""
    for version, parent in parents.items():
        others = own.keys() - {version}
        text = None
        if parent not in others:
            text = f"there is no other version {parent}{did_you_mean(parent, others)}"
        elif parent in parents:
            text = f"{parent} says itself only what differs from {parents[parent]}"
        if text is not None:
            document = next(each for each in own[version] if _extended_by(each) is not None)
            document.report(("extends",), "extends", text)
    return all(parent in own.keys() - parents.keys() for parent in parents.values())


def _inherited(parent: Mapping[str, Value], child: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a version takes from the one that it extends.

    That is everything, or only the sections that it names, and of these only the parameters and records that it uses.
    """
    wanted = child.get("inherits")
    if not isinstance(wanted, list):
        return {**parent}
    taken = {name: section for name, section in parent.items() if name in (*wanted, "package", "attributes")}
    whole = extended(taken, child)
    endpoints = [each for each in _entries(whole, "endpoints").values() if isinstance(each, dict)]
    used = {
        "parameters": {name for endpoint in endpoints for name in _entries(endpoint, "parameters")},
        "records": _reachable(whole, {str(endpoint.get("returns")) for endpoint in endpoints}),
    }
    for section in used.keys() & taken.keys():
        entries = _entries(taken, section)
        taken[section] = {
            name: entries[name] for name in entries if name in used[section] or name in _entries(child, section)
        }
    return taken


def _reachable(content: Mapping[str, Value], records: set[str]) -> set[str]:
    """Return the names of records and of all records within them."""
    attributes = _entries(content, "attributes")
    found: set[str] = set()
    while records:
        found |= records
        uses = [use for name in records for use in _uses(_entries(content, "records").get(name))]
        records = {str(_entries(attributes, attribute).get("record")) for attribute in uses} - found
    return found


def _uses(record: Value) -> Iterator[str]:
    """Hand out the entries of the dictionary that a record uses, whether or not they are there."""
    uses = record.get("attributes") if isinstance(record, dict) else None
    for use in uses if isinstance(uses, list) else []:
        for name, details in use.items() if isinstance(use, dict) else [(str(use), None)]:
            yield str(details.get("attribute", name) if isinstance(details, dict) else name)


def _entries(content: Mapping[str, Value], section: str) -> dict[str, Value]:
    """Return a part that has names; nothing where it is none."""
    entries = content.get(section)
    return entries if isinstance(entries, dict) else {}


def _check_extended(
    parent: str, inherited: Mapping[str, Value], child: Mapping[str, Value], owned: Mapping[Path_, Document]
) -> None:
    """Check the structure of a version that says only what differs; what its parent has itself is checked there."""

    def owner(path: Path_) -> Document | None:
        return owned.get(path[:2]) or owned.get(path[:1])

    for path, near in _idle_removals(inherited, child):
        document = owner(path)
        if document is not None:
            text = f"{parent} has no {path[-1]} here that could be taken away{near}"
            document.report(path, "extends", text, at_key=True)
    whole = _differing(extended(inherited, child), inherited)
    for error in _Validator(schema()).iter_errors(whole):
        for leaf in _leaves(error):
            path = tuple(leaf.absolute_path)
            document = owner(path)
            if document is not None:
                _report_structure(document, leaf, _not_inherited(parent, inherited, path))


def _idle_removals(
    parent: Mapping[str, Value], child: Mapping[str, Value], path: Path_ = ()
) -> Iterator[tuple[Path_, str]]:
    """Hand out the keys without a value that take nothing away, each with what was probably meant."""
    for key, value in child.items():
        before = parent.get(key)
        if value is None and key not in parent:
            yield (*path, key), did_you_mean(key, parent)
        elif isinstance(value, dict) and isinstance(before, dict) and value is not before:
            yield from _idle_removals(before, value, (*path, key))


def _not_inherited(parent: str, inherited: Mapping[str, Value], path: Path_) -> str:
    """Return what to say of an entry that lacks something: the other version may not have it either."""
    if len(path) != 2 or path[0] in _SINGLE | _SHARED:
        return ""
    section, name = map(str, path)
    entries = _entries(inherited, section)
    return "" if name in entries else f"; {parent} has no {name} to take it from{did_you_mean(name, entries)}"


def _differing(whole: Mapping[str, Value], parent: Mapping[str, Value]) -> dict[str, Value]:
    """Return the sections that are not those of a parent, of sections that have others the entries that are not its own."""
    found: dict[str, Value] = {}
    for name, section in whole.items():
        before = parent.get(name)
        if isinstance(section, dict) and isinstance(before, dict) and name not in _SINGLE:
            entries = {key: value for key, value in section.items() if value is not before.get(key)}
            if entries or not section:
                found[name] = entries
        elif section is not before:
            found[name] = section
    return found


def _raise_problems(versions: Iterable[list[Document]]) -> None:
    documents = {id(document): document for listed in versions for document in listed}
    problems = [problem for document in documents.values() for problem in document.problems]
    if problems:
        raise SpecError(problems)


def _spec(version: str, owners: Mapping[Path_, Document], contents: Mapping[str, Value]) -> Spec:
    places = {path: owner.file for path, owner in owners.items()}
    merged = {section: contents[section] for section in (*_SECTIONS, *_FURTHER_SECTIONS) if section in contents}
    return msgspec.convert({**merged, "version": version, "places": places}, Spec)


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern), key=lambda path: (len(path.parts), path.as_posix()))


def _check_structure(document: Document) -> None:
    if document.is_readable:
        document.problems += _problems_of_structure(document.file, document.text)


@functools.lru_cache(KEPT)
def _problems_of_structure(file: str, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with the structure of a text, as that of a file."""
    document = dataclasses.replace(read_text(file, text), problems=[])
    for error in _Validator(schema()).iter_errors(document.content):
        for leaf in _leaves(error):
            _report_structure(document, leaf)
    return tuple(document.problems)


def _leaves(error: jsonschema.ValidationError) -> Iterator[jsonschema.ValidationError]:
    """Look into alternatives: what matters is the alternative that was meant, the one whose kind of value fits."""
    if error.validator in ("anyOf", "oneOf") and error.context:
        fitting = [found for found in error.context if len(found.schema_path) > 2 or found.validator != "type"]
        yield from (leaf for found in (fitting or [error]) for leaf in ([found] if found is error else _leaves(found)))
    else:
        yield error


def _report_structure(document: Document, error: jsonschema.ValidationError, not_inherited: str = "") -> None:
    path: Path_ = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, dict) else {}
    wanted: Any = error.validator_value
    where = ".".join(str(part) for part in path) or "the file"
    value = shortened(repr(error.instance), _LONGEST)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = schema.get("properties", {})
        for key in error.instance:
            if key not in known:
                text = f"{where} has no key {key}{did_you_mean(key, known)}"
                document.report((*path, key), "unknown-key", text, at_key=True)
    elif error.validator == "required" and isinstance(error.instance, dict):
        for key in wanted:
            if key not in error.instance:
                document.report(path, "missing-key", f"{where} needs the key {key}{not_inherited}", at_key=True)
    elif error.validator == "type":
        text = f"{where}: {value} is of another type than {wanted}"
        is_number = isinstance(error.instance, int | float) and wanted == "string"
        document.report(path, "type", text + ("; quote it" if is_number else ""))
    elif error.validator == "enum":
        near = did_you_mean(str(error.instance), (str(value) for value in wanted))
        accepted = ", ".join(str(value) for value in wanted)
        document.report(path, "value", f"{where}: {value} is not one of {accepted}{near}")
    elif error.validator == "anyOf":
        document.report(path, "kind", f"{where} must be the name of an attribute, or that name with what differs")
    elif error.validator in ("oneOf", "not"):
        document.report(path, "kind", f"{where} must have either returns and formats, or content", at_key=True)
    else:
        document.report(path, "value", f"{where}: {cut_in_middle(error.message, 2 * _LONGEST)}")


def _merge(documents: list[Document]) -> dict[Path_, Document]:
    """Say which document holds each entry of each section; an entry may stand only once."""
    owners: dict[Path_, Document] = {}
    for document in documents:
        content = document.content if isinstance(document.content, dict) else {}
        for section, entries in content.items():
            names: list[Path_] = [(section,)]
            if section not in _SINGLE and isinstance(entries, dict):
                names = [(section, name) for name in entries]
            for path in names:
                if path in owners:
                    document.report(path, "duplicate-key", f"{path[-1]} stands in {owners[path].file} too", at_key=True)
                owners.setdefault(path, document)
    return owners


def _check_sections(documents: list[Document], owners: Mapping[Path_, Document]) -> None:
    """Report the sections that are missing."""
    for section in _SECTIONS:
        if not all(document.is_readable for document in documents):
            break
        if documents and not any(path[0] == section for path in owners):
            documents[0].report((), "missing-key", f"no file of the spec has the section {section}")
    if not documents:
        missing = Document("spec")
        missing.report((), "missing-key", "the folder holds no YAML file")
        documents.append(missing)


def _contents(owners: Mapping[Path_, Document]) -> dict[str, Value]:
    """Return what the files of a version say together, by section."""
    contents: dict[str, Value] = {}
    for path, document in owners.items():
        section = str(path[0])
        assert isinstance(document.content, dict), "it has sections"
        whole = document.content[section]
        if len(path) == 1 or not isinstance(whole, dict):
            contents[section] = whole
        else:
            entries = contents.setdefault(section, {})
            if isinstance(entries, dict):
                entries[str(path[1])] = whole[str(path[1])]
    return contents
