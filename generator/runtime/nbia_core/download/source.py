"""Which calls of a service bring a series, and what they say of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TypeAlias

from nbia_core.api.calls import Call
from nbia_core.api.wire_forms import decimal
from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .model import Announced, Attributes, Layout

RowsCall: TypeAlias = Callable[[str], Call[Records[Record]]]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SeriesSource:
    """The calls and attributes that a download needs. Each call takes a Series Instance UID; all of it can be pickled."""

    archive: Callable[[str], Call[bytes]]
    """Sends the images with their MD5 hashes."""
    license: Callable[[str], Call[bytes]]
    """Sends an archive that begins with the licence text."""
    record: RowsCall
    """Describes the series."""
    size: RowsCall
    """Says how many images and bytes the series has, also where `record` does not."""
    record_type: type[Record]
    """The class of the records of `record`."""
    layout: Layout
    """Which entries of the archives are no images."""
    images: str
    """The attribute of `record` with the number of images."""
    bytes: str
    """The attribute of `record` with the bytes of all images together."""
    size_images: str
    """The attribute of `size` with the number of images."""
    size_bytes: str
    """The attribute of `size` with the bytes of all images together."""
    license_attributes: tuple[str, ...]
    """The attributes of `record` on which the licence text depends."""

    def announced(self, attributes: Attributes) -> Announced:
        """Read from the attributes of a record how many images and bytes the series has."""
        return Announced(
            images=_whole_number(attributes.get(self.images)), size=_whole_number(attributes.get(self.bytes))
        )

    def announced_by_size(self, rows: Records[Record]) -> Announced:
        """Read the same from the answer of `size`; 0 images is how "unknown" looks."""
        if not rows:
            return Announced()
        return Announced(
            images=_whole_number(getattr(rows[0], self.size_images)),
            size=_whole_number(getattr(rows[0], self.size_bytes)),
        )


def _whole_number(value: object) -> int | None:
    """Read a number above 0, also one that arrives as a text or with decimals: the check must not fall away."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        number = value if type(value) is int else decimal(value)
    except ValueError:
        return None
    return number if number is not None and number > 0 else None
