"""What a file and the spec do not say alike of how an endpoint is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from generator.diff.changes import Weight
from generator.load.spec import Endpoint, Parameter, ParameterUse

from .claims import Claims
from .document import Input, Operation
from .gathered import same_name, without

_FORMAT: Final = "format"
_ASK: Final = "Ask the server."
_KIND: Final = "criteriaType"
_NUMBERED: Final = re.compile(r"(.*?)([0-9]+)")
_TYPES: Final[Mapping[str, frozenset[str]]] = {
    "text": frozenset({"string"}),
    "uid": frozenset({"string"}),
    "date": frozenset({"string"}),
    "boolean": frozenset({"string", "boolean"}),
    "integer": frozenset({"integer", "number"}),
    "number": frozenset({"integer", "number"}),
}
"""Which types of OpenAPI a parameter of a type can have."""
_ONE_TEXT: Final = frozenset({"string"})
"""The type of OpenAPI that a list can have besides: one text with commas in it."""


def compare(found: Claims, name: str, operation: Operation) -> None:
    """Find what is not said alike of the parameters."""
    endpoint = found.spec.endpoints[name]
    uses = {
        found.spec.parameters[key].name or key: (found.spec.parameters[key], use)
        for key, use in endpoint.parameters.items()
    }
    inputs = {str(each.name): each for each in all_inputs(operation)}
    criteria = next((wire for wire, (parameter, _) in uses.items() if parameter.type == "criteria"), None)
    if criteria is not None:
        inputs = _criteria(found, name, inputs)
        del uses[criteria]
    _format(found, name, endpoint, inputs.pop(_FORMAT, None))
    pairs = {wire: wire for wire in inputs if wire in uses}
    for wire in without(inputs, uses):
        alike = [other for other in uses if other not in inputs and same_name(other, wire)]
        if len(alike) == 1:
            pairs[wire] = alike[0]
        else:
            _added(found, name, inputs[wire])
    for wire, own in pairs.items():
        _input(found, name, inputs[wire], own, *uses[own])
    for wire in without(uses, pairs.values()):
        use = uses[wire][1]
        found.add(
            "breaks callers",
            "parameter removed",
            endpoint=name,
            part="parameter",
            subject=wire,
            before=use.server,
            action="Ask the server whether it still looks at it.",
            reason=None if use.guide in ("required", "optional") else _known(use) or endpoint.evidence,
        )


def all_inputs(operation: Operation) -> list[Input]:
    """Return the parameters and the fields of what is posted, each once; parts of fields are left out."""
    fields = [field for body in operation.bodies.values() for field in body if not re.search(r"[.<]", str(field.name))]
    named = {each.name: each for each in (*fields, *operation.parameters) if each.name is not None}
    return list(named.values())


def _added(found: Claims, name: str, new: Input) -> None:
    found.add(
        "breaks callers" if new.is_required else "adds",
        "required parameter added" if new.is_required else "parameter added",
        endpoint=name,
        part="parameter",
        subject=new.name,
        after=new.need,
        action=f"Send {new.name}." if new.is_required else "",
        at=new.at,
    )


def _input(found: Claims, name: str, theirs: Input, wire: str, parameter: Parameter, use: ParameterUse) -> None:
    def add(weight: Weight, kind: str, matter: str, before: str, after: str, action: str) -> None:
        found.add(
            weight,
            kind,
            f"{matter} {wire}".strip(),
            endpoint=name,
            part="parameter",
            subject=wire,
            before=before,
            after=after,
            action=action,
            at=theirs.at,
        )

    if theirs.name != wire:
        after = str(theirs.name)
        add("breaks on the wire", "parameter renamed", "name of parameter", wire, after, "Ask the server for both.")
    if use.guide == "absent":
        action = f"Say guide: {theirs.need}."
        add("words", "parameter described now", "parameter", "only the server has it", "the file has it", action)
    _compare_need(found, name, theirs, wire, use)
    type_ = (theirs.schema.type or "").partition("(")[0]
    is_list = type_.startswith("array of ")
    type_ = type_.removeprefix("array of ")
    takes_several = bool(use.several or parameter.several)
    types = _TYPES[parameter.type] | (_ONE_TEXT if takes_several else frozenset())
    is_known = not type_ or type_.startswith("ref:") or type_ in types
    if not is_known or (is_list and not takes_several):
        add("breaks callers", "parameter retyped", "type of parameter", parameter.type, str(theirs.schema.type), _ASK)
    if set(theirs.schema.values) != set(parameter.values) and (theirs.schema.values or parameter.type != "boolean"):
        before, after = (", ".join(each) or "any" for each in (parameter.values, theirs.schema.values))
        is_less = bool(theirs.schema.values) and (
            not parameter.values or bool(without(parameter.values, theirs.schema.values))
        )
        kind = "fewer values" if is_less else "more values"
        add("breaks callers" if is_less else "adds", kind, "values of parameter", before, after, _ASK)
    if theirs.schema.default and theirs.schema.default != use.default:
        before = use.default or "none is told"
        add(
            "breaks callers",
            "other default",
            "default of parameter",
            before,
            theirs.schema.default,
            _ASK,
        )


def _compare_need(found: Claims, name: str, theirs: Input, wire: str, use: ParameterUse) -> None:
    """Compare whether a parameter can be left out with what the server does, and with what the spec says of its guide."""
    need = theirs.need
    ours = "required" if use.server == "required" else "optional"
    matter = f"need of parameter {wire}"
    if need != ours:
        kind = "parameter newly required" if theirs.is_required else "parameter no longer required"
        found.add(
            "breaks callers" if theirs.is_required else "adds",
            kind,
            matter,
            endpoint=name,
            part="parameter",
            subject=wire,
            before=ours,
            after=need,
            action="Ask the server without it.",
            at=theirs.at,
            reason=_known(use) if use.guide == need else None,
        )
    elif use.guide in ("required", "optional") and use.guide != need:
        found.add(
            "words",
            "parameter described otherwise",
            matter,
            endpoint=name,
            part="parameter",
            subject=wire,
            before=use.guide,
            after=need,
            action=f"Say guide: {need}; the server agrees.",
            at=theirs.at,
        )


def _known(use: ParameterUse) -> str | None:
    """Return what the spec knows of a parameter here, beyond its guide."""
    return " ".join(filter(None, [use.note, use.evidence])) or None


def _format(found: Claims, name: str, endpoint: Endpoint, theirs: Input | None) -> None:
    """Compare the parameter that chooses the format, which the spec says by `formats`."""
    has_format = endpoint.formats in ("selectable", "stated")
    if theirs is None:
        if has_format and endpoint.source == "guide":
            found.add(
                "breaks callers",
                "parameter removed",
                endpoint=name,
                part="parameter",
                subject=_FORMAT,
                before=str(endpoint.formats),
                action=_ASK,
            )
        return
    if not has_format:
        _added(found, name, theirs)
        return
    known = [each.wire for each in found.spec.service.formats.values()]
    more = without(theirs.schema.values, known)
    if more:
        found.add(
            "adds",
            "more values",
            "values of parameter format",
            endpoint=name,
            part="parameter",
            subject=_FORMAT,
            before=", ".join(known),
            after=", ".join(theirs.schema.values),
            action=_ASK,
            at=theirs.at,
        )


def _criteria(found: Claims, name: str, inputs: Mapping[str, Input]) -> dict[str, Input]:
    """Compare the criteria of a search, and return the other parameters."""
    fields = {field for criterion in found.spec.criteria.values() for field in criterion.fields}
    rest: dict[str, Input] = {}
    for wire, each in inputs.items():
        match = _NUMBERED.fullmatch(wire)
        if match is None or (match[1] != _KIND and match[1] not in fields):
            rest[wire] = each
        elif match[1] == _KIND and each.schema.values:
            for value in without(each.schema.values, found.spec.criteria):
                found.add(
                    "adds",
                    "criterion added",
                    endpoint=name,
                    part="criterion",
                    subject=value,
                    after="is there",
                    at=each.at,
                )
            for value in without(found.spec.criteria, each.schema.values):
                criterion = found.spec.criteria[value]
                found.add(
                    "breaks callers",
                    "criterion removed",
                    endpoint=name,
                    part="criterion",
                    subject=value,
                    before="is there",
                    action=_ASK,
                    reason=criterion.evidence if criterion.source == "observed" else None,
                )
    return rest
