"""What a maintainer would do about a finding: one function for each verdict.

Each does its edit whole and returns what there is to say of it, or raises LeftOutError with the reason.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from nbia_core.contract.checks.renames import letters_of
from nbia_core.contract.findings import Finding, Verdict
from nbia_core.text import capitalized, plain

from . import spelling
from .spec_edit import Amendments, LeftOutError, Use
from .yaml_text import Scalar

_TAKEN_BY_RECORDS: Final = frozenset({"wire_forms", "field", "forms", "datetime"})
_WITH_ALL_COLUMNS: Final = frozenset({"csv", "html"})
_TYPED: Final = "json"


def added(work: Amendments, finding: Finding) -> list[str]:
    """Give an attribute its place at the end of the record, and an entry in the dictionary if none fits."""
    record = work.record(finding)
    wire = _sayable(work.wire(finding))
    own = work.uses(record)
    if any(use.wire == wire for use in own):
        return []
    work.refuse_if_others_differ(finding, record, _WITH_ALL_COLUMNS)
    concepts = work.concepts()
    taken = {_python(use, concepts) for use in own} | _TAKEN_BY_RECORDS
    values = _values(finding)
    details: dict[str, Scalar] = {}
    concept = _concept(work, wire)
    if concept is None:
        type_, form = spelling.guess(values)
        python = spelling.python_name(wire, taken)
        work.add_concept(wire, {"python": python, "tag": "none", "type": type_, "meaning": "Not described yet."})
        told = f"{record}.{wire} is added as {type_} under the Python name {python}: look at both, and describe it."
    else:
        form = _form(concepts[concept]["type"], None, values) if values else None
        details |= {"attribute": concept} if concept != wire else {}
        if concepts[concept]["python"] in taken:
            details["python"] = spelling.python_name(wire, taken)
        told = f"{record}.{wire} is added as {concept} of the dictionary: make sure that it is the same."
    details |= {"wire": form} if form is not None else {}
    work.add_use(record, wire, {**details, "source": "observed", "evidence": capitalized(work.seen(finding))})
    return [told]


def renamed(work: Amendments, finding: Finding) -> list[str]:
    """Give an attribute another name on the wire; its concept and its Python name stay."""
    new = _sayable(finding.new)
    record = work.record(finding)
    names = {use.wire for use in work.uses(record)}
    if new in names and work.wire(finding) not in names:
        return []
    use = work.use(finding)
    if new in names:
        raise LeftOutError(f"{record} has {new} already")
    work.refuse_if_others_differ(finding, record)
    work.refuse_if_only_text(finding)
    changes: dict[str, Scalar | None] = {"attribute": use.concept if use.concept != new else None}
    if not use.is_observed and "guide_name" not in use.details:
        changes["guide_name"] = use.wire
    changes["note"] = _noted(use, f"Called {use.wire} before; the new name was {work.seen(finding)}")
    work.set_use(use, changes, new)
    work.rename_in_roles(use, new)
    return [f"{record}.{use.wire} is called {new} now: make sure that it is the same."]


def retyped(work: Amendments, finding: Finding) -> list[str]:
    """Give an attribute the form on the wire that fits, or its concept another type if no other record has it."""
    use = work.use(finding)
    work.refuse_if_others_differ(finding, use.record)
    type_ = work.concepts()[use.concept]["type"]
    values = _values(finding)
    if spelling.json_type(finding.new, values) is None:
        raise LeftOutError(f"the spec language has no type for {plain(str(finding.new))}")
    try:
        form = spelling.form(type_, finding.new, values)
    except spelling.UnclearFormError as error:
        raise LeftOutError(str(error)) from error
    except spelling.NoFormError as error:
        return _give_type(work, finding, use, error)
    return _give_form(work, finding, use, form)


def reformatted(work: Amendments, finding: Finding) -> list[str]:
    """Give an attribute the form on the wire that fits."""
    use = work.use(finding)
    work.refuse_if_others_differ(finding, use.record)
    work.refuse_if_only_text(finding)
    type_ = work.concepts()[use.concept]["type"]
    if type_ in ("integer", "number", "boolean") and "wire" not in use.details:
        raise LeftOutError("the spec says nothing of how other formats than JSON write it")
    return _give_form(work, finding, use, _form(type_, finding.new, _values(finding)))


def missing(work: Amendments, finding: Finding) -> list[str]:
    """Take the promise back that an attribute is always there, or that there is such a column at all."""
    use = work.use(finding)
    is_promised = use.details.get("presence") == "always"
    has_head = bool(set(finding.formats) & _WITH_ALL_COLUMNS)
    if is_promised and (finding.new is not None or not has_head):
        note = _noted(use, f"Not in every row: {work.seen(finding)}")
        work.set_use(use, {"presence": None, "note": note})
        return [f"{use.record}.{use.wire} is no longer promised in every row."]
    if finding.new is not None or not has_head:
        raise LeftOutError("other answers or formats still have it")
    work.refuse_if_others_differ(finding, use.record)
    if use.is_observed and not work.is_in_a_role(use):
        work.remove_use(use)
        return [f"{use.record}.{use.wire} is removed, and its Python name with it: this breaks those who use it."]
    if use.details.get("presence") == "always":
        work.set_use(use, {"presence": None})
    difference: dict[str, Scalar] = {
        "guide": f"{use.wire} is an attribute.",
        "server": "It is not sent any more.",
        "evidence": capitalized(work.seen(finding)),
    }
    work.add_difference(finding.endpoint, difference)
    return [
        f"{use.record}.{use.wire} stays because the guide has it; the differences of {finding.endpoint} say that it is gone. "
        "It remains a finding until the baseline accepts it, or until you remove it."
    ]


def parameter(work: Amendments, finding: Finding) -> list[str]:
    """Say that a parameter is required now, or optional."""
    server = {"a required parameter": "required", "an optional parameter": "optional"}.get(finding.new or "")
    if server is None or finding.verdict is not Verdict.REFORMATTED:
        raise LeftOutError("it is about a parameter: edit the endpoint by hand")
    work.set_parameter(finding, {"server": server, "evidence": capitalized(work.seen(finding))})
    return [f"The parameter {finding.attribute} of {finding.endpoint} is {server}: this breaks those who call it."]


def moved(work: Amendments, finding: Finding) -> list[str]:
    """Give a server its new address."""
    servers: dict[str, Any] = work.spec.data("service").get("servers", {})
    asked = [work.result.origin, *(piece.request for piece in finding.evidence)]
    found = (name for url in asked for name, server in servers.items() if url.startswith(server["url"]))
    name = next(found, None)
    findings = [other for other in work.result.findings if other.verdict is Verdict.MOVED]
    if name is None:
        if any(server["url"] == _base(finding, server["url"]) for server in servers.values()):
            return []
        raise LeftOutError("the address that was asked is no server of the spec")
    old = servers[name]
    addresses = {_base(other, old["url"]) for other in findings}
    if len(addresses) > 1:
        raise LeftOutError("the endpoints have moved to different addresses")
    staying = [coverage.endpoint for coverage in work.result.coverage if coverage.rows]
    if set(staying) - {other.endpoint for other in findings} and all(other.endpoint != "*" for other in findings):
        raise LeftOutError(f"other endpoints, such as {staying[0]}, still answer at the old address")
    new = addresses.pop()
    if any(server["url"] == new for server in servers.values()):
        raise LeftOutError(f"{new} is a server of the spec already")
    evidence = f"The address {old['url']} sends on to it, {work.seen(finding)}"
    if "evidence" in old:
        evidence = f"{old['evidence']} {evidence}"
    work.set_server(name, {"url": new, "source": "observed", "evidence": evidence})
    if old["source"] == "guide":
        difference: dict[str, Scalar] = {
            "guide": f"The address of the service is {old['url']}.",
            "server": f"It has moved to {new}.",
            "evidence": capitalized(work.seen(finding)),
        }
        work.add_service_difference(difference)
    return [f"The server {name} is at {new} now."]


def _give_form(work: Amendments, finding: Finding, use: Use, form: str | None) -> list[str]:
    if use.details.get("wire") == form:
        return []
    note = _noted(use, f"Written in another form than before: {work.seen(finding)}")
    work.set_use(use, {"wire": form, "note": note})
    return [f"{use.record}.{use.wire} is read as {form or 'its ordinary form'}."]


def _give_type(work: Amendments, finding: Finding, use: Use, reason: spelling.NoFormError) -> list[str]:
    concept = work.concepts()[use.concept]
    if concept["type"] in ("timestamp", "uid"):
        raise LeftOutError(str(reason))
    others = [other for other in work.uses() if other.concept == use.concept and other.record != use.record]
    values = _values(finding)
    kind = spelling.json_type(finding.new, values)
    if kind == "number" and (not values or spelling.json_type(None, values) != "number"):
        raise LeftOutError("the evidence does not show whether the numbers are whole")
    type_ = "text" if kind == "string" else spelling.guess(values)[0] if kind == "number" else "boolean"
    is_wider = (concept["type"], type_) == ("integer", "number") and not any(
        "wire" in other.details for other in others
    )
    if others and not is_wider:
        names = ", ".join(sorted({other.record for other in others}))
        raise LeftOutError(f"{reason}, and {names} has {use.concept} too, as {concept['type']}")
    if work.is_in_a_role(use):
        raise LeftOutError(f"{reason}, and the series download counts with {use.wire}")
    fitting = values[0] if values and type_ != "text" else str(values[0]) if values else None
    example = fitting if "example" in concept else None
    work.set_use(use, {"wire": None, "note": _noted(use, f"Of another type than before: {work.seen(finding)}")})
    work.set_concept(use.concept, {"type": type_, "example": example})
    return [f"{use.concept} is of type {type_}: a change for those who use it."]


def _form(type_: str, new: str | None, values: list[Any]) -> str | None:
    try:
        return spelling.form(type_, new, values)
    except spelling.NoFormError as error:
        raise LeftOutError(str(error)) from error


def _values(finding: Finding) -> list[Any]:
    """Return the values that the evidence of JSON shows; the other formats do not say of which type they are."""
    formats = finding.formats or (_TYPED,) * len(finding.evidence)
    pieces = [piece for form, piece in zip(formats, finding.evidence, strict=False) if form == _TYPED]
    return spelling.values_of([text for piece in pieces for text in piece.shown], finding.attribute or "")


def _concept(work: Amendments, wire: str) -> str | None:
    """Return the entry of the dictionary that an added attribute is, if one has the same name."""
    concepts = work.concepts()
    if wire in concepts:
        return wire
    named = {use.concept for use in work.uses() if use.wire == wire}
    alike = {concept for concept in concepts if letters_of(concept) == letters_of(wire) != ""}
    found = named or alike
    return found.pop() if len(found) == 1 else None


def _python(use: Use, concepts: dict[str, Any]) -> str:
    return str(use.details.get("python") or concepts.get(use.concept, {}).get("python"))


def _sayable(name: str | None) -> str:
    if name is None or not name.strip() or not name.isprintable():
        raise LeftOutError("the name that was sent cannot stand in the spec")
    return name


def _noted(use: Use, sentence: str) -> str:
    """Return the note of an attribute with one more sentence; one that it has already is not said again."""
    old = str(use.details.get("note", ""))
    return old if sentence in old else f"{old} {sentence}".strip()


def _base(finding: Finding, old: str) -> str:
    """Return the base URL that a finding says is new, if it can be that of the same version of the API."""
    parts = urlsplit(finding.new or "")
    path = parts.path.rstrip("/").removesuffix(f"/{finding.endpoint}")
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        raise LeftOutError(f"{plain(finding.new or 'nothing')} cannot be the base URL of a server")
    if path.rpartition("/")[2] != old.rpartition("/")[2]:
        raise LeftOutError(f"{plain(str(finding.new))} does not end like {old}, so it may be a page or another version")
    return f"https://{parts.netloc}{path}"
