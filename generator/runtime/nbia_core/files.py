"""Writing to disk so that a file under its own name is always whole."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import io
import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol, Self, TypeAlias

from nbia_core.public import publish

from .errors import DestinationError, InvalidParameterError, NbiaError


class BinaryWriter(Protocol):
    """Anything that takes bytes: an open binary file, a socket file, a buffer."""

    def write(self, data: bytes, /) -> object:
        """Take the bytes."""


Destination: TypeAlias = str | os.PathLike[str] | BinaryWriter
"""Where to write: the path of a file, or a binary file that is open for writing."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """An answer that was written as it came."""

    path: Path | None
    """The file, or None if it was written to a file object."""
    size: int
    """Bytes."""
    tries: int
    """How often the request was sent."""


class PartFile:
    """A file that is written under a temporary name in its folder and gets its own name when it is complete.

    As a context manager it removes what was not kept.
    """

    def __init__(self, path: Path) -> None:
        with destination_errors(path):
            path = Path(os.path.realpath(path)) if path.is_symlink() else path
        self.path = path
        """The name that it will have; for a link, that of the file to which it leads."""
        with destination_errors(path):
            if path.is_dir() or not path.name:
                raise DestinationError(f"{path} is a folder.", hint="give the path of a file")
            if path.exists() and not path.is_file():
                raise DestinationError(f"{path} is no ordinary file.", hint="open it yourself and give the open file")
        self.part_path = path.with_name(f".{path.name[:40]}.{os.urandom(6).hex()}.part")
        """The name under which it is written."""
        self.size = 0
        """Bytes written so far."""
        with destination_errors(path):
            self._file = self.part_path.open("xb")

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

    def keep(self, *, replace: bool = True) -> None:
        """Put everything on disk and give the file its name, in place of what may have had it.

        Raises:
            DestinationError: it cannot be written, or, without `replace`, something has its name.
        """
        with destination_errors(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if replace:
                self.part_path.replace(self.path)
            else:
                _rename_to_new(self.part_path, self.path)
            sync_folder(self.path.parent)

    def discard(self) -> None:
        """Remove the file if it was not kept."""
        with contextlib.suppress(OSError):
            self._file.close()
        self.part_path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.discard()


def write_text(path: Path, text: str) -> None:
    """Write a text to a file, in place of what may be there. Half a character, which UTF-8 does not have, becomes its escape.

    Raises:
        DestinationError: the file cannot be written.
    """
    with PartFile(path) as part:
        part.write(text.encode(errors="backslashreplace"))
        part.keep()


def check_is_free(path: Path) -> None:
    """Raise DestinationError if something has this name, be it a link that leads nowhere."""
    if os.path.lexists(path):
        failure = DestinationError(f"{path} is there already.", hint="name another file, or let it be overwritten")
        failure.errno, failure.filename = errno.EEXIST, str(path)
        raise failure


def _rename_to_new(old: Path, new: Path) -> None:
    """Give a file a name that nothing has, even if something gets it at this very moment."""
    try:
        os.link(old, new)
    except FileExistsError:
        check_is_free(new)
    except OSError:  # a file system without links
        check_is_free(new)
        old.rename(new)


def as_path(to: object) -> Path:
    """Return a destination as a path; what is none is refused.

    `~` at the beginning is the home of the user, `~name` that of another, as in shells: nobody wants a folder of that name.
    """
    try:
        text = os.fspath(to)  # type: ignore[call-overload]  # what is no path is refused below
        os.fsencode(text)
    except (TypeError, UnicodeEncodeError):
        text = None
    if not isinstance(text, str) or not text or "\0" in text:
        raise InvalidParameterError(f"to={to!r} is no path of a file or folder.")
    try:
        return Path(text).expanduser() if text.startswith("~") else Path(text)  # Path("./~") is Path("~")
    except RuntimeError:
        raise InvalidParameterError(
            f"to={to!r} begins with the home of a user who is not known.",
            hint="write the path of the home; if a file or folder has that very name, put ./ before it",
        ) from None


def is_ordinary(path: Path) -> bool:
    """Whether a file lies at a path: no link, no folder, no pipe, nothing that cannot be looked at."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder, or a link to one, lies at a path: nothing that cannot be looked at."""
    try:
        return path.is_dir()
    except OSError:  # nobody may look there, or the name is too long
        return False


def is_one_of(path: Path, others: Iterable[Path]) -> bool:
    """Whether a path leads to one of these files, by whatever name, link, or spelling of small and capital letters."""
    for other in others:
        with contextlib.suppress(OSError):
            if path.samefile(other):
                return True
    return False


