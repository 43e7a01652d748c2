"""Answers before they are sent: status, headers and body."""

from collections.abc import Iterable
from dataclasses import dataclass

COMMIT_SIZE = 8192
"""Bodies up to this many bytes have a Content-Length; longer ones are sent in chunks of it."""

UNABLE = "Server was not able to process your request"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server says."""

    status: int = 200
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | Iterable[bytes] = b""
    """The whole body, or pieces of it that are made while it is sent."""


def bad_request(sentence: str) -> Answer:
    """Refuse a request: a plain sentence under the label of JSON."""
    return Answer(
        status=400,
        content_type="application/json",
        headers=(("Connection", "close"),),
        body=sentence.encode(),
    )


def failure(message: str) -> Answer:
    """Report an exception of the server's code; the second line is its message."""
    return Answer(
        status=500,
        content_type="text/plain",
        headers=(("Connection", "close"),),
        body=f"{UNABLE}\n{message}".encode(),
    )


def unknown_format(content_type: str) -> Answer:
    """Report a value of ``format`` that the server does not know, under a label of its framework's choice."""
    return Answer(
        status=500,
        content_type=content_type,
        headers=(("Connection", "close"),),
        body=UNABLE.encode(),
    )
