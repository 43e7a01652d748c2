# Copied from generator/runtime/calls.py. Do not edit here.
"""A call: one request to the service as a value, not sent yet, with the way to read its answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, Literal, Protocol, TypeVar
from urllib.parse import quote

from .body import SentRows, as_text
from .decoding import read_records
from .errors import AnswerError, InvalidParameterError
from .records import Record, Records
from .values import check_choice, check_text, check_uid, write_date, write_flag

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
RecordT = TypeVar("RecordT", bound=Record)

Content = Literal["json", "text", "zip", "dicom"]
Meaning = Literal[
    "bad-request", "not-public", "needs-login", "retired", "too-many-requests", "server-failure", "unknown-image"
]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class ErrorCase:
    """How the service says that something is wrong, and what that means."""

    status: int
    """HTTP status of the answer."""
    sentence: str | None = None
    """Words that the body holds, if the status alone does not tell."""
    means: Meaning
    """What it means."""

    def fits(self, status: int | None, text: str) -> bool:
        """Whether an answer with this status and body is this case."""
        return self.status == status and (self.sentence is None or self.sentence in text)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """An endpoint of the service."""

    name: str
    """Its name in the URL."""
    errors: tuple[ErrorCase, ...]
    """How it answers when something is wrong, the special cases first."""


class Reader(Protocol[T_co]):
    """Turns the body of a good answer into a value."""

    @property
    def content(self) -> Content:
        """What kind of body it expects."""
        ...

    def read(self, body: bytes, *, strict: bool) -> T_co:
        """Return the value of a body that may be empty."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class RecordsReader(Generic[RecordT]):
    """Reads JSON into records."""

    record_type: type[RecordT]
    content: Content = "json"

    def read(self, body: bytes, *, strict: bool) -> Records[RecordT]:
        """Return the records; an empty body is an empty result."""
        if not body.strip():
            return Records([], self.record_type)
        items, mismatches = read_records(body, self.record_type, strict=strict)
        return Records(items, self.record_type, sent=SentRows(body), mismatches=mismatches)


@dataclasses.dataclass(frozen=True, slots=True)
class TextReader:
    """Reads CSV, HTML or XML as the server wrote it."""

    content: Content = "text"

    def read(self, body: bytes, *, strict: bool) -> str:  # a text has no values to be strict about
        """Return the text; an empty body is an empty text."""
        return as_text(body)


@dataclasses.dataclass(frozen=True, slots=True)
class BytesReader:
    """Takes an archive or an image as it is."""

    content: Content

    def read(self, body: bytes, *, strict: bool) -> bytes:  # bytes have no values to be strict about
        """Return the bytes."""
        return body


@dataclasses.dataclass(frozen=True, kw_only=True)
class Call(Generic[T_co]):
    """One request to the service, checked and not sent yet.

    `Client.send` sends it. Two equal calls ask for the same thing; a call can be pickled.
    """

    operation: Operation
    """The endpoint."""
    parameters: tuple[tuple[str, str], ...]
    """Names and values as they go on the wire."""
    reader: Reader[T_co]
    """What becomes of the body."""
    uids: tuple[tuple[str, str], ...] = ()
    """The UIDs among the parameters, by their Python names: records that have such an attribute are about this UID."""

    def url(self, base_url: str) -> str:
        """Return the URL of this call on a server."""
        return address(base_url, self.operation.name, self.parameters)

    def __str__(self) -> str:
        return self.url("")[1:]


def read_answer(call: Call[T], body: bytes, *, strict: bool) -> T:
    """Return the value of the body of a good answer.

    Raises:
        AnswerError: it belongs to another request, as the UIDs in it show.
        DecodeError: the body cannot be read.
    """
    value = call.reader.read(body, strict=strict)
    if isinstance(value, Records):
        check_uids(call, value)
    elif isinstance(value, bytes) and call.reader.content == "dicom":
        from .downloading.header_reader import HeaderReader

        header = HeaderReader()
        header.feed(value)
        check_uids(call, [header.finish()])
    return value


def check_uids(call: Call[T], records: Sequence[object]) -> None:
    """Check that records, or headers of images, are about the UIDs that were asked for, where they have such attributes.

    Raises:
        AnswerError: they name other UIDs, and none of them the one that was asked for.
    """
    for name, uid in call.uids:
        found = dict.fromkeys(str(value) for record in records if (value := getattr(record, name, None)))
        if found and uid not in found:
            error = AnswerError(
                f"{call.operation.name}: this answer belongs to another request: its {name} is {next(iter(found))}, "
                f"and {uid} was asked for.",
                hint="ask again; if it stays so, something between here and the server mixes answers up",
                is_retry_safe=True,
            )
            error.is_for_another_request = True
            raise error


def address(base_url: str, endpoint: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return the URL of a request."""
    query = "&".join(f"{quote(name)}={quote(value, safe='/')}" for name, value in parameters)
    return f"{base_url}/{endpoint}" + (f"?{query}" if query else "")


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Response(Generic[T_co]):
    """An answer as it came, together with its value."""

    value: T_co
    """What the answer says: records, text or bytes."""
    status: int
    """HTTP status."""
    headers: Mapping[str, str]
    """HTTP headers; names in lower case."""
    content: bytes
    """The body."""
    url: str
    """The URL that answered."""
    tries: int
    """How often the request was sent."""


class Query:
    """Collects the parameters of one call, each checked and in its form on the wire."""

    def __init__(self) -> None:
        self._items: list[tuple[str, str]] = []
        self._uids: list[tuple[str, str]] = []

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The parameters so far, in order."""
        return tuple(self._items)

    @property
    def uids(self) -> tuple[tuple[str, str], ...]:
        """The UIDs among them, by Python name."""
        return tuple(self._uids)

    def text(
        self, wire: str, name: str, value: str | None, *, choices: tuple[str, ...] = (), required: bool = False
    ) -> None:
        """Add a text, one of `choices` where the set is closed."""
        if _is_given(name, value, required):
            self._items.append((wire, check_choice(name, value, choices) if choices else check_text(name, value)))

    def uid(self, wire: str, name: str, value: str | None, *, required: bool = False) -> None:
        """Add a DICOM UID."""
        if _is_given(name, value, required):
            self._items.append((wire, check_uid(name, value)))
            self._uids.append((name, check_uid(name, value)))

    def date(self, wire: str, name: str, value: object, *, pattern: str, required: bool = False) -> None:
        """Add a day in the pattern that the server reads."""
        if _is_given(name, value, required):
            self._items.append((wire, write_date(name, value, pattern)))

    def flag(self, wire: str, name: str, value: bool | None, *, words: tuple[str, str], required: bool = False) -> None:
        """Add a boolean as the word that the server reads."""
        if _is_given(name, value, required):
            self._items.append((wire, write_flag(name, value, words)))

    def choice(self, wire: str, name: str, value: str, *, choices: Mapping[str, str], default: str) -> None:
        """Add one of a closed set of values, unless it is the server's default."""
        chosen = check_choice(name, value, tuple(choices))
        if chosen != default:
            self._items.append((wire, choices[chosen]))


def _is_given(name: str, value: object, required: bool) -> bool:
    if value is None and required:
        raise InvalidParameterError(f"{name} is missing: the service requires it.")
    return value is not None
