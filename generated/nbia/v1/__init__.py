# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""NBIA Search REST API, v1.

Version 1 works without a login and serves public data only. Its owner calls it deprecated (October 2025) without
a date for the end; a version 4 exists beside it, and TCIA names the Imaging Data Commons (IDC) as the successor
of NBIA as a whole (2026).
"""

import typing as _typing

from . import calls, records
from .calls import Format
from .client import Client

if _typing.TYPE_CHECKING:
    from .async_client import AsyncClient

__all__ = ["AsyncClient", "Client", "Format", "calls", "records"]


def __getattr__(name: str) -> object:
    """Import the asynchronous client when it is first used: most programs never do."""
    if name != "AsyncClient":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .async_client import AsyncClient

    globals()[name] = AsyncClient
    return AsyncClient


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
