"""Where to write: the path of a file, or a file that is open for writing bytes; anything else is refused."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from nbia_core import files
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path, as_writer


@pytest.mark.parametrize("to", ["image.dcm", Path("image.dcm"), "folder/"])
def test_a_path_is_a_path(to: str | Path) -> None:
    assert as_path(to) == Path(to)


@pytest.mark.parametrize("to", ["", "a\0b", b"image.dcm", 5, None, io.BytesIO(), ["image.dcm"]])
def test_what_is_no_path_is_refused(to: str) -> None:
    with pytest.raises(InvalidParameterError, match="is no path of a file or folder"):
        as_path(to)


def test_a_path_is_no_writer() -> None:
    assert as_writer("image.dcm") is None
    assert as_writer(Path("image.dcm")) is None


@pytest.mark.parametrize("kind", [io.BytesIO, tempfile.SpooledTemporaryFile, tempfile.TemporaryFile])
def test_a_binary_file_is_a_writer(kind: Callable[[], BinaryIO]) -> None:
    with kind() as writer:
        taken = as_writer(writer)

    assert taken is writer


def test_a_file_that_is_open_for_reading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "image.dcm").write_bytes(b"mine")

    with (
        (tmp_path / "image.dcm").open("rb") as reader,
        pytest.raises(InvalidParameterError, match="closed or not open for writing"),
    ):
        as_writer(reader)


def test_a_file_that_is_closed_is_refused() -> None:
    writer = io.BytesIO()
    writer.close()

    with pytest.raises(InvalidParameterError, match="closed or not open for writing"):
        as_writer(writer)


@pytest.mark.parametrize("most", [1, 3, 10, 11, 12])
def test_a_writer_that_takes_less_at_a_time_still_gets_everything(most: int) -> None:
    taken = bytearray()

    class Slow:
        def write(self, data: bytes, /) -> int:
            taken.extend(data[:most])
            return min(most, len(data))

    files.write_all(Slow(), b"hello world")

    assert taken == b"hello world"


def test_a_writer_that_does_not_say_how_much_it_takes_takes_everything() -> None:
    taken: list[bytes] = []

    class Silent:
        def write(self, data: bytes, /) -> None:
            taken.append(data)

    files.write_all(Silent(), b"hello world")

    assert taken == [b"hello world"]


@pytest.mark.parametrize("to", [io.StringIO(), io.TextIOWrapper(io.BytesIO()), None, 5, b"image.dcm", ["image.dcm"]])
def test_what_takes_no_bytes_is_refused(to: object) -> None:
    with pytest.raises(InvalidParameterError, match="neither a path nor a binary file") as caught:
        as_writer(to)

    assert caught.value.hint == 'open files with mode "wb"'


@pytest.mark.parametrize("to", ["~/images", Path("~/images")])
def test_the_home_of_the_user_may_be_written_as_in_shells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str | Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    assert as_path(to) == tmp_path / "images"


@pytest.mark.parametrize("to", ["./~", "images/~", "a~b"])
def test_other_tildes_are_names(to: str) -> None:
    assert as_path(to) == Path(to)


def test_the_home_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidParameterError, match="home of a user who is not known"):
        as_path("~nobody-of-this-name/images")
