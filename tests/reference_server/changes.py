"""Changes of the API, like those of its own history, that a running server can be given.

They are given to `ReferenceServer.change`, one by one or together, and stay until `ReferenceServer.reset`::

    server.change(
        changes.rename_attribute("getSeries", "TimeStamp", "MaxSubmissionTimestamp"),
        changes.date_pattern(None, None, "MM-dd-yyyy"),
    )

A fault strikes some requests; a change makes another API. Columns change before the table is written, so that JSON, CSV,
XML and HTML agree. An endpoint of ``None`` stands for every endpoint that the change fits, a name such as ``getSeries`` for
those of all APIs, and an address such as ``v4/getSeries`` for that of one.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from . import error_pages
from .answers import Answer, failure
from .archive import Row, Value
from .evolution import AnswerChange, Change, Demand, PlanChange, Renaming, Reply, Strictness, TableChange
from .formats import Column, printed
from .journal import RequestRecord
from .tables import Table
from .zip_plans import Plan
from .zip_stream import Member

__all__ = [
    "Change",
    "add_attribute",
    "as_number",
    "as_text",
    "content_type",
    "convert",
    "date_pattern",
    "empty_list_instead_of_empty_body",
    "error_instead_of_empty",
    "md5_without_header",
    "md5_without_leading_zeros",
    "needs_login",
    "null_values",
    "quoted_csv",
    "redirect_to",
    "reject_unknown_parameters",
    "remove_attribute",
    "rename_archive_entry",
    "rename_attribute",
    "rename_parameter",
    "reorder_attributes",
    "require_parameter",
    "retired",
    "rewritten",
    "unquoted_csv",
    "wrapped",
]

_LABELS = {
    "json": "application/json",
    "csv": "text/csv",
    "xml": "application/xml",
    "html": "text/html",
    "zip": "application/octet-stream",
    "dicom": "application/dicom",
}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_TIMESTAMP = re.compile(
    r"(?P<yyyy>\d{4})-(?P<MM>\d\d)-(?P<dd>\d\d)(?: (?P<HH>\d\d):(?P<mm>\d\d):(?P<ss>\d\d)(?:\.\d+)?)?"
)
_LARGEST_INTEGER = 2**31 - 1

# Attributes


def rename_attribute(endpoint: str | None, name: str, new_name: str) -> Change:
    """Call the attribute ``name`` ``new_name``."""

    def change(table: Table) -> Table:
        renamed = (replace(column, name=new_name) if column.name == name else column for column in table.columns)
        return replace(table, columns=tuple(renamed))

    return TableChange(endpoint, (name,), change)


def remove_attribute(endpoint: str | None, name: str) -> Change:
    """Leave the attribute ``name`` out."""

    def change(table: Table) -> Table:
        return _chosen(table, [number for number, column in enumerate(table.columns) if column.name != name])

    return TableChange(endpoint, (name,), change)


def add_attribute(endpoint: str | None, name: str, value: Value, *, before: str | None = None) -> Change:
    """Add the attribute ``name`` with the same value in every row, before another attribute or at the end."""

    def change(table: Table) -> Table:
        names = [column.name for column in table.columns]
        place = len(names) if before is None else names.index(before)
        column = Column(name, _java_class([value], "java.lang.String"))
        return replace(
            table,
            columns=(*table.columns[:place], column, *table.columns[place:]),
            rows=[(*row[:place], value, *row[place:]) for row in table.rows],
        )

    return TableChange(endpoint, () if before is None else (before,), change)


def reorder_attributes(endpoint: str | None, names: list[str]) -> Change:
    """Show the attributes ``names`` first and in this order, then the others in theirs."""

    def change(table: Table) -> Table:
        present = [column.name for column in table.columns]
        first = [present.index(name) for name in names]
        return _chosen(table, [*first, *(number for number in range(len(present)) if number not in first)])

    return TableChange(endpoint, tuple(names), change)


def convert(endpoint: str | None, name: str, function: Callable[[str | int | float], Value]) -> Change:
    """Show what ``function`` makes of each value of ``name``; values that are absent stay so."""
    return TableChange(endpoint, (name,), lambda table: _converted(table, name, lambda _column, value: function(value)))


def as_text(endpoint: str | None, name: str) -> Change:
    """Show the values of ``name`` as text: ``16`` becomes ``"16"``."""
    return TableChange(endpoint, (name,), lambda table: _converted(table, name, printed))


def as_number(endpoint: str | None, name: str) -> Change:
    """Show the values of ``name`` as numbers where they look like some: ``"0012"`` becomes ``12``."""
    return convert(endpoint, name, _number)


def date_pattern(endpoint: str | None, name: str | None, pattern: str) -> Change:
    """Show timestamps as text of a pattern in Java's letters, such as ``MM-dd-yyyy`` or ``yyyy-MM-dd'T'HH:mm:ss``.

    Without ``name`` it is every column of timestamps. Other values stay as they are.
    """

    def change(table: Table) -> Table:
        timestamps = {column.name for column in table.columns if column.java_class == "java.sql.Timestamp"}
        for shown in timestamps if name is None else [name]:
            table = _converted(table, shown, lambda _column, value: _dated(value, pattern))
        return table

    return TableChange(endpoint, () if name is None else (name,), change)


# Answers without rows


def error_instead_of_empty(
    endpoint: str | None = None, *, status: int = 500, sentence: str = "No data found."
) -> Change:
    """Answer with an error and a sentence when there are no rows."""
    answer = Answer(
        status=status, content_type="text/plain", headers=(("Connection", "close"),), body=sentence.encode()
    )
    return TableChange(endpoint, (), lambda table: replace(table, nothing_found=answer))


def empty_list_instead_of_empty_body(endpoint: str | None = None) -> Change:
    """Answer with a table without rows when there are none: ``[]`` in JSON, the headings in CSV."""
    return TableChange(endpoint, (), lambda table: replace(table, nothing_found=None))


# Formats


def quoted_csv(endpoint: str | None = None) -> Change:
    """Put quotation marks around the values of CSV."""
    return TableChange(endpoint, (), lambda table: replace(table, quoted=True))


def unquoted_csv(endpoint: str | None = None) -> Change:
    """Put no quotation marks around the values of CSV, even if there are commas in them."""
    return TableChange(endpoint, (), lambda table: replace(table, quoted=False))


def null_values(endpoint: str | None = None) -> Change:
    """Say ``null`` in JSON where a value is absent, instead of leaving the key out."""
    return TableChange(endpoint, (), lambda table: replace(table, nulls=True))


def wrapped(endpoint: str | None = None, *, key: str = "data") -> Change:
    """Put the array of JSON into an object, under ``key``."""
    return TableChange(endpoint, (), lambda table: replace(table, wrapped_in=key))


def content_type(endpoint: str | None, format: str, content_type: str) -> Change:
    """Label answers in a format (``json``, ``csv``, ``xml``, ``html``, ``zip`` or ``dicom``) with another type."""
    return AnswerChange(endpoint, _LABELS[format], lambda answer: replace(answer, content_type=content_type))


def rewritten(endpoint: str | None, format: str, function: Callable[[bytes], bytes]) -> Change:
    """Send what ``function`` makes of the answers in one format, which then differs from the others."""

    def change(answer: Answer) -> Answer:
        body = answer.body if isinstance(answer.body, bytes) else b"".join(answer.body)
        return replace(answer, body=function(body))

    return AnswerChange(endpoint, _LABELS[format], change)


# Addresses and access


def redirect_to(url: str, *, status: int = 301) -> Change:
    """Let the whole host send everybody to another one; ``url`` is its scheme and name, and the path stays."""

    def answer(request: RequestRecord) -> Answer:
        location = f"{url.rstrip('/')}{request.path}{'?' if request.query else ''}{request.query}"
        return Answer(
            status=status,
            content_type="text/html",
            headers=(("Location", location),),
            body=error_pages.nginx_page(status),
        )

    return Reply(None, answer)


def retired(endpoint: str, *, status: int = 500) -> Change:
    """Answer as for an endpoint that does not exist: with the API's own 500, or a page for 404 or 410."""
    page = Answer(status=status, content_type="text/html", body=error_pages.nginx_page(status))
    answer = failure("HTTP 404 Not Found") if status == 500 else page
    return Reply(endpoint, lambda _request: answer)


