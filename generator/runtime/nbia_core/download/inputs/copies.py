"""Reads and writes `.s5cmd` manifests of the Imaging Data Commons (IDC): a command on each line copies the folder of a series.

The folder is named by a UUID of IDC, which is that of a version of the series. The index of IDC says which series that is.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nbia_core.checks import is_uid
from nbia_core.errors import InvalidParameterError
from nbia_core.text import counted, some

from .headings import Headings

if TYPE_CHECKING:
    from nbia_core.download.sources.index import Index, InFolder

UNNAMED: Final = "names a folder of IDC, and not the series"
"""What is to be said of a command of which nothing says which series it brings."""
_FACE: Final = "nbia"
"""The package that says which sources there are."""
_SOURCE: Final = "idc"
"""The source that these manifests are of."""
_MOST_NAMED: Final = 10
_COPY: Final = re.compile(r"\s*(?:s5cmd\s.*)?(?:cp|sync)\s.*?\b(?:s3|gs)://", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\s#\s*(.*)$")
_NAMED: Final = re.compile(r"([A-Za-z][A-Za-z _]*?)\s*[:=]?\s*\b([0-9]+(?:\.[0-9]+)+)\b")
_FOLDER: Final = re.compile(
    r"\b(?:s3|gs)://[^/\s]+/(?:[^\s'\"]*?/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![^/*\s'\"])(?:/([^\s'\"]*))?",
    re.IGNORECASE,
)
"""Where a command copies from: the folder, and what of it."""
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


def folder_of_copy(line: str) -> tuple[str, bool] | None:
    """Return the folder that a command copies from, and whether only one file of it; None if there is none like those of IDC."""
    found = _FOLDER.search(line)
    return None if found is None else (found[1].lower(), (found[2] or "*") != "*")


def series_in(folders: Collection[str], index: Path | None) -> tuple[Mapping[str, InFolder], str]:
    """Return which series folders hold, as far as an index has them, and what to say of the others.

    Args:
        folders: the folders, by their names.
        index: the file of the index; None for the installed one.

    Raises:
        InvalidParameterError: it is not installed, or cannot be read.
    """
    opened = _open(index)
    return opened.series_in(folders), f"the index of {_SOURCE}, which is {opened.edition}, does not have it"


def write_copies(series_instance_uids: Sequence[str], file: str, index: Path | None) -> str:
    """Return the manifest that copies series from Amazon's buckets, as the portal of IDC and idc-index have it.

    Args:
        series_instance_uids: the series.
        file: what the manifest is to be called.
        index: as in `series_in`.

    Raises:
        InvalidParameterError: the index does not have a series, is not installed, or cannot be read.
    """
    from nbia_core.api.bucket_services import load_sources

    opened, buckets = _open(index), load_sources(_FACE)[_SOURCE]
    places = opened.places(series_instance_uids)
    missing = [uid for uid in series_instance_uids if uid not in places]
    if missing:
        raise InvalidParameterError(
            f"The index of {_SOURCE}, which is {opened.edition}, does not say where {len(missing):,} of "
            f"{len(series_instance_uids):,} series are: {some(missing, _MOST_NAMED)}.",
            hint="leave them out; write a .tcia or .csv file, which needs no folders; or give a newer index as index=",
        )
    service = next(iter(buckets.addresses.values()))
    lines = [
        f"# {counted(len(places), 'series', 'series')} of the {buckets.title}, from its index {opened.edition}.",
        f"# s5cmd --no-sign-request --endpoint-url {service.url} run {shlex.quote(file)}",
        *(f"cp s3://{places[uid]}/* ." for uid in series_instance_uids),
    ]
    return "".join(f"{line}\n" for line in lines)


def _open(index: Path | None) -> Index:
    from nbia_core.api.bucket_services import load_sources
    from nbia_core.download.sources.index import Index

    return Index(_SOURCE, load_sources(_FACE)[_SOURCE], index)


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
