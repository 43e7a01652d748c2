"""The language of the spec: what the YAML of one version says, as typed, read-only values.

`schema.json` is made of these types: what stands below a field is its description there.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias, TypeVar, get_args

import msgspec

from nbia_core.api.bucket_services import Buckets, Key
from nbia_core.api.description import (
    Difference,
    Format,
    LoginMethod,
    LoginNeed,
    Many,
    Meaning,
    Name,
    Prose,
    Role,
    RoleName,
    Sample,
    Server,
    Shape,
    Source,
)
from nbia_core.api.wire_forms import TYPES, WIRE_FORMS

from .documents import Path_

T = TypeVar("T")

AttributeType = Literal["text", "uid", "integer", "number", "boolean", "timestamp", "record"]
ParameterType = Literal["text", "uid", "date", "boolean", "integer", "number", "criteria"]
UnknownParameters = Literal["refused", "ignored"]
WireForm: TypeAlias = Annotated[str, msgspec.Meta(extra_json_schema={"enum": sorted(WIRE_FORMS.keys() - set(TYPES))})]
Tag: TypeAlias = Annotated[str, msgspec.Meta(pattern="^([0-9A-F]{4},[0-9A-F]{4}|none)$")]
Heading: TypeAlias = Annotated[str, msgspec.Meta(pattern="[A-Za-z]")]
Distinct: TypeAlias = Annotated[tuple[T, ...], msgspec.Meta(extra_json_schema={"uniqueItems": True})]
Unconfirmed: TypeAlias = Distinct[Literal["name", "python", "tag", "type", "meaning", "purpose", "example", "empty"]]
_NAMES_OF_ROLES: Final = {"propertyNames": {"enum": sorted(get_args(RoleName))}}  # older msgspec says nothing of keys
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]


class Attribute(msgspec.Struct, frozen=True):
    """An entry of the data dictionary."""

    python: Name
    """The public Python name. It stands here so that no generator can rename it."""
    tag: Tag
    """DICOM tag as "gggg,eeee" in upper-case hexadecimal digits, or "none" where DICOM has none."""
    type: AttributeType
    """text, uid (a DICOM UID), integer, number, boolean, timestamp (no time zone; a day is its midnight), record (an object
    within a row)."""
    meaning: Prose
    """What it means, in a sentence or two."""
    many: Many | None = None
    """list: an array of such values; map: an object of names and such values; map-of-lists: an object of names and arrays."""
    record: str | None = None
    """The record that a value of type record is."""
    synonyms: dict[Heading, Prose] = {}
    """What other endpoints and programs call it in headings of tables, with the evidence. Case, blanks, _, - and (Bytes)
    do not count."""
    example: str | int | float | bool | None = None
    """A value as it is on the wire."""
    unconfirmed: Unconfirmed = ()
    """What a program derived and nobody has looked at yet, by its keys (name: the key of the entry itself). lint names it
    until this is taken away."""


class Parameter(msgspec.Struct, frozen=True):
    """A parameter of an address or of a form."""

    python: Name
    """The public Python name. It stands here so that no generator can rename it."""
    type: ParameterType
    """text, uid (a DICOM UID), date, boolean, integer, number, criteria (numbered fields of a search)."""
    meaning: Prose
    """What it means, in a sentence or two."""
    example: Name
    """A value as it is on the wire."""
    wire: WireForm | None = None
    """How the value is written on the wire, where that is not the ordinary form of its type."""
    values: Distinct[str] = ()
    """The values that are accepted, where the set is closed."""
    name: Name | None = None
    """Its name on the wire, where another parameter has the same one."""
    several: Literal["repeated", "commas"] | None = None
    """How one request holds several values: the field is repeated, or one field has them with commas between."""
    batch: Count | None = None
    """How many values one request may hold; more go out in several."""
    unconfirmed: Unconfirmed = ()
    """What a program derived and nobody has looked at yet, by its keys."""


class Criterion(msgspec.Struct, frozen=True):
    """A criterion of a search."""

    python: Name
    """The public Python name."""
    meaning: Prose
    """What it means, in a sentence or two."""
    fields: dict[str, Parameter]
    """Its fields, by their names on the wire without the number."""
    requires: Literal["all", "any"] = "all"
    """Whether all of the fields must be given (the default), or any of them."""
    required: tuple[str, ...] = ()
    """Fields that must be given besides any of the others."""
    source: Source = "guide"
    """observed: the guide does not have it."""
    evidence: Prose | None = None
    """Where an observation comes from: recording with its date, or the server's source with its date."""
    note: Prose | None = None
    """What a reader must know of it."""


