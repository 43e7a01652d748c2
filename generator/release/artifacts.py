"""The files of a release: built twice to the same bytes, checked, tried on each Python, and listed in an SBOM."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..diff.versions import Release
from .checkout import Checkout
from .commands import ReleaseError, run

_MASKS: Final = (0o022, 0o077)
"""The file mode masks of the two builds: what files the builder may write must not show in the result."""
_SMOKE: Final = (
    ("-c", "import nbia; nbia.Client().close()"),
    ("-m", "nbia", "info", "--offline", "--json"),
)
"""What an installed release must be able to do, besides saying its version and checking answers."""


def build(release: Checkout, work: Path) -> Path:
    """Build sdist and wheel twice, from two clones, and return the folder that has them.

    Raises:
        ReleaseError: they cannot be built, or the second build has other bytes than the first.
    """
    epoch = release.git("show", "--no-patch", "--format=%ct", "HEAD")
    hashes = []
    for number, umask in enumerate(_MASKS, start=1):
        source = work / f"source-{number}"
        run("git", "clone", "--quiet", release.root, source, folder=work, umask=umask)
        command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", work / f"dist-{number}", source)
        run(*command, folder=work, variables={"SOURCE_DATE_EPOCH": epoch}, umask=umask)
        hashes.append(sums(work / f"dist-{number}"))
    first, second = hashes
    if first != second:
        names = ", ".join(sorted({name for name, _ in {*first.items()} ^ {*second.items()}}))
        raise ReleaseError(f"Two builds of the same commit differ in {names}.")
    return work / "dist-1"


def sums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file in a folder, by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def check(release: Checkout, folder: Path, tools: Path) -> None:
    """Check what the files say and hold, as the package index and its users will read them.

    Raises:
        ReleaseError: a check found something.
    """
    run(tools / "twine", "check", "--strict", *sorted(folder.iterdir()), folder=release.root)
    run(tools / "check-wheel-contents", _wheel(folder), folder=release.root)


def try_out(release: Checkout, folder: Path, work: Path, version: Release) -> Iterator[tuple[str, Path | None]]:
    """Install the wheel in a new environment of each Python of the project, and use it there.

    Returns:
        Each version of Python with the interpreter of its environment; without one where this machine has no such Python.

    Raises:
        ReleaseError: it cannot be installed, does not work, or this machine has none of the Pythons.
    """
    found = {name: _interpreter(name, work) for name in release.pythons()}
    if not any(found.values()):
        raise ReleaseError(f"The wheel cannot be tried out: there is no Python {', '.join(found)} on this machine.")
    for name, base in found.items():
        yield name, None if base is None else _tried(release, _wheel(folder), work / f"python-{name}", base, version)


def _tried(release: Checkout, wheel: Path, place: Path, base: Path, version: Release) -> Path:
    uv = (sys.executable, "-m", "uv", "--quiet")
    run(*uv, "venv", "--no-config", "--python", base, place, folder=place.parent)
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    locked = ("--only-binary", ":all:", "--constraint", release.root / "requirements.lock")
    run(*uv, "pip", "install", "--python", python, *locked, wheel, folder=place)
    said = run(python, "-I", "-m", "nbia", "--version", folder=place).strip()
    if said != f"nbia-client {version}":
        raise ReleaseError(f"The installed wheel says that it is {said!r}, not nbia-client {version}.")
    for arguments in _SMOKE:
        run(python, "-I", *arguments, folder=place)
    for answers in sorted((release.root / "tests" / "observed").iterdir()):
        run(python, "-I", "-m", "nbia", "contract", "--api", answers.name, "--bodies", answers, folder=place)
    return python


def _interpreter(name: str, work: Path) -> Path | None:
    """Return a Python of this machine of a version such as 3.11; a command of that name that starts nothing is none."""
    candidates = [sys.executable, shutil.which(f"python{name}")]
    for candidate in filter(None, candidates):
        ask = (candidate, "-I", "-c", "import sys; print('{}.{}'.format(*sys.version_info))")
        try:
            if run(*ask, folder=work).strip() == name:
                return Path(candidate)
        except ReleaseError:
            continue
    return None


def write_sbom(release: Checkout, folder: Path, tools: Path, python: Path) -> Path:
    """Write what an installed release consists of, as CycloneDX, and return the file.

    Raises:
        ReleaseError: it cannot be written, or does not name what is installed.
    """
    file = folder / f"{_wheel(folder).name.split('-py3')[0]}.cdx.json"
    options = ("--output-reproducible", "--mc-type", "library", "--of", "JSON", "--output-file", file)
    command = (tools / "cyclonedx-py", "environment", "--pyproject", release.root / "pyproject.toml", *options, python)
    run(*command, folder=release.root)
    content = json.loads(file.read_bytes())
    if not content.get("components"):
        raise ReleaseError(f"{file.name} names nothing that is installed with the release.")
    return file


def _wheel(folder: Path) -> Path:
    (path,) = folder.glob("*.whl")
    return path
