"""A core that has nothing to do hashes and writes the images of a large series while the next ones are decompressed."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import random
import threading
from pathlib import Path

import pytest

from nbia import Client, DestinationError, IncompleteArchiveError
from nbia_core import files
from nbia_core.download.spare_cores import Cores, HelperThread
from nbia_core.download.zip import entries as arriving
from nbia_core.download.zip.entries import Entries
from tests.download.archives import contents, feed, hash_list, pieces, series, with_hashes
from tests.download.faults import PASSING_FAULTS
from tests.download.helpers import ARCHIVES, MOUSE, left_behind, tree, undisturbed
from tests.download.stored_series import LAYOUT
from tests.reference_server import ReferenceServer, faults

PIXELS = random.Random(1).randbytes(20_000) * 100
IMAGES = {name: data + PIXELS for name, data in series(12).items()}
FILES = {**IMAGES, "md5hashes.csv": hash_list(IMAGES)}
ARCHIVE = with_hashes(IMAGES)
HELPER = "nbia-images"


def receive(arrival: Entries, archive: bytes) -> None:
    feed(arrival, pieces(archive, 10_000))
    arrival.finish()


def helpers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == HELPER]


@pytest.fixture
def writers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads that write, in the order of the blocks."""
    names: list[str] = []
    write = files.write_all

    def note(file: io.FileIO, data: bytes) -> None:
        names.append(threading.current_thread().name)
        write(file, data)

    monkeypatch.setattr(arriving, "write_all", note)
    return names


def test_a_large_series_is_written_by_another_thread_as_it_would_be_by_one(tmp_path: Path, writers: list[str]) -> None:
    arrival = Entries(tmp_path, LAYOUT, cores=Cores(1))

    receive(arrival, ARCHIVE)

    assert contents(tmp_path) == FILES
    assert [(entry.name, entry.md5) for entry in arrival.images] == [
        (name, hashlib.md5(data).hexdigest()) for name, data in IMAGES.items()
    ]
    assert bytes(arrival.hashes) == FILES["md5hashes.csv"]
    assert HELPER in writers
    assert helpers() == []


@pytest.mark.parametrize(
    "cores", [pytest.param(Cores(0), id="no spare core"), pytest.param(None, id="other processes")]
)
def test_without_a_spare_core_one_thread_does_it_all(tmp_path: Path, writers: list[str], cores: Cores | None) -> None:
    arrival = Entries(tmp_path, LAYOUT, cores=cores)

    receive(arrival, ARCHIVE)

    assert contents(tmp_path) == FILES
    assert set(writers) == {threading.current_thread().name}


def test_a_small_series_begins_no_thread(tmp_path: Path, writers: list[str]) -> None:
    arrival = Entries(tmp_path, LAYOUT, cores=Cores(8))

    receive(arrival, with_hashes(series(3)))

    assert set(writers) == {threading.current_thread().name}


def test_a_disk_that_is_full_for_the_other_thread_is_an_error_of_the_destination(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = files.write_all

    def fill(file: io.FileIO, data: bytes) -> None:
        if threading.current_thread().name == HELPER:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(file, data)

    monkeypatch.setattr(arriving, "write_all", fill)
    cores = Cores(1)
    arrival = Entries(tmp_path, LAYOUT, cores=cores)

    with pytest.raises(DestinationError) as caught:
        receive(arrival, ARCHIVE)
    arrival.close()

    assert caught.value.errno == errno.ENOSPC
    assert helpers() == []
    assert cores.take_spare()


@pytest.mark.usefixtures("no_more_threads")
def test_a_system_that_allows_no_thread_more_does_no_harm(tmp_path: Path) -> None:
    cores = Cores(1)
    arrival = Entries(tmp_path, LAYOUT, cores=cores)

    receive(arrival, ARCHIVE)

    assert contents(tmp_path) == FILES
    assert cores.take_spare()


def test_an_archive_that_ends_early_leaves_no_thread_and_no_core_behind(tmp_path: Path) -> None:
    cores = Cores(1)
    arrival = Entries(tmp_path, LAYOUT, cores=cores)

    with pytest.raises(IncompleteArchiveError):
        receive(arrival, ARCHIVE[:-100])
    arrival.close()

    assert helpers() == []
    assert cores.take_spare()
    assert [entry.name for entry in arrival.images] == list(IMAGES)


@pytest.fixture
def spare_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with one core more than workers, where even the smallest series gets a thread for its images."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1}, raising=False)
    monkeypatch.setattr(arriving, "WORTH_A_THREAD", 0)


@pytest.mark.usefixtures("spare_core")
def test_a_download_with_fewer_workers_than_cores_uses_the_spare_ones(
    client: Client, server: ReferenceServer, tmp_path: Path, writers: list[str]
) -> None:
    report = client.download([MOUSE], tmp_path, workers=1)

    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, MOUSE)
    assert set(writers) == {HELPER}


@pytest.mark.usefixtures("spare_core")
@pytest.mark.parametrize(("fault", "status", "reason"), PASSING_FAULTS)
def test_a_fault_that_passes_is_repaired_with_two_threads_as_with_one(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault, status: str, reason: str
) -> None:
    server.inject(fault, endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path, workers=1)

    (result,) = report.results
    assert (report.is_complete, result.tries) == (True, 2)
    assert [reason in line for line in result.evidence] == [True]
    assert tree(tmp_path) == undisturbed(server, MOUSE)
    assert left_behind(tmp_path) == []
    assert helpers() == []


def test_calls_are_run_in_the_order_in_which_they_are_given() -> None:
    seen: list[int] = []
    helper = HelperThread(HELPER)

    helper.run(lambda: seen.append(1))
    helper.run(lambda: seen.append(2))
    helper.run(lambda: seen.append(3))
    helper.finish()

    assert seen == [1, 2, 3]


def test_a_call_that_fails_keeps_no_later_one_from_being_run_and_is_told_in_the_end() -> None:
    seen: list[int] = []
    begun = threading.Event()
    helper = HelperThread(HELPER)

    helper.run(begun.wait)
    helper.run(lambda: 1 // 0)
    helper.run(lambda: seen.append(3))
    begun.set()

    with pytest.raises(ZeroDivisionError):
        helper.finish()
    assert seen == [3]


def test_a_core_is_spare_until_it_is_taken() -> None:
    cores = Cores(2)

    cores.take()

    assert cores.take_spare()
    assert not cores.take_spare()
    cores.give_back()
    assert cores.take_spare()


def test_more_threads_than_cores_leave_none_to_spare_until_enough_of_them_have_ended() -> None:
    cores = Cores(1)

    cores.take()
    cores.take()
    cores.give_back()

    assert not cores.take_spare()
    cores.give_back()
    assert cores.take_spare()
