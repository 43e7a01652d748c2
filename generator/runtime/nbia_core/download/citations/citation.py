"""The data sets that some series belong to, and how each is cited: what the service says of it, and nothing else."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from nbia_core.download.model import Attributes
from nbia_core.public import publish
from nbia_core.table_text import html_table
from nbia_core.text import counted, plain, representation

from .bibliography import DataSet, as_bibtex, as_csl, as_text

if TYPE_CHECKING:
    import pandas

CITED: Final = ("collection", "collection_uri", "license_name", "license_uri", "third_party_analysis")
"""The attributes of a series that say how it is cited, by Python name."""
_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_YES: Final = frozenset({"yes", "y", "true"})
_NO_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_MARK_DIGITS: Final = 6


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A data set: the series of a collection that have one DOI and one licence. `str(citation)` is the text to cite."""

    key: str
    """Its name in a bibliography, the same in every run: made of the collection and the end of the DOI."""
    collection: str | None
    """The collection; None if the service does not say it."""
    doi: str | None
    """The DOI, such as 10.7937/K9/TCIA.2016.ELN8YGLE; None if the service names none."""
    uri: str | None
    """What the service names as the place where the data are described, as it came; as a rule a link with the DOI."""
    license_name: str | None
    """The licence; None if the service names none."""
    license_uri: str | None
    """Where its text is."""
    is_third_party: bool
    """Whether all of it is the result of an analysis by others than those who submitted the images."""
    series: int
    """How many series of it are cited."""
    is_asked_for: bool = True
    """Whether the service has said all that it says; otherwise what is None is not known, and `citations` asks for it."""

    @property
    def url(self) -> str | None:
        """The link to follow: that of the DOI; otherwise what the service names, if it is a link."""
        if self.doi is not None:
            return f"https://doi.org/{urllib.parse.quote(self.doi, safe='/:;().-_~')}"
        return self.uri if self.uri is not None and re.match(r"https?://", self.uri) else None

    @property
    def title(self) -> str:
        """What it is called: by its collection, since the service does not say the title."""
        name = "Unnamed collection" if self.collection is None else self.collection
        return f"{name} (third party analysis)" if self.is_third_party else name

    def __str__(self) -> str:
        return as_text([self._data_set()])

    def _data_set(self) -> DataSet:
        return DataSet(
            key=self.key,
            title=plain(self.title),
            doi=None if self.doi is None else plain(self.doi),
            url=None if self.url is None else plain(self.url),
            licence=plain(_licence(self)),
            series=self.series,
            remark=self._remark(),
        )

    def _remark(self) -> str | None:
        """What is missing, so that nobody takes it for complete."""
        if self.doi is not None:
            return None
        if not self.is_asked_for and self.uri is None:
            return "Its DOI was not asked for: nbia cite does."
        if self.uri is None:
            return "The service names no DOI of it: look for the collection on www.cancerimagingarchive.net."
        return f"The service names no DOI of it, but this: {plain(self.uri)}"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Citations:
    """How to cite some series: a citation for each data set that they belong to, by the names of the collections.

    It is made of what the service says of each series, and of nothing else: collection, DOI, licence. Authors, title and
    year of a data set stand on the page of its DOI. `str(citations)` is the text to cite.
    """

    entries: tuple[Citation, ...] = ()
    """The data sets."""
    unknown: int = 0
    """How many series the service says neither a collection nor a DOI of."""

    def __iter__(self) -> Iterator[Citation]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, place: int) -> Citation:
        return self.entries[place]

    def to_text(self) -> str:
        """Return the text to cite, with the licences, and what to know of it."""
        unknown = (
            "" if not self.unknown else f"{counted(self.unknown, 'series', 'series')} more: nothing is known of it."
        )
        return as_text([each._data_set() for each in self.entries], with_archive=True, rest=unknown)

    def to_bibtex(self) -> str:
        """Return entries for BibTeX and BibLaTeX, one for each data set and one for the archive."""
        return as_bibtex([each._data_set() for each in self.entries])

    def to_csl(self) -> str:
        """Return CSL-JSON, which Zotero, pandoc and citeproc read: an item for each data set and one for the archive."""
        return as_csl([each._data_set() for each in self.entries])

    def to_dicts(self) -> list[dict[str, object]]:
        """Return each data set as a dictionary, with the attributes of Citation and its `url`."""
        return [{**dataclasses.asdict(each), "url": each.url} for each in self.entries]

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame with a row for each data set.

        Raises:
            ImportError: pandas is not installed (`pip install 'nbia-client[pandas]'`).
        """
        from nbia_core.records.tables.typed_frame import typed_frame

        types = {field.name: "string" for field in dataclasses.fields(Citation)}
        types |= {"is_third_party": "boolean", "is_asked_for": "boolean", "series": "Int64", "url": "string"}
        return typed_frame(self.to_dicts(), types)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        lines = [f"  {plain(each.title)}: {each.doi or 'no DOI'}, {_licence(each)}" for each in self.entries]
        return representation([f"Citations of {counted(len(self.entries), 'data set')}", *lines])

    def _repr_html_(self) -> str:
        rows = [(each.title, each.doi or "", _licence(each), f"{each.series:,}") for each in self.entries]
        return f"<div>{html_table(rows, ('Data set', 'DOI', 'Licence', 'series'))}</div>"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class _Facts:
    """What the series of one data set have in common."""

    collection: str | None
    uri: str | None
    license_name: str | None
    license_uri: str | None
    is_asked_for: bool

    @classmethod
    def of(cls, attributes: Attributes) -> _Facts:
        return cls(
            collection=_text(attributes, "collection"),
            uri=_text(attributes, "collection_uri"),
            license_name=_text(attributes, "license_name"),
            license_uri=_text(attributes, "license_uri"),
            is_asked_for=set(CITED) <= attributes.keys(),
        )

    @property
    def is_unknown(self) -> bool:
        return self.collection is None and self.uri is None

    @property
    def key(self) -> str:
        """A name for it that does not depend on other data sets."""
        end = re.split(r"[/.]", doi_in(self.uri) or "")[-1]
        return "-".join(filter(None, map(_slug, (self.collection or "", end)))) or "unnamed"

    @property
    def mark(self) -> str:
        """What tells it from another one of the same name: with another licence, or letters that a key cannot have."""
        text = "\0".join(map(str, dataclasses.astuple(self)))
        return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:_MARK_DIGITS]

    def order(self) -> tuple[str, ...]:
        texts = [str(value or "") for value in dataclasses.astuple(self)]
        return texts[0].casefold(), *texts

    def citation(self, key: str, series: int, *, is_third_party: bool) -> Citation:
        return Citation(
            key=key,
            collection=self.collection,
            doi=doi_in(self.uri),
            uri=self.uri,
            license_name=self.license_name,
            license_uri=self.license_uri,
            is_third_party=is_third_party,
            is_asked_for=self.is_asked_for,
            series=series,
        )


class CitationTally:
    """Adds series up to data sets, one after the other, in memory that does not grow with them."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()
        self._facts: dict[str, tuple[_Facts, bool]] = {}

    def add(self, attributes: Attributes) -> None:
        """Count a series that is given by its attributes."""
        values = repr([attributes.get(name, ...) for name in CITED])
        if values not in self._facts:
            self._facts[values] = _Facts.of(attributes), _is_third_party(attributes)
        self._numbers[values] += 1

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def clear(self) -> None:
        """Forget all of them."""
        self._numbers.clear()

    def citations(self) -> Citations:
        """Return the data sets so far."""
        numbers: Counter[_Facts] = Counter()
        first_party: set[_Facts] = set()
        for values, number in self._numbers.items():
            facts, is_third_party = self._facts[values]
            numbers[facts] += number
            first_party |= set() if is_third_party else {facts}
        entries: dict[str, Citation] = {}
        for facts in sorted(numbers, key=_Facts.order):
            if not facts.is_unknown:
                key = facts.key if facts.key not in entries else f"{facts.key}-{facts.mark}"
                entries[key] = facts.citation(key, numbers[facts], is_third_party=facts not in first_party)
        unknown = sum(number for facts, number in numbers.items() if facts.is_unknown)
        return Citations(entries=tuple(entries.values()), unknown=unknown)


def _licence(citation: Citation) -> str:
    """Return the licence in words, with the place of its text."""
    known = [part for part in (citation.license_name, citation.license_uri) if part is not None]
    if known:
        return ", ".join(known)
    return "none is named by the service" if citation.is_asked_for else "it was not asked for"


def _is_third_party(attributes: Attributes) -> bool:
    return (_text(attributes, "third_party_analysis") or "").casefold() in _YES


def _text(attributes: Attributes, name: str) -> str | None:
    value = attributes.get(name)
    return None if value is None else str(value).strip() or None


def _slug(text: str) -> str:
    return _NO_LETTERS.sub("-", text.casefold()).strip("-")


def doi_in(uri: str | None) -> str | None:
    """Return the DOI that a link holds, also one that has lost a colon on its way; None if there is none."""
    found = _DOI.search(urllib.parse.unquote(uri or ""))
    return None if found is None else found[0].rstrip(".,;")


publish("nbia", Citation, Citations)
