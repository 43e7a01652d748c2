"""What the reference server remembers, and how it starts and stops."""

import socket
import threading
from urllib.parse import urlsplit

import httpx
import pytest

from tests.reference_server import MOUSE, Archive, ReferenceServer, faults
from tests.reference_server.tests.archives import archive_of

IMAGES = f"/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}"


def test_a_request_is_remembered(server: ReferenceServer, http: httpx.Client) -> None:
    http.get("/getSeries?Collection=RIDER%20Pilot&Collection=x&empty=", headers={"X-Trace": "1"})

    (request,) = server.requests
    assert (request.endpoint, request.path, request.method) == (
        "getSeries",
        "/nbia-api/services/v1/getSeries",
        "GET",
    )
    assert request.query == "Collection=RIDER%20Pilot&Collection=x&empty="
    assert request.parameters == {"Collection": "RIDER Pilot", "empty": ""}
    assert request.headers["x-trace"] == "1"


def test_connections_are_told_apart(server: ReferenceServer, http: httpx.Client) -> None:
    http.get("/getModalityValues")
    http.get("/getModalityValues")
    httpx.get(f"{server.base_url}/getModalityValues")

    first, second, third = (request.connection for request in server.requests)
    assert first == second != third
    assert server.connection_count == 2


def test_reset_forgets_everything(server: ReferenceServer, http: httpx.Client) -> None:
    http.get("/getModalityValues")
    server.inject(faults.status(503), times=None)

    server.reset()

    assert (server.requests, server.connection_count) == ([], 0)
    assert http.get("/getModalityValues").status_code == 200


def given_up(server: ReferenceServer, count: int) -> None:
    """Send requests over connections of their own, and wait for no answer."""
    host, port = urlsplit(server.base_url).netloc.split(":")
    for _ in range(count):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"GET /nbia-api/services/v1/getModalityValues HTTP/1.1\r\nHost: x\r\n\r\n")


def test_requests_that_were_given_up_are_remembered(server: ReferenceServer) -> None:
    given_up(server, 50)

    assert len(server.requests) == server.connection_count == 50


def test_requests_that_were_given_up_before_a_reset_are_forgotten(server: ReferenceServer, http: httpx.Client) -> None:
    given_up(server, 50)

    server.reset()
    server.inject(faults.status(503))

    assert http.get("/getModalityValues").status_code == 503
    assert len(server.requests) == server.connection_count == 1


def test_a_fault_is_used_up(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.status(503), endpoint="getSeries", times=2)

    assert http.get("/getModalityValues").status_code == 200
    assert http.get("/getSeries").status_code == 503
    assert http.get("/getSeries").status_code == 503
    assert http.get("/getSeries").status_code == 200


def test_a_fault_may_last_for_ever(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.status(503), times=None)

    assert http.get("/getModalityValues").status_code == 503
    assert http.get("/getSeries").status_code == 503
    assert http.get("/getModalityValues").status_code == 503


def test_faults_come_in_the_order_of_their_injection(server: ReferenceServer, http: httpx.Client) -> None:
    server.inject(faults.status(503))
    server.inject(faults.status(429, retry_after=1))

    assert http.get("/getSeries").status_code == 503
    assert http.get("/getSeries").status_code == 429
    assert http.get("/getSeries").status_code == 200


def test_faults_of_archives_wait_for_a_request_for_images(
    server: ReferenceServer,
    http: httpx.Client,
) -> None:
    server.inject(faults.missing_images(0))

    assert http.get("/getModalityValues").status_code == 200
    assert archive_of(http.get(IMAGES)).namelist() == []


def test_a_server_leaves_no_threads_and_no_sockets_behind() -> None:
    before = threading.active_count()

    with ReferenceServer() as server:
        host, port = httpx.URL(server.base_url).host, httpx.URL(server.base_url).port
        idle = socket.create_connection((host, port or 0))
        httpx.get(f"{server.base_url}/getSeries")

    assert idle.recv(1) == b""
    idle.close()
    assert threading.active_count() == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, port or 0))


def test_a_server_stops_in_the_middle_of_a_slow_answer() -> None:
    with httpx.Client(timeout=None) as http, ReferenceServer() as server:
        server.inject(faults.trickle(5, 3600.0))
        request = http.build_request("GET", f"{server.base_url}/getModalityValues")
        pieces = http.send(request, stream=True).iter_raw()
        assert next(pieces) == b'[{"Mo'

        server.__exit__(None, None, None)

        with pytest.raises(httpx.TransportError):
            next(pieces)


def test_servers_may_share_an_archive() -> None:
    with Archive.cached() as archive, ReferenceServer(archive) as one, ReferenceServer(archive) as other:
        assert one.base_url != other.base_url
        assert httpx.get(f"{one.base_url}/getCollectionValues").status_code == 200
        assert httpx.get(f"{other.base_url}/getCollectionValues").status_code == 200
