"""What a program derived and nobody has looked at yet: lint names it until somebody takes the key `unconfirmed` away."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .documents import Document, Path_, Value, read_document

_KEY: Final = "unconfirmed"


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Placeholder:
    """Something that a person must look at."""

    file: str
    """The file, relative to the folder that holds the spec."""
    line: int
    """The line, counted from 1."""
    column: int
    """The column, counted from 1."""
    text: str
    """What it is."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: placeholder: {self.text}"


def placeholders(root: Path) -> list[Placeholder]:
    """Return everything in a spec that is not confirmed, by file and line. The spec is known to be right."""
    root = root.resolve()
    documents = [read_document(path, root.parent) for path in sorted(root.rglob("*.yaml"))]
    return sorted(each for document in documents for each in _found(document, document.content, ()))


def _found(document: Document, value: Value, path: Path_) -> Iterator[Placeholder]:
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from _found(document, item, (*path, at))
        return
    if not isinstance(value, dict):
        return
    keys = value.get(_KEY)
    if isinstance(keys, list):
        line, column = document.keys[(*path, _KEY)]
        what = f"{', '.join(map(str, keys))} of {path[-1]}"
        yield Placeholder(document.file, line, column, f"look at {what}, then take {_KEY} away")
    for key, inner in value.items():
        yield from _found(document, inner, (*path, key))
