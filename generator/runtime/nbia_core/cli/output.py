"""Where results go: to a file that appears when it is complete, or to standard output, whose reader may go away."""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from typing import Final, TextIO

from nbia_core.errors import DestinationError, NbiaError
from nbia_core.files import BinaryWriter, PartFile, as_path
from nbia_core.terminal import complain as complain
from nbia_core.terminal import fitted as fitted
from nbia_core.terminal import is_terminal as is_terminal
from nbia_core.terminal import say as say
from nbia_core.text import plain_lines

STDOUT: Final = "-"
"""How standard output is named where a file can be given."""
_NO_ROOM: Final = "make room, or send it elsewhere"


def write(text: str) -> None:
    """Write a text for people to standard output: nothing in it can steer a terminal."""
    to_stdout(lambda stream: stream.write(plain_lines(text)))


def write_data(text: str) -> None:
    """Write a text for programs to standard output: as it is, unless a terminal is there."""
    to_stdout(lambda stream: stream.write(plain_lines(text) if is_terminal(stream) else text))


def to_stdout(writing: Callable[[TextIO], object]) -> None:
    """Let a function write to standard output; what nobody reads any more is dropped.

    Raises:
        DestinationError: it cannot be written, for example because its disk is full.
    """
    _check_stdout()
    with _reader_may_leave():
        writing(sys.stdout)
        sys.stdout.flush()


@contextlib.contextmanager
def result(file: str, *, is_plain: bool = False) -> Iterator[BinaryWriter]:
    """Hand out what takes the bytes of a result; a file gets its name when the block has ended without an error.

    Args:
        file: the path, or "-" for standard output. If the reader of that goes away, the block ends.
        is_plain: whether the bytes are known to be harmless for a terminal; others are made so if they go to one.

    Raises:
        DestinationError: the file or standard output cannot be written.
    """
    if file == STDOUT:
        _check_stdout()
        with _reader_may_leave():
            yield sys.stdout.buffer if is_plain or not is_terminal(sys.stdout) else _Seen(sys.stdout)
            sys.stdout.flush()
        return
    with PartFile(as_path(file)) as part:
        yield part
        part.keep()


def _check_stdout() -> None:
    """Refuse to write where whoever started this process has closed standard output: Python has none then."""
    if sys.stdout is None:
        raise DestinationError("Standard output is closed.", hint="name a file with -o, or send it somewhere")


def check_target(file: str) -> None:
    """Refuse before the work a file that could not be written after it.

    Raises:
        DestinationError: it is a folder, its own folder is not there, or nobody may write there.
    """
    if file != STDOUT:
        PartFile(as_path(file)).discard()


class _Seen:
    """Takes bytes of UTF-8 for a terminal, which nothing in them can steer."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")

    def write(self, data: bytes | memoryview) -> int:
        """Write some bytes and return how many they are."""
        self._terminal.write(plain_lines(self._decoder.decode(bytes(data)).replace("\r\n", "\n")))
        return len(data)


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
