"""Archives that want to write where they must not, or more than they should: refused before anything is written."""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from nbia import ArchiveError, AsyncClient, Client, IncompleteArchiveError, UnsafeArchiveError
from tests.reference_server import ReferenceServer, faults

SERIES = "1.2.3.4.5"
IMAGE = b"\0" * 128 + b"DICM" + bytes(range(256))
SIZE = b'[{"TotalSizeInBytes":388,"ObjectCount":1}]'
NO_SIZE = b'[{"ObjectCount":1}]'


def archive(
    *entries: zipfile.ZipInfo | str,
    content: bytes = IMAGE,
    packing: int = zipfile.ZIP_STORED,
    hashed: Sequence[str] | None = None,
) -> bytes:
    """Return an archive with these entries, and proper hashes of them."""
    names = [str(getattr(entry, "filename", entry)) for entry in entries] if hashed is None else hashed
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as opened:
        for entry in entries:
            opened.writestr(entry, content)
        rows = [f"{name},{hashlib.md5(content).hexdigest()}\n" for name in names]
        opened.writestr("md5hashes.csv", "Filename,MD5Hash\n" + "".join(rows))
    return buffer.getvalue()


def special(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (mode | 0o777) << 16
    return entry


def with_name(name: bytes) -> bytes:
    """Return an archive whose entry has a name that zipfile itself would not write."""
    placeholder = "x" * len(name)
    return archive(placeholder).replace(placeholder.encode(), name)


def encrypted() -> bytes:
    body = bytearray(archive("00000001.dcm"))
    body[6] |= 1
    body[body.index(b"PK\x01\x02") + 8] |= 1
    return bytes(body)


def declaring(size: int) -> bytes:
    """Return an archive whose entry claims to have this size."""
    body = archive("00000001.dcm")
    return body.replace(struct.pack("<L", len(IMAGE)), struct.pack("<L", size))


def overlapping() -> bytes:
    """Return an archive in which two entries share the same bytes."""
    body = archive("00000001.dcm", "00000002.dcm")
    second = body.index(b"PK\x01\x02", body.index(b"PK\x01\x02") + 4) + 42
    return body[:second] + struct.pack("<L", 0) + body[second + 4 :]


def beginning_at(offset: int) -> bytes:
    """Return an archive whose entry claims to begin there."""
    body = archive("00000001.dcm")
    place = body.index(b"PK\x01\x02") + 42
    return body[:place] + struct.pack("<L", offset) + body[place + 4 :]


def directory_moved() -> bytes:
    """Return an archive whose directory claims to begin later than it does."""
    body = archive("00000001.dcm")
    place = body.index(b"PK\x05\x06") + 16
    (offset,) = struct.unpack("<L", body[place : place + 4])
    return body[:place] + struct.pack("<L", offset + 1000) + body[place + 4 :]


def invalid_utf_8() -> bytes:
    body = bytearray(with_name(b"\xff\xfe\xfd.dcm"))
    body[7] |= 8
    body[body.index(b"PK\x01\x02") + 9] |= 8
    return bytes(body)


def damaged(packing: int) -> bytes:
    body = bytearray(archive("00000001.dcm", content=IMAGE * 50, packing=packing))
    start = body.index(b"00000001.dcm") + 12 + 9
    body[start : start + 40] = bytes(byte ^ 0xFF for byte in body[start : start + 40])
    return bytes(body)


HOSTILE = [
    pytest.param(lambda: archive("../evil.dcm"), "no plain file name", id="parent folder"),
    pytest.param(lambda: archive("../../../../../../tmp/evil.dcm"), "no plain file name", id="far away"),
    pytest.param(lambda: archive("/evil.dcm"), "no plain file name", id="absolute path"),
    pytest.param(lambda: archive("a/evil.dcm"), "no plain file name", id="folder"),
    pytest.param(lambda: archive("evil/"), "no plain file name", id="only a folder"),
    pytest.param(lambda: archive("..\\evil.dcm"), "no plain file name", id="backslash"),
    pytest.param(lambda: archive("C:\\evil.dcm"), "no plain file name", id="drive"),
    pytest.param(lambda: archive("C:evil.dcm"), "no plain file name", id="relative to a drive"),
    pytest.param(lambda: archive("evil.dcm:stream"), "no plain file name", id="alternate stream"),
    pytest.param(lambda: archive(".."), "no plain file name", id="two dots"),
    pytest.param(lambda: archive(".bashrc"), "no plain file name", id="hidden file"),
    pytest.param(lambda: archive("-rf"), "no plain file name", id="option"),
    pytest.param(lambda: archive("a\nb.dcm"), "no plain file name", id="line break"),
    pytest.param(lambda: archive("a\u202egpj.dcm"), "no plain file name", id="right to left"),
    pytest.param(lambda: archive("e" * 5000), "no plain file name", id="long name"),
    pytest.param(lambda: with_name(b"evil.dcm\0.txt"), "no plain file name", id="null byte"),
    pytest.param(lambda: archive("NUL.dcm"), "no plain file name", id="device"),
    pytest.param(lambda: archive("evil."), "no plain file name", id="dot at the end"),
    pytest.param(lambda: archive(special("evil.dcm", stat.S_IFLNK), content=b"/etc/passwd"), "link", id="link"),
    pytest.param(lambda: archive(special("evil.dcm", stat.S_IFIFO)), "special file", id="pipe"),
    pytest.param(lambda: archive("A.dcm", "a.dcm"), "two entries of this name", id="names in two cases"),
    pytest.param(encrypted, "encrypted", id="encrypted"),
    pytest.param(lambda: declaring(3_000_000_000), "would extract to 3,000,", id="bomb that says so"),
    pytest.param(
        lambda: archive("00000001.dcm", content=b"\0" * 9_000_000, packing=zipfile.ZIP_DEFLATED),
        "would extract to 9,000,",
        id="bomb",
    ),
]
BROKEN = [
    pytest.param(lambda: declaring(10), id="size too small"),
    pytest.param(lambda: declaring(100_000), id="size too large"),
    pytest.param(overlapping, id="entries on top of each other"),
    pytest.param(lambda: beginning_at(0x7FFFFFFF), id="entry behind the end"),
    pytest.param(lambda: beginning_at(0xFFFFFFF0), id="entry far behind the end"),
    pytest.param(directory_moved, id="directory elsewhere"),
    pytest.param(invalid_utf_8, id="name that cannot be read"),
    pytest.param(lambda: damaged(zipfile.ZIP_DEFLATED), id="damaged deflate"),
    pytest.param(lambda: damaged(zipfile.ZIP_BZIP2), id="damaged bzip2"),
    pytest.param(lambda: damaged(zipfile.ZIP_LZMA), id="damaged lzma"),
    pytest.param(lambda: b"PK\x05\x06" + b"\0" * 18, id="no entries"),
    pytest.param(lambda: b"PK\x03\x04" + zlib.compress(IMAGE), id="no directory"),
]


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize(("body", "message"), HOSTILE)
def test_a_hostile_archive_is_refused_and_nothing_is_written(
    client: Client, server: ReferenceServer, tmp_path: Path, body: Callable[[], bytes], message: str
) -> None:
    server.inject(faults.replaced(SIZE), endpoint="getSeriesSize")
    server.inject(faults.replaced(body(), content_type=None), endpoint="getImageWithMD5Hash", times=None)

    with pytest.raises(UnsafeArchiveError, match=message) as caught:
        client.download_series(SERIES, tmp_path / "images")

    assert everything(tmp_path) == ["images"]
    assert not caught.value.is_retry_safe
    assert caught.value.url == f"{server.base_url}/getImageWithMD5Hash?SeriesInstanceUID={SERIES}"


@pytest.mark.anyio
@pytest.mark.parametrize(("body", "message"), HOSTILE)
async def test_a_hostile_archive_is_refused_asynchronously_too(
    async_client: AsyncClient, server: ReferenceServer, tmp_path: Path, body: Callable[[], bytes], message: str
) -> None:
    server.inject(faults.replaced(SIZE), endpoint="getSeriesSize")
    server.inject(faults.replaced(body(), content_type=None), endpoint="getImageWithMD5Hash", times=None)

    async with async_client as client:
        with pytest.raises(UnsafeArchiveError, match=message):
            await client.download_series(SERIES, tmp_path / "images")

    assert everything(tmp_path) == ["images"]


@pytest.mark.parametrize("body", BROKEN)
def test_a_broken_archive_is_an_archive_error_and_nothing_is_written(
    client: Client, server: ReferenceServer, tmp_path: Path, body: Callable[[], bytes]
) -> None:
    server.inject(faults.replaced(NO_SIZE), endpoint="getSeriesSize")
    server.inject(faults.replaced(body(), content_type=None), endpoint="getImageWithMD5Hash", times=None)

    with pytest.raises(ArchiveError):
        client.download_series(SERIES, tmp_path / "images")

    assert everything(tmp_path) == ["images"]


def test_a_bomb_without_announced_size_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    bomb = archive("00000001.dcm", content=b"\0" * 20_000_000, packing=zipfile.ZIP_DEFLATED)
    server.inject(faults.replaced(NO_SIZE), endpoint="getSeriesSize")
    server.inject(faults.replaced(bomb, content_type=None), endpoint="getImageWithMD5Hash", times=None)

    with pytest.raises(UnsafeArchiveError, match="would extract to 20,000,"):
        client.download_series(SERIES, tmp_path / "images")

    assert everything(tmp_path) == ["images"]


def test_more_images_than_announced_are_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.replaced(SIZE), endpoint="getSeriesSize")
    server.inject(
        faults.replaced(archive("00000001.dcm", "00000002.dcm"), content_type=None), endpoint="getImageWithMD5Hash"
    )

    with pytest.raises(IncompleteArchiveError, match="2 images where the server announces 1"):
        client.download_series(SERIES, tmp_path / "images")

    assert everything(tmp_path) == ["images"]


def test_a_hash_of_an_image_that_is_not_there_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.replaced(NO_SIZE), endpoint="getSeriesSize")
    server.inject(
        faults.replaced(archive("00000001.dcm", hashed=("00000001.dcm", "00000009.dcm")), content_type=None),
        endpoint="getImageWithMD5Hash",
    )

    with pytest.raises(IncompleteArchiveError, match=r"names are missing: 00000009\.dcm"):
        client.download_series(SERIES, tmp_path / "images")

    assert everything(tmp_path) == ["images"]


def test_a_harmless_archive_of_this_kind_is_taken(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.replaced(SIZE), endpoint="getSeriesSize")
    server.inject(faults.replaced(archive("00000001.dcm"), content_type=None), endpoint="getImageWithMD5Hash")

    download = client.download_series(SERIES, tmp_path / "images")

    assert (download.images, download.verified) == (1, 1)
    assert (tmp_path / "images" / SERIES / "00000001.dcm").read_bytes() == IMAGE
