"""How values of an index become those of records."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeAlias

from nbia_core.api.wire_forms import Type

Reader: TypeAlias = Callable[[Any], object]
"""Returns a value in its type, or raises ValueError."""


def reader_of(kind: Type) -> Reader | None:
    """Return what reads the texts of a column whose attribute has a type; None where they stay as they are."""
    if kind == "timestamp":
        return _midnight
    return int if kind == "integer" else None


def _midnight(day: str) -> datetime.datetime:
    return datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time())
