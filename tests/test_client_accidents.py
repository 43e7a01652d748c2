"""What happens to files and folders when something else happens at the same time."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest

from nbia import AsyncClient, Client, DestinationError, NbiaError
from tests.reference_server import ReferenceServer, faults

MOUSE = "143.284188174537413748743284550513035752067"
MOUSE_IMAGE = "143.53599064898089361503082484556513429004"


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def making(folder: Path) -> Callable[[bytes], bytes]:
    """Return a change of the body that changes nothing, but makes a folder meanwhile."""

    def change(body: bytes) -> bytes:
        folder.mkdir(exist_ok=True)
        (folder / "mine.txt").write_text("mine")
        return body

    return change


def test_a_folder_that_appears_during_a_download_is_not_replaced_unasked(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.rewritten(making(tmp_path / MOUSE)), endpoint="getImageWithMD5Hash")

    with pytest.raises(DestinationError, match=MOUSE):
        client.download_series(MOUSE, tmp_path)

    assert listing(tmp_path) == [MOUSE]
    assert listing(tmp_path / MOUSE) == ["mine.txt"]


def test_a_folder_that_appears_during_a_download_is_replaced_when_asked(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.rewritten(making(tmp_path / MOUSE)), endpoint="getImageWithMD5Hash")

    download = client.download_series(MOUSE, tmp_path, replace=True)

    assert download.verified == 8
    assert listing(tmp_path) == [MOUSE]
    assert "mine.txt" not in listing(tmp_path / MOUSE)


def test_one_series_downloaded_twice_at_once_is_complete_in_the_end(client: Client, tmp_path: Path) -> None:
    def download(_: int) -> None:
        with contextlib.suppress(NbiaError):
            client.download_series(MOUSE, tmp_path)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(download, range(4)))

    assert listing(tmp_path) == [MOUSE]
    assert len(listing(tmp_path / MOUSE)) == 9


def test_a_folder_that_vanishes_during_a_download_is_an_error_of_ours(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    def vanish(body: bytes) -> bytes:
        (tmp_path / "images").rename(tmp_path / "elsewhere")
        return body

    server.inject(faults.rewritten(vanish), endpoint="getImageWithMD5Hash")

    with pytest.raises(NbiaError):
        client.download_series(MOUSE, tmp_path / "images")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_device_is_not_replaced_by_a_file(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(DestinationError, match="pipe"):
        client.get_single_image(MOUSE, MOUSE_IMAGE, tmp_path / "pipe")

    assert (tmp_path / "pipe").is_fifo()
    assert server.requests == []


@pytest.mark.anyio
async def test_a_download_that_runs_out_of_time_leaves_nothing(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.slow_first_byte(30), endpoint="getImageWithMD5Hash")

    async with async_client as client:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await client.download_series(MOUSE, tmp_path)

    assert listing(tmp_path) == []


@pytest.mark.anyio
async def test_a_download_whose_scope_is_cancelled_leaves_nothing(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.slow_first_byte(30), endpoint="getImageWithMD5Hash")

    async with async_client as client:
        with anyio.move_on_after(0.3) as scope:
            await client.download_series(MOUSE, tmp_path)

    assert scope.cancelled_caught
    assert listing(tmp_path) == []


@pytest.mark.anyio
async def test_an_image_whose_scope_is_cancelled_leaves_nothing(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.trickle(500, 1), endpoint="getSingleImage")

    async with async_client as client:
        with anyio.move_on_after(0.3) as scope:
            await client.get_single_image(MOUSE, MOUSE_IMAGE, tmp_path / "image.dcm")

    assert scope.cancelled_caught
    assert listing(tmp_path) == []


@pytest.mark.anyio
async def test_a_client_serves_again_after_a_cancelled_scope(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.slow_first_byte(30), endpoint="getSingleImage")

    async with async_client as client:
        with anyio.move_on_after(0.3):
            await client.get_single_image(MOUSE, MOUSE_IMAGE, tmp_path / "image.dcm")
        saved = await client.get_single_image(MOUSE, MOUSE_IMAGE, tmp_path / "image.dcm")

    assert (tmp_path / "image.dcm").stat().st_size == saved.size
