"""Images and archives written to a path or an open file, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nbia import (
    AsyncClient,
    Client,
    DestinationError,
    IncompleteArchiveError,
    NbiaError,
    Saved,
)
from nbia_core import files
from tests.reference_server import LUNG, MOUSE, MOUSE_IMAGE, ReferenceServer, faults

NUMBERED = [f"{number:08d}.dcm" for number in range(1, 17)]

FAULTS = [
    pytest.param(faults.status(503), id="503"),
    pytest.param(faults.status(400), id="400"),
    pytest.param(faults.html_page(), id="page"),
    pytest.param(faults.empty(), id="empty"),
    pytest.param(faults.cut(), id="closed at once"),
    pytest.param(faults.cut(5000), id="closed in the body"),
    pytest.param(faults.cut_chunks(5000), id="chunks cut"),
    pytest.param(faults.rewritten(lambda body: body[:-30]), id="end missing"),
]


class ShortWriter:
    """Takes at most a thousand bytes at a time and says so, as unbuffered files may."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def write(self, data: bytes) -> int:
        self.taken += data[:1000]
        return len(data[:1000])


def needing_version_99(body: bytes) -> bytes:
    place = body.index(b"PK\x01\x02") + 6
    return body[:place] + b"\x63" + body[place + 1 :]


