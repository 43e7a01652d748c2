"""The series of the benchmarks of downloads: their names, what getSeries says of them, and where their archives lie.

The archives are built once per machine (by build.py). There are fewer of them than series: the last number of a Series
Instance UID says which archive stands for it, so that two series may have the same images. Only the first ones have
headers that fit; the benchmarks that use more check no headers.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent
CACHE: Final = _FOLDER / ".data"
"""Where everything lies that is built or installed once per machine; git ignores it."""
_ROOT: Final = "1.3.6.1.4.1.14519.5.2.1.9999"
_FIRST: Final = 10_000  # so that all UIDs of a kind have the same length, and all archives the same size


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """Series of one size."""

    name: str
    """Its name; the collections are called by it, such as `large-16` for the first 16 series."""
    number: int
    """Its place in the UIDs."""
    archives: int
    """How many archives there are; more series share them."""
    images: int
    """Images in each series."""
    edge: int
    """Rows and columns of each image."""
    is_zip64: bool = False
    """Whether archives have sizes of 64 bits, as those of more than 4 GB do; the one with a licence has nothing else."""

    def uid(self, index: int) -> str:
        """Return the Series Instance UID of the series at a place, counted from 0."""
        copy, archive = divmod(index, self.archives)
        return f"{_ROOT}.{self.number}.{_FIRST + copy}.{archive}"

    def uids(self, count: int) -> list[str]:
        """Return the Series Instance UIDs of the first series."""
        return [self.uid(index) for index in range(count)]

    def collection(self, count: int) -> str:
        """Return the name of the collection of the first series."""
        return f"{self.name}-{count}"


LARGE: Final = Kind(name="large", number=1, archives=8, images=200, edge=512)
MEDIUM: Final = Kind(name="medium", number=2, archives=2, images=20, edge=512)
SMALL: Final = Kind(name="small", number=3, archives=1, images=1, edge=160)
HUGE: Final = Kind(name="huge", number=4, archives=1, images=5000, edge=512, is_zip64=True)
KINDS: Final = (LARGE, MEDIUM, SMALL, HUGE)
USUAL: Final = KINDS[:-1]
"""Those of most benchmarks."""


def uid_pattern(kind: Kind) -> str:
    """Return a regular expression of the UIDs of a kind; the group is the number of the archive."""
    return rf"^{_ROOT.replace('.', '[.]')}[.]{kind.number}[.]\d+[.](\d)$"


def study_uid(kind: Kind, archive: int) -> str:
    """Return the Study Instance UID of the series with an archive."""
    return f"{_ROOT}.{kind.number}.{archive + 1}"


def patient_id(kind: Kind, archive: int) -> str:
    """Return the Patient ID of the series with an archive."""
    return f"BENCH-{kind.name.upper()}-{archive + 1}"


def rows(kind: Kind, count: int, size: int) -> str:
    """Return what getSeries says of the first series of a kind, as JSON; `size` is the bytes of all images of each."""
    return json.dumps([_row(kind, index, kind.collection(count), size) for index in range(count)])


def _row(kind: Kind, index: int, collection: str, size: int) -> Mapping[str, object]:
    archive = index % kind.archives
    return {
        "SeriesInstanceUID": kind.uid(index),
        "StudyInstanceUID": study_uid(kind, archive),
        "Modality": "CT",
        "SeriesDate": "2004-05-17 00:00:00.0",
        "SeriesDescription": "AXIAL 2.5 mm",
        "BodyPartExamined": "CHEST",
        "SeriesNumber": archive + 1,
        "Collection": collection,
        "PatientID": patient_id(kind, archive),
        "Manufacturer": "Example Systems, Inc.",
        "ImageCount": kind.images,
        "TimeStamp": "2015-07-20 17:58:54.0",
        "LicenseName": "Creative Commons Attribution 4.0 International License",
        "LicenseURI": "https://creativecommons.org/licenses/by/4.0/",
        "CollectionURI": "https://doi.org/10.7937/BENCH",
        "FileSize": size,
    }


def archives(kinds: Iterable[Kind] = USUAL) -> tuple[Path, Mapping[str, int]]:
    """Return the folder of the archives, and the bytes of a series by the name of its kind; build what is not there.

    `NAME-N.zip` has the images of a series with their hashes, `NAME-N-license.zip` has them with a licence.
    """
    key = hashlib.sha256(b"".join(_sources())).hexdigest()[:16]
    folder = CACHE / f"series-{key}"
    sizes = {kind.name: folder / f"{kind.name}-size.txt" for kind in kinds}
    missing = [name for name, path in sizes.items() if not path.exists()]
    if missing:
        print("Building archives of the benchmark, once per machine: some minutes", flush=True)
        # In a process of its own: it needs a gigabyte, and memory that was used once shows in children's figures.
        subprocess.run([sys.executable, "-m", "tests.bench.build", str(folder), *missing], check=True)
    return folder, {name: int(path.read_text(encoding="ascii")) for name, path in sizes.items()}


def _sources() -> Iterable[bytes]:
    for name in ("series.py", "build.py"):
        yield (_FOLDER / name).read_bytes()
    for library in ("numpy", "pydicom"):
        yield metadata.version(library).encode()
