"""Keeps figures in figures.json, and says which of new ones are worse than those by more than the noise of either.

The noise of a figure is how far its rounds lie apart. Files are written on request alone, for the scenarios that ran.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, Self

FIGURES: Final = Path(__file__).with_name("figures.json")
"""The figures that were committed last."""

Verdict = Literal["worse", "better", "as before", "measured once", "new"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of a scenario: a ratio, mostly."""

    value: float
    """The median, or the ratio of medians."""
    lowest: float | None
    """That of the round with the lowest one; None if there was one round alone, or nobody says."""
    highest: float | None
    """That of the round with the highest one."""
    limit: float
    """What it must not exceed, or not fall below."""
    better: Literal["lower", "higher"]
    """Which way is better."""

    @classmethod
    def of(cls, value: float, rounds: Sequence[float], limit: float, better: Literal["lower", "higher"]) -> Self:
        """Return the figure with the spread of its rounds."""
        known = len(rounds) > 1
        return cls(
            value=value,
            lowest=min(rounds) if known else None,
            highest=max(rounds) if known else None,
            limit=limit,
            better=better,
        )

    def against(self, earlier: Figure | None) -> Verdict:
        """Compare with an earlier figure. It differs if each of the two lies outside all rounds of the other."""
        if earlier is None:
            return "new"
        if self.lowest is None or self.highest is None or earlier.lowest is None or earlier.highest is None:
            return "measured once"
        is_higher = self.lowest > earlier.value and self.value > earlier.highest
        is_lower = self.highest < earlier.value and self.value < earlier.lowest
        if not (is_higher or is_lower):
            return "as before"
        return "better" if is_higher == (self.better == "higher") else "worse"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Scenario:
    """The figures of a scenario in one run."""

    date: str
    machine: str
    figures: Mapping[str, Figure]
    """By what was measured."""


def this_scenario(figures: Mapping[str, Figure]) -> Scenario:
    """Return figures that were measured now, on this machine."""
    return Scenario(date=f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}", machine=_machine(), figures=figures)


def read_figures(path: Path = FIGURES) -> dict[str, Scenario]:
    """Return the figures of a file by the name of the scenario; none if it is not there."""
    if not path.exists():
        return {}
    scenarios = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Scenario(**{**each, "figures": {key: Figure(**figure) for key, figure in each["figures"].items()}})
        for name, each in scenarios.items()
    }


def write_figures(measured: Mapping[str, Scenario], path: Path = FIGURES) -> None:
    """Put the figures of scenarios into a file; those of the scenarios that did not run stay."""
    scenarios = {**read_figures(path), **measured}
    rounded = {name: _rounded(dataclasses.asdict(scenarios[name])) for name in sorted(scenarios)}
    path.write_text(f"{json.dumps(rounded, indent=2, ensure_ascii=False)}\n", encoding="utf-8")


def compared(measured: Mapping[str, Scenario], earlier: Mapping[str, Scenario]) -> list[tuple[str, str, str, str, str]]:
    """Return a row for each figure: scenario and what was measured, its value then and now, the ratio, the verdict."""
    rows: list[tuple[str, str, str, str, str]] = []
    for name, scenario in measured.items():
        known = earlier[name].figures if name in earlier else {}
        for what, figure in scenario.figures.items():
            before = known.get(what)
            then = "" if before is None else f"{before.value:.3g}"
            ratio = "" if before is None or not before.value else f"{figure.value / before.value:.2f}"
            rows.append((f"{name}: {what}", then, f"{figure.value:.3g}", ratio, figure.against(before)))
    return rows


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _machine() -> str:
    """Return what of the machine matters for speed; nobody's name, and no path."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {python}"
