"""Tells from the bytes of a large JSON text whether it has no more keys than are known, without parsing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy
    from numpy.typing import NDArray

_SMALL: Final = 1_000_000
"""Bytes that are parsed faster than numpy is loaded."""
_BLOCK: Final = 256 * 1024
_QUOTE, _COLON = b'":'
"""Bytes below the quotation mark are blanks, control characters, and the exclamation mark."""


def may_have_more_keys(body: bytes, known: int) -> bool:
    """Whether a JSON text may have more keys, those of inner objects included, than are known.

    A key ends in a quotation mark, perhaps blanks, and a colon. Few texts hold these too, so the answer is right as a
    rule.

    Args:
        body: JSON that was parsed before, so that it is known to be valid.
        known: The number of keys that are known.

    Returns:
        False if it has not more. True if it may have, or if that cannot be told cheaply: the text is small, or numpy
        is not installed.
    """
    if len(body) < _SMALL:
        return True
    try:
        import numpy
    except ModuleNotFoundError:
        return True
    most = sum(int(numpy.count_nonzero(is_end)) for _, _, is_end in _ends(body))
    if most > known:
        for start, block, is_end in _ends(body):
            after_blanks = numpy.flatnonzero(is_end & (block != _QUOTE))
            most -= sum(not _is_after_quote(body, start + int(place)) for place in after_blanks)
    return most > known


def _ends(body: bytes) -> Iterator[tuple[int, NDArray[numpy.uint8], NDArray[numpy.bool_]]]:
    """Hand out blocks of the body, each with its place, and which of its bytes may be the last before a colon."""
    import numpy

    every = numpy.frombuffer(body, numpy.uint8)
    for start in range(0, len(every) - 1, _BLOCK):
        block = every[start : start + _BLOCK + 1]
        yield start, block[:-1], (block[:-1] <= _QUOTE) & (block[1:] == _COLON)


def _is_after_quote(body: bytes, place: int) -> bool:
    """Whether nothing but blanks stands between a place and a quotation mark before it."""
    while place > 0 and body[place] < _QUOTE:
        place -= 1
    return body[place] == _QUOTE
