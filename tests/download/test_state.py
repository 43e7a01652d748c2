"""What is complete is remembered in the destination, whatever happens to the file and whoever else writes."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec
import pytest

from nbia import errors
from nbia_core.download.disk.database import stored_rows
from nbia_core.download.disk.state import State, read_states, state_path
from nbia_core.download.model import SeriesState
from tests.download.stored_series import NEW, UID, remembered, store

OTHER_UID = "1.3.6.1.4.1.9328.50.1.5"
ATTRIBUTES = {"collection": "RIDER Pilot", "patient_id": "0012", "image_count": 1, "study_desc": None}
STORED = (
    "01232643581a1b59e8991a8078d84b475405c4148e66060644958f90a48a28230da8528bc0ca428cc201254f0479bab80629"
    "0464e6e497a0670fa065465812372256a1a18b3f46e09e438a0f00"
)
"""The entry below as the first version stored it that deflates: it must be read for ever."""
KILLED_IN_A_COMMIT = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE series SET data = 'half'")
connection.executemany("INSERT INTO series VALUES (?, ?)", ((f"2.{number}", b"x" * 2000) for number in range(500)))
os._exit(9)
"""


def entry(uid: str = UID, *, images: int = 1, attributes: Mapping[str, object] = ATTRIBUTES) -> SeriesState:
    return SeriesState(
        series_instance_uid=uid,
        path=uid,
        is_archive=False,
        images=images,
        size=600,
        expected_images=1,
        expected_size=None,
        verified=0,
        not_verifiable=("00000001.dcm",),
        checks=("archive end", "DICOM"),
        files=(),
        attributes=dict(attributes),
    )


def replace_row(root: Path, data: bytes) -> None:
    with contextlib.closing(sqlite3.connect(state_path(root))) as connection, connection:
        connection.execute("UPDATE series SET data = ?", (data,))


def put_folder(root: Path, data: bytes) -> SeriesState:
    """Put a series in its place, instead of what lies there, and return what a download remembers of it."""
    shutil.rmtree(root / UID, ignore_errors=True)
    store(root / UID, {"00000001.dcm": data})
    return remembered(root, UID)


def put_archive(root: Path, data: bytes) -> SeriesState:
    """Do the same with an archive."""
    (root / UID).write_bytes(data)
    return remembered(root, UID)


