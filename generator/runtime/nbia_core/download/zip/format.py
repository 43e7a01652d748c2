"""The records of a ZIP archive, as APPNOTE.TXT of PKWARE lays them out, and which entries are harmless."""

from __future__ import annotations

import re
import stat
import struct
from collections.abc import Sequence
from typing import Final, NamedTuple

from nbia_core.errors import IncompleteArchiveError, UnsafeArchiveError
from nbia_core.text import shortened

ENTRY: Final = b"PK\x03\x04"
"""Begins a local header, which stands before the data of an entry."""
DESCRIPTOR: Final = b"PK\x07\x08"
"""May begin a data descriptor, which stands behind the data of an entry."""
DIRECTORY: Final = b"PK\x01\x02"
"""Begins the record of an entry in the central directory."""
ZIP64_END: Final = b"PK\x06\x06"
"""Begins the Zip64 end record."""
ZIP64_LOCATOR: Final = b"PK\x06\x07"
"""Begins the locator of the Zip64 end record."""
END: Final = b"PK\x05\x06"
"""Begins the end record."""

STORED: Final = 0
"""The method of data that are not compressed."""
DEFLATED: Final = 8
"""The method of data that are compressed with deflate."""

ENCRYPTED: Final = 0x0001 | 0x0040 | 0x2000
"""Flags of encryption: the traditional one, a strong one, headers that are masked."""
HAS_DESCRIPTOR: Final = 0x0008
"""Flag: CRC and sizes stand behind the data."""
PATCHED: Final = 0x0020
"""Flag: the data are changes to another file."""

MASK16: Final = 0xFFFF
"""Stands for a number that is too large for 16 bits and stands in a Zip64 record."""
MASK32: Final = 0xFFFFFFFF
"""Stands for a number that is too large for 32 bits and stands in a Zip64 record."""

ZIP64_END_LENGTH: Final = 44
"""What the Zip64 end record says of its own length: bytes after that statement."""
_ZIP64_EXTRA: Final = 1


class EntryFacts(NamedTuple):
    """What the directory must say of an entry that was read."""

    name: str
    flags: int
    method: int
    crc: int
    compressed_size: int
    size: int
    offset: int
    """Where its local header begins, in bytes from the start of the archive."""


class LocalHeader(NamedTuple):
    """A local header without its signature, its name and its extra fields."""

    version: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    compressed_size: int
    size: int
    name_length: int
    extra_length: int


class DirectoryRecord(NamedTuple):
    """A record of the central directory without its signature, its name, its extra fields and its comment."""

    made_by: int
    version: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    compressed_size: int
    size: int
    name_length: int
    extra_length: int
    comment_length: int
    disk: int
    internal_attributes: int
    external_attributes: int
    offset: int


class Zip64End(NamedTuple):
    """A Zip64 end record without its signature."""

    length: int
    made_by: int
    version: int
    disk: int
    directory_disk: int
    entries_on_disk: int
    entries: int
    directory_size: int
    directory_offset: int


class Zip64Locator(NamedTuple):
    """The locator of the Zip64 end record."""

    signature: bytes
    disk: int
    offset: int
    disks: int


class End(NamedTuple):
    """An end record without its signature and its comment."""

    disk: int
    directory_disk: int
    entries_on_disk: int
    entries: int
    directory_size: int
    directory_offset: int
    comment_length: int


LOCAL_HEADER: Final = struct.Struct("<5H3L2H")
DIRECTORY_RECORD: Final = struct.Struct("<6H3L5H2L")
ZIP64_END_RECORD: Final = struct.Struct("<Q2H2L4Q")
ZIP64_LOCATOR_RECORD: Final = struct.Struct("<4sLQL")
END_RECORD: Final = struct.Struct("<4H2LH")

LONGEST_DESCRIPTOR: Final = 24
"""Bytes of a data descriptor with a signature and sizes of 64 bits."""


def descriptors(crc: int, compressed_size: int, size: int) -> list[bytes]:
    """Return all ways to write the data descriptor of an entry: sizes of 64 or 32 bits, with and without signature."""
    ways = [struct.pack("<LQQ", crc, compressed_size, size)]
    if compressed_size <= MASK32 and size <= MASK32:
        ways.append(struct.pack("<LLL", crc, compressed_size, size))
    return [*(DESCRIPTOR + way for way in ways), *ways]


def with_zip64(numbers: Sequence[int], extra: bytes) -> list[int] | None:
    """Replace numbers that stand for larger ones by those of the Zip64 extra field; None if they are not there.

    Args:
        numbers: size, compressed size and offset, in this order, as far as the record has them.
        extra: all extra fields of the record.
    """
    large = _zip64_field(extra) if MASK32 in numbers else b""
    replaced = []
    for number in numbers:
        if number == MASK32:
            if len(large) < 8:
                return None
            number, large = int.from_bytes(large[:8], "little"), large[8:]
        replaced.append(number)
    return replaced


def _zip64_field(extra: bytes) -> bytes:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _ZIP64_EXTRA:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return b""


PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}", re.ASCII)
_DEVICE_NAME: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_SHOWN: Final = 80
"""Characters of a name that a message shows at most."""
_FOLDER_OR_LABEL: Final = 0x10 | 0x08
"""Attributes of DOS: a folder, the label of a volume."""


def damaged(reason: str) -> IncompleteArchiveError:
    """Return the error for an archive of which something is missing or different."""
    return IncompleteArchiveError(f"The archive is cut off or damaged: {reason}.", hint="try again later")


def unsafe(reason: str) -> UnsafeArchiveError:
    """Return the error for an archive that nobody should unpack."""
    return UnsafeArchiveError(f"{reason}. Nothing of it is kept.", hint="tell the TCIA help desk")


def unsafe_entry(name: str, reason: str) -> UnsafeArchiveError:
    """Return the error for an archive with an entry that nobody should unpack."""
    return unsafe(f"The archive holds the entry {shown(name)}: {reason}")


def shown(name: str) -> str:
    """Return a name so that it can stand in a message: in quotes, harmless, and not too long."""
    return repr(shortened(name, _SHOWN))


def check_name(name: str) -> None:
    """Raise UnsafeArchiveError for a name that leads elsewhere or is special on some system."""
    if PLAIN_NAME.fullmatch(name) is None or _DEVICE_NAME.fullmatch(name) or name.endswith("."):
        raise unsafe_entry(name, "its name is no plain file name")


def check_packing(name: str, header: LocalHeader) -> None:
    """Raise UnsafeArchiveError for an entry that cannot be read, or not while it arrives."""
    if header.flags & ENCRYPTED:
        raise unsafe_entry(name, "it is encrypted")
    if header.flags & PATCHED or header.method not in (STORED, DEFLATED):
        raise unsafe_entry(name, "it is packed in a way that the service does not use")
    if header.method == STORED and header.flags & HAS_DESCRIPTOR:
        raise unsafe_entry(name, "it is not compressed and does not say where it ends")


def check_kind(name: str, record: DirectoryRecord) -> None:
    """Raise UnsafeArchiveError for what is no ordinary file."""
    if stat.S_IFMT(record.external_attributes >> 16) not in (0, stat.S_IFREG):
        raise unsafe_entry(name, "it is a link or a special file")
    if record.external_attributes & _FOLDER_OR_LABEL:
        raise unsafe_entry(name, "it is a folder or a label")
