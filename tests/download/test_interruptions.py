"""A download that is ended early leaves nothing half done, says what it did not try, and goes on in the next run."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import anyio
import msgspec
import pytest

import nbia
from nbia import AsyncClient, Client, DownloadFailedError, DownloadReport
from nbia.events import DownloadStarted, Event, SeriesFinished, SeriesRetry, SeriesStarted
from nbia_core.download import report_files
from tests.download.helpers import (
    ALIKE,
    ARCHIVES,
    MOUSE,
    SEVERAL,
    archives_asked_for,
    left_behind,
    series_in_place,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer, faults


class Failure(Exception):
    """What a caller's own code may raise."""


def at_first(kind: type[Event], action: Callable[[], object]) -> Callable[[Event], None]:
    """Return a function that does something at the first event of a kind."""
    waiting = [action]

    def take(event: Event) -> None:
        if isinstance(event, kind) and waiting:
            waiting.pop()()

    return take


def raising(error: BaseException) -> Callable[[], None]:
    def do() -> None:
        raise error

    return do


MOMENTS = pytest.mark.parametrize(
    "moment", [DownloadStarted, SeriesStarted, SeriesFinished], ids=["at the start", "at a start", "at an end"]
)


@MOMENTS
def test_a_download_that_is_cancelled_returns_its_report(
    client: Client, server: ReferenceServer, tmp_path: Path, moment: type[Event]
) -> None:
    cancel = threading.Event()

    report = client.download(ALIKE, tmp_path, workers=2, cancel=cancel, progress=at_first(moment, cancel.set))

    assert report.stopped == "it was cancelled"
    assert len(report.results) + report.not_tried == report.totals.series == len(ALIKE)
    assert {result.status for result in report.results} <= {"downloaded", "not tried"}
    assert not report.is_complete
    assert tree(tmp_path) == undisturbed(server, *(result.series_instance_uid for result in report.complete))
    assert left_behind(tmp_path) == []


@MOMENTS
def test_a_cancelled_download_is_completed_by_the_next_run(
    client: Client, server: ReferenceServer, tmp_path: Path, moment: type[Event]
) -> None:
    cancel = threading.Event()
    first = client.download(ALIKE, tmp_path, workers=2, cancel=cancel, progress=at_first(moment, cancel.set))
    server.reset()

    second = client.download(ALIKE, tmp_path)

    done = {result.series_instance_uid for result in first.complete}
    assert archives_asked_for(server) == sorted(set(ALIKE) - done)
    assert second.is_complete
    assert tree(tmp_path) == undisturbed(server, *ALIKE)
    assert nbia.verify(tmp_path).is_complete


