"""Edits the YAML of the spec as text, so that comments and layout stay.

Each edit is checked: what the new text says must be what the old one said, but for the change that was meant. A layout
that an edit does not understand is refused, and never edited wrongly. Needs PyYAML, from nbia-client[contract].
"""

from __future__ import annotations

import copy
import dataclasses
import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from nbia_core.contract.yaml_reading import YamlError, compose_yaml

from .yaml_values import Scalar, SpecError, detail_lines, import_yaml, item_lines, key_text, load, scalar

if TYPE_CHECKING:
    import yaml

Data: TypeAlias = dict[str, Any]


class LayoutError(Exception):
    """The text is laid out in a way that cannot be edited safely."""


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a section of the spec, such as a record."""

    file: Path
    key: yaml.ScalarNode
    value: yaml.Node


class SpecText:
    """The files of a spec: as they are, and as they are to be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """The folder of the spec."""
        self.originals = {path: _read(path) for path in sorted(folder.rglob("*.yaml"))}
        """The text of each file as it is on disk."""
        self.texts = dict(self.originals)
        """The text of each file with the edits so far."""
        self._roots: dict[str, yaml.MappingNode] = {}
        self._contents: dict[str, Any] = {}
        if not self.texts:
            raise SpecError(f"{folder}: holds no YAML file; name the folder of the spec with --spec")
        for path in self.texts:
            self._root(path)

    def entry(self, section: str, name: str) -> Entry | None:
        """Return an entry of a section, wherever it stands."""
        return next((entry for entry in self.entries(section) if entry.key.value == name), None)

    def entries(self, section: str) -> list[Entry]:
        """Return all entries of a section."""
        return [
            Entry(path, key, value)
            for path in self.texts
            if (found := child(self._root(path), section)) is not None
            for key, value in pairs(found)
        ]

    def data(self, section: str) -> Data:
        """Return what a section says, all files together."""
        merged: Data = {}
        for text in self.texts.values():
            content = self._content(text)
            found = content.get(section) if isinstance(content, dict) else None
            merged.update(found if isinstance(found, dict) else {})
        return merged

    def section(self, file: Path, name: str) -> yaml.Node:
        """Return a section of a file that has it."""
        found = child(self._root(file), name)
        assert found is not None, "the caller has seen an entry of it"
        return found

    def replace(self, file: Path, text: str, change: Callable[[Any], None]) -> None:
        """Take a new text for a file if it says what the old one says after a change."""
        wanted = copy.deepcopy(self._content(self.texts[file]))
        change(wanted)
        try:
            said = self._content(text)
        except SpecError as error:
            raise LayoutError(str(error)) from error
        if said != wanted or _comments(self.texts[file]) - _comments(text):
            raise LayoutError(f"the layout of {file} is not one that can be edited safely")
        self.texts[file] = text

    def patch(self) -> str:
        """Return all edits as a unified diff with paths from the root of the repository."""
        root = _repository(self.folder)
        return "".join(
            _diff(path.resolve().relative_to(root).as_posix(), self.originals[path], text)
            for path, text in self.texts.items()
            if text != self.originals[path]
        )

    def _root(self, path: Path) -> yaml.MappingNode:
        text = self.texts[path]
        if text not in self._roots:
            node = _parse(path, text)
            if not isinstance(node, import_yaml().MappingNode):
                raise SpecError(f"{path}:1: is no mapping; a file of the spec begins with a section such as records:")
            self._roots[text] = node
        return self._roots[text]

    def _content(self, text: str) -> Any:
        if text not in self._contents:
            self._contents[text] = load(text)
        return self._contents[text]


def pairs(node: yaml.Node) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """Return the keys and values of a mapping; of anything else nothing."""
    yaml = import_yaml()
    found = node.value if isinstance(node, yaml.MappingNode) else []
    return [(key, value) for key, value in found if isinstance(key, yaml.ScalarNode)]


