"""The YAML of the spec: read with PyYAML, as the generator reads it, and edited with ruamel.yaml, which keeps its layout.

Each edit is checked: what the new text says must be what the old one said, but for the change that was meant. A layout
in which that fails is refused, and never edited wrongly. Needs nbia-client[contract].
"""

from __future__ import annotations

import copy
import difflib
import functools
import io
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from nbia_core.contract.yaml_reading import YamlError, load_yaml

if TYPE_CHECKING:
    import yaml

T = TypeVar("T")
Data: TypeAlias = dict[str, Any]
Scalar: TypeAlias = str | int | float | bool

_WIDTH: Final = 120
_KEPT: Final = 64
"""How many texts of files are kept with what they say; the spec has a third as many files."""
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*( [A-Za-z0-9_-]+)*")
_NEEDED: Final = "the spec is YAML; reading and editing it needs more: pip install 'nbia-client[contract]'"


class SpecError(Exception):
    """The spec cannot be read. Says where, and what is wrong."""


class LayoutError(Exception):
    """The text is laid out in a way that cannot be edited safely."""


class SpecText:
    """The files of a spec: as they are, and as they are to be.

    A version that extends another says only what differs; the files of the other are looked at after its own.
    """

    def __init__(self, folder: Path, version: str) -> None:
        """Read what a spec says of a version.

        Args:
            folder: the folder of the spec.
            version: the version, such as v1, which is the name of its folder.

        Raises:
            SpecError: a file cannot be read, or there is none.
        """
        self.folder = folder
        """The folder of the spec."""
        self.originals: dict[Path, str] = {}
        """The text of each file as it is on disk, those of the version itself before those of the versions it extends."""
        self._contents: dict[str, Data] = {}
        self._inherited: dict[Path, list[str] | None] = {}
        """The sections that count of the files of other versions; None for all."""
        self._read_files(sorted([*folder.glob("*.yaml"), *(folder / version).rglob("*.yaml")]))
        self._read_parents(version)
        self.texts = dict(self.originals)
        """The text of each file with the edits so far."""
        if not self.texts:
            raise SpecError(f"{folder}: holds no YAML file; name the folder of the spec with --spec")

    def _read_files(self, paths: list[Path]) -> None:
        for path in paths:
            text = self.originals[path] = _read(path)
            self._contents[text] = _content(path, text)

    def _read_parents(self, version: str) -> None:
        """Read the files of the version that a version extends, and of the one that this extends."""
        seen: set[str] = set()
        sections: list[str] | None = None
        while version not in seen:
            seen.add(version)
            said = [self._contents[self.originals[path]] for path in self.originals if path.parent.name == version]
            whole = next((content for content in said if "extends" in content), None)
            if whole is None:
                return
            version = str(whole["extends"])
            sections = whole.get("inherits", sections)
            paths = sorted((self.folder / version).rglob("*.yaml"))
            self._inherited |= dict.fromkeys(paths, sections)
            self._read_files(paths)

    def others_changed(self, before: Mapping[Path, str]) -> list[Path]:
        """Return the files of other versions that are not as they were before."""
        return [path for path in self._inherited if self.texts[path] != before[path]]

    def file_of(self, section: str, name: str, *keys: str) -> Path | None:
        """Return the file in which an entry of a section stands, or what is under some keys of it: the version's own first."""
        return next((path for path in self.texts if _has(self._section(path, section), name, *keys)), None)

    def own_file_of(self, section: str) -> Path | None:
        """Return the last file of the version itself that has entries of a section; None if there is none."""
        own = [path for path in self.texts if path not in self._inherited and path.parent != self.folder]
        return next((path for path in reversed(own) if self._section(path, section)), None)

    def used_by_others(self, concept: str) -> bool:
        """Whether a version that is not read here has an attribute of an entry of the dictionary."""
        others = (path for path in self.folder.rglob("*.yaml") if path not in self.texts and path.parent != self.folder)
        records = (record for path in others for record in (_content(path, _read(path)).get("records") or {}).values())
        uses = (use_of(item) for record in records for item in record.get("attributes") or ())
        return any(details.get("attribute", name) == concept for name, details in uses)

    def last_file_of(self, section: str) -> Path:
        """Return the last file that has entries of a section."""
        return [path for path in self.texts if self._section(path, section)][-1]

    def data(self, section: str) -> Data:
        """Return what a section says, all files together; what a version says overrides what it extends."""
        found: Data = {}
        for path in reversed(self.texts):
            found = extended(found, self._section(path, section))
        return {name: found[name] for path in self.texts for name in self._section(path, section) if name in found}

    def parameter_key(self, endpoint: str, wire: str) -> str | None:
        """Return the key of a parameter of an endpoint, by its name on the wire; None if it has no such parameter."""
        described = self.data("parameters")
        used = self.data("endpoints").get(endpoint, {}).get("parameters") or {}
        return next((key for key in used if (described.get(key) or {}).get("name", key) == wire), None)

    def line(self, file: Path, *path: str) -> int | None:
        """Return the line of what stands under one name after the other, counted from 1; None if there is no such thing.

        A name is a key of a mapping, or an item of a list: the text itself, or the only key of a mapping.
        """
        node = _yaml().compose(self.texts[file], Loader=_loader())
        place = node
        for name in path:
            found = next(((key, value) for key, value in _named(node) if key.value == name), None)
            if found is None:
                return None
            place, node = found
        number: int = place.start_mark.line + 1
        return number

    def edit(self, file: Path, change: Callable[[Any], None], section: str, entry: str | None = None) -> None:
        """Change what a file says, and nothing else of its text.

        Args:
            file: The file.
            change: Makes the change in what the file says. It is called twice: for plain data, and for ruamel.yaml's.
            section: Where the change is.
            entry: The entry of the section that is changed; None for one that comes to its end.

        Raises:
            LayoutError: the text would not say what was meant, or would lose a comment.
        """
        text = self.texts[file]
        wanted = copy.deepcopy(self._contents[text])
        change(wanted)
        refusal = LayoutError(f"the layout of {file} is not one that can be edited safely")
        try:
            start, end = self._lines_of(file, section, entry)
            lines = text.split("\n")
            # An entry by itself is read and written in a tenth of the time that a file takes.
            part = _edited("\n".join([f"{section}:", *lines[start:end]]), change)
            edited = "\n".join([*lines[:start], *part.split("\n")[1:], *lines[end:]])
            said = _load_file(edited)
        except (_yaml().YAMLError, _ruamel().error.YAMLError, LookupError, ValueError) as error:
            raise refusal from error
        if said != wanted or _comments(text) - _comments(edited):
            raise refusal
        self.texts[file] = edited
        self._contents[edited] = said

    def patch(self) -> str:
        """Return all edits as a unified diff with paths from the root of the repository."""
        root = _repository(self.folder)
        return "".join(
            _diff(path.resolve().relative_to(root).as_posix(), self.originals[path], text)
            for path, text in self.texts.items()
            if text != self.originals[path]
        )

    def _lines_of(self, file: Path, section: str, entry: str | None) -> tuple[int, int]:
        """Return the numbers of the first line of an entry and of the line after its last.

        What comes to the end of a section comes behind its last entry, or is all of it where entries have no lines of
        their own.
        """
        text = self.texts[file]
        root = _yaml().compose(text, Loader=_loader())
        sections = [key.start_mark.line for key, _ in root.value]
        at = next(at for at, (key, _) in enumerate(root.value) if key.value == section)
        ends = [*sections, len(text.split("\n"))]
        content = root.value[at][1]
        if entry is None and (not isinstance(content, _yaml().MappingNode) or content.flow_style):
            return ends[at] + 1, ends[at + 1]
        keys = [key for key, _ in content.value]
        number = len(keys) - 1 if entry is None else next(at for at, key in enumerate(keys) if key.value == entry)
        starts = [*(key.start_mark.line for key in keys), ends[at + 1]]
        return starts[number], starts[number + 1]

    def _section(self, path: Path, name: str) -> Data:
        sections = self._inherited.get(path)
        if sections is not None and name not in sections:
            return {}
        found = self._contents[self.texts[path]].get(name)
        return found if isinstance(found, dict) else {}


