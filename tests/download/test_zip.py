"""An archive is read while it arrives: every way to write it, in whatever pieces it comes."""

from __future__ import annotations

import dataclasses
import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import IncompleteArchiveError
from nbia_core.download.zip import inflate
from nbia_core.download.zip.format import descriptors
from nbia_core.download.zip.reader import Limits, Unzipper
from tests.download.archives import (
    Entry,
    Shelf,
    dicom,
    feed,
    packed,
    packed_in_zip64,
    pieces,
    series,
    streamed,
    unzipped,
)

IMAGES = series(2)
ENTRIES = [Entry(name=name.encode(), data=data) for name, data in IMAGES.items()]
CRC_LIKE_A_SIGNATURE = Entry(name=b"00000001.dcm", data=b"\xac\nz\xd5")
"""An entry whose CRC is what a data descriptor may begin with."""
BLOCK = 640 * 1024


def each(**changes: bool | bytes | int) -> list[Entry]:
    """Return the entries, written in another way."""
    return [dataclasses.replace(entry, **changes) for entry in ENTRIES]  # type: ignore[arg-type]  # mixed values


WAYS = [
    pytest.param(packed(ENTRIES), id="as the server writes it"),
    pytest.param(streamed(IMAGES), id="by the standard library"),
    pytest.param(packed(each(is_signed=False)), id="descriptors without signature"),
    pytest.param(packed(each(zip64=True)), id="descriptors with large sizes"),
    pytest.param(packed(each(zip64=True, is_signed=False)), id="descriptors with large sizes, without signature"),
    pytest.param(packed(each(has_sizes_before=True)), id="sizes before the data"),
    pytest.param(packed(each(has_sizes_before=True, zip64=True)), id="large sizes before the data"),
    pytest.param(packed(each(has_sizes_before=True, method=zipfile.ZIP_STORED)), id="not compressed"),
    pytest.param(packed_in_zip64(ENTRIES), id="a Zip64 end record"),
    pytest.param(packed(each(extra=b"UT\x05\x00\x03abcd" + b"\x99\x99\x00\x00")), id="extra fields"),
    pytest.param(packed(ENTRIES, comment=b"a comment"), id="a comment"),
    pytest.param(packed(ENTRIES, comment=packed(ENTRIES)), id="a comment that is an archive"),
]


@pytest.fixture(params=[inflate.library, inflate.ZLIB], ids=["isal", "zlib"], autouse=True)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflate, "library", request.param)


def test_the_images_of_these_tests_are_what_they_shall_be() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(ENTRIES))) as opened:
        assert {entry.flag_bits for entry in opened.infolist()} == {0x0808}
        assert opened.testzip() is None
    assert zlib.crc32(CRC_LIKE_A_SIGNATURE.data) == int.from_bytes(b"PK\x07\x08", "little")


@pytest.mark.parametrize("archive", WAYS)
def test_an_archive_is_read_as_a_whole(archive: bytes) -> None:
    shelf = Shelf()

    assert feed(shelf, [archive]) == 2
    assert shelf.entries == IMAGES
    assert shelf.begun == list(IMAGES)


@pytest.mark.parametrize("archive", WAYS)
def test_an_archive_is_read_byte_by_byte(archive: bytes) -> None:
    shelf = Shelf()

    feed(shelf, pieces(archive, 1))

    assert shelf.entries == IMAGES


@pytest.mark.parametrize("archive", WAYS)
def test_an_archive_may_be_split_anywhere(archive: bytes) -> None:
    shelves = [Shelf() for _ in range(len(archive) + 1)]

    counts = {feed(shelf, [archive[:split], archive[split:]]) for split, shelf in enumerate(shelves)}

    assert counts == {2}
    assert all(shelf.entries == IMAGES for shelf in shelves)


@given(
    images=st.dictionaries(
        st.from_regex(r"[0-9]{1,4}\.dcm", fullmatch=True), st.binary(max_size=3000) | st.just(bytes(BLOCK)), max_size=4
    ),
    length=st.integers(1, 2000),
)
def test_whatever_the_images_they_come_out_as_they_went_in(images: dict[str, bytes], length: int) -> None:
    shelf = Shelf()

    feed(shelf, pieces(streamed(images), length))

    assert shelf.entries == images


@pytest.mark.parametrize(("size", "ways"), [(2**32 - 1, 4), (2**32, 2)])
def test_a_descriptor_has_sizes_of_32_bits_where_these_suffice(size: int, ways: int) -> None:
    assert len(descriptors(0, size, 1)) == len(descriptors(0, 1, size)) == ways


