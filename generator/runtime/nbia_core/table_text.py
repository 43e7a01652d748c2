"""Tables: as lines of text for a terminal, as HTML for a notebook or a page, and as CSV."""

from __future__ import annotations

import csv
import html
import itertools
from collections.abc import Iterable, Mapping
from typing import Final

from nbia_core.text import plain

PREFERRED: Final = (
    "collection",
    "patient_id",
    "modality",
    "body_part_examined",
    "study_date",
    "image_count",
    "file_size",
    "series_description",
    "study_description",
    "series_instance_uid",
    "study_instance_uid",
    "series_count",
    "patient_sex",
    "species_description",
    "manufacturer",
    "series_date",
    "date_released",
)
"""The attributes that people look for first, by Python name; the others come after them."""
GAP: Final = 2
"""Blanks between two columns."""


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


def text_line(cells: Iterable[str], widths: Iterable[int], are_numbers: Iterable[bool]) -> str:
    """Return cells as one line: each as wide as its column, numbers at the right."""
    padded = []
    for cell, width, is_number in zip(cells, widths, are_numbers, strict=False):
        blanks = " " * (width - width_of(cell))
        padded.append(blanks + cell if is_number else cell + blanks)
    return (" " * GAP).join(padded).rstrip()


def csv_line(cells: Iterable[object], delimiter: str = ",") -> str:
    """Return cells as a line of CSV, as `csv_lines` writes it."""
    return csv_lines([cells], delimiter)


def csv_lines(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """Return rows of cells as lines of CSV, each with a line feed at its end; quotes are as in RFC 4180."""
    lines = _Lines()
    # With another end of line Python before 3.13 leaves a carriage return in a cell without quotes.
    csv.writer(lines, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return "".join(f"{line[:-2]}\n" for line in lines)


class _Lines(list[str]):
    """Takes the lines of a writer of the csv module, which writes each at once."""

    write = list.append


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def html_table(
    rows: Iterable[Iterable[str]],
    head: Iterable[str] = (),
    *,
    titles: Mapping[str, str] | None = None,
    caption: str = "",
) -> Html:
    """Return a table.

    Args:
        rows: The cells of each row.
        head: The headings; without any there is no head.
        titles: What headings show to those who point at them.
        caption: What stands above the table.
    """
    headings = list(head)
    known = titles or {}
    hints = [f'title="{html.escape(plain(known[name]))}"' if name in known else "" for name in headings]
    above = f"<caption>{as_html(caption)}</caption>" if caption else ""
    above += f"<thead>{html_row(headings, 'th', hints)}</thead>" if headings else ""
    return Html(f"<table>{above}<tbody>{''.join(map(html_row, rows))}</tbody></table>")


def html_row(cells: Iterable[str], tag: str = "td", attributes: Iterable[str] = ()) -> Html:
    """Return a row of a table, whose first cells have these attributes, written as HTML."""
    opened = (f"{tag} {more}" if more else tag for more in itertools.chain(attributes, itertools.repeat("")))
    return Html(
        f"<tr>{''.join(f'<{begin}>{as_html(cell)}</{tag}>' for cell, begin in zip(cells, opened, strict=False))}</tr>"
    )


def html_lines(texts: Iterable[str]) -> Html:
    """Return each text as a paragraph."""
    return Html("".join(f"<p>{as_html(text)}</p>" for text in texts))


def as_html(text: str) -> Html:
    """Return a text as HTML, which it may be already."""
    return text if isinstance(text, Html) else Html(html.escape(plain(text)))
