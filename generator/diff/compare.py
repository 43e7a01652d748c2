"""Compares two descriptions of the API: every field counts, and each change says whom it meets."""

from __future__ import annotations

from nbia_core.api.description import Api

from . import endpoints, matching, service
from .attributes import Rows
from .changes import Change
from .findings import NOWHERE, Findings, Place, Subject


def compare(old: Api, new: Api, *, old_place: Place | None = None, new_place: Place | None = None) -> list[Change]:
    """Return every difference between two descriptions, in the order of the new one; nothing if they say the same.

    They may be two states of one version, or two versions.

    Args:
        old: what is compared with.
        new: what it is now.
        old_place: says in which file and line of the old spec something stands.
        new_place: the same of the new spec, which is asked first.
    """
    places = [place or _file_of(api) for place, api in ((old_place, old), (new_place, new))]
    found = Findings(version=new.version, old_place=places[0], new_place=places[1])
    rows = Rows(found, old, new)
    matched = matching.endpoints(old, new)
    service.compare(found, old, new)
    for endpoint in matched.gone:
        endpoints.removed(found, endpoint, new)
    for endpoint in matched.added:
        endpoints.added(found, endpoint)
    for before, after in sorted(matched.pairs, key=lambda pair: new.endpoints.index(pair[1])):
        endpoints.compare(found, old, new, before, after)
        rows.compare(before, after)
    found.order(
        Subject(paths=(("endpoints",),)),
        "endpoints",
        (endpoint.name for endpoint in old.endpoints),
        (endpoint.name for endpoint in new.endpoints),
    )
    rows.compare_classes()
    service.compare_roles(rows, {before.name: after.name for before, after in matched.pairs})
    service.compare_dictionary(rows)
    return found.changes


def _file_of(api: Api) -> Place:
    """Return what tells the file of an endpoint, which a description says itself."""

    def place(path: tuple[str, ...]) -> str | None:
        endpoint = api.endpoint(path[1]) if path[:1] == ("endpoints",) and len(path) > 1 else None
        return None if endpoint is None else endpoint.spec_file

    return place if api.endpoints else NOWHERE
