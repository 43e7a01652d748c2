"""A manifest names the server of its series: a known one is asked, whatever else it names is not."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

import nbia
import nbia.v4
from nbia import AsyncClient, Client, RetryPolicy, write_manifest
from nbia.v1.calls import get_image
from nbia_core.client.servers import server_of
from nbia_core.download.inputs.manifest import DOWNLOAD_SERVER
from nbia_core.http.answers import error_for_status
from tests.cli.command_line import nbia as command
from tests.download.helpers import SMALL
from tests.reference_server import Archive, ReferenceServer

NLST = "1.2.840.113654.2.55."
"""How the UIDs of NLST begin."""
SERVERS = {
    "public": "https://services.example/nbia-api/services/v1",
    "nlst": "https://nlst.example/nbia-api/services/v1",
}
OWN = SERVERS["public"]


@pytest.fixture(scope="module")
def running_nlst() -> Iterator[ReferenceServer]:
    with Archive.cached(nlst=True) as archive, ReferenceServer(archive) as server:
        yield server


@pytest.fixture
def nlst(running_nlst: ReferenceServer, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch) -> ReferenceServer:
    """The server of NLST, known beside the public one."""
    running_nlst.reset()
    servers = {"public": server.base_url, "nlst": running_nlst.base_url}
    monkeypatch.setattr(Client, "servers", servers)
    monkeypatch.setattr(AsyncClient, "servers", servers)
    return running_nlst


@pytest.fixture
def uid(nlst: ReferenceServer) -> str:
    """A series that the server of NLST alone has."""
    return nlst.archive.all_series("NLST")[0].uid


def manifest_of(server: ReferenceServer, uid: str, folder: Path) -> Path:
    """Write a manifest as the portal at a server would."""
    return write_manifest(folder / "cart.tcia", uid, server_url=server.base_url.replace("services/v1", "download"))


def test_the_series_of_a_manifest_are_asked_for_at_the_server_that_it_names(
    server: ReferenceServer, nlst: ReferenceServer, uid: str, tmp_path: Path
) -> None:
    with Client() as client:
        report = client.download(manifest_of(nlst, uid, tmp_path), tmp_path / "to")

    assert report.is_complete
    assert report.base_url == nlst.base_url
    assert report.notes == ("the manifest names 127.0.0.1, so its series were asked for at the server nlst",)
    assert server.requests == []


@pytest.mark.anyio
async def test_an_asynchronous_client_asks_there_too(nlst: ReferenceServer, uid: str, tmp_path: Path) -> None:
    async with AsyncClient() as client:
        report = await client.download(nbia.read_manifest(manifest_of(nlst, uid, tmp_path)), tmp_path / "to")

    assert report.is_complete
    assert report.base_url == nlst.base_url


def test_tasks_of_an_executor_ask_there_too(nlst: ReferenceServer, uid: str, tmp_path: Path) -> None:
    with Client() as client, ThreadPoolExecutor(1) as executor:
        report = client.download(manifest_of(nlst, uid, tmp_path), tmp_path / "to", executor=executor)

    assert report.is_complete


def test_the_client_goes_on_to_ask_its_own_server(
    server: ReferenceServer, nlst: ReferenceServer, uid: str, tmp_path: Path
) -> None:
    with Client() as client:
        client.download(manifest_of(nlst, uid, tmp_path), tmp_path / "to")
        client.get_collection_values()

    assert [request.endpoint for request in server.requests] == ["getCollectionValues"]


@pytest.mark.parametrize("option", ["server", "base_url"])
def test_a_client_that_was_told_where_to_ask_asks_there(
    server: ReferenceServer, nlst: ReferenceServer, uid: str, tmp_path: Path, option: str
) -> None:
    told = {"server": "public", "base_url": server.base_url}
    with Client(**{option: told[option]}) as client:  # type: ignore[arg-type]
        report = client.download(manifest_of(nlst, uid, tmp_path), tmp_path / "to")

    assert [result.error for result in report.results] == ["NotPublicError"]
    assert report.notes == ()
    assert nlst.requests == []


def test_an_http_client_that_was_given_is_not_taken_elsewhere(nlst: ReferenceServer, uid: str, tmp_path: Path) -> None:
    with httpx.Client() as http, Client(http=http) as client:
        report = client.download(manifest_of(nlst, uid, tmp_path), tmp_path / "to")

    assert len(report.failed) == 1
    assert "which the client's login or HTTP client is for" in report.notes[0]
    assert nlst.requests == []


@pytest.mark.usefixtures("nlst")
def test_a_server_that_nobody_knows_is_not_asked(server: ReferenceServer, tmp_path: Path) -> None:
    manifest = write_manifest(tmp_path / "cart.tcia", SMALL, server_url="https://evil.example/servlet")

    with Client() as client:
        report = client.download(manifest, tmp_path / "to")

    assert report.is_complete
    assert report.base_url == server.base_url
    assert report.notes == (
        "the manifest names evil.example, which is no known server; its series were asked for at 127.0.0.1",
    )


@pytest.mark.usefixtures("nlst")
def test_an_ordinary_manifest_needs_no_word(server: ReferenceServer, tmp_path: Path) -> None:
    with Client() as client:
        report = client.download(write_manifest(tmp_path / "cart.tcia", SMALL), tmp_path / "to")

    assert report.is_complete
    assert report.notes == ()


@pytest.mark.parametrize("arguments", [[], ["--dry-run"]])
def test_the_command_asks_there_too(
    server: ReferenceServer,
    nlst: ReferenceServer,
    uid: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    code, out, err = command("download", str(manifest_of(nlst, uid, tmp_path)), *arguments, capsys=capsys)

    assert code == 0
    assert "asked for at the server nlst" in " ".join((out + err).split())
    assert server.requests == []


def test_several_manifests_of_one_server_are_asked_for_there(
    server: ReferenceServer,
    nlst: ReferenceServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").mkdir()
    first, second = (series.uid for series in nlst.archive.all_series("NLST")[:2])
    files = [manifest_of(nlst, first, tmp_path), manifest_of(nlst, second, tmp_path / "other")]

    code, _, _ = command("download", *map(str, files), capsys=capsys)

    assert code == 0
    assert server.requests == []


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (None, (None, None)),
        (DOWNLOAD_SERVER, (None, None)),
        ("https://services.example/anything", (None, None)),
        ("HTTPS://NLST.example/nbia-download", ("nlst", "at the server nlst")),
        ("https://nlst.example:8443/x", (None, "no known server")),
        ("https://nlst.example.evil.org/x", (None, "no known server")),
        ("https://nlst.example@evil.org/x", (None, "no known server")),
        ("nlst.example", (None, "names what is no server")),
        ("https://[nlst.example", (None, "names what is no server")),
        ("", (None, "names what is no server")),
    ],
)
def test_only_the_very_place_of_a_known_server_counts(
    named: str | None, expected: tuple[str | None, str | None]
) -> None:
    name, note = server_of(named, SERVERS, OWN, may_leave=True)

    assert name == expected[0]
    assert (note is None) == (expected[1] is None)
    assert (expected[1] or "") in (note or "")


@pytest.mark.parametrize("version", [nbia.v4, nbia])
def test_what_a_uid_of_nlst_means_is_said_where_it_cannot_be_had(
    server: ReferenceServer, tmp_path: Path, version: object
) -> None:
    folder = "v4" if version is nbia.v4 else "v1"
    retries = RetryPolicy(first_delay=0, longest_delay=0)
    with version.Client(base_url=server.url(folder), retries=retries) as client:  # type: ignore[attr-defined]
        report = client.download([f"{NLST}1234", "1.2.840.113654.2.5", f"9.{NLST}1"], tmp_path)

    hint = 'what has such a UID is to be had from Client(server="nlst")'
    assert [result.hint for result in report.results] == [hint, "check the UID", "check the UID"]


@pytest.mark.parametrize(
    ("base_url", "hint"),
    [
        ("https://nlst.cancerimagingarchive.net/nbia-api/services/v1", "check the UID"),
        ("https://mirror.example/v1", 'what has such a UID is to be had from Client(server="nlst")'),
    ],
)
def test_the_server_of_nlst_itself_is_no_hint_there(base_url: str, hint: str) -> None:
    call = pickle.loads(pickle.dumps(get_image(f"{NLST}1234")))

    error = error_for_status(call.operation, call.url(base_url), 400, {}, b"It is not in public domain.")

    assert type(error) is nbia.NotPublicError
    assert error.hint == hint
