"""An array of rows, cut anywhere while it arrives, gives back the same rows in the same order."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nbia_core.errors import DecodeError
from nbia_core.records import row_cutter as rows
from nbia_core.records.json_rows import parse_rows
from nbia_core.records.record import Row

NASTY = st.sampled_from(
    ["},{", '"},{"', '\\"},{', "\\", "\\\\", '"', "[", "]", "}", "],[", "é\u2028", "\U0001f600", "\n", ""]
)
TEXTS = st.lists(NASTY | st.text(st.characters(exclude_categories=["Cs"]), max_size=3), max_size=4).map("".join)
FLAT = st.dictionaries(TEXTS, TEXTS | st.integers(-9, 9) | st.booleans() | st.none(), max_size=4)
NESTED = st.recursive(FLAT, lambda inner: st.dictionaries(TEXTS, inner | st.lists(inner, max_size=3), max_size=3))
SIZES = st.lists(st.integers(1, 40), min_size=1, max_size=6)


def blocks_of(body: bytes, sizes: list[int], block: int = 1, longest: int = 10_000) -> list[bytes]:
    """Feed a body in chunks of the given sizes, over and over, and return the blocks that come out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "_LONGEST_ROW", longest)
        cutter = rows.RowCutter(block)
        blocks: list[bytes | None] = []
        start = 0
        for size in itertools.cycle(sizes):
            if start >= len(body):
                break
            blocks.append(cutter.feed(body[start : start + size]))
            start += size
        blocks.append(cutter.finish())
    return [piece for piece in blocks if piece is not None]


def rows_of(blocks: list[bytes]) -> list[Row]:
    return [row for block in blocks for row in parse_rows(block)]


@settings(max_examples=300)
@given(st.lists(FLAT, max_size=12), SIZES, st.integers(1, 60))
@example([{"a": "},{"}, {"b": '"},{"'}, {}], [1], 1)
@example([{"a": "\\"}, {"\\": "},{"}], [2], 1)
def test_flat_rows_written_as_the_server_does_come_back(written: list[Row], sizes: list[int], block: int) -> None:
    body = json.dumps(written, separators=(",", ":"), ensure_ascii=False).encode()

    assert rows_of(blocks_of(body, sizes, block)) == written


@settings(max_examples=300)
@given(st.lists(NESTED, max_size=6), SIZES, st.integers(1, 60), st.sampled_from([None, 0, 1, "\t"]), st.booleans())
@example([{"a": [{"x": "1"}, {"y": "2"}]}, {"b": "3"}], [1], 1, None, True)
def test_any_rows_in_any_notation_come_back(
    written: list[Row], sizes: list[int], block: int, indent: int | str | None, is_ascii: bool
) -> None:
    body = json.dumps(written, indent=indent, ensure_ascii=is_ascii).encode()

    assert rows_of(blocks_of(body, sizes, block)) == written


@given(st.lists(FLAT, min_size=2, max_size=8), SIZES)
def test_a_body_that_is_cut_off_never_passes_for_a_whole_one(written: list[Row], sizes: list[int]) -> None:
    body = json.dumps(written, separators=(",", ":")).encode()

    blocks = blocks_of(body[:-1], sizes)

    with pytest.raises(DecodeError, match="not readable as JSON"):
        rows_of(blocks)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_blocks_come_before_the_body_has_ended(size: int) -> None:
    body = json.dumps([{"number": number} for number in range(100)], separators=(",", ":")).encode()

    blocks = blocks_of(body[: len(body) // 2], [size])

    assert len(blocks) >= 2
    assert parse_rows(blocks[0])[0] == {"number": 0}


def test_a_block_is_not_cut_before_there_is_enough() -> None:
    body = b'[{"a":1},{"a":2},{"a":3},{"a":4}]'

    assert blocks_of(body, [1], block=20) == [b'[{"a":1},{"a":2}]', b'[{"a":3},{"a":4}]']


def test_white_space_around_the_array_does_not_matter() -> None:
    assert rows_of(blocks_of(b' \r\n[ {"a":1} , {"a":2}\n]\n ', [3])) == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 1000])
