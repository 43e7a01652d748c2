"""An archive that is kept as it came is taken only if it was sent to its end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from nbia_core.errors import DestinationError, IncompleteArchiveError
from nbia_core.http.archive_end import TAIL_LENGTH, check_ends, ends_properly
from tests.download.archives import Entry, cuts, flips, outcome_of_ends, packed, packed_in_zip64, series, streamed

IMAGES = series(2)
WHOLE = packed(Entry(name=name.encode(), data=data) for name, data in IMAGES.items())
"""As the server writes it: names marked as UTF-8, sizes behind the data."""


@pytest.mark.parametrize(
    "archive",
    [
        pytest.param(WHOLE, id="as the server writes it"),
        pytest.param(streamed(IMAGES), id="by the standard library"),
        pytest.param(packed_in_zip64([Entry(name=b"00000001.dcm")]), id="Zip64"),
        pytest.param(streamed({}), id="no entries"),
    ],
)
def test_the_ends_of_a_whole_archive_pass(archive: bytes) -> None:
    assert outcome_of_ends(archive) == "complete"
    assert ends_properly(archive)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>", WHOLE[:-1], WHOLE[:100]])
def test_the_ends_of_an_archive_that_is_cut_off_do_not_pass(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "archive.zip").write_bytes(data)

    with pytest.raises(IncompleteArchiveError, match="getImage: the archive is cut off or damaged") as caught:
        check_ends(tmp_path / "archive.zip", "getImage")

    assert caught.value.is_retry_safe
    assert not ends_properly(data)


def test_the_ends_of_an_archive_that_is_cut_off_anywhere_do_not_pass() -> None:
    assert Counter(map(outcome_of_ends, cuts(WHOLE))) == {"IncompleteArchiveError": len(WHOLE)}
    assert Counter(map(ends_properly, cuts(WHOLE))) == {False: len(WHOLE)}


@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80, 0xFF])
def test_one_changed_byte_never_gives_another_kind_of_error_at_the_ends(mask: int) -> None:
    outcomes = Counter(map(outcome_of_ends, flips(WHOLE, mask)))

    assert set(outcomes) <= {"complete", "IncompleteArchiveError"}
    assert outcomes["IncompleteArchiveError"] > 10


def test_a_comment_belongs_to_the_end() -> None:
    archive = packed([Entry(name=b"00000001.dcm")], comment=bytes(0xFFFF))

    assert ends_properly(archive[-TAIL_LENGTH:])
    assert not ends_properly(archive[-TAIL_LENGTH:-1])


@pytest.mark.parametrize("extra", [b"\n", b"<html>error</html>", b"PK\x05\x06"])
def test_what_follows_the_end_is_noticed(extra: bytes) -> None:
    assert not ends_properly(WHOLE + extra)


def test_an_archive_that_is_missing_is_an_error_of_the_destination(tmp_path: Path) -> None:
    with pytest.raises(DestinationError):
        check_ends(tmp_path / "archive.zip", "getImage")
