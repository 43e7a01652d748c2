"""Where the command line gets a login, and that no option takes a password."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import click
import pytest

from nbia_core.api.description import LoginMethod
from nbia_core.cli.login import find_login
from nbia_core.errors import InvalidParameterError
from tests.cli.command_line import Terminal

ALWAYS = LoginMethod(needed="always", token="/token", client_id="NBIA", check="getCollectionValues", guest="visitor")
OPTIONAL = LoginMethod(
    needed="optional", token="/token", client_id="NBIA", check="getCollectionValues", guest="visitor"
)
URL = "https://nbia.example/nbia-api/services/v7"


@pytest.fixture(autouse=True)
def _nothing_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NBIA_USER", "NBIA_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What somebody at a terminal is asked, whose answers are the names of the questions."""
    questions: list[tuple[str, dict[str, Any]]] = []

    def prompt(text: str, **options: Any) -> str:
        questions.append((text, options))
        return text.partition(" ")[0]

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(click, "prompt", prompt)
    return questions


def write_netrc(tmp_path: Path) -> None:
    path = tmp_path / "netrc"
    path.touch(0o600)
    path.write_text("machine nbia.example login netrc-user password netrc-password\n", encoding="utf-8")


def test_a_version_without_a_login_gets_none() -> None:
    assert find_login(None, URL) is None


@pytest.mark.parametrize("method", [ALWAYS, OPTIONAL])
def test_the_environment_comes_first(method: LoginMethod, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_netrc(tmp_path)
    monkeypatch.setenv("NBIA_USER", "reader")
    monkeypatch.setenv("NBIA_PASSWORD", "secret")

    login = find_login(method, URL)

    assert login is not None
    assert (login.user, login.password.reveal()) == ("reader", "secret")


@pytest.mark.parametrize("method", [ALWAYS, OPTIONAL])
def test_the_netrc_file_comes_next(method: LoginMethod, tmp_path: Path) -> None:
    write_netrc(tmp_path)

    login = find_login(method, URL)

    assert login is not None
    assert (login.user, login.password.reveal()) == ("netrc-user", "netrc-password")


def test_the_guest_needs_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBIA_USER", "visitor")

    login = find_login(ALWAYS, URL)

    assert login is not None
    assert login.is_guest


def test_somebody_at_a_terminal_is_asked_without_an_echo(asked: list[tuple[str, dict[str, Any]]]) -> None:
    login = find_login(ALWAYS, URL)

    assert login is not None
    assert (login.user, login.password.reveal()) == ("User", "Password")
    assert [options.get("hide_input", False) for _, options in asked] == [False, True]
    assert all(options["err"] for _, options in asked)
    assert all("nbia.example" in text for text, _ in asked)


def test_the_password_of_a_user_in_the_environment_is_asked_for(
    asked: list[tuple[str, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBIA_USER", "reader")

    login = find_login(OPTIONAL, URL)

    assert login is not None
    assert (login.user, login.password.reveal()) == ("reader", "Password")
    assert len(asked) == 1


def test_nobody_is_asked_where_no_login_is_needed(asked: list[tuple[str, dict[str, Any]]]) -> None:
    assert find_login(OPTIONAL, URL) is None
    assert asked == []


def test_without_a_terminal_the_ways_are_told() -> None:
    with pytest.raises(click.UsageError, match=r"NBIA_USER \(visitor for what is public\) and NBIA_PASSWORD.*netrc"):
        find_login(ALWAYS, URL)


def test_where_nobody_may_be_asked_it_is_the_guest(asked: list[tuple[str, dict[str, Any]]]) -> None:
    login = find_login(ALWAYS, URL, may_ask=False)

    assert login is not None
    assert login.is_guest
    assert asked == []


@pytest.mark.parametrize("name", ["NBIA_USER", "NBIA_PASSWORD"])
def test_half_a_login_without_a_terminal_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "half")

    with pytest.raises(InvalidParameterError, match="not set, or empty"):
        find_login(OPTIONAL, URL)
