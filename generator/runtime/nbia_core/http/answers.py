"""Decides what an answer is: what was asked for, or which error."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from nbia_core.api.calls import Content, Operation
from nbia_core.api.description import Meaning
from nbia_core.errors import (
    AnswerError,
    BadRequestError,
    ConnectionFailedError,
    DecodeError,
    EmptyAnswerError,
    MovedError,
    NeedsLoginError,
    NotPublicError,
    NotTheApiError,
    RetiredError,
    ServerFailureError,
    TooManyRequestsError,
    UnknownImageError,
)
from nbia_core.text import as_text, shortened, without_secrets

from .environment import PROXY_HINT
from .retries import read_retry_after
from .servers import is_same_place

SNIFF_LENGTH: Final = 512
"""How many bytes of a body `check_start` wants to see."""

MOST_HEADERS: Final = 1000
"""Lines that the headers of an answer may have; real answers have about ten."""
_LONGEST_SAID: Final = 4000
_LONGEST_LOCATION: Final = 500
_LONGEST_KIND: Final = 100
_FOREIGN_STATUSES: Final = frozenset({407, 511})
_PROXY_LOGIN: Final = 407
_OF_PROXIES: Final = frozenset({"proxy-authenticate", "proxy-status", "x-squid-error", "x-proxy-error"})
"""Headers that only proxies send, and only with answers of their own."""
FOREIGN_HINT: Final = "check the base URL, and whether a proxy or a login page answers in the place of the service"
_TAGS: Final = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<!--.*?-->|</?[a-z!?][^>]*>", re.DOTALL | re.IGNORECASE)
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml\b.*?\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.DOTALL | re.IGNORECASE,
)

_ABOUT: Final = re.compile(r"\bSeriesInstanceUID,\s*([0-9]+(?:\.[0-9]+)+)")
"""How the server names the series that it refuses."""
_ROWS: Final = re.compile(rb"\s*\[\s*[{\]]")

_KINDS: Final[Mapping[Meaning, tuple[type[AnswerError], str, str]]] = {
    "bad-request": (BadRequestError, "The server refuses the request", "correct the parameters"),
    "not-public": (
        NotPublicError,
        "The series is unknown, not released, restricted, or kept on another server",
        "check the UID",
    ),
    "needs-login": (
        NeedsLoginError,
        "The server asks for a login",
        "public data needs none: check the base URL; restricted data cannot be had through this API",
    ),
    "retired": (
        RetiredError,
        "The endpoint does not exist at this address, or no longer",
        "check the base URL; if it is right, the API has changed: see whether a newer release of this package knows",
    ),
    "too-many-requests": (TooManyRequestsError, "The server asks to slow down", "wait, and send fewer at a time"),
    "server-failure": (ServerFailureError, "The server failed", "try again later"),
    "unknown-image": (
        UnknownImageError,
        "The image is unknown or not public, or the server failed: it does not tell which",
        "list the images of the series first, and try again later if this one is among them",
    ),
}


def error_for_status(
    operation: Operation, url: str, status: int, headers: Mapping[str, str], body: bytes
) -> AnswerError | None:
    """Return the error that an answer with this status means, or None if the status is a good one."""
    if status in (200, 204):
        return None
    sentence = say(body)
    if 300 <= status < 400:
        return _moved(url, status, headers.get("location"))
    error_type, message, hint = _KINDS[_meaning(operation, status, as_text(body))]
    if error_type in (NotPublicError, UnknownImageError):
        hint = where_else(operation, url) or hint
    retry_after = read_retry_after(headers.get("retry-after"))
    about = _ABOUT.search(as_text(body))
    if status < 400 or status in _FOREIGN_STATUSES:
        error_type, message, hint = NotTheApiError, "Something else than the service answers", FOREIGN_HINT
    if status == _PROXY_LOGIN or (error_type is NeedsLoginError and _OF_PROXIES & headers.keys()):
        error_type, message, hint = NotTheApiError, "A proxy refuses the request, not the service", PROXY_HINT
    error = error_type(
        f"{operation.name}: {message}.",
        url=url,
        status=status,
        sentence=sentence,
        hint=hint,
        retry_after=retry_after,
        is_retry_safe=True if retry_after is not None else None,
    )
    error.is_for_another_request = about is not None and about[1] not in url
    return error


def where_else(operation: Operation, url: str) -> str | None:
    """Return which other server has what was asked for, as far as the UIDs in the address tell."""
    values = [value for _, value in parse_qsl(urlsplit(url).query)]
    for place in operation.elsewhere:
        if any(value.startswith(place.uids_begin) for value in values) and not is_same_place(url, place.url):
            return f'what has such a UID is to be had from Client(server="{place.server}")'
    return None


def _meaning(operation: Operation, status: int, text: str) -> Meaning:
    fitting = [case.means for case in operation.errors if case.fits(status, text)]
    # An address that does not exist is that for every endpoint, whatever else the same status can mean for this one.
    if "retired" in fitting:
        return "retired"
    if fitting:
        return fitting[0]
    return "bad-request" if 400 <= status < 500 and status != 408 else "server-failure"


def _moved(url: str, status: int, location: str | None) -> MovedError:
    error = MovedError(
        "The service redirects to another place.",
        url=url,
        status=status,
        sentence=f"Location: {shortened(location, _LONGEST_LOCATION)}" if location else None,
        hint="if you trust that place, give its address as base_url",
    )
    error.location = without_secrets(location) if location is not None else None
    return error


def check_headers(url: str, status: int, lines: int) -> None:
    """Refuse an answer whose headers have more lines than any server means.

    Raises:
        NotTheApiError: that is so.
    """
    if lines > MOST_HEADERS:
        raise NotTheApiError(
            f"The answer has {lines:,} header lines; the limit is {MOST_HEADERS:,}.",
            url=url,
            status=status,
            hint=FOREIGN_HINT,
        )


def check_start(
    operation: Operation, content: Content, url: str, status: int, headers: Mapping[str, str], start: bytes
) -> None:
    """Check the first bytes of a good answer against what was asked for.

    Raises:
        EmptyAnswerError: there are none, where an archive or image must be.
        NotTheApiError: they belong to something else, as a rule an HTML page of a proxy or portal.
        DecodeError: they are a table in CSV, which is all that older servers can send of some endpoints.
    """
    if not start.strip():
        if content in ("zip", "dicom", "jpeg"):
            raise EmptyAnswerError(
                f"{operation.name}: the answer is empty.", url=url, status=status, hint="try again later"
            )
        return
    if content == "json" and _is_csv(headers) and start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"[", b"{"):
        raise DecodeError(
            f"{operation.name}: the answer is CSV and not JSON: the server is older than what this client describes.",
            url=url,
            status=status,
            sentence=say(start),
            hint='ask for format="csv" and read that, or ask with another version of the API, such as nbia.v1',
        )
    if _is_plausible(content, start):
        return
    kind = headers.get("content-type", "of no declared type")
    error = NotTheApiError(
        f"{operation.name}: the answer is no {_NAMES[content]} but something else ({shortened(kind, _LONGEST_KIND)}).",
        url=url,
        status=status,
        sentence=say(start),
        hint=FOREIGN_HINT,
    )
    # Rows where images should be, or the other way round: the service itself has answered something else.
    error.is_for_another_request = _ROWS.match(start) is not None or _is_archive(start) or _is_dicom(start)
    raise error


def check_end(operation: Operation, content: Content, url: str, start: bytes) -> None:
    """Refuse a body of which nothing would tell that it was cut off: it has no length, no chunks, and no end of its own.

    The rows of a JSON array and an archive have such an end; a table, an image and no bytes at all have none.

    Raises:
        ConnectionFailedError: that is so.
    """
    if content in ("json", "zip") and start.strip():
        return
    raise ConnectionFailedError(
        f"{operation.name}: nothing tells whether this answer is complete: it has neither a length nor chunks.",
        url=url,
        hint="an old proxy (HTTP/1.0) sends such answers: reach the service without it or by https, or ask for JSON",
    )


_NAMES: Final[Mapping[Content, str]] = {
    "json": "JSON",
    "text": "table",
    "zip": "ZIP archive",
    "dicom": "DICOM file",
    "jpeg": "JPEG file",
}


def _is_plausible(content: Content, start: bytes) -> bool:
    if content == "zip":
        return _is_archive(start)
    if content == "dicom":
        return _is_dicom(start)
    if content == "jpeg":
        return start.startswith(_JPEG)
    return not (_is_archive(start) or _is_dicom(start) or is_page(as_text(start.removeprefix(b"\xef\xbb\xbf"))))


_JPEG: Final = b"\xff\xd8\xff"


def _is_csv(headers: Mapping[str, str]) -> bool:
    return headers.get("content-type", "").lower().startswith("text/csv")


def _is_archive(start: bytes) -> bool:
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _is_dicom(start: bytes) -> bool:
    return start[128:132] == b"DICM"


def is_page(text: str) -> bool:
    """Whether a body begins as a whole HTML page does, and not as the service's tables in HTML do."""
    return _PAGE.match(text) is not None


def _start_of_text(body: bytes) -> str:
    """Decode as much of a body as anybody wants to read; it may be cut off inside a character."""
    start = body[:_LONGEST_SAID]
    for length in range(len(start), max(0, len(start) - 4), -1):
        if body[length : length + 1] and body[length] & 0xC0 == 0x80:
            continue  # a character goes on here
        return as_text(start[:length])
    return as_text(start)


def say(body: bytes) -> str | None:
    """Return what a body says to a person, shortened: the text of an HTML page, or the sentence itself."""
    text = _start_of_text(body)
    if "<" in text:
        text = html.unescape(_TAGS.sub(" ", text))
    text = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return shortened(text, 300) or None
