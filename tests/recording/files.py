"""What a cassette holds and who answered: reducing, matching, writing, checking, and the provenance of a recording."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
import yaml
from vcr.request import Request  # type: ignore[import-untyped]
from vcr.serializers import yamlserializer  # type: ignore[import-untyped]

from nbia_core.contract.yaml_reading import YamlError, compose_yaml
from tests.generator.helpers import specs
from tests.recording.cases import Target, the_spec
from tests.reference_server.server import SERVER_HEADER

CASSETTES: Final = Path(__file__).parents[1] / "cassettes"
"""Where the committed cassettes are."""

PROVENANCE: Final = "PROVENANCE.json"
"""The file in a folder of cassettes that says who answered."""


def production(version: str) -> str:
    """Return the address that stands in every cassette of a version, whoever answered."""
    return next(iter(the_spec(version).service.servers.values())).url


PRODUCTION: Final = production("v1")
"""The same for version 1."""

REQUEST_HEADERS: Final = frozenset({"accept"})
"""What is kept of the headers of a request."""

RESPONSE_HEADERS: Final = frozenset({"content-type", "content-disposition", "content-length", "server"})
"""What is kept of the headers of an answer. Dates, cookies and tokens are not among them."""

SECRET_FIELDS: Final = frozenset({"password", "refresh_token", "client_secret"})
"""The fields of a request for a token that are not kept."""

TOKENS: Final = frozenset({"access_token", "refresh_token", "id_token", "session_state"})
"""The tokens of an answer, and the name of the session; none is kept."""

REMOVED: Final = "removed"
"""What stands in their place."""

LARGEST: Final = 4_000_000
"""The bytes that a cassette may have."""

Source = Literal["reference", "live", "observed"]
"""Who answered: the server of this repository, the service as this project asked it, or the service as others did."""

WORDS: Final[Mapping[Source, str]] = {
    "reference": "The reference server of this repository, tests/reference_server. Nothing here was recorded live.",
    "live": "The live service at the address that stands in the cassettes.",
    "observed": "Answers of the live service that others recorded and published. This project asked for none of them.",
}
"""The same for people."""
_DEEPEST: Final = 12
_ONE_LINE: Final = 2**31 - 1
_VERSIONS: Final = ("httpx", "vcrpy", "pytest-recording")


class CassetteError(Exception):
    """A cassette, or what is said about it, is not usable."""


class _Request(msgspec.Struct, forbid_unknown_fields=True):
    method: Literal["GET", "POST"]
    uri: str
    body: str
    headers: dict[str, list[str]]


class _Status(msgspec.Struct, forbid_unknown_fields=True):
    code: int
    message: str | None


class _Body(msgspec.Struct, forbid_unknown_fields=True):
    string: Any


class _Response(msgspec.Struct, forbid_unknown_fields=True):
    status: _Status
    headers: dict[str, list[str]]
    body: _Body


class Interaction(msgspec.Struct, forbid_unknown_fields=True):
    """One request and its answer."""

    request: _Request
    response: _Response

    @property
    def server(self) -> str | None:
        """Who answered, in the answer's own words."""
        return next(iter(self.response.headers.get("server", ())), None)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    version: Literal[1]
    interactions: list[Interaction]


def reduced_request(request: Request, recorded_from: str | None, address: str = PRODUCTION) -> Request:
    """Return what is kept of a request: method, form, accepted types, and the address as it is in production.

    What is asked of the same host besides the service, such as a token, is asked of the production's host, too.
    """
    uri: str = request.uri
    if recorded_from is not None:
        for here, there in ((recorded_from, address), (_origin(recorded_from), _origin(address))):
            if uri.startswith(here + "/"):
                uri = there + uri.removeprefix(here)
                break
    headers = {name.lower(): value for name, value in request.headers.items() if name.lower() in REQUEST_HEADERS}
    return Request(request.method, uri, without_password(request.body), headers)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def without_password(body: bytes | None) -> bytes | None:
    """Return the form of a request without what only its sender may know; other bodies are as they were."""
    fields = parse_qsl((body or b"").decode(errors="replace"), keep_blank_values=True)
    if "grant_type" not in dict(fields):
        return body
    return urlencode([(name, REMOVED if name in SECRET_FIELDS else value) for name, value in fields]).encode()