class AttributeUse(msgspec.Struct, frozen=True):
    """How an attribute of a record differs from the dictionary."""

    attribute: str | None = None
    """Its entry in the dictionary, where the wire name is another."""
    python: Name | None = None
    """The public Python name, where that is another."""
    wire: WireForm | None = None
    """How the value is written on the wire, where that is not the ordinary form of its type: an integer as a string of
    digits or with decimals, a number as a string (real), a boolean as a word or as 1 or 0, a date or timestamp in another
    pattern (letters as in Java's SimpleDateFormat)."""
    csv: WireForm | None = None
    """How CSV, HTML and XML write it, where that is not how JSON does."""
    source: Source | None = None
    """Who says so, where that is not who says so of the whole record."""
    evidence: Prose | None = None
    """Where an observation comes from."""
    presence: Literal["always"] | None = None
    """always: every row has it. Otherwise it is left out where there is no value."""
    guide_name: Name | None = None
    """What the guide calls it, where the wire name is another."""
    guide_tag: Tag | None = None
    """The tag that the guide gives, where the dictionary's is another."""
    meaning: Prose | None = None
    """What it means here, where the dictionary's meaning does not fit."""
    note: Prose | None = None
    """What a reader must know of it here, such as what the guide says wrongly."""


Differing: TypeAlias = Annotated[AttributeUse, msgspec.Meta(extra_json_schema={"minProperties": 1})]


class RecordAttribute(AttributeUse, frozen=True, kw_only=True):
    """An attribute of a record, with what the record says of all of them."""

    name: str
    """Its name on the wire."""
    attribute: str
    """Its entry in the dictionary."""
    source: Source
    """Who says so."""


class Record(msgspec.Struct, frozen=True):
    """The rows of a table endpoint."""

    purpose: Prose
    """What a row stands for."""
    uses: tuple[Name | Annotated[dict[str, Differing], msgspec.Meta(max_length=1)], ...] = msgspec.field(
        name="attributes"
    )
    """Its attributes: their names on the wire alone, or such a name with what differs from the dictionary."""
    source: Source = "guide"
    """observed: the guide has none of its attributes."""
    evidence: Prose | None = None
    """Where an observation comes from."""
    unconfirmed: Unconfirmed = ()
    """What a program derived and nobody has looked at yet, by its keys."""

    @property
    def attributes(self) -> tuple[RecordAttribute, ...]:
        """Its attributes."""
        return tuple(self._attribute(each) for each in self.uses)

    def _attribute(self, written: str | dict[str, AttributeUse]) -> RecordAttribute:
        name, use = (written, AttributeUse()) if isinstance(written, str) else next(iter(written.items()))
        source, evidence = use.source or self.source, use.evidence or self.evidence
        resolved = {"name": name, "attribute": use.attribute or name, "source": source, "evidence": evidence}
        return RecordAttribute(**{**msgspec.structs.asdict(use), **resolved})


class ParameterUse(msgspec.Struct, frozen=True):
    """What an endpoint makes of a parameter."""

    server: Literal["required", "optional", "ignored"]
    """What the server does when it is missing (required: it refuses; optional) or given (ignored)."""
    guide: Literal["required", "optional", "absent"] | None = None
    """What the guide says of it; left out where the guide does not have the endpoint."""
    default: Name | None = None
    """What is sent if nothing is given, as it goes on the wire."""
    several: Literal["repeated", "commas"] | None = None
    """How one request holds several values here."""
    batch: Count | None = None
    """How many values one request may hold here."""
    example: Name | None = None
    """A value that fits the other examples of this endpoint."""
    note: Prose | None = None
    """What a reader must know of it here."""
    evidence: Prose | None = None
    """Where an observation comes from."""


class Content(msgspec.Struct, frozen=True):
    """What an endpoint sends that sends no rows."""

    kind: Literal["text", "zip", "dicom", "jpeg"]
    """Plain text, an archive of images, one image, or a small picture of one."""
    content_type: str
    """The media type."""
    license: str | None = None
    """The entry that holds the licence text."""
    hashes: str | None = None
    """The entry that holds the MD5 hashes."""


class Empty(msgspec.Struct, frozen=True):
    """How nothing found is answered."""

    answer: Literal["empty-200", "empty-204", "empty-list", "never"]
    """empty-200 or empty-204: that status and no body; empty-list: an array without anything in it; never: there is always
    something."""
    meaning: Prose
    """What nothing found can mean."""


class ErrorAnswer(msgspec.Struct, frozen=True):
    """A way in which the service says that something is wrong."""

    status: Annotated[int, msgspec.Meta(ge=100, le=599)]
    """HTTP status of the answer."""
    means: Meaning
    """How the client names it."""
    when: Prose
    """When it is answered."""
    source: Source
    """Who says so: the guide, or the server."""
    sentence: Name | None = None
    """The server's own sentence, whole or the part that does not change."""
    evidence: Prose | None = None
    """Where an observation comes from."""


