"""The revisions of the official file of version 4, which are no part of this repository, and the page that lists their changes.

The page words changes in its own way. Here what it says, and what is found, become the same short items, such as
`getSeries: parameter added: format`.
"""

from __future__ import annotations

import functools
import itertools
import os
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from generator.diff.changes import Change
from generator.importing.comparison import compare
from generator.importing.document import Document
from generator.importing.openapi_text import UnreadableError, parse
from generator.importing.reading import read_document

_BESIDE: Final = Path(__file__).parents[4] / "shared"
_FOLDER: Final = Path(os.environ.get("NBIA_OFFICIAL_OPENAPI") or _BESIDE / "official-openapi")
_ARCHIVE: Final = _FOLDER / "history-001-160.tar.xz"
_INDEX: Final = _FOLDER / "index.tsv"
_PAGE: Final = Path(os.environ.get("NBIA_OFFICIAL_HISTORY") or _BESIDE / "facts" / "official-openapi-history.md")
LAST: Final = _FOLDER / "nbia-api-2025-11-22.yaml"
"""The last revision of the file."""
IS_THERE: Final = _ARCHIVE.is_file() and _PAGE.is_file()
"""Whether the revisions are at hand."""
WHY_NOT: Final = "the revisions of the official file are not beside this project"

_ROW: Final = re.compile(r"\| (\d+)->(\d+)\*? \| \S+ \| \S+ \| (.*) \|")
_MORE: Final = re.compile(r"[,;.]?( \w+:)?( [\w ]+:?)? \.\.\. \(\d+ items in all\)$")
_NEXT_SUBJECT: Final = re.compile(
    r"\. (?=(?:\d+ )?paths? |login requirement|global security|security scheme|servers:|schema |\w+: )"
)
_NEXT_MATTER: Final = re.compile(r"; (?=parameter|form field|body type|answers|content types|response)")
_TYPE: Final = re.compile(r"\(\{.*?\}\)")


@functools.cache
def revisions() -> dict[int, Document | str]:
    """Return every revision by its number: read, or why it is refused."""
    if not IS_THERE:
        return {}
    with tarfile.open(_ARCHIVE) as archive:
        members = sorted(archive.getmembers(), key=lambda member: member.name)
        files = [(member.name, archive.extractfile(member)) for member in members if member.name.endswith(".yaml")]
        return {int(Path(name).name[:3]): _read(name, file.read()) for name, file in files if file is not None}


def _read(name: str, content: bytes) -> Document | str:
    try:
        return read_document(parse(content, Path(name).name))
    except UnreadableError as error:
        return str(error)


def pairs() -> list[tuple[int, int]]:
    """Return the numbers of each readable revision and of the next one, by the index: to read them all takes long."""
    return list(itertools.pairwise(number for number, is_readable in readable_by_the_index().items() if is_readable))


def readable_by_the_index() -> dict[int, bool]:
    """Return which of the revisions can be read, as the index of the archive says."""
    if not IS_THERE:
        return {}
    rows = [line.split("\t") for line in _INDEX.read_text(encoding="utf-8").splitlines()[1:]]
    return {int(row[0]): row[3] == "y" and int(row[0]) not in (57, 58) for row in rows if int(row[0]) <= 160}


def found(old: int, new: int) -> list[Change]:
    """Return what differs between two revisions."""
    before, after = revisions()[old], revisions()[new]
    assert isinstance(before, Document)
    assert isinstance(after, Document)
    return compare(before, after)


@functools.cache
def _page() -> dict[tuple[int, int], str]:
    rows = (_ROW.fullmatch(line) for line in _PAGE.read_text(encoding="utf-8").splitlines())
    return {(int(row[1]), int(row[2])): row[3] for row in rows if row is not None}


def is_shortened(old: int, new: int) -> bool:
    """Whether the page gives only the beginning of its list."""
    return "items in all" in _page().get((old, new), "")


def listed(old: int, new: int) -> set[str]:
    """Return the items that the page lists for a pair; nothing if it has no row."""
    cell = _MORE.sub("", _page().get((old, new), ""))
    return {item for sentence in _NEXT_SUBJECT.split(cell) if sentence for item in _listed(sentence.rstrip("."))}


def _listed(sentence: str) -> Iterator[str]:
    """Hand out the items of a sentence about one subject, in the words of `items`."""
    several = re.fullmatch(r"(?:\d+ )?paths? (added|removed): (.*)", sentence)
    login = re.fullmatch(r"login requirement (\w+) on (.*)", sentence)
    path = re.fullmatch(r"path (\S+) -> (\S+)(?: \((\S+ -> \S+)\))?", sentence)
    schema = re.fullmatch(r"schema (\S+): ([+-]).*", sentence)
    if several:
        yield from (f"{each.split()[1]}: endpoint {several[1]}" for each in several[2].split(", "))
    elif login:
        yield from (f"{each}: login {login[1]}" for each in login[2].split(", "))
    elif path:
        yield f"{path[2]}: endpoint renamed"
        yield from [f"{path[2]}: method {path[3]}"] if path[3] else []
    elif schema:
        yield f"schema {'added' if schema[2] == '+' else 'removed'}: {schema[1]}"
    elif sentence.startswith("servers: "):
        yield from (f"server {each}" for each in sentence.removeprefix("servers: ").split("; "))
    elif re.match(r"\w+: ", sentence):
        endpoint, _, rest = sentence.partition(": ")
        matters = _NEXT_MATTER.split(rest)
        yield from (f"{endpoint}: {item}" for matter in matters for item in _matter(matter))
    elif not sentence.startswith("schema "):
        yield sentence


