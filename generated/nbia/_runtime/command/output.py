# Copied from generator/runtime/command/output.py. Do not edit here.
"""Writes to standard output so that a reader who goes away, such as `head`, is no error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO


def write(text: str) -> None:
    """Write a text to standard output."""
    to_stdout(lambda stream: stream.write(text))


def to_stdout(writing: Callable[[TextIO], object]) -> None:
    """Let a function write to standard output; what nobody reads any more is dropped."""
    try:
        writing(sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        # Otherwise Python tries to flush once more at its end, and complains.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
