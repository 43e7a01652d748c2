"""The spec while it is amended: what it says, and the edits that a finding can ask for."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from nbia_core.contract.findings import Finding, Result
from nbia_core.contract.reports.words import shortened
from nbia_core.text import plain

from .yaml_text import Data, Scalar, SpecText, key_of, new_details, set_details, set_item, use_of, with_heading

_USE: Final = (
    "presence",
    "attribute",
    "python",
    "wire",
    "guide_name",
    "guide_tag",
    "source",
    "evidence",
    "meaning",
    "note",
)
_SERVER: Final = ("url", "purpose", "source", "evidence")
_CONCEPT: Final = ("python", "tag", "type", "meaning", "example")
_PARAMETER: Final = ("guide", "server", "example", "note", "evidence")
_HEADING: Final = "Seen by nbia contract, not described yet"


class LeftOutError(Exception):
    """No edit is proposed. Says why."""


@dataclasses.dataclass(frozen=True, slots=True)
class Use:
    """An attribute of a record, as the spec has it."""

    record: str
    """The record."""
    wire: str
    """Its name on the wire."""
    details: Data
    """What differs from the dictionary."""

    @property
    def concept(self) -> str:
        """Its entry in the dictionary."""
        return str(self.details.get("attribute", self.wire))

    @property
    def is_observed(self) -> bool:
        """Whether the guide does not have it."""
        return self.details.get("source") == "observed"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Edits:
    """The spec while it is edited: what it says, and the edits that any finding about it can ask for."""

    spec: SpecText
    """The text of the spec."""

    def concepts(self) -> Data:
        """Return the dictionary."""
        return self.spec.data("attributes")

    def uses(self, record: str | None = None) -> list[Use]:
        """Return every attribute of one record or of all."""
        return [
            Use(name, *use_of(item))
            for name, content in self.spec.data("records").items()
            for item in content["attributes"]
            if record in (None, name)
        ]

    def set_use(self, use: Use, changes: dict[str, Scalar | None], name: str | None = None) -> None:
        """Change an attribute of a record, and perhaps its name."""

        def change(content: Any) -> None:
            listed = content["records"][use.record]["attributes"]
            at = [use_of(item)[0] for item in listed].index(use.wire)
            details = use_of(listed[at])[1]
            if details:
                set_details(details, changes, order=_USE, column=10)
            else:
                details = new_details(changes, order=_USE, column=10)
            set_item(listed, at, name or use.wire, details)

        self.edit("records", use.record, change, "attributes")

    def add_use(self, record: str, wire: str, details: dict[str, Scalar]) -> None:
        """Add an attribute at the end of a record."""

        def change(content: Any) -> None:
            content["records"][record]["attributes"].append({key_of(wire): new_details(details, column=10)})

        self.edit("records", record, change, "attributes")

    def remove_use(self, use: Use) -> None:
        """Remove an attribute from a record, and from the dictionary if no other needs it."""
        wires = [other.wire for other in self.uses(use.record)]
        if len(wires) == 1:
            raise LeftOutError(f"{use.record} would have no attribute left")

        def change(content: Any) -> None:
            del content["records"][use.record]["attributes"][wires.index(use.wire)]

        self.edit("records", use.record, change, "attributes")
        is_used = any(other.concept == use.concept for other in self.uses()) or self.spec.used_by_others(use.concept)
        if use.concept not in self.concepts() or is_used:
            return

        def change_dictionary(content: Any) -> None:
            del content["attributes"][use.concept]

        self.edit("attributes", use.concept, change_dictionary)

    def set_concept(self, concept: str, changes: dict[str, Scalar | None]) -> None:
        """Change an entry of the dictionary."""

        def change(content: Any) -> None:
            set_details(content["attributes"][concept], changes, order=_CONCEPT, column=4)

        self.edit("attributes", concept, change)

    def add_concept(self, concept: str, details: Mapping[str, Any], heading: str = _HEADING) -> None:
        """Add an entry at the end of the dictionary, below a heading."""
        file = self.spec.last_file_of("attributes")
        is_first = f"# {heading}\n" not in self.spec.texts[file].replace("\r\n", "\n")

        def change(content: Any) -> None:
            content["attributes"][key_of(concept)] = new_details(details, column=4)
            if is_first:
                with_heading(content["attributes"], concept, heading, column=2)

        self.spec.edit(file, change, "attributes")

    def add_difference(self, endpoint: str, difference: dict[str, Scalar]) -> None:
        """Add to the differences of an endpoint."""

        def change(content: Any) -> None:
            listed = content["endpoints"][endpoint].setdefault("differences", [])
            listed.append(new_details(difference, column=8))

        has_some = self.spec.file_of("endpoints", endpoint, "differences") is not None
        self.edit("endpoints", endpoint, change, *(["differences"] if has_some else []))

    def add_service_difference(self, difference: dict[str, Scalar]) -> None:
        """Add to the differences of the service."""

        def change(content: Any) -> None:
            content["service"]["differences"].append(new_details(difference, column=6))

        self.edit("service", "differences", change)

    def set_server(self, name: str, changes: dict[str, Scalar | None]) -> None:
        """Change a server."""

        def change(content: Any) -> None:
            set_details(content["service"]["servers"][name], changes, order=_SERVER, column=6)

        self.edit("service", "servers", change)

    def rename_in_roles(self, use: Use, name: str) -> None:
        """Take a new name over into the roles that refer to the attribute."""
        if not self.is_in_a_role(use):
            return
        roles = self._roles_of(use)

        def change(content: Any) -> None:
            for role in roles:
                played = content["service"]["roles"][role]
                for key in ("image_count", "size"):
                    if played.get(key) == use.wire:
                        played[key] = key_of(name)
                for at, wire in enumerate(played.get("license", [])):
                    if wire == use.wire:
                        played["license"][at] = key_of(name)

        self.edit("service", "roles", change)

    def is_in_a_role(self, use: Use) -> bool:
        """Return whether a role refers to an attribute."""
        roles = self.spec.data("service").get("roles", {})
        played = [roles[role] for role in self._roles_of(use)]
        return any(use.wire in (of.get("image_count"), of.get("size"), *of.get("license", [])) for of in played)

    def _roles_of(self, use: Use) -> list[str]:
        """Return the roles whose endpoints return the record of an attribute."""
        endpoints = self.spec.data("endpoints")
        roles = self.spec.data("service").get("roles", {})
        return [
            role for role, played in roles.items() if endpoints.get(played["endpoint"], {}).get("returns") == use.record
        ]

    def edit(self, section: str, name: str, change: Callable[[Any], None], *keys: str) -> None:
        """Change an entry of the spec, in the file that says what is under some keys of it."""
        file = self.spec.file_of(section, name, *keys)
        if file is None:
            raise LeftOutError(f"the spec has no {name} among its {section}")
        self.spec.edit(file, change, section, name)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Amendments(Edits):
    """The spec while it is amended, and what was found."""

    result: Result
    """What was found."""
    day: datetime.date
    """The day that observations are dated with."""

    def seen(self, finding: Finding) -> str:
        """Return where and when something was seen, as the spec words its evidence."""
        servers = self.spec.data("service").get("servers", {}).values()
        of = "" if finding.endpoint == "*" else f" in {finding.endpoint}"
        where = ""
        if urlsplit(self.result.origin).hostname is None:
            where = ", in recorded answers"
        elif not any(server["url"] == self.result.origin.rstrip("/") for server in servers):
            where = f", asked at {urlsplit(self.result.origin).hostname}"
        return f"seen by nbia contract on {self.day}{of}{where}."

    def record(self, finding: Finding) -> str:
        """Return the record that the finding's endpoint returns."""
        if finding.endpoint == "*":
            raise LeftOutError("it concerns the service as a whole")
        if finding.part != "attribute":
            raise LeftOutError("it is about an archive: edit the endpoint by hand")
        endpoint = self.spec.data("endpoints").get(finding.endpoint)
        if endpoint is None:
            raise LeftOutError(f"the spec has no endpoint {plain(finding.endpoint)}")
        if "returns" not in endpoint:
            raise LeftOutError("it is about an image or an archive, of which the spec says little")
        return self._within(str(endpoint["returns"]), finding.attribute or "")[0]

    def wire(self, finding: Finding) -> str | None:
        """Return the name of the finding's attribute in its record: what stands behind the path that leads to that."""
        if finding.attribute is None:
            return None
        returned = str(self.spec.data("endpoints")[finding.endpoint]["returns"])
        return self._within(returned, finding.attribute)[1]

    def _within(self, record: str, path: str) -> tuple[str, str]:
        """Follow a path such as resultSet.subjectId to its record and the name there."""
        concepts = self.concepts()
        while "." in path:
            head, _, rest = path.partition(".")
            use = next((use for use in self.uses(record) if use.wire == head), None)
            inner = None if use is None else use.details.get("record", concepts.get(use.concept, {}).get("record"))
            if inner is None:
                break
            record, path = str(inner), rest
        return record, path

    def use(self, finding: Finding) -> Use:
        """Return the attribute that a finding is about."""
        record = self.record(finding)
        if finding.attribute is None:
            raise LeftOutError("it is about no single attribute")
        found = next((use for use in self.uses(record) if use.wire == self.wire(finding)), None)
        if found is None:
            what = f"{record} has no attribute {shortened(finding.attribute)}"
            raise LeftOutError(f"{what}; the spec was edited since, or another edit comes first")
        return found

    def refuse_if_others_differ(self, finding: Finding, record: str, formats: frozenset[str] = frozenset()) -> None:
        """Leave an edit out if another endpoint returns the record too, was looked at, and does not show the same.

        With formats, only an endpoint counts that was looked at in one of them.
        """
        endpoints = self.spec.data("endpoints")
        every = (*self.result.findings, *(accepted for accepted, _ in self.result.accepted))
        what = (finding.verdict, finding.part, finding.attribute, finding.new)
        agreeing = {
            other.endpoint for other in every if (other.verdict, other.part, other.attribute, other.new) == what
        }
        for coverage in self.result.coverage:
            returns = endpoints.get(coverage.endpoint, {}).get("returns")
            is_looked_at = coverage.rows and (not formats or formats & set(coverage.formats))
            if returns == record and is_looked_at and coverage.endpoint not in agreeing:
                raise LeftOutError(
                    f"{coverage.endpoint} returns {record} too and is as it was: they need two records now"
                )

    def refuse_if_only_text(self, finding: Finding) -> None:
        """Leave an edit out if JSON was looked at and does not show it."""
        looked_at = next((seen.formats for seen in self.result.coverage if seen.endpoint == finding.endpoint), ())
        if "json" in looked_at and finding.formats and "json" not in finding.formats:
            raise LeftOutError(f"it is so in {', '.join(finding.formats)} but not in JSON, which the spec describes")

    def set_parameter(self, finding: Finding, changes: dict[str, Scalar | None]) -> None:
        """Change what an endpoint makes of a parameter."""
        name = finding.attribute or ""
        endpoint = self.spec.data("endpoints").get(finding.endpoint)
        if endpoint is None:
            raise LeftOutError(f"the spec has no {finding.endpoint} among its endpoints")
        key = self.spec.parameter_key(finding.endpoint, name)
        if key is None:
            raise LeftOutError(f"{finding.endpoint} has no parameter {shortened(name)}")
        if finding.endpoint == self.spec.data("service").get("roles", {}).get("hashed archive", {}).get("endpoint"):
            raise LeftOutError("the series download needs it as it is")

        def change(content: Any) -> None:
            parameters = content["endpoints"][finding.endpoint]["parameters"]
            set_details(parameters[key], changes, order=_PARAMETER, column=8)

        self.edit("endpoints", finding.endpoint, change, "parameters", key)