def filling_up(write: Callable[[files.PartFile, bytes], None]) -> Callable[[files.PartFile, bytes], None]:
    def write_half(part: files.PartFile, data: bytes) -> None:
        write(part, data[: len(data) // 2])
        with files.destination_errors(part.path):
            raise OSError(errno.ENOSPC, "No space left on device")

    return write_half


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def test_an_archive_goes_to_a_path(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    saved = client.get_image(LUNG, tmp_path / "series.zip")

    assert saved == Saved(path=tmp_path / "series.zip", size=(tmp_path / "series.zip").stat().st_size, tries=1)
    assert names(tmp_path / "series.zip") == ["LICENSE", *NUMBERED]
    assert [path.name for path in tmp_path.iterdir()] == ["series.zip"]


def test_an_archive_with_hashes_goes_to_a_path(client: Client, tmp_path: Path) -> None:
    client.get_image_with_md5_hash(LUNG, tmp_path / "series.zip")

    assert names(tmp_path / "series.zip") == [*NUMBERED, "md5hashes.csv"]


def test_an_archive_can_have_new_names(client: Client, tmp_path: Path) -> None:
    client.get_image(LUNG, tmp_path / "series.zip", new_file_names=True)

    assert names(tmp_path / "series.zip") == ["LICENSE", *(f"1-{number:02d}.dcm" for number in range(1, 17))]


def test_an_image_goes_to_a_path(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    (stored, *_) = server.archive.images(MOUSE)

    saved = client.get_single_image(MOUSE, MOUSE_IMAGE, tmp_path / "image.dcm")

    assert (tmp_path / "image.dcm").read_bytes() == stored.path.read_bytes()
    assert saved == Saved(path=tmp_path / "image.dcm", size=stored.path.stat().st_size, tries=1)


@pytest.mark.anyio
async def test_everything_goes_to_a_path_asynchronously_too(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path
) -> None:
    (stored, *_) = server.archive.images(MOUSE)

    async with async_client as client:
        await client.get_image(LUNG, tmp_path / "a.zip")
        await client.get_image_with_md5_hash(LUNG, tmp_path / "b.zip")
        saved = await client.get_single_image(MOUSE, MOUSE_IMAGE, tmp_path / "c.dcm")

    assert names(tmp_path / "a.zip") == ["LICENSE", *NUMBERED]
    assert names(tmp_path / "b.zip") == [*NUMBERED, "md5hashes.csv"]
    assert (tmp_path / "c.dcm").read_bytes() == stored.path.read_bytes()
    assert saved.path == tmp_path / "c.dcm"


def test_a_path_may_be_a_text(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    saved = client.get_single_image(MOUSE, MOUSE_IMAGE, "image.dcm")

    assert saved.path == Path("image.dcm")
    assert (tmp_path / "image.dcm").stat().st_size == saved.size


@pytest.mark.parametrize("method", ["get_image", "get_image_with_md5_hash"])
def test_an_archive_goes_to_an_open_file(client: Client, method: str) -> None:
    buffer = io.BytesIO()

    saved = getattr(client, method)(LUNG, buffer)

    assert saved == Saved(path=None, size=len(buffer.getvalue()), tries=1)
    assert zipfile.ZipFile(buffer).testzip() is None


def test_an_image_goes_to_an_open_file_that_stays_open(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    (stored, *_) = server.archive.images(MOUSE)

    with (tmp_path / "images.bin").open("wb") as file:
        client.get_single_image(MOUSE, MOUSE_IMAGE, file)
        client.get_single_image(MOUSE, MOUSE_IMAGE, file)

    assert (tmp_path / "images.bin").read_bytes() == 2 * stored.path.read_bytes()


@pytest.mark.anyio
async def test_an_image_goes_to_an_open_file_asynchronously_too(
    async_client: AsyncClient, server: ReferenceServer
) -> None:
    (stored, *_) = server.archive.images(MOUSE)
    buffer = io.BytesIO()

    async with async_client as client:
        await client.get_single_image(MOUSE, MOUSE_IMAGE, buffer)

    assert buffer.getvalue() == stored.path.read_bytes()


def test_a_file_that_takes_less_than_it_is_given_gets_all_in_the_end(client: Client, server: ReferenceServer) -> None:
    (stored, *_) = server.archive.images(MOUSE)
    writer = ShortWriter()

    client.get_single_image(MOUSE, MOUSE_IMAGE, writer)

    assert bytes(writer.taken) == stored.path.read_bytes()


def test_an_archive_comes_as_an_iterator(client: Client) -> None:
    body = b"".join(client.iter_image(LUNG))

    assert zipfile.ZipFile(io.BytesIO(body)).namelist() == ["LICENSE", *NUMBERED]


def test_an_archive_with_hashes_comes_as_an_iterator(client: Client) -> None:
    body = b"".join(client.iter_image_with_md5_hash(LUNG))

    assert zipfile.ZipFile(io.BytesIO(body)).namelist() == [*NUMBERED, "md5hashes.csv"]


def test_an_existing_file_is_replaced(client: Client, tmp_path: Path) -> None:
    (tmp_path / "series.zip").write_bytes(b"old")

    client.get_image(LUNG, tmp_path / "series.zip")

    assert names(tmp_path / "series.zip")[0] == "LICENSE"


def test_a_file_has_the_usual_permissions(client: Client, tmp_path: Path) -> None:
    (tmp_path / "usual").touch()

    client.get_image(LUNG, tmp_path / "series.zip")

    assert (tmp_path / "series.zip").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("method", ["get_image", "get_image_with_md5_hash"])
@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_left_after_a_failure(
    client: Client, server: ReferenceServer, tmp_path: Path, method: str, fault: faults.Fault
) -> None:
    server.inject(fault, times=None)

    with pytest.raises(NbiaError):
        getattr(client, method)(LUNG, tmp_path / "series.zip")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.anyio
@pytest.mark.parametrize("fault", FAULTS)
async def test_nothing_is_left_after_an_asynchronous_failure(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.inject(fault, times=None)

    async with async_client as client:
        with pytest.raises(NbiaError):
            await client.get_image(LUNG, tmp_path / "series.zip")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_an_existing_file_is_untouched_after_a_failure(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    (tmp_path / "series.zip").write_bytes(b"old")
    server.inject(fault, times=None)

    with pytest.raises(NbiaError):
        client.get_image(LUNG, tmp_path / "series.zip")

    assert (tmp_path / "series.zip").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["series.zip"]


def test_an_archive_without_its_end_is_incomplete(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.rewritten(lambda body: body[:-30]), times=None)

    with pytest.raises(IncompleteArchiveError, match="cut off or damaged") as caught:
        client.get_image(LUNG, tmp_path / "series.zip")

    assert caught.value.url == f"{server.base_url}/getImage?SeriesInstanceUID={LUNG}"
    assert caught.value.is_retry_safe


def test_an_archive_without_its_end_is_incomplete_for_an_open_file_too(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.rewritten(lambda body: body[:-30]), times=None)

    with pytest.raises(IncompleteArchiveError):
        client.get_image(LUNG, io.BytesIO())


def test_an_archive_that_claims_to_need_another_program_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.rewritten(needing_version_99), times=None)

    with pytest.raises(NbiaError):
        client.get_image(LUNG, tmp_path / "series.zip")

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.PartFile, "write", filling_up(files.PartFile.write))

    with pytest.raises(DestinationError, match=r"series\.zip cannot be written.*\n  try: the disk is full") as caught:
        client.get_image(LUNG, tmp_path / "series.zip")

    assert caught.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []
    assert len(server.requests) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_that_is_full_is_told(client: Client) -> None:
    with (
        Path("/dev/full").open("wb", buffering=0) as file,
        pytest.raises(DestinationError, match=f"/dev/full cannot be written: {os.strerror(errno.ENOSPC)}") as caught,
    ):
        client.get_image(LUNG, file)

    assert caught.value.errno == errno.ENOSPC


MEASURED = """
import asyncio, pathlib, sys, tracemalloc
from nbia import AsyncClient, Client

base_url, kind, folder = sys.argv[1:]
path = pathlib.Path(folder, "image.dcm")

async def save() -> int:
    async with AsyncClient(base_url=base_url) as client:
        await client.get_modality_values()
        tracemalloc.start()
        return (await client.get_single_image("1.2.3", "1.2.3.4", path)).size

with Client(base_url=base_url) as client:
    client.get_modality_values()
    if kind == "save asynchronously":
        size = asyncio.run(save())
    else:
        tracemalloc.start()
    if kind == "save":
        size = client.get_single_image("1.2.3", "1.2.3.4", path).size
    if kind == "iterate":
        size = sum(len(chunk) for chunk in client.iter_single_image("1.2.3", "1.2.3.4"))
    if kind == "series":
        size = client.download("1.2.3", folder, check_headers=False).totals.size
    print(size, tracemalloc.get_traced_memory()[1])
"""
PIXELS = bytes(10_000_000)
LARGE_IMAGE = b"\0" * 128 + b"DICM" + b"\xe0\x7f\x10\x00OW\0\0" + len(PIXELS).to_bytes(4, "little") + PIXELS


def archive_of(image: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("00000001.dcm", image)
        archive.writestr("md5hashes.csv", f"Filename,MD5Hash\n00000001.dcm,{hashlib.md5(image).hexdigest()}\n")
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["save", "save asynchronously", "iterate", "series"])
def test_memory_does_not_grow_with_the_body(server: ReferenceServer, tmp_path: Path, kind: str) -> None:
    size_row = f'[{{"TotalSizeInBytes":{len(LARGE_IMAGE)},"ObjectCount":1}}]'.encode()
    server.inject(faults.replaced(LARGE_IMAGE, content_type="application/dicom"), endpoint="getSingleImage")
    server.inject(faults.replaced(archive_of(LARGE_IMAGE)), endpoint="getImageWithMD5Hash")
    server.inject(faults.replaced(size_row), endpoint="getSeriesSize")

    command = [sys.executable, "-c", MEASURED, server.base_url, kind, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)

    size, peak = map(int, run.stdout.split())
    assert size == len(LARGE_IMAGE)
    assert peak < 8_000_000
