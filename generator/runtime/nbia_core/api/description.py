"""One version of the API as data: what the generator compiles from the spec, and everything else reads."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

import msgspec

from nbia_core.errors import InvalidParameterError

from .wire_forms import TYPE_WORDS, WIRE_FORMS, JsonType, Type, WireForm, read_day

Meaning = Literal[
    "bad-request", "not-public", "needs-login", "retired", "too-many-requests", "server-failure", "unknown-image"
]
"""What an error of the service means."""
Source = Literal["guide", "observed"]
"""Who says so: the guide, or the server, as recorded or read in its public source."""
Kind = Literal["table", "text", "zip", "dicom", "jpeg"]
"""What an endpoint sends: rows, plain text, an archive of images, one image, or a small picture of one."""
Shape = Literal["array", "object", "values"]
"""How JSON writes rows: an array of objects, one object, or an array of plain values."""
Many = Literal["list", "map", "map-of-lists"]
"""How JSON writes several values of an attribute: an array, or an object of names and values or arrays of values."""
RoleName = Literal[
    "collections",
    "patients",
    "patients by modality",
    "new patients",
    "studies",
    "new studies",
    "series",
    "updated series",
    "series metadata",
    "series size",
    "images",
    "archive",
    "hashed archive",
    "single image",
    "cart",
    "modalities",
    "body parts",
    "manufacturers",
    "patients of collections",
    "patients of modalities",
    "patients of body parts",
    "patients of manufacturers",
    "descriptions",
    "described data",
    "tags",
    "search",
    "search manifest",
]
"""What an endpoint is for, whatever it is called."""
LoginNeed = Literal["never", "optional", "always"]
"""Whether a login is sent: it is not looked at, it changes what is shown, or nothing is shown without it."""
Value: TypeAlias = str | int | float | bool
Prose: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\S")]
"""A text that says something."""
Name: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
_Place: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^/[^\s?#]+$")]
_Explained: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern="^(endpoint|method|login|shape of the answer|name of the endpoint|(server|criterion|status|content type|"
        r"(name of |need of |type of |values of |default of )?parameter|(type of )?attribute) \S.*)$"
    ),
]


class GeneratedFrom(msgspec.Struct, frozen=True, kw_only=True):
    """What a description was generated from, and by what."""

    spec_sha256: str
    """SHA-256 of what the spec says of the version, as the generator read it: comments and the layout do not count."""
    generator: int
    """The version of the generator."""


class ErrorCase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the service says that something is wrong, and what that means."""

    status: Annotated[int, msgspec.Meta(ge=100, le=599)]
    """HTTP status of the answer."""
    means: Meaning
    """What it means."""
    sentence: Name | None = None
    """Words that the body holds, if the status alone does not tell."""
    when: str = ""
    """When it is answered."""
    source: Source = "observed"
    """Who says so."""
    evidence: Prose | None = None
    """How it is known."""

    def fits(self, status: int | None, text: str) -> bool:
        """Whether an answer with this status and body is this case."""
        return self.status == status and (self.sentence is None or self.sentence in text)


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the guide says one thing and the server does another."""

    guide: Prose
    """What the guide says."""
    server: Prose
    """What is true."""
    evidence: Prose
    """How it is known."""
    about: Annotated[tuple[_Explained, ...], msgspec.Meta(extra_json_schema={"uniqueItems": True})] = ()
    """What of the guide's OpenAPI file it explains, in the words of `python -m generator import`, which is then silent about
    it: such as `parameter format` or `status 404`. Empty where it is about no such thing."""


class Attribute(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An attribute of a record."""

    wire: str
    """Its name on the wire."""
    python: str
    """Its name in Python."""
    concept: str
    """Its entry in the data dictionary."""
    type: Type
    """What it is."""
    form: str | None = None
    """How it is written on the wire, if that is not the ordinary form of its type."""
    csv_form: str | None = None
    """How CSV, HTML and XML write it, if that is not how JSON does."""
    many: Many | None = None
    """How several values are written; None if there is one."""
    record: str | None = None
    """The record that each value is, if it is of that type."""
    tag: str | None = None
    """Its DICOM tag, such as (0020,000E); None if it has none."""
    meaning: str
    """What it means, in a sentence or two."""
    remarks: tuple[str, ...] = ()
    """What else is to know of it here, such as what the guide says wrongly."""
    example: Value | None = None
    """An ordinary value, as it is on the wire."""
    is_always_there: bool = False
    """Whether every row has it."""
    source: Source = "guide"
    """Who says so."""

    @property
    def wire_form(self) -> WireForm:
        """How it is written on the wire."""
        return WIRE_FORMS[self.form or self.type]

    @property
    def wire_type(self) -> JsonType:
        """The type of its values in JSON."""
        if self.many is not None:
            return "array" if self.many == "list" else "object"
        return self.wire_form.json_type

    @property
    def type_words(self) -> str:
        """What it is, in words."""
        word = TYPE_WORDS[self.type] if self.record is None else self.record
        if self.many is None:
            return word
        words = {"list": f"list of {word}", "map": f"{word} by name", "map-of-lists": f"list of {word} by name"}
        return words[self.many]

    @property
    def pattern(self) -> str | None:
        """What its text must match as a whole; None where any will do."""
        return self.wire_form.pattern

    @property
    def format_name(self) -> str | None:
        """The pattern in words, such as MM-dd-yyyy."""
        return self.wire_form.pattern_words


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a row of an answer is."""

    name: str
    """The name of its class in Python."""
    purpose: str
    """What it is, in one sentence."""
    attributes: tuple[Attribute, ...]
    """Its attributes in column order."""
    is_table: bool = True
    """Whether answers in other formats than JSON have its attributes as headings."""

    def attribute(self, wire: str) -> Attribute:
        """Return an attribute by its name on the wire."""
        return next(attribute for attribute in self.attributes if attribute.wire == wire)


class Parameter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A parameter of an endpoint."""

    wire: str
    """Its name on the wire."""
    python: str
    """Its name in Python."""
    type: Type
    """What it takes."""
    form: str | None = None
    """How it is written on the wire, if that is not the ordinary form of its type."""
    values: tuple[str, ...] = ()
    """The values that it takes, where the set is closed; of a boolean the word for True and the one for False."""
    place: Literal["query", "form"] = "query"
    """Where it goes: into the address, or into the form that is posted."""
    several: Literal["repeated", "commas"] | None = None
    """How one request holds several values: the field is repeated, or one field has them with commas between."""
    batch: int | None = None
    """How many values one request may hold, if it can hold several."""
    default: str | None = None
    """What is sent if nothing is given, as it goes on the wire."""
    is_required: bool = False
    """Whether the server refuses a call without it."""
    meaning: str
    """What it is for, in a sentence or two."""
    note: str | None = None
    """What a reader must know of it here."""
    guide: Literal["required", "optional", "absent"]
    """What the guide says of it."""
    server: Literal["required", "optional", "ignored"]
    """What the server does when it is missing (required: it refuses), or given (ignored)."""
    evidence: str | None = None
    """How it is known what the server does."""
    example: str
    """A value as it goes on the wire; the examples of an endpoint together make one sensible call."""

    @property
    def example_value(self) -> bool | int | str:
        """The example as a value in Python; days are texts in ISO form."""
        if self.type == "date":
            return read_day(self.wire_form, self.example).isoformat()
        if self.type == "integer":
            return int(self.example)
        return self.example == self.values[0] if self.type == "boolean" else self.example

    @property
    def wire_form(self) -> WireForm:
        """How it is written on the wire."""
        return WIRE_FORMS[self.form or self.type]

    @property
    def option(self) -> str:
        """Its name on the command line, such as patient-id; that of a list names one of its values."""
        name = self.python if self.several is None else self.python.removesuffix("s")
        return name.replace("_", "-")

    @property
    def only_value(self) -> str | None:
        """The value that it takes, where it takes no other."""
        return self.values[0] if len(self.values) == 1 else None

    def read(self, text: str) -> bool | int | float | str:
        """Return the value that a text means, as it is given in Python; the checks of calls judge what it is not."""
        if self.type in ("integer", "number"):
            try:
                return int(text) if self.type == "integer" else float(text)
            except ValueError:
                return text
        if self.type == "boolean":
            return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
        return text