def child(node: yaml.Node, *names: str) -> yaml.Node | None:
    """Return what stands in a mapping under one key after the other."""
    for name in names:
        found = next((value for key, value in pairs(node) if key.value == name), None)
        if found is None:
            return None
        node = found
    return node


def items(node: yaml.Node | None) -> list[yaml.Node]:
    """Return the items of a list; of anything else nothing."""
    yaml = import_yaml()
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def line(node: yaml.Node) -> int:
    """Return the line in which a node stands, counted from 1."""
    number: int = node.start_mark.line + 1
    return number


def with_item(text: str, node: yaml.Node, name: str | None, details: Mapping[str, Scalar]) -> str:
    """Return a text with one more item at the end of a block list: a mapping, beneath a name if there is one."""
    listed = items(node)
    if not listed or getattr(node, "flow_style", True):
        raise LayoutError(f"the list in line {line(node)} is not written with an item in each line")
    return _with_lines(text, _content_end(text, listed[-1]), item_lines(node.start_mark.column, name, details))


def with_key(
    text: str,
    node: yaml.Node,
    name: str,
    value: Mapping[str, Scalar] | Sequence[Mapping[str, Scalar]],
    *,
    heading: Sequence[str] = (),
) -> str:
    """Return a text with a further key at the end of a block mapping, beneath a heading if there is one.

    Its value is a mapping, or a list of them.
    """
    found = pairs(node)
    if not found or getattr(node, "flow_style", True):
        raise LayoutError(f"the mapping in line {line(node)} is not written with a key in each line")
    column = found[0][0].start_mark.column
    indent = " " * column
    if isinstance(value, Mapping):
        lines = [each for key, said in value.items() for each in detail_lines(key, said, indent + "  ")]
    else:
        lines = [each for details in value for each in item_lines(column + 2, None, details)]
    above = [(indent + each).rstrip() for each in heading]
    return _with_lines(text, _content_end(text, found[-1][1]), [*above, f"{indent}{key_text(name)}:", *lines])


def with_scalar(text: str, node: yaml.Node, value: Scalar) -> str:
    """Return a text with another value in the place of one on a single line."""
    if node.start_mark.line != node.end_mark.line or not isinstance(node.value, str):
        raise LayoutError(f"the value in line {line(node)} takes more than one line")
    return text[: node.start_mark.index] + scalar(value) + text[node.end_mark.index :]


def without(text: str, key: yaml.Node, value: yaml.Node) -> str:
    """Return a text without an entry that has lines of its own."""
    start = _line_start(text, key.start_mark.index)
    if text[start : key.start_mark.index].strip(" -"):
        raise LayoutError(f"what stands in line {line(key)} does not have the line for itself")
    return text[:start] + text[_line_end(text, _content_end(text, value)) + 1 :]


def with_details(
    text: str,
    key: yaml.Node,
    value: yaml.Node | None,
    changes: Mapping[str, Scalar | None],
    *,
    order: Sequence[str],
    name: str | None = None,
) -> str:
    """Return a text in which an entry has other details, and perhaps another name.

    The entry is `Name`, `Name: {key: value}`, or `Name:` with a key in each line; it becomes the shortest of them that
    can hold it. A detail that is changed to None goes; a new one is put where the order has it.
    """
    indent = " " * (key.start_mark.column + 2)
    is_flow = bool(getattr(value, "flow_style", False))
    details = _details(text, key, value, is_flow)
    for detail, new in changes.items():
        lines = None if new is None else _newline(text).join(detail_lines(detail, new, indent))
        if lines is None:
            details.pop(detail, None)
        elif detail in details or value is None:
            details[detail] = _comments_above(details.get(detail, "")) + lines
        else:
            details = _inserted(details, detail, lines, order)
    if value is None:
        details = dict(sorted(details.items(), key=lambda pair: _rank(pair[0], order)))
    head = key_text(name) if name is not None else text[key.start_mark.index : key.end_mark.index]
    rest_start = value.end_mark.index if value is not None and is_flow else key.end_mark.index
    rest = text[rest_start : _line_end(text, rest_start)].rstrip("\r")
    rest = rest if value is None or is_flow else rest.partition(":")[2]
    if rest.strip() and not rest.strip().startswith("#"):
        raise LayoutError(f"what stands in line {line(key)} does not have the line for itself")
    last = key if value is None else value
    end = _line_end(text, _content_end(text, last))
    end -= text[end - 1 : end] == "\r"
    if not details:
        body = head + rest
    elif is_flow and all(found.startswith(" ") is False for found in details.values()):
        body = f"{head}: {{{', '.join(details.values())}}}{rest}"
    else:
        blocks = [found if found.startswith(" ") else indent + found for found in details.values()]
        body = _newline(text).join([f"{head}:{rest}", *blocks])
    return text[: key.start_mark.index] + body + text[end:]


