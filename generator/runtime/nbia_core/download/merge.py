"""Makes one destination of the parts that several machines have downloaded: its state, its report and its tables."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import structs

from nbia_core.download.check.on_disk import still_holds
from nbia_core.download.citations.citation import CitationTally
from nbia_core.download.disk.layout import FolderLayout
from nbia_core.download.disk.staging import Staging
from nbia_core.download.disk.state import State, read_states, state_path
from nbia_core.download.inputs.inputs import Inputs, Unusable
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path, destination_errors, is_ordinary, make_folders, nearest_there, sync_folder
from nbia_core.text import counted

from .cancellation import Cancellation
from .model import SeriesResult, SeriesState
from .options import DownloadOptions
from .plan import Plan, license_beside, present
from .report import DownloadReport, is_report
from .report_files import REPORT, ReportFiles, check_places
from .sources.nbia import NbiaArchive

_PART: Final = re.compile(r"(?:nbia-)?download-report-(\d+)-of-(\d+)(?:-\d+)?\.json")
_WHOLE: Final = (REPORT, f"nbia-{REPORT}")
_NOBODY: Final = "No part has it."
_SILENT: Final = "No report of it is there: it was not run, or did not end."


def merge(package: str, parts: object, to: object, *, what: object, moves: bool) -> DownloadReport:
    """Make one destination of several; `AsyncBaseClient.merge` describes it.

    Raises:
        InvalidParameterError: an argument is wrong; nothing was written.
        DestinationError: something cannot be read or written.
    """
    source = NbiaArchive(package)
    roots = _roots(parts)
    root = _destination(roots, to)
    _check_places(root, roots, moves=moves)
    inputs = None if what is None else Inputs(what, source.record_type)
    reports, absent = _reports(root, roots)
    plan = Plan(
        root=root,
        sources=(source,),
        options=DownloadOptions(),
        folders=FolderLayout("series", source.record_type),
        lists=() if inputs is None else inputs.sources,
    )
    with Staging(root) as staging:
        check_places(root, REPORT)
        with contextlib.closing(State(root)) as state:
            merged = _Merge(root, state)
            for part in dict.fromkeys((root, *roots)):
                merged.take(part)
            state.flush()
            cited = CitationTally()
            results = tuple(_results(merged, state, reports, inputs, plan, cited))
            if inputs is None:
                results += tuple(
                    SeriesResult(series_instance_uid=part, status="not tried", reason=_SILENT) for part in absent
                )
            report = _report(root, reports, results, inputs, (*merged.notes, *state.notes))
            return ReportFiles(plan, plan.lists, staging, Cancellation(), cited).write(report, state)


def _roots(parts: object) -> tuple[Path, ...]:
    given = [parts] if isinstance(parts, str | os.PathLike) else parts
    if not isinstance(given, Iterable):
        raise InvalidParameterError(f"parts={parts!r} must be the folders of downloads.")
    roots = tuple(dict.fromkeys(as_path(each).absolute() for each in given))
    if not roots:
        raise InvalidParameterError("parts= names no folder.", hint="name the folders of the downloads")
    for each in roots:
        if not is_ordinary(state_path(each)):
            lack = state_path(each).relative_to(each)
            raise InvalidParameterError(f"{each} is not the destination of a download: it has no {lack}.")
    return roots


def _destination(roots: Sequence[Path], to: object) -> Path:
    if to is not None:
        return as_path(to).absolute()
    if len(roots) > 1:
        raise InvalidParameterError(
            "Several folders need a destination.",
            hint="say with to= where the merged state goes: a folder above them, and nothing is moved, or one of them",
        )
    return roots[0]


def _check_places(root: Path, roots: Sequence[Path], *, moves: bool) -> None:
    """Refuse what would move images unasked, or cannot move them without copying."""
    place = nearest_there(root)
    for part in roots:
        if part in root.parents:
            raise InvalidParameterError(
                f"{root} lies in {part}, which is one of the parts.", hint="name another folder"
            )
        if _lies_below(part, root):
            continue
        copy = f"rsync -a {shlex.quote(str(part))} {shlex.quote(f'{root}/')}"
        if not moves:
            raise InvalidParameterError(
                f"{part} does not lie in {root}, and nothing is moved unasked.",
                hint=f"move= moves its series; or copy it, and merge the copy: {copy}",
            )
        if _device(part) != _device(place):
            raise InvalidParameterError(
                f"{part} and {root} are on different file systems, so that its series would have to be copied.",
                hint=f"copy it, and merge the copy: {copy}",
            )


def _device(path: Path) -> int:
    return path.stat().st_dev


def _lies_below(part: Path, root: Path) -> bool:
    return part == root or root in part.parents


class _Merge:
    """Takes what the states of the parts say over into that of the destination."""

    def __init__(self, root: Path, state: State) -> None:
        self._root = root
        self._state = state
        self._copies = 0
        self.complete: set[str] = set()
        """The series that are there as the state of the destination has them."""
        self.conflicts: dict[str, str] = {}
        """What keeps series from being merged, by UID."""
        self.gone: dict[str, str] = {}
        """What was complete in a part and is not any more, by UID."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say besides."""
        if not self._copies:
            return ()
        number = counted(self._copies, "series lies", "series lie")
        return (f"{number} in more than one part with the same images: the first counts, and the others stay there",)

    def take(self, part: Path) -> None:
        """Take over the series of a part; those of the destination itself must come first."""
        for theirs in read_states(part):
            uid = theirs.series_instance_uid
            if part != self._root:
                self._take(uid, part, theirs)
            elif still_holds(part, theirs):
                self.complete.add(uid)
            else:
                self.gone[uid] = _gone(part, theirs)

    def _take(self, uid: str, part: Path, theirs: SeriesState) -> None:
        stays = _lies_below(part, self._root)
        path = (part.relative_to(self._root) / theirs.path).as_posix() if stays else theirs.path
        ours = structs.replace(theirs, path=path)
        known = self._state.get(uid) if uid in self.complete else None
        if known is not None and stays and known.path == path:
            return
        if not still_holds(part, theirs):
            if known is None and not stays and still_holds(self._root, ours):
                self._put(ours)  # an earlier merge has moved it, and was ended before it could say so
            elif known is None:
                self.gone[uid] = _gone(part, theirs)
        elif known is None:
            place = self._root / path
            if not stays and os.path.lexists(place):
                self.conflicts[uid] = (
                    f"{part / theirs.path} belongs at {place}, where something else lies: move that away."
                )
                return
            if not stays:
                _move(part / theirs.path, place, is_archive=theirs.is_archive)
            self._put(ours)
        elif _have_same_images(known, theirs):
            self._copies += 1
        else:
            self.conflicts[uid] = (
                f"{self._root / known.path} and {part / theirs.path} hold different images of it: remove the one that is "
                "not wanted, and merge again."
            )

    def _put(self, ours: SeriesState) -> None:
        self._state.put(ours)
        self.complete.add(ours.series_instance_uid)


