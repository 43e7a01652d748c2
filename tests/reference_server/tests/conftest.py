"""What tests of several versions ask with."""

from collections.abc import Iterator

import httpx
import pytest

from tests.reference_server import ReferenceServer


@pytest.fixture
def v4(server: ReferenceServer) -> Iterator[httpx.Client]:
    """A plain HTTP client at version 4."""
    with httpx.Client(base_url=server.url("v4"), verify=False, timeout=60) as http:
        yield http


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """A plain HTTP client at a server of its own."""
    with ReferenceServer() as server, httpx.Client(base_url=server.base_url) as client:
        yield client