class Criterion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A criterion of a search."""

    wire: str
    """Its name on the wire."""
    python: str
    """The name of its class in Python."""
    meaning: str
    """What it selects, in a sentence or two."""
    note: str | None = None
    """What a reader must know of it."""
    fields: tuple[Parameter, ...]
    """Its fields, the required ones first; on the wire their names end with the number of the criterion. Of those that are
    not required, at least one must be given."""
    source: Source = "guide"
    """Who says that it exists."""
    evidence: str | None = None
    """How it is known, if the guide does not have it."""

    @property
    def has_one_form(self) -> bool:
        """Whether its fields take no other values than one, so that its name says all."""
        return all(field.only_value is not None for field in self.fields)


class Sample(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The guide's sample call."""

    url: Annotated[str, msgspec.Meta(pattern=r"^https://[^\s<>]+$")]
    """The call, unchanged."""
    note: Prose | None = None
    """What a reader must know of it."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An endpoint."""

    name: str
    """Its name in the guide."""
    method: Literal["GET", "POST"] = "GET"
    """The HTTP method."""
    source: Source = "guide"
    """Who says that it exists."""
    evidence: str | None = None
    """How it is known, if the guide does not have it."""
    path: str
    """Its path below the base URL."""
    python: str
    """The name of its method in Python."""
    stream: str | None = None
    """The name of the method that streams its answer; None if there is none."""
    group: str
    """The table of the guide that it stands in."""
    purpose: str
    """What it is for, in one sentence."""
    details: str | None = None
    """What else is to know, in some sentences."""
    parameters: tuple[Parameter, ...] = ()
    """Its parameters, the required ones first; `format` is not among them."""
    kind: Kind
    """What it sends."""
    record: Record | None = None
    """What a row of its answer is; None for images and text."""
    shape: Shape = "array"
    """How JSON writes the rows. An object is one row, and a plain value a row of one attribute."""
    has_format: bool = False
    """Whether the format parameter chooses among the formats; otherwise the answer is in the default format."""
    states_format: bool = False
    """Whether the default format must be asked for, since without that the server answers in another one."""
    refuses_unknown_parameters: bool = False
    """Whether the server refuses a call with a parameter in the address that it does not know."""
    writes: bool = False
    """Whether it changes something on the server, so that it must not be sent twice."""
    content_type: str
    """The content type of its answer, in the default format."""
    license_entry: str | None = None
    """The entry of the archive with the licence, which comes first."""
    hashes_entry: str | None = None
    """The entry of the archive with the MD5 hashes, which comes last."""
    is_csv_quoted: bool = False
    """Whether it quotes the values of CSV, as tables do and lists of one column do not."""
    empty_status: int | None = None
    """The status of an answer without rows and without a body; None if there is always something."""
    has_empty_list: bool = False
    """Whether an answer without rows is an array without anything in it."""
    empty: str
    """What nothing found can mean."""
    login: LoginNeed | None = None
    """Whether a login is sent, if not as for the whole version."""
    errors: tuple[ErrorCase, ...] = ()
    """How it answers when something is wrong, besides the errors of all endpoints."""
    differences: tuple[Difference, ...] = ()
    """Where the server differs from the guide."""
    sample: Sample | None = None
    """The guide's sample call, if it has one."""
    spec_file: str
    """The file of the spec that describes it."""

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes of a row in column order; empty for images and text."""
        return () if self.record is None else self.record.attributes

    @property
    def can_be_empty(self) -> bool:
        """Whether there is an answer that says that nothing was found, and no error."""
        return self.empty_status is not None or self.has_empty_list

    @property
    def writes_null(self) -> bool:
        """Whether JSON says null where a value is absent; otherwise the key is left out."""
        return not self.has_format and self.empty_status is None

    @property
    def command(self) -> str:
        """Its name on the command line, such as get-series."""
        return self.python.replace("_", "-")

    def takes_several(self, parameter: Parameter) -> bool:
        """Whether a parameter can be given several values, each of which is then asked for on its own.

        Texts can, and UIDs that choose among rows. A required UID says what the whole answer is about: its rows do not tell
        whose they are, so answers for several could not be joined. Dates and flags have no several values that make sense.
        """
        if parameter.several is not None:
            return True
        if self.record is None or self.method == "POST" or self.shape == "object":
            return False
        return parameter.type == "text" or (parameter.type == "uid" and not parameter.is_required)

    def parameter(self, python: str) -> Parameter:
        """Return a parameter by its name in Python.

        Raises:
            InvalidParameterError: there is none.
        """
        for parameter in self.parameters:
            if parameter.python == python:
                return parameter
        raise InvalidParameterError(f"{self.name} has no parameter {python}.")


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Endpoints that belong together."""

    name: str
    """What they have in common, such as Image metadata."""
    purpose: str
    """What they do, in one sentence."""


