"""The kinds of things the archive holds: collections, patients, studies and series.

These records only describe. The builder turns them into DICOM files and into rows of the index.
Timestamps are written the way the archive prints them: ``YYYY-MM-DD HH:MM:SS.f``.
"""

import hashlib
from dataclasses import dataclass

INHERITED = "inherited"
"""Stands for "as the collection says" where ``None`` has a meaning of its own."""

FREE_ROOT = "2.25"
"""The root of identifiers that anybody may use with a 128-bit number."""


@dataclass(frozen=True, kw_only=True)
class Licence:
    """A licence as the archive's licence table has it."""

    name: str
    url: str | None
    """Absent for one licence: the real server crashes on such a row."""


@dataclass(frozen=True, kw_only=True)
class Equipment:
    """The device that made a series; every part may be unknown."""

    manufacturer: str | None = None
    model: str | None = None
    software: str | None = None


@dataclass(frozen=True, kw_only=True)
class Series:
    """One series, its images and what is odd about their storage."""

    key: str
    """Names the series within its study and seeds its invented identifiers."""
    modality: str
    images: int
    uid: str | None = None
    """Given where a published sample call asks for it; otherwise derived from the key."""
    first_sop_uid: str | None = None
    """The SOP Instance UID of the first stored image, where a sample call asks for it."""
    equipment: Equipment = Equipment()
    number: int | None = 1
    date: str | None = INHERITED
    description: str | None = None
    body_part: str | None = None
    protocol: str | None = None
    annotated: bool = False
    annotation_bytes: int | None = None
    submitted: str = INHERITED
    released: str | None = INHERITED
    visibility: str = "1"
    """``1`` is visible, ``12`` is "downloadable", anything else is hidden."""
    third_party: str | None = None
    licence: Licence | None = None
    """Replaces the collection's licence."""
    acquisitions: int = 1
    """With more than one, consecutive instances belong to acquisitions in turn."""
    shuffled: bool = False
    """Whether the images were stored in another order than that of their instance numbers."""
    unnumbered: int = 0
    """How many of the images, from the first, have no instance number."""
    sizes_known: bool = True
    lost_image: int | None = None
    """The stored position of the image whose file is gone."""
    undigested_image: int | None = None
    """The stored position of the image whose stored MD5 digest is blank."""
    source: str | None = None
    """The key of the series of the same study that a SEG or RTSTRUCT refers to."""


@dataclass(frozen=True, kw_only=True)
class Study:
    """One study of a patient."""

    key: str
    series: tuple[Series, ...]
    uid: str | None = None
    date: str | None = "2000-01-01 00:00:00.0"
    description: str | None = None
    admitting_diagnoses: str | None = None
    identifier: str | None = None
    age: str | None = None
    event_type: str | None = None
    event_offset: float | None = None


@dataclass(frozen=True, kw_only=True)
class Patient:
    """One patient row; two rows of a collection may share an identifier."""

    identifier: str
    studies: tuple[Study, ...]
    name: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    ethnic_group: str | None = None
    phantom: str | None = None
    species_code: str | None = None
    species: str | None = None


@dataclass(frozen=True, kw_only=True)
class Collection:
    """A named set of patients, with what its series have in common."""

    name: str
    patients: tuple[Patient, ...]
    submitted: str
    released: str | None
    licence: Licence | None = None
    description_uri: str | None = None
    public: bool = True
    uid_root: str = FREE_ROOT
    """What its derived identifiers begin with."""


@dataclass(frozen=True, kw_only=True)
class SharedCart:
    """A cart that somebody shared under a name."""

    name: str
    series_uids: tuple[str, ...]


def derived_uid(*parts: str, root: str = FREE_ROOT) -> str:
    """Return a UID under ``root`` whose last component depends on nothing but ``parts``."""
    digest = hashlib.sha256("/".join(parts).encode("utf-8")).digest()
    return f"{root}.{int.from_bytes(digest[:16], 'big')}"


def derived_seed(*parts: str) -> int:
    """Return a number for a random generator that depends on nothing but ``parts``."""
    digest = hashlib.sha256("/".join(parts).encode("utf-8")).digest()
    return int.from_bytes(digest[16:24], "big")


def study_uid(collection: Collection, patient: Patient, study: Study) -> str:
    """Return the Study Instance UID, given or derived."""
    return study.uid or derived_uid(collection.name, patient.identifier, study.key, root=collection.uid_root)


def series_uid(collection: Collection, patient: Patient, study: Study, series: Series) -> str:
    """Return the Series Instance UID, given or derived."""
    return series.uid or derived_uid(
        collection.name, patient.identifier, study.key, series.key, root=collection.uid_root
    )


def image_uid(collection: Collection, series_identifier: str, series: Series, position: int) -> str:
    """Return the SOP Instance UID of the image stored at ``position``."""
    if position == 0 and series.first_sop_uid:
        return series.first_sop_uid
    return derived_uid(series_identifier, "image", str(position), root=collection.uid_root)
