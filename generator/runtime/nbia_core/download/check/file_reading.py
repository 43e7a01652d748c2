"""Reads the files of a series that lie in a folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from nbia_core.dicom_header import HeaderReader
from nbia_core.download.model import FileState
from nbia_core.download.zip.entries import Entry

_BLOCK: Final = 1024 * 1024
_START: Final = 132
"""Bytes of a DICOM file up to the end of `DICM`."""


def list_files(folder: Path) -> tuple[list[str], list[str]]:
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


def unreadable(path: Path, error: OSError) -> str:
    """Say why a file or folder cannot be read."""
    if isinstance(error, FileNotFoundError):
        return f"{path} is missing"
    return f"{path} cannot be read: {error.strerror}"


def is_dicom(path: Path) -> bool:
    """Whether a file begins as a DICOM file does.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb", buffering=0) as file:
        return file.read(_START)[128:] == b"DICM"


def read_file(path: Path, stop: Callable[[], None], *, with_header: bool) -> tuple[Entry, os.stat_result]:
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
            start = start or block[:_START]
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


def file_state(entry: Entry, found: os.stat_result, *, is_image: bool) -> FileState:
    """Describe a file that was read."""
    return FileState(name=entry.name, size=entry.size, mtime_ns=found.st_mtime_ns, md5=entry.md5, is_image=is_image)
