"""Names the images of a series by their headers, on disk and in the list of hashes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import structs

from nbia_core.dicom_header import Header
from nbia_core.download.check.completeness import read_hashes
from nbia_core.download.model import Layout
from nbia_core.download.options import FileNaming
from nbia_core.download.zip.entries import Entries
from nbia_core.files import destination_errors

_PLAIN_UID: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_RETRIEVER: Final = re.compile(r"[0-9]+-[0-9]+\.dcm")
_LONGEST_UID: Final = 128
_FEWEST_DIGITS: Final = 4


def new_names(naming: FileNaming, names: Sequence[str], headers: Sequence[Header]) -> dict[str, str]:
    """Return the new name of every image by the one that the server gave it.

    By SOPInstanceUID an image is called `1.2.840.1.dcm`. By InstanceNumber it is called `0001.dcm`, with as many digits
    as the highest number of the series needs. If two images have the same number, the SOPInstanceUID follows it:
    `0001-1.2.840.1.dcm`. If an image has no number, or a negative one, it is called `unnumbered-1.2.840.1.dcm`. An
    image without a SOPInstanceUID that can be a file name is called `unnamed-` and what the server calls it. As the NBIA
    Data Retriever does it, images are called by their order: `1-01.dcm`, `1-02.dcm`. They are sorted by InstanceNumber,
    those without one first; the first number grows wherever AcquisitionNumber changes from one to the next, and the
    second begins anew there. Each has as many digits as the highest of the series needs. The new names differ also
    where a file system does not tell capital letters from small ones.

    Args:
        naming: how to name them.
        names: the file names that the server gave, all different, also in small letters.
        headers: the headers of these images, in the same order.
    """
    if naming == "server":
        return {name: name for name in names}
    if naming == "retriever":
        return _as_the_retriever_does(names, headers)
    stems = dict(zip(names, _by_sop_instance_uid(headers), strict=True))
    if naming == "InstanceNumber":
        stems = dict(zip(names, _by_instance_number(headers), strict=True))
    counts = Counter(stems.values())
    return {
        name: f"unnamed-{name}" if stem is None or counts[stem] > 1 else f"{stem}.dcm" for name, stem in stems.items()
    }


def _as_the_retriever_does(names: Sequence[str], headers: Sequence[Header]) -> dict[str, str]:
    images = sorted(zip(names, headers, strict=True), key=lambda image: _order(image[1].instance_number))
    numbers: list[tuple[int, int]] = []
    acquisition, number = 1, 0
    for place, (_, header) in enumerate(images):
        if place and header.acquisition_number != images[place - 1][1].acquisition_number:
            acquisition, number = acquisition + 1, 0
        number += 1
        numbers.append((acquisition, number))
    first, second = (max((len(str(each[part])) for each in numbers), default=1) for part in (0, 1))
    return {
        name: f"{acquisition:0{first}d}-{number:0{second}d}.dcm"
        for (name, _), (acquisition, number) in zip(images, numbers, strict=True)
    }


def _order(number: int | None) -> tuple[bool, int]:
    return (number is not None, number or 0)


def naming_of(names: Sequence[str], otherwise: FileNaming) -> FileNaming:
    """Return how the images in a folder were named: as the Retriever does it, or else as is wanted otherwise."""
    return "retriever" if names and all(_RETRIEVER.fullmatch(name) for name in names) else otherwise


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


def rename(folder: Path, entries: Entries, names: Mapping[str, str], layout: Layout) -> None:
    """Give images other names, on disk and in the list of hashes, which stays true of the folder."""
    for old in names:
        with destination_errors(folder / old):
            (folder / old).rename(folder / f"{old}.renamed")
    for old, new in names.items():
        with destination_errors(folder / new):
            (folder / f"{old}.renamed").rename(folder / new)
    entries.images = [structs.replace(entry, name=names.get(entry.name, entry.name)) for entry in entries.images]
    if layout.hashes is not None:
        digests = read_hashes(entries.hashes)
        rows = [("Filename", "MD5Hash"), *((names.get(name, name), digest) for name, digest in digests.items())]
        data = "".join(f"{name},{digest}\n" for name, digest in rows).encode()
        with destination_errors(folder / layout.hashes):
            (folder / layout.hashes).write_bytes(data)
        md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
        entries.extras = [
            structs.replace(entry, size=len(data), md5=md5) if entry.name == layout.hashes else entry
            for entry in entries.extras
        ]
