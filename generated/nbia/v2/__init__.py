# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""NBIA Search with Authentication REST API, v2.

Version 2 answers what version 1 answers, for the user who logs in; it never answers without a login. Data with
restricted access left the public archive in October 2025, so a login shows no more there than version 1 shows to
everybody. It is of use for other installations of NBIA, and was seen alive on the server of the National Lung
Screening Trial, with a guest's login, in summer 2026. Whether the main servers still accept guests is not
certain. What these pages say of the guide was read in that of version 1, of which this version's is the twin.
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
