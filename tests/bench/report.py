"""Prints figures with their limits as they come, and all of them as Markdown at the end."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from .figures import Figure
from .processes import spread

_COLUMNS: Final = ("figure", "measured", "limit", "")


@dataclasses.dataclass
class _Part:
    heading: str
    checks: list[Sequence[str]] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    tables: list[str] = dataclasses.field(default_factory=list)

    def markdown(self) -> str:
        checks = [_markdown(_COLUMNS, self.checks)] if self.checks else []
        return "\n\n".join([f"**{self.heading}**", *checks, *self.tables, *self.notes])


@dataclasses.dataclass
class Report:
    """What was measured."""

    is_kept: bool = True
    """Whether every limit was kept so far."""
    figures: dict[str, Figure] = dataclasses.field(default_factory=dict)
    """What was measured since the scenario began, by its heading and its name."""
    _parts: list[_Part] = dataclasses.field(default_factory=list)

    def heading(self, text: str) -> None:
        """Begin a part."""
        self._parts.append(_Part(text))
        print(f"\n{text}", flush=True)

    def note(self, text: str) -> None:
        """Add what explains the figures of the part."""
        self._parts[-1].notes.append(text)
        print(f"  {text}", flush=True)

    def at_most(self, name: str, figure: float, limit: float, detail: str = "", rounds: Sequence[float] = ()) -> None:
        """Report a figure that must not be higher than its limit, with what it was in each of the rounds."""
        self._check(name, Figure.of(figure, rounds, limit, "lower"), f"limit {limit:.4g}", detail, rounds)

    def at_least(self, name: str, figure: float, limit: float, detail: str = "", rounds: Sequence[float] = ()) -> None:
        """Report a figure that must not be lower than its limit, with what it was in each of the rounds."""
        self._check(name, Figure.of(figure, rounds, limit, "higher"), f"at least {limit:.4g}", detail, rounds)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Report figures that have no limit, side by side."""
        widths = [max(len(row[column]) for row in [columns, *rows]) for column in range(len(columns))]
        for row in [columns, *rows]:
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            print(f"    {line.rstrip()}", flush=True)
        self._parts[-1].tables.append(_markdown(columns, rows))

    def markdown(self) -> str:
        """Return everything in Markdown."""
        return "\n\n".join(part.markdown() for part in self._parts)

    def _check(self, name: str, figure: Figure, limit: str, detail: str, rounds: Sequence[float]) -> None:
        what = f"{self._parts[-1].heading}: {name}"
        if what in self.figures:
            raise AssertionError(f"Two figures are called {what!r}, so that nothing can be compared with them.")
        self.figures[what] = figure
        is_kept = figure.value <= figure.limit if figure.better == "lower" else figure.value >= figure.limit
        verdict = "kept" if is_kept else "NOT KEPT"
        self.is_kept = self.is_kept and is_kept
        details = ", ".join(filter(None, (detail, f"rounds {spread(rounds)}" if len(rounds) > 1 else "")))
        shown = f"{figure.value:.2f}"
        self._parts[-1].checks.append((name, f"{shown} ({details})" if details else shown, limit, verdict))
        print(f"    {name}: {shown} ({limit}, {verdict}){f'; {details}' if details else ''}", flush=True)


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
