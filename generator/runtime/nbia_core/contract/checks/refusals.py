"""Parameters: which are asked for, which are refused, which have no effect, and the words in which that is said."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from nbia_core.api.description import Endpoint, ErrorCase
from nbia_core.contract.findings import Verdict
from nbia_core.text import as_text

from .availability import is_known_failure, is_main
from .evidence import Report, Tally, View
from .outcomes import Outcome
from .renames import similarity

TOPIC_UNKNOWN: Final = "unknown parameters"
"""What all endpoints can have in common: that they refuse parameters that they do not know."""
TOPIC_MISSING: Final = "missing parameters"
"""What all endpoints can have in common: how they answer when a required parameter is missing."""

_NEEDED: Final = re.compile(r"A parameter, (?P<names>.+?),? (?:is|are) required for this API call")
_ALSO_NEEDED: Final = re.compile(
    r"(?:required|missing) (?:\w+ ){0,3}parameter:? ['\"]?(?P<one>[A-Za-z_]\w*)"
    r"|parameter ['\"]?(?P<two>[A-Za-z_]\w*)['\"]? (?:is|was) (?:required|missing|not (?:given|present))",
    re.IGNORECASE,
)
_REFUSED: Final = re.compile(
    r"(?:invalid|unknown|unexpected|unsupported|unrecogni[sz]ed) (?:\w+ )?parameters?:? ['\"]?(?P<name>[A-Za-z_]\w*)",
    re.IGNORECASE,
)
_ALLOWED: Final = re.compile(r"\[(?P<names>[^\[\]]*)\]")
IGNORED: Final = "a parameter without effect"
"""What a parameter is that the service does not look at."""

# XML and HTML lose backslashes and percent signs.
_FAITHFUL: Final = ("json", "csv")
_FORMAT: Final = "format"
_PART: Final = "parameter"
_ALIKE: Final = 0.7
_OWN_FAILURE: Final = 500


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """What a refusal says of parameters."""

    needed: tuple[str, ...] = ()
    """The names that it asks for."""
    refused: str | None = None
    """The name that it does not know."""
    allowed: tuple[str, ...] = ()
    """The names that it knows."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Change:
    verdict: Verdict
    attribute: str | None
    new: str | None
    summary: str
    topic: str | None = None


def read_refusal(text: str) -> Refusal | None:
    """Read the sentence of a refusal; None if it says nothing of parameters."""
    found = _REFUSED.search(text)
    if found is not None:
        allowed = _ALLOWED.search(text, found.end())
        return Refusal(refused=found["name"], allowed=tuple(_split(allowed["names"])) if allowed else ())
    found = _NEEDED.search(text)
    if found is not None:
        return Refusal(needed=tuple(_split(re.sub(r"\band\b", ",", found["names"]))))
    found = _ALSO_NEEDED.search(text)
    return Refusal(needed=(found["one"] or found["two"],)) if found is not None else None


def _split(names: str) -> Iterable[str]:
    return [name.strip(" '\"") for name in names.split(",") if name.strip(" '\"")]


def check_refusals(view: View, outcomes: Iterable[Outcome], odd: frozenset[str | None]) -> Report:
    """Check refused requests, the answers to requests that had to be refused, and filters that do not filter.

    Args:
        view: The endpoint and its tables.
        outcomes: What became of the requests, without what is explained already.
        odd: Attributes of which the values are not as they should be, so that they say nothing of filters.
    """
    report = Report()
    tallies: defaultdict[_Change, Tally] = defaultdict(Tally)
    for outcome in outcomes:
        purpose = outcome.observation.purpose
        if purpose == "unknown-parameter":
            report.topics.add(TOPIC_UNKNOWN)
        if purpose == "missing-parameter":
            report.topics.add(TOPIC_MISSING)
        for change in _changes(view, outcome):
            shown = [outcome.sentence] if outcome.sentence else []
            tallies[change].add(outcome.observation, shown)
    for change, tally in _without_doubles(tallies):
        finding = tally.finding(
            change.verdict,
            view.endpoint.name,
            change.summary,
            attribute=change.attribute,
            new=change.new,
            part=_PART if change.attribute is not None else "attribute",
        )
        report.add(finding, change.topic)
    _check_filters(view, report, odd | {change.attribute for change in tallies})
    return report


