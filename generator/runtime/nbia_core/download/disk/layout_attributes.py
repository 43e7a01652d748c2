"""What a layout may name: every attribute that a version of the API gives of a series, its study and its patient."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final, NamedTuple

from nbia_core.api.description import Api, Endpoint, RoleName
from nbia_core.api.description_file import load
from nbia_core.api.wire_forms import Type
from nbia_core.records.record import Record

SERIES: Final[RoleName] = "series"
SERIES_METADATA: Final[RoleName] = "series metadata"
"""The endpoint that may be asked about many series at once."""
_OTHERS: Final[tuple[RoleName, ...]] = ("studies", "patients", SERIES_METADATA)
"""The roles of the other endpoints, those first that are asked least often."""


class LayoutAttribute(NamedTuple):
    """An attribute that may stand in a layout."""

    python: str
    """Its name among the attributes of a series."""
    type: Type
    """What it is."""
    role: RoleName
    """Which endpoint has it: that of series, unless only another one does."""


@functools.cache
def layout_attributes(record_type: type[Record]) -> Mapping[str, LayoutAttribute]:
    """Return the attributes by all their names: on the wire, in Python, and in the data dictionary.

    Args:
        record_type: the class of the records of series in a version of the API.
    """
    assert record_type.package is not None, "a version of the API describes it"
    api = load(record_type.package)
    by_concept: dict[str, LayoutAttribute] = {}
    by_name: dict[str, LayoutAttribute] = {}
    for role in _roles(api):
        for use in api.plays(role).attributes:
            if use.many is not None or use.record is not None:
                continue
            found = by_concept.setdefault(use.concept, LayoutAttribute(use.python, use.type, role))
            for name in (use.wire, use.python, use.concept):
                by_name.setdefault(name, found)
    return by_name


def _roles(api: Api) -> list[RoleName]:
    """Return the roles in the order in which an attribute is looked for: one that answers for many series comes early."""
    roles = [role for role in _OTHERS if role in api.roles]
    if SERIES_METADATA in roles and takes_many(api.plays(SERIES_METADATA)):
        roles.remove(SERIES_METADATA)
        roles.insert(0, SERIES_METADATA)
    return [SERIES, *roles]


def takes_many(endpoint: Endpoint) -> bool:
    """Whether one request can ask an endpoint about many series."""
    return any(parameter.several is not None for parameter in endpoint.parameters)
