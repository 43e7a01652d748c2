"""Where the service is, and what the client says of itself."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from nbia_core.checks import nearest
from nbia_core.errors import InvalidParameterError
from nbia_core.text import shortened

PORTS: Final = {"http": 80, "https": 443}
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB: Final = re.compile(r"https?://[^/]", re.IGNORECASE)
_PLACE: Final = re.compile(r"[a-z][a-z0-9+.-]*://([^/?#]+)", re.IGNORECASE)
"""The beginning of a URL: `urlsplit` takes ten times as long, and this is asked for each file of a bucket."""
_LONGEST_HOST: Final = 253
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", re.ASCII)


def choose_base_url(servers: Mapping[str, str], server: str | None, base_url: str | None) -> str:
    """Return the base URL of a server by name, or a checked one; the first server is the default."""
    if base_url is not None:
        if server is not None:
            raise InvalidParameterError("Give server or base_url, not both.")
        return check_base_url(base_url)
    if server is None:
        return next(iter(servers.values()))
    if server not in servers:
        near = nearest(str(server), servers)
        raise InvalidParameterError(
            f"server={server!r} is not known; known are {', '.join(servers)}"
            + (f' (did you mean "{near}"?).' if near else "."),
            hint="give any other address as base_url",
        )
    return servers[server]


def check_base_url(base_url: object) -> str:
    """Return a base URL without a slash at its end, if it is one that endpoints can follow."""
    text = base_url.strip() if isinstance(base_url, str) else ""
    example = "it must look like https://services.cancerimagingarchive.net/nbia-api/services/v1"
    if "@" in text:
        raise InvalidParameterError(
            f"base_url has a user or a password, or another @ (it is not repeated here): {example}.",
            hint="give the address alone; public data need no login, and a client given as http= can have credentials",
        )
    try:
        parts = urlsplit(text)
        has_place = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError as error:
        raise InvalidParameterError(f"base_url={base_url!r} is no URL ({error}): {example}.") from None
    if not has_place or any(character.isspace() or not character.isprintable() for character in text):
        raise InvalidParameterError(f"base_url={base_url!r} has no scheme or no host: {example}.")
    if not is_host(parts.hostname):
        raise InvalidParameterError(
            f"base_url={shortened(text, 200)!r} has a host that no server can have: its parts have 1 to 63 characters, "
            f"and the whole at most {_LONGEST_HOST}: {example}."
        )
    if "?" in text or "#" in text:
        raise InvalidParameterError(f"base_url={base_url!r} has a query or a fragment: {example}.")
    return text.rstrip("/")


def trusted_sites(servers: Mapping[str, str], base_url: str, trusted_hosts: object) -> tuple[str, ...]:
    """Return where redirects may lead besides the host itself: hosts, and with a dot before them the ends of hosts.

    These are the hosts that the user trusts and, if the service is at one of its known servers, what the names of all
    those have in common: `.cancerimagingarchive.net`.
    """
    if isinstance(trusted_hosts, str) or not isinstance(trusted_hosts, Iterable):
        raise InvalidParameterError(f"trusted_hosts={trusted_hosts!r} must be a list of host names.")
    hosts = []
    for host in trusted_hosts:
        if not isinstance(host, str) or _HOST.fullmatch(host) is None:
            raise InvalidParameterError(
                f"trusted_hosts: {host!r} is no host name.", hint='give names alone, such as "mirror.example.org"'
            )
        hosts.append(host.lower())
    known = [(urlsplit(url).hostname or "").split(".") for url in servers.values()]
    shared = []
    for labels in zip(*(reversed(labels) for labels in known), strict=False):
        if len(set(labels)) > 1:
            break
        shared.append(labels[0])
    site = "." + ".".join(reversed(shared))
    is_at_home = len(shared) > 1 and f".{urlsplit(base_url).hostname}".endswith(site)
    return (*hosts, site) if is_at_home else tuple(hosts)


def is_host(host: str | None) -> bool:
    """Whether a host can be looked up: none of its parts is empty or too long, and nor is the whole."""
    try:
        return bool(host) and len((host or "").encode("idna")) <= _LONGEST_HOST
    except UnicodeError:
        return False


def redirect_target(url: str, location: str | None, sites: Iterable[str] = ()) -> str | None:
    """Return where a redirect leads if it stays on the same host or leads to one of `sites`, else None.

    http may become https, never the other way round. What browsers would have to repair (backslashes, blanks, a scheme
    without a host) leads nowhere, and nor does an address with a user or a password.
    """
    if location is None or not _is_followed(location):
        return None
    try:
        target = urljoin(url, location)
        here, there = urlsplit(url), urlsplit(target)
        ports = [parts.port or PORTS.get(parts.scheme) for parts in (here, there)]
    except ValueError:
        return None
    if "@" in there.netloc or not is_host(there.hostname):
        return None
    is_upgrade = here.scheme == "http" and there.scheme == "https"
    if not (is_upgrade or (here.scheme == there.scheme and here.scheme in PORTS)):
        return None
    if here.hostname == there.hostname and (is_upgrade or ports[0] == ports[1]):
        return target
    return target if is_trusted(there.hostname, sites) else None


def _is_followed(location: str) -> bool:
    if "\\" in location or " " in location or not location.isprintable():
        return False
    return _SCHEME.match(location) is None or _WEB.match(location) is not None


def is_trusted(host: str | None, sites: Iterable[str]) -> bool:
    """Whether a host is one of `sites`, or at the end of one that begins with a dot."""
    return host is not None and any(
        host == site or (site.startswith(".") and f".{host}".endswith(site)) for site in sites
    )


def is_same_place(url: str, other: str) -> bool:
    """Whether two URLs have the same host and port, so that what is sent to one may be sent to the other."""
    return _place(url) == _place(other)


def _place(url: str) -> str | None:
    found = _PLACE.match(url)
    return None if found is None else found[1].lower()


def is_same_origin(url: str, other: str) -> bool:
    """Whether two URLs have the same scheme, host and port, so that a token for one may be sent to the other."""
    return _origin(url) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)


def request_headers() -> dict[str, str]:
    """Return the headers of each request. What is not compressed tells better whether it is complete."""
    return {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": user_agent()}


def user_agent() -> str:
    """Return the name under which the client presents itself."""
    import platform

    return f"nbia-client/{release()} Python/{platform.python_version()}"


@functools.cache
def release() -> str:
    """Return the version of this program; "unknown" where it runs without being installed."""
    from importlib import metadata

    try:
        return metadata.version("nbia-client")
    except metadata.PackageNotFoundError:
        return "unknown"
