"""A series is extracted when everything that the server says of it is true."""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from generator.runtime import archive
from generator.runtime.archive import check_ends, extract
from generator.runtime.downloads import Announced, Extracted
from generator.runtime.errors import DestinationError, IncompleteArchiveError, WrongHashError
from tests.archives import (
    LAYOUT,
    PLAIN,
    Entry,
    contents,
    dicom,
    hash_list,
    packed,
    packed_in_zip64,
    series,
    streamed,
    tree,
    unpack,
    with_hashes,
)

IMAGES = series(3)
SIZE = sum(len(data) for data in IMAGES.values())


def members(data: bytes, folder: Path) -> list[zipfile.ZipInfo]:
    (folder / "shown.zip").write_bytes(data)
    with zipfile.ZipFile(folder / "shown.zip") as opened:
        return opened.infolist()


def test_the_archives_of_these_tests_are_like_those_of_the_server(tmp_path: Path) -> None:
    by_library, by_hand = members(streamed(IMAGES), tmp_path), members(packed([Entry(name=b"1.dcm")]), tmp_path)

    assert {entry.flag_bits for entry in by_library} == {0x08}
    assert {entry.flag_bits for entry in by_hand} == {0x0808}
    assert {entry.compress_type for entry in [*by_library, *by_hand]} == {zipfile.ZIP_DEFLATED}


def test_a_series_with_its_hashes_is_extracted_and_verified(tmp_path: Path) -> None:
    extracted = unpack(tmp_path, with_hashes(IMAGES), images=3, size=SIZE)

    assert extracted == Extracted(images=3, size=SIZE, verified=3, not_verifiable=())
    assert contents(tmp_path / "images") == {**IMAGES, "md5hashes.csv": hash_list(IMAGES)}


def test_a_series_with_its_licence_is_extracted_without_being_verified(tmp_path: Path) -> None:
    extracted = unpack(tmp_path, streamed({"LICENSE": b"CC BY", **IMAGES}), images=3, layout=PLAIN)

    assert extracted == Extracted(images=3, size=SIZE, verified=0, not_verifiable=tuple(IMAGES))
    assert contents(tmp_path / "images") == {**IMAGES, "LICENSE": b"CC BY"}


def test_licence_and_hashes_are_no_images(tmp_path: Path) -> None:
    data = streamed({"LICENSE": b"CC BY", **IMAGES, "md5hashes.csv": hash_list(IMAGES)})

    assert unpack(tmp_path, data, images=3) == Extracted(images=3, size=SIZE, verified=3, not_verifiable=())


def test_names_by_acquisition_and_instance_are_images(tmp_path: Path) -> None:
    images = {"1-01.dcm": dicom(1), "1-02.dcm": dicom(2), "2-01.dcm": dicom(3)}

    assert unpack(tmp_path, with_hashes(images), images=3).verified == 3


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_images_may_be_compressed_or_not(tmp_path: Path, method: int) -> None:
    data = streamed({**IMAGES, "md5hashes.csv": hash_list(IMAGES)}, method)

    assert unpack(tmp_path, data).verified == 3


def test_a_zip64_archive_is_like_any_other(tmp_path: Path) -> None:
    entries = [Entry(name=name.encode(), data=data) for name, data in IMAGES.items()]

    extracted = unpack(tmp_path, packed_in_zip64(entries), images=3, layout=PLAIN)

    assert extracted.images == 3
    assert contents(tmp_path / "images") == IMAGES


def test_a_large_image_comes_through_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_BLOCK", 1000)
    images = {"00000001.dcm": dicom(1, size=100_000)}

    assert unpack(tmp_path, with_hashes(images)).verified == 1
    assert contents(tmp_path / "images")["00000001.dcm"] == images["00000001.dcm"]


def test_rows_of_the_hash_list_may_come_in_any_order_and_notation(tmp_path: Path) -> None:
    lines = [f" {hashlib.md5(data).hexdigest().upper()} \r\n" for data in IMAGES.values()]
    listed = "".join(f"{name},{line}" for name, line in reversed([*zip(IMAGES, lines, strict=True)]))
    data = streamed({**IMAGES, "md5hashes.csv": f"Filename,MD5Hash\r\n{listed}\r\n".encode()})

    assert unpack(tmp_path, data).verified == 3


@pytest.mark.parametrize("blank", [" ", ""])
def test_an_image_without_a_hash_is_named_as_not_verifiable(tmp_path: Path, blank: str) -> None:
    extracted = unpack(tmp_path, with_hashes(IMAGES, {"00000002.dcm": blank}))

    assert (extracted.images, extracted.verified) == (3, 2)
    assert extracted.not_verifiable == ("00000002.dcm",)


def test_an_image_that_the_hash_list_leaves_out_is_not_verifiable(tmp_path: Path) -> None:
    data = streamed({**IMAGES, "md5hashes.csv": hash_list(series(2))})

    assert unpack(tmp_path, data).not_verifiable == ("00000003.dcm",)


@pytest.mark.parametrize("digest", ["0" * 32, "d41d8cd98f00b204e9800998ecf8427e", "no hash", "null"])
def test_an_image_with_another_hash_is_damaged(tmp_path: Path, digest: str) -> None:
    with pytest.raises(WrongHashError, match=rf"00000002\.dcm is damaged: .*the archive's is {digest}") as caught:
        unpack(tmp_path, with_hashes(IMAGES, {"00000002.dcm": digest}))

    assert caught.value.is_retry_safe is True