def without_tokens(body: bytes) -> bytes:
    """Return the body of an answer with another text for each token that it gives; other bodies are as they were."""
    try:
        content = json.loads(body) if b"_token" in body else None
    except ValueError:
        return body
    if not (isinstance(content, dict) and TOKENS & content.keys()):
        return body
    return json.dumps({name: REMOVED if name in TOKENS else value for name, value in content.items()}).encode()


def reduced_response(response: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of an answer: status, body and the headers on the list."""
    kept = {name.lower(): values for name, values in response["headers"].items() if name.lower() in RESPONSE_HEADERS}
    body = without_tokens(response["body"]["string"])
    if body != response["body"]["string"] and "content-length" in kept:
        kept["content-length"] = [str(len(body))]
    return {**response, "headers": kept, "body": {**response["body"], "string": body}}


def exact_form(one: Request, other: Request) -> None:
    """Fail unless two requests post the same fields in the same order."""
    ours, theirs = (parse_qsl((request.body or b"").decode(), keep_blank_values=True) for request in (one, other))
    if ours != theirs:
        raise AssertionError(f"{ours} != {theirs}")


def exact_query(one: Request, other: Request) -> None:
    """Fail unless two requests have the same parameters, in whatever order; blank values and repetitions count."""
    ours, theirs = (sorted(parse_qsl(urlsplit(request.uri).query, keep_blank_values=True)) for request in (one, other))
    if ours != theirs:
        raise AssertionError(f"{ours} != {theirs}")


_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # one of two base classes
    """Writes a text of several lines as such."""


def _write_text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _write_text)


class ReadableYaml:
    """The serializer of the cassettes: tables of several lines stay tables, and a body of one line is one line."""

    @staticmethod
    def deserialize(text: str) -> Any:
        """Return what a cassette holds; tags that make Python objects are refused."""
        return yamlserializer.deserialize(text)

    @staticmethod
    def serialize(content: dict[str, Any]) -> str:
        """Return the text of a cassette."""
        text: str = yaml.dump(content, Dumper=_Dumper, width=_ONE_LINE)
        if yaml.load(text, Loader=_Loader) != content:
            raise CassetteError("What was recorded cannot be written in YAML without loss.")
        return text


def read_cassette(path: Path) -> list[Interaction]:
    """Return the interactions of a cassette.

    Raises:
        CassetteError: it is missing, damaged, hostile, or holds what must not be kept.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        if path.stat().st_size > LARGEST:
            raise CassetteError(f"{name} is too large: more than {LARGEST} bytes.")
        text = path.read_text(encoding="utf-8")
        if not text.strip():
            raise CassetteError(f"{name} is empty: record it again with `make record`.")
        compose_yaml(text, deepest=_DEEPEST)
        _check_aliases(name, text)
        interactions = msgspec.convert(ReadableYaml.deserialize(text), _File).interactions
    except FileNotFoundError:
        raise CassetteError(f"{name} does not exist: record it with `make record`.") from None
    except yaml.constructor.ConstructorError as error:
        raise CassetteError(f"{name} holds a YAML tag that is refused: {error.problem}.") from error
    except (
        UnicodeDecodeError,
        YamlError,
        yaml.YAMLError,
        msgspec.ValidationError,
        ValueError,
        RecursionError,
    ) as error:
        raise CassetteError(f"{name} is damaged or cut off: {error}") from error
    if not interactions:
        raise CassetteError(f"{name} holds no interaction: record it again with `make record`.")
    for interaction in interactions:
        _check(name, interaction)
    return interactions


def _check_aliases(name: str, text: str) -> None:
    """Refuse what a cassette never has: names for parts of itself, which can make a small file a large one."""
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
        raise CassetteError(f"{name} is refused: it refers to parts of itself.")


def _check(name: str, interaction: Interaction) -> None:
    request, response = interaction.request, interaction.response
    if not request.uri.startswith(tuple(f"{_origin(production(version))}/nbia-api/" for version in specs())):
        raise CassetteError(f"{name} holds a request to another place than the service: {request.uri}")
    unwanted = sorted({*request.headers} - REQUEST_HEADERS | {*response.headers} - RESPONSE_HEADERS)
    if unwanted:
        raise CassetteError(f"{name} holds headers that must not be kept: {', '.join(unwanted)}.")
    body = response.body.string
    if not isinstance(body, str | bytes):
        raise CassetteError(f"{name} is damaged or cut off: an answer has no body.")
    length = len(body.encode() if isinstance(body, str) else body)
    announced = response.headers.get("content-length", [str(length)])
    if announced != [str(length)]:
        raise CassetteError(f"{name} is damaged or cut off: an answer has {length} bytes and announces {announced}.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Recorded:
    """What is known of one cassette."""

    sha256: str
    """The hash of the file."""
    interactions: int
    """How many requests and answers it holds."""


class Provenance(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who answered, when, and what came of it."""

    asked: Target
    """Whom the recorder was told to ask; it decides which values the cases have."""
    recorded_at: datetime.datetime
    """When, in UTC. Nothing in the cassettes depends on it but what getUpdatedSeries asks of the live service."""
    source: Source | None = None
    """Who answered, by the answers' own headers; None as long as the recording goes on."""
    source_in_words: str = ""
    """The same for people."""
    versions: dict[str, str] = {}
    """What it was recorded with."""
    cassettes: dict[str, Recorded] = {}
    """The cassettes by their path in the folder."""

    def write(self, folder: Path) -> None:
        """Write it into a folder of cassettes."""
        text = json.dumps(msgspec.to_builtins(self), indent=2)
        (folder / PROVENANCE).write_text(text + "\n", encoding="utf-8")


def read_provenance(folder: Path) -> Provenance:
    """Return what a folder of cassettes says about itself.

    Raises:
        CassetteError: it says nothing, or nothing that can be read.
    """
    try:
        return msgspec.json.decode((folder / PROVENANCE).read_bytes(), type=Provenance)
    except (OSError, msgspec.MsgspecError) as error:
        raise CassetteError(f"{PROVENANCE} cannot be read: {error}. Record with `make record`.") from error


def provenance_of(folder: Path, asked: Target, recorded_at: datetime.datetime) -> Provenance:
    """Return what is to be said about the cassettes in a folder, from themselves.

    Raises:
        CassetteError: a cassette is not usable, or not all answers are by the same kind of server.
    """
    cassettes: dict[str, Recorded] = {}
    servers: set[bool] = set()
    for path in sorted(folder.rglob("*.yaml")):
        interactions = read_cassette(path)
        servers.update(interaction.server == SERVER_HEADER for interaction in interactions)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        cassettes[path.relative_to(folder).as_posix()] = Recorded(sha256=sha256, interactions=len(interactions))
    if len(servers) != 1:
        raise CassetteError("The answers are partly by the reference server, partly by another, or there are none.")
    source: Source = "reference" if servers == {True} else "live"
    if source == "live" and asked == "reference":
        raise CassetteError(f"Another server than {SERVER_HEADER} answered, although that was to be recorded.")
    return Provenance(
        asked=asked,
        recorded_at=recorded_at,
        source=source,
        source_in_words=WORDS[source],
        versions={"python": platform.python_version(), **{name: metadata.version(name) for name in _VERSIONS}},
        cassettes=cassettes,
    )


def check_folder(folder: Path) -> Provenance:
    """Return the provenance of a folder of cassettes, if it is what they say themselves.

    Raises:
        CassetteError: a cassette is not usable, was changed, added or taken away, or the source is another.
    """
    stated = read_provenance(folder)
    found = provenance_of(folder, stated.asked, stated.recorded_at)
    if stated.source != found.source or stated.source_in_words != found.source_in_words:
        raise CassetteError(f"{PROVENANCE} says {stated.source}, the answers say {found.source}.")
    differing = {*stated.cassettes.items()} ^ {*found.cassettes.items()}
    if differing:
        names = ", ".join(sorted({name for name, _ in differing}))
        raise CassetteError(f"Changed since they were recorded, or not recorded: {names}.")
    return stated
