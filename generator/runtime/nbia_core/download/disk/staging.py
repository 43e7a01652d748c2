"""Puts finished series in their place, so that a place holds a whole series or none, whatever interrupts.

Everything that is not for the user lies in the hidden folder `.nbia` of the destination:

* `work-<machine>-<random>`, one for each process, with a lock beside it. It goes when the process ends; the work folder
  of a process that was killed goes when the next one begins.
* `replaced/<series>-<number>`: files that were in the way and are no part of the series. Those of a process that was killed
  before the series was in its place go back there when the next one begins.
* `incomplete/<series>`: what the server sent of a series that it has wrong itself, with `evidence.json`.
* `unfinished/<series>-<version>`: images of a series that comes file by file; the next try goes on from there.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import platform
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Self

from filelock import FileLock, Timeout

from nbia_core.checks import check_uid
from nbia_core.errors import DestinationError
from nbia_core.files import destination_errors, make_folders, sync, sync_folder

from .ownership import file_names, has_only, is_of_a_series
from .state import HIDDEN_FOLDER

_EVIDENCE: Final = "evidence.json"
_UNFINISHED: Final = "unfinished"
"""The folder of what is gone on with. In a work folder, the names of such folders begin with it."""
_KEEP: Final = ".keep"
"""Lies beside what was in the way and is never removed."""
_PLACE: Final = ".place"
"""Lies beside what was in the way until the series is in its place, and says which place that is."""
_TRIES: Final = 5
"""How often a place is taken before giving up, when other processes take it too."""
_LONG_AGO: Final = 24 * 3600
"""Seconds after which nobody works any more in a folder of which nobody can know otherwise."""


class Staging:
    """The work folder of this process in a destination, and the way from there to the final place. For all threads.

    What killed processes have left is removed, unless `sweeps` is False, since somebody has looked for it just now. Every
    method that writes raises DestinationError when that is not possible.
    """

    def __init__(self, root: Path, *, durable: bool = True, sweeps: bool = True) -> None:
        self._durable = durable
        hidden = root / HIDDEN_FOLDER
        self._root = root
        self._replaced = hidden / "replaced"
        self._incomplete = hidden / "incomplete"
        self._unfinished = hidden / _UNFINISHED
        self._exchanges = hidden / "exchange.lock"
        self._numbers = itertools.count()
        self._changed: set[Path] = set()
        self._changing = threading.Lock()
        make_folders(hidden, durable=durable)
        self._folder, self._lock = _begin(hidden)
        if sweeps:
            self._sweep(root, hidden)
            self._take_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def is_there(self) -> bool:
        """Whether the work folder still exists; not when the destination has vanished."""
        return self._folder.is_dir()

    def new_folder(self) -> Path:
        """Make an empty folder in the work folder."""
        folder = self._unused()
        with destination_errors(folder):
            folder.mkdir()
        return folder

    def resume_folder(self, series_instance_uid: str, version: str) -> Path:
        """Return a folder in the work folder with the files that earlier tries have left of a version of a series.

        Nobody else has them meanwhile. `suspend` leaves them to the next try, and so does a process that is killed.
        """
        check_uid("series_instance_uid", series_instance_uid)
        name = f"{series_instance_uid}-{version}"
        folder = self._folder / f"{_UNFINISHED}-{name}"
        with destination_errors(folder):
            try:
                (self._unfinished / name).rename(folder)
            except FileNotFoundError:
                folder.mkdir(exist_ok=True)
        return folder

    def suspend(self, folder: Path) -> None:
        """Leave the files of such a folder to the next try."""
        _suspend(folder, self._unfinished)

    def discard(self, folder: Path) -> None:
        """Remove a folder of the work folder with everything in it."""
        shutil.rmtree(folder, ignore_errors=True)

    def put_in_place(
        self,
        source: Path,
        target: Path,
        series_instance_uid: str,
        *,
        keeps_old: Callable[[Path], bool] = lambda place: False,
        stays: Callable[[Path], bool] = lambda path: False,
    ) -> tuple[Path, ...]:
        """Move a finished series to its place, and what lies there out of the way.

        What lay there is removed if the series has a file of the same name for each of its files, and is kept in
        `.nbia/replaced` otherwise. Links are moved as links. If the series cannot be put in place, what lay there goes
        back. What was kept apart of the series earlier is removed.

        Args:
            source: the folder or archive in the work folder; its contents are on disk already.
            target: where to put it. Folders above it that are missing are made.
            series_instance_uid: the series.
            keeps_old: called with the place, while no other process can change what lies there; returns whether to keep it.
            stays: called with each path that lay in the folder; returns whether it is no image, and so stays there.

        Returns:
            Where files lie now that were in the way and are no part of the series: folders to tell the user of.

        Raises:
            DestinationError: the place cannot be used, or the disk is full.

        Its name outlives a power loss only after `sync_places`: series that share a folder are synced together.
        """
        check_uid("series_instance_uid", series_instance_uid)
        with destination_errors(target):
            if not target.parent.is_dir():
                source.lstat()  # before folders are made for what is not there
                make_folders(target.parent, durable=self._durable)
            moved_to = self._take_place(source, target, series_instance_uid, keeps_old, stays)
        if os.path.lexists(self._incomplete):
            self._remove(self._incomplete / series_instance_uid)
        for folder in _of_series(self._unfinished, series_instance_uid):
            self._remove(folder)
        return moved_to

    def sync_places(self) -> None:
        """Put the names of all series that are in their places on disk."""
        with self._changing:
            changed, self._changed = self._changed, set()
        try:
            for folder in changed:
                with destination_errors(folder):
                    self._sync(folder)
        except BaseException:
            with self._changing:
                self._changed |= changed
            raise

    def new_file(self) -> Path:
        """Return a path in the work folder for a file that is to be written."""
        return self._unused()

    def put_file(self, source: Path, target: Path) -> None:
        """Move a file that was written in the work folder to its place, in place of what it has there."""
        with destination_errors(target):
            if self._durable:
                sync_files(source.parent, [source.name])
            source.replace(target)
            self._sync(target.parent)

    def exclusive(self) -> contextlib.AbstractContextManager[None]:
        """Hold what only one process of a destination has at a time, where the file system has locks."""
        return _exclusive(self._exchanges)

    def keep_apart(self, source: Path, series_instance_uid: str, evidence: Mapping[str, object]) -> Path:
        """Move a series that the server has wrong to `.nbia/incomplete`, in place of an earlier one.

        Args:
            source: the folder or archive in the work folder.
            series_instance_uid: the series.
            evidence: what shows that it is wrong; written to `evidence.json` beside the images.

        Returns:
            The folder that has the images now.

        Raises:
            DestinationError: it cannot be written, or the disk is full.
        """
        check_uid("series_instance_uid", series_instance_uid)
        kept = self._incomplete / series_instance_uid
        with destination_errors(kept):
            if not source.is_dir():
                folder = self.new_folder()
                source.rename(folder / source.name)
                source = folder
            (source / _EVIDENCE).write_text(json.dumps(dict(evidence), default=str, indent=2), encoding="ascii")
            if self._durable:
                sync_files(source, [_EVIDENCE])
            make_folders(self._incomplete, durable=self._durable)
            for number in range(_TRIES):
                self._remove(kept)
                try:
                    source.rename(kept)
                    break
                except OSError:
                    if number + 1 == _TRIES or not os.path.lexists(kept):
                        raise
            self._sync(self._incomplete)
        return kept

    def close(self) -> None:
        """Remove the work folder."""
        _remove_work(self._folder)
        remove_unused([self._unfinished])
        _let_go(self._folder, self._lock)

    def _unused(self) -> Path:
        return self._folder / str(next(self._numbers))

    def _sync(self, folder: Path) -> None:
        if self._durable:
            sync_folder(folder)

    def _take_place(
        self,
        source: Path,
        target: Path,
        series_instance_uid: str,
        keeps_old: Callable[[Path], bool],
        stays: Callable[[Path], bool],
    ) -> tuple[Path, ...]:
        is_free = not os.path.lexists(target)
        if is_free:
            try:
                source.rename(target)
            except OSError:
                if not os.path.lexists(target):
                    raise
                is_free = False  # another process was faster
        if is_free:
            if not os.path.lexists(self._replaced):
                with self._changing:
                    self._changed.add(target.parent)
                return ()
            self._sync(target.parent)
        # One process at a time moves things away and clears up: else one clears what another still holds in its hands.
        with _exclusive(self._exchanges):
            if not is_free:
                self._exchange(source, target, series_instance_uid, keeps_old, stays)
                self._sync(target.parent)
            return self._clear_replaced(target, series_instance_uid)

    def _exchange(
        self,
        source: Path,
        target: Path,
        series_instance_uid: str,
        keeps_old: Callable[[Path], bool],
        stays: Callable[[Path], bool],
    ) -> None:
        for number in range(_TRIES):
            is_taken = os.path.lexists(target)
            is_kept = is_taken and keeps_old(target)
            old = self._move_away(target, series_instance_uid) if is_taken else None
            try:
                source.rename(target)
                if old is not None and is_kept:
                    (old.parent / _KEEP).touch()
                if old is not None:
                    (old.parent / _PLACE).unlink(missing_ok=True)
                    _put_back(old, target, stays)
                return
            except OSError:
                if os.path.lexists(target) and number + 1 < _TRIES:
                    continue  # another process has put its own there in between
                if old is not None and not os.path.lexists(target):
                    old.rename(target)
                    _remove_holder(old.parent)
                raise

    def _move_away(self, target: Path, series_instance_uid: str) -> Path | None:
        """Move what lies at a place to a folder of its own; None if it is gone already."""
        make_folders(self._replaced, durable=self._durable)
        for number in itertools.count(1):
            holder = self._replaced / f"{series_instance_uid}-{number}"
            with contextlib.suppress(FileExistsError):
                holder.mkdir()
                break
        with contextlib.suppress(OSError):  # on a full disk, say
            (holder / _PLACE).write_bytes(os.fsencode(os.path.relpath(target, self._root)))
        try:
            target.rename(holder / target.name)
        except OSError as error:
            with contextlib.suppress(FileNotFoundError):
                _remove_holder(holder)
            if isinstance(error, FileNotFoundError):
                return None
            raise
        self._sync(holder)
        self._sync(self._replaced)
        return holder / target.name

    def _clear_replaced(self, target: Path, series_instance_uid: str) -> tuple[Path, ...]:
        """Remove what was in the way and has its successor in place, and say where the rest lies."""
        holders = sorted(_of_series(self._replaced, series_instance_uid))
        new = file_names(target) if holders else frozenset[str]()
        return tuple(holder for holder in holders if not (has_only(holder, new) and self._remove(holder)))

    def _take_back(self) -> None:
        """Put back what processes had moved out of the way that were killed before the series got its place."""
        if not os.path.lexists(self._replaced):
            return
        with _exclusive(self._exchanges):
            for mark in self._replaced.glob(f"*/{_PLACE}"):
                with contextlib.suppress(OSError):
                    place = self._root / os.fsdecode(mark.read_bytes())
                    mark.unlink()
                    if place.is_relative_to(self._root) and ".." not in place.parts and not os.path.lexists(place):
                        mark.with_name(place.name).rename(place)
                    mark.parent.rmdir()  # unless something is kept there

    def _remove(self, folder: Path) -> bool:
        """Remove a folder by way of the work folder, so that a process that is killed leaves nothing half removed."""
        doomed = self._unused()
        try:
            folder.rename(doomed)
        except OSError:
            return not os.path.lexists(folder)
        shutil.rmtree(doomed, ignore_errors=True)
        return True

    def _sweep(self, root: Path, hidden: Path) -> None:
        """Remove what processes have left that do not live any more."""
        left = {path.with_suffix("") if path.suffix == ".lock" else path for path in hidden.glob("work-*")}
        for folder in left - {self._folder}:
            # Locks may not reach from one machine to another, so there age must speak too.
            if folder.name.startswith(_prefix()) or self._is_old(folder):
                _sweep_away(folder)
        for folder in root.glob(".series.*.part"):  # left by an earlier version, which had no locks
            if self._is_old(folder) and is_of_a_series(folder):
                shutil.rmtree(folder, ignore_errors=True)

    def _is_old(self, folder: Path) -> bool:
        """Whether a folder was not touched for long, by the clock of the file system that made ours just now."""
        with contextlib.suppress(OSError):
            return self._folder.stat().st_mtime - folder.stat().st_mtime > _LONG_AGO
        return False


def _remove_holder(holder: Path) -> None:
    """Remove a folder in which nothing lies but the name of a place."""
    (holder / _PLACE).unlink(missing_ok=True)
    holder.rmdir()


def _put_back(old: Path, new: Path, stays: Callable[[Path], bool]) -> None:
    """Move what is to stay from a folder that was exchanged to the one that has its place; what cannot be moved is kept."""
    if old.is_dir() and not old.is_symlink() and new.is_dir():
        for path in sorted(old.iterdir()):
            if not os.path.lexists(new / path.name) and stays(path):
                with contextlib.suppress(OSError):
                    path.rename(new / path.name)


def sync_files(folder: Path, names: Iterable[str]) -> None:
    """Put files and their names in a folder on disk.

    Raises:
        DestinationError: the disk is full or fails.
    """
    place = os.fspath(folder)
    for name in names:
        path = os.path.join(place, name)
        with destination_errors(path):
            sync(path, os.O_RDWR)  # Windows syncs nothing that is open for reading alone
    with destination_errors(folder):
        sync_folder(folder)


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """Hold a lock that only one thread of one process can have; on a file system without locks, go on without."""
    lock = FileLock(path, thread_local=False)
    try:
        if path.is_symlink():
            raise NotImplementedError  # some versions of the library would empty the file to which it leads
        lock.acquire()
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _prefix() -> str:
    return f"work-{re.sub('[^A-Za-z0-9]+', '-', platform.node())[:20]}-"


def _begin(hidden: Path) -> tuple[Path, FileLock | None]:
    """Make a work folder. Its lock is there and held before the folder is, so that nobody sweeps it away."""
    for _ in range(_TRIES):
        folder = hidden / f"{_prefix()}{os.urandom(4).hex()}"
        try:
            lock = _lock(folder)
        except Timeout:
            continue
        if lock is not None and not _lock_path(folder).exists():
            continue  # it was swept away between its making and its locking
        with destination_errors(folder):
            folder.mkdir()
        return folder, lock
    raise DestinationError(f"{hidden} cannot be used: other processes take every lock.", hint="try again")


def _lock(folder: Path) -> FileLock | None:
    """Take the lock of a work folder; None on a file system without locks.

    Raises:
        Timeout: a process holds it.
    """
    lock = FileLock(_lock_path(folder), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise
    except (OSError, NotImplementedError):
        return None
    return lock


def _lock_path(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _let_go(folder: Path, lock: FileLock | None) -> None:
    # A lock is removed while it is held, so that nobody holds one that others cannot see. Windows refuses that, and
    # there the lock goes when it is released.
    with contextlib.suppress(OSError):
        _lock_path(folder).unlink(missing_ok=True)
    if lock is not None:
        with contextlib.suppress(OSError):
            lock.release()


def _sweep_away(folder: Path) -> None:
    with contextlib.suppress(Timeout):
        lock = _lock(folder)
        if lock is not None:
            _remove_work(folder)
            _let_go(folder, lock)


def _remove_work(folder: Path) -> None:
    """Remove a work folder, but for what can be gone on with."""
    for each in folder.glob(f"{_UNFINISHED}-*"):
        _suspend(each, folder.parent / _UNFINISHED)
    shutil.rmtree(folder, ignore_errors=True)


def _suspend(folder: Path, unfinished: Path) -> None:
    """Move a folder to those that are gone on with, unless it is empty, or one is there already."""
    with contextlib.suppress(OSError):
        folder.rmdir()
    for _ in range(_TRIES):  # another process may remove what is made here while it is empty
        if not folder.is_dir():
            return
        with contextlib.suppress(OSError):
            unfinished.mkdir(exist_ok=True)
            folder.rename(unfinished / folder.name.removeprefix(f"{_UNFINISHED}-"))
    shutil.rmtree(folder, ignore_errors=True)


def _of_series(parent: Path, series_instance_uid: str) -> list[Path]:
    """Return the folders of a series in a folder, which other threads and processes may remove at any time."""
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        return [parent / entry.name for entry in entries if entry.name.startswith(f"{series_instance_uid}-")]
    return []


def remove_unused(folders: Iterable[Path]) -> None:
    """Remove folders that were made for a download if they have stayed empty, since it was refused."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
