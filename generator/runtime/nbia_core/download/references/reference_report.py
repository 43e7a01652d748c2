"""What came of a look for references: which series refer to which, and where these are."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from nbia_core.public import publish
from nbia_core.table_text import html_lines, html_table
from nbia_core.text import counted, json_text, one_line, plain_lines, representation, screenful, shortened, some

if TYPE_CHECKING:
    import pandas

ReferenceStatus = Literal["on disk", "available", "not available", "not asked", "unresolved"]
"""Where a series is that another one refers to; References explains the words."""

_MOST_LINES: Final = 10
_LONGEST_LINE: Final = 300
_DTYPES: Final = {
    "series_instance_uid": "string",
    "modality": "string",
    "referenced_series_instance_uid": "string",
    "referenced_modality": "string",
    "status": "string",
    "images": "Int64",
    "through": "string",
    "depth": "Int64",
    "path": "string",
    "referenced_path": "string",
}


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """One series refers to another."""

    series_instance_uid: str
    """The series that refers, such as a segmentation."""
    modality: str | None
    """Its modality."""
    referenced_series_instance_uid: str | None
    """The series that it refers to; None if it names images alone, and no series that holds them was found."""
    referenced_modality: str | None
    """The modality of that series, if it is known."""
    status: ReferenceStatus
    """Where that series is."""
    images: int
    """How many images of it are named; 0 if the series is named as a whole."""
    through: str
    """The sequence that names it, by its keyword, such as ReferencedSeriesSequence."""
    depth: int
    """1 if a series that was asked about refers to it, 2 if one does that such a series refers to, and so on."""
    path: Path | None = None
    """The folder or archive of the series that refers, if it is on disk."""
    referenced_path: Path | None = None
    """The folder or archive of the other one, if it is on disk."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class References:
    """Which series refer to which. `str(references)` is a summary for people.

    Where a series is, one of these words says:

    * on disk: in the folder that was looked at.
    * available: not there; the service has it.
    * not available: the service does not show it either: it is unknown, not public, or on another server.
    * not asked: not on disk, and the service was not to be asked.
    * unresolved: only images are named, and no series that holds them was found.
    """

    links: tuple[Reference, ...]
    """One for each pair of series; those of one series stand together, in the order in which they were found."""
    looked_at: tuple[str, ...]
    """The series whose files were read, or that are ordinary images, which refer to no others."""
    silent: tuple[str, ...]
    """Those of them that are of a kind that refers to others, and name none."""
    problems: tuple[str, ...]
    """What could not be read, had or followed."""

    @property
    def series(self) -> tuple[str, ...]:
        """The series that others refer to, on disk or available, each once."""
        return self._of("on disk", "available")

    @property
    def missing(self) -> tuple[str, ...]:
        """Those of them that are not on disk and that the service has: `download` takes them."""
        return self._of("available")

    @property
    def unavailable(self) -> tuple[str, ...]:
        """The series that others refer to and that the service does not show."""
        return self._of("not available")

    @property
    def is_complete(self) -> bool:
        """Whether everything could be read, and every series that is referred to is on disk or available."""
        return not self.problems and all(link.status in ("on disk", "available") for link in self.links)

    def _of(self, *statuses: ReferenceStatus) -> tuple[str, ...]:
        uids = (link.referenced_series_instance_uid for link in self.links if link.status in statuses)
        return tuple(dict.fromkeys(uid for uid in uids if uid is not None))

    def __len__(self) -> int:
        return len(self.links)

    def __iter__(self) -> Iterator[Reference]:
        return iter(self.links)

    def to_dicts(self) -> list[dict[str, object]]:
        """Return each link as a dictionary, with the attributes of Reference; paths are texts."""
        return [
            {name: str(value) if isinstance(value, Path) else value for name, value in dataclasses.asdict(link).items()}
            for link in self.links
        ]

    def to_json(self, indent: int = 2) -> str:
        """Return all of it as JSON: its attributes, and under `links` those of each link."""
        content = {
            "is_complete": self.is_complete,
            "looked_at": self.looked_at,
            "silent": self.silent,
            "problems": self.problems,
            "links": self.to_dicts(),
        }
        return json_text(content, indent)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame with a row for each link, and a column for each attribute of Reference.

        Raises:
            ImportError: pandas is not installed (`pip install 'nbia-client[pandas]'`).
        """
        from nbia_core.records.tables.typed_frame import typed_frame

        return typed_frame(self.to_dicts(), _DTYPES)

    def to_text(self) -> str:
        """Return each series with those that it refers to, a line for each, and all problems; `str` has the first ones."""
        return plain_lines("\n".join(_described(self, None)))

    def __str__(self) -> str:
        return plain_lines("\n".join(_described(self, _MOST_LINES)))

    def __repr__(self) -> str:
        return representation([str(self)])

    def _repr_html_(self) -> str:
        head = ("SeriesInstanceUID", "Modality", "refers to", "Modality", "status", "images")
        rows = [
            (
                link.series_instance_uid,
                link.modality or "",
                link.referenced_series_instance_uid or "",
                link.referenced_modality or "",
                link.status,
                f"{link.images:,}",
            )
            for link in self.links[:_MOST_LINES]
        ]
        first, *_ = _described(self, 0)
        lines = [*_more(len(self.links), _MOST_LINES, "references"), *self.problems[:_MOST_LINES]]
        lines += _more(len(self.problems), _MOST_LINES, "problems")
        return f"<div>{html_lines([first])}{html_table(rows, head)}{html_lines(screenful(lines))}</div>"


def _described(references: References, most: int | None) -> Iterator[str]:
    """Hand out what was found in all, each series with those that it refers to, and problems; of each so many at most."""
    statuses = Counter(link.status for link in references.links)
    words = ", ".join(f"{number:,} {status}" for status, number in statuses.items())
    referring = len({link.series_instance_uid for link in references.links})
    if not references.links:
        yield f"None of {counted(len(references.looked_at), 'series', 'series')} refers to another."
    else:
        yield (
            f"{referring:,} of {counted(len(references.looked_at), 'series', 'series')} refer to others: "
            f"{counted(len(references.links), 'reference')}{f' ({words})' if words else ''}."
        )
    before = None
    for link in references.links[:most]:
        if link.series_instance_uid != before:
            yield f"  {link.series_instance_uid} ({link.modality or 'unknown'})"
            before = link.series_instance_uid
        yield f"    {_line(link)}"
    yield from _more(len(references.links), most, "references")
    if references.silent:
        named = some(references.silent, len(references.silent) if most is None else most)
        yield f"Without references, though of such a kind: {len(references.silent):,}: {named}"
    if references.problems:
        yield "Problems:"
        yield from (f"  {shortened(one_line(problem), _LONGEST_LINE)}" for problem in references.problems[:most])
        yield from _more(len(references.problems), most, "problems")


def _line(link: Reference) -> str:
    images = "" if not link.images else f", {counted(link.images, 'image')} by {link.through}"
    if link.referenced_series_instance_uid is None:
        return f"no series found of {counted(link.images, 'image')} in {link.through}: {link.status}"
    return f"{link.referenced_series_instance_uid} ({link.referenced_modality or 'unknown'}): {link.status}{images}"


def _more(total: int, most: int | None, what: str) -> Iterator[str]:
    if most is not None and total > most > 0:
        yield f"  and {total - most:,} more {what}"


publish("nbia", Reference, References)
