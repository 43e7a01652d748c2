"""Series on disk: complete and checked, or not there at all."""

from __future__ import annotations

import errno
import hashlib
import io
import shutil
import zipfile
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

import nbia._runtime.files as files
from nbia import (
    ArchiveError,
    AsyncClient,
    Client,
    ConnectionFailedError,
    DestinationError,
    EmptyAnswerError,
    IncompleteArchiveError,
    NbiaError,
    NotPublicError,
    NotTheApiError,
    ServerFailureError,
    WrongHashError,
)
from tests.reference_server import ReferenceServer, faults

LUNG = "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"
MOUSE = "143.284188174537413748743284550513035752067"
BLANK_DIGEST = ("QIN-HEADNECK", "PT", "QIN-HEADNECK-02-0311")
LOST_FILE = ("QIN-HEADNECK", "CT", "QIN-HEADNECK-02-0311")
UNKNOWN = "1.2.3.4.5"
IMAGES = [f"{number:08d}.dcm" for number in range(1, 9)]

Usage = namedtuple("Usage", ["total", "used", "free"])

FAULTS: list[Any] = [
    pytest.param(faults.missing_images(5), IncompleteArchiveError, "5 images where the server announces 8", id="short"),
    pytest.param(
        faults.missing_images(5, complete_digests=True),
        IncompleteArchiveError,
        "5 images where the server announces 8",
        id="short with all hashes",
    ),
    pytest.param(faults.missing_images(8), IncompleteArchiveError, "no md5hashes.csv", id="no hashes"),
    pytest.param(faults.missing_images(0), IncompleteArchiveError, "0 images where", id="no images"),
    pytest.param(faults.wrong_md5(3), WrongHashError, r"00000004\.dcm is damaged: its MD5 hash is", id="wrong hash"),
    pytest.param(faults.damaged_image(2), WrongHashError, r"00000003\.dcm is damaged", id="damaged image"),
    pytest.param(faults.flipped_bytes(), ArchiveError, "damaged", id="flipped bytes"),
    pytest.param(
        faults.rewritten(lambda body: body[:-60]), IncompleteArchiveError, "cut off or damaged", id="end missing"
    ),
    pytest.param(faults.empty(), EmptyAnswerError, "the answer is empty", id="empty"),
    pytest.param(faults.html_page(), NotTheApiError, "no ZIP archive but something else", id="page"),
    pytest.param(faults.status(503), ServerFailureError, "4 times", id="503"),
    pytest.param(faults.status(500), ServerFailureError, "2 times", id="500"),
    pytest.param(faults.cut(9000), ConnectionFailedError, "4 times", id="closed in the body"),
    pytest.param(faults.cut_chunks(9000), ConnectionFailedError, "4 times", id="chunks cut"),
]


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def archive_of_text() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("00000001.dcm", b"no image")
        archive.writestr("md5hashes.csv", f"Filename,MD5Hash\n00000001.dcm,{hashlib.md5(b'no image').hexdigest()}\n")
    return buffer.getvalue()


def hashes(folder: Path) -> list[str]:
    return sorted(hashlib.md5(path.read_bytes()).hexdigest() for path in folder.glob("*.dcm"))


