"""Fetches a list of series from an address on the web: not too much, not too long, and without anybody's credentials."""

from __future__ import annotations

import threading
import time
from typing import Final
from urllib.parse import urljoin, urlsplit

from nbia_core.errors import AnswerError, InvalidParameterError, MovedError, TimedOutError
from nbia_core.http.servers import is_host, request_headers
from nbia_core.http.transport import (
    HttpResponse,
    Timeouts,
    abort_connections,
    is_transport_failure,
    library_of,
    new_client,
    no_answer,
)
from nbia_core.text import size, without_secrets

from .texts import foreign

_LARGEST: Final = 64 * 1000 * 1000
"""Bytes: a list of all series that the archive has is smaller."""
_LONGEST: Final = 120.0
"""Seconds for all of it, redirects included."""
_TIMEOUTS: Final = Timeouts(connect=15.0, read=30.0, write=15.0, pool=15.0)
_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_HINT: Final = "download it with a browser, look at it, and give the path of the file"


def fetch(address: str) -> bytes:
    """Return what lies at an address.

    Raises:
        InvalidParameterError: it is no address, has a user or password, or what lies there is too large.
        NbiaError: nothing came, or an error.
    """
    url, deadline = _checked(address.strip()), time.monotonic() + _LONGEST
    client = new_client(_TIMEOUTS)
    library = library_of(client)
    alarm = threading.Timer(_LONGEST, abort_connections, [client])  # also where bytes come one by one
    alarm.daemon = True
    alarm.start()
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            request = client.build_request("GET", url, headers=request_headers())
            response = client.send(request, stream=True, auth=None, follow_redirects=False)
            try:
                if response.status_code not in _REDIRECTS:
                    return _body(response, url, deadline)
                url = _target(url, response.headers.get("location"))
            finally:
                response.close()
    except Exception as error:
        if is_transport_failure(library, error):
            raise _too_late(url) if time.monotonic() > deadline else no_answer(library, error, url) from error
        raise
    finally:
        alarm.cancel()
        client.close()
    raise MovedError(f"The address redirects more than {_MOST_REDIRECTS} times.", url=address, hint=_HINT)


def _too_late(url: str) -> TimedOutError:
    return TimedOutError(f"The manifest did not come within {_LONGEST:.0f} s.", url=url, hint=_HINT)


def _body(response: HttpResponse, url: str, deadline: float) -> bytes:
    if response.status_code != 200:
        raise AnswerError(
            "The address of the manifest did not answer with a file.",
            url=url,
            status=response.status_code,
            hint="check the address; if one must log in there, download the file with a browser, and give its path",
        )
    parts, received = [], 0
    for part in response.iter_bytes():
        received += len(part)
        if received > _LARGEST:
            raise foreign(without_secrets(url), f"it has more than {size(_LARGEST)}", _HINT)
        if time.monotonic() > deadline:
            raise _too_late(url)
        parts.append(part)
    return b"".join(parts)


def _checked(url: str) -> str:
    """Return an address that can be asked."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme.lower() in ("http", "https") and is_host(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_web, parts = False, urlsplit("")
    if "@" in parts.netloc:
        raise InvalidParameterError("The address of a manifest has a user or a password.", hint=_HINT)
    if not is_web or any(character.isspace() or not character.isprintable() for character in url):
        raise InvalidParameterError(f"{without_secrets(url)!r} is no address of a manifest.", hint="check the address")
    return url


def _target(url: str, location: str | None) -> str:
    """Return where a redirect leads. No credentials are sent, so any host will do, but not http after https."""
    if location is None:
        raise MovedError("The address redirects to nowhere.", url=url, hint=_HINT)
    target = _checked(urljoin(url, location))
    if url.lower().startswith("https:") and not target.lower().startswith("https:"):
        raise MovedError(
            "The address redirects from https to http, where anybody on the way could change the list.",
            url=url,
            hint=_HINT,
        )
    return target
