# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""What the spec says of the service as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from nbia_core.api.calls import ErrorCase

SERVERS: Final[Mapping[str, str]] = {
    "public": "https://services.cancerimagingarchive.net/nbia-api/services/v1",
    "nlst": "https://nlst.cancerimagingarchive.net/nbia-api/services/v1",
    "nbia": "https://nbia.cancerimagingarchive.net/nbia-api/services/v1",
}
"""Base URLs of the known servers by name; the first is the default."""

Format: TypeAlias = Literal["json", "csv", "html", "xml"]
"""The formats in which the service answers; the first is the default and becomes records."""

TextFormat: TypeAlias = Literal["csv", "html", "xml"]
"""The formats that are returned as the server wrote them."""

DEFAULT_FORMAT: Final = "json"

FORMATS: Final[Mapping[str, str]] = {
    "json": "json",
    "csv": "csv",
    "html": "html",
    "xml": "xml",
}
"""The formats as they are asked for on the wire."""

COMMON_ERRORS: Final = (
    ErrorCase(status=400, sentence="for this API call.", means="bad-request"),
    ErrorCase(status=401, means="needs-login"),
    ErrorCase(status=403, means="needs-login"),
    ErrorCase(status=460, means="needs-login"),
    ErrorCase(status=404, means="retired"),
    ErrorCase(status=410, means="retired"),
    ErrorCase(status=500, sentence="HTTP 404 Not Found", means="retired"),
    ErrorCase(status=500, sentence="HTTP 405 Method Not Allowed", means="bad-request"),
    ErrorCase(status=500, sentence="HTTP 406 Not Acceptable", means="bad-request"),
    ErrorCase(status=429, means="too-many-requests"),
    ErrorCase(status=500, sentence="Server was not able to process your request", means="server-failure"),
)
"""How every endpoint answers when something is wrong."""
