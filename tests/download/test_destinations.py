"""Destinations that are read-only, gone or taken: the download ends cleanly, says so, and harms nothing."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nbia import Client, DestinationError
from nbia.events import Event, SeriesFinished, SeriesStarted
from tests.download.helpers import (
    MOUSE,
    SEVERAL,
    SMALL,
    Disk,
    archives_asked_for,
    left_behind,
    series_in_place,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer

READ_ONLY = OSError(errno.EROFS, "Read-only file system")


@pytest.fixture
def read_only_disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch, READ_ONLY)


@pytest.mark.parametrize("error", [READ_ONLY, OSError(errno.EACCES, "Permission denied")], ids=["read-only", "denied"])
def test_a_destination_where_nobody_may_write_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    Disk(monkeypatch, error).refuse("mkdir", after=0)

    with pytest.raises(DestinationError, match=error.strerror) as caught:
        client.download(SEVERAL, tmp_path / "new")

    assert caught.value.errno == error.errno
    assert caught.value.hint is not None
    assert server.requests == []


@pytest.mark.parametrize("name", ["mkdir", "rename"])
def test_a_disk_that_becomes_read_only_stops_the_download(
    client: Client, server: ReferenceServer, tmp_path: Path, read_only_disk: Disk, name: str
) -> None:
    read_only_disk.refuse(name, after=4)

    report = client.download(SEVERAL, tmp_path, workers=1)
    read_only_disk.work_again()

    assert "Read-only file system" in (report.stopped or "")
    assert tree(tmp_path) == undisturbed(server, *series_in_place(tmp_path))
    assert client.download(SEVERAL, tmp_path).is_complete
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)


def test_where_no_series_can_get_its_place_none_is_asked_for(
    client: Client, server: ReferenceServer, tmp_path: Path, make_unwritable: Callable[[Path], object]
) -> None:
    client.download([MOUSE], tmp_path)
    make_unwritable(tmp_path)
    server.reset()

    report = client.download(SEVERAL, tmp_path, workers=1)

    assert [result.status for result in report.complete] == ["present"]
    assert str(tmp_path) in (report.stopped or "")
    assert "(choose a place where you may write)" in (report.stopped or "")
    assert archives_asked_for(server) == []


def test_a_destination_that_nobody_may_write_to_any_more_stops_the_download(
    client: Client, server: ReferenceServer, tmp_path: Path, make_unwritable: Callable[[Path], object]
) -> None:
    def lock(event: Event) -> None:
        if isinstance(event, SeriesFinished):
            make_unwritable(tmp_path)

    report = client.download(SEVERAL, tmp_path, workers=1, progress=lock)

    assert report.stopped is not None
    assert len(archives_asked_for(server)) < len(SEVERAL)
    assert tree(tmp_path) == undisturbed(server, *(result.series_instance_uid for result in report.complete))


def test_a_folder_that_nobody_may_write_to_costs_its_own_series_alone(
    client: Client, server: ReferenceServer, tmp_path: Path, make_unwritable: Callable[[Path], object]
) -> None:
    (tmp_path / "Mouse-Astrocytoma").mkdir()
    make_unwritable(tmp_path / "Mouse-Astrocytoma")

    report = client.download([MOUSE, SMALL], tmp_path, layout="{Collection}/{SeriesInstanceUID}")

    assert [result.status for result in report.results] == ["failed", "downloaded"]
    assert report.results[0].hint == "choose a place where you may write"
    assert archives_asked_for(server) == [SMALL]


@pytest.mark.parametrize("moment", [SeriesStarted, SeriesFinished], ids=["at a start", "at an end"])
def test_a_destination_that_vanishes_stops_the_download(
    client: Client, server: ReferenceServer, tmp_path: Path, moment: type[Event]
) -> None:
    to = tmp_path / "destination"

    def remove(event: Event) -> None:
        if isinstance(event, moment):
            shutil.rmtree(to, ignore_errors=True)

    report = client.download(SEVERAL, to, workers=1, progress=remove)

    assert report.stopped is not None
    assert client.download(SEVERAL, to).is_complete
    assert tree(to) == undisturbed(server, *SEVERAL)


@pytest.mark.parametrize("place", ["destination", "destination/.nbia"])
def test_a_file_where_the_destination_must_be_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, place: str
) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_bytes(b"mine")

    with pytest.raises(DestinationError) as caught:
        client.download([MOUSE], tmp_path / "destination")

    assert caught.value.errno in (errno.EEXIST, errno.ENOTDIR)
    assert (tmp_path / place).read_bytes() == b"mine"
    assert server.requests == []


def test_a_file_where_a_series_must_be_is_moved_and_told(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (tmp_path / MOUSE).write_bytes(b"mine")

    report = client.download([MOUSE, SMALL], tmp_path)

    assert report.is_complete
    (kept,) = (tmp_path / ".nbia" / "replaced").rglob(MOUSE)
    assert kept.read_bytes() == b"mine"
    assert str(kept.parent) in str(report.results[0].notes)
    assert tree(tmp_path) == undisturbed(server, MOUSE, SMALL)


def test_a_file_where_a_folder_above_series_must_be_is_left_alone(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (tmp_path / "Mouse-Astrocytoma").write_bytes(b"mine")

    report = client.download([MOUSE, SMALL], tmp_path, layout="{Collection}/{SeriesInstanceUID}")

    assert [result.status for result in report.results] == ["failed", "downloaded"]
    assert report.results[0].error == "DestinationError"
    assert "move it away" in (report.results[0].hint or "")
    assert (tmp_path / "Mouse-Astrocytoma").read_bytes() == b"mine"
    assert (report.stopped, left_behind(tmp_path)) == (None, [])


@pytest.mark.parametrize("name", ["metadata.csv", "CITATION.txt", "download-report.json", ".nbia/state.sqlite"])
def test_a_folder_where_a_file_of_the_download_must_be_is_refused_before_the_start(
    client: Client, server: ReferenceServer, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir(parents=True)

    with pytest.raises(DestinationError, match=name.rpartition("/")[2]):
        client.download([MOUSE], tmp_path)

    assert server.requests == []
    assert left_behind(tmp_path) == []
