"""Servers of another version, or of another time: what a client says when it is given their address."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

import nbia
import nbia.advanced
import nbia.v1
import nbia.v2
import nbia.v4
from nbia import DecodeError, InvalidParameterError
from tests.cli.command_line import nbia as command
from tests.cli.command_line import one_line
from tests.reference_server import LUNG, ReferenceServer, faults


@pytest.fixture(scope="module")
def csv_server() -> Iterator[ReferenceServer]:
    """A server that has getSeriesMetadata as CSV and in no other format."""
    with ReferenceServer(version_4_built=datetime.date(2025, 9, 1)) as server:
        yield server


@pytest.mark.parametrize(
    ("client", "own", "given"),
    [
        (nbia.v4.Client, "v4", "v1"),
        (nbia.v4.AsyncClient, "v4", "v2"),
        (nbia.v1.Client, "v1", "v4"),
        (nbia.v2.Client, "v2", "v4"),
        (nbia.advanced.Client, "advanced", "v4"),
    ],
)
def test_an_address_of_another_version_is_refused(client: type, own: str, given: str) -> None:
    url = f"https://archive.example/nbia-api/services/{given}/"

    with pytest.raises(InvalidParameterError) as caught:
        client(base_url=url, login=nbia.Login.guest)

    assert (
        caught.value.message == f"base_url={url.rstrip('/')!r} is an address of {given}, and this client speaks {own}."
    )
    assert caught.value.hint == f"use nbia.{given}.Client(), or give the address of {own}"


@pytest.mark.parametrize(
    "url", ["https://archive.example", "https://archive.example/v9", "https://archive.example/v4x"]
)
def test_any_other_address_is_taken(url: str) -> None:
    with nbia.v1.Client(base_url=url) as client:
        assert client.base_url == url


def test_the_command_refuses_an_address_of_another_version(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--base-url", "https://archive.example/services/v1", "get-collection-values"]

    code, _, err = command("--api", "v4", *arguments, capsys=capsys)

    assert code == 2
    assert "is an address of v1, and this client speaks v4. Try: use nbia --api v1, or give" in one_line(err)


def test_a_server_that_has_a_table_as_csv_alone_is_said_to_be_older(csv_server: ReferenceServer) -> None:
    with nbia.v4.Client(base_url=csv_server.url("v4")) as client, pytest.raises(DecodeError) as caught:
        client.get_series_metadata(LUNG)

    assert caught.value.message == (
        "getSeriesMetadata: the answer is CSV and not JSON: the server is older than what this client describes."
    )
    assert 'format="csv"' in str(caught.value.hint)
    assert str(caught.value.sentence).startswith('"Patient ID","Patient Name"')


def test_what_helps_there_helps(csv_server: ReferenceServer) -> None:
    with nbia.v4.Client(base_url=csv_server.url("v4")) as client:
        text = client.get_series_metadata(LUNG, format="csv")

    assert LUNG in text


def test_json_that_is_labelled_csv_is_read(server: ReferenceServer) -> None:
    server.inject(faults.replaced(b'\n[{"Modality":"CT"}]', content_type="text/csv"))

    with nbia.v1.Client(base_url=server.base_url) as client:
        assert [row.modality for row in client.get_modality_values()] == ["CT"]
