"""The database file behind the state: one table with a row for each series, and what to do when the file is damaged."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
import sqlite3
import stat
import tempfile
import urllib.parse
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from nbia_core.errors import DestinationError

Row: TypeAlias = tuple[str, bytes]
"""A Series Instance UID and what is stored of the series."""

_T = TypeVar("_T")
_VERSION: Final = 1
_CREATE: Final = "CREATE TABLE series (uid TEXT PRIMARY KEY, data BLOB NOT NULL)"
_PUT: Final = "INSERT INTO series VALUES (?, ?) ON CONFLICT (uid) DO UPDATE SET data = excluded.data"
_PAGE: Final = 64
_LONGEST_PATH: Final = 500
"""Bytes; SQLite's own limit, less what it appends for its journal."""
_BUSY: Final = 60.0
"""Seconds to wait for another process that is writing."""
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_ERRNOS: Final = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
_HINTS: Final = {
    sqlite3.SQLITE_FULL: "the disk is full: make room and start again",
    **dict.fromkeys(
        _DAMAGED, "start a download to that folder again: it examines what is there and begins a new state"
    ),
    sqlite3.SQLITE_BUSY: "another process holds it: wait for that one to end",
}
_log: Final = logging.getLogger("nbia")


class _OtherSchemaError(sqlite3.DatabaseError):
    """The database is sound, but it is none of ours, or was written by a later version."""

    sqlite_errorcode = sqlite3.SQLITE_NOTADB


class Database:
    """A database that is opened when it is needed, and replaced when it turns out to be damaged.

    No transaction stays open between two calls, so that other processes can use the file too. Raises DestinationError
    when it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self.notes: list[str] = []
        """What to tell the user: where files lie now that could not be used, and that one was removed."""
        if len(os.fsencode(path.absolute())) > _LONGEST_PATH:
            failure = DestinationError(
                f"{path}: the path has more bytes than SQLite can open ({_LONGEST_PATH}).",
                hint="the path is too long: choose a shorter one",
            )
            failure.errno, failure.filename = errno.ENAMETOOLONG, str(path)
            raise failure
        _check_kinds(path)
        with _database_errors(path, "written"):
            if path.exists() and not os.access(path, os.W_OK):  # SQLite would say so at the first change
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        self._perform(lambda connection: None)

    def read(self, series_instance_uid: str) -> bytes | None:
        """Return what is stored of a series, or None."""
        return self._perform(lambda connection: _read(connection, series_instance_uid))

    def read_many(self, series_instance_uids: Sequence[str]) -> list[Row]:
        """Return the rows of those series of which something is stored."""
        query = f"SELECT uid, data FROM series WHERE uid IN ({','.join('?' * len(series_instance_uids))})"
        return self._perform(lambda connection: connection.execute(query, series_instance_uids).fetchall())

    def read_page(self, after: str) -> list[Row]:
        """Return the next rows in the order of their UIDs; none at the end."""
        return self._perform(lambda connection: _read_page(connection, after))

    def count(self) -> int:
        """Return the number of rows."""
        return self._perform(lambda connection: int(connection.execute("SELECT count(*) FROM series").fetchone()[0]))

    def keys(self) -> frozenset[str]:
        """Return the UIDs of all rows."""
        query = "SELECT uid FROM series"
        return self._perform(lambda connection: frozenset(uid for (uid,) in connection.execute(query)))

    def write(self, rows: Collection[Row], *, keeps: Callable[[bytes, bytes], bool]) -> None:
        """Write rows: all of them, durably, or none.

        Args:
            rows: The rows.
            keeps: Called with the stored row of a series and the new one; returns whether the stored one stays. Other
                processes cannot write in the meantime.
        """

        def work(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                changes = [row for row in rows if (old := _read(connection, row[0])) is None or not keeps(old, row[1])]
                connection.executemany(_PUT, changes)

        self._perform(work)

    def close(self) -> None:
        """Let go of the file."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _perform(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        with _database_errors(self._path, "written"):
            try:
                return work(self._connected())
            except sqlite3.DatabaseError as error:
                if not _tells_damage(error):
                    raise
                self._set_aside(error)
                return work(self._connected())

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self._path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
            self._identity = _identity(self._path)
            try:
                _prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        """Move a damaged file out of the way, unless another process has done so already, or somebody has removed it."""
        self.close()
        found = _identity(self._path)
        if found is None:
            self._note(f"{self._path} was removed: a new one is begun, and the next run examines what it does not have")
        if found != self._identity:
            return
        name, number = self._path.name, 1
        while (aside := self._path.with_name(f"{name}.damaged-{number}")).exists():
            number += 1
        # The journal goes first: left behind alone, it would be played into the new database.
        for suffix in ("-journal", ""):
            with contextlib.suppress(FileNotFoundError):
                self._path.with_name(name + suffix).rename(aside.with_name(aside.name + suffix))
        self._note(f"{self._path} is unusable ({error}): it is now {aside}, and the series are examined again")

    def _note(self, text: str) -> None:
        self.notes.append(text)
        _log.info("%s", text)  # whoever downloads has it in the report


