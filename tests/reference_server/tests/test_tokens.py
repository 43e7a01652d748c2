"""The login of the reference server: who gets tokens, how long they are good for, and what Keycloak says otherwise."""

import json
from datetime import datetime, timedelta

import pytest

from tests.clocks import StillClock
from tests.reference_server.accounts import CURATOR, GUEST, STUDENT, Realm, User
from tests.reference_server.answers import Answer
from tests.reference_server.tokens import Tokens, Trouble

MIDNIGHT = datetime(2026, 1, 1)


@pytest.fixture
def clock() -> StillClock[datetime]:
    return StillClock(MIDNIGHT)


@pytest.fixture
def tokens(clock: StillClock[datetime]) -> Tokens:
    return Tokens(Realm(), clock)


@pytest.fixture
def rotating(clock: StillClock[datetime]) -> Tokens:
    return Tokens(Realm(rotates_refresh_tokens=True), clock)


def login(user: User) -> dict[str, str]:
    return {"grant_type": "password", "username": user.name, "password": user.password}


def refresh(token: str) -> dict[str, str]:
    return {"grant_type": "refresh_token", "refresh_token": token, "client_id": "nbia"}


def body(answer: Answer) -> dict[str, str]:
    assert isinstance(answer.body, bytes)
    fields: dict[str, str] = json.loads(answer.body)
    return fields


def lifetimes(answer: Answer) -> tuple[int, int]:
    assert isinstance(answer.body, bytes)
    fields: dict[str, int] = json.loads(answer.body)
    return fields["expires_in"], fields["refresh_expires_in"]


def bearer(answer: Answer) -> str:
    return f"Bearer {body(answer)['access_token']}"


# Tokens


def test_a_login_gives_the_nine_fields_of_keycloak(tokens: Tokens) -> None:
    answer = tokens.issue(login(CURATOR))

    assert (answer.status, answer.content_type) == (200, "application/json")
    assert list(body(answer)) == [
        "access_token",
        "expires_in",
        "refresh_expires_in",
        "refresh_token",
        "token_type",
        "id_token",
        "not-before-policy",
        "session_state",
        "scope",
    ]


def test_an_access_token_tells_who_sends_a_request(tokens: Tokens) -> None:
    assert tokens.sender(bearer(tokens.issue(login(CURATOR)))) is CURATOR


def test_the_word_before_the_token_does_not_matter(tokens: Tokens) -> None:
    token = body(tokens.issue(login(CURATOR)))["access_token"]

    assert tokens.sender(f"Banana {token}") is CURATOR


@pytest.mark.parametrize("word", ["undefined", "UNDEFINED", "Undefined"])
def test_an_undefined_token_is_the_guest(tokens: Tokens, word: str) -> None:
    assert tokens.sender(f"Bearer {word}") is GUEST


@pytest.mark.parametrize("form", [{}, {"password": ""}, {"password": "anything"}])
def test_the_guest_needs_no_password(tokens: Tokens, form: dict[str, str]) -> None:
    answer = tokens.issue({"grant_type": "password", "username": "nbia_guest", **form})

    assert tokens.sender(bearer(answer)) is GUEST


def test_the_name_of_the_client_does_not_matter_at_a_login(tokens: Tokens) -> None:
    assert tokens.issue({**login(STUDENT), "client_id": "NBIA", "client_secret": "x"}).status == 200


def test_no_two_tokens_are_the_same(tokens: Tokens) -> None:
    first, second = body(tokens.issue(login(CURATOR))), body(tokens.issue(login(CURATOR)))

    assert {first["access_token"], first["refresh_token"], first["id_token"]}.isdisjoint(second.values())


def test_tokens_of_another_server_are_refused(tokens: Tokens, clock: StillClock[datetime]) -> None:
    other = Tokens(Realm(), clock)

    assert tokens.sender(bearer(other.issue(login(CURATOR)))) is Trouble.REFUSED
    assert tokens.issue(refresh(body(other.issue(login(CURATOR)))["refresh_token"])).status == 400


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Bearer", "", "nonsense"])
def test_what_is_no_token_is_refused(tokens: Tokens, header: str) -> None:
    assert tokens.sender(header) is Trouble.REFUSED


def test_a_refresh_token_is_no_access_token(tokens: Tokens) -> None:
    token = body(tokens.issue(login(CURATOR)))["refresh_token"]

    assert tokens.sender(f"Bearer {token}") is Trouble.REFUSED


