# Translated from ../_async/saving.py by `make generate`. Do not edit here.
"""Writes an answer to disk while it arrives."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from nbia_core.api.calls import Call
from nbia_core.dicom_header import Header, HeaderReader
from nbia_core.errors import AnswerError, ArchiveError, IncompleteArchiveError
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
from nbia_core.records.readers import check_uids

from .backend import run_blocking
from .session import Answer, Session, as_it_is


def save(session: Session, call: Call[bytes], to: Destination) -> Saved:
    """Write the body of an answer to a path or a binary file; memory does not grow with it."""
    writer = as_writer(to)
    if writer is not None:
        return _save_to_writer(session, call, writer)
    with PartFile(as_path(to)) as part:

        def write(answer: Answer) -> Saved:
            part.restart()
            header = _pump(answer, part)
            if call.reader.content == "dicom":
                check_uids(call, [header])
            return Saved(path=part.path, size=part.size, tries=answer.tries)

        try:
            saved = session.perform(call, write)
            if call.reader.content == "zip":
                part.flush()
                check_ends(part.part_path, call.operation.name)
        except ArchiveError as error:
            error.url = call.url(session.base_url)
            raise
        run_blocking(part.keep)
        return saved


def _save_to_writer(session: Session, call: Call[bytes], writer: BinaryWriter) -> Saved:
    answer = session.perform(call, as_it_is)
    tail = _Tail(writer)
    header = _pump(answer, tail)
    if call.reader.content == "dicom":
        try:
            check_uids(call, [header])
        except AnswerError as error:
            answer.explain(error)
            answer.discard_connection()
            raise
    if call.reader.content == "zip" and not ends_properly(tail.kept):
        raise IncompleteArchiveError(f"{call.operation.name}: the archive is cut off.", url=answer.url)
    return Saved(path=None, size=tail.size, tries=answer.tries)


class _Tail:
    """Passes on what is written, and remembers the end of it."""

    def __init__(self, writer: BinaryWriter) -> None:
        self._writer = writer
        self.name = getattr(writer, "name", "the given file")
        self.kept = b""
        self.size = 0

    def write(self, data: bytes) -> None:
        self.size += len(data)
        write_all(self._writer, data)
        self.kept = data if len(data) >= TAIL_LENGTH else (self.kept + data)[-TAIL_LENGTH:]


def _pump(answer: Answer, writer: BinaryWriter) -> Header:
    """Write the body, and close the answer. Return what it says of itself if it is an image."""
    path = Path(str(getattr(writer, "name", "the given file")))
    header = HeaderReader()
    try:
        for block in answer.blocks():
            header.feed(block)
            run_blocking(partial(_write, writer, block, path))
        return header.finish()
    finally:
        answer.close()


def _write(writer: BinaryWriter, block: bytes, path: Path) -> None:
    with destination_errors(path):
        writer.write(block)
