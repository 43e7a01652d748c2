"""The network side: connections that can be counted, cut and watched for their end."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Callable
from typing import Any

import h11
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

SCOPE_KEY = "reference_server.wire"
"""Where an application finds the `Wire` of a request."""


class Wire(asyncio.Transport):
    """A transport that passes everything on, until it is told to stop."""

    def __init__(self, transport: asyncio.Transport, number: int) -> None:
        """Wrap ``transport``, which belongs to connection ``number``."""
        super().__init__()
        self.number = number
        self.lost = asyncio.Event()
        """Set when the connection is no more."""
        self._transport = transport
        self._left: int | None = None
        self._reset = False

    def cut_after(self, count: int, *, reset: bool) -> None:
        """Let ``count`` more bytes through, then close."""
        self._left, self._reset = count, reset
        if count == 0:
            self._cut()

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than the connection lives."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.lost.wait(), seconds)

    def _cut(self) -> None:
        if self._reset:
            handle: socket.socket = self._transport.get_extra_info("socket")
            handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        else:
            self._transport.close()

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        """Send ``data``, or as much of it as may still go."""
        if self._left is None:
            self._transport.write(data)
        elif self._left > 0:
            self._transport.write(bytes(data)[: self._left])
            self._left = max(0, self._left - len(data))
            if self._left == 0:
                self._cut()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what the wrapped transport says."""
        return self._transport.get_extra_info(name, default)

    def is_closing(self) -> bool:
        """Return whether the connection is closing or closed."""
        return self._transport.is_closing()

    def close(self) -> None:
        """Close the connection when everything is sent."""
        self._transport.close()

    def abort(self) -> None:
        """Close the connection now."""
        self._transport.abort()

    def pause_reading(self) -> None:
        """Stop reading."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Go on reading."""
        self._transport.resume_reading()


class _Connection(h11.Connection):
    """Writes status lines without a reason phrase, as the real server does."""

    def send(self, event: h11.Event) -> bytes | None:  # type: ignore[override]
        if isinstance(event, h11.Response):
            event = h11.Response(status_code=event.status_code, headers=event.headers, reason=b"")
        return super().send(event)


def protocol_class(connected: Callable[[], int]) -> type[H11Protocol]:
    """Return a protocol for uvicorn that numbers each connection with ``connected``."""

    class Protocol(H11Protocol):
        """uvicorn's protocol, with a `Wire` between it and the network."""

        def __init__(
            self,
            config: Config,
            server_state: ServerState,
            app_state: dict[str, Any],
            _loop: asyncio.AbstractEventLoop | None = None,
        ) -> None:
            super().__init__(config, server_state, app_state, _loop)
            self.conn = _Connection(h11.SERVER)

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            self.wire = wire = Wire(transport, connected())
            application = self.app

            async def with_wire(scope: Scope, receive: Receive, send: Send) -> None:
                await application({**scope, SCOPE_KEY: wire}, receive, send)

            self.app = with_wire
            super().connection_made(wire)

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            self.wire.lost.set()

    return Protocol
