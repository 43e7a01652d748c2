"""What the attributes of records mean, for tables that can carry it along."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import NamedTuple

from .record import Record


class Attribute(NamedTuple):
    """What an attribute of a record is."""

    tag: str | None
    """Its DICOM tag, such as (0020,000E); None if it has none."""
    meaning: str
    """What it means, in a sentence or two."""


def attributes_of(record_type: type[Record]) -> Mapping[str, Attribute]:
    """Return what is known of the attributes of a record class, by their Python names."""
    if record_type.described_in is None:
        return {}
    module = importlib.import_module(record_type.described_in)
    described: Mapping[str, Mapping[str, Attribute]] = module.ATTRIBUTES
    return described[record_type.__name__]
