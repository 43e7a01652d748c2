"""Compares the rows of endpoints: the attributes of their records, and the records nested in these."""

from __future__ import annotations

import dataclasses

from nbia_core.api.description import Api, Attribute, Endpoint, Record
from nbia_core.api.wire_forms import WIRE_FORMS

from . import matching
from .findings import Findings, Subject


@dataclasses.dataclass
class Rows:
    """The rows of two descriptions while they are compared."""

    found: Findings
    old: Api
    new: Api
    renamed: dict[tuple[str, str], str] = dataclasses.field(default_factory=dict)
    """What an attribute of an endpoint is called now, by the endpoint's old name and its own."""
    concepts: set[tuple[str, str]] = dataclasses.field(default_factory=set)
    """Which fields of which entries of the dictionary a change of an attribute tells of."""
    classes: set[tuple[str, str]] = dataclasses.field(default_factory=set)
    """The pairs of records of which is said what is to be said once."""

    def compare(self, old: Endpoint, new: Endpoint) -> None:
        """Find what changes of the rows of an endpoint."""
        if old.record is not None and new.record is not None:
            whole = Subject(endpoint=new.name)
            self._records(whole, old, old.record, new.record, "", frozenset({new.record.name}))

    def compare_classes(self) -> None:
        """Find the record classes that are gone, and the new ones that no change of an endpoint mentions."""
        matched = matching.named(self.old.records, self.new.records, lambda each: each.name)
        renamed = {old for old, _ in self.classes}
        returned = {each.record.name for each in self.new.endpoints if each.record is not None}
        within = {each.record for record in self.new.records for each in record.attributes}
        for record in matched.gone:
            if record.name not in renamed:
                subject = Subject(part="record", name=record.name, paths=(("records", record.name),))
                action = f"Do without the class {record.name}: nothing is made of it any more."
                self.found.add("breaks callers", "record removed", subject, record.purpose, None, action)
        for record in matched.added:
            if record.name not in returned | within:
                subject = Subject(part="record", name=record.name, paths=(("records", record.name),))
                self.found.add("adds", "record added", subject, None, record.purpose)
        self.found.order(
            Subject(paths=(("records",),)),
            "records",
            (record.name for record in self.old.records),
            (record.name for record in self.new.records),
        )

    def _records(
        self, whole: Subject, endpoint: Endpoint, old: Record, new: Record, prefix: str, around: frozenset[str]
    ) -> None:
        """Compare two records. For a nested one, `prefix` is the path that leads to it, and `around` the records that hold it."""
        self._class(old, new)
        matched = matching.attributes(old.attributes, new.attributes)

        def subject(record: Record, attribute: Attribute) -> Subject:
            path = ("records", record.name, "attributes", attribute.wire)
            endpoint_path = ("endpoints", whole.endpoint or "")
            return Subject(
                endpoint=whole.endpoint, part="attribute", name=prefix + attribute.wire, paths=(path, endpoint_path)
            )

        for attribute in matched.gone:
            self._mention(attribute, "name")
            action = f"Do without {attribute.python}: {old.name} has it no more."
            self.found.add(
                "breaks callers", "attribute removed", subject(old, attribute), _whole(attribute), None, action
            )
        for attribute in matched.added:
            self._mention(attribute, "name")
            self.found.add("adds", "attribute added", subject(new, attribute), None, _whole(attribute))
        for before, after in matched.pairs:
            if not prefix:
                self.renamed[endpoint.name, before.wire] = after.wire
            self._attribute(subject(new, after), before, after)
            inner = (_inner(self.old, before), _inner(self.new, after))
            if inner[0] is not None and inner[1] is not None and inner[1].name not in around:
                within = f"{prefix}{after.wire}."
                self._records(whole, endpoint, inner[0], inner[1], within, around | {inner[1].name})
        if matched.is_reordered:
            paths = (("records", new.name), ("endpoints", whole.endpoint or ""))
            self.found.add(
                "breaks on the wire" if new.is_table else "words",
                "attributes in another order",
                dataclasses.replace(whole, name=prefix.removesuffix(".") or None, paths=paths),
                [attribute.wire for attribute in old.attributes],
                [attribute.wire for attribute in new.attributes],
            )

    def _class(self, old: Record, new: Record) -> None:
        """Compare what is said of a record as a whole, once for all endpoints that return it."""
        if (old.name, new.name) in self.classes:
            return
        self.classes.add((old.name, new.name))
        subject = Subject(part="record", name=new.name, paths=(("records", new.name),))
        if old.name != new.name:
            is_both = old.name in {record.name for record in self.new.records}
            action = "" if is_both else f"Write {new.name} where {old.name} is imported or annotated."
            action = action or f"What is annotated as {old.name} is {new.name} at some endpoints now."
            self.found.add("breaks callers", "python name changed", subject, old.name, new.name, action)
        if old.is_table != new.is_table:
            self.found.add("breaks on the wire", "columns have headings", subject, old.is_table, new.is_table)
        self.found.words(subject, old, new, "purpose")

    def _mention(self, attribute: Attribute, *fields: str) -> None:
        self.concepts |= {(attribute.concept, field) for field in fields}

    def _attribute(self, subject: Subject, old: Attribute, new: Attribute) -> None:
        found = self.found
        entry = subject.at("attributes", new.concept)
        if old.wire != new.wire:
            stays = f" .{new.python} stays." if old.python == new.python else ""
            action = f"Write {new.wire} for it in columns of tables and as the key of a row.{stays}"
            found.add("breaks callers", "attribute renamed", subject, old.wire, new.wire, action)
        if old.python != new.python:
            self._mention(new, "python")
            action = f"Write .{new.python} instead of .{old.python}."
            named = subject.at("attributes", new.concept, "python").at(*subject.paths[0], "python")
            found.add("breaks callers", "python name changed", named, old.python, new.python, action)
        if (old.type, old.many, old.record is None) != (new.type, new.many, new.record is None):
            self._mention(new, "type")
            action = f"Expect {new.type_words} in {new.python}, not {old.type_words}."
            found.add("breaks callers", "attribute retyped", entry, old.type_words, new.type_words, action)
        elif old.form != new.form:
            action = f"{new.python} has no time of day any more: it reads as midnight." if _loses_time(old, new) else ""
            before, after = _form_words(old), _form_words(new)
            found.add("breaks on the wire", "attribute written otherwise", subject, before, after, action)
        if old.csv_form != new.csv_form:
            before, after = (_csv_words(each) for each in (old, new))
            found.add("breaks on the wire", "attribute written otherwise in CSV", subject, before, after)
        if old.concept != new.concept:
            self.concepts |= {(old.concept, "name"), (new.concept, "name")}
            found.add("words", "another entry of the dictionary", subject, old.concept, new.concept)
        if old.is_always_there != new.is_always_there:
            self._presence(subject, new)
        if old.tag != new.tag:
            self._mention(new, "tag")
            found.add("words", "DICOM tag", entry, old.tag, new.tag)
        if old.meaning != new.meaning and not self._is_of_entry(old, new):
            found.words(entry, old, new, "meaning")
        found.words(subject, old, new, "remarks", "example", "source")

    def _presence(self, subject: Subject, new: Attribute) -> None:
        if new.is_always_there:
            self.found.add("adds", "attribute always there", subject, "in some rows", "in every row")
        else:
            action = f"Be ready for None in {new.python}: not every row has it any more."
            self.found.add(
                "breaks callers", "attribute not always there", subject, "in every row", "in some rows", action
            )

    def _is_of_entry(self, old: Attribute, new: Attribute) -> bool:
        """Whether the meaning changed in the dictionary, which is one change for all attributes of that entry."""
        entries = {concept.name: concept.meaning for concept in self.old.concepts}
        others = {concept.name: concept.meaning for concept in self.new.concepts}
        return entries.get(old.concept) == old.meaning and others.get(new.concept) == new.meaning


def _inner(api: Api, attribute: Attribute) -> Record | None:
    """Return the record that the values of an attribute are."""
    return next((record for record in api.records if record.name == attribute.record), None)


def _whole(attribute: Attribute) -> str:
    return f"{attribute.python}: {attribute.type_words}"


def _csv_words(attribute: Attribute) -> str:
    return "as in JSON" if attribute.csv_form is None else WIRE_FORMS[attribute.csv_form].words


def _loses_time(old: Attribute, new: Attribute) -> bool:
    return old.type == "timestamp" and "HH" in _form_words(old) and "HH" not in _form_words(new)


def _form_words(attribute: Attribute) -> str:
    form = WIRE_FORMS.get(attribute.form or attribute.type)
    return attribute.type if form is None else form.words