def test_cancelling_before_the_start_asks_nothing(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()

    report = client.download(ALIKE, tmp_path, cancel=cancel)

    assert (report.results, report.not_tried, report.totals.failed) == ((), len(ALIKE), len(ALIKE))
    assert not report.is_complete
    assert server.requests == []


def test_a_cancelled_download_counts_what_was_not_tried_and_names_the_rest(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    cancel = threading.Event()
    wanted = [f"2.25.99{number}" for number in range(1000)]

    report = client.download(wanted, tmp_path, workers=2, cancel=cancel, progress=at_first(SeriesFinished, cancel.set))

    assert report.report_path is not None
    assert len(report.results) < 20
    assert f"not tried {report.totals.series - sum(one.status == 'failed' for one in report.results):,}" in str(report)
    assert "0 of 1,000 series are complete" in str(report)
    assert "start the same download again" in str(report)
    assert msgspec.json.decode(report.report_path.read_bytes())["not_tried"] == report.not_tried
    assert DownloadReport.load(report.report_path) == report
    with pytest.raises(DownloadFailedError, match="1,000 of 1,000 series are not complete"):
        report.raise_for_failures()


def test_cancelling_does_not_wait_for_a_server_that_is_silent(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.stall(20_000), endpoint=ARCHIVES, times=None)
    cancel = threading.Event()

    report = client.download(ALIKE, tmp_path, cancel=cancel, progress=at_first(SeriesStarted, cancel.set))

    assert report.stopped == "it was cancelled"
    assert {result.status for result in report.results} == {"not tried"}
    assert report.totals.failed == len(ALIKE)
    assert (tree(tmp_path), left_behind(tmp_path)) == ({}, [])


def test_cancelling_does_not_wait_for_the_next_try(server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.status(503, retry_after=3600), endpoint=ARCHIVES, times=None)
    cancel = threading.Event()
    retries = nbia.RetryPolicy(first_delay=3600, longest_delay=3600)

    with Client(base_url=server.base_url, retries=retries) as client:
        report = client.download([MOUSE], tmp_path, cancel=cancel, progress=at_first(SeriesRetry, cancel.set))

    assert (report.stopped, report.results[0].status) == ("it was cancelled", "not tried")


@MOMENTS
@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), SystemExit(3), Failure()], ids=lambda error: type(error).__name__
)
def test_what_the_caller_raises_comes_through_and_leaves_a_consistent_state(
    client: Client, server: ReferenceServer, tmp_path: Path, error: BaseException, moment: type[Event]
) -> None:
    with pytest.raises(type(error)):
        client.download(ALIKE, tmp_path, workers=2, progress=at_first(moment, raising(error)))
    found, in_place = tree(tmp_path), series_in_place(tmp_path)
    leavings = left_behind(tmp_path)

    report = client.download(ALIKE, tmp_path)

    assert found == undisturbed(server, *in_place)
    assert leavings == []
    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, *ALIKE)
    assert nbia.verify(tmp_path).is_complete


def test_what_was_complete_before_an_interruption_is_not_downloaded_again(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        client.download(ALIKE, tmp_path, workers=1, progress=at_first(SeriesFinished, raising(KeyboardInterrupt())))
    in_place = series_in_place(tmp_path)
    server.reset()

    client.download(ALIKE, tmp_path)

    assert in_place != []
    assert archives_asked_for(server) == sorted(set(ALIKE) - set(in_place))


@pytest.mark.anyio
@MOMENTS
async def test_a_task_that_is_cancelled_leaves_a_consistent_state(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path, moment: type[Event]
) -> None:
    async with async_client as client:
        with anyio.CancelScope() as scope:
            await client.download(ALIKE, tmp_path, workers=2, progress=at_first(moment, scope.cancel))
        found, in_place = tree(tmp_path), series_in_place(tmp_path)
        leavings = left_behind(tmp_path)

        report = await client.download(ALIKE, tmp_path)

    assert scope.cancelled_caught
    assert found == undisturbed(server, *in_place)
    assert leavings == []
    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, *ALIKE)


@pytest.mark.anyio
@MOMENTS
async def test_a_task_that_is_cancelled_by_asyncio_itself_leaves_a_consistent_state(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path, moment: type[Event]
) -> None:
    async with async_client as client:
        task = asyncio.create_task(
            client.download(ALIKE, tmp_path, workers=2, progress=at_first(moment, lambda: task.cancel()))
        )
        with pytest.raises(asyncio.CancelledError):
            await task
        found, in_place = tree(tmp_path), series_in_place(tmp_path)
        leavings = left_behind(tmp_path)

        report = await client.download(ALIKE, tmp_path)

    assert found == undisturbed(server, *in_place)
    assert leavings == []
    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, *ALIKE)


@pytest.mark.anyio
@MOMENTS
async def test_what_an_asynchronous_caller_raises_comes_through(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path, moment: type[Event]
) -> None:
    async with async_client as client:
        with pytest.raises(Failure):
            await client.download(ALIKE, tmp_path, workers=2, progress=at_first(moment, raising(Failure())))
        found, in_place = tree(tmp_path), series_in_place(tmp_path)
        leavings = left_behind(tmp_path)

        report = await client.download(ALIKE, tmp_path)

    assert (found, leavings) == (undisturbed(server, *in_place), [])
    assert report.is_complete


