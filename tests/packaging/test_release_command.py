"""`python -m generator.release` from beginning to end, with other programs in the place of those that judge the files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import generator.release.__main__ as command
from generator.release.artifacts import sums
from tests.packaging.release_project import git, make_project, state, tool, write

FILES = ["toy-0.4.0-py3-none-any.whl", "toy-0.4.0.cdx.json", "toy-0.4.0.tar.gz"]
WRITE_SBOM = """while [ "$1" != --output-file ]; do shift; done
echo '{"components": [{"name": "lamp"}]}' > "$2"
"""

Release = Callable[..., int]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The checkout of a project that was released as 0.3.0 and has one change since, of somebody whom git knows."""
    folder = make_project(tmp_path / "toy")
    git(folder, "config", "user.name", "Ada")
    git(folder, "config", "user.email", "ada@example.org")
    return folder


@pytest.fixture
def release(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """The command, for this project; all checks are content, and what was built counts as tried."""
    tools = tmp_path / "tools"
    tools.mkdir()
    tool(tools, "twine", "exit 0")
    tool(tools, "check-wheel-contents", "exit 0")
    tool(tools, "cyclonedx-py", WRITE_SBOM)
    monkeypatch.setattr(command, "try_out", lambda *_: iter([("3.11", Path(sys.executable)), ("3.12", None)]))
    return lambda *arguments: command.main([*arguments, f"--project={project}", f"--tools={tools}"])


def test_a_dry_run_changes_nothing(project: Path, release: Release, capsys: pytest.CaptureFixture[str]) -> None:
    before = state(project)

    code = release("0.4.0")

    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert state(project) == before
    assert [line.split()[1] for line in out.splitlines() if line[64:66] == "  "] == FILES
    assert "Python 3.11: installed and tried\nPython 3.12: not found here, so not tried\n" in out
    assert out.endswith("A dry run: 0.4.0 could be released, and nothing was written.\n")


def test_a_release_is_committed_and_tagged_and_its_files_are_kept(
    project: Path, release: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    code = release("0.4.0", "--commit")

    assert code == 0
    assert git(project, "describe", "--exact-match") == "v0.4.0"
    assert git(project, "log", "-1", "--format=%an %s") == "Ada Release 0.4.0"
    assert git(project, "status", "--porcelain") == ""
    assert list(sums(project / "dist" / "v0.4.0")) == FILES
    assert "git push origin HEAD v0.4.0" in capsys.readouterr().out


def test_the_tagged_commit_gives_the_same_files_again(project: Path, release: Release) -> None:
    release("0.4.0", "--commit")
    kept = (project / "dist" / "v0.4.0").rename(project / "dist" / "kept")

    code = release("0.4.0", "--tagged")

    assert code == 0
    assert sums(project / "dist" / "v0.4.0") == sums(kept)


def test_a_checkout_that_goes_on_meanwhile_is_left_alone(
    project: Path, release: Release, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def try_out(*_: object) -> Iterator[tuple[str, Path | None]]:
        write(project, "notes.txt", "")
        yield "3.11", Path(sys.executable)

    monkeypatch.setattr(command, "try_out", try_out)

    code = release("0.4.0", "--commit")

    assert (code, "Nothing was written." in capsys.readouterr().err) == (2, True)
    assert git(project, "tag") == "v0.3.0"
    assert git(project, "log", "-1", "--format=%s") == "Change notes.txt"
    assert not (project / "dist" / "v0.4.0").exists()


def test_somebody_whom_git_does_not_know_cannot_commit_a_release(
    project: Path, release: Release, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    git(project, "config", "--unset", "user.name")

    code = release("0.4.0", "--commit")

    assert (code, "git does not know who you are" in capsys.readouterr().err) == (2, True)
    assert git(project, "tag") == "v0.3.0"