def goes_when_seen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another process remove a file as soon as somebody has looked at it."""

    def removing(look: Callable[..., os.stat_result]) -> Callable[..., os.stat_result]:
        def seen(place: object, **options: bool) -> os.stat_result:
            found = look(place, **options)
            if str(place) == str(path):
                path.unlink()
            return found

        return seen

    monkeypatch.setattr(os, "stat", removing(os.stat))
    monkeypatch.setattr(os, "lstat", removing(os.lstat))


def put_all(state: State, uids: Iterable[str]) -> None:
    for uid in uids:
        state.put(entry(uid))


def committed(root: Path) -> list[str]:
    """Say of which series another process knows."""
    return [state.series_instance_uid for state in read_states(root)]


def write_text(path: Path) -> None:
    path.write_text("no database at all, but more than the hundred bytes that the head of a database has " * 20)


def overwrite_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[24:28] = b"\xff" * 4  # says that the file was changed, so that nobody trusts what he has read before
    data[100:] = b"\xff" * (len(data) - 100)
    path.write_bytes(data)


def change(statement: str) -> Callable[[Path], None]:
    def work(path: Path) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute(statement)
        connection.close()

    return work


def test_a_series_that_was_put_is_remembered_by_the_next_run(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.put(entry())

    with State(tmp_path) as state:
        assert state.get(UID) == entry()
        assert len(state) == 1


def test_a_series_that_was_put_is_known_at_once(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.put(entry())

        assert state.get(UID) == entry()
        assert state.get(OTHER_UID) is None


def test_the_state_lies_in_the_hidden_folder(tmp_path: Path) -> None:
    State(tmp_path / "new" / "destination").close()

    assert state_path(tmp_path / "new" / "destination").is_file()
    assert [path.name for path in (tmp_path / "new" / "destination").iterdir()] == [".nbia"]


def test_the_last_word_on_a_series_counts(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.put(entry(images=1))
        state.flush()
        state.put(entry(images=2))
        state.put(entry(images=3))

    assert [state.images for state in read_states(tmp_path)] == [3]


def test_what_the_state_speaks_of_is_put_on_disk_before_it_is_committed(tmp_path: Path) -> None:
    committed_before: list[list[str]] = []
    with State(tmp_path, before_commit=lambda: committed_before.append(committed(tmp_path))) as state:
        state.put(entry())
        state.flush()
        state.flush()

    assert committed_before == [[]]
    assert committed(tmp_path) == [UID]


def test_a_series_is_known_before_and_after_it_is_committed(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.put(entry())

        assert UID in state
        state.flush()
        assert UID in state
        assert "1.2.3" not in state


def test_series_come_in_the_order_of_their_uids(tmp_path: Path) -> None:
    uids = [f"1.2.{number}" for number in range(150)]
    with State(tmp_path) as state:
        put_all(state, reversed(uids))

        assert [found.series_instance_uid for found in state] == sorted(uids)


def test_changes_wait_for_others_but_not_for_more_than_63(tmp_path: Path) -> None:
    state = State(tmp_path, clock=lambda: 0.0)
    put_all(state, (f"1.2.{number}" for number in range(63)))
    before = committed(tmp_path)
    state.put(entry("1.3"))

    assert before == []
    assert len(committed(tmp_path)) == 64
    state.close()


def test_changes_wait_half_a_second_at_most(tmp_path: Path) -> None:
    moments = iter([0.0, 0.4, 0.5])
    state = State(tmp_path, clock=lambda: next(moments))
    state.put(entry("1.1"))
    state.put(entry("1.2"))
    before = committed(tmp_path)
    state.put(entry("1.3"))

    assert before == []
    assert committed(tmp_path) == ["1.1", "1.2", "1.3"]
    state.close()


def test_that_nothing_is_known_of_a_series_is_believed_for_half_a_second(tmp_path: Path) -> None:
    moments = iter([0.0, 0.4, 0.5])
    with State(tmp_path, clock=lambda: next(moments)) as state, State(tmp_path) as of_another_process:
        state.read_ahead([UID, OTHER_UID])
        put_all(of_another_process, [UID, OTHER_UID])
        of_another_process.flush()

        assert state.get(UID) is None
        assert state.get(OTHER_UID) is not None
        assert state.get(UID) is not None


def test_what_waits_for_its_commit_is_known_although_others_were_read_ahead(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.put(entry())
        state.read_ahead([UID, OTHER_UID])
        state.flush()

        assert state.get(UID) is not None


def test_values_that_json_does_not_know_come_back_as_texts(tmp_path: Path) -> None:
    attributes = {"series_date": datetime.datetime(2010, 8, 16), "half": "a\ud800b", "path": Path("a")}
    with State(tmp_path) as state:
        state.put(entry(attributes=attributes))

        found = state.get(UID)
    assert found is not None
    assert found.attributes == {"series_date": "2010-08-16T00:00:00", "half": "a?b", "path": "a"}


def test_halves_of_characters_cost_nothing_wherever_they_stand(tmp_path: Path) -> None:
    attributes = {"modality": {"a\ud800": ["b\udc00", {"c": "\ud800"}, 7, None]}}
    with State(tmp_path) as state:
        state.put(entry(attributes=attributes))

        found = state.get(UID)
    assert found is not None
    assert found.attributes == {"modality": {"a?": ["b?", {"c": "?"}, 7, None]}}


def test_two_processes_may_use_one_destination(tmp_path: Path) -> None:
    with State(tmp_path) as one, State(tmp_path) as other:
        one.put(entry("1.1"))
        one.flush()
        pages = iter(one)
        next(pages)
        other.put(entry("1.2"))
        other.flush()

        assert one.get("1.2") is not None
        assert other.get("1.1") is not None


@pytest.mark.parametrize(
    "harm",
    [
        write_text,
        overwrite_pages,
        change("DROP TABLE series"),
        change("PRAGMA user_version = 99"),
        change("ALTER TABLE series RENAME COLUMN data TO content"),
    ],
)
def test_a_database_that_is_damaged_is_moved_aside(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    with State(tmp_path) as state:
        state.put(entry())
    harm(state_path(tmp_path))

    with State(tmp_path) as state:
        state.put(entry(OTHER_UID))
        known = [found.series_instance_uid for found in state]

    assert known == [OTHER_UID]
    assert "is unusable" in "".join(state.notes)
    assert state_path(tmp_path).with_name("state.sqlite.damaged-1").is_file()


def test_a_database_of_another_program_is_moved_aside(tmp_path: Path) -> None:
    state_path(tmp_path).parent.mkdir()
    change("CREATE TABLE other (name TEXT)")(state_path(tmp_path))

    with State(tmp_path) as state:
        assert list(state) == []

    assert state_path(tmp_path).with_name("state.sqlite.damaged-1").is_file()


def test_a_database_that_is_damaged_while_it_is_in_use_is_moved_aside_and_nothing_that_waits_is_lost(
    tmp_path: Path,
) -> None:
    state = State(tmp_path)
    state.put(entry("1.1"))
    state.flush()
    state.put(entry("1.2"))
    overwrite_pages(state_path(tmp_path))
    state.close()

    assert committed(tmp_path) == ["1.2"]


@pytest.mark.parametrize("put", [put_folder, put_archive])
def test_of_two_who_put_a_series_in_its_place_the_later_one_is_believed_though_the_other_commits_last(
    tmp_path: Path, put: Callable[[Path, bytes], SeriesState]
) -> None:
    first, second = put(tmp_path, b"first"), put(tmp_path, b"the second")
    with State(tmp_path) as one, State(tmp_path) as other:
        one.put(first)
        other.put(second)
        other.flush()
        one.flush()

        known = one.get(UID)

    assert known == second


@pytest.mark.parametrize("put", [put_folder, put_archive])
def test_of_two_who_put_a_series_in_its_place_the_later_one_is_believed_when_it_commits_last(
    tmp_path: Path, put: Callable[[Path, bytes], SeriesState]
) -> None:
    first, second = put(tmp_path, b"first"), put(tmp_path, b"the second")
    with State(tmp_path) as one, State(tmp_path) as other:
        one.put(first)
        one.flush()
        other.put(second)
        other.flush()

        known = one.get(UID)

    assert known == second


def test_a_series_that_moves_to_another_place_is_believed_though_it_is_still_at_the_old_one(tmp_path: Path) -> None:
    store(tmp_path / "old", NEW)
    old = remembered(tmp_path, "old")
    moved = msgspec.structs.replace(old, path="new")
    with State(tmp_path) as state:
        state.put(old)
        state.flush()
        state.put(moved)

    assert next(read_states(tmp_path)) == moved


def test_a_journal_that_goes_while_it_is_looked_at_is_nothing_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = state_path(tmp_path).with_name("state.sqlite-journal")
    journal.parent.mkdir()
    journal.write_bytes(b"")
    goes_when_seen(journal, monkeypatch)

    with State(tmp_path) as state:
        put_all(state, ["1.1"])

    assert committed(tmp_path) == ["1.1"]


def test_a_database_that_another_process_has_replaced_is_not_moved_aside_again(tmp_path: Path) -> None:
    mine = State(tmp_path)
    mine.put(entry("1.1"))
    overwrite_pages(state_path(tmp_path))
    with State(tmp_path) as other:
        other.put(entry("1.2"))
    mine.close()

    assert committed(tmp_path)[-1:] == ["1.2"]
    assert not state_path(tmp_path).with_name("state.sqlite.damaged-2").exists()


def test_damaged_databases_do_not_replace_one_another(tmp_path: Path) -> None:
    State(tmp_path).close()
    write_text(state_path(tmp_path))
    State(tmp_path).close()
    write_text(state_path(tmp_path))
    State(tmp_path).close()

    names = sorted(path.name for path in state_path(tmp_path).parent.iterdir())
    assert names == ["state.sqlite", "state.sqlite.damaged-1", "state.sqlite.damaged-2"]


@pytest.mark.parametrize("data", ["x''", "'{}'", "x'80'", "7", "'{\"series_instance_uid\": 5}'"])
def test_a_row_in_a_form_that_is_not_known_counts_as_absent(tmp_path: Path, data: str) -> None:
    with State(tmp_path) as state:
        state.put(entry())
    change(f"INSERT INTO series VALUES ('{OTHER_UID}', {data})")(state_path(tmp_path))

    with State(tmp_path) as state:
        assert state.get(OTHER_UID) is None
        assert [found.series_instance_uid for found in state] == [UID]


def test_a_row_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.put(entry())
    replace_row(tmp_path, msgspec.json.encode(entry()))

    with State(tmp_path) as state:
        assert state.get(UID) == entry()


def test_a_row_that_is_stored_goes_on_to_be_read(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.put(entry())
    replace_row(tmp_path, bytes.fromhex(STORED))

    with State(tmp_path) as state:
        assert state.get(UID) == entry()


def test_what_series_of_an_archive_have_in_common_is_hardly_stored(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.put(entry())
    ((_, data),) = stored_rows(state_path(tmp_path))

    assert len(data) < len(msgspec.json.encode(entry())) / 3


def test_what_a_killed_process_had_not_committed_is_taken_back(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.put(entry())
    subprocess.run([sys.executable, "-c", KILLED_IN_A_COMMIT, str(state_path(tmp_path))], check=False)
    files = {path.name: path.read_bytes() for path in state_path(tmp_path).parent.iterdir()}

    read = list(read_states(tmp_path))
    after_reading = {path.name: path.read_bytes() for path in state_path(tmp_path).parent.iterdir()}
    with State(tmp_path) as state:
        opened = list(state)

    assert sorted(files) == ["state.sqlite", "state.sqlite-journal"]
    assert after_reading == files
    assert read == opened == [entry()]


def test_a_full_disk_is_reported_and_nothing_that_waits_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def connect_with_no_room(path: Path, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    State(tmp_path).close()
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect_with_no_room)
        state = State(tmp_path)
    state.put(entry(attributes={"text": os.urandom(100_000).hex()}))

    with pytest.raises(errors.DestinationError, match="the disk is full") as caught:
        state.flush()

    assert caught.value.errno == errno.ENOSPC
    assert state.get(UID) is not None
    with pytest.raises(errors.DestinationError):
        state.close()


def test_a_file_where_the_hidden_folder_must_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".nbia").write_text("mine")

    with pytest.raises(errors.DestinationError, match="move it away"):
        State(tmp_path)


def test_reading_where_there_is_no_state_is_reported_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(errors.DestinationError, match="cannot be read"):
        list(read_states(tmp_path))

    assert list(tmp_path.iterdir()) == []


def test_paths_may_hold_any_characters(tmp_path: Path) -> None:
    root = tmp_path / "100% ?#é &"
    with State(root) as state:
        state.put(entry())

    assert committed(root) == [UID]
