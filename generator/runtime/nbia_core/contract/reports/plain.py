"""The report for the terminal, as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from nbia_core.api.description import Api
from nbia_core.contract.findings import Finding, Result
from nbia_core.text import counted, plain

from . import words


def render(result: Result, *, contract: Api | None) -> str:
    """Return the report."""
    lines = [f"nbia contract: {words.checked(result)}", f"compared with: {words.compared_with(result)}"]
    lines += [f"answered by: {words.answered_by(result)}", "", words.summary(result)]
    for number, finding in enumerate(result.findings, start=1):
        lines += ["", f"{number}. {words.title(finding)}", *("   " + line for line in details(finding, contract))]
    for finding, reason in result.accepted:
        lines += ["", f"accepted: {words.title(finding)}"]
        lines += [f"   {words.shortened(finding.summary, 400)}", f"   reason: {words.shortened(reason, 400)}"]
    lines += _list("Stale in the baseline, not found any more:", [words.shortened(key) for key in result.stale])
    lines += _list("Notes:", words.notes(result))
    lines += _list("Coverage:", list(coverage(result)))
    return "\n".join(lines) + "\n"


def details(finding: Finding, contract: Api | None) -> Iterator[str]:
    """Yield what is said of a finding beneath its title, a line each."""
    yield words.shortened(finding.summary, 400)
    if change := words.change(finding, contract):
        yield f"now: {change}"
    if finding.formats:
        yield f"seen in: {words.listed(finding.formats)}"
    shown, left = words.evidence(finding)
    for piece in shown:
        yield "evidence: " + piece.request + (f": {piece.count}" if piece.count else "")
        yield from ("  " + row for row in piece.rows)
    if left:
        yield words.more(left)
    yield f"key: {words.shortened(finding.key, 400)}"


def _list(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *("  " + line for line in lines)] if lines else []


def coverage(result: Result) -> Iterator[str]:
    """Yield what was looked at, one to three lines for each endpoint."""
    seen = [covered for covered in result.coverage if covered.answers]
    width = max((len(covered.endpoint) for covered in seen), default=0)
    for covered in seen:
        counts = f"{counted(covered.answers, 'answer')}, {counted(covered.rows, 'row')}"
        name = plain(covered.endpoint).ljust(width)
        yield f"{name}  {counts}; formats: {words.listed(covered.formats) or 'none'}"
        if covered.parameters:
            yield f"{'':{width}}  parameters: {words.listed(covered.parameters)}"
        if presence := words.presence(covered):
            yield f"{'':{width}}  attributes: {presence}"
    if others := words.not_looked_at(result):
        yield f"not looked at: {others}"
