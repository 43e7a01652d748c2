"""The four formats of a metadata answer, with the defects of the server's writers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .archive import Row, Value
from .escaping import DoublyEncoded, encoded

_DECIMAL = "java.math.BigDecimal"
_JSON_ESCAPES = {code: f"\\u{code:04x}" for code in range(0x20)} | {
    ord('"'): '\\"',
    ord("\\"): "\\\\",
    ord("/"): "\\/",
    ord("\b"): "\\b",
    ord("\t"): "\\t",
    ord("\n"): "\\n",
    ord("\f"): "\\f",
    ord("\r"): "\\r",
}


@dataclass(frozen=True)
class Column:
    """A column of an answer."""

    name: str
    java_class: str = "java.lang.String"
    """The class of its values on the server, which XML answers name."""


def boolean(name: str) -> Column:
    """Return a column of truth values; the index keeps them as 1."""
    return Column(name, "java.lang.Boolean")


def integer(name: str) -> Column:
    """Return a column of small whole numbers."""
    return Column(name, "java.lang.Integer")


def long(name: str) -> Column:
    """Return a column of counts and sizes."""
    return Column(name, "java.lang.Long")


def double(name: str) -> Column:
    """Return a column of fractional numbers."""
    return Column(name, "java.lang.Double")


def count(name: str) -> Column:
    """Return a column of whole numbers as the database itself counts them."""
    return Column(name, "java.math.BigInteger")


def decimal(name: str) -> Column:
    """Return a column of numbers with six decimals, which only JSON cuts off."""
    return Column(name, _DECIMAL)


def timestamp(name: str) -> Column:
    """Return a column of timestamps; the index keeps them as they are printed."""
    return Column(name, "java.sql.Timestamp")


def java_double(number: float) -> str:
    """Return a number as Java prints it: ``30.0``, ``1.0E10``."""
    if number == 0.0 or 1e-3 <= abs(number) < 1e7:
        return repr(number)
    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    fraction = "".join(map(str, digits[1:])) or "0"
    return f"{'-' if sign else ''}{digits[0]}.{fraction}E{int(exponent) + len(digits) - 1}"


def printed(column: Column, value: str | int | float) -> str:
    """Return a value as Java prints it outside JSON."""
    if column.java_class == "java.lang.Boolean":
        return "true" if value else "false"
    if column.java_class == _DECIMAL and not isinstance(value, str):
        return f"{value:.6f}"
    return java_double(value) if isinstance(value, float) else str(value)


def _json_value(column: Column, value: str | int | float, escapes: Mapping[int, str]) -> str:
    if isinstance(value, str):
        return f'"{value.translate(escapes)}"'
    text = printed(column, value)
    if "." in text and "E" not in text:
        return text.rstrip("0").rstrip(".")
    return text


def to_json(columns: Sequence[Column], rows: Sequence[Row], *, nulls: bool = False, slashes: bool = False) -> str:
    """Return an array of flat objects; a value that is absent has no key, or with ``nulls`` is ``null``.

    With ``slashes`` they stay as they are; otherwise there is a backslash before each.
    """
    escapes = {code: text for code, text in _JSON_ESCAPES.items() if not (slashes and code == ord("/"))}
    objects = (
        ",".join(
            f'"{column.name.translate(escapes)}":{"null" if value is None else _json_value(column, value, escapes)}'
            for column, value in zip(columns, row, strict=True)
            if nulls or value is not None
        )
        for row in rows
    )
    return f"[{','.join('{' + pairs + '}' for pairs in objects)}]"


def to_csv_list(column: Column, rows: Sequence[Row]) -> str:
    """Return one value on each line, unquoted; an absent value makes two empty lines."""
    lines = ["\n" if value is None else printed(column, value) for (value,) in rows]
    return "".join(f"{line}\n" for line in [column.name, *lines])


def to_csv_table(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """Return quoted CSV; a row whose first value is absent comes out malformed."""
    names: Row = tuple(column.name for column in columns)
    headings = [Column("")] * len(columns)
    return _csv_line(headings, names) + "".join(_csv_line(columns, row) for row in rows)


def to_csv_unquoted(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """Return CSV without quotation marks; an absent value is nothing between two commas."""
    lines = [
        ["" if value is None else printed(column, value) for column, value in zip(columns, row, strict=True)]
        for row in rows
    ]
    return "".join(",".join(line) + "\n" for line in [[column.name for column in columns], *lines])


def _csv_line(columns: Sequence[Column], row: Row) -> str:
    pieces: list[str] = []
    for number, (column, value) in enumerate(zip(columns, row, strict=True)):
        pieces.append('"' if number == 0 and value is not None else '","')
        if value is not None:
            pieces.append(printed(column, value).replace('"', '""'))
    return "".join(pieces) + '"\n'


def _markup_value(column: Column, value: str | int | float) -> str:
    text = printed(column, value)
    return encoded(text) if column.java_class == "java.lang.String" else text


def _until_doubly_encoded(pieces: Iterator[str]) -> str:
    # The real server catches the exception and sends what it has written so far, with status 200.
    written: list[str] = []
    try:
        for piece in pieces:
            written.append(piece)
    except DoublyEncoded:
        pass
    return "".join(written)


def to_xml(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """Return XML whose tags are the column names as they are, and whose text is escaped as in HTML."""
    return _until_doubly_encoded(_xml_pieces(columns, rows))


def _xml_pieces(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Results>'
    for row in rows:
        yield "<Row>"
        for column, value in zip(columns, row, strict=True):
            if value is not None:
                text = _markup_value(column, value)
                yield f"<{column.name} type='{column.java_class}'>{text}</{column.name}>"
        yield "</Row>"
    yield "</Results>"


def to_html(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """Return an HTML fragment: one table."""
    return _until_doubly_encoded(_html_pieces(columns, rows))


def _html_pieces(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[str]:
    yield "<P ALIGN='center'><TABLE BORDER=1><TR>"
    yield from (f"<TH>{column.name}</TH>" for column in columns)
    yield "</TR>"
    for row in rows:
        yield "<TR>"
        for column, value in zip(columns, row, strict=True):
            yield f"<TD>{_cell(column, value)}</TD>"
        yield "</TR>"
    yield "</TABLE></P>"


def _cell(column: Column, value: Value) -> str:
    return "&nbsp;" if value is None else _markup_value(column, value)
