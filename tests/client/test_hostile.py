"""Servers and proxies that mean harm, or are in the way: errors that say so, and that do nothing to who reads them."""

from __future__ import annotations

import asyncio
import gzip
import sys
import traceback
from pathlib import Path

import httpx
import pytest

from nbia import (
    AsyncClient,
    Client,
    ConnectionFailedError,
    DecodeError,
    MovedError,
    NbiaError,
    NeedsLoginError,
    NotTheApiError,
    RetryPolicy,
)
from nbia.__main__ import main
from nbia_core.http import transport
from tests.cli.command_line import Terminal, nbia
from tests.raw_server import RawServer

ONCE = RetryPolicy(attempts=1)
TITLE = "\x1b]0;title\x07"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the proxies of the machine that runs the tests."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def answer(status: str, *headers: str, body: bytes = b"") -> list[bytes]:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return ["\r\n".join(lines).encode("latin-1"), body]


def asked(server: RawServer) -> Client:
    return Client(base_url=f"{server.url}v1", retries=ONCE)


def unseen(text: str) -> set[str]:
    return {character for character in text if not character.isprintable() and character != "\n"}


def test_an_error_shows_nothing_that_steers_a_terminal() -> None:
    hostile = f"a{TITLE}\x9b2J\u202eb\ud800"

    error = NbiaError(hostile, url=hostile, status=200, sentence=hostile, hint=hostile)

    assert unseen(str(error)) == set()
    assert str(error).encode().count(b"\\x1b]0;title\\x07") == 4


def test_a_server_that_sends_line_breaks_adds_no_line_to_an_error() -> None:
    error = NbiaError("It failed.", url="http://host/\n  try: rm", sentence="x\n  try: rm")

    assert str(error).splitlines() == [
        "It failed.",
        "  asked: http://host/\\n  try: rm",
        "  came back: x\\n  try: rm",
    ]


def test_an_error_has_no_secret_of_a_url_in_any_part() -> None:
    url = "http://user:secret@host/v1"

    error = NbiaError(f"{url} failed.", url=url, sentence=f"Location: {url}", hint="ask")

    assert "secret" not in f"{error} {error!r} {vars(error)}"
    assert error.url == "http://***@host/v1"


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "http:\\\\example.org", "/\x9b2J", "http://a..b/", "//[::1"]
)
def test_a_redirect_to_nowhere_is_told_as_such(location: str) -> None:
    with (
        RawServer([answer("302 Found", f"Location: {location}")]) as server,
        asked(server) as client,
        pytest.raises(MovedError) as caught,
    ):
        client.get_collection_values()

    assert unseen(str(caught.value)) == set()


def test_a_redirect_with_a_password_is_not_followed_and_the_password_not_told() -> None:
    with (
        RawServer() as other,
        RawServer([answer("302 Found", f"Location: {other.url[:7]}user:secret@x/")]) as server,
        asked(server) as client,
        pytest.raises(MovedError) as caught,
    ):
        client.get_collection_values()

    assert "secret" not in f"{caught.value} {caught.value.location}"


def test_a_content_type_cannot_steer_a_terminal_nor_fill_it() -> None:
    page = answer("200 OK", f"Content-Type: \x9b2J{'x' * 5000}", body=b"<html>")
    with RawServer([page]) as server, asked(server) as client, pytest.raises(NotTheApiError) as caught:
        client.get_collection_values()

    assert unseen(str(caught.value)) == set()
    assert len(caught.value.message) < 300


def test_an_unknown_attribute_cannot_steer_a_terminal_by_the_log(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = b'[{"\\u001b]0;title\\u0007": "x", "Collection": "A"}]'
    with RawServer([answer("200 OK", body=rows)]) as server:
        to = str(tmp_path / "rows.csv")
        code, _, err = nbia(
            "get-collection-values", "--base-url", f"{server.url}v1", "--verbose", "-o", to, capsys=capsys
        )

    assert code == 0
    assert "\\x1b]0;title\\x07" in err
    assert unseen(err) == set()


@pytest.mark.parametrize("headers", [["Proxy-Authenticate: Basic"], ["X-Squid-Error: ERR_ACCESS_DENIED 0"]])
@pytest.mark.parametrize("status", ["403 Forbidden", "407 Proxy Authentication Required"])
def test_a_proxy_that_refuses_is_not_taken_for_the_service(status: str, headers: list[str]) -> None:
    with (
        RawServer([answer(status, *headers)]) as server,
        asked(server) as client,
        pytest.raises(NotTheApiError, match="A proxy refuses the request, not the service") as caught,
    ):
        client.get_collection_values()

    assert "NO_PROXY" in str(caught.value.hint)


def test_a_service_that_refuses_is_not_taken_for_a_proxy() -> None:
    with (
        RawServer([answer("403 Forbidden", "Via: 1.1 proxy")]) as server,
        asked(server) as client,
        pytest.raises(NeedsLoginError),
    ):
        client.get_collection_values()


@pytest.mark.parametrize("status", ["403 Forbidden", "407 Proxy Authentication Required"])
def test_a_proxy_that_lets_no_tls_through_is_named_and_asked_once(monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    with RawServer([answer(status)] * 3) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//user:secret@"))
        with (
            Client(retries=RetryPolicy(attempts=3, first_delay=0)) as client,
            pytest.raises(ConnectionFailedError, match="The proxy does not let the request through") as caught,
        ):
            client.get_collection_values()

    assert proxy.connection_count == 1
    assert caught.value.is_retry_safe is False
    assert "NO_PROXY" in str(caught.value.hint)
    assert "secret" not in "".join(traceback.format_exception_only(caught.value))


UNUSABLE = pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "gopher://user:secret@localhost:1"),
        ("HTTPS_PROXY", "http://user:secret@[::1"),
    ],
)


