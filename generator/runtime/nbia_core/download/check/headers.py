"""Checks that images belong to their series by what their headers say, and names them by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from nbia_core.dicom_header import Header
from nbia_core.download.options import FileNaming
from nbia_core.errors import WrongHashError

if TYPE_CHECKING:
    from nbia_core.download.zip.entries import Entry

_PLAIN_UID: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_LONGEST_UID: Final = 128
_FEWEST_DIGITS: Final = 4


def foreign_image(images: Sequence[Entry], series_instance_uid: str) -> WrongHashError | None:
    """Return the error that an image of another series is, the first such; None if there is none.

    It says that the answer belongs to another request: one series more is in the archive than was asked for, or another.
    """
    for entry in images:
        uid = entry.header.series_instance_uid if entry.header is not None else None
        if uid is not None and uid != series_instance_uid:
            error = _foreign(entry.name, uid, series_instance_uid)
            error.is_for_another_request = True
            return error
    return None


def check_headers(images: Sequence[Entry], series_instance_uid: str) -> None:
    """Check that every image belongs to the series and that none is there twice.

    Args:
        images: the images, without files that are none; what their headers say was read.
        series_instance_uid: the series to which they must belong.

    Raises:
        WrongHashError: an image cannot be read as DICOM, is of another series, or has the SOPInstanceUID of another.
    """
    first: dict[str, str] = {}
    for entry in images:
        header = entry.header or Header(fault="nothing was read of it")
        if header.fault is not None:
            raise WrongHashError(
                f"The image {entry.name} cannot be read as DICOM: {header.fault}.", hint="try again later"
            )
        if header.series_instance_uid != series_instance_uid:
            raise _foreign(entry.name, header.series_instance_uid, series_instance_uid)
        uid = header.sop_instance_uid
        if uid is not None and first.setdefault(uid, entry.name) != entry.name:
            raise _misplaced(f"The images {first[uid]} and {entry.name} have the same SOPInstanceUID, {uid}.")


def _foreign(name: str, found: str | None, expected: str) -> WrongHashError:
    return _misplaced(
        f"The image {name} belongs to another series: its SeriesInstanceUID is {found or 'missing'}, "
        f"expected is {expected}."
    )


def _misplaced(message: str) -> WrongHashError:
    return WrongHashError(
        message, hint="try again later; if it stays so, the archive itself is wrong: tell the TCIA help desk"
    )


def new_names(naming: FileNaming, names: Sequence[str], headers: Sequence[Header]) -> dict[str, str]:
    """Return the new name of every image by the one that the server gave it.

    By SOPInstanceUID an image is called `1.2.840.1.dcm`. By InstanceNumber it is called `0001.dcm`, with as many digits
    as the highest number of the series needs. If two images have the same number, the SOPInstanceUID follows it:
    `0001-1.2.840.1.dcm`. If an image has no number, or a negative one, it is called `unnumbered-1.2.840.1.dcm`. An
    image without a SOPInstanceUID that can be a file name is called `unnamed-` and what the server calls it. The new
    names differ also where a file system does not tell capital letters from small ones.

    Args:
        naming: how to name them.
        names: the file names that the server gave, all different, also in small letters.
        headers: the headers of these images, in the same order.
    """
    if naming == "server":
        return {name: name for name in names}
    stems = dict(zip(names, _by_sop_instance_uid(headers), strict=True))
    if naming == "InstanceNumber":
        stems = dict(zip(names, _by_instance_number(headers), strict=True))
    counts = Counter(stems.values())
    return {
        name: f"unnamed-{name}" if stem is None or counts[stem] > 1 else f"{stem}.dcm" for name, stem in stems.items()
    }


def _by_sop_instance_uid(headers: Sequence[Header]) -> list[str | None]:
    uids = [header.sop_instance_uid for header in headers]
    return [uid if uid and len(uid) <= _LONGEST_UID and _PLAIN_UID.fullmatch(uid) else None for uid in uids]


def _by_instance_number(headers: Sequence[Header]) -> list[str | None]:
    numbers = [number if (number := header.instance_number) is not None and number >= 0 else None for header in headers]
    counts = Counter(numbers)
    width = max([_FEWEST_DIGITS, *(len(str(number)) for number in counts if number is not None)])
    stems: list[str | None] = []
    for number, uid in zip(numbers, _by_sop_instance_uid(headers), strict=True):
        start = "unnumbered" if number is None else f"{number:0{width}d}"
        is_unique = number is not None and counts[number] == 1
        stems.append(start if is_unique else uid and f"{start}-{uid}")
    return stems
