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
from unittest import mock

from generator.runtime.archive import check_ends, extract
from generator.runtime.downloads import Announced, Extracted, Layout
from generator.runtime.errors import NbiaError

if TYPE_CHECKING:
    from typing_extensions import Buffer

LAYOUT: Final = Layout(license="LICENSE", hashes="md5hashes.csv")
PLAIN: Final = Layout(license="LICENSE")
"""The layout of an archive that brings no hashes."""

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
    """The size that the directory declares; None for the real one."""
    zip64: bool = False


def packed(entries: Iterable[Entry], *, comment: bytes = b"") -> bytes:
    """Return an archive that holds exactly these entries."""
    body, directory = bytearray(), bytearray()
    count = 0
    for entry in entries:
        count += 1
        offset = len(body)
        content = _deflate(entry.data) if entry.method == zipfile.ZIP_DEFLATED else entry.data
        size = len(entry.data) if entry.size is None else entry.size
        sizes = struct.pack("<QQ" if entry.zip64 else "<LL", len(content), size)
        extra = struct.pack("<HHQQ", 1, 16, size, len(content)) if entry.zip64 else b""
        shown = (_MASK32, _MASK32) if entry.zip64 else (len(content), size)
        version = 45 if entry.zip64 else 20
        crc = zlib.crc32(entry.data)
        common = struct.pack("<HHHHH", version, entry.flags, entry.method, 0, 0x5821)
        body += b"PK\x03\x04" + common + struct.pack("<LLLHH", 0, 0, 0, len(entry.name), 0) + entry.name + content
        body += b"PK\x07\x08" + struct.pack("<L", crc) + sizes
        directory += b"PK\x01\x02" + struct.pack("<H", 0x0300 | version) + common + struct.pack("<LLL", crc, *shown)
        directory += struct.pack("<HHHHHLL", len(entry.name), len(extra), 0, 0, 0, entry.external, offset)
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


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def unpack(
    folder: Path, archive: bytes, *, images: int | None = None, size: int | None = None, layout: Layout = LAYOUT
) -> Extracted:
    """Extract `archive` into `folder`/images, next to the archive itself."""
    (folder / "archive.zip").write_bytes(archive)
    (folder / "images").mkdir()
    return extract(
        folder / "archive.zip", folder / "images", layout=layout, announced=Announced(images=images, size=size)
    )


def tree(folder: Path) -> list[str]:
    """Return everything that is below a folder, as relative paths."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def outcome_of(archive: bytes, *, layout: Layout = LAYOUT) -> str:
    """Say what comes of an archive: its images with their hashes, or the kind of error."""
    with tempfile.TemporaryDirectory() as name, mock.patch("os.fsync"):  # which takes most of the time
        folder = Path(name)
        try:
            extracted = unpack(folder, archive, layout=layout)
        except NbiaError as error:
            return type(error).__name__ + (" after writing" if tree(folder / "images") else "")
        except Exception as error:
            return f"a bare {type(error).__name__}"
        held = {name: data for name, data in contents(folder / "images").items() if name != "md5hashes.csv"}
    return f"{extracted.verified} verified: {hashlib.md5(repr(sorted(held.items())).encode()).hexdigest()}"


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
