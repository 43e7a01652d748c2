"""A file gets its own name when it is whole, and not before.

The suite may run as root, whom no permission bits stop. So a full disk is `/dev/full`, which is real, and a place where
nobody may write is the kernel's `/sys`.
"""

from __future__ import annotations

import errno
import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nbia_core import files
from nbia_core.errors import DestinationError, NbiaError
from nbia_core.files import PartFile, as_path, check_free_space, destination_errors
from tests.download.archives import tree

FULL = Path("/dev/full")
needs_full_device = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
needs_sys = pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="this system has no /sys")


def full_disk(mode: str) -> io.BufferedWriter:
    """Open a file on a disk that has no room, whatever is written."""
    assert mode == "xb"
    return io.BufferedWriter(io.FileIO(FULL, "w"))


@pytest.fixture
def part(tmp_path: Path) -> Iterator[PartFile]:
    part = PartFile(tmp_path / "image.dcm")
    yield part
    part.discard()


@pytest.fixture
def part_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PartFile]:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda path, mode: full_disk(mode))
        part = PartFile(tmp_path / "image.dcm")
    yield part
    part.discard()


def kind_of_failure(path: str) -> str:
    """Say what becomes of writing to a path."""
    part = None
    try:
        part = PartFile(as_path(path))
        part.write(b"image")
        part.keep()
    except NbiaError as error:
        return type(error).__name__
    except Exception as error:
        return f"a bare {type(error).__name__}: {error}"
    finally:
        if part is not None:
            part.discard()
    return "written"


def test_a_file_has_a_temporary_name_in_its_own_folder_until_it_is_kept(part: PartFile, tmp_path: Path) -> None:
    part.write(b"image")

    assert part.part_path.parent == tmp_path
    assert re.fullmatch(r"\.\S{1,60}\.part", part.part_path.name)
    assert tree(tmp_path) == [part.part_path.name]


def test_a_file_that_is_kept_has_its_name_and_all_its_bytes(part: PartFile, tmp_path: Path) -> None:
    part.write(b"im")
    part.write(b"")
    part.write(b"age")
    part.keep()

    assert part.size == 5
    assert tree(tmp_path) == ["image.dcm"]
    assert (tmp_path / "image.dcm").read_bytes() == b"image"


def test_a_file_that_is_discarded_leaves_nothing(part: PartFile, tmp_path: Path) -> None:
    part.write(b"image")
    part.discard()

    assert tree(tmp_path) == []


def test_discarding_is_harmless_after_keeping_and_twice(part: PartFile, tmp_path: Path) -> None:
    part.write(b"image")
    part.keep()
    part.discard()
    part.discard()

    assert (tmp_path / "image.dcm").read_bytes() == b"image"


def no_links(*_: object) -> None:
    """Answer as a file system without links does."""
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.parametrize("link", [os.link, no_links], ids=["with links", "on a file system without links"])
def test_a_file_of_somebody_else_is_not_replaced(
    part: PartFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: Callable[[Path, Path], None]
) -> None:
    monkeypatch.setattr(os, "link", link)
    (tmp_path / "image.dcm").write_bytes(b"another")

    with pytest.raises(DestinationError, match="is there already"):
        part.keep(replace=False)

    assert (tmp_path / "image.dcm").read_bytes() == b"another"


def test_discarding_is_harmless_when_somebody_else_has_removed_the_file(part: PartFile, tmp_path: Path) -> None:
    part.part_path.unlink()

    part.discard()

    assert tree(tmp_path) == []


def test_a_file_that_is_started_again_holds_only_the_second_try(part: PartFile, tmp_path: Path) -> None:
    part.write(b"half of an image")
    part.restart()
    part.write(b"image")
    part.keep()

    assert part.size == 5
    assert (tmp_path / "image.dcm").read_bytes() == b"image"


def test_a_file_that_is_flushed_can_be_read_under_its_temporary_name(part: PartFile) -> None:
    part.write(b"image")
    part.flush()

    assert part.part_path.read_bytes() == b"image"


