"""The words of the generated docstrings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import ir, spec
from .text import Code, docstring

ERRORS: Final[Mapping[str, str]] = {
    "bad-request": "BadRequestError",
    "not-public": "NotPublicError",
    "needs-login": "NeedsLoginError",
    "retired": "RetiredError",
    "too-many-requests": "TooManyRequestsError",
    "server-failure": "ServerFailureError",
    "unknown-image": "UnknownImageError",
}
"""How the client names what an error means."""


def package(service: spec.Service) -> Code:
    """Return the docstring of the package."""
    return docstring(
        [
            f"Client of the {service.title}: typed records, synchronous and asynchronous, downloads that are checked.",
            "Client and AsyncClient have a method for each endpoint. The errors are drawn as a tree in the docstring of "
            "nbia.errors.",
        ],
        0,
    )


def client(service: spec.Service) -> Code:
    """Return the docstring of the client classes."""
    servers = [f'"{key}": {server.purpose}' for key, server in service.servers.items()]
    return docstring(
        [
            f"Client of the {service.title}, version {service.version[1:]}.",
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
            ],
            ["Raises:", "InvalidParameterError: An argument makes no sense."],
        ],
        4,
    )


def method(
    source: spec.Spec,
    key: str,
    endpoint: spec.Endpoint,
    arguments: tuple[ir.Argument, ...],
    returns: str,
    indent: int,
    *,
    sends: bool = False,
    to: bool = False,
) -> Code:
    """Return the docstring of a method that sends a call, or of the function that makes it."""
    listed = [_described(argument) for argument in arguments]
    if to and sends:
        listed.append(
            "to: Path of the file to write, or a binary file that is open for writing. A path is written under "
            "a temporary name and gets its own when it is complete and on disk."
        )
        returns = "What was written, and where."
    if endpoint.formats == "selectable":
        listed.append(
            f'format: "{next(iter(source.service.formats))}" for records; {_other_formats(source)} for the '
            "server's own text."
        )
        returns += " For any other format the text that the server sent."
    raises = ["InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent."]
    if sends:
        raises += ["NoAnswerError: The server could not be reached, or took too long.", *_raised(endpoint)]
    if sends and to:
        raises.append("DestinationError: The place to write to is not usable, or full.")
        if endpoint.content is not None and endpoint.content.kind == "zip":
            raises.append("IncompleteArchiveError: The archive does not end properly.")
    return docstring(
        [
            endpoint.purpose,
            endpoint.details or "",
            ["Args:", *listed] if listed else "",
            ["Returns:", returns],
            ["Raises:", *raises],
            f"Source: {source.service.guide}, {key}.",
        ],
        indent,
    )


def stream(
    source: spec.Spec, key: str, endpoint: spec.Endpoint, arguments: tuple[ir.Argument, ...], record: ir.Record | None
) -> Code:
    """Return the docstring of a method that streams an answer."""
    what = "bytes" if record is None else f"{record.name} records"
    how = f"Like {endpoint.python}, but hands out the {what} while the answer arrives, so memory stays small."
    listed = [_described(argument) for argument in arguments]
    return docstring(
        [
            endpoint.purpose,
            how,
            ["Args:", *listed] if listed else "",
            ["Returns:", f"An iterator of {what}; the call is sent when the first is asked for."],
            ["Raises:", "InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent."],
            f"Source: {source.service.guide}, {key}.",
        ],
        8,
    )


def _raised(endpoint: spec.Endpoint) -> list[str]:
    special = {ERRORS[case.means]: case.when for case in endpoint.errors if case.means != "bad-request"}
    return [*(f"{error}: {when}" for error, when in special.items()), "AnswerError: Any other answer that is none."]


def _described(argument: ir.Argument) -> str:
    remarks = " ".join(argument.remarks)
    return (
        f"{argument.python}: {argument.meaning} {_sentence(argument.accepted)} Sent as {argument.wire}. "
        f"Example: {argument.example_python}. {remarks}"
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _other_formats(source: spec.Spec) -> str:
    names = [f'"{key}"' for key in source.service.formats][1:]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
