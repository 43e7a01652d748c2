"""Writes pictures as PNG, in the size that somebody wants (RFC 2083)."""

from __future__ import annotations

import struct
import zlib
from typing import Final

import numpy

from .display import Pixels

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR = 0, 2


def to_png(pixels: Pixels) -> bytes:
    """Return a picture as a PNG file, without any loss."""
    rows, columns = pixels.shape[:2]
    header = struct.pack(">2I5B", columns, rows, 8, _COLOUR if pixels.ndim == 3 else _GREY, 0, 0, 0)
    lines = numpy.zeros((rows, 1 + pixels[0].size), numpy.uint8)  # each line begins with its filter, which is none
    lines[:, 1:] = pixels.reshape(rows, -1)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def resized(pixels: Pixels, rows: int, columns: int) -> Pixels:
    """Return a picture of another size: the average of what falls together, or the nearest pixel."""
    for axis, size in enumerate((rows, columns)):
        before = pixels.shape[axis]
        starts = numpy.arange(size) * before // size
        if size < before:
            counts = numpy.diff(starts, append=before)
            sums = numpy.add.reduceat(pixels, starts, axis=axis, dtype=numpy.float64)
            shape = [1] * pixels.ndim
            shape[axis] = size
            pixels = (sums / counts.reshape(shape) + 0.5).astype(numpy.uint8)
        elif size > before:
            pixels = pixels.take(starts, axis=axis)
    return pixels


def within(pixels: Pixels, most: int, least: int = 0) -> Pixels:
    """Return a picture whose longer side has `most` pixels at most, and about `least` where that makes its pixels larger."""
    rows, columns = pixels.shape[:2]
    longer = max(rows, columns)
    if longer > most:
        return resized(pixels, max(1, rows * most // longer), max(1, columns * most // longer))
    factor = -(-least // longer) if longer < least else 1
    return resized(pixels, rows * factor, columns * factor)
