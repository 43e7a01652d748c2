"""Holds the results of many series: as they are while they are few, deflated when they are many."""

from __future__ import annotations

import itertools
import json
import os
import typing
import zlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, get_args, overload

import msgspec

from .model import SeriesResult, Status

_MOST_HELD: Final = 20_000
"""Results that are held as they are; more of them are deflated, so that memory hardly grows any more."""
_BLOCK: Final = 256
"""Results that are deflated together."""
_STATUSES: Final[tuple[Status, ...]] = get_args(Status)
_MOVED: Final = 128
"""Is added to the number of a status where files were in the way."""


def write_path(value: object) -> str:
    """Write the only type of value in a result that JSON does not have."""
    return os.fspath(typing.cast(Path, value))


_ENCODER: Final = msgspec.json.Encoder(enc_hook=write_path)


def read_path(kind: type, value: object) -> object:
    """Read it."""
    return Path(value) if kind is Path and isinstance(value, str) else value


def encode(result: SeriesResult) -> bytes:
    """Return a result as JSON in ASCII, on one line."""
    try:
        data = _ENCODER.encode(result)
        if data.isascii():
            return data
    except UnicodeEncodeError:  # half a character
        pass
    return json.dumps(msgspec.to_builtins(result, enc_hook=write_path), separators=(",", ":")).encode()


def _decode(line: bytes) -> SeriesResult:
    try:
        return msgspec.json.decode(line, type=SeriesResult, dec_hook=read_path)
    except msgspec.DecodeError:  # half a character
        return msgspec.convert(json.loads(line), SeriesResult, dec_hook=read_path)


class Results(Sequence[SeriesResult]):
    """The results of many series, which read like a tuple. They are stored deflated: reading one makes a new object."""

    def __init__(self, blocks: Sequence[bytes], places: array[int], marks: bytes) -> None:
        """Take results that `ResultCollector` has deflated.

        Args:
            blocks: the results, so many together.
            places: where among them each lies, in their order.
            marks: the status of each, in their order.
        """
        self._blocks = blocks
        self._places = places
        self._marks = marks

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> SeriesResult: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[SeriesResult, ...]: ...
    def __getitem__(self, index: int | slice) -> SeriesResult | tuple[SeriesResult, ...]:
        if isinstance(index, slice):
            return tuple(map(_decode, self._read(self._places[index])))
        return _decode(next(self._read([self._places[index]])))

    def __iter__(self) -> Iterator[SeriesResult]:
        return map(_decode, self._read(self._places))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple | Results):
            return NotImplemented
        return len(self) == len(other) and all(own == theirs for own, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __add__(self, other: Iterable[SeriesResult]) -> tuple[SeriesResult, ...]:
        return (*self, *other)

    def __radd__(self, other: Iterable[SeriesResult]) -> tuple[SeriesResult, ...]:
        return (*other, *self)

    def __repr__(self) -> str:
        return f"<{len(self):,} results, the first is {self[0]!r}>"

    def lines(self) -> Iterator[bytes]:
        """Hand out each result as `encode` writes it."""
        return self._read(self._places)

    def marked(self, statuses: Collection[Status], *, are_moved: bool = False) -> Iterator[SeriesResult]:
        """Hand out those that ended so; the others are not read."""
        wanted = {_STATUSES.index(status) + _MOVED * moved for status in statuses for moved in {True, are_moved}}
        return map(_decode, self._read(itertools.compress(self._places, (mark in wanted for mark in self._marks))))

    def count_of(self, statuses: Collection[Status]) -> int:
        """Return how many ended so."""
        return sum(self._marks.count(_STATUSES.index(status) + moved) for status in statuses for moved in (0, _MOVED))

    def _read(self, places: Iterable[int]) -> Iterator[bytes]:
        at, lines = -1, list[bytes]()
        for place in places:
            block, line = divmod(place, _BLOCK)
            if block != at:
                at, lines = block, zlib.decompress(self._blocks[block]).split(b"\n")
            yield lines[line]


class ResultCollector:
    """Takes results in whatever order they come, each with its place among them."""

    def __init__(self) -> None:
        self._held: dict[int, SeriesResult] = {}
        self._lines: list[bytes] = []
        self._blocks: list[bytes] = []
        self._order = array("Q")
        self._marks = bytearray()

    def put(self, place: int, result: SeriesResult) -> None:
        """Take a result."""
        self._held[place] = result
        if self._order or len(self._held) > _MOST_HELD:
            for at, held in self._held.items():
                self._deflate(at, held)
            self._held.clear()

    def results(self) -> Sequence[SeriesResult]:
        """Return the results so far in the order of their places."""
        if not self._order:
            return tuple(result for _, result in sorted(self._held.items()))
        blocks = [*self._blocks, *([zlib.compress(b"\n".join(self._lines), 1)] if self._lines else [])]
        places = array("Q", sorted(range(len(self._order)), key=self._order.__getitem__))
        return Results(blocks, places, bytes(map(self._marks.__getitem__, places)))

    def _deflate(self, place: int, result: SeriesResult) -> None:
        self._order.append(place)
        self._marks.append(_STATUSES.index(result.status) + (_MOVED if result.moved_to else 0))
        self._lines.append(encode(result))
        if len(self._lines) == _BLOCK:
            self._blocks.append(zlib.compress(b"\n".join(self._lines), 1))
            self._lines.clear()


def marked(
    results: Sequence[SeriesResult], statuses: Collection[Status] = _STATUSES, *, are_moved: bool = False
) -> Iterator[SeriesResult]:
    """Hand out the results that ended so, or of these only those at whose place other files lay."""
    if isinstance(results, Results):
        return results.marked(statuses, are_moved=are_moved)
    return (each for each in results if each.status in statuses and (each.moved_to or not are_moved))


def count_of(results: Sequence[SeriesResult], statuses: Collection[Status]) -> int:
    """Return how many results ended so."""
    if isinstance(results, Results):
        return results.count_of(statuses)
    return sum(result.status in statuses for result in results)


def json_lines(results: Sequence[SeriesResult]) -> Iterator[bytes]:
    """Hand out each result as JSON in ASCII, on one line."""
    return results.lines() if isinstance(results, Results) else map(encode, results)
