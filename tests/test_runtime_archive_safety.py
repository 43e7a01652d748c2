"""Nothing hostile is ever written: names that lead elsewhere, links, doubles, bombs."""

from __future__ import annotations

import dataclasses
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.runtime.errors import ArchiveError, IncompleteArchiveError, NbiaError, UnsafeArchiveError
from tests.archives import PLAIN, Entry, dicom, outcome_of, packed, packed_in_zip64, streamed, tree, unpack, with_hashes

GOOD = Entry(name=b"00000001.dcm")
UNTOUCHED = ["archive.zip", "images"]
MEGABYTE = 1024 * 1024


def refuse(folder: Path, data: bytes, *, size: int | None = None) -> NbiaError:
    """Extract what must be refused and return the error."""
    with pytest.raises(NbiaError) as caught:
        unpack(folder, data, size=size, layout=PLAIN)
    return caught.value


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(b"../evil.dcm", id="the folder above"),
        pytest.param(b"../../../../../../tmp/evil.dcm", id="far above"),
        pytest.param(b"images/../../evil.dcm", id="above by a detour"),
        pytest.param(b"..", id="the folder above itself"),
        pytest.param(b".", id="the folder itself"),
        pytest.param(b"/tmp/evil.dcm", id="an absolute path"),
        pytest.param(b"//server/share/evil.dcm", id="a share"),
        pytest.param(b"sub/evil.dcm", id="a folder below"),
        pytest.param(b"evil/", id="a folder"),
        pytest.param(b"./evil.dcm", id="this folder"),
        pytest.param(b"..\\evil.dcm", id="a backslash"),
        pytest.param(b"sub\\evil.dcm", id="a folder below with a backslash"),
        pytest.param(b"C:evil.dcm", id="a drive"),
        pytest.param(b"C:\\evil.dcm", id="a path on a drive"),
        pytest.param(b"evil.dcm:stream", id="a stream of NTFS"),
        pytest.param(b"CON", id="the console"),
        pytest.param(b"con.dcm", id="the console with an ending"),
        pytest.param(b"NUL.txt.dcm", id="the null device"),
        pytest.param(b"Com1.dcm", id="a serial port"),
        pytest.param(b"lpt9", id="a printer"),
        pytest.param(b"AUX", id="the auxiliary device"),
        pytest.param("COM\u00b9".encode(), id="a serial port with a superscript"),
        pytest.param(b"evil.dcm.", id="a dot at the end"),
        pytest.param(b"evil.dcm ", id="a blank at the end"),
        pytest.param(b" evil.dcm", id="a blank before"),
        pytest.param(b"evil.dcm\x00.txt", id="a NUL"),
        pytest.param(b"00000001.dcm\x00../evil", id="a NUL behind a good name"),
        pytest.param(b"\x00", id="nothing but a NUL"),
        pytest.param(b"evil\n.dcm", id="a line feed"),
        pytest.param(b"evil.dcm\n", id="a line feed at the end"),
        pytest.param(b"evil\x1b[2J.dcm", id="a terminal sequence"),
        pytest.param(b"evil\x7f.dcm", id="a delete"),
        pytest.param(b"e" * 201, id="201 characters"),
        pytest.param(b"e" * 60_000, id="very many characters"),
        pytest.param(b"", id="no name"),
        pytest.param(b".hidden.dcm", id="a hidden file"),
        pytest.param(b"-rf", id="an option"),
        pytest.param(b"~root.dcm", id="a home"),
        pytest.param(b"$HOME.dcm", id="a variable"),
        pytest.param(b"*.dcm", id="a pattern"),
        pytest.param("\uff0e\uff0e\uff0fevil.dcm".encode(), id="full-width dots and slash"),
        pytest.param("0000000\uff11.dcm".encode(), id="a full-width digit"),
        pytest.param("evil\u2215x.dcm".encode(), id="a division slash"),
        pytest.param("\u202emcd.live".encode(), id="right to left"),
        pytest.param("\u0435vil.dcm".encode(), id="a Cyrillic letter"),
        pytest.param("evil\u200b.dcm".encode(), id="a blank of no width"),
        pytest.param("e\u0301vil.dcm".encode(), id="an accent of its own"),
    ],
)
@pytest.mark.parametrize("before", [(), (GOOD,)], ids=["alone", "after a good one"])
def test_a_name_that_is_no_plain_file_name_is_refused(tmp_path: Path, name: bytes, before: tuple[Entry, ...]) -> None:
    error = refuse(tmp_path, packed([*before, Entry(name=name)]))

    assert type(error) is UnsafeArchiveError
    assert error.is_retry_safe is False
    assert "Nothing was extracted" in str(error)
    assert tree(tmp_path) == UNTOUCHED


