"""How endpoints, records and errors look as Python: signatures, annotations, examples, docstrings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from nbia_core.api.description import (
    Api,
    Attribute,
    Criterion,
    Endpoint,
    ErrorCase,
    Meaning,
    Parameter,
    Record,
)
from nbia_core.api.wire_forms import PYTHON_TYPES
from nbia_core.text import capitalized

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
_ARGUMENT_TYPES: Final = {"date": "DateLike", "boolean": "bool", "integer": "int", "number": "float"}
_CRITERIA: Final = "Criterion | Iterable[Criterion]"


def annotation(attribute: Attribute) -> Code:
    """Return the type of an attribute."""
    kind = PYTHON_TYPES[attribute.type] if attribute.record is None else name(attribute.record)
    listed = f"tuple[{kind}, ...]" if attribute.many in ("list", "map-of-lists") else kind
    return Code(f"dict[str, {listed}]" if attribute.many in ("map", "map-of-lists") else listed)


def argument_type(endpoint: Endpoint, parameter: Parameter) -> str:
    """Return the type of an argument."""
    if parameter.type == "criteria":
        return _CRITERIA
    kind = _ARGUMENT_TYPES.get(parameter.type, "str")
    return f"{kind} | Sequence[{kind}]" if endpoint.takes_several(parameter) else kind


def answer_type(endpoint: Endpoint) -> Code:
    """Return the type of what an answer becomes, in the default format."""
    if endpoint.record is None:
        return Code("str" if endpoint.kind == "text" else "bytes")
    record = name(endpoint.record.name)
    return Code(f"{record} | None" if endpoint.shape == "object" else f"Records[{record}]")


def reader(endpoint: Endpoint) -> Code:
    """Return what reads an answer in the default format."""
    if endpoint.record is None:
        return Code("TextReader()" if endpoint.kind == "text" else f"BytesReader({literal(endpoint.kind)})")
    record = name(endpoint.record.name)
    if endpoint.shape == "object":
        return Code(f"RecordReader({record})")
    return Code(f"RecordsReader({record}{', ' + literal(endpoint.shape) if endpoint.shape != 'array' else ''})")


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
        declared = f"{name(parameter.python)}: {argument_type(endpoint, parameter)}"
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
    if parameter.type == "criteria":
        kind, _, text = parameter.example.partition("=")
        return f"[{kind}({json.dumps(text, ensure_ascii=False)})]"
    written = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
    return f"[{written}]" if parameter.several is not None else written


def remarks(api: Api, parameter: Parameter) -> list[str]:
    """Return what is to know of a parameter besides its meaning."""
    found = [] if parameter.note is None else [parameter.note]
    if parameter.default is not None:
        found.append(f"If it is not given, {parameter.default} is sent.")
    if parameter.guide != parameter.server and parameter.evidence is not None:
        guide = "nothing of it" if parameter.guide == "absent" else f"it is {parameter.guide}"
        found.append(
            f"The {api.guide_word} says {guide}; for the server it is {parameter.server}. {parameter.evidence}"
        )
    return found


def accepted(parameter: Parameter) -> str:
    """Return what a parameter takes, in words."""
    if parameter.type == "uid":
        return "a DICOM UID: digits and dots, at most 64 characters"
    if parameter.type == "date":
        return f"a date, a datetime, or text such as 2010-08-16, which goes out as {parameter.form}"
    if parameter.type == "boolean":
        return f"True or False, which go out as {' or '.join(parameter.values)}"
    if parameter.type == "criteria":
        return "criteria of a search"
    if parameter.type in ("integer", "number"):
        return "a whole number" if parameter.type == "integer" else "a number"
    return ", ".join(parameter.values) if parameter.values else "any text that is not empty"


_SENT: Final = {
    "text": "the text that the server sent.",
    "zip": "the ZIP archive.",
    "dicom": "the DICOM file.",
    "jpeg": "the JPEG file.",
}


def returns(endpoint: Endpoint) -> str:
    """Return what comes back, in words."""
    if endpoint.record is None:
        return _SENT[endpoint.kind]
    if endpoint.shape == "object":
        return f"one {endpoint.record.name}; None when there is nothing."
    return f"Records of {endpoint.record.name}, in the server's order; empty when nothing matches."


def evidence(api: Api, said: ErrorCase) -> str:
    """Return how an error is known."""
    return f"The {api.guide_word}." if said.source == "guide" else said.evidence or ""


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
    return docstring([f"{api.name}.", api.status], 0)


def client_docstring(api: Api) -> Code:
    """Return the docstring of the client classes."""
    if api.index is not None:
        return _index_client_docstring(api)
    servers = [f'"{key}": {server.purpose}' for key, server in api.servers.items()]
    return docstring(
        [
            f"Client of the {api.name}.",
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


def _index_client_docstring(api: Api) -> Code:
    return docstring(
        [
            f"Client of the {api.title}: it answers from a file, without a network.",
            "The methods are those of the version whose records these are, as far as the index has what they ask for; of the "
            "others each says why not, and who answers. Attributes that the index does not have are None.",
            [
                "Args:",
                "index: The index, a Parquet file such as idc_index.parquet; the one of the installed package if not given.",
                "timeout: Seconds that a download waits for a connection and for the next bytes, or Timeouts.",
                "retries: How often a download asks again after a failure that is known to pass, or a RetryPolicy.",
                "strict: Raise DecodeError for a value that does not fit its type, instead of keeping it as it is.",
                "http: A client of httpx or httpx2 for downloads, as asynchronous or synchronous as this one. It stays yours: "
                "you set it up and close it.",
            ],
            [
                "Raises:",
                "InvalidParameterError: There is no index, or the file is none, or an argument makes no sense.",
            ],
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
    used_by += [f"{each.name} records" for each in api.records if record.name in {a.record for a in each.attributes}]
    return docstring([record.purpose, f"Returned by {', '.join(used_by)}."], 4)


def criterion_docstring(api: Api, criterion: Criterion) -> Code:
    """Return the docstring of the class of a criterion."""
    optional = [field.python for field in criterion.fields if not field.is_required]
    fields = [
        f"{field.python}: {field.meaning} {capitalized(accepted(field))}. Example: {example_source(field)}."
        for field in criterion.fields
    ]
    return docstring(
        [
            f"{criterion.meaning} {criterion.note or ''}",
            ["Args:", *fields],
            f"At least one of {' and '.join(optional)} is needed." if optional else "",
            ["Raises:", "InvalidParameterError: A value is missing, empty or of the wrong kind."],
            f"Sent as {criterion.wire}."
            + (f" {_not_in_guide(api)}{criterion.evidence}" if criterion.source == "observed" else ""),
        ],
        4,
    )


def criterion_fields(criterion: Criterion) -> list[Code]:
    """Return the declarations of the fields of a criterion."""
    return [
        Code(f"{name(field.python)}: {_ARGUMENT_TYPES.get(field.type, 'str')}{_default(field)}")
        for field in criterion.fields
    ]


def _default(field: Parameter) -> str:
    """Return how the declaration of a field of a criterion ends."""
    if field.only_value is not None:
        return f" = {literal(field.only_value)}"
    return "" if field.is_required else " | None = None"


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
    if api.index is not None:
        return _docstring(api, endpoint, capitalized(returns(endpoint)), 8)
    if endpoint.record is not None or endpoint.kind == "text":
        return _docstring(api, endpoint, capitalized(returns(endpoint)), 8, raised=_raised(endpoint))
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
    listed = [_described(api, endpoint, parameter) for parameter in endpoint.parameters]
    return docstring(
        [
            endpoint.purpose,
            f"Like {endpoint.python}, but hands out the {what} while the answer arrives, so memory stays small.",
            ["Args:", *listed] if listed else "",
            ["Returns:", f"An iterator of {what}; the call is sent when the first is asked for."],
            ["Raises:", "InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent."],
            _source(api, endpoint),
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
    listed = [*(_described(api, endpoint, parameter) for parameter in endpoint.parameters), *further]
    if endpoint.has_format:
        listed.append(f'format: "{api.default_format}" for records; {_other_formats(api)} for the server\'s own text.')
        returned += " For any other format the text that the server sent."
    if any(endpoint.takes_several(each) and each.several is None for each in endpoint.parameters):
        returned += " For several values there is a request for each combination; their rows are joined, each once."
    sizes = [f"{each.batch:,} {each.python}" for each in endpoint.parameters if each.batch is not None]
    if sizes:
        returned += f" More than {' or '.join(sizes)} go out in several requests; their rows are joined, each once."
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
            _source(api, endpoint),
        ],
        indent,
    )


def _not_in_guide(api: Api) -> str:
    return f"Not in the {api.guide_word}. " if api.is_guide_known else ""


def _source(api: Api, endpoint: Endpoint) -> str:
    if endpoint.source == "observed":
        return f"Source: observed. {_not_in_guide(api)}{endpoint.evidence}"
    return f"Source: {api.guide}, {endpoint.name}."


def _raised(endpoint: Endpoint) -> list[str]:
    special = {ERRORS[case.means]: case.when for case in endpoint.errors if case.means != "bad-request"}
    return [
        "NoAnswerError: The server could not be reached, or took too long.",
        *(f"{error}: {when}" for error, when in special.items()),
        "AnswerError: An answer came that is not what was asked for.",
    ]


def _described(api: Api, endpoint: Endpoint, parameter: Parameter) -> str:
    words = accepted(parameter) + (", or several of them" if endpoint.takes_several(parameter) else "")
    return (
        f"{parameter.python}: {parameter.meaning} {capitalized(words)}. Sent as {parameter.wire}. "
        f"Example: {example_source(parameter)}. {' '.join(remarks(api, parameter))}"
    )


def _other_formats(api: Api) -> str:
    names = [f'"{key}"' for key in api.formats][1:]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