def test_no_header_is_nobody(tokens: Tokens) -> None:
    assert tokens.sender(None) is Trouble.NO_HEADER


# Refusals


@pytest.mark.parametrize(
    ("form", "status", "error", "description"),
    [
        ({"username": "curator", "password": "wrong"}, 401, "invalid_grant", "Invalid user credentials"),
        ({"username": "curator"}, 401, "invalid_grant", "Invalid user credentials"),
        ({"username": "nobody", "password": ""}, 401, "invalid_grant", "Invalid user credentials"),
        ({"username": "locked", "password": "too-many-attempts-4"}, 401, "invalid_grant", "Invalid user credentials"),
        ({"username": "former", "password": "no-longer-3"}, 400, "invalid_grant", "Account disabled"),
        ({"password": "anything"}, 401, "invalid_request", "Missing parameter: username"),
    ],
)
def test_a_refused_login_says_why_in_the_words_of_keycloak(
    tokens: Tokens, form: dict[str, str], status: int, error: str, description: str
) -> None:
    answer = tokens.issue({"grant_type": "password", **form})

    assert (answer.status, answer.content_type) == (status, "application/json")
    assert body(answer) == {"error": error, "error_description": description}


@pytest.mark.parametrize(
    ("form", "second_line"),
    [
        ({}, b"null"),
        (
            {"grant_type": "client_credentials"},
            b"Response status must not be less than '100' or greater than '599'",
        ),
    ],
)
def test_a_grant_type_that_the_server_does_not_know_is_a_500(
    tokens: Tokens, form: dict[str, str], second_line: bytes
) -> None:
    answer = tokens.issue({"username": "curator", "password": CURATOR.password, **form})

    assert (answer.status, answer.content_type) == (500, "text/plain")
    assert answer.body == b"Server was not able to process your request\n" + second_line


# Lifetimes


def test_an_access_token_expires(tokens: Tokens, clock: StillClock[datetime]) -> None:
    answer = tokens.issue(login(CURATOR))
    header = bearer(answer)

    clock.now += timedelta(seconds=299)
    assert tokens.sender(header) is CURATOR
    clock.now += timedelta(seconds=1)
    assert tokens.sender(header) is Trouble.REFUSED
    assert lifetimes(answer) == (300, 1800)


def test_lifetimes_are_the_realm_s(clock: StillClock[datetime]) -> None:
    answer = Tokens(Realm(access_seconds=7200, refresh_seconds=9000), clock).issue(login(CURATOR))

    assert lifetimes(answer) == (7200, 9000)


def test_nothing_outlives_its_session(clock: StillClock[datetime]) -> None:
    tokens = Tokens(Realm(session_seconds=1000), clock)
    first = tokens.issue(login(CURATOR))

    clock.now += timedelta(seconds=900)
    second = tokens.issue(refresh(body(first)["refresh_token"]))
    clock.now += timedelta(seconds=100)
    third = tokens.issue(refresh(body(second)["refresh_token"]))

    assert lifetimes(second) == (100, 100)
    assert (third.status, body(third)["error_description"]) == (400, "Token is not active")


# Refreshing


def test_a_refresh_gives_new_tokens_of_the_same_session(tokens: Tokens, clock: StillClock[datetime]) -> None:
    first = tokens.issue(login(CURATOR))
    clock.now += timedelta(seconds=1000)

    second = tokens.issue(refresh(body(first)["refresh_token"]))

    assert tokens.sender(bearer(first)) is Trouble.REFUSED
    assert tokens.sender(bearer(second)) is CURATOR
    assert body(second)["session_state"] == body(first)["session_state"]


def test_without_rotation_a_refresh_token_is_good_for_several_refreshes(tokens: Tokens) -> None:
    token = body(tokens.issue(login(CURATOR)))["refresh_token"]

    assert [tokens.issue(refresh(token)).status for _ in range(3)] == [200, 200, 200]


def test_with_rotation_the_second_use_of_a_refresh_token_ends_the_session(rotating: Tokens) -> None:
    first = body(rotating.issue(login(CURATOR)))["refresh_token"]
    second = rotating.issue(refresh(first))

    again = rotating.issue(refresh(first))

    assert (again.status, body(again)["error_description"]) == (400, "Maximum allowed refresh token reuse exceeded")
    assert rotating.sender(bearer(second)) is Trouble.REFUSED
    assert body(rotating.issue(refresh(body(second)["refresh_token"])))["error_description"] == "Session not active"


