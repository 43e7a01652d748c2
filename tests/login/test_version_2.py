"""Version 2 with a login, against the reference server, which knows nothing of this client."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import nbia.v2
from nbia.events import SeriesFinished
from nbia_core.http.retries import RetryPolicy
from tests.clocks import StillClock
from tests.download.helpers import SEVERAL
from tests.reference_server import MOUSE, ReferenceServer, accounts, faults
from tests.reference_server.known_uids import RESTRICTED


@pytest.fixture(scope="module")
def server_clock() -> StillClock[datetime.datetime]:
    return StillClock(datetime.datetime(2026, 1, 1))


@pytest.fixture(scope="module")
def running_with_clock(server_clock: StillClock[datetime.datetime]) -> Iterator[ReferenceServer]:
    with ReferenceServer(clock=server_clock) as server:
        yield server


@pytest.fixture
def v2(running_with_clock: ReferenceServer) -> ReferenceServer:
    running_with_clock.reset()
    return running_with_clock


@pytest.fixture
def client_of(v2: ReferenceServer, at_once: RetryPolicy) -> Iterator[Callable[[accounts.User], nbia.v2.Client]]:
    """Makes a client of version 2 for a user."""
    made: list[nbia.v2.Client] = []

    def make_client(user: accounts.User) -> nbia.v2.Client:
        login = nbia.Login.guest() if user is accounts.GUEST else nbia.Login(user.name, user.password)
        made.append(nbia.v2.Client(base_url=v2.url("v2"), login=login, retries=at_once, timeout=10))
        return made[-1]

    yield make_client
    for client in made:
        client.close()


Make = Callable[[accounts.User], nbia.v2.Client]


def kinds(server: ReferenceServer) -> list[tuple[str | None, int]]:
    return [(request.grant_type, request.status) for request in server.tokens.requests]


def test_the_guest_sees_what_is_public(client_of: Make, v2: ReferenceServer) -> None:
    values = {value.collection for value in client_of(accounts.GUEST).get_collection_values()}

    assert "RIDER Pilot" in values
    assert "Restricted-Faces" not in values
    assert kinds(v2) == [("password", 200)]


def test_a_user_sees_more_than_the_public(client_of: Make) -> None:
    values = {value.collection for value in client_of(accounts.CURATOR).get_collection_values()}

    assert "Restricted-Faces" in values


def test_an_expired_token_is_never_taken_for_nothing_there(
    client_of: Make, v2: ReferenceServer, server_clock: StillClock[datetime.datetime]
) -> None:
    client = client_of(accounts.CURATOR)
    before = client.get_series(collection="RIDER Pilot")
    server_clock.now += datetime.timedelta(seconds=301)

    after = client.get_series(collection="RIDER Pilot")

    assert len(before) > 0
    assert list(after) == list(before)
    assert kinds(v2) == [("password", 200), ("refresh_token", 200)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get_collection_values(),
        lambda client: client.get_series_meta_data(MOUSE),
        lambda client: client.get_sop_instance_uids(MOUSE),
        lambda client: list(client.iter_series(collection="RIDER Pilot")),
    ],
)
def test_an_ended_session_is_followed_by_another(
    client_of: Make, v2: ReferenceServer, ask: Callable[[Any], Any]
) -> None:
    client = client_of(accounts.STUDENT)
    before = len(ask(client))
    v2.tokens.end_sessions()

    assert len(ask(client)) == before > 0
    assert kinds(v2) == [("password", 200), ("refresh_token", 400), ("password", 200)]


def test_nothing_is_nothing_for_a_good_token(client_of: Make, v2: ReferenceServer) -> None:
    assert len(client_of(accounts.STUDENT).get_series(collection="No Such Collection")) == 0
    assert kinds(v2) == [("password", 200)]


def test_tasks_share_a_token(v2: ReferenceServer) -> None:
    async def ask() -> set[int]:
        async with nbia.v2.AsyncClient(base_url=v2.url("v2"), login=nbia.Login.guest) as client:
            return {len(found) for found in await asyncio.gather(*(client.get_modality_values() for _ in range(100)))}

    assert len(asyncio.run(ask())) == 1
    assert kinds(v2) == [("password", 200)]


@pytest.mark.parametrize(
    ("user", "error"),
    [
        (accounts.User(name="student", password="wrong"), nbia.WrongPasswordError),
        (accounts.User(name="nobody", password="at all"), nbia.WrongPasswordError),
        (accounts.LOCKED, nbia.WrongPasswordError),
        (accounts.FORMER, nbia.AccountClosedError),
    ],
)
def test_a_login_that_is_refused_is_tried_once(
    client_of: Make, v2: ReferenceServer, user: accounts.User, error: type[nbia.NbiaError]
) -> None:
    client = client_of(user)
    for _ in range(3):
        with pytest.raises(error):
            client.get_patient()

    assert len(v2.tokens.requests) == 1


def test_a_login_service_that_is_down_is_said(client_of: Make, v2: ReferenceServer) -> None:
    v2.tokens.available = False

    with pytest.raises(nbia.ServerFailureError, match="login failed"):
        client_of(accounts.STUDENT).get_patient()


def test_nothing_is_not_believed_while_the_login_service_is_down(client_of: Make, v2: ReferenceServer) -> None:
    client = client_of(accounts.STUDENT)
    client.get_modality_values()
    v2.tokens.available = False

    with pytest.raises(nbia.ServerFailureError):
        client.get_series(collection="RIDER Pilot")


def test_a_page_in_the_place_of_a_login_is_said(client_of: Make, v2: ReferenceServer) -> None:
    v2.inject(faults.html_page(), endpoint="token")

    with pytest.raises(nbia.NotTheApiError, match="gives no token"):
        client_of(accounts.STUDENT).get_patient()


def test_a_download_has_one_token_for_all_workers(client_of: Make, v2: ReferenceServer, tmp_path: Path) -> None:
    client = client_of(accounts.CURATOR)
    series = client.get_series(collection="RIDER Pilot")[:4]
    v2.tokens.end_sessions()

    report = client.download(series, tmp_path / "to", workers=4)

    assert report.is_complete
    assert kinds(v2) == [("password", 200), ("refresh_token", 400), ("password", 200)]


def after_the_first(event: object, do: Callable[[], object], done: list[object]) -> None:
    """Do something once, when the first series of a download has ended."""
    if isinstance(event, SeriesFinished) and not done:
        done.append(event)
        do()


def test_a_token_that_expires_during_a_download_is_renewed(
    client_of: Make, v2: ReferenceServer, server_clock: StillClock[datetime.datetime], tmp_path: Path
) -> None:
    def expire() -> None:
        server_clock.now += datetime.timedelta(seconds=301)

    done: list[object] = []

    report = client_of(accounts.CURATOR).download(
        SEVERAL, tmp_path / "to", workers=1, progress=lambda event: after_the_first(event, expire, done)
    )

    assert report.is_complete
    assert [result.tries for result in report.results] == [1] * len(SEVERAL)
    assert kinds(v2) == [("password", 200), ("refresh_token", 200)]


def test_a_session_that_ends_during_a_download_is_followed_by_another(
    client_of: Make, v2: ReferenceServer, tmp_path: Path
) -> None:
    done: list[object] = []

    report = client_of(accounts.CURATOR).download(
        [*SEVERAL, RESTRICTED],
        tmp_path / "to",
        workers=4,
        progress=lambda event: after_the_first(event, v2.tokens.end_sessions, done),
    )

    assert report.is_complete
    assert kinds(v2) == [("password", 200), ("refresh_token", 400), ("password", 200)]


@pytest.mark.parametrize("endpoint", ["getImage", "getImageWithMD5Hash", "getSeries"])
def test_a_single_refusal_during_a_download_is_overcome(
    client_of: Make, v2: ReferenceServer, tmp_path: Path, endpoint: str
) -> None:
    client = client_of(accounts.CURATOR)
    client.get_modality_values()
    v2.inject(faults.status(401), endpoint=f"v2/{endpoint}")

    report = client.download(MOUSE, tmp_path / "to")

    assert report.is_complete
    assert report.results[0].has_license
    assert len(v2.tokens.requests) == 2


def test_a_login_that_is_refused_for_good_fails_the_series_and_does_not_call_them_unknown(
    client_of: Make, v2: ReferenceServer, tmp_path: Path
) -> None:
    v2.inject(faults.status(401), endpoint="v2/getImageWithMD5Hash", times=None)

    report = client_of(accounts.CURATOR).download(MOUSE, tmp_path / "to")

    assert [result.error for result in report.results] == ["NeedsLoginError"]


def test_tasks_of_an_executor_get_the_login_themselves_and_share_a_token(
    v2: ReferenceServer, at_once: RetryPolicy, tmp_path: Path
) -> None:
    options = {"base_url": v2.url("v2"), "retries": at_once, "timeout": 10}
    with nbia.v2.Client(login=nbia.Login.guest, **options) as client, ThreadPoolExecutor(4) as executor:  # type: ignore[arg-type]
        report = client.download(SEVERAL, tmp_path / "to", executor=executor)

    assert report.is_complete
    assert kinds(v2) == [("password", 200)]


def test_a_download_of_an_event_loop_shares_the_token(v2: ReferenceServer, tmp_path: Path) -> None:
    async def download() -> bool:
        async with nbia.v2.AsyncClient(base_url=v2.url("v2"), login=nbia.Login.guest()) as client:
            series = await client.get_series(collection="RIDER Pilot")
            return (await client.download(series[:3], tmp_path / "to")).is_complete

    assert asyncio.run(download())
    assert kinds(v2) == [("password", 200)]


def test_what_a_download_leaves_has_no_token(client_of: Make, tmp_path: Path) -> None:
    client = client_of(accounts.CURATOR)
    events: list[object] = []

    report = client.download([MOUSE, RESTRICTED], tmp_path / "to", progress=events.append)

    assert report.is_complete
    token = client._session.authenticator.tokens.token  # type: ignore[union-attr]  # it has a login
    assert token is not None
    secrets = [accounts.CURATOR.password, token.access.reveal(), token.refresh.reveal() if token.refresh else "none"]
    files = b"".join(path.read_bytes() for path in (tmp_path / "to").rglob("*") if path.is_file())
    assert [secret for secret in secrets if secret.encode() in files or secret in repr(events) + repr(report)] == []


def test_the_session_ends_with_the_client(client_of: Make, v2: ReferenceServer) -> None:
    with client_of(accounts.STUDENT) as client:
        client.get_modality_values()

    assert [request.endpoint for request in v2.requests][-1] == "logout"
