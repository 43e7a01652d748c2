"""Undoes the compression of bodies, and insists on its end: a body that is cut off must not pass for a short one.

The client asks for bodies as they are, but a server or a proxy may compress all the same. HTTP libraries then hand out
whatever can be decompressed, down to nothing at all, without a word about the rest.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from nbia_core.errors import ConnectionFailedError, DecodeError

from .transport import HttpResponse, library_of

FREE_SIZE: Final = 64 * 1024 * 1024
"""Bytes that any compressed body may have when it is decompressed."""
MOST_TIMES: Final = 200
"""How much larger than what was received a body beyond that may be. Rows of series, which repeat most, reach 40."""
_BLOCK: Final = 256 * 1024
"""Bytes that are decompressed at a time, whatever a server makes of how few."""
_GZIP: Final = 16 + zlib.MAX_WBITS
_NAMES: Final[Mapping[str, str]] = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}
_MOST: Final = 3
"""How often a body may be compressed."""


def codings_of(headers: Mapping[str, str]) -> tuple[str, ...]:
    """Return how a body was compressed, in the order in which it was done; nothing for a body as it is."""
    names = [name.strip().lower() for name in headers.get("content-encoding", "").split(",")]
    return tuple(name for name in names if name not in ("", "identity"))


def body_chunks(response: HttpResponse) -> Iterator[bytes]:
    """Hand out the body of a synchronous response as it arrives, without compression.

    Raises:
        ConnectionFailedError: it was compressed, and is damaged or cut off.
        DecodeError: it was compressed in a way that is not known.
    """
    codings = codings_of(response.headers)
    return _decompressed(response, codings) if codings else response.iter_bytes()


def _decompressed(response: HttpResponse, codings: tuple[str, ...]) -> Iterator[bytes]:
    decoder = BodyDecoder(codings)
    for raw in raw_body(response) or response.iter_raw():
        yield from decoder.feed(raw)
    decoder.finish()


class BodyDecoder:
    """Decompresses one body while it arrives."""

    def __init__(self, codings: tuple[str, ...]) -> None:
        """Begin.

        Raises:
            DecodeError: the body was compressed in a way that is not known here, or too often.
        """
        if unknown := [name for name in codings if name not in _NAMES]:
            raise _undecodable(f"in a way that was not asked for and is not known ({unknown[0]})")
        if len(codings) > _MOST:
            raise _undecodable(f"{len(codings)} times")
        self._received = 0
        self._layers = [_Layer(_NAMES[name], self._check_size) for name in reversed(codings)]

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Hand out what the next bytes of the body hold.

        Raises:
            ConnectionFailedError: they are damaged, or something follows the end.
            DecodeError: the body becomes too large for what was received.
        """
        self._received += len(data)
        pieces: Iterable[bytes] = (data,)
        for layer in self._layers:
            pieces = layer.feed(pieces)
        yield from pieces

    def _check_size(self, size: int) -> None:
        if size > max(FREE_SIZE, self._received * MOST_TIMES):
            raise DecodeError(
                f"The answer is refused: {self._received:,} bytes that were received became more than {size:,} when they "
                f"were decompressed; the limit is {MOST_TIMES} times as many, or {FREE_SIZE:,} bytes.",
                hint="check the base URL and the proxy: the service does not compress its answers",
            )

    def finish(self) -> None:
        """Note that the body has ended.

        Raises:
            ConnectionFailedError: it has ended too early.
        """
        for layer in self._layers:
            layer.finish()


class _Layer:
    """One compression."""

    def __init__(self, name: str, check_size: Callable[[int], None]) -> None:
        self._check_size = check_size
        self._size = 0
        self._name = name
        self._start = b""
        self._inflater = zlib.decompressobj(_GZIP) if name == "gzip" else None

    def feed(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            data = piece
            if self._inflater is None:
                data = self._start = self._start + piece
                if len(data) < 2:
                    continue
                self._inflater = zlib.decompressobj(zlib.MAX_WBITS if _has_zlib_header(data) else -zlib.MAX_WBITS)
            yield from self._inflate(self._inflater, data)

    def _inflate(self, inflater: Any, data: bytes) -> Iterator[bytes]:
        block = b""
        while (data or len(block) == _BLOCK) and not inflater.eof:  # a full block may not be all that is due
            try:
                block = inflater.decompress(data, _BLOCK)
            except zlib.error as error:
                raise _damaged(self._name, f"it is damaged ({error})") from error
            if block:
                self._size += len(block)
                self._check_size(self._size)
                yield block
            data = inflater.unconsumed_tail
        if data or inflater.unused_data:
            raise _damaged(self._name, "something follows its end")

    def finish(self) -> None:
        if self._inflater is None or not self._inflater.eof:
            raise _damaged(self._name, "it ended too early")


def _has_zlib_header(start: bytes) -> bool:
    """Whether deflated data have the header that the standard asks for; some servers leave it out."""
    return start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0


def raw_body(response: Any) -> Iterator[bytes] | None:
    """Return the body as it came of a response that was read before; None for one that is still to be read.

    Args:
        response: a response of httpx or httpx2, synchronous or not.

    Raises:
        DecodeError: the body as it came is no longer there.
    """
    if not response.is_stream_consumed:
        return None
    stream = getattr(response.stream, "_stream", response.stream)
    if not isinstance(stream, library_of(response).ByteStream):  # which never came over a network, and stays
        raise _undecodable("and the HTTP client has read it before: nothing tells whether it is complete")
    whole: Iterator[bytes] = iter(stream)
    return whole


def _undecodable(how: str) -> DecodeError:
    return DecodeError(
        f"The answer was compressed {how}.",
        hint="check the base URL and the proxy: the client asks for answers that are not compressed",
    )


def _damaged(name: str, what: str) -> ConnectionFailedError:
    failure = ConnectionFailedError(
        f"The answer is not complete: it was compressed ({name}), and {what}.",
        hint="try again; a proxy that compresses answers may be what damages them",
    )
    failure.may_retry_now = True
    return failure
