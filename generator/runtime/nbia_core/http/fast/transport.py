"""Hands out chunked bodies past the HTTP parser: a transport of httpx (or httpx2) that replaces the body alone."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

from .network import DirectStream

_BLOCK: Final = 1024 * 1024
"""Bytes to read at once: the more, the less often threads wait for each other."""
_BLOCK_OF_ROWS: Final = 64 * 1024
"""The same of an answer whose rows may be decoded while it arrives: as records they take many times as much memory."""


def transport_class(library: ModuleType) -> Any:
    """Return the library's own transport, derived: it reads chunked bodies from a `DirectStream` where there is one.

    Everything else is the base class's work, answers that tools such as vcrpy put in its place included.
    """

    class DirectBody(library.SyncByteStream):  # type: ignore[misc, name-defined]
        def __init__(self, stream: DirectStream, body: Any, max_bytes: int, timeout: float | None) -> None:
            self._stream = stream
            self._body = body
            self._max_bytes = max_bytes
            self._timeout = timeout

        def __iter__(self) -> Iterator[bytes]:
            while block := self._stream.read_body(self._max_bytes, self._timeout):
                yield block
            yield from self._body

        def close(self) -> None:
            self._body.close()

    class DirectTransport(library.HTTPTransport):  # type: ignore[misc, name-defined]
        def handle_request(self, request: Any) -> Any:
            response = super().handle_request(request)
            stream = response.extensions.get("network_stream")
            # What vcrpy records has been read already, and its connection may be about another request by now.
            is_read = isinstance(response.stream, library.ByteStream)
            if isinstance(stream, DirectStream) and not is_read and stream.has_chunked_body:
                max_bytes = _BLOCK_OF_ROWS if "json" in response.headers.get("content-type", "") else _BLOCK
                timeout = request.extensions.get("timeout", {}).get("read")
                response.stream = DirectBody(stream, response.stream, max_bytes, timeout)
            return response

    return DirectTransport
