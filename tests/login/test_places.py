"""The token goes to the service alone: its scheme, its host and its port."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import pytest

import nbia
from nbia_core.http.servers import is_same_origin
from tests.login.server import API, LoginServer, Sent

Make = Callable[..., Any]
ROWS = Sent(body=b'[{"PatientId": "P-1"}]')


def redirect(to: str) -> Sent:
    return Sent(302, headers=(("Location", to),))


@pytest.mark.parametrize("address", ["http://nbia.example", "http://192.0.2.1:8080", "http://127.0.0.1.example"])
def test_a_password_goes_to_no_other_machine_without_encryption(
    version: ModuleType, login: nbia.Login, address: str
) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="could read the password"):
        version.Client(login=login, base_url=f"{address}/nbia-api/services/v1")


@pytest.mark.parametrize("address", ["https://nbia.example", "http://localhost:8080", "http://[::1]:8080"])
def test_a_login_is_taken_for_an_encrypted_address_and_for_this_machine(
    version: ModuleType, login: nbia.Login, address: str
) -> None:
    url = f"{address}/nbia-api/services/v1"

    assert version.Client(login=login, base_url=url).base_url == url


def test_a_redirect_on_the_same_server_carries_the_token(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.answers["getPatient"] = redirect(f"{API}/elsewhere")
    login_server.answers["elsewhere"] = ROWS

    assert len(make(login).get_patient()) == 1
    assert login_server.requests[-1].authorization == "Bearer MARKED-access-1"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_redirect_to_another_port_or_host_does_not_carry_the_token(
    make: Make, login: nbia.Login, login_server: LoginServer, host: str
) -> None:
    with LoginServer() as other:
        other.without["elsewhere"] = ROWS
        login_server.answers["getPatient"] = redirect(f"{other.origin.replace('127.0.0.1', host)}/elsewhere")

        found = make(login, trusted_hosts=["127.0.0.1", "localhost"]).get_patient()

        assert len(found) == 1
        assert [request.authorization for request in other.requests] == [None]


def test_a_refusal_of_another_place_is_no_reason_for_another_token(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    with LoginServer() as other:
        login_server.answers["getPatient"] = redirect(f"{other.origin}/getCollectionValues")

        with pytest.raises(nbia.NeedsLoginError):
            make(login, trusted_hosts=["127.0.0.1"]).get_patient()

        assert len(other.requests) == 1
    assert login_server.asked == {"password": 1, "getPatient": 1}


def test_a_redirect_of_the_address_of_tokens_is_not_followed(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    with LoginServer() as other:
        login_server.token_answers = [redirect(f"{other.origin}/nbia-api/oauth/token")]

        with pytest.raises(nbia.MovedError):
            make(login, trusted_hosts=["127.0.0.1"]).get_patient()

        assert other.requests == []


@pytest.mark.parametrize("options", [{"auth": ("gate", "keeper")}, {"headers": {"Authorization": "Basic Z2F0ZQ=="}}])
def test_credentials_of_an_http_client_do_not_take_the_place_of_the_token(
    make: Make, login: nbia.Login, login_server: LoginServer, options: dict[str, Any]
) -> None:
    with httpx.Client(**options) as http:
        make(login, http=http).get_patient()

    assert login_server.requests[-1].authorization == "Bearer MARKED-access-1"


def test_an_http_client_of_the_user_goes_on_without_the_token(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    with httpx.Client() as http:
        make(login, http=http).get_patient()
        http.get(f"{login_server.base_url}/getPatient")

    assert login_server.requests[-1].authorization is None


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://a.example/x", "https://a.example/y", True),
        ("https://a.example:443/x", "https://A.example/y", True),
        ("http://a.example:80/x", "http://a.example", True),
        ("http://a.example/x", "https://a.example/x", False),
        ("https://a.example:8443/x", "https://a.example/x", False),
        ("https://b.a.example/x", "https://a.example/x", False),
        ("https://a.example.evil/x", "https://a.example/x", False),
        ("https://a.example@evil.example/x", "https://a.example/x", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, other: str, same: bool) -> None:
    assert is_same_origin(url, other) is same
    assert is_same_origin(other, url) is same
