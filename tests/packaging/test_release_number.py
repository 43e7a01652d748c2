"""The version number of the project is large enough for what its spec says that the last release did not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from generator.diff.command import too_small
from tests.generator.diff.repositories import commit, project
from tests.generator.helpers import edit

PROJECT = Path(__file__).parents[2]
BREAKING = ("v1/api.yaml", "python: from_date", "python: since")
ADDING = ("v1/endpoints.yaml", "      - DateReleased:\n", "      - ObjectCount\n      - DateReleased:\n")
WORDS = ("v1/api.yaml", "title: Mini Search API", "title: Mini API")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that was released as 1.4.2."""
    project(tmp_path)
    commit(tmp_path, "v1.4.2")
    return tmp_path


def test_the_number_of_the_project_is_large_enough() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert too_small(version) is None


@pytest.mark.parametrize(
    ("change", "version"), [(BREAKING, "1.5.0"), (BREAKING, "1.4.2"), (ADDING, "1.4.3"), (WORDS, "1.4.2")]
)
def test_a_number_that_is_too_small_is_refused(root: Path, change: tuple[str, str, str], version: str) -> None:
    edit(root / "spec", *change)

    assert str(too_small(version, root)).startswith(f"{version} is too small. After 1.4.2 that means ")


@pytest.mark.parametrize(
    ("change", "version"), [(BREAKING, "2.0.0"), (BREAKING, "2.0.0rc1"), (ADDING, "1.5.0"), (WORDS, "1.4.3")]
)
def test_a_number_that_is_large_enough_is_not(root: Path, change: tuple[str, str, str], version: str) -> None:
    edit(root / "spec", *change)

    assert too_small(version, root) is None


def test_the_number_stays_as_long_as_nothing_differs(root: Path) -> None:
    assert too_small("1.4.2", root) is None
    assert too_small("1.4.1", root) is not None


def test_every_number_is_large_enough_for_the_first_release(tmp_path: Path) -> None:
    project(tmp_path)

    assert too_small("0.0.1", tmp_path) is None


def test_what_is_no_number_is_refused(root: Path) -> None:
    assert too_small("next", root) == "'next' is no version number such as 1.2.3."
