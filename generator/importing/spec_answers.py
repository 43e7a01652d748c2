"""What a file and the spec do not say alike of the answers of an endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.load.spec import Endpoint, RecordAttribute, Spec
from nbia_core.api.wire_forms import WIRE_FORMS

from .claims import Claims, is_told
from .document import JSON_TYPES, Attribute, Operation, Result
from .gathered import same_name, without

_ASK: Final = "Ask the server."
_ANYTHING: Final = "*/*"
_JSON: Final = "application/json"
_EMPTY: Final = {"empty-200": "200", "empty-204": "204"}
_DEEPEST: Final = 20


def compare(found: Claims, name: str, operation: Operation) -> None:
    """Find what is not said alike of statuses, content types and attributes."""
    endpoint = found.spec.endpoints[name]
    _statuses(found, name, endpoint, operation)
    _content_types(found, name, endpoint, operation)
    if operation.good is not None and endpoint.returns is not None:
        _rows(found, name, endpoint, operation)


def missing_attributes(found: Claims, named: Mapping[str, Operation]) -> None:
    """Find the attributes of records that the file does not have.

    Several endpoints may return one record, and the file may describe it whole in one place only.
    """
    theirs = {
        name: {attribute.name for attribute in good.attributes}
        for name, operation in named.items()
        if (good := operation.good) is not None
    }
    for name, names in theirs.items():
        record = found.spec.endpoints[name].returns
        others = [each for each in theirs if found.spec.endpoints[each].returns == record]
        for use in found.spec.records[record].attributes if record is not None and names else ():
            if _guide_name(use) in names or _is_renamed(use, names):
                continue
            known = f"Not in the file. {use.evidence}" if use.source == "observed" else None
            elsewhere = next((each for each in others if _guide_name(use) in theirs[each]), None)
            found.add(
                "breaks callers",
                "attribute removed",
                endpoint=name,
                part="attribute",
                subject=use.name,
                before=found.spec.attributes[use.attribute].type,
                action=_ASK,
                reason=known or (f"The file has it in {elsewhere}, which returns the same." if elsewhere else None),
            )


def _is_renamed(use: RecordAttribute, names: set[str]) -> bool:
    return any(same_name(_guide_name(use), name) for name in names)


def _guide_name(use: RecordAttribute) -> str:
    return use.guide_name or use.name


def _statuses(found: Claims, name: str, endpoint: Endpoint, operation: Operation) -> None:
    known = {"200", "default", _EMPTY.get(endpoint.empty.answer, "200")}
    known |= {str(case.status) for case in (*endpoint.errors, *found.spec.service.errors)}
    for status in without(operation.answers, known):
        found.add(
            "adds",
            "status added",
            endpoint=name,
            part="status",
            subject=status,
            after=status,
            at=operation.at,
        )


def _content_types(found: Claims, name: str, endpoint: Endpoint, operation: Operation) -> None:
    formats = found.spec.service.formats.values()
    if endpoint.content is not None:
        ours = [endpoint.content.content_type]
    elif endpoint.formats == "fixed":
        ours = [next(iter(formats)).content_type]
    else:
        ours = [each.content_type for each in formats]
    theirs = [form.partition(";")[0].strip() for form in operation.answers.get("200", ())]
    for form in without(theirs, [*ours, _ANYTHING]):
        found.add(
            "adds",
            "content type added",
            endpoint=name,
            part="content type",
            subject=form,
            after=form,
            action=_ASK,
            at=operation.at,
        )
    if endpoint.returns is not None and theirs and endpoint.source == "guide" and not {_JSON, _ANYTHING} & set(theirs):
        found.add(
            "breaks callers",
            "content type removed",
            endpoint=name,
            part="content type",
            subject=_JSON,
            before=_JSON,
            action=_ASK,
            at=operation.at,
        )


def _rows(found: Claims, name: str, endpoint: Endpoint, operation: Operation) -> None:
    good = operation.good
    assert good is not None, "the caller has looked"
    assert endpoint.returns is not None, "the caller has looked"
    ours, theirs = _shape(endpoint), _shape_of(good)
    if theirs is not None and ours != theirs:
        found.add(
            "breaks callers",
            "other shape",
            "shape of the answer",
            endpoint=name,
            before=ours,
            after=theirs,
            action=_ASK,
            at=operation.at,
        )
    if good.attributes:
        _attributes(found, name, endpoint.returns, good.attributes, "", 0)


def _shape(endpoint: Endpoint) -> str:
    return {"array": "an array of objects", "object": "one object", "values": "an array of values"}[endpoint.shape]


def _shape_of(result: Result) -> str | None:
    """Return what a file says that an answer is; None where it says nothing."""
    is_object = bool(result.attributes) or result.schema.type == "object"
    if result.many == "list":
        return "an array of objects" if is_object else "an array of values" if result.schema.type else None
    return "one object" if is_object or result.many == "map" else None if result.schema.type is None else "one value"


def _attributes(found: Claims, name: str, record: str, theirs: tuple[Attribute, ...], prefix: str, depth: int) -> None:
    uses = found.spec.records[record].attributes
    known = {_guide_name(use): use for use in uses if use.source == "guide"}
    for attribute in theirs:
        use = known.get(attribute.name)
        subject = prefix + attribute.name
        if use is None:
            _unknown(found, name, attribute, subject, uses)
            continue
        if use.guide_name is not None:
            found.add(
                "breaks callers",
                "attribute renamed",
                endpoint=name,
                part="attribute",
                subject=subject,
                before=use.name,
                after=attribute.name,
                at=attribute.at,
                reason=use.note or "The spec says what the file calls it.",
            )
        entry = found.spec.attributes[use.attribute]
        if entry.record is not None and attribute.value.attributes and depth < _DEEPEST:
            _attributes(found, name, entry.record, attribute.value.attributes, f"{subject}.", depth + 1)
        ours_type, their_type = _type(found.spec, use), _type_of(attribute.value)
        if their_type is not None and ours_type != their_type:
            found.add(
                "breaks callers",
                "attribute retyped",
                f"type of attribute {subject}",
                endpoint=name,
                part="attribute",
                subject=subject,
                before=ours_type,
                after=their_type,
                action=_ASK,
                at=attribute.at,
            )


def _unknown(found: Claims, name: str, attribute: Attribute, subject: str, uses: tuple[RecordAttribute, ...]) -> None:
    """Find an attribute that the spec does not have, has from the server alone, or has under another name."""
    observed = next((use for use in uses if use.source == "observed" and use.name == attribute.name), None)
    alike = [use for use in uses if same_name(_guide_name(use), attribute.name)]
    if observed is not None:
        found.add(
            "words",
            "attribute described now",
            endpoint=name,
            part="attribute",
            subject=subject,
            before="only the server has it",
            after="the file has it",
            action="Take source: observed away.",
            at=attribute.at,
            reason=observed.evidence if is_told(observed.evidence) else None,
        )
    elif len(alike) == 1:
        found.add(
            "breaks callers",
            "attribute renamed",
            endpoint=name,
            part="attribute",
            subject=subject,
            before=_guide_name(alike[0]),
            after=attribute.name,
            action=_ASK,
            at=attribute.at,
        )
    else:
        found.add(
            "adds",
            "attribute added",
            endpoint=name,
            part="attribute",
            subject=subject,
            after=_type_of(attribute.value) or "any type",
            at=attribute.at,
        )


def _type(spec: Spec, use: RecordAttribute) -> str:
    """Return what JSON has in the place of an attribute, as the spec says."""
    entry = spec.attributes[use.attribute]
    if entry.many is not None:
        return "array" if entry.many == "list" else "object"
    return WIRE_FORMS[use.wire or entry.type].json_type


def _type_of(value: Result) -> str | None:
    """Return the same as a file says; None where it says nothing of the kind."""
    if value.many is not None:
        return "array" if value.many == "list" else "object"
    if value.attributes:
        return "object"
    type_ = (value.schema.type or "").partition("(")[0]
    return JSON_TYPES.get(type_, "object" if type_ == "object" else None)
