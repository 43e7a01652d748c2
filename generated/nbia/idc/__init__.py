# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""Index of the Imaging Data Commons, idc.

These are the questions of version 1 of NBIA that the index of the Imaging Data Commons (IDC) answers: from a
file, without a network, as of the release that the index was made for. Nobody at NBIA or IDC is asked. What IDC
has got since is not in it, and what it does not say is None in the records.
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
