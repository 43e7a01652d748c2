"""Names of attributes: which are new, which are missing, which have another name, in which formats."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from nbia_core.api.description import Attribute
from nbia_core.contract.findings import Verdict
from nbia_core.text import counted, some

from .evidence import MOST_NAMED, MOST_SHOWN, Report, Seen, Tally, View
from .renames import UnknownName, pairs

_MOST_UNKNOWN: Final = 60
_MOST_VALUES: Final = 200
_TYPED: Final = "json"
_WITH_HEAD: Final = ("csv", "html")


@dataclasses.dataclass(kw_only=True, slots=True)
class _Format:
    """The names in the answers of one format."""

    name: str
    seen: list[Seen]
    has_head: bool
    rows: int = 0
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
    """Rows that have a name, or heads that do."""
    values: dict[str, list[object]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    places: dict[str, tuple[int, int]] = dataclasses.field(default_factory=dict)


def check_columns(view: View) -> tuple[Report, Mapping[str, Mapping[str, str]]]:
    """Compare the names in the tables with those of the spec.

    Returns:
        The report, and for each format the documented names that have another name there, with the new name.
    """
    report = Report()
    order = {attribute.wire: number for number, attribute in enumerate(view.endpoint.attributes)}
    formats = [_collected(name, seen, order) for name, seen in _by_format(view.tables).items()]
    renamed: dict[str, Mapping[str, str]] = {}
    gone: dict[str, list[Attribute]] = {}
    strange: list[_Format] = []
    # A head says more than rows do, and what it says holds for the other formats as well.
    for form in sorted(formats, key=lambda form: not form.has_head):
        unknown = [name for name in form.counts if name not in order]
        missing, certain = _gone(view, form, formats)
        known = _known(renamed, form)
        found = pairs(
            [attribute for attribute in missing if attribute.wire not in known],
            _unknown_names(form, [name for name in unknown if name not in known.values()], order),
            order,
            certain,
        )
        renamed[form.name] = {**known, **found}
        if _is_another_table(form, unknown, renamed[form.name], order):
            strange.append(form)
        gone[form.name] = [attribute for attribute in missing if attribute.wire in certain]
    for form in strange:
        _add_other_table(report, view, form, order)
    sound = [form for form in formats if form not in strange]
    _add_renamed(report, view, sound, renamed)
    _add_missing(report, view, sound, renamed, gone)
    _add_new(report, view, sound, renamed, order)
    _add_notes(report, view, sound, order)
    return report, renamed


def _known(renamed: Mapping[str, Mapping[str, str]], form: _Format) -> dict[str, str]:
    """Return the renames that other formats show and that fit this one: it has the new name, and not the old one."""
    return {
        old: new
        for pairs_of in renamed.values()
        for old, new in pairs_of.items()
        if new in form.counts and old not in form.counts
    }


def _by_format(tables: Iterable[Seen]) -> dict[str, list[Seen]]:
    found: defaultdict[str, list[Seen]] = defaultdict(list)
    for seen in tables:
        found[seen.observation.format].append(seen)
    return found


def _collected(name: str, tables: list[Seen], order: Mapping[str, int]) -> _Format:
    form = _Format(name=name, seen=tables, has_head=name in _WITH_HEAD)
    for seen in tables:
        form.rows += len(seen.table.rows)
        if seen.table.columns is not None:
            _count(form, seen.table.columns)
            _place(form, seen.table.columns, order)
        for row in seen.table.rows:
            if not form.has_head:
                _count(form, row)
                # Who saves a body may have sorted the keys.
                if seen.observation.headers is not None:
                    _place(form, row, order)
            for key, value in row.items():
                if key not in order and len(form.values[key]) < _MOST_VALUES:
                    form.values[key].append(value)
    return form


def _count(form: _Format, names: Iterable[str]) -> None:
    for name in names:
        form.counts[name] = form.counts.get(name, 0) + 1


def _place(form: _Format, names: Iterable[str], order: Mapping[str, int]) -> None:
    """Narrow down between which documented attributes the unknown names stand."""
    names = list(names)
    numbers = [order.get(name) for name in names]
    known = [number for number in numbers if number is not None]
    if len(known) == len(names) or known != sorted(known):
        return
    low = -1
    for place, (name, number) in enumerate(zip(names, numbers, strict=True)):
        if number is not None:
            low = number
            continue
        high = next((number for number in numbers[place:] if number is not None), len(order))
        old_low, old_high = form.places.get(name, (-1, len(order)))
        form.places[name] = max(low, old_low), min(high, old_high)


def _unknown_names(form: _Format, names: Sequence[str], order: Mapping[str, int]) -> list[UnknownName]:
    return [
        UnknownName(
            name=name,
            values=form.values.get(name, []),
            is_typed=form.name == _TYPED,
            place=form.places.get(name, (-1, len(order)) if len(order) == 1 else None),
        )
        for name in names[:_MOST_UNKNOWN]
    ]


def _gone(view: View, form: _Format, formats: Sequence[_Format]) -> tuple[list[Attribute], frozenset[str]]:
    """Return the attributes that a format does not show, and which of them it would have to show."""
    missing = [attribute for attribute in view.endpoint.attributes if attribute.wire not in form.counts]
    if form.has_head:
        return missing, frozenset(attribute.wire for attribute in missing)
    if not form.rows:
        return [], frozenset()
    heads = [other for other in formats if other.has_head]
    certain = {
        attribute.wire
        for attribute in missing
        if attribute.is_always_there or _has_values_elsewhere(view, form, attribute)
    }
    # A head that still has the name says that it is only empty, as values may be.
    present = {name for head in heads for name in head.counts}
    missing = [attribute for attribute in missing if attribute.wire in certain or attribute.wire not in present]
    return missing, frozenset(certain)


def _has_values_elsewhere(view: View, form: _Format, attribute: Attribute) -> bool:
    """Whether an answer in another format, to a request with the same parameters, has values of an attribute."""
    asked = [seen.observation.parameters for seen in form.seen if seen.observation.headers is not None]
    return any(
        seen.observation.parameters in asked and any(attribute.wire in row for row in seen.table.rows)
        for seen in view.tables
        if seen.observation.format in _WITH_HEAD and seen.observation.headers is not None and not seen.table.uneven
    )


def _is_another_table(
    form: _Format, unknown: Sequence[str], renamed: Mapping[str, str], order: Mapping[str, int]
) -> bool:
    """Whether a table has nothing to do with the documented one."""
    known = sum(name in order for name in form.counts)
    if len(unknown) > max(_MOST_UNKNOWN, 2 * len(order)):
        return True
    return bool(unknown) and known == 0 and 2 * len(renamed) < min(len(unknown), len(order))


def _add_other_table(report: Report, view: View, form: _Format, order: Mapping[str, int]) -> None:
    unknown = [name for name in form.counts if name not in order]
    tally = Tally()
    for seen in form.seen:
        rows = len(seen.table.rows)
        tally.add(seen.observation, [some(unknown, MOST_NAMED)], count=max(1, rows), of=rows)
    what = "other attributes"
    summary = f"The rows have {counted(len(unknown), 'attribute')} that the spec does not know: {some(unknown, 5)}"
    report.add(tally.finding(Verdict.BROKEN, view.endpoint.name, summary, new=what))


def _add_renamed(
    report: Report, view: View, formats: Sequence[_Format], renamed: Mapping[str, Mapping[str, str]]
) -> None:
    for attribute in view.endpoint.attributes:
        old = attribute.wire
        for new in dict.fromkeys(renamed[form.name][old] for form in formats if old in renamed[form.name]):
            tally = Tally()
            for form in formats:
                if renamed[form.name].get(old) == new:
                    _tally(tally, form, new)
            summary = f"{old} seems to be called {new} now"
            report.add(tally.finding(Verdict.RENAMED, view.endpoint.name, summary, attribute=old, new=new))


def _add_new(
    report: Report,
    view: View,
    formats: Sequence[_Format],
    renamed: Mapping[str, Mapping[str, str]],
    order: Mapping[str, int],
) -> None:
    explained = {new for pairs_of in renamed.values() for new in pairs_of.values()}
    headed = sorted(formats, key=lambda form: not form.has_head)
    names = dict.fromkeys(name for form in headed for name in form.counts if name not in order)
    for name in names:
        if name in explained:
            continue
        tally = Tally()
        for form in formats:
            if name in form.counts:
                _tally(tally, form, name)
        report.add(
            tally.finding(
                Verdict.ADDED, view.endpoint.name, f"The spec does not know the attribute {name}", attribute=name
            )
        )


def _tally(tally: Tally, form: _Format, name: str) -> None:
    """Add what shows a name: the rows that have it, or the head where no row has a value."""
    for seen in form.seen:
        rows = seen.table.rows
        values = [row[name] for row in rows if name in row]
        is_in_head = seen.table.columns is not None and name in seen.table.columns
        if values or is_in_head:
            shown = [json.dumps(value, ensure_ascii=False) for value in values[: MOST_SHOWN * 3]]
            tally.add(seen.observation, shown, count=max(1, len(values)), of=max(1, len(rows)))


def _add_missing(
    report: Report,
    view: View,
    formats: Sequence[_Format],
    renamed: Mapping[str, Mapping[str, str]],
    gone: Mapping[str, Sequence[Attribute]],
) -> None:
    for attribute in view.endpoint.attributes:
        name = attribute.wire
        whole, partly = Tally(), Tally()
        for form in formats:
            if name in renamed[form.name]:
                continue
            if attribute in gone[form.name]:
                for seen in form.seen:
                    shown = [", ".join(seen.table.columns)] if seen.table.columns else seen.table.rows[:1]
                    rows = max(1, len(seen.table.rows))
                    whole.add(seen.observation, shown, count=rows, of=rows)
            else:
                _tally_partly(partly, form, attribute)
        if whole:
            summary = f"The attribute {name} is missing"
            report.add(whole.finding(Verdict.MISSING, view.endpoint.name, summary, attribute=name))
        if partly:
            summary = f"The attribute {name}, which every row should have, is missing in some"
            report.add(
                partly.finding(Verdict.MISSING, view.endpoint.name, summary, attribute=name, new="not in every row")
            )


def _tally_partly(tally: Tally, form: _Format, attribute: Attribute) -> None:
    for seen in form.seen:
        if form.has_head:
            if seen.table.columns is not None and attribute.wire not in seen.table.columns:
                tally.add(seen.observation, [", ".join(seen.table.columns)])
        elif attribute.is_always_there:
            without: list[dict[str, Any]] = [row for row in seen.table.rows if attribute.wire not in row]
            tally.add(seen.observation, without[:MOST_SHOWN], count=len(without), of=len(seen.table.rows))


def _add_notes(report: Report, view: View, formats: Sequence[_Format], order: Mapping[str, int]) -> None:
    reordered = [form.name for form in formats if any(_is_reordered(seen, order) for seen in form.seen)]
    if reordered:
        report.notes.append(
            f"{view.endpoint.name}: the attributes are in another order than in the spec ({some(reordered, MOST_NAMED)})"
        )
    typed = next((form for form in formats if form.name == _TYPED), None)
    if typed is None or not typed.rows:
        return
    never = [attribute.wire for attribute in view.endpoint.attributes if attribute.wire not in typed.counts]
    found = {finding.finding.attribute for finding in report.drafts}
    never = [name for name in never if name not in found]
    if never:
        report.notes.append(
            f"{view.endpoint.name}: never seen in {counted(typed.rows, 'row')} of JSON: {some(never, 24)}"
        )


def _is_reordered(seen: Seen, order: Mapping[str, int]) -> bool:
    """Whether the order of names is known and another one than the spec's."""
    if seen.observation.headers is None:
        return False
    names = [seen.table.columns] if seen.table.columns is not None else seen.table.rows
    return any(
        numbers != sorted(numbers) for numbers in ([order[name] for name in row if name in order] for row in names)
    )
