# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""NBIA Search REST API, v1.

Version 1 works without a login and serves public data only. Its owner calls it deprecated (October 2025) without
a date for the end; a version 4 exists beside it, and TCIA names the Imaging Data Commons (IDC) as the successor
of NBIA as a whole (2026).
"""

from . import calls, records
from .async_client import AsyncClient
from .calls import Format
from .client import Client

__all__ = ["AsyncClient", "Client", "Format", "calls", "records"]