def _check_kinds(path: Path) -> None:
    """Refuse what SQLite would follow to somewhere else, or wait for without an end: links, pipes, folders."""
    for name in (path.name, *(f"{path.name}-{ending}" for ending in ("journal", "wal", "shm"))):
        place = path.with_name(name)
        try:
            mode = place.lstat().st_mode  # one look: the journal of another process comes and goes
        except OSError:
            continue
        if not stat.S_ISREG(mode):
            failure = DestinationError(
                f"{place} is no ordinary file, and the state is kept there.", hint="move it away"
            )
            failure.errno, failure.filename = errno.EEXIST, str(place)
            raise failure


def stored_rows(path: Path) -> Iterator[Row]:
    """Hand out all rows in the order of their UIDs, and write nothing beside the database.

    Raises:
        DestinationError: there is no database, or it cannot be read.
    """
    _check_kinds(path)
    with _database_errors(path, "read"), contextlib.ExitStack() as opened:
        connection = _open_to_read(path, opened)
        page = _read_page(connection, "")
        while page:
            yield from page
            page = _read_page(connection, page[-1][0])


def _open_to_read(path: Path, opened: contextlib.ExitStack) -> sqlite3.Connection:
    place = path.absolute().as_posix()
    uri = f"file://{'' if place.startswith('/') else '/'}{urllib.parse.quote(os.fsencode(place))}?mode=ro"  # C: too needs a slash
    connection = opened.enter_context(contextlib.closing(sqlite3.connect(uri, timeout=_BUSY, uri=True)))
    try:
        version = _version(connection)
    except sqlite3.OperationalError as error:
        if _code(error) != sqlite3.SQLITE_READONLY:
            raise
        # A process was killed while it wrote. That can only be taken back where the database may be written.
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        for name in (path.name, f"{path.name}-journal"):
            shutil.copyfile(path.with_name(name), folder / name)
        connection = opened.enter_context(contextlib.closing(sqlite3.connect(folder / path.name)))
        version = _version(connection)
    if version != _VERSION:
        raise _OtherSchemaError("it was written by another version or program")
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Create the table in a new database, and see whether an old one is ours."""
    connection.execute("PRAGMA synchronous = FULL")
    version = _version(connection)
    if version == 0:
        with _transaction(connection):
            version = _version(connection)  # another process may have been quicker
            if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                connection.execute(_CREATE)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
                version = _VERSION
    if version != _VERSION:
        raise _OtherSchemaError("it was written by another version or program")
    try:
        connection.execute("SELECT uid, data FROM series LIMIT 0")
    except sqlite3.OperationalError as error:
        if _code(error) != sqlite3.SQLITE_ERROR:
            raise
        raise _OtherSchemaError(str(error)) from error


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _read(connection: sqlite3.Connection, series_instance_uid: str) -> bytes | None:
    query = "SELECT data FROM series WHERE uid = ?"
    found: tuple[bytes] | None = connection.execute(query, (series_instance_uid,)).fetchone()
    return None if found is None else found[0]


def _read_page(connection: sqlite3.Connection, after: str) -> list[Row]:
    """Read some rows, all at once: an open cursor would keep other processes from writing."""
    query = "SELECT uid, data FROM series WHERE uid > ? ORDER BY uid LIMIT ?"
    return connection.execute(query, (after, _PAGE)).fetchall()


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another that has its name later."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _tells_damage(error: sqlite3.Error) -> bool:
    """Whether the file cannot be used any more, or another process has moved it aside."""
    if not hasattr(error, "sqlite_errorcode"):
        return isinstance(error, sqlite3.OperationalError)  # Python has found text that is no UTF-8
    return _code(error) in _DAMAGED or error.sqlite_errorcode == sqlite3.SQLITE_READONLY_DBMOVED


def _code(error: sqlite3.Error) -> int:
    """Return the result code of SQLite without its details."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


@contextlib.contextmanager
def _database_errors(path: Path, action: str) -> Iterator[None]:
    """Turn the errors of SQLite and of the operating system into DestinationError."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        code = _code(error) if isinstance(error, sqlite3.Error) else sqlite3.SQLITE_ERROR
        failure = DestinationError(
            f"{path} cannot be {action}: {error}.",
            hint=_HINTS.get(code, "see whether the disk is there and you may write to it"),
        )
        failure.errno = error.errno if isinstance(error, OSError) else _ERRNOS.get(code)
        failure.filename = str(path)
        raise failure from error
