"""What an executor is given: many short series as one task, and none that fails because of another."""

from __future__ import annotations

import pickle
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from nbia import Client
from nbia.v1.records import Series
from nbia_core.download import workers
from nbia_core.download.cancellation import Cancellation, Stopped
from nbia_core.download.disk.layout import FolderLayout
from nbia_core.download.inputs.inputs import Wanted
from nbia_core.download.model import SeriesResult
from nbia_core.download.options import DownloadOptions
from nbia_core.download.plan import Plan
from nbia_core.download.series import Outcome, SeriesTask
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.download.workers import Executed, Service
from nbia_core.http.retries import RetryPolicy
from tests.download.helpers import SEVERAL, left_behind, tree, undisturbed
from tests.reference_server import ReferenceServer

PLAN = Plan(
    root=Path("/images"),
    sources=(NbiaArchive("nbia.v1"),),
    options=DownloadOptions(),
    folders=FolderLayout("series", Series),
)
SERVICE = Service(base_url="http://a.example", timeouts=None, retries=RetryPolicy(), sites=())


def attributes(number: int) -> dict[str, str]:
    return dict.fromkeys(Series.__struct_fields__, f"a value of series {number}")


def task(number: int) -> SeriesTask:
    return SeriesTask(wanted=Wanted(series_instance_uid=f"1.2.{number}", attributes=attributes(number)), known=None)


def outcome(number: int) -> Outcome:
    return Outcome(result=SeriesResult(series_instance_uid=f"1.2.{number}", status="downloaded"))


class Idle(Executor):
    """Takes tasks and runs none."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.futures: list[Future[Any]] = []

    def submit(self, *task: Any, **options: Any) -> Future[Any]:
        """Take a task, and note its size when pickled."""
        self.sizes.append(len(pickle.dumps(task)))
        self.futures.append(Future())
        return self.futures[-1]


class Run:
    """1,000 series that wait for an executor, two tasks at a time."""

    def __init__(self) -> None:
        self.idle = Idle()
        self.done: dict[int, object] = {}
        self.executed = Executed(self.idle, 2, PLAN, SERVICE, self.done.__setitem__, Cancellation())
        for number in range(1000):
            self.executed.submit(number, task(number))
        self.executed.begin()


def test_an_executor_is_given_as_many_tasks_as_there_are_workers() -> None:
    run = Run()

    assert len(run.idle.futures) == 2


def test_series_that_share_a_task_take_little_more_than_what_is_known_of_them() -> None:
    run = Run()

    assert run.idle.sizes[0] < 1.2 * workers.MOST_IN_BATCH * len(pickle.dumps(attributes(0)))


def test_what_a_task_has_not_begun_comes_next() -> None:
    run = Run()

    run.idle.futures[0].set_result([outcome(0), outcome(1)])
    run.executed.begin()
    run.idle.futures[2].set_result([outcome(2)])

    assert run.done == {0: outcome(0), 1: outcome(1), 2: outcome(2)}


def test_a_task_that_dies_takes_no_other_series_with_it() -> None:
    run, death = Run(), OSError("the process was killed")

    run.idle.futures[0].set_exception(death)
    run.executed.begin()
    run.idle.futures[2].set_exception(death)
    run.executed.begin()
    run.idle.futures[3].set_result([outcome(1)])

    assert run.done == {0: death, 1: outcome(1)}


def test_an_executor_that_was_shut_down_takes_none_of_the_series() -> None:
    pool, done = ThreadPoolExecutor(1), dict[int, object]()
    pool.shutdown()
    executed = Executed(pool, 1, PLAN, SERVICE, done.__setitem__, Cancellation())
    executed.submit(0, task(0))
    executed.submit(1, task(1))

    executed.begin()

    assert [type(done[0]), type(done[1])] == [RuntimeError, RuntimeError]


def test_an_executor_that_fails_ends_the_download() -> None:
    class Lost(Idle):
        def submit(self, *task: Any, **options: Any) -> Future[Any]:
            raise OSError("the scheduler is gone")

    stop, done = Cancellation(), dict[int, object]()
    executed = Executed(Lost(), 1, PLAN, SERVICE, done.__setitem__, stop)
    executed.submit(0, task(0))

    executed.begin()

    assert stop.reason == "the executor takes no more series (OSError: the scheduler is gone)"
    assert type(done[0]) is Stopped


@pytest.mark.parametrize("seconds", [0, 3600], ids=["each series alone", "as many as there are"])
def test_however_long_a_task_may_take_all_series_come(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr(workers, "LONGEST_BATCH", seconds)

    with ThreadPoolExecutor(2) as executor:
        report = client.download(SEVERAL, tmp_path, workers=1, executor=executor)

    assert report.is_complete
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)
    assert left_behind(tmp_path) == []
