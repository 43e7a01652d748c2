"""A server on loopback that sends more than it was asked for: each of its answers is followed by bytes of no request."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Final

from tests.connections import ConnectionServer
from tests.raw_server import END, OK, chunk

QUERY: Final = re.compile(rb"Collection=([^ &]*)")


def counted(body: bytes) -> bytes:
    """Return an answer that gives the length of its body."""
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def chunked(body: bytes) -> bytes:
    """Return an answer whose body is in two chunks."""
    return OK + chunk(body[:5]) + chunk(body[5:]) + END


def filled(body: bytes) -> bytes:
    """Return an answer that fills what httpcore reads at once: what follows it waits wherever unread bytes wait."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
    return counted(body.ljust(65536 - len(head % 65536)))


def empty(body: bytes) -> bytes:
    """Return an answer that has no body: there are no rows."""
    return b"HTTP/1.1 204 No Content\r\n\r\n"


def rows(collection: str) -> bytes:
    """Return one row that names a collection as its modality."""
    return json.dumps([{"Modality": collection}]).encode()


SURPLUS: Final = counted(rows("SURPLUS"))
"""An answer that nobody asked for."""


class SurplusServer(ConnectionServer):
    """Answers getModalityValues with the collection that was asked for, and sends a surplus after each answer.

    It is a proxy as well, for HTTP and (by CONNECT) for HTTPS.
    """

    def __init__(
        self,
        answer: Callable[[bytes], bytes],
        *,
        surplus: bytes = SURPLUS,
        is_later: bool = False,
        first: int = 0,
        context: ssl.SSLContext | None = None,
        is_proxy: bool = False,
    ) -> None:
        """Make a server.

        Args:
            answer: makes an answer of a body.
            surplus: what follows each answer; none at all is the end of the connection.
            is_later: send the surplus apart from the answer, when `send_surplus` is called.
            first: the answer of each connection, counted from 0, that is the first to be followed by the surplus.
            context: encrypts the connections.
            is_proxy: speak with clients in plain text until they say CONNECT.
        """
        super().__init__()
        self._answer = answer
        self._surplus = surplus
        self._is_later = is_later
        self._first = first
        self._context = context
        self._is_proxy = is_proxy
        self._go_on, self._sent = threading.Semaphore(0), threading.Semaphore(0)

    @property
    def url(self) -> str:
        """Where it listens."""
        scheme = "https" if self._context is not None and not self._is_proxy else "http"
        return f"{scheme}://localhost:{self.port}"

    def send_surplus(self) -> None:
        """Let the surplus of the last answer be sent if it was not, and return when that has happened.

        Also what was given away together with an answer is sent piece by piece where it is encrypted.
        """
        if self._is_later:
            self._go_on.release()
        self._sent.acquire()

    def _serve(self, connection: socket.socket) -> None:
        if self._is_proxy and self._context is not None:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if self._context is not None:
            connection = self._context.wrap_socket(connection, server_side=True)
            self._connections.append(connection)
        number = -1
        while request := connection.recv(65536):
            number += 1
            asked = QUERY.search(request)
            answer = self._answer(rows(asked[1].decode() if asked else "nothing"))
            surplus = self._surplus if number >= self._first else b""
            if not self._is_later:
                connection.sendall(answer + surplus)
                self._sent.release()
                continue
            connection.sendall(answer)
            self._go_on.acquire()
            if number >= self._first:
                self._send_later(connection, surplus)
            self._sent.release()

    def _send_later(self, connection: socket.socket, surplus: bytes) -> None:
        with contextlib.suppress(OSError):
            if surplus:
                connection.sendall(surplus)
            else:
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
