"""The fragments of the changelog: each has a kind that exists, says something, and can be made into a changelog."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / ".changes"
FRAGMENTS = sorted(path for path in FOLDER.iterdir() if path.name != "README.md")
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
KINDS = "|".join(SETTINGS["fragment"])


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_fragment_has_an_issue_or_a_word_and_a_kind(path: Path) -> None:
    assert re.fullmatch(rf"(\d+|\+[a-z0-9-]+)\.({KINDS})\.md", path.name)


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_fragment_is_a_few_sentences(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.strip()[-1] in ".:)`"
    assert not text.startswith(("*", "-", "#"))
    assert len(text) < 600


def test_the_readme_names_every_kind() -> None:
    named = re.findall(r"^\| `[^.]+\.(\w+)\.md`", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert named == list(SETTINGS["fragment"])


def test_the_fragments_make_a_changelog() -> None:
    command = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "9.9.9", "--date", "2026-11-28"]

    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=True)

    assert "## 9.9.9 (2026-11-28)\n" in done.stdout
    assert done.stdout.count("\n- ") == len(FRAGMENTS)


def test_the_changelog_has_the_line_below_which_versions_come() -> None:
    assert SETTINGS["start_string"] in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
