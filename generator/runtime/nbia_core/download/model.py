"""What a download is told, what it remembers of each series, and what it reports of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias

import msgspec

from nbia_core.public import publish
from nbia_core.text import shortened

Attributes: TypeAlias = Mapping[str, object]
"""Attributes of a series by Python name (`patient_id`); a key that is missing is not known, None means: no value."""

Status = Literal["downloaded", "present", "adopted", "repaired", "disputed", "failed", "not tried"]
"""How a series ended; DownloadReport explains the words."""

COMPLETE: Final[frozenset[Status]] = frozenset({"downloaded", "present", "adopted", "repaired"})
"""The statuses of series that are on disk and complete."""

LONGEST_TEXT: Final = 2000
"""Characters of a reason, a hint, or an entry of the evidence; what a server or a file makes longer is cut."""
MOST_TEXTS: Final = 100
"""Entries of the evidence, and notes."""

Check = Literal["archive end", "image count", "MD5", "DICOM", "headers", "sizes"]
"""A check that was made: the archive ended properly with a directory that fits its entries; the number of images is the
announced one; every image that has a hash matches it; every image is a DICOM file; SeriesInstanceUID and SOPInstanceUID
in every image fit; the sizes add up to the announced one."""


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """What the service says a series has; None where it does not say."""

    images: int | None = None
    """Number of images."""
    size: int | None = None
    """Bytes of all images together."""


LARGEST: Final = 2**40
"""Images or bytes of a series above which a number must be a mistake; the largest series has 195 GB."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesInfo:
    """What is known of a series. It never changes: whoever learns more makes a new one."""

    series_instance_uid: str
    """The series."""
    attributes: Attributes
    """What is known, by Python name."""
    announced: Announced
    """How many images and bytes the series has."""
    is_fresh: bool = False
    """Whether the source was asked, so that `announced` is not only what the caller said."""
    is_named: bool = True
    """Whether what `announced` was taken from named the series."""
    is_unknown: bool = False
    """Whether the source has answered that it knows nothing of the series."""
    version: str | None = None
    """Which version of the series the source has; None if it does not tell versions apart."""
    location: str | None = None
    """Where the source has it; None if its UID says so."""
    note: str | None = None
    """What users are to be told of it."""

    def lacks(self, names: Collection[str]) -> bool:
        """Whether the number of images or one of these attributes is not known, and the source was not asked yet."""
        return not self.is_fresh and (self.announced.images is None or not set(names) <= self.attributes.keys())


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What a source has of a series, as far as it says so before anything is asked of the series itself."""

    announced: Announced
    """How many images and bytes."""
    attributes: Attributes
    """What it says of the series, by Python name."""
    version: str | None = None
    """Which version of the series it is."""
    location: str | None = None
    """Where the source has it."""
    note: str | None = None
    """What users are to be told of it."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """Which entries of an archive are no images."""

    license: str | None = None
    """The entry with the licence text."""
    hashes: str | None = None
    """The entry with the MD5 hashes; the archive is incomplete without it."""

    @property
    def extras(self) -> frozenset[str]:
        """The names of entries that are no images."""
        return frozenset(name for name in (self.license, self.hashes) if name is not None)


class FileState(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was when it was complete and checked."""

    name: str
    """Its name in the folder of the series."""
    size: int
    """Bytes."""
    mtime_ns: int
    """When it was last changed, in nanoseconds since 1970."""
    md5: str
    """Its MD5 hash, computed from what was written; 32 hexadecimal digits in small letters."""
    is_image: bool
    """False for the licence and the list of hashes."""


class SeriesState(msgspec.Struct, frozen=True, kw_only=True):
    """A complete series as the state of a download remembers it."""

    series_instance_uid: str
    """The series."""
    path: str
    """Its folder or archive, relative to the destination, with slashes."""
    is_archive: bool
    """Whether it is kept as a ZIP archive; then `files` has that one file."""
    images: int
    """Number of images."""
    size: int
    """Bytes of all images together."""
    expected_images: int | None
    """Number of images that the server announced."""
    expected_size: int | None
    """Bytes that the server announced."""
    verified: int
    """Images whose MD5 hash is the one that the archive was given at ingestion."""
    not_verifiable: tuple[str, ...]
    """Images for which the server has no hash."""
    checks: tuple[Check, ...]
    """The checks that were made."""
    files: tuple[FileState, ...]
    """All files of the series."""
    attributes: dict[str, object]
    """What is known of the series, for metadata.csv."""
    is_disputed: bool = False
    """Whether the user accepted it although the archive itself is wrong."""
    source: str | None = None
    """Where it came from, by the name of the source; None if nobody remembers."""
    version: str | None = None
    """Which version of the series it is, where the source tells versions apart."""


class SeriesResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one series of a download ended."""

    series_instance_uid: str
    """The series."""
    status: Status
    """How it ended."""
    path: Path | None = None
    """Its folder or archive; for a disputed one the place where its images are kept apart."""
    images: int | None = None
    """Number of images on disk, or in the archive that did not fit; None if nothing came."""
    expected_images: int | None = None
    """Number of images that the server announces."""
    size: int | None = None
    """Bytes of all images together."""
    expected_size: int | None = None
    """Bytes that the server announces."""
    archive_size: int = 0
    """Bytes that were received for this series, all tries together."""
    verified: int = 0
    """Images whose MD5 hash is the one that the archive was given at ingestion."""
    not_verifiable: tuple[str, ...] = ()
    """Images for which the server has no hash."""
    checks: tuple[Check, ...] = ()
    """The checks that were made, and passed unless the series failed."""
    has_license: bool | None = None
    """Whether the licence text lies beside the images; None if that was not looked at."""
    tries: int = 0
    """How often the archive was asked for."""
    seconds: float = 0.0
    """How long it took, waiting included."""
    reason: str | None = None
    """Why it is not complete."""
    hint: str | None = None
    """What to try."""
    error: str | None = None
    """The name of the error's class, such as `NotPublicError`."""
    url: str | None = None
    """What was asked when it failed."""
    http_status: int | None = None
    """The HTTP status that came back."""
    sentence: str | None = None
    """What the server itself said, shortened."""
    evidence: tuple[str, ...] = ()
    """What each try brought; for a disputed series this is what to send to the help desk."""
    notes: tuple[str, ...] = ()
    """What was done besides, such as moving files that were in the way."""
    source: str | None = None
    """Where the images came from, or, if the series is not complete, who was asked last; None if nobody remembers."""
    version: str | None = None
    """Which version of the series it is, where the source tells versions apart."""
    moved_to: tuple[Path, ...] = ()
    """Where files lie now that were in the way and are no part of the series; none of them was changed."""

    def __post_init__(self) -> None:
        for name in ("reason", "hint", "sentence"):
            text = getattr(self, name)
            if text is not None and len(text) > LONGEST_TEXT:
                msgspec.structs.force_setattr(self, name, shortened(text, LONGEST_TEXT))
        for name in ("evidence", "notes"):
            texts = getattr(self, name)
            if texts and (len(texts) > MOST_TEXTS or max(map(len, texts)) > LONGEST_TEXT):
                cut = tuple(shortened(text, LONGEST_TEXT) for text in texts[:MOST_TEXTS])
                msgspec.structs.force_setattr(self, name, cut)

    @property
    def is_complete(self) -> bool:
        """Whether the series is on disk, complete and checked."""
        return self.status in COMPLETE


publish("nbia", SeriesResult)
