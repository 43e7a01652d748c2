"""The series that lie in a folder, in whatever layout, and what their files refer to."""

from __future__ import annotations

import dataclasses
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from nbia_core.dicom_header import read_header
from nbia_core.download.check.find_series import Place, places
from nbia_core.download.model import Layout, SeriesState
from nbia_core.download.zip.entries import is_dicom
from nbia_core.files import is_ordinary

from .dicom_object import REFERRING, DicomObject, UnreadableError, read_object

_ARCHIVE_ERRORS: Final = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for archives that are none, or that it cannot read."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class StoredSeries:
    """A series on disk."""

    series_instance_uid: str
    """The series."""
    study_instance_uid: str | None
    """Its study, if that is known."""
    modality: str | None
    """What it is, if that is known."""
    is_referring: bool
    """Whether it is of a kind that says something of other series."""
    path: Path
    """Its folder, archive or file."""
    files: tuple[Path, ...] | None = None
    """Its files, where the folder has those of other series, too."""


class SeriesOnDisk:
    """Series on disk by their UIDs."""

    def __init__(self, series: Iterable[StoredSeries] = (), layout: Layout | None = None) -> None:
        self._layout = layout or Layout()
        self.series: dict[str, StoredSeries] = {}
        """The series; of several places of one series the first counts."""
        self.problems: list[str] = []
        """What could not be read."""
        for each in series:
            self.series.setdefault(each.series_instance_uid, each)

    @classmethod
    def in_folder(cls, root: Path, layout: Layout) -> SeriesOnDisk:
        """Return the series below a folder, those that its state remembers and others."""
        found = cls(layout=layout)
        for place in places(root, layout, found.problems):
            for series in found._at(place):
                found.series.setdefault(series.series_instance_uid, series)
        return found

    @classmethod
    def of_states(cls, root: Path, states: Iterable[SeriesState], layout: Layout) -> SeriesOnDisk:
        """Return the series that the state of a destination remembers."""
        found = cls(layout=layout)
        for state in states:
            place = Place(
                series_instance_uid=state.series_instance_uid,
                path=root / state.path,
                known=state,
                is_archive=state.is_archive,
            )
            for series in found._at(place):
                found.series.setdefault(series.series_instance_uid, series)
        return found

    @classmethod
    def of_file(cls, path: Path) -> SeriesOnDisk:
        """Return the series of one DICOM file.

        Raises:
            UnreadableError: it cannot be read as one.
        """
        with path.open("rb") as file:
            return cls([_stored(read_object(file), path)])

    def objects(self, series_instance_uid: str) -> Iterator[DicomObject]:
        """Hand out what the files of a series say; what cannot be read is a problem."""
        for name, file in self._files(self.series[series_instance_uid]):
            try:
                found = read_object(file)
            except UnreadableError as error:
                self.problems.append(f"{name}: {error}")
            else:
                if found.series_instance_uid == series_instance_uid:
                    yield found

    def holders(self, study_instance_uid: str | None, images: Collection[str]) -> dict[str, str]:
        """Return which series of a study hold images: the series by the SOP Instance UIDs that were found."""
        found: dict[str, str] = {}
        for series in self.series.values():
            if series.study_instance_uid not in (None, study_instance_uid) or len(found) == len(images):
                continue
            for name, file in self._files(series):
                try:
                    header = read_header(file)
                except (EOFError, OSError, zlib.error, *_ARCHIVE_ERRORS) as error:
                    self.problems.append(f"{name}: it cannot be read: {error}")
                    continue
                image, holder = header.sop_instance_uid, header.series_instance_uid
                if image is not None and image in images and holder is not None:
                    found[image] = holder
        return found

    def _at(self, place: Place) -> Iterator[StoredSeries]:
        """Hand out the series of a place: one, unless it is a folder in which somebody has put several together."""
        known = _remembered(place.known, place.path) if place.known is not None else None
        if known is not None:
            yield known
            return
        by_series: dict[str, list[Path]] = {}
        first: dict[str, StoredSeries] = {}
        for name, file in self._files_at(place.path):
            try:
                found = read_object(file)
            except UnreadableError as error:
                self.problems.append(f"{name}: {error}")
                continue
            uid = found.series_instance_uid
            first.setdefault(uid, _stored(found, place.path))
            if place.known is not None or place.is_archive or uid == place.path.absolute().name:
                break  # its name says that there is no other
            by_series.setdefault(uid, []).append(name)
        for uid, series in first.items():
            yield dataclasses.replace(series, files=tuple(by_series[uid])) if len(by_series) > 1 else series

    def _files(self, series: StoredSeries) -> Iterator[tuple[Path, BinaryIO]]:
        return self._opened(series.files) if series.files is not None else self._files_at(series.path)

    def _files_at(self, path: Path) -> Iterator[tuple[Path, BinaryIO]]:
        """Hand out the DICOM files of a folder, or the entries of an archive that are images, open."""
        if path.is_dir():
            try:
                names = sorted(path.iterdir())
            except OSError as error:
                self.problems.append(f"{path}: it cannot be read: {error.strerror}")
                return
            yield from self._opened(names)
        elif zipfile.is_zipfile(path):
            yield from self._entries(path)
        elif path.exists():
            yield from self._opened([path])

    def _opened(self, names: Iterable[Path]) -> Iterator[tuple[Path, BinaryIO]]:
        for name in names:
            try:
                if is_ordinary(name) and is_dicom(name):
                    with name.open("rb") as file:
                        yield name, file
            except OSError as error:
                self.problems.append(f"{name}: it cannot be read: {error.strerror}")

    def _entries(self, path: Path) -> Iterator[tuple[Path, BinaryIO]]:
        try:
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name not in self._layout.extras and not name.endswith("/"):
                        with archive.open(name) as entry:
                            yield path / name, entry  # type: ignore[misc]  # it reads and seeks as other files do
        except (OSError, *_ARCHIVE_ERRORS) as error:
            self.problems.append(f"{path}: it cannot be read: {error}")


def _remembered(state: SeriesState, path: Path) -> StoredSeries | None:
    """Return a series of a download, if its attributes say what it is."""
    modality, study = state.attributes.get("modality"), state.attributes.get("study_instance_uid")
    if not isinstance(modality, str) or not path.exists():
        return None
    return StoredSeries(
        series_instance_uid=state.series_instance_uid,
        study_instance_uid=study if isinstance(study, str) else None,
        modality=modality,
        is_referring=modality in REFERRING,
        path=path,
    )


def _stored(found: DicomObject, path: Path) -> StoredSeries:
    return StoredSeries(
        series_instance_uid=found.series_instance_uid,
        study_instance_uid=found.study_instance_uid,
        modality=found.modality,
        is_referring=found.is_referring,
        path=path,
    )
