"""Archives of images for tests: such as the server writes them, and such as nobody should trust.

`streamed` uses the standard library, the way the server does: to a stream that cannot be rewound. `packed` writes every
record itself, so that it can also write what the standard library refuses to.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nbia import NbiaError
from nbia_core.download.zip.reader import EntrySink, Limits, Unzipper
from nbia_core.http.archive_end import check_ends

if TYPE_CHECKING:
    from typing_extensions import Buffer

_DESCRIPTOR: Final = 0x08
_DESCRIPTORS_AND_UTF8: Final = 0x0808
_MASK32: Final = 0xFFFFFFFF


def dicom(number: int, size: int = 600) -> bytes:
    """Return the bytes of an image: no more than the start of a DICOM file is true of them."""
    return bytes(128) + b"DICM" + number.to_bytes(4) * (size // 4)


def series(count: int) -> dict[str, bytes]:
    """Return images under the names that the server gives them."""
    return {f"{number:08d}.dcm": dicom(number) for number in range(1, count + 1)}


def hash_list(images: Mapping[str, bytes], changed: Mapping[str, str] | None = None) -> bytes:
    """Return the list of MD5 hashes as the server writes it; `changed` replaces or adds lines."""
    hashes = {name: hashlib.md5(data).hexdigest() for name, data in images.items()} | dict(changed or {})
    return b"Filename,MD5Hash\n" + b"".join(f"{name},{digest}\n".encode() for name, digest in hashes.items())


def with_hashes(images: Mapping[str, bytes], changed: Mapping[str, str] | None = None) -> bytes:
    """Return the archive of getImageWithMD5Hash."""
    return streamed({**images, "md5hashes.csv": hash_list(images, changed)})


class _Stream(io.RawIOBase):
    """Takes bytes and cannot be rewound, like the server's connection."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        self.taken += memoryview(data)
        return memoryview(data).nbytes


def streamed(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive that was written while it was sent: sizes stand behind the data, not before them."""
    stream = _Stream()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return bytes(stream.taken)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry, and the lies that the archive tells about it."""

    name: bytes
    data: bytes = dicom(1)
    flags: int = _DESCRIPTORS_AND_UTF8
    method: int = zipfile.ZIP_DEFLATED
    external: int = 0
    size: int | None = None
    """The size that the descriptor and the directory declare; None for the real one."""
    zip64: bool = False
    """Whether the sizes have 64 bits, in the descriptor and in the directory."""
    is_signed: bool = True
    """Whether the descriptor has its signature; archives come with it and without."""
    has_sizes_before: bool = False
    """Whether CRC and sizes stand before the data, and no descriptor behind them."""
    offset: int | None = None
    """Where the entry begins, as the directory says; None for the real place."""
    extra: bytes = b""
    """Extra fields before the data."""


def packed(entries: Iterable[Entry], *, comment: bytes = b"") -> bytes:
    """Return an archive that holds exactly these entries."""
    body, directory = bytearray(), bytearray()
    count = 0
    for entry in entries:
        count += 1
        offset = len(body)
        content = deflate(entry.data) if entry.method == zipfile.ZIP_DEFLATED else entry.data
        size = len(entry.data) if entry.size is None else entry.size
        sizes = struct.pack("<QQ" if entry.zip64 else "<LL", len(content), size)
        extra = struct.pack("<HHQQ", 1, 16, size, len(content)) if entry.zip64 else b""
        shown = (_MASK32, _MASK32) if entry.zip64 else (len(content), size)
        version = 45 if entry.zip64 else 20
        crc = zlib.crc32(entry.data)
        flags = entry.flags & ~_DESCRIPTOR if entry.has_sizes_before else entry.flags
        common = struct.pack("<HHHHH", version, flags, entry.method, 0, 0x5821)
        stated = (crc, *shown) if entry.has_sizes_before else (0, 0, 0)
        before = entry.extra + (extra if entry.has_sizes_before else b"")
        body += b"PK\x03\x04" + common + struct.pack("<LLLHH", *stated, len(entry.name), len(before))
        body += entry.name + before + content
        if not entry.has_sizes_before:
            body += (b"PK\x07\x08" if entry.is_signed else b"") + struct.pack("<L", crc) + sizes
        directory += b"PK\x01\x02" + struct.pack("<H", 0x0300 | version) + common + struct.pack("<LLL", crc, *shown)
        stated_offset = offset if entry.offset is None else entry.offset
        directory += struct.pack("<HHHHHLL", len(entry.name), len(extra), 0, 0, 0, entry.external, stated_offset)
        directory += entry.name + extra
    start = len(body)
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), start, len(comment))
    return bytes(body + directory) + b"PK\x05\x06" + end + comment


