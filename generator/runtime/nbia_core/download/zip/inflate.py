"""The bytes of an archive as they arrive, and decompressed: with isal if it is there, else with zlib, which is slower.

isal reads some bytes ahead of what it decompresses. So `unused` can hold bytes of an earlier piece, and decompressed
bytes can still be due when a piece is used up. `Inflater` makes both libraries behave the same.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Final, Protocol, TypeAlias, TypeVar, cast

_T = TypeVar("_T")
Reading: TypeAlias = Generator[None, None, _T]
"""Code that reads. It stops with `yield` wherever it needs more bytes than have arrived, and returns its result."""


class ZipInput:
    """The bytes that have arrived and were not read yet."""

    def __init__(self) -> None:
        self._data = memoryview(b"")
        self._position = 0
        self.received = 0
        """Number of bytes that have arrived."""

    @property
    def offset(self) -> int:
        """Number of bytes that were read."""
        return self.received - self.waiting

    @property
    def waiting(self) -> int:
        """Number of bytes that were not read yet."""
        return len(self._data) - self._position

    def add(self, data: bytes) -> None:
        """Put bytes behind the others."""
        self._data = memoryview(bytes(self._data[self._position :]) + data if self.waiting else data)
        self._position = 0
        self.received += len(data)

    def take(self, count: int) -> Reading[bytes]:
        """Read exactly `count` bytes."""
        while self.waiting < count:
            yield
        self._position += count
        return bytes(self._data[self._position - count : self._position])

    def look(self, count: int) -> Reading[bytes]:
        """Return the next `count` bytes without reading them."""
        while self.waiting < count:
            yield
        return bytes(self._data[self._position : self._position + count])

    def skip(self, count: int) -> None:
        """Leave out bytes that have arrived."""
        self._position += count

    def some(self, most: int) -> Reading[memoryview]:
        """Read as many bytes as there are: at least one, and not more than `most`."""
        while not self.waiting:
            yield
        piece = self._data[self._position : self._position + most]
        self._position += len(piece)
        return piece

    def put_back(self, data: bytes) -> None:
        """Undo reading `data`, the bytes that were read last."""
        if len(data) <= self._position:
            self._position -= len(data)
        else:  # they arrived before the bytes at hand
            self._data = memoryview(data + bytes(self._data[self._position :]))
            self._position = 0


BLOCK: Final = 640 * 1024
"""Bytes that are decompressed at most at a time: a CT image of 512 by 512 pixels is one block. The more, the less often
threads wait for each other, until blocks leave the processor's cache."""


class InflateError(Exception):
    """The data are not what a deflater writes."""


class _Decompressor(Protocol):
    """What the decompression objects of zlib and isal have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes | memoryview, max_length: int, /) -> bytes: ...


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """A library that can decompress."""

    new_decompressor: Callable[[], _Decompressor]
    """Starts decompressing data that have no header of their own."""
    crc32: Callable[[bytes, int], int]
    """Computes the CRC of data that follow data with a given CRC."""
    error: type[Exception]
    """What it raises for damaged data."""


ZLIB: Final = Library(
    new_decompressor=lambda: zlib.decompressobj(wbits=-zlib.MAX_WBITS), crc32=zlib.crc32, error=zlib.error
)


def _find_library() -> Library:
    try:
        from isal import isal_zlib
    except ImportError:
        return ZLIB
    return Library(
        new_decompressor=lambda: isal_zlib.decompressobj(wbits=-isal_zlib.MAX_WBITS),
        crc32=isal_zlib.crc32,
        error=cast("type[Exception]", isal_zlib.error),  # its type hints say that it is an exception, not a class
    )


library: Library = _find_library()
"""The library in use."""


class Inflater:
    """Decompresses one stretch of deflated data. Heavy work releases the interpreter's lock."""

    def __init__(self, library: Library) -> None:
        self._decompressor = library.new_decompressor()
        self._error = library.error

    @property
    def is_over(self) -> bool:
        """Whether the data have come to their end, which they mark themselves."""
        return self._decompressor.eof

    @property
    def unused(self) -> bytes:
        """When the data are over: the bytes that were given and do not belong to them, also of earlier pieces."""
        return self._decompressor.unused_data

    def inflate(self, piece: bytes | memoryview) -> Iterator[bytes]:
        """Decompress the next piece of the data; nothing may be given when they are over.

        Returns:
            Blocks of 1 to `BLOCK` bytes: all that the data given so far decompress to.

        Raises:
            InflateError: the data are damaged.
        """
        while True:
            try:
                block = self._decompressor.decompress(piece, BLOCK)
            except self._error as error:
                raise InflateError(str(error)) from error
            if block:
                yield block
            piece = self._decompressor.unconsumed_tail
            # A full block can be followed by more, even when all data were taken in.
            if self.is_over or (not piece and len(block) < BLOCK):
                return


def new_inflater() -> Inflater:
    """Return an inflater of the library in use."""
    return Inflater(library)


def crc32(data: bytes, value: int = 0) -> int:
    """Return the CRC-32 of `data`, or, with the `value` of what stands before them, of both together."""
    return library.crc32(data, value)
