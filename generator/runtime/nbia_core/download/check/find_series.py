"""Finds the series that lie in a folder: those that its state remembers, and others."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Final

import msgspec

from nbia_core.checks import is_uid
from nbia_core.dicom_header import Header, read_header
from nbia_core.download.disk.state import HIDDEN_FOLDER, read_states, state_path
from nbia_core.download.inputs.retriever_table import TABLE, RetrieverTables
from nbia_core.download.model import Layout, SeriesState
from nbia_core.errors import DestinationError
from nbia_core.files import is_ordinary

_MOST_TRIED: Final = 3
"""How many images of a folder are looked at until one says to which series it belongs."""
_LONGEST_HEADER: Final = 4 * 1024 * 1024
"""Bytes of a file that are read at most; as a rule 64 kB are all that it takes."""
_DEEPEST: Final = 8
"""How many folders below a destination a series of another program may lie, at most."""
_MOST_FOLDERS: Final = 300_000
"""How many folders a download looks into for series of other programs."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a series lies, or must lie."""

    series_instance_uid: str | None
    """The series; None if neither the state, nor the name of the place, nor an image, nor a table says which it is."""
    path: Path
    """Its folder or archive."""
    known: SeriesState | None = None
    """What the state remembers of it."""
    is_archive: bool = False
    """Whether it is an archive."""
    images: int | None = None
    """How many images it has by the table of the program that put it there; None if no table says so."""


def kept_apart(root: Path) -> tuple[str, ...]:
    """Return the series of which a download could get nothing better than what is kept apart."""
    folder = root / HIDDEN_FOLDER / "incomplete"
    return tuple(sorted(path.name for path in folder.iterdir())) if folder.is_dir() else ()


def places(root: Path, layout: Layout, faults: list[str]) -> Iterator[Place]:
    """Hand out the series of the state, then those that it does not know, and last what tables name and nobody has found.

    What cannot be read is added to `faults`.
    """
    known: set[str] = set()
    seen: set[str | None] = set()
    has_state = state_path(root).exists()
    if has_state:
        try:
            for state in read_states(root):
                known.add(state.path)
                seen.add(state.series_instance_uid)
                yield Place(
                    series_instance_uid=state.series_instance_uid,
                    path=root / state.path,
                    known=state,
                    is_archive=state.is_archive,
                )
        except DestinationError as error:
            faults.append(error.message)
    search = _Search(root, layout, known if not has_state else known | {"."}, faults)
    for place in search.run():
        seen.add(place.series_instance_uid)
        yield place
    for listed in search.tables:
        if listed.series_instance_uid not in seen:
            uid = listed.series_instance_uid
            yield Place(series_instance_uid=uid, path=listed.place, images=listed.images)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Others:
    """What other programs have put below a destination."""

    folders: Mapping[str, Sequence[PurePath]]
    """The folders of each series, relative to the destination."""
    trees: tuple[Path, ...] = ()
    """The folders with a table of the NBIA Data Retriever."""
    is_cut: bool = False
    """Whether there are more folders than were looked into."""


def find_others(root: Path, layout: Layout, known: Container[str], stop: Callable[[], None]) -> Others:
    """Find the series that other programs have put below a destination.

    Folders at known places are not looked into, and neither are those that lie very deep, or beyond a large number.
    """
    found: dict[str, list[PurePath]] = {}
    search = _Search(root, layout, known, [], most_folders=_MOST_FOLDERS, stop=stop)
    for place in search.run():
        is_folder = not place.is_archive and place.path != root
        if place.series_instance_uid is not None and is_folder and _can_be_remembered(place.path):
            found.setdefault(place.series_instance_uid, []).append(place.path.relative_to(root))
    return Others(folders=found, trees=tuple(search.tables.folders), is_cut=search.is_cut)