def test_an_existing_file_is_replaced_only_when_the_new_one_is_kept(tmp_path: Path) -> None:
    (tmp_path / "image.dcm").write_bytes(b"old")
    part = PartFile(tmp_path / "image.dcm")
    part.write(b"new")
    before = (tmp_path / "image.dcm").read_bytes()

    part.keep()

    assert before == b"old"
    assert (tmp_path / "image.dcm").read_bytes() == b"new"
    assert tree(tmp_path) == ["image.dcm"]


def test_an_existing_file_survives_a_new_one_that_is_discarded(tmp_path: Path) -> None:
    (tmp_path / "image.dcm").write_bytes(b"old")
    part = PartFile(tmp_path / "image.dcm")
    part.write(b"new")

    part.discard()

    assert (tmp_path / "image.dcm").read_bytes() == b"old"
    assert tree(tmp_path) == ["image.dcm"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_device_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(DestinationError, match="is no ordinary file"):
        PartFile(tmp_path / "pipe")

    assert (tmp_path / "pipe").is_fifo()
    assert tree(tmp_path) == ["pipe"]


def test_two_files_of_one_name_can_be_written_at_once(tmp_path: Path) -> None:
    one, other = PartFile(tmp_path / "image.dcm"), PartFile(tmp_path / "image.dcm")
    one.write(b"one")
    other.write(b"other")
    one.keep()
    other.keep()

    assert tree(tmp_path) == ["image.dcm"]
    assert (tmp_path / "image.dcm").read_bytes() == b"other"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("x" * 255, id="255 letters"),
        pytest.param("x" * 251 + ".dcm", id="255 letters with an ending"),
        pytest.param("\u6f22" * 85, id="85 characters of three bytes"),
        pytest.param("\U0001f600" * 63, id="63 characters of four bytes"),
        pytest.param(".hidden", id="a hidden file"),
        pytest.param("with blank and \u00e9", id="a blank and an accent"),
        pytest.param("line\nfeed", id="a line feed"),
    ],
)
def test_every_name_that_the_system_takes_is_taken(tmp_path: Path, name: str) -> None:
    assert kind_of_failure(str(tmp_path / name)) == "written"
    assert tree(tmp_path) == [name]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("x" * 256, id="a name that is too long"),
        pytest.param("missing/image.dcm", id="a folder that is missing"),
        pytest.param("file/image.dcm", id="a folder that is a file"),
        pytest.param("folder", id="a folder"),
        pytest.param("folder/", id="a folder with a slash"),
        pytest.param("folder/..", id="a folder above"),
        pytest.param("x/" * 3000, id="a path that is too long"),
        pytest.param("loop/image.dcm", id="a link to itself"),
    ],
)
def test_a_path_that_cannot_be_written_is_an_error_of_the_destination(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "loop").symlink_to("loop")

    assert kind_of_failure(str(tmp_path / name)) == "DestinationError"
    assert tree(tmp_path) == ["file", "folder", "loop"]


@pytest.mark.parametrize("path", [".", "/", "..", "./", "//"])
def test_a_folder_given_in_the_place_of_a_file_is_refused_however_it_is_written(path: str) -> None:
    assert kind_of_failure(path) == "DestinationError"


def test_a_path_that_cannot_be_encoded_is_refused(tmp_path: Path) -> None:
    assert kind_of_failure(str(tmp_path / "\ud800.dcm")) in ("InvalidParameterError", "DestinationError")


def test_a_folder_that_is_missing_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match=r"missing/image\.dcm cannot be written: ") as caught:
        PartFile(tmp_path / "missing" / "image.dcm")

    assert caught.value.errno == errno.ENOENT
    assert caught.value.filename == str(tmp_path / "missing" / "image.dcm")
    assert caught.value.hint == "create the folder first"
    assert isinstance(caught.value, OSError)


