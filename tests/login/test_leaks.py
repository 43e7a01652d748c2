"""Passwords and tokens show nowhere: all of those here have a mark, which is looked for."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import json
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlencode

import httpcore
import httpx
import pytest

import nbia
from nbia_core.http.secrets import Secret
from nbia_core.http.tokens import Token
from tests.login.server import CHECK, MARK, PAGE, PASSWORD, USER, LoginServer, Sent, refusal

Make = Callable[..., Any]
ECHO = Sent(200, json.dumps({"access_token": f"{MARK}-echo", "expires_in": 300}).encode(), is_cut=True)
ROWS = Sent(200, b'[{"PatientId": "P-1"}, {"PatientId": ', is_cut=True)


def shown(error: BaseException) -> str:
    """Return all that a report of an error could show: messages, attributes, and the local variables of all frames."""
    found = [f"{vars(each)!r} {each!r} {each}" for each in chain(error)]
    for each in chain(error):
        found += traceback.TracebackException.from_exception(each, capture_locals=True, max_group_depth=99).format()
    return "\n".join(found)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that led to it, those that are kept from being shown included."""
    if error is not None:
        yield error
        yield from chain(error.__cause__)
        if error.__context__ is not error.__cause__:
            yield from chain(error.__context__)


class Unwritable(httpcore.NetworkStream):
    """A connection that fails while a request is written, or while its answer is read."""

    failure: type[BaseException] = httpcore.WriteTimeout

    def __init__(self, fails_at_write: int) -> None:
        self._left = fails_at_write

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        raise httpcore.ReadError("lost")

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._left -= 1
        if self._left == 0:
            raise self.failure("lost")

    def close(self) -> None:
        pass


