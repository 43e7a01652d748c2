"""Compares two descriptions of the API: every field counts, and each change says whom it meets."""

from __future__ import annotations

from nbia_core.api.description import Api

from ..load.spec import Package
from . import endpoints, matching, service
from .attributes import Rows
from .changes import Change
from .findings import NOWHERE, SERVICE, Findings, Place, Subject


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


def version_removed(old: Api, place: Place | None = None) -> list[Change]:
    """Return what it means that there is no such version any more."""
    found = Findings(version=old.version, old_place=place or NOWHERE)
    action = f"Use another version than {old.version}: there is no client for it any more."
    found.add("breaks callers", "version removed", SERVICE, old.name, None, action)
    return found.changes


def version_added(new: Api, place: Place | None = None) -> list[Change]:
    """Return what it means that there is such a version now."""
    found = Findings(version=new.version, new_place=place or NOWHERE)
    found.add("adds", "version added", SERVICE, None, new.name)
    return found.changes


def compare_packages(old: Package, new: Package, place: Place | None = None) -> list[Change]:
    """Return what changes for those who import from the package itself, whatever the versions say."""
    found = Findings(version=None, new_place=place or NOWHERE)
    default, other = old.default_version, new.default_version
    if default != other:
        action = f"Import from nbia.{default} what is imported from nbia today, or move to {other}."
        subject = Subject(part="package", name="default_version", paths=(("package", "default_version"),))
        found.add("breaks callers", "other default version", subject, default, other, action)
    default, other = old.compat_version or default, new.compat_version or other
    if default != other:
        action = f"Look at what the functions of nbia.compat return: they ask {other} now, not {default}."
        subject = Subject(part="package", name="compat_version", paths=(("package", "compat_version"), ("package",)))
        found.add("breaks callers", "other default version", subject, default, other, action)
    return found.changes


def _file_of(api: Api) -> Place:
    """Return what tells the file of an endpoint, which a description says itself."""

    def place(path: tuple[str, ...]) -> str | None:
        endpoint = api.endpoint(path[1]) if path[:1] == ("endpoints",) and len(path) > 1 else None
        return None if endpoint is None else endpoint.spec_file

    return place
