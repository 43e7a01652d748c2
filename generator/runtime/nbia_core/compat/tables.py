"""What the functions of tcia_utils hand out: lists of rows, DataFrames, CSV files and HTML tables."""

from __future__ import annotations

import datetime
import html
import importlib.util
import itertools
import logging
import os
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlencode

from nbia_core.download.inputs.headings import usual_headings
from nbia_core.errors import InvalidParameterError
from nbia_core.files import write_text
from nbia_core.records.record import Row
from nbia_core.records.tables.columns import missing_library
from nbia_core.table_text import Html, html_table

if TYPE_CHECKING:
    import pandas

LOG: Final = logging.getLogger("nbia.compat")
_TABLES: Final = ("df", "csv")
_MOST_ROWS: Final = 20
"""How many rows `format="html"` shows."""
_VIEWER: Final = "https://viewer.imaging.datacommons.cancer.gov/v3/viewer/"
_BLOCKS: Final = frozenset(("br", "div", "h1", "h2", "h3", "h4", "li", "ol", "p", "table", "td", "th", "tr", "ul"))
_STUDY: Final = "StudyInstanceUID"
_SERIES: Final = "SeriesInstanceUID"


class LinkedTable:
    """An HTML table in which studies and series lead to the viewer of the Imaging Data Commons; a notebook shows it."""

    def __init__(self, data: str) -> None:
        self.data = data
        """The HTML."""

    def _repr_html_(self) -> str:
        return self.data

    def __repr__(self) -> str:
        return f"<HTML table of {self.data.count('<tr>') - 1} rows; a notebook shows it, and `data` holds it>"


Answer: TypeAlias = "list[Row] | pandas.DataFrame | LinkedTable | None"
"""The rows of an answer as `format` says; None if there are none."""


def check_format(format: object, accepted: Sequence[str]) -> str:
    """Return a format in small letters, if it is one of those accepted and what it needs is installed.

    Raises:
        InvalidParameterError: it is not accepted.
        ImportError: it needs pandas, which is not installed.
    """
    chosen = format.lower() if isinstance(format, str) else format
    if not isinstance(chosen, str) or chosen not in accepted:
        known = ", ".join(f'"{name}"' for name in accepted)
        raise InvalidParameterError(f"format={format!r} is not known; accepted are {known}. Nothing was sent.")
    if chosen in _TABLES:
        need_pandas(f'format="{chosen}"')
    return chosen


def need_pandas(what: str) -> None:
    """Raise ImportError if pandas is not installed, before anything is sent or written."""
    if importlib.util.find_spec("pandas") is None:
        raise missing_library(what, "pandas", "pandas")


def hand_out(endpoint: str, rows: list[Row], format: str) -> Answer:
    """Return the rows of an endpoint in a format that `check_format` has seen; None if there are none."""
    if not rows:
        LOG.info("%s: nothing found.", endpoint)
        return None
    if format in ("", "json"):
        return rows
    # tcia_utils gives this column the name that it has everywhere else, in tables only.
    renamed = [{_SERIES if name == "Series UID" else name: value for name, value in row.items()} for row in rows]
    if format == "html":
        return linked_table(renamed, _MOST_ROWS)
    import pandas

    table = pandas.DataFrame(renamed)
    if format == "csv":
        save_csv(table, new_path(f"{endpoint}_{datetime.datetime.now():%Y-%m-%d_%H-%M}", ".csv"))
    return table


class _Texts(HTMLParser):
    """The texts of HTML, with a line feed where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end_line(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(re.sub(r"\s+", " ", data))

    def _end_line(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.texts.append("\n")


def plain_text(html: str) -> str:
    """Return the text of HTML, a line for each block of it."""
    parser = _Texts()
    parser.feed(html)
    parser.close()
    lines = (line.strip() for line in "".join(parser.texts).splitlines())
    return "\n".join(line for line in lines if line)


def new_path(stem: str, suffix: str) -> Path:
    """Return a path in the current folder where nothing lies yet: `stem`, or `stem` and a number."""
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(path for path in (Path(f"{name}{suffix}") for name in names) if not os.path.lexists(path))


def save_csv(table: pandas.DataFrame, path: Path, *, index: bool = False) -> None:
    """Write a table to a file, in place of what may be there.

    Args:
        table: The table.
        path: The file.
        index: Whether the first column has the numbers of the rows.

    Raises:
        DestinationError: the file cannot be written.
    """
    save_text(table.to_csv(index=index, lineterminator="\n"), path)


def save_text(text: str, path: Path) -> None:
    """Write a text to a file, in place of what may be there.

    Raises:
        DestinationError: the file cannot be written.
    """
    write_text(path, text)
    LOG.info("Written: %s", path)


def linked_table(rows: Sequence[Mapping[str, object]], most: int) -> LinkedTable:
    """Return the first rows as an HTML table; a caption says how many there are if some are left out."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    caption = f"The first {most:,} of {len(rows):,} rows" if len(rows) > most else ""
    study, series = (_first_column(columns, attribute) for attribute in ("study_instance_uid", "series_instance_uid"))
    links = {series: {_STUDY: study, _SERIES: series}, study: {_STUDY: study}}
    cells = ([_cell(row, name, links.get(name, {})) for name in columns] for row in rows[:most])
    return LinkedTable(html_table(cells, columns, caption=caption))


def _first_column(columns: Sequence[str], attribute: str) -> str | None:
    """Return the column of an attribute, however it is spelled."""
    return next((name for name in columns if usual_headings().python(name) == attribute), None)


def _cell(row: Mapping[str, object], name: str, link: Mapping[str, str | None]) -> Html:
    """Return a cell; `link` names the columns whose UIDs the viewer is asked for, if it leads there."""
    value = row.get(name)
    is_missing = value is None or value != value  # what pandas has for a missing number is not even itself
    text = "" if is_missing else html.escape(str(value))
    uids = {uid: row.get(column) if column is not None else None for uid, column in link.items()}
    if not text or not uids or not all(isinstance(uid, str) for uid in uids.values()):
        return Html(text)
    address = f"{_VIEWER}?{urlencode({f'{name}s': uid for name, uid in uids.items()})}"
    return Html(f'<a href="{html.escape(address)}" target="_blank" rel="noopener">{text}</a>')
