"""Numbers and names in words."""

from __future__ import annotations

import pytest

from nbia_core.text import counted, duration, size, some


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_999, "1.0 MB"),
        (2_500_000_000, "2.5 GB"),
        (1_234_000_000_000_000, "1,234.0 TB"),
    ],
)
def test_sizes(number: int, text: str) -> None:
    assert size(number) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1:00 min"), (125, "2:05 min"), (7380, "2:03 h")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_counts() -> None:
    assert [counted(1, "row"), counted(1308, "row"), counted(2, "series", "series")] == [
        "1 row",
        "1,308 rows",
        "2 series",
    ]


def test_some_of_many_names() -> None:
    assert [some(["a", "b"], 2), some("abcde", 2)] == ["a, b", "a, b and 3 more"]
