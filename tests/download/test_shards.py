"""Parts of a list that machines download without speaking to each other: the UIDs alone say what is in which."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas
import polars
import pytest

import nbia
from nbia import AsyncClient, Client, InvalidParameterError, Manifest
from nbia.v1.records import Series
from nbia_core.download.inputs.inputs import Inputs, Unusable, Wanted
from nbia_core.download.inputs.shard import read_shard
from tests.cli.command_line import nbia as run
from tests.download.helpers import SEVERAL, archives_asked_for, tree, undisturbed
from tests.reference_server import ReferenceServer

OF_SIXTEEN = dict(zip(SEVERAL, (4, 11, 9, 3, 15, 1), strict=True))
"""As `printf %s UID | sha256sum` says, its first 8 digits modulo 16, and 1 more."""
FIRST = tuple(uid for uid, number in OF_SIXTEEN.items() if number % 2 == 1)
SECOND = tuple(uid for uid, number in OF_SIXTEEN.items() if number % 2 == 0)
"""The halves of the list: 16 is even."""
BAD = ["0/16", "17/16", "3", "3/0", "0/0", "three/16", "3/16/2", "-1/16", "1.5/16", " 3/16", "", "³/16", "3/1000000000"]


def handed_out(what: object, shard: str, **options: object) -> list[str]:
    inputs = Inputs(what, Series, shard=read_shard(shard), takes_groups=True, **options)  # type: ignore[arg-type]
    return [item.series_instance_uid if isinstance(item, Wanted) else item.text for item in inputs]


@pytest.mark.parametrize(("uid", "number"), OF_SIXTEEN.items())
def test_a_series_is_in_the_part_that_its_hash_says(uid: str, number: int) -> None:
    assert read_shard(f"{number}/16").has(uid)


def test_the_parts_of_a_list_are_the_list_and_nothing_twice() -> None:
    uids = [f"2.25.{number}" for number in range(1000)]

    parts = [handed_out(uids, f"{number}/7") for number in range(1, 8)]

    assert sorted(uid for part in parts for uid in part) == sorted(uids)
    assert min(map(len, parts)) > 100


@pytest.mark.parametrize(
    "as_input",
    [
        pytest.param(list, id="list"),
        pytest.param(lambda uids: list(reversed(uids)), id="in another order"),
        pytest.param(lambda uids: [*uids, *uids], id="twice"),
        pytest.param(iter, id="generator"),
        pytest.param(lambda uids: [Series(series_instance_uid=uid) for uid in uids], id="records"),
        pytest.param(lambda uids: pandas.DataFrame({"SeriesInstanceUID": uids, "Modality": "CT"}), id="pandas"),
        pytest.param(lambda uids: polars.DataFrame({"SeriesInstanceUID": [*uids, *uids]}), id="polars, twice"),
        pytest.param(
            lambda uids: Manifest(series=tuple(uids), skipped=(), properties={}, rows=None),
            id="manifest",
        ),
    ],
)
def test_a_part_is_the_same_whatever_names_the_series(as_input: Callable[[tuple[str, ...]], object]) -> None:
    assert set(handed_out(as_input(SEVERAL), "1/2")) == set(FIRST)
    assert len(handed_out(as_input(SEVERAL), "1/2")) == len(FIRST)


def test_the_total_and_the_duplicates_are_those_of_the_part() -> None:
    inputs = Inputs([*SEVERAL, FIRST[0], *SECOND], Series, shard=read_shard("1/2"))

    assert (inputs.total, inputs.duplicates) == (len(FIRST), 1)
    assert inputs.notes == ("part 1/2 of what was asked for: 5 series",)


def test_the_limit_counts_within_the_part() -> None:
    assert handed_out(SEVERAL, "1/2", limit=2) == [*FIRST[:2]]


def test_what_names_no_series_is_told_by_one_part() -> None:
    parts = [Inputs(iter(["nothing", *SEVERAL]), Series, shard=read_shard(f"{part}/3")) for part in (1, 2, 3)]

    assert [item.text for part in parts for item in part if isinstance(item, Unusable)] == ["nothing"]


@pytest.mark.parametrize("shard", [*BAD, 3, (3, 16), b"3/16", True])
def test_what_is_no_part_is_refused_before_anything_is_sent(
    client: Client, server: ReferenceServer, tmp_path: Path, shard: str
) -> None:
    with pytest.raises(InvalidParameterError, match="such as 3/16"):
        client.download(SEVERAL, tmp_path / "new", shard=shard)

    assert (server.requests, (tmp_path / "new").exists()) == ([], False)


@pytest.mark.parametrize("shard", BAD[:5])
def test_the_command_refuses_it_too(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shard: str
) -> None:
    monkeypatch.setenv("NBIA_BASE_URL", server.base_url)

    code, _, err = run("download", "--collection", "4D-Lung", f"--shard={shard}", capsys=capsys)

    assert (code, server.requests) == (2, [])
    assert "the first of 16 is 1/16" in err


def test_the_service_is_asked_only_for_what_is_in_the_part(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    report = client.download(SEVERAL, tmp_path, shard="1/2")

    assert report.is_complete
    assert archives_asked_for(server) == sorted(FIRST)
    assert {request.parameters["SeriesInstanceUID"] for request in server.requests} <= set(FIRST)


def test_parts_share_a_destination_and_each_keeps_its_report(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda part: client.download(SEVERAL, tmp_path, shard=part), ("1/2", "2/2")))

    reports = [nbia.DownloadReport.load(tmp_path / f"download-report-{part}-of-2.json") for part in (1, 2)]
    assert [{result.series_instance_uid for result in report.results} for report in reports] == [
        set(FIRST),
        set(SECOND),
    ]
    with (tmp_path / "metadata.csv").open(encoding="utf-8", newline="") as table:
        assert {row["SeriesInstanceUID"] for row in csv.DictReader(table)} == set(SEVERAL)
    assert undisturbed(server, *SEVERAL).items() <= tree(tmp_path).items()


def test_a_part_without_series_is_complete_and_leaves_a_report(client: Client, tmp_path: Path) -> None:
    report = client.download(FIRST, tmp_path, shard="2/2")

    assert (report.is_complete, report.results) == (True, ())
    assert report.report_path == tmp_path / "download-report-2-of-2.json"
    assert nbia.DownloadReport.load(report.report_path).is_complete


def test_a_part_is_tried_out_without_writing(client: Client, tmp_path: Path) -> None:
    plan = client.download(SEVERAL, tmp_path / "new", shard="2/2", dry_run=True)

    assert {series.series_instance_uid for series in plan.series} == set(SECOND)
    assert "Part 2/2 of what was asked for: 1 series." in str(plan)


def test_an_executor_and_an_asynchronous_client_take_the_same_part(server: ReferenceServer, tmp_path: Path) -> None:
    async def download() -> nbia.DownloadReport:
        async with AsyncClient(base_url=server.base_url) as client:
            with ThreadPoolExecutor(2) as threads:
                return await client.download(SEVERAL, tmp_path, shard="1/2", executor=threads)

    report = asyncio.run(download())

    assert {result.series_instance_uid for result in report.results} == set(FIRST)


def test_the_series_of_a_patient_are_parted_like_those_of_a_list(client: Client, tmp_path: Path) -> None:
    of_patient = client.get_series(patient_id="0012")
    table = pandas.DataFrame({"PatientID": ["0012"]})
    uids = {str(series.series_instance_uid) for series in of_patient}

    parts = [
        {series.series_instance_uid for series in client.download(table, tmp_path, dry_run=True, shard=part).series}
        for part in ("1/2", "2/2")
    ]

    assert parts == [{uid for uid in uids if read_shard(part).has(uid)} for part in ("1/2", "2/2")]
