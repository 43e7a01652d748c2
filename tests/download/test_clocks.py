"""A clock that jumps, because somebody sets it or a laptop wakes up, changes neither a download nor how long it took."""

from __future__ import annotations

import datetime
import itertools
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

import nbia
from nbia import Client
from tests.download.helpers import MOUSE, SEVERAL, left_behind, tree, undisturbed
from tests.reference_server import ReferenceServer, faults

DAY = 24 * 3600.0
YEARS = datetime.timedelta(days=400)


class Clock:
    """Tells moments that are far from each other."""

    def __init__(self, step: datetime.timedelta) -> None:
        self._moments = (
            datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC) + number * step for number in itertools.count()
        )

    def now(self, tz: datetime.tzinfo) -> datetime.datetime:
        """Return a moment far from the one before."""
        return next(self._moments).astimezone(tz)


@pytest.mark.parametrize("step", [YEARS, -YEARS], ids=["forward", "backward"])
def test_a_download_takes_as_long_as_it_takes_whatever_the_clock_does(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: datetime.timedelta
) -> None:
    jumping = SimpleNamespace(datetime=Clock(step), UTC=datetime.UTC, timedelta=datetime.timedelta)
    monkeypatch.setattr("nbia_core.download.engine.datetime", jumping)

    report = client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert 0 < report.totals.seconds < DAY
    assert report.totals.bytes_per_second > 0


@pytest.mark.parametrize("step", [DAY * 400, -DAY * 400], ids=["forward", "backward"])
def test_a_clock_that_jumps_all_the_time_harms_no_series(
    client: Client, server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: float
) -> None:
    moments = itertools.count(time.time(), step)
    monkeypatch.setattr(time, "time", lambda: next(moments))
    server.inject(faults.cut(after=5000), endpoint="getImageWithMD5Hash", times=3)

    reports = [client.download(SEVERAL, tmp_path) for _ in range(2)]

    assert [report.is_complete for report in reports] == [True, True]
    assert {result.status for result in reports[1].results} == {"present"}
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)
    assert (nbia.verify(tmp_path).is_complete, left_behind(tmp_path)) == (True, [])
