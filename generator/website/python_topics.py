"""The pages of the Python reference, and what is on which."""

from __future__ import annotations

import dataclasses
from typing import Final


@dataclasses.dataclass(frozen=True)
class Topic:
    """A page of the reference."""

    title: str
    """What it is called."""
    purpose: str
    """What is on it, in Markdown."""
    modules: tuple[str, ...]
    """The modules whose public names are on it, by how their names begin; the longest one that fits counts. `{default}` is
    the package of the default version of the API."""


TOPICS: Final = {
    "client": Topic(
        "Client",
        "Asks the service: a method for each endpoint, and what every client can do besides. Those of the versions of the "
        "API differ in their endpoints alone; here stands the one that `nbia` itself has.",
        ("{default}", "nbia_core.client", "nbia_core.http", "nbia_core.files"),
    ),
    "async-client": Topic(
        "AsyncClient",
        "The twin of [Client](client.md) for an event loop.",
        ("{default}.async_client", "nbia_core.http._async"),
    ),
    "calls": Topic(
        "Calls",
        "A call is one request as a value that is not sent yet: `client.send(calls.get_series(...))`. The functions of "
        "`nbia.calls` make them.",
        ("nbia_core.api", "{default}.calls"),
    ),
    "records": Topic(
        "Records", "The rows of answers, one by one and as tables.", ("nbia_core.records", "{default}.records")
    ),
    "downloads": Topic(
        "Lists and checks of downloads",
        "What stands around a download. The download itself is [Client.download](client.md#nbia.Client.download).",
        ("nbia_core.download",),
    ),
    "reports": Topic(
        "Reports",
        "How the series of a download ended, and what a check of a folder has found.",
        ("nbia_core.download.report", "nbia_core.download.model", "nbia_core.download.check"),
    ),
    "events": Topic(
        "Events", "What a download tells while it goes on, for `progress=`.", ("nbia_core.download.events",)
    ),
    "images": Topic("Previews of images", "Images to look at, before a download.", ("nbia_core.imaging",)),
    "login": Topic(
        "Login",
        "Who logs in, for versions of the API that have a login.",
        ("nbia_core.http.login", "nbia_core.http.secrets"),
    ),
    "errors": Topic("Errors", "Everything that this package raises, in one tree.", ("nbia_core.errors",)),
    "types": Topic("Types of arguments", "What the names in signatures stand for, where they are no classes.", ()),
}
"""The pages by their names, in the order of the navigation."""
ERRORS: Final = "errors"
TYPES: Final = "types"
"""The pages that are chosen by the kind of what is on them, and not by its module."""
