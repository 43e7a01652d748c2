"""A place holds a whole series or none, other people's files are safe, and a process that was killed leaves nothing."""

from __future__ import annotations

import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock, call

import pytest

from nbia import errors
from nbia_core import files
from nbia_core.download.disk import staging as module
from nbia_core.download.disk.staging import Staging, sync_files
from tests.download.stored_series import NEW, UID, finished, series_tree, store, tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "destination"


def test_a_series_is_put_in_its_place_with_the_folders_above_it(root: Path) -> None:
    with Staging(root) as workplace:
        source = finished(workplace)

        moved_to = workplace.put_in_place(source, root / "RIDER" / "0012" / UID, UID)

    assert moved_to == ()
    assert not source.exists()
    assert tree(root) == {f"RIDER/0012/{UID}/{name}": data for name, data in NEW.items()}


def test_an_archive_is_put_in_its_place(root: Path) -> None:
    with Staging(root) as workplace:
        source = finished(workplace, {"archive.zip": b"PK"}) / "archive.zip"

        workplace.put_in_place(source, root / f"{UID}.zip", UID)

    assert tree(root) == {f"{UID}.zip": b"PK"}


def test_nothing_is_left_of_the_work_at_the_end(root: Path) -> None:
    with Staging(root) as workplace:
        finished(workplace)
        finished(workplace)

    assert list((root / ".nbia").iterdir()) == []
    assert not workplace.is_there


def test_a_folder_that_is_discarded_is_gone(root: Path) -> None:
    with Staging(root) as workplace:
        source = finished(workplace)

        workplace.discard(source)
        workplace.discard(source)

        assert not source.exists()
        assert workplace.is_there


def test_folders_of_many_threads_are_different_ones(root: Path) -> None:
    with Staging(root) as workplace, ThreadPoolExecutor(8) as threads:
        folders = [future.result() for future in [threads.submit(workplace.new_folder) for _ in range(20)]]

        assert len(set(folders)) == 20
        assert all(folder.is_dir() for folder in folders)


def test_everything_is_on_disk_before_the_old_is_removed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(root / UID, {"00000001.dcm": b"old"})
    seen: list[tuple[str, bool]] = []
    with Staging(root) as workplace:
        source = finished(workplace)
        old = root / f".nbia/replaced/{UID}-1/{UID}"
        monkeypatch.setattr(module, "sync_folder", lambda folder: seen.append((folder.name, old.exists())))

        workplace.put_in_place(source, root / UID, UID)

    assert seen == [(f"{UID}-1", True), ("replaced", True), ("destination", True)]
    assert not old.exists()


