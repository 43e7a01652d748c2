"""A reference server: what the NBIA Search REST API answers, quirks and faults included, without the network.

::

    from tests.reference_server import ReferenceServer, changes, faults

    with ReferenceServer() as server:
        server.inject(faults.status(503), endpoint="getSeries", times=2)
        server.change(changes.rename_attribute("getSeries", "TimeStamp", "MaxSubmissionTimestamp"))
        ...
"""

from . import accounts, changes, faults
from .accounts import Realm
from .archive import Archive, StoredImage, StoredSeries
from .journal import RequestRecord
from .known_uids import GATED, LUNG, MOUSE, MOUSE_IMAGE
from .server import ReferenceServer

__all__ = [
    "GATED",
    "LUNG",
    "MOUSE",
    "MOUSE_IMAGE",
    "Archive",
    "Realm",
    "ReferenceServer",
    "RequestRecord",
    "StoredImage",
    "StoredSeries",
    "accounts",
    "changes",
    "faults",
]
