"""Events of a download, and the totals that a progress bar is drawn from."""

from __future__ import annotations

import datetime
import pickle
import typing
from pathlib import Path

import pytest

from nbia_core.download.events import (
    DownloadFinished,
    DownloadStarted,
    Event,
    Paused,
    Planning,
    Resolved,
    SeriesAdded,
    SeriesFinished,
    SeriesProgress,
    SeriesRetry,
    SeriesStarted,
    Totals,
)
from nbia_core.download.model import SeriesResult, Status
from nbia_core.download.report import DownloadReport
from tests.clocks import StillClock

NOW = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)
REPORT = DownloadReport(
    to=Path("scans"),
    results=(),
    started=NOW,
    finished=NOW,
    duplicates=0,
    skipped=(),
    stopped=None,
    workers=4,
    base_url="https://example.org",
)
EVENTS: list[Event] = [
    Planning(asked=1, total=2, what="studies and patients"),
    Resolved(studies=2, patients=0, series=2, words="2 studies: 2 series"),
    DownloadStarted(to=Path("scans"), series=2, images=40, size=20_000, workers=4),
    SeriesStarted(series_instance_uid="1.2.1", expected_images=20, expected_size=10_000),
    SeriesProgress(series_instance_uid="1.2.1", received=500, images=3, tries=1),
    SeriesRetry(series_instance_uid="1.2.1", tries=1, delay=0.5, reason="The connection was lost."),
    Paused(seconds=4.0, reason="The server failed."),
    SeriesFinished(result=SeriesResult(series_instance_uid="1.2.1", status="downloaded")),
    SeriesAdded(series=1, images=20, size=10_000),
    DownloadFinished(report=REPORT),
]


@pytest.fixture
def clock() -> StillClock[float]:
    return StillClock(1000.0)


@pytest.fixture
def totals(clock: StillClock[float]) -> Totals:
    """Totals of a download of 10 series with 20 images each."""
    totals = Totals(clock)
    totals.take(DownloadStarted(to=Path("scans"), series=10, images=200, size=None, workers=4))
    return totals


def started(uid: str) -> SeriesStarted:
    return SeriesStarted(series_instance_uid=uid, expected_images=20, expected_size=None)


def progress(uid: str, received: int, images: int, tries: int = 1) -> SeriesProgress:
    return SeriesProgress(series_instance_uid=uid, received=received, images=images, tries=tries)


def retry(uid: str) -> SeriesRetry:
    return SeriesRetry(series_instance_uid=uid, tries=1, delay=0.0, reason="The connection was lost.")


def ended(uid: str, status: Status, *, images: int | None = 20, archive_size: int = 0) -> SeriesFinished:
    return SeriesFinished(
        result=SeriesResult(
            series_instance_uid=uid, status=status, images=images, expected_images=20, archive_size=archive_size
        )
    )


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_can_be_sent_to_another_process(event: Event) -> None:
    assert pickle.loads(pickle.dumps(event)) == event


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_cannot_be_changed(event: Event) -> None:
    with pytest.raises((AttributeError, TypeError)):
        event.anything = 1  # type: ignore[union-attr]


def test_every_event_is_tried_here() -> None:
    assert {type(event) for event in EVENTS} == set(typing.get_args(Event))


@pytest.mark.parametrize("event", EVENTS)
def test_totals_take_every_event(totals: Totals, event: Event) -> None:
    totals.take(event)


def test_series_that_are_added_are_counted(totals: Totals) -> None:
    totals.take(SeriesAdded(series=2, images=30, size=None))

    assert (totals.series, totals.expected_images) == (12, 230)


def test_series_that_are_added_without_numbers_make_totals_unknown(totals: Totals) -> None:
    totals.take(SeriesAdded(series=2, images=None, size=None))

    assert (totals.series, totals.expected_images) == (12, None)


def test_at_the_beginning_nothing_is_done(totals: Totals) -> None:
    assert (totals.series, totals.expected_images) == (10, 200)
    assert (totals.finished, totals.images, totals.received) == (0, 0, 0)
    assert totals.bytes_per_second == 0.0
    assert totals.seconds_left is None


def test_series_that_are_arriving_count_with_what_they_have(totals: Totals) -> None:
    totals.take(progress("1.2.1", received=500, images=3))
    totals.take(progress("1.2.2", received=700, images=4))
    totals.take(progress("1.2.1", received=900, images=5))

    assert (totals.received, totals.images, totals.finished) == (1600, 9, 0)


def test_a_failed_try_was_received_but_its_images_are_gone(totals: Totals) -> None:
    totals.take(progress("1.2.1", received=500, images=3))
    totals.take(retry("1.2.1"))
    totals.take(progress("1.2.1", received=200, images=1, tries=2))
    totals.take(retry("1.2.1"))

    assert (totals.received, totals.images) == (700, 0)


