"""Reads the text of an OpenAPI file, YAML or JSON: every value with its line and column, and whatever is odd as a warning.

What a reader of YAML 1.1 would make of a text counts less than what was written: `Yes` and `No` are these words.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from generator.load.documents import BOOLEANS, TAG, Path_, Scalar, place_of
from nbia_core.contract.yaml_reading import YamlError, compose_yaml
from nbia_core.text import plain, shortened

Tree: TypeAlias = "Scalar | list[Tree] | dict[str, Tree]"

LARGEST: Final = 10_000_000
"""The bytes that a file may have: a hundred times those of the largest that is known."""
_KNOWN_TAGS: Final = frozenset({"str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value"})
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,400}")
_FLOAT: Final = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?")
_LONGEST_SHOWN: Final = 80


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Remark:
    """Something odd in a file, and how it was read."""

    line: int
    """The line, counted from 1."""
    column: int
    """The column, counted from 1."""
    text: str
    """What is odd, and what it was read as."""

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: warning: {self.text}"


class UnreadableError(Exception):
    """A file is no OpenAPI file that can be read. Says where, and what is wrong."""


@dataclasses.dataclass(slots=True)
class Text:
    """What a file says, and where."""

    file: str
    """Its name, as it was given."""
    content: Tree = None
    """What it says."""
    places: dict[int, dict[str | int, tuple[int, int]]] = dataclasses.field(default_factory=dict)
    """Line and column of each key or item of a mapping or list, by the identity of that."""
    remarks: list[Remark] = dataclasses.field(default_factory=list)
    """What is odd in it."""

    def place(self, path: Path_) -> tuple[int, int]:
        """Return line and column of what stands at a path, or of the nearest thing around it."""
        found, inside = (1, 1), self.content
        for part in path:
            place = self.places.get(id(inside), {}).get(part)
            if place is None:
                break
            found = place
            inside = entry(inside, part)
        return found

    def remark(self, path: Path_, text: str) -> None:
        """Note something odd."""
        self.remarks.append(Remark(*self.place(path), plain(text)))

    def refusal(self, path: Path_, text: str) -> UnreadableError:
        """Return the error for a file that cannot be read because of what stands at a path."""
        line, column = self.place(path)
        return UnreadableError(f"{self.file}:{line}:{column}: {plain(text)}")


def entry(value: Tree, key: str | int) -> Tree:
    """Return what stands under a key of a mapping or at a place of a list; None if there is no such thing."""
    if isinstance(value, dict) and isinstance(key, str):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def read_text(path: Path) -> Text:
    """Read a file.

    Raises:
        UnreadableError: it cannot be opened, is larger than `LARGEST`, is not UTF-8, or is neither YAML nor JSON.
    """
    name = plain(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableError(f"{name}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # a name with a NUL
        raise UnreadableError(f"{name}: cannot be read: {error}") from error
    if len(content) > LARGEST:
        raise UnreadableError(f"{name}: has more than {LARGEST:,} bytes, so it is no OpenAPI file of this API")
    return parse(content, name)


def parse(content: bytes, name: str) -> Text:
    """Read what a file holds.

    Raises:
        UnreadableError: it is not UTF-8, or neither YAML nor JSON.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        raise UnreadableError(f"{name}:{line}:{column}: this is not UTF-8") from error
    if text.lstrip().startswith(("{", "[")):
        text = _as_yaml(text)
    try:
        root = compose_yaml(text)
    except YamlError as error:
        raise UnreadableError(f"{name}:{error.line}:{error.column}: {plain(error.reason)}") from error
    read = Text(name)
    if root is not None:
        read.content = _Reading(read).tree(root)
    return read


def _as_yaml(text: str) -> str:
    """Return JSON as a reader of YAML takes it: without tabs, and with characters beyond the first plane written as such."""
    pairs = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
    joined = pairs.sub(lambda found: found[1] + _character(int(found[2], 16), int(found[3], 16)), text)
    return joined.replace("\t", " ")


def _character(first: int, second: int) -> str:
    return chr(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))


class _Reading:
    """Makes plain values of what was parsed. What aliases name is read once, so a text takes no more room than it is long."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._known: dict[int, Tree] = {}

    def tree(self, node: yaml.Node) -> Tree:
        """Return what a node and all that stands in it says."""
        if id(node) not in self._known:
            if node.tag.removeprefix(TAG) not in _KNOWN_TAGS:
                self._remark(node, f"the tag {shown(node.tag)} is passed over; only what follows it is read")
            self._known[id(node)] = self._value(node)
        return self._known[id(node)]

    def _value(self, node: yaml.Node) -> Tree:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            items: list[Tree] = [self.tree(item) for item in node.value]
            self._text.places[id(items)] = {at: place_of(item) for at, item in enumerate(node.value)}
            return items
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Tree]:
        content: dict[str, Tree] = {}
        places = self._text.places[id(content)] = {}
        own: dict[str, int] = {}
        for key_node, value_node, is_merged in _pairs(node):
            if not isinstance(key_node, yaml.ScalarNode):
                self._remark(key_node, "a key that is a list or a mapping is passed over")
                continue
            key = str(key_node.value)
            if is_merged and key in content:
                continue
            if key in own:
                twice = f"{shown(key)} stands here a second time; the first is in line {own[key]}. The second counts"
                self._remark(key_node, twice)
            if not is_merged:
                own[key] = place_of(key_node)[0]
            content[key] = self.tree(value_node)
            places[key] = place_of(key_node)
        return content

    def _scalar(self, node: yaml.Node) -> Scalar:
        written = str(node.value)
        kind = node.tag.removeprefix(TAG)
        if kind == "null":
            return None
        if kind == "bool":
            if written.lower() in BOOLEANS:
                return BOOLEANS[written.lower()]
            was = f'{written} is a boolean for readers of YAML 1.1; it is read as the word. Write "{written}"'
            self._remark(node, was)
        elif kind == "int" and _INTEGER.fullmatch(written):
            return int(written)
        elif kind in ("int", "float") and _FLOAT.fullmatch(written):
            return float(written)
        return written

    def _remark(self, node: yaml.Node, text: str) -> None:
        self._text.remarks.append(Remark(*place_of(node), plain(text)))


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node, bool]]:
    """Hand out keys and values, and whether they are merged in by `<<`; the node's own come first, since they count more."""
    merged: list[yaml.Node] = []
    for key, value in node.value:
        if key.tag == f"{TAG}merge":
            merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
        else:
            yield key, value, False
    for each in merged:
        if isinstance(each, yaml.MappingNode):
            yield from ((key, value, True) for key, value, _ in _pairs(each))


def shown(text: str) -> str:
    """Return a text of a file as a remark shows it."""
    return shortened(text, _LONGEST_SHOWN)
