"""Writes data sets as people and programs cite them: as text, as BibTeX, and as CSL-JSON."""

from __future__ import annotations

import dataclasses
import json
import re
import textwrap
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

_PUBLISHER: Final = "The Cancer Imaging Archive"
_KIND: Final = "Data set"
_WIDTH: Final = 100
_HEAD: Final = "How to cite these images. Cite each data set, and the archive."
_FOOT: Final = (
    "The service says neither authors nor title nor year of a data set: a data set is called here by its collection. The "
    "page of its DOI has the full text to cite, and so has, for any style,"
)
_FULL_TEXT: Final = 'curl -LH "Accept: text/x-bibliography; style=apa" {url}'
_NOTE: Final = "Called by its collection: the page of its DOI has the authors, the title and the year."
_ARCHIVE_KEY: Final = "clark-2013-tcia"
_ARCHIVE_AUTHORS: Final = (
    ("Clark", "Kenneth"),
    ("Vendt", "Bruce"),
    ("Smith", "Kirk"),
    ("Freymann", "John"),
    ("Kirby", "Justin"),
    ("Koppel", "Paul"),
    ("Moore", "Stephen"),
    ("Phillips", "Stanley"),
    ("Maffitt", "David"),
    ("Pringle", "Michael"),
    ("Tarbox", "Lawrence"),
    ("Prior", "Fred"),
)
"""Of the article that the archive asks its users to cite besides the data (PMC3824915)."""
_ARCHIVE_TITLE: Final = "The Cancer Imaging Archive (TCIA): Maintaining and Operating a Public Information Repository"
_ARCHIVE_JOURNAL: Final = "Journal of Digital Imaging"
_ARCHIVE_DOI: Final = "10.1007/s10278-013-9622-7"
_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
"""What LaTeX reads as something else than the character. Braces by name: BibTeX counts those behind a backslash, too."""
_NO_LINK: Final = re.compile(r"[\\{}\s\"<>^`|]")
"""What a link or a DOI must not have in a BibTeX file, in whatever style: it is written as its number."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class DataSet:
    """A data set in texts that steer nothing where they are shown."""

    key: str
    title: str
    doi: str | None
    url: str | None
    licence: str
    series: int
    remark: str | None
    """What is missing."""


def as_text(data_sets: Sequence[DataSet], *, with_archive: bool = False, rest: str = "") -> str:
    """Return the text to cite of each data set; with the archive, also what to know of it."""
    if not with_archive:
        return "\n".join(map(_reference, data_sets))
    numbered = [_numbered(number, data_set) for number, data_set in enumerate(data_sets, 1)]
    paragraphs = [_HEAD, *numbered, *filter(None, [rest]), f"The archive:\n{_filled(_archive_text(), '   ')}"]
    url = next((each.url for each in data_sets if each.doi is not None), None)
    if url is not None:
        paragraphs.append(f"{_filled(_FOOT)}\n   {_FULL_TEXT.format(url=url)}")
    return "\n\n".join(paragraphs) + "\n"


def _reference(data_set: DataSet) -> str:
    place = f" {data_set.url}" if data_set.url is not None else ""
    return f"{data_set.title} [{_KIND}]. {_PUBLISHER}.{place}"


def _numbered(number: int, data_set: DataSet) -> str:
    begin = f"{number}. "
    lines = [_filled(_reference(data_set), " " * len(begin), first=begin)]
    lines.append(_filled(f"Licence: {data_set.licence} ({data_set.series:,} series)", " " * len(begin)))
    if data_set.remark is not None:
        lines.append(_filled(data_set.remark, " " * len(begin)))
    return "\n".join(lines)


def _filled(text: str, indent: str = "", first: str | None = None) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _archive_text() -> str:
    authors = ", ".join(f"{family} {given[0]}" for family, given in _ARCHIVE_AUTHORS)
    return f"{authors}. {_ARCHIVE_TITLE}. {_ARCHIVE_JOURNAL} 2013;26(6):1045-1057. https://doi.org/{_ARCHIVE_DOI}"


def as_bibtex(data_sets: Iterable[DataSet]) -> str:
    """Return an entry of BibTeX for each data set, and one for the archive."""
    entries = [_bibtex_entry("misc", each.key, dict(_bibtex_fields(each))) for each in data_sets]
    return "\n".join([*entries, _bibtex_archive()])


def _bibtex_fields(data_set: DataSet) -> Iterator[tuple[str, str]]:
    yield "key", _escaped(data_set.title)  # what is sorted by, where there are no authors
    yield "title", f"{{{_escaped(data_set.title)}}}"
    yield "howpublished", f"{_KIND}, {_PUBLISHER}"
    yield "publisher", _PUBLISHER
    if data_set.doi is not None:
        yield "doi", _as_link(data_set.doi)
    if data_set.url is not None:
        yield "url", _as_link(data_set.url)
    yield "note", _escaped(_note(data_set))


def _bibtex_archive() -> str:
    fields = {
        "author": " and ".join(f"{family}, {given}" for family, given in _ARCHIVE_AUTHORS),
        "title": "The {Cancer Imaging Archive} ({TCIA}): Maintaining and Operating a Public Information Repository",
        "journal": _ARCHIVE_JOURNAL,
        "year": "2013",
        "volume": "26",
        "number": "6",
        "pages": "1045--1057",
        "doi": _ARCHIVE_DOI,
    }
    return _bibtex_entry("article", _ARCHIVE_KEY, fields)


def _bibtex_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)


def _as_link(text: str) -> str:
    return _NO_LINK.sub(lambda match: urllib.parse.quote(match[0]), text)


def _note(data_set: DataSet) -> str:
    return " ".join([f"Licence: {data_set.licence}.", data_set.remark or _NOTE])


def as_csl(data_sets: Iterable[DataSet]) -> str:
    """Return an array of CSL-JSON with an item for each data set, and one for the archive."""
    items = [*map(_csl_item, data_sets), _csl_archive()]
    return json.dumps(items, indent=2, ensure_ascii=False) + "\n"


def _csl_item(data_set: DataSet) -> dict[str, object]:
    item = {
        "id": data_set.key,
        "type": "dataset",
        "title": data_set.title,
        "publisher": _PUBLISHER,
        "DOI": data_set.doi,
        "URL": data_set.url,
        "note": _note(data_set),
    }
    return {name: value for name, value in item.items() if value is not None}


def _csl_archive() -> dict[str, object]:
    return {
        "id": _ARCHIVE_KEY,
        "type": "article-journal",
        "title": _ARCHIVE_TITLE,
        "author": [{"family": family, "given": given} for family, given in _ARCHIVE_AUTHORS],
        "container-title": _ARCHIVE_JOURNAL,
        "volume": "26",
        "issue": "6",
        "page": "1045-1057",
        "issued": {"date-parts": [[2013]]},
        "DOI": _ARCHIVE_DOI,
    }
