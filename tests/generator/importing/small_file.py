"""The small OpenAPI file of these tests, whole and with one piece changed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from generator.importing.document import Document
from generator.importing.openapi_text import parse
from generator.importing.reading import read_document

PATH: Final = Path(__file__).parent / "files" / "small.yaml"
TEXT: Final = PATH.read_text(encoding="utf-8")
NAME: Final = "small.yaml"


def edited(old: str, new: str) -> str:
    """Return the text of the file with one piece changed, which must be there once."""
    assert TEXT.count(old) == 1, f"{old!r} is there {TEXT.count(old)} times"
    return TEXT.replace(old, new)


def document(text: str = TEXT) -> Document:
    """Return what a text says."""
    return read_document(parse(text.encode(), NAME))
