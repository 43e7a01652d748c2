"""Downloads with a login: one token for all workers, and none in what goes to other processes."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import nbia
from nbia_core.download.workers import Service, ServiceLogin
from nbia_core.http.retries import RetryPolicy
from tests.login.conftest import METHOD
from tests.login.server import MARK, PASSWORD, USER, LoginServer

Make = Callable[..., Any]
UIDS = ["1.2.1", "1.2.2", "1.2.3", "1.2.4"]


def test_an_executor_cannot_be_given_a_login(
    make: Make, login: nbia.Login, login_server: LoginServer, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(1) as executor, pytest.raises(nbia.InvalidParameterError, match="cannot be given a login"):
        make(login).download(UIDS, tmp_path / "to", executor=executor)
    assert login_server.requests == []
    assert not (tmp_path / "to").exists()


def test_tasks_of_an_executor_share_a_token(make: Make, login_server: LoginServer, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as executor:
        report = make(lambda: nbia.Login(USER, PASSWORD), retries=0).download(UIDS, tmp_path / "to", executor=executor)

    assert len(report.failed) == len(UIDS)
    assert login_server.asked["password"] == 1


def test_processes_get_the_login_from_the_environment(
    make: Make, login_server: LoginServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBIA_USER", USER)
    monkeypatch.setenv("NBIA_PASSWORD", PASSWORD)

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        report = make(nbia.Login.from_environment, retries=0).download(UIDS, tmp_path / "to", executor=executor)

    assert len(report.failed) == len(UIDS)
    assert login_server.asked["password"] == 1
    assert {request.authorization for request in login_server.requests[1:]} == {f"Bearer {MARK}-access-1"}


def service(source: Any) -> Service:
    login = ServiceLogin(source=source, method=METHOD)
    return Service(base_url="http://a.example", timeouts=None, retries=RetryPolicy(), sites=(), login=login)


def test_what_goes_to_other_processes_has_no_password() -> None:
    sent = service(nbia.Login.from_environment)

    assert pickle.loads(pickle.dumps(sent)) == sent
    with pytest.raises(nbia.InvalidParameterError, match="cannot be pickled"):
        pickle.dumps(service(nbia.Login(USER, PASSWORD)))


def test_each_download_has_a_token_of_its_own() -> None:
    assert service(nbia.Login.guest) != service(nbia.Login.guest)
