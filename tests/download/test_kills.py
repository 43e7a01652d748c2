"""A process that is killed at any instant leaves nothing that is taken for complete, and the next run completes all."""

from __future__ import annotations

import random
import shutil
import signal
from pathlib import Path

import pytest

import nbia
from nbia import Client
from tests.download.helpers import (
    MOUSE,
    SEVERAL,
    SMALL,
    VICTRE,
    kept_archives,
    left_behind,
    series_in_place,
    tree,
    undisturbed,
)
from tests.download.process import NO_FORKS, DownloadProcess, Order
from tests.reference_server import ReferenceServer

pytestmark = NO_FORKS
LOSSES = pytest.mark.parametrize("loses_power", [False, True], ids=["kill", "power failure"])


def instants(count: int, seed: int) -> list[float]:
    """Return instants of a download as fractions of its operations: random, and one in each of `count` equal parts."""
    chance = random.Random(seed)
    return [(part + chance.random()) / count for part in range(count)]


@pytest.fixture(scope="module")
def operations(process: DownloadProcess, tmp_path_factory: pytest.TempPathFactory) -> int:
    """The number of operations of an undisturbed download."""
    return process.run(Order(to=str(tmp_path_factory.mktemp("undisturbed")), series=SEVERAL)).operations


@pytest.fixture(scope="module")
def complete(running_server: ReferenceServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete download, to be copied."""
    running_server.reset()
    folder = tmp_path_factory.mktemp("complete")
    with Client(base_url=running_server.base_url) as client:
        client.download(SEVERAL, folder).raise_for_failures()
    return folder


@pytest.mark.parametrize("instant", instants(30, seed=4), ids="{:.3f}".format)
def test_a_download_that_was_killed_is_completed(
    client: Client, server: ReferenceServer, process: DownloadProcess, operations: int, tmp_path: Path, instant: float
) -> None:
    killed = process.run(Order(to=str(tmp_path), series=SEVERAL, die_at=int(instant * operations)))
    found = tree(tmp_path)
    in_place = series_in_place(tmp_path)

    report = client.download(SEVERAL, tmp_path)

    assert killed.signal == signal.SIGKILL
    assert found == undisturbed(server, *in_place)
    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)
    assert left_behind(tmp_path) == []
    assert nbia.verify(tmp_path).is_complete


@pytest.mark.parametrize("instant", instants(10, seed=5), ids="{:.3f}".format)
def test_a_power_failure_harms_nothing_that_is_in_place(
    client: Client, server: ReferenceServer, process: DownloadProcess, operations: int, tmp_path: Path, instant: float
) -> None:
    order = Order(to=str(tmp_path), series=SEVERAL, die_at=int(instant * operations), loses_power=True)
    killed = process.run(order)
    found = tree(tmp_path)
    in_place = series_in_place(tmp_path)

    report = client.download(SEVERAL, tmp_path)

    assert killed.signal == signal.SIGKILL
    assert found == undisturbed(server, *in_place)
    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)


@pytest.mark.parametrize("instant", instants(5, seed=8), ids="{:.3f}".format)
def test_what_a_power_failure_harms_without_durable_writes_is_repaired(
    client: Client, server: ReferenceServer, process: DownloadProcess, operations: int, tmp_path: Path, instant: float
) -> None:
    die_at = int(instant * operations / 2)
    process.run(Order(to=str(tmp_path), series=SEVERAL, die_at=die_at, durable=False, loses_power=True))

    report = client.download(SEVERAL, tmp_path)

    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)


@LOSSES
@pytest.mark.parametrize("instant", instants(5, seed=6), ids="{:.3f}".format)
def test_a_repair_that_was_killed_is_completed(
    client: Client,
    server: ReferenceServer,
    process: DownloadProcess,
    operations: int,
    complete: Path,
    tmp_path: Path,
    instant: float,
    loses_power: bool,
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(complete, folder)
    (folder / MOUSE / "00000001.dcm").write_bytes(b"damaged")
    (folder / VICTRE / "00000002.dcm").unlink()
    (folder / MOUSE / "notes.txt").write_bytes(b"mine")
    killed = process.run(
        Order(
            to=str(folder),
            series=(MOUSE, VICTRE, SMALL),
            verify=True,
            die_at=int(instant * operations / 3),
            loses_power=loses_power,
        )
    )

    report = client.download(SEVERAL, folder)

    assert killed.signal == signal.SIGKILL
    assert report.is_complete
    assert [path.read_bytes() for path in folder.rglob("notes.txt")] == [b"mine"]
    (folder / MOUSE / "notes.txt").unlink(missing_ok=True)
    assert tree(folder) == undisturbed(server, *SEVERAL)
    assert left_behind(folder) == []
    assert nbia.verify(folder).is_complete


@LOSSES
@pytest.mark.parametrize("instant", instants(5, seed=7), ids="{:.3f}".format)
def test_archives_survive_a_kill(
    client: Client,
    server: ReferenceServer,
    process: DownloadProcess,
    operations: int,
    tmp_path: Path,
    instant: float,
    loses_power: bool,
) -> None:
    die_at = int(instant * operations / 2)
    killed = process.run(Order(to=str(tmp_path), series=SEVERAL, as_zip=True, die_at=die_at, loses_power=loses_power))

    report = client.download(SEVERAL, tmp_path, as_zip=True)

    assert killed.signal == signal.SIGKILL
    assert report.is_complete
    assert kept_archives(tmp_path) == undisturbed(server, *SEVERAL)
    assert left_behind(tmp_path) == []
    assert nbia.verify(tmp_path).is_complete


@pytest.mark.parametrize("as_zip", [False, True], ids=["images", "archives"])
@pytest.mark.parametrize("name", ["LICENSE", "metadata.csv", "download-report.json"])
def test_a_file_that_was_only_begun_is_not_taken_for_the_whole(
    client: Client, server: ReferenceServer, process: DownloadProcess, tmp_path: Path, name: str, as_zip: bool
) -> None:
    killed = process.run(Order(to=str(tmp_path), series=SEVERAL, as_zip=as_zip, die_with=name))

    report = client.download(SEVERAL, tmp_path, as_zip=as_zip)

    found = kept_archives(tmp_path) if as_zip else tree(tmp_path)
    assert killed.signal == signal.SIGKILL
    assert report.is_complete
    assert found == undisturbed(server, *SEVERAL)
    assert len((tmp_path / "metadata.csv").read_text().splitlines()) == 1 + len(SEVERAL)
    assert nbia.DownloadReport.load(tmp_path / "download-report.json").is_complete
    assert left_behind(tmp_path) == []


def test_a_licence_that_is_added_to_a_folder_in_place_is_not_taken_for_the_whole(
    client: Client, server: ReferenceServer, process: DownloadProcess, complete: Path, tmp_path: Path
) -> None:
    shutil.copytree(complete / MOUSE, tmp_path / MOUSE)
    (tmp_path / MOUSE / "LICENSE").unlink()
    killed = process.run(Order(to=str(tmp_path), series=(MOUSE,), die_with="LICENSE"))

    report = client.download([MOUSE], tmp_path)

    assert killed.signal == signal.SIGKILL
    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, MOUSE)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("seed", range(2))
def test_several_kills_in_a_row_are_no_worse(
    client: Client, server: ReferenceServer, process: DownloadProcess, operations: int, tmp_path: Path, seed: int
) -> None:
    orders = [
        Order(to=str(tmp_path), series=SEVERAL, die_at=int(instant * operations)) for instant in instants(4, seed)
    ]
    killed = [process.run(order).signal for order in orders]

    report = client.download(SEVERAL, tmp_path)

    assert killed == [signal.SIGKILL] * 4
    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)
    assert left_behind(tmp_path) == []
    assert nbia.verify(tmp_path).is_complete
