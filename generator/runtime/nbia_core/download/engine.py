"""Downloads many series: hands them to workers, remembers what is complete, and reports."""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import dataclasses
import datetime
import functools
import itertools
import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Final, Protocol

from msgspec import structs

from nbia_core.download.check.find_series import Others, find_others
from nbia_core.download.citations.citation import CitationTally
from nbia_core.download.disk.staging import Staging, remove_unused
from nbia_core.download.disk.state import HIDDEN_FOLDER, State, state_path
from nbia_core.download.inputs.groups import is_study
from nbia_core.download.inputs.inputs import Inputs, Unusable, Wanted
from nbia_core.download.references.further_series import Further, FurtherSeries
from nbia_core.download.references.reference_search import DEEPEST
from nbia_core.errors import ConnectionFailedError, DestinationError, NbiaError, NotPublicError
from nbia_core.files import check_free_space, free_space
from nbia_core.http._sync.session import Session
from nbia_core.text import counted

from .announcements import Announcements
from .cancellation import Cancellation, Stopped, reason_of
from .dry_run import DownloadPlan, dry_run
from .events import DownloadFinished, DownloadStarted, Event, Resolved, SeriesAdded, SeriesFinished
from .licenses import Licenses
from .lookups import MOST_TOGETHER, Lookups
from .model import COMPLETE, Announced, SeriesResult, SeriesState, Status
from .options import RETRIEVER
from .plan import Plan, is_in_place, needs_no_work, present
from .planning import Questions, resolve
from .report import DownloadReport
from .report_files import ReportFiles, check_places, report_name
from .requests import Breaker, RetryingSession
from .results import ResultCollector, count_of, marked
from .series import Outcome, SeriesTask, Shared
from .sources.advice import MOST_DISPUTED, tell_of_disputed
from .sources.gone import GONE
from .spare_cores import Cores
from .workers import Executed, Service, Threads, Workers, sessions_of

_LOG: Final = logging.getLogger("nbia")
_LOOK: Final = 0.1
"""Seconds between two looks at whether the caller wants to end."""
_ASKED_FOR: Final[tuple[Status, ...]] = ("downloaded", "repaired", "disputed", "failed", "not tried")
"""How series end that were not on disk."""
_BROKEN_OFF: Final = "an error, or an interruption, ended it"


class TellOfOthers(Protocol):
    """Says what to tell of other sources; `sources.advice.tell_of_others` describes it."""

    def __call__(
        self, gone: Sequence[str], disputed: Sequence[str], *, has_ended: bool, is_silent: bool
    ) -> tuple[str, ...]:
        """Return the notes for a report."""
        ...


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
    further: FurtherSeries | None = None
    """Finds the series that others refer to; None if these are not wanted."""
    tell_of_others: TellOfOthers | None = None
    """Says what to tell of sources that are not asked; None if one is."""


