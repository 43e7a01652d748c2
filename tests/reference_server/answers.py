"""Answers before they are sent: status, headers and body."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

COMMIT_SIZE = 8192
"""Bodies up to this many bytes have a Content-Length; longer ones are sent in chunks of it."""

UNABLE = "Server was not able to process your request"

Json: TypeAlias = "str | int | float | Sequence[Json] | Mapping[str, Json] | None"
"""What a JSON text can say."""


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


def json_answer(value: Json, *, status: int = 200) -> Answer:
    """Say something in JSON as Jackson writes it: on one line, slashes as they are, ``null`` where a value is absent."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Answer(status=status, content_type="application/json", body=text.encode())


def text_answer(text: str, *, status: int = 200, content_type: str = "text/plain") -> Answer:
    """Say something in plain words."""
    headers = () if status == 200 else (("Connection", "close"),)
    return Answer(status=status, content_type=content_type, headers=headers, body=text.encode())
