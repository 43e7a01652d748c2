"""Checks the archive of a series and extracts it, all or nothing."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .downloads import Announced, Extracted, Layout
from .errors import ArchiveError, IncompleteArchiveError, UnsafeArchiveError, WrongHashError
from .files import destination_errors, sync_folder

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}", re.ASCII)
_DEVICE_NAME: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_BLOCK: Final = 1024 * 1024
_ODDMENTS: Final = 4 * 1024 * 1024
"""Bytes that licence and hashes may have together, and that announced sizes may be off by."""
_HIGHEST_RATIO: Final = 200
"""How much larger than its archive a series may be when its size was not announced."""


def check_ends(path: Path, operation: str) -> None:
    """Raise IncompleteArchiveError unless the archive has its directory at the end."""
    try:
        zipfile.ZipFile(path).close()
    except zipfile.BadZipFile as error:
        raise IncompleteArchiveError(f"{operation}: the archive is cut off or damaged ({error}).") from error


def extract(archive: Path, folder: Path, *, layout: Layout, announced: Announced) -> Extracted:
    """Extract an archive into an existing, empty folder and check every image.

    Nothing is written before all names and sizes are found harmless and the number of images is right. When an error is
    raised, the folder may hold some files, which the caller throws away.

    Raises:
        IncompleteArchiveError: the archive is cut off or damaged, or images are missing.
        WrongHashError: an image is not the one that its hash was taken of, or is no DICOM file.
        UnsafeArchiveError: the archive holds paths, links, duplicates, encrypted entries, or too much data.
        DestinationError: the folder cannot be written to, or the disk is full.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = opened.infolist()
            _check_entries(entries, archive.stat().st_size, announced)
            images = [entry for entry in entries if entry.filename not in (layout.license, layout.hashes)]
            _check_count(images, announced)
            hashes = _read_hashes(opened, layout)
            found = {entry.filename: _extract_entry(opened, entry, folder) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise IncompleteArchiveError(f"The archive is cut off or damaged ({error}).") from error
    except NotImplementedError as error:
        raise UnsafeArchiveError(f"The archive is packed in a way that is not supported ({error}).") from error
    sync_folder(folder)
    return _check_hashes(images, found, hashes)


def _check_entries(entries: list[zipfile.ZipInfo], archive_size: int, announced: Announced) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if _PLAIN_NAME.fullmatch(name) is None or _DEVICE_NAME.fullmatch(name) or name.endswith("."):
            raise _unsafe(name, "its name is no plain file name")
        if name.lower() in seen:
            raise _unsafe(name, "there are two entries of this name")
        seen.add(name.lower())
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise _unsafe(name, "it is a link or a special file")
        if entry.flag_bits & 0x1:
            raise _unsafe(name, "it is encrypted")
    total = sum(entry.file_size for entry in entries)
    limit = announced.size + _ODDMENTS if announced.size else archive_size * _HIGHEST_RATIO + _ODDMENTS
    if total > limit:
        raise UnsafeArchiveError(
            f"The archive would extract to {total:,} bytes, but at most {limit:,} are expected. Nothing was extracted."
        )


def _unsafe(name: str, reason: str) -> UnsafeArchiveError:
    return UnsafeArchiveError(f"The archive holds the entry {name!r}: {reason}. Nothing was extracted.")


def _check_count(images: list[zipfile.ZipInfo], announced: Announced) -> None:
    if announced.images is not None and len(images) != announced.images:
        raise IncompleteArchiveError(
            f"The archive holds {len(images)} images where the server announces {announced.images}.",
            hint="try again later; if it stays so, files are missing in the archive itself: tell the TCIA help desk",
        )
    if not images:
        raise IncompleteArchiveError("The archive holds no images.", hint="try again later")


def _read_hashes(opened: zipfile.ZipFile, layout: Layout) -> Mapping[str, str] | None:
    if layout.hashes is None:
        return None
    if layout.hashes not in opened.namelist():
        raise IncompleteArchiveError(
            f"The archive has no {layout.hashes}: the server failed while it wrote it.", hint="try again later"
        )
    lines = opened.read(layout.hashes).decode("utf-8", errors="replace").splitlines()
    return {
        name: digest.strip().lower() for name, _, digest in (line.rpartition(",") for line in lines[1:] if line.strip())
    }


def _extract_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> tuple[str, bytes]:
    """Write one entry and return its MD5 hash and its first bytes."""
    md5 = hashlib.md5(usedforsecurity=False)
    start = b""
    path = folder / entry.filename
    with opened.open(entry) as source, destination_errors(path), path.open("xb") as target:
        while block := source.read(_BLOCK):
            start = start or block[:132]
            md5.update(block)
            target.write(block)
        target.flush()
        os.fsync(target.fileno())
    return md5.hexdigest(), start


def _check_hashes(
    images: list[zipfile.ZipInfo], found: Mapping[str, tuple[str, bytes]], hashes: Mapping[str, str] | None
) -> Extracted:
    strangers = sorted(set(hashes or ()) - {entry.filename for entry in images})
    if strangers:
        raise IncompleteArchiveError(f"Images that the list of hashes names are missing: {', '.join(strangers[:5])}.")
    verified, not_verifiable = 0, []
    for entry in images:
        digest, start = found[entry.filename]
        expected = (hashes or {}).get(entry.filename, "")
        if not expected:
            not_verifiable.append(entry.filename)
        elif expected == digest:
            verified += 1
        else:
            raise _wrong(entry.filename, f"its MD5 hash is {digest}, the archive's is {expected}")
        if start[128:132] != b"DICM":
            raise _wrong(entry.filename, "it is no DICOM file")
    return Extracted(
        images=len(images),
        size=sum(entry.file_size for entry in images),
        verified=verified,
        not_verifiable=tuple(not_verifiable),
    )


def _wrong(name: str, reason: str) -> ArchiveError:
    return WrongHashError(f"The image {name} is damaged: {reason}.", hint="try again later")