def _can_be_remembered(path: Path) -> bool:
    """Whether a path can be written to a state or a report: not if its names are in another encoding than UTF-8."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


class _Search:
    """Looks for series below a folder, but for those at known places.

    A folder within that of a series belongs to whoever put it there, unless its name or a list of hashes in it says
    that it is a series itself.
    """

    def __init__(
        self,
        root: Path,
        layout: Layout,
        known: Container[str],
        faults: list[str],
        *,
        most_folders: int | None = None,
        stop: Callable[[], None] = lambda: None,
    ) -> None:
        self._root = root
        self._layout = layout
        self._known = known
        self._faults = faults
        self._most_folders = most_folders
        self._stop = stop
        self.tables = RetrieverTables()
        """What the tables of the NBIA Data Retriever say that were found on the way."""
        self.is_cut = False
        """Whether there were more folders than are looked into."""

    def run(self) -> Iterator[Place]:
        """Hand out the series."""
        series: set[str] = set()
        root = os.fspath(self._root)
        for number, (place, folders, names) in enumerate(os.walk(root, onerror=self._complain)):
            self._stop()
            if self._most_folders is not None and number >= self._most_folders:
                self.is_cut = True
                return
            # Texts, because to make a Path of each folder takes longer than to look into it.
            at = place[len(root) :].replace(os.sep, "/").lstrip("/")
            below = f"{at}/" if at else ""
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            if self._most_folders is not None:
                is_deep = below.count("/") >= _DEEPEST
                folders[:] = [name for name in folders if not is_deep and below + name not in self._known]
            if TABLE in names:
                self._read_table(Path(place, TABLE))
            for name in sorted(names):
                if name.lower().endswith(".zip") and is_uid(name[:-4]) and below + name not in self._known:
                    yield Place(series_instance_uid=name[:-4], path=Path(place, name), is_archive=True)
            # Links are not followed on the way, so that the way ends; what they lead to is verified if it is a series.
            for name in folders:
                if below + name not in self._known and is_uid(name) and (path := Path(place, name)).is_symlink():
                    yield Place(series_instance_uid=name, path=path, is_archive=not path.is_dir())
            above, _, own_name = place.rpartition(os.sep)
            is_within = above in series
            is_known = self._most_folders is None and (at or ".") in self._known  # others were not looked into
            is_series = is_known or self._is_series(Path(place), folders, names)
            if is_within or is_series:
                series.add(place)
            is_own = not is_within or self._layout.hashes in names or is_uid(own_name)
            if not is_known and is_series and is_own:
                yield self._place(Path(place), names)

    def _complain(self, error: OSError) -> None:
        self._faults.append(f"{error.filename} cannot be read: {error.strerror}")

    def _read_table(self, path: Path) -> None:
        try:
            self.tables.read(path)
        except OSError as error:
            self._complain(error)

    def _is_series(self, folder: Path, folders: list[str], names: list[str]) -> bool:
        if self._layout.hashes in names or _images(names):
            return True
        return not folders and (is_uid(folder.absolute().name) or self.tables.series_at(folder.absolute()) is not None)

    def _place(self, folder: Path, names: list[str]) -> Place:
        name = folder.absolute().name
        uid = name if is_uid(name) else _series_of(folder, names) or self.tables.series_at(folder.absolute())
        return Place(series_instance_uid=uid, path=folder, images=self.tables.images(uid))


def _images(names: list[str]) -> list[str]:
    return [name for name in names if name.lower().endswith(".dcm") and not name.startswith(".")]


def _series_of(folder: Path, names: list[str]) -> str | None:
    """Return the series to which the first image belongs that says so."""
    return next((uid for header in _headers(folder, names) if is_uid(uid := header.series_instance_uid or "")), None)


def first_header(folder: Path) -> Header:
    """Return the header of the first image in a folder that says to which series it belongs; an empty one if none does."""
    names: list[str] = []
    with contextlib.suppress(OSError):
        names = [path.name for path in folder.iterdir()]
    return next((header for header in _headers(folder, names) if header.series_instance_uid is not None), Header())


def _headers(folder: Path, names: list[str]) -> Iterator[Header]:
    """Read some images of a folder."""
    for name in sorted(_images(names))[:_MOST_TRIED]:
        if is_ordinary(folder / name):
            with contextlib.suppress(OSError), (folder / name).open("rb", buffering=0) as file:
                yield read_header(file, _LONGEST_HEADER)
