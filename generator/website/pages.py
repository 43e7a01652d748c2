"""Prepares the pages of the site: what GitHub shows as it is becomes what the builder of the site understands."""

from __future__ import annotations

import json
import posixpath
import re
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

_HEADER: Final = re.compile(r"\A<!--.*?-->\s*", re.DOTALL)
_FENCED: Final = re.compile(r"^(```.*?^```)$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\[([^][\n]*)\]\((?![a-z]+:|#)([^)\s#]*)(#[^)\s]*)?\)")
_CODE: Final = re.compile(r"(`+)[^`\n].*?(?<!`)\1(?!`)")
_PANDAS: Final = re.compile(r"<style.*?</style>|\n\s*| border=\"1\" class=\"dataframe\"", re.DOTALL)
_ALERT: Final = re.compile(r"^> \[!(\w+)\]\n((?:>.*\n?)+)", re.MULTILINE)
_EXAMPLES: Final = re.compile(r"(?<=^## Examples\n)(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_KINDS: Final = {"NOTE": "note", "TIP": "tip", "IMPORTANT": "info", "WARNING": "warning", "CAUTION": "danger"}


class SiteError(Exception):
    """The site cannot be built; the message says why."""


def page(text: str, place: str, places: Mapping[str, str], root: Path) -> str:
    """Return a Markdown page as it is on the site.

    A link to a file of the repository that is not on the site becomes its words: the site knows no address for it.

    Args:
        text: The page as it is in the repository.
        place: Its path in the repository.
        places: The path on the site of everything in the repository that is on the site.
        root: The folder of the repository.

    Raises:
        SiteError: The page links to something that does not exist.
    """
    text = _HEADER.sub("", text)
    parts = _FENCED.split(text)  # every second one is code
    parts[::2] = [_prose(part, place, places, root) for part in parts[::2]]
    return _EXAMPLES.sub(_as_tabs, "".join(parts))


def _prose(text: str, place: str, places: Mapping[str, str], root: Path) -> str:
    def relinked(match: re.Match[str]) -> str:
        words, path, anchor = match[1], match[2], match[3] or ""
        target = posixpath.normpath(posixpath.join(posixpath.dirname(place), path))
        if target in places:
            link = posixpath.relpath(places[target], posixpath.dirname(places[place]))
            return f"[{words}]({link}{anchor})"
        if not (root / target).exists():
            raise SiteError(f"{place} links to {path}, which does not exist")
        return words

    text = _LINK.sub(relinked, text).replace("<details>", '<details markdown="1">')
    text = _CODE.sub(lambda match: match[0].replace(r"\|", "|"), text)  # only GitHub wants it escaped in a table
    return _ALERT.sub(_admonition, text)


def _admonition(match: re.Match[str]) -> str:
    body = re.sub(r"^> ?", "", match[2], flags=re.MULTILINE)
    return f"!!! {_KINDS[match[1]]}\n\n{textwrap.indent(body, '    ')}"


def _as_tabs(match: re.Match[str]) -> str:
    """Return the examples of one call, which stand one below the other, as tabs."""
    first, *examples = re.split(r"^### ", match[1], flags=re.MULTILINE)
    tabs = []
    for example in examples:
        title, _, body = example.partition("\n")
        tabs.append(f'=== "{title}"\n\n{textwrap.indent(body.strip(), "    ")}\n\n')
    return first + "".join(tabs)


def source(name: str, text: str) -> str:
    """Return a page that shows a YAML file with numbered lines."""
    return f'# {name}\n\n```yaml linenums="1"\n{text.rstrip()}\n```\n'


def notebook(text: str, file: str) -> str:
    """Return a notebook as a Markdown page: its cells, and of each output its picture, table or text."""
    first, *rest = (_cell(cell) for cell in json.loads(text)["cells"])
    return "\n\n".join([first, f"[Download this notebook]({file})", *rest]) + "\n"


def _cell(cell: Mapping[str, object]) -> str:
    words = _joined(cell["source"])
    if cell["cell_type"] != "code":
        return words
    outputs = cell["outputs"]
    assert isinstance(outputs, list), "nbformat says so"
    return "\n\n".join([f"```python\n{words}\n```", *(_output(output) for output in outputs)])


def _output(output: Mapping[str, object]) -> str:
    data = output.get("data", {})
    assert isinstance(data, Mapping), "nbformat says so"
    if "image/png" in data:
        picture = _joined(data["image/png"]).replace("\n", "")
        return f'<img alt="Output of the cell above" src="data:image/png;base64,{picture}">'
    if "text/html" in data:
        return f'<div class="output">{_PANDAS.sub("", _joined(data["text/html"]))}</div>'
    return f"```text\n{_joined(output.get('text', data.get('text/plain', ''))).rstrip()}\n```"


def _joined(lines: object) -> str:
    return "".join(lines) if isinstance(lines, Iterable) else ""
