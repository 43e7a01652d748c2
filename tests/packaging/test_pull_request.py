"""What a pull request says that changes the spec, and what the changelog says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diff.versions import Release
from generator.release.checkout import Checkout
from generator.release.pull_request import main
from generator.tree import build
from tests.generator.helpers import edit
from tests.packaging.release_project import git, make_project, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout of a project that was released as 0.3.0."""
    return make_project(tmp_path / "toy")


def fragments(project: Path) -> dict[str, str]:
    """The fragments of the changelog that are not committed."""
    names = git(project, "ls-files", "--others", "--exclude-standard", ".changes").split()
    return {name: (project / name).read_text("utf-8") for name in names}


def rename_an_endpoint(project: Path) -> None:
    edit(project / "spec", "v1/endpoints.yaml", "python: get_series_size", "python: fetch_series_size")


def test_a_change_that_breaks_callers(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rename_an_endpoint(project)

    code = main(["HEAD"], project)

    said = capsys.readouterr().out
    assert code == 0
    assert "## HEAD → the working tree" in said
    assert "| python name changed | v1 getSeriesSize | get\\_series\\_size | fetch\\_series\\_size |" in said
    assert "With what is not released yet: After 0.3.0 that means 0.4.0 at least" in said
    assert "`pyproject.toml` says 0.4.0." in said
    assert (project / "CITATION.cff").read_text("utf-8") == "title: toy\nversion: 0.4.0\n"
    assert "The changelog says it in `.changes/+contract-1.breaking.md`." in said
    assert fragments(project) == {
        ".changes/+contract-1.breaking.md": "The API changed, and the spec with it: getSeriesSize (breaks callers: 1).\n"
    }


def test_what_is_not_released_yet_counts_for_the_version(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rename_an_endpoint(project)
    description = build(project / "spec")["nbia/v1/api.json"].decode()
    write(project, "generated/nbia/v1/api.json", description)

    code = main(["HEAD"], project)

    said = capsys.readouterr().out
    assert (code, "Nothing differs." in said) == (0, True)
    assert "After 0.3.0 that means 0.4.0 at least" in said
    assert fragments(project) == {}


def test_words_alone_are_a_patch(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project / "spec", "v1/endpoints.yaml", "purpose: ", "purpose: Really, ")

    main(["HEAD"], project)

    assert "After 0.3.0 that means 0.3.1 at least" in capsys.readouterr().out
    assert list(fragments(project)) == [".changes/+contract-1.api.md"]


def test_no_fragment_takes_the_place_of_another(project: Path) -> None:
    write(project, ".changes/+contract-1.api.md", "Another change.\n")
    rename_an_endpoint(project)

    main(["HEAD"], project)

    assert list(fragments(project)) == [".changes/+contract-2.breaking.md"]
    assert (project / ".changes/+contract-1.api.md").read_text() == "Another change.\n"


def test_before_the_first_release_there_is_no_version_to_name(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(project, "tag", "--delete", "v0.3.0")

    main(["HEAD"], project)

    assert "With what is not released yet: There is no release yet." in capsys.readouterr().out


def test_a_revision_that_does_not_exist(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rename_an_endpoint(project)

    code = main(["nowhere"], project)

    assert (code, "no revision of this repository" in capsys.readouterr().err) == (2, True)
    assert fragments(project) == {}


def test_a_spec_that_does_not_load(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "spec" / "v1" / "endpoints.yaml").write_text("nonsense: true\n")

    code = main(["HEAD"], project)

    assert (code, "v1/endpoints.yaml:1:1" in capsys.readouterr().err) == (2, True)
    assert fragments(project) == {}


def test_a_version_that_is_large_enough_stays(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Checkout(project).write_version(Release(0, 5, 0))
    rename_an_endpoint(project)

    main(["HEAD"], project)

    assert "After 0.3.0 that means 0.4.0 at least" in capsys.readouterr().out
    assert Checkout(project).version() == Release(0, 5, 0)