def needs_login(endpoint: str | None = None) -> Change:
    """Answer with 401 and Tomcat's page, whatever credentials are sent."""
    answer = Answer(status=401, content_type="text/html;charset=utf-8", body=error_pages.tomcat_page(401))
    return Reply(endpoint, lambda _request: answer)


# Parameters


def reject_unknown_parameters(endpoint: str | None = None) -> Change:
    """Refuse parameters that the endpoint does not know, with 400, as version 4 of the API does."""
    return Strictness(endpoint)


def rename_parameter(endpoint: str | None, name: str, new_name: str, *, rejected: bool = False) -> Change:
    """Expect ``new_name`` where ``name`` was expected; the old one is ignored or, with ``rejected``, refused.

    The new one is required where the old one was, and the sentence about that names it.
    """
    return Renaming(endpoint, name, new_name, rejected)


def require_parameter(endpoint: str | None, name: str) -> Change:
    """Refuse requests without the parameter ``name``, with 400."""
    return Demand(endpoint, name)


# Archives of images


def rename_archive_entry(name: str, new_name: str) -> Change:
    """Call an entry of ZIP archives another name."""

    def edit(member: Member) -> Member:
        return replace(member, name=new_name) if member.name == name else member

    return PlanChange(lambda plan: replace(plan, edits=(*plan.edits, edit)))


