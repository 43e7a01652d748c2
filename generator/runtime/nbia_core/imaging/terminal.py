"""Draws pictures in terminals: with the graphics of those that have any, with half blocks, or with characters."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style

from .display import Pixels
from .png import resized, to_png, within

Display: TypeAlias = Literal["blocks", "characters", "kitty", "iterm"]
"""How a picture is drawn: two pixels in a character cell, characters of different density, or real graphics."""

_UPPER_HALF: Final = "▀"
_DENSITIES: Final = " .:-=+*#%@"
_WIDEST: Final = 100
_MOST_PIXELS: Final = 1024
"""How many pixels a side of a picture has that goes to a terminal."""
_KITTY_PIECE: Final = 4096
_MULTIPLEXERS: Final = ("screen", "tmux")
_KITTY_TERMINALS: Final = ("xterm-kitty", "xterm-ghostty")
_ITERM_PROGRAMS: Final = ("iTerm.app", "WezTerm")


def graphics_of(environment: Mapping[str, str]) -> Display | None:
    """Return which graphics a terminal has, as far as it says so itself; None for none.

    It is not asked: its answer would be read by whoever reads the keyboard next. Inside tmux and screen nothing gets through.
    """
    term = environment.get("TERM", "")
    if "TMUX" in environment or term.startswith(_MULTIPLEXERS):
        return None
    if term in _KITTY_TERMINALS:
        return "kitty"
    return "iterm" if environment.get("TERM_PROGRAM") in _ITERM_PROGRAMS else None


def shows_blocks(console: Console) -> bool:
    """Whether half blocks make a picture: not in sixteen colours of unknown brightness, nor in encodings without them."""
    has_colours = console.color_system in ("truecolor", "256") and not console.no_color
    return has_colours and not console.options.ascii_only


def cells_for(pixels: Pixels, width: int, height: int) -> tuple[int, int]:
    """Return how many lines and columns a picture takes where there are so many: a cell is twice as high as it is wide."""
    rows, columns = pixels.shape[:2]
    wide = max(1, min(width, _WIDEST, max(height, 1) * 2 * columns // rows))
    return max(1, -(-wide * rows // (columns * 2))), wide


def half_blocks(pixels: Pixels, lines: int, columns: int) -> Iterable[Segment]:
    """Return a picture as cells whose upper and lower half are a pixel each."""
    small = resized(pixels, lines * 2, columns).reshape(lines * 2, columns, -1).tolist()
    for above, below in zip(small[::2], small[1::2], strict=True):
        for upper, lower in zip(above, below, strict=True):
            yield Segment(_UPPER_HALF, Style(color=_colour(upper), bgcolor=_colour(lower)))
        yield Segment.line()


def characters(pixels: Pixels, lines: int, columns: int) -> Iterable[Segment]:
    """Return a picture as characters: the brighter, the denser."""
    grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2).astype(pixels.dtype)
    for line in resized(grey, lines, columns).tolist():
        yield Segment("".join(_DENSITIES[value * len(_DENSITIES) // 256] for value in line))
        yield Segment.line()


def _colour(pixel: list[int]) -> Color:
    red, green, blue = pixel if len(pixel) == 3 else pixel * 3
    return Color.from_rgb(red, green, blue)


def kitty(pixels: Pixels, lines: int, columns: int) -> str:
    """Return a picture in kitty's graphics protocol; the terminal is told to answer nothing."""
    data = base64.standard_b64encode(to_png(within(pixels, _MOST_PIXELS))).decode()
    pieces = [data[start : start + _KITTY_PIECE] for start in range(0, len(data), _KITTY_PIECE)]
    first = f"a=T,f=100,q=2,r={lines},c={columns},"
    return (
        "".join(
            f"\x1b_G{'' if number else first}m={int(number < len(pieces) - 1)};{piece}\x1b\\"
            for number, piece in enumerate(pieces)
        )
        + "\n"
    )


def iterm(pixels: Pixels, lines: int, columns: int) -> str:
    """Return a picture in iTerm's inline images protocol."""
    picture = to_png(within(pixels, _MOST_PIXELS))
    data = base64.standard_b64encode(picture).decode()
    return f"\x1b]1337;File=inline=1;size={len(picture)};width={columns};height={lines}:{data}\a\n"
