"""Takes chunked HTTP/1.1 bodies out of what a connection receives, without reading or writing anything itself.

The archive sends its bodies in chunks of 8 kB, and an HTTP parser written in Python pays for every chunk.
`ChunkedBodies` stands between the socket and the parser: the parser sees the head of an answer and the end of its body,
and what lies between is cut out of large blocks in one pass. The parser still judges everything: where something is not
plainly understood here, it is shown that and all that follows, so malformed framing stays malformed and a body that is
cut off stays cut off.

It knows the end of each answer as well, and whether anything followed it: then nothing that the connection brings later
can be told from what was left over.
"""

from __future__ import annotations

import enum
import re
import time
from collections.abc import Callable
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
_FRAMING_FIELD: Final = re.compile(rb"(?i)\n(transfer-encoding|content-length):[ \t]*([^\r\n]*)")
_LONGEST_HEAD: Final = 64 * 1024
LONGEST_INTERIM: Final = 64 * 1024
"""Bytes of interim answers (1xx) that may come before an answer; the parser itself takes any number of them."""
LONGEST_WAIT: Final = 300.0
"""Seconds from the first byte of a head, or of an interim answer, until the head of the answer must be there: each byte
that comes would begin the time limit for reading anew."""
_INTERIM: Final = re.compile(rb"HTTP/1\.[01] 1")
_FINAL: Final = re.compile(rb"(?:\A|\n)HTTP/1\.[01] [2-9]")
"""How the head of an answer begins; no line of a valid interim answer does."""
_STATUSES_WITHOUT_BODY: Final = (204, 304)
_REQUEST: Final = re.compile(rb"[A-Z]+ [^ \r\n]+ HTTP/1\.1\r\n")


class _Part(enum.Enum):
    """The part of the conversation that comes next."""

    NOTHING = enum.auto()
    """No answer is awaited: no request was sent, or its answer is complete."""
    HEAD = enum.auto()
    """The head of an answer."""
    COUNTED_BODY = enum.auto()
    """A body whose length the head gives."""
    CHUNKS = enum.auto()
    """A chunked body of which the parser has seen nothing."""
    UNKNOWN = enum.auto()
    """Anything: the parser sees it untouched until the connection ends."""


