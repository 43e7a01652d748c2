"""A release: what is refused, what is committed and tagged, and that the files have the same bytes each time."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from generator.diff.versions import Release
from generator.release.__main__ import main
from generator.release.artifacts import build, check, write_sbom
from generator.release.checkout import Checkout
from generator.release.commands import ReleaseError
from tests.generator.helpers import edit
from tests.packaging.release_project import git, make_project, state, tool, write

DAY = datetime.date(2026, 11, 29)
ADA = ("Ada", "ada@example.org")
RANDOM_BUILD = """
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
import pathlib, uuid

class Hook(BuildHookInterface):
    PLUGIN_NAME = "custom"
    def initialize(self, version, build_data):
        pathlib.Path(self.root, "toy", "made.py").write_text(repr(uuid.uuid4().hex))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The checkout of a project that was released as 0.3.0 and has one change since."""
    return make_project(tmp_path / "toy")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def refusal(project: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Ask for a release that is refused, and return what is said; nothing has changed by it."""
    before = state(project)

    code = main([f"--project={project}", *arguments])

    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith("error[release]: ")
    assert said.endswith("\nNothing was written.\n")
    assert state(project) == before
    return said


# What is refused


@pytest.mark.parametrize(
    "version", ["1", "1.0", "v1.0.0", "01.2.3", "1.0.0rc1", "1.0.0+here", "", "--", "1.0.0\n", "next"]
)
@pytest.mark.parametrize("how", ["--commit", "--tagged"])
def test_what_is_no_version(project: Path, capsys: pytest.CaptureFixture[str], version: str, how: str) -> None:
    assert "is no version of a release" in refusal(project, capsys, how, "--", version)


@pytest.mark.parametrize("file", ["new.txt", "pyproject.toml", "toy/__init__.py"])
def test_a_checkout_with_changes(project: Path, capsys: pytest.CaptureFixture[str], file: str) -> None:
    with (project / file).open("a") as stream:
        stream.write("\n# changed\n")

    assert f"changes that are not committed: {file}. Commit or stash" in refusal(project, capsys, "0.3.1")


def test_a_version_that_is_released(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "0.3.0 is released: the tag v0.3.0 is at " in refusal(project, capsys, "0.3.0")


def test_a_version_below_that_of_the_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "0.2.9 is less than 0.3.0, which pyproject.toml says" in refusal(project, capsys, "0.2.9")


def test_a_version_below_one_that_is_released(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(project, "tag", "v1.2.0")

    assert "1.1.0 is less than 1.2.0, which is released" in refusal(project, capsys, "1.1.0")


def test_files_that_do_not_agree(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "CITATION.cff", "version: 0.2.0\n")

    assert "pyproject.toml says version 0.3.0, and CITATION.cff 0.2.0" in refusal(project, capsys, "0.4.0")


def test_a_release_of_which_there_is_nothing_to_tell(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(project, "rm", "--quiet", ".changes/+lamp.fixed.md")
    git(project, "commit", "--quiet", "--message", "Forget the lamp")

    assert "The changelog has no fragments" in refusal(project, capsys, "0.4.0")


def test_a_version_that_is_too_small_for_what_changed_in_the_api(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project / "spec", "v1/endpoints.yaml", "python: get_series_size", "python: fetch_series_size")
    write(project, "notes.txt", "")

    said = refusal(project, capsys, "0.3.1")

    assert "0.3.1 is too small: since v0.3.0, generator diff v0.3.0 says major." in said
    assert "0.4.0 at least" in said


def test_a_version_that_is_too_small_for_its_changelog(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, ".changes/+door.breaking.md", "The door is gone.\n")

    assert "since v0.3.0, .changes/+door.breaking.md means major" in refusal(project, capsys, "0.3.1")


def test_a_spec_that_does_not_load(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "spec/v1/more.yaml", "nonsense: true\n")

    said = refusal(project, capsys, "0.4.0")

    assert "What changed since v0.3.0 is not known: " in said
    assert "spec/v1/more.yaml:1:1" in said


def test_a_folder_that_is_no_checkout(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["0.4.0", "--project", str(work)])

    assert (code, "not a git repository" in capsys.readouterr().err) == (2, True)


def test_a_release_whose_files_are_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "dist" / "v0.4.0").mkdir(parents=True)

    assert "v0.4.0 exists already. Move it away first." in refusal(project, capsys, "0.4.0", "--commit")


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("0.3.1", "There is no tag v0.3.1."),
        ("0.3.0", "The tag v0.3.0 is at another commit than the one that is checked out."),
        ("0.5.0", "The tag says 0.5.0, and pyproject.toml 0.3.0."),
    ],
)
def test_a_tag_that_is_not_that_of_the_commit(
    project: Path, capsys: pytest.CaptureFixture[str], version: str, reason: str
) -> None:
    write(project, "notes.txt", "")
    git(project, "tag", "v0.5.0")

    assert reason in refusal(project, capsys, version, "--tagged")


