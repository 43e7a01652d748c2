"""The state in the destination may be lost, damaged or wrong: nothing is downloaded again, nothing is believed unseen."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nbia import Client, DestinationError, verify
from nbia.events import Event
from tests.download.helpers import MOUSE, SEVERAL, VICTRE, archives_asked_for, left_behind, tree, undisturbed
from tests.reference_server import ReferenceServer


@pytest.mark.parametrize("ending", [".nbia", ".nbia/state.sqlite"])
def test_a_state_that_is_lost_costs_no_download(
    client: Client, server: ReferenceServer, tmp_path: Path, ending: str
) -> None:
    client.download(SEVERAL, tmp_path)
    (tmp_path / ending).rename(tmp_path / "lost")
    server.reset()

    report = client.download(SEVERAL, tmp_path)

    assert [result.status for result in report.results] == ["adopted"] * len(SEVERAL)
    assert archives_asked_for(server) == []


@pytest.mark.parametrize("content", [b"", b"no database", bytes(5000)], ids=["empty", "text", "zeros"])
def test_a_state_that_is_damaged_costs_no_download(
    client: Client, server: ReferenceServer, tmp_path: Path, content: bytes
) -> None:
    client.download(SEVERAL, tmp_path)
    (tmp_path / ".nbia" / "state.sqlite").write_bytes(content)
    server.reset()

    report = client.download(SEVERAL, tmp_path)

    assert {result.status for result in report.results} == {"adopted"}
    assert archives_asked_for(server) == []


@pytest.mark.skipif(os.name == "nt", reason="what is open cannot be removed on Windows")
def test_a_state_that_is_removed_during_a_download_is_told_and_the_next_run_adopts_what_it_knew(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    at_the_events = iter([(tmp_path / ".nbia" / "state.sqlite").unlink])

    def take(event: Event) -> None:
        next(at_the_events, bool)()

    client.download([MOUSE], tmp_path)

    report = client.download([MOUSE, VICTRE], tmp_path, progress=take)
    server.reset()
    following = client.download([MOUSE, VICTRE], tmp_path)

    assert report.is_complete
    assert "state.sqlite was removed: a new one is begun" in "".join(report.notes)
    assert [result.status for result in following.results] == ["adopted", "present"]
    assert (archives_asked_for(server), following.notes) == ([], ())


def test_a_state_that_lies_is_not_believed(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path / "first")
    client.download([VICTRE], tmp_path / "second")
    shutil.copy(tmp_path / "first" / ".nbia" / "state.sqlite", tmp_path / "second" / ".nbia" / "state.sqlite")

    report = client.download([MOUSE, VICTRE], tmp_path / "second")

    assert report.is_complete
    assert tree(tmp_path / "second") == undisturbed(server, MOUSE, VICTRE)


def test_a_state_of_a_later_version_is_moved_aside(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)
    with sqlite3.connect(tmp_path / ".nbia" / "state.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    server.reset()

    report = client.download([MOUSE], tmp_path)

    assert (report.results[0].status, archives_asked_for(server)) == ("adopted", [])
    assert (tmp_path / ".nbia" / "state.sqlite.damaged-1").exists()


STATE_FILES = ["state.sqlite", "state.sqlite-journal", "state.sqlite-wal"]
IN_THE_WAY: list[Any] = [
    pytest.param(Path.mkdir, id="folder"),
    pytest.param(lambda path: os.mkfifo(path), id="pipe"),
    pytest.param(lambda path: path.symlink_to(path.parents[2] / "elsewhere"), id="link"),
    pytest.param(lambda path: path.symlink_to(path.parents[2] / "nowhere"), id="link to nothing"),
]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes, and links need a privilege")
@pytest.mark.parametrize("name", STATE_FILES)
@pytest.mark.parametrize("put", IN_THE_WAY)
def test_what_is_no_ordinary_file_is_not_taken_for_the_state(
    client: Client, server: ReferenceServer, tmp_path: Path, name: str, put: Callable[[Path], object]
) -> None:
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "to" / ".nbia").mkdir(parents=True)
    put(tmp_path / "to" / ".nbia" / name)

    with pytest.raises(DestinationError, match=rf"{name} is no ordinary file") as caught:
        client.download([MOUSE], tmp_path / "to")

    assert caught.value.hint == "move it away"
    assert server.requests == []
    assert left_behind(tmp_path / "to") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "to"]
    assert (tmp_path / "elsewhere").read_bytes() == b""


def test_a_state_that_nobody_may_write_to_is_refused_before_anything_is_asked(
    client: Client, server: ReferenceServer, tmp_path: Path, make_unwritable: Callable[[Path], object]
) -> None:
    client.download([MOUSE], tmp_path)
    make_unwritable(tmp_path / ".nbia" / "state.sqlite")
    server.reset()

    with pytest.raises(DestinationError, match=r"state\.sqlite cannot be written"):
        client.download(SEVERAL, tmp_path)

    assert server.requests == []
    assert left_behind(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes")
def test_a_pipe_in_the_place_of_the_state_is_a_fault_that_verify_names(client: Client, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)
    (tmp_path / ".nbia" / "state.sqlite").unlink()
    os.mkfifo(tmp_path / ".nbia" / "state.sqlite")

    report = verify(tmp_path)

    assert "state.sqlite is no ordinary file" in str(report)


def test_a_database_of_another_program_is_moved_aside_whole(client: Client, tmp_path: Path) -> None:
    (tmp_path / ".nbia").mkdir()
    with sqlite3.connect(tmp_path / ".nbia" / "state.sqlite") as connection:
        connection.execute("CREATE TABLE theirs (value)")
        connection.execute("INSERT INTO theirs VALUES (1)")
    connection.close()
    before = (tmp_path / ".nbia" / "state.sqlite").read_bytes()

    report = client.download([MOUSE], tmp_path)

    assert report.is_complete
    assert (tmp_path / ".nbia" / "state.sqlite.damaged-1").read_bytes() == before
    assert str(tmp_path / ".nbia" / "state.sqlite.damaged-1") in report.notes[0]
