"""The examples of every version besides the first run as they stand, against the reference server."""

from __future__ import annotations

import importlib
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from nbia.__main__ import main
from nbia_core.api.description_file import load
from tests.docs.markdown import DOCS, blocks, commands
from tests.reference_server import ReferenceServer
from tests.reference_server.accounts import GUEST
from tests.reference_server.journal import RequestRecord

FOLDERS = {"v2": "v2", "v4": "v4", "advanced": ""}
PAGES: list[tuple[str, Path]] = [
    (version, path) for version in FOLDERS for path in sorted((DOCS.parent / version / "endpoints").glob("*.md"))
]
RUN = [
    pytest.param(version, path, id=f"{version}-{path.stem}")
    for version, path in PAGES
    if not load(f"nbia.{version}").known_endpoint(path.stem).writes  # these name a user of their own
]
ANSWERED = pytest.mark.parametrize(("version", "page"), RUN)


@pytest.fixture
def here(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Clients and commands of the version ask the reference server, as the guest, from an empty folder."""
    version = request.node.callspec.params["version"]
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(f"nbia.{version}")
    for client in (module.Client, module.AsyncClient):
        first = next(iter(client.servers))
        monkeypatch.setattr(client, "servers", {**client.servers, first: server.url(FOLDERS[version])})
    monkeypatch.setenv("NBIA_BASE_URL", server.url(FOLDERS[version]))
    monkeypatch.setenv("NBIA_USER", GUEST.name)


def run_python(block: Any) -> None:
    exec(compile(block.values[0], "example", "exec"), {"__name__": "__main__"})


def asked(server: ReferenceServer, page: Path) -> list[tuple[str, str, dict[str, list[str]]]]:
    """Return the requests for the endpoint of a page, and forget all requests."""
    found: list[RequestRecord] = [request for request in server.requests if request.endpoint == page.stem]
    server.reset()
    return [(request.method, request.query, request.form) for request in found]


@pytest.mark.usefixtures("here")
@ANSWERED
def test_the_examples_of_a_page_ask_for_the_same(
    version: str, page: Path, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    (synchronous, asynchronous), (command,) = blocks(page, "python"), commands(page, "nbia")

    run_python(synchronous)
    first, first_asked = capsys.readouterr().out, asked(server, page)
    run_python(asynchronous)
    second, second_asked = capsys.readouterr().out, asked(server, page)
    code = main(shlex.split(command.values[0])[1:])

    assert code == 0
    assert first.splitlines()[:1] == second.splitlines()[:1] != []
    assert first_asked[:1] == second_asked[:1] == asked(server, page)[:1] != []


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.usefixtures("here")
@ANSWERED
def test_curl_asks_for_the_same_as_python(version: str, page: Path, server: ReferenceServer, tmp_path: Path) -> None:
    (synchronous, _), (command,) = blocks(page, "python"), commands(page, "curl")

    run_python(synchronous)
    by_python = asked(server, page)
    address = next(iter(load(f"nbia.{version}").base_urls.values()))
    login = {"grant_type": "password", "username": GUEST.name, "password": "", "client_id": "NBIA"}
    tokens = f"{server.url('').partition('/services')[0]}/oauth/token"
    token = httpx.post(tokens, data=login, verify=False).json()["access_token"]
    words = command.values[0].replace(address, server.url(FOLDERS[version])).replace("$TOKEN", token)
    done = subprocess.run([*shlex.split(words), "--fail-with-body"], capture_output=True, timeout=600, check=False)

    assert (done.returncode, done.stdout if done.returncode else b"") == (0, b"")
    assert asked(server, page) == by_python[:1]


def test_every_endpoint_has_a_page_with_examples() -> None:
    names = {version: {path.stem for of, path in PAGES if of == version} for version in FOLDERS}

    assert names == {version: {each.name for each in load(f"nbia.{version}").endpoints} for version in FOLDERS}
