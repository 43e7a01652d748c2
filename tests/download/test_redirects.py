"""Redirects are followed on the same host and to trusted ones, and nobody else learns credentials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from nbia import AsyncClient, Client, RetryPolicy
from tests.download.helpers import ARCHIVES, MOUSE, SEVERAL, archives_asked_for, tree, undisturbed
from tests.reference_server import ReferenceServer, changes, faults

SECRETS = {"Authorization": "Bearer secret", "X-Api-Key": "secret"}
COOKIES = {"JSESSIONID": "secret"}


@pytest.fixture(scope="module")
def running_mirror(running_server: ReferenceServer) -> Iterator[ReferenceServer]:
    with ReferenceServer(running_server.archive) as mirror:
        yield mirror


@pytest.fixture
def mirror(running_mirror: ReferenceServer) -> ReferenceServer:
    """A second server with the same archive; by the name `localhost` it is another host."""
    running_mirror.reset()
    return running_mirror


def elsewhere(mirror: ReferenceServer) -> str:
    """Return the base URL of the mirror as a host of another name."""
    return mirror.base_url.replace("127.0.0.1", "localhost")


def archive_at(base_url: str) -> str:
    return f"{base_url}/{ARCHIVES}?SeriesInstanceUID={MOUSE}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_same_host_is_followed(
    client: Client, server: ReferenceServer, tmp_path: Path, status: int
) -> None:
    server.inject(faults.redirect(archive_at(server.base_url), status), endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries) == (True, 1)
    assert archives_asked_for(server) == [MOUSE, MOUSE]
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_a_redirect_without_host_is_followed(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    location = archive_at(urlsplit(server.base_url).path)
    server.inject(faults.redirect(location), endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries) == (True, 1)


def test_redirects_in_circles_end(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.redirect(archive_at(server.base_url)), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert result.status == "failed"
    assert "redirects in circles" in (result.reason or "")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("times", [1, None], ids=["once", "for ever"])
def test_a_redirect_to_another_host_is_not_followed(
    client: Client, server: ReferenceServer, mirror: ReferenceServer, tmp_path: Path, times: int | None
) -> None:
    server.inject(faults.redirect(archive_at(elsewhere(mirror))), endpoint=ARCHIVES, times=times)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.error, result.tries) == ("failed", "MovedError", 1)
    assert "base_url" in (result.hint or "")
    assert mirror.requests == []
    assert tree(tmp_path) == {}


def test_a_redirect_to_another_port_is_not_followed(
    client: Client, server: ReferenceServer, mirror: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.redirect(archive_at(mirror.base_url)), endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].error, mirror.requests) == ("MovedError", [])


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://localhost/x", "//", "http://[", "", "data:application/zip,PK"]
)
def test_a_redirect_to_no_place_of_the_web_is_not_followed(
    client: Client, server: ReferenceServer, tmp_path: Path, location: str
) -> None:
    server.inject(faults.redirect(location), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "failed"
    assert tree(tmp_path) == {}


def test_a_whole_host_that_has_moved_is_told(
    client: Client, server: ReferenceServer, mirror: ReferenceServer, tmp_path: Path
) -> None:
    server.change(changes.redirect_to(elsewhere(mirror)))

    report = client.download(SEVERAL, tmp_path)

    assert {result.error for result in report.results} == {"MovedError"}
    assert mirror.requests == []
    assert tree(tmp_path) == {}


def test_a_redirect_to_a_trusted_host_is_followed(
    server: ReferenceServer, mirror: ReferenceServer, quick_retries: RetryPolicy, tmp_path: Path
) -> None:
    server.inject(faults.redirect(archive_at(elsewhere(mirror))), endpoint=ARCHIVES, times=None)
    with Client(base_url=server.base_url, retries=quick_retries, trusted_hosts=["localhost"]) as client:
        report = client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert [archives_asked_for(server), archives_asked_for(mirror)] == [[MOUSE], [MOUSE]]
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_a_trusted_host_may_fail_as_well(
    server: ReferenceServer, mirror: ReferenceServer, quick_retries: RetryPolicy, tmp_path: Path
) -> None:
    server.inject(faults.redirect(archive_at(elsewhere(mirror))), endpoint=ARCHIVES, times=None)
    mirror.inject(faults.missing_images(7, complete_digests=True), endpoint=ARCHIVES)
    mirror.inject(faults.cut(20_000), endpoint=ARCHIVES)
    with Client(base_url=server.base_url, retries=quick_retries, trusted_hosts=["localhost"]) as client:
        report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries) == (True, 3)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_credentials_do_not_travel_to_a_trusted_host(
    server: ReferenceServer, mirror: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.redirect(archive_at(elsewhere(mirror))), endpoint=ARCHIVES)
    with (
        httpx.Client(headers=SECRETS, cookies=COOKIES) as http,
        Client(base_url=server.base_url, trusted_hosts=["localhost"], http=http) as client,
    ):
        report = client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert {request.headers["authorization"] for request in server.requests} == {"Bearer secret"}
    assert [(request.headers["host"].split(":")[0], request.parameters) for request in mirror.requests] == [
        ("localhost", {"SeriesInstanceUID": MOUSE})
    ]
    assert "secret" not in str(mirror.requests)


@pytest.mark.parametrize("auth", [("user", "secret"), httpx.BasicAuth("user", "secret")], ids=["pair", "object"])
def test_a_login_of_the_http_client_does_not_travel(
    server: ReferenceServer, mirror: ReferenceServer, tmp_path: Path, auth: tuple[str, str] | httpx.Auth
) -> None:
    server.inject(faults.redirect(archive_at(elsewhere(mirror))), endpoint=ARCHIVES)
    with (
        httpx.Client(auth=auth) as http,
        Client(base_url=server.base_url, trusted_hosts=["localhost"], http=http) as client,
    ):
        report = client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert [request.headers.get("authorization", "") for request in mirror.requests] == [""]


@pytest.mark.anyio
async def test_credentials_do_not_travel_asynchronously_either(
    server: ReferenceServer, mirror: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.redirect(archive_at(elsewhere(mirror))), endpoint=ARCHIVES)
    async with (
        httpx.AsyncClient(headers=SECRETS, cookies=COOKIES, auth=("user", "secret")) as http,
        AsyncClient(base_url=server.base_url, trusted_hosts=["localhost"], http=http) as client,
    ):
        report = await client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert len(mirror.requests) == 1
    assert {"authorization", "cookie", "x-api-key"}.isdisjoint(mirror.requests[0].headers)
    assert tree(tmp_path) == undisturbed(server, MOUSE)
