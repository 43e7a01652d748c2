"""Manifests at addresses: fetched with limits, without anybody's credentials, and refused where they are none."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

import nbia
from nbia import AsyncClient, Client, InvalidParameterError, read_manifest
from nbia_core.download.inputs import remote
from tests.download.helpers import SMALL
from tests.raw_server import Answer, RawServer
from tests.reference_server import ReferenceServer

MANIFEST = f"ListOfSeriesToDownload=\n{SMALL}\n".encode()


def answer(body: bytes, *headers: str, status: str = "200 OK") -> Answer:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return ["\r\n".join(lines).encode() + body]


def redirect(to: str) -> Answer:
    return answer(b"", f"Location: {to}", status="302 Found")


def test_a_manifest_at_an_address_is_downloaded(client: Client, tmp_path: Path) -> None:
    with RawServer([answer(MANIFEST)]) as web:
        report = client.download(f"{web.url}cart.tcia", tmp_path)

    assert report.is_complete
    assert [result.series_instance_uid for result in report.results] == [SMALL]


@pytest.mark.anyio
async def test_an_asynchronous_client_fetches_one_too(async_client: AsyncClient, tmp_path: Path) -> None:
    with RawServer([answer(MANIFEST)]) as web:
        async with async_client as client:
            report = await client.download(f"{web.url}cart.tcia", tmp_path)

    assert report.is_complete


def test_any_list_may_be_there_whatever_it_is_called(tmp_path: Path) -> None:
    with RawServer([answer(f"Series ID,Modality\n{SMALL},CT\n".encode(), "Content-Type: text/html")]) as web:
        manifest = read_manifest(f"{web.url}x?download=1")

    assert manifest.series == (SMALL,)
    assert manifest.sources == ()


def test_no_credentials_are_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("NBIA_USER", "somebody")
    monkeypatch.setenv("NBIA_PASSWORD", "secret")

    with RawServer([answer(MANIFEST)]) as web:
        read_manifest(web.url)

    (request,) = web.requests
    assert b"authorization" not in request.lower()
    assert b"cookie" not in request.lower()


def test_redirects_are_followed_to_other_places(tmp_path: Path) -> None:
    with RawServer([answer(MANIFEST)]) as other, RawServer([redirect(f"{other.url}cart.tcia")]) as web:
        manifest = read_manifest(web.url)

    assert manifest.series == (SMALL,)
    assert other.requests[0].startswith(b"GET /cart.tcia ")


@pytest.mark.parametrize(
    ("answers", "kind", "complaint"),
    [
        ([answer(b"no", status="404 Not Found")], nbia.AnswerError, "did not answer with a file"),
        ([answer(b"", status="500 Oops")], nbia.AnswerError, "status 500"),
        ([answer(b"", status="302 Found")], nbia.MovedError, "redirects to nowhere"),
        ([redirect("/")] * 7, nbia.MovedError, "redirects more than 5 times"),
        ([redirect("file:///etc/passwd")], InvalidParameterError, "is no address of a manifest"),
        ([redirect("http://user:secret@localhost/")], InvalidParameterError, "has a user or a password"),
        ([answer(b"<!DOCTYPE html><p>1.2.3")], InvalidParameterError, "it is an HTML or XML page"),
        ([answer(b'{"error": 1}')], InvalidParameterError, "it is JSON that names no series, but error"),
        ([answer(b"")], InvalidParameterError, "names no series"),
        ([[b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n1.2.3\n"]], nbia.ConnectionFailedError, "was lost"),
    ],
)
def test_what_is_no_manifest_is_refused(
    answers: list[Answer],
    kind: type[Exception],
    complaint: str,
    client: Client,
    server: ReferenceServer,
    tmp_path: Path,
) -> None:
    with RawServer(answers) as web, pytest.raises(kind, match=complaint) as caught:
        client.download(f"{web.url}cart.tcia", tmp_path / "to")

    assert "secret" not in str(caught.value)
    assert server.requests == []
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(lambda data: (data,), id="plain"),
        pytest.param(lambda data: (gzip.compress(data), "Content-Encoding: gzip"), id="gzip"),
    ],
)
def test_more_than_any_list_has_is_refused(
    monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], tuple[bytes, str]]
) -> None:
    monkeypatch.setattr(remote, "_LARGEST", 1_000_000)

    with (
        RawServer([answer(*pack(b"1.2.3\n" * 1_000_000))]) as web,
        pytest.raises(InvalidParameterError, match=r"it has more than 1\.0 MB"),
    ):
        read_manifest(web.url)


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_LONGEST", -1)

    with RawServer([answer(MANIFEST)]) as web, pytest.raises(nbia.TimedOutError, match="did not come within"):
        read_manifest(web.url)


def test_what_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_LONGEST", 0.2)

    with RawServer(is_silent=True) as web, pytest.raises(nbia.TimedOutError, match="did not come within"):
        read_manifest(web.url)


@pytest.mark.parametrize(
    "address", ["http://", "https://user:secret@localhost/x", "http://localhost:99999999/", "http://a b/", "HTTPS://./"]
)
def test_what_is_no_address_is_refused_without_its_secrets(address: str) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        read_manifest(address)

    assert "secret" not in str(caught.value)
    assert caught.value.hint


def test_https_does_not_become_http(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(nbia.MovedError, match="from https to http"):
        remote._target("https://example.org/a", "http://example.org/a")


def test_the_server_that_it_names_is_not_believed_unless_it_is_known(client: Client, tmp_path: Path) -> None:
    with RawServer([answer(b"downloadServerUrl=https://evil.example/\n" + MANIFEST)]) as web:
        report = client.download(web.url, tmp_path)

    assert report.base_url == client.base_url
