"""What the tests read from pages: blocks, commands, links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "generated" / "docs" / "v1"
GUIDES = PROJECT / "generator" / "website" / "guides"


def blocks(path: Path, language: str) -> list[Any]:
    """Return the fenced blocks of a page as test parameters, named by page and number."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(), re.DOTALL | re.MULTILINE)
    return [pytest.param(block, id=f"{path.stem}-{number}") for number, block in enumerate(found, 1)]


def all_blocks(paths: list[Path], language: str) -> list[Any]:
    """Return the fenced blocks of several pages."""
    return [block for path in paths for block in blocks(path, language)]


def commands(path: Path, program: str) -> list[Any]:
    """Return the calls of a program in the blocks of a page, as test parameters named by page and number."""
    lines = [line for block in blocks(path, "bash") for line in block.values[0].splitlines()]
    found = [line for line in lines if line.startswith(program + " ")]
    return [pytest.param(line, id=f"{path.stem}-{number}") for number, line in enumerate(found, 1)]


def all_commands(paths: list[Path], program: str) -> list[Any]:
    """Return the calls of a program in several pages."""
    return [command for path in paths for command in commands(path, program)]


def links(path: Path) -> list[str]:
    """Return where the links of a page lead."""
    return re.findall(r"\]\(([^)\s]+)\)", path.read_text())


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_broken(page: Path, link: str) -> bool:
    """Whether a link of a page leads nowhere."""
    target, _, anchor = link.partition("#")
    path = (page.parent / unquote(target)) if target else page
    if not path.exists():
        return True
    return bool(anchor) and anchor not in anchors(path)


def internal(paths: list[Path]) -> list[tuple[Path, str]]:
    """Return the links of pages that stay in the project, each with its page."""
    return [(page, link) for page in paths for link in links(page) if not link.startswith(("http:", "https:"))]
