"""What the archive says that it does not have comes from the bucket; that it fails, or is wrong, is no such word."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

import nbia
from nbia import AsyncClient, Client, RetryPolicy
from nbia.events import Event, SeriesFinished
from tests.download.archives import streamed
from tests.download.helpers import ARCHIVES, LOST_FILE, MOUSE, SEVERAL, SMALL, VICTRE, sent, series_in_place
from tests.download.sources.bucket_server import BucketServer
from tests.download.sources.buckets import BUCKET, files_of, row_of, write_index
from tests.reference_server import ReferenceServer, faults
from tests.reference_server.known_uids import RESTRICTED

BOTH: Final = ("nbia", "idc")
NOWHERE: Final = "1.2.3"


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(404),
        faults.status(410),
        faults.redirect("https://imaging.example.org/", 302),
        faults.redirect("https://imaging.example.org/", 301),
    ],
    ids=["404", "410", "302", "301"],
)
def test_what_is_gone_comes_from_the_bucket(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path, fault: faults.Fault
) -> None:
    server.inject(fault, times=None)

    report = client.download(SEVERAL, tmp_path, source=BOTH, index=index, source_url=buckets.url)

    assert report.is_complete
    assert {result.source for result in report.results} == {"idc"}
    assert all(result.notes[0].startswith("nbia does not have it: ") for result in report.results)
    assert nbia.verify(tmp_path).is_complete


def test_what_is_not_public_comes_from_the_bucket(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, RESTRICTED)])

    with BucketServer({BUCKET: files_of(server.archive, [RESTRICTED])}) as buckets:
        report = client.download(RESTRICTED, tmp_path / "to", source=BOTH, index=index, source_url=buckets.url)

    (result,) = report.results
    assert (result.status, result.source, result.images) == ("downloaded", "idc", 6)


def test_a_series_that_no_row_describes_and_whose_archive_is_empty_is_gone(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, RESTRICTED)])
    server.inject(
        sent(streamed({"LICENSE": b"-", "md5hashes.csv": b"Filename,MD5Hash\n"})), endpoint=ARCHIVES, times=None
    )

    with BucketServer({BUCKET: files_of(server.archive, [RESTRICTED])}) as buckets:
        report = client.download(RESTRICTED, tmp_path / "to", source=BOTH, index=index, source_url=buckets.url)

    assert [result.source for result in report.complete] == ["idc"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.status(500), "ServerFailureError"),
        (faults.status(503), "ServerFailureError"),
        (faults.status(429), "TooManyRequestsError"),
        (faults.status(401), "NeedsLoginError"),
        (faults.status(400), "BadRequestError"),
        (faults.html_page(), "NotTheApiError"),
        (faults.empty(), "EmptyAnswerError"),
        (faults.cut(after=1000), "ConnectionFailedError"),
        (faults.cut(after=0), "ConnectionFailedError"),
        (faults.damaged_image(), "WrongHashError"),
        (sent(streamed({"LICENSE": b"-", "md5hashes.csv": b"Filename,MD5Hash\n"})), "IncompleteArchiveError"),
    ],
    ids=["500", "503", "429", "401", "400", "page", "empty", "cut", "no answer", "damaged", "no images"],
)
def test_a_failure_is_no_reason_to_go_to_the_bucket(
    server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path, fault: faults.Fault, error: str
) -> None:
    server.inject(fault, endpoint=ARCHIVES, times=None)
    once = RetryPolicy(attempts=1)

    with Client(base_url=server.base_url, retries=once) as client:
        report = client.download([MOUSE], tmp_path, source=BOTH, index=index, source_url=buckets.url)

    (result,) = report.results
    assert (result.status, result.error, result.source) == ("failed", error, "nbia")
    assert buckets.requests == []


def test_a_dispute_stays_one_and_says_what_the_bucket_has(
    client: Client, server: ReferenceServer, buckets: BucketServer, tmp_path: Path
) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, MOUSE, SeriesInstanceUID=LOST_FILE)])

    report = client.download([LOST_FILE], tmp_path / "to", source=BOTH, index=index, source_url=buckets.url)

    (result,) = report.results
    assert (result.status, result.source) == ("disputed", "nbia")
    assert str(result.hint).endswith('idc has 8 images of it: source="idc" brings them')
    assert f'idc has 8 images of {LOST_FILE}, which is disputed: source="idc" brings them' in str(report)
    assert buckets.requests == []


def test_what_neither_has_fails_with_both_reasons(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    report = client.download([NOWHERE], tmp_path, source=BOTH, index=index, source_url=buckets.url)

    (result,) = report.results
    assert (result.status, result.error) == ("failed", "NotPublicError")
    assert "idc does not have series 1.2.3" in str(result.reason)
    assert "nbia does not have it: getImageWithMD5Hash: The series is unknown" in str(result.reason)
    assert "1.2.3 failed at idc: " in str(report)
    assert result.notes[0].startswith("nbia does not have it: ")


def test_the_sources_are_asked_in_the_order_in_which_they_are_given(
    client: Client, server: ReferenceServer, buckets: BucketServer, tmp_path: Path
) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, MOUSE)])

    report = client.download([MOUSE, SMALL], tmp_path / "to", source="idc,nbia", index=index, source_url=buckets.url)

    assert [(result.status, result.source) for result in report.results] == [
        ("downloaded", "idc"),
        ("downloaded", "nbia"),
    ]


def test_a_list_of_which_some_are_gone_ends_complete(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    wanted = [MOUSE, RESTRICTED, SMALL]
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, RESTRICTED)])

    with BucketServer({BUCKET: files_of(server.archive, [RESTRICTED])}) as buckets:
        report = client.download(wanted, tmp_path / "to", source=BOTH, index=index, source_url=buckets.url)

    assert [result.source for result in report.complete] == ["nbia", "idc", "nbia"]


@pytest.mark.parametrize("layout", ["series", "patient"])
def test_a_run_that_loses_the_archive_in_the_middle_ends_with_a_complete_tree(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path, layout: str
) -> None:
    def end_the_service(event: Event) -> None:
        """Switch the service off once a series has come."""
        server.inject(faults.status(404), times=None) if isinstance(event, SeriesFinished) else None

    report = client.download(
        SEVERAL,
        tmp_path,
        source=BOTH,
        index=index,
        source_url=buckets.url,
        workers=1,
        layout=layout,
        progress=end_the_service,
    )

    assert report.is_complete
    assert {result.source for result in report.results} == {"nbia", "idc"}
    assert len({result.path for result in report.results}) == len(SEVERAL)
    assert sum(path.suffix == ".dcm" for path in tmp_path.rglob("*")) == 18
    assert nbia.verify(tmp_path).is_complete


def test_a_run_that_was_ended_at_the_archive_goes_on_at_the_bucket(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    client.download(SEVERAL[:2], tmp_path)
    server.inject(faults.status(404), times=None)

    report = client.download(SEVERAL, tmp_path, source=BOTH, index=index, source_url=buckets.url)

    assert [result.source for result in report.results] == ["nbia"] * 2 + ["idc"] * 4
    assert sorted(series_in_place(tmp_path)) == sorted(SEVERAL)


@pytest.mark.anyio
async def test_the_asynchronous_client_goes_on_at_the_bucket(
    async_client: AsyncClient, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    server.inject(faults.status(404), times=None)

    async with async_client as client:
        report = await client.download(SEVERAL, tmp_path, source=BOTH, index=index, source_url=buckets.url)

    assert [result.source for result in report.complete] == ["idc"] * len(SEVERAL)


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_executors_go_on_at_the_bucket(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path, kind: str
) -> None:
    server.inject(faults.status(404), times=None)
    spawned = multiprocessing.get_context("spawn")

    with ThreadPoolExecutor(2) if kind == "threads" else ProcessPoolExecutor(2, mp_context=spawned) as executor:
        report = client.download(SEVERAL, tmp_path, source=BOTH, index=index, source_url=buckets.url, executor=executor)

    assert [result.source for result in report.complete] == ["idc"] * len(SEVERAL)


@pytest.mark.usefixtures("installed")
def test_the_report_says_how_many_of_those_that_are_gone_another_source_has(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(404), times=None)

    report = client.download([MOUSE, SMALL, NOWHERE], tmp_path)

    assert report.notes == ('source="nbia,idc" brings 2 of the 3 series that nbia does not have',)


@pytest.mark.usefixtures("installed")
def test_the_report_says_how_many_images_another_source_has_of_a_disputed_series(
    client: Client, server: ReferenceServer, index: Path, tmp_path: Path
) -> None:
    write_index(index, [row_of(server.archive, MOUSE, SeriesInstanceUID=LOST_FILE)])

    report = client.download([LOST_FILE], tmp_path)

    assert report.notes == (f'idc has 8 images of {LOST_FILE}, which is disputed: source="idc" brings them',)


@pytest.mark.usefixtures("installed")
def test_the_report_says_nothing_of_a_source_that_has_none_of_them(client: Client, tmp_path: Path) -> None:
    assert client.download([NOWHERE], tmp_path).notes == ()


def test_without_an_index_the_report_says_what_to_install_when_the_service_has_gone(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, package=None: None)
    server.inject(faults.status(404), times=None)

    (note,) = client.download([MOUSE], tmp_path).notes

    assert note.startswith('source="nbia,idc" asks the Imaging Data Commons')
    assert "pip install 'nbia-client[idc]'" in note


def test_no_request_to_a_bucket_carries_what_is_meant_for_the_service(
    server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    import httpx

    with (
        httpx.Client(headers={"X-Key": "secret"}, cookies={"session": "secret"}, auth=("me", "secret")) as http,
        Client(base_url=server.base_url, http=http) as client,
    ):
        report = client.download([VICTRE], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.is_complete
    assert "secret" not in json.dumps(buckets.headers)
    assert {"x-key", "cookie", "authorization"} & {name for headers in buckets.headers for name in headers} == set()
