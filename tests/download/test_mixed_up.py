"""Answers that belong to other requests: none is ever taken for the right one, and the right one is had in the end."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from nbia import AnswerError, AsyncClient, Client, DownloadReport, NotPublicError, RetryPolicy, calls, verify
from nbia_core.api.calls import Call
from nbia_core.http.answers import check_start, error_for_status
from nbia_core.records.readers import read_answer
from tests.download.archives import members_of, streamed, with_hashes
from tests.download.mixed_up_server import (
    LICENSE,
    STRANGER,
    Damage,
    MixedUpServer,
    Moment,
    damage,
    images_of,
    series_uids,
)
from tests.download.stored_series import real_images
from tests.raw_server import RawServer

SOON = RetryPolicy(first_delay=0.01)
MOMENTS = pytest.mark.parametrize("moment", ["together", "late", "before"])
OWN, OTHER = "1.2.3", "1.2.9"


@MOMENTS
@pytest.mark.parametrize("as_zip", [False, True])
def test_no_series_gets_the_images_of_another(tmp_path: Path, moment: Moment, as_zip: bool) -> None:
    uids = series_uids(80)

    with MixedUpServer(moment, 4) as server, Client(base_url=server.base_url, retries=SOON) as client:
        report = client.download(uids, tmp_path, workers=8, durable=False, as_zip=as_zip)

    assert server.surplus == 20
    assert report.is_complete
    assert all("headers" in result.checks for result in report.results)
    assert damage(tmp_path, uids) == Damage(right=80)


def test_no_series_gets_the_images_of_another_where_pydicom_is_not_installed(tmp_path: Path) -> None:
    uids = series_uids(40)
    code = """
import sys
sys.modules["pydicom"] = None  # importing it fails, as where it is not installed
from nbia import Client, RetryPolicy
with Client(base_url=sys.argv[1], retries=RetryPolicy(first_delay=0.01)) as client:
    report = client.download(sys.stdin.read().split(), sys.argv[2], workers=8, file_names="SOPInstanceUID")
