"""Values of attributes: whether they have the type and the pattern that the spec gives."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from nbia_core.api.description import Attribute
from nbia_core.api.wire_forms import WIRE_FORMS, WireForm
from nbia_core.contract.findings import Finding, Verdict
from nbia_core.text import some

from .evidence import MOST_NAMED, MOST_SHOWN, Report, Seen, Tally, View
from .kinds import json_type, pattern_of

TOPIC_NULL: Final = "null"
"""What all endpoints can have in common: that they say null where a value is absent."""

_MOST_JUDGED: Final = 5000
_NULL: Final = "null where a value is absent"
# What Java prints for the types that have no pattern of their own in JSON.
_AS_TEXT: Final[Mapping[str, tuple[str, str]]] = {
    "integer": (r"-?[0-9]+", "digits"),
    "number": (r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", "a number"),
    "boolean": (r"true|false", "true or false"),
}


def check_values(view: View, renamed: Mapping[str, Mapping[str, str]]) -> Report:
    """Check the values of all documented attributes, under their new names where they have some.

    Args:
        view: The endpoint and its tables.
        renamed: For each format the attributes with another name, and that name.
    """
    report = Report()
    found = [(attribute, *_odd_patterns(view, attribute, renamed)) for attribute in view.endpoint.attributes]
    all_odd = [value for _, _, odd in found for value in odd]
    for attribute, reformatted, odd in found:
        retyped = _odd_types(view, attribute, renamed)
        for other, tally in retyped.items():
            if "json" not in reformatted.formats:
                tally.take(reformatted)  # what text shows of another type is no second deviation
            new = _described(other, attribute, view.tables, renamed)
            summary = f"{attribute.wire} is {_article(new)} in JSON, where the spec has {_article(attribute.wire_type)}"
            report.add(tally.finding(Verdict.RETYPED, view.endpoint.name, summary, attribute=attribute.wire, new=new))
        if reformatted and (not retyped or "json" in reformatted.formats):
            report.add(_reformatted(view, attribute, reformatted, odd, all_odd))
    _check_nulls(report, view)
    return report


def _name_in(seen: Seen, attribute: Attribute, renamed: Mapping[str, Mapping[str, str]]) -> str:
    return renamed.get(seen.observation.format, {}).get(attribute.wire, attribute.wire)


def _odd_types(view: View, attribute: Attribute, renamed: Mapping[str, Mapping[str, str]]) -> dict[str, Tally]:
    """Return the values of JSON with another type, by that type; decimals of a whole number are another type."""
    tallies: dict[str, Tally] = {}
    for seen in view.tables:
        if seen.table.format != "json":
            continue
        name = _name_in(seen, attribute, renamed)
        values = [row[name] for row in seen.table.rows if row.get(name) is not None]
        odd: dict[str, list[Any]] = {}
        for value in values:
            found = _odd_type(attribute, value)
            if found is not None:
                odd.setdefault(found, []).append(value)
        for found, examples in odd.items():
            shown = [json.dumps(value, ensure_ascii=False) for value in examples[: MOST_SHOWN * 3]]
            tallies.setdefault(found, Tally()).add(seen.observation, shown, count=len(examples), of=len(values))
    return tallies


def single_values(attribute: Attribute, value: object) -> list[object]:
    """Return the values that an attribute has in a row: one, or those of its list or object."""
    if attribute.many is None:
        return [] if value is None else [value]
    if attribute.many == "list":
        return value if isinstance(value, list) else []
    items = list(value.values()) if isinstance(value, dict) else []
    if attribute.many == "map":
        return items
    return [each for item in items if isinstance(item, list) for each in item]


def _odd_type(attribute: Attribute, value: object) -> str | None:
    found = json_type(value)
    if found != attribute.wire_type:
        return found
    if attribute.many is None:
        return _odd_single(attribute, value)
    if attribute.many == "map-of-lists" and isinstance(value, dict):
        odd = next((json_type(item) for item in value.values() if not isinstance(item, list)), None)
        if odd is not None:
            return f"{found} with {odd}"
    odds = (_odd_single(attribute, each) for each in single_values(attribute, value))
    odd = next((odd for odd in odds if odd is not None), None)
    return None if odd is None else f"{found} with {odd}"


def _odd_single(attribute: Attribute, value: object) -> str | None:
    found = json_type(value)
    if found != attribute.wire_form.json_type:
        return found
    is_decimal = attribute.type == "integer" and found == "number" and not isinstance(value, int)
    return "number with decimals" if is_decimal else None


def _described(
    found: str, attribute: Attribute, typed: Sequence[Seen], renamed: Mapping[str, Mapping[str, str]]
) -> str:
    """Name the type, and for a moment that became a number also what that number counts."""
    if found != "number" or attribute.type != "timestamp":
        return found
    values = [
        str(row.get(_name_in(seen, attribute, renamed)))
        for seen in typed
        for row in seen.table.rows
        if seen.table.format == "json" and json_type(row.get(_name_in(seen, attribute, renamed))) == "number"
    ]
    pattern = pattern_of(values, may_be_date=True)
    return f"number ({pattern})" if pattern.startswith("epoch") else found


def _article(words: str) -> str:
    return f"an {words}" if words[0] in "aeio" else f"a {words}"


def _odd_patterns(
    view: View, attribute: Attribute, renamed: Mapping[str, Mapping[str, str]]
) -> tuple[Tally, list[str]]:
    """Return the texts that do not match their pattern, counted and as they are."""
    tally = Tally()
    odd: list[str] = []
    for seen in view.tables:
        promised = _promised(seen, attribute)
        if promised is None:
            continue
        name = _name_in(seen, attribute, renamed)
        found = [value for row in seen.table.rows for value in _texts(seen, attribute, row.get(name))]
        values = [value for value in found if isinstance(value, str)]
        pattern = re.compile(promised)
        # An empty text stands for no value, wherever it comes from.
        wrong = [value for value in values if value.strip() and pattern.fullmatch(value) is None]
        shown = [json.dumps(value, ensure_ascii=False) for value in wrong[: MOST_SHOWN * 3]]
        tally.add(seen.observation, shown, count=len(wrong), of=len(values))
        odd.extend(wrong[:_MOST_JUDGED])
    return tally, odd


def _texts(seen: Seen, attribute: Attribute, value: object) -> list[object]:
    return single_values(attribute, value) if seen.table.format == "json" else [value]


def _reformatted(view: View, attribute: Attribute, tally: Tally, odd: Sequence[str], others: Sequence[str]) -> Finding:
    new = pattern_of(odd, may_be_date=attribute.type == "timestamp", others=others)
    form = attribute.wire_form if "json" in tally.formats else _form_of_text(attribute)
    expected = form.pattern_words or _AS_TEXT.get(attribute.type, ("", attribute.type))[1]
    if new == expected:
        new = "almost the same, with something else in between"
    summary = f"{attribute.wire} looks like {new}, where the spec has {expected}"
    return tally.finding(Verdict.REFORMATTED, view.endpoint.name, summary, attribute=attribute.wire, new=new)


def _promised(seen: Seen, attribute: Attribute) -> str | None:
    """Return the pattern that text has to match in a format."""
    if seen.table.format == "json":
        return attribute.pattern if attribute.wire_form.json_type == "string" else None
    pattern = _form_of_text(attribute).pattern
    if pattern is not None:
        return pattern
    return _AS_TEXT[attribute.type][0] if attribute.type in _AS_TEXT else None


def _form_of_text(attribute: Attribute) -> WireForm:
    """Return how the formats other than JSON write an attribute."""
    return WIRE_FORMS[attribute.csv_form] if attribute.csv_form is not None else attribute.wire_form


def _check_nulls(report: Report, view: View) -> None:
    """Find null, which the service never says: it leaves the key out. Many attributes at once are one finding."""
    tallies: dict[str, Tally] = {}
    whole = Tally()
    known = [attribute.wire for attribute in view.endpoint.attributes]
    for seen in view.tables:
        if seen.table.format != "json":
            continue
        rows = seen.table.rows
        if any(value is None for row in rows for value in row.values()) or any(
            name not in row for row in rows for name in known
        ):
            report.topics.add(TOPIC_NULL)
        with_null = [row for row in rows if any(value is None for value in row.values())]
        whole.add(seen.observation, with_null[:1], count=len(with_null), of=len(rows))
        for name in dict.fromkeys(name for row in with_null for name, value in row.items() if value is None):
            count = sum(name in row and row[name] is None for row in rows)
            tallies.setdefault(name, Tally()).add(seen.observation, ["null"], count=count, of=len(rows))
    if not tallies:
        return
    names = list(tallies)
    summary = f"A value that is absent is null in JSON: {some(names, MOST_NAMED)}"
    attribute = names[0] if len(names) == 1 and len(known) > 1 else None
    finding = whole.finding(Verdict.RETYPED, view.endpoint.name, summary, attribute=attribute, new=_NULL)
    report.add(finding, TOPIC_NULL)
