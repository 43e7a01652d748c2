"""What becomes of the body of a good answer: records, text or bytes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec

from nbia_core.api.calls import Call, Content
from nbia_core.api.description import Shape
from nbia_core.errors import AnswerError
from nbia_core.text import as_text

from .decoding import read_records
from .json_rows import SentRows, parse_values
from .record import RecordT, fields_of
from .records import Records

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class RecordsReader(Generic[RecordT]):
    """Reads JSON into records."""

    record_type: type[RecordT]
    shape: Shape = "array"
    content: Content = "json"

    def read(self, body: bytes, *, strict: bool) -> Records[RecordT]:
        """Return the records; an empty body is an empty result."""
        rows = self._as_array(body)
        if not rows.strip():
            return Records([], self.record_type)
        items, mismatches, has_unknown_keys = read_records(rows, self.record_type, strict=strict)
        sent = SentRows(rows, has_unknown_keys=has_unknown_keys)
        return Records(items, self.record_type, sent=sent, mismatches=mismatches)

    def _as_array(self, body: bytes) -> bytes:
        """Return the rows as an array of objects."""
        if self.shape == "array" or not body.strip():
            return body
        if self.shape == "object":
            return b"" if body.strip() == b"null" else b"[" + body + b"]"
        (field,) = fields_of(self.record_type)
        return msgspec.json.encode([{field.wire: value} for value in parse_values(body)])


@dataclasses.dataclass(frozen=True, slots=True)
class RecordReader(Generic[RecordT]):
    """Reads a JSON object into a record."""

    record_type: type[RecordT]
    content: Content = "json"

    def read(self, body: bytes, *, strict: bool) -> RecordT | None:
        """Return the record; an empty body, or null, is None."""
        records = RecordsReader(self.record_type, "object").read(body, strict=strict)
        return records[0] if records else None


@dataclasses.dataclass(frozen=True, slots=True)
class TextReader:
    """Reads CSV, HTML, XML or plain text as the server wrote it."""

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


def read_answer(call: Call[T], body: bytes, *, strict: bool) -> T:
    """Return the value of the body of a good answer.

    Raises:
        AnswerError: it belongs to another request, as the UIDs in it show.
        DecodeError: the body cannot be read.
    """
    value = call.reader.read(body, strict=strict)
    if isinstance(value, Records):
        check_uids(call, value)
    elif isinstance(value, bytes) and call.reader.content == "dicom":
        from nbia_core.dicom_header import HeaderReader

        header = HeaderReader()
        header.feed(value)
        check_uids(call, [header.finish()])
    return value


def check_uids(call: Call[T], records: Sequence[object]) -> None:
    """Check that records, or headers of images, are about the UIDs that were asked for, where they have such attributes.

    Raises:
        AnswerError: they name other UIDs, and none of them the one that was asked for.
    """
    for name, uid in call.uids:
        found = dict.fromkeys(str(value) for record in records if (value := getattr(record, name, None)))
        if found and uid not in found:
            error = AnswerError(
                f"{call.operation.name}: this answer belongs to another request: its {name} is {next(iter(found))}, "
                f"and {uid} was asked for.",
                hint="ask again; if it stays so, something between here and the server mixes answers up",
                is_retry_safe=True,
            )
            error.is_for_another_request = True
            raise error