def test_a_series_that_ended_counts_with_what_its_result_says(totals: Totals) -> None:
    totals.take(progress("1.2.1", received=500, images=3))
    totals.take(ended("1.2.1", "downloaded", archive_size=6000))

    assert (totals.received, totals.images, totals.finished) == (6000, 20, 1)


def test_series_are_counted_by_how_they_ended(totals: Totals) -> None:
    totals.take(ended("1.2.1", "downloaded"))
    totals.take(ended("1.2.2", "present"))
    totals.take(ended("1.2.3", "adopted"))
    totals.take(ended("1.2.4", "repaired"))
    totals.take(ended("1.2.5", "disputed", images=19))
    totals.take(ended("1.2.6", "failed", images=None))

    assert (totals.complete, totals.disputed, totals.failed, totals.finished) == (4, 1, 1, 6)
    assert totals.images == 80


def test_the_speed_is_that_of_the_last_seconds(totals: Totals, clock: StillClock[float]) -> None:
    clock.now += 100
    totals.take(progress("1.2.1", received=1_000_000, images=1))
    clock.now += 10
    totals.take(progress("1.2.1", received=1_002_000, images=2))

    assert totals.bytes_per_second == 200.0


def test_the_speed_falls_when_nothing_comes(totals: Totals, clock: StillClock[float]) -> None:
    clock.now += 5
    totals.take(progress("1.2.1", received=1000, images=1))

    speeds = [totals.bytes_per_second]
    clock.now += 5
    speeds.append(totals.bytes_per_second)
    clock.now += 10
    speeds.append(totals.bytes_per_second)

    assert speeds == [200.0, 100.0, 0.0]


def test_the_speed_is_known_where_only_results_are_told(totals: Totals, clock: StillClock[float]) -> None:
    clock.now += 4
    totals.take(ended("1.2.1", "downloaded", archive_size=8000))

    assert totals.bytes_per_second == 2000.0


def test_memory_does_not_grow_with_events(totals: Totals, clock: StillClock[float]) -> None:
    def take(number: int) -> None:
        clock.now += 0.01
        totals.take(progress("1.2.1", received=number, images=0))

    list(map(take, range(10_000)))

    assert len(totals._samples) < 30


def test_the_time_left_is_told_by_images(totals: Totals, clock: StillClock[float]) -> None:
    clock.now += 30
    totals.take(ended("1.2.1", "downloaded"))
    totals.take(progress("1.2.2", received=1, images=10))

    assert totals.seconds_left == 30 * 170 / 30


def test_series_that_were_there_already_do_not_promise_speed(totals: Totals, clock: StillClock[float]) -> None:
    totals.take(ended("1.2.1", "present"))
    totals.take(ended("1.2.2", "present"))
    before = totals.seconds_left
    clock.now += 30
    totals.take(ended("1.2.3", "downloaded"))

    assert before is None
    assert totals.seconds_left == 30 * 140 / 20


def test_the_time_to_look_at_what_was_there_already_tells_nothing_of_the_rest(
    totals: Totals, clock: StillClock[float]
) -> None:
    clock.now += 600
    totals.take(ended("1.2.1", "present"))
    totals.take(started("1.2.2"))
    clock.now += 10
    totals.take(ended("1.2.3", "present"))
    clock.now += 20
    totals.take(ended("1.2.2", "downloaded"))

    assert totals.seconds_left == 30 * 140 / 20


def test_the_time_left_is_told_by_series_if_images_are_not_known(clock: StillClock[float]) -> None:
    totals = Totals(clock)
    totals.take(DownloadStarted(to=Path("scans"), series=4, images=None, size=None, workers=4))

    clock.now += 30
    totals.take(ended("1.2.1", "failed", images=None))

    assert totals.seconds_left == 90


def test_the_time_left_is_not_told_if_nobody_knows_how_much_there_is(clock: StillClock[float]) -> None:
    totals = Totals(clock)
    totals.take(DownloadStarted(to=Path("scans"), series=None, images=None, size=None, workers=4))

    clock.now += 30
    totals.take(ended("1.2.1", "downloaded"))

    assert totals.seconds_left is None


def test_no_time_is_left_when_more_came_than_was_announced(totals: Totals, clock: StillClock[float]) -> None:
    clock.now += 30
    totals.take(progress("1.2.1", received=1, images=300))

    assert totals.seconds_left == 0


def test_a_study_that_was_named_like_a_series_counts_as_its_series(totals: Totals) -> None:
    totals.take(Resolved(studies=1, patients=0, series=4, words="1.2 is a study: 4 series", instead_of=1))

    assert totals.series == 13
