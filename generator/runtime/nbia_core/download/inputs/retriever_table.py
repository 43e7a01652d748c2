"""Reads the metadata.csv of the NBIA Data Retriever: which series it has put into which folder, and of how many images."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final

from nbia_core.api.heading_form import normalized
from nbia_core.checks import is_uid
from nbia_core.files import is_ordinary
from nbia_core.text import as_text

TABLE: Final = "metadata.csv"
"""What the table is called."""
_SERIES: Final = normalized("Series UID")
_IMAGES: Final = normalized("Number of Images")
_SIZE: Final = normalized("File Size")
_LOCATION: Final = normalized("File Location")
_LONGEST: Final = 256 * 1024 * 1024
"""Bytes of a table that are read: as many as half a million series have."""
_SNIFFED: Final = 4096
_PATH: Final = re.compile(r"\.{0,2}[\\/]|[A-Za-z]:[\\/]")
_FRACTION: Final = re.compile(r"[0-9]{2} [KMGT]?B")
"""The end of a size in a language with decimal commas: "3,62 MB" fills two cells."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_FOLDERS: Final = 4
"""How many folders at the end of a location count: collection, patient, study and series. What stands above them changes
when somebody moves the tree."""

_End = tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """What a table says of a series."""

    series_instance_uid: str
    """The series."""
    images: int | None
    """How many images it has; None if that is not said."""
    place: Path
    """Where it lies by the last folders of its location, below the folder of the table."""
    end: _End
    """These folders, in small letters; none if it has no location."""


class RetrieverTables:
    """What all tables say that were read."""

    def __init__(self) -> None:
        self._listed: dict[str, Listed] = {}
        self._series: dict[_End, str | None] = {}
        self.folders: list[Path] = []
        """The folders of the tables."""

    def __iter__(self) -> Iterator[Listed]:
        """Hand out what is said of each series."""
        return iter(self._listed.values())

    def read(self, path: Path) -> None:
        """Read a file if it is such a table. Of several rows of a series the last one counts.

        Raises:
            OSError: it cannot be read.
        """
        if not is_retriever_table(path):
            return
        self.folders.append(path.parent)
        for row in _rows(path):
            self._listed[row.series_instance_uid] = row
            if row.end:
                is_alone = self._series.get(row.end, row.series_instance_uid) == row.series_instance_uid
                self._series[row.end] = row.series_instance_uid if is_alone else None

    def images(self, series_instance_uid: str | None) -> int | None:
        """Return how many images a series has; None if nothing says so."""
        listed = None if series_instance_uid is None else self._listed.get(series_instance_uid)
        return None if listed is None else listed.images

    def series_at(self, folder: PurePath) -> str | None:
        """Return the series that was put into a folder; None if no table says so, or if several were put there."""
        parts = tuple(part.casefold() for part in folder.parts)
        ends = (parts[-count:] for count in range(min(_FOLDERS, len(parts)), 0, -1))
        return next((uid for end in ends if (uid := self._series.get(end)) is not None), None)


def is_retriever_table(path: Path) -> bool:
    """Whether a file is such a table; other columns beside its own do no harm.

    Raises:
        OSError: it cannot be read.
    """
    if not is_ordinary(path):
        return False
    with path.open("rb") as file:
        start = file.read(_SNIFFED)
    return {_SERIES, _LOCATION} <= {normalized(name) for name in _cells(as_text(start).partition("\n")[0])}


def _rows(path: Path) -> Iterator[Listed]:
    with path.open("rb") as file:
        first, *lines = as_text(file.read(_LONGEST)).split("\n")
    names = [normalized(name) for name in _cells(first)]
    for line in lines:
        row = _row(names, [cell.strip() for cell in _cells(line)], path.parent)
        if row is not None:
            yield row


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line)), [])
    except csv.Error:
        return []


def _row(names: Sequence[str], cells: Sequence[str], folder: Path) -> Listed | None:
    """Return what a row says; None if it names no series.

    The Retriever puts commas between cells and no quotation marks around them, whatever they hold. So a row may have
    more cells than headings. Then the location is known by its form, and what stands before it by its place.
    """
    values = dict(zip(names, cells, strict=False))
    uid, location, images = values.get(_SERIES, ""), values.get(_LOCATION, ""), values.get(_IMAGES, "")
    if len(cells) > len(names):
        paths = [number for number, cell in enumerate(cells) if _PATH.match(cell)]
        place = paths[-1] if paths else names.index(_LOCATION) + len(cells) - len(names)
        location, images = cells[place], _number_before(cells[:place], has_size=_SIZE in names)
    if not is_uid(uid):
        return None
    parts = _last_folders(location)
    return Listed(
        series_instance_uid=uid,
        images=int(images) if _NUMBER.fullmatch(images) else None,
        place=folder.joinpath(*parts or [uid]),
        end=tuple(part.casefold() for part in parts),
    )


def _number_before(cells: Sequence[str], *, has_size: bool) -> str:
    """Return the number of images, which stands before the size, where there is one, and the location."""
    width = 0
    if has_size:
        width = 2 if cells and _FRACTION.fullmatch(cells[-1]) else 1
    return cells[-1 - width] if len(cells) > width else ""


def _last_folders(location: str) -> list[str]:
    """Return the last folders of a path as Windows or another system writes it; none of one that leads upwards."""
    parts = [part for part in re.split(r"[\\/]", location) if part not in ("", ".")]
    return [] if ".." in parts else parts[-_FOLDERS:]
