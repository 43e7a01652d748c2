"""Archives that nobody should unpack: nothing of them is kept, nothing leaves the destination, and the report says why."""

from __future__ import annotations

import dataclasses
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nbia import Client
from tests.download.archives import Entry, dicom, members_of, packed, packed_in_zip64, series, streamed, with_hashes
from tests.download.helpers import ARCHIVES, MOUSE, SMALL, inject_all, left_behind, sent, tree, undisturbed
from tests.reference_server import ReferenceServer, faults

LINK = (stat.S_IFLNK | 0o777) << 16
PIPE = (stat.S_IFIFO | 0o777) << 16
FOLDER = 0x10
ENCRYPTED = 0x0809

HOSTILE = [
    pytest.param([Entry(name=b"../00000001.dcm")], "its name is no plain file name", id="folder above"),
    pytest.param([Entry(name=b"../../.nbia/state.sqlite")], "its name is no plain file name", id="our own state"),
    pytest.param([Entry(name=b"/tmp/00000001.dcm")], "its name is no plain file name", id="absolute"),
    pytest.param([Entry(name=b"..\\00000001.dcm")], "its name is no plain file name", id="backslash"),
    pytest.param([Entry(name=b"C:\\00000001.dcm")], "its name is no plain file name", id="drive"),
    pytest.param([Entry(name=b"C:00000001.dcm")], "its name is no plain file name", id="drive without a slash"),
    pytest.param([Entry(name=b"images/00000001.dcm")], "its name is no plain file name", id="subfolder"),
    pytest.param([Entry(name=b"1.dcm:stream")], "its name is no plain file name", id="alternate stream"),
    pytest.param([Entry(name=b"")], "its name is no plain file name", id="no name"),
    pytest.param([Entry(name=b"1.dcm\0.exe")], "its name is no plain file name", id="zero byte"),
    pytest.param([Entry(name=b"1.dcm\n2.dcm")], "its name is no plain file name", id="line feed"),
    pytest.param([Entry(name="é.dcm".encode())], "its name is no plain file name", id="not ASCII"),
    pytest.param([Entry(name=b"\xff\xfe.dcm")], "its name is no plain file name", id="not UTF-8"),
    pytest.param([Entry(name=b".hidden")], "its name is no plain file name", id="hidden"),
    pytest.param([Entry(name=b"~")], "its name is no plain file name", id="home"),
    pytest.param([Entry(name=b"nul.dcm")], "its name is no plain file name", id="device"),
    pytest.param([Entry(name=b"a" * 5000)], "its name is no plain file name", id="long name"),
    pytest.param([Entry(name=b"1.dcm"), Entry(name=b"1.dcm")], "two entries of this name", id="duplicate"),
    pytest.param([Entry(name=b"a.dcm"), Entry(name=b"A.DCM")], "two entries of this name", id="duplicate in capitals"),
    pytest.param([Entry(name=b"1.dcm", data=b"/etc/passwd", external=LINK)], "a link or a special file", id="link"),
    pytest.param([Entry(name=b"1.dcm", external=PIPE)], "a link or a special file", id="pipe"),
    pytest.param([Entry(name=b"1.dcm", external=FOLDER)], "a folder or a label", id="folder"),
    pytest.param([Entry(name=b"1.dcm", flags=ENCRYPTED)], "it is encrypted", id="encrypted"),
    pytest.param([Entry(name=b"1.dcm", method=zipfile.ZIP_LZMA)], "packed in a way", id="LZMA"),
    pytest.param([Entry(name=b"1.dcm", method=zipfile.ZIP_BZIP2)], "packed in a way", id="bzip2"),
    pytest.param([Entry(name=b"1.dcm", method=93)], "packed in a way", id="Zstandard"),
    pytest.param([Entry(name=b"1.dcm", method=zipfile.ZIP_STORED)], "does not say where it ends", id="stored, no size"),
    pytest.param([Entry(name=b"1.dcm"), Entry(name=b"2.dcm", offset=0)], "entries would overlap", id="overlap"),
]
LARGE = bytes(16 * 1024 * 1024)
"""Deflates to a thousandth."""


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("as_zip", [False, True], ids=["images", "archive"])
@pytest.mark.parametrize(("entries", "reason"), HOSTILE)
def test_a_hostile_archive_is_refused_as_a_whole(
    client: Client, server: ReferenceServer, tmp_path: Path, entries: list[Entry], reason: str, as_zip: bool
) -> None:
    server.inject(sent(packed(entries)), endpoint=ARCHIVES, times=None)
    to = tmp_path / "a" / "b" / "destination"

    report = client.download([MOUSE], to, as_zip=as_zip)

    (result,) = report.results
    assert (result.status, result.error, result.tries) == ("failed", "UnsafeArchiveError", 2)
    assert reason in (result.reason or "")
    assert listing(to) == [".nbia", "download-report.json"]
    assert listing(to / ".nbia") == ["exchange.lock", "state.sqlite"]
    assert [listing(tmp_path), listing(tmp_path / "a"), listing(tmp_path / "a" / "b")] == [
        ["a"],
        ["b"],
        ["destination"],
    ]


