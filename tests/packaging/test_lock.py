"""The locks: they have what pyproject.toml demands, for every Python that the project supports, and say no address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.locks import (
    PROJECT,
    USER_EXTRAS,
    pinned,
    project_requirements,
    read_lock,
    untested_bounds,
    version_of,
)

LOCK = PROJECT / "requirements.lock"
RELEASE_LOCK = PROJECT / "release.lock"
LOCKS = [pytest.param(path, id=path.stem) for path in (LOCK, RELEASE_LOCK)]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
DEMANDED = [
    pytest.param(demanded, lock, id=f"{lock.stem}-{demanded}")
    for lock, extras in ((LOCK, ("dev", *USER_EXTRAS)), (RELEASE_LOCK, ("release",)))
    for demanded in project_requirements(*extras)
]


def pin_for(name: str, python: str, lock: Path) -> list[str]:
    """The versions of a package that a lock installs with a version of Python, on Linux."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_machine": "x86_64",
        "sys_platform": "linux",
    }
    pins = pinned(read_lock(lock).get(canonicalize_name(name), ()))
    return [version_of(pin) for pin in pins if pin.marker is None or pin.marker.evaluate(environment)]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("demanded", "lock"), DEMANDED)
def test_what_the_project_demands_is_locked_once(demanded: Requirement, lock: Path, python: str) -> None:
    (version,) = pin_for(demanded.name, python, lock)

    assert demanded.specifier.contains(version, prereleases=True), "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_has_hashes(lock: Path) -> None:
    entries = [entry for entries in read_lock(lock).values() for entry in entries]

    loose = [
        entry
        for entry in entries
        if not re.fullmatch(r"[\w.-]+==\S+ (;.+ )?(\\\n    --hash=sha256:[0-9a-f]{64} ?)+\n", entry)
    ]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    assert re.findall(r"(?m)^ *-(?!-hash=).*|.*://.*|.* @ .*|^.*# via .*-r .*|/\w+/", text) == []


def test_a_bound_below_what_can_be_tested_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "oldest.lock"
    lock.write_text("httpx==0.28.1 \\\n    --hash=sha256:00\nmsgspec==0.20.0 \\\n    --hash=sha256:00\n")

    assert untested_bounds(lock) == [
        "httpx<1,>=0.28: the oldest version that the tests can be run with is ==0.28.1, so say that in pyproject.toml"
    ]


def test_make_installs_from_the_lock_alone() -> None:
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")

    assert re.findall(r"(?m)^\t\$\(INSTALL\) (.*)", text) == [
        "--require-hashes --only-binary :all: --requirement $(LOCK)",
        "--no-deps --no-build-isolation --editable .",
    ]
    assert text.count("pip install") == 1
