"""Reads what is locked: the file of pinned versions with hashes from which make, CI and these tests install.

`python -m tests.packaging.locks FILE` fails if FILE, a lock of the oldest versions, has newer ones than pyproject.toml allows.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).parents[2]
USER_EXTRAS = ("pandas", "polars", "arrow", "plot", "dicom", "contract")


def read_lock(path: Path) -> dict[str, list[str]]:
    """Return the pins of a lock by the name of their package, each with its hashes.

    A package is there more than once if its version depends on the version of Python.
    """
    text = path.read_text(encoding="utf-8")
    pins: dict[str, list[str]] = {}
    for entry in re.split(r"(?m)^(?=[^\s#])", re.sub(r"(?m)^\s*#.*\n", "", text)):
        if entry.strip():
            pins.setdefault(canonicalize_name(_requirement(entry).name), []).append(entry)
    return pins


def pinned(entries: Iterable[str]) -> list[Requirement]:
    """Return the requirements that pins make, without their hashes."""
    return [_requirement(entry) for entry in entries]


def _requirement(entry: str) -> Requirement:
    return Requirement(entry.partition("\\")[0])


def project_requirements(*extras: str) -> list[Requirement]:
    """Return what pyproject.toml demands: of every user, for these extras, and to build the project."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(text) for texts in (*lists, settings["build-system"]["requires"]) for text in texts]


def installed_closure(name: str) -> set[str]:
    """Return the packages that an installed one needs here, and what those need, without the extras of any."""
    found: set[str] = set()
    open_ends = [name]
    while open_ends:
        needs = map(Requirement, requires(open_ends.pop()) or ())
        new = {canonicalize_name(need.name) for need in needs if need.marker is None or need.marker.evaluate()} - found
        found |= new
        open_ends += new
    return found


def untested_bounds(lock: Path) -> list[str]:
    """Return what is wrong with the lower bounds of pyproject.toml, going by a lock that holds the oldest versions."""
    pins = read_lock(lock)
    return [
        f"{need}: the oldest version that the tests can be run with is {pin.specifier}, so say that in pyproject.toml"
        for need in project_requirements("dev", *USER_EXTRAS)
        for pin in pinned(pins.get(canonicalize_name(need.name), ()))
        if Version(version_of(pin)) not in [Version(bound.version) for bound in need.specifier]
    ]


def version_of(pin: Requirement) -> str:
    """Return the version that a pin names."""
    (specifier,) = pin.specifier
    return specifier.version


if __name__ == "__main__":
    sys.exit("\n".join(untested_bounds(Path(sys.argv[1]))) or None)
