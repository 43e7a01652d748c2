"""The body of an answer: as text, and as the rows of a JSON array."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from nbia_core.errors import DecodeError
from nbia_core.text import as_utf8

if TYPE_CHECKING:
    from .record import Row

_UNREAD_ROWS: Final = msgspec.json.Decoder(list[msgspec.Raw])


class SentRows:
    """The rows of an answer exactly as the server sent them, parsed when somebody asks for them."""

    def __init__(self, body: bytes, places: Sequence[int] | None = None) -> None:
        """Keep a body.

        Args:
            body: A JSON array of objects that was read into records before.
            places: Which of its rows are meant, counted from 0; all by default.
        """
        self._body = body
        self._places = places

    @functools.cached_property
    def rows(self) -> list[Row]:
        """The rows."""
        if self._places is None:
            return parse_rows(self._body)
        try:
            unread = _UNREAD_ROWS.decode(as_utf8(self._body))
            return [msgspec.json.decode(unread[place]) for place in self._places]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            rows = parse_rows(self._body)
            return [rows[place] for place in self._places]

    def pick(self, index: slice, length: int) -> SentRows:
        """Return some of the rows, of which there are `length`."""
        places = range(length) if self._places is None else self._places
        return SentRows(self._body, places[index])

    def may_have_more_keys(self, known: int) -> bool:
        """Whether the rows may have more than `known` keys. False is sure, True only likely."""
        from .key_count import may_have_more_keys

        return self._places is not None or may_have_more_keys(self._body, known)


def parse_rows(body: bytes, first_row: int = 0) -> list[Row]:
    """Parse a JSON array of objects into dictionaries.

    Raises:
        DecodeError: the body is not JSON, no array, or a row is no object.
    """
    try:
        parsed = _parse(as_utf8(body))
    except (ValueError, msgspec.DecodeError, RecursionError) as error:
        raise DecodeError(f"The answer is not readable as JSON: {error}.") from error
    if not isinstance(parsed, list):
        raise DecodeError(f"The answer is JSON, but {_kind(parsed)} instead of an array of rows.")
    for number, row in enumerate(parsed, first_row):
        if not isinstance(row, dict):
            failure = DecodeError(f"Row {number} of the answer is {_kind(row)} instead of an object.")
            failure.row = number
            raise failure
    return parsed


def _parse(body: bytes) -> object:
    """Parse JSON; one value that the fast parser does not take, such as half a character, is left to the slow one."""
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError as refusal:
        import json

        try:
            parsed: object = json.loads(body, parse_constant=_refuse_constant)
        except ValueError:
            raise refusal from None
        return parsed


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _kind(value: object) -> str:
    if value is None:
        return "null"
    return {"dict": "an object", "list": "an array", "str": "a text", "bool": "a boolean"}.get(
        type(value).__name__, "a number"
    )
