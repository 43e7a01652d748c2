"""The known servers of a client class, read from the description of its version when somebody asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbia_core.api.description import load


class Servers:
    """What `Client.servers` is: base URLs by name."""

    def __get__(self, client: object, kind: Any) -> Mapping[str, str]:
        return load(kind.package).base_urls