@pytest.mark.anyio
async def test_a_timeout_of_asyncio_ends_a_download_although_the_server_is_silent(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.stall(20_000), endpoint=ARCHIVES, times=None)

    async with async_client as client:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.download(ALIKE, tmp_path), 0.3)

    assert (tree(tmp_path), left_behind(tmp_path)) == ({}, [])


@pytest.mark.anyio
async def test_a_task_that_takes_too_long_ends_although_the_server_is_silent(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.stall(20_000), endpoint=ARCHIVES, times=None)

    async with async_client as client:
        with anyio.move_on_after(0.3) as scope:
            await client.download(ALIKE, tmp_path)

    assert scope.cancelled_caught
    assert (tree(tmp_path), left_behind(tmp_path)) == ({}, [])


@pytest.mark.anyio
async def test_two_downloads_side_by_side_do_not_harm_each_other(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    async with async_client as client, anyio.create_task_group() as group:
        group.start_soon(lambda: client.download(ALIKE, tmp_path))
        group.start_soon(lambda: client.download(ALIKE, tmp_path))

    assert tree(tmp_path) == undisturbed(server, *ALIKE)
    assert left_behind(tmp_path) == []
    assert nbia.verify(tmp_path).is_complete


# What is downloaded may come from a generator


def test_a_generator_is_read_as_the_download_goes_on(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    taken: list[str] = []
    taken_at_end_of_first: list[int] = []

    def wanted() -> Iterator[str]:
        for uid in ALIKE:
            taken.append(uid)
            yield uid

    report = client.download(
        wanted(),
        tmp_path,
        workers=1,
        progress=at_first(SeriesFinished, lambda: taken_at_end_of_first.append(len(taken))),
    )

    assert report.is_complete
    assert taken == list(ALIKE)
    assert taken_at_end_of_first[0] < len(ALIKE)
    assert tree(tmp_path) == undisturbed(server, *ALIKE)


def test_a_generator_that_fails_keeps_what_is_complete(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    def wanted() -> Iterator[str]:
        yield from ALIKE
        raise Failure

    with pytest.raises(Failure):
        client.download(wanted(), tmp_path)
    found, in_place = tree(tmp_path), series_in_place(tmp_path)

    report = client.download(ALIKE, tmp_path)

    assert found == undisturbed(server, *in_place)
    assert left_behind(tmp_path) == []
    assert report.is_complete


def test_a_generator_is_not_read_on_after_a_cancellation(client: Client, tmp_path: Path) -> None:
    taken: list[str] = []
    cancel = threading.Event()

    def wanted() -> Iterator[str]:
        for uid in (*SEVERAL, *ALIKE):
            taken.append(uid)
            yield uid

    report = client.download(
        wanted(), tmp_path, workers=1, cancel=cancel, progress=at_first(SeriesFinished, cancel.set)
    )

    assert report.stopped == "it was cancelled"
    assert len(taken) < len(SEVERAL) + len(ALIKE)
    assert len(report.results) == len(taken)


def test_what_names_no_series_fails_alone(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    report = client.download(iter([MOUSE, "no UID", MOUSE]), tmp_path)

    assert [result.status for result in report.results] == ["downloaded", "failed"]
    assert report.duplicates == 1
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_a_cancelled_download_does_not_read_a_large_state(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_files, "_MOST_AT_ONCE", 0)
    cancel = threading.Event()

    report = client.download(ALIKE, tmp_path, workers=1, cancel=cancel, progress=at_first(SeriesFinished, cancel.set))

    assert len(report.complete) > 0
    assert report.metadata_path is None
    assert any("metadata.csv and CITATION.txt are not up to date" in note for note in report.notes)
    assert client.download(ALIKE, tmp_path).metadata_path == tmp_path / "metadata.csv"
