"""Reads a series that is on disk already, whoever put it there; `completeness` decides what that proves."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Container
from pathlib import Path, PurePath
from typing import Final

import msgspec

from nbia_core.dicom_header import HeaderReader
from nbia_core.download.model import Announced, FileState, Layout, SeriesState
from nbia_core.download.zip.entries import LONGEST_LIST, START, Entries, Entry, is_dicom
from nbia_core.download.zip.reader import MOST_ENTRIES, Limits, Unzipper
from nbia_core.errors import ArchiveError, IncompleteArchiveError
from nbia_core.files import is_ordinary

from .completeness import (
    Evidence,
    Verdict,
    decide,
    decide_unchanged,
    decide_unread,
    foreign_image,
    read_hashes,
    was_checked,
)

_BLOCK: Final = 1024 * 1024
_PIECE: Final = 256 * 1024
"""Bytes of a file that are hashed at a time: they are still in the cache of the processor then."""


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of a series on disk."""

    verdict: Verdict
    """Whether it is complete."""
    files: tuple[FileState, ...] = ()
    """Its files as they are now."""
    is_shared: bool = False
    """Whether an image of another series is among them."""


def _unread(problem: str) -> Examined:
    return Examined(verdict=Verdict(problems=(problem,)))


def still_holds(root: Path, state: SeriesState) -> bool:
    """Whether the files of a series have the sizes and times that are remembered; they are not read.

    Other files do no harm, unless they are images (`.dcm`).
    """
    place = f"{root}/{state.path}"  # to make a Path takes as long as to look at a file
    if not state.is_archive:
        return _holds(place, state, lambda entry, file: _is_unchanged(entry.stat(follow_symlinks=False), file))
    try:
        return [file.name for file in state.files] == [PurePath(state.path).name] and _is_unchanged(
            Path(place).lstat(), state.files[0]
        )
    except OSError:
        return False


def _holds(folder: str, state: SeriesState, is_same: Callable[[os.DirEntry[str], FileState], bool]) -> bool:
    """Whether a folder has the files of a series, each the same as is remembered, and no other images."""
    missing = {file.name: file for file in state.files}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                file = missing.pop(entry.name, None)
                if not (is_same(entry, file) if file else _is_no_image(entry)):
                    return False
    except OSError:
        return False
    return not missing


def _unchanged_files(folder: Path, state: SeriesState, stop: Callable[[], None]) -> tuple[FileState, ...] | None:
    """Return the files of a series as they are now if each has the content that is remembered; otherwise None."""
    files = []

    def has_same_content(entry: os.DirEntry[str], file: FileState) -> bool:
        if not entry.is_file(follow_symlinks=False):
            return False
        read, found = _read_file(folder, file.name, stop, with_header=False)
        is_as_old = found.st_mtime_ns == file.mtime_ns
        files.append(file if is_as_old else msgspec.structs.replace(file, mtime_ns=found.st_mtime_ns))
        return read.md5 == file.md5

    is_unchanged = _holds(os.fspath(folder), state, has_same_content)
    return tuple(sorted(files, key=lambda file: file.name)) if is_unchanged else None


def _is_unchanged(found: os.stat_result, file: FileState) -> bool:
    return found.st_mtime_ns == file.mtime_ns and found.st_size == file.size and stat.S_ISREG(found.st_mode)


def _is_no_image(entry: os.DirEntry[str]) -> bool:
    """Whether something in the folder of a series is surely none of its images, whatever else it is."""
    if entry.name.startswith(".") or not _is_dcm(entry.name) or entry.is_dir(follow_symlinks=False):
        return True
    return entry.is_file(follow_symlinks=False) and not is_dicom(Path(entry.path))


def _is_dcm(name: str) -> bool:
    return name.lower().endswith(".dcm")


