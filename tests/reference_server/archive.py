"""The archive: an index of series in SQLite and the DICOM files that it names."""

import hashlib
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

Value = str | int | float | None
"""A value of the index."""

Row = tuple[Value, ...]
"""A row of an answer, one value for each column."""

_HERE = Path(__file__).parent
_CACHE = _HERE / ".archive"
_BUILDERS = (
    "builder.py",
    "catalogue.py",
    "clinical_collections.py",
    "derived_objects.py",
    "holdings.py",
    "instances.py",
    "licences.py",
    "oncology_collections.py",
    "phantom.py",
    "radiotherapy_collections.py",
    "referring_objects.py",
    "screening_collections.py",
    "special_collections.py",
)
_INDEX_NAME = "index.sqlite"

TABLES = """
FROM series
    JOIN study ON study.id = series.study
    JOIN patient ON patient.id = study.patient
    JOIN collection ON collection.id = patient.collection
"""
"""SQL for all that a row can say of a series."""

_SERIES_QUERY = f"""
SELECT series.uid, study.uid, patient.patient_id, collection.name, series.modality,
    (SELECT count(*) FROM image WHERE image.series = series.id),
    (SELECT sum(size) FROM image WHERE image.series = series.id),
    series.visibility, collection.public
{TABLES}"""

_IMAGE_QUERY = """
SELECT image.path, image.sop_uid, image.digest, image.size, image.acquisition_number, image.instance_number
FROM image JOIN series ON series.id = image.series WHERE series.uid = ? ORDER BY image.id
"""


@dataclass(frozen=True, kw_only=True)
class StoredSeries:
    """What the archive knows of a series, visible or not."""

    uid: str
    study_uid: str
    patient_id: str
    collection: str
    modality: str
    image_count: int
    size: int | None
    """The bytes of its images; ``None`` where the index has no sizes."""
    visibility: str
    """``1`` for the series that everybody may see."""
    public: bool
    """Whether its collection is open to the public."""


@dataclass(frozen=True, kw_only=True)
class StoredImage:
    """One image as the index has it."""

    path: Path
    """Where its file is, or was: one file of the archive is lost."""
    sop_uid: str
    digest: str
    """The MD5 taken at ingestion, in lower-case hexadecimal; a blank where there was none."""
    size: int | None
    acquisition_number: int | None
    instance_number: int | None


class Archive:
    """Read access to an archive, from any thread."""

    def __init__(self, directory: Path) -> None:
        """Open the archive in ``directory``; see `Archive.cached` for the usual way."""
        self.directory = directory
        address = (directory / _INDEX_NAME).absolute().as_uri() + "?mode=ro&immutable=1"
        self._index = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._index.create_function("upper", 1, _upper, deterministic=True)
        self._lock = threading.Lock()
        self._views: dict[frozenset[str], Archive] = {}

    @classmethod
    def cached(cls, parent: Path | None = None, *, nlst: bool = False) -> Self:
        """Open the archive under ``parent``, and build it first if it is not there yet.

        With ``nlst`` it is the one of the server for the National Lung Screening Trial. Its directory is named
        after the sources that build it, so an archive is never out of date.
        """
        parent = parent or _CACHE
        directory = parent / (f"{_key()}-nlst" if nlst else _key())
        if not (directory / _INDEX_NAME).exists():
            _build(parent, directory, nlst=nlst)
        return cls(directory)

    def __enter__(self) -> Self:
        """Return the archive; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the archive."""
        self.close()

    def close(self) -> None:
        """Close the index."""
        with self._lock:
            for view in self._views.values():
                view.close()
            self._index.close()

    def seen_with(self, collections: frozenset[str]) -> "Archive":
        """Return the archive as it is for somebody to whom ``collections`` are open, as if they were public.

        It is closed together with this one.
        """
        if not collections:
            return self
        with self._lock:
            if collections not in self._views:
                view = Archive(self.directory)
                # A temporary table hides the one of the same name from every query.
                view.query("CREATE TEMP TABLE collection AS SELECT * FROM main.collection")
                places = ", ".join("?" for _ in collections)
                view.query(f"UPDATE temp.collection SET public = 1 WHERE name IN ({places})", tuple(collections))
                self._views[collections] = view
            return self._views[collections]

    def query(self, statement: str, arguments: Sequence[Value] = ()) -> list[Row]:
        """Return all rows that an SQL statement finds."""
        with self._lock:
            return self._index.execute(statement, arguments).fetchall()

    def series(self, uid: str) -> StoredSeries | None:
        """Return the series with this Series Instance UID."""
        found = self._all_series("WHERE series.uid = ?", uid)
        return found[0] if found else None

    def all_series(self, collection: str | None = None) -> list[StoredSeries]:
        """Return the series of a collection, or of all, hidden and restricted ones too."""
        if collection is None:
            return self._all_series("")
        return self._all_series("WHERE collection.name = ?", collection)

    def images(self, series_uid: str) -> list[StoredImage]:
        """Return the images of a series in the order in which they are stored."""
        return [
            StoredImage(
                path=self.directory / str(path),
                sop_uid=str(sop_uid),
                digest=str(digest),
                size=_number(size),
                acquisition_number=_number(acquisition),
                instance_number=_number(instance),
            )
            for path, sop_uid, digest, size, acquisition, instance in self.query(_IMAGE_QUERY, (series_uid,))
        ]

    def collections(self) -> list[str]:
        """Return the names of all collections, restricted ones too."""
        return [str(name) for (name,) in self.query("SELECT name FROM collection ORDER BY id")]

    def _all_series(self, condition: str, *arguments: str) -> list[StoredSeries]:
        rows = self.query(f"{_SERIES_QUERY} {condition} ORDER BY series.id", arguments)
        return [
            StoredSeries(
                uid=str(uid),
                study_uid=str(study_uid),
                patient_id=str(patient_id),
                collection=str(collection),
                modality=str(modality),
                image_count=_number(count) or 0,
                size=_number(size),
                visibility=str(visibility),
                public=bool(public),
            )
            for uid, study_uid, patient_id, collection, modality, count, size, visibility, public in rows
        ]


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _upper(text: str | None) -> str | None:
    # SQLite's own function knows ASCII only; the collations of the real database know Latin-1.
    return None if text is None else text.upper()


def _key() -> str:
    digest = hashlib.sha256()
    for name in _BUILDERS:
        digest.update((_HERE / name).read_bytes())
    for distribution in ("pydicom", "numpy"):
        digest.update(version(distribution).encode())
    digest.update(sqlite3.sqlite_version.encode())
    return digest.hexdigest()[:16]


def _build(parent: Path, directory: Path, *, nlst: bool) -> None:
    from . import holdings
    from .builder import build  # pydicom and numpy take time that a cached archive does not need

    parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=parent))
    try:
        build(draft, holdings.NLST if nlst else holdings.MAIN)
        draft.chmod(0o755)
        draft.rename(directory)
    except OSError:
        # Another process was faster; what it built has the same bytes.
        if not (directory / _INDEX_NAME).exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
