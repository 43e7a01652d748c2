"""Puts one series on disk: keeps what is there and right, downloads what is not, and says how it ended."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import functools
import time
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final

from msgspec import structs

from nbia_core.download.check.completeness import Verdict
from nbia_core.download.check.find_series import first_header
from nbia_core.download.check.on_disk import Examined, examine_archive, examine_folder, still_holds
from nbia_core.download.disk.naming import naming_of, new_names, rename
from nbia_core.download.disk.ownership import holds_others, is_no_image, lies_at, refuse_to_move
from nbia_core.download.disk.staging import Staging, sync_files
from nbia_core.download.inputs.inputs import Wanted, members
from nbia_core.download.inputs.values import Reader
from nbia_core.download.zip.entries import Entries, file_states
from nbia_core.errors import DestinationError, NbiaError, NotPublicError
from nbia_core.files import check_takes_names
from nbia_core.text import some

from .cancellation import reason_of
from .events import SeriesStarted
from .fetch import ARCHIVE, Fetch, Received
from .licenses import Licenses, write_license, write_new_license
from .lookups import Lookups
from .model import Announced, FileState, Offer, SeriesInfo, SeriesResult, SeriesState, Status
from .options import RETRIEVER
from .plan import Plan, fits, license_beside, license_of, present, result_of
from .requests import RetryingSession
from .sources import Source
from .sources.advice import has_images
from .sources.gone import is_gone
from .spare_cores import Cores

_MOST_NAMED: Final = 3
"""How many images a note names."""
_FATAL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE}
"""What makes further work in a destination pointless."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """What the series of one process share."""

    staging: Staging
    """Its folder for unfinished work."""
    sessions: tuple[RetryingSession, ...]
    """Send the requests to each source, in their order."""
    licenses: Licenses
    """The licence texts so far."""
    lookups: Lookups
    """What other endpoints have said so far."""
    cores: Cores = dataclasses.field(default_factory=lambda: Cores(0))
    """Which cores have nothing to do; none where other processes have them."""

    @property
    def session(self) -> RetryingSession:
        """That of the first source."""
        return self.sessions[0]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a series."""

    result: SeriesResult
    """For the report."""
    state: SeriesState | None = None
    """To remember; None if nothing of it is in place."""
    stop_reason: str | None = None
    """Why nothing more can be written to this destination."""
    members: tuple[Wanted, ...] = ()
    """The series of the study that it is in truth, which are to take its place; empty if it is a series, or unknown."""


