"""The spec while it is amended: what it says, and the edits that a finding can ask for."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from nbia_core.contract.findings import Finding, Result
from nbia_core.contract.reports.words import plain, shortened

from .yaml_text import (
    Data,
    Entry,
    SpecText,
    child,
    items,
    pairs,
    with_details,
    with_item,
    with_key,
    with_scalar,
    without,
)
from .yaml_values import Scalar

if TYPE_CHECKING:
    import yaml

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
_HEADING: Final = "# Seen by nbia contract, not described yet"


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
class Amendments:
    """The spec while it is amended, and what was found."""

    spec: SpecText
    """The text of the spec."""
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

    def concepts(self) -> Data:
        """Return the dictionary."""
        return self.spec.data("attributes")

    def uses(self, record: str | None = None) -> list[Use]:
        """Return every attribute of one record or of all."""
        return [
            Use(name, *_named(item))
            for name, content in self.spec.data("records").items()
            for item in content["attributes"]
            if record in (None, name)
        ]

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
        return str(endpoint["returns"])

    def use(self, finding: Finding) -> Use:
        """Return the attribute that a finding is about."""
        record = self.record(finding)
        if finding.attribute is None:
            raise LeftOutError("it is about no single attribute")
        found = next((use for use in self.uses(record) if use.wire == finding.attribute), None)
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

    def set_use(self, use: Use, changes: dict[str, Scalar | None], name: str | None = None) -> None:
        """Change an attribute of a record, and perhaps its name."""
        entry, listed = self._attributes(use.record)
        at = next(at for at, item in enumerate(listed) if _wire(item) == use.wire)
        key, value = pairs(listed[at])[0] if pairs(listed[at]) else (listed[at], None)
        text = with_details(self.spec.texts[entry.file], key, value, changes, order=_USE, name=name)

        def change(content: Any) -> None:
            details = _changed(use.details, changes)
            content["records"][use.record]["attributes"][at] = (
                {name or use.wire: details} if details else name or use.wire
            )

        self.spec.replace(entry.file, text, change)

    def add_use(self, record: str, wire: str, details: dict[str, Scalar]) -> None:
        """Add an attribute at the end of a record."""
        entry, _ = self._attributes(record)
        listed = child(entry.value, "attributes")
        assert listed is not None, "it was found a line above"
        text = with_item(self.spec.texts[entry.file], listed, wire, details)

        def change(content: Any) -> None:
            content["records"][record]["attributes"].append({wire: details})

        self.spec.replace(entry.file, text, change)

    def remove_use(self, use: Use) -> None:
        """Remove an attribute from a record, and from the dictionary if no other needs it."""
        entry, listed = self._attributes(use.record)
        if len(listed) == 1:
            raise LeftOutError(f"{use.record} would have no attribute left")
        at = next(at for at, item in enumerate(listed) if _wire(item) == use.wire)
        text = without(self.spec.texts[entry.file], listed[at], listed[at])

        def change(content: Any) -> None:
            del content["records"][use.record]["attributes"][at]

        self.spec.replace(entry.file, text, change)
        concept = self.spec.entry("attributes", use.concept)
        if concept is None or any(other.concept == use.concept for other in self.uses()):
            return
        text = without(self.spec.texts[concept.file], concept.key, concept.value)

        def change_dictionary(content: Any) -> None:
            del content["attributes"][use.concept]

        self.spec.replace(concept.file, text, change_dictionary)

    def set_concept(self, concept: str, changes: dict[str, Scalar | None]) -> None:
        """Change an entry of the dictionary."""
        entry = self._entry("attributes", concept)
        text = with_details(self.spec.texts[entry.file], entry.key, entry.value, changes, order=_CONCEPT)

        def change(content: Any) -> None:
            content["attributes"][concept] = _changed(content["attributes"][concept], changes)

        self.spec.replace(entry.file, text, change)

    def add_concept(self, concept: str, details: dict[str, Scalar]) -> None:
        """Add an entry at the end of the dictionary."""
        file = self.spec.entries("attributes")[-1].file
        section = self.spec.section(file, "attributes")
        heading = () if _HEADING in self.spec.texts[file] else ("", _HEADING)
        text = with_key(self.spec.texts[file], section, concept, details, heading=heading)

        def change(content: Any) -> None:
            content["attributes"][concept] = details

        self.spec.replace(file, text, change)

    def add_difference(self, endpoint: str, difference: dict[str, Scalar]) -> None:
        """Add to the differences of an endpoint."""
        entry = self._entry("endpoints", endpoint)
        listed = child(entry.value, "differences")
        old = self.spec.texts[entry.file]
        text = (
            with_item(old, listed, None, difference)
            if listed is not None
            else with_key(old, entry.value, "differences", [difference])
        )

        def change(content: Any) -> None:
            content["endpoints"][endpoint].setdefault("differences", []).append(difference)

        self.spec.replace(entry.file, text, change)

    def add_service_difference(self, difference: dict[str, Scalar]) -> None:
        """Add to the differences of the service."""
        entry = self._entry("service", "differences")
        text = with_item(self.spec.texts[entry.file], entry.value, None, difference)

        def change(content: Any) -> None:
            content["service"]["differences"].append(difference)

        self.spec.replace(entry.file, text, change)

    def set_server(self, name: str, changes: dict[str, Scalar | None]) -> None:
        """Change a server."""
        entry = self._entry("service", "servers")
        key, value = next((key, value) for key, value in pairs(entry.value) if key.value == name)
        text = with_details(self.spec.texts[entry.file], key, value, changes, order=_SERVER)

        def change(content: Any) -> None:
            content["service"]["servers"][name] = _changed(content["service"]["servers"][name], changes)

        self.spec.replace(entry.file, text, change)

    def set_parameter(self, finding: Finding, changes: dict[str, Scalar | None]) -> None:
        """Change what an endpoint makes of a parameter."""
        entry = self._entry("endpoints", finding.endpoint)
        listed = child(entry.value, "parameters")
        found = [pair for pair in pairs(listed) if pair[0].value == finding.attribute] if listed is not None else []
        if not found:
            raise LeftOutError(f"{finding.endpoint} has no parameter {shortened(finding.attribute or '')}")
        if finding.endpoint == self.spec.data("service").get("series_download", {}).get("archive"):
            raise LeftOutError("the series download needs it as it is")
        text = with_details(self.spec.texts[entry.file], *found[0], changes, order=_PARAMETER)

        def change(content: Any) -> None:
            parameters = content["endpoints"][finding.endpoint]["parameters"]
            parameters[finding.attribute] = _changed(parameters[finding.attribute], changes)

        self.spec.replace(entry.file, text, change)

    def rename_in_download(self, use: Use, name: str) -> None:
        """Take a new name over into the series download, if that refers to the attribute."""
        while (place := self._place_in_download(use)) is not None:
            entry, path, node = place
            text = with_scalar(self.spec.texts[entry.file], node, name)
            self.spec.replace(entry.file, text, _setter("service", "series_download", *path, value=name))

    def is_in_download(self, use: Use) -> bool:
        """Return whether the series download refers to an attribute."""
        return self._place_in_download(use) is not None

    def _place_in_download(self, use: Use) -> tuple[Entry, tuple[str | int, ...], yaml.Node] | None:
        """Return the first place in the series download that names an attribute."""
        if not self._announcements(use):
            return None
        entry = self._entry("service", "series_download")
        places: list[tuple[tuple[str | int, ...], yaml.Node | None]] = []
        for part in self._announcements(use):
            places += [((part, key), child(entry.value, part, key)) for key in ("images", "bytes")]
            listed = items(child(entry.value, part, "license"))
            places += [((part, "license", at), node) for at, node in enumerate(listed)]
        return next(((entry, path, node) for path, node in places if node is not None and node.value == use.wire), None)

    def _announcements(self, use: Use) -> list[str]:
        """Return the parts of the series download that refer to the record of an attribute."""
        download = self.spec.data("service").get("series_download", {})
        endpoints = self.spec.data("endpoints")
        return [
            part
            for part in ("record", "size")
            if endpoints.get(download.get(part, {}).get("endpoint"), {}).get("returns") == use.record
        ]

    def _entry(self, section: str, name: str) -> Entry:
        entry = self.spec.entry(section, name)
        if entry is None:
            raise LeftOutError(f"the spec has no {name} among its {section}")
        return entry

    def _attributes(self, record: str) -> tuple[Entry, list[Any]]:
        entry = self._entry("records", record)
        return entry, items(child(entry.value, "attributes"))


def _setter(*path: str | int, value: str) -> Any:
    *owners, key = path

    def change(content: Any) -> None:
        for owner in owners:
            content = content[owner]
        content[key] = value

    return change


def _changed(details: Data, changes: dict[str, Scalar | None]) -> Data:
    return {key: value for key, value in {**details, **changes}.items() if value is not None}


def _named(item: Any) -> tuple[str, Data]:
    if isinstance(item, dict):
        name, details = next(iter(item.items()))
        return name, details or {}
    return item, {}


def _wire(item: Any) -> str:
    found = pairs(item)
    return str(found[0][0].value if found else item.value)
