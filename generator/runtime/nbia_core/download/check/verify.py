"""Checks offline whether what a download has put on disk is still complete and unchanged."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from nbia_core.checks import check_flag
from nbia_core.download.cancellation import Cancellation
from nbia_core.download.disk.state import HIDDEN_FOLDER, state_path
from nbia_core.download.model import Announced, Check, Layout
from nbia_core.download.sources.nbia import usual_layout
from nbia_core.errors import InvalidParameterError, NbiaError
from nbia_core.files import as_path, is_folder
from nbia_core.public import publish
from nbia_core.table_text import html_lines
from nbia_core.text import counted, json_text, representation, screenful

from .completeness import NOT_VERIFIABLE, Verdict
from .find_series import Place, kept_apart, places
from .on_disk import examine_archive, examine_folder

if TYPE_CHECKING:
    import pandas

VerifyStatus = Literal["complete", "disputed", "damaged", "missing", "not verifiable"]
"""What was found of a series; VerifyReport explains the words."""

_MOST_WORKERS: Final = 64
_BATCH: Final = 4 * 1024 * 1024
"""Bytes of series that are read by a thread without a break, at least, as far as sizes are known."""
_MOST_TOGETHER: Final = 64
"""Series that are read so, at most."""
_LEAST: Final = 1024 * 1024
"""Bytes of such series below which they are read without another thread: of small files, threads only wait for each other."""
_MOST_LINES: Final = 10
"""How many problems a summary names."""
_ADVICE: Final = (
    "What is not verifiable may be complete: a download of the same series to this folder asks the service, and keeps "
    "what is"
)
_DTYPES: Final = {
    "series_instance_uid": "string",
    "path": "string",
    "status": "string",
    "is_known": "boolean",
    "images": "Int64",
    "expected_images": "Int64",
    "size": "Int64",
    "verified": "Int64",
    **dict.fromkeys(("not_verifiable", "checks", "problems"), "object"),
}


class VerificationFailedError(NbiaError):
    """Not everything on disk could be shown to be complete; `report` says what was found."""

    report: VerifyReport
    """Set by `VerifyReport.raise_for_failures`."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesVerified:
    """What was found of one series on disk."""

    series_instance_uid: str | None
    """The series; None if neither the state, nor the name of the folder, nor an image in it says which it is."""
    path: Path
    """Its folder or archive."""
    status: VerifyStatus
    """What was found."""
    is_known: bool
    """Whether the state of the destination remembers the series. If not, its list of hashes was believed."""
    images: int = 0
    """Number of images."""
    expected_images: int | None = None
    """Number of images when it was complete, or by the metadata.csv of the NBIA Data Retriever; None if nothing says so."""
    size: int = 0
    """Bytes of all images together."""
    verified: int = 0
    """Images whose MD5 hash is the one that the archive was given at ingestion."""
    not_verifiable: tuple[str, ...] = ()
    """Images for which the server has no hash."""
    checks: tuple[Check, ...] = ()
    """The checks that were made."""
    problems: tuple[str, ...] = ()
    """What is wrong: files that are damaged, missing, or too many."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class VerifyReport:
    """What a verification found. `str(report)` is a summary for people.

    The status of a series is one of these words:

    * complete: every file is there and has the hash that is remembered of it or that its list of hashes has.
    * disputed: it is as it was accepted, although the server itself does not have it as it announces it.
    * damaged: files are missing, changed, or too many; `problems` names them.
    * missing: the state remembers it and its place is empty.
    * not verifiable: nothing says what it must have: the state does not know it and there is no list of hashes.
    """

    path: Path
    """What was verified."""
    has_state: bool
    """Whether a download has left its state there."""
    results: tuple[SeriesVerified, ...]
    """What was found of each series: those of the state first, then those that it does not know."""
    kept_apart: tuple[str, ...]
    """Series that the server has wrong, in `.nbia/incomplete`. They are not verified."""
    faults: tuple[str, ...]
    """What is wrong besides the series, such as a state or a folder that cannot be read."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that is wrong."""
        named = (f"{_name(result)}: {problem}" for result in self.results for problem in result.problems)
        return (*self.faults, *named)

    @property
    def is_complete(self) -> bool:
        """Whether every series was shown to be complete, or to be what was accepted of it."""
        return not self.problems

    @property
    def unknown(self) -> tuple[SeriesVerified, ...]:
        """The series that the state does not know."""
        return tuple(result for result in self.results if not result.is_known)

    def raise_for_failures(self) -> None:
        """Do nothing if everything is complete.

        Raises:
            VerificationFailedError: it is not; the message names the first problems.
        """
        if not self.is_complete:
            lines = "\n".join(f"    {line}" for line in self.problems[:3])
            error = VerificationFailedError(
                f"{self.path}: {len(self.problems):,} problems were found.\n{lines}",
                hint="start the download again: it repairs what is damaged or missing",
            )
            error.report = self
            raise error

    def to_dicts(self) -> list[dict[str, object]]:
        """Return a dictionary for each series, with the attributes of SeriesVerified; the path is text."""
        return [{**dataclasses.asdict(result), "path": str(result.path)} for result in self.results]

    def to_json(self, indent: int = 2) -> str:
        """Return the report as JSON: its attributes, and under `results` those of each series."""
        content = {
            "path": str(self.path),
            "has_state": self.has_state,
            "is_complete": self.is_complete,
            "faults": self.faults,
            "kept_apart": self.kept_apart,
            "results": self.to_dicts(),
        }
        return json_text(content, indent)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame with a row for each series.

        Raises:
            ImportError: pandas is not installed (`pip install 'nbia-client[pandas]'`).
        """
        from nbia_core.records.tables.typed_frame import typed_frame

        return typed_frame(self.to_dicts(), _DTYPES)

    def __repr__(self) -> str:
        return representation([str(self)])

    def _repr_html_(self) -> str:
        return f"<div>{html_lines(screenful([str(self)]))}</div>"

    def __str__(self) -> str:
        counts = Counter(result.status for result in self.results)
        words = ", ".join(f"{counts[status]:,} {status}" for status in get_args(VerifyStatus) if counts[status])
        images = sum(result.images for result in self.results)
        verified = sum(result.verified for result in self.results)
        lines = [
            f"{self.path}: {len(self.results):,} series{f' ({words})' if words else ''}",
            f"{images:,} images, {verified:,} of them with the MD5 hash that the archive has of them",
        ]
        if self.has_state and self.unknown:
            lines.append(f"{counted(len(self.unknown), 'series is', 'series are')} unknown to the state")
        if self.kept_apart:
            wrong = "series that the server has wrong"
            lines.append(
                f"{counted(len(self.kept_apart), f'{wrong} lies', f'{wrong} lie')} in {HIDDEN_FOLDER}/incomplete"
            )
        lines += [f"  {problem}" for problem in self.problems[:_MOST_LINES]]
        if len(self.problems) > _MOST_LINES:
            lines.append(f"  and {len(self.problems) - _MOST_LINES:,} more problems")
        if counts["not verifiable"]:
            lines.append(_ADVICE)
        return "\n".join(lines)


def verify(
    path: str | os.PathLike[str],
    *,
    headers: bool = True,
    workers: int = 2,
    progress: Callable[[SeriesVerified], None] | bool | None = None,
) -> VerifyReport:
    """Read everything that a download has put on disk, and say whether it is complete and unchanged.

    Nothing is asked of the server and nothing is written. Series that the state does not know, or all if there is no
    state, are compared with their lists of hashes (`md5hashes.csv`): so a download of tcia_utils can be verified too.

    Args:
        path: The destination of a download, a folder with folders of series at any depth, or the folder of one series.
        headers: Whether to read UIDs from the images and compare them; those of a series that the download has checked
            are not read again while its hashes are the same.
        workers: How many series are read at the same time, 1 to 64.
        progress: True shows on standard error, or below the cell of a notebook, how many series were read. A function is
            called with each series when it was verified.

    Returns:
        What was found of each series; `is_complete` says whether all is well.

    Raises:
        InvalidParameterError: an argument is wrong; `path` is no folder, for example.
    """
    root = as_path(path)
    if not is_folder(root):
        raise InvalidParameterError(f"path={str(root)!r} is no folder.", hint="give the folder of a download")
    if not isinstance(workers, int) or isinstance(workers, bool) or not 1 <= workers <= _MOST_WORKERS:
        raise InvalidParameterError(f"workers={workers!r} must be a whole number from 1 to {_MOST_WORKERS}.")
    check_flag("headers", headers)
    if progress is not None and not isinstance(progress, bool) and not callable(progress):
        raise InvalidParameterError(f"progress={progress!r} must be True, False, or a function that takes a series.")
    faults: list[str] = []
    results = []
    layout = usual_layout()
    with _shown(progress) as tell:
        for result in _verify_all(places(root, layout, faults), layout, headers, workers):
            results.append(result)
            tell(result)
    if not results and not faults:
        faults.append(f"{root} holds no series")
    return VerifyReport(
        path=root,
        has_state=state_path(root).exists(),
        results=tuple(results),
        kept_apart=kept_apart(root),
        faults=tuple(faults),
    )


@contextlib.contextmanager
def _shown(progress: Callable[[SeriesVerified], None] | bool | None) -> Iterator[Callable[[SeriesVerified], object]]:
    """Yield the function that is called with each series that was verified."""
    if progress is not True:
        yield progress or (lambda result: None)
        return
    from nbia_core.download.progress import shown_counts

    with shown_counts() as count:
        yield lambda result: count(result.images, result.size)


def _verify_all(found: Iterable[Place], layout: Layout, with_headers: bool, workers: int) -> Iterator[SeriesVerified]:
    """Verify several series at a time and hand them out in order; few wait at a time, so that memory does not grow."""
    stop = Cancellation()
    waiting: deque[Future[list[SeriesVerified]]] = deque()
    pool = ThreadPoolExecutor(workers)

    def verify_batch(places: Sequence[Place]) -> list[SeriesVerified]:
        return [_verify_series(place, layout, with_headers, stop.check) for place in places]

    try:
        for batch, size in _batches(found):
            waiting.append(pool.submit(verify_batch, batch) if size >= _LEAST else _done(verify_batch(batch)))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        stop.request("given up")
        pool.shutdown(cancel_futures=True)


def _done(results: list[SeriesVerified]) -> Future[list[SeriesVerified]]:
    future: Future[list[SeriesVerified]] = Future()
    future.set_result(results)
    return future


def _batches(found: Iterable[Place]) -> Iterator[tuple[list[Place], int]]:
    """Put small series together, with their bytes as far as these are known: to hand one to a thread takes as long as to
    read it.
    """
    batch, size = list[Place](), 0
    for place in found:
        batch.append(place)
        size += _BATCH if place.known is None else place.known.size
        if size >= _BATCH or len(batch) == _MOST_TOGETHER:
            yield batch, size
            batch, size = [], 0
    if batch:
        yield batch, size


def _verify_series(place: Place, layout: Layout, with_headers: bool, stop: Callable[[], None]) -> SeriesVerified:
    known, uid = place.known, place.series_instance_uid
    examine = examine_archive if place.is_archive else examine_folder
    found = examine(
        place.path,
        series_instance_uid=uid or "",
        announced=Announced(images=place.images) if known is None else Announced(images=known.images, size=known.size),
        layout=layout,
        known=known,
        with_headers=with_headers and uid is not None,
        stop=stop,
    ).verdict
    return SeriesVerified(
        series_instance_uid=uid,
        path=place.path,
        status=_status(place, found),
        is_known=known is not None,
        images=found.images,
        expected_images=place.images if known is None else known.images,
        size=found.size,
        verified=found.verified,
        not_verifiable=found.not_verifiable,
        checks=found.checks,
        problems=found.problems,
    )


def _status(place: Place, found: Verdict) -> VerifyStatus:
    if not found.problems:
        return "disputed" if place.known is not None and place.known.is_disputed else "complete"
    if not os.path.lexists(place.path):
        return "missing"
    return "not verifiable" if NOT_VERIFIABLE.issuperset(found.problems) else "damaged"


def _name(result: SeriesVerified) -> str:
    return result.series_instance_uid or str(result.path)


publish("nbia", VerifyReport)
publish("nbia.errors", VerificationFailedError)
