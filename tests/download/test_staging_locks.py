"""A process that was killed leaves nothing to the next one, and one that lives is left alone."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import filelock
import pytest

from nbia_core.download.disk.staging import Staging
from tests.download.stored_series import UID, store

DAY = 24 * 3600
WORKS_FOR_EVER = """
import sys
from pathlib import Path
from nbia_core.download.disk.staging import Staging
workplace = Staging(Path(sys.argv[1]))
(workplace.new_folder() / "half.dcm").write_bytes(b"half")
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "destination"


def touch_long_ago(path: Path) -> None:
    long_ago = path.stat().st_mtime - 2 * DAY
    os.utime(path, (long_ago, long_ago))


def test_a_process_that_was_killed_leaves_nothing_to_the_next_one(root: Path) -> None:
    command = [sys.executable, "-c", WORKS_FOR_EVER, str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        Staging(root).close()
        while_it_lived = [path.name for path in root.rglob("half.dcm")]
        other.kill()
        other.wait()
    left = [path.name for path in root.rglob("half.dcm")]

    Staging(root).close()

    assert while_it_lived == left == ["half.dcm"]
    assert list((root / ".nbia").iterdir()) == []


def test_the_work_of_another_workplace_in_this_process_is_left_alone(root: Path) -> None:
    with Staging(root) as one:
        source = one.new_folder()
        Staging(root).close()

        assert source.is_dir()


def test_the_lock_is_held_before_the_folder_is_there(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mkdir = Path.mkdir
    states: list[bool] = []

    def look(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        if path.name.startswith("work-"):
            lock = filelock.FileLock(f"{path}.lock")
            states.append(is_free(lock))
        mkdir(path, mode, parents, exist_ok)

    monkeypatch.setattr(Path, "mkdir", look)
    Staging(root).close()

    assert states == [False]


def is_free(lock: filelock.BaseFileLock) -> bool:
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        return False
    lock.release()
    return True


@pytest.mark.parametrize(("touch", "is_left"), [(Path.touch, True), (touch_long_ago, False)])
@pytest.mark.parametrize("name", [".nbia/work-another-machine-1a2b", ".series.x1y2.part"])
def test_work_that_no_lock_protects_is_removed_when_nobody_has_touched_it_for_long(
    root: Path, name: str, touch: Callable[[Path], None], is_left: bool
) -> None:
    folder = store(root / name, {"half.dcm": b"half"})
    touch(folder)

    Staging(root).close()

    assert folder.exists() == is_left


@pytest.mark.parametrize("name", ["notes.txt", "mask.nii.gz"])
def test_a_folder_of_another_program_that_is_called_like_our_work_stays(root: Path, name: str) -> None:
    folder = store(root / ".series.x1y2.part", {"half.dcm": b"half", name: b"mine"})
    touch_long_ago(folder)

    Staging(root).close()

    assert (folder / name).read_bytes() == b"mine"


def test_a_file_system_without_locks_will_do_but_nothing_is_swept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(lock: filelock.FileLock, timeout: float) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    one = Staging(root)
    source = one.new_folder()

    with Staging(root) as other:
        other.put_in_place(other.new_folder(), root / UID, UID)

    assert source.is_dir()
    assert (root / UID).is_dir()
    one.close()