def md5_without_header() -> Change:
    """Leave the headings out of ``md5hashes.csv``."""

    def edit(member: Member) -> Member:
        return replace(member, content=member.content.removeprefix(b"Filename,MD5Hash\n"))

    return PlanChange(lambda plan: replace(plan, edits=(*plan.edits, edit)))


def md5_without_leading_zeros() -> Change:
    """Cut the zeros at the beginning of the digests in ``md5hashes.csv``, as the server did until 2021."""

    def change(plan: Plan) -> Plan:
        digests = plan.digests and {name: digest.lstrip("0") for name, digest in plan.digests.items()}
        return replace(plan, digests=digests)

    return PlanChange(change)


def _chosen(table: Table, numbers: list[int]) -> Table:
    return replace(
        table,
        columns=tuple(table.columns[number] for number in numbers),
        rows=[tuple(row[number] for number in numbers) for row in table.rows],
    )


def _converted(table: Table, name: str, function: Callable[[Column, str | int | float], Value]) -> Table:
    columns, rows = list(table.columns), table.rows
    for number, column in enumerate(table.columns):
        if column.name == name:
            found = (row[number] for row in rows)
            values = [None if value is None else function(column, value) for value in found]
            columns[number] = replace(column, java_class=_java_class(values, column.java_class))
            rows = [_with(row, number, value) for row, value in zip(rows, values, strict=True)]
    return replace(table, columns=tuple(columns), rows=rows)


def _with(row: Row, number: int, value: Value) -> Row:
    return (*row[:number], value, *row[number + 1 :])


def _java_class(values: list[Value], otherwise: str) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return otherwise
    if all(isinstance(value, bool) for value in known):
        return "java.lang.Boolean"
    if all(isinstance(value, int) for value in known):
        return "java.lang.Long" if max(map(abs, map(int, known))) > _LARGEST_INTEGER else "java.lang.Integer"
    return "java.lang.String" if any(isinstance(value, str) for value in known) else "java.lang.Double"


def _number(value: str | int | float) -> Value:
    found = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    return float(found[0]) if found[1] or found[2] else int(found[0])


def _dated(value: str | int | float, pattern: str) -> Value:
    found = _TIMESTAMP.fullmatch(str(value))
    if found is None:
        return value
    fields = {name: digits or "00" for name, digits in found.groupdict().items()}
    return re.sub(
        r"'([^']*)'|yyyy|MM|dd|HH|mm|ss",
        lambda letters: fields.get(letters[0], letters[1] or ""),
        pattern,
    )
