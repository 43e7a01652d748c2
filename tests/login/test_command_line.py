"""The command line and the contract, with a login."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from types import ModuleType

import pytest

import nbia
from nbia_core.api.description import Api
from nbia_core.api.description_file import load
from nbia_core.cli.application import run
from nbia_core.contract.sources.har import from_har
from nbia_core.contract.sources.live import live
from nbia_core.http.secrets import Secret
from tests.login.server import LOGOUT, MARK, PASSWORD, USER, LoginServer, Sent


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NBIA_USER", USER)
    monkeypatch.setenv("NBIA_PASSWORD", PASSWORD)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture
def api(version: ModuleType) -> Api:
    return load(version.__name__)


def test_a_command_logs_in_with_the_environment(
    version: ModuleType, login_server: LoginServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(version.__name__, ["--base-url", login_server.base_url, "--verbose", "get-patient", "--format", "csv"])

    out, err = capsys.readouterr()
    assert code == 0
    assert "P-1" in out
    assert MARK not in out + err
    assert login_server.asked == {"password": 1, "getPatient": 1, "logout": 1}


def test_a_command_tells_of_a_wrong_password_and_does_not_show_it(
    version: ModuleType, login_server: LoginServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBIA_PASSWORD", f"{MARK}-wrong")

    code = run(version.__name__, ["--base-url", login_server.base_url, "--debug", "get-patient"])

    out, err = capsys.readouterr()
    assert code != 0
    assert "user and password do not fit" in err
    assert MARK not in out + err


def test_info_asks_nobody_for_a_login(
    version: ModuleType, login_server: LoginServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NBIA_USER")
    monkeypatch.delenv("NBIA_PASSWORD")

    code = run(version.__name__, ["info", "--base-url", login_server.base_url])

    assert code == 0, capsys.readouterr().err
    assert [request.form.get("username") for request in login_server.requests if request.form] == ["nbia_guest"]


def test_no_option_takes_a_password(version: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    run(version.__name__, ["--help"])
    run(version.__name__, ["get-patient", "--help"])

    assert re.findall(r"--\S*pass\S*", capsys.readouterr().out.lower()) == []


def test_the_contract_is_asked_with_a_login(api: Api, login_server: LoginServer, login: nbia.Login) -> None:
    login_server.answers["getSeries"] = Sent(500, f"You sent Bearer {MARK}-access-1".encode(), "text/plain")

    seen = list(live(login_server.base_url, api, endpoints=["getSeries", "getPatient"], login=login, pause=0))

    assert {observation.status for observation in seen if observation.endpoint == "getPatient"} == {200}
    assert b"You sent Bearer ***" in [observation.body for observation in seen]
    assert MARK not in repr(seen)
    assert MARK.encode() not in pickle.dumps(seen)
    assert login_server.asked["password"] == 1
    assert login_server.requests[-1].path == LOGOUT


def test_the_contract_is_not_asked_without_a_login_that_it_needs(
    closed_version: ModuleType, login_server: LoginServer
) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="shows nothing without a login"):
        live(login_server.base_url, load(closed_version.__name__))
    assert login_server.requests == []


def test_the_contract_of_a_version_without_a_login_is_not_asked_with_one(login: nbia.Login) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="has no login"):
        live("http://127.0.0.1:1", load("nbia.v1"), login=login)


def test_a_har_file_gives_no_secret_away(api: Api, tmp_path: Path) -> None:
    header = {"name": "Authorization", "value": f"Bearer {MARK}-access"}
    form = {"mimeType": "application/x-www-form-urlencoded", "text": f"grant_type=password&password={MARK}"}
    token = {"text": json.dumps({"access_token": f"{MARK}-access"}), "mimeType": "application/json"}
    base_url = next(iter(api.base_urls.values()))
    entries = [
        {
            "request": {"method": "POST", "url": f"{base_url}/getPatient", "headers": [], "postData": form},
            "response": {"status": 200, "headers": [], "content": token},
        },
        {
            "request": {"method": "GET", "url": f"{base_url}/getPatient", "headers": [header]},
            "response": {"status": 200, "headers": [], "content": {"text": "[]", "mimeType": "application/json"}},
        },
    ]
    file = tmp_path / "saved.har"
    file.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")

    seen = list(from_har(file, api))

    assert len(seen) == 1
    assert MARK not in repr(seen)


def test_a_secret_is_not_shown_in_a_format() -> None:
    assert f"{Secret(PASSWORD)}" == str(Secret(PASSWORD)) == "***"