def test_two_images_that_are_swapped_are_damaged(tmp_path: Path) -> None:
    swapped = {"00000001.dcm": IMAGES["00000002.dcm"], "00000002.dcm": IMAGES["00000001.dcm"]}
    data = streamed({**swapped, "md5hashes.csv": hash_list(series(2))})

    with pytest.raises(WrongHashError, match=r"00000001\.dcm"):
        unpack(tmp_path, data)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>Not found</html>", id="a page"),
        pytest.param(bytes(128) + b"DIC", id="almost"),
        pytest.param(bytes(200), id="zeros"),
        pytest.param(b"DICM" + bytes(200), id="without its preamble"),
    ],
)
def test_an_image_that_is_no_dicom_file_is_damaged_even_if_its_hash_is_right(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(WrongHashError, match=r"00000002\.dcm is damaged: it is no DICOM file"):
        unpack(tmp_path, with_hashes({**IMAGES, "00000002.dcm": content}))


def test_without_the_hash_list_the_server_has_failed_while_it_wrote(tmp_path: Path) -> None:
    with pytest.raises(IncompleteArchiveError, match=r"has no md5hashes\.csv") as caught:
        unpack(tmp_path, streamed(IMAGES), images=3)

    assert caught.value.is_retry_safe is True
    assert tree(tmp_path / "images") == []


def test_a_hash_list_that_names_strangers_shows_that_images_are_missing(tmp_path: Path) -> None:
    data = streamed({**series(2), "md5hashes.csv": hash_list(IMAGES)})

    with pytest.raises(IncompleteArchiveError, match=r"missing: 00000003\.dcm"):
        unpack(tmp_path, data)


def test_only_some_of_many_missing_images_are_named(tmp_path: Path) -> None:
    data = streamed({**series(1), "md5hashes.csv": hash_list(series(500))})

    with pytest.raises(IncompleteArchiveError) as caught:
        unpack(tmp_path, data)

    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "listed", [b"", b"\xff\xfe\x00", b"Filename,MD5Hash", b"\n\n\n", b"Filename,MD5Hash\nnonsense\n", b"\x00" * 100]
)
def test_a_hash_list_that_is_none_never_verifies_anything(tmp_path: Path, listed: bytes) -> None:
    verified = verified_or_none(tmp_path, streamed({**IMAGES, "md5hashes.csv": listed}))

    assert verified in (0, None)


def verified_or_none(folder: Path, data: bytes) -> int | None:
    try:
        return unpack(folder, data).verified
    except IncompleteArchiveError:
        return None


@pytest.mark.parametrize("announced", [1, 2, 4, 400])
def test_another_number_of_images_than_announced_is_incomplete(tmp_path: Path, announced: int) -> None:
    with pytest.raises(IncompleteArchiveError, match=f"holds 3 images where the server announces {announced}"):
        unpack(tmp_path, with_hashes(IMAGES), images=announced)

    assert tree(tmp_path / "images") == []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(streamed({}), id="nothing"),
        pytest.param(streamed({"LICENSE": b""}), id="an empty licence"),
        pytest.param(streamed({"LICENSE": b"CC BY", "md5hashes.csv": hash_list({})}), id="everything but images"),
    ],
)
@pytest.mark.parametrize("announced", [None, 3])
def test_an_archive_without_images_is_incomplete(tmp_path: Path, data: bytes, announced: int | None) -> None:
    with pytest.raises(IncompleteArchiveError, match=r"holds no images|holds 0 images"):
        unpack(tmp_path, data, images=announced)

    assert tree(tmp_path / "images") == []


def test_a_folder_that_is_missing_is_an_error_of_the_destination(tmp_path: Path) -> None:
    (tmp_path / "archive.zip").write_bytes(with_hashes(IMAGES))

    with pytest.raises(DestinationError) as caught:
        extract(tmp_path / "archive.zip", tmp_path / "missing", layout=LAYOUT, announced=Announced())

    assert caught.value.errno == errno.ENOENT


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "archive.zip").write_bytes(with_hashes(IMAGES))
    (tmp_path / "00000002.dcm").write_bytes(b"mine")

    with pytest.raises(DestinationError, match=r"00000002\.dcm cannot be written: File exists") as caught:
        extract(tmp_path / "archive.zip", tmp_path, layout=LAYOUT, announced=Announced())

    assert caught.value.errno == errno.EEXIST
    assert (tmp_path / "00000002.dcm").read_bytes() == b"mine"


def test_a_link_that_exists_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "archive.zip").write_bytes(with_hashes(IMAGES))
    (tmp_path / "elsewhere").write_bytes(b"mine")
    (tmp_path / "00000001.dcm").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(DestinationError, match="File exists"):
        extract(tmp_path / "archive.zip", tmp_path, layout=LAYOUT, announced=Announced())

    assert (tmp_path / "elsewhere").read_bytes() == b"mine"


def test_a_disk_that_is_full_is_an_error_of_the_destination(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(DestinationError, match="No space left") as caught:
        unpack(tmp_path, with_hashes(IMAGES))

    assert caught.value.errno == errno.ENOSPC


def test_the_ends_of_a_whole_archive_pass(tmp_path: Path) -> None:
    (tmp_path / "archive.zip").write_bytes(streamed(IMAGES))

    check_ends(tmp_path / "archive.zip", "getImage")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>", streamed(IMAGES)[:-1], streamed(IMAGES)[:100]])
def test_the_ends_of_an_archive_that_is_cut_off_do_not_pass(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "archive.zip").write_bytes(data)

    with pytest.raises(IncompleteArchiveError, match="getImage: the archive is cut off or damaged"):
        check_ends(tmp_path / "archive.zip", "getImage")
