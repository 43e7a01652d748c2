# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""NBIA REST API, v4.

Version 4 is the present one. It needs no login for public data, was used by the archive's own programs in August
2026, and its code has not changed since November 2025. TCIA names the Imaging Data Commons (IDC) as the successor
of NBIA as a whole (2026), without a date for the end, and version 4 for what IDC lacks. The official file
describes it wrongly in places; where the server does otherwise, this says so.
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
