"""Both libraries decompress the same, in whatever pieces the data come, and call damage by one name."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbia_core.download.zip import inflate
from nbia_core.download.zip.inflate import BLOCK, InflateError, Inflater, Library
from tests.download.archives import deflate, pieces

NEEDS_ISAL = pytest.mark.skipif(inflate.library is inflate.ZLIB, reason="isal is not installed")
LIBRARIES = [pytest.param(inflate.ZLIB, id="zlib"), pytest.param(inflate.library, id="isal", marks=NEEDS_ISAL)]
BEHIND = b"PK\x07\x08 and more"


def decompress(library: Library, data: Iterable[bytes]) -> tuple[list[bytes], bytes]:
    """Return the blocks that data decompress to, and what was given and did not belong to them."""
    inflater = Inflater(library)
    blocks: list[bytes] = []
    behind = b""
    for piece in data:
        if inflater.is_over:
            behind += piece
        else:
            blocks += inflater.inflate(piece)
            behind = inflater.unused
    assert inflater.is_over
    return blocks, behind


@NEEDS_ISAL
def test_isal_is_used_where_it_is_installed() -> None:
    from isal import isal_zlib

    assert inflate.library.crc32 is isal_zlib.crc32


def test_zlib_is_used_where_isal_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "isal", None)

    assert inflate._find_library() is inflate.ZLIB


@pytest.mark.parametrize("library", LIBRARIES)
def test_data_come_out_in_blocks_of_a_limited_size(library: Library) -> None:
    blocks, behind = decompress(library, [deflate(bytes(10 * BLOCK)) + BEHIND])

    assert b"".join(blocks) == bytes(10 * BLOCK)
    assert max(map(len, blocks)) == BLOCK
    assert behind == BEHIND


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_data_are_over_when_their_last_byte_was_given(library: Library, size: int) -> None:
    blocks, behind = decompress(library, [deflate(bytes(size))])

    assert sum(map(len, blocks)) == size
    assert behind == b""


@pytest.mark.parametrize("library", LIBRARIES)
@given(
    data=st.binary(max_size=2000) | st.integers(0, 3 * BLOCK).map(bytes),
    length=st.integers(1, 300),
    level=st.integers(0, 9),
)
def test_data_are_the_same_in_whatever_pieces_they_come(library: Library, data: bytes, length: int, level: int) -> None:
    blocks, behind = decompress(library, pieces(deflate(data, level) + BEHIND, length))

    assert b"".join(blocks) == data
    assert behind == BEHIND


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xff" * 50, id="no kind of block"),
        pytest.param(b"\x07abc", id="a reserved kind of block"),
        pytest.param(bytes([0x4B, 0x04, 0x41, 0xFF, 0xFF]), id="a repetition of what was never there"),
        pytest.param(b"\x01\x05\x00\x00\x00hello", id="a stored block whose length does not fit"),
    ],
)
def test_damaged_data_are_an_error(library: Library, data: bytes) -> None:
    with pytest.raises(InflateError):
        decompress(library, [data])


@pytest.mark.parametrize("library", LIBRARIES)
@settings(max_examples=200)
@given(data=st.binary(max_size=300), length=st.integers(1, 300))
def test_whatever_comes_there_is_no_other_error(library: Library, data: bytes, length: int) -> None:
    inflater = Inflater(library)
    result = take_what_comes(inflater, pieces(data, length))

    assert result in ("over", "not over", "damaged")


def take_what_comes(inflater: Inflater, data: Iterable[bytes]) -> str:
    for piece in data:
        try:
            list(inflater.inflate(piece))
        except InflateError:
            return "damaged"
        if inflater.is_over:
            return "over"
    return "not over"


@pytest.mark.parametrize("library", LIBRARIES)
def test_data_that_are_cut_off_are_not_over(library: Library) -> None:
    inflater = Inflater(library)

    list(inflater.inflate(deflate(b"hello")[:-1]))

    assert not inflater.is_over


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_crc_goes_on_where_another_ended(first: bytes, second: bytes) -> None:
    assert inflate.crc32(second, inflate.crc32(first)) == zlib.crc32(first + second)
