"""The pages that compare versions: which endpoint is where, and what changes for those who move from one to another."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias, TypeVar

from nbia_core.api.description import Api, Attribute, Endpoint, LoginNeed, Parameter
from nbia_core.api.wire_forms import WIRE_FORMS

from . import docs

T = TypeVar("T")
Pair: TypeAlias = tuple[T, T]

_LOGINS: Final[Mapping[LoginNeed, str]] = {"never": "none", "optional": "not for public data", "always": "needed"}
_NEEDS: Final[Mapping[bool, str]] = {True: "required", False: "optional"}


@dataclasses.dataclass(frozen=True)
class Change:
    """What becomes of an endpoint of one version in another."""

    old: Endpoint
    new: Endpoint
    parameters: tuple[Pair[Parameter], ...]
    """Those that both have, whatever they are called."""
    lost_parameters: tuple[Parameter, ...]
    new_parameters: tuple[Parameter, ...]
    attributes: tuple[Pair[Attribute], ...]
    """Those that both have, whatever they are called."""
    lost_attributes: tuple[Attribute, ...]
    new_attributes: tuple[Attribute, ...]

    @property
    def changed_parameters(self) -> list[tuple[Parameter, Parameter, str]]:
        """The parameters that are not the same, before and after, each with what changes."""
        found = [(old, new, "; ".join(_parameter_changes(self, old, new))) for old, new in self.parameters]
        return [(old, new, words) for old, new, words in found if words]

    @property
    def renamed_attributes(self) -> list[Pair[Attribute]]:
        """The attributes that are called otherwise on the wire or in Python."""
        return [(old, new) for old, new in self.attributes if (old.wire, old.python) != (new.wire, new.python)]

    @property
    def rewritten_attributes(self) -> list[tuple[Attribute, str, str]]:
        """The attributes that have another type or another form, each with how it was written and how it is."""
        found = [(new, _written(old), _written(new)) for old, new in self.attributes]
        return [(new, before, after) for new, before, after in found if before != after]

    @property
    def answer(self) -> list[tuple[str, str, str]]:
        """What else is not the same: what it is about, before, after."""
        compared: list[tuple[str, Callable[[Endpoint], str]]] = [
            ("Python", lambda each: each.python),
            ("asked with", lambda each: f"{each.method} {each.path}"),
            ("answer", lambda each: each.content_type if each.record is None else f"JSON, {_SHAPES[each.shape]}"),
            ("formats", lambda each: "can be chosen" if each.has_format else "one"),
            ("streams", lambda each: each.stream or "no"),
            ("nothing found", lambda each: each.empty),
        ]
        found = [(words, read(self.old), read(self.new)) for words, read in compared]
        return [(words, before, after) for words, before, after in found if before != after]

    @property
    def is_none(self) -> bool:
        """Whether nothing is known to differ."""
        changed = self.changed_parameters or self.renamed_attributes or self.rewritten_attributes or self.answer
        lost = self.lost_parameters or self.lost_attributes
        return not (changed or lost or self.new_parameters or self.new_attributes)


_SHAPES: Final = {"array": "a list of objects", "object": "one object", "values": "a list of plain values"}


def twin(old: Api, endpoint: Endpoint, new: Api) -> Endpoint | None:
    """Return what an endpoint of one version is in another: that of its name, or of a role that it plays."""
    found = new.endpoint(endpoint.name)
    played = (role for role, described in old.roles.items() if described.endpoint == endpoint.name)
    roles = (new.known_endpoint(new.roles[role].endpoint) for role in played if role in new.roles)
    return found or next(roles, None)


def compare(old: Endpoint, new: Endpoint) -> Change:
    """Return what changes from one endpoint to another."""
    parameters, lost, added = _paired(old.parameters, new.parameters, lambda each: each.python)
    left = [(each, [other for other in added if other.type == each.type]) for each in lost]
    renamed = [(each, others[0]) for each, others in left if len(others) == 1 and _is_alone(each, lost)]
    attributes, lost_attributes, added_attributes = _paired(
        old.attributes, new.attributes, lambda attribute: attribute.concept
    )
    return Change(
        old=old,
        new=new,
        parameters=(*parameters, *renamed),
        lost_parameters=tuple(each for each in lost if each not in [pair[0] for pair in renamed]),
        new_parameters=tuple(each for each in added if each not in [pair[1] for pair in renamed]),
        attributes=tuple(attributes),
        lost_attributes=tuple(lost_attributes),
        new_attributes=tuple(added_attributes),
    )


def pages(apis: Mapping[str, Api], default: str) -> dict[str, str]:
    """Return the pages that compare the versions, by path; none where there is but one.

    Args:
        apis: the description of each version.
        default: the version that the others are compared with.
    """
    if len(apis) == 1:
        return {}
    first = apis[default]
    changes = {version: _changes(first, api) for version, api in apis.items() if version != default}
    others = [apis[version] for version in sorted(changes, key=lambda version: -len(changes[version]))]
    environment = docs.markdown_environment()
    environment.filters |= {
        "login_word": lambda api: _LOGINS["never" if api.login is None else api.login.needed],
        "unknown_word": _unknown_word,
        "import_line": lambda api: f"from {_face(api, default)} import Client",
        "spoken": lambda api: f"nbia --api {api.version}",
        "address": lambda api: next(iter(api.base_urls.values())),
        "format_names": lambda api: ", ".join(api.formats),
        "number_of": len,
        "anchor": lambda endpoint: docs.markdown(endpoint.name.lower()),
        "page": lambda endpoint: docs.markdown(f"[{endpoint.name}](endpoints/{endpoint.name}.md)"),
    }
    render = docs.renderer(environment)
    found = {
        "docs/versions.md": render(
            "versions.md.jinja",
            first=first,
            apis=[first, *others],
            others=others,
            twins=[
                (_link(first, each), [_twin_cell(first, api, changes[api.version].get(each.name)) for api in others])
                for each in first.endpoints
            ],
            further=_further(first, others),
        )
    }
    for api in others:
        kept = changes[api.version]
        if kept:
            taken = {change.new.name for change in kept.values()}
            found[f"docs/{api.version}/from-{default}.md"] = render(
                "migration.md.jinja",
                old=first,
                new=api,
                package=f"nbia.{api.version}",
                changed=[change for change in kept.values() if not change.is_none],
                same=[change for change in kept.values() if change.is_none],
                missing=[endpoint for endpoint in first.endpoints if endpoint.name not in kept],
                added=[endpoint for endpoint in api.endpoints if endpoint.name not in taken],
            )
    return found


def _changes(old: Api, new: Api) -> dict[str, Change]:
    """Return what changes of each endpoint that has a twin, by its name in the old version."""
    twins = [(endpoint, twin(old, endpoint, new)) for endpoint in old.endpoints]
    return {endpoint.name: compare(endpoint, other) for endpoint, other in twins if other is not None}


def _face(api: Api, default: str) -> str:
    return "nbia" if api.version == default else f"nbia.{api.version}"


def _link(api: Api, endpoint: Endpoint) -> str:
    """Return a link from the page that compares all versions to the page of an endpoint."""
    return docs.markdown(f"[{endpoint.name}]({api.version}/endpoints/{endpoint.name}.md)")


def _twin_cell(first: Api, api: Api, change: Change | None) -> str:
    """Return what stands in the table of twins for a version."""
    if change is None:
        return "none"
    page = f"{api.version}/from-{first.version}.md#{change.old.name.lower()}"
    return docs.markdown(f"{_link(api, change.new)}<br>{'the same' if change.is_none else f'[changes]({page})'}")


def _further(first: Api, others: Sequence[Api]) -> list[tuple[str, list[str]]]:
    """Return what the endpoints are for that the first version does not have, with what stands for each version."""
    names = dict.fromkeys(each.name for api in others for each in api.endpoints if first.endpoint(each.name) is None)
    rows = ([(api, api.endpoint(name)) for api in others] for name in names)
    return [
        (
            next(found.purpose for _, found in row if found is not None),
            ["" if found is None else _link(api, found) for api, found in row],
        )
        for row in rows
    ]


def _unknown_word(api: Api) -> str:
    """Return what becomes of parameters that a version does not know."""
    refusing = sum(endpoint.refuses_unknown_parameters for endpoint in api.endpoints)
    return f"refused by {refusing} of {len(api.endpoints)} endpoints" if refusing else "ignored"


def _paired(old: Iterable[T], new: Iterable[T], key: Callable[[T], str]) -> tuple[list[Pair[T]], list[T], list[T]]:
    """Return the pairs with the same key, what only the first have, and what only the second have."""
    before, after = {key(each): each for each in old}, {key(each): each for each in new}
    return (
        [(each, after[name]) for name, each in before.items() if name in after],
        [each for name, each in before.items() if name not in after],
        [each for name, each in after.items() if name not in before],
    )


def _is_alone(parameter: Parameter, others: Iterable[Parameter]) -> bool:
    """Whether no other parameter is of this type."""
    return [other for other in others if other.type == parameter.type] == [parameter]


def _parameter_changes(change: Change, old: Parameter, new: Parameter) -> list[str]:
    found = []
    if old.python != new.python:
        found.append("another name in Python")
    if old.wire != new.wire:
        found.append(f"{old.wire} is {new.wire} on the wire")
    if (old.form, old.type) != (new.form, new.type):
        found.append(f"sent as {new.wire_form.name} instead of {old.wire_form.name}")
    if old.is_required != new.is_required:
        found.append(f"{_NEEDS[new.is_required]} instead of {_NEEDS[old.is_required]}")
    if old.several != new.several:
        found.append("one request holds several values" if new.several else "one request holds one value")
    elif change.old.takes_several(old) != change.new.takes_several(new):
        found.append("takes several values" if change.new.takes_several(new) else "takes one value")
    if old.values != new.values:
        found.append(f"takes {', '.join(new.values) or 'any value'}")
    return found


def _written(attribute: Attribute) -> str:
    """Return what an attribute is and how it is written, in words."""
    csv = "" if attribute.csv_form is None else f"; in CSV {WIRE_FORMS[attribute.csv_form].words}"
    return f"{docs.type_words(attribute)} ({attribute.wire_form.words}{csv})"
