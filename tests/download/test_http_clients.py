"""The same faults over other ways to the network: an HTTP client of the user's, asynchronous ones, none that is fast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import anyio
import httpx
import pytest

from nbia import AsyncClient, Client, RetryPolicy
from nbia_core.http.fast import network
from tests.download.faults import CONNECTION_FAULTS, PASSING_FAULTS
from tests.download.helpers import ALIKE, ARCHIVES, MOUSE, archives_asked_for, left_behind, tree, undisturbed
from tests.reference_server import ReferenceServer, faults

FAULTS = [*CONNECTION_FAULTS, *PASSING_FAULTS[len(CONNECTION_FAULTS) :: 6]]


@pytest.fixture
def own_client(server: ReferenceServer, quick_retries: RetryPolicy) -> Iterator[Client]:
    """A client that sends through the user's own HTTP client."""
    with httpx.Client() as http, Client(base_url=server.base_url, retries=quick_retries, http=http) as client:
        yield client


@pytest.mark.parametrize(("fault", "status", "reason"), FAULTS)
def test_a_client_of_the_user_recovers(
    own_client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault, status: str, reason: str
) -> None:
    server.inject(fault, endpoint=ARCHIVES, times=2)

    report = own_client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries) == (True, 3)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize(("fault", "status", "reason"), FAULTS)
def test_the_ordinary_way_recovers_where_the_fast_one_does_not_fit(
    server: ReferenceServer,
    quick_retries: RetryPolicy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: faults.Fault,
    status: str,
    reason: str,
) -> None:
    monkeypatch.setattr(network, "fits", lambda core: False)
    server.inject(fault, endpoint=ARCHIVES, times=2)

    with Client(base_url=server.base_url, retries=quick_retries) as client:
        report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries) == (True, 3)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.anyio
@pytest.mark.parametrize(("fault", "status", "reason"), FAULTS)
async def test_an_asynchronous_client_of_the_user_recovers(
    server: ReferenceServer,
    quick_retries: RetryPolicy,
    tmp_path: Path,
    fault: faults.Fault,
    status: str,
    reason: str,
) -> None:
    server.inject(fault, endpoint=ARCHIVES, times=2)

    async with (
        httpx.AsyncClient() as http,
        AsyncClient(base_url=server.base_url, retries=quick_retries, http=http) as client,
    ):
        report = await client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries) == (True, 3)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.anyio
@pytest.mark.parametrize(("fault", "status", "reason"), FAULTS)
async def test_an_asynchronous_download_recovers(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path, fault: faults.Fault, status: str, reason: str
) -> None:
    server.inject(fault, endpoint=ARCHIVES, times=2)

    async with async_client as client:
        report = await client.download(ALIKE, tmp_path)

    assert report.is_complete
    assert len(archives_asked_for(server)) == len(ALIKE) + 2
    assert tree(tmp_path) == undisturbed(server, *ALIKE)


@pytest.mark.anyio
async def test_an_asynchronous_client_of_the_user_can_be_cancelled_while_the_server_is_silent(
    server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.stall(20_000), endpoint=ARCHIVES, times=None)

    async with (
        httpx.AsyncClient() as http,
        AsyncClient(base_url=server.base_url, http=http) as client,
    ):
        with anyio.move_on_after(0.3) as scope:
            await client.download(ALIKE, tmp_path)

    assert scope.cancelled_caught
    assert (tree(tmp_path), left_behind(tmp_path)) == ({}, [])
