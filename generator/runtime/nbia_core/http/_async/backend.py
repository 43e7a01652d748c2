"""What waiting means when other tasks go on meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from nbia_core.http.transport import AsyncHttpClient, AsyncHttpResponse, Timeouts, new_async_client

R = TypeVar("R")

HttpClient = AsyncHttpClient
HttpResponse = AsyncHttpResponse


CLOSING = "aclose"
"""The method of an HTTP client that lets go of its connections."""


def new_http_client(timeouts: Timeouts) -> HttpClient:
    """Make a client with connections of its own."""
    return new_async_client(timeouts)


def body_chunks(response: HttpResponse) -> AsyncIterator[bytes]:
    """Hand out the body as it arrives."""
    return response.aiter_bytes()


async def close_response(response: HttpResponse) -> None:
    """Let go of the connection."""
    await response.aclose()


async def close_http_client(http: HttpClient) -> None:
    """Let go of all connections."""
    await http.aclose()


async def sleep(seconds: float) -> None:
    """Wait."""
    import anyio

    await anyio.sleep(seconds)


async def run_blocking(work: Callable[[], R]) -> R:
    """Do work that blocks, such as writing to disk, without holding up the other tasks."""
    import anyio.to_thread

    return await anyio.to_thread.run_sync(work)
