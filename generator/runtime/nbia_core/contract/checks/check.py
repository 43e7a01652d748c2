"""Decides what deviates from the spec: runs every check over the answers and puts the findings together."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from nbia_core.api.description import Api, Endpoint
from nbia_core.contract.findings import Coverage, Finding, Result, Verdict
from nbia_core.contract.observations import Observation
from nbia_core.http.servers import release
from nbia_core.text import some

from .availability import check_reach, is_main
from .columns import check_columns
from .empties import check_empties
from .evidence import Draft, Report, Seen, Tally, View
from .formats import check_formats
from .images import check_images
from .nested import check_nested, without_nulls
from .outcomes import Outcome, outcome
from .refusals import check_refusals
from .tables import Table, UnreadableTableError, read_table
from .values import check_values

WHOLE: Final = "*"
"""Stands for the service as a whole in the place of an endpoint."""

_FEWEST: Final = 3
_MOST_EVIDENCE: Final = 5
_ORDER: Final = {verdict: number for number, verdict in enumerate(Verdict)}
_HOST_WIDE: Final = (Verdict.UNREACHABLE, Verdict.MOVED)


def check(contract: Api, observations: Iterable[Observation], *, origin: str) -> Result:
    """Compare answers of the service with the spec.

    Args:
        contract: What the spec promises.
        observations: The answers, in any order; those of endpoints that the spec does not have are left out.
        origin: Where they come from, for the reports: a base URL, a file, a folder.

    Returns:
        Findings, each with its evidence, in the order of the endpoints; notes; and what was looked at.

    Raises:
        SourceError: the source of the observations cannot be read.
    """
    grouped: defaultdict[str, list[Observation]] = defaultdict(list)
    unknown: Counter[str] = Counter()
    answered_by: dict[str, None] = {}
    for observation in observations:
        if contract.endpoint(observation.endpoint) is None:
            unknown[observation.endpoint] += 1
            continue
        grouped[observation.endpoint].append(observation)
        server = (observation.headers or {}).get("server")
        if server:
            answered_by[server] = None
    views = [_view(contract, endpoint, grouped[endpoint.name]) for endpoint in contract.endpoints]
    announced = _announced(views)
    nothing = _nothing_at_all(views)
    reports = {view.endpoint.name: nothing or _judge(view, announced) for view in views if view.outcomes}
    notes = [note for report in reports.values() for note in report.notes]
    silent = [view.endpoint.name for view in views if not view.outcomes]
    if silent:
        notes.append(f"Not looked at: {', '.join(silent)}")
    notes += [f"The spec has no endpoint {name}; its answers were left out" for name in unknown]
    return Result(
        version=contract.version,
        origin=origin,
        release=release(),
        spec_sha256=None if contract.generated_from is None else contract.generated_from.spec_sha256,
        answered_by=tuple(answered_by),
        findings=tuple(_sorted(contract, _merged(reports))),
        notes=tuple(dict.fromkeys(notes)),
        coverage=tuple(_coverage(view) for view in views),
    )


def _view(contract: Api, endpoint: Endpoint, observations: list[Observation]) -> View:
    outcomes = tuple(outcome(contract, endpoint, observation) for observation in observations)
    tables: list[Seen] = []
    unreadable: list[tuple[Observation, str]] = []
    known = [attribute.wire for attribute in endpoint.attributes]
    for found in outcomes:
        observation = found.observation
        is_asked = observation.purpose in ("rows", "unknown-parameter") or not endpoint.can_be_empty
        if endpoint.kind != "table" or found.kind != "answer" or not is_asked:
            continue
        if observation.format not in contract.formats:
            continue
        try:
            table = read_table(observation.format, observation.body, known, endpoint.shape)
        except UnreadableTableError as error:
            unreadable.append((observation, str(error)))
            continue
        if table.rows or table.columns or table.spoilt or table.is_cut_between_values:
            tables.append(Seen(observation=observation, table=_without_nulls(endpoint, table)))
    return View(
        contract=contract,
        endpoint=endpoint,
        outcomes=outcomes,
        tables=tuple(tables),
        unreadable=tuple(unreadable),
    )


def _without_nulls(endpoint: Endpoint, table: Table) -> Table:
    """Leave out what is null where that means that a value is absent."""
    return (
        dataclasses.replace(table, rows=without_nulls(endpoint.attributes, table.rows))
        if endpoint.writes_null
        else table
    )


def _nothing_at_all(views: Iterable[View]) -> Report | None:
    """Return the one finding that there is when every answer of a service is empty."""
    outcomes = [(view.endpoint.name, found) for view in views for found in view.outcomes]
    if len({name for name, _ in outcomes}) < _FEWEST or any(found.kind != "nothing" for _, found in outcomes):
        return None
    report, tally = Report(), Tally()
    for _, found in outcomes:
        tally.add(found.observation, ["an empty body"])
    report.add(tally.finding(Verdict.BROKEN, WHOLE, "Every answer is empty", new="an empty body"))
    return report


def _announced(views: Iterable[View]) -> Mapping[str, int]:
    """Return how many images each series has, where rows say so."""
    found: dict[str, int] = {}
    for view in views:
        names = _series_columns(view.endpoint)
        for seen in view.tables:
            for row in seen.table.rows:
                uid, count = row.get(names[0]), row.get(names[1])
                if isinstance(uid, str) and isinstance(count, int):
                    found[uid] = count
    return found


def _series_columns(endpoint: Endpoint) -> tuple[str, str]:
    """Return the columns with the UID and the number of images of a series; empty where rows have none."""
    wire = {attribute.python: attribute.wire for attribute in endpoint.attributes}
    return wire.get("series_instance_uid", ""), wire.get("image_count", "")


def _judge(view: View, announced: Mapping[str, int]) -> Report:
    """Run every check over one endpoint."""
    whole, rest = check_reach(view)
    reports = [whole]
    if view.endpoint.kind == "table":
        columns, renamed = check_columns(view)
        reports += [check_formats(view), columns, check_values(view, renamed), *check_nested(view)]
    else:
        good = [found.observation for found in rest if found.kind == "answer"]
        reports += [check_images(view, good, announced), _empty_images(view, rest)]
    odd = frozenset(draft.finding.attribute for report in reports for draft in report.drafts)
    reports += [check_refusals(view, rest, odd), check_empties(view, rest)]
    for report in reports[1:]:
        whole.drafts += report.drafts
        whole.notes += report.notes
        whole.topics |= report.topics
    return whole


def _merged(reports: Mapping[str, Report]) -> Iterable[Finding]:
    """Merge findings that every endpoint has which could have them into one about the whole service."""
    groups: defaultdict[tuple[object, ...], dict[str, Draft]] = defaultdict(dict)
    for name, report in reports.items():
        for draft in report.drafts:
            if draft.topic is None:
                yield draft.finding
            else:
                finding = draft.finding
                groups[draft.topic, finding.verdict, finding.new][name] = draft
    for (topic, *_), drafts in groups.items():
        tested = {name for name, report in reports.items() if topic in report.topics}
        deviating = {name for name, report in reports.items() if any(draft.topic == topic for draft in report.drafts)}
        findings = [draft.finding for draft in drafts.values()]
        needed = 1 if topic == "reach" and findings[0].verdict in _HOST_WIDE else _FEWEST
        if tested == deviating and len(drafts) >= needed:
            yield _common(findings)
        else:
            yield from findings


def _common(findings: list[Finding]) -> Finding:
    first = findings[0]
    evidence = [finding.evidence[0] for finding in findings if finding.evidence]
    names = some((finding.endpoint for finding in findings), _FEWEST)
    return dataclasses.replace(
        first,
        endpoint=WHOLE,
        attribute=first.attribute if all(finding.attribute == first.attribute for finding in findings) else None,
        formats=tuple(dict.fromkeys(form for finding in findings for form in finding.formats)),
        summary=f"{first.summary} (at {names}: at all that could show it)",
        evidence=tuple(evidence[:_MOST_EVIDENCE]),
    )


def _sorted(contract: Api, findings: Iterable[Finding]) -> list[Finding]:
    """Put findings in the order of the spec: the service, endpoints, verdicts, attributes."""
    endpoints = {WHOLE: -1} | {endpoint.name: number for number, endpoint in enumerate(contract.endpoints)}
    attributes = {
        (endpoint.name, attribute.wire): number
        for endpoint in contract.endpoints
        for number, attribute in enumerate(endpoint.attributes)
    }

    def place(finding: Finding) -> tuple[int, int, int]:
        number = attributes.get((finding.endpoint, finding.attribute or ""), len(attributes))
        return endpoints[finding.endpoint], _ORDER[finding.verdict], number

    return sorted(_unique(findings), key=place)


def _unique(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Put findings together that say the same, such as of two formats."""
    found: dict[str, Finding] = {}
    for finding in findings:
        old = found.get(finding.key)
        if old is not None:
            finding = dataclasses.replace(
                old,
                formats=tuple(dict.fromkeys([*old.formats, *finding.formats])),
                evidence=(*old.evidence, *finding.evidence)[:_MOST_EVIDENCE],
            )
        found[finding.key] = finding
    return found.values()