def as_writer(to: object) -> BinaryWriter | None:
    """Return `to` if it is a binary file, None if it is a path; anything else is refused."""
    if isinstance(to, str | os.PathLike):
        return None
    if isinstance(to, io.TextIOBase) or not callable(getattr(to, "write", None)):
        raise InvalidParameterError(f"to={to!r} is neither a path nor a binary file.", hint='open files with mode "wb"')
    if getattr(to, "closed", False) or (isinstance(to, io.IOBase) and not to.writable()):
        raise InvalidParameterError(f"to={to!r} is closed or not open for writing.", hint='open files with mode "wb"')
    return to  # type: ignore[return-value]  # it has a write method; whether it takes bytes shows when it does


def write_all(writer: BinaryWriter, data: bytes) -> None:
    """Write all of `data`, also to a file without a buffer, which may take less at a time."""
    rest = memoryview(data)
    while rest:
        written = writer.write(bytes(rest) if len(rest) < len(data) else data)
        taken = written if isinstance(written, int) and written < len(rest) else len(rest)
        if taken <= 0:
            raise OSError(errno.EIO, "the file takes no more bytes")
        rest = rest[taken:]


def start_writing_to_disk(handle: int) -> None:
    """Ask the system to start writing a file to disk, where that is possible, so that the later fsync is short."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def sync(path: str | os.PathLike[str], flags: int) -> None:
    """Put a file or folder on disk, which is opened for that with these flags."""
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on disk, where the system knows how (Windows does it by itself)."""
    if os.name == "posix":
        sync(folder, os.O_RDONLY)


def make_folders(folder: Path, *, durable: bool = True) -> None:
    """Make a folder and those above it that are missing; if `durable`, they are still there after a power loss.

    Raises:
        DestinationError: a file is in the way, or nobody may write there.
    """
    missing = []
    with destination_errors(folder):
        while not folder.is_dir() and folder != folder.parent:
            missing.append(folder)
            folder = folder.parent
    for new in reversed(missing):
        with destination_errors(new):
            new.mkdir(exist_ok=True)
            if durable:
                sync_folder(new.parent)


def check_takes_names(folder: Path) -> None:
    """Refuse a folder, or the nearest one above it that is there, in which nothing new can get a name.

    Raises:
        DestinationError: nobody may write there.
    """
    with destination_errors(folder):
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
    if os.access(folder, os.W_OK | os.X_OK):
        return
    with destination_errors(folder):  # the system knows why, and has the last word
        probe = folder / f".{os.urandom(6).hex()}.part"
        probe.mkdir()
        probe.rmdir()


def nearest_there(path: Path) -> Path:
    """Return a path itself, or the first one above it where something is.

    Raises:
        DestinationError: nobody may look there.
    """
    with destination_errors(path):
        return next(each for each in (path, *path.parents) if each.exists())


def free_space(folder: Path) -> int:
    """Return the bytes that the file system of `folder` has left."""
    with destination_errors(folder):
        return shutil.disk_usage(folder).free


def check_free_space(folder: Path, needed: int) -> None:
    """Raise DestinationError if the file system of `folder` has less than `needed` bytes left."""
    free = free_space(folder)
    if free < needed:
        failure = DestinationError(
            f"{folder}: {needed:,} bytes are needed and {free:,} are free. Nothing was downloaded.",
            hint="make room, or choose another folder",
        )
        failure.errno, failure.filename = errno.ENOSPC, str(folder)
        raise failure


_LONGEST_WINDOWS_PATH: Final = 259
_HINTS: Final = {
    errno.ENOSPC: "the disk is full: make room and start again",
    errno.EDQUOT: "the quota is used up: make room and start again",
    errno.ENOENT: "create the folder first",
    errno.EACCES: "choose a place where you may write",
    errno.EPERM: "choose a place where you may write",
    errno.EROFS: "the file system is read-only: choose another",
    errno.ENAMETOOLONG: "the path is too long: choose a shorter one",
    errno.ENOTDIR: "a file lies where a folder must be: move it away",
    errno.EEXIST: "something else lies there: move it away",
    errno.EXDEV: "a folder on the way leads to another file system: choose a place within one",
    errno.ESTALE: "the file system is gone: bring it back and start again",
}


def _hint(error: OSError, path: Path) -> str | None:
    # Windows says only that there is no such folder when a path is too long for it.
    is_too_long = os.name == "nt" and error.errno == errno.ENOENT and len(str(path.absolute())) > _LONGEST_WINDOWS_PATH
    return _HINTS.get(errno.ENAMETOOLONG if is_too_long else error.errno or 0)


class destination_errors:  # it reads as a function, and as a class it costs a tenth of a generator
    """Turn the operating system's errors into DestinationError with the path and what to do."""

    __slots__ = ("_path",)

    def __init__(self, path: Path | str) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, OSError) and not isinstance(error, NbiaError):
            message = f"{self._path} cannot be written: {error.strerror or error}."
            failure = DestinationError(message, hint=_hint(error, Path(self._path)))
            failure.errno = error.errno
            failure.filename = str(self._path)
            raise failure from error


publish("nbia", Saved)