class Server(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A server that is selectable by name."""

    url: Annotated[str, msgspec.Meta(pattern="^https://[^/]+/.*[^/]$")]
    """Its base URL."""
    purpose: Prose
    """What it holds."""
    source: Source
    """Who says so."""
    evidence: Prose | None = None
    """How it is known."""
    uids_begin: Annotated[str, msgspec.Meta(pattern="^([0-9]+[.])+$")] | None = None
    """The prefix of the UIDs of all series that this server alone has, such as `1.2.840.113654.2.55.`, if it is known."""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A value of the format parameter."""

    wire: str
    """How it is written in the address."""
    content_type: str
    """The media type of the answer."""
    purpose: Prose
    """What it is for."""


class LoginMethod(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How users log in. Tokens are those of OAuth 2.0 (RFC 6749): for a user and a password, and renewed with a refresh token."""

    needed: LoginNeed
    """Whether a login is sent with a request, unless its endpoint says otherwise."""
    token: _Place
    """The path on the server's host where a token is asked for, such as /nbia-api/oauth/token."""
    client_id: Name
    """The program for which a token is asked with a password, by its name in the login service."""
    refresh_client_id: Name | None = None
    """The same with a refresh token, if it is another one."""
    check: str
    """The endpoint, without required parameters, that answers 401 to a token which is no longer good. Others answer with
    nothing, as if nothing were found."""
    logout: _Place | None = None
    """The path on the server's host where a token is ended; None if there is none."""
    guest: Name | None = None
    """The name of the user who needs no password and sees what is public; None if there is none."""


class Role(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The endpoint that plays a role, and which attributes of its record tell what the role is about."""

    endpoint: str
    """The endpoint."""
    image_count: str | None = None
    """Its attribute with the number of images of a series."""
    size: str | None = None
    """Its attribute with the bytes of all images of a series."""
    license: Annotated[tuple[str, ...], msgspec.Meta(min_length=0)] = ()
    """Its attributes on which the licence text depends."""
    arguments: dict[str, bool | str] = {}
    """What the endpoint is asked with in this role, by the Python names of parameters."""
    when_short: dict[str, bool | str] = {}
    """What the endpoint is asked with besides, once an archive came with fewer images than announced."""
    fallback: str | None = None
    """The endpoint to ask, without these arguments, where an older server refuses them."""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A path of the server for which there is no method, and why."""

    path: str
    reason: str
    evidence: str


class Concept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry of the data dictionary."""

    name: str
    python: str
    type: Type
    tag: str | None = None
    meaning: str
    synonyms: tuple[str, ...] = ()
    """What other endpoints and programs call it, besides its names on the wire and in Python."""


class Api(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A version of the API."""

    title: str
    """What the API is called."""
    version: str
    """The version, such as v1."""
    guide: str
    """The document that describes it."""
    guide_word: str = "guide"
    """What that document is, in a word or two."""
    is_guide_known: bool = True
    """Whether that document could be read as a whole; otherwise nothing is said to be missing in it."""
    status: str
    """The honest state of the API."""
    servers: dict[str, Server]
    """The known servers by name; the first is the default."""
    formats: dict[str, Format]
    """The formats by name; the first is the default and becomes records, the others are text."""
    errors: tuple[ErrorCase, ...]
    """How every endpoint answers when something is wrong."""
    differences: tuple[Difference, ...] = ()
    """Where the server differs from the guide, everywhere."""
    concepts: tuple[Concept, ...]
    """The data dictionary."""
    records: tuple[Record, ...]
    """What rows of answers are."""
    groups: tuple[Group, ...]
    """The groups of endpoints that there are, in the order of the guide."""
    endpoints: tuple[Endpoint, ...]
    """The endpoints in the order of the guide."""
    roles: dict[RoleName, Role]
    """Which endpoint is for what."""
    criteria: tuple[Criterion, ...] = ()
    """The criteria of searches."""
    refused: tuple[Refused, ...] = ()
    """Paths of the server that nobody can use, so that nobody looks for them."""
    login: LoginMethod | None = None
    """How users log in; None if the version has no login."""
    index: str | None = None
    """The source of images whose index answers in place of a server; None if servers do."""
    generated_from: GeneratedFrom | None = None
    """What it was generated from; None of a description that was not written by the generator."""

    @functools.cached_property
    def _endpoints(self) -> Mapping[str, Endpoint]:
        return {endpoint.name: endpoint for endpoint in self.endpoints}

    @property
    def name(self) -> str:
        """What the API is called, with its version."""
        return f"{self.title}, {self.version}"

    @property
    def base_urls(self) -> dict[str, str]:
        """Base URLs of the known servers by name; the first is the default."""
        return {name: server.url for name, server in self.servers.items()}

    @property
    def default_format(self) -> str:
        """The name of the format that becomes records."""
        return next(iter(self.formats))

    def endpoint(self, name: str) -> Endpoint | None:
        """Return an endpoint by the name that the guide gives it."""
        return self._endpoints.get(name)

    def known_endpoint(self, name: str) -> Endpoint:
        """Return an endpoint that is known to be there."""
        return self._endpoints[name]

    def record(self, name: str) -> Record:
        """Return a record by the name of its class."""
        return next(record for record in self.records if record.name == name)

    def errors_of(self, endpoint: Endpoint) -> tuple[ErrorCase, ...]:
        """Return how an endpoint answers when something is wrong, its own cases first."""
        return (*endpoint.errors, *self.errors)

    def login_of(self, endpoint: Endpoint) -> LoginNeed:
        """Return whether a login is sent with the requests of an endpoint."""
        return "never" if self.login is None else endpoint.login or self.login.needed

    @property
    def is_login_needed(self) -> bool:
        """Whether there is nothing that is shown without a login."""
        return all(self.login_of(endpoint) == "always" for endpoint in self.endpoints)

    def in_group(self, group: Group) -> list[Endpoint]:
        """Return the endpoints of a group."""
        return [endpoint for endpoint in self.endpoints if endpoint.group == group.name]

    def plays(self, role: RoleName) -> Endpoint:
        """Return the endpoint of a role.

        Raises:
            InvalidParameterError: this version has none.
        """
        if role not in self.roles:
            raise InvalidParameterError(
                f"The {self.name}, has no endpoint for this: {role}.",
                hint="use another version of the API",
            )
        return self._endpoints[self.roles[role].endpoint]
