"""A fault that passes is repaired; one that stays is reported, and nothing of the series is in its place."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nbia import Client, DownloadFailedError, RetryPolicy
from tests.download.faults import CONNECTION_FAULTS, PASSING_FAULTS, REFUSALS
from tests.download.helpers import ARCHIVES, MOUSE, archives_asked_for, kept_archives, left_behind, tree, undisturbed
from tests.reference_server import ReferenceServer, faults

LATE = [
    pytest.param(faults.slow_first_byte(30), id="no answer"),
    pytest.param(faults.trickle(1, 30), id="nothing after the first byte"),
    pytest.param(faults.stall(20_000), id="nothing after the middle"),
    pytest.param(faults.stall(-1), id="nothing before the last byte"),
]


@pytest.fixture
def hasty_client(server: ReferenceServer, quick_retries: RetryPolicy) -> Iterator[Client]:
    """A client that waits half a second for the next bytes."""
    with Client(base_url=server.base_url, retries=quick_retries, timeout=0.5) as client:
        yield client


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
@pytest.mark.parametrize(("fault", "status", "reason"), PASSING_FAULTS)
def test_a_fault_that_passes_is_repaired(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault, status: str, reason: str, times: int
) -> None:
    server.inject(fault, endpoint=ARCHIVES, times=times)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (report.is_complete, result.status, result.tries) == (True, "downloaded", times + 1)
    assert [reason in line for line in result.evidence] == [True] * times
    assert tree(tmp_path) == undisturbed(server, MOUSE)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(("fault", "status", "reason"), PASSING_FAULTS)
def test_a_fault_that_stays_is_reported(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault, status: str, reason: str
) -> None:
    server.inject(fault, endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert result.status == status
    assert reason in (result.reason or "")
    assert len(result.evidence) == result.tries == len(archives_asked_for(server))
    assert tree(tmp_path) == {}
    assert left_behind(tmp_path) == []
    with pytest.raises(DownloadFailedError):
        report.raise_for_failures()


@pytest.mark.parametrize(("fault", "status", "reason"), PASSING_FAULTS[::3])
def test_what_was_not_complete_is_completed_by_the_next_run(
    server: ReferenceServer, tmp_path: Path, fault: faults.Fault, status: str, reason: str
) -> None:
    server.inject(fault, endpoint=ARCHIVES)
    with Client(base_url=server.base_url, retries=0) as client:
        first = client.download([MOUSE], tmp_path)

        second = client.download([MOUSE], tmp_path)

    assert [len(first.failed), len(second.failed)] == [1, 0]
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize(("fault", "status", "reason"), PASSING_FAULTS[::3])
def test_an_archive_that_is_to_be_kept_meets_the_same_checks(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault, status: str, reason: str
) -> None:
    server.inject(fault, endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path, as_zip=True)

    assert (report.is_complete, report.results[0].tries) == (True, 2)
    assert kept_archives(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize(("answer", "error"), REFUSALS)
def test_a_refusal_is_believed_at_once(
    client: Client, server: ReferenceServer, tmp_path: Path, answer: faults.Fault, error: str
) -> None:
    server.inject(answer, endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.error, result.tries) == ("failed", error, 1)
    assert archives_asked_for(server) == [MOUSE]
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("fault", LATE)
def test_an_answer_that_comes_too_late_is_asked_for_again(
    hasty_client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.inject(fault, endpoint=ARCHIVES)

    report = hasty_client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert report.results[0].evidence[0] == "try 1: The server took longer than the timeout allows (ReadTimeout)."
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("fault", LATE[::3])
def test_an_answer_that_never_comes_is_reported(
    hasty_client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.inject(fault, endpoint=ARCHIVES, times=None)

    report = hasty_client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.error, result.tries) == ("failed", "TimedOutError", 4)
    assert tree(tmp_path) == {}


def test_an_answer_that_comes_slowly_is_taken(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.trickle(1_000, 0.001), endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries) == (True, 1)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("fault", [faults.blank_md5(0), faults.missing_md5(7)], ids=["blank", "missing"])
def test_a_hash_that_the_server_does_not_have_is_told(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.inject(fault, endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.images, result.verified, len(result.not_verifiable)) == ("downloaded", 8, 7, 1)
    assert report.totals.not_verifiable == 1


@pytest.mark.parametrize(
    "fault", [each.values[0] for each in CONNECTION_FAULTS[:3]], ids=["closed", "reset", "headers"]
)
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
@pytest.mark.parametrize("endpoint", ["getSeries", "getImage"], ids=["record", "licence"])
def test_the_record_and_the_licence_are_asked_for_again(
    client: Client, server: ReferenceServer, tmp_path: Path, endpoint: str, fault: faults.Fault, times: int
) -> None:
    server.inject(fault, endpoint=endpoint, times=times)

    report = client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@given(place=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_byte_can_change_without_notice(client: Client, server: ReferenceServer, place: float, mask: int) -> None:
    def change(body: bytes) -> bytes:
        position = int(place * len(body))
        return body[:position] + bytes([body[position] ^ mask]) + body[position + 1 :]

    server.reset()
    server.inject(faults.rewritten(change), endpoint=ARCHIVES, times=None)

    with tempfile.TemporaryDirectory() as folder:
        report = client.download([MOUSE], folder)

        assert tree(Path(folder)) == ({**undisturbed(server, MOUSE)} if report.is_complete else {})


@given(place=st.floats(0, 1, exclude_max=True))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_archive_may_end_anywhere_and_is_not_taken(client: Client, server: ReferenceServer, place: float) -> None:
    server.reset()
    server.inject(faults.rewritten(lambda body: body[: int(place * len(body))]), endpoint=ARCHIVES, times=None)

    with tempfile.TemporaryDirectory() as folder:
        report = client.download([MOUSE], folder)

        assert (report.results[0].status, tree(Path(folder))) == ("failed", {})
