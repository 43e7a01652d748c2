"""A reference server: what the NBIA Search REST API answers, quirks and faults included, without the network.

::

    from tests.reference_server import ReferenceServer, faults

    with ReferenceServer() as server:
        server.inject(faults.status(503), endpoint="getSeries", times=2)
        ...
"""

from . import faults
from .archive import Archive, StoredImage, StoredSeries
from .journal import RequestRecord
from .server import ReferenceServer

__all__ = ["Archive", "ReferenceServer", "RequestRecord", "StoredImage", "StoredSeries", "faults"]
