"""Questions before a download are asked several at a time, and answered in their order."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Final, NoReturn

import pytest

from nbia import ConnectionFailedError, NbiaError, NotPublicError
from nbia_core.download.cancellation import Cancellation
from nbia_core.download.planning import Questions

ENOUGH: Final = 10
"""Seconds after which a test that waits in vain fails."""


class Watched(threading.Event):
    """Is never set, and counts how often somebody looks."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = threading.Semaphore(0)

    def is_set(self) -> bool:
        self.looks.release()
        return False


@pytest.fixture
def cancel() -> Watched:
    """Looked at as long as an answer is waited for."""
    return Watched()


@pytest.fixture
def questions(cancel: Watched) -> Questions:
    return Questions(2, Cancellation(), cancel, None)


def raising(error: NbiaError) -> Callable[[], NoReturn]:
    def ask() -> NoReturn:
        raise error

    return ask


def answers(questions: Questions, *asked: Callable[[], object]) -> Iterator[object]:
    return (answer for _, answer in questions.ask(asked, lambda ask: ask(), "series"))


def test_answers_come_in_the_order_of_their_questions(questions: Questions) -> None:
    is_asked = threading.Event()

    assert list(answers(questions, lambda: is_asked.wait(ENOUGH), is_asked.set)) == [True, None]


def test_a_service_that_one_question_could_not_reach_is_not_waited_for_by_the_others(questions: Questions) -> None:
    end = threading.Event()
    refused = ConnectionFailedError("Connection refused.")
    refused.is_unreachable = True
    found: list[object] = []

    with contextlib.ExitStack() as at_the_end:
        at_the_end.callback(end.set)
        at_the_end.enter_context(pytest.raises(ConnectionFailedError))
        found.extend(answers(questions, lambda: end.wait(ENOUGH), raising(refused)))

    assert found == []


@pytest.mark.parametrize("error", [NotPublicError("It is not public."), ConnectionFailedError("It was lost.")])
def test_another_failure_waits_for_its_turn(questions: Questions, cancel: Watched, error: NbiaError) -> None:
    found: list[object] = []

    with pytest.raises(type(error)):
        found.extend(answers(questions, lambda: [cancel.looks.acquire(timeout=ENOUGH) for _ in "1234"], raising(error)))

    assert found == [[True] * 4]