def _has(content: object, *keys: str) -> bool:
    for key in keys:
        if not isinstance(content, dict) or content.get(key) is None:
            return False
        content = content[key]
    return True


def extended(parent: Mapping[str, T], child: Mapping[str, T]) -> dict[str, T]:
    """Return what a version says that says only what differs from another.

    Mappings are merged key by key. A key without a value takes away what the parent has; a key that ends in a plus sign, such
    as `differences+`, adds to the parent's list; any other value replaces the parent's.
    """
    merged: dict[str, Any] = {**parent}
    for key, value in child.items():
        before = merged.get(key)
        longer = merged.get(key.removesuffix("+"))
        if key.endswith("+") and isinstance(value, list) and isinstance(longer, list):
            merged[key.removesuffix("+")] = [*longer, *value]
        elif value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(before, dict) and value is not before:
            merged[key] = extended(before, value)
        else:
            merged[key] = value
    return merged


def use_of(item: Any) -> tuple[str, Data]:
    """Return the name of an attribute of a record, and what differs from the dictionary."""
    if isinstance(item, dict):
        name, details = next(iter(item.items()))
        return name, details or {}
    return item, {}


def set_details(details: Data, changes: Mapping[str, Scalar | None], *, order: Sequence[str] = (), column: int) -> None:
    """Change what a mapping says; it gets a line for each key if anything is set.

    Args:
        details: The mapping.
        changes: The new values; None takes a key away.
        order: Where a new key belongs; at the end if it is not among them.
        column: The column in which the keys begin, counted from 0.
    """
    for key, value in changes.items():
        if value is None:
            details.pop(key, None)
        elif key in details:
            details[key] = _value(key, value, column)
        else:
            at = next((at for at, other in enumerate(details) if _rank(other, order) > _rank(key, order)), len(details))
            _insert(details, at, key, _value(key, value, column))
    if hasattr(details, "fa") and any(value is not None for value in changes.values()):
        details.fa.set_block_style()


