"""Reads `.s5cmd` manifests of the Imaging Data Commons (IDC): a command on each line copies the folder of a series.

The folder is named by a UUID of IDC, which is that of a version of the series and says nothing of its Series Instance UID.
"""

from __future__ import annotations

import re
from typing import Final

from nbia_core.checks import is_uid

from .headings import Headings

UNNAMED: Final = "names a folder of IDC, and not the series"
"""Why a command is skipped."""
HINT: Final = (
    "the portal of IDC also gives manifests as CSV, with a column SeriesInstanceUID; the package idc-index knows which series "
    "a folder is; s5cmd and idc-index download such a manifest from IDC itself"
)
"""What to do where none is named."""
_COPY: Final = re.compile(r"\s*(?:s5cmd\s.*)?(?:cp|sync)\s.*?\b(?:s3|gs)://", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\s#\s*(.*)$")
_NAMED: Final = re.compile(r"([A-Za-z][A-Za-z _]*?)\s*[:=]?\s*\b([0-9]+(?:\.[0-9]+)+)\b")
_UID_AT_END: Final = re.compile(r"(?:^|_)([0-9]+(?:\.[0-9]+)+)$")


def is_copy(line: str) -> bool:
    """Whether a line is a command of s5cmd that copies from a bucket."""
    return _COPY.match(line) is not None


def series_of_copy(line: str, above: str, headings: Headings) -> str | None:
    """Return the series that a command brings; None if nothing says it.

    Args:
        line: the command.
        above: the line before it, which may be a comment about it.
        headings: what announces series.
    """
    behind = _BEHIND.search(line)
    for comment in (
        behind[1] if behind else "",
        above.strip().lstrip("#/; ") if above.lstrip().startswith("#") else "",
    ):
        for name, uid in _NAMED.findall(comment):
            if headings.is_series(name) and is_uid(uid):
                return str(uid)
    command = line[: behind.start()] if behind else line
    return _series_of_target(command.split()[-1].strip("'\"").rstrip("/*"))


def _series_of_target(path: str) -> str | None:
    """Return the series in whose folder the files are put: `.../<study>/<modality>_<series>`, or `.../<study>/<series>`.

    A single UID may as well be that of a study.
    """
    if "://" in path:
        return None
    *above, last = re.split(r"[/\\]", path)
    found = _UID_AT_END.search(last)
    if found is None or not is_uid(found[1]):
        return None
    is_below_study = bool(above) and _UID_AT_END.search(above[-1]) is not None
    return found[1] if found[1] != last or is_below_study else None
