# Translated from ../_async/streams.py by `make generate`. Do not edit here.
"""Answers that are handed out while they arrive."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Final, Generic, TypeVar

from nbia_core.api.calls import Call
from nbia_core.errors import AnswerError, DecodeError
from nbia_core.records.decoding import read_records
from nbia_core.records.json_rows import SeenRows, SentRows, parse_rows
from nbia_core.records.readers import check_uids
from nbia_core.records.record import Mismatch, Record, Row, count_undocumented
from nbia_core.records.records import Records
from nbia_core.records.row_cutter import BLOCK, RowCutter

from .session import Answer, Session, as_it_is

RecordT = TypeVar("RecordT", bound=Record)
_BATCH: Final = 512 * 1024
"""Bytes of rows that are handed out as one batch: each is worth a part of a table."""


class ByteStream:
    """The bytes of an answer as they arrive: an iterator that is also a context manager.

    The request is sent when the first bytes are asked for. Bytes that were handed out cannot be taken back, so a
    connection that is lost later is not tried again but raised.
    """

    def __init__(self, session: Session, call: Call[bytes]) -> None:
        self._session = session
        self._call = call
        self._chunks = self._read()

    def _read(self) -> Generator[bytes, None]:
        answer = self._session.perform(self._call, as_it_is)
        try:
            for chunk in answer.chunks():
                yield chunk
        finally:
            answer.close()

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def __next__(self) -> bytes:
        return next(self._chunks)

    def __enter__(self) -> ByteStream:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop and let go of the connection."""
        self._chunks.close()


class RecordStream(Generic[RecordT]):
    """The records of an answer as they arrive: an iterator that is also a context manager.

    Memory stays small whatever the length of the answer. The request is sent when the first record is asked for; a
    connection that is lost later is not tried again but raised. The answers to several requests of one call follow each
    other, and each row is handed out once; a mark of 16 bytes is kept of each.
    """

    def __init__(
        self, session: Session, call: Call[Records[RecordT]], record_type: type[RecordT], strict: bool
    ) -> None:
        self._session = session
        self._call = call
        self._record_type = record_type
        self._strict = strict
        self._answer: Answer | None = None
        self._is_closed = False
        self._undocumented: Counter[str] = Counter()
        self._records = self._read_records()
        self.mismatches: list[Mismatch] = []
        """Values so far that do not fit the type of their attribute."""

    @property
    def undocumented(self) -> dict[str, int]:
        """Attributes so far that the spec does not know, with the number of rows that have them."""
        return dict(self._undocumented)

    def _read_records(self) -> Generator[RecordT, None]:
        for records in self._read_batches():
            for record in records:
                yield record

    def batches(self) -> Iterator[Records[RecordT]]:
        """Hand out the records as they arrive, some thousand at a time, instead of one by one."""
        for records in self._read_batches(_BATCH):
            yield records

    def _read_batches(self, block: int = BLOCK) -> Iterator[Records[RecordT]]:
        """Hand out the records of blocks of so many bytes."""
        first_row = 0
        checked: Call[Records[RecordT]] | None = None
        for call, answer, body in self._read_blocks(block):
            try:
                records, mismatches, has_unknown_keys = read_records(
                    body, self._record_type, strict=self._strict, first_row=first_row
                )
                if call is not checked:
                    check_uids(call, records)
                    checked = call
            except AnswerError as error:
                answer.explain(error)
                if error.is_for_another_request:
                    answer.discard_connection()
                raise
            self.mismatches += mismatches
            if has_unknown_keys:
                self._undocumented.update(count_undocumented(parse_rows(body), self._record_type))
            odd = [dataclasses.replace(found, row=found.row - first_row) for found in mismatches]
            first_row += len(records)
            if answer.is_closed:
                return
            sent = SentRows(body, has_unknown_keys=has_unknown_keys)
            yield Records(records, self._record_type, sent=sent, mismatches=odd)

    def to_dicts(self) -> Iterator[Row]:
        """Hand out the rows exactly as the server sends them, instead of records."""
        first_row = 0
        for _, answer, block in self._read_blocks():
            try:
                rows = parse_rows(block, first_row)
            except DecodeError as error:
                answer.explain(error)
                raise
            first_row += len(rows)
            for row in rows:
                if answer.is_closed:
                    return
                yield row

    def _read_blocks(self, size: int = BLOCK) -> Iterator[tuple[Call[Records[RecordT]], Answer, bytes]]:
        """Hand out JSON arrays of whole rows, with the request that they answer; nobody has read the rows yet."""
        seen = SeenRows() if self._call.further else None
        for call in self._call.requests():
            if self._is_closed:
                return
            answer = self._answer = self._session.perform(call, as_it_is)
            cutter = RowCutter(size)
            first_row = 0
            is_open = True
            try:
                while is_open:
                    chunk = answer.next_chunk()
                    if answer.is_closed:
                        return
                    is_open = chunk is not None
                    block = cutter.finish() if chunk is None else cutter.feed(chunk)
                    if block is not None and seen is not None:
                        rows = parse_rows(block, first_row)
                        first_row += len(rows)
                        block = seen.pick_new(block, rows)
                    if block is not None:
                        yield call, answer, block
            except DecodeError as error:
                answer.explain(error)
                raise
            finally:
                answer.close()

    def __iter__(self) -> Iterator[RecordT]:
        return self._records

    def __next__(self) -> RecordT:
        return next(self._records)

    def __enter__(self) -> RecordStream[RecordT]:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop and let go of the connection."""
        self._is_closed = True
        self._records.close()
        if self._answer is not None:
            self._answer.close()
