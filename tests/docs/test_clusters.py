"""What the page on many machines tells anybody to compute is what the client computes."""

from __future__ import annotations

from typing import Any

from nbia_core.download.inputs.shard import read_shard
from tests.docs.markdown import GUIDES, blocks


def test_the_part_of_a_series_is_computed_as_the_page_says() -> None:
    names: dict[str, Any] = {}
    exec(blocks(GUIDES / "clusters.md", "python")[0].values[0], names)

    numbers = [names["part"](f"2.25.{number}", 16) for number in range(100)]

    assert all(read_shard(f"{number}/16").has(f"2.25.{index}") for index, number in enumerate(numbers))
