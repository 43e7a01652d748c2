"""Hands out chunked bodies past the HTTP parser: a transport of httpx (or httpx2) that replaces the body alone."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, Final

from .network import DirectStream

_BLOCK: Final = 1024 * 1024
"""Bytes to read at once: the more, the less often threads wait for each other."""
_BLOCK_OF_ROWS: Final = 64 * 1024
"""The same of an answer whose rows may be decoded while it arrives: as records they take many times as much memory."""


@functools.lru_cache(maxsize=2)
def body_class(library: ModuleType) -> Any:
    """Return the class of bodies that are read past the parser as far as they are chunked, for a library."""

    class DirectBody(library.SyncByteStream):  # type: ignore[misc, name-defined]
        def __init__(self, stream: DirectStream, body: Any, max_bytes: int, timeout: float | None) -> None:
            self._stream = stream
            self._body = body
            self._max_bytes = max_bytes
            self._timeout = timeout

        def __iter__(self) -> Iterator[bytes]:
            while self._stream.has_chunked_body and (block := self._stream.read_body(self._max_bytes, self._timeout)):
                yield block
            yield from self._body

        def close(self) -> None:
            self._body.close()

    return DirectBody


def block_size(headers: Mapping[str, str]) -> int:
    """Return how many bytes of a body to read at once."""
    return _BLOCK_OF_ROWS if "json" in headers.get("content-type", "") else _BLOCK


def transport_class(library: ModuleType) -> Any:
    """Return the library's own transport, derived: it reads chunked bodies from a `DirectStream` where there is one.

    Everything else is the base class's work, answers that tools such as vcrpy put in its place included.
    """

    class DirectTransport(library.HTTPTransport):  # type: ignore[misc, name-defined]
        def handle_request(self, request: Any) -> Any:
            response = super().handle_request(request)
            stream = response.extensions.get("network_stream")
            # What vcrpy records has been read already, and its connection may be about another request by now.
            is_read = isinstance(response.stream, library.ByteStream)
            if isinstance(stream, DirectStream) and not is_read and stream.has_chunked_body:
                timeout = request.extensions.get("timeout", {}).get("read")
                response.stream = body_class(library)(stream, response.stream, block_size(response.headers), timeout)
            return response

    return DirectTransport
