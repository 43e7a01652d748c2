"""Reads a series that is on disk already, whoever put it there; `completeness` decides what that proves."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from nbia_core.dicom_header import HeaderReader
from nbia_core.download.model import Announced, FileState, Layout, SeriesState
from nbia_core.download.zip.entries import START, Entries, Entry
from nbia_core.download.zip.reader import Limits, Unzipper
from nbia_core.errors import ArchiveError

from .completeness import Evidence, Verdict, decide, decide_unread, read_hashes

_BLOCK: Final = 1024 * 1024
_NO_IMAGE: Final = re.compile(r"LICENSE(\.txt)?|.*\.(csv|json|xml)|Thumbs\.db|desktop\.ini", re.IGNORECASE)
"""Names of files that people and systems put beside images."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """What was found of a series on disk."""

    verdict: Verdict
    """Whether it is complete."""
    files: tuple[FileState, ...] = ()
    """Its files as they are now."""


def _unread(problem: str) -> Examined:
    return Examined(verdict=Verdict(problems=(problem,)))


def still_holds(root: Path, state: SeriesState) -> bool:
    """Whether the files of a series have the sizes and times that are remembered; they are not read.

    Other files do no harm, unless they look like images (`.dcm`).
    """
    place = root / state.path
    missing = {file.name: file for file in state.files}
    try:
        if state.is_archive:
            return [*missing] == [place.name] and _is_unchanged(place.lstat(), missing[place.name])
        with os.scandir(place) as entries:
            for entry in entries:
                file = missing.pop(entry.name, None)
                if not (_is_unchanged(entry.stat(follow_symlinks=False), file) if file else not _is_dcm(entry.name)):
                    return False
    except OSError:
        return False
    return not missing


def _is_unchanged(found: os.stat_result, file: FileState) -> bool:
    return stat.S_ISREG(found.st_mode) and (found.st_size, found.st_mtime_ns) == (file.size, file.mtime_ns)


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

    Parameters:
        folder: Where the images lie.
        series_instance_uid: The series.
        announced: What it must have.
        layout: Which files are no images.
        known: What is remembered of it. Without it, the list of hashes in the folder says what is right.
        with_headers: Whether to read UIDs from the images and compare them.
        stop: Called now and then; may raise, to give up.
    """
    try:
        names, problems = _list_files(folder)
    except OSError as error:
        return _unread(_unreadable(folder, error))
    hashes = _expected_hashes(folder, names, layout, known)
    others = _others(names, layout, known)
    files: list[FileState] = []
    images: list[Entry] = []
    for name in names:
        is_image = _is_image(name, hashes, layout)
        if is_image or name in others:
            try:
                entry, found = _read_file(folder / name, stop, with_header=is_image and with_headers)
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
    return Examined(verdict=verdict, files=tuple(files))


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
    hashes = read_hashes(bytes(entries.hashes)) or None
    verdict = decide(
        Evidence(
            images=[entry for entry in entries.images if _is_image(entry.name, hashes, layout)],
            hashes=hashes,
            announced=announced,
            series_instance_uid=series_instance_uid,
            with_headers=with_headers,
            is_archive=True,
        )
    )
    return Examined(verdict=verdict, files=(archive,))


def _expected_hashes(
    folder: Path, names: Sequence[str], layout: Layout, known: SeriesState | None
) -> dict[str, str] | None:
    """Return the names and hashes of the images that must be there; None if nothing says which."""
    if known is not None:
        return {file.name: file.md5 for file in known.files if file.is_image}
    if layout.hashes is None or layout.hashes not in names:
        return None
    try:
        return read_hashes((folder / layout.hashes).read_bytes()) or None
    except OSError:
        return None  # that it cannot be read is found when it is hashed


def _others(names: Sequence[str], layout: Layout, known: SeriesState | None) -> dict[str, str]:
    """Return the files that belong to the series and are no images, with their hashes if these are known."""
    if known is not None:
        return {file.name: file.md5 for file in known.files if not file.is_image}
    return {name: "" for name in names if name in layout.extras}


def _is_image(name: str, hashes: Mapping[str, str] | None, layout: Layout) -> bool:
    if hashes is not None:
        return name in hashes or _is_dcm(name)
    return name not in layout.extras and not _NO_IMAGE.fullmatch(name)


def _list_files(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files in a folder, and what is wrong with the rest. What is hidden is passed over.

    Raises:
        OSError: the folder cannot be read.
    """
    names, problems = [], []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            kind = _odd_kind(entry)
            if kind is not None:
                problems.append(f"{ascii(entry.name)[1:-1]} is {kind}")
            elif not entry.name.startswith("."):
                names.append(entry.name)
    return names, problems


def _odd_kind(entry: os.DirEntry[str]) -> str | None:
    if entry.name.startswith("."):
        return None
    if entry.is_symlink():
        return "a link"
    if not entry.is_file():
        return "a folder" if entry.is_dir() else "no ordinary file"
    return None if entry.name.isprintable() else "a file whose name no archive has"


def _unreadable(path: Path, error: OSError) -> str:
    """Say why a file or folder cannot be read."""
    if isinstance(error, FileNotFoundError):
        return f"{path} is missing"
    return f"{path} cannot be read: {error.strerror}"


def _read_file(path: Path, stop: Callable[[], None], *, with_header: bool) -> tuple[Entry, os.stat_result]:
    """Hash a file and, if it is an image whose header counts, read that.

    Raises:
        OSError: it cannot be read.
    """
    md5 = hashlib.md5(usedforsecurity=False)
    header = HeaderReader() if with_header else None
    start, size = b"", 0
    with path.open("rb", buffering=0) as file:
        found = os.fstat(file.fileno())
        while block := file.read(_BLOCK):
            stop()
            start = start or block[:START]
            if header is not None:
                header.feed(block)
            md5.update(block)
            size += len(block)
    entry = Entry(
        name=path.name,
        size=size,
        md5=md5.hexdigest(),
        is_dicom=start[128:] == b"DICM",
        header=None if header is None else header.finish(),
    )
    return entry, found