def flipped(record: bytes, offset: int, mask: int) -> faults.Fault:
    """Flip bits at a place in the first record of a kind."""

    def flip(archive: bytes) -> bytes:
        changed = bytearray(archive)
        changed[archive.index(record) + offset] ^= mask
        return bytes(changed)

    return faults.rewritten(flip)


LOCAL, DIRECTORY, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(flipped(DIRECTORY, 42, 0x01), id="offset in the directory"),
        pytest.param(flipped(DIRECTORY, 45, 0x80), id="far offset in the directory"),
        pytest.param(flipped(DIRECTORY, 34, 0x01), id="part of the archive"),
        pytest.param(flipped(DIRECTORY, 38, 0x10), id="a folder"),
        pytest.param(flipped(DIRECTORY, 41, 0x20), id="a special file"),
        pytest.param(flipped(LOCAL, 6, 0x01), id="encrypted"),
        pytest.param(flipped(LOCAL, 6, 0x20), id="patched"),
        pytest.param(flipped(LOCAL, 8, 0x04), id="packed in another way"),
        pytest.param(flipped(LOCAL, 8, 0x08), id="not packed"),
        pytest.param(flipped(LOCAL, 30, 0x20), id="name"),
        pytest.param(flipped(LOCAL, 27, 0x40), id="length of the name"),
        pytest.param(flipped(END, 4, 0x01), id="number of this part"),
    ],
)
def test_an_archive_that_only_looks_hostile_is_tried_again(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.inject(fault, endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].tries) == ("downloaded", 2)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_an_archive_that_looks_hostile_in_another_way_each_time_is_tried_as_often_as_any(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    inject_all(server, [flipped(LOCAL, 6, 0x01), flipped(DIRECTORY, 42, 0x01), flipped(LOCAL, 8, 0x04)])

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, report.results[0].tries) == ("downloaded", 4)


