"""Tells the path of something that is there from other things that may name series."""

from __future__ import annotations

import os
from pathlib import Path

from nbia_core.checks import is_uid
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path


def place_of(what: object) -> Path | None:
    """Return the path of a file or folder that is there, if that was given; None otherwise.

    A text that is a UID means the series, also where a folder has its name; the folder is meant by a `Path`.
    """
    if not isinstance(what, str | os.PathLike) or (isinstance(what, str) and is_uid(what.strip())):
        return None
    try:
        path = as_path(what)
        return path if path.exists() else None
    except (OSError, InvalidParameterError):  # a name that is too long, or has what names cannot have
        return None
