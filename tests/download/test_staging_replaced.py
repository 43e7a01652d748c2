"""What lies in the place of a series: removed when it has its successor, kept when it has none, and never lost."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nbia import errors
from nbia_core.download.disk.staging import Staging
from tests.download.stored_series import NEW, UID, finished, series_tree, store, tree

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "destination"


def fail_to_rename(
    monkeypatch: pytest.MonkeyPatch, code: int, *, to: Path, before: Callable[[], object] = lambda: None
) -> None:
    """Let the next rename to a path fail."""
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if target == to:
            monkeypatch.setattr(Path, "rename", rename)
            before()
            raise OSError(code, os.strerror(code))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)


class Killed(BaseException):
    """Nothing of the process runs any more."""


def die_at_rename(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Let the process die at a rename: step 0 is before the first, step 4 after the last one's clearing away."""
    rename, rmtree = Path.rename, shutil.rmtree
    renames = itertools.count()

    def count(path: Path, target: Path) -> Path:
        if next(renames) == step:
            raise Killed
        return rename(path, target)

    def last(path: Path, ignore_errors: bool = False) -> None:
        rmtree(path, ignore_errors=ignore_errors)
        raise Killed

    monkeypatch.setattr(Path, "rename", count)
    monkeypatch.setattr(shutil, "rmtree", last)


def test_an_older_copy_with_the_same_names_is_replaced(root: Path) -> None:
    store(root / UID, {"00000001.dcm": b"old", "LICENSE": b"old"})

    with Staging(root) as workplace:
        moved_to = workplace.put_in_place(finished(workplace), root / UID, UID)

    assert moved_to == ()
    assert tree(root) == series_tree(NEW)


@pytest.mark.parametrize("path", ["notes.txt", "segmentation/mask.nii"])
def test_files_that_are_no_part_of_the_series_are_kept(root: Path, path: str) -> None:
    store(root / UID, {"00000001.dcm": b"old"})
    (root / UID / path).parent.mkdir(exist_ok=True)
    (root / UID / path).write_bytes(b"mine")

    with Staging(root) as workplace:
        moved_to = workplace.put_in_place(finished(workplace), root / UID, UID)

    kept = f".nbia/replaced/{UID}-1"
    assert moved_to == (root / kept,)
    old = {f"{kept}/{UID}/00000001.dcm": b"old", f"{kept}/{UID}/{path}": b"mine"}
    assert tree(root) == series_tree(NEW) | old


def test_what_is_to_stay_is_in_the_new_folder_and_the_rest_is_kept(root: Path) -> None:
    old = {"00000001.dcm": b"old", "00000009.dcm": b"one too many", "notes.txt": b"mine", "LICENSE": b"old"}
    store(root / UID, old)
    store(root / UID / "segmentation", {"mask.nii": b"mine"})

    with Staging(root) as workplace:
        (kept,) = workplace.put_in_place(
            finished(workplace),
            root / UID,
            UID,
            stays=lambda path: path.name in ("notes.txt", "segmentation", "LICENSE"),
        )

    stayed = {f"{UID}/notes.txt": b"mine", f"{UID}/segmentation/mask.nii": b"mine"}
    moved = {"00000001.dcm": b"old", "00000009.dcm": b"one too many", "LICENSE": b"old"}
    assert kept == root / ".nbia" / "replaced" / f"{UID}-1"
    assert tree(root) == series_tree(NEW) | stayed | {f".nbia/replaced/{UID}-1/{UID}/{n}": d for n, d in moved.items()}


def test_a_file_where_the_folder_must_be_is_kept(root: Path) -> None:
    store(root, {UID: b"mine"})

    with Staging(root) as workplace:
        moved_to = workplace.put_in_place(finished(workplace), root / UID, UID)

    assert len(moved_to) == 1
    assert tree(root) == series_tree(NEW) | {f".nbia/replaced/{UID}-1/{UID}": b"mine"}


def test_what_is_kept_does_not_replace_what_was_kept_before(root: Path) -> None:
    store(root / UID, {"first.txt": b"mine"})
    with Staging(root) as workplace:
        workplace.put_in_place(finished(workplace), root / UID, UID)
        (root / UID / "second.txt").write_bytes(b"mine too")

        moved_to = workplace.put_in_place(finished(workplace), root / UID, UID)

    assert len(moved_to) == 2
    assert (root / f".nbia/replaced/{UID}-1/{UID}/first.txt").read_bytes() == b"mine"
    assert (root / f".nbia/replaced/{UID}-2/{UID}/second.txt").read_bytes() == b"mine too"


@needs_links
@pytest.mark.parametrize("leads_to", ["elsewhere", "nowhere"])
def test_a_link_is_moved_away_and_never_followed(root: Path, tmp_path: Path, leads_to: str) -> None:
    elsewhere = store(tmp_path / "elsewhere", {"00000001.dcm": b"theirs"})
    root.mkdir()
    (root / UID).symlink_to(tmp_path / leads_to)

    with Staging(root) as workplace:
        moved_to = workplace.put_in_place(finished(workplace), root / UID, UID)

    assert len(moved_to) == 1
    assert (root / f".nbia/replaced/{UID}-1/{UID}").is_symlink()
    assert tree(elsewhere) == {"00000001.dcm": b"theirs"}
    assert not (root / UID).is_symlink()
    assert tree(root / UID) == NEW


