"""Whether the endpoint answers at all, at this address, without a login, and with something of the API."""

from __future__ import annotations

from typing import Final

from nbia_core.contract.findings import Verdict
from nbia_core.text import as_text, counted

from .evidence import Report, Tally, View
from .outcomes import Outcome

TOPIC: Final = "reach"
"""What all endpoints can have in common: that none of them answers."""

Cause = tuple[Verdict, str | None]

_MAIN: Final = ("rows", "image", "text")
_SLOW_DOWN: Final = 429
_REFUSALS: Final = (400, 422)


def check_reach(view: View) -> tuple[Report, tuple[Outcome, ...]]:
    """Check what became of the requests.

    Returns:
        The report, and the outcomes that it does not explain, which are left to the other checks.
    """
    report = Report(topics={TOPIC, *(f"{TOPIC} in {o.observation.format}" for o in view.outcomes if is_main(o))})
    good = any(outcome.is_sound or outcome.kind == "unread" for outcome in view.outcomes if is_main(outcome))
    causes = [_cause(view, outcome, good) for outcome in view.outcomes]
    failing = {
        cause
        for cause, outcome in zip(causes, view.outcomes, strict=True)
        if cause is not None and _is_plain(outcome, good)
    }
    for cause in sorted(failing, key=causes.index):
        _add(report, view, cause, causes, good)
    rest = [outcome for cause, outcome in zip(causes, view.outcomes, strict=True) if cause not in failing]
    _add_notes(report, view, rest)
    return report, tuple(rest)


def is_main(outcome: Outcome) -> bool:
    """Whether a request was made to get rows or an image."""
    return outcome.observation.purpose in _MAIN


def _is_plain(outcome: Outcome, good: bool) -> bool:
    """Whether an outcome means the same whatever the request was made to show."""
    if outcome.kind in ("lost", "cut", "elsewhere", "page") or is_main(outcome):
        return True
    return outcome.kind in ("login", "gone") and not good


def _cause(view: View, outcome: Outcome, good: bool) -> Cause | None:
    """Return what is wrong with an outcome, whatever it was made to show; None for a good answer or a refusal."""
    status = outcome.observation.status
    if outcome.is_sound or outcome.kind == "unread":
        return None
    if outcome.kind == "gone" and good:
        return Verdict.BROKEN, outcome.new
    if outcome.kind == "error":
        if status == _SLOW_DOWN:
            return Verdict.UNREACHABLE, outcome.new
        if status in _REFUSALS and view.endpoint.kind == "table":
            return None
        if good and is_known_failure(view, outcome):
            return None
    return outcome.verdict, outcome.new


def is_known_failure(view: View, outcome: Outcome) -> bool:
    """Whether the spec knows that the endpoint fails in this way for some rows."""
    if view.endpoint.kind != "table" or outcome.kind != "error" or not is_main(outcome):
        return False
    text = as_text(outcome.observation.body)
    cases = view.endpoint.errors
    return any(case.means == "server-failure" and case.fits(outcome.observation.status, text) for case in cases)


def _add(report: Report, view: View, cause: Cause, causes: list[Cause | None], good: bool) -> None:
    verdict, new = cause
    tally = Tally()
    sentence: str | None = None
    for found, outcome in zip(causes, view.outcomes, strict=True):
        shown = [outcome.sentence] if outcome.sentence and found == cause else []
        tally.add(outcome.observation, shown, count=int(found == cause))
        sentence = sentence or (shown[0] if shown else None)
    said = f": {sentence}" if sentence and verdict is not Verdict.MOVED else ""
    words = "The service asks to slow down ({new})" if verdict is Verdict.UNREACHABLE and new else _SUMMARIES[verdict]
    summary = f"{words.format(new=new)}{said}"
    topic = f"{TOPIC} in {tally.formats[0]}" if good else TOPIC
    report.add(tally.finding(verdict, view.endpoint.name, summary, new=new), topic)


_SUMMARIES: Final = {
    Verdict.MOVED: "The service redirects to {new}",
    Verdict.NEEDS_LOGIN: "A login is asked for ({new})",
    Verdict.RETIRED: "There is nothing at this address any more ({new})",
    Verdict.UNREACHABLE: "No answer came",
    Verdict.BROKEN: "The answer is {new}",
}


def _add_notes(report: Report, view: View, rest: list[Outcome]) -> None:
    name = view.endpoint.name
    unread = [outcome for outcome in rest if outcome.kind == "unread"]
    if unread:
        report.notes.append(
            f"{name}: {counted(len(unread), 'answer')} too long to be looked at, such as {unread[0].observation.url}"
        )
    asked = [outcome for outcome in rest if outcome.observation.purpose == "rows"]
    if asked and all(outcome.kind == "nothing" for outcome in asked):
        report.notes.append(f"{name}: no rows came for {counted(len(asked), 'request')}")
    failed = [outcome for outcome in rest if is_known_failure(view, outcome)]
    if failed:
        report.notes.append(
            f"{name}: {counted(len(failed), 'request')} failed in the way that the spec knows, "
            f"such as {failed[0].observation.url}"
        )
