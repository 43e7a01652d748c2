"""What a size answer announces decides what a download has to be complete."""

from __future__ import annotations

import pytest

from generator.runtime.downloads import Announced, announced_by
from generator.runtime.records import Record, Records


class Size(Record, frozen=True, kw_only=True, gc=False):
    """How large a series is."""

    images: object = None
    size: object = None


def announced(*rows: Size) -> Announced:
    return announced_by(Records(rows, Size), "images", "size")


def test_a_size_answer_announces_images_and_bytes() -> None:
    assert announced(Size(images=2, size=1200)) == Announced(images=2, size=1200)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param((), Announced(), id="no row"),
        pytest.param((Size(),), Announced(), id="no values"),
        pytest.param((Size(images=0),), Announced(), id="what an unknown series looks like"),
        pytest.param((Size(images=-1, size=-1),), Announced(), id="less than nothing"),
        pytest.param((Size(images="2", size="odd"),), Announced(images=2), id="texts"),
        pytest.param((Size(images=2, size="149149266.000000"),), Announced(images=2, size=149149266), id="an odd size"),
        pytest.param((Size(images=True, size=True),), Announced(), id="booleans"),
    ],
)
def test_what_a_size_answer_does_not_say_is_not_known(rows: tuple[Size, ...], expected: Announced) -> None:
    assert announced(*rows) == expected
