"""Two faults at a time: one after the other for a series, and different ones for series that come side by side."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from nbia import Client, RetryPolicy
from tests.download.faults import FAULTS
from tests.download.helpers import (
    ALIKE,
    ARCHIVES,
    MOUSE,
    inject_all,
    left_behind,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer, changes, faults

ONE_OF_EACH_KIND = [
    pytest.param(faults.cut(reset=True), id="reset"),
    pytest.param(faults.cut(20_000), id="closed in the middle"),
    pytest.param(faults.cut_chunks(-1), id="last byte missing"),
    pytest.param(faults.flipped_bytes(), id="changed bytes"),
    pytest.param(faults.missing_images(4), id="images missing"),
    pytest.param(faults.missing_images(7, complete_digests=True), id="image missing"),
    pytest.param(faults.damaged_image(3), id="damaged image"),
    pytest.param(faults.wrong_md5(7), id="wrong hash"),
    pytest.param(faults.html_page(), id="page"),
    pytest.param(faults.status(500), id="status 500"),
]
ELSEWHERE = [
    pytest.param("getSeries", faults.status(503), id="record: status 503"),
    pytest.param("getSeries", faults.html_page(), id="record: page"),
    pytest.param("getSeries", faults.cut(300), id="record: closed"),
    pytest.param("getSeries", faults.rewritten(lambda body: body[:-10]), id="record: cut off"),
    pytest.param("getImage", faults.status(503), id="licence: status 503"),
    pytest.param("getImage", faults.html_page(), id="licence: page"),
    pytest.param("getImage", faults.cut(300), id="licence: closed"),
]


@pytest.mark.parametrize("second", ONE_OF_EACH_KIND)
@pytest.mark.parametrize("first", ONE_OF_EACH_KIND)
def test_two_faults_one_after_the_other_are_repaired(
    client: Client, server: ReferenceServer, tmp_path: Path, first: faults.Fault, second: faults.Fault
) -> None:
    inject_all(server, [first, second])

    report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries) == (True, 3)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(faults.missing_images(4), faults.missing_images(7), id="images missing, then fewer"),
        pytest.param(faults.missing_images(7), faults.damaged_image(0), id="image missing, then damaged"),
        pytest.param(faults.wrong_md5(0), faults.status(500), id="wrong hash, then status 500"),
        pytest.param(faults.cut(20_000), faults.html_page(), id="closed, then page"),
    ],
)
def test_two_faults_that_take_turns_for_ever_are_reported(
    client: Client, server: ReferenceServer, tmp_path: Path, first: faults.Fault, second: faults.Fault
) -> None:
    inject_all(server, [first, second, first, second])

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.tries, len(result.evidence)) == ("failed", 4, 4)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(("endpoint", "elsewhere"), ELSEWHERE)
@pytest.mark.parametrize("fault", ONE_OF_EACH_KIND[::3])
def test_faults_of_two_answers_are_repaired(
    client: Client,
    server: ReferenceServer,
    tmp_path: Path,
    fault: faults.Fault,
    endpoint: str,
    elsewhere: faults.Fault,
) -> None:
    server.inject(fault, endpoint=ARCHIVES, times=2)
    server.inject(elsewhere, endpoint=endpoint, times=2)

    report = client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("fault", ONE_OF_EACH_KIND)
def test_a_fault_of_an_archive_with_a_wrong_count_is_reported(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.change(changes.convert("getSeries", "ImageCount", lambda count: int(count) + 1))
    server.inject(fault, endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert result.status != "downloaded"
    assert "8 images where the server announces 9" in str(result.evidence)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("start", range(9))
def test_series_side_by_side_recover_each_from_its_own_fault(
    server: ReferenceServer, tmp_path: Path, start: int
) -> None:
    struck = FAULTS[start::9]
    inject_all(server, struck)
    patient = RetryPolicy(attempts=len(struck) + 1, first_delay=0, longest_delay=0)

    with Client(base_url=server.base_url, retries=patient) as client:
        report = client.download(ALIKE, tmp_path, workers=6)

    assert report.is_complete
    assert sum(result.tries for result in report.results) == len(ALIKE) + len(struck)
    assert tree(tmp_path) == undisturbed(server, *ALIKE)
    assert left_behind(tmp_path) == []


def test_a_series_that_fails_does_not_harm_the_others(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.status(404), endpoint=ARCHIVES)

    report = client.download(ALIKE, tmp_path)

    complete = [result.series_instance_uid for result in report.complete]
    assert (len(complete), len(report.failed)) == (len(ALIKE) - 1, 1)
    assert tree(tmp_path) == undisturbed(server, *complete)
    assert left_behind(tmp_path) == []


def test_a_server_that_fails_for_everybody_is_reported_for_every_series(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(503), times=None)

    report = client.download(ALIKE, tmp_path)

    assert [result.status for result in report.results] == ["failed"] * len(ALIKE)
    assert {result.error for result in report.results} == {"ServerFailureError"}
    assert max(Counter(request.query for request in server.requests).values()) == 4
    assert tree(tmp_path) == {}