class _TakenError(Exception):
    """Another series lies at the place of this one."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class SeriesTask:
    """One series to be put on disk. Running it twice, or in two places at once, does no harm; it can be pickled."""

    wanted: Wanted
    """The series."""
    known: SeriesState | None
    """What an earlier run remembers of it."""
    elsewhere: tuple[PurePath, ...] = ()
    """Folders in the destination that may hold it besides its own, relative to the destination."""
    neighbours: tuple[str, ...] = ()
    """The series that come with it, if one request can ask about several."""
    offers: tuple[Offer | None, ...] = (None,)
    """What each source says that it has of the series."""

    def run(self, plan: Plan, shared: Shared) -> Outcome:
        """Put the series on disk.

        Raises:
            Stopped: the download is to end; the series is as it was before.
        """
        return _SeriesWork(self, plan, shared).run()


class _SeriesWork:
    """The work on one series."""

    def __init__(self, task: SeriesTask, plan: Plan, shared: Shared) -> None:
        wanted = task.wanted
        self._uid = wanted.series_instance_uid
        self._known = task.known
        self._elsewhere = task.elsewhere
        self._neighbours = task.neighbours
        self._offers = task.offers
        self._chosen: PurePath | None = None
        self._naming = plan.options.naming
        self._plan = plan
        self._source = plan.source
        self._session = shared.session
        self._options = plan.options
        self._shared = shared
        self._attributes = wanted.attributes
        self._is_bare = not wanted.attributes
        self._info = SeriesInfo(series_instance_uid=self._uid, attributes=wanted.attributes, announced=Announced())
        self._fetches: list[Fetch] = []
        self._unknown_to: list[tuple[Source, RetryingSession]] = []
        self._begun = time.monotonic()
        self._was_damaged = False
        self._is_shared = False
        self._notes: list[str] = []
        self._lacks: list[str] = []
        self._moved_to: tuple[Path, ...] = ()

    def run(self) -> Outcome:
        """Put the series on disk from the first source that has it, and say how that ended."""
        *others, last = zip(self._plan.sources, self._shared.sessions, self._offers, strict=True)
        for source, session, offer in others:
            try:
                return self._put_on_disk(source, session, offer)
            except NbiaError as error:
                if not is_gone(error, self._info):
                    return self._fail(error)
                self._learn_from(error)
                self._lacks.append(f"{source.name} does not have it: {error.message}")
                self._notes.append(self._lacks[-1])
        try:
            return self._put_on_disk(*last)
        except NbiaError as error:
            self._learn_from(error)
            return self._fail(error)

    def _learn_from(self, error: NbiaError) -> None:
        """Remember what a source has said of the series, and that it does not know the series, if it said that."""
        self._attributes = {**self._attributes, **self._info.attributes}
        if isinstance(error, NotPublicError):
            self._unknown_to.append((self._source, self._session))

    def _put_on_disk(self, source: Source, session: RetryingSession, offer: Offer | None) -> Outcome:
        """Put the series on disk with what one source has.

        Raises:
            NbiaError: that was not possible.
            Stopped: the download is to end; the series is as it was before.
        """
        self._source, self._session = source, session
        try:
            self._info = source.known(self._uid, self._attributes, offer)
        except NbiaError:
            kept = self._keep()  # what is complete needs no source
            if kept is None:
                raise
            return kept
        self._notes += [] if self._info.note is None else [self._info.note]
        self.__dict__.pop("_planned", None)  # a source may know more of the attributes that it is made of
        return self._keep() or self._take_over() or self._download()

    def _keep(self) -> Outcome | None:
        """Keep a series that an earlier run completed, if it is still what it was."""
        known, root = self._known, self._plan.root
        if known is None or self._was_damaged or not fits(known, self._options):
            return None
        if self._options.verify or not still_holds(root, known):
            examined = self._examine(root / known.path, known)
            if examined.verdict.problems:
                self._note_damage(examined)
                if lies_at(root / known.path, as_zip=self._options.as_zip):
                    self._choose(PurePath(known.path), known.files)
                return None
            known = structs.replace(known, files=examined.files)
        if license_of(known, self._plan) is False:
            self._learn_what_is_needed()
            known = structs.replace(known, files=known.files + self._add_license(root / known.path))
        return Outcome(result=present(known, self._plan, self._seconds), state=known)

    def _take_over(self) -> Outcome | None:
        """Take over what an earlier download, of whatever program, left at the place of the series or elsewhere."""
        self._info = self._shared.lookups.learn(
            self._info, self._plan.folders, self._source, self._session, self._neighbours
        )
        if not self._was_damaged:
            outcome = self._adopt_own()
            if outcome is not None:
                return outcome
        if self._was_damaged and self._lies_at(self._place):
            return None  # it is repaired there
        for place in self._elsewhere:
            if place != self._place and self._lies_at(place):
                outcome = self._adopt(place)
                if outcome is not None:
                    return outcome
        return None

    def _adopt_own(self) -> Outcome | None:
        """Take over what lies at the place of the series; another place becomes its own if another series has that."""
        outcome = self._adopt(self._place) if self._lies_at(self._place) else None
        if outcome is None and self._is_taken(self._target):
            self._give_way()
            outcome = self._adopt(self._place) if self._lies_at(self._place) else None
        return outcome

    def _is_taken(self, place: Path) -> bool:
        """Whether images of another series lie in the folder that the layout names, if that may name one for two."""
        if not self._plan.folders.may_be_shared or self._place != self._planned:
            return False
        return self._is_shared or first_header(place).series_instance_uid not in (None, self._uid)

    def _give_way(self) -> None:
        self._notes.append(f"{self._place} has another series already")
        self._chosen = PurePath(self._plan.folders.other_path(self._uid, self._info.attributes))
        self._was_damaged = self._is_shared = False

    def _lies_at(self, place: PurePath) -> bool:
        return lies_at(self._plan.root / place, as_zip=self._options.as_zip)

    def _adopt(self, place: PurePath) -> Outcome | None:
        """Take over what lies somewhere, if it is complete; otherwise it is repaired there if nothing else is among it."""
        is_elsewhere, path = place != self._place, self._plan.root / place
        self._learn_what_is_needed()
        examined = self._examine(path, self._moved(path), with_headers=is_elsewhere)
        if examined.verdict.problems and not self._info.is_fresh:
            before = self._info.announced
            self._describe()  # what the caller said may be wrong
            is_same = self._info.announced == before
            examined = examined if is_same else self._examine(path, None, with_headers=is_elsewhere)
        if examined.verdict.problems and not is_elsewhere:
            self._is_shared = examined.is_shared
            self._note_damage(examined)
            return None
        if examined.verdict.problems:
            self._note_remains(place, examined)
            return None
        self._chosen = place
        if is_elsewhere:
            self._notes.append(f"was found in {place}, and stays there")
        files = examined.files
        state = self._state(files, examined.verdict)
        if license_of(state, self._plan) is False:
            state = structs.replace(state, files=files + self._add_license(path))
        return self._complete("adopted", path, state)

    def _choose(self, place: PurePath, files: Sequence[FileState]) -> None:
        """Let the series be where it lies already, with file names as they are there."""
        self._chosen = place
        self._naming = naming_of([file.name for file in files if file.is_image], self._naming)

    def _moved(self, path: Path) -> SeriesState | None:
        """Return what is remembered of the series, if what lies at a path has its images and its own place has nothing."""
        known = self._known
        if known is None or known.is_archive or lies_at(self._plan.root / known.path, as_zip=False):
            return None
        return known if all((path / file.name).is_file() for file in known.files if file.is_image) else None

    def _note_remains(self, place: PurePath, examined: Examined) -> None:
        """Note an incomplete copy elsewhere, and choose its place for the repair if it holds images of this series alone."""
        problems = "; ".join(examined.verdict.problems[:3])
        if examined.is_shared:
            self._notes.append(f"{place} holds images of other series as well, and stays as it is")
        elif examined.verdict.images and not lies_at(self._target, as_zip=self._options.as_zip):
            self._was_damaged = True
            self._choose(place, examined.files)
            self._notes.append(f"was in {place}, but: {problems}")
        else:
            self._notes.append(f"{place} is of no use: {problems}")

    def _examine(self, path: Path, known: SeriesState | None, *, with_headers: bool = False) -> Examined:
        announced = self._info.announced if known is None else Announced(images=known.images, size=known.size)
        examine = examine_archive if self._options.as_zip else examine_folder
        return examine(
            path,
            series_instance_uid=self._uid,
            announced=announced,
            layout=self._source.layout,
            known=known,
            with_headers=with_headers or self._options.check_headers,
            stop=self._session.stop.check,
        )

    def _note_damage(self, examined: Examined) -> None:
        self._was_damaged = True
        self._notes.append(f"was on disk, but: {'; '.join(examined.verdict.problems[:3])}")

    def _download(self) -> Outcome:
        self._check_room()
        announced = self._info.announced
        refuse_to_move(self._plan.lists, self._target)
        check_takes_names(self._target.parent)
        self._session.tell(
            SeriesStarted(series_instance_uid=self._uid, expected_images=announced.images, expected_size=announced.size)
        )
        fetch = Fetch(
            self._info,
            self._source,
            self._shared.staging,
            self._session,
            keeps_archive=self._options.as_zip,
            durable=self._options.durable,
            check_headers=self._options.check_headers,
            cores=self._shared.cores,
        )
        self._fetches.append(fetch)
        try:
            received = fetch.run()
        finally:
            self._info = fetch.info
        try:
            if received.verdict.fault is not None and not self._options.accept_disputed:
                return self._keep_apart(received)
            files, verdict = self._finish(received)
            source = received.folder / ARCHIVE if self._options.as_zip else received.folder
            try:
                self._moved_to = self._put_in_place(source)
            except _TakenError:
                self._give_way()
                self._moved_to = self._put_in_place(source)
            path = self._target
            self._notes += [f"files that were in the way are now in {holder}" for holder in self._moved_to]
        finally:
            self._shared.staging.discard(received.folder)
        if self._options.as_zip:
            self._add_license(path, received.entries)
        self._note_early_end(received)
        state = structs.replace(self._state(files, verdict), source=self._source.name, version=self._info.version)
        if received.verdict.fault is not None:
            state = structs.replace(state, is_disputed=True)
            outcome = self._complete("disputed", path, state)
            return dataclasses.replace(outcome, result=self._blame(outcome.result, received))
        return self._complete("repaired" if self._was_damaged else "downloaded", path, state)

    def _put_in_place(self, source: Path) -> tuple[Path, ...]:
        def keeps_old(place: Path) -> bool:
            if self._is_taken(place):  # by a series that was downloaded at the same time
                raise _TakenError
            return holds_others(place, source, self._source.layout)

        return self._shared.staging.put_in_place(
            source, self._target, self._uid, keeps_old=keeps_old, stays=is_no_image
        )

    def _check_room(self) -> None:
        """Refuse a series that is larger than all the room that there was: the others may fit.

        Raises:
            DestinationError: it is, also by what the source says.
        """
        room = self._plan.room
        if room is None or (self._info.announced.size or 0) <= room:
            return
        self._describe()
        size = self._info.announced.size
        if size is not None and size > room:
            raise DestinationError(
                f"The series needs {size:,} bytes, and {room:,} were free in {self._plan.root}.",
                hint="make room, or choose another folder",
            )

    def _finish(self, received: Received) -> tuple[tuple[FileState, ...], Verdict]:
        """Name the files, add the licence, and put everything on disk; describe the files."""
        folder, entries, verdict = received.folder, received.entries, received.verdict
        if received.archive is not None:
            return (structs.replace(received.archive, name=self._target.name),), verdict
        headers = [entry.header for entry in entries.images if entry.header is not None]
        if self._naming != "server" and "headers" in verdict.checks:
            names = [entry.name for entry in entries.images]
            renamed = new_names(self._naming, names, headers)
            rename(folder, entries, renamed, self._source.layout)
            not_verifiable = tuple(renamed[name] for name in verdict.not_verifiable)
            verdict = structs.replace(verdict, not_verifiable=not_verifiable)
        files = file_states(folder, entries)
        if all(file.name != self._source.layout.license for file in files):
            name, text = self._license()
            if name is not None and text is not None:
                files += (write_new_license(folder / name, text),)
        if self._options.durable:
            sync_files(folder, [file.name for file in files])
        return files, verdict

    def _keep_apart(self, received: Received) -> Outcome:
        """Put aside what the server itself has wrong, with what shows it."""
        evidence = {
            "series_instance_uid": self._uid,
            "source": self._source.name,
            "version": self._info.version,
            "url": self._source.url(self._info, self._session),
            "announced_images": self._info.announced.images,
            "announced_size": self._info.announced.size,
            "received_images": received.verdict.images,
            "received_size": received.verdict.size,
            "fault": str(received.verdict.fault.message) if received.verdict.fault else "",
            "tries": received.evidence,
        }
        path = self._shared.staging.keep_apart(received.folder, self._uid, evidence)
        verdict, announced = received.verdict, self._info.announced
        result = SeriesResult(
            series_instance_uid=self._uid,
            status="disputed",
            path=path,
            images=verdict.images,
            expected_images=announced.images,
            size=verdict.size,
            expected_size=announced.size,
            verified=verdict.verified,
            not_verifiable=verdict.not_verifiable,
            checks=verdict.checks,
            source=self._source.name,
            version=self._info.version,
        )
        return Outcome(result=self._blame(self._measured(result), received))

    def _blame(self, result: SeriesResult, received: Received) -> SeriesResult:
        fault = received.verdict.fault
        assert fault is not None, "only what has a fault is disputed"
        return structs.replace(
            result,
            reason=f"{fault.message} It came the same way {received.tries} times.",
            hint=f"tell {self._source.contact}, with the evidence; accept_disputed=True takes the images as they are"
            + "".join(f"; {words}" for words in self._others_have()),
            error=type(fault).__name__,
            url=self._source.url(self._info, self._session),
        )

    def _others_have(self) -> Iterator[str]:
        """Say what other sources have of the series; they were not asked, because this one has it, too."""
        for source, offer in zip(self._plan.sources, self._offers, strict=True):
            if source is not self._source and offer is not None:
                yield f'{has_images(source.name, offer.announced)} of it: source="{source.name}" brings them'

    def _fail(self, error: NbiaError) -> Outcome:
        announced = self._info.announced
        result = SeriesResult(
            series_instance_uid=self._uid,
            status="failed",
            expected_images=announced.images,
            expected_size=announced.size,
            reason=" ".join([error.message, *self._lacks]),
            hint=error.hint,
            error=type(error).__name__,
            url=error.url,
            http_status=error.status,
            sentence=error.sentence,
            source=self._source.name,
            version=self._info.version,
        )
        return Outcome(
            result=self._measured(result), stop_reason=self._stop_reason(error), members=self._members(error)
        )

    def _members(self, error: NbiaError) -> tuple[Wanted, ...]:
        """Return the series of a study, where no series has this UID and the caller gave nothing but the UID."""
        if not (self._plan.may_name_studies and self._is_bare and isinstance(error, NotPublicError)):
            return ()
        for source, session in self._unknown_to:
            if source.has_index:
                continue  # whoever looks many up at once looks there
            with contextlib.suppress(NbiaError):
                rows = self._shared.lookups.series_of_study(self._uid, source, session)
                if rows:
                    return tuple(members(rows, Reader(source.record_type)))
        return ()

    def _stop_reason(self, error: NbiaError) -> str | None:
        """Return why no other series can be written either, if that is so."""
        if not isinstance(error, DestinationError):
            return None
        root = self._plan.root
        is_of_all = error.filename == str(root) and self._target.parent == root
        is_fatal = is_of_all or error.errno in _FATAL or not self._shared.staging.is_there
        return reason_of(error) if is_fatal else None

    def _note_early_end(self, received: Received) -> None:
        """Say so where an archive came whole only when it was asked for in another way, and why."""
        short = self._fetches[-1].short
        if short is None or received.verdict.fault is not None:
            return
        names = received.verdict.not_verifiable
        why = f", since the server has no MD5 hash of {some(names, _MOST_NAMED)}" if names else ""
        came = f"{short} of {received.verdict.images} images"
        self._notes.append(f"the archive ended early, after {came}{why}; asked for in another way it came whole")

    def _add_license(self, path: Path, entries: Entries | None = None) -> tuple[FileState, ...]:
        """Write the licence text into a folder, or beside a kept archive; describe the file if it is in the folder."""
        own = b"" if entries is None else bytes(entries.license)
        name, text = (self._source.layout.license, own) if own.strip() else self._license()
        if name is None or text is None:
            return ()
        if self._options.as_zip:
            write_license(license_beside(path), text, self._shared.staging)
            return ()
        written = write_license(path / name, text, self._shared.staging)
        return () if written is None else (written,)

    def _learn_what_is_needed(self) -> None:
        """Ask the source what the series is and has, if that is not known well enough for a download."""
        if self._info.lacks(self._source.license_attributes):
            self._describe()

    def _describe(self) -> None:
        """Ask the source what the series is and has, if it was not asked before."""
        info = self._info
        if not info.is_fresh:
            self._info = dataclasses.replace(info, is_fresh=True)
            self._info = self._source.describe(info, self._session)

    def _license(self) -> tuple[str | None, bytes | None]:
        """Return the name of the licence's file and its text, each None if there is none."""
        text = self._shared.licenses.text(
            self._info, self._source, self._session, check_headers=self._options.check_headers
        )
        return self._source.layout.license, text

    @property
    def _place(self) -> PurePath:
        """Where the series belongs in the destination: where it was found, or else where the layout says."""
        return self._planned if self._chosen is None else self._chosen

    @functools.cached_property
    def _planned(self) -> PurePath:
        place = PurePath(self._plan.folders.path(self._uid, self._info.attributes))
        return place.with_name(f"{place.name}.zip") if self._options.as_zip else place

    @property
    def _target(self) -> Path:
        return self._plan.root / self._place

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._begun

    def _state(self, files: tuple[FileState, ...], found: Verdict) -> SeriesState:
        announced = self._info.announced
        return SeriesState(
            series_instance_uid=self._uid,
            path=self._place.as_posix(),
            is_archive=self._options.as_zip,
            images=found.images,
            size=found.size,
            expected_images=announced.images,
            expected_size=announced.size,
            verified=found.verified,
            not_verifiable=found.not_verifiable,
            checks=found.checks,
            files=files,
            attributes=dict(self._info.attributes),
        )

    def _complete(self, status: Status, path: Path, state: SeriesState) -> Outcome:
        if self._options.layout == RETRIEVER:  # its table names the class, which nothing else says
            sop_class_uid = first_header(path).sop_class_uid
            state = structs.replace(state, attributes={**state.attributes, "sop_class_uid": sop_class_uid})
        return Outcome(result=self._measured(result_of(state, status, self._plan)), state=state)

    def _measured(self, result: SeriesResult) -> SeriesResult:
        return structs.replace(
            result,
            seconds=self._seconds,
            notes=tuple(dict.fromkeys(self._notes)),
            moved_to=self._moved_to,
            archive_size=sum(fetch.received for fetch in self._fetches),
            tries=sum(fetch.tries for fetch in self._fetches),
            evidence=tuple(text for fetch in self._fetches for text in fetch.evidence),
        )
