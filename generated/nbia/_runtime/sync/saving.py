# Translated from generator/runtime/aio/saving.py, its asynchronous twin. Do not edit here.
"""Writes an answer to disk while it arrives, and a series with all checks."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from pathlib import Path
from typing import Final

from ..archive import TAIL_LENGTH, check_ends, ends_properly, extract
from ..calls import Call
from ..downloads import Announced, Extracted, Layout, Saved, SeriesDownload, announced_by
from ..errors import ArchiveError, DestinationError, IncompleteArchiveError
from ..files import (
    BinaryWriter,
    Destination,
    PartFile,
    as_path,
    as_writer,
    check_free_space,
    destination_errors,
    sync_folder,
    write_all,
)
from ..records import Record, Records
from .backend import run_blocking, run_to_the_end
from .session import Answer, Session, as_it_is

_BLOCK: Final = 1024 * 1024


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
    if call.reader.content == "zip" and not ends_properly(bytes(tail.kept)):
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
        self.kept = (self.kept + data[-TAIL_LENGTH:])[-TAIL_LENGTH:]


def _pump(answer: Answer, writer: BinaryWriter) -> int:
    """Write the body in blocks of about a megabyte, and close the answer."""
    size = 0
    block = bytearray()
    try:
        for chunk in answer.chunks():
            block += chunk
            if len(block) >= _BLOCK:
                size += _write(writer, block)
                block.clear()
        return size + _write(writer, block)
    finally:
        answer.close()


def _write(writer: BinaryWriter, block: bytearray) -> int:
    data = bytes(block)

    def work() -> None:
        with destination_errors(Path(str(getattr(writer, "name", "the given file")))):
            writer.write(data)

    run_blocking(work)
    return len(data)


def download_series(
    session: Session,
    *,
    archive: Call[bytes],
    layout: Layout,
    size: Call[Records[Record]],
    count_attribute: str,
    bytes_attribute: str,
    series: str,
    to: Destination,
    replace: bool,
) -> SeriesDownload:
    """Put one series on disk, complete and checked, or not at all.

    The archive and the images are written under a temporary name in the destination, and the folder gets its name when
    everything is checked and on disk.
    """
    root = as_path(to)
    folder = root / series
    with destination_errors(root):
        root.mkdir(parents=True, exist_ok=True)
    if folder.exists() and not replace:
        raise DestinationError(f"{folder} exists. Nothing was downloaded.", hint="remove it, or set replace=True")
    with destination_errors(root):
        work = Path(tempfile.mkdtemp(prefix=".series.", suffix=".part", dir=root))

    def read(answer: Answer) -> Records[Record]:
        return size.reader.read(answer.read_and_close(), strict=False)

    try:
        rows = session.perform(size, read)
        announced = announced_by(rows, count_attribute, bytes_attribute)
        check_free_space(root, 2 * (announced.size or 0))
        saved = save(session, archive, work / "archive.zip")
        extracted = run_blocking(lambda: _extract(work, layout, announced, archive, session.base_url))
        with destination_errors(folder):
            run_blocking(lambda: _put_in_place(work, folder, replace))
    finally:
        run_to_the_end(lambda: shutil.rmtree(work, ignore_errors=True))
    return SeriesDownload(
        series_instance_uid=series,
        path=folder,
        announced_images=announced.images,
        announced_size=announced.size,
        archive_size=saved.size,
        tries=saved.tries,
        **{field.name: getattr(extracted, field.name) for field in dataclasses.fields(Extracted)},
    )


def _extract(work: Path, layout: Layout, announced: Announced, call: Call[bytes], base_url: str) -> Extracted:
    target = work / "images"
    with destination_errors(target):
        target.mkdir()
    try:
        return extract(work / "archive.zip", target, layout=layout, announced=announced)
    except ArchiveError as error:
        error.url = call.url(base_url)
        raise


def _put_in_place(work: Path, folder: Path, replace: bool) -> None:
    replaced = work / "replaced"
    if folder.exists():
        if not replace:
            raise DestinationError(f"{folder} has appeared meanwhile. Nothing was kept.", hint="set replace=True")
        folder.rename(replaced)
    try:
        (work / "images").rename(folder)
    except OSError:
        if replaced.exists():
            replaced.rename(folder)
        raise
    sync_folder(folder.parent)
