"""What an OpenAPI file says that a caller can meet: its surface. Texts, examples, order and tags are no part of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from .openapi_text import Remark

Many: TypeAlias = Literal["list", "map"]

JSON_TYPES: Final[Mapping[str, str]] = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
}
"""What JSON has in the place of a plain value, by its type in OpenAPI."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """What is said of a value, without its texts."""

    type: str | None = None
    """Its type with its format in brackets, such as `string(date)`, or `ref:` and the name of a schema; None if not said."""
    values: tuple[str, ...] = ()
    """The closed set of values, in the words of the wire."""
    default: str | None = None
    """What counts if nothing is given."""
    reference: str | None = dataclasses.field(default=None, compare=False)
    """The named schema that says so, if one does."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """A parameter, or a field of a body."""

    name: str | None
    """Its name on the wire; None if the file does not say."""
    place: str | None
    """Where it goes: query, path, header, cookie or body; None if the file does not say."""
    is_required: bool
    """Whether a call without it is refused."""
    schema: Schema
    """What it takes."""
    at: tuple[int, int] = dataclasses.field(compare=False)
    """Line and column."""
    description: str = dataclasses.field(default="", compare=False)
    """Its text."""
    example: str | None = dataclasses.field(default=None, compare=False)
    """An example, as it goes on the wire."""

    @property
    def need(self) -> Literal["required", "optional"]:
        """How the spec says whether a call without it is refused."""
        return "required" if self.is_required else "optional"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What an answer, or a value in it, is."""

    schema: Schema
    """What one value is."""
    many: Many | None = None
    """How several values are written: an array, or an object with a name for each; None if there is one."""
    attributes: tuple[Attribute, ...] = ()
    """The attributes of an object; nothing where a value is plain."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Attribute:
    """A property of an answer."""

    name: str
    """Its name on the wire."""
    value: Result
    """What it is."""
    at: tuple[int, int]
    """Line and column."""
    description: str = ""
    """Its text."""
    example: str | None = None
    """An example."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """A method of a path."""

    path: str
    """The path, without the strokes around it."""
    method: str
    """The HTTP method, in capital letters."""
    logins: frozenset[str]
    """The ways to log in of which one is needed; nothing where none is."""
    parameters: tuple[Input, ...]
    """The parameters, those of the path included."""
    bodies: Mapping[str, tuple[Input, ...]]
    """The fields of what is posted, by content type."""
    answers: Mapping[str, Mapping[str, Mapping[str, Schema]]]
    """The properties of answers by status, content type and their path within: `.` is the whole, `item` an element."""
    good: Result | None
    """What it sends as JSON when all is well, references followed; None if it sends no JSON."""
    at: tuple[int, int]
    """Line and column."""
    summary: str = ""
    """Its text."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """An OpenAPI file."""

    file: str
    """Its name, as it was given."""
    title: str
    """What the API is called."""
    servers: Mapping[str, tuple[int, int]]
    """The addresses, each with its line and column."""
    security: frozenset[str]
    """The ways to log in that count where an operation says nothing."""
    schemes: Mapping[str, str]
    """The ways to log in by name, in words."""
    operations: tuple[Operation, ...]
    """Every method of every path."""
    schemas: Mapping[str, Mapping[str, Schema]]
    """The named schemas, each by the path of its properties."""
    remarks: tuple[Remark, ...]
    """What is odd in the file, and how it was read."""