class ChunkedBodies:
    """Follows one HTTP/1.1 connection, and knows where a chunked body can be read past the parser.

    The last byte of a body is always left to the parser, together with the framing that follows it: so the parser
    finds the end of the body itself, or what is wrong with it. Only answers to GET are followed; after any other
    request the parser sees everything untouched.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = 0.0
        """When the first byte of an answer came."""
        self._part = _Part.NOTHING
        self._head = b""
        self._unseen = b""
        """Bytes that have arrived and that neither the parser nor the caller of `take` has seen."""
        self._last = b""
        """The last byte of the body so far, which the parser is to see."""
        self._interim: bytes | None = None
        """What has come of interim answers, as long as nothing else has."""
        self._body_left = 0
        """Bytes to come of a counted body."""
        self._chunk_left = 0
        """Bytes to come of the current chunk."""
        self._is_first_chunk = True
        self._is_shown = False
        """Whether the parser sees the rest of the chunked body."""
        self._size_line = b""
        """The end of a chunk and the size of the next one, if that has the size of the current one."""

    @property
    def is_next(self) -> bool:
        """Whether a chunked body comes next that `take` understands so far."""
        return self._part is _Part.CHUNKS and not self._is_shown

    @property
    def is_between_answers(self) -> bool:
        """Whether all that came is known to belong to answers, and the last one is complete."""
        return self._part is _Part.NOTHING

    @property
    def is_flooded(self) -> bool:
        """Whether more interim answers have come than the server can mean."""
        return self._interim is not None and len(self._interim) > LONGEST_INTERIM

    @property
    def is_late(self) -> bool:
        """Whether an answer has begun that long ago and its head is still not there."""
        is_within_head = bool(self._head) or self._interim is not None
        return is_within_head and self._clock() - self._begun > LONGEST_WAIT

    @property
    def is_counted_body_next(self) -> bool:
        """Whether a body of known length comes next, so that it pays to read many bytes at once."""
        return self._part is _Part.COUNTED_BODY

    def sent(self, data: bytes) -> None:
        """Take note of what was sent to the server; the head of a request must come in one piece."""
        if not data:
            return
        is_next_request = self._part is _Part.NOTHING and data.startswith(b"GET ")
        self._part = _Part.HEAD if is_next_request else _Part.UNKNOWN
        self._head = b""
        self._interim = None

    def received(self, data: bytes) -> bytes:
        """Return what the parser is to see of the next bytes from the server: all but the start of a chunked body.

        Args:
            data: any number of bytes as they arrived; none at all means that the server has closed the connection.
        """
        match self._part:
            case _Part.HEAD if data:
                self._begun = self._begun if self._head else self._clock()
                return self._follow_head(data)
            case _Part.COUNTED_BODY if data:
                self._count(len(data))
            case _Part.CHUNKS if data and self._is_shown:
                self._follow_chunks(data)
            case _:
                self._part = _Part.UNKNOWN
                if self._interim is not None:
                    self._follow_interim(self._interim + data)
        return data

    def take(self, data: bytes) -> bytes:
        """Return the body that is in the next bytes from the server, without the framing. Only when `is_next`.

        Args:
            data: any number of bytes as they arrived, none for what has come with the head. Unless they end a body or
                make it incomprehensible, `is_next` stays true.
        """
        if self._unseen:
            data = self._unseen + data
            self._unseen = b""
        view = memoryview(data)
        pieces: list[bytes | memoryview] = [self._last]
        position = 0
        while position < len(data):
            if self._chunk_left == 0:
                start = self._read_size_line(data, position)
                if start is None:
                    self._unseen = data[position:]
                    break
                position = start
                # As a rule the next chunks have the same size, and what stands between them is known.
                line, size = self._size_line, self._chunk_left
                while data.startswith(line, position + size):
                    pieces.append(view[position : position + size])
                    position += size + len(line)
                continue
            end = position + self._chunk_left
            pieces.append(view[position:end])
            self._chunk_left = max(0, end - len(data))
            position = end
        if pieces[-1]:
            self._last = bytes(pieces[-1][-1:])
            pieces[-1] = pieces[-1][:-1]
        return b"".join(pieces)

    def leave(self) -> None:
        """Leave the rest of the body to the parser, whatever it is."""
        if self._part is _Part.CHUNKS:
            self._part = _Part.UNKNOWN

    def unseen(self) -> bytes:
        """Return, once, the bytes that have arrived and that the parser must see before any others.

        The rest of a chunked body is the parser's then, and only followed.
        """
        if self._is_shown:
            return b""
        length = len(self._last) + self._chunk_left
        start = b"%x\r\n%b" % (length, self._last) if length else b""
        shown = start + self._unseen
        unseen, self._unseen = self._unseen, b""
        self._is_shown = True
        self._follow_chunks(unseen)
        return shown

    def _follow_head(self, data: bytes) -> bytes:
        """Show the bytes of a head, and find out which body follows it."""
        known = len(self._head)
        self._head += data
        end = _END_OF_HEAD.search(self._head, max(0, known - 2))
        if end is None:
            if len(self._head) > _LONGEST_HEAD:
                self._part = _Part.UNKNOWN
            return data
        self._part = self._body_after(self._head[: end.end()])
        if _INTERIM.match(self._head):
            self._follow_interim(self._head)
        self._head = b""
        start = end.end() - known
        if self._part is _Part.CHUNKS:
            self._is_first_chunk, self._is_shown = True, False
            self._unseen = data[start:]
            return data[:start]
        if start < len(data):
            self._count(len(data) - start)
        return data

    def _follow_interim(self, received: bytes) -> None:
        """Keep what has come of interim answers until the answer itself begins."""
        self._interim = None if _FINAL.search(received) else received

    def _body_after(self, head: bytes) -> _Part:
        """Say what follows a complete head; `_body_left` is then the length of a body that has one."""
        parsed = _HEAD.fullmatch(head)
        if parsed is None:
            return _Part.UNKNOWN
        if int(parsed[1]) in _STATUSES_WITHOUT_BODY:
            return _Part.NOTHING
        fields = [(name.lower(), value.rstrip(b" \t")) for name, value in _FRAMING_FIELD.findall(head)]
        encodings = [value.lower() for name, value in fields if name == b"transfer-encoding"]
        if encodings:
            return _Part.CHUNKS if encodings == [b"chunked"] and len(fields) == 1 else _Part.UNKNOWN
        lengths = [value for name, value in fields if name == b"content-length"]
        if len(lengths) != 1 or not lengths[0].isdigit() or len(lengths[0]) > 20:
            return _Part.UNKNOWN
        self._body_left = int(lengths[0])
        return _Part.COUNTED_BODY if self._body_left else _Part.NOTHING

    def _count(self, length: int) -> None:
        """Take note of bytes that follow a head; those after the end of the body belong to nothing that is known."""
        if self._part is _Part.COUNTED_BODY and length <= self._body_left:
            self._body_left -= length
            self._part = _Part.COUNTED_BODY if self._body_left else _Part.NOTHING
        else:
            self._part = _Part.UNKNOWN

    def _follow_chunks(self, data: bytes) -> None:
        """Take note of a part of a chunked body that the parser is shown."""
        if self._part is _Part.CHUNKS:
            self.take(data)
        self._last = b""
        if self._part is not _Part.CHUNKS:
            self._chunk_left, self._unseen = 0, b""

    def _read_size_line(self, data: bytes, position: int) -> int | None:
        """Read the size of the next chunk, and return where the chunk begins.

        Returns:
            None if there is no chunk to take: the line is not complete yet, or it and what follows are the parser's.
        """
        pattern, unfinished = _FIRST_SIZE_LINE, _FIRST_UNFINISHED
        if not self._is_first_chunk:
            pattern, unfinished = _NEXT_SIZE_LINE, _NEXT_UNFINISHED
        line = pattern.match(data, position)
        if line is None:
            if not unfinished.fullmatch(data, position):
                self._part = _Part.UNKNOWN
            return None
        self._chunk_left = int(line[1], 16)
        if self._chunk_left:
            self._is_first_chunk = False
            self._size_line = b"\r\n%b\r\n" % line[1]
            return line.end()
        rest = data[line.end() :]
        if rest == b"\r\n":
            self._part = _Part.NOTHING
        elif rest not in (b"", b"\r"):  # trailers, or bytes that belong to nothing
            self._part = _Part.UNKNOWN
        return None


def begins_request(data: bytes) -> bool:
    """Whether these bytes, which are about to be sent, are the head of a request."""
    return _REQUEST.match(data) is not None
