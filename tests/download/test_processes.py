"""Several processes on one destination, and executors that run the series elsewhere."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import nbia
from nbia import Client
from nbia_core.download.disk.staging import Staging
from nbia_core.download.events import Event, SeriesFinished
from tests.download import stored_series
from tests.download.faults import FAULTS
from tests.download.helpers import (
    ALIKE,
    ARCHIVES,
    SEVERAL,
    SMALL,
    another_archive,
    inject_all,
    kept_archives,
    left_behind,
    tree,
    undisturbed,
)
from tests.download.process import NO_FORKS, DownloadProcess, Order
from tests.reference_server import ReferenceServer, faults


@pytest.fixture(scope="module")
def processes(running_server: ReferenceServer) -> Iterator[tuple[DownloadProcess, DownloadProcess]]:
    running_server.reset()
    with DownloadProcess(running_server.base_url) as one, DownloadProcess(running_server.base_url) as other:
        yield one, other


def damage(folder: Path) -> None:
    """Remove an image of each series, and put a file of the user's beside the others."""
    for uid in ALIKE:
        (folder / uid / "00000001.dcm").unlink()
        (folder / uid / "notes.txt").write_bytes(uid.encode())


@pytest.fixture(params=["threads", "processes"], scope="module")
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    if request.param == "threads":
        with ThreadPoolExecutor(2) as threads:
            yield threads
    else:
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as workers:
            yield workers


@NO_FORKS
@pytest.mark.parametrize("as_zip", [False, True], ids=["images", "archives"])
@pytest.mark.parametrize("durable", [True, False], ids=["durable", "not durable"])
def test_two_processes_on_one_destination_do_not_harm_each_other(
    server: ReferenceServer,
    processes: tuple[DownloadProcess, DownloadProcess],
    tmp_path: Path,
    as_zip: bool,
    durable: bool,
) -> None:
    order = Order(to=str(tmp_path), series=(*SEVERAL, *ALIKE), as_zip=as_zip, durable=durable)
    one, other = processes
    one.begin(order)
    other.begin(order)

    ends = [one.end(), other.end()]

    assert [end.reasons for end in ends] == [[], []]
    found = kept_archives(tmp_path) if as_zip else tree(tmp_path)
    assert found == undisturbed(server, *SEVERAL, *ALIKE)
    assert left_behind(tmp_path) == []
    assert nbia.verify(tmp_path).is_complete


def test_an_archive_that_another_download_puts_in_place_before_the_first_has_said_so_is_not_damaged(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    def download_again(event: Event) -> None:
        if isinstance(event, SeriesFinished):
            (tmp_path / f"{SMALL}.zip").unlink()
            server.inject(another_archive(dict), endpoint=ARCHIVES)
            client.download([SMALL], tmp_path, as_zip=True)

    report = client.download([SMALL], tmp_path, as_zip=True, progress=download_again)

    assert report.is_complete
    assert nbia.verify(tmp_path).problems == ()


def test_two_workplaces_that_always_exchange_the_same_series_never_lose_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        ends = [threads.submit(exchange_again_and_again, tmp_path) for _ in range(2)]

    assert [end.exception() for end in ends] == [None, None]
    assert stored_series.tree(tmp_path) == stored_series.series_tree(stored_series.NEW)


def exchange_again_and_again(root: Path) -> None:
    """Put the same series in its place many times."""
    with Staging(root) as workplace:
        for _ in range(30):
            workplace.put_in_place(stored_series.finished(workplace), root / stored_series.UID, stored_series.UID)


@NO_FORKS
def test_two_processes_repair_the_same_damage(
    client: Client, server: ReferenceServer, processes: tuple[DownloadProcess, DownloadProcess], tmp_path: Path
) -> None:
    client.download(ALIKE, tmp_path)
    damage(tmp_path)
    one, other = processes
    one.begin(Order(to=str(tmp_path), series=ALIKE))
    other.begin(Order(to=str(tmp_path), series=tuple(reversed(ALIKE))))

    ends = [one.end(), other.end()]

    assert [end.reasons for end in ends] == [[], []]
    assert {path.read_bytes().decode() for path in tmp_path.rglob("notes.txt")} == set(ALIKE)
    assert undisturbed(server, *ALIKE).items() <= tree(tmp_path).items()
    assert left_behind(tmp_path) == []


@NO_FORKS
def test_a_process_that_is_killed_does_not_harm_another(
    server: ReferenceServer, processes: tuple[DownloadProcess, DownloadProcess], tmp_path: Path
) -> None:
    one, other = processes
    one.begin(Order(to=str(tmp_path), series=ALIKE))
    other.begin(Order(to=str(tmp_path), series=ALIKE, die_at=150))

    survivor, killed = one.end(), other.end()
    last = other.run(Order(to=str(tmp_path), series=ALIKE))

    assert (survivor.reasons, killed.signal, last.reasons) == ([], signal.SIGKILL, [])
    assert tree(tmp_path) == undisturbed(server, *ALIKE)
    assert left_behind(tmp_path) == []
    assert nbia.verify(tmp_path).is_complete


def test_an_executor_runs_the_series(
    client: Client, server: ReferenceServer, tmp_path: Path, executor: Executor
) -> None:
    first = client.download(SEVERAL, tmp_path, executor=executor)
    second = client.download(SEVERAL, tmp_path, executor=executor)

    assert first.is_complete
    assert {result.status for result in second.results} == {"present"}
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)
    assert nbia.verify(tmp_path).is_complete


