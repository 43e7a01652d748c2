"""Nothing hostile reaches the sink: names that lead elsewhere, doubles, encrypted entries, bombs; links are refused."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import random
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nbia import IncompleteArchiveError, UnsafeArchiveError
from nbia_core.download.zip.reader import Limits
from tests.download.archives import Entry, Shelf, dicom, feed, outcome_of_unzipping, packed, pieces, streamed

GOOD = Entry(name=b"00000001.dcm")
MEGABYTE = 1024 * 1024
PLAIN_CHARACTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


def refuse(archive: bytes, *, limits: Limits | None = None) -> tuple[str, Shelf]:
    """Read what must be refused as unsafe; return the message and what has reached the sink."""
    shelf = Shelf()
    with pytest.raises(UnsafeArchiveError, match="Nothing of it is kept") as caught:
        feed(shelf, pieces(archive, 64 * 1024), limits)
    assert caught.value.is_retry_safe is False
    return str(caught.value), shelf


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
        pytest.param(b"00000002.dcm\x00../evil", id="a NUL behind a good name"),
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
        pytest.param(b"evil\xff.dcm", id="no UTF-8"),
    ],
)
@pytest.mark.parametrize("flags", [0x0808, 0x0008], ids=["UTF-8", "old code page"])
def test_a_name_that_is_no_plain_file_name_is_refused(name: bytes, flags: int) -> None:
    message, shelf = refuse(packed([GOOD, Entry(name=name, flags=flags)]))

    assert "its name is no plain file name" in message
    assert message.replace("\n", "").isprintable()
    assert len(message) < 400
    assert shelf.begun == ["00000001.dcm"]


@settings(max_examples=300)
@given(st.binary(max_size=20) | st.text("./\\:0aCON\x00 \n\u00e9", max_size=12).map(str.encode))
@example(b"../evil.dcm")
@example(b"/tmp/evil.dcm")
def test_whatever_the_name_only_plain_ones_are_handed_over(name: bytes) -> None:
    begun = begun_of(packed([Entry(name=name, flags=0x08)]))

    assert begun in ([], [name.decode(errors="replace")])
    assert set("".join(begun)) <= PLAIN_CHARACTERS


def begun_of(archive: bytes) -> list[str]:
    """Return the names that reach the sink, whatever happens then."""
    shelf = Shelf()
    with contextlib.suppress(UnsafeArchiveError):
        feed(shelf, [archive])
    return shelf.begun


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([b"00000001.dcm", b"00000001.dcm"], id="the same name"),
        pytest.param([b"image.dcm", b"IMAGE.DCM"], id="in capitals"),
        pytest.param([b"LICENSE", b"license"], id="another licence"),
    ],
)
def test_two_entries_of_one_name_are_refused(names: list[bytes]) -> None:
    message, shelf = refuse(packed([Entry(name=name) for name in names]))

    assert "there are two entries of this name" in message
    assert shelf.begun == [names[0].decode()]


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param(0x0809, id="encrypted"),
        pytest.param(0x0001, id="encrypted, sizes before"),
        pytest.param(0x0849, id="strongly encrypted"),
        pytest.param(0x0848, id="a strange flag of encryption"),
        pytest.param(0x2808, id="masked headers"),
    ],
)
def test_an_encrypted_entry_is_refused(flags: int) -> None:
    message, shelf = refuse(packed([dataclasses.replace(GOOD, flags=flags)]))

    assert "it is encrypted" in message
    assert shelf.begun == []


@pytest.mark.parametrize("method", [1, 6, 9, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 93, 95, 98, 99, 255])
def test_an_unknown_compression_is_refused(method: int) -> None:
    message, shelf = refuse(packed([dataclasses.replace(GOOD, method=method)]))

    assert "packed in a way that the service does not use" in message
    assert shelf.begun == []


def test_data_that_are_changes_to_another_file_are_refused() -> None:
    message, shelf = refuse(packed([dataclasses.replace(GOOD, flags=0x0828)]))

    assert "packed in a way that the service does not use" in message
    assert shelf.begun == []


def test_an_entry_that_does_not_say_where_it_ends_is_refused() -> None:
    message, shelf = refuse(streamed({"00000001.dcm": dicom(1)}, zipfile.ZIP_STORED))

    assert "it is not compressed and does not say where it ends" in message
    assert shelf.begun == []


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
def test_what_is_no_file_is_refused(kind: int) -> None:
    message, _ = refuse(packed([dataclasses.replace(GOOD, data=b"/etc/passwd", external=kind << 16)]))

    assert "a link or a special file" in message


@pytest.mark.parametrize("attributes", [0x10, 0x08, 0x31])
def test_what_is_a_folder_of_dos_is_refused(attributes: int) -> None:
    message, _ = refuse(packed([dataclasses.replace(GOOD, external=attributes)]))

    assert "it is a folder" in message


@pytest.mark.parametrize("external", [0, stat.S_IFREG << 16 | 0o644 << 16, 0o777 << 16, 0x20, 0x01])
def test_what_is_an_ordinary_file_is_read(external: int) -> None:
    assert outcome_of_unzipping(packed([dataclasses.replace(GOOD, external=external)])) == {"00000001.dcm": GOOD.data}


@pytest.mark.parametrize("place", [4, 6], ids=["this disk", "the directory's disk"])
def test_an_archive_of_several_parts_is_refused(place: int) -> None:
    archive = bytearray(packed([GOOD]))
    archive[archive.index(b"PK\x05\x06") + place] = 1

    message, _ = refuse(bytes(archive))

    assert "one of several parts" in message


def test_an_entry_in_another_part_is_refused() -> None:
    archive = bytearray(packed([GOOD]))
    archive[archive.index(b"PK\x01\x02") + 34] = 1

    message, _ = refuse(bytes(archive))

    assert "one of several parts" in message


@pytest.mark.parametrize(
    ("limits", "figures"),
    [
        (Limits(total=1000), "at most 1,000 are expected"),
        (Limits(), "at most 274,877,906,944 are expected"),
    ],
)
def test_an_entry_that_states_far_too_much_is_refused_before_anything_is_handed_over(
    limits: Limits, figures: str
) -> None:
    shelf = Shelf()

    with pytest.raises(UnsafeArchiveError, match=figures):
        feed(shelf, [packed([dataclasses.replace(GOOD, size=10**12, zip64=True, has_sizes_before=True)])], limits)

    assert shelf.begun == []


def test_a_bomb_is_refused_as_soon_as_it_exceeds_the_announced_size() -> None:
    bomb = streamed({"00000001.dcm": bytes(20 * MEGABYTE)})

    message, shelf = refuse(bomb, limits=Limits(total=MEGABYTE))

    assert "at most 1,048,576 are expected" in message
    assert sum(map(len, shelf.blocks)) <= MEGABYTE


def test_a_bomb_whose_size_is_not_announced_is_refused_by_its_ratio() -> None:
    bomb = streamed({"00000001.dcm": bytes(20 * MEGABYTE)})
    most = len(bomb) * 200 + 4 * MEGABYTE

    message, shelf = refuse(bomb)

    assert "at most 200 times those that came are expected, and 4,194,304 besides" in message
    assert sum(map(len, shelf.blocks)) <= most


def test_entries_that_are_too_much_together_are_refused() -> None:
    entries = [Entry(name=f"{number}.dcm".encode(), data=bytes(MEGABYTE)) for number in range(20)]

    _, shelf = refuse(packed(entries), limits=Limits(total=5 * MEGABYTE + 1))

    assert len(shelf.entries) == 5


@pytest.mark.parametrize("size", [0, 100, 1000])
def test_a_bomb_that_lies_about_its_size_does_not_grow_beyond_it(size: int) -> None:
    shelf = Shelf()
    bomb = Entry(name=b"00000001.dcm", data=bytes(20 * MEGABYTE), size=size, has_sizes_before=True)

    with pytest.raises(IncompleteArchiveError, match="the CRC or the sizes"):
        feed(shelf, [packed([bomb])])

    assert shelf.entries == {}
    assert sum(map(len, shelf.blocks)) <= size


def test_more_entries_than_allowed_are_refused() -> None:
    entries = [Entry(name=f"{number}.dcm".encode()) for number in range(4)]

    message, shelf = refuse(packed(entries), limits=Limits(entries=3))

    assert "more than 3 entries" in message
    assert shelf.begun == ["0.dcm", "1.dcm", "2.dcm"]


def barren_deflated() -> Iterator[bytes]:
    """An entry whose compressed data go on for ever and decompress to nothing: blocks without a byte."""
    yield local_header(GOOD.name, zipfile.ZIP_DEFLATED)
    yield from itertools.repeat(b"\x00\x00\x00\xff\xff" * 10_000)


def barren_entries() -> Iterator[bytes]:
    """Entries without data for ever, each with the longest extra field."""
    for number in itertools.count():
        extra = b"\xfe\xca\xf0\xff" + bytes(0xFFF0)
        yield local_header(f"{number}.dcm".encode(), zipfile.ZIP_STORED, extra)


def local_header(name: bytes, method: int, extra: bytes = b"") -> bytes:
    flags = 0x0808 if method == zipfile.ZIP_DEFLATED else 0x0800
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, method, 0, 0x5821, 0, 0, 0, len(name), len(extra))
    return head + name + extra


@pytest.mark.parametrize("arriving", [barren_deflated, barren_entries])
@pytest.mark.parametrize("limits", [Limits(), Limits(total=10**12)], ids=["unknown size", "announced size"])
def test_an_archive_that_goes_on_and_brings_nothing_is_refused(
    arriving: Callable[[], Iterator[bytes]], limits: Limits
) -> None:
    shelf = Shelf()

    with pytest.raises(UnsafeArchiveError, match=r"goes on and brings nothing: at most 2 bytes may come for each"):
        feed(shelf, arriving(), limits)

    assert sum(map(len, shelf.entries.values())) == 0


def test_an_archive_that_never_ends_is_refused_at_the_limit_for_what_nobody_announced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nbia_core.download.zip.reader.LARGEST_SERIES", 5 * MEGABYTE)
    endless = (
        packed([Entry(name=f"{number}.dcm".encode(), data=random.Random(number).randbytes(MEGABYTE))])
        for number in itertools.count()
    )

    with pytest.raises(UnsafeArchiveError, match="at most 5,242,880 are expected"):
        feed(Shelf(), (archive[: archive.index(b"PK\x01\x02")] for archive in endless))


def test_an_archive_of_large_headers_with_images_is_read() -> None:
    entries = [
        Entry(
            name=f"{number}.dcm".encode(),
            data=random.Random(number).randbytes(MEGABYTE),
            extra=b"\xfe\xca\xf0\xff" + bytes(0xFFF0),
        )
        for number in range(8)
    ]

    assert len(outcome_of_unzipping(packed(entries))) == 8


def test_a_name_that_is_harmless_only_in_the_directory_is_refused() -> None:
    message, shelf = refuse(packed([GOOD]).replace(b"00000001.dcm", b"../evil1.dcm", 1))

    assert "'../evil1.dcm'" in message
    assert shelf.begun == []


def test_a_name_that_is_harmless_only_before_the_data_makes_the_archive_incomplete() -> None:
    head, name, tail = packed([GOOD]).rpartition(b"00000001.dcm")

    with pytest.raises(IncompleteArchiveError, match=r"names '\.\./evil1\.dcm', which is not there"):
        feed(Shelf(), [head, b"../evil1.dcm", tail])

    assert len(name) == len(b"../evil1.dcm")
