"""Deviations of the service that are known and accepted, in a TOML file that people read and edit.

```toml
[[accepted]]
key = "attribute added | getSeries | StudyDesc | -"
reason = "The guide will follow; our tables do not use it."
date = 2026-11-22
until = 2027-06-30
```

The key is what the reports print for a finding; `until` may be left out, and from the day after it the deviation is a
finding again.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from nbia_core.checks import nearest

from .findings import Finding, Result, Verdict

UPDATED: Final = "accepted by --update-baseline"
"""The reason of an entry that nobody has given a reason yet."""

_HEADER: Final = """\
# Deviations of the service from the spec that are known and accepted, for `nbia contract --baseline`.
# Each needs a reason and the date on which it was accepted; from the day after `until` it is a finding again.
"""
_START: Final = re.compile(r"^[ \t]*\[\[[ \t]*accepted[ \t]*\]\]", re.MULTILINE)
_LARGEST: Final = 1_000_000
"""The bytes that a baseline may have: those of some thousand entries."""
_MOST_DOTS: Final = 64
"""The dots that a line may have: more than a UID can have, and few for a reason."""
_MOST_DOTS_IN_ALL: Final = 50_000
_KEYS: Final = ("key", "reason", "date", "until")


class BaselineError(Exception):
    """The baseline cannot be used. Says where, and what is wrong there."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An accepted deviation."""

    key: str
    """What the reports call the finding."""
    reason: str
    """Why it is accepted."""
    date: datetime.date
    """When it was accepted."""
    until: datetime.date | None = None
    """The last day on which it is."""
    text: str | None = None
    """How it stands in the file, with its comments; None for a new one."""

    @property
    def endpoint(self) -> str:
        """The endpoint that it belongs to."""
        return self.key.split(" | ")[1]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Baseline:
    """Every accepted deviation."""

    entries: tuple[Entry, ...] = ()
    """The deviations, in the order of the file."""
    header: str = _HEADER
    """What stands before the first one."""


