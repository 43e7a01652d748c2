"""The circuit breaker: when all workers of a download pause, for how long, and who goes first afterwards."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia_core.download.requests import Breaker, Pause
from nbia_core.http.retries import RetryPolicy
from tests.clocks import StillClock

POLICY = RetryPolicy(longest_delay=32.0)
FIRST_PAUSE = 4.0


@pytest.fixture
def clock() -> StillClock[float]:
    return StillClock(1000.0)


@pytest.fixture
def breaker(clock: StillClock[float], monkeypatch: pytest.MonkeyPatch) -> Breaker:
    """A breaker without chance: all pauses have their full length."""
    monkeypatch.setattr("random.random", lambda: 1.0)
    return Breaker(POLICY, clock=clock)


def fail(breaker: Breaker, times: int) -> list[Pause | None]:
    return [breaker.failed(None) for _ in range(times)]


def seconds_of(pause: Pause | None) -> float | None:
    return None if pause is None else pause.seconds


def open_up(breaker: Breaker, clock: StillClock[float]) -> None:
    """Break the breaker and let its pause go by."""
    fail(breaker, 5)
    clock.now += breaker.wait_time() + 1.0


def probe_in_vain(breaker: Breaker, clock: StillClock[float]) -> float | None:
    """Send a probe that fails, let the pause go by that follows, and return how long it was."""
    breaker.wait_time()
    pause = breaker.failed(None)
    clock.now += breaker.wait_time() + 1.0
    return seconds_of(pause)


def test_the_way_is_free_for_everybody_at_the_beginning(breaker: Breaker) -> None:
    assert [breaker.wait_time() for _ in range(3)] == [0.0, 0.0, 0.0]


def test_five_failures_in_a_row_make_all_pause(breaker: Breaker) -> None:
    pauses = fail(breaker, 5)

    assert pauses == [None] * 4 + [Pause(seconds=FIRST_PAUSE, reason="the server failed 5 times in a row")]
    assert [breaker.wait_time() for _ in range(3)] == [FIRST_PAUSE] * 3


def test_the_pause_goes_by(breaker: Breaker, clock: StillClock[float]) -> None:
    fail(breaker, 5)

    clock.now += 1.5

    assert breaker.wait_time() == FIRST_PAUSE - 1.5


def test_a_success_between_failures_starts_the_count_anew(breaker: Breaker) -> None:
    fail(breaker, 4)
    breaker.succeeded()

    pauses = fail(breaker, 4)

    assert pauses == [None] * 4
    assert breaker.wait_time() == 0.0


def test_the_threshold_can_be_chosen(clock: StillClock[float]) -> None:
    breaker = Breaker(POLICY, threshold=2, clock=clock)

    pauses = fail(breaker, 2)

    assert [pause is None for pause in pauses] == [True, False]


def test_after_the_pause_one_worker_goes_first_and_the_others_wait(breaker: Breaker, clock: StillClock[float]) -> None:
    open_up(breaker, clock)

    first, *others = [breaker.wait_time() for _ in range(4)]

    assert first == 0.0
    assert [0 < seconds < 1 for seconds in others] == [True] * 3


def test_when_the_probe_succeeds_everybody_goes_on(breaker: Breaker, clock: StillClock[float]) -> None:
    open_up(breaker, clock)
    breaker.wait_time()

    breaker.succeeded()

    assert [breaker.wait_time() for _ in range(3)] == [0.0, 0.0, 0.0]
    assert fail(breaker, 4) == [None] * 4


def test_pauses_double_up_to_four_times_the_longest_delay(breaker: Breaker, clock: StillClock[float]) -> None:
    open_up(breaker, clock)

    pauses = [probe_in_vain(breaker, clock) for _ in range(7)]

    assert pauses == [8.0, 16.0, 32.0, 64.0, 128.0, 128.0, 128.0]


def test_after_a_success_pauses_are_short_again(breaker: Breaker, clock: StillClock[float]) -> None:
    open_up(breaker, clock)
    breaker.failed(None)
    breaker.succeeded()
    clock.now += 100

    *_, pause = fail(breaker, 5)

    assert seconds_of(pause) == FIRST_PAUSE


def test_failures_of_requests_sent_before_the_pause_do_not_prolong_it(
    breaker: Breaker, clock: StillClock[float]
) -> None:
    fail(breaker, 5)
    clock.now += 1

    late = fail(breaker, 3)

    assert late == [None] * 3
    assert breaker.wait_time() == FIRST_PAUSE - 1


def test_a_success_of_a_request_sent_before_the_pause_does_not_end_it(breaker: Breaker) -> None:
    fail(breaker, 5)

    breaker.succeeded()

    assert breaker.wait_time() == FIRST_PAUSE


def test_a_probe_that_is_given_up_makes_room_for_another(breaker: Breaker, clock: StillClock[float]) -> None:
    open_up(breaker, clock)
    breaker.wait_time()

    breaker.release()

    assert breaker.wait_time() == 0.0
    assert breaker.wait_time() > 0.0


def test_giving_up_a_request_changes_nothing_else(breaker: Breaker) -> None:
    fail(breaker, 4)

    breaker.release()

    assert breaker.wait_time() == 0.0
    assert breaker.failed(None) is not None


def test_the_server_may_ask_all_to_pause_at_once(breaker: Breaker) -> None:
    pause = breaker.failed(30.0)

    assert pause == Pause(seconds=30.0, reason="the server asks for it")
    assert [breaker.wait_time(), breaker.wait_time()] == [30.0, 30.0]


def test_after_a_pause_that_was_asked_for_everybody_goes_on(breaker: Breaker, clock: StillClock[float]) -> None:
    breaker.failed(30.0)

    clock.now += 30.0

    assert [breaker.wait_time(), breaker.wait_time()] == [0.0, 0.0]


@pytest.mark.parametrize(("asked", "seconds"), [(599.0, 599.0), (3600.0, 600.0), (float("inf"), 600.0)])
def test_the_server_may_ask_for_ten_minutes_at_most(breaker: Breaker, asked: float, seconds: float) -> None:
    assert seconds_of(breaker.failed(asked)) == seconds


@pytest.mark.parametrize("asked", [None, 0.0])
def test_without_a_time_to_wait_there_is_no_pause(breaker: Breaker, asked: float | None) -> None:
    assert breaker.failed(asked) is None
    assert breaker.wait_time() == 0.0


def test_the_longer_one_of_two_pauses_counts(breaker: Breaker) -> None:
    fail(breaker, 4)

    pause = breaker.failed(30.0)

    assert pause == Pause(seconds=30.0, reason="the server asks for it")
    assert breaker.wait_time() == 30.0


def test_a_pause_is_prolonged_when_the_server_asks_for_more(breaker: Breaker) -> None:
    fail(breaker, 5)

    assert seconds_of(breaker.failed(60.0)) == 60.0
    assert breaker.wait_time() == 60.0


def test_the_same_wish_of_all_workers_is_told_once(breaker: Breaker, clock: StillClock[float]) -> None:
    breaker.failed(30.0)
    clock.now += 0.2

    again = [breaker.failed(30.0) for _ in range(3)]

    assert again == [None] * 3
    assert breaker.wait_time() == 30.0


def test_wishes_count_as_failures(breaker: Breaker, clock: StillClock[float]) -> None:
    fail(breaker, 4)
    breaker.failed(30.0)

    clock.now += 30.0

    assert [breaker.wait_time() > 0, breaker.wait_time() > 0] == [False, True]


def test_a_policy_without_delays_has_no_pauses(clock: StillClock[float]) -> None:
    breaker = Breaker(RetryPolicy(first_delay=0, longest_delay=0), clock=clock)

    pauses = [*fail(breaker, 5), breaker.failed(600.0)]

    assert [seconds_of(pause) for pause in pauses] == [None] * 4 + [0.0, 0.0]
    assert breaker.wait_time() == 0.0


@given(st.just(0.0) | st.floats(0.001, 1000), st.integers(0, 60))
def test_pauses_vary_by_chance_within_their_bounds(longest_delay: float, probes: int) -> None:
    clock = StillClock(1000.0)
    breaker = Breaker(RetryPolicy(longest_delay=longest_delay), clock=clock)
    open_up(breaker, clock)

    *_, pause = [probe_in_vain(breaker, clock) for _ in range(1 + probes)]

    most = min(longest_delay / 8 * 2.0 ** (probes + 1), longest_delay * 4)
    assert pause is not None
    assert most / 2 <= pause <= most


def test_pauses_are_not_all_the_same(clock: StillClock[float]) -> None:
    pauses = {seconds_of(fail(Breaker(POLICY, clock=clock), 5)[-1]) for _ in range(20)}

    assert len(pauses) > 1


def test_of_many_threads_one_goes_first(breaker: Breaker, clock: StillClock[float]) -> None:
    open_up(breaker, clock)
    start = threading.Barrier(8)

    def ask(_: int) -> float:
        start.wait()
        return breaker.wait_time()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(ask, range(8)))

    assert waits.count(0.0) == 1