class Broken(httpcore.NetworkBackend):
    """Makes connections that fail when they are written to for the n-th time."""

    def __init__(self, fails_at_write: int) -> None:
        self._fails_at_write = fails_at_write

    def connect_tcp(self, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        return Unwritable(self._fails_at_write)


def broken_client(fails_at_write: int) -> httpx.Client:
    client = httpx.Client()
    transport: Any = client._transport
    transport._pool = httpcore.ConnectionPool(network_backend=Broken(fails_at_write))
    return client


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    for name in ("nbia", "httpx", "httpcore", "httpx2", "httpcore2", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


def said(logs: pytest.LogCaptureFixture) -> str:
    return "\n".join(f"{record.getMessage()} {record.args!r} {record.__dict__!r}" for record in logs.records)


FAILURES: dict[str, Callable[[LoginServer], None]] = {
    "the token is cut off": lambda server: server.token_answers.extend([ECHO] * 9),
    "the password is wrong": lambda server: server.token_answers.append(refusal("Invalid user credentials")),
    "the account is closed": lambda server: server.token_answers.append(refusal("Account disabled")),
    "a page answers": lambda server: server.token_answers.append(Sent(200, PAGE, "text/html")),
    "the password comes back": lambda server: server.token_answers.append(Sent(500, PASSWORD.encode(), "text/plain")),
    "the password comes back in a sentence": lambda server: server.token_answers.append(refusal(quote(PASSWORD))),
    "an odd token comes back": lambda server: server.token_answers.append(
        Sent(200, json.dumps({"access_token": [f"{MARK}-odd"]}).encode())
    ),
    "a token with a line break comes back": lambda server: server.token_answers.append(
        Sent(200, json.dumps({"access_token": f"{MARK}-odd\r\nX-Y: 1"}).encode())
    ),
    "the token is not accepted": lambda server: setattr(server, "accepts", False),
    "the answer is cut off": lambda server: server.answers.update(getPatient=ROWS),
    "the answer has a token": lambda server: server.answers.update(
        getPatient=Sent(400, f"You sent Bearer {MARK}-access-1 for this API call.".encode(), "text/plain")
    ),
    "the answer is a page with a token": lambda server: server.answers.update(
        getPatient=Sent(200, f"<html>Authorization: Bearer {MARK}-access-1</html>".encode(), "text/html")
    ),
    "the proof fails": lambda server: server.answers.update(
        {"getPatient": Sent(), CHECK: Sent(500, f"{MARK}-access-1".encode(), "text/plain")}
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_an_error_shows_no_secret(
    make: Make, login: nbia.Login, login_server: LoginServer, logs: pytest.LogCaptureFixture, failure: str
) -> None:
    FAILURES[failure](login_server)

    with pytest.raises(nbia.NbiaError) as raised:
        make(login).get_patient()
    assert MARK not in shown(raised.value)
    assert MARK not in said(logs)
    assert MARK.encode() not in pickle.dumps(raised.value)


@pytest.mark.parametrize("failure", FAILURES)
def test_an_error_of_a_task_shows_no_secret(
    version: ModuleType, login: nbia.Login, login_server: LoginServer, logs: pytest.LogCaptureFixture, failure: str
) -> None:
    FAILURES[failure](login_server)

    async def ask() -> None:
        async with version.AsyncClient(
            base_url=login_server.base_url, login=login, retries=nbia.RetryPolicy(first_delay=0)
        ) as client:
            await client.get_patient()

    with pytest.raises(nbia.NbiaError) as raised:
        asyncio.run(ask())
    assert MARK not in shown(raised.value)
    assert MARK not in said(logs)


def test_the_place_of_a_redirect_shows_no_secret(make: Make, login: nbia.Login, login_server: LoginServer) -> None:
    login_server.answers["getPatient"] = Sent(
        302, headers=(("Location", f"https://elsewhere.example/?token={MARK}-access-1"),)
    )

    with pytest.raises(nbia.MovedError) as raised:
        make(login).get_patient()
    assert raised.value.location == "https://elsewhere.example/?token=***"
    assert MARK not in shown(raised.value)


@pytest.mark.parametrize(
    ("place", "shown_place"),
    [
        (f"https://elsewhere.example/?{urlencode({'password': PASSWORD})}", None),
        ("https://reader:word@elsewhere.example/", "https://***@elsewhere.example/"),
    ],
)
def test_the_place_of_a_redirect_of_the_login_shows_no_secret(
    make: Make, login: nbia.Login, login_server: LoginServer, place: str, shown_place: str | None
) -> None:
    login_server.token_answers.append(Sent(302, headers=(("Location", place),)))

    with pytest.raises(nbia.MovedError) as raised:
        make(login).get_patient()
    assert raised.value.location == shown_place
    assert MARK not in f"{vars(raised.value)!r} {raised.value}"


def test_a_token_that_was_replaced_meanwhile_is_not_shown(
    make: Make, login: nbia.Login, login_server: LoginServer
) -> None:
    login_server.answers["getPatient"] = Sent(400, f"You sent Bearer {MARK}-access-1.".encode(), "text/plain")

    def replace(response: httpx.Response) -> None:
        if response.request.url.path.endswith("/getPatient"):
            client._login.tokens.token = None

    with httpx.Client(event_hooks={"response": [replace]}) as http:
        client = make(login, http=http)
        with pytest.raises(nbia.BadRequestError) as raised:
            client.get_patient()

    assert raised.value.sentence == "You sent Bearer ***."
    assert MARK not in shown(raised.value)


@pytest.mark.parametrize("fails_at_write", [1, 2, 3])
def test_an_error_while_a_request_is_sent_shows_no_secret(make: Make, login: nbia.Login, fails_at_write: int) -> None:
    with broken_client(fails_at_write) as http, pytest.raises(nbia.NoAnswerError) as raised:
        make(login, http=http).get_patient()

    assert MARK not in shown(raised.value)


@pytest.mark.parametrize("fails_at_write", [1, 2])
def test_an_error_while_a_token_is_sent_shows_no_secret(make: Make, login: nbia.Login, fails_at_write: int) -> None:
    client = make(login)
    client.get_patient()

    with broken_client(fails_at_write) as http:
        client._session._http = http
        with pytest.raises(nbia.NoAnswerError) as raised:
            client.get_patient()
        client._session._http = client._session._own_http

    assert MARK not in shown(raised.value)


@pytest.mark.parametrize("fails_at_write", [1, 2])
@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError, RuntimeError])
def test_an_interruption_shows_no_secret(
    make: Make,
    login: nbia.Login,
    monkeypatch: pytest.MonkeyPatch,
    interruption: type[BaseException],
    fails_at_write: int,
) -> None:
    monkeypatch.setattr(Unwritable, "failure", interruption)

    with broken_client(fails_at_write) as http, pytest.raises(interruption) as raised:
        make(login, http=http, retries=0).get_patient()

    assert MARK not in shown(raised.value)


def test_nothing_secret_is_logged_or_in_an_address(
    make: Make, login: nbia.Login, login_server: LoginServer, logs: pytest.LogCaptureFixture
) -> None:
    with make(login) as client:
        client.get_patient()
        login_server.expire()
        client.get_series()
        login_server.end_sessions()
        client.get_collection_values()

    assert login_server.asked["refresh_token"] == 2
    assert {"httpcore", "httpcore2"} & {record.name.partition(".")[0] for record in logs.records}
    assert MARK not in said(logs)
    assert MARK not in "".join(request.path for request in login_server.requests)


def test_no_representation_shows_a_secret(make: Make, login: nbia.Login) -> None:
    client = make(login)
    response = client.send(client_calls(client).get_patient())
    inside = [client, client._session, client._login, client._login.tokens, client._login.tokens.token]

    texts = [
        repr(each) + str(each) + f"{each}" for each in (login, login.password, response, response.headers, *inside)
    ]
    texts += [repr(vars(each)) for each in inside[:4]]
    assert MARK not in "".join(texts)
    assert repr(login) == f"<Login of {USER}>"
    assert repr(nbia.Login.guest()) == "<Login of the guest>"


def client_calls(client: Any) -> Any:
    import importlib

    return importlib.import_module(f"{client.package}.calls")


def token() -> Token:
    return Token(access=Secret(f"{MARK}-1"), refresh=Secret(f"{MARK}-2"), renew_at=0, refresh_until=0)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(
    "secret", [lambda: nbia.Login(USER, PASSWORD), nbia.Login.guest, lambda: Secret(PASSWORD), token]
)
def test_a_secret_is_not_pickled(secret: Callable[[], object], protocol: int) -> None:
    with pytest.raises(nbia.InvalidParameterError, match="cannot be pickled"):
        pickle.dumps(secret(), protocol)


def test_a_client_with_a_login_is_not_pickled(make: Make, login: nbia.Login) -> None:
    client = make(login)
    client.get_patient()

    with pytest.raises((TypeError, AttributeError, nbia.InvalidParameterError)):
        pickle.dumps(client)


def test_a_copy_of_a_login_is_the_login_itself(login: nbia.Login) -> None:
    assert copy.copy(login) is login
    assert copy.deepcopy(login) is login


def test_a_dataclass_with_a_login_shows_nothing(login: nbia.Login) -> None:
    @dataclasses.dataclass
    class Settings:
        login: nbia.Login

    assert MARK not in repr(dataclasses.asdict(Settings(login)))
    assert not dataclasses.is_dataclass(login)


def test_a_login_has_no_mapping_of_its_attributes(login: nbia.Login) -> None:
    with pytest.raises(TypeError):
        vars(login)
    with pytest.raises(TypeError):
        json.dumps(login)


@pytest.mark.parametrize("user", ["", " ", None, "a\nb", "\ud800"])
def test_an_error_about_the_user_shows_no_password(user: Any) -> None:
    with pytest.raises(nbia.InvalidParameterError) as raised:
        nbia.Login(user, PASSWORD)

    _, *inside = traceback.TracebackException.from_exception(raised.value, capture_locals=True).stack
    assert inside
    assert MARK not in repr([frame.locals for frame in inside])


def test_an_error_about_the_password_shows_no_password() -> None:
    with pytest.raises(nbia.InvalidParameterError) as raised:
        nbia.Login(USER, PASSWORD + "\n")

    assert MARK not in shown(raised.value)


def test_a_download_leaves_no_secret(
    make: Make, login: nbia.Login, login_server: LoginServer, logs: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    login_server.answers["getImageWithMD5Hash"] = Sent(500, f"Bearer {MARK}-access-1".encode(), "text/plain")
    events: list[object] = []

    report = make(login, retries=1).download(["1.2.3", "1.2.4"], tmp_path / "to", progress=events.append)

    assert not report.is_complete
    assert login_server.asked["password"] == 1
    assert MARK not in repr(events) + repr(report) + str(report) + said(logs)
    assert MARK.encode() not in pickle.dumps(report)
    assert MARK.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "to").rglob("*") if path.is_file())
