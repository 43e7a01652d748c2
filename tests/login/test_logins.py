"""Where a login comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import nbia
from tests.login.server import MARK, PASSWORD, USER


@pytest.fixture
def no_login(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NBIA_USER", "NBIA_PASSWORD", "NETRC"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def netrc(tmp_path: Path) -> Path:
    path = tmp_path / "netrc"
    path.touch(0o600)
    path.write_text(
        f"machine other.example login somebody password {MARK}-other\n"
        f"machine nbia.example login {USER} password {MARK}-netrc\n"
        f"default login anybody password {MARK}-default\n",
        encoding="utf-8",
    )
    return path


def test_a_login_has_a_user_and_a_password() -> None:
    login = nbia.Login(USER, PASSWORD)

    assert (login.user, login.is_guest, login.password.reveal()) == (USER, False, PASSWORD)


def test_the_guest_has_neither() -> None:
    login = nbia.Login.guest()

    assert (login.user, login.is_guest, login.password.reveal()) == (None, True, "")


@pytest.mark.parametrize("password", ["ä€\N{SNOWMAN}", " blank ", "p", "x" * 5000, "a&b=c%d+e"])
def test_a_password_is_any_text(password: str) -> None:
    assert nbia.Login(USER, password).password.reveal() == password


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        (None, "must be text, not NoneType"),
        (b"x", "must be text, not bytes"),
        ("a\n", "control characters"),
        ("\ud800", "UTF-8"),
    ],
)
def test_what_cannot_be_sent_is_refused(value: Any, words: str) -> None:
    with pytest.raises(nbia.InvalidParameterError, match=f"The user of the login .*{words}"):
        nbia.Login(value, PASSWORD)
    with pytest.raises(nbia.InvalidParameterError, match=f"The password of the login .*{words}"):
        nbia.Login(USER, value)


def test_the_environment_has_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBIA_USER", USER)
    monkeypatch.setenv("NBIA_PASSWORD", PASSWORD)

    login = nbia.Login.from_environment()

    assert (login.user, login.password.reveal()) == (USER, PASSWORD)


@pytest.mark.parametrize("missing", ["NBIA_USER", "NBIA_PASSWORD"])
@pytest.mark.parametrize("value", [None, ""])
def test_half_a_login_in_the_environment_is_none(
    monkeypatch: pytest.MonkeyPatch, missing: str, value: str | None
) -> None:
    monkeypatch.setenv("NBIA_USER", USER)
    monkeypatch.setenv("NBIA_PASSWORD", PASSWORD)
    monkeypatch.delenv(missing) if value is None else monkeypatch.setenv(missing, value)

    with pytest.raises(nbia.InvalidParameterError, match=f"{missing} not set, or empty") as raised:
        nbia.Login.from_environment()
    assert MARK not in str(raised.value)


def test_a_netrc_file_has_a_login_for_a_host(netrc: Path) -> None:
    login = nbia.Login.from_netrc("nbia.example", netrc)

    assert (login.user, login.password.reveal()) == (USER, f"{MARK}-netrc")


@pytest.mark.usefixtures("no_login")
def test_a_netrc_file_stands_in_the_home_folder(netrc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc.rename(tmp_path / ".netrc")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert nbia.Login.from_netrc("nbia.example").user == USER


@pytest.mark.usefixtures("no_login")
def test_the_environment_names_a_netrc_file(netrc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETRC", str(netrc))

    assert nbia.Login.from_netrc("nbia.example").user == USER


def test_the_entry_for_all_other_hosts_is_not_used(netrc: Path) -> None:
    with pytest.raises(nbia.InvalidParameterError, match=r"has no entry for nbia\.elsewhere"):
        nbia.Login.from_netrc("nbia.elsewhere", netrc)


def test_a_netrc_file_that_others_can_read_is_refused(netrc: Path) -> None:
    netrc.chmod(0o640)

    with pytest.raises(nbia.InvalidParameterError, match="chmod 600"):
        nbia.Login.from_netrc("nbia.example", netrc)


def test_a_netrc_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="is not there"):
        nbia.Login.from_netrc("nbia.example", tmp_path / "none")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"machine nbia.example login {USER} password two {MARK}-words".encode(), "see its line 1"),
        (f"{MARK}".encode(), "see its line 1"),
        (f"machine nbia.example login {USER} password {MARK}\xff".encode("latin-1"), "not in UTF-8"),
        (f"machine nbia.example password {MARK}".encode(), "user of the login is empty"),
        (f"machine nbia.example login {USER}".encode(), "password of the login is empty"),
        (b"", "has no entry"),
    ],
)
def test_a_netrc_file_that_is_none_is_refused_without_a_word_of_it(netrc: Path, text: bytes, words: str) -> None:
    netrc.write_bytes(text)

    with pytest.raises(nbia.InvalidParameterError, match=words) as raised:
        nbia.Login.from_netrc("nbia.example", netrc)
    assert MARK not in str(raised.value)
    assert raised.value.__context__ is None
    assert raised.value.__cause__ is None
