"""Answers of the four formats as tables, read as far as they can be read."""

from __future__ import annotations

import csv
import dataclasses
import html
import io
import json
import re
from collections.abc import Iterable
from typing import Any, Final

from nbia_core.api.description import Shape
from nbia_core.records.json_rows import refuse_constant
from nbia_core.text import as_text

Row = dict[str, Any]
"""One row: what it has, by the name of the attribute. What is absent or empty outside of JSON has no key."""

_ENVELOPE_KEYS: Final = 4
_XML_ROW: Final = re.compile(r"<Row>(.*?)</Row>", re.DOTALL | re.IGNORECASE)
_XML_CELL: Final = re.compile(r"<([^<>/!?][^<>]*?)(?:\s+type=(?:'[^']*'|\"[^\"]*\"))?>([^<]*)</\1>", re.DOTALL)
_HTML_ROW: Final = re.compile(r"<tr\b[^>]*>(.*?)</tr\s*>", re.DOTALL | re.IGNORECASE)
_HTML_CELL: Final = re.compile(r"<t([hd])\b[^>]*>(.*?)</t[hd]\s*>", re.DOTALL | re.IGNORECASE)
_WHOLE_TAG: Final = re.compile(r">\s*\Z")
_OTHER_SEPARATORS: Final = (";", "\t", "|")


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The rows of an answer."""

    format: str
    """The format that was read."""
    columns: tuple[str, ...] | None = None
    """The names at the head of the table; None where the format has none, as in JSON and XML."""
    rows: tuple[Row, ...] = ()
    """The rows that could be read."""
    wrapping: str | None = None
    """What stands around the rows and was not promised, in words."""
    is_quoted: bool | None = None
    """Whether CSV has its values in quotation marks."""
    uneven: tuple[str, ...] = ()
    """Lines of CSV with another number of values than the head."""
    spoilt: int = 0
    """How many rows of CSV are left out because the service spoils them: those whose first value is absent."""
    is_cut_between_values: bool = False
    """Whether the document ends early, but after a whole value: so the server ends where it fails to write a value."""


class UnreadableTableError(Exception):
    """The body is no table of its format; the message says what it is instead."""


def read_table(form: str, body: bytes, known: Iterable[str], shape: Shape = "array") -> Table:
    """Read a body that is not empty.

    Args:
        form: The format: json, csv, html or xml.
        body: The body.
        known: The attributes that may be expected, by which an unusual way of writing them is recognised.
        shape: How JSON is to write the rows.

    Raises:
        UnreadableTableError: it cannot be read.
    """
    if b"\x00" in body:
        raise UnreadableTableError("binary data")
    text = as_text(body)
    if form == "json":
        return _json(text, tuple(known), shape)
    if form == "csv":
        return _csv(text, tuple(known))
    readers = {"html": _html, "xml": _xml}
    return readers[form](text)


def _json(text: str, known: tuple[str, ...], shape: Shape) -> Table:
    try:
        parsed = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        raise UnreadableTableError("unreadable JSON") from None
    if shape == "object":
        return _object(parsed)
    if shape == "values":
        return _values(parsed, known[0])
    wrapping = None
    if isinstance(parsed, dict):
        if known and any(name in parsed for name in known):
            parsed, wrapping = [parsed], "an object instead of an array"
        else:
            parsed, wrapping = _unwrapped(parsed)
    if not isinstance(parsed, list):
        raise UnreadableTableError("a value instead of an array")
    if any(not isinstance(row, dict) for row in parsed):
        raise UnreadableTableError("rows that are no objects")
    return Table(format="json", rows=tuple(parsed), wrapping=wrapping)


def _object(parsed: object) -> Table:
    """Read the one row of an answer that is an object."""
    if parsed is None or isinstance(parsed, dict):
        return Table(format="json", rows=() if parsed is None else (parsed,))  # null says that there is nothing
    if isinstance(parsed, list) and parsed and all(isinstance(row, dict) for row in parsed):
        return Table(format="json", rows=tuple(parsed), wrapping="an array instead of an object")
    raise UnreadableTableError(
        "an array instead of an object" if isinstance(parsed, list) else "a value instead of an object"
    )


def _values(parsed: object, name: str) -> Table:
    """Read plain values as rows of one attribute."""
    if not isinstance(parsed, list):
        raise UnreadableTableError(f"{'an object' if isinstance(parsed, dict) else 'a value'} instead of an array")
    if any(isinstance(value, dict | list) for value in parsed):
        raise UnreadableTableError("rows that are no plain values")
    return Table(format="json", rows=tuple({name: value} for value in parsed))


def _unwrapped(parsed: dict[str, Any]) -> tuple[list[Any], str]:
    """Find the one array of objects among a few keys, as in {"data": [...], "count": 3}."""
    arrays = [(key, value) for key, value in parsed.items() if isinstance(value, list)]
    if len(arrays) == 1 and len(parsed) <= _ENVELOPE_KEYS and all(isinstance(row, dict) for row in arrays[0][1]):
        return arrays[0][1], f"an array inside of {arrays[0][0]}"
    raise UnreadableTableError("an object instead of an array")


def _csv(text: str, known: tuple[str, ...]) -> Table:
    if text.lstrip()[:1] in ("[", "{") and _is_json(text):
        raise UnreadableTableError("JSON")
    if text.lstrip().startswith("<"):
        raise UnreadableTableError("a page or XML")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    head = lines[0]
    is_quoted = head.startswith('"')
    separator, wrapping = ",", None
    if len(known) > 1 and not set(_cells(head, ",")) & set(known):
        for other in _OTHER_SEPARATORS:
            if set(_cells(head, other)) & set(known):
                separator, wrapping = other, f"values separated by {'a tab' if other == chr(9) else other}"
    columns = tuple(_cells(head, separator)) if head.strip('"') else ()
    if len(known) > 1 and len(columns) <= 1 and not set(columns) & set(known):
        raise UnreadableTableError("no CSV table")
    if len(known) <= 1 and not is_quoted:
        # A list is a value on each line, with whatever commas and quotation marks it has.
        return Table(
            format="csv",
            columns=(head,) if head else (),
            rows=tuple({head: line} for line in lines[1:] if line),
            is_quoted=False,
            spoilt=sum(not line for line in lines[1:-1]) // 2,
        )
    rows: list[Row] = []
    uneven: list[str] = []
    spoilt = 0
    for values in _records(text, separator):
        if len(values) == len(columns):
            rows.append({name: value for name, value in zip(columns, values, strict=True) if value != ""})
        elif values and _has_no_first_value(values):
            spoilt += 1
        elif values:
            uneven.append(separator.join(values))
    return Table(
        format="csv",
        columns=columns,
        rows=tuple(rows),
        wrapping=wrapping,
        is_quoted=is_quoted,
        uneven=tuple(uneven),
        spoilt=spoilt,
    )


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return [line]


def _records(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[1:]
    except csv.Error:
        raise UnreadableTableError("unreadable CSV") from None


def _has_no_first_value(values: list[str]) -> bool:
    """Whether a line is one that the server spoils because its first value is absent: it begins with `","`."""
    return values[0].startswith(",")


def _html(text: str) -> Table:
    columns: tuple[str, ...] | None = None
    rows: list[Row] = []
    for row in _HTML_ROW.finditer(text):
        cells = _HTML_CELL.findall(row[1])
        values = [html.unescape(re.sub(r"<[^>]*>", "", value)) for _, value in cells]
        if columns is None:
            if any(kind.lower() != "h" for kind, _ in cells):
                raise UnreadableTableError("an HTML table without headings")
            columns = tuple(values)
        elif len(values) == len(columns):
            rows.append({name: value for name, value in zip(columns, values, strict=True) if value not in ("", "\xa0")})
    if columns is None:
        raise UnreadableTableError("JSON" if _is_json(text) else "no HTML table")
    return Table(
        format="html", columns=columns, rows=tuple(rows), is_cut_between_values=_ends(text, "</table>", "HTML")
    )


def _xml(text: str) -> Table:
    if "<results" not in text.lower():
        raise UnreadableTableError("JSON" if _is_json(text) else "unreadable XML")
    rows = tuple(
        {name: html.unescape(value) for name, value in _XML_CELL.findall(row[1])} for row in _XML_ROW.finditer(text)
    )
    return Table(format="xml", rows=rows, is_cut_between_values=_ends(text, "</results>", "XML"))


def _ends(text: str, end: str, name: str) -> bool:
    """Whether a document stops after a whole value, before its end."""
    lower = text.lower()
    if end in lower or (end == "</results>" and lower.rstrip().endswith("<results/>")):
        return False
    if _WHOLE_TAG.search(text) is None:
        raise UnreadableTableError(f"{name} that is cut off")
    return True
