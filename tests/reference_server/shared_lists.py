"""The lists of series that users share under a name: those of the archive, and those made while the server runs."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .archive import Archive

LIBRARIAN = "librarian"
"""The owner of the lists that the archive has from the beginning; nobody can log in under this name."""

_FIRST_DAY = datetime(2016, 8, 9)


@dataclass(frozen=True, kw_only=True)
class SharedList:
    """A list of series under a name."""

    key: int
    name: str
    comment: str | None
    hyperlink: str | None
    day: datetime
    """The midnight before it was made."""
    owner: str
    series_uids: tuple[str, ...]


class SharedLists:
    """The lists of a running server, shared by its thread and those of the tests."""

    def __init__(self, archive: Archive, clock: Callable[[], datetime]) -> None:
        """Start with the lists of ``archive``; ``clock`` dates new ones."""
        self._clock = clock
        self._lock = threading.Lock()
        self._first = _lists_of(archive)
        self._lists = dict(self._first)
        self._last_key = len(self._first)

    def reset(self) -> None:
        """Forget what was made, and restore what was deleted."""
        with self._lock:
            self._lists = dict(self._first)
            self._last_key = len(self._first)

    def find(self, name: str) -> SharedList | None:
        """Return the list of this name, in any case."""
        with self._lock:
            return self._lists.get(name.upper())

    def create(
        self, name: str, series_uids: Sequence[str], *, comment: str | None, hyperlink: str | None, owner: str
    ) -> bool:
        """Make a list; tell whether its name was free."""
        with self._lock:
            if name.strip().upper() in self._lists:
                return False
            self._last_key += 1
            self._lists[name.upper()] = SharedList(
                key=self._last_key,
                name=name,
                comment=comment,
                hyperlink=hyperlink,
                day=self._clock().replace(hour=0, minute=0, second=0, microsecond=0),
                owner=owner,
                series_uids=tuple(dict.fromkeys(series_uids)),
            )
            return True

    def delete(self, name: str) -> None:
        """Delete the list of this name."""
        with self._lock:
            self._lists.pop(name.upper(), None)


def _lists_of(archive: Archive) -> dict[str, SharedList]:
    found: dict[str, list[str]] = {}
    statement = "SELECT cart, uid FROM cart_item JOIN series ON series.id = cart_item.series ORDER BY cart_item.id"
    for name, uid in archive.query(statement):
        found.setdefault(str(name), []).append(str(uid))
    return {
        name.upper(): SharedList(
            key=key,
            name=name,
            comment=None,
            hyperlink=None,
            day=_FIRST_DAY,
            owner=LIBRARIAN,
            series_uids=tuple(uids),
        )
        for key, (name, uids) in enumerate(found.items(), start=1)
    }