def test_an_executor_meets_faults_like_threads_of_our_own(
    client: Client, server: ReferenceServer, tmp_path: Path, executor: Executor
) -> None:
    struck = FAULTS[::20]
    inject_all(server, struck)

    report = client.download(ALIKE, tmp_path, executor=executor)

    assert report.is_complete
    assert sum(result.tries for result in report.results) == len(ALIKE) + len(struck)
    assert tree(tmp_path) == undisturbed(server, *ALIKE)


def test_a_series_that_fails_in_an_executor_is_reported(
    client: Client, server: ReferenceServer, tmp_path: Path, executor: Executor
) -> None:
    server.inject(faults.status(404), endpoint="getImageWithMD5Hash", times=1)

    report = client.download(ALIKE, tmp_path, executor=executor)

    assert [len(report.complete), len(report.failed)] == [len(ALIKE) - 1, 1]
    assert report.failed[0].error == "RetiredError"
    assert tree(tmp_path) == undisturbed(server, *(result.series_instance_uid for result in report.complete))


def test_the_tasks_of_a_process_need_no_more_connections_than_a_thread(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download(ALIKE, tmp_path / "threads", workers=1)
    of_a_thread = server.connection_count

    with ThreadPoolExecutor(1) as executor:
        client.download(ALIKE, tmp_path / "tasks", workers=1, executor=executor)

    assert server.connection_count == 2 * of_a_thread


def test_an_executor_leaves_nothing_behind(client: Client, tmp_path: Path, executor: Executor) -> None:
    client.download(SEVERAL, tmp_path, executor=executor)

    assert left_behind(tmp_path) == []


def test_a_worker_process_that_dies_is_reported_and_the_next_run_completes(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as workers:
        workers.submit(os._exit, 1)
        first = client.download(ALIKE, tmp_path, executor=workers)
    found = tree(tmp_path)

    second = client.download(ALIKE, tmp_path)

    assert {result.error for result in first.failed} == {"BrokenProcessPool"}
    assert found == undisturbed(server, *(result.series_instance_uid for result in first.complete))
    assert second.is_complete
    assert tree(tmp_path) == undisturbed(server, *ALIKE)
    assert left_behind(tmp_path) == []


def test_an_executor_that_was_shut_down_is_reported(client: Client, tmp_path: Path) -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()

    report = client.download(SEVERAL, tmp_path, executor=executor)

    assert {result.status for result in report.results} == {"failed"}
    assert "shutdown" in (report.results[0].reason or "")
    assert (tree(tmp_path), left_behind(tmp_path)) == ({}, [])


class LostScheduler(ThreadPoolExecutor):
    """Takes two series, and then has nobody to give them to, as a client of Dask whose scheduler died."""

    taken = 0

    def submit(self, *task: Any, **options: Any) -> Future[Any]:
        """Take a task, or say what Dask says."""
        self.taken += 1
        if self.taken > 2:
            raise ConnectionError("Client is closed. Can't send update-graph message.")
        return super().submit(*task, **options)


def test_an_executor_that_loses_its_scheduler_ends_the_download_with_its_words_and_the_next_run_goes_on(
    client: Client, tmp_path: Path
) -> None:
    with LostScheduler(1) as executor:
        first = client.download(SEVERAL, tmp_path, executor=executor)

    second = client.download(SEVERAL, tmp_path)

    assert first.stopped == (
        "the executor takes no more series (ConnectionError: Client is closed. Can't send update-graph message.)"
    )
    assert len(first.results) + first.not_tried == len(SEVERAL)
    assert second.is_complete


class GivesUp(ThreadPoolExecutor):
    """Cancels what it has taken, as a cluster that is closed."""

    def submit(self, *task: Any, **options: Any) -> Future[Any]:
        """Return a future that is cancelled."""
        given_up: Future[Any] = Future()
        given_up.cancel()
        return given_up


def test_an_executor_that_gives_up_its_tasks_ends_the_download(client: Client, tmp_path: Path) -> None:
    with GivesUp(1) as executor:
        report = client.download(SEVERAL, tmp_path, executor=executor)

    assert (report.stopped, report.is_complete) == ("the executor has given up what it had taken", False)
