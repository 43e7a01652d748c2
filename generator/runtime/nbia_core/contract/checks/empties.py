"""Answers to requests for which there is nothing: an empty body, a status, or the sentence of an error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from nbia_core.api.description import Endpoint
from nbia_core.contract.findings import Part, Verdict
from nbia_core.contract.observations import Observation
from nbia_core.text import as_text

from .evidence import Report, Tally, View
from .outcomes import Outcome
from .refusals import IGNORED, read_refusal
from .tables import UnreadableTableError, read_table

TOPIC: Final = "empty answers"
"""What all endpoints can have in common: how they say that there is nothing."""

_OF_NOTHING: Final = ("not-public", "unknown-image")

_Change = tuple[Verdict, str | None, str]


def check_empties(view: View, outcomes: Iterable[Outcome]) -> Report:
    """Check the answers to requests that were made to find nothing, and empty answers where there must be rows."""
    report = Report()
    tallies: defaultdict[_Change, Tally] = defaultdict(Tally)
    topic = f"{TOPIC} of {'tables' if view.endpoint.can_be_empty else view.endpoint.name}"
    for outcome in outcomes:
        if outcome.observation.purpose not in ("empty", "rows", "text"):
            continue
        if outcome.observation.purpose == "empty":
            report.topics.add(topic)
        change = _CHANGES.get(view.endpoint.kind, _image_change)(view, outcome)
        if change is not None:
            shown = [outcome.sentence or as_text(outcome.observation.body[:100]) or "an empty body"]
            tallies[change].add(outcome.observation, shown)
    for (verdict, attribute, new), tally in tallies.items():
        summary = f"Where there is nothing, the answer is {new}"
        if attribute is not None:
            summary = f"The parameter {attribute} has no effect: there are rows where nothing should be found"
        part: Part = "attribute" if attribute is None else "parameter"
        finding = tally.finding(verdict, view.endpoint.name, summary, attribute=attribute, new=new, part=part)
        report.add(finding, topic if attribute is None else None)
    return report


def _table_change(view: View, outcome: Outcome) -> _Change | None:
    observation, promised = outcome.observation, view.endpoint.empty_status
    is_empty = observation.purpose == "empty"
    if outcome.kind == "nothing":
        if promised is None:
            return Verdict.REFORMATTED, None, "an empty body"
        if observation.status not in (None, promised):
            return Verdict.REFORMATTED, None, f"status {observation.status} without a body"
        return None
    if outcome.kind == "answer":
        return _with_body(view, outcome)
    if not is_empty or is_of_nothing(view.endpoint, observation):
        return None
    if outcome.kind == "error" and read_refusal(as_text(observation.body)) is not None:
        return None
    return Verdict.BROKEN, None, f"{outcome.new or outcome.verdict} instead of an empty answer"


def _with_body(view: View, outcome: Outcome) -> _Change | None:
    observation = outcome.observation
    known = [attribute.wire for attribute in view.endpoint.attributes]
    try:
        table = read_table(observation.format, observation.body, known, view.endpoint.shape)
    except UnreadableTableError as error:
        return (Verdict.BROKEN, None, str(error)) if observation.purpose == "empty" else None
    if table.rows or table.is_cut_between_values or table.uneven or table.spoilt:
        is_known = any(name in known for row in table.rows for name in row)
        is_asked_for = any(value in observation.parameters.values() for row in table.rows for value in row.values())
        if observation.purpose != "empty" or not view.endpoint.can_be_empty or not is_known or is_asked_for:
            return None
        return Verdict.MISSING, _ignored(view, outcome), IGNORED
    if observation.format == "json":
        is_promised = view.endpoint.has_empty_list or view.endpoint.shape == "object"
        return None if is_promised else (Verdict.REFORMATTED, None, "an empty list")
    return Verdict.REFORMATTED, None, "a table without rows"


def _ignored(view: View, outcome: Outcome) -> str | None:
    """Return the parameter whose value was chosen so that nothing is found: no request for rows has that value."""
    used = [seen.observation.parameters for seen in view.tables]
    sent = outcome.observation.parameters
    strange = [name for name, value in sent.items() if all(parameters.get(name) != value for parameters in used)]
    return strange[0] if strange else next(iter(sent), None)


def is_of_nothing(endpoint: Endpoint, observation: Observation) -> bool:
    """Whether an answer is an error by which the endpoint says that it knows nothing of this."""
    text = as_text(observation.body[:4000])
    return any(case.means in _OF_NOTHING and case.fits(observation.status, text) for case in endpoint.errors)


def _text_change(view: View, outcome: Outcome) -> _Change | None:
    observation, promised = outcome.observation, view.endpoint.empty_status
    if outcome.kind == "nothing" and promised is not None and observation.status not in (None, promised):
        return Verdict.REFORMATTED, None, f"status {observation.status} without a body"
    if observation.purpose != "empty" or promised is None:
        return None
    if outcome.kind == "answer":
        return Verdict.MISSING, next(iter(observation.parameters), None), IGNORED
    return None


def _image_change(view: View, outcome: Outcome) -> _Change | None:
    observation = outcome.observation
    if observation.purpose != "empty":
        return None
    promised = view.endpoint.errors
    if all(case.means not in _OF_NOTHING for case in promised):
        return None
    text = as_text(observation.body[:4000])
    if any(case.fits(observation.status, text) for case in promised):
        return None
    if outcome.kind == "answer":
        return Verdict.BROKEN, None, "an archive" if view.endpoint.kind == "zip" else "an image"
    if observation.status in {case.status for case in promised}:
        return Verdict.REFORMATTED, None, "other words for an unknown image"
    return Verdict.REFORMATTED, None, f"status {observation.status} for an unknown image"


_CHANGES: Final = {"table": _table_change, "text": _text_change}
