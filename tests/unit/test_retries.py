"""Which failures are tried again, and after how long."""

from __future__ import annotations

import datetime
import math
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbia_core.errors import InvalidParameterError
from nbia_core.http.retries import RetryPolicy, read_retry_after

PASSING = (408, 429, 502, 503, 504)
LASTING = (200, 204, 300, 301, 302, 400, 401, 403, 404, 405, 407, 410, 422, 460, 500, 501, 505, 511)


@pytest.mark.parametrize("status", PASSING)
@pytest.mark.parametrize("is_image", [True, False])
def test_a_status_that_passes_is_tried_again_until_the_attempts_are_used_up(status: int, is_image: bool) -> None:
    policy = RetryPolicy(attempts=4)

    again = [policy.after_status(status, tries, is_image=is_image) for tries in range(1, 6)]

    assert again == [True, True, True, False, False]


@pytest.mark.parametrize("status", LASTING)
def test_a_status_that_lasts_is_not_tried_again(status: int) -> None:
    assert RetryPolicy().after_status(status, 1, is_image=False) is False


def test_500_is_tried_again_once_and_only_for_images() -> None:
    policy = RetryPolicy(attempts=4)

    assert [policy.after_status(500, tries, is_image=True) for tries in (1, 2, 3)] == [True, False, False]
    assert [policy.after_status(500, tries, is_image=False) for tries in (1, 2, 3)] == [False, False, False]


@pytest.mark.parametrize("status", [*PASSING, 500])
def test_with_one_attempt_nothing_is_tried_again(status: int) -> None:
    policy = RetryPolicy(attempts=1)

    assert policy.after_status(status, 1, is_image=True) is False
    assert policy.after_lost_connection(1) is False


def test_a_lost_connection_is_tried_again_until_the_attempts_are_used_up() -> None:
    policy = RetryPolicy(attempts=3)

    assert [policy.after_lost_connection(tries) for tries in range(1, 5)] == [True, True, False, False]


@given(st.integers(1, 60), st.floats(0, 100), st.floats(0, 100))
def test_delays_grow_and_stay_within_their_bounds(tries: int, first: float, longest: float) -> None:
    policy = RetryPolicy(attempts=100, first_delay=first, longest_delay=longest)
    most = min(first * 2.0 ** (tries - 1), longest)

    assert most / 2 <= policy.delay(tries) <= most


def test_a_delay_varies_by_chance() -> None:
    policy = RetryPolicy(first_delay=10)

    assert len({policy.delay(1) for _ in range(20)}) > 1


@pytest.mark.parametrize("tries", [1000, 1024, 1025, 1026, 100_000])
def test_the_delay_after_very_many_attempts_is_still_bounded(tries: int) -> None:
    assert RetryPolicy(attempts=10**6).delay(tries) <= 30


@pytest.mark.parametrize(("asked", "waited"), [(0.0, 0.0), (5.0, 5.0), (30.0, 30.0), (31.0, 30.0), (math.inf, 30.0)])
def test_the_server_may_ask_for_a_delay_up_to_the_longest(asked: float, waited: float) -> None:
    assert RetryPolicy(longest_delay=30).delay(1, asked) == waited


@pytest.mark.parametrize(
    "policy",
    [
        {"attempts": 0},
        {"attempts": -1},
        {"attempts": 1.5},
        {"attempts": "3"},
        {"attempts": None},
        {"attempts": True},
        {"first_delay": True},
        {"first_delay": -0.1},
        {"first_delay": math.nan},
        {"first_delay": math.inf},
        {"first_delay": "1"},
        {"first_delay": None},
        {"longest_delay": -1},
        {"longest_delay": math.nan},
        {"longest_delay": math.inf},
        {"longest_delay": None},
        {"longest_delay": 10**400},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(policy: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameterError, match="retries: "):
        RetryPolicy(**policy)


def test_a_policy_cannot_be_changed_and_equal_policies_are_equal() -> None:
    policy = RetryPolicy(attempts=2)

    with pytest.raises(AttributeError):
        policy.attempts = 3  # type: ignore[misc]

    assert policy == RetryPolicy(attempts=2)
    assert policy != RetryPolicy()


@pytest.mark.parametrize(("value", "seconds"), [("0", 0), ("5", 5), (" 120 ", 120), ("007", 7)])
def test_seconds_are_read(value: str, seconds: float) -> None:
    assert read_retry_after(value) == seconds


def test_an_absurd_number_of_seconds_is_still_capped() -> None:
    asked = read_retry_after("9" * 400)

    assert RetryPolicy().delay(1, asked) == 30


def test_a_date_in_the_future_is_read_as_seconds_from_now() -> None:
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)

    seconds = read_retry_after(format_datetime(moment, usegmt=True))

    assert seconds is not None
    assert 3000 < seconds <= 3600


@pytest.mark.parametrize(
    "value", ["Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:00", "21 Oct 2015 07:28 +0000"]
)
def test_a_date_in_the_past_means_now(value: str) -> None:
    assert read_retry_after(value) == 0


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        " ",
        "soon",
        "-5",
        "1.5",
        "1e3",
        "inf",
        "5 seconds",
        "\u0663",
        "\u00b2",
        "Wed, 99 Oct 2015 07:28:00 GMT",
        "Wed, 21 Oct 99999 07:28:00 GMT",
        "Wed, 21 Oct 2015 07:28:00 +9999",
        "2015-10-21",
    ],
)
def test_garbage_is_the_same_as_nothing(value: str | None) -> None:
    assert read_retry_after(value) is None


@example("0\x1f")
@given(st.text(max_size=40) | st.text("0123456789 :,+-GMTWedOct", max_size=30))
def test_no_header_does_any_harm(value: str) -> None:
    seconds = read_retry_after(value)

    assert seconds is None or seconds >= 0
    assert 0 <= RetryPolicy().delay(1, seconds) <= 30


@pytest.mark.parametrize(
    "value",
    [
        "Wed, 21 Oct 99999999999999 07:28:00 GMT",
        "Wed, 21 Oct 0000 07:28:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -9959",
        "Sat, 01 Jan 0001 00:00:00 +2359",
        "Wed, 21 Oct 2026 07:28:00 +99999999999999",
        "Wed, 21 Oct 2026 99:99:99 GMT",
    ],
)
def test_a_moment_that_no_calendar_has_is_no_reason_to_fail(value: str) -> None:
    seconds = read_retry_after(value)

    assert seconds is None or 0 <= seconds <= 366 * 86400


@pytest.mark.parametrize("value", ["9" * 30, "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_what_is_longer_than_a_year_is_a_year(value: str) -> None:
    assert read_retry_after(value) == 366 * 86400
