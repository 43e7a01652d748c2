"""What all reports say, in words: titles, changes, evidence, coverage. Nothing here knows a format."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from nbia_core.api.description import Api
from nbia_core.contract.findings import Coverage, Evidence, Finding, Result, Verdict
from nbia_core.text import counted, plain, some, without_secrets
from nbia_core.text import shortened as cut

Places: TypeAlias = Callable[[Finding], tuple[str, int] | None]
"""Says in which file and line of the spec that is promised which a finding contradicts."""

MILD: Final = {Verdict.ADDED, Verdict.RENAMED}
"""The verdicts that break nothing."""
MOST_EVIDENCE: Final = 3
MOST_ROWS: Final = 3
MOST_NOTES: Final = 30
MOST_NAMES: Final = 12
_LONGEST: Final = 240
_SHOWN_OF_HASH: Final = 12


def NOWHERE(finding: Finding) -> None:  # noqa: N802, RUF100  # a constant that happens to be a function
    """Say that no place is known."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One request that shows a finding, in words."""

    request: str
    """The request, and the status of its answer."""
    count: str
    """How many rows or answers show it; empty where nothing was counted."""
    rows: tuple[str, ...]
    """The first rows."""


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text on one line, cut where it is too long."""
    return cut(plain(without_secrets(text)), longest)


def place(finding: Finding) -> str:
    """Return where a finding was made."""
    where = "the service as a whole" if finding.endpoint == "*" else plain(finding.endpoint)
    if finding.attribute is None:
        return where
    part = "" if finding.part == "attribute" else f"{finding.part} "
    return f"{where}, {part}{shortened(finding.attribute)}"


def title(finding: Finding) -> str:
    """Return what a finding is and where it was made."""
    return f"{finding.verdict}: {place(finding)}"


def promised(finding: Finding, contract: Api | None) -> str | None:
    """Return what the spec has in the place of what a finding says is new."""
    if finding.verdict is Verdict.RENAMED:
        return finding.attribute
    endpoint = contract.endpoint(finding.endpoint) if contract is not None else None
    attributes = endpoint.attributes if endpoint is not None and finding.part == "attribute" else ()
    attribute = next((attribute for attribute in attributes if attribute.wire == finding.attribute), None)
    if attribute is None:
        return None
    if finding.verdict is Verdict.RETYPED:
        return attribute.wire_type
    return attribute.format_name if finding.verdict is Verdict.REFORMATTED else None


def change(finding: Finding, contract: Api | None) -> str:
    """Return what was and what is, as `old -> new`; only the new where there is no old, and nothing without it."""
    old, new = promised(finding, contract), finding.new
    return " -> ".join(shortened(text) for text in (old, new) if text is not None and new is not None)


def evidence(finding: Finding) -> tuple[tuple[Shown, ...], int]:
    """Return the first pieces of evidence, and how many more there are."""
    return tuple(map(_shown, finding.evidence[:MOST_EVIDENCE])), max(0, len(finding.evidence) - MOST_EVIDENCE)


def _shown(piece: Evidence) -> Shown:
    status = f" (status {piece.status})" if piece.status is not None else ""
    rows = [shortened(row, 160) for row in piece.shown[:MOST_ROWS]]
    if len(piece.shown) > MOST_ROWS:
        rows.append(f"and {len(piece.shown) - MOST_ROWS} more")
    return Shown(
        request=shortened(piece.request) + status,
        count=f"{piece.count:,} of {piece.of:,}" if piece.of else "",
        rows=tuple(rows),
    )


def more(left: int) -> str:
    """Return how many requests are not shown."""
    return f"and {counted(left, 'more request')}"


def summary(result: Result) -> str:
    """Return the outcome in one sentence."""
    counts = Counter(finding.verdict for finding in result.findings)
    if result.findings:
        parts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
        outcome = f"{counted(len(result.findings), 'finding')} ({parts})"
    else:
        outcome = "Nothing new"
    if result.accepted:
        outcome += f", {len(result.accepted)} accepted by the baseline"
    if result.stale:
        outcome += f", {len(result.stale)} stale in the baseline"
    return f"{outcome}. Looked at {looked_at(result)}."


def looked_at(result: Result) -> str:
    """Return how much was looked at."""
    seen = [coverage for coverage in result.coverage if coverage.answers]
    answers = counted(sum(coverage.answers for coverage in seen), "answer")
    rows = counted(sum(coverage.rows for coverage in seen), "row")
    return f"{answers} of {len(seen)} of {counted(len(result.coverage), 'endpoint')}, {rows}"


def api_title(contract: Api | None) -> str:
    """Return what the API is called that was checked."""
    return "NBIA REST API" if contract is None else plain(contract.title)


def checked(result: Result) -> str:
    """Return what was checked."""
    return f"API {plain(result.version)}, {shortened(result.origin)}"


def compared_with(result: Result) -> str:
    """Return which release checked, and with which spec."""
    spec = plain((result.spec_sha256 or "unknown")[:_SHOWN_OF_HASH])
    return f"nbia-client {plain(result.release or 'unknown')}, spec {spec}"


def answered_by(result: Result) -> str:
    """Return who answered."""
    return listed(result.answered_by) or "the answers do not say"


def listed(texts: Iterable[str]) -> str:
    """Return several names as one text; where there are too many, say how many are left out."""
    return some((shortened(text, 80) for text in texts), MOST_NAMES)


def notes(result: Result) -> list[str]:
    """Return the notes, cut where there are too many."""
    shown = [shortened(note, 400) for note in result.notes[:MOST_NOTES]]
    left = len(result.notes) - len(shown)
    return [*shown, f"and {counted(left, 'more note')}; the JSON report has all"] if left else shown


def not_looked_at(result: Result) -> str:
    """Return the endpoints that were not looked at."""
    return ", ".join(plain(coverage.endpoint) for coverage in result.coverage if not coverage.answers)


def presence(coverage: Coverage) -> str:
    """Return which attributes were in every row, and name the others."""
    if not coverage.rows or not coverage.presence:
        return ""
    always = sum(count >= coverage.rows for _, count in coverage.presence)
    never = listed(name for name, count in coverage.presence if count == 0)
    rarely = [(name, count) for name, count in coverage.presence if 0 < count < coverage.rows]
    sometimes = listed(f"{shortened(name, 60)} ({count:,})" for name, count in rarely)
    parts = [f"{always} of {len(coverage.presence)} in every row"]
    parts += [f"in some: {sometimes}"] if sometimes else []
    parts += [f"in none: {never}"] if never else []
    return "; ".join(parts)
