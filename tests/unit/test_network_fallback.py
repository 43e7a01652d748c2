"""Where reading past the parser is not sure to work, httpx works as it always does; and vcrpy sees our transport."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
import vcr  # type: ignore[import-untyped]

from nbia_core.http import transport
from nbia_core.http.transport import Timeouts, abort_connections, new_async_client, new_client
from tests.raw_server import END, OK, RawServer, chunk

HELLO = [OK + chunk(b"hello") + END]
CASSETTE = """\
version: 1
interactions:
- request: {method: GET, uri: "http://unreachable.invalid/getImage", headers: {}, body: ""}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: hello}}
"""


class NewerStream(httpcore.NetworkStream):
    """A connection as a later version of httpcore may want it."""

    def peek(self) -> bytes:
        """Do what our connections cannot do."""
        return b""


class NewerAsyncStream(httpcore.AsyncNetworkStream):
    """The same for asynchronous ones."""

    async def peek(self) -> bytes:
        """Do what our connections cannot do."""
        return b""


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send with httpx, and forget the proxies of whoever runs the tests."""
    monkeypatch.setattr(transport, "_default_library", lambda: httpx)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer([HELLO]) as server:
        yield server


def get(client: Any, url: str) -> bytes:
    """Return the body of an answer, and close the client."""
    with client:
        body: bytes = client.get(url).content
        return body


@pytest.mark.parametrize("name", ["http_proxy", "all_proxy"])
def test_a_proxy_of_the_environment_is_used(server: RawServer, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, server.url)

    client = new_client(Timeouts.of(10))

    assert get(client, "http://unreachable.invalid/getImage") == b"hello"
    assert server.requests[0].startswith(b"GET http://unreachable.invalid/getImage HTTP/1.1")
    assert abort_connections(client)  # its connections are ours as well


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (httpcore, "NetworkStream", NewerStream),
        (httpcore, "SyncBackend", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_version_of_the_library_works_as_it_always_does(
    server: RawServer, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, value: Any
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, name, value)
        client = new_client(Timeouts.of(10))

    assert get(client, server.url) == b"hello"
    assert not abort_connections(client)


@pytest.mark.parametrize(("name", "value"), [("AsyncNetworkStream", NewerAsyncStream), ("AsyncNetworkBackend", None)])
def test_so_does_the_asynchronous_one(
    server: RawServer, monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    async def get_async(url: str) -> bytes:
        with monkeypatch.context() as patch:
            patch.setattr(httpcore, name, value)
            client: Any = new_async_client(Timeouts.of(10))
        async with client:
            body: bytes = (await client.get(url)).content
            return body

    assert asyncio.run(get_async(server.url)) == b"hello"


def test_a_transport_that_cannot_be_derived_connects_through_ours(
    server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(httpx, "HTTPTransport", None)
        client = new_client(Timeouts.of(10))

    assert get(client, server.url) == b"hello"
    assert abort_connections(client)


def test_cassettes_play_under_the_transport_that_ships(tmp_path: Path) -> None:
    (tmp_path / "cassette.yaml").write_text(CASSETTE)
    client = new_client(Timeouts.of(10))

    with vcr.VCR(record_mode="none").use_cassette(str(tmp_path / "cassette.yaml")) as cassette:
        body = get(client, "http://unreachable.invalid/getImage")

    assert body == b"hello"
    assert cassette.play_count == 1
    assert abort_connections(client)  # it is one of ours


def test_a_body_that_another_tool_has_put_in_place_is_not_read_from_the_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = httpx.HTTPTransport.handle_request

    def replaced(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        response = sent(self, request)
        response.stream = httpx.ByteStream(b"recorded")
        return response

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", replaced)
    client = new_client(Timeouts.of(10))

    with RawServer([HELLO]) as server:
        assert get(client, server.url) == b"recorded"


def test_cassettes_are_recorded_under_the_transport_that_ships(tmp_path: Path) -> None:
    cassette_path = tmp_path / "cassette.yaml"
    client = new_client(Timeouts.of(10))

    with RawServer([HELLO, HELLO]) as server, vcr.VCR(record_mode="all").use_cassette(str(cassette_path)) as cassette:
        bodies = [client.get(server.url).content for _ in range(2)]  # type: ignore[attr-defined]
    client.close()

    assert bodies == [b"hello", b"hello"]
    assert [response["body"]["string"] for response in cassette.responses] == ["hello", "hello"]
    assert server.connection_count == 1
