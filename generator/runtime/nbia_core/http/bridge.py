"""Lets threads use the asynchronous HTTP client that somebody gave, in the event loop where it lives."""

from __future__ import annotations

import concurrent.futures
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from .transport import AsyncHttpClient, AsyncHttpResponse

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

R = TypeVar("R")

_BLOCK: Final = 120 * 1024
"""Bytes that are fetched from the event loop at a time: each fetch costs a switch of threads."""


class BridgedClient:
    """A synchronous face of an asynchronous client."""

    def __init__(self, http: AsyncHttpClient, portal: BlockingPortal) -> None:
        self.bridged: Final = http
        """The client itself."""
        self._portal = portal
        self._waiting: set[concurrent.futures.Future[Any]] = set()

    def wait_for(self, work: Callable[[], Awaitable[R]]) -> R:
        """Run something in the event loop and wait for its result."""
        future = self._portal.start_task_soon(work)
        self._waiting.add(future)
        try:
            return future.result()
        finally:
            self._waiting.discard(future)

    def abort(self) -> None:
        """Cancel whatever a thread waits for."""
        for future in list(self._waiting):
            future.cancel()

    def build_request(self, method: str, url: str, **options: Any) -> Any:
        """Make a request."""
        return self.bridged.build_request(method, url, **options)

    def send(self, request: Any, **options: Any) -> Any:
        """Send it."""

        async def work() -> AsyncHttpResponse:
            response: AsyncHttpResponse = await self.bridged.send(request, **options)
            return response

        return _BridgedResponse(self, self.wait_for(work))

    def close(self) -> None:
        """Leave the client open: it is not ours."""


class _BridgedResponse:
    """A synchronous face of an asynchronous response."""

    def __init__(self, client: BridgedClient, response: AsyncHttpResponse) -> None:
        self._client = client
        self.bridged: Final = response
        self.status_code = response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self.bridged.headers

    @property
    def extensions(self) -> Mapping[str, Any]:
        return self.bridged.extensions

    @property
    def is_stream_consumed(self) -> bool:
        return bool(getattr(self.bridged, "is_stream_consumed", False))

    @property
    def stream(self) -> object:
        return getattr(self.bridged, "stream", None)

    def iter_bytes(self) -> Iterator[bytes]:
        return self._blocks(self.bridged.aiter_bytes())

    def iter_raw(self) -> Iterator[bytes]:
        return self._blocks(self.bridged.aiter_raw())

    def _blocks(self, chunks: AsyncIterator[bytes]) -> Iterator[bytes]:
        while block := self._client.wait_for(lambda: _next_block(chunks)):
            yield block

    def close(self) -> None:
        self._client.wait_for(self.bridged.aclose)


async def _next_block(chunks: AsyncIterator[bytes]) -> bytes:
    """Collect a block; it is empty at the end of the body."""
    block = bytearray()
    async for chunk in chunks:
        block += chunk
        if len(block) >= _BLOCK:
            break
    return bytes(block)