def run(
    job: Job, session: Session, progress: Callable[[Event], None] | None, stop: Cancellation
) -> DownloadReport | DownloadPlan:
    """Find out what is to be downloaded, and download it, or say what that would be.

    Raises:
        DestinationError: the destination cannot be written to, or has too little room; nothing was downloaded.
        InvalidParameterError: the index of a source is not there, or cannot be read; nothing was downloaded.
        NbiaError: no source said which series a study or patient has; nothing was downloaded.
    """
    plan = job.plan
    questions = Questions(plan.options.at_a_time, stop, job.cancel, progress)
    sessions = sessions_of(plan, session, stop, questions.note, breakers={}, refused=set())
    with contextlib.suppress(Stopped):  # the report or the plan says so
        resolve(job.inputs, plan.sources, sessions, questions, limit=plan.options.limit)
    if plan.options.dry_run:
        return dry_run(job.inputs, plan, sessions, questions, job.notes)
    return Download(job, session, progress, stop).run()


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
        self._results = ResultCollector()
        self._cited = CitationTally()
        self._taken = 0
        self._running: dict[int, Wanted] = {}
        self._found: collections.deque[Wanted] = collections.deque()
        self._named: set[str] = set()
        self._more = self._studies = 0
        self._notes: list[str] = []
        self._begun = datetime.datetime.now(datetime.UTC)
        self._clock = time.monotonic()
        self._room = 0
        self._reasons: dict[str, str] = {}
        self._others: Others | None = None
        self._announcements = Announcements(job.plan.sources)
        self._studies_in_indexes: Mapping[str, tuple[Wanted, ...]] | None = None

    def run(self) -> DownloadReport:
        """Download, and return the report, which is also saved in the destination.

        Raises:
            DestinationError: the destination cannot be written to, or has too little room; nothing was downloaded.
        """
        job = self._job
        self._announcements.add(item.series_instance_uid for item in job.inputs if isinstance(item, Wanted))
        with contextlib.ExitStack() as stack:
            stack.callback(remove_unused, [path for path in _folders(job.plan.root) if not os.path.lexists(path)])
            staging = stack.enter_context(Staging(job.plan.root, durable=job.plan.options.durable))
            check_places(job.plan.root, report_name(job.plan.options))
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
            shared = Shared(staging=staging, sessions=sessions, licenses=Licenses(), lookups=Lookups(), cores=Cores())
            workers = self._workers(shared)
            try:
                self._work_through(iter(job.inputs), state, workers)
                self._follow_references(state, workers, self._session_of_service(sessions))
            except BaseException:
                self._stop.request(_BROKEN_OFF)
                raise
            finally:
                workers.close()
                self._drain(state)
                self._try(state.flush)
            about = (source.about(self._begun.date()) for source in job.plan.sources)
            results = self._results.results()
            sources = (*(note for note in about if note is not None), *self._what_others_have(results))
            notes = dict.fromkeys((*job.notes, *job.inputs.notes, *self._notes, *sources))
            report = self._report(results, (*notes, *state.notes, *self._advice(results)))
            files = ReportFiles(job.plan, job.inputs.sources, staging, self._stop, self._cited)
            report = files.write(report, state)
        self._emit(DownloadFinished(report=report))
        return report

    def _session_of_service(self, sessions: tuple[RetryingSession, ...]) -> RetryingSession:
        """Return what sends the requests to the service, which is asked what series refer to wherever these come from."""
        for source, session in zip(self._job.plan.sources, sessions, strict=True):
            if not source.has_index:
                return session
        return RetryingSession(self._session, Breaker(self._session.retries), self._stop, self._tell)

    def _workers(self, shared: Shared) -> Workers:
        job, count = self._job, self._job.plan.options.at_a_time
        plan = dataclasses.replace(job.plan, room=self._room)
        if job.executor is not None:
            return Executed(job.executor, count, plan, job.service, self._done, self._stop)
        return Threads(count, plan, shared, self._done)

    # Series in, results out

    def _work_through(self, waiting: Iterator[Wanted | Unusable], state: State, workers: Workers) -> None:
        following = self._with_neighbours(waiting, state)
        is_open = True
        while is_open or self._running or self._found:
            self._look_for_cancellation()
            if self._stop.is_requested:
                break
            if workers.begin() and (is_open or self._found):
                item = (self._found.popleft(), ()) if self._found else next(following, None)
                is_open = is_open and item is not None
                if item is not None:
                    self._begin(*item, state, workers)
                self._take(state, seconds=0)
            else:
                self._take(state, seconds=_LOOK)

    def _with_neighbours(
        self, waiting: Iterator[Wanted | Unusable], state: State
    ) -> Iterator[tuple[Wanted | Unusable, tuple[str, ...]]]:
        """Hand out the series, each with those that come with it, where one request can ask about several."""
        plan = self._job.plan
        asks_of_all = any(source.takes_many(role) for source in plan.sources for role, _ in plan.folders.others)
        asks_of_bare = any(source.names_of_many for source in plan.sources)
        most = 1 if self._job.inputs.total is None else MOST_TOGETHER
        while new := list(itertools.islice(waiting, most)):
            wanted = [each for each in new if isinstance(each, Wanted)]
            state.read_ahead([each.series_instance_uid for each in wanted])
            asked = [each for each in wanted if asks_of_all or (asks_of_bare and not each.attributes)]
            together = tuple(each.series_instance_uid for each in asked)
            yield from ((each, together) for each in new)

    def _follow_references(self, state: State, workers: Workers, session: RetryingSession) -> None:
        """Download what the series in their places refer to, then what that refers to, and so on."""
        if self._job.further is None:
            return
        followed: set[str] = set()
        for _ in range(DEEPEST):
            results = self._results.results()
            mine = {result.series_instance_uid for result in results}
            done = [result.series_instance_uid for result in results if is_in_place(result, self._job.plan.options)]
            new = [uid for uid in done if uid not in followed]
            further = self._further(new, mine, state, session)
            self._notes += further.notes
            if not further.wanted:
                break
            followed.update(new)
            self._reasons |= further.reasons
            announced = [self._announcements.announced(wanted) for wanted in further.wanted]
            self._emit(
                SeriesAdded(
                    series=len(announced),
                    images=_sum([each.images for each in announced]),
                    size=_sum([each.size for each in announced]),
                )
            )
            self._work_through(iter(further.wanted), state, workers)
        if self._reasons:
            number = counted(len(self._reasons), "series was added", "series were added")
            self._notes.insert(0, f"{number}, because others refer to them")

    def _further(self, series: list[str], mine: set[str], state: State, session: RetryingSession) -> Further:
        """Find what series refer to, in a thread of its own: meanwhile it is seen whether the download is to end."""
        job, nothing = self._job, Further()
        if job.further is None or self._stop.is_requested or not series:
            return nothing
        with concurrent.futures.ThreadPoolExecutor(1, "nbia-references") as pool:
            finding = pool.submit(job.further.find, job.plan.root, state, series, mine, session, self._announcements)
            try:
                while not concurrent.futures.wait([finding], timeout=_LOOK).done:
                    self._look_for_cancellation()
            except BaseException:
                self._stop.request(_BROKEN_OFF)  # or the end of this block would wait for the thread
                raise
            try:
                return finding.result()
            except Stopped:
                return nothing
            except NbiaError as error:
                self._stop.request(f"what the series refer to could not be found out: {reason_of(error)}")
                return nothing

    def _begin(self, item: Wanted | Unusable, neighbours: tuple[str, ...], state: State, workers: Workers) -> None:
        job, number = self._job, self._taken
        self._taken += 1
        if isinstance(item, Unusable):
            failure = SeriesResult(series_instance_uid=item.text, status="failed", reason=item.reason)
            self._finish(number, failure)
            return
        known = state.get(item.series_instance_uid)
        if known is not None and needs_no_work(known, job.plan):
            self._finish(number, present(known, job.plan), known)
            return
        elsewhere = self._elsewhere(item.series_instance_uid, state)
        task = SeriesTask(
            wanted=item,
            known=known,
            elsewhere=elsewhere,
            neighbours=neighbours,
            offers=self._announcements.offers(item.series_instance_uid),
        )
        self._running[number] = item
        workers.submit(number, task)

    def _elsewhere(self, series_instance_uid: str, state: State) -> tuple[PurePath, ...]:
        """Return where other programs may have put a series: all is looked for when the first one is not there already."""
        if self._others is None:
            plan, self._others = self._job.plan, Others(folders={})
            with contextlib.suppress(Stopped):  # then the series itself is stopped, too
                self._others = find_others(plan.root, plan.source.layout, state.places(), self._check_stop)
        return tuple(self._others.folders.get(series_instance_uid, ()))

    def _take(self, state: State, seconds: float) -> None:
        """Take what workers have sent: one item, waiting so long for it, and all that is there already."""
        while seconds or not self._queue.empty():
            try:
                item = self._queue.get(timeout=seconds)
            except queue.Empty:
                return
            seconds = 0
            if isinstance(item, tuple):
                self._settle(*item, state)
            else:
                self._emit(item)

    def _settle(self, number: int, outcome: Outcome | BaseException, state: State) -> None:
        wanted = self._running.pop(number)
        if isinstance(outcome, Outcome):
            if outcome.state is not None:
                self._try(functools.partial(state.put, outcome.state))
            if outcome.stop_reason is not None:
                self._stop.request(outcome.stop_reason)
            members = outcome.members or self._members_in_indexes(wanted, outcome.result)
            if members:
                self._expand(wanted, members)
                return
            self._finish(number, outcome.result, outcome.state)
        elif isinstance(outcome, Stopped):
            self._results.put(number, _not_tried(wanted))
        else:
            self._finish(number, _failed(wanted, outcome))

    def _members_in_indexes(self, wanted: Wanted, result: SeriesResult) -> tuple[Wanted, ...]:
        """Return the series of the study that a UID names which no source has as a series."""
        if wanted.attributes or not _is_gone(result) or not self._job.plan.may_name_studies:
            return ()
        return self._look_up_studies().get(wanted.series_instance_uid, ())

    def _look_up_studies(self) -> Mapping[str, tuple[Wanted, ...]]:
        """Return the series of all UIDs of the list that are those of studies in an index; they are looked up once, together."""
        if self._studies_in_indexes is None:
            bare = (item for item in self._job.inputs if isinstance(item, Wanted) and not item.attributes)
            self._studies_in_indexes = self._announcements.add_studies(item.series_instance_uid for item in bare)
        return self._studies_in_indexes

    def _expand(self, study: Wanted, members: tuple[Wanted, ...]) -> None:
        """Take the series of a study that was named like a series; its own place in the results stays empty."""
        if not self._named and self._job.inputs.total is not None:
            self._named.update(item.series_instance_uid for item in self._job.inputs if isinstance(item, Wanted))
        new = [member for member in members if member.series_instance_uid not in self._named][: self._room_for_more()]
        self._named.update(member.series_instance_uid for member in new)
        self._look_up_studies()  # so that an index may have what the service shows and does not send
        self._found.extend(new)
        self._more += len(new)
        self._studies += 1
        words = is_study(study.series_instance_uid, len(members))
        self._notes.append(words)
        self._emit(Resolved(studies=1, patients=0, series=len(new), words=words, instead_of=1))

    def _room_for_more(self) -> int | None:
        """Return how many series more may take the place of a study; None if there is no limit."""
        limit = self._job.plan.options.limit
        if limit is None:
            return None
        total = self._job.inputs.total
        others = (limit if total is None else total) - self._studies - 1
        return max(0, limit - others - self._more)

    def _finish(self, number: int, result: SeriesResult, state: SeriesState | None = None) -> None:
        if state is not None and is_in_place(result, self._job.plan.options):
            self._cited.add(state.attributes)
        reason = self._reasons.get(result.series_instance_uid)
        if reason is not None:
            result = structs.replace(result, notes=(reason, *result.notes))
        self._results.put(number, result)
        if self._progress is not None:
            self._progress(SeriesFinished(result=result))

    def _drain(self, state: State) -> None:
        """Take what still came when the workers ended; whoever has not answered by now is not waited for."""
        self._progress = None if self._stop.is_requested else self._progress
        with contextlib.suppress(Exception):
            self._take(state, seconds=0)
        for number, wanted in self._running.items():
            self._results.put(number, _not_tried(wanted))
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
        if self._room < sum(filter(None, sizes)):
            missing = [announced.size or 0 for uid, announced in self._announced() if uid not in state]
            fitting = [size for size in missing if size <= self._room]  # the others fail by themselves
            check_free_space(self._job.plan.root, sum(fitting or missing))
        return _sum(images), _sum(sizes)

    def _announced(self) -> Iterator[tuple[str, Announced]]:
        """Hand out the UIDs of the series with what is said of them: by the caller, or else by a source with an index."""
        names = {name for source in self._job.plan.sources for name in source.count_attributes}
        for item in self._job.inputs.with_attributes(names):
            if isinstance(item, Wanted):
                yield item.series_instance_uid, self._announcements.announced(item)

    def _report(self, results: Sequence[SeriesResult], notes: tuple[str, ...]) -> DownloadReport:
        inputs = self._job.inputs
        return DownloadReport(
            to=self._job.plan.root,
            base_url=self._job.service.base_url,
            results=results,
            started=self._begun,
            finished=self._begun + datetime.timedelta(seconds=time.monotonic() - self._clock),  # clocks jump
            duplicates=inputs.duplicates,
            skipped=inputs.skipped,
            stopped=self._stop.reason,
            workers=self._job.plan.options.at_a_time,
            notes=notes,
            not_tried=0 if inputs.total is None else inputs.total + self._more + len(self._reasons) - self._taken,
        )

    def _what_others_have(self, results: Sequence[SeriesResult]) -> tuple[str, ...]:
        """Return what to tell of other sources, if series are gone or disputed, or the service did not answer at all."""
        disputed = list(marked(results, ["disputed"]))
        if self._job.tell_of_others is None:
            return tuple(self._what_sources_have(disputed[:MOST_DISPUTED]))
        is_silent = _is_silent(results)
        gone = list(marked(results, _ASKED_FOR)) if is_silent else list(filter(_is_gone, marked(results, ["failed"])))
        if self._stop.is_requested or not (gone or disputed):
            return ()
        return self._job.tell_of_others(
            [result.series_instance_uid for result in gone],
            [result.series_instance_uid for result in disputed],
            has_ended=any(result.error != NotPublicError.__name__ for result in gone),
            is_silent=is_silent,
        )

    def _what_sources_have(self, disputed: Sequence[SeriesResult]) -> Iterator[str]:
        """Say what the sources of this download have of series that another one of them has wrong."""
        for place, source in enumerate(self._job.plan.sources):
            offers = {
                result.series_instance_uid: self._announcements.offers(result.series_instance_uid)[place]
                for result in disputed
                if result.source != source.name
            }
            yield from tell_of_disputed(
                source.name, {uid: None if offer is None else offer.announced for uid, offer in offers.items()}
            )

    def _advice(self, results: Sequence[SeriesResult]) -> tuple[str, ...]:
        """Say what was not looked at for series of other programs, and how new ones would go into the Retriever's tree.

        That is of use if some lie there and new ones do not.
        """
        others, plan = self._others, self._job.plan
        if others is not None and others.is_cut:
            return (f"{plan.root} holds very many folders: not all were searched for series of other programs",)
        if others is None or len(others.trees) != 1 or plan.options.layout == RETRIEVER:
            return ()
        lie_there = {plan.root / place for places in others.folders.values() for place in places}
        if not count_of(results, ["downloaded"]):
            return ()
        if not any(result.path in lie_there for result in marked(results, COMPLETE)):
            return ()
        return (
            f"{others.trees[0]} is a tree as the NBIA Data Retriever makes it: a download to it with layout="
            f'"{RETRIEVER}" puts new series among the others',
        )

    def _try(self, writing: Callable[[], object]) -> None:
        """Run a function that writes to the destination. If it fails, the download ends, and the report says why."""
        try:
            writing()
        except DestinationError as error:
            self._stop.request(reason_of(error))

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

    def _check_stop(self) -> None:
        """Raise Stopped if the caller wants to end."""
        self._look_for_cancellation()
        self._stop.check()

    def _look_for_cancellation(self) -> None:
        if self._job.cancel is not None and self._job.cancel.is_set():
            self._stop.request("it was cancelled")


def _folders(root: Path) -> tuple[Path, Path]:
    """Return the folders that a download makes before it knows whether it can begin."""
    return root / HIDDEN_FOLDER, root


def _is_gone(result: SeriesResult) -> bool:
    """Whether the source that was asked last has said that it does not have a series, or not any more."""
    return result.error in {kind.__name__ for kind in GONE}


def _is_silent(results: Sequence[SeriesResult]) -> bool:
    """Whether the service was asked for series, and no answer came for any of them."""
    return count_of(results, _ASKED_FOR) > 0 and all(
        result.error == ConnectionFailedError.__name__ and not result.archive_size and result.http_status is None
        for result in marked(results, _ASKED_FOR)
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
