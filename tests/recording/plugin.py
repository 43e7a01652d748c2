"""A plugin of pytest on top of pytest-recording: which cassettes are used, and replaying them strictly.

`tests.record` gives its options on the command line; without it the committed cassettes are replayed.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.recording.cases import Case, cases, the_spec
from tests.recording.files import (
    CASSETTES,
    PROVENANCE,
    ReadableYaml,
    exact_form,
    exact_query,
    production,
    read_provenance,
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """What this session of pytest does with cassettes."""

    folder: Path
    """Where they are."""
    record_from: str | None
    """The base URL that is recorded, or None for replaying."""
    pause: float
    """Seconds between two requests, out of politeness to the live service."""
    cases: tuple[Case, ...]
    """What is recorded or replayed, of all versions."""

    def address(self, version: str) -> str:
        """Return the base URL of a version that is asked."""
        return self.record_from or production(version)


_SETTINGS: Final = pytest.StashKey[Settings]()
_OWNERS: Final = pytest.StashKey[dict[str, str]]()
_SUFFIX: Final = "_case"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the recorder."""
    group = parser.getgroup("cassettes")
    group.addoption("--cassettes", type=Path, default=CASSETTES, help="folder with the cassettes of each version")
    group.addoption("--record-from", default=None, help="base URL to record")
    group.addoption("--record-pause", type=float, default=0.0, help="seconds between two requests")


def settings_of(config: pytest.Config) -> Settings:
    """Return what this session does with cassettes."""
    if _SETTINGS not in config.stash:
        folder = config.getoption("cassettes", CASSETTES)
        provenances = {
            path.parent.name: read_provenance(path.parent) for path in sorted(folder.glob(f"*/{PROVENANCE}"))
        }
        config.stash[_SETTINGS] = Settings(
            folder=folder,
            record_from=config.getoption("record_from", None),
            pause=config.getoption("record_pause", 0.0),
            cases=tuple(
                case
                for version, said in provenances.items()
                for case in cases(the_spec(version), said.asked, said.recorded_at.date())
            ),
        )
    return config.stash[_SETTINGS]


def case_of(item: pytest.Item) -> Case | None:
    """Return the case that a test is about."""
    values = item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
    return next((value for value in values if isinstance(value, Case)), None)


@pytest.fixture(scope="session")
def cassettes(pytestconfig: pytest.Config) -> Settings:
    """What this session does with cassettes."""
    return settings_of(pytestconfig)


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    """The case that the test is about."""
    found = case_of(request.node)
    if found is None:
        raise LookupError(f"{request.node.nodeid} is not about a case.")
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test with an argument such as `json_case` each case of that kind."""
    for argument in metafunc.fixturenames:
        if argument.endswith(_SUFFIX):
            chosen = [case for case in settings_of(metafunc.config).cases if argument == case.kind + _SUFFIX]
            metafunc.parametrize(argument, chosen, ids=[case.name for case in chosen])


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Teach VCR the strict matcher and the readable form of cassettes."""
    vcr.register_matcher("exact_query", exact_query)
    vcr.register_matcher("exact_form", exact_form)
    vcr.register_serializer("yaml", ReadableYaml)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Fail a test whose cassette is not its own, or that does not play all of it."""
    case = case_of(item)
    if case is not None and settings_of(item.config).record_from is not None:
        time.sleep(settings_of(item.config).pause)
    yield
    cassette = getattr(item, "funcargs", {}).get("vcr")
    if cassette is not None:
        owner = item.nodeid if case is None else case.name
        _check_owner(item.config, str(cassette.path), owner)
        _check_played(cassette, 1 if case is None else case.requests)


def _check_owner(config: pytest.Config, path: str, owner: str) -> None:
    # Some file systems do not tell upper from lower case.
    other = config.stash.setdefault(_OWNERS, {}).setdefault(path.casefold(), owner)
    if other != owner:
        pytest.fail(f"{owner} and {other} share the cassette {path}: give each its own.", pytrace=False)


def _check_played(cassette: Any, expected: int) -> None:
    if not cassette.write_protected:
        if len(cassette) != expected:
            pytest.fail(f"{len(cassette)} requests were recorded, {expected} were to be.", pytrace=False)
        return
    unplayed = [request for number, request in enumerate(cassette.requests) if not cassette.play_counts[number]]
    if unplayed:
        listed = ", ".join(request.uri for request in unplayed)
        pytest.fail(f"Not played: {listed}. Record again with `make record`.", pytrace=False)
    if cassette.play_count != expected:
        pytest.fail(f"{cassette.play_count} requests were played, {expected} were to be.", pytrace=False)
