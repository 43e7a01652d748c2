"""A server for the benchmarks, in a process of its own: one table and one archive of any length, chunked."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .body import pieces

_CHUNK = 8192
_MEGABYTE = 1024 * 1024


class Sink(io.RawIOBase):
    """Collects what zipfile writes, so that the archive has data descriptors as the server's has."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, data: object) -> int:
        """Keep the bytes until they are taken."""
        piece = bytes(data)  # type: ignore[call-overload]  # zipfile writes bytes
        self.written += piece
        return len(piece)

    def take(self) -> bytes:
        """Return what was written since it was taken last."""
        taken = bytes(self.written)
        self.written.clear()
        return taken


def _archive(megabytes: int) -> Iterator[bytes]:
    sink = Sink()
    image = bytes(128) + b"DICM" + bytes(range(256)) * (4 * _MEGABYTE // 256)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for number in range(megabytes // 4):
            archive.writestr(f"{number + 1:08d}.dcm", image)
            yield sink.take()
    yield sink.take()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer getSeries?rows or getImage; the length stands in the path before the endpoint."""
        _, amount, endpoint = self.path.split("?")[0].split("/")
        is_table = endpoint == "getSeries"
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if is_table else "application/octet-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._send(pieces(int(amount)) if is_table else _archive(int(amount)))

    def _send(self, parts: Iterable[bytes]) -> None:
        for part in parts:
            for start in range(0, len(part), _CHUNK):
                chunk = part[start : start + _CHUNK]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    print(server.server_port, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
