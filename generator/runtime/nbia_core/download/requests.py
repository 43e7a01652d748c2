"""Sends requests on behalf of a download: again where that may help, and all workers slower when the server fails."""

from __future__ import annotations

import dataclasses
import random
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from nbia_core.api.calls import Call
from nbia_core.api.description import RoleName
from nbia_core.errors import (
    AnswerError,
    ArchiveError,
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

from .cancellation import Cancellation
from .events import Event, Paused

_SHORTEST: Final = 1 / 8
_LONGEST: Final = 4
_LONGEST_ASKED: Final = 20
"""Pauses as multiples of the policy's longest delay: the first one, the longest one, and the longest that the server
may ask for. So a policy without delays has no pauses."""
_ASKED_SECONDS: Final = 600.0
"""Seconds that the server may ask for at most."""
_LOOK_AGAIN: Final = 0.1
"""Seconds after which a worker looks again whether the probe has come back."""
_WORTH_TELLING: Final = 1.0
"""Seconds by which a pause must become longer to be told again."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """A pause of all workers."""

    seconds: float
    """How long it is."""
    reason: str
    """Why it is made."""


class Breaker:
    """A circuit breaker that the workers of a download share.

    Failures in a row, whichever worker has them, open it: nobody sends a request until a pause is over. Then one
    request, the probe, shows whether the server is well again. If it is, the breaker closes and all go on; if not, a
    pause follows that is twice as long. A server that asks for a pause with Retry-After gets it at once.

    It never sleeps; each worker asks it before a request and tells it how the request ended, with exactly one of
    `succeeded`, `failed` and `release`; `answered` may come before that. All methods may be called from any thread.
    """

    def __init__(self, policy: RetryPolicy, *, threshold: int = 5, clock: Callable[[], float] = time.monotonic) -> None:
        self._longest_delay = policy.longest_delay
        self._threshold = threshold
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._pauses = 0
        self._until = clock()
        self._is_open = False
        self._is_probed = False

    def wait_time(self) -> float:
        """Return the seconds to wait before asking again; 0.0 means: send a request now.

        After a pause only one worker gets 0.0, until it says how its request ended.
        """
        with self._lock:
            remaining = self._until - self._clock()
            if remaining > 0:
                return remaining
            if self._is_open:
                if self._is_probed:
                    return _LOOK_AGAIN
                self._is_probed = True
            return 0.0

    def succeeded(self) -> None:
        """Note that the server answered as it should, be it that a series is not public.

        A pause that has begun is kept: the request may have been sent long before it.
        """
        with self._lock:
            self._failures = self._pauses = 0
            self._is_open = self._is_probed = False

    def answered(self) -> None:
        """Note that a good answer has begun: the other workers need not wait for its end, which may take minutes."""
        with self._lock:
            if self._is_probed:
                self._is_open = self._is_probed = False

    def failed(self, retry_after: float | None) -> Pause | None:
        """Note that the server or the network failed; an archive that arrives damaged is a failure of neither.

        Args:
            retry_after: The seconds that the server asks to wait, if it does.

        Returns:
            The pause that begins with this failure or becomes longer by it, None if there is none.
        """
        with self._lock:
            now = self._clock()
            is_pausing = now < self._until
            self._failures += 1
            self._is_probed = False
            seconds, reason = self._asked(retry_after), "the server asks for it"
            breaks = self._failures >= self._threshold and not (self._is_open and is_pausing)
            if breaks:
                self._is_open = True
                own = self._next_pause()
                if own >= seconds:
                    seconds, reason = own, f"the server failed {self._failures} times in a row"
            longer = now + seconds - max(self._until, now)
            self._until = max(self._until, now + seconds)
            is_news = longer > _WORTH_TELLING if is_pausing else breaks or longer > 0
            return Pause(seconds=seconds, reason=reason) if is_news else None

    def release(self) -> None:
        """Note that a request ended without showing how the server is: cancelled, or the disk was full."""
        with self._lock:
            self._is_probed = False

    def _asked(self, retry_after: float | None) -> float:
        return min(retry_after or 0.0, _ASKED_SECONDS, _LONGEST_ASKED * self._longest_delay)

    def _next_pause(self) -> float:
        """Return a pause twice as long as the one before it, varied by chance."""
        longest = self._longest_delay * min(_SHORTEST * 2.0 ** min(self._pauses, 10), _LONGEST)
        self._pauses += 1
        return longest * (0.5 + random.random() / 2)


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
)
_TROUBLE: Final = (NoAnswerError, NotTheApiError, ServerFailureError, TooManyRequestsError)
"""What shows that the server or the network is in trouble, and not one series."""


class RetryingSession:
    """Sends requests until they succeed, the policy is used up, or the download is to end."""

    def __init__(
        self,
        session: Session,
        breaker: Breaker,
        stop: Cancellation,
        tell: Callable[[Event], None],
        *,
        least_per_minute: int | None = None,
        refused: set[RoleName] | None = None,
    ) -> None:
        self._session = session
        self._least_per_minute = least_per_minute
        self.refused = set[RoleName]() if refused is None else refused
        """The roles of endpoints that an older server does not play: all workers of a process learn it from the first."""
        self.stop = stop
        """Whether the download is to end."""
        self.tell = tell
        """Takes events."""
        self._breaker = breaker

    @property
    def base_url(self) -> str:
        """Where the service is."""
        return self._session.base_url

    @property
    def is_stopped(self) -> bool:
        """Whether the download is to end."""
        return self.stop.is_requested

    @property
    def may_ask_meanwhile(self) -> bool:
        """Whether a request may be sent while an answer is read; a client that was given may have one connection."""
        return self._session.given_http is None

    def once(self, call: Call[object], use: Callable[[Answer], R]) -> R:
        """Send a call one time and hand its good answer to `use`, which closes it."""

        def use_answer(answer: Answer) -> R:
            self._breaker.answered()
            return use(answer)

        return self._session.perform(call, use_answer, retries=_ONCE, least_per_minute=self._least_per_minute)

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
        *,
        sends: bool = True,
    ) -> R:
        """Call `attempt` with the number of the try until it succeeds.

        All errors are tried again but those that cannot pass: a series that is not public, a full disk. A timeout is
        tried again as well, since nobody is there at night to do it. An archive that looks hostile may only be damaged: it
        is hostile when the next one is so in the same way.

        An attempt that `sends` nothing but by this very method leaves turns and failures of the server to that; it is made
        again only if what came was not right.

        Raises:
            NbiaError: the last attempt failed, or there is no point in another.
            Stopped: the download is to end.
        """
        policy = self._session.retries
        tries = 0
        suspected: str | None = None
        while True:
            if sends:
                self._wait_for_turn()
            self.stop.check()
            tries += 1
            try:
                result = attempt(tries)
            except NbiaError as error:
                error.tries = tries
                if sends:
                    self._learn(error)
                self.stop.check()
                is_final = isinstance(error, _FINAL) and not error.is_for_another_request
                is_final = is_final or not (sends or isinstance(error, ArchiveError))
                if isinstance(error, UnsafeArchiveError):
                    is_final, suspected = error.message == suspected, error.message
                if is_final or not _may_pass(error) or tries >= policy.attempts:
                    raise
                delay = policy.delay(tries, error.retry_after)
                on_retry(tries, delay, error)
            except BaseException:
                if sends:
                    self._breaker.release()
                raise
            else:
                if sends:
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
