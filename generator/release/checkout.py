"""A checkout of the project: what must be so before a release, and the commit that makes one of it."""

from __future__ import annotations

import dataclasses
import datetime
import re
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

from ..diff.changes import Verdict
from ..diff.changes import verdict as verdict_of
from ..diff.command import changes_between
from ..diff.inputs import InputError, last_release, revision, working_tree
from ..diff.versions import Release, is_enough, meaning, releases
from ..load.problems import SpecError
from .commands import ReleaseError, run

_SHOWN: Final = 5
_WEIGHTS: Final[dict[str, Verdict]] = {"breaking": "major", "added": "minor"}
"""What the kind of a fragment of the changelog says of the version number; the other kinds ask for no more than a patch."""
_VERDICTS: Final[tuple[Verdict, ...]] = ("major", "minor", "patch", "nothing")
_PYTHON: Final = "Programming Language :: Python :: "


def read_version(text: str) -> Release:
    """Return the version that a text says.

    Raises:
        ReleaseError: it is none.
    """
    found = Release.parse(text)
    if found is None or str(found) != text:
        raise ReleaseError(f"{text!r} is no version of a release, which has three numbers, such as 1.4.0.")
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with the project in git."""

    root: Path

    def git(self, *arguments: str) -> str:
        """Return what git says, without blanks around."""
        return run("git", *arguments, folder=self.root).strip()

    def _read(self, file: str) -> str:
        try:
            return (self.root / file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ReleaseError(f"{file} cannot be read: {error}.") from error

    def settings(self) -> dict[str, Any]:
        """Return what pyproject.toml says."""
        try:
            return tomllib.loads(self._read("pyproject.toml"))
        except tomllib.TOMLDecodeError as error:
            raise ReleaseError(f"pyproject.toml cannot be read: {error}.") from error

    def pythons(self) -> list[str]:
        """Return the versions of Python that the project says to support, such as 3.11."""
        named = [text.removeprefix(_PYTHON) for text in self.settings()["project"].get("classifiers", ())]
        return [text for text in named if re.fullmatch(r"3\.\d+", text)]

    def fragments(self) -> list[Path]:
        """Return the fragments of the changelog."""
        folder = self.root / self._towncrier()["directory"]
        return sorted(path for path in folder.glob("*.md") if path.name != "README.md")

    def _towncrier(self) -> dict[str, str]:
        settings: dict[str, str] = self.settings()["tool"]["towncrier"]
        return settings

    def check_clean(self) -> None:
        """Refuse a checkout in which something is not committed, since it would not be in the release."""
        changed = self.git("status", "--porcelain").splitlines()
        if changed:
            names = ", ".join(line[2:].strip() for line in changed[:_SHOWN])
            more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
            raise ReleaseError(
                f"The checkout has changes that are not committed: {names}{more}. Commit or stash them first."
            )

    def version(self) -> Release:
        """Return the version that the files say, pyproject.toml and CITATION.cff alike."""
        stated, cited = str(self.settings()["project"]["version"]), self._cited()
        if stated != cited:
            raise ReleaseError(f"pyproject.toml says version {stated}, and CITATION.cff {cited}. They must agree.")
        return read_version(stated)

    def _cited(self) -> str:
        found = re.search(r"(?m)^version: *(\S+)", self._read("CITATION.cff"))
        if found is None:
            raise ReleaseError("CITATION.cff names no version.")
        return found[1].strip("\"'")

    def check_new(self, version: Release) -> None:
        """Refuse a version that the files or the tags contradict, or of which there is nothing to tell."""
        if version < self.version():
            raise ReleaseError(f"{version} is less than {self.version()}, which pyproject.toml says.")
        commit = self.commit(f"v{version}")
        if commit is not None:
            raise ReleaseError(
                f"{version} is released: the tag v{version} is at {commit[:12]}. Choose a greater version."
            )
        newest = max((release for _, release in releases(self.git("tag").split())), default=version)
        if version < newest:
            raise ReleaseError(f"{version} is less than {newest}, which is released. Choose a greater version.")
        if not self.fragments():
            raise ReleaseError("The changelog has no fragments, so nothing that users would notice has changed.")

    def check_tagged(self, version: Release) -> None:
        """Refuse a commit that is not the release as which it is tagged."""
        commit = self.commit(f"v{version}")
        if commit is None:
            raise ReleaseError(f"There is no tag v{version}.")
        if self.commit("HEAD") != commit:
            raise ReleaseError(f"The tag v{version} is at another commit than the one that is checked out.")
        if self.version() != version:
            raise ReleaseError(f"The tag says {version}, and pyproject.toml {self.version()}.")
        if self.fragments() or f"\n## {version} (" not in self._read(self._towncrier()["filename"]):
            raise ReleaseError(f"The changelog of {version} was not gathered: make the release with `make release`.")

    def commit(self, revision: str) -> str | None:
        """Return the commit of a revision; None if there is no such revision."""
        ask = ("git", "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        return run(*ask, folder=self.root, accepts=(0, 1)).strip() or None

    def check_verdict(self, version: Release) -> str:
        """Refuse a version that is too small for what changed since the last release; say what did, in a sentence."""
        tag = last_release(self.root)
        last = None if tag is None else Release.parse(tag)
        if tag is None or last is None:
            return "There is no release yet, so there is nothing to compare with."
        verdicts: list[tuple[Verdict, str]] = [(self._verdict_since(tag), f"generator diff {tag} says")]
        for path in self.fragments():
            kind = path.name.split(".")[-2]
            verdicts.append((_WEIGHTS.get(kind, "patch"), f"{path.relative_to(self.root).as_posix()} means"))
        verdict, who = min(verdicts, key=lambda each: _VERDICTS.index(each[0]))
        if not is_enough(last, version, verdict):
            raise ReleaseError(f"{version} is too small: since {tag}, {who} {verdict}. {meaning(last, verdict)}")
        return f"Since {tag}, {who} {verdict}, and {version} has room for it."

    def _verdict_since(self, tag: str) -> Verdict:
        try:
            return verdict_of(changes_between(revision(tag, self.root), working_tree(self.root)))
        except (InputError, SpecError) as error:
            raise ReleaseError(f"What changed since {tag} is not known: {error}") from error

    def author(self) -> tuple[str, str] | None:
        """Return name and address of the one who commits; None if git does not know both."""
        name, address = (
            run("git", "config", "--get", key, folder=self.root, accepts=(0, 1)).strip()
            for key in ("user.name", "user.email")
        )
        return (name, address) if name and address else None

    def copy(self, folder: Path) -> Checkout:
        """Return a clone, with the tags and nothing that is not committed."""
        run("git", "clone", "--quiet", self.root, folder, folder=self.root)
        return Checkout(folder)

    def write_version(self, version: Release) -> None:
        """Write the version into the files that say it.

        Raises:
            ReleaseError: it does not stand there as it is expected.
        """
        project = re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', self._read("pyproject.toml"), count=1)
        (self.root / "pyproject.toml").write_text(project, encoding="utf-8")
        citation = re.sub(r"(?m)^version:.*$", f"version: {version}", self._read("CITATION.cff"), count=1)
        (self.root / "CITATION.cff").write_text(citation, encoding="utf-8")
        if self.version() != version:
            raise ReleaseError(
                "The version could not be written: pyproject.toml and CITATION.cff need it on a line of its own."
            )

    def prepare(self, version: Release, day: datetime.date, author: tuple[str, str]) -> None:
        """Write the version and the changelog, and commit and tag that."""
        self.write_version(version)
        gather = ("build", "--yes", "--version", str(version), "--date", day.isoformat())
        run(sys.executable, "-m", "towncrier", *gather, folder=self.root)
        name, address = author
        identity = ("-c", f"user.name={name}", "-c", f"user.email={address}")
        self.git(*identity, "commit", "--quiet", "--all", "--message", f"Release {version}")
        self.git(*identity, "tag", "--annotate", "--message", f"Release {version}", f"v{version}")

    def adopt(self, release: Checkout, version: Release) -> None:
        """Take over the tag and the commit of a release that was made in a clone of this checkout, or neither."""
        self.git("fetch", "--quiet", str(release.root), f"refs/tags/v{version}:refs/tags/v{version}")
        try:
            self.git("merge", "--quiet", "--ff-only", f"v{version}")
        except ReleaseError:
            self.git("tag", "--delete", f"v{version}")
            raise
