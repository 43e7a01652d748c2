"""However an archive is damaged, it is either read as it was or refused as an archive."""

from __future__ import annotations

import dataclasses
import itertools
import random
import struct
import zipfile
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nbia import IncompleteArchiveError, UnsafeArchiveError
from nbia_core.download.zip import inflate
from nbia_core.download.zip.reader import Unzipper
from tests.download.archives import (
    Entry,
    Shelf,
    cuts,
    feed,
    flips,
    hash_list,
    members_of,
    outcome_of_unzipping,
    packed,
    packed_in_zip64,
    series,
    streamed,
    unzipped,
)

IMAGES = {**series(2), "md5hashes.csv": hash_list(series(2))}
ENTRIES = [Entry(name=name.encode(), data=data) for name, data in IMAGES.items()]
SERVERS = packed(ENTRIES)
"""As the server writes it: names marked as UTF-8, sizes behind the data."""
ARCHIVES = [
    pytest.param(SERVERS, id="as the server writes it"),
    pytest.param(packed_in_zip64(ENTRIES), id="Zip64"),
    pytest.param(packed(dataclasses.replace(entry, has_sizes_before=True) for entry in ENTRIES), id="sizes before"),
]
REFUSALS = {"IncompleteArchiveError", "UnsafeArchiveError"}


@pytest.fixture(params=[inflate.library, inflate.ZLIB], ids=["isal", "zlib"], autouse=True)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflate, "library", request.param)


def outcomes_of(archives: Iterable[bytes]) -> Counter[str]:
    """Count what comes of archives that were made from the whole one."""
    outcomes = map(outcome_of_unzipping, archives)
    return Counter("as it was" if outcome == IMAGES else str(outcome) for outcome in outcomes)


def mangled(archive: bytes, count: int) -> list[bytes]:
    """Return archives with a few bytes changed, most of them near the end, where the directory is."""
    chance = random.Random(20100816)
    archives = []
    for _ in range(count):
        changed = bytearray(archive)
        for _ in range(chance.randint(1, 5)):
            first = len(changed) - 300 if chance.random() < 0.6 else 0
            changed[chance.randrange(first, len(changed))] = chance.choice(
                [0, 1, 8, 12, 14, 0x7F, 0x80, 0xFF, chance.randrange(256)]
            )
        archives.append(bytes(changed))
    return archives


def in_end_record(archive: bytes, place: int, number: int) -> bytes:
    """Return the archive with another number of 16 bits in its end record."""
    at = archive.rindex(b"PK\x05\x06") + place
    return archive[:at] + struct.pack("<H", number) + archive[at + 2 :]


def in_directory(archive: bytes, place: int, change: int) -> bytes:
    """Return the archive with bits of the last record of the directory changed."""
    at = archive.rindex(b"PK\x01\x02") + place
    return archive[:at] + bytes([archive[at] ^ change]) + archive[at + 1 :]


def without_directory_record(archive: bytes) -> bytes:
    """Return the archive without the last record of its directory, and an end record that fits."""
    record, end = archive.rindex(b"PK\x01\x02"), archive.rindex(b"PK\x05\x06")
    shorter = in_end_record(archive[:record] + archive[end:], 12, record - archive.index(b"PK\x01\x02"))
    return in_end_record(in_end_record(shorter, 8, 2), 10, 2)


def without_entry(archive: bytes) -> bytes:
    """Return the archive without the data of its last entry."""
    entry, directory = archive.rindex(b"PK\x03\x04"), archive.index(b"PK\x01\x02")
    return in_end_record(archive[:entry] + archive[directory:], 16, entry)


@pytest.mark.parametrize("archive", ARCHIVES)
def test_the_whole_archive_is_read(archive: bytes) -> None:
    assert unzipped(archive) == IMAGES


@pytest.mark.parametrize("archive", ARCHIVES)
def test_an_archive_that_is_cut_off_anywhere_is_incomplete(archive: bytes) -> None:
    assert outcomes_of(cuts(archive)) == {"IncompleteArchiveError": len(archive)}


