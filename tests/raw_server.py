"""A server on loopback that sends exactly the bytes it is told to, however wrong they are."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.connections import ConnectionServer

OK: Final = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
"""The head of an answer with a chunked body."""
END: Final = b"0\r\n\r\n"
"""The end of a chunked body."""

Answer = Sequence[bytes]
"""The pieces in which an answer is sent."""


def chunk(data: bytes) -> bytes:
    """Return one chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def bytewise(data: bytes) -> list[bytes]:
    """Return each byte as a piece of its own."""
    return [bytes([byte]) for byte in data]


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    """Hold a port of 127.0.0.1 on which nobody listens, and which no other process can get meanwhile."""
    with socket.socket() as handle:
        handle.bind(("127.0.0.1", 0))
        yield handle.getsockname()[1]


class RawServer(ConnectionServer):
    """Answers the requests of each connection one after the other.

    When there are no more answers the connection is closed, or left open without a word if `is_silent` is set.
    """

    def __init__(
        self, answers: Iterable[Answer] = (), *, is_silent: bool = False, context: ssl.SSLContext | None = None
    ) -> None:
        super().__init__()
        self._answers = [list(answer) for answer in answers]
        self._is_silent = is_silent
        self._context = context
        self.requests: list[bytes] = []
        """The heads of all requests."""
        self.answered = threading.Semaphore(0)
        """Released when what there is to send after a request has been sent."""
        self.left = threading.Event()
        """Set when a client has closed a connection."""

    @property
    def url(self) -> str:
        """Where it listens."""
        scheme = "http" if self._context is None else "https"
        return f"{scheme}://localhost:{self.port}/"

    def _serve(self, connection: socket.socket) -> None:
        if self._context is not None:
            connection = self._context.wrap_socket(connection, server_side=True)
            self._connections.append(connection)
        answers = iter(self._answers)
        for request in _requests(connection):
            self.requests.append(request)
            answer = next(answers, None)
            for piece in answer or []:
                connection.sendall(piece)
            self.answered.release()
            if answer is not None and answer is self._answers[-1] and not self._is_silent:
                break
        else:
            self.left.set()
        if not self._is_silent:
            connection.close()


def _requests(connection: socket.socket) -> Iterator[bytes]:
    """Hand out the heads of requests, or what else arrives until the client closes."""
    received = b""
    while data := connection.recv(65536):
        received += data
        if b"\r\n\r\n" in received or not received.startswith(b"GET"):
            yield received
            received = b""


def make_certificate(folder: Path, host: str = "localhost") -> tuple[Path, ssl.SSLContext]:
    """Make `certificate.pem` and `key.pem` for a host, as a rule this machine, with openssl.

    Returns:
        The certificate, and the context of a server that has it.
    """
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subject = ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return certificate, context
