"""Cuts a JSON array of objects into blocks of whole rows while its bytes arrive."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from nbia_core.errors import DecodeError

from .json_rows import UNREAD_ROWS

BLOCK: Final = 64 * 1024
"""Bytes of rows that are cut off at a time; their records fit into the cache of a processor."""
_LONGEST_ROW: Final = 64 * 1024 * 1024
_SEPARATOR: Final = b"},{"
# A whole string, a quote that opens a string whose end has not arrived, or a bracket outside of strings.
_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|"|[{}\[\]]', re.DOTALL)


class RowCutter:
    """Takes the chunks of a JSON array and gives back blocks, each a JSON array of whole rows.

    The server writes "},{" between rows, so a block ends at the last such place. If that place turns out to be
    inside a string or inside a row, what comes before it is no valid JSON; then the brackets are followed one by one.
    """

    def __init__(self, block: int = BLOCK) -> None:
        """Begin to cut blocks of so many bytes at least."""
        self._buffer = bytearray()
        self._started = False
        self._is_cut = False
        self._block = self._enough = block

    def feed(self, chunk: bytes) -> bytes | None:
        """Add a chunk. Return a block when enough has come together, else None.

        Raises:
            DecodeError: this is no array, or one row does not end.
        """
        self._buffer += chunk
        if len(self._buffer) < self._enough or not self._start():
            return None
        block = self._block_at(self._buffer.rfind(_SEPARATOR) + 1) or self._block_at(self._last_row_end())
        if block is None:
            if len(self._buffer) > _LONGEST_ROW:
                raise DecodeError("The answer is not readable as JSON rows: no row ends within 64 MB.")
            self._enough = 2 * len(self._buffer)
            return None
        self._enough = self._block
        return block

    def finish(self) -> bytes | None:
        """Return the rest when the body has ended, or None if there was nothing at all.

        Raises:
            DecodeError: this is no array, or a comma stands before its end.
        """
        if not self._start():
            return None
        if self._is_cut and self._buffer.strip() == b"]":
            raise DecodeError("The answer is not readable as JSON: a row is missing after the last comma.")
        return b"[" + bytes(self._buffer)

    def _start(self) -> bool:
        """Take away the opening bracket, once. False while there is nothing but white space."""
        if not self._started:
            text = bytes(self._buffer).removeprefix(b"\xef\xbb\xbf").lstrip()
            if text and not text.startswith(b"["):
                raise DecodeError("The answer is not a JSON array of rows.")
            self._buffer = bytearray(text[1:])
            self._started = bool(text)
        return self._started

    def _block_at(self, end: int) -> bytes | None:
        """Cut the buffer at `end`, a comma's place, if whole rows stand before it."""
        if end <= 0:
            return None
        with memoryview(self._buffer) as buffer:
            block = b"".join((b"[", buffer[:end], b"]"))
        try:
            UNREAD_ROWS.decode(block)
        except (msgspec.DecodeError, RecursionError):
            return None
        del self._buffer[: end + 1]
        self._is_cut = True
        return block

    def _last_row_end(self) -> int:
        """Return the place of the last comma between rows, found by following the brackets, or 0."""
        depth, end = 0, 0
        for token in _TOKEN.finditer(self._buffer):
            if token[0] == b'"':
                break
            if token[0] in (b"{", b"["):
                depth += 1
            elif token[0] in (b"}", b"]"):
                depth -= 1
                comma = re.compile(rb"\s*,").match(self._buffer, token.end()) if depth == 0 else None
                end = comma.end() - 1 if comma else end
        return end
