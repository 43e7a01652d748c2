"""ZIP archives made while they are sent, the way Java's ZipOutputStream makes them."""

import functools
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

_SMALL = 64 * 1024
"""The bytes of a file that is compressed once, however often it is sent: tests ask for the same images again and again."""
_KEPT = 512
"""How many of these are kept."""
_DEFLATED = 8
_VERSION = 20
_SIZES_FOLLOW_AND_UTF_8 = 0x0808
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_DATA_DESCRIPTOR = struct.Struct("<4s3L")
_CENTRAL_HEADER = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file of a ZIP archive."""

    name: str
    content: bytes


def _dos_time(moment: datetime) -> tuple[int, int]:
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    date = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    return time, date


def zip_pieces(members: Iterable[Member], moment: datetime) -> Iterator[bytes]:
    """Yield the archive of ``members`` piece by piece.

    Sizes and checksums stand behind each member, since a stream does not know them before.
    """
    directory: list[bytes] = []
    offset = 0
    time, date = _dos_time(moment)
    for member in members:
        name = member.name.encode()
        is_small = len(member.content) <= _SMALL
        data = _deflated_once(member.content) if is_small else _deflated(member.content)
        sizes = (zlib.crc32(member.content), len(data), len(member.content))
        features = (_SIZES_FOLLOW_AND_UTF_8, _DEFLATED, time, date)
        header = _LOCAL_HEADER.pack(b"PK\x03\x04", _VERSION, *features, 0, 0, 0, len(name), 0) + name
        descriptor = _DATA_DESCRIPTOR.pack(b"PK\x07\x08", *sizes)
        yield header + data + descriptor
        directory.append(
            _CENTRAL_HEADER.pack(
                b"PK\x01\x02",
                _VERSION,
                _VERSION,
                *features,
                *sizes,
                len(name),
                0,
                0,
                0,
                0,
                0,
                offset,
            )
            + name
        )
        offset += len(header) + len(data) + len(descriptor)
    listing = b"".join(directory)
    yield listing + _END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), len(listing), offset, 0)


def _deflated(content: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()


_deflated_once = functools.lru_cache(_KEPT)(_deflated)


def hash_map_order(names: Iterable[str]) -> list[str]:
    """Return ``names`` in the order in which a Java HashMap hands them out."""
    kept = list(dict.fromkeys(names))
    buckets = 16
    while len(kept) > buckets * 3 // 4:
        buckets *= 2
    return sorted(kept, key=lambda name: _spread_hash(name) & (buckets - 1))


def _spread_hash(text: str) -> int:
    code = 0
    for character in text:
        code = (31 * code + ord(character)) & 0xFFFFFFFF
    return code ^ code >> 16
