"""Whoever meets the end of the service is told what another source would do, and whether its index has the series."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nbia import AsyncClient, Client, RetryPolicy
from nbia.errors import ConnectionFailedError, MovedError, NbiaError, RetiredError, ServerFailureError
from tests.cli.command_line import nbia, one_line
from tests.download.helpers import MOUSE, SMALL
from tests.reference_server import ReferenceServer, faults

NOWHERE = "1.2.3"
ONCE = RetryPolicy(attempts=1)
BRINGS = 'download(..., source="nbia,idc") brings this series from the Imaging Data Commons'


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that refuses connections: nobody listens, and nobody else can."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/nbia-api/services/v1"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.status(404), RetiredError),
        (faults.status(410), RetiredError),
        (faults.redirect("https://imaging.example.org/", 301), MovedError),
    ],
    ids=["404", "410", "301"],
)
@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get_series(series_instance_uid=MOUSE),
        lambda client: list(client.iter_series(series_instance_uid=MOUSE)),
        lambda client: client.get_series_size(MOUSE),
        lambda client: client.preview(MOUSE),
    ],
    ids=["records", "streamed", "size", "preview"],
)
def test_the_error_of_a_call_says_that_another_source_has_the_series(
    client: Client,
    server: ReferenceServer,
    fault: faults.Fault,
    error: type[NbiaError],
    ask: Callable[[Client], object],
) -> None:
    server.inject(fault, times=None)

    with pytest.raises(error) as caught:
        ask(client)

    assert str(caught.value.hint).endswith(f"; {BRINGS} (IDC) of the National Cancer Institute")


@pytest.mark.usefixtures("installed")
def test_a_series_that_the_other_source_does_not_have_is_not_promised(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.status(404), times=None)

    with pytest.raises(RetiredError) as caught:
        client.get_series(series_instance_uid=NOWHERE)

    assert str(caught.value.hint).endswith("; the index of idc, which is of release 25, does not have this series")


@pytest.mark.usefixtures("installed")
def test_a_client_looks_series_up_once(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.status(404), times=None)
    with pytest.raises(RetiredError):
        client.get_series(series_instance_uid=NOWHERE)

    with pytest.raises(RetiredError) as caught:
        client.get_series(series_instance_uid=MOUSE)

    assert 'source="nbia,idc") asks the Imaging Data Commons' in str(caught.value.hint)


def test_what_is_not_about_series_is_not_looked_up(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.status(404), times=None)

    with pytest.raises(RetiredError) as caught:
        client.get_collection_values()

    assert str(caught.value.hint).endswith(
        "asks the Imaging Data Commons (IDC) of the National Cancer Institute for images"
    )


@pytest.mark.usefixtures("installed")
def test_a_question_that_an_index_answers_can_be_asked_of_it(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.status(404), times=None)

    with pytest.raises(RetiredError) as answered:
        client.get_collection_values()
    with pytest.raises(RetiredError) as refused:
        client.get_sop_instance_uids(MOUSE)

    assert "nbia.idc.Client() answers getCollectionValues from its index; download(" in str(answered.value.hint)
    assert "nbia.idc" not in str(refused.value.hint)


@pytest.mark.parametrize(
    "ask", [lambda client: client.citations(MOUSE), lambda client: client.references(MOUSE)], ids=["cite", "refer"]
)
def test_what_takes_several_requests_says_it_as_well(
    client: Client, server: ReferenceServer, ask: Callable[[Client], object]
) -> None:
    server.inject(faults.status(404), times=None)

    with pytest.raises(RetiredError) as caught:
        ask(client)

    assert "nbia.idc.Client() answers getSeries from its index; download(" in str(caught.value.hint)


def test_without_an_index_what_to_install_is_said(
    client: Client, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, package=None: None)
    server.inject(faults.status(404), times=None)

    with pytest.raises(RetiredError) as caught:
        client.get_series(series_instance_uid=MOUSE)

    assert "for images (pip install 'nbia-client[idc]'" in str(caught.value.hint)


@pytest.mark.usefixtures("installed")
def test_a_failure_is_no_end(server: ReferenceServer) -> None:
    server.inject(faults.status(500), times=None)

    with Client(base_url=server.base_url, retries=ONCE) as client, pytest.raises(ServerFailureError) as caught:
        client.get_series(series_instance_uid=MOUSE)

    assert "source=" not in str(caught.value.hint)


@pytest.mark.usefixtures("installed")
def test_a_host_that_refuses_connections_may_have_ended(silent: str) -> None:
    with Client(base_url=silent, retries=ONCE) as client, pytest.raises(ConnectionFailedError) as caught:
        client.get_series(series_instance_uid=MOUSE)

    assert (
        "; if the service has ended, nbia.idc.Client() answers getSeries from its index; "
        'download(..., source="idc") brings this series'
    ) in str(caught.value.hint)


@pytest.mark.usefixtures("installed")
@pytest.mark.anyio
async def test_the_asynchronous_client_says_the_same(async_client: AsyncClient, server: ReferenceServer) -> None:
    server.inject(faults.status(404), times=None)

    async with async_client as client:
        with pytest.raises(RetiredError) as caught:
            await client.get_series(series_instance_uid=MOUSE)

    assert BRINGS in str(caught.value.hint)


def test_a_download_that_could_not_begin_says_it_as_well(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(404), times=None)

    with pytest.raises(RetiredError) as caught:
        client.download({"StudyInstanceUID": NOWHERE}, tmp_path / "to")

    assert 'source="nbia,idc") asks the Imaging Data Commons' in str(caught.value.hint)


@pytest.mark.usefixtures("installed")
def test_the_report_of_a_download_without_any_answer_says_what_another_source_has(silent: str, tmp_path: Path) -> None:
    with Client(base_url=silent, retries=ONCE) as client:
        report = client.download([MOUSE, SMALL, NOWHERE], tmp_path)

    assert report.notes == (
        'nbia did not answer; if it has ended, source="idc" brings 2 of the 3 series that it did not bring',
    )


@pytest.mark.usefixtures("installed")
def test_the_command_line_says_it_in_its_own_words(
    server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBIA_BASE_URL", server.base_url)
    server.inject(faults.status(404), times=None)

    _, _, asked = nbia("get-series", "--series-instance-uid", MOUSE, capsys=capsys)
    _, downloaded, _ = nbia("download", MOUSE, "--to", str(tmp_path), capsys=capsys)

    assert "nbia --api idc answers getSeries from its index; nbia download --source nbia,idc brings this series" in (
        one_line(asked)
    )
    assert "--source nbia,idc brings 1 of the 1 series" in one_line(downloaded)