def test_a_series_is_put_on_disk_and_verified(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    stored = server.archive.series(MOUSE)

    download = client.download_series(MOUSE, tmp_path)

    assert stored is not None
    assert (download.series_instance_uid, download.path) == (MOUSE, tmp_path / MOUSE)
    assert (download.images, download.announced_images, download.verified) == (8, 8, 8)
    assert download.not_verifiable == ()
    assert download.size == download.announced_size == stored.size
    assert download.tries == 1
    assert [request.endpoint for request in server.requests] == ["getSeriesSize", "getImageWithMD5Hash"]


def test_the_images_on_disk_are_those_of_the_archive(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    stored = sorted(image.digest for image in server.archive.images(MOUSE))

    client.download_series(MOUSE, tmp_path)

    assert listing(tmp_path) == [MOUSE]
    assert listing(tmp_path / MOUSE) == [*IMAGES, "md5hashes.csv"]
    assert hashes(tmp_path / MOUSE) == stored


@pytest.mark.anyio
async def test_a_series_is_put_on_disk_asynchronously_too(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    stored = sorted(image.digest for image in server.archive.images(MOUSE))

    async with async_client as client:
        download = await client.download_series(MOUSE, tmp_path)

    assert (download.images, download.announced_images, download.verified) == (8, 8, 8)
    assert listing(tmp_path) == [MOUSE]
    assert hashes(tmp_path / MOUSE) == stored


def test_a_record_names_its_series(client: Client, tmp_path: Path) -> None:
    (mouse, _) = client.get_series(collection="Mouse-Astrocytoma")

    download = client.download_series(mouse, tmp_path)

    assert download.path == tmp_path / MOUSE


def test_a_record_of_metadata_names_its_series_too(client: Client, tmp_path: Path) -> None:
    (mouse,) = client.get_series_meta_data(MOUSE)

    assert client.download_series(mouse, tmp_path).verified == 8


def test_the_folder_is_made_with_its_parents(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    download = client.download_series(MOUSE, "a/b")

    assert download.path == Path("a/b") / MOUSE
    assert len(listing(tmp_path / "a" / "b" / MOUSE)) == 9


def test_files_and_folders_have_the_usual_permissions(client: Client, tmp_path: Path) -> None:
    (tmp_path / "usual folder").mkdir()
    (tmp_path / "usual file").touch()

    path = client.download_series(MOUSE, tmp_path).path

    assert path.stat().st_mode == (tmp_path / "usual folder").stat().st_mode
    assert (path / "00000001.dcm").stat().st_mode == (tmp_path / "usual file").stat().st_mode


def test_an_image_without_a_hash_is_not_verifiable(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    collection, modality, patient = BLANK_DIGEST
    (series,) = client.get_series(collection=collection, modality=modality, patient_id=patient)

    download = client.download_series(series, tmp_path)

    assert (download.images, download.verified) == (10, 9)
    assert download.not_verifiable == ("00000004.dcm",)


@pytest.mark.parametrize("fault", [faults.blank_md5(1), faults.missing_md5(1)], ids=["blank", "missing"])
def test_a_hash_that_is_not_sent_is_told(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.inject(fault)

    download = client.download_series(MOUSE, tmp_path)

    assert (download.verified, download.not_verifiable) == (7, ("00000002.dcm",))


def test_a_series_without_announced_size_is_downloaded(client: Client, tmp_path: Path) -> None:
    _, unsized = client.get_series(collection="Mouse-Astrocytoma")

    download = client.download_series(unsized, tmp_path)

    assert (download.images, download.verified) == (3, 3)
    assert (download.announced_images, download.announced_size) == (3, None)


def test_a_series_whose_file_is_missing_on_the_server_is_incomplete(client: Client, tmp_path: Path) -> None:
    collection, modality, patient = LOST_FILE
    (series,) = client.get_series(collection=collection, modality=modality, patient_id=patient)

    with pytest.raises(IncompleteArchiveError, match="7 images where the server announces 12") as caught:
        client.download_series(series, tmp_path)

    assert caught.value.url is not None
    assert "tell the TCIA help desk" in str(caught.value)
    assert listing(tmp_path) == []


def test_an_unknown_series_is_not_public(client: Client, tmp_path: Path) -> None:
    with pytest.raises(NotPublicError, match=UNKNOWN):
        client.download_series(UNKNOWN, tmp_path)

    assert listing(tmp_path) == []


@pytest.mark.parametrize(("fault", "error_type", "message"), FAULTS)
def test_nothing_is_left_of_what_is_not_complete(
    client: Client,
    server: ReferenceServer,
    tmp_path: Path,
    fault: faults.Fault,
    error_type: type[NbiaError],
    message: str,
) -> None:
    server.inject(fault, endpoint="getImageWithMD5Hash", times=None)

    with pytest.raises(error_type, match=message) as caught:
        client.download_series(MOUSE, tmp_path)

    assert caught.value.url == f"{server.base_url}/getImageWithMD5Hash?SeriesInstanceUID={MOUSE}"
    assert listing(tmp_path) == []


@pytest.mark.anyio
@pytest.mark.parametrize(("fault", "error_type", "message"), FAULTS)
async def test_nothing_is_left_of_what_is_not_complete_asynchronously_too(
    async_client: AsyncClient,
    server: ReferenceServer,
    tmp_path: Path,
    fault: faults.Fault,
    error_type: type[NbiaError],
    message: str,
) -> None:
    server.inject(fault, endpoint="getImageWithMD5Hash", times=None)

    async with async_client as client:
        with pytest.raises(error_type, match=message):
            await client.download_series(MOUSE, tmp_path)

    assert listing(tmp_path) == []


def test_an_image_that_is_no_dicom_file_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.replaced(b'[{"ObjectCount":1}]'), endpoint="getSeriesSize")
    server.inject(faults.replaced(archive_of_text(), content_type=None), endpoint="getImageWithMD5Hash")

    with pytest.raises(WrongHashError, match="it is no DICOM file"):
        client.download_series(MOUSE, tmp_path)

    assert listing(tmp_path) == []


@pytest.mark.parametrize("fault", [faults.cut(9000), faults.cut_chunks(9000), faults.status(503)])
def test_a_download_is_tried_again_after_a_failure_that_passes(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.inject(fault, endpoint="getImageWithMD5Hash", times=2)

    download = client.download_series(MOUSE, tmp_path)

    assert (download.tries, download.verified) == (3, 8)
    assert listing(tmp_path) == [MOUSE]


def test_an_existing_folder_is_replaced_when_asked(client: Client, tmp_path: Path) -> None:
    (tmp_path / MOUSE).mkdir()
    (tmp_path / MOUSE / "old.dcm").write_bytes(b"old")

    client.download_series(MOUSE, tmp_path, replace=True)

    assert listing(tmp_path) == [MOUSE]
    assert listing(tmp_path / MOUSE) == [*IMAGES, "md5hashes.csv"]


@pytest.mark.parametrize(("fault", "error_type", "message"), FAULTS)
def test_the_old_folder_stays_when_the_new_is_not_complete(
    client: Client,
    server: ReferenceServer,
    tmp_path: Path,
    fault: faults.Fault,
    error_type: type[NbiaError],
    message: str,
) -> None:
    (tmp_path / MOUSE).mkdir()
    (tmp_path / MOUSE / "old.dcm").write_bytes(b"old")
    server.inject(fault, endpoint="getImageWithMD5Hash", times=None)

    with pytest.raises(error_type, match=message):
        client.download_series(MOUSE, tmp_path, replace=True)

    assert listing(tmp_path) == [MOUSE]
    assert (tmp_path / MOUSE / "old.dcm").read_bytes() == b"old"


def test_the_old_folder_stays_when_the_new_cannot_get_its_name(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def rename_all_but_new(path: Path, target: Path) -> Path:
        if path.name == "images":
            raise OSError(errno.EIO, "Input/output error")
        return rename(path, target)

    (tmp_path / MOUSE).mkdir()
    (tmp_path / MOUSE / "old.dcm").write_bytes(b"old")
    monkeypatch.setattr(Path, "rename", rename_all_but_new)

    with pytest.raises(DestinationError, match="Input/output error"):
        client.download_series(MOUSE, tmp_path, replace=True)

    assert listing(tmp_path) == [MOUSE]
    assert (tmp_path / MOUSE / "old.dcm").read_bytes() == b"old"


def test_too_little_room_is_told_before_the_download(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nbia._runtime.files.shutil.disk_usage", lambda _: Usage(10_000, 5_000, 5_000))

    with pytest.raises(DestinationError, match=r"bytes are needed and 5,000 are free\. Nothing was downloaded"):
        client.download_series(MOUSE, tmp_path)

    assert [request.endpoint for request in server.requests] == ["getSeriesSize"]
    assert listing(tmp_path) == []


def test_a_disk_that_fills_up_meanwhile_is_told_and_left_clean(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(part: files.PartFile, data: bytes) -> None:
        with files.destination_errors(part.path):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.PartFile, "write", full)

    with pytest.raises(DestinationError, match="the disk is full: make room and start again") as caught:
        client.download_series(MOUSE, tmp_path)

    assert caught.value.errno == errno.ENOSPC
    assert listing(tmp_path) == []


def test_an_interruption_leaves_nothing(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(part: files.PartFile, data: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.PartFile, "write", interrupt)

    with pytest.raises(KeyboardInterrupt):
        client.download_series(MOUSE, tmp_path)

    assert listing(tmp_path) == []


def test_what_a_killed_run_left_is_in_nobodys_way(client: Client, tmp_path: Path) -> None:
    first = client.download_series(MOUSE, tmp_path / "first").path
    shutil.copytree(first, tmp_path / ".series.killed.part" / "images")

    download = client.download_series(MOUSE, tmp_path)

    assert download.verified == 8
    assert len(listing(tmp_path / MOUSE)) == 9
