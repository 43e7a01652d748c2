"""Reads lists of series, studies and patients: manifests of TCIA and IDC, and tables."""

from __future__ import annotations

import dataclasses
import itertools
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from nbia_core.checks import is_uid
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path
from nbia_core.public import publish
from nbia_core.table_text import html_lines
from nbia_core.text import counted, plain, representation, screenful, shortened, some, without_secrets

from .copies import UNNAMED, folder_of_copy, is_copy, series_in, series_of_copy
from .groups import Group, group_of, kinds
from .headings import COLLECTION, PATIENT, SERIES, Headings, usual_headings
from .manifest_tables import Heading, as_patient, clean, find_heading, is_comment
from .record_lists import is_json, json_lines, parquet_lines
from .texts import decode, is_archive, is_parquet, lines_of, read_file

DOWNLOAD_SERVER: Final = "https://nbia.cancerimagingarchive.net/nbia-download/servlet/DownloadServlet"
"""The server that manifests of the TCIA portal name; the NBIA Data Retriever asks it for the images."""

PROPERTIES: Final = ("downloadServerUrl", "includeAnnotation", "noOfrRetry", "databasketId", "manifestVersion")
"""The header lines of a manifest, in their order."""
_SPELLINGS: Final = {name.lower(): name for name in PROPERTIES}
_PROPERTY: Final = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*)\s*=\s*(.*)")
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_COMMENT_BEHIND: Final = re.compile(r"\s(?:#|//)")
_BETWEEN_UIDS: Final = re.compile(r"[\s,;]+")
_HINT_FOR_FOLDERS: Final = (
    "give a newer index as index=, or upgrade idc-index-data; the portal of IDC also gives manifests as CSV, with a column "
    "SeriesInstanceUID"
)
_LONGEST_SHOWN: Final = 80
_MOST_NAMED: Final = 5
_A_COMMENT: Final = "a comment"
_TWICE: Final = "listed twice"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class SkippedLine:
    """A line of a manifest or table from which nothing was taken, or not everything."""

    line: int
    """Its number, counted from 1."""
    text: str
    """What it says, shortened."""
    reason: str
    """Why it was skipped, such as "listed twice"."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """A list of series, or of studies or patients, that was read from a file."""

    series: tuple[str, ...]
    """The Series Instance UIDs in the order of the file, each once."""
    skipped: tuple[SkippedLine, ...]
    """The lines that were skipped. Blank lines, headings and header lines are not among them."""
    properties: dict[str, str]
    """The header lines of a manifest by name, such as `downloadServerUrl`."""
    rows: tuple[dict[str, str], ...] | None
    """For a table of series the values of each by column, as they stand in the file; None for other files."""
    groups: tuple[Group, ...] = ()
    """The studies or patients in the order of a table of these, each once; a download asks for their series."""
    sources: tuple[Path, ...] = dataclasses.field(default=(), compare=False)
    """The files that it was read from. A download leaves them as they are, whatever they are called."""

    @property
    def server_url(self) -> str | None:
        """The server that it names for the NBIA Data Retriever; None if it names none."""
        return self.properties.get("downloadServerUrl")

    def __repr__(self) -> str:
        return representation(self._facts())

    def _repr_html_(self) -> str:
        return f"<div>{html_lines(screenful(self._facts()))}</div>"

    def _facts(self) -> list[str]:
        """Return a summary of some lines."""
        names = f" from {some((path.name for path in self.sources), _MOST_NAMED)}" if self.sources else ""
        counts = [f"{len(self.series):,} series"] if self.series or not self.groups else []
        lines = [f"Manifest of {' and '.join([*counts, kinds(self.groups)] if self.groups else counts)}{names}"]
        if self.rows:
            lines.append(f"  columns: {some(self.rows[0], 2 * _MOST_NAMED)}")
        lines += [f"  {name}: {value}" for name, value in itertools.islice(self.properties.items(), _MOST_NAMED)]
        listed = [*map(str, self.groups), *self.series]
        lines += [f"  {each}" for each in listed[:_MOST_NAMED]]
        if len(listed) > _MOST_NAMED:
            lines.append(f"  and {len(listed) - _MOST_NAMED:,} more")
        if self.skipped:
            first = self.skipped[0]
            lines.append(
                f"  {counted(len(self.skipped), 'line')} skipped, the first is line {first.line}: {first.reason}"
            )
        return lines


def read_manifest(source: str | os.PathLike[str], *, index: str | os.PathLike[str] | None = None) -> Manifest:
    """Read a `.tcia` manifest, a plain list of UIDs, or a table with a SeriesInstanceUID column.

    A table is CSV, TSV, Excel, Parquet, or a list of records in JSON or JSON Lines, such as a saved answer of the service.
    What it is shows in the content, not in the name of the file. Text may be UTF-8, UTF-16 or Windows-1252.
    Headings decide: the column may be called as the archive has ever called it, such as "Series UID" or "Series ID", in any
    spelling. A table with a column StudyInstanceUID or PatientID instead lists studies or patients, which are in `groups`;
    UIDs under a heading that names something else are refused. A list without a heading is one of series.
    Where `|` separates the fields of a line, as the first NBIA downloaders had it, the series is the fourth field. In an
    `.s5cmd` manifest of the Imaging Data Commons, a comment or the place to copy to may name the series. Otherwise it is that
    whose folder is copied, by the index of IDC (`pip install 'nbia-client[idc]'`); a line that copies one file of a folder
    stands for the series as well. Where a folder has an earlier version of a series, `skipped` says so.

    Args:
        source: the path of the file, or its address on the web (http or https). There it may have 64 MB, and take two
            minutes; redirects are followed, to https from https. No login, cookie or header of yours is sent, and over http
            anybody on the way can change the list.
        index: the index that says which series a folder of IDC is, a Parquet file such as `idc_index.parquet`; the installed
            one if not given.

    Raises:
        InvalidParameterError: there is no such file, it is something else, it names no series, or its headings name
            something else; or what Excel or Parquet files need, or the index, which folders of IDC need, is not installed.
        NbiaError: the address did not answer with a file.
    """
    index_path = None if index is None else as_path(index)
    if isinstance(source, str) and is_address(source):
        from .remote import fetch

        return parse_manifest(fetch(source), plain(without_secrets(source)), index=index_path)
    try:
        path = as_path(source)
    except InvalidParameterError:
        raise InvalidParameterError(f"source={source!r} is no path of a file.") from None
    return parse_manifest(read_file(path), str(path), sources=(path.absolute(),), index=index_path)


def check_lists_series(manifest: Manifest) -> None:
    """Refuse a list of studies or patients where only one of series is understood.

    Raises:
        InvalidParameterError: it is one.
    """
    if manifest.groups:
        names = f" {some((path.name for path in manifest.sources), _MOST_NAMED)}" if manifest.sources else ""
        raise InvalidParameterError(
            f"The list{names} names no series, but {kinds(manifest.groups)}.",
            hint="ask for their series, and give these",
        )


def items_of(manifest: Manifest) -> list[Group | Mapping[str, object] | str]:
    """Return what a manifest names, each with what the file says of it."""
    return [*manifest.groups, *(manifest.series if manifest.rows is None else manifest.rows)]


def is_address(text: str) -> bool:
    """Whether a text is the address of something on the web, and no path."""
    return _ADDRESS.match(text) is not None


def parse_manifest(data: bytes, source: str, *, sources: tuple[Path, ...] = (), index: Path | None = None) -> Manifest:
    """Return what a list names, as `read_manifest` describes it.

    Args:
        data: what the list consists of.
        source: what it is called in errors.
        sources: the files that it was read from.
        index: as in `read_manifest`.

    Raises:
        InvalidParameterError: it is no list, it names no series, or its headings name something else.
    """
    lines = _lines(data, source)
    headings = usual_headings()
    heading = find_heading(lines, headings, source)
    reading = _Reading(headings, source)
    if heading is None:
        reading.take_lines(lines)
    else:
        reading.take_table(lines, heading)
    reading.look_folders_up(index)
    if not reading.rows and not reading.groups:
        raise _without_series(source, reading)
    return Manifest(
        series=tuple(reading.rows),
        skipped=tuple(reading.skipped),
        properties=reading.properties,
        rows=None if heading is None or reading.groups else tuple(reading.rows.values()),
        groups=tuple(reading.groups),
        sources=sources,
    )


def _lines(data: bytes, source: str) -> list[str]:
    """Return the lines of a text; the rows of other files as lines of CSV."""
    if is_archive(data):
        from .workbooks import workbook_lines

        return workbook_lines(data, source)
    if is_parquet(data):
        return parquet_lines(data, source)
    text = decode(data, source)
    return json_lines(text, source) if is_json(text) else lines_of(text)


class _Reading:
    """What was found in a file so far."""

    def __init__(self, headings: Headings, source: str) -> None:
        self._headings = headings
        self._source = source
        self.rows: dict[str, dict[str, str]] = {}
        """The values of each series by its UID; only a table has any."""
        self.groups: dict[Group, None] = {}
        """The studies or patients."""
        self._collection: int | None = None
        self._places: dict[str, int] = {}
        """The places of the columns of a table, that of the series first; where two are called the same, of the first."""
        self._texts: dict[str, str] = {}
        """The texts in the cells of a table."""
        self._folders: dict[str, tuple[int, str]] = {}
        """The folders whose series is not named, which keep its place in `rows`: the number of the line, and what it says."""
        self.skipped: list[SkippedLine] = []
        self.properties: dict[str, str] = {}

    def take_lines(self, lines: Iterable[str]) -> None:
        """Take the UIDs and header lines of a file that is no table, or of what stands before a table."""
        above = ""
        for number, line in enumerate(lines, 1):
            if is_uid(line):
                self._take(number, line, {})
            elif is_copy(line):
                self._take_copy(number, line, above)
            else:
                self._take_line(number, line)
            above = line

    def _take_copy(self, number: int, line: str, above: str) -> None:
        """Take the series that a command of s5cmd brings, if it is named."""
        uid, copied = series_of_copy(line, above, self._headings), folder_of_copy(line)
        if uid is not None:
            self._take(number, uid, {})
        elif copied is None:
            self._skip(number, line, UNNAMED)
        elif copied[0] not in self._folders:
            self._folders[copied[0]] = number, line
            self.rows[copied[0]] = {}
        elif not copied[1]:
            self._skip(number, line, _TWICE)

    def look_folders_up(self, index: Path | None) -> None:
        """Take the series whose folders are copied in place of these.

        Raises:
            InvalidParameterError: the index that knows them is not installed, and no series is named; or it cannot be read.
        """
        if not self._folders:
            return
        rows, self.rows = self.rows, {}
        try:
            found, lack = series_in(self._folders, index)
        except InvalidParameterError as error:
            if index is not None or len(rows) == len(self._folders):
                raise InvalidParameterError(
                    f"{self._source} names folders of IDC, and not the series. {error.message}", hint=error.hint
                ) from error
            found, lack = {}, str(error.hint)
        for key, row in rows.items():
            if key not in self._folders:
                self.rows.setdefault(key, row)
                continue
            (number, line), held = self._folders[key], found.get(key)
            if held is None or not is_uid(held.series_instance_uid):
                self._skip(number, line, f"{UNNAMED}; {lack}")
                continue
            is_new = held.series_instance_uid not in self.rows
            self._take(number, held.series_instance_uid, {})
            if is_new and held.releases is not None:
                first, last = held.releases
                self._skip(number, line, f"the version of releases {first} to {last}, so only the UID was taken")
        self.skipped.sort(key=lambda found: found.line)

    def take_table(self, lines: Sequence[str], heading: Heading) -> None:
        """Take the rows of a table, and the header lines that may stand before it."""
        self.take_lines(lines[: heading.place])
        names = [self._headings.python(name) for name in heading.columns]
        self._collection = names.index(COLLECTION) if COLLECTION in names else None
        self._places = {heading.columns[heading.column]: heading.column}
        for place, column in enumerate(heading.columns):
            self._places.setdefault(column, place)
        self._places.pop("", None)  # the numbers of the rows, as pandas writes them
        for number, text in heading.rows(lines):
            self._take_row(number, text, heading)

    def _take_line(self, number: int, line: str) -> None:
        text = clean(line)
        if text and is_comment(line):
            if self._headings.python(text) is not None:
                self._check_heading(text)
            self._skip(number, line, _A_COMMENT)
            return
        if is_uid(text):
            self._take(number, text, {})
            return
        if (found := _PROPERTY.fullmatch(text)) is not None:
            if not self._headings.is_series(found[1]):
                self._take_property(number, found[1], found[2])
                return
            text = clean(found[2])
        if not text or self._headings.is_series(text):
            return
        if "|" in text:
            self._take_fields(number, text)
        else:
            self._take_list(number, text)

    def _take_list(self, number: int, text: str) -> None:
        words = [clean(word) for word in _BETWEEN_UIDS.split(_COMMENT_BEHIND.split(text)[0])]
        uids = [word for word in words if is_uid(word)]
        if len(uids) < len(list(filter(None, words))):
            if not uids:
                self._check_heading(text)
            self._skip(number, text, "other text beside a UID" if uids else "no UID")
            return
        for uid in uids:
            self._take(number, uid, {})

    def _check_heading(self, text: str) -> None:
        """Refuse the file if a line without UIDs says that those below are none of series."""
        if self._headings.is_other(text):
            raise self._headings.refusal([text.strip("#;/! \t")], f"{self._source} has no column SeriesInstanceUID")

    def _take_property(self, number: int, name: str, value: str) -> None:
        name = _SPELLINGS.get(name.lower(), name)
        if name != "sep" and self.properties.setdefault(name, value) != value:  # sep tells Excel the delimiter
            self._skip(number, f"{name}={value}", "an earlier line has another value")

    def _take_fields(self, number: int, text: str) -> None:
        """Take the UID of a line such as `collection|patient|study|series|...`, if it is certain which it is."""
        fields = [clean(field) for field in text.split("|")]
        filled = [field for field in fields if field]
        if len(filled) == 1 and is_uid(filled[0]):
            self._take(number, filled[0], {})
        elif len(fields) > 3 and is_uid(fields[2]) and is_uid(fields[3]):
            self._take(number, fields[3], {})
        else:
            if not any(map(is_uid, fields)):
                self._check_heading(text)
            self._skip(number, text, "not certain which field is the series")

    def _take_row(self, number: int, text: str, heading: Heading) -> None:
        cells = heading.cells(text)
        named = heading.named(cells)
        if not heading.is_named(named) or (heading.level == PATIENT and is_comment(text)):
            if any(map(self._headings.is_series, cells)):
                self._check_same_heading(number, cells, heading)
                return
            if not any(cell.strip() for cell in cells):
                return
            nothing = "no PatientID" if heading.level == PATIENT else "no UID"
            self._skip(number, text, _A_COMMENT if is_comment(text) else nothing)
            return
        if heading.level != SERIES:
            self._take_group(number, named, cells, heading)
            return
        row = {}
        number_of_columns = len(heading.columns)
        if len(cells) > number_of_columns and any(cell.strip() for cell in cells[number_of_columns:]):
            if named not in self.rows:
                self._skip(number, text, "more cells than headings, so only the UID was taken")
        else:
            cells += [""] * (number_of_columns - len(cells))
            kept = self._texts.setdefault  # most texts are those of many series
            row = {name: kept(cells[place], cells[place]) for name, place in self._places.items()}
        row[heading.columns[heading.column]] = named
        self._take(number, named, row)

    def _take_group(self, number: int, named: str, cells: Sequence[str], heading: Heading) -> None:
        """Take a study or patient; a table of studies may have several rows of one, as a table of visits has of a patient."""
        if self._headings.python(named) == heading.level:
            return  # the heading again
        place = self._collection
        collection = as_patient(cells[place]) if place is not None and place < len(cells) else None
        values: dict[str, object] = {heading.level: named, COLLECTION: collection}
        try:
            self.groups.setdefault(group_of(values, heading.level, number))
        except InvalidParameterError:
            self._skip(number, named, "no PatientID")

    def _check_same_heading(self, number: int, cells: Sequence[str], heading: Heading) -> None:
        """Refuse a table in which a second heading changes what the columns mean."""
        first, second = map(self._headings.python, heading.columns), map(self._headings.python, cells)
        if list(first) != list(second):
            shown = shortened(", ".join(cell.strip() for cell in cells), _LONGEST_SHOWN)
            raise InvalidParameterError(
                f"{self._source} has another heading in line {number} than at the beginning: {shown}.",
                hint="make two files of it",
            )

    def _take(self, number: int, uid: str, row: dict[str, str]) -> None:
        if uid in self.rows:
            self._skip(number, uid, _TWICE)
        else:
            self.rows[uid] = row

    def _skip(self, number: int, text: str, reason: str) -> None:
        shown = shortened(" ".join(text.split()), _LONGEST_SHOWN)
        self.skipped.append(SkippedLine(line=number, text=shown, reason=reason))


def _without_series(source: str, reading: _Reading) -> InvalidParameterError:
    if any(found.reason.startswith(UNNAMED) for found in reading.skipped):
        hint = _HINT_FOR_FOLDERS
    elif "databasketId" in reading.properties and not reading.skipped:
        hint = "if it is an old manifest that only refers to a data basket, let the portal make a new one"
    else:
        hint = (
            "give a .tcia manifest, a table with a SeriesInstanceUID column and a heading, or a file with a UID a line"
        )
    lines = [found for found in reading.skipped if found.reason != _A_COMMENT]
    example = "".join(f" Line {found.line}, {found.text!r}: {found.reason}." for found in lines[:1])
    return InvalidParameterError(f"{source} names no series.{example}", hint=hint)


publish("nbia", Manifest)