def _gone(part: Path, state: SeriesState) -> str:
    return f"It was complete in {part / state.path}, and is not there any more, or was changed."


def _have_same_images(one: SeriesState, other: SeriesState) -> bool:
    """Whether two copies of a series have the same images; where one is an archive, their number and bytes must tell."""
    if one.is_archive or other.is_archive:
        return (one.images, one.size) == (other.images, other.size)
    return _hashes(one) == _hashes(other)


def _hashes(state: SeriesState) -> list[str]:
    return sorted(file.md5 for file in state.files if file.is_image)


def _move(old: Path, new: Path, *, is_archive: bool) -> None:
    with destination_errors(new):
        make_folders(new.parent)
        if is_archive and license_beside(old).is_file() and not os.path.lexists(license_beside(new)):
            license_beside(old).rename(license_beside(new))
        old.rename(new)
        sync_folder(new.parent)
    with contextlib.suppress(OSError):
        os.removedirs(old.parent)  # up to the first folder that holds something: the part has its state


def _reports(root: Path, roots: Sequence[Path]) -> tuple[list[DownloadReport], list[str]]:
    """Return the reports that the parts have left, the latest last, and the parts of a list that have left none.

    In a destination that others are merged into, the report of the whole is that of an earlier merge.
    """
    found: list[DownloadReport] = []
    numbers: dict[int, set[int]] = {}
    for part in roots:
        parts = {
            path: match for path in part.glob("*.json") if (match := _PART.fullmatch(path.name)) and is_report(path)
        }
        for match in parts.values():
            numbers.setdefault(int(match[2]), set()).add(int(match[1]))
        whole = [] if parts or (part == root and len(roots) > 1) else [part / name for name in _WHOLE]
        found += map(DownloadReport.load, [*parts, *filter(is_report, whole)])
    absent = [[f"part {each}/{of}" for each in range(1, of + 1) if each not in there] for of, there in numbers.items()]
    return sorted(found, key=lambda report: report.finished), min(absent, key=len, default=[])


def _results(
    merged: _Merge,
    state: State,
    reports: Sequence[DownloadReport],
    inputs: Inputs | None,
    plan: Plan,
    cited: CitationTally,
) -> Iterator[SeriesResult]:
    """Hand out how each series stands: those of the list, or all that the parts speak of, by UID."""
    told = {result.series_instance_uid: result for report in reports for result in report.results}
    known = merged.complete | told.keys() | merged.conflicts.keys() | merged.gone.keys()
    for item in sorted(known) if inputs is None else inputs:
        if isinstance(item, Unusable):
            yield SeriesResult(series_instance_uid=item.text, status="failed", reason=item.reason)
        else:
            uid = item if isinstance(item, str) else item.series_instance_uid
            there = state.get(uid) if uid in merged.complete else None
            if there is not None:
                cited.add(there.attributes)
            yield _result(uid, there, merged, told.get(uid), plan)


def _result(
    uid: str, known: SeriesState | None, merged: _Merge, earlier: SeriesResult | None, plan: Plan
) -> SeriesResult:
    if uid in merged.conflicts:
        return SeriesResult(series_instance_uid=uid, status="failed", reason=merged.conflicts[uid])
    if known is not None:
        result = present(known, plan)
        if earlier is None or not (earlier.is_complete and result.is_complete):
            return result
        return structs.replace(
            result,
            status=earlier.status,
            archive_size=earlier.archive_size,
            tries=earlier.tries,
            seconds=earlier.seconds,
            notes=earlier.notes,
        )
    if earlier is not None and not earlier.is_complete:
        return earlier
    return SeriesResult(series_instance_uid=uid, status="not tried", reason=merged.gone.get(uid, _NOBODY))


def _report(
    root: Path,
    reports: Sequence[DownloadReport],
    results: tuple[SeriesResult, ...],
    inputs: Inputs | None,
    notes: tuple[str, ...],
) -> DownloadReport:
    now = datetime.datetime.now(datetime.UTC)
    return DownloadReport(
        to=root,
        base_url=reports[-1].base_url if reports else "",
        results=results,
        started=min((report.started for report in reports), default=now),
        finished=max((report.finished for report in reports), default=now),
        duplicates=sum(report.duplicates for report in reports) if inputs is None else inputs.duplicates,
        skipped=() if inputs is None else inputs.skipped,
        stopped=None,
        workers=sum(report.workers for report in reports),
        notes=notes,
        not_tried=sum(report.not_tried for report in reports) if inputs is None else 0,
    )