print(sum("headers" in result.checks for result in report.complete))
"""

    with MixedUpServer("before", 4) as server:
        command = [sys.executable, "-c", code, server.base_url, str(tmp_path)]
        run = subprocess.run(command, input="\n".join(uids), capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["40"]
    assert damage(tmp_path, uids) == Damage(right=40)


@MOMENTS
def test_over_an_http_client_that_was_given_no_series_gets_the_images_of_another(
    tmp_path: Path, moment: Moment
) -> None:
    uids = series_uids(50)

    with (
        MixedUpServer(moment, 4) as server,
        httpx.Client() as http,
        Client(base_url=server.base_url, retries=SOON, http=http) as client,
    ):
        report = client.download(uids, tmp_path, workers=8, durable=False)

    assert damage(tmp_path, uids).wrong == 0
    assert damage(tmp_path, uids).right == len(report.complete)


@MOMENTS
@pytest.mark.anyio
async def test_over_an_asynchronous_one_neither(tmp_path: Path, moment: Moment) -> None:
    uids = series_uids(50)

    with MixedUpServer(moment, 4) as server:
        async with (
            httpx.AsyncClient() as http,
            AsyncClient(base_url=server.base_url, retries=SOON, http=http) as client,
        ):
            report = await client.download(uids, tmp_path, workers=8, durable=False)

    assert damage(tmp_path, uids).wrong == 0
    assert damage(tmp_path, uids).right == len(report.complete)


def download(folder: Path, endpoint: str, every: int = 3, count: int = 30) -> DownloadReport:
    """Download from a server that sends surplus answers of one endpoint."""
    with (
        MixedUpServer("before", every, endpoint=endpoint) as server,
        Client(base_url=server.base_url, retries=SOON) as client,
    ):
        return client.download(series_uids(count), folder, workers=4, durable=False, layout="patient")


def test_the_record_of_another_series_decides_neither_folder_nor_table(tmp_path: Path) -> None:
    report = download(tmp_path, "getSeries")

    assert report.is_complete
    with (tmp_path / "metadata.csv").open(encoding="utf-8") as file:
        assert {(row["SeriesInstanceUID"], row["PatientID"]) for row in csv.DictReader(file)} == {
            (uid, f"patient of {uid}") for uid in series_uids(30)
        }
    assert all(f"patient of {result.series_instance_uid}" in str(result.path) for result in report.results)


def test_a_number_of_images_that_names_no_series_is_asked_for_until_it_comes_twice(tmp_path: Path) -> None:
    report = download(tmp_path, "getSeriesSize")

    assert report.is_complete
    assert {(result.images, result.expected_images) for result in report.results} == {(1, 1)}


def test_a_licence_is_that_of_the_series(tmp_path: Path) -> None:
    report = download(tmp_path, "getImage")

    assert report.is_complete
    assert {path.read_bytes() for path in tmp_path.rglob("LICENSE")} == {LICENSE}
    assert len(list(tmp_path.rglob("LICENSE"))) == 30


def test_an_archive_that_was_kept_is_checked_when_it_is_taken_over(tmp_path: Path) -> None:
    (own,) = series_uids(1)
    (tmp_path / f"{own}.zip").write_bytes(with_hashes(images_of(STRANGER)))

    with MixedUpServer("before", 1000) as server, Client(base_url=server.base_url, retries=SOON) as client:
        report = client.download([own], tmp_path, as_zip=True)

    assert report.results[0].status == "repaired"
    assert members_of((tmp_path / f"{own}.zip").read_bytes())["00000001.dcm"] == images_of(own)["00000001.dcm"]


def test_an_archive_of_another_series_is_found_when_it_is_verified(tmp_path: Path) -> None:
    (own,) = series_uids(1)
    (tmp_path / f"{own}.zip").write_bytes(with_hashes(images_of(STRANGER)))

    (result,) = verify(tmp_path).results

    assert result.status == "damaged"
    assert f"its SeriesInstanceUID is {STRANGER}" in result.problems[0]


def image(sop_instance_uid: str) -> list[bytes]:
    body = real_images(OWN, 1)["00000001.dcm"].replace(b"1.2.1\0", sop_instance_uid.encode().ljust(6, b"\0"))
    return [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body]


def test_a_single_image_that_is_another_one_is_asked_for_again_over_another_connection(tmp_path: Path) -> None:
    with (
        RawServer([image("1.2.7"), image("1.2.7")], is_silent=True) as server,
        Client(base_url=server.url, retries=SOON) as client,
        pytest.raises(AnswerError, match=r"sop_instance_uid is 1\.2\.7, and 1\.2\.1 was asked for"),
    ):
        client.get_single_image(OWN, "1.2.1", tmp_path / "image.dcm")

    assert server.connection_count == SOON.attempts
    assert list(tmp_path.iterdir()) == []


def test_a_single_image_that_is_another_one_is_an_error_where_it_was_written_to_an_open_file() -> None:
    with (
        RawServer([image("1.2.7")]) as server,
        Client(base_url=server.url, retries=SOON) as client,
        pytest.raises(AnswerError, match="belongs to another request"),
    ):
        client.get_single_image(OWN, "1.2.1", io.BytesIO())


def test_a_single_image_that_is_the_right_one_is_handed_out(tmp_path: Path) -> None:
    with RawServer([image("1.2.1")]) as server, Client(base_url=server.url, retries=SOON) as client:
        saved = client.get_single_image(OWN, "1.2.1", to=tmp_path / "image.dcm")

    assert (tmp_path / "image.dcm").stat().st_size == saved.size


QUERIES: list[tuple[Callable[[Client], Any], str]] = [
    (lambda client: client.get_series(series_instance_uid=OWN)[0].series_instance_uid, "SeriesInstanceUID"),
    (lambda client: client.get_series(study_instance_uid=OWN)[0].study_instance_uid, "StudyInstanceUID"),
    (lambda client: client.get_patient_study(study_instance_uid=OWN)[0].study_instance_uid, "StudyInstanceUID"),
    (lambda client: client.get_series_meta_data(OWN)[0].series_instance_uid, "Series UID"),
]
"""Queries by a UID, and what the attribute with the UID is called in their answers."""


def answer(*rows: dict[str, object]) -> list[bytes]:
    body = json.dumps(rows).encode()
    return [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body]


@pytest.mark.parametrize(("query", "name"), QUERIES)
def test_an_answer_about_another_uid_is_asked_for_again_over_another_connection(
    query: Callable[[Client], Any], name: str
) -> None:
    other = answer({name: OTHER})

    with RawServer([other, other], is_silent=True) as server, Client(base_url=server.url, retries=SOON) as client:
        with pytest.raises(AnswerError, match=rf"is {OTHER}, and {OWN} was asked for"):
            query(client)

        assert server.connection_count == SOON.attempts


@pytest.mark.parametrize(("query", "name"), QUERIES)
def test_rows_about_the_uid_that_was_asked_for_are_handed_out(query: Callable[[Client], Any], name: str) -> None:
    with RawServer([answer({name: OWN})]) as server, Client(base_url=server.url, retries=SOON) as client:
        assert query(client) == OWN


def test_a_stream_about_another_series_hands_out_nothing() -> None:
    with (
        RawServer([answer({"SeriesInstanceUID": OTHER})]) as server,
        Client(base_url=server.url, retries=SOON) as client,
        client.iter_series(series_instance_uid=OWN) as stream,
        pytest.raises(AnswerError, match="belongs to another request"),
    ):
        next(stream)


@pytest.mark.parametrize(
    ("call", "rows"),
    [
        (calls.get_series(series_instance_uid=OWN), []),
        (calls.get_series(series_instance_uid=OWN), [{"SeriesInstanceUID": OTHER}, {"SeriesInstanceUID": OWN}]),
        (calls.get_series(series_instance_uid=OWN), [{"PatientID": "1"}]),
        (calls.get_series(collection=OWN), [{"SeriesInstanceUID": OTHER}]),
        (calls.get_series_size(OWN), [{"TotalSizeInBytes": 5, "ObjectCount": 1}]),
        (calls.get_sop_instance_uids(OWN), [{"SOPInstanceUID": OTHER}]),
    ],
)
def test_rows_that_contradict_nothing_are_handed_out(call: Call[Any], rows: list[dict[str, object]]) -> None:
    assert len(read_answer(call, json.dumps(rows).encode(), strict=False)) == len(rows)


def test_a_refusal_that_names_another_series_belongs_to_another_request() -> None:
    call = calls.get_image(OWN)
    body = f"Image with given SeriesInstanceUID,{OTHER}, is not in public domain.".encode()

    error = error_for_status(call.operation, call.url("http://localhost"), 400, {}, body)

    assert isinstance(error, NotPublicError)
    assert error.is_for_another_request


@pytest.mark.parametrize(
    ("start", "is_for_another_request"),
    [(b'[{"Modality": "CT"}]', True), (b"[]", True), (b'{"error": "sorry"}', False), (b"<html>", False)],
)
def test_rows_where_images_should_be_belong_to_another_request(start: bytes, is_for_another_request: bool) -> None:
    call = calls.get_image(OWN)

    with pytest.raises(AnswerError) as caught:
        check_start(call.operation, "zip", call.url(""), 200, {}, start)

    assert caught.value.is_for_another_request is is_for_another_request


def test_images_where_rows_should_be_belong_to_another_request() -> None:
    call = calls.get_series()

    with pytest.raises(AnswerError) as caught:
        check_start(call.operation, "json", call.url(""), 200, {}, streamed(images_of(OTHER)))

    assert caught.value.is_for_another_request
