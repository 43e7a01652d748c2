"""Sends requests on behalf of a download: again where that may help, slower when the server is failing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from nbia_core.api.calls import Call
from nbia_core.errors import (
    AnswerError,
    BadRequestError,
    DestinationError,
    InvalidParameterError,
    MovedError,
    NbiaError,
    NeedsLoginError,
    NoAnswerError,
    NotPublicError,
    NotTheApiError,
    RetiredError,
    ServerFailureError,
    TooManyRequestsError,
    UnsafeArchiveError,
)
from nbia_core.http._sync.session import Answer, Session
from nbia_core.http.retries import RetryPolicy
from nbia_core.records.readers import read_answer
from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .breaker import Breaker
from .cancellation import Stop
from .events import Event, Paused

R = TypeVar("R")

_ONCE: Final = RetryPolicy(attempts=1)
_FINAL: Final = (
    BadRequestError,
    DestinationError,
    InvalidParameterError,
    MovedError,
    NeedsLoginError,
    NotPublicError,
    RetiredError,
    UnsafeArchiveError,
)
_TROUBLE: Final = (NoAnswerError, NotTheApiError, ServerFailureError, TooManyRequestsError)
"""What shows that the server or the network is in trouble, and not one series."""


class Asker:
    """Sends requests until they succeed, the policy is used up, or the download is to end."""

    def __init__(self, session: Session, breaker: Breaker, stop: Stop, tell: Callable[[Event], None]) -> None:
        self._session = session
        self.stop = stop
        """Whether the download is to end."""
        self.tell = tell
        """Takes events."""
        self._breaker = breaker

    @property
    def base_url(self) -> str:
        """Where the service is."""
        return self._session.base_url

    def once(self, call: Call[object], use: Callable[[Answer], R]) -> R:
        """Send a call one time and hand its good answer to `use`, which closes it."""

        def use_answer(answer: Answer) -> R:
            self._breaker.answered()
            return use(answer)

        return self._session.perform(call, use_answer, retries=_ONCE)

    def rows(self, call: Call[Records[Record]], *, keeps_connection: bool = True) -> Records[Record]:
        """Return the rows of an answer; without `keeps_connection` the next answer comes over another connection."""

        def use(answer: Answer) -> Records[Record]:
            body = answer.read_and_close()
            if not keeps_connection:
                answer.discard_connection()
            return read_answer(call, body, strict=False)

        return self.persist(lambda tries: self.once(call, use))

    def persist(
        self,
        attempt: Callable[[int], R],
        on_retry: Callable[[int, float, NbiaError], None] = lambda tries, delay, error: None,
    ) -> R:
        """Call `attempt` with the number of the try until it succeeds.

        All errors are tried again but those that cannot pass: a series that is not public, a full disk, a hostile
        archive. A timeout is tried again as well, since nobody is there at night to do it.

        Raises:
            NbiaError: the last attempt failed, or there is no point in another.
            Stopped: the download is to end.
        """
        policy = self._session.retries
        tries = 0
        while True:
            self._wait_for_turn()
            tries += 1
            try:
                result = attempt(tries)
            except NbiaError as error:
                error.tries = tries
                self._learn(error)
                self.stop.check()
                is_final = isinstance(error, _FINAL) and not error.is_for_another_request
                if is_final or not _may_pass(error) or tries >= policy.attempts:
                    raise
                delay = policy.delay(tries, error.retry_after)
                on_retry(tries, delay, error)
            except BaseException:
                self._breaker.release()
                raise
            else:
                self._breaker.succeeded()
                return result
            self.stop.sleep(delay)

    def _wait_for_turn(self) -> None:
        self.stop.check()
        while (seconds := self._breaker.wait_time()) > 0:
            self.stop.sleep(seconds)

    def _learn(self, error: NbiaError) -> None:
        if isinstance(error, _TROUBLE):
            pause = self._breaker.failed(error.retry_after)
            if pause is not None:
                self.tell(Paused(seconds=pause.seconds, reason=f"{pause.reason}: {error.message}"))
        elif isinstance(error, AnswerError):
            self._breaker.succeeded()  # a clear refusal shows that the server works
        else:
            self._breaker.release()


def _may_pass(error: NbiaError) -> bool:
    """Whether another try may help: not when the address itself is wrong, or a certificate is not trusted."""
    return error.is_retry_safe or not isinstance(error, NoAnswerError)
