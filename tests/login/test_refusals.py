"""Why there is no token: each reason is an error of its own, which says what to do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

import nbia
from nbia import errors
from tests.login.server import MARK, NOTHING, PAGE, PASSWORD, USER, LoginServer, Sent, refusal

Make = Callable[..., Any]
MOVED = Sent(302, headers=(("Location", "https://elsewhere.example/login"),))


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (refusal("Invalid user credentials"), errors.WrongPasswordError, "check the user and the password"),
        (refusal("Invalid user credentials", 400), errors.WrongPasswordError, "check the user and the password"),
        (refusal("Account disabled", 400), errors.AccountClosedError, "ask those who run the server"),
        (refusal("Account is locked", 401), errors.AccountClosedError, "ask those who run the server"),
        (refusal("Account is not fully set up", 400), errors.AccountClosedError, "not set up"),
        (refusal("Invalid client", 401, "invalid_client"), errors.LoginRefusedError, "what came back says why"),
        (refusal("Not allowed", 400, "unauthorized_client"), errors.LoginRefusedError, "what came back says why"),
        (refusal("Not allowed", 403, "access_denied"), errors.LoginRefusedError, "what came back says why"),
        (Sent(200, PAGE, "text/html"), errors.NotTheApiError, "check the base URL"),
        (Sent(401, PAGE, "text/html"), errors.NotTheApiError, "check the base URL"),
        (Sent(403, PAGE, "text/html"), errors.NotTheApiError, "check the base URL"),
        (NOTHING, errors.NotTheApiError, "check the base URL"),
        (Sent(204), errors.NotTheApiError, "check the base URL"),
        (Sent(200, b"[]"), errors.NotTheApiError, "check the base URL"),
        (Sent(200, b"{}"), errors.NotTheApiError, "check the base URL"),
        (Sent(200, b"[" * 100_000), errors.NotTheApiError, "check the base URL"),
        (Sent(200, b'{"access_token": ""}'), errors.NotTheApiError, "check the base URL"),
        (Sent(200, b'{"access_token": 1}'), errors.NotTheApiError, "check the base URL"),
        (Sent(200, b'{"access_token": "a b"}'), errors.NotTheApiError, "check the base URL"),
        (Sent(200, b'{"access_token": "a\\r\\nX: y"}'), errors.NotTheApiError, "check the base URL"),
        (Sent(200, b'{"access_token": "a", "token_type": "mac"}'), errors.NotTheApiError, "check the base URL"),
        (Sent(404, PAGE, "text/html"), errors.RetiredError, "no login"),
        (Sent(405, PAGE, "text/html"), errors.NotTheApiError, "check the base URL"),
        (MOVED, errors.MovedError, "give the new address as base_url"),
        (Sent(500, b"null", "text/plain"), errors.ServerFailureError, "try again later"),
    ],
)
def test_each_reason_is_an_error_of_its_own(
    make: Make, login: nbia.Login, login_server: LoginServer, answer: Sent, error: type[nbia.NbiaError], words: str
) -> None:
    login_server.token_answers = [answer]

    with pytest.raises(nbia.NbiaError) as raised:
        make(login).get_patient()
    assert type(raised.value) is error
    assert words in str(raised.value)
    assert raised.value.url == f"{login_server.origin}/nbia-api/oauth/token"
    assert login_server.asked["getPatient"] == 0


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_passes_is_asked_again(make: Make, login: nbia.Login, login_server: LoginServer, status: int) -> None:
    login_server.token_answers = [Sent(status, headers=(("Retry-After", "0"),))]

    assert len(make(login).get_patient()) == 1


def test_a_server_that_cannot_be_reached_is_one(make: Make, login: nbia.Login) -> None:
    with LoginServer() as gone:
        base_url = gone.base_url

    with pytest.raises(nbia.ConnectionFailedError):
        make(login, base_url=base_url, retries=0).get_patient()


def test_a_password_that_is_refused_is_not_tried_again(make: Make, login_server: LoginServer) -> None:
    client = make(nbia.Login(USER, "wrong"))
    together = threading.Barrier(32)

    def ask(_: int) -> type[BaseException]:
        together.wait()
        with pytest.raises(nbia.NbiaError) as raised:
            client.get_patient()
        return raised.type

    with ThreadPoolExecutor(32) as pool:
        assert set(pool.map(ask, range(32))) == {nbia.WrongPasswordError}
    assert login_server.asked == {"password": 1}


def test_a_trouble_of_the_login_service_is_over_when_it_is_over(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.token_answers = [Sent(500, b"null", "text/plain")]
    client = make(login)
    with pytest.raises(nbia.ServerFailureError):
        client.get_patient()

    assert len(client.get_patient()) == 1


@pytest.mark.parametrize(
    "echo",
    [
        Sent(200, f"<html>you sent password={PASSWORD}</html>".encode(), "text/html"),
        refusal(f"{PASSWORD} is wrong"),
        refusal("wrong", error=PASSWORD),
        Sent(200, f'{{"access_token": {{"is": "{MARK}"}}}}'.encode()),
        Sent(500, PASSWORD.encode(), "text/plain"),
    ],
)
def test_what_the_server_repeats_of_the_password_is_not_told(
    make: Make, login: nbia.Login, login_server: LoginServer, echo: Sent
) -> None:
    login_server.token_answers = [echo]

    with pytest.raises(nbia.NbiaError) as raised:
        make(login).get_patient()
    assert MARK not in str(raised.value) + repr(vars(raised.value))


def test_a_login_where_there_is_none_is_refused() -> None:
    with pytest.raises(nbia.InvalidParameterError, match="The NBIA Search REST API, v1, has no login"):
        nbia.Client(login=nbia.Login("user", "password"))
    with pytest.raises(nbia.InvalidParameterError, match="The NBIA Search REST API, v1, has no login"):
        nbia.AsyncClient(login=nbia.Login.guest)


WAYS = ['nbia.Login("user", "password")', "nbia.Login.guest", "NBIA_USER", "NBIA_PASSWORD", "from_netrc"]


def test_a_call_that_needs_a_login_is_not_sent_without_one(make: Make, login_server: LoginServer) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="getPatient needs a login") as raised:
        make(None).get_patient()
    assert login_server.requests == []
    assert [way for way in WAYS if way not in str(raised.value)] == []


def test_a_call_that_needs_no_login_is_sent_without_one(make: Make, login_server: LoginServer) -> None:
    login_server.without["getModalityValues"] = Sent(body=b'[{"Modality": "CT"}]')

    assert len(make(None).get_modality_values()) == 1


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_a_version_that_shows_nothing_without_a_login_has_no_client_without_one(
    closed_version: ModuleType, kind: str
) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="shows nothing without a login") as raised:
        getattr(closed_version, kind)()
    assert [way for way in WAYS if way not in str(raised.value)] == []


@pytest.mark.parametrize("login", ["user", ("user", PASSWORD), {"password": PASSWORD}, 1, b"user"])
def test_what_is_no_login_is_refused_and_not_repeated(make: Make, login: object) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="must be a Login") as raised:
        make(login)
    assert MARK not in str(raised.value)


def test_a_function_that_returns_no_login_is_refused(make: Make, login_server: LoginServer) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="returned no Login but tuple") as raised:
        make(lambda: (USER, PASSWORD)).get_patient()
    assert MARK not in str(raised.value)
    assert login_server.requests == []