def test_with_rotation_each_refresh_token_leads_to_the_next(rotating: Tokens) -> None:
    first = rotating.issue(login(CURATOR))
    second = rotating.issue(refresh(body(first)["refresh_token"]))
    third = rotating.issue(refresh(body(second)["refresh_token"]))

    assert rotating.sender(bearer(third)) is CURATOR


def test_a_refresh_token_expires(tokens: Tokens, clock: StillClock[datetime]) -> None:
    token = body(tokens.issue(login(CURATOR)))["refresh_token"]
    clock.now += timedelta(seconds=1800)

    answer = tokens.issue(refresh(token))

    assert (answer.status, body(answer)) == (
        400,
        {"error": "invalid_grant", "error_description": "Token is not active"},
    )


@pytest.mark.parametrize("client", [{}, {"client_id": "NBIA"}])
def test_at_a_refresh_the_name_of_the_client_must_be_keycloak_s(tokens: Tokens, client: dict[str, str]) -> None:
    token = body(tokens.issue(login(CURATOR)))["refresh_token"]

    answer = tokens.issue({"grant_type": "refresh_token", "refresh_token": token, **client})

    assert (answer.status, body(answer)["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("form", "error", "description"),
    [
        ({}, "invalid_request", "No refresh token"),
        ({"refresh_token": "nonsense"}, "invalid_grant", "Invalid refresh token"),
    ],
)
def test_a_refused_refresh_is_a_400(tokens: Tokens, form: dict[str, str], error: str, description: str) -> None:
    answer = tokens.issue({"grant_type": "refresh_token", "client_id": "nbia", **form})

    assert (answer.status, body(answer)) == (400, {"error": error, "error_description": description})


# The end


def test_a_logout_ends_the_session(tokens: Tokens) -> None:
    granted = tokens.issue(login(CURATOR))

    answer = tokens.log_out(bearer(granted))

    assert (answer.status, answer.body) == (204, b"")
    assert tokens.sender(bearer(granted)) is Trouble.REFUSED
    assert body(tokens.issue(refresh(body(granted)["refresh_token"])))["error_description"] == "Session not active"


def test_a_logout_may_end_nothing(clock: StillClock[datetime]) -> None:
    tokens = Tokens(Realm(logout_ends_session=False), clock)
    granted = tokens.issue(login(CURATOR))

    assert tokens.log_out(bearer(granted)).status == 204
    assert tokens.sender(bearer(granted)) is CURATOR


@pytest.mark.parametrize("header", [None, "Bearer undefined"])
def test_a_logout_of_nobody_is_a_500(tokens: Tokens, header: str | None) -> None:
    assert tokens.log_out(header).status == 500


def test_a_logout_with_what_is_no_token_is_a_400(tokens: Tokens) -> None:
    assert tokens.log_out("Bearer nonsense").status == 400


def test_a_test_may_end_all_sessions(tokens: Tokens) -> None:
    header = bearer(tokens.issue(login(CURATOR)))

    tokens.end_sessions()

    assert tokens.sender(header) is Trouble.REFUSED
    assert tokens.sender(bearer(tokens.issue(login(CURATOR)))) is CURATOR


# Keycloak away


def test_without_keycloak_nobody_can_log_in_or_out(tokens: Tokens) -> None:
    header = bearer(tokens.issue(login(CURATOR)))
    tokens.available = False

    assert tokens.issue(login(CURATOR)).body == b"Server was not able to process your request\nnull"
    assert tokens.log_out(header).status == 500
    assert tokens.sender(header) is Trouble.UNAVAILABLE
    assert tokens.sender("Bearer undefined") is GUEST


# What is remembered


def test_requests_for_tokens_are_remembered_without_their_secrets(tokens: Tokens) -> None:
    tokens.issue({**login(CURATOR), "client_id": "NBIA"})
    tokens.issue({"grant_type": "password", "username": "curator", "password": "wrong"})
    tokens.issue(refresh("nonsense"))

    seen = [(request.grant_type, request.username, request.client_id, request.status) for request in tokens.requests]
    assert seen == [
        ("password", "curator", "NBIA", 200),
        ("password", "curator", None, 401),
        ("refresh_token", None, "nbia", 400),
    ]


def test_reset_forgets_sessions_and_requests(tokens: Tokens) -> None:
    header = bearer(tokens.issue(login(CURATOR)))
    tokens.available = False

    tokens.reset()

    assert tokens.requests == []
    assert tokens.sender(header) is Trouble.REFUSED
    assert tokens.issue(login(CURATOR)).status == 200