def read(path: Path, endpoints: Iterable[str]) -> Baseline:
    """Read a baseline.

    Raises:
        BaselineError: it cannot be read, or an entry is not right.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        text = data[:_LARGEST].decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise BaselineError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BaselineError(f"{path}: is not UTF-8 (byte {error.start})") from error
    _check_bounds(path, text, len(data))
    try:
        content = tomllib.loads(text)
    except RecursionError as error:
        raise BaselineError(f"{path}: is nested too deeply") from error
    except ValueError as error:  # also of numbers that have too many digits
        raise BaselineError(_not_toml(path, text, str(error))) from error
    has_list = "accepted" in content
    rows = content.pop("accepted", [])
    if content:
        raise BaselineError(f"{path}: there is no key {next(iter(content))}; every entry begins with [[accepted]]")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BaselineError(f"{path}: accepted is no list of entries; every entry begins with [[accepted]]")
    starts = [match.start() for match in _START.finditer(text)]
    if not rows and not has_list:
        return Baseline(header=text)
    if not starts or len(starts) != len(rows):  # written in another way that TOML allows: without lines and comments
        return Baseline(entries=_entries(path, rows, [None] * len(rows), [0] * len(rows), endpoints))
    starts = [_with_comments(text, start) for start in starts]
    texts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if _START.match(line)]
    return Baseline(entries=_entries(path, rows, texts, lines, endpoints), header=text[: starts[0]])


def _check_bounds(path: Path, text: str, size: int) -> None:
    """Refuse at once what tomllib would read for minutes: names in names cost it the square of their number."""
    if size > _LARGEST:
        raise BaselineError(f"{path}: is too large: a baseline has at most {_LARGEST:,} bytes")
    if text.count(".") > _MOST_DOTS_IN_ALL:
        raise BaselineError(f"{path}: has more than {_MOST_DOTS_IN_ALL:,} dots; no baseline needs so many")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS and not line.lstrip().startswith("#"):
            raise BaselineError(f"{path}:{number}: has more than {_MOST_DOTS} dots on one line; no entry needs so many")


def apply(result: Result, baseline: Baseline, *, today: datetime.date | None = None) -> Result:
    """Return a result in which accepted deviations are no findings.

    An entry is stale if its deviation was not found although its endpoint was looked at.
    """
    day = today or datetime.date.today()
    entries = {entry.key: entry for entry in baseline.entries}
    found = {_key_of(finding) for finding in result.findings}
    kept: list[Finding] = []
    accepted: list[tuple[Finding, str]] = []
    for finding in result.findings:
        entry = entries.get(_key_of(finding))
        if entry is None or _is_expired(entry, day):
            kept.append(finding)
        else:
            accepted.append((finding, entry.reason))
    expired = [
        f"The baseline accepted this until {entry.until}: {entry.key}"
        for entry in baseline.entries
        if entry.key in found and _is_expired(entry, day)
    ]
    return dataclasses.replace(
        result,
        findings=tuple(kept),
        accepted=(*result.accepted, *accepted),
        stale=tuple(entry.key for entry in _stale(result, baseline)),
        notes=(*result.notes, *expired),
    )


def update(result: Result, baseline: Baseline, *, today: datetime.date | None = None) -> Baseline:
    """Return a baseline that accepts everything that was found.

    Entries keep their reasons, dates, order and comments; those that are stale go; new ones follow at the end. An entry
    that has expired is accepted anew, with today's date.
    """
    day = today or datetime.date.today()
    stale = {entry.key for entry in _stale(result, baseline)}
    found = {_key_of(finding) for finding in result.findings}
    entries = {entry.key: entry for entry in baseline.entries if entry.key not in stale}
    for key, entry in entries.items():
        if key in found and _is_expired(entry, day):
            entries[key] = dataclasses.replace(entry, date=day, until=None)
    for finding in result.findings:
        entries.setdefault(_key_of(finding), Entry(key=_key_of(finding), reason=UPDATED, date=day))
    return dataclasses.replace(baseline, entries=tuple(entries.values()))


def write(baseline: Baseline, path: Path) -> None:
    """Write a baseline.

    Raises:
        BaselineError: it cannot be written, or tomlkit, which edits it, is not installed.
    """
    try:
        path.write_bytes(to_toml(baseline).encode())
    except OSError as error:
        raise BaselineError(f"{path}: cannot be written: {error.strerror}") from error


def to_toml(baseline: Baseline) -> str:
    """Return the text of a baseline.

    Raises:
        BaselineError: tomlkit, which edits it, is not installed.
    """
    parts = [baseline.header.strip(), *(_block(entry).strip() for entry in baseline.entries)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _stale(result: Result, baseline: Baseline) -> list[Entry]:
    found = {_key_of(finding) for finding in result.findings}
    looked_at = {coverage.endpoint for coverage in result.coverage if coverage.answers} | {"*"}
    return [entry for entry in baseline.entries if entry.key not in found and entry.endpoint in looked_at]


def _key_of(finding: Finding) -> str:
    """Return the key of a finding as TOML can hold it, which has no halves of surrogate pairs."""
    return re.sub("[\ud800-\udfff]", "\ufffd", finding.key)


def _is_expired(entry: Entry, day: datetime.date) -> bool:
    return entry.until is not None and day > entry.until


def _with_comments(text: str, start: int) -> int:
    """Return where the comment lines begin that stand right above an entry."""
    above = start
    while above and text[text.rfind("\n", 0, above - 1) + 1 : above].lstrip().startswith("#"):
        above = text.rfind("\n", 0, above - 1) + 1
    return above or start  # at the top of the file they belong to the file


def _not_toml(path: Path, text: str, reason: str) -> str:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", reason)
    line = (place[1] or str(text.count("\n") + 1)) if place is not None else "1"
    return f"{path}:{line}: is not TOML: {reason[: place.start()] if place is not None else reason}"


def _entries(
    path: Path, rows: list[dict[str, Any]], texts: Iterable[str | None], lines: Iterable[int], endpoints: Iterable[str]
) -> tuple[Entry, ...]:
    known = ("*", *endpoints)
    entries: dict[str, Entry] = {}
    places: dict[str, str] = {}
    for number, (row, text, line) in enumerate(zip(rows, texts, lines, strict=True), start=1):
        where = f"{path}:{line}" if line else f"{path}: entry {number}"
        entry = _entry(where, row, text, known)
        if entry.key in entries:
            first = places[entry.key]
            raise BaselineError(f"{where}: {entry.key!r} is accepted a second time; the first is at {first}")
        entries[entry.key], places[entry.key] = entry, where
    return tuple(entries.values())


def _entry(where: str, row: Mapping[str, Any], text: str | None, endpoints: Iterable[str]) -> Entry:
    for name in row:
        if name not in _KEYS:
            raise BaselineError(f"{where}: an entry has no {name}{_near(name, _KEYS)}")
    return Entry(
        key=_key(where, _text(where, row, "key"), endpoints),
        reason=_text(where, row, "reason"),
        date=_date(where, row, "date"),
        until=_date(where, row, "until") if "until" in row else None,
        text=text,
    )


def _text(where: str, row: Mapping[str, Any], name: str) -> str:
    if name not in row:
        raise BaselineError(f"{where}: the entry has no {name}")
    value = row[name]
    if not isinstance(value, str) or not value.strip():
        raise BaselineError(f"{where}: {name} must be a text that says something, not {value!r}")
    return value


def _date(where: str, row: Mapping[str, Any], name: str) -> datetime.date:
    if name not in row:
        raise BaselineError(f"{where}: the entry has no {name}; write the day as {name} = 2026-01-31")
    value = row[name]
    try:
        if isinstance(value, str):
            return datetime.date.fromisoformat(value)
        if type(value) is datetime.date:
            return value
    except ValueError:
        pass
    raise BaselineError(f"{where}: {name} must be a day such as 2026-01-31, not {value!r}")


def _key(where: str, key: str, endpoints: Iterable[str]) -> str:
    parts = key.split(" | ")
    if len(parts) < 4:
        raise BaselineError(f"{where}: {key!r} is no key of a finding; copy it from a report")
    verdicts = [str(verdict) for verdict in Verdict if verdict is not Verdict.OK]
    if parts[0] not in verdicts:
        raise BaselineError(f"{where}: there is no verdict {parts[0]!r}{_near(parts[0], verdicts)}")
    if parts[1] not in endpoints:
        raise BaselineError(f"{where}: there is no endpoint {parts[1]!r}{_near(parts[1], endpoints)}")
    return key


def _near(word: str, known: Iterable[str]) -> str:
    words = list(known)
    near = nearest(word, words)
    return f" (did you mean {near}?)" if near else f"; there are {', '.join(words)}"


def _block(entry: Entry) -> str:
    """Return an entry as it stands in the file, with what has changed."""
    try:
        import tomlkit
    except ImportError as error:
        raise BaselineError("Writing a baseline needs tomlkit: pip install 'nbia-client[contract]'") from error
    document: Any = tomlkit.parse(entry.text or "[[accepted]]\n")
    (table,) = document["accepted"]
    for name in _KEYS:
        value = getattr(entry, name)
        if value is None:
            table.pop(name, None)
        elif str(table.get(name)) != str(value):  # a day may stand there as a text
            table[name] = value
    return tomlkit.dumps(document)
