"""Remembers which series of a destination are complete, inside the destination itself."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Self, TypeVar

import msgspec

from nbia_core.download.check.on_disk import still_holds
from nbia_core.download.model import SeriesState
from nbia_core.files import destination_errors, make_folders

from .database import Database, Row, stored_rows
from .state_form import decode, encode

HIDDEN_FOLDER: Final = ".nbia"
"""The folder in a destination with everything that is not for the user."""

_MOST_WAITING: Final = 64
"""Changes that wait at most before they are committed."""
_LONGEST_WAIT: Final = 0.5
"""Seconds that a change waits at most for others."""


class _PlaceState(msgspec.Struct):
    """What of a state says where its series lies; the rest is not decoded, which takes a tenth of the time."""

    path: str


_S = TypeVar("_S", SeriesState, _PlaceState)


class _Places:
    """Where series lie. What is called by the UID of one, as in the usual layout, is theirs; only for others are all read."""

    def __init__(self, uids: Container[str], paths: Callable[[], Iterable[str]]) -> None:
        self._uids = uids
        self._read = paths

    def __contains__(self, path: object) -> bool:
        return path in self._uids or path in self._paths

    @functools.cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(self._read())


class State:
    """What is complete in a destination. Threads may share it, and several processes may use one destination.

    Changes wait in memory for others, so that a slow disk is asked to confirm once for many. A change that is lost is
    no harm: its series is examined again. Where two processes have put the same series in its place, what describes the
    files that lie there counts, whoever commits last. A database that is damaged is moved aside, which `notes` says, and a new
    one is begun. Values that JSON does not know come back as texts, such as the dates among the attributes
    (`2010-08-16T00:00:00`).

    Every method that reads or writes the database raises DestinationError when that is not possible.
    """

    def __init__(
        self,
        root: Path,
        *,
        before_commit: Callable[[], object] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open the state of a destination.

        Args:
            root: the destination.
            before_commit: called before changes are committed, to put on disk first what they speak of.
            clock: tells the seconds.
        """
        path = state_path(root)
        make_folders(path.parent)
        self._root = root
        self._before_commit = before_commit
        self._clock = clock
        self._lock = threading.RLock()
        self._waiting: dict[str, bytes] = {}
        self._waiting_since = 0.0
        self._ahead: dict[str, bytes | None] = {}
        self._ahead_since = 0.0
        self._database = Database(path)

    @property
    def notes(self) -> tuple[str, ...]:
        """What to tell the user: where a database lies now that was in the way, or that somebody has removed it."""
        return tuple(self._database.notes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __contains__(self, series_instance_uid: str) -> bool:
        """Whether anything is remembered of a series, in whatever form."""
        return self._read(series_instance_uid) is not None

    def get(self, series_instance_uid: str) -> SeriesState | None:
        """Return what is remembered of a series; None if nothing is, or in a form that is not known."""
        data = self._read(series_instance_uid)
        return None if data is None else decode(data, SeriesState)

    def read_ahead(self, series_instance_uids: Sequence[str]) -> None:
        """Read what is remembered of a few hundred series that will be asked for once each: that takes less time.

        Of what is not known then, nothing is read for half a second: what other processes have to say waits as long.
        """
        with self._lock:
            self._ahead_since = self._clock()
            stored = [uid for uid in series_instance_uids if uid not in self._waiting]
            self._ahead |= dict.fromkeys(stored)
            self._ahead |= dict(self._database.read_many(stored))

    def put(self, state: SeriesState) -> None:
        """Remember a complete series, in place of what was remembered of it."""
        data = encode(state)
        with self._lock:
            self._ahead.pop(state.series_instance_uid, None)
            now = self._clock()
            if not self._waiting:
                self._waiting_since = now
            self._waiting[state.series_instance_uid] = data
            if len(self._waiting) >= _MOST_WAITING or now - self._waiting_since >= _LONGEST_WAIT:
                self.flush()

    def flush(self) -> None:
        """Commit the changes that wait. If that fails, they go on waiting."""
        with self._lock:
            if self._waiting:
                self._before_commit()
                self._database.write(self._waiting.items(), keeps=self._is_overtaken)
                self._waiting.clear()

    def __iter__(self) -> Iterator[SeriesState]:
        """Hand out the series in the order of their UIDs; memory does not grow with them."""
        return self._all(SeriesState)

    def _all(self, kind: type[_S]) -> Iterator[_S]:
        after: str | None = ""
        while after is not None:
            with self._lock:
                self.flush()
                page = self._database.read_page(after)
            yield from _known(page, kind)
            after = page[-1][0] if page else None

    def places(self) -> Container[str]:
        """Return where all series lie, as far as anybody asks."""
        with self._lock:
            self.flush()
            return _Places(self._database.keys(), lambda: (state.path for state in self._all(_PlaceState)))

    def __len__(self) -> int:
        with self._lock:
            self.flush()
            return self._database.count()

    def age(self) -> int:
        """Return when it was last changed, by whatever process, in nanoseconds since 1970.

        Raises:
            DestinationError: it is not there any more.
        """
        path = state_path(self._root)
        self.flush()
        with destination_errors(path):
            return path.stat().st_mtime_ns

    def close(self) -> None:
        """Commit the changes that wait and let go of the database."""
        with self._lock:
            try:
                self.flush()
            finally:
                self._database.close()

    def _is_overtaken(self, stored: bytes, new: bytes) -> bool:
        """Whether another process has put the series in the same place later, and has said so already.

        What lies there is then described by what is stored, and not by what waits here.
        """
        theirs, ours = decode(stored, SeriesState), decode(new, SeriesState)
        return (
            theirs is not None
            and ours is not None
            and theirs.path == ours.path
            and not still_holds(self._root, ours)
            and still_holds(self._root, theirs)
        )

    def _read(self, series_instance_uid: str) -> bytes | None:
        with self._lock:
            data = self._waiting.get(series_instance_uid)
            if data is None and series_instance_uid in self._ahead:
                data = self._ahead.pop(series_instance_uid)
                if data is None and self._clock() - self._ahead_since < _LONGEST_WAIT:
                    return None
            return self._database.read(series_instance_uid) if data is None else data


def state_path(root: Path) -> Path:
    """Return where the state of a destination lies."""
    return root / HIDDEN_FOLDER / "state.sqlite"


def read_states(root: Path) -> Iterator[SeriesState]:
    """Hand out the series of a destination in the order of their UIDs, and write nothing there.

    Raises:
        DestinationError: there is no state, or it cannot be read.
    """
    return _known(stored_rows(state_path(root)), SeriesState)


def _known(rows: Iterable[Row], kind: type[_S]) -> Iterator[_S]:
    return (state for _, data in rows if (state := decode(data, kind)) is not None)
