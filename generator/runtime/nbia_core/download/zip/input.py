"""The bytes of an archive as they arrive, for code that reads them in the pieces in which it needs them."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar

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
        data = yield from self.look(count)
        self.skip(count)
        return data

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
