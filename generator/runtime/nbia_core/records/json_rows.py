"""The body of an answer: as text, and as the rows of a JSON array."""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING, Final, cast

import msgspec

from nbia_core.errors import DecodeError
from nbia_core.text import as_utf8

if TYPE_CHECKING:
    from .record import Row

_BETWEEN_ROWS: Final = re.compile(r"[ \t\n\r,]*")
UNREAD_ROWS: Final = msgspec.json.Decoder(list[msgspec.Raw])


class SentRows:
    """The rows of an answer exactly as the server sent them, parsed when somebody asks for them."""

    def __init__(self, body: bytes, *, has_unknown_keys: bool, places: Sequence[int] | None = None) -> None:
        """Keep a body.

        Args:
            body: A JSON array of objects that was read into records before.
            has_unknown_keys: Whether a row of it has a key that the record class does not know.
            places: Which of its rows are meant, counted from 0; all by default.
        """
        self._body = body
        self._has_unknown_keys = has_unknown_keys
        self._places = places

    @functools.cached_property
    def rows(self) -> list[Row]:
        """The rows."""
        return parse_rows(self._body) if self._places is None else list(self._parse_each())

    def _parse_each(self) -> Iterator[Row]:
        """Parse one row after the other: all of them at once take several times the memory of the body."""
        unread = _unread_rows(self._body)
        for place in range(len(unread)) if self._places is None else self._places:
            yield cast("Row", _parse(unread[place]))

    def unknown_values(self, known: Set[str]) -> dict[str, dict[int, object]]:
        """Return the values of all keys but those that are known: by key, in order, and by the number of the row."""
        found: dict[str, dict[int, object]] = {}
        for number, row in enumerate(self._parse_each() if self._has_unknown_keys else ()):
            if not row.keys() <= known:
                for key in row:
                    if key not in known:
                        found.setdefault(key, {})[number] = row[key]
        return found

    def pick(self, index: slice, length: int) -> SentRows:
        """Return some of the rows, of which there are `length`."""
        places = range(length) if self._places is None else self._places
        return SentRows(self._body, has_unknown_keys=self._has_unknown_keys, places=places[index])


def cut_rows(body: bytes) -> list[bytes]:
    """Return the text of each row of a JSON array that was read into records before; an empty body has none."""
    return [bytes(row) for row in _unread_rows(body)] if body.strip() else []


def _unread_rows(body: bytes) -> Sequence[bytes | msgspec.Raw]:
    text = as_utf8(body)
    try:
        return UNREAD_ROWS.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return list(_cut_slowly(text.decode()))


def _cut_slowly(text: str) -> Iterator[bytes]:
    """Cut rows that the fast parser does not take, such as half a character."""
    import json

    decoder = json.JSONDecoder()
    place = text.index("[") + 1
    while (begin := _BETWEEN_ROWS.match(text, place).end()) < len(text) and text[begin] != "]":  # type: ignore[union-attr]  # it always matches
        _, place = decoder.raw_decode(text, begin)
        yield text[begin:place].encode()


class SeenRows:
    """Remembers rows by a short mark of all their names and values, and leaves out those that were there before."""

    def __init__(self) -> None:
        self._marks: set[bytes] = set()

    def pick_new(self, body: bytes, rows: list[Row]) -> bytes:
        """Return a JSON array of rows, which were parsed before, without those that were there before."""
        are_new = [self.is_new(row) for row in rows]
        if all(are_new):
            return body
        return b"[" + b",".join(itertools.compress(cut_rows(body), are_new)) + b"]"

    def is_new(self, row: Row) -> bool:
        """Whether no equal row was there before; it is remembered."""
        import json

        mark = hashlib.blake2b(json.dumps(row, sort_keys=True).encode(), digest_size=16).digest()
        if mark in self._marks:
            return False
        self._marks.add(mark)
        return True


def parse_rows(body: bytes, first_row: int = 0) -> list[Row]:
    """Parse a JSON array of objects into dictionaries.

    Raises:
        DecodeError: the body is not JSON, no array, or a row is no object.
    """
    parsed = _parse_array(body)
    rows: list[Row] = []
    for number, row in enumerate(parsed, first_row):
        if not isinstance(row, dict):
            failure = DecodeError(f"Row {number} of the answer is {_kind(row)} instead of an object.")
            failure.row = number
            raise failure
        rows.append(row)
    return rows


def parse_values(body: bytes) -> list[object]:
    """Parse a JSON array of plain values.

    Raises:
        DecodeError: the body is not JSON, no array, or holds objects or arrays.
    """
    parsed = _parse_array(body)
    for value in parsed:
        if isinstance(value, dict | list):
            raise DecodeError(f"The answer is an array of plain values, but holds {_kind(value)}.")
    return parsed


def _parse_array(body: bytes) -> list[object]:
    try:
        parsed = _parse(as_utf8(body))
    except (ValueError, msgspec.DecodeError, RecursionError) as error:
        raise DecodeError(f"The answer is not readable as JSON: {error}.") from error
    if not isinstance(parsed, list):
        raise DecodeError(f"The answer is JSON, but {_kind(parsed)} instead of an array of rows.")
    return parsed


def _parse(body: bytes | msgspec.Raw) -> object:
    """Parse JSON; one value that the fast parser does not take, such as half a character, is left to the slow one."""
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError as refusal:
        import json

        try:
            parsed: object = json.loads(bytes(body), parse_constant=refuse_constant)
        except ValueError:
            raise refusal from None
        return parsed


def refuse_constant(name: str) -> object:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(f"{name} is no JSON")


def _kind(value: object) -> str:
    if value is None:
        return "null"
    return {"dict": "an object", "list": "an array", "str": "a text", "bool": "a boolean"}.get(
        type(value).__name__, "a number"
    )
