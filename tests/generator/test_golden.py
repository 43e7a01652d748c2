"""The whole way from a small spec to text, compared with files that a reviewer has read."""

from __future__ import annotations

import pytest

from tests.generator.helpers import GOLDEN, GOLDEN_FILES, UPDATE, mini_files


@pytest.mark.parametrize("path", GOLDEN_FILES)
def test_the_small_spec_makes_the_golden_file(path: str) -> None:
    expected = (GOLDEN / "expected" / path).read_text(encoding="utf-8")

    assert mini_files()[path].decode() == expected, f"{path} is generated otherwise now; {UPDATE}"


def test_no_golden_file_is_left_over() -> None:
    expected = GOLDEN / "expected"

    present = {path.relative_to(expected).as_posix() for path in expected.rglob("*") if path.is_file()}

    assert present == set(GOLDEN_FILES), UPDATE