def _matter(text: str) -> Iterator[str]:
    """Hand out the items of what the page says of one matter of an endpoint."""
    names = re.fullmatch(r"(parameter|form field|response propert)\w* (added|removed): (.*)", text)
    fact = re.fullmatch(r"(parameter|form field) (\S+) (default|enum) (added|removed)\b.*", text)
    other = re.fullmatch(r"(parameter|form field) (\S+) (default) .* -> .*", text)
    types = re.fullmatch(r"(?:(parameter|form field) (\S+) type|response (\S+):) (.*?) -> (.*)", text)
    place = re.fullmatch(r"(parameter) (\S+): in \S+ -> in \S+", text)
    need = re.fullmatch(r"(parameter|form field) (\S+) (?:optional|required) -> (\w+)", text)
    new_name = re.fullmatch(r"(parameter|form field) \S+ -> (\S+)", text)
    signs = re.fullmatch(r"(body type|answers): (.*)", text)
    shape = re.fullmatch(r"response changes its shape .* around (.*)", text)
    if names:
        what = names[1].replace("propert", "property")
        yield from (f"{what} {names[2]}: {each.split(' (')[0]}" for each in names[3].split(", "))
    elif fact or other:
        found_fact = fact or other
        assert found_fact is not None
        yield f"{found_fact[1]} {found_fact[3]} {fact[4] if fact else 'changed'}: {found_fact[2]}"
    elif types and not new_name:
        yield f"{types[1] or 'response property'} type: {types[2] or types[3]} {_type(types[4])} -> {_type(types[5])}"
    elif place:
        yield f"{place[1]} moved: {place[2]}"
    elif need:
        yield f"{need[1]} {need[3]}: {need[2]}"
    elif new_name:
        yield f"{new_name[1]} renamed: {new_name[2]}"
    elif signs:
        yield from (f"{signs[1]} {each}" for each in signs[2].split())
    elif shape:
        yield from (f"response property moved: {each}" for each in shape[1].split(", "))
    elif text.startswith("content types: "):
        yield from (f"content type {each}" for each in re.findall(r"[+-]\d+ \S+", text))
    else:
        yield text


def _type(words: str) -> str:
    """Return a type without the mapping that the file has for a format in places."""
    return _TYPE.sub("({})", words.replace("any type", "?"))


_KINDS: Final = {
    "endpoint added": "{e}: endpoint added",
    "endpoint removed": "{e}: endpoint removed",
    "endpoint renamed": "{e}: endpoint renamed",
    "other method": "{e}: method {b} -> {a}",
    "server added": "server + {s}",
    "server removed": "server - {s}",
    "way to log in added": "security scheme {s} added",
    "way to log in removed": "security scheme {s} removed",
    "login of all endpoints removed": "global security removed",
    "login added": "{e}: login added",
    "login removed": "{e}: login removed",
    "login changed": "{e}: login changed",
    "schema added": "schema added: {s}",
    "schema removed": "schema removed: {s}",
    "body type added": "{e}: body type +{s}",
    "body type removed": "{e}: body type -{s}",
    "status added": "{e}: answers +{s}",
    "status removed": "{e}: answers -{s}",
    "content type added": "{e}: content type +{s}",
    "content type removed": "{e}: content type -{s}",
    "attribute retyped": "{e}: response property type: {s} {b} -> {a}",
}
_INPUT_KINDS: Final = {
    "{w} added": "{e}: {w} added: {s}",
    "required {w} added": "{e}: {w} added: {s}",
    "{w} removed": "{e}: {w} removed: {s}",
    "{w} renamed": "{e}: {w} renamed: {s}",
    "{w} sent elsewhere": "{e}: {w} moved: {s}",
    "{w} newly required": "{e}: {w} required: {s}",
    "{w} no longer required": "{e}: {w} optional: {s}",
    "{w} retyped": "{e}: {w} type: {s} {b} -> {a}",
}
for _what in ("parameter", "form field"):
    _KINDS.update({kind.format(w=_what): words.replace("{w}", _what) for kind, words in _INPUT_KINDS.items()})


def items(changes: Iterable[Change]) -> set[str]:
    """Return changes as the items of the page."""
    moved: dict[tuple[str, str], set[str]] = defaultdict(set)
    found_items: set[str] = set()
    for change in changes:
        subject = str(change.subject)
        values = {"e": change.endpoint, "s": subject, "b": _type(str(change.before)), "a": _type(str(change.after))}
        if change.kind in ("attribute added", "attribute removed"):
            leaf = subject.rpartition(" ")[2].rpartition(".")[2]
            moved[str(change.endpoint), leaf].add(change.kind.removeprefix("attribute "))
        elif change.kind in ("fewer values", "more values"):
            verb = "added" if change.before == "any" else "removed" if change.after == "any" else "changed"
            found_items.add(f"{change.endpoint}: {change.part} enum {verb}: {subject}")
        elif change.kind == "other default":
            none = "none is told"
            verb = "added" if change.before == none else "removed" if change.after == none else "changed"
            found_items.add(f"{change.endpoint}: {change.part} default {verb}: {subject}")
        else:
            found_items.add(_KINDS[change.kind].format(**values))
    for (endpoint, leaf), verbs in moved.items():
        found_items.add(f"{endpoint}: response property {'moved' if len(verbs) == 2 else verbs.pop()}: {leaf}")
    return _told_together(found_items)


def _told_together(found_items: set[str]) -> set[str]:
    """Say of more than 20 endpoints with the same change of their login how many they are, as the page does."""
    for verb in ("added", "removed", "changed"):
        same = {item for item in found_items if item.endswith(f": login {verb}")}
        if len(same) > 20:
            found_items = (found_items - same) | {f"{len(same)} paths: login {verb}"}
    return found_items
