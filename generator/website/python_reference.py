"""Makes the reference of the Python package out of its docstrings, which are read and not run."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import griffe

from .pages import SiteError
from .python_text import cell, escaped, fenced, first_sentence, one_line, signature
from .python_topics import ERRORS, TOPICS, TYPES

FOLDER: Final = "python"
"""Where the pages are, on the site."""
_FACE: Final = "nbia"
_CORE: Final = "nbia_core"
_SOURCES: Final = {_FACE: "generated", _CORE: "generator/runtime"}
"""The folders of the repository in which the packages are."""
_MODULES: Final = ("calls", "events")
"""The public modules whose names are not all in the face."""
_STANDARD_ERRORS: Final = ("Exception", "OSError", "ValueError")


@dataclasses.dataclass(frozen=True)
class _Entry:
    """Something that is public."""

    name: str
    """The name by which people import it, such as nbia.events.Paused; what nobody imports has its own."""
    found: griffe.Object
    topic: str

    @property
    def title(self) -> str:
        return self.name.rpartition(".")[2]


class PythonReference:
    """The reference of the package of a checkout.

    Raises:
        SiteError: a public name belongs to no page, or has no docstring.
    """

    def __init__(self, root: Path) -> None:
        loader = griffe.GriffeLoader(
            search_paths=[root / folder for folder in _SOURCES.values()],
            allow_inspection=False,
            docstring_parser="google",
            docstring_options={"warnings": False},
        )
        self._docs = root / "generated" / "docs"
        self._face, _ = [loader.load(package) for package in _SOURCES]
        loader.resolve_aliases(implicit=True)
        self._all = loader.modules_collection
        default = _target(self._face["Client"]).module.canonical_path.rpartition(".")[0]
        self._default = self._all[default]
        self._modules = {
            name: [each.format(default=default) for each in topic.modules] for name, topic in TOPICS.items()
        }
        self._entries = {entry.found.canonical_path: entry for entry in self._collect()}
        self._add_what_is_reached()
        self._types: dict[str, griffe.Attribute] = {}

    def places(self) -> dict[str, str]:
        """Return the page on the site that describes what a source file defines, by the path of the file."""
        found = {f"{_SOURCES[_FACE]}/{_FACE}/__init__.py": f"{FOLDER}/index.md"}
        for entry in self._entries.values():
            package, *names = entry.found.module.canonical_path.split(".")
            found.setdefault(f"{_SOURCES[package]}/{'/'.join([package, *names])}.py", f"{FOLDER}/{entry.topic}.md")
        return found

    def titles(self) -> dict[str, str]:
        """Return the title of every page by its path on the site."""
        return {
            f"{FOLDER}/index.md": "Overview",
            **{f"{FOLDER}/{name}.md": topic.title for name, topic in TOPICS.items()},
        }

    def pages(self) -> dict[str, str]:
        """Return every page by its path on the site."""
        pages = {name: self._page(name) for name in TOPICS if name != TYPES}
        pages[TYPES] = self._page(TYPES)  # the last, because the others tell which there are
        pages["index"] = self._index()
        return {f"{FOLDER}/{name}.md": text for name, text in pages.items()}

    def _collect(self) -> Iterator[_Entry]:
        for name in self._exports(self._face):
            member = self._face[name]
            if not member.is_module:
                yield self._entry(f"{_FACE}.{name}", member)
        for title in _MODULES:
            module = _target(self._face[title])
            for name in self._exports(module):
                yield self._entry(f"{_FACE}.{title}.{name}", module[name])
        for name in self._exports(self._default):
            if self._default[name].is_attribute:
                yield self._entry(f"{self._default.canonical_path}.{name}", self._default[name])

    def _add_what_is_reached(self) -> None:
        """Add the classes that nobody imports, but that methods return and attributes hold."""
        waiting = [entry.found for entry in self._entries.values()]
        while waiting:
            found = waiting.pop()
            for expression in _results(found):
                for part in expression.iterate(flat=True) if isinstance(expression, griffe.Expr) else ():
                    target = self._find(part.canonical_path) if isinstance(part, griffe.ExprName) else None
                    if target is None or not target.is_class or target.canonical_path in self._entries:
                        continue
                    if target.canonical_path.startswith(f"{_CORE}."):
                        self._entries[target.canonical_path] = self._entry(target.canonical_path, target)
                        waiting.append(target)

    def _exports(self, module: griffe.Object | griffe.Alias) -> list[str]:
        if module.exports is not None:
            return [str(name) for name in module.exports]
        return [
            name
            for name, member in module.members.items()
            if not name.startswith("_") and not member.is_alias and member.is_function
        ]

    def _entry(self, name: str, member: griffe.Object | griffe.Alias) -> _Entry:
        found = _target(member)
        path = found.canonical_path
        if found.docstring is None:
            raise SiteError(f"{name} has no docstring")
        if found.is_attribute:
            return _Entry(name, found, TYPES)
        if _is_error(found):
            return _Entry(name, found, ERRORS)
        fitting = [
            (len(module), topic)
            for topic, modules in self._modules.items()
            for module in modules
            if path.startswith(f"{module}.")
        ]
        if not fitting:
            raise SiteError(f"{name} belongs to no page of the Python reference: give {path} one")
        return _Entry(name, found, max(fitting)[1])

    def _index(self) -> str:
        lines = ["# Python reference", "", "Everything that `import nbia` offers.", ""]
        for name, topic in TOPICS.items():
            lines += [f"## [{topic.title}]({name}.md)", "", topic.purpose, "", "| name | what it is |", "|---|---|"]
            lines += [
                f"| [`{_short(entry.name)}`]({name}.md#{entry.name}) | {cell(first_sentence(entry.found))} |"
                for entry in self._on(name)
            ]
            lines.append("")
        lines += ["## Modules", "", "| name | what it is |", "|---|---|"]
        for name in self._exports(self._face):
            if self._face[name].is_module:
                page = f"../{name}/{self._first_page(name)}" if "client" in self._face[name].members else f"{name}.md"
                mark = f'<span id="{_FACE}.{name}"></span>[`{_FACE}.{name}`]({page})'
                lines.append(f"| {mark} | {cell(first_sentence(self._face[name]))} |")
        lines += ["", "A module of a version of the API has `Client`, `AsyncClient`, `calls` and `records` of its own."]
        return "\n".join(lines) + "\n"

    def _first_page(self, version: str) -> str:
        """Return the first page of the reference of a version, or of what an index answers of one."""
        pages = ("index.md", "answers.md")
        return next((page for page in pages if (self._docs / version / page).is_file()), pages[0])

    def _on(self, topic: str) -> list[_Entry]:
        """Return what is on a page: what people import first, module by module, and in each as in the source."""

        def place(entry: _Entry) -> tuple[bool, int, str, int]:
            path, modules = entry.found.canonical_path, self._modules[topic]
            fitting = [(len(each), number) for number, each in enumerate(modules) if path.startswith(f"{each}.")]
            module = max(fitting)[1] if fitting else len(modules)
            is_reached = not entry.name.startswith(f"{_FACE}.")
            return is_reached, module, str(entry.found.filepath), entry.found.lineno or 0

        return sorted((entry for entry in self._entries.values() if entry.topic == topic), key=place)

    def _page(self, topic: str) -> str:
        parts = [f"# {TOPICS[topic].title}", TOPICS[topic].purpose]
        if topic == ERRORS:
            parts.append("\n".join(self._tree()))
        for entry in self._on(topic):
            if entry.found.is_class:
                parts += self._class(entry)
            elif entry.found.is_function:
                parts += self._function(entry.found, entry.name, 2)
            else:
                parts += self._alias(entry.name, entry.found)
        if topic == TYPES:
            known = {entry.found.canonical_path for entry in self._on(topic)}
            for path, alias in sorted(self._types.items(), key=lambda item: item[1].name):
                if path not in known:
                    parts += self._alias(path, alias)
        return "\n\n".join(parts) + "\n"

    def _tree(self) -> Iterator[str]:
        """Return the errors as a list, each below its base."""
        errors = [entry for entry in self._on(ERRORS) if entry.found.is_class]

        def below(base: str, depth: int) -> Iterator[str]:
            for entry in errors:
                assert isinstance(entry.found, griffe.Class), "it is one"
                if str(entry.found.bases[0]) == base:
                    yield f"{'    ' * depth}* [`{entry.title}`](#{entry.name}): {first_sentence(entry.found)}"
                    yield from below(entry.title, depth + 1)

        yield from below("Exception", 0)

    def _class(self, entry: _Entry) -> Iterator[str]:
        found = entry.found
        assert isinstance(found, griffe.Class), "it is one"
        yield f"## {entry.title} {{ #{entry.name} }}"
        constructor = found.all_members.get("__init__")
        if constructor is not None and _is_made_by_users(found, _target(constructor)):
            yield fenced(signature(entry.title, _target(constructor), keyword=None))
        bases = [self._type(base) for base in found.bases if self._is_public(base)]
        if bases:
            yield f"Based on {', '.join(bases)}."
        yield from self._docstring(found)
        members = [
            (name, _target(member))
            for name, member in found.all_members.items()
            if not name.startswith("_") and self._is_shown(found, member)
        ]
        attributes = [
            (name, member)
            for name, member in members
            if isinstance(member, griffe.Attribute) and member.docstring is not None
        ]
        if attributes:
            yield self._table(entry, attributes)
        for name, member in members:
            if isinstance(member, griffe.Function) and member.docstring is not None:
                yield from self._function(member, f"{entry.name}.{name}", 3)
        others = [name for name, member in members if member.docstring is None and member.parent is not found]
        if others:
            marks = (f'<span id="{entry.name}.{name}"></span>`{name}`' for name in others)
            yield f"Also {' and '.join(marks)}, as Python's own have."

    def _is_public(self, base: str | griffe.Expr) -> bool:
        return isinstance(base, griffe.ExprName) and (
            base.canonical_path in self._entries or base.canonical_path in _STANDARD_ERRORS
        )

    def _is_shown(self, owner: griffe.Class, member: griffe.Object | griffe.Alias) -> bool:
        """Whether a member of a class is described with it: its own, and what it has from a base that is not public."""
        base = _target(member).parent
        if base is None:
            return False
        return base.canonical_path == owner.canonical_path or base.canonical_path not in self._entries

    def _table(self, entry: _Entry, attributes: Sequence[tuple[str, griffe.Attribute]]) -> str:
        """Return a table of attributes; one that a constructor sets has the type of its parameter."""
        constructor = entry.found.members.get("__init__")
        given = constructor.parameters if isinstance(constructor, griffe.Function) else ()
        types = {parameter.name: parameter.annotation for parameter in given}
        lines = ["| attribute | type | what it is |", "|---|---|---|"]
        for name, attribute in attributes:
            mark = f'<span id="{entry.name}.{name}"></span>`{name}`'
            text = cell(attribute.docstring.value if attribute.docstring else "")
            lines.append(f"| {mark} | {self._type(attribute.annotation or types.get(name))} | {text} |")
        return "\n".join(lines)

    def _function(self, found: griffe.Object, name: str, level: int) -> Iterator[str]:
        assert isinstance(found, griffe.Function), "it is one"
        title = name.rpartition(".")[2]
        yield f"{'#' * level} {title} {{ #{name} }}"
        keyword = "async def" if "async" in found.labels else "def"
        if "classmethod" in found.labels:
            keyword = f"@classmethod\n{keyword}"
        yield fenced(signature(title, found, keyword=keyword))
        yield from self._docstring(found)

    def _alias(self, name: str, found: griffe.Object) -> Iterator[str]:
        assert isinstance(found, griffe.Attribute), "it is one"
        yield f"## {found.name} {{ #{name} }}"
        yield self._type(found.value)
        if found.docstring is not None:
            yield found.docstring.value

    def _docstring(self, found: griffe.Object) -> Iterator[str]:
        if found.docstring is None:
            return
        for section in found.docstring.parsed:
            if isinstance(section, griffe.DocstringSectionText):
                yield section.value
            elif isinstance(section, griffe.DocstringSectionParameters):
                yield self._parameters(section.value, found)
            elif isinstance(section, griffe.DocstringSectionReturns):
                returns = found.returns if isinstance(found, griffe.Function) else None
                words = " ".join(one_line(each.description) for each in section.value)
                yield f"**Returns** {self._type(returns)}: {words}"
            elif isinstance(section, griffe.DocstringSectionRaises):
                lines = ["| raises | when |", "|---|---|"]
                lines += [
                    f"| {self._error(str(each.annotation))} | {cell(each.description)} |" for each in section.value
                ]
                yield "\n".join(lines)
            else:
                raise SiteError(f"{found.canonical_path}: its docstring has a section {section.kind.value}")

    def _parameters(self, described: Iterable[griffe.DocstringParameter], found: griffe.Object) -> str:
        parameters = found.parameters if isinstance(found, griffe.Function | griffe.Class) else ()
        known = {parameter.name: parameter for parameter in parameters}
        lines = ["| parameter | type | what it is |", "|---|---|---|"]
        for each in described:
            parameter = known.get(each.name)
            kind = self._type(parameter.annotation if parameter else None)
            lines.append(f"| `{each.name}` | {kind} | {cell(each.description)} |")
        return "\n".join(lines)

    def _error(self, name: str) -> str:
        entry = next((each for each in self._entries.values() if each.title == name), None)
        return f"`{name}`" if entry is None else f"[`{name}`]({entry.topic}.md#{entry.name})"

    def _type(self, expression: str | griffe.Expr | None) -> str:
        """Return an annotation as code in which public names are links."""
        if expression is None:
            return ""
        parts = [expression] if isinstance(expression, str) else expression.iterate(flat=True)
        return f"<code>{''.join(self._part(part) for part in parts)}</code>"

    def _part(self, part: str | griffe.Expr) -> str:
        text = escaped(str(part))
        if not isinstance(part, griffe.ExprName):
            return text
        path = part.canonical_path
        target = self._find(path)
        if target is None:
            return text
        path = target.canonical_path
        entry = self._entries.get(path)
        if entry is not None:
            return f"[{text}]({entry.topic}.md#{entry.name})"
        if isinstance(target, griffe.Attribute) and target.docstring is not None and not target.name.startswith("_"):
            if path not in self._types:
                self._types[path] = target
                self._type(target.value)  # what it stands for may have names in turn
            return f"[{text}]({TYPES}.md#{path})"
        return text

    def _find(self, path: str) -> griffe.Object | None:
        try:
            return _target(self._all[path])
        except (KeyError, griffe.AliasResolutionError):
            return None


def _results(found: griffe.Object) -> Iterator[str | griffe.Expr | None]:
    """Return the annotations of what one gets from a function, or from the public members of a class."""
    members = found.all_members.items() if isinstance(found, griffe.Class) else [("", found)]
    for name, member in members:
        target = _target(member) if not name.startswith("_") else None
        if isinstance(target, griffe.Function):
            yield target.returns
        elif isinstance(target, griffe.Attribute):
            yield target.annotation


def _target(member: griffe.Object | griffe.Alias) -> griffe.Object:
    return member.final_target if isinstance(member, griffe.Alias) else member


def _is_error(found: griffe.Object) -> bool:
    return found.is_class and found.name.endswith("Error")


def _is_made_by_users(found: griffe.Class, constructor: griffe.Object) -> bool:
    """Whether people make objects of a class: its docstring says how, or nothing has to be given."""
    if _is_error(found) or found.docstring is None or not isinstance(constructor, griffe.Function):
        return False
    says_how = any(isinstance(each, griffe.DocstringSectionParameters) for each in found.docstring.parsed)
    given = list(constructor.parameters)[1:]
    is_settings = bool(given) and "dataclass" in found.labels and all(each.default is not None for each in given)
    return says_how or is_settings


def _short(name: str) -> str:
    """Return a public name as one calls it after `import nbia`; what nobody imports has its name alone."""
    return name.removeprefix(f"{_FACE}.") if name.startswith(f"{_FACE}.") else name.rpartition(".")[2]
