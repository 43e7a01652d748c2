"""The report as one HTML page that needs nothing else: no script, no request, styles inside."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import Final

from nbia_core.api.description import Api
from nbia_core.contract.findings import Coverage, Finding, Result
from nbia_core.table_text import html_row
from nbia_core.text import plain

from . import words

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8884; }
.number { text-align: right; }
.finding { border-left: 0.3rem solid #c22; padding-left: 1rem; margin: 1.5rem 0; }
.mild { border-color: #c80; }
.ok { color: #2a2; }
""".strip()
_NUMBERS: Final = ("", 'class="number"', 'class="number"')
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def render(result: Result, *, contract: Api | None) -> str:
    """Return the report."""
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Contract of the {_text(words.api_title(contract))}</title>",
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        f"<h1>Contract of the {_text(words.api_title(contract))}</h1>",
        f'<p class="{"" if result.findings else "ok"}"><strong>{_text(words.summary(result))}</strong></p>',
        f"<p>Checked: {_text(words.checked(result))}<br>Compared with: {_text(words.compared_with(result))}<br>"
        f"Answered by: {_text(words.answered_by(result))}</p>",
    ]
    for number, finding in enumerate(result.findings, start=1):
        lines += _finding(number, finding, contract)
    lines += _accepted(result, contract)
    stale = [_code(words.shortened(key)) for key in result.stale]
    lines += _list("Stale in the baseline, not found any more", stale)
    lines += _list("Notes", map(_text, words.notes(result)))
    lines += _coverage(result)
    return "\n".join([*lines, "</body>", "</html>"]) + "\n"


def _finding(number: int, finding: Finding, contract: Api | None) -> Iterator[str]:
    yield f'<section class="finding{" mild" if finding.verdict in words.MILD else ""}">'
    yield f"<h2>{number}. {_text(words.title(finding))}</h2>"
    yield f"<p>{_text(words.shortened(finding.summary, 400))}</p>"
    yield "<ul>"
    if change := words.change(finding, contract):
        yield f"<li>Now: {_code(change)}</li>"
    if finding.formats:
        yield f"<li>Seen in: {_text(words.listed(finding.formats))}</li>"
    shown, left = words.evidence(finding)
    for piece in shown:
        rows = "".join(f"<br>{_code(row)}" for row in piece.rows)
        yield f"<li>Evidence: {_code(piece.request)}{f': {piece.count}' if piece.count else ''}{rows}</li>"
    if left:
        yield f"<li>{words.more(left)}</li>"
    yield f"<li>Key for the baseline: {_code(words.shortened(finding.key, 400))}</li>"
    yield "</ul>"
    yield "</section>"


def _accepted(result: Result, contract: Api | None) -> Iterator[str]:
    if not result.accepted:
        return
    yield "<h2>Accepted by the baseline</h2>"
    yield "<table>"
    yield html_row(("what", "now", "reason"), "th")
    for finding, reason in result.accepted:
        cells = (words.title(finding), words.change(finding, contract), words.shortened(reason, 400))
        yield html_row(map(plain, cells))
    yield "</table>"


def _list(heading: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"<li>{item}</li>" for item in items]
    if lines:
        yield from (f"<h2>{heading}</h2>", "<ul>", *lines, "</ul>")


def _coverage(result: Result) -> Iterator[str]:
    if not result.coverage:
        return
    yield "<h2>Coverage</h2>"
    yield "<table>"
    yield html_row(("endpoint", "answers", "rows", "formats", "parameters", "attributes"), "th", _NUMBERS)
    yield from map(_covered, result.coverage)
    yield "</table>"


def _covered(coverage: Coverage) -> str:
    formats = words.listed(coverage.formats) if coverage.answers else "not looked at"
    counts = (f"{coverage.answers:,}", f"{coverage.rows:,}")
    texts = (formats, words.listed(coverage.parameters), words.presence(coverage))
    return html_row(map(plain, (coverage.endpoint, *counts, *texts)), "td", _NUMBERS)


def _text(text: str) -> str:
    return html.escape(plain(text))


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"
