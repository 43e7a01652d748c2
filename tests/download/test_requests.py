"""Requests of a download: who may send one, and when the turn goes to another worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

import pytest

from nbia import IncompleteArchiveError, NbiaError, RetryPolicy
from nbia_core.download.cancellation import Cancellation, Stopped
from nbia_core.download.requests import Breaker, RetryingSession
from nbia_core.http._sync.session import Session

ONCE = RetryPolicy(attempts=1, first_delay=0, longest_delay=0)


@pytest.fixture
def breaker() -> Breaker:
    """A breaker after a pause: one request may be sent, the probe."""
    breaker = Breaker(ONCE)
    for _ in range(5):
        breaker.failed(None)
    return breaker


@pytest.fixture
def session(breaker: Breaker) -> Iterator[RetryingSession]:
    session = Session(base_url="http://unreachable.invalid", timeouts=None, retries=ONCE, http=None)
    yield RetryingSession(session, breaker, Cancellation(), lambda event: None)
    session.close()


def give_up(tries: int) -> NoReturn:
    raise Stopped


def fall_short(tries: int) -> NoReturn:
    raise IncompleteArchiveError("an image is missing")


def test_a_request_that_is_given_up_leaves_its_turn_to_another(session: RetryingSession, breaker: Breaker) -> None:
    with pytest.raises(Stopped):
        session.persist(give_up)

    assert breaker.wait_time() == 0.0


def test_what_sends_nothing_itself_leaves_the_turn_of_another_alone_when_it_is_given_up(
    session: RetryingSession, breaker: Breaker
) -> None:
    breaker.wait_time()

    with pytest.raises(Stopped):
        session.persist(give_up, sends=False)

    assert breaker.wait_time() > 0


def test_what_sends_nothing_itself_leaves_the_turn_of_another_alone_when_it_fails(
    session: RetryingSession, breaker: Breaker
) -> None:
    breaker.wait_time()

    with pytest.raises(NbiaError, match="an image is missing"):
        session.persist(fall_short, sends=False)

    assert breaker.wait_time() > 0


def test_what_sends_nothing_itself_leaves_the_turn_of_another_alone_when_it_succeeds(
    session: RetryingSession, breaker: Breaker
) -> None:
    breaker.wait_time()

    session.persist(lambda tries: None, sends=False)

    assert breaker.wait_time() > 0
