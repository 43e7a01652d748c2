"""Tells the files of this program from those of others, which keep their places and their names."""

from __future__ import annotations

import filecmp
import itertools
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from nbia_core.download.model import Layout
from nbia_core.download.zip.entries import is_dicom
from nbia_core.errors import DestinationError
from nbia_core.files import destination_errors, is_one_of, is_ordinary

_BESIDE_IMAGES: Final = ("LICENSE", "md5hashes.csv")
_BLOCK: Final = 1024 * 1024
_PREFIX: Final = "nbia-"
"""What stands before the name of a file of ours where another program has the name itself."""


def place_for(
    new: Path, wanted: Path, is_ours: Callable[[Path], bool], lists: Iterable[Path]
) -> tuple[Path, tuple[str, ...]]:
    """Return where to put a new file of ours without writing over anything else, and what to tell the user.

    That is the wanted place if nothing lies there or an earlier file of ours. Otherwise it is `nbia-<name>` beside it,
    or `nbia-<name>-2` and so on: the one that an earlier run has written, or the first that is free.

    Args:
        new: The file as it was written elsewhere.
        wanted: Where it belongs.
        is_ours: Whether an ordinary file was written by this program and holds nothing else.
        lists: The files that name the series of this download; none of them is written over, unless with its own bytes.
    """
    inputs = tuple(lists)
    place = _first_place(new, wanted, is_ours, inputs)
    if place == wanted or not os.path.lexists(wanted):
        return place, ()
    reason = "is the list that was downloaded"
    if not is_one_of(wanted, inputs):
        reason = "is not of this program, or holds more than it would write now,"
    return place, (f"{wanted} {reason} and stays as it is; what a download writes there is now in {place.name}",)


def _first_place(new: Path, wanted: Path, is_ours: Callable[[Path], bool], lists: tuple[Path, ...]) -> Path:
    free: Path | None = None
    for path in _names(wanted):
        if not os.path.lexists(path):
            free = free or path
            if path != wanted:
                break  # no later name was ever needed
        elif is_ordinary(path) and is_ours(path) and (not is_one_of(path, lists) or has_same_content(path, new)):
            return path
    assert free is not None, "there is no end of names"
    return free


def _names(wanted: Path) -> Iterator[Path]:
    yield wanted
    yield wanted.with_name(f"{_PREFIX}{wanted.name}")
    for number in itertools.count(2):
        yield wanted.with_name(f"{_PREFIX}{wanted.stem}-{number}{wanted.suffix}")


def has_same_content(path: Path, new: Path) -> bool:
    """Whether an ordinary file lies at a path that holds the same bytes as another."""
    try:
        return is_ordinary(path) and filecmp.cmp(path, new, shallow=False)
    except OSError:
        return False


def refuse_to_move(lists: Iterable[Path], place: Path) -> None:
    """Refuse to move away what lies at the place of a series, if a list that is being downloaded is among it.

    Raises:
        DestinationError: it is, and would not be found any more when the same download is started again.
    """
    for path in lists:
        inside = Path(os.path.realpath(path))
        if Path(os.path.realpath(place)) in (inside, *inside.parents) or is_one_of(path, [place]):
            raise DestinationError(
                f"{path}, the list that is being downloaded, lies where the series must be: {place}.",
                hint="move the list to another folder",
            )


def holds_others(place: Path, new: Path, layout: Layout) -> bool:
    """Whether something else than a copy of a series, whole or damaged, lies at its place under the same names.

    That is a licence with another text, an image of another size that is neither cut off nor has more at its end, or an
    archive with other files.

    Args:
        place: Where the folder or archive of the series belongs.
        new: The folder or archive that is to be put there.
        layout: Which files are no images.
    """
    try:
        if new.is_file():
            return is_ordinary(place) and not _files_in(place, layout) <= _files_in(new, layout)
        return any(_is_other(place / path.name, path, layout) for path in new.iterdir() if path.name != layout.hashes)
    except zipfile.BadZipFile:
        return False  # it is cut off, or was no archive at all
    except (OSError, struct.error, NotImplementedError, ValueError):  # what zipfile raises besides
        return True


def _files_in(archive: Path, layout: Layout) -> set[tuple[str, int, int]]:
    """Return the names, checksums and sizes of the images in an archive, as its directory has them."""
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
    return {(entry.filename, entry.CRC, entry.file_size) for entry in entries if entry.filename not in layout.extras}


def _is_other(old: Path, new: Path, layout: Layout) -> bool:
    if not is_ordinary(old):
        return False
    if new.name == layout.license:
        return not has_same_content(old, new)
    size = min(old.stat().st_size, new.stat().st_size)
    if old.stat().st_size == new.stat().st_size or not is_dicom(old):
        return False
    with old.open("rb") as one, new.open("rb") as other:
        return any(
            one.read(min(_BLOCK, size - done)) != other.read(min(_BLOCK, size - done))
            for done in range(0, size, _BLOCK)
        )


def is_no_image(path: Path) -> bool:
    """Whether something in the folder of a series is surely no image of any, so that nobody need move it away."""
    try:
        mode = path.lstat().st_mode
        return stat.S_ISDIR(mode) or (stat.S_ISREG(mode) and path.suffix.lower() != ".dcm" and not is_dicom(path))
    except OSError:
        return False


def lies_at(path: Path, *, as_zip: bool) -> bool:
    """Whether a folder, or an archive, lies at the place of a series; a link does not count."""
    with destination_errors(path):
        try:
            mode = path.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return False
    return stat.S_ISREG(mode) if as_zip else stat.S_ISDIR(mode)


def is_of_a_series(folder: Path) -> bool:
    """Whether a folder holds images, archives and what comes with them, and nothing else."""
    try:
        return not folder.is_symlink() and all(
            is_ordinary(path) and (path.name in _BESIDE_IMAGES or path.suffix.lower() in (".dcm", ".zip"))
            for path in folder.iterdir()
        )
    except OSError:
        return False


def has_only(holder: Path, names: frozenset[str]) -> bool:
    """Whether a folder holds files with these names, as `file_names` returns them, and nothing else."""
    try:
        return all(file_names(path) <= names for path in holder.iterdir())
    except OSError:
        return False


def file_names(place: Path) -> frozenset[str]:
    """Return the names of a file, or of all files in a folder, as seen from the folder above. No link has their names.

    Raises:
        OSError: a folder cannot be read.
    """
    if place.is_symlink():
        return frozenset({f"{place.name}/"})
    if not place.is_dir():
        return frozenset({place.name})
    return frozenset(f"{place.name}/{name}" for path in place.iterdir() for name in file_names(path))
