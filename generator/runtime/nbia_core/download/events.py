"""What a download tells while it goes on, and totals to draw a progress bar from."""

from __future__ import annotations

import collections
import dataclasses
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from nbia_core.public import publish

from .model import SeriesResult
from .report import DownloadReport

_WINDOW: Final = 10.0
"""Seconds over which the speed is taken."""
_SAMPLE: Final = 0.5
"""Seconds between two samples of what was received."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Planning:
    """The service is asked for what must be known before the download begins: which series studies and patients have.

    A dry run also asks how many images series have, and tells nothing else.
    """

    asked: int
    """How many were asked about so far."""
    total: int
    """Of how many."""
    what: str
    """What they are, such as "studies"."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """The series of studies and patients are known. Comes before the download begins, if there are any of these.

    It comes later where a UID that was given as one of a series turns out to be that of a study.
    """

    studies: int
    """Number of studies."""
    patients: int
    """Number of patients."""
    series: int
    """Number of series that they have."""
    words: str
    """The same in words, such as "3 studies: 7 series"."""
    instead_of: int = 0
    """How many of the series with which the download began are no series, but these studies."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class DownloadStarted:
    """The download begins. The first event, unless something had to be asked before: see Planning and Resolved."""

    to: Path
    """The destination."""
    series: int | None
    """Number of series; None if it is not known beforehand."""
    images: int | None
    """Number of images of all series; None if the server did not announce it for each of them."""
    size: int | None
    """Bytes of all images together; None if the server did not announce it for each series."""
    workers: int
    """How many series are downloaded at the same time, at most."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesAdded:
    """Series were added to the download, because series in it refer to them."""

    series: int
    """Number of these series."""
    images: int | None
    """Number of their images; None if the server did not announce it for each of them."""
    size: int | None
    """Bytes of these images together; None if the server did not announce it for each series."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesStarted:
    """A worker has taken up a series."""

    series_instance_uid: str
    """The series."""
    expected_images: int | None
    """Number of images that the server announces."""
    expected_size: int | None
    """Bytes that the server announces, of all images together."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesProgress:
    """More of a series has arrived."""

    series_instance_uid: str
    """The series."""
    received: int
    """Bytes of the archive that were received in this try."""
    images: int
    """Number of images that are complete in this try."""
    tries: int
    """How often the archive was asked for, this try included."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesRetry:
    """A try has failed, and another one will follow."""

    series_instance_uid: str
    """The series."""
    tries: int
    """How often the archive was asked for so far."""
    delay: float
    """Seconds until the next try."""
    reason: str
    """Why this try failed."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Paused:
    """All workers pause, because the server fails or asks for it."""

    seconds: float
    """How long the pause is."""
    reason: str
    """Why it is made."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesFinished:
    """A series has ended, well or not. There is one for each series that was tried or was on disk already."""

    result: SeriesResult
    """How it ended."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class DownloadFinished:
    """The download has ended, well or not. Always the last event."""

    report: DownloadReport
    """How it ended."""


Event: TypeAlias = (
    Planning
    | Resolved
    | DownloadStarted
    | SeriesAdded
    | SeriesStarted
    | SeriesProgress
    | SeriesRetry
    | Paused
    | SeriesFinished
    | DownloadFinished
)
"""Anything that a download tells while it goes on."""


@dataclasses.dataclass(slots=True)
class _Running:
    """A series that a worker is busy with."""

    earlier: int = 0
    """Bytes that were received in earlier tries."""
    received: int = 0
    """Bytes that were received in this try."""
    images: int = 0
    """Number of images that are complete in this try."""


@dataclasses.dataclass(slots=True)
class _Amount:
    """A number of series, and of the images that they have."""

    series: int = 0
    images: int = 0

    def add(self, images: int) -> None:
        self.series += 1
        self.images += images


class Totals:
    """How far a download has come: it takes in the events, one at a time, and is asked whenever something is drawn.

    Args:
        clock: Returns seconds that only ever grow; another one than the default is for tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = self._latest = clock()
        self._samples = collections.deque([(self._began, 0)])
        self._running: dict[str, _Running] = {}
        self._received = 0
        self._images_on_disk = 0
        self._ended = _Amount()
        self._worked_for = _Amount()
        self.series: int | None = None
        """Number of series; None if it is not known."""
        self.expected_images: int | None = None
        """Number of images of all series; None if it is not known."""
        self.complete = 0
        """Number of series that are on disk and complete."""
        self.disputed = 0
        """Number of series that the server itself does not have as it announces them."""
        self.failed = 0
        """Number of series that ended otherwise."""

    def take(self, event: Event) -> None:
        """Update the totals with an event."""
        now, before = self._clock(), self._latest
        self._latest = now
        match event:
            case DownloadStarted():
                self.series, self.expected_images = event.series, event.images
                self._began = now
            case SeriesAdded():
                self.series = _sum(self.series, event.series)
                self.expected_images = _sum(self.expected_images, event.images)
            case SeriesProgress():
                running = self._running_series(event.series_instance_uid)
                running.received, running.images = event.received, event.images
                self._sample(now)
            case SeriesRetry():
                running = self._running_series(event.series_instance_uid)
                running.earlier, running.received, running.images = running.earlier + running.received, 0, 0
            case SeriesStarted():
                self._running_series(event.series_instance_uid)
            case SeriesFinished():
                if event.result.status == "present" and not self._running:
                    self._began += now - before  # the time it took to look at it tells nothing of what is to come
                self._finish(event.result)
                self._sample(now)
            case Resolved():
                if event.instead_of and self.series is not None:
                    self.series += event.series - event.instead_of
            case Planning() | Paused() | DownloadFinished():
                pass

    def _running_series(self, series_instance_uid: str) -> _Running:
        return self._running.setdefault(series_instance_uid, _Running())

    def _finish(self, result: SeriesResult) -> None:
        self._running.pop(result.series_instance_uid, None)
        self._received += result.archive_size
        if result.is_complete:
            self.complete += 1
            self._images_on_disk += result.images or 0
        elif result.status == "disputed":
            self.disputed += 1
        else:
            self.failed += 1
        images = result.images if result.expected_images is None else result.expected_images
        self._ended.add(images or 0)
        if result.status != "present":
            self._worked_for.add(images or 0)

    def _sample(self, now: float) -> None:
        if now >= self._samples[-1][0] + _SAMPLE:
            self._samples.append((now, self.received))
        self._forget_samples(now)

    def _forget_samples(self, now: float) -> None:
        while len(self._samples) > 1 and self._samples[1][0] <= now - _WINDOW:
            self._samples.popleft()

    @property
    def finished(self) -> int:
        """Number of series that have ended, well or not."""
        return self._ended.series

    @property
    def images(self) -> int:
        """Number of images that are on disk, or complete in a series that is still arriving."""
        return self._images_on_disk + self._arriving

    @property
    def _arriving(self) -> int:
        return sum(running.images for running in self._running.values())

    @property
    def received(self) -> int:
        """Bytes of archives that were received, those of failed tries included."""
        return self._received + sum(running.earlier + running.received for running in self._running.values())

    @property
    def bytes_per_second(self) -> float:
        """Bytes received per second over about the last ten seconds."""
        now = self._clock()
        self._forget_samples(now)
        moment, received = self._samples[0]
        return max(0.0, (self.received - received) / (now - moment)) if now > moment else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end if it goes on as it did so far; None if there is nothing to tell it by.

        Counted in images, or in series if the number of images is not known. Series that were on disk already do not
        count, nor does the time in which nothing but they were looked at.
        """
        if self.expected_images is not None:
            left = self.expected_images - self._ended.images - self._arriving
            worked_for = self._worked_for.images + self._arriving
        elif self.series is not None:
            left, worked_for = self.series - self._ended.series, self._worked_for.series
        else:
            return None
        return (self._clock() - self._began) * max(0, left) / worked_for if worked_for else None


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


publish(
    "nbia.events",
    DownloadFinished,
    DownloadStarted,
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
