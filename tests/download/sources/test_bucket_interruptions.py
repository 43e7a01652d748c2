"""A series from a bucket goes on file by file, whatever interrupts it, and ends as if nothing had."""

from __future__ import annotations

import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import nbia
from nbia import Client, RetryPolicy
from nbia.events import Event, SeriesStarted
from nbia_core.download.disk.staging import Staging
from tests.download.helpers import MOUSE, SEVERAL, SMALL, Tree, left_behind, tree
from tests.download.process import NO_FORKS, DownloadProcess, Order
from tests.download.sources.bucket_server import BucketServer, Stored, cut, status
from tests.download.sources.buckets import BUCKET, files_of, folder_of, row_of, write_index
from tests.download.stored_series import UID
from tests.reference_server import ReferenceServer


def unfinished(folder: Path) -> list[str]:
    """Return the images that the next run can go on with."""
    return sorted(path.name for path in folder.glob(".nbia/unfinished/*/*.dcm"))


@pytest.fixture
def last(server: ReferenceServer) -> str:
    """The last image of a series, by its key."""
    return max(files_of(server.archive, [MOUSE]))


def test_what_came_is_not_asked_for_again_by_the_next_run(
    server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path, last: str
) -> None:
    buckets.inject(cut(after=100), where=last, times=1)
    once = RetryPolicy(attempts=1)

    with Client(base_url=server.base_url, retries=once) as client:
        first = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url, workers=16)
        came = unfinished(tmp_path)
        buckets.requests.clear()
        second = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert first.results[0].status == "failed"
    assert second.is_complete
    assert len(buckets.files_asked_for) == 8 - len(came)
    assert not (tmp_path / ".nbia" / "unfinished").exists()


def test_files_that_are_wrong_are_not_gone_on_with(
    server: ReferenceServer, buckets: BucketServer, client: Client, index: Path, tmp_path: Path
) -> None:
    left = tmp_path / ".nbia" / "unfinished" / f"{MOUSE}-{folder_of(MOUSE)}"
    left.mkdir(parents=True)
    keys = list(files_of(server.archive, [MOUSE]))
    right, half, changed = (key.rpartition("/")[2] for key in keys[:3])
    data = [buckets.buckets[BUCKET][key].data for key in keys]
    (left / right).write_bytes(data[0])
    (left / half).write_bytes(data[1][:-1])
    (left / changed).write_bytes(data[2][:-1] + b"?")
    (left / "other.dcm").write_bytes(data[3])
    (left / "LICENSE").write_bytes(b"-")

    report = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.results[0].verified == 8
    assert len(buckets.files_asked_for) == 7
    assert nbia.verify(tmp_path).is_complete


