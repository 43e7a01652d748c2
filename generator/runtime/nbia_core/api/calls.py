"""A call: one request to the service as a value, not sent yet, with the way to read its answer."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
from collections.abc import Iterable, Mapping
from typing import Final, Generic, Literal, Protocol, TypeAlias, TypeVar
from urllib.parse import quote, urlencode

from nbia_core.checks import check_choice
from nbia_core.errors import InvalidParameterError
from nbia_core.public import publish
from nbia_core.text import shortened

from .criteria import write_criteria
from .description import Endpoint, ErrorCase, LoginNeed, Parameter
from .description_file import load
from .values import write_value

MOST_REQUESTS: Final = 1000
"""So many requests a call may be, when parameters have several values."""
_DEFAULT: Final = object()
_LONGEST_SHOWN: Final = 2000

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Fields: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values as they go on the wire."""
Content = Literal["json", "text", "zip", "dicom", "jpeg"]
"""What kind of body an answer has."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """A server that has series which no other has."""

    server: str
    """Its name."""
    url: str
    """Its base URL."""
    uids_begin: str
    """How the UIDs of these series begin."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """An endpoint of the service."""

    name: str
    """Its name in the URL."""
    errors: tuple[ErrorCase, ...]
    """How it answers when something is wrong, the special cases first."""
    method: Literal["GET", "POST"] = "GET"
    """The HTTP method. What is posted is a form."""
    writes: bool = False
    """Whether it changes something on the server, so that it must not be sent twice."""
    login: LoginNeed = "never"
    """Whether a login is sent."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """The servers that have series of their own."""
    headers: tuple[tuple[str, str], ...] = ()
    """HTTP headers that it is asked with besides those of every request."""
    sites: tuple[str, ...] = ()
    """Where its redirects may lead besides: ends of hosts, with a dot before them."""


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
    """A request to the service, checked and not sent yet.

    `Client.send` sends it. Two equal calls ask for the same thing; a call can be pickled. Where a parameter was given
    several values, there is a request for each combination of values: this one, and those in `further`.
    """

    operation: Operation
    """The endpoint."""
    parameters: Fields
    """Names and values as they go on the wire: into the address, or into the form that is posted."""
    reader: Reader[T_co]
    """What becomes of the body."""
    uids: tuple[tuple[str, str], ...] = ()
    """The UIDs among the parameters, by their Python names: records that have such an attribute are about this UID."""
    further: tuple[Call[T_co], ...] = ()
    """The other requests, in order, where a parameter was given several values; what they bring follows."""

    def requests(self) -> tuple[Call[T_co], ...]:
        """Return each request as a call of its own, in the order in which they are sent."""
        return (dataclasses.replace(self, further=()), *self.further)

    def url(self, base_url: str) -> str:
        """Return the URL of this call on a server; of several requests, that of the first."""
        return address(base_url, self.operation.name, () if self.is_posted else self.parameters)

    @property
    def is_posted(self) -> bool:
        """Whether the parameters are posted as a form, and stand not in the address."""
        return self.operation.method == "POST"

    @property
    def form(self) -> bytes | None:
        """The form that is posted; None for a GET."""
        return urlencode(self.parameters).encode() if self.is_posted else None

    def __str__(self) -> str:
        more = f" and {len(self.further):,} more" if self.further else ""
        return shortened(address("", self.operation.name, self.parameters)[1:], _LONGEST_SHOWN) + more


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
    """The body; of several requests, the rows of all as one JSON array, each once."""
    url: str
    """The URL that answered; of several requests, as status and headers, that of the last."""
    tries: int
    """How often the request was sent; of several requests, all together."""


def make_call(
    package: str, endpoint: str, reader: Reader[T], arguments: Mapping[str, object], format: object = _DEFAULT
) -> Call[T]:
    """Check the arguments of a call and write them as they go on the wire.

    Args:
        package: the package of the version of the API, such as nbia.v1.
        endpoint: the endpoint by the name that the guide gives it.
        reader: what becomes of the body.
        arguments: values by the Python names of parameters; None is not sent. Several values for a parameter that can
            have them are a request each; with several such parameters, one for each combination.
        format: the format of the answer; the default one if it is left out.

    Raises:
        InvalidParameterError: a value is missing, empty or of the wrong kind, or there would be too many requests.
    """
    api = load(package)
    described = api.known_endpoint(endpoint)
    written: list[tuple[Parameter, list[Fields]]] = []
    for parameter in described.parameters:
        value = arguments.get(parameter.python)
        if value is not None:
            written.append((parameter, _alternatives(package, described, parameter, value)))
        elif parameter.default is not None:
            written.append((parameter, [((parameter.wire, parameter.default),)]))
        elif parameter.is_required:
            raise InvalidParameterError(f"{parameter.python} is missing: the service requires it.")
    _check_number(written, reader)
    chosen = api.default_format if format is _DEFAULT else check_choice("format", format, tuple(api.formats))
    states_format = described.states_format or chosen != api.default_format
    end = [("format", api.formats[chosen].wire)] if states_format else []
    operation = _operation(package, endpoint)
    uids = {parameter.wire: parameter.python for parameter, _ in written if _tells_subject(parameter)}
    first, *further = (
        Call(
            operation=operation,
            parameters=(*itertools.chain.from_iterable(fields), *end),
            reader=reader,
            uids=tuple((uids[wire], value) for wire, value in itertools.chain.from_iterable(fields) if wire in uids),
        )
        for fields in itertools.product(*(alternatives for _, alternatives in written))
    )
    return dataclasses.replace(first, further=tuple(further))


@functools.cache
def _operation(package: str, endpoint: str) -> Operation:
    """Return what every call of an endpoint shares."""
    api = load(package)
    described = api.known_endpoint(endpoint)
    return Operation(
        name=described.name,
        errors=api.errors_of(described),
        method=described.method,
        writes=described.writes,
        login=api.login_of(described),
        elsewhere=tuple(
            Elsewhere(server=name, url=server.url, uids_begin=server.uids_begin)
            for name, server in api.servers.items()
            if server.uids_begin is not None
        ),
    )


def _tells_subject(parameter: Parameter) -> bool:
    """Whether a parameter says which one UID the whole answer is about."""
    return parameter.type == "uid" and parameter.several is None


def _alternatives(package: str, endpoint: Endpoint, parameter: Parameter, value: object) -> list[Fields]:
    """Return what a parameter becomes on the wire; each of several alternatives is a request of its own."""
    if parameter.type == "criteria":
        return [write_criteria(package, parameter.python, value)]
    values = _values(endpoint, parameter, value)
    if parameter.several is None:
        return [((parameter.wire, each),) for each in values]
    size = parameter.batch or len(values)
    batches = [values[start : start + size] for start in range(0, len(values), size)]
    if parameter.several == "commas":
        return [((parameter.wire, ",".join(batch)),) for batch in batches]
    return [tuple((parameter.wire, each) for each in batch) for batch in batches]


def _values(endpoint: Endpoint, parameter: Parameter, value: object) -> list[str]:
    """Return the values of a parameter as they go on the wire, each once, in the order in which they were given."""
    if (
        not isinstance(value, Iterable)
        or isinstance(value, str | bytes | Mapping)
        or hasattr(value, "columns")  # a table would hand out the names of its columns
    ):
        return [write_value(parameter, value)]
    if not endpoint.takes_several(parameter):
        raise InvalidParameterError(f"{parameter.python} takes one value, not several.", hint="send a call for each")
    found = list(dict.fromkeys(write_value(parameter, each) for each in value))
    if not found:
        hint = "give at least one" if parameter.is_required else "leave it out to ask for all"
        raise InvalidParameterError(f"{parameter.python} has no values: nothing could be asked for.", hint=hint)
    return found


def _check_number(written: Iterable[tuple[Parameter, list[Fields]]], reader: Reader[object]) -> None:
    """Refuse several requests whose answers cannot be joined, and too many of them."""
    several = {parameter.python: len(alternatives) for parameter, alternatives in written if len(alternatives) > 1}
    number = math.prod(several.values())
    if number > MOST_REQUESTS:
        counts = " times ".join(f"{count:,} of {name}" for name, count in several.items())
        raise InvalidParameterError(
            f"These values make {number:,} requests ({counts}); at most {MOST_REQUESTS:,} are one call.",
            hint="give fewer values at a time, or fewer filters",
        )
    if number > 1 and reader.content != "json":
        raise InvalidParameterError(
            f"Several values of {', '.join(several)} give several answers, which only records can be joined from.",
            hint="leave the format out, or send a call for each value",
        )


publish("nbia", Call, Response)
