"""Where results go: to a file that appears when it is complete, or to standard output, whose reader may go away."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Final, TextIO

from nbia_core.errors import DestinationError, NbiaError
from nbia_core.files import BinaryWriter, PartFile, as_path

STDOUT: Final = "-"
"""How standard output is named where a file can be given."""
_NO_ROOM: Final = "make room, or send it elsewhere"


def write(text: str) -> None:
    """Write a text to standard output."""
    to_stdout(lambda stream: stream.write(text))


def to_stdout(writing: Callable[[TextIO], object]) -> None:
    """Let a function write to standard output; what nobody reads any more is dropped.

    Raises:
        DestinationError: it cannot be written, for example because its disk is full.
    """
    with _reader_may_leave():
        writing(sys.stdout)
        sys.stdout.flush()


@contextlib.contextmanager
def result(file: str) -> Iterator[BinaryWriter]:
    """Hand out what takes the bytes of a result; a file gets its name when the block has ended without an error.

    Args:
        file: the path, or "-" for standard output. If the reader of that goes away, the block ends.

    Raises:
        DestinationError: the file or standard output cannot be written.
    """
    if file == STDOUT:
        with _reader_may_leave():
            yield sys.stdout.buffer
            sys.stdout.flush()
        return
    part = PartFile(as_path(file))
    try:
        yield part
        part.keep()
    finally:
        part.discard()


def check_target(file: str) -> None:
    """Refuse before the work a file that could not be written after it.

    Raises:
        DestinationError: it is a folder, its own folder is not there, or nobody may write there.
    """
    if file != STDOUT:
        PartFile(as_path(file)).discard()


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody watches a stream."""
    try:
        return stream.isatty()
    except ValueError:  # it is closed
        return False


def say(text: str) -> None:
    """Write a sentence to standard error."""
    with contextlib.suppress(OSError):
        print(fitted(f"nbia: {text}", sys.stderr, "  "), file=sys.stderr, flush=True)


def fitted(text: str, stream: TextIO, indent: str = "") -> str:
    """Return a text whose lines are no longer than a terminal is wide; where there is none they stay as they are."""
    if not is_terminal(stream):
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(_wrapped(line, width, indent) for line in text.splitlines())


def _wrapped(line: str, width: int, indent: str) -> str:
    begin = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(),
        width,
        initial_indent=begin,
        subsequent_indent=begin + indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


@contextlib.contextmanager
def _reader_may_leave() -> Iterator[None]:
    try:
        yield
    except NbiaError:
        raise
    except OSError as error:
        # Otherwise Python tries to flush once more at its end, and complains.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not _is_broken_pipe(error):
            reason = error.strerror or error
            raise DestinationError(f"Standard output cannot be written: {reason}.", hint=_NO_ROOM) from error


def _is_broken_pipe(error: OSError) -> bool:
    """Whether nobody reads any more; Windows has another number for it."""
    return error.errno in (errno.EPIPE, errno.ESHUTDOWN) or (os.name == "nt" and error.errno == errno.EINVAL)
