"""Disks that are full, made up and real: the download ends cleanly, says so, and the next run completes it."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

import nbia
from nbia import Client, DestinationError
from nbia.events import Event, SeriesFinished
from tests.download.helpers import (
    ALIKE,
    SEVERAL,
    SMALL,
    Disk,
    archives_asked_for,
    kept_archives,
    left_behind,
    series_in_place,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer

Usage = namedtuple("Usage", ["total", "used", "free"])
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch, FULL)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 256 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("file systems cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_disk_that_fills_up_stops_a_download_of_archives(
    client: Client, server: ReferenceServer, tmp_path: Path, full_disk: Disk, after: int
) -> None:
    full_disk.refuse_writes(after)

    first = client.download(SEVERAL, tmp_path, workers=1, as_zip=True)
    full_disk.work_again()
    found = kept_archives(tmp_path)
    second = client.download(SEVERAL, tmp_path, as_zip=True)

    assert "No space left on device" in (first.stopped or "")
    assert found == undisturbed(server, *(result.series_instance_uid for result in first.complete))
    assert second.is_complete
    assert kept_archives(tmp_path) == undisturbed(server, *SEVERAL)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("after", [0, 1, 5, 12, 17])
def test_a_disk_that_fills_up_stops_the_download(
    client: Client, server: ReferenceServer, tmp_path: Path, full_disk: Disk, after: int
) -> None:
    full_disk.refuse_writes(after)

    report = client.download(SEVERAL, tmp_path, workers=2)

    assert "No space left on device" in (report.stopped or "")
    assert not report.is_complete
    complete = [result.series_instance_uid for result in report.complete]
    assert sorted(series_in_place(tmp_path)) == sorted(complete)
    assert tree(tmp_path) == undisturbed(server, *complete)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "after"),
    [("mkdir", 3), ("mkdir", 6), ("rename", 0), ("rename", 4), ("fsync", 4), ("fsync", 9), ("fsync", 30)],
)
def test_a_disk_that_takes_no_more_names_stops_the_download(
    client: Client, server: ReferenceServer, tmp_path: Path, full_disk: Disk, name: str, after: int
) -> None:
    full_disk.refuse(name, after)

    report = client.download(SEVERAL, tmp_path, workers=1)
    full_disk.work_again()
    found, in_place = tree(tmp_path), series_in_place(tmp_path)
    again = client.download(SEVERAL, tmp_path)

    assert "No space left on device" in (report.stopped or "")
    assert found == undisturbed(server, *in_place)
    assert again.is_complete
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)
    assert left_behind(tmp_path) == []


def test_with_room_again_the_rest_is_downloaded(
    client: Client, server: ReferenceServer, tmp_path: Path, full_disk: Disk
) -> None:
    full_disk.refuse_writes(12)
    first = client.download(SEVERAL, tmp_path, workers=1)
    full_disk.work_again()
    server.reset()

    second = client.download(SEVERAL, tmp_path, workers=1)

    complete = {result.series_instance_uid for result in first.complete}
    assert archives_asked_for(server) == sorted(set(SEVERAL) - complete)
    assert second.is_complete
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)


def test_a_real_disk_that_fills_up_keeps_what_is_complete(
    client: Client, server: ReferenceServer, small_disk: Path
) -> None:
    report = client.download(ALIKE, small_disk, workers=1)

    assert "No space left on device" in (report.stopped or "")
    assert 0 < len(report.complete) < len(ALIKE)
    complete = [result.series_instance_uid for result in report.complete]
    assert tree(small_disk) == undisturbed(server, *complete)
    assert left_behind(small_disk) == []


def test_a_real_disk_that_is_full_at_the_very_end_is_reported(
    client: Client, server: ReferenceServer, small_disk: Path
) -> None:
    def fill_up(event: Event) -> None:
        if isinstance(event, SeriesFinished):
            subprocess.run(["dd", "if=/dev/zero", f"of={small_disk}/filler", "bs=4k"], capture_output=True, check=False)

    report = client.download([SMALL], small_disk, progress=fill_up)
    (small_disk / "filler").unlink()

    assert "full" in (report.stopped or "")
    assert {"metadata.csv and CITATION.txt are", "download-report.json is"} <= {
        note.partition(" not up to date")[0] for note in report.notes
    }
    assert tree(small_disk) == undisturbed(server, SMALL)
    assert client.download([SMALL], small_disk).is_complete


def test_a_real_disk_with_room_again_gets_the_rest(client: Client, server: ReferenceServer, small_disk: Path) -> None:
    client.download(ALIKE, small_disk, workers=1)
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)

    report = client.download(ALIKE, small_disk)

    assert report.is_complete
    assert tree(small_disk) == undisturbed(server, *ALIKE)
    assert nbia.verify(small_disk).is_complete


def test_a_real_disk_that_is_read_only_is_refused_before_anything_is_asked(
    client: Client, server: ReferenceServer, small_disk: Path
) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(DestinationError, match="Read-only file system") as caught:
        client.download(SEVERAL, small_disk)

    assert caught.value.errno == errno.EROFS
    assert server.requests == []


def test_too_little_room_is_refused_before_anything_is_downloaded(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = client.get_series(collection="ICDC-Glioma")
    server.reset()
    monkeypatch.setattr("nbia_core.files.shutil.disk_usage", lambda _: Usage(900_000, 500_000, 400_000))

    with pytest.raises(
        DestinationError, match=r"487,026 bytes are needed and 400,000 are free\. Nothing was"
    ) as caught:
        client.download(series, tmp_path)

    assert caught.value.errno == errno.ENOSPC
    assert server.requests == []
    assert tree(tmp_path) == {}


def test_what_is_on_disk_already_needs_no_room(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = client.get_series(collection="ICDC-Glioma")
    client.download(series, tmp_path)
    monkeypatch.setattr("nbia_core.files.shutil.disk_usage", lambda _: Usage(900_000, 900_000, 0))

    report = client.download(series, tmp_path)

    assert {result.status for result in report.results} == {"present"}