@needs_links
def test_a_link_among_old_images_is_kept(root: Path, tmp_path: Path) -> None:
    store(root / UID, {"00000002.dcm": b"old"})
    theirs = store(tmp_path / "elsewhere", {"00000001.dcm": b"theirs"}) / "00000001.dcm"
    (root / UID / "00000001.dcm").symlink_to(theirs)

    with Staging(root) as workplace:
        workplace.put_in_place(finished(workplace), root / UID, UID)

    assert (root / f".nbia/replaced/{UID}-1/{UID}/00000001.dcm").is_symlink()
    assert theirs.read_bytes() == b"theirs"


def test_what_lay_there_goes_back_if_the_series_cannot_be_put_in_place(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(root / UID, {"00000001.dcm": b"old"})
    with Staging(root) as workplace:
        source = finished(workplace)
        fail_to_rename(monkeypatch, errno.EIO, to=root / UID)

        with pytest.raises(errors.DestinationError, match=os.strerror(errno.EIO)) as caught:
            workplace.put_in_place(source, root / UID, UID)

    assert caught.value.errno == errno.EIO
    assert tree(root) == series_tree({"00000001.dcm": b"old"})


def test_a_place_that_another_process_takes_meanwhile_is_taken_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Staging(root) as workplace:
        source = finished(workplace)
        other = {"00000001.dcm": b"other"}
        fail_to_rename(monkeypatch, errno.ENOTEMPTY, to=root / UID, before=lambda: store(root / UID, other))

        moved_to = workplace.put_in_place(source, root / UID, UID)

    assert moved_to == ()
    assert tree(root) == series_tree(NEW)


def test_what_a_process_left_that_was_killed_between_two_renames_is_cleared_away(root: Path) -> None:
    store(root / f".nbia/replaced/{UID}-1" / UID, {"00000001.dcm": b"old"})

    with Staging(root) as workplace:
        workplace.put_in_place(finished(workplace), root / UID, UID)

    assert list((root / ".nbia/replaced").iterdir()) == []


@pytest.mark.parametrize("step", range(5))
def test_a_process_that_is_killed_at_any_step_leaves_the_old_series_or_the_new_one(
    root: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    old = {"00000001.dcm": b"old"}
    store(root / UID, old)
    workplace = Staging(root)
    source = finished(workplace)
    with monkeypatch.context() as patch:
        die_at_rename(patch, step)
        with pytest.raises(Killed):
            workplace.put_in_place(source, root / UID, UID)
    left = tree(root)
    workplace.close()

    mark = {f".nbia/replaced/{UID}-1/.place": UID.encode()}
    replaced = {f".nbia/replaced/{UID}-1/{UID}/00000001.dcm": b"old"}
    outcomes = [
        series_tree(old) | mark,
        replaced | mark,
        series_tree(NEW) | replaced,
        series_tree(NEW),
        series_tree(NEW),
    ]
    assert left == outcomes[step]

    with Staging(root) as workplace:
        workplace.put_in_place(finished(workplace), root / UID, UID)
    assert tree(root) == series_tree(NEW)


@needs_links
def test_a_link_in_the_place_of_the_lock_is_not_followed(root: Path, tmp_path: Path) -> None:
    theirs = store(tmp_path / "elsewhere", {"precious": b"theirs"}) / "precious"
    store(root / UID, {"notes.txt": b"mine"})
    with Staging(root) as workplace:
        (root / ".nbia" / "exchange.lock").symlink_to(theirs)

        workplace.put_in_place(finished(workplace), root / UID, UID)

    assert theirs.read_bytes() == b"theirs"
    assert tree(root / UID) == NEW


def test_whether_something_is_kept_is_asked_of_what_lies_there_when_it_goes(root: Path) -> None:
    seen = []

    def is_kept(place: Path) -> bool:
        seen.append(tree(place))
        return False

    with Staging(root) as workplace:
        workplace.put_in_place(finished(workplace), root / UID, UID, keeps_old=is_kept)
        workplace.put_in_place(finished(workplace), root / UID, UID, keeps_old=is_kept)

    assert seen == [NEW]


def test_what_is_to_be_kept_stays_though_the_series_has_its_names(root: Path) -> None:
    with Staging(root) as workplace:
        store(root / UID, {"LICENSE": b"theirs"})
        first = workplace.put_in_place(finished(workplace), root / UID, UID, keeps_old=lambda place: True)
        second = workplace.put_in_place(finished(workplace), root / UID, UID)

    kept = f".nbia/replaced/{UID}-1"
    assert first == second == (root / kept,)
    assert (root / kept / UID / "LICENSE").read_bytes() == b"theirs"
