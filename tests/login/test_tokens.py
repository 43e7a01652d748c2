"""The token of a client: asked for once, renewed in time, ended with the client."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

import nbia
from tests.login.server import NOTHING, PAGE, PASSWORD, USER, LoginServer, Sent, refusal

Make = Callable[..., Any]


def test_a_call_carries_the_token_of_the_login(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    found = make(login).get_patient()

    assert [patient.patient_id for patient in found] == ["P-1"]
    assert login_server.requests[0].form == {
        "grant_type": "password",
        "username": USER,
        "password": PASSWORD,
        "client_id": "NBIA",
    }
    assert login_server.requests[1].authorization == "Bearer MARKED-access-1"


def test_the_guest_has_the_name_of_the_description_and_no_password(make: Make, login_server: LoginServer) -> None:
    make(nbia.Login.guest()).get_patient()

    assert login_server.requests[0].form.get("username") == "nbia_guest"
    assert "password" not in login_server.requests[0].form


@pytest.mark.parametrize("get", [nbia.Login.guest, lambda: nbia.Login(USER, PASSWORD)])
def test_a_function_gets_the_login_when_it_is_needed(make: Make, get: Callable[[], nbia.Login]) -> None:
    assert len(make(get).get_patient()) == 1


def test_nothing_is_sent_before_the_first_call(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    make(login).close()

    assert login_server.requests == []


def test_a_token_is_asked_for_once_for_many_threads(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    client = make(login)
    together = threading.Barrier(32)

    def ask(_: int) -> int:
        together.wait()
        return len(client.get_patient())

    with ThreadPoolExecutor(32) as pool:
        assert list(pool.map(ask, range(32))) == [1] * 32
    assert login_server.asked == {"password": 1, "getPatient": 32}


def test_a_token_is_asked_for_once_for_many_tasks(
    version: ModuleType, login: nbia.Login, login_server: LoginServer
) -> None:
    async def ask() -> list[int]:
        async with version.AsyncClient(base_url=login_server.base_url, login=login) as client:
            found = await asyncio.gather(*(client.get_patient() for _ in range(200)))
            return [len(patients) for patients in found]

    assert asyncio.run(ask()) == [1] * 200
    assert login_server.asked == {"password": 1, "getPatient": 200, "logout": 1}


def test_a_task_that_is_cancelled_leaves_the_token_to_the_others(
    version: ModuleType, login: nbia.Login, login_server: LoginServer
) -> None:
    async def ask() -> int:
        async with version.AsyncClient(base_url=login_server.base_url, login=login) as client:
            first = asyncio.create_task(client.get_patient())
            second = asyncio.create_task(client.get_patient())
            await asyncio.sleep(0)
            first.cancel()
            return len(await second)

    assert asyncio.run(ask()) == 1


def test_a_token_is_renewed_before_it_ends(
    make: Make, login: nbia.Login, login_server: LoginServer, clock: Callable[[float], None]
) -> None:
    client = make(login)
    client.get_patient()
    clock(271)
    client.get_patient()

    assert login_server.asked == {"password": 1, "refresh_token": 1, "getPatient": 2}
    assert login_server.requests[-1].authorization == "Bearer MARKED-access-2"
    assert login_server.requests[2].form == {
        "grant_type": "refresh_token",
        "refresh_token": "MARKED-refresh-1",
        "client_id": "keycloak-client",
    }


def test_a_token_is_used_while_it_is_good(
    make: Make, login: nbia.Login, login_server: LoginServer, clock: Callable[[float], None]
) -> None:
    client = make(login)
    client.get_patient()
    clock(269)
    client.get_patient()

    assert login_server.asked == {"password": 1, "getPatient": 2}


def test_a_short_token_is_used_for_most_of_its_time(
    make: Make, login: nbia.Login, login_server: LoginServer, clock: Callable[[float], None]
) -> None:
    login_server.expires_in = 10
    client = make(login)
    client.get_patient()
    clock(7)
    client.get_patient()
    clock(2)
    client.get_patient()

    assert login_server.asked == {"password": 1, "refresh_token": 1, "getPatient": 3}


@pytest.mark.parametrize("expires_in", [None, "soon", -1, 0, [], {}, True, float("inf"), "7200", 7200, 10**400])
def test_an_odd_time_of_a_token_is_no_obstacle(
    make: Make, login: nbia.Login, login_server: LoginServer, expires_in: object
) -> None:
    login_server.expires_in = login_server.refresh_expires_in = expires_in

    assert len(make(login).get_patient()) == 1


def test_a_token_is_asked_for_with_the_password_when_the_time_of_the_refresh_token_is_over(
    make: Make, login: nbia.Login, login_server: LoginServer, clock: Callable[[float], None]
) -> None:
    client = make(login)
    client.get_patient()
    clock(1801)
    client.get_patient()

    assert login_server.asked == {"password": 2, "getPatient": 2}


@pytest.mark.parametrize(
    "refused",
    [refusal("Session not active", 400), Sent(500, b"null", "text/plain"), Sent(200, PAGE, "text/html"), NOTHING],
)
def test_a_token_is_asked_for_with_the_password_when_the_refresh_token_is_refused(
    make: Make, login: nbia.Login, login_server: LoginServer, clock: Callable[[float], None], refused: Sent
) -> None:
    client = make(login)
    client.get_patient()
    clock(271)
    login_server.token_answers = [refused]

    assert len(client.get_patient()) == 1
    assert login_server.asked == {"password": 2, "refresh_token": 1, "getPatient": 2}


def test_a_token_that_is_not_accepted_is_renewed_and_the_call_sent_again(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    client = make(login)
    client.get_collection_values()
    login_server.expire()

    assert len(client.get_collection_values()) == 1
    assert login_server.asked == {"password": 1, "refresh_token": 1, "getCollectionValues": 3}


def test_a_token_that_many_threads_find_rejected_is_renewed_once(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    client = make(login)
    client.get_patient()
    login_server.end_sessions()
    together = threading.Barrier(16)

    def ask(_: int) -> int:
        together.wait()
        return len(client.get_collection_values())

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, range(16))) == [1] * 16
    assert login_server.asked["password"] == 2
    assert login_server.asked["refresh_token"] == 1


def test_a_call_is_sent_again_once_and_not_for_ever(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    login_server.accepts = False
    client = make(login)

    with pytest.raises(nbia.NeedsLoginError, match="does not accept it"):
        client.get_collection_values()
    assert login_server.asked == {"password": 1, "refresh_token": 1, "getCollectionValues": 2}


def test_the_password_is_used_where_renewed_tokens_are_not_accepted(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.accepts_renewed = False
    client = make(login)
    client.get_collection_values()
    login_server.expire()
    with pytest.raises(nbia.NeedsLoginError):
        client.get_collection_values()

    assert len(client.get_collection_values()) == 1
    assert login_server.asked["password"] == 2


def test_no_more_tokens_are_asked_for_where_none_is_accepted(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.accepts = False
    client = make(login)
    for _ in range(5):
        with pytest.raises(nbia.NeedsLoginError):
            client.get_collection_values()

    assert login_server.asked["password"] + login_server.asked["refresh_token"] == 3


def test_tokens_are_asked_for_again_when_one_was_accepted(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    client = make(login)
    for _ in range(5):
        client.get_collection_values()
        login_server.expire()

    assert len(client.get_collection_values()) == 1


def test_the_token_ends_with_the_client(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    with make(login) as client:
        client.get_patient()

    ended = login_server.requests[-1]
    assert (ended.method, ended.name, ended.authorization) == ("POST", "logout", "Bearer MARKED-access-1")


def test_the_token_is_ended_once(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    client = make(login)
    client.get_patient()
    client.close()
    client.close()

    assert login_server.asked["logout"] == 1


def test_a_server_that_ends_no_tokens_is_no_obstacle(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    login_server.has_logout = False
    client = make(login)
    client.get_patient()

    client.close()


def test_a_server_that_is_gone_is_no_obstacle_to_the_end(make: Make, login: nbia.Login) -> None:
    with LoginServer() as gone:
        client = make(login, base_url=gone.base_url)
        client.get_patient()

    client.close()


def test_each_server_has_a_token_of_its_own(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    with LoginServer() as other:
        make(login).get_patient()
        make(login, base_url=other.base_url).get_patient()

        assert login_server.asked == {"password": 1, "getPatient": 1}
        assert other.asked == {"password": 1, "getPatient": 1}


def test_an_endpoint_that_needs_no_login_gets_none(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    login_server.without["getModalityValues"] = Sent(body=b'[{"Modality": "CT"}]')

    assert len(make(login).get_modality_values()) == 1
    assert [request.authorization for request in login_server.requests] == [None]
