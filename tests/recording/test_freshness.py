from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.generator.helpers import specs
from tests.recording.files import CASSETTES, Provenance, Source, read_provenance
from tests.recording.freshness import State, main, state_of

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("source", "days", "state"),
    [
        ("reference", 0, "never recorded live"),
        ("reference", 400, "never recorded live"),
        ("live", 0, "fresh"),
        ("live", 30, "fresh"),
        ("live", 31, "old"),
        ("live", 90, "old"),
        ("live", 91, "too old"),
    ],
)
def test_a_recording_ages(source: Source, days: int, state: State) -> None:
    provenance = Provenance(asked="live", recorded_at=NOW - datetime.timedelta(days=days), source=source)

    assert state_of(provenance, NOW) == state


def test_the_committed_recordings_say_that_they_are_not_live(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "never recorded live" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--scheduled"], 1)])
def test_only_the_scheduled_run_fails_for_age(tmp_path: Path, arguments: list[str], code: int) -> None:
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    (tmp_path / "v1").mkdir()
    Provenance(asked="live", recorded_at=long_ago, source="live").write(tmp_path / "v1")

    assert main(["--cassettes", str(tmp_path), *arguments]) == code


@pytest.mark.parametrize("version", specs())
def test_the_committed_provenance_can_be_read(version: str) -> None:
    assert read_provenance(CASSETTES / version).source in ("reference", "live")
