"""Downloads the archive of one series into a temporary folder, as often as that may help."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from nbia_core.download.check.completeness import (
    ENOUGH_PROOF,
    PROOF_AT_THE_END,
    Evidence,
    Verdict,
    decide,
    is_disputed,
    read_hashes,
)
from nbia_core.download.disk.staging import Staging
from nbia_core.download.zip.entries import Entries
from nbia_core.download.zip.reader import MOST_ENTRIES, Limits
from nbia_core.errors import ArchiveError, NbiaError, UnsafeArchiveError
from nbia_core.files import destination_errors, write_all
from nbia_core.text import shortened

from .events import Event, SeriesProgress, SeriesRetry
from .model import LONGEST_TEXT, Announced, FileState, Layout, SeriesInfo
from .requests import RetryingSession
from .sources import Source
from .spare_cores import Cores

_EXTRA_BYTES: Final = 4 * 1024 * 1024
"""Bytes that an archive may have beyond twice the announced size, which the server may have wrong."""
_EXTRA_IMAGES: Final = 1000
"""Entries that it may have beyond twice the announced number of images."""
_BETWEEN_EVENTS: Final = 0.1
"""Seconds."""
ARCHIVE: Final = "archive.zip"
"""The temporary name of an archive that is kept."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """An archive that ended properly, under a temporary name; whether it is complete says the verdict."""

    folder: Path
    """The temporary folder."""
    entries: Entries
    """Its entries."""
    verdict: Verdict
    """What was found."""
    archive: FileState | None
    """The file `ARCHIVE`, if the archive is kept."""
    tries: int = 1
    """How often it came."""
    evidence: tuple[str, ...] = ()
    """What each try brought that was not the series."""


class _NotDescribed(Exception):
    """Nothing says what the series has; another archive would not help."""

    def __init__(self, error: NbiaError) -> None:
        super().__init__(error)
        self.error = error


class Fetch:
    """The tries for one series."""

    def __init__(
        self,
        info: SeriesInfo,
        source: Source,
        staging: Staging,
        session: RetryingSession,
        *,
        keeps_archive: bool,
        durable: bool,
        check_headers: bool,
        cores: Cores,
    ) -> None:
        self._source = source
        self._cores = cores
        self._check_headers = check_headers
        self._staging = staging
        self._session = session
        self._is_resumed = not source.sends_archives and info.version is not None
        self._keeps_archive = keeps_archive
        self._durable = durable
        self._proofs: list[str] = []
        self._last: Received | None = None
        self.short: int | None = None
        """How many images came before an archive ended early and another way of asking was taken; None if none was."""
        self.info = info
        """What is known of the series by now: the source is asked again when a number does not fit."""
        self.tries = 0
        """How often the archive was asked for."""
        self.received = 0
        """Bytes that came, all tries together."""
        self.evidence: list[str] = []
        """What each try brought that was not the series."""

    def run(self) -> Received:
        """Return the complete series, or one with a fault that came the same with every try.

        Raises:
            NbiaError: the archive could not be had, or not the same way twice.
            Stopped: the download is to end.
        """
        try:
            return dataclasses.replace(self._persist(), tries=self.tries, evidence=tuple(self.evidence))
        except _NotDescribed as failure:
            raise failure.error from None

    def _persist(self) -> Received:
        try:
            return self._session.persist(self._attempt, self._on_retry, sends=self._source.sends_archives)
        except ArchiveError:
            if self._last is None or not is_disputed(self._proofs, PROOF_AT_THE_END):
                self.discard()
                raise
            return self._last
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Remove what came with a fault."""
        if self._last is not None:
            self._let_go(self._last.folder)
            self._last = None

    def _new_folder(self) -> Path:
        if self._is_resumed:
            return self._staging.resume_folder(self.info.series_instance_uid, self.info.version or "")
        return self._staging.new_folder()

    def _let_go(self, folder: Path) -> None:
        """Remove a folder with a faulty series, or keep its sound images for the next try."""
        if self._is_resumed:
            self._staging.suspend(folder)
        else:
            self._staging.discard(folder)

    def _on_retry(self, tries: int, delay: float, error: NbiaError) -> None:
        uid = self.info.series_instance_uid
        self._session.tell(SeriesRetry(series_instance_uid=uid, tries=tries, delay=delay, reason=error.message))

    def _attempt(self, tries: int) -> Received:
        self.tries = tries
        folder = self._new_folder()
        place = None if self._keeps_archive else folder
        layout = self._source.layout
        entries = Entries(place, layout, durable=self._durable, with_headers=self._check_headers, cores=self._cores)
        try:
            archive, distrust = self._receive(folder, entries)
            verdict = self._judge(entries)
            received = Received(folder=folder, entries=entries, verdict=verdict, archive=archive)
            if verdict.fault is not None:
                if verdict.fault.is_for_another_request:
                    distrust()
                self._remember(received)
                self._ask_otherwise(entries, verdict.fault)
                if not is_disputed(self._proofs, ENOUGH_PROOF):
                    raise verdict.fault
                self._note(entries, verdict.fault)
            return received
        except BaseException as error:
            if isinstance(error, NbiaError):
                self._note(entries, error)
            if self._last is None or self._last.folder != folder:
                self._let_go(folder)
            if isinstance(error, UnsafeArchiveError):
                self._ask_again()  # what was announced may be out of date, so that the archive seems too large
            raise

    def _receive(self, folder: Path, entries: Entries) -> tuple[FileState | None, Callable[[], None]]:
        """Read the archive to its end. Return the archive file, if it is kept, and what `Source.send` returns."""
        kept = _KeptArchive(folder / ARCHIVE, self._durable) if self._keeps_archive else None
        uid = self.info.series_instance_uid
        meter = _Meter(uid, self.tries, self._session.tell)

        def watch(block: bytes) -> None:
            self._session.stop.check()
            self.received += len(block)
            if kept is not None:
                kept.write(block)
            meter.show(len(block), len(entries.images))

        self._cores.take()
        try:
            distrust = self._source.send(
                self.info,
                entries,
                self._session,
                limits=self._limits,
                watch=watch,
                tries=self.tries,
                was_short=self.short is not None,
            )
            entries.finish()
            return None if kept is None else kept.keep(), distrust
        finally:
            entries.close()
            self._cores.give_back()
            if kept is not None:
                kept.close()

    def _limits(self) -> Limits:
        """Return the limits for an archive, asking for the announced numbers only now: the archive has begun, so there is one."""
        if self._session.may_ask_meanwhile and self.info.lacks(self._source.license_attributes):
            self._describe()
        images, size = self.info.announced.images, self.info.announced.size
        return Limits(
            total=None if size is None else 2 * size + _EXTRA_BYTES,
            entries=MOST_ENTRIES if images is None else min(2 * images + _EXTRA_IMAGES, MOST_ENTRIES),
        )

    def _ask_again(self) -> None:
        """Ask the source for the announced numbers, unless they are its own already."""
        if not self.info.is_fresh:
            self._describe()

    def _describe(self) -> None:
        is_needed = self.info.lacks(self._source.license_attributes)
        # Noted before it is asked: where that fails, it is not asked again.
        self.info, before = dataclasses.replace(self.info, is_fresh=True), self.info
        try:
            self.info = self._source.describe(before, self._session)
        except NbiaError as error:
            if is_needed:
                raise _NotDescribed(error) from error
            raise

    def _judge(self, entries: Entries) -> Verdict:
        """Decide whether an archive is complete. Where numbers differ, the announced one is asked for again first."""
        verdict = self._judge_once(entries)
        is_another = verdict.fault is not None and verdict.fault.is_for_another_request
        is_known = not self.info.lacks(self._source.license_attributes)
        if is_another or (self.info.announced.images == verdict.images and is_known):
            return verdict
        self._ask_again()
        if self.info.announced.images != verdict.images and not self.info.is_named:
            self.info = self._source.confirm(self.info, self._session)
        return self._judge_once(entries)

    def _judge_once(self, entries: Entries) -> Verdict:
        return decide(
            evidence_of(
                entries,
                self.info.announced,
                self._source.layout,
                uid=self.info.series_instance_uid,
                with_headers=self._check_headers,
                is_archive=self._source.sends_archives,
            )
        )

    def _remember(self, received: Received) -> None:
        if self._last is not None and self._last.folder != received.folder:
            self.discard()
        self._last = received
        if received.verdict.images:
            self._proofs.append(f"{received.verdict.fault} {received.entries.fingerprint}")
        else:
            self._proofs.clear()  # nothing at all is a failure of the server, not a series that it has wrong

    def _ask_otherwise(self, entries: Entries, fault: ArchiveError) -> None:
        """From the next try on, ask in another way, if there is one and this archive ended before its last entry."""
        has_ended_early = self._source.layout.hashes not in {entry.name for entry in entries.extras}
        if has_ended_early and self.short is None and self._source.can_ask_otherwise(self._session):
            self.short = len(entries.images)
            self._proofs.clear()  # what comes then may lack other images
            fault.hint = (
                "allow another try, which asks in another way: the server ends an archive at an image of which it has no "
                "MD5 hash"
            )

    def _note(self, entries: Entries, error: NbiaError) -> None:
        came = ""
        if isinstance(error, ArchiveError):
            came = f" Images: {len(entries.images)}, bytes: {entries.size}, fingerprint: {entries.fingerprint[:16]}."
        self.evidence.append(f"try {self.tries}: {shortened(error.message, LONGEST_TEXT)}{came}")