def examine_folder(
    folder: Path,
    *,
    series_instance_uid: str,
    announced: Announced,
    layout: Layout,
    known: SeriesState | None = None,
    with_headers: bool,
    stop: Callable[[], None] = lambda: None,
) -> Examined:
    """Read and hash every file of a series in a folder, and find everything that is wrong.

    Without a state and without a list of hashes, nothing but the announced number and size can show that it is
    complete: both must be known then, and right.

    A file without the mark of DICOM that neither the state nor the list of hashes names is no image, whatever it is
    called: people and programs put masks, pictures and notes there. It does no harm, and neither does a folder.

    Args:
        folder: where the images lie.
        series_instance_uid: the series.
        announced: what it must have.
        layout: which files are no images.
        known: what is remembered of it. Without it, the list of hashes in the folder says what is right.
        with_headers: whether to read UIDs from the images and compare them.
        stop: called now and then; may raise, to give up.
    """
    if known is not None and was_checked(known, with_headers=with_headers):
        unchanged = _unchanged_files(folder, known, stop)
        if unchanged is not None:
            return Examined(verdict=decide_unchanged(known, announced, with_headers=with_headers), files=unchanged)
    try:
        hashes = _expected_hashes(folder, layout, known)
        others = _others(layout, known)
        names, problems = _list_files(folder, hashes, others, stop)
    except ArchiveError as error:
        return _unread(error.message)
    except OSError as error:
        return _unread(_unreadable(folder, error))
    files: list[FileState] = []
    images: list[Entry] = []
    for name in names:
        is_image = name not in others
        try:
            entry, found = _read_file(folder, name, stop, with_header=is_image and with_headers)
        except OSError as error:
            problems.append(f"{name} cannot be read: {error.strerror}")
            continue
        files.append(
            FileState(name=name, size=entry.size, mtime_ns=found.st_mtime_ns, md5=entry.md5, is_image=is_image)
        )
        if is_image:
            images.append(entry)
    now = {file.name: file.md5 for file in files}
    for name, md5 in others.items():
        if md5 and now.get(name) != md5:
            problems.append(f"{name} was changed" if name in now else f"{name} is missing")
    verdict = decide(
        Evidence(
            images=images,
            hashes=hashes,
            announced=announced,
            series_instance_uid=series_instance_uid,
            with_headers=with_headers,
            known=known,
            others=tuple(problems),
        )
    )
    is_shared = foreign_image(images, series_instance_uid) is not None
    return Examined(verdict=verdict, files=tuple(files), is_shared=is_shared)


def examine_archive(
    path: Path,
    *,
    series_instance_uid: str,
    announced: Announced,
    layout: Layout,
    known: SeriesState | None = None,
    with_headers: bool,
    stop: Callable[[], None] = lambda: None,
) -> Examined:
    """Read the archive of a series, and find everything that is wrong. Nothing is written.

    If a state is known, the archive must have the same MD5 hash; it then has the same images. The parameters are those
    of `examine_folder`.
    """
    if path.is_symlink():
        return _unread(f"{path} is a link")
    md5 = hashlib.md5(usedforsecurity=False)
    entries = Entries(None, layout, with_headers=with_headers)
    unzipper = Unzipper(entries, Limits(total=sys.maxsize))  # nothing is kept of it, so nothing can be filled
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            while block := file.read(_BLOCK):
                stop()
                md5.update(block)
                if known is None:
                    unzipper.feed(block)
        if known is None:
            unzipper.finish()
        hashes = read_hashes(entries.hashes) or None
    except ArchiveError as error:
        return _unread(error.message)
    except OSError as error:
        return _unread(_unreadable(path, error))
    archive = FileState(
        name=path.name, size=found.st_size, mtime_ns=found.st_mtime_ns, md5=md5.hexdigest(), is_image=False
    )
    if known is not None:
        changed = f"{archive.name} was changed: its MD5 hash is {archive.md5}"
        return Examined(verdict=decide_unread(known, [archive.md5], announced, changed), files=(archive,))
    verdict = decide(
        Evidence(
            images=[entry for entry in entries.images if _is_image(entry, hashes)],
            hashes=hashes,
            announced=announced,
            series_instance_uid=series_instance_uid,
            with_headers=with_headers,
            is_archive=True,
        )
    )
    return Examined(verdict=verdict, files=(archive,))


