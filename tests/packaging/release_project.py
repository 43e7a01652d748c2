"""A small project that can be released: a checkout with a spec, a changelog, and a package that is built in no time."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path
from typing import Final

from tests.generator.diff import repositories

_FILES: Final = {
    "pyproject.toml": """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "toy"
version = "0.3.0"
requires-python = ">=3.11"
classifiers = ["Programming Language :: Python :: 3.11"]

[tool.towncrier]
name = "toy"
directory = ".changes"
filename = "CHANGELOG.md"
start_string = "<!-- newest below -->\\n"
title_format = "## {version} ({project_date})"
underlines = ["", "", ""]

[tool.towncrier.fragment.breaking]
name = "Breaking"
[tool.towncrier.fragment.added]
name = "Added"
[tool.towncrier.fragment.fixed]
name = "Fixed"
""",
    "CITATION.cff": "title: toy\nversion: 0.3.0\n",
    "CHANGELOG.md": "# Changelog\n\n<!-- newest below -->\n",
    ".changes/README.md": "What is not released yet.\n",
    ".changes/+lamp.fixed.md": "The lamp shines again.\n",
    ".gitignore": "dist/\n",
    "toy/__init__.py": "",
}
IDENTITY: Final = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")


def git(folder: Path, *arguments: str) -> str:
    """Return what git says in a folder."""
    command = ["git", *IDENTITY, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def write(folder: Path, file: str, text: str) -> None:
    """Write a file of a project, and commit it with whatever else there is."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", f"Change {file}")


def make_project(folder: Path) -> Path:
    """Make the project, released as 0.3.0, with one change since."""
    folder.mkdir()
    repositories.project(folder)
    for file, text in _FILES.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    repositories.commit(folder, "v0.3.0")
    return folder


def state(folder: Path) -> tuple[str, ...]:
    """Return everything of a checkout that a release could change."""
    return tuple(git(folder, *command.split()) for command in ("rev-parse HEAD", "status --porcelain --ignored", "tag"))


def tool(folder: Path, name: str, code: str) -> None:
    """Write a program that stands in the place of one that is not installed with the tests."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{code}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