@needs_sys
def test_a_folder_where_nobody_may_write_says_what_to_do() -> None:
    with pytest.raises(DestinationError, match=r"/sys/image\.dcm cannot be written") as caught:
        PartFile(Path("/sys/image.dcm"))

    assert caught.value.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    assert caught.value.hint is not None


@needs_full_device
@pytest.mark.parametrize("step", ["keep", "flush", "restart"])
def test_a_full_disk_says_what_to_do_even_if_it_shows_late(part_on_a_full_disk: PartFile, step: str) -> None:
    part_on_a_full_disk.write(b"image")

    with pytest.raises(DestinationError, match=r"image\.dcm cannot be written: ") as caught:
        getattr(part_on_a_full_disk, step)()

    assert caught.value.errno == errno.ENOSPC
    assert caught.value.hint == "the disk is full: make room and start again"


@needs_full_device
def test_a_full_disk_shows_while_a_large_block_is_written(part_on_a_full_disk: PartFile, tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match=os.strerror(errno.ENOSPC)):
        part_on_a_full_disk.write(bytes(1024 * 1024))

    part_on_a_full_disk.discard()

    assert part_on_a_full_disk.size == 0
    assert tree(tmp_path) == []


def test_a_disk_that_fails_when_the_file_is_kept_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "image.dcm").write_bytes(b"old")
    part = PartFile(tmp_path / "image.dcm")
    part.write(b"new")
    monkeypatch.setattr(os, "fsync", lambda handle: fail(errno.EIO))

    with pytest.raises(DestinationError, match=os.strerror(errno.EIO)):
        part.keep()
    part.discard()

    assert (tmp_path / "image.dcm").read_bytes() == b"old"
    assert tree(tmp_path) == ["image.dcm"]


def fail(number: int) -> None:
    raise OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the quota is used up"),
        (errno.ENOENT, "create the folder"),
        (errno.EACCES, "where you may write"),
        (errno.EPERM, "where you may write"),
        (errno.EROFS, "read-only"),
        (errno.ENAMETOOLONG, "choose a shorter one"),
        (errno.ENOTDIR, "a file lies where a folder must be"),
        (errno.EEXIST, "something else lies there"),
        (errno.EXDEV, "another file system"),
        (errno.ESTALE, "the file system is gone"),
        (errno.EIO, "None"),
    ],
)
def test_errors_of_the_system_become_errors_of_the_destination(number: int, hint: str) -> None:
    with pytest.raises(DestinationError) as caught, destination_errors(Path("/data/image.dcm")):
        fail(number)

    assert caught.value.errno == number
    assert caught.value.filename == "/data/image.dcm"
    assert caught.value.message == f"/data/image.dcm cannot be written: {os.strerror(number)}."
    assert hint in str(caught.value.hint)
    assert isinstance(caught.value.__cause__, OSError)


def test_an_error_without_a_number_is_told_too() -> None:
    with pytest.raises(DestinationError, match="cannot be written: not seekable"), destination_errors(Path("x")):
        raise OSError("not seekable")


@pytest.mark.parametrize("error", [ValueError("mine"), DestinationError("mine"), KeyboardInterrupt("mine")])
def test_other_errors_are_left_alone(error: BaseException) -> None:
    with pytest.raises(type(error), match="mine") as caught, destination_errors(Path("x")):
        raise error

    assert caught.value is error


def test_enough_free_space_is_no_error(tmp_path: Path) -> None:
    check_free_space(tmp_path, 0)


def test_too_little_free_space_is_told_before_anything_is_downloaded(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match=r"24,012,211,806,228,000 bytes are needed .* Nothing was downloaded"):
        check_free_space(tmp_path, 24_012_211_806_228_000)


def test_the_space_of_a_folder_that_is_missing_is_an_error_of_the_destination(tmp_path: Path) -> None:
    with pytest.raises(DestinationError):
        check_free_space(tmp_path / "missing", 1)


def test_a_folder_can_be_put_on_disk(tmp_path: Path) -> None:
    files.sync_folder(tmp_path)

    assert tree(tmp_path) == []
