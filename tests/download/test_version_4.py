"""Downloads with version 4, whose archives bring licence and hashes at once, from newer and from older servers."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import nbia.v4
from nbia import RetryPolicy
from tests.download.archives import members_of
from tests.download.helpers import (
    LOST_FILE,
    MOUSE,
    SEVERAL,
    SMALL,
    another_archive,
    kept_archives,
    tree,
    undisturbed,
)
from tests.reference_server import ReferenceServer, changes, faults

UNKNOWN = ["1.2.3.4.5", "1.2.3.4.6"]
BEFORE_HASHES = datetime.date(2025, 10, 30)
"""Servers of that day know neither IncludeMD5 nor that they do not."""
BEFORE_JSON = datetime.date(2025, 10, 4)
"""Servers of that day answer getSeriesMetadata in CSV, whatever they are asked for."""


@pytest.fixture(scope="module")
def running_older_server() -> Iterator[ReferenceServer]:
    with ReferenceServer(version_4_built=BEFORE_HASHES) as server:
        yield server


@pytest.fixture
def older_server(running_older_server: ReferenceServer) -> ReferenceServer:
    running_older_server.reset()
    return running_older_server


@pytest.fixture
def older(older_server: ReferenceServer, quick_retries: RetryPolicy) -> Iterator[nbia.v4.Client]:
    """A client of a server that does not know IncludeMD5."""
    with nbia.v4.Client(base_url=older_server.url("v4"), retries=quick_retries, timeout=10) as client:
        yield client


def asked(server: ReferenceServer, endpoint: str) -> list[dict[str, str]]:
    """Return what an endpoint was asked with besides a series, request by request."""
    return [
        {name: value for name, value in request.parameters.items() if name != "SeriesInstanceUID"}
        for request in server.requests
        if request.endpoint == endpoint
    ]


def without_license(entries: dict[str, bytes]) -> dict[str, bytes]:
    """Return the entries of an archive but for the licence."""
    return {name: data for name, data in entries.items() if name != "LICENSE"}


@pytest.mark.parametrize("as_zip", [False, True])
def test_an_archive_that_brings_the_licence_is_the_only_request_for_images(
    server: ReferenceServer, version_4: nbia.v4.Client, tmp_path: Path, as_zip: bool
) -> None:
    report = version_4.download(SEVERAL, tmp_path, as_zip=as_zip)

    assert report.is_complete
    assert [result.has_license for result in report.results] == [True] * len(SEVERAL)
    assert asked(server, "getImage") == [{"IncludeMD5": "Yes"}] * len(SEVERAL)
    assert asked(server, "getImageWithMD5Hash") == []


def test_the_licence_beside_a_kept_archive_is_the_one_in_it(version_4: nbia.v4.Client, tmp_path: Path) -> None:
    version_4.download(MOUSE, tmp_path, as_zip=True)

    inside = members_of((tmp_path / f"{MOUSE}.zip").read_bytes())["LICENSE"]
    assert (tmp_path / f"{MOUSE}.LICENSE").read_bytes() == inside


def test_a_licence_that_is_missing_from_the_archive_is_asked_for(
    server: ReferenceServer, version_4: nbia.v4.Client, tmp_path: Path
) -> None:
    server.inject(another_archive(without_license), endpoint="v4/getImage")

    report = version_4.download(MOUSE, tmp_path)

    assert asked(server, "getImage") == [{"IncludeMD5": "Yes"}, {}]
    assert report.results[0].has_license
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_server_that_does_not_know_the_argument_is_asked_in_its_own_way_from_then_on(
    older_server: ReferenceServer, older: nbia.v4.Client, tmp_path: Path, as_zip: bool
) -> None:
    report = older.download(SEVERAL, tmp_path, as_zip=as_zip, workers=1)

    assert report.is_complete
    assert [result.has_license for result in report.results] == [True] * len(SEVERAL)
    assert Counter(map(str, asked(older_server, "getImage"))) == {"{'IncludeMD5': 'Yes'}": 1, "{}": 5}
    assert asked(older_server, "getImageWithMD5Hash") == [{}] * len(SEVERAL)
    assert (kept_archives if as_zip else tree)(tmp_path) == undisturbed(older_server, *SEVERAL)


def test_workers_that_are_refused_at_the_same_time_all_ask_in_the_other_way(
    older_server: ReferenceServer, older: nbia.v4.Client, tmp_path: Path
) -> None:
    older_server.inject(faults.slow_first_byte(0.2), endpoint="v4/getImage", times=4)

    report = older.download(SEVERAL, tmp_path, workers=4)

    assert report.is_complete
    assert len(asked(older_server, "getImageWithMD5Hash")) == len(SEVERAL)


def test_tasks_of_an_executor_learn_it_from_each_other(
    older_server: ReferenceServer, older: nbia.v4.Client, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(1) as executor:
        report = older.download(SEVERAL, tmp_path, executor=executor)

    assert report.is_complete
    assert asked(older_server, "getImage").count({"IncludeMD5": "Yes"}) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Invalid query parameter: 'Other'. Allowed parameters are: [SeriesInstanceUID, IncludeMD5]",
        "A parameter, SeriesInstanceUID, is required for this API call.",
    ],
)
def test_another_refusal_is_no_older_server(
    server: ReferenceServer, version_4: nbia.v4.Client, tmp_path: Path, sentence: str
) -> None:
    server.inject(faults.replaced(sentence.encode(), status=400), endpoint="v4/getImage", times=None)

    report = version_4.download(MOUSE, tmp_path)

    assert report.results[0].error == "BadRequestError"
    assert asked(server, "getImageWithMD5Hash") == []


@pytest.mark.parametrize(("image", "name"), [(0, "1-1.dcm"), (3, "1-4.dcm"), (7, "1-8.dcm")])
def test_an_archive_that_ends_at_an_image_without_a_hash_is_asked_for_under_other_names(
    server: ReferenceServer, version_4: nbia.v4.Client, tmp_path: Path, image: int, name: str
) -> None:
    server.inject(faults.no_digest(image), endpoint="v4/getImage", times=None)

    report = version_4.download(MOUSE, tmp_path)

    (result,) = report.results
    assert (result.status, result.images, result.verified) == ("downloaded", 8, 7)
    assert result.not_verifiable == (name,)
    assert result.notes == (
        f"the archive ended early, after {image} of 8 images, since the server has no MD5 hash of {name}; "
        "asked for in another way it came whole",
    )
    assert asked(server, "getImage") == [{"IncludeMD5": "Yes"}, {"IncludeMD5": "Yes", "NewFileNames": "Yes"}]
    assert nbia.verify(tmp_path).is_complete


def test_without_another_try_it_is_said_what_would_help(server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.no_digest(3), endpoint="v4/getImage", times=None)

    with nbia.v4.Client(base_url=server.url("v4"), retries=0) as client:
        (result,) = client.download(MOUSE, tmp_path).results

    assert result.reason == "The archive holds 3 images where the server announces 8."
    assert result.hint == (
        "allow another try, which asks in another way: the server ends an archive at an image of which it has no MD5 hash"
    )


def test_an_archive_that_stays_short_in_the_other_way_is_disputed(version_4: nbia.v4.Client, tmp_path: Path) -> None:
    (result,) = version_4.download(LOST_FILE, tmp_path).results

    assert (result.status, result.images, result.expected_images) == ("disputed", 7, 12)
    assert result.notes == ()


def test_an_older_server_that_has_no_hash_of_an_image_is_found_out(
    older_server: ReferenceServer, older: nbia.v4.Client, tmp_path: Path
) -> None:
    older_server.inject(faults.no_digest(3), endpoint="v4/getImageWithMD5Hash", times=None)

    (result,) = older.download(MOUSE, tmp_path).results

    assert (result.status, result.reason) == ("failed", "The archive holds no images.")
    assert "may lack the MD5 hash of an image" in str(result.hint)


def test_series_that_cannot_be_had_cost_one_request_each_and_one_for_all(
    server: ReferenceServer, version_4: nbia.v4.Client, tmp_path: Path
) -> None:
    report = version_4.download(UNKNOWN, tmp_path)

    assert [result.error for result in report.results] == ["NotPublicError"] * 2
    assert Counter(request.endpoint for request in server.requests) == {"getImage": 2, "getSeriesMetadata": 1}
    assert str(report.results[0].sentence).startswith("The user has not been granted the access to image")


def test_a_list_of_bare_uids_costs_one_request_more_for_a_hundred_series(
    server: ReferenceServer, version_4: nbia.v4.Client, tmp_path: Path
) -> None:
    unknown = [f"1.2.3.{number}" for number in range(150 - len(SEVERAL))]

    report = version_4.download([*SEVERAL, *unknown], tmp_path)

    assert {result.series_instance_uid for result in report.complete} == set(SEVERAL)
    assert Counter(request.endpoint for request in server.requests) == {"getImage": 150, "getSeriesMetadata": 2}


def test_bare_uids_are_remembered_with_all_that_records_of_them_say(version_4: nbia.v4.Client, tmp_path: Path) -> None:
    records = [version_4.get_series(series_instance_uid=uid)[0] for uid in SEVERAL]

    version_4.download(records, tmp_path / "records")
    version_4.download(SEVERAL, tmp_path / "uids")

    remembered = [(tmp_path / name / "metadata.csv").read_text() for name in ("records", "uids")]
    assert remembered[0] == remembered[1]


def test_a_count_that_was_wrong_for_many_series_is_asked_for_each(
    server: ReferenceServer, version_4: nbia.v4.Client, tmp_path: Path
) -> None:
    server.change(changes.convert("v4/getSeriesMetadata", "ImageCount", lambda count: int(count) + 1))

    report = version_4.download(SEVERAL, tmp_path)

    assert report.is_complete
    assert len(asked(server, "getSeries")) == len(SEVERAL)


def test_a_server_that_cannot_tell_of_many_series_in_json_is_asked_for_each(
    quick_retries: RetryPolicy, tmp_path: Path
) -> None:
    with (
        ReferenceServer(version_4_built=BEFORE_JSON) as server,
        nbia.v4.Client(base_url=server.url("v4"), retries=quick_retries) as client,
    ):
        report = client.download(SEVERAL, tmp_path, workers=1)

    assert report.is_complete
    assert (len(asked(server, "getSeriesMetadata")), len(asked(server, "getSeries"))) == (
        quick_retries.attempts,
        len(SEVERAL),
    )


def test_an_unknown_series_has_no_size(version_4: nbia.v4.Client) -> None:
    assert len(version_4.get_series_size(UNKNOWN[0])) == 0
    assert len(version_4.get_series_size(SMALL)) == 1
