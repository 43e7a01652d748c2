"""What servers on loopback share that serve each connection in a thread of its own."""

from __future__ import annotations

import abc
import contextlib
import socket
import threading
from typing import Self


class ConnectionServer(abc.ABC):
    """Accepts connections between the beginning and the end of a `with` block."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._stop = threading.Event()
        self._connections: list[socket.socket] = []
        self.connection_count = 0
        """Connections that were made."""

    @property
    def port(self) -> int:
        """The port on which it listens."""
        port: int = self._listener.getsockname()[1]
        return port

    def __enter__(self) -> Self:
        self._accepting.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        socket.create_connection(self._listener.getsockname()).close()  # wakes the thread that accepts
        self._accepting.join()
        self._listener.close()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            connection.close()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            self._connections.append(connection)
            if self._stop.is_set():
                break
            self.connection_count += 1
            threading.Thread(target=self._run, args=[connection], daemon=True).start()

    def _run(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._serve(connection)

    @abc.abstractmethod
    def _serve(self, connection: socket.socket) -> None:
        """Serve a connection to its end; an OSError ends it, too."""
