# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""NBIA Advanced REST API, advanced.

These paths have no version. They serve the archive's own portal, live as long as it does, and may change with it.
Most want a login, also for public data, and whether the main servers still accept guests is not certain: in
August 2026 somebody with a guest's token got status 401 for counts and 500 for descriptions, at addresses that
were not noted. Nearly everything has a better twin in version 4, which needs no login; shared lists, licences and
the search for words are only here.
"""

from . import calls, records
from .async_client import AsyncClient
from .calls import Format
from .client import Client

__all__ = ["AsyncClient", "Client", "Format", "calls", "records"]
