"""Where answers come from: a running service, cassettes, HAR files, folders of saved bodies."""

from __future__ import annotations

from nbia_core.contract.errors import SourceError as SourceError

from .bodies import from_bodies as from_bodies
from .cassettes import from_cassettes as from_cassettes
from .har import from_har as from_har
from .live import live as live

__all__ = ["SourceError", "from_bodies", "from_cassettes", "from_har", "live"]