class Endpoint(msgspec.Struct, frozen=True):
    """An endpoint."""

    python: Name
    """The name of its method."""
    purpose: Prose
    """What it is for, in one line."""
    empty: Empty
    """How nothing found is answered."""
    method: Literal["GET", "POST"] = "GET"
    """The HTTP method; what is posted is a form."""
    stream: Name | None = None
    """The name of the method that streams the answer; left out where there is nothing to stream."""
    sample: Sample | None = None
    """The guide's sample call."""
    source: Source = "guide"
    """observed: the guide does not have this endpoint."""
    evidence: Prose | None = None
    """Where an observation comes from."""
    group: Prose | None = None
    """The table that it stands in, where that is not the one for images or rows."""
    login: LoginNeed | None = None
    """Whether a login is sent, where that is not as for the whole version."""
    writes: bool = False
    """Whether it changes something on the server: it is never sent twice."""
    unknown_parameters: UnknownParameters | None = None
    """What the server does with a parameter in the address that it does not know, where that is not what it does elsewhere."""
    details: Prose | None = None
    """What else is to know of it."""
    parameters: dict[str, ParameterUse] = {}
    """Its parameters, by their names in `parameters`."""
    formats: Literal["selectable", "stated", "fixed"] | None = None
    """selectable: the format parameter chooses among the service's formats; stated: the same, but it must always be sent;
    fixed: always JSON."""
    returns: str | None = None
    """The record that a row of the answer is."""
    shape: Shape = "array"
    """How JSON writes the rows: an array of objects (the default), one object, or an array of plain values, which become
    rows of the one attribute that the record has."""
    csv: Literal["quoted"] | None = None
    """quoted: its CSV has quotation marks although it has one column. Otherwise only tables of several have."""
    content: Content | None = None
    """What it sends that sends no rows."""
    errors: tuple[ErrorAnswer, ...] = ()
    """Errors that it can answer besides those of every endpoint."""
    differences: tuple[Difference, ...] = ()
    """Where the guide says one thing and the server does another."""
    unconfirmed: Unconfirmed = ()
    """What a program derived and nobody has looked at yet, by its keys."""


OneKindOfAnswer: TypeAlias = Annotated[
    Endpoint,
    msgspec.Meta(
        extra_json_schema={
            "oneOf": [
                {"required": ["returns", "formats"], "not": {"required": ["content"]}},
                {"required": ["content"], "not": {"anyOf": [{"required": ["returns"]}, {"required": ["formats"]}]}},
            ]
        }
    ),
]
"""An endpoint sends either rows or something else."""


class Refused(msgspec.Struct, frozen=True):
    """Why there is no method for a path of the server."""

    reason: Prose
    """The reason."""
    evidence: Prose
    """How it is known."""


class Service(msgspec.Struct, frozen=True):
    """The service as a whole."""

    title: Prose
    """What it is called."""
    guide: Prose
    """Name of the document that this spec encodes."""
    status: Prose
    """Honest state of the API, for the docs."""
    servers: dict[str, Server]
    """Servers by the name that users select; the first is the default."""
    formats: dict[str, Format]
    """Values of the format parameter; the first is the default and becomes records, the others are text."""
    errors: tuple[ErrorAnswer, ...]
    """Errors that every endpoint can answer."""
    roles: Annotated[dict[RoleName, Role], msgspec.Meta(min_length=0, extra_json_schema=_NAMES_OF_ROLES)]
    """What endpoints are for, whatever they are called. Downloads, the contract, the command line and nbia.compat ask for
    roles."""
    guide_word: Prose = "guide"
    """What that document is, in a word or two; guide if left out."""
    guide_known: Literal["whole", "in part"] = "whole"
    """whole (the default), or in part where only parts of that document could be read: what is observed is then not said to
    be missing in it."""
    groups: dict[str, Prose] = {}
    """Tables of endpoints besides those for images and rows, with what they do in one sentence."""
    login: LoginMethod | None = None
    """How users log in."""
    unknown_parameters: UnknownParameters = "ignored"
    """What the server does with a parameter in the address that it does not know: ignored, if left out."""
    differences: tuple[Difference, ...] = ()
    """Where the guide says one thing and the server does another, in all of it."""


class Package(msgspec.Struct, frozen=True):
    """The Python package as a whole."""

    default_version: str
    """The version that nbia.Client and the command nbia speak: the name of its folder."""
    compat_version: str | None = None
    """The version that nbia.compat speaks: the name of its folder. The default version, if left out."""


class SpecFile(msgspec.Struct, frozen=True):
    """One document of the spec. README.md in this folder teaches the language by example."""

    attributes: dict[str, Attribute] = {}
    """Data dictionary: every return attribute once, by concept."""
    package: Package | None = None
    """The Python package as a whole."""
    service: Service | None = None
    """The service as a whole."""
    parameters: dict[str, Parameter] = {}
    """Every parameter once, by its name on the wire."""
    records: dict[str, Record] = {}
    """The rows that table endpoints return, by Python class name; attributes in column order."""
    endpoints: dict[str, OneKindOfAnswer] = {}
    """The endpoints, by their name in the URL."""
    extends: str | None = None
    """The version from which this one differs in what its folder says: mappings are merged key by key, everything else is
    replaced, a key without a value takes away what the other version has, and one that ends in a plus sign, such as
    differences+, adds to its list."""
    inherits: Distinct[Literal["parameters", "records", "criteria"]] = ()
    """The sections that are taken from the version that is extended, if not all are: of these only the parameters and
    records that this version uses."""
    criteria: dict[str, Criterion] = {}
    """The criteria of searches, by their name on the wire."""
    refused: dict[str, Refused] = {}
    """Paths of the server for which no method is made, with the reason."""
    sources: dict[Key, Buckets] = {}
    """Sources of images besides the versions of the API, by the names that users give: buckets with a folder for each
    series."""


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
