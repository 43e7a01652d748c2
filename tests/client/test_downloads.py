"""Series on disk: complete and checked, or not there at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from nbia import AsyncClient, Client, DestinationError, Records, Series, read_manifest
from tests.download.archives import Entry, contents, packed
from tests.download.helpers import ALIKE, MOUSE, SMALL, left_behind, sent, tree, undisturbed
from tests.reference_server import ReferenceServer, faults
from tests.reference_server.known_uids import HIDDEN, RESTRICTED, UNSIZED

UNKNOWN = "1.2.3.4.5"
IMAGES = [f"{number:08d}.dcm" for number in range(1, 9)]

STAYING: list[Any] = [
    pytest.param(faults.missing_images(5), "IncompleteArchiveError", "5 images where the server", id="short"),
    pytest.param(faults.missing_images(8), "IncompleteArchiveError", "no md5hashes.csv", id="no hashes"),
    pytest.param(faults.wrong_md5(3), "WrongHashError", "00000004.dcm is damaged: its MD5 hash is", id="wrong hash"),
    pytest.param(faults.flipped_bytes(), "IncompleteArchiveError", "damaged", id="flipped bytes"),
    pytest.param(faults.rewritten(lambda body: body[:-60]), "IncompleteArchiveError", "cut off", id="end missing"),
    pytest.param(sent(packed([Entry(name=b"../1.dcm")])), "UnsafeArchiveError", "no plain file name", id="hostile"),
    pytest.param(faults.empty(), "EmptyAnswerError", "the answer is empty", id="empty"),
    pytest.param(faults.html_page(), "NotTheApiError", "no ZIP archive but something else", id="page"),
    pytest.param(faults.status(503), "ServerFailureError", "The server failed", id="503"),
    pytest.param(faults.cut(9000), "ConnectionFailedError", "failed or was lost", id="closed in the body"),
    pytest.param(faults.cut_chunks(9000), "ConnectionFailedError", "failed or was lost", id="chunks cut"),
]
"""Faults that never pass: the fault, the class of the error, and words of the reason."""


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def endpoints(server: ReferenceServer) -> list[str]:
    """Return what the server was asked, sorted: the licence may be asked for at any time."""
    return sorted(request.endpoint for request in server.requests)


def test_a_series_is_put_on_disk_and_verified(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    stored = server.archive.series(MOUSE)

    report = client.download(MOUSE, tmp_path)

    (result,) = report.results
    assert stored is not None
    assert (result.series_instance_uid, result.status, result.path) == (MOUSE, "downloaded", tmp_path / MOUSE)
    assert (result.images, result.expected_images, result.verified) == (8, 8, 8)
    assert (result.not_verifiable, result.has_license) == ((), True)
    assert result.size == result.expected_size == stored.size
    assert (result.tries, report.is_complete) == (1, True)
    assert endpoints(server) == ["getImage", "getImageWithMD5Hash", "getSeries"]


def test_the_files_on_disk_are_those_of_the_server(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    stored = sorted(image.digest for image in server.archive.images(MOUSE))

    client.download(MOUSE, tmp_path)

    assert listing(tmp_path) == [".nbia", MOUSE, "CITATION.txt", "download-report.json", "metadata.csv"]
    assert listing(tmp_path / MOUSE) == [*IMAGES, "LICENSE", "md5hashes.csv"]
    assert sorted(hashlib.md5((tmp_path / MOUSE / name).read_bytes()).hexdigest() for name in IMAGES) == stored


@pytest.mark.anyio
async def test_a_series_is_put_on_disk_asynchronously_too(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    async with async_client as client:
        report = await client.download(MOUSE, tmp_path)

    assert (report.totals.complete, report.totals.images, report.totals.verified) == (1, 8, 8)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def as_manifest(series: object) -> Path:
    Path("cart.tcia").write_text(f"downloadServerUrl=https://x\nListOfSeriesToDownload=\n{SMALL}\n", encoding="utf-8")
    return Path("cart.tcia")


def as_table(series: object) -> str:
    Path("series.csv").write_text(f"Modality,SeriesInstanceUID\nCT,{SMALL}\n", encoding="utf-8")
    return "series.csv"


WAYS: list[Any] = [
    pytest.param(lambda series: SMALL, id="UID"),
    pytest.param(lambda series: [SMALL, SMALL], id="list with a double"),
    pytest.param(lambda series: (uid for uid in [SMALL]), id="generator"),
    pytest.param(lambda series: series[0], id="record"),
    pytest.param(lambda series: series, id="records"),
    pytest.param(lambda series: series.to_dicts(), id="rows"),
    pytest.param(lambda series: series.to_pandas(), id="DataFrame"),
    pytest.param(as_manifest, id="path of a manifest"),
    pytest.param(lambda series: read_manifest(as_manifest(series)), id="manifest"),
    pytest.param(as_table, id="path of a table"),
]


@pytest.mark.parametrize("given_as", WAYS)
def test_series_may_be_given_in_many_ways(
    client: Client,
    server: ReferenceServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given_as: Callable[[Records[Series]], Any],
) -> None:
    monkeypatch.chdir(tmp_path)
    found = client.get_series(series_instance_uid=SMALL)

    report = client.download(given_as(found), "images")

    assert [result.status for result in report.results] == ["downloaded"]
    assert tree(tmp_path / "images") == undisturbed(server, SMALL)


def test_what_a_record_says_is_not_asked_for(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    (mouse, _) = client.get_series(collection="Mouse-Astrocytoma")

    report = client.download(mouse, tmp_path)

    assert report.is_complete
    assert endpoints(server) == ["getImage", "getImageWithMD5Hash", "getSeries"]


def test_a_record_of_metadata_names_its_series_too(client: Client, tmp_path: Path) -> None:
    assert client.download(client.get_series_meta_data(MOUSE), tmp_path).totals.verified == 8


def test_results_come_in_the_order_in_which_series_were_given(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    series = [UNSIZED, MOUSE, SMALL]

    report = client.download(series, tmp_path)

    assert [result.series_instance_uid for result in report.results] == series
    assert tree(tmp_path) == undisturbed(server, *series)


def test_the_folder_is_made_with_its_parents(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    report = client.download(MOUSE, "a/b")

    assert report.results[0].path == tmp_path / "a" / "b" / MOUSE
    assert len(listing(tmp_path / "a" / "b" / MOUSE)) == 10


def test_files_and_folders_have_the_usual_permissions(client: Client, tmp_path: Path) -> None:
    (tmp_path / "usual folder").mkdir()
    (tmp_path / "usual file").touch()

    client.download(MOUSE, tmp_path)

    assert (tmp_path / MOUSE).stat().st_mode == (tmp_path / "usual folder").stat().st_mode
    assert {path.stat().st_mode for path in (tmp_path / MOUSE).iterdir()} == {(tmp_path / "usual file").stat().st_mode}


def test_a_series_without_announced_size_is_downloaded(client: Client, tmp_path: Path) -> None:
    report = client.download(UNSIZED, tmp_path)

    (result,) = report.results
    assert (result.images, result.verified) == (3, 3)
    assert (result.expected_images, result.expected_size) == (3, None)
    assert "sizes" not in result.checks


@pytest.mark.parametrize("uid", [UNKNOWN, HIDDEN, RESTRICTED])
def test_a_series_that_is_not_public_fails_and_the_others_are_downloaded(
    client: Client, server: ReferenceServer, tmp_path: Path, uid: str
) -> None:
    report = client.download([uid, SMALL], tmp_path)

    (failed,) = report.failed
    assert (failed.series_instance_uid, failed.error, failed.tries) == (uid, "NotPublicError", 1)
    assert failed.hint == "check the UID"
    assert tree(tmp_path) == undisturbed(server, SMALL)


@pytest.mark.anyio
@pytest.mark.parametrize(("fault", "error", "words"), STAYING)
async def test_nothing_is_in_place_of_what_is_not_complete_asynchronously_either(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path, fault: faults.Fault, error: str, words: str
) -> None:
    server.inject(fault, endpoint="getImageWithMD5Hash", times=None)

    async with async_client as client:
        report = await client.download(MOUSE, tmp_path)

    (result,) = report.results
    assert words in str(result.reason)
    assert result.error == error
    assert tree(tmp_path) == {}
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(("fault", "error", "words"), STAYING[::4])
def test_what_is_there_stays_when_the_new_is_not_complete(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault, error: str, words: str
) -> None:
    (tmp_path / MOUSE).mkdir()
    (tmp_path / MOUSE / "old.dcm").write_bytes(b"old")
    server.inject(fault, endpoint="getImageWithMD5Hash", times=None)

    report = client.download(MOUSE, tmp_path)

    assert report.is_complete is False
    assert contents(tmp_path / MOUSE) == {"old.dcm": b"old"}


def test_a_series_that_cannot_be_had_costs_one_request_and_no_word_of_a_licence(
    client: Client, server: ReferenceServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    report = client.download([UNKNOWN, HIDDEN, RESTRICTED], tmp_path)

    assert {result.error for result in report.results} == {"NotPublicError"}
    assert endpoints(server) == ["getImageWithMD5Hash"] * 3
    assert caplog.messages == []


def test_records_of_a_series_that_cannot_be_had_cost_one_request(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (series,) = client.get_series(series_instance_uid=SMALL)
    server.reset()

    client.download([msgspec.structs.replace(series, series_instance_uid=UNKNOWN)], tmp_path)

    assert [request.endpoint for request in server.requests] == ["getImageWithMD5Hash"]


def test_a_series_that_nothing_describes_fails_though_its_images_come(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(503), endpoint="getSeries", times=None)

    report = client.download([SMALL], tmp_path)

    (result,) = report.results
    assert (result.status, result.http_status, result.tries) == ("failed", 503, 1)
    assert [request.endpoint for request in server.requests].count("getSeries") == 4
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("workers", [1, 4])
def test_a_client_that_was_given_with_one_connection_for_each_series_suffices(
    server: ReferenceServer, tmp_path: Path, workers: int
) -> None:
    limits = httpx.Limits(max_connections=workers)

    with httpx.Client(limits=limits) as http, Client(base_url=server.base_url, http=http) as client:
        report = client.download([SMALL, *ALIKE], tmp_path, workers=workers)

    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, SMALL, *ALIKE)


@pytest.mark.parametrize("name", ["metadata.csv", "CITATION.txt", "download-report.json"])
def test_a_download_that_is_refused_leaves_no_folder_of_its_own(client: Client, tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()

    with pytest.raises(DestinationError, match="is a folder"):
        client.download([SMALL], tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_download_without_room_leaves_no_folder_of_its_own(client: Client, tmp_path: Path) -> None:
    (series,) = client.get_series(series_instance_uid=SMALL)

    with pytest.raises(DestinationError, match="are needed"):
        client.download([msgspec.structs.replace(series, file_size=10**12)], tmp_path / "new" / "folder")

    assert not (tmp_path / "new" / "folder").exists()