def _expected_hashes(folder: Path, layout: Layout, known: SeriesState | None) -> dict[str, str] | None:
    """Return the names and hashes of the images that must be there; None if nothing says which.

    Raises:
        IncompleteArchiveError: the list is larger than that of any series.
    """
    if known is not None:
        return {file.name: file.md5 for file in known.files if file.is_image}
    if layout.hashes is None or not is_ordinary(folder / layout.hashes):
        return None
    try:
        with (folder / layout.hashes).open("rb") as file:
            return read_hashes(file.read(LONGEST_LIST + 1)) or None
    except OSError:
        return None  # that it cannot be read is found when it is hashed


def _others(layout: Layout, known: SeriesState | None) -> dict[str, str]:
    """Return the files that belong to the series and are no images, with their hashes if these are known."""
    if known is not None:
        return {file.name: file.md5 for file in known.files if not file.is_image}
    return dict.fromkeys(layout.extras, "")


def _is_image(entry: Entry, hashes: Container[str] | None) -> bool:
    return (hashes is not None and entry.name in hashes) or (entry.is_dicom and _may_be_image(entry.name, hashes))


def _may_be_image(name: str, hashes: Container[str] | None) -> bool:
    """Whether a DICOM file that nothing names is one of the images: where all are named, only what is called like them."""
    return hashes is None or _is_dcm(name)


def _list_files(
    folder: Path, hashes: Container[str] | None, others: Container[str], stop: Callable[[], None]
) -> tuple[list[str], list[str]]:
    """Return the names of the files that belong to a series, and what is wrong with the rest.

    What is hidden is passed over, and so is what can be none of the images; nothing is kept of it, however much it is.

    Raises:
        IncompleteArchiveError: there are more files than a series can have.
        OSError: the folder cannot be read.
    """
    names, problems = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            stop()
            if entry.name.startswith("."):
                continue
            if entry.name in others:
                names += [entry.name] if entry.is_file(follow_symlinks=False) else []
                continue
            is_named = hashes is not None and entry.name in hashes
            if is_named or _may_be_image(entry.name, hashes):
                is_image, fault = _look_at(entry, is_named=is_named)
                problems += [] if fault is None else [f"{ascii(entry.name)[1:-1]} {fault}"]
                names += [entry.name] if is_image else []
            if len(names) + len(problems) > MOST_ENTRIES:
                raise IncompleteArchiveError(f"{folder} holds more than {MOST_ENTRIES:,} images")
    return sorted(names), sorted(problems)


def _look_at(entry: os.DirEntry[str], *, is_named: bool) -> tuple[bool, str | None]:
    """Say whether something in a folder is an image that can be read, and what is wrong if it should be one."""
    if entry.is_dir(follow_symlinks=False):
        return False, "is a folder" if is_named else None
    if not entry.is_file(follow_symlinks=False):
        is_missed = is_named or _is_dcm(entry.name)
        return False, ("is a link" if entry.is_symlink() else "is no ordinary file") if is_missed else None
    try:
        if not (is_named or is_dicom(Path(entry.path))):
            return False, None
    except OSError as error:
        return False, f"cannot be read: {error.strerror}"
    return (True, None) if entry.name.isprintable() else (False, "is a file whose name no archive has")


def _unreadable(path: Path, error: OSError) -> str:
    """Say why a file or folder cannot be read."""
    if isinstance(error, FileNotFoundError):
        return f"{path} is missing"
    return f"{path} cannot be read: {error.strerror}"


def _read_file(folder: Path, name: str, stop: Callable[[], None], *, with_header: bool) -> tuple[Entry, os.stat_result]:
    """Hash a file and, if it is an image whose header counts, read that.

    Raises:
        OSError: it cannot be read.
    """
    md5 = hashlib.md5(usedforsecurity=False)
    header = HeaderReader() if with_header else None
    start, size = b"", 0
    with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123  # a Path takes longer than the file
        found = os.fstat(file.fileno())
        most = min(found.st_size + START, _PIECE)
        while piece := file.read(most):
            stop()
            start = start or piece[:START]
            if header is not None:
                header.feed(piece)
            md5.update(piece)
            size += len(piece)
    entry = Entry(
        name=name,
        size=size,
        md5=md5.hexdigest(),
        is_dicom=start[128:] == b"DICM",
        header=None if header is None else header.finish(),
    )
    return entry, found
