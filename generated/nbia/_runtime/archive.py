# Copied from generator/runtime/archive.py. Do not edit here.
"""Checks the archive of a series and extracts it, all or nothing."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from .downloads import Announced, Extracted, Layout
from .errors import ArchiveError, DestinationError, IncompleteArchiveError, UnsafeArchiveError, WrongHashError
from .files import NewFile, destination_errors, sync_folder

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}", re.ASCII)
_DEVICE_NAME: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_HASHES_HEADING: Final = "Filename"
_END_SIGNATURE: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
TAIL_LENGTH: Final = _END_LENGTH + 0xFFFF
"""How many bytes at the end of an archive can belong to its end record."""
_BLOCK: Final = 1024 * 1024
_ODDMENTS: Final = 4 * 1024 * 1024
"""Bytes that licence and hashes may have together, and that announced sizes may be off by."""
_HIGHEST_RATIO: Final = 200
"""How much larger than its archive a series may be when its size was not announced."""


def check_ends(path: Path, operation: str) -> None:
    """Raise IncompleteArchiveError unless the archive has its directory at the end."""
    with destination_errors(path), _archive_errors(operation):
        zipfile.ZipFile(path).close()


def ends_properly(tail: bytes) -> bool:
    """Whether the last bytes of an archive, at least `TAIL_LENGTH` of them if it has as many, hold its end record."""
    at = tail.rfind(_END_SIGNATURE)
    if at < 0 or len(tail) - at < _END_LENGTH:
        return False
    comment_length = int.from_bytes(tail[at + _END_LENGTH - 2 : at + _END_LENGTH], "little")
    return len(tail) - at == _END_LENGTH + comment_length


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
    with destination_errors(folder), _archive_errors("The series"), zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
        _check_entries(entries, archive.stat().st_size, announced)
        images = [entry for entry in entries if entry.filename not in (layout.license, layout.hashes)]
        _check_count(images, announced)
        hashes = _read_hashes(opened, layout)
        found = {entry.filename: _extract_entry(opened, entry, folder) for entry in entries}
    with destination_errors(folder):
        sync_folder(folder)
    extracted = _check_hashes(images, found, hashes)
    _check_size(extracted, announced)
    return extracted


@contextlib.contextmanager
def _archive_errors(what: str) -> Iterator[None]:
    """Turn whatever zipfile raises for damaged and unusual archives into ArchiveError."""
    try:
        yield
    except (ArchiveError, DestinationError):
        raise
    except (NotImplementedError, RuntimeError) as error:
        raise UnsafeArchiveError(f"{what}: the archive is packed in a way that is not supported ({error}).") from error
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise  # not the archive, but the disk
        raise IncompleteArchiveError(f"{what}: the archive is cut off or damaged ({error}).") from error


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
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _unsafe(name, "it is packed in a way that the service does not use")
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
        name: digest.strip().lower()
        for name, _, digest in (line.rpartition(",") for line in lines if line.strip())
        if name != _HASHES_HEADING
    }


def _extract_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> tuple[str, bytes]:
    """Write one entry and return its MD5 hash and its first bytes."""
    md5 = hashlib.md5(usedforsecurity=False)
    start = b""
    path = folder / entry.filename
    with opened.open(entry) as source, NewFile(path) as target:
        while block := source.read(_BLOCK):
            start = start or block[:132]
            md5.update(block)
            target.write(block)
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


def _check_size(extracted: Extracted, announced: Announced) -> None:
    """Compare sizes where hashes do not vouch for every image."""
    if extracted.not_verifiable and announced.size is not None and extracted.size != announced.size:
        raise IncompleteArchiveError(
            f"The images have {extracted.size:,} bytes where the server announces {announced.size:,}, and not all of "
            "them have a hash.",
            hint="try again later",
        )


def _wrong(name: str, reason: str) -> ArchiveError:
    return WrongHashError(f"The image {name} is damaged: {reason}.", hint="try again later")