def test_an_absolute_name_inside_this_very_folder_is_refused(tmp_path: Path) -> None:
    error = refuse(tmp_path, packed([Entry(name=f"{tmp_path}/images/evil.dcm".encode())]))

    assert type(error) is UnsafeArchiveError
    assert tree(tmp_path) == UNTOUCHED


def test_a_name_in_the_old_code_page_is_refused(tmp_path: Path) -> None:
    error = refuse(tmp_path, packed([Entry(name=b"evil\x82.dcm", flags=0x08)]))

    assert type(error) is UnsafeArchiveError
    assert tree(tmp_path) == UNTOUCHED


def test_a_name_that_is_not_what_its_flag_says_is_refused(tmp_path: Path) -> None:
    error = refuse(tmp_path, packed([Entry(name=b"evil\xff.dcm")]))

    assert isinstance(error, ArchiveError)
    assert tree(tmp_path) == UNTOUCHED


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=20) | st.text("./\\:0aCON\x00 \n\u00e9", max_size=12).map(str.encode))
@example(b"../evil.dcm")
@example(b"/tmp/evil.dcm")
def test_whatever_the_name_nothing_is_written_but_one_plain_file(name: bytes) -> None:
    outcome = outcome_of(packed([Entry(name=name, flags=0x08)]), layout=PLAIN)

    assert outcome in ("UnsafeArchiveError", "IncompleteArchiveError") or outcome.startswith("0 verified: ")


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(stat.S_IFLNK | 0o777, id="a link"),
        pytest.param(stat.S_IFDIR | 0o755, id="a folder"),
        pytest.param(stat.S_IFIFO | 0o644, id="a pipe"),
        pytest.param(stat.S_IFCHR | 0o666, id="a device"),
        pytest.param(stat.S_IFBLK | 0o666, id="a disk"),
        pytest.param(stat.S_IFSOCK | 0o666, id="a socket"),
    ],
)
def test_what_is_no_file_is_refused(tmp_path: Path, kind: int) -> None:
    error = refuse(tmp_path, packed([Entry(name=b"00000001.dcm", data=b"/etc/passwd", external=kind << 16)]))

    assert type(error) is UnsafeArchiveError
    assert "a link or a special file" in str(error)
    assert tree(tmp_path) == UNTOUCHED


@pytest.mark.parametrize("mode", [0, stat.S_IFREG | 0o644, stat.S_IFREG | 0o6777, 0o777])
def test_the_rights_that_an_archive_asks_for_are_not_given(tmp_path: Path, mode: int) -> None:
    unpack(tmp_path, packed([Entry(name=b"00000001.dcm", external=mode << 16)]), layout=PLAIN)

    assert stat.S_IMODE((tmp_path / "images" / "00000001.dcm").stat().st_mode) & 0o7111 == 0


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([b"00000001.dcm", b"00000001.dcm"], id="the same name"),
        pytest.param([b"image.dcm", b"IMAGE.DCM"], id="in capitals"),
        pytest.param([b"LICENSE", b"00000001.dcm", b"license"], id="another licence"),
    ],
)
def test_two_entries_of_one_name_are_refused(tmp_path: Path, names: list[bytes]) -> None:
    error = refuse(tmp_path, packed([Entry(name=name) for name in names]))

    assert type(error) is UnsafeArchiveError
    assert "two entries of this name" in str(error)
    assert tree(tmp_path) == UNTOUCHED


@pytest.mark.parametrize("flags", [0x0809, 0x0001, 0x0849])
def test_an_encrypted_entry_is_refused(tmp_path: Path, flags: int) -> None:
    error = refuse(tmp_path, packed([dataclasses.replace(GOOD, flags=flags)]))

    assert type(error) is UnsafeArchiveError
    assert "encrypted" in str(error)
    assert tree(tmp_path) == UNTOUCHED