@pytest.mark.parametrize("archive", ARCHIVES)
@pytest.mark.parametrize("mask", [0x01, 0x02, 0x04, 0x20, 0x80, 0xFF])
def test_one_changed_byte_never_gives_other_contents_or_another_kind_of_error(archive: bytes, mask: int) -> None:
    outcomes = outcomes_of(flips(archive, mask))

    assert set(outcomes) <= {"as it was", *REFUSALS}
    assert outcomes["IncompleteArchiveError"] > 100


@pytest.mark.parametrize("archive", ARCHIVES)
def test_changed_bytes_in_several_places_never_give_other_contents_or_another_kind_of_error(archive: bytes) -> None:
    outcomes = outcomes_of(mangled(archive, 1000))

    assert set(outcomes) <= {"as it was", *REFUSALS}


@settings(max_examples=300)
@given(places=st.lists(st.integers(0, len(SERVERS)), min_size=2, max_size=6))
@example(places=[0, len(SERVERS)])
def test_parts_of_archives_in_any_order_are_read_as_zipfile_reads_them_or_refused(places: list[int]) -> None:
    archive = b"".join(SERVERS[min(pair) : max(pair)] for pair in itertools.pairwise(places))

    outcome = outcome_of_unzipping(archive)

    assert str(outcome) in REFUSALS or outcome == members_of(archive)


@settings(max_examples=300)
@given(start=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"PK\x01\x02", b"PK\x06\x06"]), rest=st.binary())
@example(start=b"PK\x05\x06", rest=bytes(18))
def test_bytes_that_are_no_archive_are_refused_or_an_empty_one(start: bytes, rest: bytes) -> None:
    outcome = outcome_of_unzipping(start + rest)

    assert str(outcome) in REFUSALS or outcome == {}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><body>Not found</body></html>", id="a page"),
        pytest.param(b'{"error": "not found"}' * 10, id="JSON"),
        pytest.param(b"PK", id="half a signature"),
        pytest.param(b"PK\x03\x04" + bytes(10), id="half a header"),
        pytest.param(b"\n" + SERVERS, id="a line feed before an archive"),
    ],
)
def test_what_is_no_archive_is_incomplete(body: bytes) -> None:
    with pytest.raises(IncompleteArchiveError, match="The archive is cut off or damaged") as caught:
        unzipped(body)

    assert caught.value.is_retry_safe is True
    assert caught.value.hint == "try again later"


@pytest.mark.parametrize(
    ("length", "place"),
    [
        (3, "before its first entry"),
        (50, "in the entry '00000001.dcm'"),
        (SERVERS.index(b"PK\x01\x02") + 20, "in its directory"),
        (len(SERVERS) - 1, "in its end record"),
    ],
)
def test_it_is_said_where_an_archive_is_cut_off(length: int, place: str) -> None:
    with pytest.raises(IncompleteArchiveError, match=f"it ends after {length} bytes, {place}"):
        unzipped(SERVERS[:length])


@pytest.mark.parametrize("extra", [b"\n", b"<html>error</html>", SERVERS, b"PK\x05\x06", bytes(1000)])
@pytest.mark.parametrize("archive", [SERVERS, streamed({})], ids=["images", "empty"])
def test_nothing_may_follow_an_archive(archive: bytes, extra: bytes) -> None:
    unzipper = Unzipper(Shelf())
    unzipper.feed(archive)

    with pytest.raises(IncompleteArchiveError, match="bytes follow its end"):
        unzipper.feed(extra)

    with pytest.raises(IncompleteArchiveError):
        unzipper.finish()


