"""The intermediate representation: what was decided about the output. No behaviour.

`Code` fields are ready to stand in Python source; `str` fields are words for people, escaped where they are printed.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from .spec import Difference
from .text import Code


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Attribute:
    """An attribute of a record."""

    wire: str
    wire_literal: Code
    python: Code
    annotation: Code
    form: Code | None
    docstring: Code
    description: Code
    """Its tag and meaning, for tables."""
    contract: Code
    """What it promises, for the checks of the contract."""
    tag: str
    type: str
    wire_type: str
    pattern: str | None
    """What its text matches as a whole, if not any text will do."""
    meaning: str
    source: str
    remarks: tuple[str, ...]
    example: str | None


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A record class."""

    name: Code
    contract_name: Code
    purpose: str
    docstring: Code
    attributes: tuple[Attribute, ...]
    forms: tuple[Attribute, ...]
    """The attributes that arrive in an unusual form."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Argument:
    """A parameter of an endpoint."""

    wire: str
    python: Code
    annotation: Code
    is_required: bool
    statement: Code
    """The statement that checks the value and adds it to the query."""
    contract: Code
    """What it promises, for the checks of the contract."""
    option: Code
    """The option of the command line."""
    type: str
    meaning: str
    guide: str
    server: str
    accepted: str
    values: tuple[str, ...]
    """The values on the wire, where the set is closed."""
    example: str
    """As it is on the wire."""
    example_python: str
    """As it is written in Python."""
    remarks: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class ErrorCase:
    """A way in which the service says that something is wrong."""

    code: Code
    status: int
    sentence: str
    error: str
    when: str
    evidence: str


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """An endpoint, as functions, methods and a page."""

    wire: str
    wire_literal: Code
    python: Code
    stream: Code
    operation: Code
    kind: Literal["table", "zip", "dicom"]
    kind_literal: Code
    has_format: bool
    is_table: bool
    record: Record | None
    arguments: tuple[Argument, ...]
    signature: Code
    """The arguments of the function that makes the call, `format` left out."""
    method_signature: Code
    """The arguments of a client's method, `format` left out."""
    records_signature: Code
    """The arguments where `format` asks for records."""
    text_signature: Code
    """The arguments where `format` asks for text."""
    any_signature: Code
    """The arguments where `format` can be either."""
    passed: Code
    """The arguments handed on, `format` left out."""
    passed_with_format: Code
    """The arguments handed on."""
    contract: Code
    """What it promises, for the checks of the contract, parameters and errors left out."""
    call_docstring: Code
    method_docstring: Code
    stream_docstring: Code
    purpose: str
    details: str | None
    group: str
    content_type: str
    empty: str
    empty_status: int | None
    errors: tuple[ErrorCase, ...]
    differences: tuple[Difference, ...]
    sample_url: str
    sample_note: str | None
    request: str
    stream_call: str
    spec_file: str
    spec_line: int
    example_sync: str
    example_async: str
    example_curl: str
    command: Code
    """The command of the command line."""
    example_command: str
    returns: str


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Endpoints that belong together, as the guide puts them into tables."""

    name: str
    name_literal: Code
    purpose: str
    endpoints: tuple[Endpoint, ...]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A server that is selectable by name."""

    name: str
    name_literal: Code
    url: str
    url_literal: Code
    purpose: str
    evidence: str


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A format of the answers."""

    name: str
    name_literal: Code
    wire_literal: Code
    content_type: str
    content_type_literal: Code
    purpose: str


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesAnnouncement:
    """The function that asks what a series has, and the attributes of its record that say it."""

    python: Code
    record: Code
    images: Code
    bytes: Code
    license: Code


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesDownload:
    """Which functions make the calls of a verified download of series."""

    uid: Code
    archive: Code
    license: Code
    layout: Code
    command: Code
    """The name of the command whose options choose series."""
    record: SeriesAnnouncement
    size: SeriesAnnouncement


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """An entry of the data dictionary, with where it occurs."""

    name: str
    python: str
    tag: str
    type: str
    meaning: str
    uses: tuple[tuple[str, str], ...]
    """Records that have it, each with the name on the wire."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Api:
    """Everything that is to be generated."""

    title: str
    version: Code
    version_literal: Code
    guide: str
    status: str
    package_docstring: Code
    module_docstring: Code
    client_docstring: Code
    servers: tuple[Server, ...]
    formats: tuple[Format, ...]
    default_format: Code
    format_type: Code
    text_format_type: Code
    errors: tuple[ErrorCase, ...]
    differences: tuple[Difference, ...]
    records: tuple[Record, ...]
    endpoints: tuple[Endpoint, ...]
    groups: tuple[Group, ...]
    concepts: tuple[Concept, ...]
    download: SeriesDownload
