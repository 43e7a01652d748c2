"""What becomes of the body of a good answer: records, text or bytes."""

from __future__ import annotations

import dataclasses
from typing import Generic

from nbia_core.api.calls import Content
from nbia_core.text import as_text

from .decoding import read_records
from .json_rows import SentRows
from .record import RecordT
from .records import Records


@dataclasses.dataclass(frozen=True, slots=True)
class RecordsReader(Generic[RecordT]):
    """Reads JSON into records."""

    record_type: type[RecordT]
    content: Content = "json"

    def read(self, body: bytes, *, strict: bool) -> Records[RecordT]:
        """Return the records; an empty body is an empty result."""
        if not body.strip():
            return Records([], self.record_type)
        items, mismatches = read_records(body, self.record_type, strict=strict)
        return Records(items, self.record_type, sent=SentRows(body), mismatches=mismatches)


@dataclasses.dataclass(frozen=True, slots=True)
class TextReader:
    """Reads CSV, HTML or XML as the server wrote it."""

    content: Content = "text"

    def read(self, body: bytes, *, strict: bool) -> str:  # a text has no values to be strict about
        """Return the text; an empty body is an empty text."""
        return as_text(body)


@dataclasses.dataclass(frozen=True, slots=True)
class BytesReader:
    """Takes an archive or an image as it is."""

    content: Content

    def read(self, body: bytes, *, strict: bool) -> bytes:  # bytes have no values to be strict about
        """Return the bytes."""
        return body
