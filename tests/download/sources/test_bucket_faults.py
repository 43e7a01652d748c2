"""Whatever a bucket or the network does wrong: a series gets its place when it is complete, and not before."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

import nbia
from nbia import Client, RetryPolicy
from nbia.events import Event, Paused
from tests.download.helpers import MOUSE, SEVERAL, SMALL, series_in_place, tree
from tests.download.sources.bucket_server import (
    BucketServer,
    Fault,
    Stored,
    changed,
    cut,
    flipped,
    page,
    redirect,
    sha256_of,
    status,
)
from tests.download.sources.buckets import BUCKET, files_of, folder_of, row_of, write_index
from tests.reference_server import ReferenceServer

FILE: Final = ".dcm"
"""A part of the paths of files."""
LISTING: Final = "list-type"
"""A part of the paths of listings."""

Download = Callable[..., nbia.SeriesResult]


@pytest.fixture
def download(client: Client, buckets: BucketServer, index: Path, tmp_path: Path) -> Download:
    """Download a series from the bucket."""

    def run(uid: str = MOUSE) -> nbia.SeriesResult:
        (result,) = client.download(uid, tmp_path, source="idc", index=index, source_url=buckets.url).results
        return result

    return run


@pytest.mark.parametrize(
    "fault",
    [
        cut(after=200),
        cut(after=0),
        flipped,
        status(503),
        status(503, retry_after="0"),
        status(500, "InternalError"),
        status(429, "TooManyRequests"),
        status(404, "NoSuchKey"),
        changed(lambda body: body[:-10]),
        changed(lambda body: body + b"more"),
        changed(lambda body: b""),
        page,
    ],
    ids=["cut", "cut at once", "flipped", "slow", "asked", "500", "429", "vanished", "short", "long", "empty", "page"],
)
def test_a_fault_of_a_file_that_passes_does_no_harm(
    buckets: BucketServer, download: Download, tmp_path: Path, fault: Fault
) -> None:
    buckets.inject(fault, where=FILE, times=2)

    result = download()

    assert (result.status, result.images, result.verified) == ("downloaded", 8, 8)
    assert nbia.verify(tmp_path).is_complete


@pytest.mark.parametrize(
    "fault",
    [
        cut(after=200),
        status(503),
        status(500, "InternalError"),
        page,
        changed(lambda body: body[:300]),
        changed(lambda body: body.replace(b"<Contents>", b"<!ENTITY x 'y'><Contents>", 1)),
        changed(lambda body: body.replace(b"ListBucketResult", b"Other")),
        changed(lambda body: body.replace(b"<Size>", b"<Size>x", 1)),
        changed(lambda body: body.replace(b"<Contents>", b"<!--", 1).replace(b"</Contents>", b"-->", 1)),
        changed(lambda body: b""),
    ],
    ids=["cut", "503", "500", "page", "half", "entity", "other", "no number", "comment", "empty"],
)
def test_a_fault_of_a_listing_that_passes_does_no_harm(
    buckets: BucketServer, download: Download, tmp_path: Path, fault: Fault
) -> None:
    buckets.inject(fault, where=LISTING, times=2)

    assert download().status == "downloaded"
    assert nbia.verify(tmp_path).is_complete


@pytest.mark.parametrize("fault", [status(503), page, cut(after=100)], ids=["503", "page", "cut"])
def test_what_does_not_pass_fails_and_leaves_nothing_in_place(
    buckets: BucketServer, download: Download, tmp_path: Path, fault: Fault
) -> None:
    buckets.inject(fault, where=FILE)

    result = download()

    assert (result.status, result.source) == ("failed", "idc")
    assert (tree(tmp_path), series_in_place(tmp_path)) == ({}, [])


@pytest.mark.parametrize("where", [LISTING, FILE])
def test_a_page_in_the_place_of_the_bucket_is_told_with_what_to_do(
    buckets: BucketServer, download: Download, where: str
) -> None:
    buckets.inject(page, where=where)

    result = download()

    assert result.error == "NotTheApiError"
    assert "source_url= is another address" in str(result.hint)


def test_a_service_that_is_in_trouble_is_asked_as_often_as_the_policy_says(
    buckets: BucketServer, download: Download
) -> None:
    buckets.inject(status(503), where=LISTING)

    assert download().status == "failed"
    assert len(buckets.requests) == 4


def test_a_bucket_that_is_not_public_is_not_asked_again(buckets: BucketServer, download: Download) -> None:
    buckets.inject(status(403, "AccessDenied"))

    result = download()

    assert (result.status, result.error, result.http_status) == ("failed", "NotPublicError", 403)
    assert len(buckets.requests) == 1


def test_a_bucket_that_is_not_there_is_not_asked_again(buckets: BucketServer, download: Download) -> None:
    buckets.buckets.clear()

    assert download().error == "RetiredError"
    assert len(buckets.requests) == 1


def test_before_the_first_file_number_and_sizes_must_be_those_of_the_index(
    server: ReferenceServer, buckets: BucketServer, client: Client, tmp_path: Path
) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, MOUSE, instanceCount=9)])
    twice = RetryPolicy(attempts=2, first_delay=0)

    with Client(base_url=server.base_url, retries=twice) as client:
        report = client.download([MOUSE], tmp_path / "to", source="idc", index=index, source_url=buckets.url)

    (result,) = report.results
    assert (result.status, result.error) == ("failed", "IncompleteArchiveError")
    assert "8 images with 76,252 bytes where the index announces 9 images with 76,252 bytes" in str(result.reason)
    assert buckets.files_asked_for == []


@pytest.mark.parametrize("others", [{"instanceCount": 9}, {"series_size_MB": 0.1}], ids=["number", "size"])
def test_a_listing_that_stays_otherwise_is_a_dispute(
    server: ReferenceServer, buckets: BucketServer, client: Client, tmp_path: Path, others: dict[str, object]
) -> None:
    index = write_index(tmp_path / "index.parquet", [row_of(server.archive, MOUSE, **others)])
    buckets.buckets[BUCKET] = {
        key: dataclasses.replace(file, etag="0-2") for key, file in buckets.buckets[BUCKET].items()
    }

    report = client.download([MOUSE], tmp_path / "to", source="idc", index=index, source_url=buckets.url)

    (result,) = report.results
    assert (result.status, result.images, result.source) == ("disputed", 8, "idc")
    assert "the user forum of IDC" in str(result.hint)
    assert result.path == tmp_path / "to" / ".nbia" / "incomplete" / MOUSE
    assert (result.path / "evidence.json").is_file()


def test_a_listing_of_one_file_less_is_asked_for_again(buckets: BucketServer, download: Download) -> None:
    def without_the_first(body: bytes) -> bytes:
        """Leave the first file out."""
        start, _, rest = body.partition(b"<Contents>")
        return start + rest.partition(b"</Contents>")[2]

    buckets.inject(changed(without_the_first), where=LISTING, times=2)

    result = download()

    assert (result.status, result.tries) == ("downloaded", 3)


@pytest.mark.parametrize(
    "name", ["../x.dcm", "a/b.dcm", ".hidden.dcm", "x y.dcm", "LICENSE", "md5hashes.csv", "c\u00fc.dcm"]
)
def test_a_file_that_must_not_be_written_is_refused(
    server: ReferenceServer, buckets: BucketServer, download: Download, tmp_path: Path, name: str
) -> None:
    key = next(iter(files_of(server.archive, [MOUSE])))
    buckets.buckets[BUCKET][f"{folder_of(MOUSE)}/{name}"] = buckets.buckets[BUCKET].pop(key)

    result = download()

    assert (result.status, result.error) == ("failed", "UnsafeArchiveError")
    assert (tree(tmp_path), buckets.files_asked_for) == ({}, [])


def test_names_that_some_file_systems_do_not_tell_apart_are_refused(buckets: BucketServer, download: Download) -> None:
    first, second = sorted(key for key in buckets.buckets[BUCKET] if key.startswith(folder_of(MOUSE)))[:2]
    buckets.buckets[BUCKET][first.upper().replace(folder_of(MOUSE).upper(), folder_of(MOUSE))] = buckets.buckets[
        BUCKET
    ].pop(second)

    assert download().error == "UnsafeArchiveError"


def test_far_more_files_than_announced_are_refused_before_any_is_asked_for(
    buckets: BucketServer, download: Download
) -> None:
    more = {f"{folder_of(SMALL)}/{number}.dcm": Stored(data=b"x") for number in range(1_100)}
    buckets.buckets[BUCKET] |= more

    assert download(SMALL).error == "UnsafeArchiveError"
    assert buckets.files_asked_for == []


def test_a_file_of_another_series_is_refused(
    server: ReferenceServer, buckets: BucketServer, client: Client, tmp_path: Path
) -> None:
    row = row_of(server.archive, MOUSE, SeriesInstanceUID="1.2.3")
    index = write_index(tmp_path / "index.parquet", [row])

    report = client.download(["1.2.3"], tmp_path / "to", source="idc", index=index, source_url=buckets.url)

    (result,) = report.results
    assert not result.is_complete
    assert "belongs to another series" in str(result.reason)


def test_an_image_that_is_there_twice_is_refused(
    server: ReferenceServer, buckets: BucketServer, client: Client, tmp_path: Path
) -> None:
    keys = list(files_of(server.archive, [MOUSE]))
    buckets.buckets[BUCKET][keys[1]] = buckets.buckets[BUCKET][keys[0]]
    sizes = [len(buckets.buckets[BUCKET][key].data) for key in keys]
    row = row_of(server.archive, MOUSE, series_size_MB=sum(sizes) / 1e6)
    index = write_index(tmp_path / "index.parquet", [row])

    report = client.download([MOUSE], tmp_path / "to", source="idc", index=index, source_url=buckets.url)

    assert report.results[0].status == "disputed"
    assert "have the same SOPInstanceUID" in str(report.results[0].reason)


def test_an_image_with_a_wrong_hash_is_a_dispute_and_the_others_are_not_asked_for_again(
    server: ReferenceServer, buckets: BucketServer, download: Download
) -> None:
    key = next(iter(files_of(server.archive, [MOUSE])))
    buckets.buckets[BUCKET][key] = dataclasses.replace(buckets.buckets[BUCKET][key], etag="0" * 32)

    result = download()

    assert (result.status, result.error) == ("disputed", "WrongHashError")
    assert len(buckets.files_asked_for) == 8 + 2


def test_an_image_with_a_wrong_sha256_fails(
    server: ReferenceServer, buckets: BucketServer, download: Download, tmp_path: Path
) -> None:
    key = next(iter(files_of(server.archive, [MOUSE])))
    file = buckets.buckets[BUCKET][key]
    buckets.buckets[BUCKET][key] = dataclasses.replace(file, etag="0-2", sha256=sha256_of(b"another"))

    result = download()

    assert (result.status, result.error) == ("failed", "WrongHashError")
    assert series_in_place(tmp_path) == []


def test_many_files_come_in_pages(server: ReferenceServer, tmp_path: Path) -> None:
    first, second = files_of(server.archive, [SMALL]).values()
    folder = folder_of(SMALL)
    images = {f"{folder}/{number:04d}.dcm": first if number % 2 else second for number in range(1_000)}
    size = sum(map(len, images.values())) / 1e6
    row = row_of(server.archive, SMALL, instanceCount=1_000, series_size_MB=size)
    index = write_index(tmp_path / "index.parquet", [row])

    with BucketServer({BUCKET: images}, page_size=200) as buckets, Client(base_url=server.base_url) as client:
        report = client.download(
            [SMALL],
            tmp_path / "to",
            source="idc",
            index=index,
            source_url=buckets.url,
            check_headers=False,
            durable=False,
        )

    assert (report.results[0].images, report.results[0].verified) == (1_000, 1_000)
    assert len(buckets.requests) - len(buckets.files_asked_for) == 5
    assert len(buckets.connections) < 100


@pytest.mark.parametrize("fault", [status(400, "InvalidArgument"), status(503), cut(after=50)])
def test_a_page_that_is_refused_is_asked_for_again(
    server: ReferenceServer, client: Client, index: Path, tmp_path: Path, fault: Fault
) -> None:
    with BucketServer({BUCKET: files_of(server.archive, [MOUSE])}, page_size=3) as buckets:
        buckets.inject(fault, where="continuation-token", times=1)
        report = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.is_complete


def test_a_listing_that_leads_in_circles_ends(
    server: ReferenceServer, client: Client, index: Path, tmp_path: Path
) -> None:
    with BucketServer({BUCKET: files_of(server.archive, [MOUSE])}, page_size=3) as buckets:
        again = changed(lambda body: body.replace(b"<IsTruncated>false</IsTruncated>", _TO_THE_START))
        buckets.inject(again, where="continuation-token")
        report = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert "leads in circles" in str(report.results[0].reason)


_TO_THE_START: Final = b"<IsTruncated>true</IsTruncated><NextContinuationToken>0</NextContinuationToken>"


def test_a_redirect_to_another_region_is_followed_where_it_may_be(
    buckets: BucketServer, download: Download, tmp_path: Path
) -> None:
    buckets.inject(redirect("/" + BUCKET + "?list-type=2&prefix=" + folder_of(MOUSE) + "/"), where=LISTING, times=1)

    assert download().status == "downloaded"


def test_a_redirect_to_a_foreign_host_is_not_followed(buckets: BucketServer, download: Download) -> None:
    buckets.inject(redirect("https://elsewhere.example.org/x"), where=LISTING)

    result = download()

    assert (result.status, result.error) == ("failed", "MovedError")
    assert len(buckets.requests) == 1


def test_a_bucket_that_asks_for_a_pause_gets_it(
    server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    buckets.inject(status(503, retry_after="1"), where=FILE, times=1)
    told: list[Event] = []

    with Client(base_url=server.base_url, retries=RetryPolicy(first_delay=0, longest_delay=0.01)) as client:
        report = client.download(
            [SMALL], tmp_path, source="idc", index=index, source_url=buckets.url, progress=told.append
        )

    assert report.is_complete
    assert [event.reason[:24] for event in told if isinstance(event, Paused)] == ["the server asks for it: "]


def test_as_many_files_are_asked_for_at_a_time_as_are_polite(
    server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    buckets.barrier = threading.Barrier(8, timeout=30)

    with Client(base_url=server.base_url) as client:
        report = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.is_complete
    assert buckets.most_at_once == 8


@pytest.mark.usefixtures("no_more_threads")
def test_files_come_also_where_the_system_allows_no_thread_more(download: Download) -> None:
    assert download().is_complete


def test_all_series_come_in_spite_of_faults(client: Client, buckets: BucketServer, index: Path, tmp_path: Path) -> None:
    buckets.inject(cut(after=500), where=FILE, times=1)
    buckets.inject(flipped, where=FILE, times=1)
    buckets.inject(status(404, "NoSuchKey"), where=FILE, times=1)
    buckets.inject(status(503), where=LISTING, times=2)
    buckets.inject(page, where=LISTING, times=1)

    report = client.download(SEVERAL, tmp_path, source="idc", index=index, source_url=buckets.url)

    assert report.is_complete
    assert nbia.verify(tmp_path).is_complete