def test_folders_are_made_so_that_they_outlive_a_power_loss(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Staging(root) as workplace:
        synced: list[str] = []
        monkeypatch.setattr(files, "sync_folder", lambda folder: synced.append(folder.name))

        workplace.put_in_place(finished(workplace), root / "RIDER" / "0012" / UID, UID)

    assert synced == ["destination", "RIDER"]


def test_series_that_share_a_folder_are_synced_together(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Staging(root) as workplace:
        synced: list[str] = []
        monkeypatch.setattr(module, "sync_folder", lambda folder: synced.append(folder.name))
        workplace.put_in_place(finished(workplace), root / UID, UID)
        workplace.put_in_place(finished(workplace), root / "1.2", "1.2")

        workplace.sync_places()
        workplace.sync_places()

    assert synced == ["destination"]


def test_what_could_not_be_synced_is_synced_the_next_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = Mock(side_effect=[OSError(errno.EIO, "the disk fails"), None])
    with Staging(root) as workplace:
        monkeypatch.setattr(module, "sync_folder", sync)
        workplace.put_in_place(finished(workplace), root / UID, UID)

        with pytest.raises(errors.DestinationError, match="the disk fails"):
            workplace.sync_places()
        workplace.sync_places()

    assert sync.call_args_list == [call(root), call(root)]


@pytest.fixture
def killed_amid_an_exchange(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of a series whose process was killed when it had moved away what lay there, and nothing else."""
    place, rename = store(root / "theirs" / UID, {"00000001.dcm": b"old"}), Path.rename
    with Staging(root) as workplace:
        source = finished(workplace)

        def kill(path: Path, target: Path) -> Path:
            if path == source:
                raise KeyboardInterrupt
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", kill)
        with pytest.raises(KeyboardInterrupt):
            workplace.put_in_place(source, place, UID)
        monkeypatch.undo()
    return place


def test_what_a_killed_process_had_moved_away_goes_back(root: Path, killed_amid_an_exchange: Path) -> None:
    Staging(root).close()

    assert tree(root) == {f"theirs/{UID}/00000001.dcm": b"old"}
    assert list((root / ".nbia/replaced").iterdir()) == []


def test_what_a_killed_process_had_moved_away_takes_no_place_that_something_has(
    root: Path, killed_amid_an_exchange: Path
) -> None:
    store(killed_amid_an_exchange, NEW)

    Staging(root).close()

    assert tree(killed_amid_an_exchange) == NEW
    assert tree(root / ".nbia/replaced") == {f"{UID}-1/{UID}/00000001.dcm": b"old"}


@pytest.mark.parametrize("place", ["../outside", "/tmp/outside", f"theirs/../../{UID}"])
def test_nothing_goes_back_to_a_place_outside(root: Path, killed_amid_an_exchange: Path, place: str) -> None:
    (root / f".nbia/replaced/{UID}-1/.place").write_text(place)

    Staging(root).close()

    assert tree(root) == {f".nbia/replaced/{UID}-1/{UID}/00000001.dcm": b"old"}


def test_nothing_waits_for_the_disk_if_that_is_not_wanted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(module, "sync_folder", synced.append)
    monkeypatch.setattr(files, "sync_folder", synced.append)
    monkeypatch.setattr(module, "sync_files", lambda folder, names: synced.append(folder))
    store(root / UID, {"00000001.dcm": b"old"})

    with Staging(root, durable=False) as workplace:
        workplace.put_in_place(finished(workplace), root / "a" / UID, UID)
        workplace.put_in_place(finished(workplace), root / "b" / UID, UID)
        workplace.keep_apart(finished(workplace), "1.2", {})
        workplace.put_file(finished(workplace) / "LICENSE", root / "LICENSE")
        workplace.sync_places()

    assert synced == []


def test_a_file_is_put_on_disk_before_it_gets_its_name(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[list[str], bool]] = []
    monkeypatch.setattr(
        module, "sync_files", lambda folder, names: synced.append((list(names), (root / "LICENSE").exists()))
    )
    with Staging(root) as workplace:
        workplace.put_file(finished(workplace) / "LICENSE", root / "LICENSE")

    assert synced == [(["LICENSE"], False)]
    assert tree(root) == {"LICENSE": NEW["LICENSE"]}


def test_a_series_that_is_complete_at_last_is_no_longer_kept_apart(root: Path) -> None:
    with Staging(root) as workplace:
        workplace.keep_apart(finished(workplace), UID, {"fault": "images are missing"})

        workplace.put_in_place(finished(workplace), root / UID, UID)

    assert tree(root) == series_tree(NEW)


def test_a_path_that_is_too_long_is_reported_and_nothing_is_written(root: Path) -> None:
    with Staging(root) as workplace:
        source = finished(workplace)

        with pytest.raises(errors.DestinationError, match="choose a shorter one"):
            workplace.put_in_place(source, root / ("x" * 300) / UID, UID)

    assert tree(root) == {}


def test_a_file_where_a_folder_above_must_be_is_named(root: Path) -> None:
    store(root, {"RIDER": b"mine"})
    with Staging(root) as workplace:
        source = finished(workplace)

        with pytest.raises(errors.DestinationError, match="move it away") as caught:
            workplace.put_in_place(source, root / "RIDER" / UID, UID)

    assert str(root / "RIDER") in str(caught.value)
    assert tree(root) == {"RIDER": b"mine"}


def test_a_destination_that_has_vanished_is_not_made_again(root: Path, tmp_path: Path) -> None:
    workplace = Staging(root)
    source = finished(workplace)
    root.rename(tmp_path / "unplugged")

    with pytest.raises(errors.DestinationError):
        workplace.put_in_place(source, root / "RIDER" / UID, UID)
    with pytest.raises(errors.DestinationError):
        workplace.new_folder()

    assert not workplace.is_there
    assert not root.exists()
    workplace.close()


@pytest.mark.parametrize("uid", ["", "../1.2", "1.2/3", "*"])
def test_what_is_no_uid_is_refused(root: Path, uid: str) -> None:
    with Staging(root) as workplace:
        source = finished(workplace)

        with pytest.raises(errors.InvalidParameterError):
            workplace.put_in_place(source, root / "a", uid)
        with pytest.raises(errors.InvalidParameterError):
            workplace.keep_apart(source, uid, {})


def test_what_the_server_has_wrong_is_kept_apart_with_its_evidence(root: Path) -> None:
    with Staging(root) as workplace:
        workplace.keep_apart(finished(workplace, {"00000009.dcm": b"earlier"}), UID, {})
        evidence = {"announced_images": 12, "tries": ("é", "\ud800"), "path": Path("a")}

        kept = workplace.keep_apart(finished(workplace), UID, evidence)

    assert kept == root / ".nbia/incomplete" / UID
    assert {path.name for path in kept.iterdir()} == {*NEW, "evidence.json"}
    assert json.loads((kept / "evidence.json").read_bytes()) == {**evidence, "tries": ["é", "\ud800"], "path": "a"}


def test_an_archive_that_the_server_has_wrong_is_kept_apart_in_a_folder(root: Path) -> None:
    with Staging(root) as workplace:
        archive = finished(workplace, {"archive.zip": b"PK"}) / "archive.zip"

        kept = workplace.keep_apart(archive, UID, {})

    assert {path.name for path in kept.iterdir()} == {"archive.zip", "evidence.json"}


def test_files_and_their_folder_are_put_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = store(tmp_path / UID, NEW)
    synced: list[tuple[int, int]] = []

    def note(handle: int) -> None:
        synced.append((os.fstat(handle).st_dev, os.fstat(handle).st_ino))

    monkeypatch.setattr(os, "fsync", note)
    sync_files(folder, ["00000001.dcm", "LICENSE"])

    expected = [folder / "00000001.dcm", folder / "LICENSE", folder]
    assert synced == [(path.stat().st_dev, path.stat().st_ino) for path in expected]


def test_a_file_that_cannot_be_put_on_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = store(tmp_path / UID, NEW)

    def fail(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(errors.DestinationError, match="make room") as caught:
        sync_files(folder, ["LICENSE"])

    assert caught.value.filename == str(folder / "LICENSE")


def test_threads_and_processes_that_end_their_series_do_not_disturb_each_other(root: Path) -> None:
    def go_on(number: int) -> list[dict[str, bytes]]:
        uid, came = f"{UID}.{number}", []
        for place in range(100):
            with Staging(root) as workplace:
                workplace.resume_folder(uid, "1").joinpath("00000001.dcm").write_bytes(b"new")
            with Staging(root) as workplace:
                source = workplace.resume_folder(uid, "1")
                workplace.put_in_place(source, root / uid / str(place), uid)
            came.append(tree(root / uid / str(place)))
        return came

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(go_on, range(4)))

    assert found == [[{"00000001.dcm": b"new"}] * 100] * 4
    assert not (root / ".nbia" / "unfinished").exists()