def _details(text: str, owner: yaml.Node, value: yaml.Node | None, is_flow: bool) -> dict[str, str]:
    found = pairs(value) if value is not None else []
    if is_flow and value is not None:
        span = text[value.start_mark.index : value.end_mark.index]
        if "\n" in span or "#" in span:
            raise LayoutError(f"the mapping in line {line(value)} takes more than one line")
        return {key.value: text[key.start_mark.index : inner.end_mark.index] for key, inner in found}
    details = {}
    start = _line_end(text, owner.end_mark.index) + 1
    for key, inner in found:
        end = _line_end(text, _content_end(text, inner))
        details[key.value] = text[start:end].rstrip("\r")
        start = end + 1
    return details


def _inserted(details: Mapping[str, str], name: str, lines: str, order: Sequence[str]) -> dict[str, str]:
    names = list(details)
    at = next((at for at, other in enumerate(names) if _rank(other, order) > _rank(name, order)), len(names))
    names.insert(at, name)
    return {other: details.get(other, lines) for other in names}


def _rank(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def _comments(text: str) -> Counter[str]:
    """Return the comments of a text with their numbers: an edit must not lose any."""
    return Counter(found.strip() for found in re.findall(r"(?:^|[ \t])#.*", text, re.MULTILINE))


def _comments_above(lines: str) -> str:
    """Return the comment lines at the beginning of the lines of a detail."""
    match = re.match(r"(?:[ \t]*(?:#.*)?\r?\n)*", lines)
    return match[0] if match is not None else ""


def _content_end(text: str, node: yaml.Node) -> int:
    """Return where the last character of a node stands: a block ends only with what follows it."""
    yaml = import_yaml()
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _content_end(text, last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return len(text[:end].rstrip())
    return end


def _with_lines(text: str, at: int, lines: Iterable[str]) -> str:
    end = _line_end(text, at)
    newline = _newline(text)
    if end == len(text):  # the file does not end with a line break
        return text + newline + newline.join(lines)
    return text[: end + 1] + "".join(added + newline for added in lines) + text[end + 1 :]


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise SpecError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SpecError(f"{path}: is not UTF-8 (byte {error.start})") from error


def _parse(path: Path, text: str) -> Any:
    import_yaml()
    if text.startswith("\ufeff"):
        raise SpecError(f"{path}:1: begins with a byte order mark; save it without one")
    try:
        return compose_yaml(text)
    except YamlError as error:
        raise SpecError(f"{path}:{error.line}: {error.reason}") from error


def _repository(folder: Path) -> Path:
    resolved = folder.resolve()
    return next((parent for parent in resolved.parents if (parent / ".git").exists()), resolved.parent)


def _diff(path: str, old: str, new: str) -> str:
    tab = "\t" if " " in path else ""  # as git writes it, so that the name does not end at the blank
    lines = list(difflib.unified_diff(_lines(old), _lines(new), f"a/{path}{tab}", f"b/{path}{tab}", n=3, lineterm="\n"))
    return "".join(each if each.endswith("\n") else f"{each}\n\\ No newline at end of file\n" for each in lines)


def _lines(text: str) -> list[str]:
    """Split at line feeds alone, as git does."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
