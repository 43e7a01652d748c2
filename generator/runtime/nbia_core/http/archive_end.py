"""Tells whether an archive that is kept as it came was sent to its end."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from nbia_core.errors import IncompleteArchiveError
from nbia_core.files import destination_errors

_END_SIGNATURE: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
TAIL_LENGTH: Final = _END_LENGTH + 0xFFFF
"""How many bytes at the end of an archive can belong to its end record."""


def check_ends(path: Path, operation: str) -> None:
    """Raise IncompleteArchiveError unless the archive has its directory at the end."""
    import zipfile  # most answers are no archives

    try:
        with destination_errors(path):
            zipfile.ZipFile(path).close()
    except (zipfile.BadZipFile, struct.error, EOFError, ValueError, NotImplementedError, OverflowError) as error:
        raise IncompleteArchiveError(f"{operation}: the archive is cut off or damaged ({error}).") from error


def ends_properly(tail: bytes) -> bool:
    """Whether the last bytes of an archive, at least `TAIL_LENGTH` of them if it has as many, hold its end record."""
    at = tail.rfind(_END_SIGNATURE)
    if at < 0 or len(tail) - at < _END_LENGTH:
        return False
    comment_length = int.from_bytes(tail[at + _END_LENGTH - 2 : at + _END_LENGTH], "little")
    return len(tail) - at == _END_LENGTH + comment_length
