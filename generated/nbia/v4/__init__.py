# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""NBIA REST API, v4.

Version 4 is the present one. It needs no login for public data, was used by the archive's own programs in August
2026, and its code has not changed since November 2025. TCIA names the Imaging Data Commons (IDC) as the successor
of NBIA as a whole (2026), without a date for the end, and version 4 for what IDC lacks. The official file
describes it wrongly in places; where the server does otherwise, this says so.
"""

from . import calls, records
from .async_client import AsyncClient
from .calls import Format
from .client import Client

__all__ = ["AsyncClient", "Client", "Format", "calls", "records"]
