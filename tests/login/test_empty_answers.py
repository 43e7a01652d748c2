"""An answer with nothing is believed only while the token is known to be good."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import httpx
import pytest

import nbia
from tests.login.server import CHECK, NOTHING, PAGE, REFUSED, LoginServer, Sent

Make = Callable[..., Any]
EMPTY = [NOTHING, Sent(204), Sent(body=b"[]"), Sent(body=b" []\n")]
FAILED = Sent(500, b"Server was not able to process your request", "text/plain")


@pytest.mark.parametrize("empty", [*EMPTY, FAILED])
def test_what_an_expired_token_causes_is_asked_again_with_a_good_one(
    make: Make, login: nbia.Login, login_server: LoginServer, empty: Sent
) -> None:
    login_server.without["getPatient"] = empty
    client = make(login)
    client.get_patient()
    login_server.expire()

    assert len(client.get_patient()) == 1
    assert login_server.asked == {"password": 1, "refresh_token": 1, "getPatient": 3, CHECK: 1}


@pytest.mark.parametrize("empty", [NOTHING, Sent(204)])
def test_a_table_that_an_expired_token_leaves_empty_is_asked_again(
    make: Make, login: nbia.Login, login_server: LoginServer, empty: Sent
) -> None:
    login_server.without["getPatient"] = empty
    login_server.answers["getPatient"] = Sent(body=b"PatientId\nP-1\n", content_type="text/csv")
    client = make(login)
    client.get_collection_values()
    login_server.end_sessions()

    assert client.get_patient(format="csv") == "PatientId\nP-1\n"


def test_a_stream_that_an_expired_token_leaves_empty_is_asked_again(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    client = make(login)
    client.get_collection_values()
    login_server.expire()

    assert len(list(client.iter_patient())) == 1


def test_the_same_holds_for_tasks(version: ModuleType, login: nbia.Login, login_server: LoginServer) -> None:
    async def ask() -> list[int]:
        async with version.AsyncClient(base_url=login_server.base_url, login=login) as client:
            await client.get_patient()
            login_server.expire()
            found = await asyncio.gather(*(client.get_patient() for _ in range(50)))
            return [len(patients) for patients in found]

    assert asyncio.run(ask()) == [1] * 50
    assert login_server.asked["refresh_token"] == 1


@pytest.mark.parametrize("empty", EMPTY)
def test_nothing_is_nothing_where_the_token_is_good(
    make: Make, login: nbia.Login, login_server: LoginServer, empty: Sent
) -> None:
    login_server.answers["getSeries"] = empty

    assert len(make(login).get_series()) == 0
    assert login_server.asked == {"password": 1, "getSeries": 1, CHECK: 1}


def test_a_failure_is_a_failure_where_the_token_is_good(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.answers["getSeries"] = FAILED

    with pytest.raises(nbia.ServerFailureError, match="getSeries"):
        make(login).get_series()
    assert login_server.asked == {"password": 1, "getSeries": 1, CHECK: 1}


def test_the_endpoint_that_is_asked_for_proof_needs_none(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.answers[CHECK] = NOTHING

    assert len(make(login).get_collection_values()) == 0
    assert login_server.asked == {"password": 1, CHECK: 1}


def test_one_proof_is_enough_for_those_who_wait_for_it(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    client = make(login)
    client.get_collection_values()
    together = threading.Barrier(8)

    def ask(_: int) -> int:
        together.wait()
        return len(client.get_series())

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [0] * 8
    assert login_server.asked[CHECK] <= 9
    assert login_server.asked["password"] == 1


@pytest.mark.parametrize(
    ("proof", "error"),
    [
        (FAILED, nbia.ServerFailureError),
        (Sent(200, PAGE, "text/html"), nbia.NotTheApiError),
        (Sent(302, headers=(("Location", "https://elsewhere.example/"),)), nbia.MovedError),
        (Sent(404, PAGE, "text/html"), nbia.RetiredError),
    ],
)
def test_nothing_is_not_believed_where_nobody_knows_whether_the_token_is_good(
    make: Make, login: nbia.Login, login_server: LoginServer, proof: Sent, error: type[nbia.NbiaError]
) -> None:
    login_server.answers[CHECK] = proof

    with pytest.raises(error) as raised:
        make(login).get_series()
    assert "whether the login holds could not be found out" in str(raised.value)


@pytest.mark.parametrize("proof", [FAILED, Sent(200, PAGE, "text/html")])
def test_a_failure_stays_one_where_nobody_knows_whether_the_token_is_good(
    make: Make, login: nbia.Login, login_server: LoginServer, proof: Sent
) -> None:
    login_server.answers["getSeries"] = FAILED
    login_server.answers[CHECK] = proof

    with pytest.raises(nbia.ServerFailureError, match="getSeries"):
        make(login).get_series()


def test_nothing_is_not_believed_where_the_proof_is_empty(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.answers[CHECK] = NOTHING

    with pytest.raises(nbia.NeedsLoginError):
        make(login).get_series()


def test_nothing_is_not_believed_where_no_token_is_accepted(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.accepts = False

    with pytest.raises(nbia.NeedsLoginError):
        make(login).get_series()
    assert login_server.asked["getSeries"] == 2


def test_a_token_that_others_replaced_meanwhile_is_no_reason_to_give_up(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    renewals = iter([True, True, True])

    def renew(response: httpx.Response) -> None:
        if response.request.url.path.endswith("/getSeries") and next(renewals, False):
            client._login.tokens.token = dataclasses.replace(client._login.tokens.token)

    with httpx.Client(event_hooks={"response": [renew]}) as http:
        client = make(login, http=http)

        assert len(client.get_series()) == 0

    assert login_server.asked == {"password": 1, "getSeries": 4, CHECK: 1}


def test_an_image_that_a_good_token_does_not_get_is_refused(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.answers["getImage"] = REFUSED

    with pytest.raises(nbia.NeedsLoginError):
        make(login).get_image("1.2.3", to="never-written.zip")
    assert login_server.asked["getImage"] == 2