def _without_doubles(tallies: dict[_Change, Tally]) -> Iterable[tuple[_Change, Tally]]:
    """Leave out what only repeats that a parameter has another name."""
    renamed = {change.attribute for change in tallies if change.verdict is Verdict.RENAMED}
    for change, tally in tallies.items():
        if change.verdict is Verdict.RENAMED or change.attribute not in renamed:
            yield change, tally


def _changes(view: View, outcome: Outcome) -> Iterable[_Change]:
    """Return what an outcome says of the parameters that is new."""
    if outcome.observation.purpose == "unknown-parameter" and view.endpoint.refuses_unknown_parameters:
        return _laxness(view, outcome)
    change = _change(view, outcome)
    return () if change is None else (change,)


def _change(view: View, outcome: Outcome) -> _Change | None:
    observation = outcome.observation
    match observation.purpose:
        case "missing-parameter" if not _refusals_of(view):
            return None  # nobody says what becomes of it
        case "missing-parameter":
            return _unrefused(view, outcome) if outcome.kind != "error" else _reworded(view, outcome)
        case "unknown-parameter":
            return _strictness(outcome)
        case "rows" | "empty" if view.endpoint.kind == "table" and outcome.kind == "error":
            if is_known_failure(view, outcome):
                return None
            refusal = read_refusal(as_text(observation.body))
            change = _from_refusal(view.endpoint, outcome, refusal) if refusal is not None else None
            return change if change is not None or not is_main(outcome) else _plainly_refused(outcome)
    return None


def _plainly_refused(outcome: Outcome) -> _Change:
    return _Change(Verdict.BROKEN, None, outcome.new, f"A right request is refused ({outcome.new})")


def _strictness(outcome: Outcome) -> _Change | None:
    if outcome.kind != "error":
        return None
    return _Change(
        verdict=Verdict.REFORMATTED,
        attribute=None,
        new=f"unknown parameters are refused ({outcome.new})",
        summary=f"Parameters that the endpoint does not know are refused ({outcome.new}) and not ignored",
        topic=TOPIC_UNKNOWN,
    )


def _refusals_of(view: View) -> list[ErrorCase]:
    """Return how the endpoint refuses requests in which something is wrong."""
    cases = view.contract.errors_of(view.endpoint)
    return [case for case in cases if case.means == "bad-request" and case.status < _OWN_FAILURE]


def _laxness(view: View, outcome: Outcome) -> Iterable[_Change]:
    """Compare the refusal of a parameter that the endpoint does not know with the promised one."""
    if outcome.kind != "error":
        if outcome.is_sound:
            new = "unknown parameters are ignored"
            summary = "Parameters that the endpoint does not know are ignored and not refused"
            yield _Change(Verdict.REFORMATTED, None, new, summary, TOPIC_UNKNOWN)
        return
    text = as_text(outcome.observation.body)
    refusal = read_refusal(text)
    if not any(case.fits(outcome.observation.status, text) for case in _refusals_of(view)):
        new = f"{outcome.new} for an unknown parameter"
        yield _Change(
            Verdict.REFORMATTED, None, new, f"An unknown parameter is answered with {outcome.new}", TOPIC_UNKNOWN
        )
    if refusal is not None and refusal.allowed:
        yield from _compared(view.endpoint, refusal.allowed)


def _compared(endpoint: Endpoint, allowed: Iterable[str]) -> Iterable[_Change]:
    """Compare the names that a refusal allows, which come in any order, with those of the spec."""
    known = [parameter.wire for parameter in endpoint.parameters if parameter.type != "criteria"]
    unknown = [name for name in allowed if name not in (*known, _FORMAT)]
    for old in known:
        if old in allowed:
            continue
        new = _successor(old, unknown, certain=True)
        if new is None:
            yield _Change(Verdict.MISSING, old, None, f"The parameter {old} is refused")
        else:
            unknown.remove(new)
            yield _renamed(old, new)
    for name in unknown:
        yield _Change(
            Verdict.ADDED, name, "an optional parameter", f"The service knows a parameter {name}, and the spec does not"
        )


def _unrefused(view: View, outcome: Outcome) -> _Change | None:
    """Say that a request without a required parameter is answered."""
    absent = [
        p.wire for p in view.endpoint.parameters if p.is_required and p.wire not in outcome.observation.parameters
    ]
    if not outcome.is_sound or not absent:
        status = outcome.observation.status
        return _Change(
            verdict=Verdict.REFORMATTED,
            attribute=None,
            new=f"status {status} for a missing parameter",
            summary=f"A missing parameter is answered with status {status}",
            topic=TOPIC_MISSING,
        )
    return _Change(
        verdict=Verdict.REFORMATTED,
        attribute=absent[0],
        new="an optional parameter",
        summary=f"A request without the parameter {absent[0]} is answered, although the parameter was required",
    )


