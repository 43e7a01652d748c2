"""Encrypted connections that end too early or prove nothing: tried again where that may help, and never half a series."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import pytest

from nbia import Client, RetryPolicy
from tests.download.helpers import MOUSE, left_behind, tree, undisturbed
from tests.download.tls_relay import (
    Handshake,
    TlsRelay,
    closed,
    cut_after_greeting,
    half_a_greeting,
    reset_after_greeting,
    without_encryption,
)
from tests.raw_server import make_certificate
from tests.reference_server import ReferenceServer

SEVERAL_TIMES = RetryPolicy(attempts=4, first_delay=0.0, longest_delay=0.0)
HANDSHAKES = [closed, cut_after_greeting, reset_after_greeting, half_a_greeting, without_encryption]


@pytest.mark.parametrize("handshake", HANDSHAKES)
def test_a_handshake_that_fails_is_tried_again(
    server: ReferenceServer, trusted: ssl.SSLContext, tmp_path: Path, handshake: Handshake
) -> None:
    with (
        TlsRelay(server.base_url, trusted, handshake=handshake, faults=3) as relay,
        Client(base_url=relay.base_url, retries=SEVERAL_TIMES) as client,
    ):
        report = client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("handshake", HANDSHAKES)
def test_a_handshake_that_always_fails_is_reported(
    server: ReferenceServer, trusted: ssl.SSLContext, tmp_path: Path, handshake: Handshake
) -> None:
    with (
        TlsRelay(server.base_url, trusted, handshake=handshake, faults=10**6) as relay,
        Client(base_url=relay.base_url, retries=SEVERAL_TIMES) as client,
    ):
        report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].error) == ("failed", "ConnectionFailedError")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("as_zip", [False, True], ids=["images", "archive"])
@pytest.mark.parametrize("most", [600, 20_000, 40_000])
def test_an_archive_that_ends_without_the_farewell_of_tls_is_tried_again(
    server: ReferenceServer, trusted: ssl.SSLContext, tmp_path: Path, most: int, as_zip: bool
) -> None:
    with (
        TlsRelay(server.base_url, trusted, faults=2, most=most) as relay,
        Client(base_url=relay.base_url, retries=SEVERAL_TIMES) as client,
    ):
        report = client.download([MOUSE], tmp_path, as_zip=as_zip)

    assert (report.is_complete, left_behind(tmp_path)) == (True, [])
    assert relay.connection_count > 2


def test_an_archive_that_never_comes_to_the_farewell_of_tls_is_no_series(
    server: ReferenceServer, trusted: ssl.SSLContext, tmp_path: Path
) -> None:
    with (
        TlsRelay(server.base_url, trusted, faults=10**6, most=20_000) as relay,
        Client(base_url=relay.base_url, retries=SEVERAL_TIMES) as client,
    ):
        report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].error) == ("failed", "ConnectionFailedError")
    assert tree(tmp_path) == {}


def test_a_certificate_that_nobody_vouches_for_is_no_reason_to_try_again(
    server: ReferenceServer,
    certificate: tuple[Path, ssl.SSLContext],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with (
        TlsRelay(server.base_url, certificate[1]) as relay,
        Client(base_url=relay.base_url, retries=SEVERAL_TIMES) as client,
    ):
        report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].error) == ("failed", "ConnectionFailedError")
    assert "certificate is not trusted" in (report.results[0].reason or "")
    assert relay.connection_count == 1
    assert server.requests == []


def test_a_certificate_for_another_host_is_no_reason_to_try_again(
    server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, context = certificate_for(tmp_path, "another.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with (
        TlsRelay(server.base_url, context) as relay,
        Client(base_url=relay.base_url, retries=SEVERAL_TIMES) as client,
    ):
        report = client.download([MOUSE], tmp_path / "to")

    assert "certificate is not trusted" in (report.results[0].reason or "")
    assert relay.connection_count == 1


def certificate_for(folder: Path, host: str) -> tuple[Path, ssl.SSLContext]:
    try:
        return make_certificate(folder, host)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("this system has no openssl")