def test_what_has_no_hash_is_asked_for_again(
    server: ReferenceServer, buckets: BucketServer, client: Client, index: Path, tmp_path: Path
) -> None:
    left = tmp_path / ".nbia" / "unfinished" / f"{SMALL}-{folder_of(SMALL)}"
    left.mkdir(parents=True)
    store = buckets.buckets[BUCKET]
    for key in files_of(server.archive, [SMALL]):
        store[key] = Stored(data=store[key].data, etag="0-2")
        (left / key.rpartition("/")[2]).write_bytes(store[key].data)

    report = client.download([SMALL], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.is_complete
    assert len(buckets.files_asked_for) == 2


def test_another_version_is_not_gone_on_with(
    server: ReferenceServer, buckets: BucketServer, client: Client, index: Path, tmp_path: Path
) -> None:
    left = tmp_path / ".nbia" / "unfinished" / f"{MOUSE}-older"
    left.mkdir(parents=True)
    key, *_ = files_of(server.archive, [MOUSE])
    (left / key.rpartition("/")[2]).write_bytes(buckets.buckets[BUCKET][key].data)

    client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert len(buckets.files_asked_for) == 8
    assert not (tmp_path / ".nbia" / "unfinished").exists()


def test_a_download_that_is_cancelled_keeps_what_came(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    cancel = threading.Event()

    def stop(event: Event) -> None:
        """Cancel once a series has begun."""
        cancel.set() if isinstance(event, SeriesStarted) else None

    report = client.download(
        SEVERAL, tmp_path, source="idc", index=index, source_url=buckets.url, progress=stop, cancel=cancel
    )
    again = client.download(SEVERAL, tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.stopped is not None
    assert again.is_complete
    assert left_behind(tmp_path) == []


def test_the_archive_completes_what_a_bucket_has_begun(
    server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path, last: str
) -> None:
    buckets.inject(status(403, "AccessDenied"), where=last)

    with Client(base_url=server.base_url) as client:
        report = client.download([MOUSE], tmp_path, source="idc,nbia", index=index, source_url=buckets.url)

    assert [(result.status, result.source) for result in report.results] == [("downloaded", "nbia")]
    assert not (tmp_path / ".nbia" / "unfinished").exists()


def test_a_folder_is_had_by_one_process_at_a_time(tmp_path: Path) -> None:
    with Staging(tmp_path) as one, Staging(tmp_path) as other:
        first = one.resume_folder(UID, "v1")
        (first / "1.dcm").write_bytes(b"1")
        second = other.resume_folder(UID, "v1")
        (second / "2.dcm").write_bytes(b"2")
        one.suspend(first)
        other.suspend(second)

    assert [path.name for path in tmp_path.glob(".nbia/unfinished/*/*")] == ["1.dcm"]


def test_an_empty_folder_is_not_kept(tmp_path: Path) -> None:
    with Staging(tmp_path) as staging:
        staging.suspend(staging.resume_folder(UID, "v1"))

    assert not (tmp_path / ".nbia" / "unfinished").exists()


# Kills


@pytest.fixture(scope="module")
def all_buckets(running_server: ReferenceServer) -> Iterator[BucketServer]:
    with BucketServer({BUCKET: files_of(running_server.archive, SEVERAL)}) as buckets:
        yield buckets


@pytest.fixture(scope="module")
def options(
    running_server: ReferenceServer, all_buckets: BucketServer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    rows = [row_of(running_server.archive, uid) for uid in SEVERAL]
    index = write_index(tmp_path_factory.mktemp("index") / "index.parquet", rows)
    return {"source": "idc", "index": str(index), "source_url": all_buckets.url}


@pytest.fixture(scope="module")
def undisturbed(
    process: DownloadProcess, options: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[int, Tree]:
    """How many operations an undisturbed download makes, and what it leaves."""
    folder = tmp_path_factory.mktemp("undisturbed")
    end = process.run(Order(to=str(folder), series=SEVERAL, options=options))
    return end.operations, tree(folder)


@NO_FORKS
@pytest.mark.parametrize(
    ("part", "loses_power"),
    [*((part, False) for part in range(0, 30, 3)), *((part, True) for part in range(1, 30, 10))],
)
def test_after_a_kill_the_tree_is_that_of_an_undisturbed_download(
    client: Client,
    process: DownloadProcess,
    options: dict[str, str],
    undisturbed: tuple[int, Tree],
    tmp_path: Path,
    part: int,
    loses_power: bool,
) -> None:
    operations, expected = undisturbed
    instant = int((part + random.Random(part).random()) / 30 * operations)
    order = Order(to=str(tmp_path), series=SEVERAL, options=options, die_at=instant, loses_power=loses_power)

    killed = process.run(order)
    found = tree(tmp_path)
    report = client.download(SEVERAL, tmp_path, source="idc", index=options["index"], source_url=options["source_url"])

    assert killed.signal == signal.SIGKILL
    assert found.items() <= expected.items()
    assert report.is_complete
    assert tree(tmp_path) == expected
    assert left_behind(tmp_path) == []
    assert nbia.verify(tmp_path).is_complete
    assert not (tmp_path / ".nbia" / "unfinished").exists()