def _reworded(view: View, outcome: Outcome) -> _Change | None:
    """Compare the refusal of a request without a required parameter with the promised one."""
    observation = outcome.observation
    text = as_text(observation.body)
    promised = _refusals_of(view)
    fitting = [case for case in promised if case.fits(observation.status, text)]
    if promised and promised[0] in fitting:
        return None
    own = view.endpoint.errors
    if all(case.means != "bad-request" for case in own) and any(case.fits(observation.status, text) for case in own):
        return None
    refusal = read_refusal(text)
    change = _from_refusal(view.endpoint, outcome, refusal) if refusal is not None else None
    if change is not None:
        return change
    if observation.status not in {case.status for case in promised}:
        new = f"{outcome.new} for a missing parameter"
        summary = f"A missing parameter is answered with {outcome.new}"
    else:
        new = "other words for a missing parameter"
        summary = "A missing parameter is answered in other words"
    return _Change(Verdict.REFORMATTED, None, new, summary, TOPIC_MISSING)


def _from_refusal(endpoint: Endpoint, outcome: Outcome, refusal: Refusal) -> _Change | None:
    known = {parameter.wire: parameter for parameter in endpoint.parameters}
    sent = outcome.observation.parameters
    if refusal.refused is not None:
        old = refusal.refused
        if old not in known:
            return _refused_format() if old == _FORMAT else None
        new = _successor(old, [name for name in refusal.allowed if name not in known and name != _FORMAT], certain=True)
        if new is not None:
            return _renamed(old, new)
        return _Change(Verdict.MISSING, old, None, f"The parameter {old} is refused")
    asked = [name for name in refusal.needed if name not in sent]
    unknown = [name for name in asked if name not in known]
    dropped = [name for name, parameter in known.items() if parameter.is_required and name not in refusal.needed]
    if unknown:
        for old in dropped:
            new = _successor(old, unknown, certain=len(unknown) == len(dropped) == 1)
            if new is not None:
                return _renamed(old, new)
        summary = f"A parameter {unknown[0]}, which the spec does not know, is required"
        return _Change(Verdict.ADDED, unknown[0], "a required parameter", summary)
    optional = [name for name in asked if not known[name].is_required]
    if optional and outcome.observation.purpose != "missing-parameter":
        summary = f"The parameter {optional[0]}, which was optional, is required"
        return _Change(Verdict.REFORMATTED, optional[0], "a required parameter", summary)
    return None


def _refused_format() -> _Change:
    return _Change(Verdict.MISSING, _FORMAT, None, "The parameter format is refused")


def _renamed(old: str, new: str) -> _Change:
    return _Change(Verdict.RENAMED, old, new, f"The parameter {old} seems to be called {new} now")


def _successor(old: str, unknown: list[str], *, certain: bool) -> str | None:
    """Return which of some new names took the place of an old one."""
    if not unknown:
        return None
    best = max(unknown, key=lambda name: similarity(old, name))
    return best if (certain and len(unknown) == 1) or similarity(old, best) >= _ALIKE else None


def _check_filters(view: View, report: Report, explained: frozenset[str | None]) -> None:
    """Find parameters that are answered with rows of other values: the service does not look at them."""
    attributes = {attribute.wire.lower(): attribute.wire for attribute in view.endpoint.attributes}
    for parameter in view.endpoint.parameters:
        wire = attributes.get(parameter.wire.lower())
        if wire is None or wire in explained or parameter.wire in explained:
            continue
        tally = Tally()
        for seen in view.tables:
            wanted = seen.observation.parameters.get(parameter.wire)
            if wanted is None or seen.table.format not in _FAITHFUL:
                continue
            values = [row[wire] for row in seen.table.rows if isinstance(row.get(wire), str)]
            others = [value for value in values if _folded(value) != _folded(wanted)]
            tally.add(seen.observation, others, count=len(others), of=len(values))
        if tally:
            summary = f"The parameter {parameter.wire} has no effect: there are rows with other values"
            report.add(
                tally.finding(
                    Verdict.MISSING, view.endpoint.name, summary, attribute=parameter.wire, new=IGNORED, part=_PART
                )
            )


def _folded(value: str) -> str:
    return value.strip().casefold()
