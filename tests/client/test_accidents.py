"""What happens to files and folders when something else happens at the same time."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest

from nbia import AsyncClient, Client, DestinationError
from tests.download.helpers import MOUSE, left_behind, tree, undisturbed
from tests.reference_server import MOUSE_IMAGE, ReferenceServer, faults


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def making(folder: Path) -> Callable[[bytes], bytes]:
    """Return a change of the body that changes nothing, but makes a folder meanwhile."""

    def change(body: bytes) -> bytes:
        folder.mkdir(exist_ok=True)
        (folder / "mine.txt").write_text("mine")
        return body

    return change


def test_a_file_in_a_folder_that_appears_during_a_download_stays_there(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.rewritten(making(tmp_path / MOUSE)), endpoint="getImageWithMD5Hash")

    report = client.download(MOUSE, tmp_path)

    assert report.is_complete
    assert (tmp_path / MOUSE / "mine.txt").read_text() == "mine"
    assert tree(tmp_path).items() >= undisturbed(server, MOUSE).items()
    assert report.moved == ()


def test_one_series_downloaded_by_four_at_once_is_complete_for_each(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: client.download(MOUSE, tmp_path), range(4)))

    assert [report.is_complete for report in reports] == [True] * 4
    assert tree(tmp_path) == undisturbed(server, MOUSE)
    assert left_behind(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_device_is_not_replaced_by_a_file(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(DestinationError, match="pipe"):
        client.get_single_image(MOUSE, MOUSE_IMAGE, tmp_path / "pipe")

    assert (tmp_path / "pipe").is_fifo()
    assert server.requests == []


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
