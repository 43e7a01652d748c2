"""Downloads many series: hands them to workers, remembers what is complete, and reports."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import datetime
import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from nbia_core.download.disk.metadata_csv import is_metadata, write_metadata
from nbia_core.download.disk.ownership import has_same_content, place_for
from nbia_core.download.disk.staging import Staging, remove_unused
from nbia_core.download.disk.state import HIDDEN_FOLDER, State, state_path
from nbia_core.download.inputs.inputs import Inputs, Unusable, Wanted
from nbia_core.errors import DestinationError, NotPublicError
from nbia_core.files import check_free_space, free_space
from nbia_core.http._sync.session import Session

from .cancellation import Cancellation, Stopped
from .events import DownloadFinished, DownloadStarted, Event, SeriesFinished
from .licenses import Licenses
from .model import Announced, SeriesResult
from .report import DownloadReport, is_report
from .series import GONE, Outcome, Plan, Shared, needs_no_work, present
from .sources import Offers, Source
from .workers import Executed, SeriesTask, Service, Threads, Workers, sessions_of

REPORT: Final = "download-report.json"
METADATA: Final = "metadata.csv"
_LOG: Final = logging.getLogger("nbia")
_LOOK: Final = 0.1
"""Seconds between two looks at whether the caller wants to end."""


_MOST_AT_ONCE: Final = 10_000
"""Complete series in a destination beyond which a download that is ended early does not write its table: it takes long."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Job:
    """What is to be downloaded, and how."""

    inputs: Inputs
    """The series."""
    plan: Plan
    """What all of them have in common."""
    service: Service
    """How to reach the service."""
    executor: concurrent.futures.Executor | None = None
    """Who runs the tasks; None: threads of our own."""
    cancel: threading.Event | None = None
    """Set by the caller to end early."""
    notes: tuple[str, ...] = ()
    """What the report is to say besides."""
    elsewhere: Callable[[Sequence[str], Sequence[str], bool], tuple[str, ...]] | None = None
    """Says of series that are gone, of disputed ones, and whether the service is gone, what to tell of other sources."""


