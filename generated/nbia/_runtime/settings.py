# Copied from generator/runtime/settings.py. Do not edit here.
"""Where the service is, and what the client says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from .errors import InvalidParameterError
from .values import nearest

_PORTS: Final = {"http": 80, "https": 443}


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
    try:
        parts = urlsplit(text)
        has_place = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError as error:
        raise InvalidParameterError(f"base_url={base_url!r} is no URL ({error}): {example}.") from None
    if not has_place or any(character.isspace() or not character.isprintable() for character in text):
        raise InvalidParameterError(f"base_url={base_url!r} has no scheme or no host: {example}.")
    if "?" in text or "#" in text:
        raise InvalidParameterError(f"base_url={base_url!r} has a query or a fragment: {example}.")
    return text.rstrip("/")


def redirect_target(url: str, location: str | None) -> str | None:
    """Return where a redirect leads if it stays on the same host (http may become https), else None."""
    if location is None:
        return None
    try:
        target = urljoin(url, location)
        here, there = urlsplit(url), urlsplit(target)
        ports = [parts.port or _PORTS.get(parts.scheme) for parts in (here, there)]
    except ValueError:
        return None
    is_upgrade = here.scheme == "http" and there.scheme == "https"
    stays = here.hostname == there.hostname and (is_upgrade or (here.scheme == there.scheme and ports[0] == ports[1]))
    return target if stays else None


def user_agent() -> str:
    """Return the name under which the client presents itself."""
    import platform
    from importlib import metadata

    try:
        version = metadata.version("nbia-client")
    except metadata.PackageNotFoundError:
        version = "unknown"
    return f"nbia-client/{version} Python/{platform.python_version()}"
