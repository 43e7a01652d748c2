"""What is written beside results, for people: sentences on standard error, in which nothing can steer a terminal."""

from __future__ import annotations

import contextlib
import shutil
import sys
import textwrap
from typing import TextIO

from nbia_core.text import plain_lines, without_secrets


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody watches a stream."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):  # there is none, or it is closed
        return False


def say(text: str) -> None:
    """Write a sentence to standard error: nothing in it can steer a terminal, and it has no secrets of URLs."""
    complain(fitted(f"nbia: {plain_lines(without_secrets(text))}", sys.stderr))


def complain(text: str) -> None:
    """Write lines to standard error as `say` does, but without `nbia:` before them, and not wrapped."""
    with contextlib.suppress(OSError):
        print(plain_lines(without_secrets(text)), file=sys.stderr, flush=True)


def fitted(text: str, stream: TextIO) -> str:
    """Return a text wrapped to the width of a terminal, with further lines indented; elsewhere it stays as it is."""
    if not is_terminal(stream):
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(_wrapped(line, width) for line in text.splitlines())


def _wrapped(line: str, width: int) -> str:
    begin = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(),
        width,
        initial_indent=begin,
        subsequent_indent=f"{begin}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
