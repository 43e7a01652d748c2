"""The report as Markdown, for the summary of a job or a comment."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from nbia_core.api.description import Api
from nbia_core.contract.findings import Coverage, Finding, Result
from nbia_core.text import plain

from . import words

_BREAK: Final = "&#8203;"
"""A blank without width, which keeps GitHub from taking what stands around it for an address, a name or a number."""
_LINKED: Final = re.compile(
    r"&#35;(?=\w)|\b(?:GH-(?=\d)|www(?=\.)|[a-z][a-z0-9+.-]*:(?=/)|mailto:|xmpp:)", re.IGNORECASE
)
"""After what a number of an issue or an address begins that GitHub would make a link of."""


def render(result: Result, *, contract: Api | None) -> str:
    """Return the report."""
    lines = [f"# Contract of the {escaped(words.api_title(contract))}", "", f"**{escaped(words.summary(result))}**", ""]
    lines += [
        f"Checked: {escaped(words.checked(result))}<br>",
        f"Compared with: {escaped(words.compared_with(result))}<br>",
        f"Answered by: {escaped(words.answered_by(result))}",
    ]
    for number, finding in enumerate(result.findings, start=1):
        lines += ["", f"## {number}. {escaped(words.title(finding))}", "", *_finding(finding, contract)]
    if result.accepted:
        lines += ["", "## Accepted by the baseline", "", "| what | now | reason |", "|---|---|---|"]
        for finding, reason in result.accepted:
            cells = (words.title(finding), words.change(finding, contract), words.shortened(reason, 400))
            lines.append(row(*map(escaped, cells)))
    lines += _list("Stale in the baseline, not found any more", [_code(words.shortened(key)) for key in result.stale])
    lines += _list("Notes", [escaped(note) for note in words.notes(result)])
    lines += _coverage(result)
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, contract: Api | None) -> Iterator[str]:
    yield escaped(words.shortened(finding.summary, 400))
    yield ""
    if change := words.change(finding, contract):
        yield f"* Now: {_code(change)}"
    if finding.formats:
        yield f"* Seen in: {escaped(words.listed(finding.formats))}"
    shown, left = words.evidence(finding)
    for piece in shown:
        yield f"* Evidence: {_code(piece.request)}" + (f": {piece.count}" if piece.count else "")
        yield from (f"  * {_code(row)}" for row in piece.rows)
    if left:
        yield f"* {words.more(left)}"
    yield f"* Key for the baseline: {_code(words.shortened(finding.key, 400))}"


def _list(heading: str, lines: list[str]) -> list[str]:
    return ["", f"## {heading}", "", *(f"* {line}" for line in lines)] if lines else []


def _coverage(result: Result) -> list[str]:
    if not result.coverage:
        return []
    header = ["| endpoint | answers | rows | formats | parameters | attributes |", "|---|--:|--:|---|---|---|"]
    return ["", "## Coverage", "", *header, *map(_covered, result.coverage)]


def _covered(coverage: Coverage) -> str:
    formats = words.listed(coverage.formats) if coverage.answers else "not looked at"
    texts = (formats, words.listed(coverage.parameters), words.presence(coverage))
    return row(escaped(coverage.endpoint), f"{coverage.answers:,}", f"{coverage.rows:,}", *map(escaped, texts))


def row(*cells: str) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Escape a text so that it stays text, also in a table: no mark-up, nobody mentioned, no link, no issue named."""
    entities = html.escape(plain(text), quote=False)
    escaped = re.sub(r"([\\`*_\[\]|~!])", r"\\\1", entities.replace("#", "&#35;"))
    return _LINKED.sub(lambda found: found[0] + _BREAK, escaped.replace("@", f"@{_BREAK}"))


def _code(text: str) -> str:
    """Return a code span that does not end early."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    gap = " " if "`" in text or text != text.strip() or not text else ""
    return f"{fence}{gap}{text}{gap}{fence}"
