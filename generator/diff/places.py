"""In which file and line of a spec something stands."""

from __future__ import annotations

import functools
from pathlib import Path

from ..load.documents import Document, Path_, Value, read_document
from .findings import Place


def places(spec: Path, version: str) -> Place:
    """Return what tells the file and line of an entry of a version, such as spec/v4/metadata.yaml:120.

    What a version takes over from another one stands in the files of that one. The files are read when somebody asks.

    Args:
        spec: the folder of the spec.
        version: the version.
    """

    @functools.cache
    def documents() -> list[Document]:
        return _documents(spec.resolve(), version)

    def place(path: tuple[str, ...]) -> str | None:
        for document in documents():
            found = _within(document.content, path)
            if found is not None:
                line, _ = document.keys.get(found) or document.values[found]
                return f"{document.file}:{line}"
        return None

    return place


def _documents(spec: Path, version: str) -> list[Document]:
    """Return the files that speak of a version: its own, those of the version that it extends, and the shared ones.

    What an index answers of a version stands in the files of that version.
    """
    shared = [read_document(path, spec.parent) for path in sorted(spec.glob("*.yaml"))]
    version = next(filter(None, (_asked(document.content, version) for document in shared)), version)
    found = [read_document(path, spec.parent) for path in sorted((spec / version).rglob("*.yaml"))]
    contents = [document.content for document in found if isinstance(document.content, dict)]
    parent = next((str(content["extends"]) for content in contents if "extends" in content), version)
    if parent != version and (spec / parent).is_dir():
        found += [read_document(path, spec.parent) for path in sorted((spec / parent).rglob("*.yaml"))]
    return found + shared


def _asked(content: Value, index: str) -> str | None:
    """Return the version whose questions an index answers; None if a file does not say so."""
    for key in ("sources", index, "questions", "version"):
        content = content.get(key) if isinstance(content, dict) else None
    return content if isinstance(content, str) else None


def _within(content: Value, path: tuple[str, ...]) -> Path_ | None:
    """Return a path in which items of lists are called by their numbers, not by their names; None if nothing is there."""
    found: Path_ = ()
    for name in path:
        if isinstance(content, list):
            at = next((at for at, item in enumerate(content) if item == name or _is_named(item, name)), None)
            if at is None:
                return None
            found, content = (*found, at), content[at]
            continue
        content = content.get(name) if isinstance(content, dict) else None
        if content is None:
            return None
        found = (*found, name)
    return found


def _is_named(item: Value, name: str) -> bool:
    return isinstance(item, dict) and list(item) == [name]
