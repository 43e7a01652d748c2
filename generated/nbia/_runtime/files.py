# Copied from generator/runtime/files.py. Do not edit here.
"""Writing to disk so that a file under its own name is always whole."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TypeAlias

from .errors import DestinationError, InvalidParameterError


class BinaryWriter(Protocol):
    """Anything that takes bytes: an open binary file, a socket file, a buffer."""

    def write(self, data: bytes, /) -> object:
        """Take the bytes."""


Destination: TypeAlias = str | os.PathLike[str] | BinaryWriter
"""Where to write: the path of a file, or a binary file that is open for writing."""


class PartFile:
    """A file that is written under a temporary name in its folder and gets its own name when it is complete."""

    def __init__(self, path: Path) -> None:
        self.path = path
        """The name that it will have."""
        self.part_path = path.with_name(f".{path.name[:60]}.{os.urandom(6).hex()}.part")
        """The name under which it is written."""
        self.size = 0
        """Bytes written so far."""
        self._file = _create(self)

    def write(self, data: bytes) -> None:
        """Write at the end."""
        with destination_errors(self.path):
            self._file.write(data)
        self.size += len(data)

    def restart(self) -> None:
        """Throw away what was written."""
        with destination_errors(self.path):
            self._file.seek(0)
            self._file.truncate()
        self.size = 0

    def flush(self) -> None:
        """Hand everything to the operating system, so that the file can be read under its temporary name."""
        with destination_errors(self.path):
            self._file.flush()

    def keep(self) -> None:
        """Put everything on disk and give the file its name, in place of what may have had it."""
        with destination_errors(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self.part_path.replace(self.path)
            sync_folder(self.path.parent)

    def discard(self) -> None:
        """Remove the file if it was not kept."""
        with contextlib.suppress(OSError):
            self._file.close()
        self.part_path.unlink(missing_ok=True)


def _create(part: PartFile) -> io.BufferedWriter:
    if part.path.is_dir():
        raise DestinationError(f"{part.path} is a folder.", hint="give the path of a file")
    with destination_errors(part.path):
        return part.part_path.open("xb")


def as_path(to: str | os.PathLike[str]) -> Path:
    """Return a destination as a path; an empty one is refused."""
    text = os.fspath(to)
    if not isinstance(text, str) or not text or "\0" in text:
        raise InvalidParameterError(f"to={to!r} is no path of a file or folder.")
    return Path(text)


def as_writer(to: object) -> BinaryWriter | None:
    """Return `to` if it is a binary file, None if it is a path; anything else is refused."""
    if isinstance(to, str | os.PathLike):
        return None
    if isinstance(to, io.TextIOBase) or not callable(getattr(to, "write", None)):
        raise InvalidParameterError(f"to={to!r} is neither a path nor a binary file.", hint='open files with mode "wb"')
    return to  # type: ignore[return-value]  # it has a write method; whether it takes bytes shows when it does


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on disk, where the system knows how (Windows does it by itself)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def check_free_space(folder: Path, needed: int) -> None:
    """Raise DestinationError if the file system of `folder` has less than `needed` bytes left."""
    with destination_errors(folder):
        free = shutil.disk_usage(folder).free
    if free < needed:
        raise DestinationError(
            f"{folder}: {needed:,} bytes are needed and {free:,} are free. Nothing was downloaded.",
            hint="make room, or choose another folder",
        )


@contextlib.contextmanager
def destination_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's errors into DestinationError with the path and what to do."""
    hints = {
        errno.ENOSPC: "the disk is full: make room and start again",
        errno.EDQUOT: "the quota is used up: make room and start again",
        errno.ENOENT: "create the folder first",
        errno.EACCES: "choose a place where you may write",
        errno.EPERM: "choose a place where you may write",
        errno.EROFS: "the file system is read-only: choose another",
    }
    try:
        yield
    except DestinationError:
        raise
    except OSError as error:
        failure = DestinationError(
            f"{path} cannot be written: {error.strerror or error}.", hint=hints.get(error.errno or 0)
        )
        failure.errno = error.errno
        failure.filename = str(path)
        raise failure from error