def test_a_tagged_commit_without_its_changelog(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "The changelog of 0.3.0 was not gathered" in refusal(project, capsys, "0.3.0", "--tagged")


def test_a_tool_that_is_not_there(project: Path, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "twine cannot be run: No such file" in refusal(project, capsys, "0.3.1", "--commit", "--tools", str(work))


# What is released


def test_the_version_says_what_changed(project: Path) -> None:
    said = Checkout(project).check_verdict(Release(0, 3, 1))

    assert said == "Since v0.3.0, .changes/+lamp.fixed.md means patch, and 0.3.1 has room for it."


def test_the_first_release_is_compared_with_nothing(project: Path) -> None:
    git(project, "tag", "--delete", "v0.3.0")

    assert Checkout(project).check_verdict(Release(0, 3, 0)).startswith("There is no release yet")


def test_the_commit_of_a_release(project: Path, work: Path) -> None:
    before = state(project)

    release = Checkout(project).copy(work / "release")
    release.prepare(Release(0, 4, 0), DAY, ADA)

    assert release.version() == Release(0, 4, 0)
    assert release.fragments() == []
    assert (
        "## 0.4.0 (2026-11-29)\n\n### Fixed\n\n- The lamp shines again." in (release.root / "CHANGELOG.md").read_text()
    )
    assert (
        git(release.root, "log", "-1", "--format=%an %ae %s %D")
        == "Ada ada@example.org Release 0.4.0 HEAD -> main, tag: v0.4.0"
    )
    assert git(release.root, "status", "--porcelain") == ""
    assert state(project) == before
    release.check_tagged(Release(0, 4, 0))


def test_a_release_is_taken_over(project: Path, work: Path) -> None:
    release = Checkout(project).copy(work / "release")
    release.prepare(Release(0, 4, 0), DAY, ADA)

    Checkout(project).adopt(release, Release(0, 4, 0))

    assert git(project, "describe", "--exact-match") == "v0.4.0"
    assert git(project, "status", "--porcelain") == ""


def test_a_release_is_not_taken_over_by_a_checkout_that_went_on(project: Path, work: Path) -> None:
    release = Checkout(project).copy(work / "release")
    release.prepare(Release(0, 4, 0), DAY, ADA)
    write(project, "notes.txt", "")
    before = state(project)

    with pytest.raises(ReleaseError, match="git merge"):
        Checkout(project).adopt(release, Release(0, 4, 0))

    assert state(project) == before


# The files


def test_two_builds_have_the_same_bytes(project: Path, work: Path) -> None:
    built = build(Checkout(project), work)

    assert sorted(path.name for path in built.iterdir()) == ["toy-0.3.0-py3-none-any.whl", "toy-0.3.0.tar.gz"]


def test_a_build_that_is_another_each_time_is_refused(project: Path, work: Path) -> None:
    (project / "hatch_build.py").write_text(RANDOM_BUILD)
    settings = (project / "pyproject.toml").read_text() + "\n[tool.hatch.build.hooks.custom]\n"
    write(project, "pyproject.toml", settings)

    with pytest.raises(
        ReleaseError, match=r"Two builds of the same commit differ in toy-0\.3\.0-py3-none-any\.whl, toy"
    ):
        build(Checkout(project), work)


@pytest.mark.parametrize("failing", ["twine", "check-wheel-contents"])
def test_what_a_check_finds_ends_the_release(project: Path, work: Path, failing: str) -> None:
    (work / "toy.whl").touch()
    tools = project / "dist"
    tools.mkdir()
    tool(tools, "twine", "exit 0")
    tool(tools, "check-wheel-contents", "exit 0")
    tool(tools, failing, "echo this is wrong; exit 1")

    with pytest.raises(ReleaseError, match=r"failed with exit code 1\.\nthis is wrong"):
        check(Checkout(project), work, tools)


def test_an_sbom_that_names_nothing_is_refused(project: Path, work: Path) -> None:
    (work / "toy-0.3.0-py3-none-any.whl").touch()
    tools = project / "dist"
    tools.mkdir()
    tool(tools, "cyclonedx-py", f"echo '{json.dumps({'components': []})}' > {work}/toy-0.3.0.cdx.json")

    with pytest.raises(ReleaseError, match=r"toy-0\.3\.0\.cdx\.json names nothing"):
        write_sbom(Checkout(project), work, tools, Path("python"))
