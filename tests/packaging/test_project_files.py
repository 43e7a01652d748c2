"""The files at the door say what is so: places that exist, the version of the project, forms that can be filled in."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
METADATA = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION = METADATA["version"]
FORMS = sorted((PROJECT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
PICTURES = sorted((PROJECT / "generator" / "website" / "guides" / "pictures").glob("*.svg"))


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md"])
def test_the_tests_that_a_page_names_exist(name: str) -> None:
    named = re.findall(r"\btests/[\w/]+(?:\.\w+)?", (PROJECT / name).read_text(encoding="utf-8"))

    assert len(named) > 2
    assert [pattern for pattern in named if not list(PROJECT.glob(pattern))] == []


def test_the_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))

    assert (citation["cff-version"], citation["version"]) == ("1.2.0", VERSION)
    assert {"message", "title", "authors"} <= set(citation)


def test_the_readme_and_the_notebook_say_whether_there_is_a_public_address() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    shown = re.sub(r"(?s)<!--.*?-->", "", readme)
    notebook = (PROJECT / "generator/website/guides/tutorial.ipynb").read_text(encoding="utf-8")

    has_address = "urls" in METADATA

    assert ("**No public address yet:**" in shown) is not has_address
    assert ("OWNER" in readme) is not has_address
    assert ("from a wheel beside this notebook: the client is in no" in notebook) is not has_address
    assert ("/actions/workflows/ci.yml/badge.svg" in shown) is has_address


@pytest.mark.parametrize("path", [path for path in FORMS if path.name != "config.yml"], ids=lambda path: path.stem)
def test_a_form_has_what_github_asks_of_it(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert {"name", "description", "body"} <= set(form)
    assert [field["id"] for field in form["body"] if not field["attributes"].get("label")] == []


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_described_and_readable_in_light_and_dark(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "<title" in text
    assert "<desc" in text
    assert "prefers-color-scheme: dark" in text
