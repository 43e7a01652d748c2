"""A call: one request to the service as a value, not sent yet, with the way to read its answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Final, Generic, Literal, Protocol, TypeVar
from urllib.parse import quote

from nbia_core.checks import check_choice, check_day, check_text, check_uid, write_flag
from nbia_core.errors import InvalidParameterError
from nbia_core.public import publish

from .description import ErrorCase, Parameter, load

_DEFAULT: Final = object()

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Content = Literal["json", "text", "zip", "dicom"]
"""What kind of body an answer has."""


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


def make_call(
    package: str, endpoint: str, reader: Reader[T], arguments: Mapping[str, object], format: object = _DEFAULT
) -> Call[T]:
    """Check the arguments of a call and write them as they go on the wire.

    Args:
        package: the package of the version of the API, such as nbia.v1.
        endpoint: the endpoint by the name that the guide gives it.
        reader: what becomes of the body.
        arguments: values by the Python names of parameters; None is not sent.
        format: the format of the answer; the default one if it is left out.

    Raises:
        InvalidParameterError: a value is missing, empty or of the wrong kind.
    """
    api = load(package)
    described = api.known_endpoint(endpoint)
    sent = []
    uids = []
    for parameter in described.parameters:
        value = arguments.get(parameter.python)
        if value is not None:
            written = _written(parameter, value)
            sent.append((parameter.wire, written))
            uids += [(parameter.python, written)] if parameter.type == "uid" else []
        elif parameter.is_required:
            raise InvalidParameterError(f"{parameter.python} is missing: the service requires it.")
    if format is not _DEFAULT:
        chosen = check_choice("format", format, tuple(api.formats))
        if chosen != api.default_format:
            sent.append(("format", api.formats[chosen].wire))
    operation = Operation(name=described.name, errors=api.errors_of(described))
    return Call(operation=operation, parameters=tuple(sent), reader=reader, uids=tuple(uids))


def _written(parameter: Parameter, value: object) -> str:
    """Return a value as it goes on the wire."""
    form = parameter.wire_form
    if parameter.type == "uid":
        return check_uid(parameter.python, value)
    if form.write is not None:
        return form.write(check_day(parameter.python, value))
    if parameter.type == "boolean":
        yes, no = parameter.values
        return write_flag(parameter.python, value, (yes, no))
    return (
        check_choice(parameter.python, value, parameter.values)
        if parameter.values
        else check_text(parameter.python, value)
    )


publish("nbia", Call, Response)
