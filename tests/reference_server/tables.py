"""Tables: what a metadata answer shows, and how it is written in each format."""

from collections.abc import Callable
from dataclasses import dataclass

from .answers import Answer
from .archive import Row
from .formats import Column, to_csv_list, to_csv_table, to_csv_unquoted, to_html, to_json, to_xml


@dataclass(frozen=True, kw_only=True)
class Table:
    """What an answer is going to show, before it is written in a format."""

    columns: tuple[Column, ...]
    rows: list[Row]
    nothing_found: Answer | None
    """The answer when there are no rows; ``None`` writes the table all the same."""
    quoted: bool
    """Whether CSV has quotation marks."""
    nulls: bool = False
    """Whether JSON says ``null`` where a value is absent."""
    wrapped_in: str | None = None
    """The key of a JSON object that the array is put into."""
    slashes: bool = False
    """Whether JSON leaves slashes as they are, as the second of the server's two writers does."""


Change = Callable[[Table], Table]
"""A deliberate difference from what the real server shows."""


def unchanged(table: Table) -> Table:
    """Return the table as it is."""
    return table


def _write(wanted: str, table: Table) -> Answer | None:
    writers = {
        "JSON": ("application/json", _json),
        "HTML": ("text/html", lambda shown: to_html(shown.columns, shown.rows)),
        "XML": ("application/xml", lambda shown: to_xml(shown.columns, shown.rows)),
    }
    if wanted not in writers:
        return None
    content_type, writer = writers[wanted]
    return Answer(content_type=content_type, body=writer(table).encode())


def _json(table: Table) -> str:
    array = to_json(table.columns, table.rows, nulls=table.nulls, slashes=table.slashes)
    return array if table.wrapped_in is None else f'{{"{table.wrapped_in}":{array}}}'


def _csv(table: Table) -> str:
    if table.quoted:
        return to_csv_table(table.columns, table.rows)
    if len(table.columns) == 1:
        return to_csv_list(table.columns[0], table.rows)
    return to_csv_unquoted(table.columns, table.rows)


def write_list(wanted: str, table: Table) -> Answer | None:
    """Write a table of one column, or return ``None`` for a format that the server does not know."""
    if wanted == "CSV":
        return Answer(content_type="text/csv", body=_csv(table).encode())
    if wanted == "CSV-DOWNLOAD":
        return _as_file("application/force-download", _csv(table))
    return _write(wanted, table)


def write_table(wanted: str, table: Table) -> Answer | None:
    """Write a table, or return ``None`` for a format that the server does not know."""
    if wanted == "CSVQUOTED":
        return Answer(content_type="text/csv", body=to_csv_table(table.columns, table.rows).encode())
    if wanted == "CSV":
        return Answer(content_type="text/csv", body=_csv(table).encode())
    if wanted == "CSV-DOWNLOAD":
        return _as_file("text/csv", _csv(table))
    return _write(wanted, table)


def _as_file(content_type: str, text: str) -> Answer:
    disposition = ("Content-Disposition", 'attachment; filename="SeriesMetaData.csv"')
    return Answer(content_type=content_type, headers=(disposition,), body=text.encode())
