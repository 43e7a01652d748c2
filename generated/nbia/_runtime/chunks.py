# Copied from generator/runtime/chunks.py. Do not edit here.
"""Merges the small chunks of a chunked HTTP/1.1 body into large ones, without reading or writing anything itself.

The archive sends its bodies in chunks of 8 kB, and an HTTP parser written in Python pays for every chunk. `ChunkMerger`
stands between the socket and the parser: all of the body that arrives at once becomes one chunk. The parser still
judges everything. What is not plainly understood here is passed on untouched, so that malformed framing stays malformed
and a body that is cut off stays cut off.
"""

from __future__ import annotations

import enum
import re
from typing import Final

_SIZE: Final = rb"([0-9A-Fa-f]{1,16})\r\n"
_FIRST_SIZE_LINE: Final = re.compile(_SIZE)
_NEXT_SIZE_LINE: Final = re.compile(rb"\r\n" + _SIZE)
"""The end of a chunk and the size of the next one."""

_FIRST_UNFINISHED: Final = re.compile(rb"[0-9A-Fa-f]{0,16}\r?")
_NEXT_UNFINISHED: Final = re.compile(rb"\r(\n[0-9A-Fa-f]{0,16}\r?)?")
"""The same, if it can still become one with the bytes that follow."""

_END_OF_HEAD: Final = re.compile(rb"\n\r?\n")
_HEAD: Final = re.compile(
    rb"HTTP/1\.1 ([2-9][0-9][0-9])(?: [^\r\n]*)?\r\n"
    rb"((?:[-!#$%&'*+.^_`|~0-9A-Za-z]+:[^\r\n]*\r\n)*)\r\n"
)
_LONGEST_HEAD: Final = 64 * 1024
_STATUSES_WITHOUT_BODY: Final = (204, 304)


class _Part(enum.Enum):
    """The part of the conversation that comes next."""

    NOTHING = enum.auto()
    """No answer is awaited: no request was sent, or its answer is complete."""
    HEAD = enum.auto()
    """The head of an answer."""
    COUNTED_BODY = enum.auto()
    """A body whose length the head gives."""
    CHUNKS = enum.auto()
    """A chunked body."""
    LAST_LINE = enum.auto()
    """The empty line that ends a chunked body."""
    UNKNOWN = enum.auto()
    """Anything: it is passed on untouched until the connection ends."""


