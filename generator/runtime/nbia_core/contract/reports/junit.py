"""The report as JUnit XML: one test case for each endpoint, and one for the service as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from nbia_core.api.description import Api
from nbia_core.contract.findings import Coverage, Finding, Result
from nbia_core.text import counted, plain, plain_lines

from . import words
from .plain import details

_SERVICE = "the service as a whole"


def render(result: Result, *, contract: Api | None) -> str:
    """Return the report."""
    covered = {coverage.endpoint: coverage for coverage in result.coverage}
    found = [finding.endpoint for finding in (*result.findings, *(finding for finding, _ in result.accepted))]
    names = list(dict.fromkeys(["*", *covered, *found]))
    failed = sum(any(finding.endpoint == name for finding in result.findings) for name in names)
    skipped = sum(_is_skipped(name, covered, result) for name in names)
    counts = f'tests="{len(names)}" failures="{failed}" errors="0" skipped="{skipped}" time="0"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="nbia contract" {counts}>']
    lines.append(f'  <testsuite name="{_escaped(f"nbia contract: {words.checked(result)}")}" {counts}>')
    for name in names:
        lines += _case(name, covered.get(name), result, contract)
    lines += [f"    <system-out>{_escaped(words.summary(result))}</system-out>", "  </testsuite>", "</testsuites>"]
    return "\n".join(lines) + "\n"


def _is_skipped(name: str, covered: dict[str, Coverage], result: Result) -> bool:
    is_found = any(finding.endpoint == name for finding in result.findings)
    return name in covered and not covered[name].answers and not is_found


def _case(name: str, coverage: Coverage | None, result: Result, contract: Api | None) -> Iterator[str]:
    findings = [finding for finding in result.findings if finding.endpoint == name]
    shown = _SERVICE if name == "*" else name
    case = f'    <testcase classname="{_escaped(f"nbia.contract.{result.version}")}" name="{_escaped(shown)}" time="0"'
    out = list(_out(name, coverage, result))
    if findings:
        message = "; ".join(words.title(finding) for finding in findings)
        yield f"{case}>"
        yield f'      <failure message="{_escaped(words.shortened(message, 400))}" type="{_kind(findings)}">'
        yield _escaped("\n\n".join(_body(finding, contract) for finding in findings), lines=True) + "</failure>"
    elif coverage is not None and not coverage.answers:
        yield f"{case}>"
        yield '      <skipped message="not looked at"/>'
    elif out:
        yield f"{case}>"
    else:
        yield f"{case}/>"
        return
    if out:
        yield f"      <system-out>{_escaped(chr(10).join(out), lines=True)}</system-out>"
    yield "    </testcase>"


def _kind(findings: list[Finding]) -> str:
    return _escaped(", ".join(dict.fromkeys(str(finding.verdict) for finding in findings)))


def _body(finding: Finding, contract: Api | None) -> str:
    return "\n".join([words.title(finding), *("  " + line for line in details(finding, contract))])


def _out(name: str, coverage: Coverage | None, result: Result) -> Iterator[str]:
    for finding, reason in result.accepted:
        if finding.endpoint == name:
            yield f"accepted: {words.title(finding)}; reason: {words.shortened(reason, 400)}"
    if name == "*":
        yield f"compared with: {words.compared_with(result)}"
        yield f"answered by: {words.answered_by(result)}"
        yield from (f"stale in the baseline: {words.shortened(key)}" for key in result.stale)
        yield from (f"note: {note}" for note in words.notes(result))
    if coverage is not None and coverage.answers:
        counts = f"{counted(coverage.answers, 'answer')}, {counted(coverage.rows, 'row')}"
        yield f"looked at: {counts}; formats: {words.listed(coverage.formats) or 'none'}"
        yield from (f"parameters: {words.listed(coverage.parameters)}" for _ in coverage.parameters[:1])
        yield from (f"attributes: {presence}" for presence in [words.presence(coverage)] if presence)


def _escaped(text: str, *, lines: bool = False) -> str:
    """Escape a text for XML, which has no place for control characters."""
    safe = plain_lines(text) if lines else plain(text)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
