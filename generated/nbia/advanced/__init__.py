# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""NBIA Advanced REST API, advanced.

These paths have no version. They serve the archive's own portal, live as long as it does, and may change with it.
Most want a login, also for public data, and whether the main servers still accept guests is not certain: in
August 2026 somebody with a guest's token got status 401 for counts and 500 for descriptions, at addresses that
were not noted. Nearly everything has a better twin in version 4, which needs no login; shared lists, licences and
the search for words are only here.
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
