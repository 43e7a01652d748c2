"""How endpoints, records and errors look as Python: signatures, annotations, examples, docstrings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from nbia_core.api.description import Api, Attribute, Endpoint, ErrorCase, Meaning, Parameter, Record
from nbia_core.api.wire_forms import PYTHON_TYPES

from .text import Code, docstring, joined, literal, name

ERRORS: Final[Mapping[Meaning, str]] = {
    "bad-request": "BadRequestError",
    "not-public": "NotPublicError",
    "needs-login": "NeedsLoginError",
    "retired": "RetiredError",
    "too-many-requests": "TooManyRequestsError",
    "server-failure": "ServerFailureError",
    "unknown-image": "UnknownImageError",
}
"""How the client names what an error means."""
_ARGUMENT_TYPES: Final = {"date": "DateLike", "boolean": "bool"}
_SEVERAL: Final = "str | Sequence[str]"


def annotation(attribute: Attribute) -> Code:
    """Return the type of an attribute."""
    return Code(PYTHON_TYPES[attribute.type])


def signature(endpoint: Endpoint, *further: str, last: str | None = None) -> Code:
    """Return the arguments of a function: required ones first; what is optional can only be given by name.

    Args:
        endpoint: the endpoint whose parameters they are.
        further: required arguments that follow them.
        last: an optional argument that follows all others.
    """
    required: list[str] = []
    optional: list[str] = []
    for parameter in endpoint.parameters:
        kind = _SEVERAL if endpoint.takes_several(parameter) else _ARGUMENT_TYPES.get(parameter.type, "str")
        declared = f"{name(parameter.python)}: {kind}"
        (required if parameter.is_required else optional).append(
            declared if parameter.is_required else f"{declared} | None = None"
        )
    by_name = [*optional, *([last] if last is not None else [])]
    return Code(", ".join([*required, *further, *(["*", *by_name] if by_name else [])]))


def passed(parameters: Iterable[Parameter], *further: str) -> Code:
    """Return the arguments handed on under their own names."""
    return Code(", ".join(f"{python}={python}" for python in [*(name(each.python) for each in parameters), *further]))


def argument_values(parameters: Iterable[Parameter]) -> Code:
    """Return a dictionary of the arguments by name."""
    return Code("{" + ", ".join(f"{literal(each.python)}: {name(each.python)}" for each in parameters) + "}")


def format_type(api: Api) -> Code:
    """Return the names of all formats, as in a Literal."""
    return joined(literal(form) for form in api.formats)


def text_format_type(api: Api) -> Code:
    """Return the names of the formats that are returned as text, as in a Literal."""
    return joined(literal(form) for form in list(api.formats)[1:])


def example_source(parameter: Parameter) -> str:
    """Return the example of a parameter as one writes it in Python."""
    value = parameter.example_value
    return str(value) if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)


def remarks(parameter: Parameter) -> list[str]:
    """Return what is to know of a parameter besides its meaning."""
    found = [] if parameter.note is None else [parameter.note]
    if parameter.guide != parameter.server:
        guide = "nothing of it" if parameter.guide == "absent" else f"it is {parameter.guide}"
        found.append(f"The guide says {guide}; for the server it is {parameter.server}. {parameter.evidence}")
    return found


def accepted(parameter: Parameter) -> str:
    """Return what a parameter takes, in words."""
    if parameter.type == "uid":
        return "a DICOM UID: digits and dots, at most 64 characters"
    if parameter.type == "date":
        return f"a date, a datetime, or text such as 2010-08-16; sent as {parameter.form}"
    if parameter.type == "boolean":
        return f"True or False; sent as {' or '.join(parameter.values)}"
    return ", ".join(parameter.values) if parameter.values else "any text that is not empty"


def returns(endpoint: Endpoint) -> str:
    """Return what comes back, in words."""
    if endpoint.record is None:
        return "the ZIP archive." if endpoint.kind == "zip" else "the DICOM file."
    return f"Records of {endpoint.record.name}, in the server's order; empty when nothing matches."


def evidence(said: ErrorCase) -> str:
    """Return how an error is known."""
    return "The guide." if said.source == "guide" else said.evidence or ""


def package_docstring(api: Api) -> Code:
    """Return the docstring of the package."""
    return docstring(
        [
            f"Client of the {api.title}: typed records, synchronous and asynchronous, downloads that are checked.",
            "Client and AsyncClient have a method for each endpoint. The errors are drawn as a tree in the docstring of "
            "nbia.errors.",
        ],
        0,
    )


def version_docstring(api: Api) -> Code:
    """Return the docstring of the package of a version."""
    return docstring([f"{api.title}, version {api.version.removeprefix('v')}.", api.status], 0)


def client_docstring(api: Api) -> Code:
    """Return the docstring of the client classes."""
    servers = [f'"{key}": {server.purpose}' for key, server in api.servers.items()]
    return docstring(
        [
            f"Client of the {api.title}, version {api.version.removeprefix('v')}.",
            "Connections are opened when the first call is sent. Close the client when it is no longer needed, or use it "
            "as a context manager.",
            [
                "Args:",
                f"server: A known server by name; without one, the first of these. {' '.join(servers)}",
                "base_url: Any other address of the service, in place of server.",
                "timeout: Seconds to wait for a connection and for the next bytes, or Timeouts. A whole download has no "
                "limit.",
                "retries: How often a call is sent again after a failure that is known to pass, or a RetryPolicy.",
                "strict: Raise DecodeError for a value that does not fit its type, instead of keeping it as it was sent.",
                "trusted_hosts: Hosts to which redirects may lead, besides the service's own; no credentials go there.",
                "http: A client of httpx or httpx2 to send with, as asynchronous or synchronous as this one. It stays yours: "
                "you set it up and close it.",
                *_login_argument(api),
            ],
            ["Raises:", "InvalidParameterError: An argument makes no sense."],
        ],
        4,
    )


def _login_argument(api: Api) -> list[str]:
    """Return what the argument for the login is, where there is a login."""
    if api.login is None:
        return []
    what = (
        "Calls are not sent without one." if api.login.needed == "always" else "Without one, what is public is shown."
    )
    return [
        "login: A Login, or a function that returns one when it is needed, such as Login.from_environment. Its token is asked "
        f"for with the first call, renewed in time, and ended with the client. {what}"
    ]


def record_docstring(api: Api, record: Record) -> Code:
    """Return the docstring of a record class."""
    used_by = [endpoint.name for endpoint in api.endpoints if endpoint.record == record]
    return docstring([record.purpose, f"Returned by {', '.join(used_by)}."], 4)


def attribute_docstring(attribute: Attribute) -> Code:
    """Return the docstring of an attribute of a record."""
    start = attribute.wire if attribute.tag is None else f"{attribute.wire} {attribute.tag}"
    text = " ".join([f"{start}:", attribute.meaning, *attribute.remarks, f"Source: {attribute.source}."])
    return docstring([text], 4)


def call_docstring(api: Api, endpoint: Endpoint) -> Code:
    """Return the docstring of the function that makes a call."""
    return _docstring(api, endpoint, f"A call, not sent yet, whose answer is: {returns(endpoint)}", 4)


def method_docstring(api: Api, endpoint: Endpoint) -> Code:
    """Return the docstring of the method that sends a call."""
    if endpoint.record is not None:
        return _docstring(api, endpoint, returns(endpoint), 8, raised=_raised(endpoint))
    raised = [*_raised(endpoint), "DestinationError: The place to write to is not usable, or full."]
    if endpoint.kind == "zip":
        raised.append("IncompleteArchiveError: The archive does not end properly.")
    to = (
        "to: Path of the file to write, or a binary file that is open for writing. A path is written under "
        "a temporary name and gets its own when it is complete and on disk."
    )
    return _docstring(api, endpoint, "What was written, and where.", 8, further=[to], raised=raised)


def stream_docstring(api: Api, endpoint: Endpoint) -> Code:
    """Return the docstring of a method that streams an answer."""
    what = "bytes" if endpoint.record is None else f"{endpoint.record.name} records"
    listed = [_described(endpoint, parameter) for parameter in endpoint.parameters]
    return docstring(
        [
            endpoint.purpose,
            f"Like {endpoint.python}, but hands out the {what} while the answer arrives, so memory stays small.",
            ["Args:", *listed] if listed else "",
            ["Returns:", f"An iterator of {what}; the call is sent when the first is asked for."],
            ["Raises:", "InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent."],
            f"Source: {api.guide}, {endpoint.name}.",
        ],
        8,
    )


def _docstring(
    api: Api,
    endpoint: Endpoint,
    returned: str,
    indent: int,
    *,
    further: Iterable[str] = (),
    raised: Iterable[str] = (),
) -> Code:
    listed = [*(_described(endpoint, parameter) for parameter in endpoint.parameters), *further]
    if endpoint.has_format:
        listed.append(f'format: "{api.default_format}" for records; {_other_formats(api)} for the server\'s own text.')
        returned += " For any other format the text that the server sent."
    if any(map(endpoint.takes_several, endpoint.parameters)):
        returned += " For several values there is a request for each combination; their rows are joined, each once."
    return docstring(
        [
            endpoint.purpose,
            endpoint.details or "",
            ["Args:", *listed] if listed else "",
            ["Returns:", returned],
            [
                "Raises:",
                "InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.",
                *raised,
            ],
            f"Source: {api.guide}, {endpoint.name}.",
        ],
        indent,
    )


def _raised(endpoint: Endpoint) -> list[str]:
    special = {ERRORS[case.means]: case.when for case in endpoint.errors if case.means != "bad-request"}
    return [
        "NoAnswerError: The server could not be reached, or took too long.",
        *(f"{error}: {when}" for error, when in special.items()),
        "AnswerError: Any other answer that is none.",
    ]


def _described(endpoint: Endpoint, parameter: Parameter) -> str:
    words = accepted(parameter) + (", or several of them" if endpoint.takes_several(parameter) else "")
    return (
        f"{parameter.python}: {parameter.meaning} {words[0].upper()}{words[1:]}. Sent as {parameter.wire}. "
        f"Example: {example_source(parameter)}. {' '.join(remarks(parameter))}"
    )


def _other_formats(api: Api) -> str:
    names = [f'"{key}"' for key in api.formats][1:]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