def packed_in_zip64(entries: Iterable[Entry]) -> bytes:
    """Return an archive whose closing record refers to the Zip64 one."""
    plain = packed([dataclasses.replace(entry, zip64=True) for entry in entries])
    start = plain.rindex(b"PK\x05\x06")
    count, size, offset = struct.unpack("<HLL", plain[start + 10 : start + 20])
    large = struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<LQL", 0, start, 1)
    end = struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, _MASK32, _MASK32, 0)
    return plain[:start] + b"PK\x06\x06" + large + b"PK\x06\x07" + locator + b"PK\x05\x06" + end


def members_of(archive: bytes) -> dict[str, bytes]:
    """Return the entries of an archive, read by the standard library."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def deflate(data: bytes, level: int = 6) -> bytes:
    """Return data as a ZIP archive holds them."""
    packer = zlib.compressobj(level, wbits=-15)
    return packer.compress(data) + packer.flush()


class Shelf:
    """Takes in the entries of an archive; what was begun and not ended shows as well."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.blocks: list[bytes] = []
        self.entries: dict[str, bytes] = {}

    def begin(self, name: str) -> None:
        """Begin a new entry."""
        self.begun.append(name)
        self.blocks = []

    def write(self, data: bytes) -> None:
        """Take in bytes of it."""
        self.blocks.append(data)

    def end(self, size: int) -> None:
        """End the entry."""
        data = b"".join(self.blocks)
        assert len(data) == size
        self.entries[self.begun[-1]] = data


def pieces(data: bytes, length: int) -> Iterable[bytes]:
    """Hand out data in pieces of this many bytes."""
    return (data[start : start + length] for start in range(0, len(data), length))


def feed(sink: EntrySink, arriving: Iterable[bytes], limits: Limits | None = None) -> int:
    """Unpack an archive that arrives in these pieces, to its end, and return the number of its entries."""
    unzipper = Unzipper(sink, limits)
    for piece in arriving:
        unzipper.feed(piece)
    unzipper.finish()
    return unzipper.entries


def unzipped(archive: bytes, *, limits: Limits | None = None) -> dict[str, bytes]:
    """Return the entries of an archive, read while it arrives."""
    shelf = Shelf()
    assert feed(shelf, pieces(archive, 64 * 1024), limits) == len(shelf.entries)
    return shelf.entries


def outcome_of_unzipping(archive: bytes) -> dict[str, bytes] | str:
    """Return the entries of an archive, or the kind of error that it is refused with."""
    try:
        return unzipped(archive)
    except NbiaError as error:
        return type(error).__name__
    except Exception as error:
        return f"a bare {type(error).__name__}"


def tree(folder: Path) -> list[str]:
    """Return everything that is below a folder, as relative paths."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def outcome_of_ends(archive: bytes) -> str:
    """Say whether an archive looks complete from its ends, or the kind of error."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "archive.zip"
        path.write_bytes(archive)
        try:
            check_ends(path, "getImage")
        except NbiaError as error:
            return type(error).__name__
        except Exception as error:
            return f"a bare {type(error).__name__}"
    return "complete"


def flips(archive: bytes, mask: int) -> Iterable[bytes]:
    """Hand out the archive with one byte changed, once for every byte."""
    for position in range(len(archive)):
        changed = bytearray(archive)
        changed[position] ^= mask
        yield bytes(changed)


def cuts(archive: bytes) -> Iterable[bytes]:
    """Hand out everything that the archive starts with, from nothing to all but the last byte."""
    return (archive[:length] for length in range(len(archive)))
