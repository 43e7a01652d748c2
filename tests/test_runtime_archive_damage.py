"""However an archive is damaged, it is either extracted as it was or refused as an archive."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.archives import Entry, cuts, flips, hash_list, outcome_of, outcome_of_ends, packed, series, streamed

IMAGES = series(2)
ENTRIES = [
    *(Entry(name=name.encode(), data=data) for name, data in IMAGES.items()),
    Entry(name=b"md5hashes.csv", data=hash_list(IMAGES)),
]
WHOLE = packed(ENTRIES)
"""As the server writes it: names marked as UTF-8, sizes behind the data."""
AS_IT_WAS = outcome_of(WHOLE)
REFUSALS = {
    f"{kind}{when}"
    for kind in ("IncompleteArchiveError", "UnsafeArchiveError", "WrongHashError")
    for when in ("", " after writing")
}


def unexpected(outcomes: Counter[str]) -> dict[str, int]:
    """Return what is neither a refusal nor the images as they were."""
    return {outcome: count for outcome, count in outcomes.items() if outcome not in {AS_IT_WAS, *REFUSALS}}


def mangled(count: int) -> list[bytes]:
    """Return archives with a few bytes changed, most of them near the end, where the directory is."""
    chance = random.Random(20100816)
    archives = []
    for _ in range(count):
        changed = bytearray(WHOLE)
        for _ in range(chance.randint(1, 5)):
            first = len(changed) - 220 if chance.random() < 0.6 else 0
            changed[chance.randrange(first, len(changed))] = chance.choice(
                [0, 1, 8, 12, 14, 0x7F, 0x80, 0xFF, chance.randrange(256)]
            )
        archives.append(bytes(changed))
    return archives


def test_the_whole_archive_is_verified() -> None:
    assert AS_IT_WAS.startswith("2 verified: ")
    assert outcome_of(streamed({**IMAGES, "md5hashes.csv": hash_list(IMAGES)})) == AS_IT_WAS
    assert outcome_of_ends(WHOLE) == "complete"


def test_an_archive_that_is_cut_off_anywhere_is_incomplete() -> None:
    outcomes = Counter(outcome_of(data) for data in cuts(WHOLE))

    assert outcomes == {"IncompleteArchiveError": len(WHOLE)}


def test_the_ends_of_an_archive_that_is_cut_off_anywhere_do_not_pass() -> None:
    outcomes = Counter(outcome_of_ends(data) for data in cuts(WHOLE))

    assert outcomes == {"IncompleteArchiveError": len(WHOLE)}


@pytest.mark.parametrize("mask", [0x01, 0x02, 0x04, 0x06, 0x20, 0x80, 0xFF])
def test_one_changed_byte_never_gives_another_image_or_another_kind_of_error(mask: int) -> None:
    outcomes = Counter(outcome_of(data) for data in flips(WHOLE, mask))

    assert unexpected(outcomes) == {}
    assert outcomes["IncompleteArchiveError"] > 100


def test_changed_bytes_in_several_places_never_give_another_image_or_another_kind_of_error() -> None:
    outcomes = Counter(outcome_of(data) for data in mangled(1500))

    assert unexpected(outcomes) == {}


@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80, 0xFF])
def test_one_changed_byte_never_gives_another_kind_of_error_at_the_ends(mask: int) -> None:
    outcomes = Counter(outcome_of_ends(data) for data in flips(WHOLE, mask))

    assert set(outcomes) <= {"complete", "IncompleteArchiveError", "UnsafeArchiveError"}
    assert outcomes["IncompleteArchiveError"] > 10


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param(b"\n", id="a line feed"),
        pytest.param(b"<html>error</html>", id="a page"),
        pytest.param(WHOLE, id="the same again"),
        pytest.param(b"PK\x05\x06", id="half an end"),
    ],
)
def test_what_follows_an_archive_never_changes_its_images(extra: bytes) -> None:
    assert outcome_of(WHOLE + extra) in {AS_IT_WAS, *REFUSALS}
    assert outcome_of(extra + WHOLE) in {AS_IT_WAS, *REFUSALS}
