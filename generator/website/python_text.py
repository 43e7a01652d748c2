"""Pieces of source and of docstrings as Markdown."""

from __future__ import annotations

import html
import re
from typing import Final

import griffe

_WIDEST: Final = 88
"""Characters of a signature that stays on one line."""


def first_sentence(found: griffe.Object | griffe.Alias) -> str:
    """Return the first sentence of a docstring."""
    text = "" if found.docstring is None else one_line(found.docstring.value.partition("\n\n")[0])
    return re.split(r"(?<=\.) ", text, maxsplit=1)[0]


def one_line(text: str) -> str:
    """Return a text without the ends of its lines."""
    return " ".join(text.split())


def cell(text: str) -> str:
    """Return a text for a cell of a Markdown table."""
    return one_line(text).replace("|", "&#124;")


def escaped(text: str) -> str:
    """Return a piece of code for an HTML element in a Markdown table."""
    return html.escape(text, quote=False).replace("|", "&#124;").replace("*", "&#42;").replace("_", "&#95;")


def fenced(code: str) -> str:
    """Return Python as a block of Markdown."""
    return f"```python\n{code}\n```"


def signature(name: str, found: griffe.Object, *, keyword: str | None) -> str:
    """Return a signature as one reads it: on one line, or with a line for each parameter."""
    assert isinstance(found, griffe.Function), "it is one"
    pieces = []
    is_keyword_only = False
    for parameter in found.parameters:
        if parameter.name in ("self", "cls"):
            continue
        if parameter.kind is griffe.ParameterKind.keyword_only and not is_keyword_only:
            is_keyword_only = True
            pieces.append("*")
        star = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(
            parameter.kind, ""
        )
        annotation = "" if parameter.annotation is None else f": {parameter.annotation}"
        default = "" if parameter.default is None or star else f" = {parameter.default}"
        pieces.append(f"{star}{parameter.name}{annotation}{default}")
    start = name if keyword is None else f"{keyword} {name}"
    end = "" if keyword is None or found.returns is None else f" -> {found.returns}"
    line = f"{start}({', '.join(pieces)}){end}"
    if len(line) <= _WIDEST:
        return line
    body = "".join(f"    {piece},\n" for piece in pieces)
    return f"{start}(\n{body}){end}"
