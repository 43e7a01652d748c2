"""Decides whether an archive that ended properly holds the whole series."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from nbia_core.download.model import Announced, Check, Layout
from nbia_core.download.zip.entries import Arrival, Entry
from nbia_core.errors import ArchiveError, IncompleteArchiveError, WrongHashError

from .headers import check_headers, foreign_image
from .on_disk import read_hashes


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What was found of an archive."""

    images: int
    """Number of images."""
    size: int
    """Bytes of all images together."""
    verified: int
    """Images whose MD5 hash is the one that the archive was given at ingestion."""
    not_verifiable: tuple[str, ...]
    """Images for which the server has no hash."""
    checks: tuple[Check, ...]
    """The checks that were made and passed."""
    fault: ArchiveError | None = None
    """Why the series is not complete; None if it is."""


def judge(arrival: Arrival, announced: Announced, layout: Layout, *, uid: str, with_headers: bool) -> Verdict:
    """Check an archive that ended properly: whose it is, number of images, hashes, DICOM, sizes and headers."""
    images = arrival.images
    hashes = _hashes(arrival, layout)
    expected = hashes or {}
    not_verifiable = tuple(entry.name for entry in images if not expected.get(entry.name))
    checks: list[Check] = ["archive end"]
    # That it is another's comes first: nothing else that is wrong with it says anything of the series.
    fault: ArchiveError | None = foreign_image(images, uid) if with_headers else None
    fault = fault or next(_faults(arrival, announced, layout, hashes), None)
    if fault is None:
        checks += ["image count"] if announced.images is not None else []
        checks += ["MD5"] if len(not_verifiable) < len(images) else []
        checks += ["DICOM"]
        checks += ["sizes"] if announced.size == arrival.size else []
        if with_headers:
            try:
                check_headers(images, uid)
                checks += ["headers"]
            except WrongHashError as error:
                fault = error
    return Verdict(
        images=len(images),
        size=arrival.size,
        verified=sum(expected.get(entry.name) == entry.md5 for entry in images),
        not_verifiable=not_verifiable,
        checks=tuple(checks),
        fault=fault,
    )


def _hashes(arrival: Arrival, layout: Layout) -> Mapping[str, str] | None:
    is_there = any(entry.name == layout.hashes for entry in arrival.oddments)
    return read_hashes(bytes(arrival.hashes)) if is_there else None


def _faults(
    arrival: Arrival, announced: Announced, layout: Layout, hashes: Mapping[str, str] | None
) -> Iterator[ArchiveError]:
    """Find what is wrong, the most telling first."""
    images = arrival.images
    if not images:
        yield IncompleteArchiveError("The archive holds no images.", hint="try again later")
    if announced.images is not None and len(images) != announced.images:
        yield IncompleteArchiveError(
            f"The archive holds {len(images)} images where the server announces {announced.images}.",
            hint="try again later; if it stays so, files are missing in the archive itself: tell the TCIA help desk",
        )
    if hashes is None and layout.hashes is not None:
        yield IncompleteArchiveError(
            f"The archive has no {layout.hashes}: the server failed while it wrote it.", hint="try again later"
        )
    strangers = sorted(set(hashes or ()) - {entry.name for entry in images})
    if strangers:
        yield IncompleteArchiveError(
            f"Images that the list of hashes names are missing: {', '.join(strangers[:5])}.", hint="try again later"
        )
    for entry in images:
        yield from _image_faults(entry, (hashes or {}).get(entry.name, ""))
    is_vouched_for = all((hashes or {}).get(entry.name) for entry in images)
    if not is_vouched_for and announced.size is not None and arrival.size != announced.size:
        yield IncompleteArchiveError(
            f"The images have {arrival.size:,} bytes where the server announces {announced.size:,}, and not all of "
            "them have a hash.",
            hint="try again later",
        )


def _image_faults(entry: Entry, expected: str) -> Iterator[ArchiveError]:
    if expected and expected != entry.md5:
        yield _damaged(entry, f"its MD5 hash is {entry.md5}, the archive's is {expected}")
    if not entry.is_dicom:
        yield _damaged(entry, "it is no DICOM file")


def _damaged(entry: Entry, reason: str) -> ArchiveError:
    return WrongHashError(f"The image {entry.name} is damaged: {reason}.", hint="try again later")
