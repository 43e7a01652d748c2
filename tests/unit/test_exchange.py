"""What is sent past the HTTP library is what it would send, and what answers is understood as it understands it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import vcr  # type: ignore[import-untyped]

from nbia_core.http.fast.exchange import PlainResponse
from nbia_core.http.servers import request_headers
from nbia_core.http.transport import HttpClient, Timeouts, close_plain, get_plainly, new_client
from tests.raw_server import END, OK, RawServer, chunk

COUNTED = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
SECONDS = Timeouts.of(10)


@pytest.fixture
def client(library: ModuleType) -> Iterator[HttpClient]:
    client = new_client(SECONDS)
    yield client
    close_plain(client)
    client.close()


def ask(client: HttpClient, url: str, *, is_service: bool = True) -> Any:
    """Send a plain request, read and close what answers, and return it with its body; None if it was not sent."""
    response = get_plainly(client, url, request_headers(), SECONDS, is_service=is_service)
    if response is None:
        return None
    with contextlib.closing(response):
        return response, b"".join(response.iter_bytes())


def ask_library(client: Any, url: str) -> Any:
    """Do the same with the client itself."""
    response = client.get(url, headers=request_headers(), follow_redirects=False)
    return response, response.content


@pytest.mark.parametrize(
    "path",
    [
        "",
        "getSeries?Collection=RIDER%20Pilot&Modality=CT&format=json",
        "getSeries?StudyInstanceUID=1.2.3&a=b/c&d=~_-.+%2B",
        "bucket/0a1b-2c/3d.dcm",
        "bucket?list-type=2&prefix=0a1b/&continuation-token=1%2FA%3D%3D",
        "a//b/",
    ],
)
def test_a_request_is_the_one_that_the_library_sends(client: HttpClient, path: str) -> None:
    with RawServer([[COUNTED], [COUNTED]]) as server:
        ask(client, server.url + path)
        ask_library(client, server.url + path)

    assert server.requests[0] == server.requests[1]


def test_what_is_sent_elsewhere_has_no_headers_of_the_client(client: Any) -> None:
    client.headers["X-Key"] = "secret"
    with RawServer([[COUNTED], [COUNTED]]) as server:
        ask(client, server.url, is_service=False)
        ask(client, server.url)

    assert [b"secret" in request for request in server.requests] == [False, True]


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:1/a/../b",
        "http://localhost:1/.hidden",
        "http://localhost:1/a b",
        "http://localhost:1/ä",
        "http://localhost:1/a?b='c'",
        "http://localhost:1/a%2f",
        "http://localhost:1/a#b",
        "http://localhost:1?a=b",
        "http://LOCALHOST:1/a",
        "http://me:secret@localhost:1/a",
        "http://[::1]:1/a",
        "ftp://localhost:1/a",
        "http://localhost:1/a?b\r\nc",
    ],
)
def test_a_url_that_is_not_sent_as_it_is_written_is_left_to_the_library(client: HttpClient, url: str) -> None:
    assert ask(client, url) is None


def test_plain_answers_come_over_one_connection_past_the_library(client: HttpClient) -> None:
    with RawServer([[COUNTED], [OK + chunk(b"hello") + END], [OK + END], [COUNTED]]) as server:
        answers = [ask(client, server.url) for _ in range(4)]

    assert [type(response) for response, _ in answers] == [PlainResponse] * 4
    assert [body for _, body in answers] == [b"hello", b"hello", b"", b"hello"]
    assert server.connection_count == 1


def test_an_answer_that_is_not_plain_leaves_the_connection_to_the_next_request(client: HttpClient) -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"
    with RawServer([[COUNTED.replace(b"200 OK", b"404 No")], [moved], [COUNTED]]) as server:
        answers = [ask(client, server.url) for _ in range(3)]

    assert [(response.status_code, body) for response, body in answers] == [
        (404, b"hello"),
        (302, b""),
        (200, b"hello"),
    ]
    assert server.connection_count == 1


@pytest.mark.parametrize(
    "first", [COUNTED + b"more", COUNTED.replace(b"OK\r\n", b"OK\r\nConnection: close\r\n")], ids=["more", "close"]
)
def test_a_connection_that_is_not_fit_is_not_used_again(client: HttpClient, first: bytes) -> None:
    with RawServer([[first], [COUNTED]]) as server:
        answers = [ask(client, server.url) for _ in range(2)]

    assert [body for _, body in answers] == [b"hello"] * 2
    assert server.connection_count == 2


def test_a_body_that_was_not_read_to_its_end_takes_its_connection_with_it(client: HttpClient) -> None:
    with RawServer([[COUNTED], [COUNTED]]) as server:
        left = get_plainly(client, server.url, {}, SECONDS, is_service=True)
        assert left is not None
        left.close()
        ask(client, server.url)

    assert server.connection_count == 2


@pytest.mark.parametrize(
    "lines",
    [
        b"A: b\r\nA: c\r\nContent-Length: 5",
        b"A:\t b \r\nCONTENT-length:5",
        b"A: \xe4\r\nContent-Length: 5",
        b"A: b\r\n c\r\nContent-Length: 5",
        b"Content-Length: 5\r\nContent-Length: 5",
        b"Content-Length: +5",
        b"Content-Length: 5, 6",
        b"A: \x01\r\nContent-Length: 5",
        b"A b: c\r\nContent-Length: 5",
        b"Content-Encoding: gzip\r\nContent-Length: 5",
        b"Location: http://[nowhere\r\nContent-Length: 5",
        b"Connection: close",
    ],
)
@pytest.mark.parametrize("status", [b"200 OK", b"404 Not Found", b"302 Found"])
def test_a_head_is_read_as_the_library_reads_it(client: HttpClient, status: bytes, lines: bytes) -> None:
    def outcome(send: Any) -> tuple[object, ...]:
        with RawServer([[b"HTTP/1.1 " + status + b"\r\n" + lines + b"\r\n\r\nhello"]]) as server:
            try:
                response, body = send(client, server.url)
            except Exception as error:
                return type(error), str(error)
            return response.status_code, list(response.headers.items()), body

    assert outcome(ask) == outcome(ask_library)


def test_a_cookie_of_the_service_goes_back_to_it_and_to_nobody_else(client: HttpClient) -> None:
    with RawServer([[COUNTED.replace(b"OK\r\n", b"OK\r\nSet-Cookie: a=b\r\n")], [COUNTED]]) as server:
        ask(client, server.url)
        from_service = ask(client, server.url)
        ask(client, server.url, is_service=False)
        ask_library(client, server.url)

    assert from_service is None  # the library sends it, with the cookie
    assert [b"a=b" in request for request in server.requests] == [False, False, True]


def test_vcrpy_sees_all_requests(client: HttpClient) -> None:
    with vcr.VCR(record_mode="none").use_cassette("none.yaml"):
        assert ask(client, "http://localhost:1/") is None


def test_nothing_goes_past_the_library_where_that_is_turned_off(
    library: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBIA_FAST_HTTP", "0")
    client = new_client(SECONDS)

    assert ask(client, "http://localhost:1/") is None
    client.close()


def test_connections_that_wait_end_with_the_client(client: HttpClient) -> None:
    with RawServer([[COUNTED], [COUNTED]]) as server:
        ask(client, server.url)
        close_plain(client)

        assert server.left.wait(10)
