"""A summary of records as text for a terminal, and as tables for a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from .words import size

if TYPE_CHECKING:
    from .summary import Summary, SummaryGroup

LABELS: Final = {
    "collection": "Collection",
    "modality": "Modality",
    "body_part_examined": "Body part",
    "manufacturer": "Manufacturer",
    "license_name": "Licence",
}
"""What the groupings are called, for people."""
MOST_GROUPS: Final = 10
_MOST_LETTERS: Final = 40

Line = Sequence[str]


def as_text(summary: Summary) -> str:
    """Return the figures, and a table for each grouping: names at the left, numbers at the right."""
    tables = [list(_figures(summary)), *(_table(summary, name) for name in summary.groups)]
    first = max((len(line[0]) for table in tables for line in table), default=0)
    width = max((len(cell) for table in tables for line in table for cell in line[1:]), default=0)
    blocks = [
        "\n".join(
            f"  {line[0]:<{first}}{''.join(f'  {cell:>{width}}' for cell in line[1:])}".rstrip() for line in table
        )
        for table in tables
    ]
    return "\n\n".join([f"{_title(summary)}\n{blocks[0]}", *blocks[1:]])


def as_html(summary: Summary) -> str:
    """Return the figures, and a table for each grouping."""
    figures = "".join(_html_line(line, "td") for line in _figures(summary))
    tables = [f"<table><tbody>{figures}</tbody></table>"]
    for name in summary.groups:
        head, *lines = _table(summary, name)
        body = "".join(_html_line(line, "td") for line in lines)
        tables.append(f"<table><thead>{_html_line(head, 'th')}</thead><tbody>{body}</tbody></table>")
    return f"<div><p>{html.escape(_title(summary))}</p>{''.join(tables)}</div>"


def label(group: SummaryGroup) -> str:
    """Return the value of a group as one short line."""
    if group.value is None:
        return "(none)"
    text = " ".join(group.value.split())
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"


def _title(summary: Summary) -> str:
    return f"Summary of {summary.records:,} {summary.record_type} record{'' if summary.records == 1 else 's'}"


def _figures(summary: Summary) -> Iterator[Line]:
    for name in ("collections", "patients", "studies", "series", "images"):
        number = getattr(summary, name)
        if number is not None:
            yield name.capitalize(), f"{number:,}"
    if summary.size is not None:
        yield "Size", size(summary.size)
    if summary.unsized:
        yield "Series of unknown size", f"{summary.unsized:,}"
    if summary.first_date is not None:
        yield "First study", str(summary.first_date)
        yield "Last study", str(summary.last_date)


def _table(summary: Summary, name: str) -> Sequence[Line]:
    groups = summary.groups[name]
    head = [LABELS[name], "records" if summary.series is None else "series"]
    head += [word for word in ("images", "size") if getattr(summary, word) is not None]
    lines = [head, *map(_line, groups[:MOST_GROUPS])]
    if len(groups) > MOST_GROUPS:
        lines.append([f"... and {len(groups) - MOST_GROUPS:,} more"])
    return lines


def _line(group: SummaryGroup) -> list[str]:
    cells = [label(group), f"{group.records if group.series is None else group.series:,}"]
    cells += [] if group.images is None else [f"{group.images:,}"]
    return cells + ([] if group.size is None else [size(group.size)])


def _html_line(line: Line, tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in line)}</tr>"
