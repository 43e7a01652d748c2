"""Files and folders of answers, read with errors that name the file and the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from nbia_core.contract.errors import SourceError
from nbia_core.contract.observations import Observation
from nbia_core.text import shortened

METHODS: Final = ("GET", "POST")
"""The HTTP methods of requests that are looked at."""
_HIGHEST_STATUS: Final = 999
LARGEST_RECORDING: Final = 512_000_000
"""The bytes that one file of recorded answers may have; it is read as a whole, and takes several times that."""


def read_recording(path: Path) -> bytes:
    """Return the content of a file that holds many answers.

    Raises:
        SourceError: it cannot be read, or is too large to be read as a whole.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    if size > LARGEST_RECORDING:
        raise SourceError(f"{path} is too large: it has {size:,} bytes, and {LARGEST_RECORDING:,} can be read at most.")
    return read_bytes(path)


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error


def files_in(folder: Path, endings: Iterable[str]) -> list[Path]:
    """Return the files in a folder and all folders in it, in the order of their paths.

    Args:
        folder: A folder, or one file.
        endings: How the names end, in small letters.

    Raises:
        SourceError: there is no such folder, it cannot be read, or it has no such file.
    """
    ends = tuple(endings)
    try:
        if folder.is_file():
            return [folder]
        if not folder.is_dir():
            raise SourceError(f"{folder} does not exist, or is no folder.")
        found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name.lower().endswith(ends))
    except OSError as error:
        raise SourceError(f"{folder} cannot be read: {error.strerror or error}.") from error
    if not found:
        raise SourceError(f"{folder} has no files that end with {', '.join(ends)}.")
    return found


def status_of(value: Any) -> int:
    """Return a recorded HTTP status, also one that is written as a text; 0 and less are those of no answer.

    Raises:
        ValueError: it is none that HTTP has.
        TypeError: it is no number.
        OverflowError: it is infinite.
    """
    status = int(value)
    if status > _HIGHEST_STATUS:
        raise ValueError("the status has more than three digits")
    return status


def each(
    path: Path, word: str, items: Iterable[Any], read: Callable[[Any], Observation | None]
) -> Iterator[Observation]:
    """Read the items of a file, one after the other; what is no call of the service is left out.

    Raises:
        SourceError: an item is incomplete or damaged.
    """
    for number, item in enumerate(items, start=1):
        try:
            observation = read(item)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
            raise SourceError(
                f"{path}: {word} {number} is incomplete or damaged ({shortened(repr(error), 300)})."
            ) from error
        if observation is not None:
            yield observation
