# Copied from generator/runtime/downloads.py. Do not edit here.
"""What a download to disk is told, and what it reports."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from .forms import decimal
from .records import Record, Records


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Announced:
    """What the service says a series has; None where it does not say."""

    images: int | None = None
    """Number of images."""
    size: int | None = None
    """Bytes of all images together."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """Which entries of an archive are no images."""

    license: str | None = None
    """The entry with the licence text."""
    hashes: str | None = None
    """The entry with the MD5 hashes; the archive is incomplete without it."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Extracted:
    """What was extracted and how it was checked."""

    images: int
    """Number of images."""
    size: int
    """Bytes of all images together."""
    verified: int
    """Images whose MD5 hash is the one that the archive was given at ingestion."""
    not_verifiable: tuple[str, ...]
    """Images for which the server has no hash."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """An answer that was written as it came."""

    path: Path | None
    """The file, or None if it was written to a file object."""
    size: int
    """Bytes."""
    tries: int
    """How often the request was sent."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesDownload:
    """A series that is on disk, complete and checked.

    The archive ended properly, its number of images is the announced one, every image is a DICOM file, and every
    image for which the server has an MD5 hash matches it.
    """

    series_instance_uid: str
    """The series."""
    path: Path
    """The folder with its images and the list of hashes that came with them."""
    images: int
    """Number of images."""
    size: int
    """Bytes of all images together."""
    verified: int
    """Images whose MD5 hash is the one that was taken when they entered the archive."""
    not_verifiable: tuple[str, ...]
    """Images for which the server has no hash."""
    announced_images: int | None
    """Number of images that the server announced; None if it did not."""
    announced_size: int | None
    """Bytes that the server announced; None if it did not."""
    archive_size: int
    """Bytes of the archive that was sent."""
    tries: int
    """How often the archive was asked for."""


def announced_by(rows: Records[Record], count_attribute: str, bytes_attribute: str) -> Announced:
    """Read from a size answer how many images and bytes a series has; 0 images is how "unknown" looks."""
    if not rows:
        return Announced()
    images, size = getattr(rows[0], count_attribute), getattr(rows[0], bytes_attribute)
    return Announced(
        images=_whole_number(images),
        size=_whole_number(size),
    )


def _whole_number(value: object) -> int | None:
    """Read a number above 0, also one that arrives as a text or with decimals: the check must not fall away."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        number = value if type(value) is int else decimal(value)
    except ValueError:
        return None
    return number if number is not None and number > 0 else None