@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        pytest.param(without_directory_record(SERVERS), "lacks the entry 'md5hashes.csv'", id="a record too few"),
        pytest.param(without_entry(SERVERS), "names 'md5hashes.csv', which is not there", id="a record too many"),
        pytest.param(in_directory(SERVERS, 8, 0x02), "says otherwise of 'md5hashes.csv'", id="other flags"),
        pytest.param(in_directory(SERVERS, 10, 0x08), "says otherwise of 'md5hashes.csv'", id="another method"),
        pytest.param(in_directory(SERVERS, 16, 0x01), "says otherwise of 'md5hashes.csv'", id="another CRC"),
        pytest.param(in_directory(SERVERS, 20, 0x01), "says otherwise of 'md5hashes.csv'", id="a compressed size"),
        pytest.param(in_directory(SERVERS, 24, 0x01), "says otherwise of 'md5hashes.csv'", id="another size"),
        pytest.param(in_directory(SERVERS, 46, 0x20), "says otherwise of 'Md5hashes.csv'", id="a capital"),
        pytest.param(in_directory(SERVERS, 46, 0x01), "names 'ld5hashes.csv', which is not there", id="another name"),
        pytest.param(in_end_record(SERVERS, 8, 2), "end record does not fit", id="another count on this disk"),
        pytest.param(in_end_record(SERVERS, 10, 4), "end record does not fit", id="another count"),
        pytest.param(in_end_record(SERVERS, 10, 0xFFFF), "end record does not fit", id="a count that is elsewhere"),
        pytest.param(in_end_record(SERVERS, 12, 1), "end record does not fit", id="another size of the directory"),
        pytest.param(in_end_record(SERVERS, 16, 1), "end record does not fit", id="another place of the directory"),
        pytest.param(in_end_record(SERVERS, 20, 1), "in its end record", id="a comment that is missing"),
        pytest.param(in_directory(SERVERS, 2, 0x04), "is no record of an archive", id="another signature"),
        pytest.param(
            packed_in_zip64(ENTRIES).replace(b"PK\x06\x07" + bytes(4), b"PK\x06\x07\x00\x01\x00\x00"),
            "the locator of its Zip64 end record does not fit",
            id="a locator that leads elsewhere",
        ),
        pytest.param(
            packed_in_zip64(ENTRIES).replace(b"PK\x06\x06\x2c", b"PK\x06\x06\x2d"),
            "Zip64 end record does not fit",
            id="a longer Zip64 end record",
        ),
    ],
)
def test_a_directory_that_differs_from_the_entries_is_damaged(archive: bytes, reason: str) -> None:
    with pytest.raises(IncompleteArchiveError, match=reason):
        unzipped(archive)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(Entry(name=b"00000001.dcm", size=10), id="a smaller size behind the data"),
        pytest.param(Entry(name=b"00000001.dcm", size=10**6), id="a larger size behind the data"),
        pytest.param(Entry(name=b"00000001.dcm", size=10, has_sizes_before=True), id="a smaller size before the data"),
        pytest.param(Entry(name=b"00000001.dcm", size=10**6, has_sizes_before=True), id="a larger size before them"),
    ],
)
def test_an_entry_whose_size_is_not_the_stated_one_never_ends(entry: Entry) -> None:
    shelf = Shelf()

    with pytest.raises(IncompleteArchiveError, match=r"the CRC or the sizes of '00000001\.dcm' do not fit"):
        feed(shelf, [packed([entry])])

    assert shelf.entries == {}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("change", [-3, 3])
def test_data_that_do_not_end_where_the_entry_says_are_damaged(method: int, change: int) -> None:
    archive = bytearray(packed([Entry(name=b"00000001.dcm", method=method, has_sizes_before=True)]))
    size = int.from_bytes(archive[18:22], "little")
    archive[18:22] = (size + change).to_bytes(4, "little")

    with pytest.raises(IncompleteArchiveError, match=r"00000001\.dcm"):
        unzipped(bytes(archive))


def test_two_entries_that_share_their_data_are_refused() -> None:
    with pytest.raises(UnsafeArchiveError, match=r"00000002\.dcm.*entries would overlap"):
        unzipped(packed([Entry(name=b"00000001.dcm"), Entry(name=b"00000002.dcm", offset=0)]))


@pytest.mark.parametrize("offset", [1, 0x7FFFFFFF, 0xFFFFFFF0])
def test_an_entry_that_begins_elsewhere_is_refused(offset: int) -> None:
    with pytest.raises(UnsafeArchiveError, match=f"the directory says {offset:,}"):
        unzipped(packed([Entry(name=b"00000001.dcm", offset=offset)]))


@pytest.mark.parametrize("extra", [b"", b"\x01\x00\x08\x00" + bytes(8), b"\x01\x00\x10\x00", b"\x01"])
def test_a_large_size_that_is_missing_is_damaged(extra: bytes) -> None:
    archive = bytearray(packed([Entry(name=b"00000001.dcm", extra=extra)]))
    archive[18:26] = b"\xff" * 8

    with pytest.raises(IncompleteArchiveError, match=r"the sizes of '00000001\.dcm' are missing"):
        unzipped(bytes(archive))
