"""A part of a list of series that the UIDs alone choose, so that machines share a list without speaking to each other."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from typing import Final

from nbia_core.errors import InvalidParameterError

_FORM: Final = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Shard:
    """One of the parts of a list."""

    number: int
    """Which one, counted from 1."""
    of: int
    """How many there are."""

    def has(self, series_instance_uid: str) -> bool:
        """Whether a series is in this part.

        The first 8 hexadecimal digits of the SHA-256 hash of the UID, taken as a number modulo the number of parts, are the
        number of its part less 1. So it is on every machine, wherever the series stands and whatever the list has besides.
        """
        digest = hashlib.sha256(series_instance_uid.encode(errors="replace")).digest()
        return int.from_bytes(digest[:4], "big") % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def read_shard(text: object) -> Shard:
    """Return the part that a text such as "3/16" names.

    Raises:
        InvalidParameterError: it names none.
    """
    found = _FORM.fullmatch(text) if isinstance(text, str) else None
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of:
        raise InvalidParameterError(
            f"shard={text!r} must be the number of a part and how many there are, such as 3/16.",
            hint="parts are counted from 1: the first of 16 is 1/16, the last 16/16",
        )
    return Shard(number=number, of=of)
