"""A dry run says what a download would do: nothing is written, and nothing is fetched but what that needs."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

import nbia.v4
from nbia import AsyncClient, Client, DestinationError, DownloadPlan, InvalidParameterError, RetryPolicy, events
from tests.download.helpers import MOUSE, SMALL, VICTRE
from tests.reference_server import ReferenceServer, faults

UNKNOWN = "1.2.3"


def test_a_plan_says_how_much_it_would_be(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    plan = client.download([SMALL, VICTRE], tmp_path / "to", dry_run=True)

    assert [(series.series_instance_uid, series.images) for series in plan.series] == [(SMALL, 2), (VICTRE, 5)]
    assert (plan.images, plan.fits, plan.is_feasible) == (7, True, True)
    assert plan.size == sum(series.size or 0 for series in plan.series) > 100_000
    assert plan.base_url == server.base_url
    assert plan.series[0].url == f"{server.base_url}/getImageWithMD5Hash?SeriesInstanceUID={SMALL}"
    assert {request.endpoint for request in server.requests} == {"getSeriesSize"}
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_asked_that_records_say(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    series = client.get_series(collection="VICTRE")
    server.reset()

    plan = client.download(series, tmp_path, dry_run=True)

    assert len(plan.series) == len(series)
    assert server.requests == []


def test_a_size_that_a_table_leaves_out_is_asked_for(client: Client, tmp_path: Path) -> None:
    whole = client.download(SMALL, tmp_path, dry_run=True)

    plan = client.download([{"SeriesInstanceUID": SMALL, "ImageCount": 2}], tmp_path, dry_run=True)

    assert (plan.images, plan.size) == (2, whole.size)


def test_what_is_complete_is_not_downloaded_again(client: Client, tmp_path: Path) -> None:
    client.download([SMALL, VICTRE, MOUSE], tmp_path)
    (tmp_path / VICTRE / "00000001.dcm").unlink()
    before = sorted(path.name for path in tmp_path.rglob("*"))

    plan = client.download([SMALL, VICTRE], tmp_path, dry_run=True, verify=True)

    assert [series.is_complete for series in plan.series] == [True, False]
    assert [series.series_instance_uid for series in plan.to_download] == [VICTRE]
    assert plan.images == 5
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_nothing_is_asked_of_what_is_complete(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download(SMALL, tmp_path)
    server.reset()

    plan = client.download(SMALL, tmp_path, dry_run=True)

    assert (plan.series[0].images, plan.series[0].is_complete) == (2, True)
    assert server.requests == []


def test_what_is_unknown_or_too_large_is_not_feasible(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = client.download([UNKNOWN, SMALL], tmp_path, dry_run=True)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))
    too_large = client.download(SMALL, tmp_path, dry_run=True)

    assert [series.series_instance_uid for series in unknown.unknown] == [UNKNOWN]
    assert (unknown.fits, unknown.is_feasible) == (True, False)
    assert (too_large.free, too_large.fits, too_large.is_feasible) == (1000, False, False)


def test_a_limit_takes_the_first(client: Client, tmp_path: Path) -> None:
    plan = client.download([SMALL, SMALL, VICTRE, MOUSE], tmp_path / "to", limit=2, dry_run=True)
    report = client.download([SMALL, SMALL, VICTRE, MOUSE], tmp_path / "to", limit=2)

    assert [series.series_instance_uid for series in plan.series] == [SMALL, VICTRE]
    assert [result.series_instance_uid for result in report.results] == [SMALL, VICTRE]
    assert (report.is_complete, report.not_tried, report.duplicates) == (True, 0, 1)


def test_a_limit_leaves_the_rest_of_a_generator_alone(client: Client, tmp_path: Path) -> None:
    uids = iter([SMALL, VICTRE, "no UID"])

    report = client.download(uids, tmp_path, limit=1)

    assert [result.series_instance_uid for result in report.results] == [SMALL]
    assert list(uids) == [VICTRE, "no UID"]


def test_a_limit_of_a_table_takes_its_first_rows(client: Client, tmp_path: Path) -> None:
    table = client.get_series(collection="VICTRE").to_pandas()

    report = client.download(table, tmp_path, limit=1)

    assert [result.series_instance_uid for result in report.results] == [table["SeriesInstanceUID"][0]]


@pytest.mark.parametrize("limit", [0, -1, True, 1.5, "3"])
def test_a_limit_that_is_none_is_refused(client: Client, tmp_path: Path, limit: int) -> None:
    with pytest.raises(InvalidParameterError, match=r"limit=.* must be a whole number, 1 or more"):
        client.download(SMALL, tmp_path, limit=limit)


def test_a_plan_reads_well_everywhere(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    plan = client.download([SMALL, UNKNOWN, {"StudyInstanceUID": "1.9"}], "scans", dry_run=True)

    lines = str(plan).splitlines()
    assert lines[:3] == [
        "Asked for: 2 series, 2 images, 39.4 kB.",
        "Complete in scans already: 0 series.",
        "To download: 2 series, 2 images, 39.4 kB.",
    ]
    assert lines[4:] == [
        f"From: {client.base_url}",
        f"Unknown to the service: {UNKNOWN}.",
        "The service has no series of study 1.9.",
        "1 study: 0 series.",
        "They go to:",
        f"  {Path('scans', SMALL)}",
        "Nothing was downloaded.",
    ]
    assert repr(plan).startswith("<Asked for: 2 series")
    assert "<p>Asked for: 2 series, 2 images, 39.4 kB.</p>" in plan._repr_html_()


def test_a_destination_that_is_a_file_is_refused(client: Client, tmp_path: Path) -> None:
    (tmp_path / "to").write_text("mine")

    with pytest.raises(DestinationError, match="is no folder"):
        client.download(SMALL, tmp_path / "to" / "below", dry_run=True)


def test_a_destination_that_cannot_be_made_is_refused(client: Client, tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match="cannot be written"):
        client.download(SMALL, tmp_path / ("long" * 100), dry_run=True)


def test_a_service_that_fails_raises(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.status(500), endpoint="getSeriesSize", times=None)

    with pytest.raises(nbia.ServerFailureError):
        client.download(SMALL, tmp_path, dry_run=True)


def test_it_is_told_how_far_the_questions_are(client: Client, tmp_path: Path) -> None:
    told: list[events.Event] = []

    client.download([SMALL, VICTRE], tmp_path, dry_run=True, progress=told.append)

    assert told == [
        events.Planning(asked=0, total=2, what="series"),
        events.Planning(asked=1, total=2, what="series"),
        events.Planning(asked=2, total=2, what="series"),
    ]


def test_a_service_that_fails_for_a_while_is_waited_for_as_in_a_download_and_that_is_told(
    server: ReferenceServer, tmp_path: Path
) -> None:
    told: list[events.Event] = []
    server.inject(faults.status(500), endpoint="getSeriesSize", times=5)
    retries = RetryPolicy(attempts=6, first_delay=0, longest_delay=0)

    with Client(base_url=server.base_url, retries=retries) as client:
        plan = client.download([SMALL, VICTRE], tmp_path, dry_run=True, workers=1, progress=told.append)

    assert plan.is_feasible
    assert [event.reason[:35] for event in told if isinstance(event, events.Paused)] == [
        "the server failed 5 times in a row:"
    ]


def test_a_dry_run_can_be_cancelled_amid_its_questions(client: Client, tmp_path: Path) -> None:
    cancel = threading.Event()

    plan = client.download(
        [SMALL, VICTRE], tmp_path, dry_run=True, cancel=cancel, progress=lambda event: cancel.set(), workers=1
    )

    assert plan.stopped == "it was cancelled"
    assert (plan.unknown, plan.is_feasible) == ((), False)


@pytest.mark.anyio
async def test_an_asynchronous_client_plans_too(async_client: AsyncClient, tmp_path: Path) -> None:
    async with async_client as client:
        plan = await client.download(SMALL, tmp_path, dry_run=True)

    assert isinstance(plan, DownloadPlan)
    assert plan.images == 2


def test_version_4_plans_too(server: ReferenceServer, quick_retries: RetryPolicy, tmp_path: Path) -> None:
    with nbia.v4.Client(base_url=server.url("v4"), retries=quick_retries) as client:
        plan = client.download([SMALL, UNKNOWN], tmp_path, dry_run=True)

    assert [series.images for series in plan.series] == [2, None]


@pytest.mark.parametrize("name", ["dry_run", "progress"])
def test_what_is_neither_true_nor_false_is_refused(client: Client, tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidParameterError, match=f"{name}='yes' must be True"):
        client.download(SMALL, tmp_path, **{name: "yes"})  # type: ignore[call-overload]