def new_details(values: Mapping[str, Scalar | None], *, order: Sequence[str] = (), column: int) -> Data:
    """Return a mapping for the tree of ruamel.yaml, and for plain data as well."""
    details: Data = _ruamel().comments.CommentedMap()
    set_details(details, values, order=order, column=column)
    return details


def new_tree(values: Mapping[str, Any], column: int) -> Data:
    """Return mappings and lists within each other for the tree of ruamel.yaml, and for plain data as well.

    Args:
        values: What they say.
        column: The column in which the keys begin, counted from 0.
    """
    details: Data = _ruamel().comments.CommentedMap()
    for key, value in values.items():
        if isinstance(value, Mapping):
            details[key_of(key)] = new_tree(value, column + 2)
        elif isinstance(value, list):
            details[key_of(key)] = [
                new_tree(item, column + 4) if isinstance(item, Mapping) else key_of(str(item)) for item in value
            ]
        else:
            details[key_of(key)] = _value(key, value, column)
    return details


def set_item(listed: Any, at: int, name: str, details: Any) -> None:
    """Give an item of a list a name and details: `name` alone, or a mapping with the name as its only key."""
    if hasattr(listed, "ca") and at in listed.ca.items and details:
        details.ca.comment = [listed.ca.items.pop(at)[0], None]
    elif hasattr(details, "ca") and details.ca.comment and not details:
        listed.ca.items[at] = [details.ca.comment[0], None, None, None]
    listed[at] = _ruamel().comments.CommentedMap({key_of(name): details}) if details else key_of(name)


def key_of(name: str) -> str:
    """Return a key or an item, in quotes where it would be taken for something else."""
    is_plain = _PLAIN_NAME.fullmatch(name) and _says(f"{name}: x", {name: "x"})
    return name if is_plain else _quoted(name)


def with_heading(mapping: Data, key: str, heading: str, column: int) -> None:
    """Put a blank line and a comment above a key of a mapping."""
    if hasattr(mapping, "yaml_set_comment_before_after_key"):
        mapping.yaml_set_comment_before_after_key(key, before=f"\n{heading}", indent=column)


def _insert(mapping: Data, at: int, key: str, value: object) -> None:
    if hasattr(mapping, "insert"):
        mapping.insert(at, key, value)
    else:
        mapping[key] = value


def _value(key: str, value: Scalar, column: int) -> Scalar:
    """Return a value as the spec writes it: plain if that is possible, folded where it is long."""
    if not isinstance(value, str):
        return value
    if column + len(key) + 2 + len(value) > _WIDTH and value == " ".join(value.split()) and value.isprintable():
        wrapped = textwrap.wrap(value, _WIDTH - column - 2, break_long_words=False, break_on_hyphens=False)
        folded: str = _ruamel().scalarstring.FoldedScalarString(value)
        ends = [sum(map(len, wrapped[:count])) + count - 1 for count in range(1, len(wrapped))]
        folded.fold_pos = ends  # type: ignore[attr-defined]
        return folded
    is_tame = value.isprintable() and value == value.strip()
    return value if is_tame and _says(f"x: {value}", {"x": value}) else _quoted(value)


