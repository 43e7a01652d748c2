"""Which entries of an archive are harmless: plain files under plain names, packed as the service packs them."""

from __future__ import annotations

import re
import stat
from typing import Final

from nbia_core.errors import IncompleteArchiveError, UnsafeArchiveError
from nbia_core.text import shortened

from .format import DEFLATED, ENCRYPTED, HAS_DESCRIPTOR, PATCHED, STORED, DirectoryRecord, LocalHeader

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}", re.ASCII)
_DEVICE_NAME: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_SHOWN: Final = 80
"""Characters of a name that a message shows at most."""
_FOLDER_OR_LABEL: Final = 0x10 | 0x08
"""Attributes of DOS: a folder, the label of a volume."""


def damaged(reason: str) -> IncompleteArchiveError:
    """Return the error for an archive of which something is missing or different."""
    return IncompleteArchiveError(f"The archive is cut off or damaged: {reason}.", hint="try again later")


def unsafe(reason: str) -> UnsafeArchiveError:
    """Return the error for an archive that nobody should unpack."""
    return UnsafeArchiveError(f"{reason}. Nothing of it is kept.", hint="tell the TCIA help desk")


def unsafe_entry(name: str, reason: str) -> UnsafeArchiveError:
    """Return the error for an archive with an entry that nobody should unpack."""
    return unsafe(f"The archive holds the entry {shown(name)}: {reason}")


def shown(name: str) -> str:
    """Return a name so that it can stand in a message: in quotes, harmless, and not too long."""
    return repr(shortened(name, _SHOWN))


def check_name(name: str) -> None:
    """Raise UnsafeArchiveError for a name that leads elsewhere or is special on some system."""
    if _PLAIN_NAME.fullmatch(name) is None or _DEVICE_NAME.fullmatch(name) or name.endswith("."):
        raise unsafe_entry(name, "its name is no plain file name")


def check_packing(name: str, header: LocalHeader) -> None:
    """Raise UnsafeArchiveError for an entry that cannot be read, or not while it arrives."""
    if header.flags & ENCRYPTED:
        raise unsafe_entry(name, "it is encrypted")
    if header.flags & PATCHED or header.method not in (STORED, DEFLATED):
        raise unsafe_entry(name, "it is packed in a way that the service does not use")
    if header.method == STORED and header.flags & HAS_DESCRIPTOR:
        raise unsafe_entry(name, "it is not compressed and does not say where it ends")


def check_kind(name: str, record: DirectoryRecord) -> None:
    """Raise UnsafeArchiveError for what is no ordinary file."""
    if stat.S_IFMT(record.external_attributes >> 16) not in (0, stat.S_IFREG):
        raise unsafe_entry(name, "it is a link or a special file")
    if record.external_attributes & _FOLDER_OR_LABEL:
        raise unsafe_entry(name, "it is a folder or a label")
