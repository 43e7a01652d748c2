"""A small project in git, with the small spec, what it makes, and releases; and the command that is run in it."""

from __future__ import annotations

import argparse
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from generator.compile import compile_spec
from generator.diff import command
from generator.load.loading import load
from nbia_core.api.description_file import FILE, to_json
from tests.generator.helpers import copy_mini_spec


def project(folder: Path) -> Path:
    """Return the folder of a project with one commit, and without a release."""
    spec = copy_mini_spec(folder)
    (folder / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n', encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    generate(spec)
    commit(folder)
    return folder


def generate(spec: Path) -> None:
    """Write the descriptions that a spec makes beside it."""
    for version, described in load(spec).items():
        target = spec.parent / "generated" / "nbia" / version / FILE
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(to_json(compile_spec(described)))


def commit(folder: Path, tag: str | None = None) -> None:
    """Commit everything, and tag it as a release."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "A commit")
    if tag is not None:
        git(folder, "tag", tag)


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, whatever is set up for git on this machine."""
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    people = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"))
    }
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env={**os.environ, **alone, **people})


def wheel(path: Path, entries: dict[str, bytes]) -> Path:
    """Write a wheel with some entries."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


class Ran:
    """What the command did."""

    def __init__(self, capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> None:
        """Run it in a project."""
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        self.code = command.run(parser.parse_args(arguments), root)
        """The exit code."""
        self.out, self.err = capsys.readouterr()