def test_a_byte_order_mark_does_not_matter(size: int) -> None:
    assert rows_of(blocks_of(b'\xef\xbb\xbf[{"a":1},{"a":2}]', [size], block=8)) == [{"a": 1}, {"a": 2}]


def test_latin1_is_cut_like_any_other_text() -> None:
    body = '[{"a":"FÉMUR"},{"a":"ü},{"},{"a":"é"}]'.encode("latin-1")

    assert rows_of(blocks_of(body, [1])) == [{"a": "FÉMUR"}, {"a": "ü},{"}, {"a": "é"}]


@pytest.mark.parametrize("body", [b"", b" ", b"\r\n\t "])
def test_an_empty_body_has_no_blocks(body: bytes) -> None:
    assert blocks_of(body, [1]) == []


@pytest.mark.parametrize("body", [b"[]", b" [ ] "])
def test_an_empty_array_has_no_rows(body: bytes) -> None:
    assert rows_of(blocks_of(body, [1])) == []


@pytest.mark.parametrize("body", [b'{"a":1}', b"null", b'"[{}]"', b"<html>", b"Server was not able", b"]", b","])
@pytest.mark.parametrize("block", [1, 1000])
def test_what_is_no_array_is_refused(body: bytes, block: int) -> None:
    with pytest.raises(DecodeError, match="not a JSON array of rows"):
        blocks_of(body, [1], block)


@pytest.mark.parametrize(
    "body",
    [
        b"[",
        b"[{",
        b'[{"a":1}',
        b'[{"a":1},',
        b'[{"a":1},{"a":2},',
        b'[{"a":1},{"a":2}]]',
        b'[{"a":1}{"a":2},{"a":3}]',
        b'[{"a":1}],{"a":2}]',
        b'[{"a":1},{"a":2}',
        b'[{"a":"\\q"},{"a":2}]',
        b"[1,2,3]",
        b'["},{","},{"]',
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_what_is_no_array_of_rows_is_refused_when_it_is_read(body: bytes, size: int) -> None:
    blocks = blocks_of(body, [size])

    with pytest.raises(DecodeError):
        rows_of(blocks)


@pytest.mark.parametrize("body", [b'[{"a":1},]', b'[{"a":1} , ]', b'[{"a":1},{"a":2},]'])
@pytest.mark.parametrize("block", [1, 1000])
def test_a_comma_too_many_is_refused_wherever_the_array_is_cut(body: bytes, block: int) -> None:
    with pytest.raises(DecodeError):
        rows_of(blocks_of(body, [1000], block))


@pytest.mark.parametrize("body", [b'[{"a":"' + b"x" * 500, b"[" + b"{" * 500, b"[" + b'{"a":1,' * 100])
def test_a_row_that_does_not_end_is_refused_before_memory_is(body: bytes) -> None:
    with pytest.raises(DecodeError, match="no row ends within 64 MB"):
        blocks_of(body, [10], longest=200)


def test_a_row_longer_than_a_block_is_waited_for() -> None:
    body = b'[{"a":"' + b"},{" * 200 + b'"},{"b":1}]'

    blocks = blocks_of(body, [7], block=10)

    assert rows_of(blocks) == [{"a": "},{" * 200}, {"b": 1}]


def test_one_chunk_that_holds_everything_is_cut_once() -> None:
    body = b'[{"a":1},{"a":2},{"a":3}]'

    assert blocks_of(body, [1000]) == [b'[{"a":1},{"a":2}]', b'[{"a":3}]']


def test_rows_nested_too_deep_are_refused_when_they_are_read() -> None:
    body = b'[{"a":' + b"[" * 100_000 + b"]" * 100_000 + b'},{"b":1}]'

    with pytest.raises(DecodeError):
        rows_of(blocks_of(body, [100_000], longest=10**9))


def test_as_it_ships_blocks_are_large_and_rows_may_be_larger() -> None:
    assert 64 * 1024 <= rows.BLOCK < rows._LONGEST_ROW