@pytest.mark.parametrize("method", [1, 6, 9, 93, 95, 98, 99, 255])
def test_an_unknown_compression_is_refused(tmp_path: Path, method: int) -> None:
    error = refuse(tmp_path, packed([dataclasses.replace(GOOD, method=method)]))

    assert type(error) is UnsafeArchiveError
    assert tree(tmp_path) == UNTOUCHED


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_data_in_a_compression_that_the_server_does_not_use_are_an_error_of_the_archive(
    tmp_path: Path, method: int
) -> None:
    error = refuse(tmp_path, packed([dataclasses.replace(GOOD, method=method)]))

    assert isinstance(error, ArchiveError)


@pytest.mark.parametrize("size", [None, 600])
def test_an_archive_that_declares_far_too_much_is_refused_before_anything_is_written(
    tmp_path: Path, size: int | None
) -> None:
    error = refuse(tmp_path, packed_in_zip64([dataclasses.replace(GOOD, size=10**12)]), size=size)

    assert type(error) is UnsafeArchiveError
    assert "1,000,000,000,000 bytes" in str(error)
    assert tree(tmp_path) == UNTOUCHED


def test_many_entries_that_are_too_much_together_are_refused(tmp_path: Path) -> None:
    entries = [Entry(name=f"{number}.dcm".encode(), size=4_000_000_000) for number in range(1000)]

    assert type(refuse(tmp_path, packed(entries))) is UnsafeArchiveError
    assert tree(tmp_path) == UNTOUCHED


@pytest.mark.parametrize("size", [None, 600])
def test_an_honest_bomb_is_refused_before_anything_is_written(tmp_path: Path, size: int | None) -> None:
    bomb = streamed({"00000001.dcm": dicom(1) + bytes(20 * MEGABYTE)})

    error = refuse(tmp_path, bomb, size=size)

    assert len(bomb) < MEGABYTE / 10
    assert type(error) is UnsafeArchiveError
    assert tree(tmp_path) == UNTOUCHED


@pytest.mark.parametrize("declared", [0, 100, 1000])
def test_a_bomb_that_lies_about_its_size_does_not_grow_beyond_it(tmp_path: Path, declared: int) -> None:
    bomb = packed([Entry(name=b"00000001.dcm", data=dicom(1) + bytes(20 * MEGABYTE), size=declared)])

    error = refuse(tmp_path, bomb)

    assert isinstance(error, ArchiveError)
    assert sum(path.stat().st_size for path in (tmp_path / "images").iterdir()) <= declared


def test_a_hash_list_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    data = streamed({"00000001.dcm": dicom(1), "md5hashes.csv": bytes(20 * MEGABYTE)})

    with pytest.raises(UnsafeArchiveError):
        unpack(tmp_path, data)

    assert tree(tmp_path) == UNTOUCHED


def test_two_entries_that_share_their_data_are_refused(tmp_path: Path) -> None:
    data = bytearray(packed([GOOD, Entry(name=b"00000002.dcm")]))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = bytes(4)

    error = refuse(tmp_path, bytes(data))

    assert type(error) is IncompleteArchiveError
    assert tree(tmp_path / "images") in ([], ["00000001.dcm"])


def test_a_name_that_differs_before_its_data_is_refused(tmp_path: Path) -> None:
    data = packed([GOOD]).replace(b"00000001.dcm", b"../evil.dcmx", 1)

    error = refuse(tmp_path, data)

    assert isinstance(error, ArchiveError)
    assert tree(tmp_path / "images") == []


def test_images_that_really_compress_well_are_no_bomb(tmp_path: Path) -> None:
    images = {f"{number:08d}.dcm": dicom(number) + bytes(MEGABYTE) for number in range(1, 4)}

    assert unpack(tmp_path, with_hashes(images)).verified == 3


def test_a_series_as_large_as_announced_is_no_bomb(tmp_path: Path) -> None:
    image = dicom(1) + bytes(20 * MEGABYTE)

    extracted = unpack(tmp_path, with_hashes({"00000001.dcm": image}), images=1, size=len(image))

    assert extracted.verified == 1
