"""Which version number a verdict means, and whether one is large enough."""

from __future__ import annotations

import pytest

from generator.diff.changes import Change, Verdict, Weight, verdict
from generator.diff.versions import Release, is_enough, meaning, releases


def release(text: str) -> Release:
    found = Release.parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("last", "changed", "expected"),
    [
        ("1.4.2", "major", "2.0.0"),
        ("1.4.2", "minor", "1.5.0"),
        ("1.4.2", "patch", "1.4.3"),
        ("1.4.2", "nothing", "1.4.2"),
        ("0.4.2", "major", "0.5.0"),
        ("0.4.2", "minor", "0.4.3"),
        ("0.4.2", "patch", "0.4.3"),
        ("0.4.2", "nothing", "0.4.2"),
    ],
)
def test_a_verdict_means_a_number(last: str, changed: Verdict, expected: str) -> None:
    assert str(release(last).next(changed)) == expected


@pytest.mark.parametrize(
    ("last", "proposed", "changed", "expected"),
    [
        ("1.4.2", "1.4.2", "nothing", True),
        ("1.4.2", "1.4.2", "patch", False),
        ("1.4.2", "1.4.3", "patch", True),
        ("1.4.2", "1.4.3", "minor", False),
        ("1.4.2", "1.5.0", "minor", True),
        ("1.4.2", "1.5.0", "major", False),
        ("1.4.2", "2.0.0", "major", True),
        ("1.4.2", "2.0.0rc1", "major", True),
        ("1.4.2", "3.0.0", "patch", True),
        ("0.4.2", "0.4.3", "major", False),
        ("0.4.2", "0.5.0", "major", True),
        ("0.4.2", "1.0.0", "major", True),
        ("1.10.0", "1.9.9", "patch", False),
    ],
)
def test_a_number_is_large_enough_or_too_small(last: str, proposed: str, changed: Verdict, expected: bool) -> None:
    assert is_enough(release(last), release(proposed), changed) is expected


@pytest.mark.parametrize("text", ["", "1.2", "v1", "01.2.3", "release-1.2.3", "v1.2.x"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert Release.parse(text) is None


def test_tags_of_releases_are_told_from_others() -> None:
    tags = ["v1.2.3", "v1.10.0", "v2.0.0rc1", "nightly", "v4", "1.2.3"]

    assert [tag for tag, _ in releases(tags)] == ["v1.2.3", "v1.10.0"]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (["words", "adds", "breaks on the wire", "breaks callers"], "major"),
        (["words", "adds", "breaks on the wire"], "minor"),
        (["words", "breaks on the wire"], "patch"),
        (["words"], "patch"),
        ([], "nothing"),
    ],
)
def test_the_heaviest_change_counts(weights: list[Weight], expected: Verdict) -> None:
    assert verdict([Change(weight=weight, kind="another") for weight in weights]) == expected


def test_what_a_number_means_is_said_before_the_first_major_release() -> None:
    assert meaning(release("0.1.0"), "major") == (
        "After 0.1.0 that means 0.2.0 at least: something breaks callers. Before 1.0.0 the middle number stands for the first."
    )