def test_a_hostile_entry_behind_good_ones_undoes_them(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    images = [Entry(name=name.encode(), data=data) for name, data in series(8).items()]
    server.inject(sent(packed([*images, Entry(name=b"../../9.dcm")])), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].error == "UnsafeArchiveError"
    assert (tree(tmp_path), left_behind(tmp_path)) == ({}, [])


def test_an_absolute_bomb_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(sent(packed([Entry(name=b"1.dcm", data=LARGE)])), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.error) == ("failed", "UnsafeArchiveError")
    assert "would extract to" in (result.reason or "")
    assert "at most 4,346,808 are expected" in (result.reason or "")
    assert tree(tmp_path) == {}


def test_a_bomb_that_lies_about_its_size_is_refused(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    bomb = packed([Entry(name=b"1.dcm", data=LARGE, size=600, has_sizes_before=True)])
    server.inject(sent(bomb), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "failed"
    assert tree(tmp_path) == {}


def test_a_bomb_of_a_series_without_a_size_is_refused_by_its_ratio(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    unsized = next(each for each in client.get_series(collection="Mouse-Astrocytoma") if not each.file_size)
    server.inject(sent(packed([Entry(name=b"1.dcm", data=LARGE)])), endpoint=ARCHIVES, times=None)

    report = client.download([unsized], tmp_path)

    (result,) = report.results
    assert (result.status, result.error) == ("failed", "UnsafeArchiveError")
    assert "would extract to" in (result.reason or "")
    assert tree(tmp_path) == {}


def test_a_bomb_in_the_licence_is_refused_and_the_images_are_kept(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(sent(packed([Entry(name=b"LICENSE", data=LARGE)])), endpoint="getImage", times=None)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.images, result.has_license) == ("downloaded", 8, False)
    assert not (tmp_path / MOUSE / "LICENSE").exists()


@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        pytest.param(streamed({}), "holds no images", id="no entries"),
        pytest.param(streamed({"LICENSE": b"CC BY 4.0"}), "holds no images", id="licence alone"),
        pytest.param(streamed({"LICENSE": b""}), "holds no images", id="empty licence alone"),
        pytest.param(with_hashes({}), "holds no images", id="list of hashes alone"),
    ],
)
def test_an_archive_without_images_is_no_series(
    client: Client, server: ReferenceServer, tmp_path: Path, archive: bytes, reason: str
) -> None:
    server.inject(sent(archive), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert not result.is_complete
    assert reason in (result.reason or "")
    assert tree(tmp_path) == {}


def test_images_that_are_no_dicom_files_are_no_series(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    texts = dict.fromkeys(series(8), b"no image")
    server.inject(sent(with_hashes(texts)), endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    (result,) = report.results
    assert (result.status, result.error) == ("disputed", "WrongHashError")
    assert "it is no DICOM file" in (result.reason or "")
    assert tree(tmp_path) == {}


def packed_again(
    pack: Callable[[list[Entry]], bytes], change: Callable[[Entry], Entry] = lambda entry: entry
) -> faults.Fault:
    """Let the same files come in an archive that is written in another way."""

    def rewrite(archive: bytes) -> bytes:
        return pack([change(Entry(name=name.encode(), data=data)) for name, data in members_of(archive).items()])

    return faults.rewritten(rewrite)


def with_sizes_before(entry: Entry) -> Entry:
    return dataclasses.replace(entry, has_sizes_before=True)


def unsigned(entry: Entry) -> Entry:
    return dataclasses.replace(entry, is_signed=False)


def stored(entry: Entry) -> Entry:
    return dataclasses.replace(entry, method=zipfile.ZIP_STORED, has_sizes_before=True)


def in_zip64(entry: Entry) -> Entry:
    return dataclasses.replace(entry, zip64=True, has_sizes_before=True)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(packed_again(packed_in_zip64), id="Zip64"),
        pytest.param(packed_again(packed, in_zip64), id="Zip64 sizes before the data"),
        pytest.param(packed_again(packed, unsigned), id="descriptors without signature"),
        pytest.param(packed_again(packed_in_zip64, unsigned), id="Zip64 descriptors without signature"),
        pytest.param(packed_again(packed, with_sizes_before), id="no descriptors"),
        pytest.param(packed_again(packed, stored), id="not compressed"),
        pytest.param(packed_again(lambda entries: packed(entries, comment=b"PK\x05\x06" * 9)), id="comment"),
        pytest.param(packed_again(lambda entries: packed(reversed(entries))), id="list of hashes first"),
    ],
)
def test_an_unusual_archive_with_the_right_files_is_taken(
    client: Client, server: ReferenceServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.inject(fault, endpoint=ARCHIVES)

    report = client.download([MOUSE], tmp_path)

    assert (report.is_complete, report.results[0].tries, report.results[0].verified) == (True, 1, 8)
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_an_archive_with_other_files_beside_the_images_is_no_series(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    strange = packed_again(lambda entries: packed([*entries, Entry(name=b"setup.exe", data=b"MZ")]))
    server.inject(strange, endpoint=ARCHIVES, times=None)

    report = client.download([MOUSE], tmp_path)

    assert report.results[0].status == "disputed"
    assert "holds 9 images where the server announces 8" in (report.results[0].reason or "")
    assert tree(tmp_path) == {}


def test_a_hostile_archive_of_one_series_does_not_harm_another(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(sent(packed([Entry(name=b"../x.dcm", data=dicom(1))])), endpoint=ARCHIVES, times=2)

    report = client.download([MOUSE, SMALL], tmp_path, workers=1)

    assert [result.status for result in report.results] == ["failed", "downloaded"]
    assert tree(tmp_path) == undisturbed(server, SMALL)
