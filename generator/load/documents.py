"""Reads YAML strictly and remembers where everything stands."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from nbia_core.contract.yaml_reading import YamlError, compose_yaml

from .problems import Problem

Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"
Path_: TypeAlias = tuple[str | int, ...]

KEPT: Final = 100
"""How many texts are kept with what they say: those of a few specs."""
BOOLEANS: Final = {"true": True, "false": False}
TAG: Final = "tag:yaml.org,2002:"


@dataclasses.dataclass(slots=True)
class Document:
    """The content of one YAML file."""

    file: str
    """Its name, relative to the folder that holds the spec."""
    text: str = ""
    """Its text."""
    content: Value = None
    """What it says."""
    keys: dict[Path_, tuple[int, int]] = dataclasses.field(default_factory=dict)
    """Line and column of each key, by its path."""
    values: dict[Path_, tuple[int, int]] = dataclasses.field(default_factory=dict)
    """Line and column of each value, by its path."""
    collections: set[Path_] = dataclasses.field(default_factory=set)
    """Where mappings and lists stand."""
    problems: list[Problem] = dataclasses.field(default_factory=list)
    """What is wrong with it."""
    is_readable: bool = True
    """Whether its content is known."""

    def report(self, path: Path_, rule: str, text: str, *, at_key: bool = False) -> None:
        """Note a problem at a value, or at the key of a value that has parts.

        If it has no place of its own, it is noted at the nearest one around it.
        """
        while path and path not in self.values and path not in self.keys:
            path = path[:-1]
        first, second = (self.keys, self.values) if at_key or path in self.collections else (self.values, self.keys)
        line, column = first.get(path) or second.get(path, (1, 1))
        self.problems.append(Problem(self.file, line, column, rule, text))


def read_document(path: Path, root: Path) -> Document:
    """Read a YAML file; what is wrong with it is noted in the document."""
    document = Document(path.relative_to(root).as_posix(), is_readable=False)
    try:
        document.text = path.read_text(encoding="utf-8")
        read = read_text(document.file, document.text)
        return dataclasses.replace(read, problems=[*read.problems])
    except OSError as error:
        document.report((), "file", f"the file cannot be read: {error.strerror}")
        return document
    except UnicodeDecodeError as error:
        document.report((), "yaml", f"the file is not UTF-8 (byte {error.start})")
        return document
    except YamlError as error:
        document.problems.append(Problem(document.file, error.line, error.column, "yaml", error.reason))
        return document


@functools.lru_cache(KEPT)
def read_text(file: str, text: str) -> Document:
    """Read a text as that of a file. Two specs have most files in common: what was read is kept for the next one."""
    document = Document(file, text)
    node = compose_yaml(text)
    if node is not None:
        document.content = _read(document, node, (), ())
    return document


def _read(document: Document, node: yaml.Node, path: Path_, parents: tuple[yaml.Node, ...]) -> Value:
    document.values[path] = place_of(node)
    if node in parents:
        document.report(path, "alias", "an alias refers to what it stands in")
        return None
    if isinstance(node, yaml.CollectionNode):
        document.collections.add(path)
    if isinstance(node, yaml.MappingNode):
        return _read_mapping(document, node, path, (*parents, node))
    if isinstance(node, yaml.SequenceNode):
        return [_read(document, item, (*path, at), (*parents, node)) for at, item in enumerate(node.value)]
    return _read_scalar(document, node)


def _read_mapping(
    document: Document, node: yaml.MappingNode, path: Path_, parents: tuple[yaml.Node, ...]
) -> dict[str, Value]:
    content: dict[str, Value] = {}
    for key_node, value_node in node.value:
        key = _read_scalar(document, key_node) if isinstance(key_node, yaml.ScalarNode) else None
        place = (document.file, *place_of(key_node))
        if not isinstance(key, str):
            document.problems.append(Problem(*place, "key", "a key must be a text; quote it"))
            continue
        if key in content:
            first = document.keys[(*path, key)][0]
            document.problems.append(
                Problem(*place, "duplicate-key", f"{key} stands here a second time; the first is in line {first}")
            )
            continue
        document.keys[(*path, key)] = place_of(key_node)
        content[key] = _read(document, value_node, (*path, key), parents)
    return content


def _read_scalar(document: Document, node: yaml.Node) -> Scalar:
    text = str(node.value)
    kind = node.tag.removeprefix(TAG)
    if kind == "str":
        return text
    place = (document.file, *place_of(node))
    if kind == "bool":
        if text not in BOOLEANS:
            document.problems.append(
                Problem(*place, "unquoted-boolean", f'{text} is a boolean in YAML, not a text; write "{text}"')
            )
            return text
        return BOOLEANS[text]
    if kind == "null":
        return None
    if kind in ("int", "float"):
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            kind = "number in an unusual form"
    document.problems.append(
        Problem(*place, "unquoted-text", f'{text} is a {kind} in YAML, not a text; write "{text}"')
    )
    return text


def place_of(node: yaml.Node) -> tuple[int, int]:
    """Return line and column of a node, counted from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1