def _empty_images(view: View, outcomes: Iterable[Outcome]) -> Report:
    """Find answers without a byte where there must be an image or a text."""
    report, tally = Report(), Tally()
    if view.endpoint.can_be_empty:
        return report
    for found in outcomes:
        if is_main(found):
            tally.add(found.observation, ["an empty body"], count=int(found.kind == "nothing"))
    if tally:
        summary = f"The answer is empty where there must be {'a text' if view.endpoint.kind == 'text' else 'an image'}"
        report.add(tally.finding(Verdict.BROKEN, view.endpoint.name, summary, new="an empty body"))
    return report


def _coverage(view: View) -> Coverage:
    """Say what was looked at; rows are counted in JSON if there are any, and in the other formats otherwise."""
    asked = [found.observation for found in view.outcomes]
    looked_at = [found.observation for found in view.outcomes if found.kind != "lost"]
    counted = [seen for seen in view.tables if seen.table.format == "json"] or view.tables
    presence: dict[str, int] = {attribute.wire: 0 for attribute in view.endpoint.attributes}
    for seen in counted:
        for row in seen.table.rows:
            for name in row:
                presence[name] = presence.get(name, 0) + 1
    known = [parameter.wire for parameter in view.endpoint.parameters]
    used = dict.fromkeys(name for observation in asked for name in observation.parameters)
    return Coverage(
        endpoint=view.endpoint.name,
        answers=len(looked_at),
        rows=sum(len(seen.table.rows) for seen in counted),
        formats=tuple(
            dict.fromkeys(observation.format for observation in looked_at if observation.purpose != "unknown-format")
        ),
        parameters=tuple(name for name in known if name in used),
        presence=tuple(presence.items()),
    )
