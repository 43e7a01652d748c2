"""Records within the rows of an answer, checked as rows themselves; findings name the path that leads to them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from nbia_core.api.description import Attribute, Record

from .columns import check_columns
from .evidence import Draft, Report, Seen, View
from .tables import Row
from .values import check_values, single_values


@dataclasses.dataclass(kw_only=True, slots=True)
class _Within:
    """The records at one path."""

    record: Record
    seen: list[Seen] = dataclasses.field(default_factory=list)


def without_nulls(attributes: Iterable[Attribute], rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows without those of the known attributes that are null."""
    known = {attribute.wire for attribute in attributes}
    return tuple({name: value for name, value in row.items() if value is not None or name not in known} for row in rows)


def check_nested(view: View) -> Iterator[Report]:
    """Check the records within the rows, path by path.

    A record that holds others of its kind is the same at every depth: what is found there has the path of the first.
    """
    if view.endpoint.record is None:
        return
    found: dict[str, _Within] = {}
    for seen in view.tables:
        if seen.table.format == "json":
            _collect(view, seen, view.endpoint.record, seen.table.rows, "", {}, found)
    for path, within in found.items():
        endpoint = msgspec.structs.replace(view.endpoint, record=within.record)
        part = dataclasses.replace(view, endpoint=endpoint, outcomes=(), tables=tuple(within.seen), unreadable=())
        columns, renamed = check_columns(part)
        for report in (columns, check_values(part, renamed)):
            yield _with_path(report, view.endpoint.name, path)


def _collect(
    view: View,
    seen: Seen,
    record: Record,
    rows: Sequence[Row],
    path: str,
    above: Mapping[str, str],
    found: dict[str, _Within],
) -> None:
    """Add the records within some rows, and those within them."""
    for attribute in record.attributes:
        if attribute.record is None:
            continue
        inner = view.contract.record(attribute.record)
        values = [value for row in rows for value in single_values(attribute, row.get(attribute.wire))]
        records = without_nulls(inner.attributes, (value for value in values if isinstance(value, dict)))
        if not records:
            continue
        place = above.get(inner.name) or (f"{path}.{attribute.wire}" if path else attribute.wire)
        table = dataclasses.replace(seen.table, rows=records, wrapping=None)
        within = found.setdefault(place, _Within(record=inner))
        within.seen.append(dataclasses.replace(seen, table=table))
        _collect(view, seen, inner, records, place, {**above, inner.name: place}, found)


def _with_path(report: Report, endpoint: str, path: str) -> Report:
    drafts: list[Draft] = []
    for draft in report.drafts:
        finding = draft.finding
        attribute = path if finding.attribute is None else f"{path}.{finding.attribute}"
        drafts.append(
            Draft(finding=dataclasses.replace(finding, attribute=attribute, summary=f"In {path}: {finding.summary}"))
        )
    notes = [note.replace(f"{endpoint}:", f"{endpoint}, {path}:", 1) for note in report.notes]
    return Report(drafts=drafts, notes=notes)