@pytest.mark.parametrize("zip64", [False, True], ids=["32 bits", "64 bits"])
@pytest.mark.parametrize("is_signed", [True, False], ids=["signature", "no signature"])
@pytest.mark.parametrize(
    "entry", [Entry(name=b"00000001.dcm", data=b""), CRC_LIKE_A_SIGNATURE], ids=["empty", "CRC like a signature"]
)
@pytest.mark.parametrize("count", [1, 2], ids=["last", "not last"])
def test_a_descriptor_is_understood_in_every_notation(entry: Entry, zip64: bool, is_signed: bool, count: int) -> None:
    first = dataclasses.replace(entry, zip64=zip64, is_signed=is_signed)

    entries = unzipped(packed([first, Entry(name=b"00000002.dcm")][:count]))

    assert entries["00000001.dcm"] == entry.data
    assert len(entries) == count


def test_the_standard_librarys_large_entries_are_read() -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("00000001.dcm", "w", force_zip64=True) as target,
    ):
        target.write(dicom(1))

    assert unzipped(buffer.getvalue()) == {"00000001.dcm": dicom(1)}


def test_a_size_before_the_data_and_behind_them_is_read_if_both_fit() -> None:
    archive = bytearray(packed(ENTRIES))
    archive[22:26] = len(IMAGES["00000001.dcm"]).to_bytes(4, "little")

    assert unzipped(bytes(archive)) == IMAGES


def test_the_directory_may_be_in_another_order() -> None:
    archive = packed(ENTRIES)
    first, second = archive.index(b"PK\x01\x02"), archive.rindex(b"PK\x01\x02")
    end = archive.index(b"PK\x05\x06")

    reordered = archive[:first] + archive[second:end] + archive[first:second] + archive[end:]

    assert unzipped(reordered) == IMAGES


@pytest.mark.parametrize("name", ["LICENSE", "md5hashes.csv", "00000001.dcm", "1-01.dcm", "a_b-c.1.dcm", "console.dcm"])
def test_names_that_the_server_gives_are_read(name: str) -> None:
    assert unzipped(streamed({name: b"text"})) == {name: b"text"}


def test_an_empty_archive_has_no_entries() -> None:
    assert unzipped(streamed({})) == {}
    assert unzipped(packed_in_zip64([])) == {}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_large_image_comes_in_blocks_of_a_limited_size(method: int) -> None:
    shelf = Shelf()
    data = dicom(1, size=5 * BLOCK)

    feed(shelf, [packed([Entry(name=b"00000001.dcm", data=data, method=method, has_sizes_before=True)])])

    assert shelf.entries == {"00000001.dcm": data}
    assert max(map(len, shelf.blocks)) == BLOCK


def test_an_image_is_handed_over_before_the_archive_is_over() -> None:
    shelf = Shelf()
    unzipper = Unzipper(shelf)
    archive = packed(ENTRIES)

    unzipper.feed(archive[: archive.index(b"PK\x01\x02")])

    assert shelf.entries == {"00000001.dcm": IMAGES["00000001.dcm"]}
    assert shelf.begun == list(IMAGES)
    assert unzipper.entries == 1


def test_bytes_may_be_fed_that_are_none() -> None:
    shelf = Shelf()

    feed(shelf, [b"", packed(ENTRIES), b""])

    assert shelf.entries == IMAGES


def test_what_the_sink_raises_comes_through_and_the_archive_is_not_complete() -> None:
    class Full(Shelf):
        def write(self, data: bytes) -> None:
            raise OSError("full")

    unzipper = Unzipper(Full())

    with pytest.raises(OSError, match="full"):
        unzipper.feed(packed(ENTRIES))

    with pytest.raises(IncompleteArchiveError):
        unzipper.feed(b"more")
    with pytest.raises(IncompleteArchiveError):
        unzipper.finish()


def test_as_much_as_is_allowed_is_read() -> None:
    limits = Limits(total=sum(map(len, IMAGES.values())), entries=2)

    assert unzipped(packed(ENTRIES), limits=limits) == IMAGES


def test_a_series_as_large_as_announced_may_be_compressed_very_well() -> None:
    image = dicom(1) + bytes(20 * 1024 * 1024)

    entries = unzipped(streamed({"00000001.dcm": image}), limits=Limits(total=len(image)))

    assert entries == {"00000001.dcm": image}


def test_a_small_series_may_be_compressed_very_well_though_its_size_is_not_announced() -> None:
    images = {f"{number:08d}.dcm": dicom(number) + bytes(1024 * 1024) for number in range(1, 4)}

    assert unzipped(streamed(images)) == images
