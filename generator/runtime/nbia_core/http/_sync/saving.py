# Translated from ../_async/saving.py by `make generate`. Do not edit here.
"""Writes an answer to disk while it arrives."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from nbia_core.api.calls import Call
from nbia_core.errors import ArchiveError, IncompleteArchiveError
from nbia_core.files import (
    BinaryWriter,
    Destination,
    PartFile,
    Saved,
    as_path,
    as_writer,
    destination_errors,
    write_all,
)
from nbia_core.http.archive_end import TAIL_LENGTH, check_ends, ends_properly

from .backend import run_blocking
from .session import Answer, Session, as_it_is


def save(session: Session, call: Call[bytes], to: Destination) -> Saved:
    """Write the body of an answer to a path or a binary file; memory does not grow with it."""
    writer = as_writer(to)
    if writer is not None:
        return _save_to_writer(session, call, writer)
    part = PartFile(as_path(to))

    def write(answer: Answer) -> Saved:
        part.restart()
        _pump(answer, part)
        return Saved(path=part.path, size=part.size, tries=answer.tries)

    try:
        saved = session.perform(call, write)
        if call.reader.content == "zip":
            part.flush()
            check_ends(part.part_path, call.operation.name)
        run_blocking(part.keep)
    except ArchiveError as error:
        error.url = call.url(session.base_url)
        raise
    finally:
        part.discard()
    return saved


def _save_to_writer(session: Session, call: Call[bytes], writer: BinaryWriter) -> Saved:
    answer = session.perform(call, as_it_is)
    tail = _Tail(writer)
    size = _pump(answer, tail)
    if call.reader.content == "zip" and not ends_properly(tail.kept):
        raise IncompleteArchiveError(f"{call.operation.name}: the archive is cut off.", url=answer.url)
    return Saved(path=None, size=size, tries=answer.tries)


class _Tail:
    """Passes on what is written, and remembers the end of it."""

    def __init__(self, writer: BinaryWriter) -> None:
        self._writer = writer
        self.name = getattr(writer, "name", "the given file")
        self.kept = b""

    def write(self, data: bytes) -> None:
        write_all(self._writer, data)
        self.kept = data if len(data) >= TAIL_LENGTH else (self.kept + data)[-TAIL_LENGTH:]


def _pump(answer: Answer, writer: BinaryWriter) -> int:
    """Write the body, and close the answer."""
    path = Path(str(getattr(writer, "name", "the given file")))
    size = 0
    try:
        for block in answer.blocks():
            run_blocking(partial(_write, writer, block, path))
            size += len(block)
        return size
    finally:
        answer.close()


def _write(writer: BinaryWriter, block: bytes, path: Path) -> None:
    with destination_errors(path):
        writer.write(block)