@UNUSABLE
def test_proxies_that_cannot_be_used_are_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://localhost:1")
    monkeypatch.setenv(name, value)

    with Client() as client, pytest.raises(ConnectionFailedError) as caught:
        client.get_collection_values()

    assert name in caught.value.message
    assert "secret" not in str(caught.value)


@UNUSABLE
def test_proxies_that_cannot_be_used_are_named_by_asynchronous_clients(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://localhost:1")
    monkeypatch.setenv(name, value)

    async def ask() -> None:
        async with AsyncClient() as client:
            await client.get_collection_values()

    with pytest.raises(ConnectionFailedError, match=name):
        asyncio.run(ask())


@pytest.mark.parametrize("value", ["[::1]", "fe80::/10,[fe80::1]"])
def test_hosts_without_a_proxy_that_httpx_cannot_read_are_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(transport, "_default_library", lambda: httpx)  # httpx2 reads them all
    monkeypatch.setenv("HTTP_PROXY", "http://localhost:1")
    monkeypatch.setenv("NO_PROXY", value)

    with Client() as client, pytest.raises(ConnectionFailedError, match="NO_PROXY"):
        client.get_collection_values()


def test_a_socks_proxy_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://user:secret@localhost:1")
    monkeypatch.setitem(sys.modules, "socksio", None)

    with Client() as client, pytest.raises(ConnectionFailedError, match="ALL_PROXY") as caught:
        client.get_collection_values()

    assert "pip install" in str(caught.value.hint)
    assert ".." not in caught.value.message
    assert "secret" not in str(caught.value)


def bomb(times: int) -> bytes:
    """Return some bytes that become a quarter of a gigabyte when they are unpacked so many times."""
    body = b" " * (256 * 1024 * 1024)
    for _ in range(times):
        body = gzip.compress(body, 1)
    return body


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_body_that_expands_without_measure_is_refused_with_the_limit(times: int) -> None:
    coding = ", ".join(["gzip"] * times)
    page = answer("200 OK", f"Content-Encoding: {coding}", body=bomb(times))
    with (
        RawServer([page]) as server,
        asked(server) as client,
        pytest.raises(DecodeError, match=r"the limit is 200 times as many, or 67,108,864 bytes"),
    ):
        client.get_collection_values(format="csv")


INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
ROWS = answer("200 OK", body=b'[{"Collection": "A"}]')


def flood() -> list[bytes]:
    return [INTERIM * 1000] * 20 + ROWS


@pytest.mark.parametrize(
    "pieces", [[INTERIM, *ROWS], [INTERIM * 1000, *ROWS], [INTERIM[:20], INTERIM[20:] + ROWS[0], ROWS[1]]]
)
def test_some_interim_answers_do_no_harm(pieces: list[bytes]) -> None:
    with RawServer([pieces]) as server, asked(server) as client:
        records = client.get_collection_values()

    assert [record.collection for record in records] == ["A"]


def test_a_flood_of_interim_answers_is_ended_with_the_limit() -> None:
    with (
        RawServer([flood()]) as server,
        asked(server) as client,
        pytest.raises(ConnectionFailedError, match=r"65,536 bytes of interim answers"),
    ):
        client.get_collection_values()


def test_a_flood_of_interim_answers_is_ended_for_asynchronous_clients() -> None:
    async def ask(url: str) -> None:
        async with AsyncClient(base_url=f"{url}v1", retries=ONCE) as client:
            await client.get_collection_values()

    with RawServer([flood()]) as server, pytest.raises(ConnectionFailedError, match=r"65,536 bytes of interim answers"):
        asyncio.run(ask(server.url))


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nX-A: ", INTERIM])
def test_an_answer_whose_head_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr("nbia_core.http.fast.chunks.LONGEST_WAIT", -1)

    async def ask(url: str) -> None:
        async with AsyncClient(base_url=f"{url}v1", retries=ONCE) as client:
            await client.get_collection_values()

    with RawServer([[begun]] * 2, is_silent=True) as server, asked(server) as client:
        with pytest.raises(ConnectionFailedError, match=r"300 s ago and has not sent its head"):
            client.get_collection_values()
        with pytest.raises(ConnectionFailedError, match=r"300 s ago and has not sent its head"):
            asyncio.run(ask(server.url))


def test_rows_on_a_terminal_cannot_steer_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    rows = '[{"Collection": "A\u202e\u009b2J"}]'.encode()

    with RawServer([answer("200 OK", body=rows)]) as server:
        code = main(["get-collection-values", "--base-url", f"{server.url}v1", "--format", "csv"])

    assert (code, terminal.getvalue()) == (0, "Collection\nA\\u202e\\x9b2J\n")


def test_rows_in_a_file_stay_as_they_were_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = '[{"Collection": "A\u202e\u009b2J"}]'.encode()
    to = tmp_path / "rows.csv"

    with RawServer([answer("200 OK", body=rows)]) as server:
        nbia("get-collection-values", "--base-url", f"{server.url}v1", "-o", str(to), capsys=capsys)

    assert to.read_text(encoding="utf-8") == "Collection\nA\u202e\u009b2J\n"


def test_where_no_connection_comes_about_the_proxy_of_the_environment_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    with (
        Client(base_url="http://127.0.0.1:1/nbia-api/services/v1", retries=0) as client,
        pytest.raises(ConnectionFailedError) as caught,
    ):
        client.get_collection_values()

    assert "see whether the proxy of HTTP_PROXY is there, too" in str(caught.value.hint)