class Download:
    """One download, from the first series to the report."""

    def __init__(
        self, job: Job, session: Session, progress: Callable[[Event], None] | None, stop: Cancellation
    ) -> None:
        self._job = job
        self._session = session
        self._progress = progress
        self._stop = stop
        self._queue: queue.SimpleQueue[Event | tuple[int, Outcome | BaseException]] = queue.SimpleQueue()
        self._results: list[SeriesResult | None] = []
        self._running: dict[int, Wanted] = {}
        self._offers: tuple[Offers, ...] = ()
        self._begun = datetime.datetime.now(datetime.UTC)
        self._clock = time.monotonic()
        self._room = 0

    def run(self) -> DownloadReport:
        """Download, and return the report, which is also saved in the destination.

        Raises:
            DestinationError: the destination cannot be written to, or has too little room; nothing was downloaded.
        """
        job = self._job
        self._offers = tuple(source.announce(self._uids(source)) for source in job.plan.sources)
        with contextlib.ExitStack() as stack:
            stack.callback(remove_unused, [path for path in _folders(job.plan.root) if not os.path.lexists(path)])
            staging = stack.enter_context(Staging(job.plan.root, durable=job.plan.options.durable))
            _check_free(job.plan.root)
            self._room = free_space(job.plan.root)
            # A new state is made only when nothing refuses the download any more.
            surveyed = None if state_path(job.plan.root).exists() else self._survey(())
            state = State(job.plan.root, before_commit=staging.sync_places)
            stack.callback(self._try, state.close)
            images, size = surveyed or self._survey(state)
            self._emit(
                DownloadStarted(
                    to=job.plan.root,
                    series=job.inputs.total,
                    images=images,
                    size=size,
                    workers=job.plan.options.at_a_time,
                )
            )
            sessions = sessions_of(job.plan, self._session, self._stop, self._tell, breakers={}, refused=set())
            shared = Shared(staging=staging, sessions=sessions, licenses=Licenses())
            workers = self._workers(shared)
            try:
                self._work_through(state, workers)
            except BaseException:
                self._stop.request("an error, or an interruption, ended it")
                raise
            finally:
                workers.close()
                self._drain(state)
                self._try(state.flush)
            about = (source.about(self._begun.date()) for source in job.plan.sources)
            notes = (*job.notes, *(note for note in about if note is not None), *self._elsewhere(), *state.notes)
            report = self._report(notes)
            report = self._written(report, partial(self._write_metadata, staging, state))
            report = self._written(report, partial(self._write_report, staging))
        self._emit(DownloadFinished(report=report))
        return report

    def _workers(self, shared: Shared) -> Workers:
        if self._job.executor is not None:
            return Executed(self._job.executor, self._done)
        return Threads(self._job.plan.options.at_a_time, shared, self._done)

    # Series in, results out

    def _work_through(self, state: State, workers: Workers) -> None:
        waiting = iter(self._job.inputs)
        is_open = True
        while is_open or self._running:
            self._look_for_cancellation()
            if self._stop.is_requested:
                break
            if is_open and len(self._running) < 2 * self._job.plan.options.at_a_time:
                item = next(waiting, None)
                is_open = item is not None
                if item is not None:
                    self._begin(item, state, workers)
                self._take(state, seconds=0)
            else:
                self._take(state, seconds=_LOOK)

    def _begin(self, item: Wanted | Unusable, state: State, workers: Workers) -> None:
        job, number = self._job, len(self._results)
        self._results.append(None)
        if isinstance(item, Unusable):
            failure = SeriesResult(series_instance_uid=item.text, status="failed", reason=item.reason)
            self._finish(number, failure)
            return
        known = state.get(item.series_instance_uid)
        if known is not None and needs_no_work(known, job.plan):
            self._finish(number, present(known, job.plan))
            return
        plan = dataclasses.replace(job.plan, room=self._room)
        offers = tuple(offers.get(item.series_instance_uid) for offers in self._offers)
        task = SeriesTask(wanted=item, known=known, plan=plan, service=job.service, offers=offers)
        self._running[number] = item
        workers.submit(number, task)

    def _take(self, state: State, seconds: float) -> None:
        """Take what workers have sent: one item, waiting so long for it, and all that is there already."""
        try:
            while True:
                item = self._queue.get(timeout=seconds) if seconds else self._queue.get_nowait()
                seconds = 0
                if isinstance(item, tuple):
                    self._settle(*item, state)
                else:
                    self._emit(item)
        except queue.Empty:
            return

    def _settle(self, number: int, outcome: Outcome | BaseException, state: State) -> None:
        wanted = self._running.pop(number)
        if isinstance(outcome, Outcome):
            if outcome.state is not None:
                self._try(partial(state.put, outcome.state))
            if outcome.stop_reason is not None:
                self._stop.request(outcome.stop_reason)
            self._finish(number, outcome.result)
        elif isinstance(outcome, Stopped):
            self._results[number] = _not_tried(wanted)
        else:
            self._finish(number, _failed(wanted, outcome))

    def _finish(self, number: int, result: SeriesResult) -> None:
        self._results[number] = result
        self._emit(SeriesFinished(result=result))

    def _drain(self, state: State) -> None:
        """Take what still came when the workers ended; whoever has not answered by now is not waited for."""
        self._progress = None if self._stop.is_requested else self._progress
        with contextlib.suppress(Exception):
            self._take(state, seconds=0)
        for number, wanted in self._running.items():
            self._results[number] = _not_tried(wanted)
        self._running.clear()

    # Before and after

    def _survey(self, state: State | tuple[()]) -> tuple[int | None, int | None]:
        """Return how many images and bytes there are in all, None where a series does not say.

        Raises:
            DestinationError: what is missing cannot fit, as far as sizes are known.
        """
        if self._job.inputs.total is None:
            return None, None
        images: list[int | None] = []
        sizes: list[int | None] = []
        for _, announced in self._announced():
            images.append(announced.images)
            sizes.append(announced.size)
        if self._room < sum(size or 0 for size in sizes):
            missing = [announced.size or 0 for uid, announced in self._announced() if uid not in state]
            fitting = [size for size in missing if size <= self._room]  # the others fail by themselves
            check_free_space(self._job.plan.root, sum(fitting or missing))
        return _sum(images), _sum(sizes)

    def _announced(self) -> Iterator[tuple[str, Announced]]:
        """Hand out the UIDs of the series with what is said of them: the first source has the first word."""
        source, offers = self._job.plan.source, self._offers
        for item in self._job.inputs:
            if isinstance(item, Wanted):
                uid = item.series_instance_uid
                said = source.announced(item.attributes)
                found = (each.announced(uid) for each in offers) if said.images is None else iter(())
                yield uid, next((announced for announced in found if announced is not None), said)

    def _uids(self, source: Source) -> Collection[str]:
        """Return the series that a source with an index is to look up there."""
        if not source.has_index:
            return ()
        return [item.series_instance_uid for item in self._job.inputs if isinstance(item, Wanted)]

    def _report(self, notes: tuple[str, ...]) -> DownloadReport:
        inputs = self._job.inputs
        begun = len(self._results)
        return DownloadReport(
            to=self._job.plan.root,
            base_url=self._job.service.base_url,
            results=tuple(result for result in self._results if result is not None),
            started=self._begun,
            finished=self._begun + datetime.timedelta(seconds=time.monotonic() - self._clock),  # clocks jump
            duplicates=inputs.duplicates,
            skipped=inputs.skipped,
            stopped=self._stop.reason,
            workers=self._job.plan.options.at_a_time,
            notes=notes,
            not_tried=0 if inputs.total is None else inputs.total - begun,
        )

    def _elsewhere(self) -> tuple[str, ...]:
        """Return what to tell of other sources, if series are gone or disputed and no other source was asked for."""
        names = {kind.__name__ for kind in GONE}
        results = [result for result in self._results if result is not None]
        gone = [result for result in results if result.error in names]
        disputed = [result.series_instance_uid for result in results if result.status == "disputed"]
        if self._job.elsewhere is None or self._stop.is_requested or not (gone or disputed):
            return ()
        has_ended = any(result.error != NotPublicError.__name__ for result in gone)
        return self._job.elsewhere([result.series_instance_uid for result in gone], disputed, has_ended)

    def _written(self, report: DownloadReport, writing: Callable[[DownloadReport], DownloadReport]) -> DownloadReport:
        """Return the report as it is after a file was written, or could not be."""
        try:
            return writing(report)
        except DestinationError as error:
            self._stop.request(error.message)
            return dataclasses.replace(report, stopped=self._stop.reason)

    def _write_metadata(self, staging: Staging, state: State, report: DownloadReport) -> DownloadReport:
        """Write metadata.csv if a series of this download is in its place; the report says where."""
        if not any(self._is_in_place(result) for result in report.results):
            return report
        if report.stopped is not None and len(state) > _MOST_AT_ONCE:
            note = f"{METADATA} is not up to date; the next run that is not ended early writes it"
            return dataclasses.replace(report, notes=(*report.notes, note))
        new = staging.new_file()
        write_metadata(new, lambda: iter(state), self._job.plan.source.record_type)
        wanted, lists = self._job.plan.root / METADATA, self._job.inputs.sources
        path, notes = place_for(new, wanted, lambda old: is_metadata(old, new), lists)
        if not has_same_content(path, new):
            staging.put_file(new, path)
        return dataclasses.replace(report, metadata_path=path, notes=report.notes + notes)

    def _is_in_place(self, result: SeriesResult) -> bool:
        return result.is_complete or (result.status == "disputed" and self._job.plan.options.accept_disputed)

    def _write_report(self, staging: Staging, report: DownloadReport) -> DownloadReport:
        """Save the report if a series was tried; it says itself where it is."""
        if all(result.status == "not tried" for result in report.results):
            return report
        new = staging.new_file()
        path, notes = place_for(new, self._job.plan.root / REPORT, is_report, self._job.inputs.sources)
        report = dataclasses.replace(report, report_path=path, notes=report.notes + notes)
        report.save(new)
        staging.put_file(new, path)
        return report

    def _try(self, writing: Callable[[], object]) -> None:
        """Write; if that is not possible any more, end the download, whose report says so."""
        try:
            writing()
        except DestinationError as error:
            self._stop.request(error.message)

    # Between threads

    def _tell(self, event: Event) -> None:
        """Take an event from a worker."""
        if self._progress is not None:
            self._queue.put(event)

    def _done(self, number: int, outcome: Outcome | BaseException) -> None:
        """Take a result from a worker."""
        self._queue.put((number, outcome))

    def _emit(self, event: Event) -> None:
        if self._progress is not None:
            self._progress(event)

    def _look_for_cancellation(self) -> None:
        if self._job.cancel is not None and self._job.cancel.is_set():
            self._stop.request("it was cancelled")


def _folders(root: Path) -> tuple[Path, Path]:
    """Return the folders that a download makes before it knows whether it can begin."""
    return root / HIDDEN_FOLDER, root


def _check_free(root: Path) -> None:
    """Refuse a destination in which the files that a download writes at its end cannot be written."""
    for name in (METADATA, REPORT):
        if (root / name).is_dir():
            raise DestinationError(
                f"{root / name} is a folder, and a download writes a file of this name.", hint="move it away"
            )


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _not_tried(wanted: Wanted) -> SeriesResult:
    return SeriesResult(
        series_instance_uid=wanted.series_instance_uid,
        status="not tried",
        reason="The download ended before it was complete.",
    )


def _failed(wanted: Wanted, error: BaseException) -> SeriesResult:
    """Report what no task should raise: a mistake of ours, or an executor that broke down."""
    _LOG.error("%s failed unexpectedly", wanted.series_instance_uid, exc_info=error)
    return SeriesResult(
        series_instance_uid=wanted.series_instance_uid,
        status="failed",
        reason=f"Unexpected {type(error).__name__}: {error}",
        error=type(error).__name__,
    )
