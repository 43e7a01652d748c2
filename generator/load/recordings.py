"""What the recorded answers show, for the docs: how often each attribute was present, and one answer of each endpoint.

`python -m tests.recorded_answers` writes it from the cassettes. It stands in the folder of the spec, and not only in the
cassettes, so that what is generated depends on that folder alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from .problems import Problem, SpecError

FILE: Final = "recorded.json"
"""Its name in the folder of the spec."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One recorded answer, shortened."""

    cassette: str
    """The path of the cassette that it is from."""
    url: str
    """What was asked."""
    content_type: str
    """The answer's content type."""
    size: int
    """How many bytes the body has."""
    row_count: int = 0
    """How many rows it has, if it is a table."""
    rows: tuple[dict[str, object], ...] = ()
    """The first of them."""
    entries: tuple[str, ...] = ()
    """The names in it, if it is an archive."""

    @property
    def text(self) -> str:
        """The rows as JSON."""
        return msgspec.json.format(msgspec.json.encode(self.rows), indent=2).decode()

    @property
    def extent(self) -> str:
        """What the whole answer is, and how much of it is shown, in words."""
        if self.entries:
            return f"{self.size} bytes, a ZIP archive with {len(self.entries)} entries"
        if not self.rows:
            return f"{self.size} bytes"
        rows = "1 row" if self.row_count == 1 else f"{self.row_count} rows"
        if len(self.rows) == self.row_count:
            return f"{self.size} bytes, {rows}"
        return f"{self.size} bytes, {rows}; here {'is the first' if len(self.rows) == 1 else f'are the first {len(self.rows)}'}"


class Endpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was recorded of an endpoint."""

    answer: Answer
    """An answer in the default format."""
    row_count: int = 0
    """How many different rows there are in all recorded JSON answers."""
    present: dict[str, int] = {}
    """In how many of these rows each attribute has a value."""

    def presence(self, attributes: Iterable[str]) -> dict[str, str]:
        """Return in how many of the rows each of some attributes was present, in words, by its name on the wire."""
        return {name: f"{self.present.get(name, 0)} of {self.row_count}" for name in attributes}


class Recordings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was recorded, and from whom."""

    origin: str = ""
    """Who answered, in words."""
    endpoints: dict[str, Endpoint] = {}
    """By the endpoint's name on the wire."""


def read(spec: Path) -> Recordings:
    """Return what stands in the folder of a spec; nothing if that has no recordings.

    Raises:
        SpecError: The file cannot be read.
    """
    path = spec / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Recordings)
    except FileNotFoundError:
        return Recordings()
    except (OSError, msgspec.MsgspecError) as error:
        text = f"cannot be read: {error}; write it anew with python -m tests.recorded_answers"
        raise SpecError([Problem(f"{spec.name}/{FILE}", 1, 1, "file", text)]) from error
