"""The report for the terminal, in colour. Imports rich."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nbia_core.api.description import Api
from nbia_core.contract.findings import Result
from nbia_core.text import plain

from . import words
from .plain import details


def show(result: Result, stream: TextIO, *, contract: Api | None) -> None:
    """Write the report to a terminal."""
    console = Console(file=stream, highlight=False)
    console.print(Text("nbia contract: ", "bold"), Text(words.checked(result)), sep="")
    console.print(Text(f"compared with: {words.compared_with(result)}", "dim"))
    console.print(Text(f"answered by: {words.answered_by(result)}", "dim"))
    console.print()
    console.print(Text(words.summary(result), "bold red" if result.findings else "bold green"))
    for number, finding in enumerate(result.findings, start=1):
        style = "yellow" if finding.verdict in words.MILD else "red"
        console.print()
        console.print(Text.assemble(f"{number}. ", (str(finding.verdict), style), f": {words.place(finding)}"))
        _indented(console, details(finding, contract))
    for finding, reason in result.accepted:
        console.print()
        console.print(Text.assemble(("accepted", "green"), f": {words.title(finding)}"))
        _indented(console, [words.shortened(finding.summary, 400), f"reason: {words.shortened(reason, 400)}"])
    _listed(console, "Stale in the baseline, not found any more", [words.shortened(key) for key in result.stale])
    _listed(console, "Notes", words.notes(result))
    _coverage(console, result)


def _indented(console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        first, *_ = line.split(":", 1)
        style = "dim" if first in ("evidence", "key", "seen in") or line.startswith("  ") else ""
        console.print(Padding(Text(line, style, overflow="fold"), (0, 0, 0, 3), expand=False))


def _listed(console: Console, heading: str, lines: list[str]) -> None:
    if not lines:
        return
    console.print()
    console.print(Text(heading, "bold"))
    for line in lines:
        console.print(Padding(Text(line, overflow="fold"), (0, 0, 0, 2), expand=False))


def _coverage(console: Console, result: Result) -> None:
    if not result.coverage:
        return
    table = Table(title=Text("Coverage", "bold"), title_justify="left", box=None, pad_edge=False, show_edge=False)
    table.add_column("endpoint", no_wrap=True)
    table.add_column("answers", justify="right", no_wrap=True)
    table.add_column("rows", justify="right", no_wrap=True)
    table.add_column("formats, parameters, attributes", overflow="fold", ratio=1)
    for coverage in result.coverage:
        if coverage.answers:
            parts = (words.listed(coverage.formats), words.listed(coverage.parameters), words.presence(coverage))
            cells = (plain(coverage.endpoint), f"{coverage.answers:,}", f"{coverage.rows:,}")
            table.add_row(*map(Text, cells), Text("\n".join(filter(None, parts))))
    console.print()
    console.print(table)
    if others := words.not_looked_at(result):
        console.print(Text(f"not looked at: {others}", "dim"))
