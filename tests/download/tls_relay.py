"""A relay that speaks TLS before a server that does not, and does it wrong on the first connections."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import urllib.parse
from collections.abc import Callable
from typing import Final

from tests.connections import ConnectionServer

Handshake = Callable[[socket.socket], None]
"""What is done with a connection in place of the handshake."""

_RESET: Final = struct.pack("ii", 1, 0)


def closed(connection: socket.socket) -> None:
    """Close the connection before anything was said."""


def cut_after_greeting(connection: socket.socket) -> None:
    """Read the first words of the client, and close."""
    connection.recv(65536)


def reset_after_greeting(connection: socket.socket) -> None:
    """Read the first words of the client, and reset the connection."""
    connection.recv(65536)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


def half_a_greeting(connection: socket.socket) -> None:
    """Begin to answer, and close."""
    connection.recv(65536)
    connection.sendall(b"\x16\x03\x03\x00\x7a\x02\x00")


def without_encryption(connection: socket.socket) -> None:
    """Answer as a server without TLS does."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


class TlsRelay(ConnectionServer):
    """Passes on what arrives, encrypted on the side of the client."""

    def __init__(
        self,
        target: str,
        context: ssl.SSLContext,
        *,
        handshake: Handshake | None = None,
        faults: int = 0,
        most: int | None = None,
    ) -> None:
        """Begin.

        Args:
            target: the base URL of the server behind it.
            context: its certificate.
            handshake: what it does in place of a handshake on the first connections.
            faults: how many connections go wrong; of those with an answer of more than `most` bytes, how many.
            most: bytes of an answer after which the connection ends without the farewell of TLS.
        """
        super().__init__()
        parts = urllib.parse.urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 80)
        self._path = parts.path
        self._context = context
        self._handshake = handshake
        self._faults = faults
        self._most = most
        self._lock = threading.Lock()

    @property
    def base_url(self) -> str:
        """Where the server is, by way of the relay."""
        return f"https://localhost:{self.port}{self._path}"

    def _goes_wrong(self) -> bool:
        with self._lock:
            self._faults -= 1
            return self._faults >= 0

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            if self._handshake is not None and self._goes_wrong():
                self._handshake(connection)
                return
            with self._context.wrap_socket(connection, server_side=True) as client:
                while request := client.recv(65536):
                    self._relay(request, client)

    def _relay(self, request: bytes, client: ssl.SSLSocket) -> None:
        passed = 0
        with socket.create_connection(self._target) as server:
            server.sendall(request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            while data := server.recv(4096):
                client.sendall(data)
                passed += len(data)
                if self._most is not None and passed > self._most and self._goes_wrong():
                    socket.socket.shutdown(client, socket.SHUT_RDWR)  # its own method would say farewell
                    raise ConnectionAbortedError
        raise ConnectionAbortedError
