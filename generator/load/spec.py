"""What the YAML of one version says, as typed, read-only values."""

from __future__ import annotations

from typing import Literal

import msgspec

from nbia_core.api.bucket_services import Buckets
from nbia_core.api.description import Difference, LoginMethod, LoginNeed, Many, Meaning, RoleName, Shape, Source
from nbia_core.api.wire_forms import Type

from .documents import Path_


class Attribute(msgspec.Struct, frozen=True):
    """An entry of the data dictionary."""

    python: str
    tag: str
    type: Type
    meaning: str
    many: Many | None = None
    record: str | None = None
    synonyms: dict[str, str] = {}
    example: str | int | float | bool | None = None
    unconfirmed: tuple[str, ...] = ()


class Parameter(msgspec.Struct, frozen=True):
    """A parameter of an address or of a form."""

    python: str
    type: Type
    meaning: str
    example: str
    wire: str | None = None
    values: tuple[str, ...] = ()
    name: str | None = None
    several: Literal["repeated", "commas"] | None = None
    batch: int | None = None
    unconfirmed: tuple[str, ...] = ()


class Criterion(msgspec.Struct, frozen=True):
    """A criterion of a search, with its fields by their names on the wire."""

    python: str
    meaning: str
    fields: dict[str, Parameter]
    requires: Literal["all", "any"] = "all"
    required: tuple[str, ...] = ()
    source: Source = "guide"
    evidence: str | None = None
    note: str | None = None


class RecordAttribute(msgspec.Struct, frozen=True):
    """An attribute of a record: its wire name, and what differs from the dictionary."""

    name: str
    attribute: str
    python: str | None = None
    wire: str | None = None
    csv: str | None = None
    source: Source = "guide"
    evidence: str | None = None
    presence: Literal["always"] | None = None
    guide_name: str | None = None
    guide_tag: str | None = None
    meaning: str | None = None
    note: str | None = None


class Record(msgspec.Struct, frozen=True):
    """The rows of a table endpoint."""

    purpose: str
    attributes: tuple[RecordAttribute, ...]
    source: Source = "guide"
    evidence: str | None = None
    unconfirmed: tuple[str, ...] = ()


class ParameterUse(msgspec.Struct, frozen=True):
    """What an endpoint makes of a parameter."""

    server: Literal["required", "optional", "ignored"]
    guide: Literal["required", "optional", "absent"] | None = None
    default: str | None = None
    several: Literal["repeated", "commas"] | None = None
    batch: int | None = None
    example: str | None = None
    note: str | None = None
    evidence: str | None = None


class Content(msgspec.Struct, frozen=True):
    """What an endpoint sends that sends no rows."""

    kind: Literal["text", "zip", "dicom", "jpeg"]
    content_type: str
    license: str | None = None
    hashes: str | None = None


class Sample(msgspec.Struct, frozen=True):
    """The guide's sample call."""

    url: str
    note: str | None = None


class Empty(msgspec.Struct, frozen=True):
    """How nothing found is answered."""

    answer: Literal["empty-200", "empty-204", "empty-list", "never"]
    meaning: str


class ErrorCase(msgspec.Struct, frozen=True):
    """A way in which the service says that something is wrong."""

    status: int
    means: Meaning
    when: str
    source: Source
    sentence: str | None = None
    evidence: str | None = None


class Endpoint(msgspec.Struct, frozen=True):
    """An endpoint."""

    python: str
    purpose: str
    empty: Empty
    method: Literal["GET", "POST"] = "GET"
    stream: str | None = None
    sample: Sample | None = None
    source: Source = "guide"
    evidence: str | None = None
    group: str | None = None
    login: LoginNeed | None = None
    writes: bool = False
    unknown_parameters: Literal["refused", "ignored"] | None = None
    constants: dict[str, str] = {}
    details: str | None = None
    parameters: dict[str, ParameterUse] = {}
    formats: Literal["selectable", "stated", "fixed"] | None = None
    returns: str | None = None
    shape: Shape = "array"
    csv: Literal["quoted"] | None = None
    content: Content | None = None
    errors: tuple[ErrorCase, ...] = ()
    differences: tuple[Difference, ...] = ()
    unconfirmed: tuple[str, ...] = ()


class Server(msgspec.Struct, frozen=True):
    """A server that is selectable by name."""

    url: str
    purpose: str
    source: Source
    evidence: str | None = None
    uids_begin: str | None = None


class Format(msgspec.Struct, frozen=True):
    """A value of the format parameter."""

    wire: str
    content_type: str
    purpose: str


class Role(msgspec.Struct, frozen=True):
    """The endpoint that plays a role, and which attributes of its record tell what the role is about."""

    endpoint: str
    image_count: str | None = None
    size: str | None = None
    license: tuple[str, ...] = ()
    arguments: dict[str, bool | str] = {}
    when_short: dict[str, bool | str] = {}
    fallback: str | None = None


class Refused(msgspec.Struct, frozen=True):
    """Why there is no method for a path of the server."""

    reason: str
    evidence: str


class Service(msgspec.Struct, frozen=True):
    """The service as a whole."""

    title: str
    guide: str
    status: str
    servers: dict[str, Server]
    formats: dict[str, Format]
    errors: tuple[ErrorCase, ...]
    roles: dict[RoleName, Role]
    guide_word: str = "guide"
    guide_known: Literal["whole", "in part"] = "whole"
    groups: dict[str, str] = {}
    login: LoginMethod | None = None
    unknown_parameters: Literal["refused", "ignored"] = "ignored"
    differences: tuple[Difference, ...] = ()


class Package(msgspec.Struct, frozen=True):
    """The Python package as a whole."""

    default_version: str
    compat_version: str | None = None


class Spec(msgspec.Struct, frozen=True):
    """Everything that the spec says of one version."""

    version: str
    package: Package
    service: Service
    attributes: dict[str, Attribute]
    endpoints: dict[str, Endpoint]
    parameters: dict[str, Parameter] = {}
    records: dict[str, Record] = {}
    criteria: dict[str, Criterion] = {}
    refused: dict[str, Refused] = {}
    sources: dict[str, Buckets] = {}
    places: dict[Path_, str] = {}
    """The file of each top-level entry, such as ("endpoints", "getSeries")."""
