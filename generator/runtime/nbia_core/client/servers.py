"""The known servers of a client class, and which of them a manifest is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from nbia_core.api.description_file import load, versions
from nbia_core.errors import InvalidParameterError
from nbia_core.http.servers import is_host, is_same_place
from nbia_core.text import plain, shortened

_LONGEST_SHOWN: Final = 100
_VERSION: Final = re.compile(r"v[0-9]+")


class Servers:
    """What `Client.servers` is: base URLs by name."""

    def __get__(self, client: object, kind: Any) -> Mapping[str, str]:
        return load(kind.package).base_urls


def check_version(package: str, base_url: str) -> None:
    """Refuse an address of another version of the API, whose answers may look like those of this one and be others.

    Raises:
        InvalidParameterError: that is so.
    """
    face, _, own = package.rpartition(".")
    given = base_url.rpartition("/")[2]
    usual = {url.rpartition("/")[2] for url in load(package).base_urls.values()}
    if given not in {own, *usual} and _VERSION.fullmatch(given) and given in versions(face):
        raise InvalidParameterError(
            f"base_url={base_url!r} is an address of {given}, and this client speaks {own}.",
            hint=f"use {face}.{given}.Client(), or give the address of {own}",
        )


def server_of(
    manifest_url: str | None, servers: Mapping[str, str], base_url: str, *, may_leave: bool
) -> tuple[str | None, str | None]:
    """Return the known server that a manifest is for, and what is to be said of the one that it names.

    Args:
        manifest_url: what the manifest names for the NBIA Data Retriever.
        servers: the base URLs of the known servers by name.
        base_url: where the client asks by itself.
        may_leave: whether the client may ask somewhere else: it has no login and no HTTP client that are for its server.

    Returns:
        The name of the server, None where the client's own will do; and a note, None where there is nothing to say.
    """
    from nbia_core.download.inputs.manifest import DOWNLOAD_SERVER

    # Ordinary manifests name the portal, whose series every server of the public archive has.
    if manifest_url is None or any(is_same_place(manifest_url, usual) for usual in (DOWNLOAD_SERVER, base_url)):
        return None, None
    host, own = _host(manifest_url), _host(base_url)
    for name, url in servers.items():
        if is_same_place(manifest_url, url) and may_leave:
            return name, f"the manifest names {host}, so its series were asked for at the server {name}"
        if is_same_place(manifest_url, url):
            return (
                None,
                f"the manifest names {host}; its series were asked for at {own}, which the client's login or HTTP client is for",
            )
    named = "what is no server" if host is None else f"{host}, which is no known server"
    return None, f"the manifest names {named}; its series were asked for at {own}"


def _host(url: str) -> str | None:
    """Return the host of an address, to be shown; None if it has none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return shortened(plain(host), _LONGEST_SHOWN) if host is not None and is_host(host) else None
