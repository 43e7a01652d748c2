"""Finds the series that lie in a folder: those that its state remembers, and others."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

from nbia_core.checks import check_uid
from nbia_core.download.disk.state import HIDDEN_FOLDER, read_states, state_path
from nbia_core.download.model import Layout, SeriesState
from nbia_core.errors import DestinationError, InvalidParameterError


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a series lies, or must lie."""

    series_instance_uid: str | None
    """The series; None if neither the state nor the name of the place says which it is."""
    path: Path
    """Its folder or archive."""
    known: SeriesState | None
    """What the state remembers of it."""
    is_archive: bool
    """Whether it is an archive."""


def kept_apart(root: Path) -> tuple[str, ...]:
    """Return the series of which a download could get nothing better than what is kept apart."""
    folder = root / HIDDEN_FOLDER / "incomplete"
    return tuple(sorted(path.name for path in folder.iterdir())) if folder.is_dir() else ()


def places(root: Path, layout: Layout, faults: list[str]) -> Iterator[Place]:
    """Hand out the series of the state, then those that it does not know.

    What cannot be read is added to `faults`.
    """
    known: set[str] = set()
    has_state = state_path(root).exists()
    if has_state:
        try:
            for state in read_states(root):
                known.add(state.path)
                yield Place(
                    series_instance_uid=state.series_instance_uid,
                    path=root / state.path,
                    known=state,
                    is_archive=state.is_archive,
                )
        except DestinationError as error:
            faults.append(error.message)
    for path in _unknown_series(root, layout, known if not has_state else known | {"."}, faults):
        is_archive = not path.is_dir()
        name = path.stem if is_archive else path.absolute().name
        uid = name if _is_uid(name) else None
        yield Place(series_instance_uid=uid, path=path, known=None, is_archive=is_archive)


def _unknown_series(root: Path, layout: Layout, known: set[str], faults: list[str]) -> Iterator[Path]:
    """Find the folders and archives of series below a folder, but for those at known places.

    A folder within that of a series belongs to whoever put it there, unless its name or a list of hashes in it says
    that it is a series itself.
    """
    series: set[Path] = set()

    def complain(error: OSError) -> None:
        faults.append(f"{error.filename} cannot be read: {error.strerror}")

    for place, folders, names in os.walk(root, onerror=complain):
        folder = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        at = folder.relative_to(root)
        archives = (name for name in sorted(names) if name.lower().endswith(".zip") and _is_uid(name[:-4]))
        yield from (folder / name for name in archives if (at / name).as_posix() not in known)
        # Links are not followed on the way, so that the way ends; what they lead to is verified if it is a series.
        links = (name for name in folders if _is_uid(name) and (folder / name).is_symlink())
        yield from (folder / name for name in links if (at / name).as_posix() not in known)
        is_within = folder.parent in series
        is_known = at.as_posix() in known
        is_series = _is_series(folder, layout, folders, names)
        if is_known or is_within or is_series:
            series.add(folder)
        if not is_known and is_series and (not is_within or layout.hashes in names or _is_uid(folder.name)):
            yield folder


def _is_series(folder: Path, layout: Layout, folders: list[str], names: list[str]) -> bool:
    if layout.hashes in names or any(name.lower().endswith(".dcm") and not name.startswith(".") for name in names):
        return True
    return not folders and _is_uid(folder.absolute().name)


def _is_uid(name: str) -> bool:
    try:
        check_uid("name", name)
    except InvalidParameterError:
        return False
    return True