def evidence_of(
    entries: Entries, announced: Announced, layout: Layout, *, uid: str, with_headers: bool, is_archive: bool = True
) -> Evidence:
    """Return what an archive that ended properly shows, or a folder all of whose files came."""
    has_list = any(entry.name == layout.hashes for entry in entries.extras)
    return Evidence(
        images=entries.images,
        hashes=read_hashes(entries.hashes) if has_list else None,
        announced=announced,
        series_instance_uid=uid,
        with_headers=with_headers,
        is_archive=is_archive,
        is_fresh=True,
        list_name=layout.hashes,
    )


class _KeptArchive:
    """The archive itself, written while it is read."""

    def __init__(self, path: Path, durable: bool) -> None:
        self._path = path
        self._durable = durable
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._size = 0
        with destination_errors(path):
            self._file = io.FileIO(path, "xb")

    def write(self, block: bytes) -> None:
        with destination_errors(self._path):
            write_all(self._file, block)
        self._md5.update(block)
        self._size += len(block)

    def keep(self) -> FileState:
        with destination_errors(self._path):
            if self._durable:
                os.fsync(self._file.fileno())
            self._file.close()
            mtime_ns = self._path.stat().st_mtime_ns
        return FileState(
            name=self._path.name, size=self._size, mtime_ns=mtime_ns, md5=self._md5.hexdigest(), is_image=False
        )

    def close(self) -> None:
        self._file.close()


class _Meter:
    """Tells of the progress of one try, not more often than anybody can look."""

    def __init__(self, uid: str, tries: int, tell: Callable[[Event], None]) -> None:
        self._uid, self._tries, self._tell = uid, tries, tell
        self._received = 0
        self._next = time.monotonic() + _BETWEEN_EVENTS

    def show(self, more: int, images: int) -> None:
        self._received += more
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _BETWEEN_EVENTS
            self._tell(
                SeriesProgress(series_instance_uid=self._uid, received=self._received, images=images, tries=self._tries)
            )
