"""What the tests of downloads share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nbia import Client, RetryPolicy
from tests.download import treatment
from tests.reference_server import Archive, ReferenceServer


@pytest.fixture(scope="session")
def treatment_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of objects that refer to one another."""
    with treatment.built(tmp_path_factory.mktemp("treatment")) as archive:
        yield archive


@pytest.fixture(scope="session")
def running_treatment_server(treatment_archive: Archive) -> Iterator[ReferenceServer]:
    """A server of that archive."""
    with ReferenceServer(treatment_archive) as server:
        yield server


@pytest.fixture
def treatment_server(running_treatment_server: ReferenceServer) -> ReferenceServer:
    """A server of objects that refer to one another, without faults and with its counters at zero."""
    running_treatment_server.reset()
    return running_treatment_server


@pytest.fixture
def treatment_client(treatment_server: ReferenceServer, quick_retries: RetryPolicy) -> Iterator[Client]:
    """A client of that server."""
    with Client(base_url=treatment_server.base_url, retries=quick_retries, timeout=10) as client:
        yield client
