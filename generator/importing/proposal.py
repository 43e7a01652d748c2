"""What the spec would say if it said what an OpenAPI file says, as a patch that `git apply` takes.

What is proposed, difference by difference:

* A new endpoint, parameter or attribute is added as observed, with the file as the evidence. What the file cannot know is
  derived and named under `unconfirmed`, which lint tells until somebody has looked.
* An endpoint, a parameter or an attribute that the file does not have any more is removed, with what only it needed.
* Whether a parameter can be left out is said of the guide, and of the server where nothing else was known of it.
* Another name of an attribute is what the guide calls it; the server keeps the old one until somebody has asked it.
* Other values of a parameter, new servers and new statuses are taken over.

Where an edit is not clear it is left out, with the reason: a proposal is complete or not there, never wrong.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from generator.diff.changes import Change
from generator.load.loading import load
from generator.load.problems import SpecError
from generator.load.rules import headings
from generator.load.spec import Attribute as Concept
from generator.load.spec import Spec
from nbia_core.contract.propose.proposals import Proposal
from nbia_core.contract.propose.spec_edit import Edits, LeftOutError, Use
from nbia_core.contract.propose.yaml_text import LayoutError, SpecText, key_of, new_tree

from .claims import told_by
from .derivation import MEANINGS, Data, Derivation
from .document import Attribute, Document, Input
from .spec_comparison import endpoints_of, report
from .spec_requests import all_inputs

_HEADING: Final = "Told by an OpenAPI file, not described yet"
_ASK: Final = "the file alone does not tell what the server does: ask it, then edit the spec by hand"


def draft(document: Document, spec: Spec, folder: Path) -> Proposal:
    """Return the edit of the spec that follows from a file, with what there is to say of it.

    Raises:
        nbia_core.contract.propose.yaml_text.SpecError: the text of the spec cannot be read.
    """
    proposal, text = _drafted(document, spec, folder, is_each_checked=False)
    if _problem(text) is None:
        return proposal
    return _drafted(document, spec, folder, is_each_checked=True)[0]


def _drafted(document: Document, spec: Spec, folder: Path, *, is_each_checked: bool) -> tuple[Proposal, SpecText]:
    """Return the proposal and the text as it would be; what would break the spec is left out if each edit is checked."""
    work = _Work(document, spec, SpecText(folder, spec.version))
    done: list[str] = []
    left_out: list[str] = []
    for change in report(document, spec):
        about = " ".join(filter(None, (change.endpoint, change.part, change.subject)))
        before = dict(work.text.texts)
        try:
            told = work.amend(change)
            problem = _problem(work.text) if is_each_checked else None
            if problem is not None:
                raise LeftOutError(f"the spec would be wrong: {problem}")
            others = work.text.others_changed(before)
            done += [*told, *(f"{file.parent.name}/{file.name} is edited too: look at its version." for file in others)]
        except (LeftOutError, LayoutError) as error:
            work.text.texts = before
            left_out.append(f"{change.kind}: {about}: {error}.")
        except (LookupError, ValueError):  # a version that says only what differs has no such key
            work.text.texts = before
            left_out.append(f"{change.kind}: {about}: the version says it in another way than can be edited.")
    proposal = Proposal(
        patch=work.text.patch(), done=tuple(dict.fromkeys(done)), left_out=tuple(dict.fromkeys(left_out))
    )
    return proposal, work.text


def _problem(text: SpecText) -> str | None:
    """Return what would be wrong with the spec; None if nothing is."""
    with tempfile.TemporaryDirectory() as outside:
        copy = Path(shutil.copytree(text.folder, Path(outside) / text.folder.resolve().name))
        for path, content in text.texts.items():
            (copy / path.relative_to(text.folder)).write_bytes(content.encode())
        try:
            load(copy)
        except SpecError as error:
            return error.problems[0].text
    return None


class _Work:
    """The spec while it is edited after a file."""

    def __init__(self, document: Document, spec: Spec, text: SpecText) -> None:
        self.text = text
        self._edits = Edits(spec=text)
        self._spec = spec
        self._named = endpoints_of(document, spec)
        self._evidence = told_by(document)
        self._headings = headings(spec)
        self._operations = {operation.path: operation for operation in document.operations}

    def amend(self, change: Change) -> list[str]:
        """Edit the spec for one change, and return what there is to say of it.

        Raises:
            LeftOutError: no edit follows from it.
        """
        edits = {
            "endpoint added": self._add_endpoint,
            "endpoint removed": self._remove_endpoint,
            "endpoint described now": self._describe_endpoint,
            "parameter added": self._add_parameter,
            "required parameter added": self._add_parameter,
            "parameter removed": self._remove_parameter,
            "parameter newly required": self._set_need,
            "parameter no longer required": self._set_need,
            "parameter described otherwise": self._set_need,
            "parameter described now": self._set_need,
            "fewer values": self._set_values,
            "more values": self._set_values,
            "attribute added": self._add_attribute,
            "attribute removed": self._remove_attribute,
            "attribute renamed": self._rename_attribute,
            "attribute described now": self._describe_attribute,
            "status added": self._add_status,
            "server added": self._add_server,
        }
        if change.kind not in edits:
            raise LeftOutError(_ASK)
        return edits[change.kind](change)

    # Endpoints

    def _derivation(self) -> Derivation:
        """Return what derives entries beside those that the spec has, the edits so far included."""
        parameters = self.text.data("parameters")
        return Derivation(
            dictionary={**self._spec.attributes, **_concepts(self._edits.concepts())},
            parameters=parameters,
            records=self.text.data("records"),
            methods=[
                each[key]
                for each in self.text.data("endpoints").values()
                for key in ("python", "stream")
                if key in each
            ],
            headings=self._headings,
            forms=_forms(self._spec),
            has_formats=len(self._spec.service.formats) > 1,
            evidence=self._evidence,
        )

    def _add_endpoint(self, change: Change) -> list[str]:
        name = str(change.endpoint)
        derivation = self._derivation()
        derivation.add(self._operations[name])
        if name not in derivation.endpoints:
            raise LeftOutError(derivation.left_out[-1].partition(": ")[2])
        self._take(derivation)
        notes = [f"{name}: left out is {text}." for text in derivation.left_out]
        return [f"{name} is added; nobody has asked the server for it.", *notes]

    def _take(self, derivation: Derivation) -> None:
        """Write all derived entries into the spec."""
        for concept, details in derivation.attributes.items():
            self._edits.add_concept(concept, new_tree(details, 4), _HEADING)
        for section, entries in (
            ("parameters", derivation.parameters),
            ("records", derivation.records),
            ("endpoints", derivation.endpoints),
        ):
            for name, entry in entries.items():
                self._add_entry(section, name, entry)

    def _add_entry(self, section: str, name: str, entry: Data) -> None:
        file = self.text.own_file_of(section)
        if file is None:
            raise LeftOutError(f"no file of version {self._spec.version} has the section {section}")

        def change(content: Any) -> None:
            content[section][key_of(name)] = new_tree(entry, 4)

        self.text.edit(file, change, section)

    def _remove_endpoint(self, change: Change) -> list[str]:
        name = str(change.endpoint)
        entry = self.text.data("endpoints")[name]
        role = next(
            (role for role, each in self._roles().items() if name in (each["endpoint"], each.get("fallback"))), None
        )
        if role is not None:
            raise LeftOutError(f"it plays the role {role}: say first who plays it now")
        if name == self.text.data("service").get("login", {}).get("check"):
            raise LeftOutError("logins are checked with it")
        self._remove("endpoints", name)
        for key in entry.get("parameters", {}):
            self._remove_unused_parameter(key)
        if "returns" in entry:
            self._remove_unused_record(str(entry["returns"]))
        return [f"{name} is removed, and what only it needed: this breaks those who call it."]

    def _roles(self) -> Data:
        return dict(self.text.data("service").get("roles", {}))

    def _describe_endpoint(self, change: Change) -> list[str]:
        """Say that the guide has an endpoint that only the server had."""
        name = str(change.endpoint)
        inputs = {str(each.name): each for each in all_inputs(self._named[name])}
        known = self._spec.endpoints[name]

        def edit(content: Any) -> None:
            entry = content["endpoints"][name]
            del entry["source"]
            del entry["evidence"]
            for key, use in entry.get("parameters", {}).items():
                wire = self._spec.parameters[key].name or key
                use["guide"] = inputs[wire].need if wire in inputs else "absent"
                if use["guide"] != use["server"] and "evidence" not in use:
                    use["evidence"] = known.evidence

        self._edits.edit("endpoints", name, edit)
        return [f"{name} is in the file now."]

    def _add_status(self, change: Change) -> list[str]:
        name, status = str(change.endpoint), str(change.subject)
        if status not in MEANINGS:
            raise LeftOutError(_ASK)
        means, when = MEANINGS[status]
        case = {"status": int(status), "means": means, "when": when, "source": "observed", "evidence": self._evidence}

        def edit(content: Any) -> None:
            content["endpoints"][name].setdefault("errors", []).append(new_tree(case, 8))

        has_some = self.text.file_of("endpoints", name, "errors") is not None
        self._edits.edit("endpoints", name, edit, *(["errors"] if has_some else []))
        return [f"{name} can answer {status}."]

    def _add_server(self, change: Change) -> list[str]:
        url = str(change.after)
        servers = self.text.data("service")["servers"]
        if not url.startswith("https://") or url.count("/") < 3:
            raise LeftOutError("the address of a server is https, with a path")
        name = next(
            each for each in (f"server{number}" for number in range(2, len(servers) + 3)) if each not in servers
        )
        entry = {"url": url, "purpose": "Not described yet.", "source": "observed", "evidence": self._evidence}

        def edit(content: Any) -> None:
            content["service"]["servers"][name] = new_tree(entry, 6)

        self._edits.edit("service", "servers", edit)
        return [f"{url} is the server {name}: give it a name that says what it is."]

    # Parameters

    def _input(self, change: Change) -> Input:
        inputs = {each.name: each for each in all_inputs(self._named[str(change.endpoint)])}
        found = inputs.get(change.subject)
        if found is None:
            raise LeftOutError(_ASK)
        return found

    def _key(self, change: Change) -> str:
        """Return the key of the parameter that a change is about."""
        endpoint = self._spec.endpoints[str(change.endpoint)]
        keys = [key for key in endpoint.parameters if (self._spec.parameters[key].name or key) == change.subject]
        if len(keys) != 1:
            raise LeftOutError(_ASK)
        return keys[0]

    def _add_parameter(self, change: Change) -> list[str]:
        name, new = str(change.endpoint), self._input(change)
        if new.place not in ("query", "body"):
            raise LeftOutError("parameters stand in the query or in a form")
        if new.name == "format":
            raise LeftOutError("it chooses the format: say so with formats, if the server heeds it")
        derivation = self._derivation()
        known = self._spec.endpoints[name]
        uses = derivation.uses([new], {self._spec.parameters[key].python for key in known.parameters})
        if not uses:
            raise LeftOutError("its name cannot stand in the spec")
        self._take(derivation)
        (key,) = uses
        need = new.need
        is_observed = self.text.data("endpoints")[name].get("source") == "observed"
        guide = {} if is_observed else {"guide": need}
        use = {**guide, "server": need, "evidence": self._evidence}

        def edit(content: Any) -> None:
            entry = content["endpoints"][name]
            if "parameters" not in entry:
                at = list(entry).index("purpose") + 1
                parameters = new_tree({}, 6)
                entry.insert(at, "parameters", parameters) if hasattr(entry, "insert") else entry.update(
                    parameters=parameters
                )
            entry["parameters"][key_of(key)] = new_tree(use, 8)

        self._edits.edit("endpoints", name, edit)
        told = "required, which breaks those who call it without it" if new.is_required else "optional"
        return [f"{name} has the parameter {new.name}, {told}; nobody has asked the server."]

    def _remove_parameter(self, change: Change) -> list[str]:
        name, key = str(change.endpoint), self._key(change)
        python = self._spec.parameters[key].python
        for role, played in self._roles().items():
            if played["endpoint"] == name and python in {*played.get("arguments", {}), *played.get("when_short", {})}:
                raise LeftOutError(f"the role {role} needs it")

        def edit(content: Any) -> None:
            entry = content["endpoints"][name]
            del entry["parameters"][key]
            if not entry["parameters"]:
                del entry["parameters"]

        self._edits.edit("endpoints", name, edit)
        self._remove_unused_parameter(key)
        return [f"{name} has no parameter {change.subject} any more: this breaks those who give it."]

    def _set_need(self, change: Change) -> list[str]:
        name, key, need = str(change.endpoint), self._key(change), self._input(change).need
        use = self._spec.endpoints[name].parameters[key]
        # What was known of the server beyond its guide stays.
        server = need if use.guide == use.server else use.server
        evidence = self._evidence if use.evidence is None else f"{use.evidence} {self._evidence}"

        def edit(content: Any) -> None:
            found = content["endpoints"][name]["parameters"][key]
            if use.guide is not None:
                found["guide"] = need
            found["server"] = server
            found["evidence"] = evidence

        self._edits.edit("endpoints", name, edit, "parameters", key)
        return [f"The parameter {change.subject} of {name} is {need} in the file, and {server} for the server."]

    def _set_values(self, change: Change) -> list[str]:
        key = self._key(change) if change.subject != "format" else None
        if key is None:
            raise LeftOutError(_ASK)
        parameter, values = self._spec.parameters[key], self._input(change).schema.values
        wire = parameter.name or key
        for name, endpoint in self._spec.endpoints.items():
            if key in endpoint.parameters and name in self._named:
                others = {each.name: each.schema.values for each in all_inputs(self._named[name])}
                if set(others.get(wire, ())) != set(values):
                    raise LeftOutError(f"{name} has it too, with other values")
        if parameter.type != "text":
            raise LeftOutError(f"it is of type {parameter.type}, whose values are words of the client")
        uses = (each.parameters[key].example for each in self._spec.endpoints.values() if key in each.parameters)
        examples = {parameter.example, *uses}
        if values and examples - {None, *values}:
            raise LeftOutError("its example is none of the values")

        def edit(content: Any) -> None:
            entry = content["parameters"][key]
            entry.pop("values", None)
            if values:
                entry["values"] = [key_of(each) for each in values]

        self._edits.edit("parameters", key, edit)
        return [f"The parameter {change.subject} takes {', '.join(values) or 'any text'}."]

    # Attributes

    def _record(self, change: Change) -> tuple[str, str]:
        """Return the record that an attribute is of, and its name there."""
        record, subject = str(self._spec.endpoints[str(change.endpoint)].returns), str(change.subject)
        while "." in subject and not any(use.wire == subject for use in self._edits.uses(record)):
            head, _, subject = subject.partition(".")
            known = {use.name: use for use in self._spec.records[record].attributes}
            known |= {
                use.guide_name: use for use in self._spec.records[record].attributes if use.guide_name is not None
            }
            inner = self._spec.attributes[known[head].attribute].record if head in known else None
            if inner is None:
                raise LeftOutError(_ASK)
            record = inner
        return record, subject

    def _attribute(self, change: Change) -> Attribute:
        good = self._named[str(change.endpoint)].good
        attributes = () if good is None else good.attributes
        *path, last = str(change.subject).split(".")
        for part in path:
            attributes = next((each.value.attributes for each in attributes if each.name == part), ())
        found = next((each for each in attributes if each.name == last), None)
        if found is None:
            raise LeftOutError(_ASK)
        return found

    def _use(self, change: Change) -> Use:
        record, name = self._record(change)
        found = next((use for use in self._edits.uses(record) if use.wire == name), None)
        if found is None:
            raise LeftOutError("another edit comes first")
        return found

    def _add_attribute(self, change: Change) -> list[str]:
        record, name = self._record(change)
        if any(use.wire == name for use in self._edits.uses(record)):
            return []
        derivation = self._derivation()
        concepts = self._edits.concepts()
        taken = {str(use.details.get("python") or concepts[use.concept]["python"]) for use in self._edits.uses(record)}
        is_table = any(each.returns == record and each.formats != "fixed" for each in self._spec.endpoints.values())
        found = derivation.use(record, self._attribute(change), taken, is_table=is_table)
        if found is None:
            raise LeftOutError(derivation.left_out[-1] if derivation.left_out else _ASK)
        self._take(derivation)
        self._edits.add_use(record, name, {**found, "source": "observed", "evidence": self._evidence})
        others = [
            each for each, entry in self._spec.endpoints.items() if entry.returns == record and each != change.endpoint
        ]
        also = f" {', '.join(others)} returns the same record: make sure that it sends it, too." if others else ""
        return [f"{record}.{name} is added; nobody has asked the server.{also}"]

    def _remove_attribute(self, change: Change) -> list[str]:
        use = self._use(change)
        if self._edits.is_in_a_role(use):
            raise LeftOutError("a role refers to it")
        self._edits.remove_use(use)
        return [f"{use.record}.{use.wire} is removed, and its Python name with it: this breaks those who use it."]

    def _rename_attribute(self, change: Change) -> list[str]:
        record, _ = self._record(change)
        before = str(change.before)
        use = next(
            (use for use in self._edits.uses(record) if before in (use.wire, use.details.get("guide_name"))), None
        )
        if use is None:
            raise LeftOutError("another edit comes first")
        new = str(change.after)
        self._edits.set_use(use, {"guide_name": None if new == use.wire else new})
        return [f"The file calls {record}.{use.wire} {new}; the server is not asked."]

    def _describe_attribute(self, change: Change) -> list[str]:
        use = self._use(change)
        if "source" not in use.details:
            raise LeftOutError("its whole record is observed: edit it by hand")
        self._edits.set_use(use, {"source": None, "evidence": None})
        return [f"{use.record}.{use.wire} is in the file now."]

    # Removing

    def _remove(self, section: str, name: str) -> None:
        def edit(content: Any) -> None:
            del content[section][name]

        self._edits.edit(section, name, edit)

    def _remove_unused_parameter(self, key: str) -> None:
        used = {name for each in self.text.data("endpoints").values() for name in each.get("parameters", {})}
        if key not in used and self.text.file_of("parameters", key) is not None:
            self._remove("parameters", key)

    def _remove_unused_record(self, record: str) -> None:
        """Remove a record that nothing returns, and the attributes and records that only it has."""
        concepts = self._edits.concepts()
        returned = {each.get("returns") for each in self.text.data("endpoints").values()}
        within = {concepts[use.concept].get("record") for use in self._edits.uses() if use.record != record}
        if record in returned | within:
            return
        uses = self._edits.uses(record)
        self._remove("records", record)
        for concept in {use.concept for use in uses} - {use.concept for use in self._edits.uses()}:
            inner = concepts[concept].get("record")
            if not self.text.used_by_others(concept):
                self._remove("attributes", concept)
            if inner is not None and inner != record:
                self._remove_unused_record(str(inner))


def _forms(spec: Spec) -> dict[str, tuple[str, str | None]]:
    """Return what an attribute of a name is, where all records that have it say the same."""
    found: dict[str, set[tuple[str, str | None]]] = {}
    for record in spec.records.values():
        for use in record.attributes:
            if spec.attributes[use.attribute].many is None and spec.attributes[use.attribute].type != "record":
                found.setdefault(use.name, set()).add((use.attribute, use.wire))
    return {name: next(iter(forms)) for name, forms in found.items() if len(forms) == 1}


def _concepts(entries: Mapping[str, Data]) -> dict[str, Concept]:
    return {key: msgspec.convert(entry, Concept) for key, entry in entries.items()}