def _quoted(value: str) -> str:
    quoted: str = _ruamel().scalarstring.DoubleQuotedScalarString(value)
    return quoted


def _rank(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def _edited(text: str, change: Callable[[Any], None]) -> str:
    """Return a text after a change.

    Raises:
        ValueError: the lines that change are not laid out as ruamel.yaml writes them.
    """
    editor = _ruamel().YAML()
    editor.indent(mapping=2, sequence=4, offset=2)
    editor.width = 1 << 30
    editor.preserve_quotes = True
    before, after = io.StringIO(), io.StringIO()
    tree = editor.load(text.replace("\r\n", "\n"))
    editor.dump(tree, before)
    change(tree)
    editor.dump(tree, after)
    return _with_changes(text, before.getvalue().split("\n"), after.getvalue().split("\n"))


def _with_changes(text: str, before: list[str], after: list[str]) -> str:
    """Return a text with the changes between what ruamel.yaml writes of it before and after an edit.

    ruamel.yaml keeps blank lines and comments with what stands above them. Here they stay with what stands below.
    """
    lines = text.split("\n")
    places: dict[int, int] = {}
    for tag, start, end, at, _ in _opcodes(*(["".join(line.split()) for line in each] for each in (before, lines))):
        if tag == "equal":
            places |= zip(range(start, end), range(at, at + end - start), strict=True)
    end_of_line = "\r" if "\r\n" in text else ""
    for tag, start, end, new_start, new_end in reversed(list(_opcodes(before, after))):
        if tag == "equal":
            continue
        new = after[new_start:new_end]
        if tag == "insert":
            while start and _is_between(before[start - 1]):
                start -= 1
                if before[start] == new[-1]:
                    new = [new[-1], *new[:-1]]
            end = start
        while end > start and _is_between(before[end - 1]) and not (new and _is_between(new[-1])):
            end -= 1
        at = places.get(start - 1, -1) + 1
        if (start and not at) or [places.get(number) for number in range(start, end)] != [*range(at, at + end - start)]:
            raise ValueError("the lines to be changed are laid out in another way")
        lines[at : at + end - start] = [line + end_of_line for line in new]
    return "\n".join(lines)


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _is_between(line: str) -> bool:
    """Whether a line is blank or a comment."""
    return line.strip() == "" or line.lstrip().startswith("#")


def _named(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node | None]]:
    """Hand out the names in a mapping or a list, with what they name."""
    yaml = _yaml()
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield next(_named(item), (item, None))


def _comments(text: str) -> Counter[str]:
    """Return the comments of a text with their numbers: an edit must not lose any."""
    return Counter(found.strip() for found in re.findall(r"(?:^|[ \t])#.*", text, re.MULTILINE))


def _yaml() -> Any:
    """Import PyYAML, or say how to get it."""
    try:
        import yaml
    except ImportError as error:
        raise SpecError(_NEEDED) from error
    return yaml


def _ruamel() -> Any:
    """Import ruamel.yaml, or say how to get it."""
    try:
        import ruamel.yaml
    except ImportError as error:
        raise SpecError(_NEEDED) from error
    return ruamel.yaml


def _loader() -> Any:
    """Return the fastest loader there is."""
    return getattr(_yaml(), "CSafeLoader", _yaml().SafeLoader)


def _load(text: str) -> Any:
    _yaml()  # says what to install
    return load_yaml(text)


@functools.lru_cache(_KEPT)
def _load_file(text: str) -> Any:
    """Return what the text of a file says, which nobody may change: the same files are asked again and again."""
    return _load(text)


def _says(text: str, data: object) -> bool:
    try:
        return bool(_load(text) == data)
    except YamlError:
        return False


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise SpecError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SpecError(f"{path}: is not UTF-8 (byte {error.start})") from error


def _content(path: Path, text: str) -> Data:
    """Return what a file says."""
    if text.startswith("\ufeff"):
        raise SpecError(f"{path}:1: begins with a byte order mark; save it without one")
    try:
        content = _load_file(text)
    except YamlError as error:
        raise SpecError(f"{path}:{error.line}: {error.reason}") from error
    if not isinstance(content, dict):
        raise SpecError(f"{path}:1: is no mapping; a file of the spec begins with a section such as records:")
    return content


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
