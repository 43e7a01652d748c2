"""One client used from many places at once."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import nbia_core.http._sync.session as session
from nbia import AsyncClient, Client, InvalidParameterError
from nbia_core.http._sync.backend import HttpClient, new_http_client
from nbia_core.http.transport import Timeouts
from tests.reference_server import ReferenceServer

COLLECTIONS = ["RIDER Pilot", "CBIS-DDSM", "VICTRE", "4D-Lung", "QIN-HEADNECK", "TCGA-PRAD", "ICDC-Glioma", "x"]
COUNTS = [5, 4, 4, 3, 5, 5, 6, 0]


def test_a_client_serves_eight_threads(client: Client, server: ReferenceServer) -> None:
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda name: len(client.get_series(collection=name)), COLLECTIONS * 8))

    assert counts == COUNTS * 8
    assert len(server.requests) == 64
    assert server.connection_count <= 8


def test_threads_that_start_together_share_one_set_of_connections(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[HttpClient] = []
    start = threading.Barrier(8)
    meeting = threading.Barrier(2)

    def make_slowly(timeouts: Timeouts) -> HttpClient:
        made.append(new_http_client(timeouts))
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(0.2)
        return made[-1]

    def ask(name: str) -> int:
        start.wait()
        return len(client.get_series(collection=name))

    monkeypatch.setattr(session, "new_http_client", make_slowly)
    with Client(base_url=server.base_url) as client, ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(ask, COLLECTIONS))

    assert counts == COUNTS
    assert len(made) == 1


@pytest.mark.anyio
async def test_an_asynchronous_client_serves_many_tasks(async_client: AsyncClient, server: ReferenceServer) -> None:
    async with async_client as client:
        answers = await asyncio.gather(*(client.get_series(collection=name) for name in COLLECTIONS * 4))

    assert [len(records) for records in answers] == COUNTS * 4
    assert len(server.requests) == 32


@pytest.mark.anyio
async def test_the_synchronous_client_works_inside_a_running_event_loop(client: Client) -> None:
    assert len(client.get_modality_values()) == 7
    assert len(list(client.iter_modality_values())) == 7


def test_an_asynchronous_client_works_in_one_event_loop_after_another(server: ReferenceServer) -> None:
    async def ask() -> int:
        async with AsyncClient(base_url=server.base_url) as client:
            return len(await client.get_modality_values())

    assert (asyncio.run(ask()), asyncio.run(ask())) == (7, 7)


@pytest.mark.anyio
async def test_a_cancelled_call_leaves_the_client_usable(async_client: AsyncClient, server: ReferenceServer) -> None:
    async with async_client as client:
        task = asyncio.create_task(client.get_series())
        await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        modalities = await client.get_modality_values()

    assert len(modalities) == 7


async def _collections(client: AsyncClient) -> int:
    return len(await client.get_collection_values())


def test_an_asynchronous_client_says_so_when_it_is_used_in_a_second_event_loop(server: ReferenceServer) -> None:
    client = AsyncClient(base_url=server.base_url)
    with asyncio.Runner() as first:
        first.run(_collections(client))

        with pytest.raises(InvalidParameterError, match="another event loop") as caught:
            asyncio.run(_collections(client))

        first.run(client.aclose())

    assert "in each event loop" in str(caught.value)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_says_that_it_cannot_be_pickled(kind: type[Client | AsyncClient]) -> None:
    client = kind(base_url="http://127.0.0.1:1")

    with pytest.raises(InvalidParameterError, match="cannot be pickled") as caught:
        pickle.dumps(client)

    assert "in each process" in str(caught.value)