class ChunkMerger:
    """Rewrites what one HTTP/1.1 connection receives, so that a chunked body has few large chunks.

    Nothing that a parser can use is held back: of a chunk that has arrived in part, that part is passed on as a chunk
    of its own. Only an unfinished size line of at most 20 bytes is kept for the next call.

    The line end after a chunk is passed on when the server has sent what follows it, so a parser never takes a body for
    complete that is not. Only answers to GET are followed; after any other request everything is passed on untouched.
    """

    def __init__(self) -> None:
        self._part = _Part.NOTHING
        self._head = bytearray()
        self._held = b""
        self._left = 0
        self._is_first_chunk = True
        self._is_line_end_due = False

    @property
    def is_in_body(self) -> bool:
        """Whether the bytes that come next belong to a body that is followed, so that it pays to read many at once."""
        return self._part in (_Part.CHUNKS, _Part.COUNTED_BODY)

    def sent(self, data: bytes) -> None:
        """Take note of what was sent to the server; the head of a request must come in one piece."""
        if not data:
            return
        is_next_request = self._part is _Part.NOTHING and data.startswith(b"GET ")
        self._part = _Part.HEAD if is_next_request else _Part.UNKNOWN
        self._head.clear()

    def received(self, data: bytes) -> bytes:
        """Return what the parser is to see in the place of `data`, the next bytes from the server.

        Args:
            data: any number of bytes as they arrived; none at all means that the server has closed the connection.

        Returns:
            The bytes to parse. None at all means that more must arrive first, or, if `data` was empty, that the
            connection ends here.
        """
        if not data:
            self._part = _Part.UNKNOWN
        if self._held:
            data = self._held + data
            self._held = b""
        match self._part:
            case _Part.CHUNKS:
                return self._merge(data, 0)
            case _Part.HEAD:
                return self._follow_head(data)
            case _Part.COUNTED_BODY:
                self._count(len(data))
            case _Part.LAST_LINE:
                return self._follow_last_line(data, 0)
            case _Part.NOTHING:
                self._part = _Part.UNKNOWN
        return data

    def _follow_head(self, data: bytes) -> bytes:
        """Pass on the bytes of a head, and find out which body follows it."""
        known = len(self._head)
        self._head += data
        end = _END_OF_HEAD.search(self._head, max(0, known - 2))
        if end is None:
            if len(self._head) > _LONGEST_HEAD:
                self._part = _Part.UNKNOWN
            return data
        self._part = self._body_after(self._head[: end.end()])
        self._head.clear()
        start = end.end() - known
        if self._part is _Part.CHUNKS:
            self._is_first_chunk, self._is_line_end_due = True, False
            return data[:start] + self._merge(data, start)
        if start < len(data):
            self._count(len(data) - start)
        return data

    def _body_after(self, head: bytearray) -> _Part:
        """Say what follows a complete head; `_left` is then the length of a body that has one."""
        parsed = _HEAD.fullmatch(head)
        if parsed is None:
            return _Part.UNKNOWN
        self._left = 0
        if int(parsed[1]) in _STATUSES_WITHOUT_BODY:
            return _Part.NOTHING
        fields = [line.partition(b":")[::2] for line in parsed[2].splitlines()]
        encodings = [value.strip(b" \t").lower() for name, value in fields if name.lower() == b"transfer-encoding"]
        if encodings:
            return _Part.CHUNKS if encodings == [b"chunked"] else _Part.UNKNOWN
        lengths = [value.strip(b" \t") for name, value in fields if name.lower() == b"content-length"]
        if len(lengths) != 1 or not lengths[0].isdigit() or len(lengths[0]) > 20:
            return _Part.UNKNOWN
        self._left = int(lengths[0])
        return _Part.COUNTED_BODY if self._left else _Part.NOTHING

    def _count(self, length: int) -> None:
        """Take note of bytes that follow a head; those after the end of the body belong to nothing that is known."""
        if self._part is _Part.COUNTED_BODY and length <= self._left:
            self._left -= length
            self._part = _Part.COUNTED_BODY if self._left else _Part.NOTHING
        else:
            self._part = _Part.UNKNOWN

    def _merge(self, data: bytes, position: int) -> bytes:
        """Return the chunks that begin or go on at a position as one chunk, and what follows them."""
        view = memoryview(data)
        pieces: list[bytes | memoryview] = []
        length = 0
        rest = b""
        while position < len(data):
            if self._left == 0:
                line = (_FIRST_SIZE_LINE if self._is_first_chunk else _NEXT_SIZE_LINE).match(data, position)
                if line is None:
                    rest = self._hold_or_give_up(data, position)
                    break
                self._left = int(line[1], 16)
                if self._left == 0:
                    self._part = _Part.LAST_LINE
                    rest = line[0] + self._follow_last_line(data, line.end())
                    break
                self._is_first_chunk = False
                position = line.end()
            piece = view[position : position + self._left]
            pieces.append(piece)
            length += len(piece)
            position += len(piece)
            self._left -= len(piece)
        if not length:
            return rest
        start = b"\r\n%x\r\n" if self._is_line_end_due else b"%x\r\n"
        self._is_line_end_due = True
        return b"".join([start % length, *pieces, rest])

    def _hold_or_give_up(self, data: bytes, position: int) -> bytes:
        """Keep the rest for the next call if it may yet become a size line; otherwise return it."""
        unfinished = _FIRST_UNFINISHED if self._is_first_chunk else _NEXT_UNFINISHED
        if unfinished.fullmatch(data, position):
            self._held = data[position:]
            return b""
        self._part = _Part.UNKNOWN
        return data[position:]

    def _follow_last_line(self, data: bytes, position: int) -> bytes:
        """Pass on what follows the last chunk: an empty line as a rule, or else trailers that nobody here knows."""
        rest = data[position:]
        if rest == b"\r\n":
            self._part = _Part.NOTHING
        elif rest == b"\r":
            self._held = rest
            return b""
        elif rest:
            self._part = _Part.UNKNOWN
        return rest
