"""The state in the destination may be lost, damaged or wrong: nothing is downloaded again, nothing is believed unseen."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from nbia import Client
from tests.download_helpers import MOUSE, SEVERAL, VICTRE, archives_asked_for, tree, undisturbed
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
