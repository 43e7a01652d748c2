"""What a comparison found, as text: for people, for machines, and for continuous integration.

Names and texts of a description may be anybody's: a report stays well-formed and steers no terminal, whatever they hold.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, get_args

from nbia_core.contract.reports.annotations import command
from nbia_core.contract.reports.markdown import escaped, row
from nbia_core.text import counted, plain, shortened, some

from .changes import WEIGHTS, Change, Verdict, Weight, verdict
from .versions import Release, meaning

Format = Literal["text", "markdown", "json", "github"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""The names of the reports."""

_LONGEST: Final = 300
_AROUND: Final = 60
"""Characters that are shown before the first one that differs, where two texts begin alike."""
_MOST_ENDPOINTS: Final = 6
_MOST_ROWS: Final = 150
"""Rows of a table of the summary of a job, which may not be larger than a megabyte."""
_LEVELS: Final[Mapping[Weight, str]] = {"breaks callers": "error", "breaks on the wire": "warning", "adds": "notice"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Comparison:
    """What differs between two states of the API."""

    old: str
    """What was compared with."""
    new: str
    """What it was compared to."""
    changes: Sequence[Change]
    """The differences."""
    release: Release | None = None
    """The release that the old state is of, if it is known."""

    @property
    def verdict(self) -> Verdict:
        """What the changes mean together."""
        return verdict(self.changes)

    @property
    def summary(self) -> str:
        """What was found, in a sentence or two."""
        if not self.changes:
            return "Nothing differs."
        counts = Counter(change.weight for change in self.changes)
        parts = ", ".join(f"{counts[weight]:,} {weight}" for weight in WEIGHTS if counts[weight])
        return f"Verdict: {self.verdict}. {counted(len(self.changes), 'difference')}: {parts}."

    @property
    def number(self) -> str:
        """Which version number that means, if the last one is known."""
        return "" if self.release is None or not self.changes else meaning(self.release, self.verdict)


@dataclasses.dataclass(frozen=True)
class _Entry:
    """A change, and all places where it is the same."""

    change: Change
    where: str
    """The versions and endpoints, and what it is about there."""
    place: str


def render(comparison: Comparison, form: Format) -> str:
    """Return a report as text."""
    renders: dict[Format, Callable[[Comparison], str]] = {
        "text": _text,
        "markdown": _markdown,
        "json": _json,
        "github": _github,
    }
    return renders[form](comparison)


def _entries(changes: Sequence[Change]) -> Iterator[tuple[Weight, list[_Entry]]]:
    """Hand out the changes by weight, each once for all endpoints where it is the same."""
    same: dict[Change, list[Change]] = {}
    for change in changes:
        same.setdefault(dataclasses.replace(change, version=None, endpoint=None, place=""), []).append(change)
    for weight in WEIGHTS:
        listed = [_entry(each) for key, each in same.items() if key.weight == weight]
        if listed:
            yield weight, listed


def _entry(same: Sequence[Change]) -> _Entry:
    endpoints = some(dict.fromkeys(_endpoint(change) for change in same), _MOST_ENDPOINTS)
    first = same[0]
    about = " ".join(filter(None, (first.part, first.subject)))
    where = f"{endpoints}: {about}" if about else endpoints
    return _Entry(first, _cut(where), some(dict.fromkeys(change.place for change in same), 2))


def _endpoint(change: Change) -> str:
    return " ".join(filter(None, (change.version, change.endpoint))) or "as a whole"


def _cut(text: str | None) -> str:
    return shortened(plain(text or ""), _LONGEST)


def _values(change: Change) -> tuple[str | None, str | None]:
    """Return what was and what is, each cut; what both begin with is cut, too, where it would hide what differs."""
    before, after = change.before, change.after
    if before is None or after is None or before == after or _cut(before) != _cut(after):
        return None if before is None else _cut(before), None if after is None else _cut(after)
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    start = max(0, sum(1 for _ in alike) - _AROUND)
    return _cut(f"...{before[start:]}"), _cut(f"...{after[start:]}")


def _text(comparison: Comparison) -> str:
    lines = [f"{plain(comparison.old)} -> {plain(comparison.new)}", comparison.summary]
    lines += [comparison.number] if comparison.number else []
    for weight, entries in _entries(comparison.changes):
        lines += ["", f"{weight.upper()} ({len(entries)})"]
        for entry in entries:
            change = entry.change
            lines += [f"  {change.kind}: {entry.where}"]
            before, after = _values(change)
            lines += [f"      was: {before}"] if before is not None else []
            lines += [f"      is:  {after}"] if after is not None else []
            lines += [f"      do:  {_cut(change.action)}"] if change.action else []
            lines += [f"      {plain(entry.place)}"] if entry.place else []
    return "\n".join(lines) + "\n"


def _markdown(comparison: Comparison) -> str:
    lines = [f"## {escaped(comparison.old)} → {escaped(comparison.new)}", "", f"**{escaped(comparison.summary)}**"]
    lines += ["", escaped(comparison.number)] if comparison.number else []
    for weight, entries in _entries(comparison.changes):
        table = [
            row("what", "where", "before", "after", "what to do", "in the spec"),
            "|---|---|---|---|---|---|",
            *(row(*map(escaped, _cells(entry))) for entry in entries[:_MOST_ROWS]),
        ]
        more = len(entries) - _MOST_ROWS
        table += ["", f"And {more:,} more, which the report as text has."] if more > 0 else []
        title = f"{weight.capitalize()} ({len(entries)})"
        # Nobody has to do anything about words: they are folded.
        is_folded = weight == "words"
        start = [f"<details><summary>{title}</summary>"] if is_folded else [f"### {title}"]
        lines += ["", *start, "", *table, *(["", "</details>"] if is_folded else [])]
    return "\n".join(lines) + "\n"


def _cells(entry: _Entry) -> tuple[str, ...]:
    change = entry.change
    before, after = _values(change)
    return change.kind, entry.where, before or "", after or "", _cut(change.action), entry.place


def _github(comparison: Comparison) -> str:
    lines = []
    for weight, entries in _entries(comparison.changes):
        for entry in entries if weight in _LEVELS else ():
            file, _, line = entry.place.split(", ")[0].rpartition(":")
            number = int(line) if line.isdecimal() else 0
            title = f"{weight}: {entry.change.kind}"
            message = f"{entry.where}\n" + "\n".join(_details(entry.change))
            where = plain(file) if number else ""
            lines.append(command(_LEVELS[weight], title, message, file=where, line=number))
    said = f"{plain(comparison.old)} -> {plain(comparison.new)}\n{comparison.summary} {comparison.number}".rstrip()
    return "\n".join([*lines, command("notice", "diff", said)]) + "\n"


def _details(change: Change) -> Iterator[str]:
    before, after = _values(change)
    if before is not None:
        yield f"was: {before}"
    if after is not None:
        yield f"is: {after}"
    if change.action:
        yield f"do: {_cut(change.action)}"


def _json(comparison: Comparison) -> str:
    """Return the report for programs: keys are added, never renamed or removed, as long as `schema` is the same number."""
    last = comparison.release
    report = {
        "schema": 1,
        "old": comparison.old,
        "new": comparison.new,
        "verdict": comparison.verdict,
        "last_release": None if last is None else str(last),
        "next_release": None if last is None else str(last.next(comparison.verdict)),
        "changes": [dataclasses.asdict(change) for change in comparison.changes],
    }
    return json.dumps(report, indent=2) + "\n"
