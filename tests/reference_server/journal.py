"""What a running server remembers: requests, connections, and the faults that are due."""

import itertools
import threading
from dataclasses import dataclass

from .faults import AlteredZip, Fault

_IMAGE_ENDPOINTS = frozenset({"getImage", "getImageWithMD5Hash", "getSingleImage", "getDCMImage"})


@dataclass(frozen=True, kw_only=True)
class RequestRecord:
    """A request that the server received."""

    endpoint: str
    """The last part of the path."""
    address: str
    """What follows the folder of all services, such as ``v4/getSeries``; empty outside of it."""
    path: str
    query: str
    """As it was sent, percent-encoded."""
    parameters: dict[str, str]
    """Those of the query, decoded; the first of repeated ones."""
    form: dict[str, list[str]]
    """Those of a form in the body, decoded."""
    method: str
    headers: dict[str, str]
    """By lower-case name."""
    connection: int
    """Tells connections apart."""


@dataclass(kw_only=True)
class _Order:
    fault: Fault
    endpoint: str | None
    left: int | None

    def fits(self, request: RequestRecord) -> bool:
        if self.endpoint not in (None, request.endpoint, request.address) or self.left == 0:
            return False
        return not isinstance(self.fault, AlteredZip) or request.endpoint in _IMAGE_ENDPOINTS


class Journal:
    """Shared by the thread of the server and those of the tests."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._connections = 0
        self._requests: list[RequestRecord] = []
        self._orders: list[_Order] = []

    def connected(self) -> int:
        """Note a new connection and return its number."""
        with self._lock:
            self._connections += 1
            return next(self._numbers)

    def received(self, request: RequestRecord) -> Fault | None:
        """Note a request and return the fault that it is to meet, which is then used up by one."""
        with self._lock:
            self._requests.append(request)
            for order in self._orders:
                if order.fits(request):
                    if order.left is not None:
                        order.left -= 1
                    return order.fault
            return None

    def order(self, fault: Fault, endpoint: str | None, times: int | None) -> None:
        """Let the next ``times`` requests for ``endpoint`` meet ``fault``."""
        with self._lock:
            self._orders.append(_Order(fault=fault, endpoint=endpoint, left=times))

    def reset(self) -> None:
        """Forget requests, connections and faults."""
        with self._lock:
            self._connections = 0
            self._requests.clear()
            self._orders.clear()

    @property
    def requests(self) -> list[RequestRecord]:
        """Return the requests so far."""
        with self._lock:
            return list(self._requests)

    @property
    def connections(self) -> int:
        """Return how many connections were opened."""
        with self._lock:
            return self._connections
