"""Checks a series that is on disk already, whoever put it there."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from nbia_core.download.model import Announced, Check, FileState, Layout, SeriesState
from nbia_core.download.zip.entries import Arrival, Entry
from nbia_core.download.zip.reader import Limits, Unzipper
from nbia_core.errors import ArchiveError, WrongHashError

from .file_reading import file_state, list_files, read_file, unreadable
from .headers import check_headers

_BLOCK: Final = 1024 * 1024
_LINE: Final = re.compile(r"[^\r\n]+")
_HEADINGS: Final = ("filename", "md5hash")
_HASH_LENGTH: Final = 32
_HEXADECIMAL: Final = re.compile(r"[0-9a-f]+")
_NO_IMAGE: Final = re.compile(r"LICENSE(\.txt)?|.*\.(csv|json|xml)|Thumbs\.db|desktop\.ini", re.IGNORECASE)
"""Names of files that people and systems put beside images."""
_NO_COUNT: Final = "nothing says how many images there must be"
_NO_SIZE: Final = "there is no list of hashes, and nothing says how many bytes the images must have"
NOT_VERIFIABLE: Final = frozenset({_NO_COUNT, _NO_SIZE})
"""Problems that only say that nothing is known with which the images could be compared."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """What was found of a series on disk."""

    files: tuple[FileState, ...] = ()
    """Its files as they are now."""
    images: int = 0
    """Number of images."""
    size: int = 0
    """Bytes of all images together."""
    verified: int = 0
    """Images whose MD5 hash is the one that the archive was given at ingestion."""
    not_verifiable: tuple[str, ...] = ()
    """Images for which the server has no hash."""
    checks: tuple[Check, ...] = ()
    """The checks that were made."""
    problems: tuple[str, ...] = ()
    """Why it is not complete; empty if it is."""


def read_hashes(data: bytes) -> dict[str, str]:
    """Read a list of MD5 hashes, such as `md5hashes.csv`.

    Forgives what servers and spreadsheets have made of such lists: no headings, quotation marks, capital letters,
    names with commas, hashes without their leading zeros, every kind of line end.

    Returns:
        The hash of each name, 32 hexadecimal digits in small letters; empty where the list has none. What is no hash
        is returned as it stands, so that it fits nothing.
    """
    hashes: dict[str, str] = {}
    for line in _LINE.findall(data.decode("utf-8-sig", errors="replace")):
        name, digest = _split(line)
        if name and (name.lower(), digest) != _HEADINGS:
            is_short = 0 < len(digest) < _HASH_LENGTH and _HEXADECIMAL.fullmatch(digest)
            hashes[name] = (digest.zfill(_HASH_LENGTH) if is_short else digest) or hashes.get(name, "")
    return hashes


def _split(line: str) -> tuple[str, str]:
    """Split a line at its last comma, because a name may have commas and a hash has none."""
    name, comma, digest = line.rpartition(",")
    return (_unquoted(name), _unquoted(digest).lower()) if comma else (_unquoted(line), "")


def _unquoted(text: str) -> str:
    text = text.strip()
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].replace('""', '"').strip() if is_quoted else text


def still_holds(root: Path, state: SeriesState) -> bool:
    """Whether the files of a series have the sizes and times that are remembered; they are not read.

    Other files do no harm, unless they look like images (`.dcm`).
    """
    place = root / state.path
    missing = {file.name: file for file in state.files}
    try:
        if state.is_archive:
            return [*missing] == [place.name] and _is_unchanged(place.lstat(), missing[place.name])
        with os.scandir(place) as entries:
            for entry in entries:
                file = missing.pop(entry.name, None)
                if not (_is_unchanged(entry.stat(follow_symlinks=False), file) if file else not _is_dcm(entry.name)):
                    return False
    except OSError:
        return False
    return not missing


def _is_unchanged(found: os.stat_result, file: FileState) -> bool:
    return stat.S_ISREG(found.st_mode) and (found.st_size, found.st_mtime_ns) == (file.size, file.mtime_ns)


def _is_dcm(name: str) -> bool:
    return name.lower().endswith(".dcm")


def examine_folder(
    folder: Path,
    *,
    series_instance_uid: str,
    announced: Announced,
    layout: Layout,
    known: SeriesState | None = None,
    with_headers: bool,
    stop: Callable[[], None] = lambda: None,
) -> Examined:
    """Read and hash every file of a series in a folder, and find everything that is wrong.

    Without a state and without a list of hashes, nothing but the announced number and size can show that it is
    complete: both must be known then, and right.

    Parameters:
        folder: Where the images lie.
        series_instance_uid: The series.
        announced: What it must have.
        layout: Which files are no images.
        known: What is remembered of it. Without it, the list of hashes in the folder says what is right.
        with_headers: Whether to read UIDs from the images and compare them.
        stop: Called now and then; may raise, to give up.
    """
    try:
        names, problems = list_files(folder)
    except OSError as error:
        return Examined(problems=(unreadable(folder, error),))
    hashes = _expected_hashes(folder, names, layout, known)
    others = _others(names, layout, known)
    files: list[FileState] = []
    images: list[Entry] = []
    for name in names:
        is_image = _is_image(name, hashes, layout)
        if is_image or name in others:
            try:
                entry, found = read_file(folder / name, stop, with_header=is_image and with_headers)
            except OSError as error:
                problems.append(f"{name} cannot be read: {error.strerror}")
                continue
            files.append(file_state(entry, found, is_image=is_image))
            if is_image:
                images.append(entry)
    now = {file.name: file.md5 for file in files}
    for name, md5 in others.items():
        if md5 and now.get(name) != md5:
            problems.append(f"{name} was changed" if name in now else f"{name} is missing")
    problems += _image_problems(images, hashes, announced, known)
    checks = _checks(images, hashes or {}, announced, known)
    if with_headers and not _is_accepted(known) and NOT_VERIFIABLE.issuperset(problems):
        problems += _header_problems(images, series_instance_uid)
        checks += ["headers"]
    return _examined(images, hashes or {}, known, files=files, checks=checks, problems=problems)


def examine_archive(
    path: Path,
    *,
    series_instance_uid: str,
    announced: Announced,
    layout: Layout,
    known: SeriesState | None = None,
    with_headers: bool,
    stop: Callable[[], None] = lambda: None,
) -> Examined:
    """Read the archive of a series, and find everything that is wrong. Nothing is written.

    If a state is known, the archive must have the same MD5 hash; it then has the same images. The parameters are those
    of `examine_folder`.
    """
    if path.is_symlink():
        return Examined(problems=(f"{path} is a link",))
    md5 = hashlib.md5(usedforsecurity=False)
    arrival = Arrival(None, layout, with_headers=with_headers)
    unzipper = Unzipper(arrival, Limits(total=sys.maxsize))  # nothing is kept of it, so nothing can be filled
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            while block := file.read(_BLOCK):
                stop()
                md5.update(block)
                if known is None:
                    unzipper.feed(block)
        if known is None:
            unzipper.finish()
    except ArchiveError as error:
        return Examined(problems=(error.message,))
    except OSError as error:
        return Examined(problems=(unreadable(path, error),))
    archive = FileState(
        name=path.name, size=found.st_size, mtime_ns=found.st_mtime_ns, md5=md5.hexdigest(), is_image=False
    )
    if known is not None:
        return _examined_again(known, archive, announced)
    hashes = read_hashes(bytes(arrival.hashes)) or None
    images = [entry for entry in arrival.images if _is_image(entry.name, hashes, layout)]
    problems = list(_image_problems(images, hashes, announced, None))
    checks: list[Check] = ["archive end", *_checks(images, hashes or {}, announced, None)]
    if with_headers and NOT_VERIFIABLE.issuperset(problems):
        problems += _header_problems(images, series_instance_uid)
        checks += ["headers"]
    return _examined(images, hashes or {}, None, files=[archive], checks=checks, problems=problems)


def _examined_again(known: SeriesState, now: FileState, announced: Announced) -> Examined:
    """Compare an archive with what is remembered of it."""
    problems = []
    if now.md5 not in [file.md5 for file in known.files]:
        problems.append(f"{now.name} was changed: its MD5 hash is {now.md5}")
    if announced.images not in (None, known.images):
        problems.append(_wrong_count(known.images, announced.images))
    return Examined(
        files=(now,),
        images=known.images,
        size=known.size,
        verified=known.verified,
        not_verifiable=known.not_verifiable,
        checks=("MD5",),
        problems=tuple(problems),
    )


def _expected_hashes(
    folder: Path, names: Sequence[str], layout: Layout, known: SeriesState | None
) -> dict[str, str] | None:
    """Return the names and hashes of the images that must be there; None if nothing says which."""
    if known is not None:
        return {file.name: file.md5 for file in known.files if file.is_image}
    if layout.hashes is None or layout.hashes not in names:
        return None
    try:
        return read_hashes((folder / layout.hashes).read_bytes()) or None
    except OSError:
        return None  # that it cannot be read is found when it is hashed


def _others(names: Sequence[str], layout: Layout, known: SeriesState | None) -> dict[str, str]:
    """Return the files that belong to the series and are no images, with their hashes if these are known."""
    if known is not None:
        return {file.name: file.md5 for file in known.files if not file.is_image}
    return {name: "" for name in names if name in layout.oddments}


def _is_image(name: str, hashes: Mapping[str, str] | None, layout: Layout) -> bool:
    if hashes is not None:
        return name in hashes or _is_dcm(name)
    return name not in layout.oddments and not _NO_IMAGE.fullmatch(name)


def _image_problems(
    images: Sequence[Entry], hashes: Mapping[str, str] | None, announced: Announced, known: SeriesState | None
) -> Iterator[str]:
    """Say what is wrong with the images as a whole, then with each."""
    if not images:
        yield "there are no images"
    if announced.images not in (None, len(images)):
        yield _wrong_count(len(images), announced.images)
    if announced.images is None and hashes is None:
        yield _NO_COUNT
    for name in sorted(set(hashes or ()) - {entry.name for entry in images}):
        yield f"{name} is missing"
    for entry in images:
        yield from _faults(entry, (hashes or {}).get(entry.name), known)
    size = sum(entry.size for entry in images)
    is_vouched_for = known is not None or (hashes is not None and all(hashes.get(entry.name) for entry in images))
    if not is_vouched_for and announced.size not in (None, size):
        yield f"the images have {size:,} bytes instead of {announced.size:,}"
    if hashes is None and announced.size is None:
        yield _NO_SIZE


def _header_problems(images: Sequence[Entry], series_instance_uid: str) -> list[str]:
    try:
        check_headers(images, series_instance_uid)
    except WrongHashError as error:
        return [error.message]
    return []


def _wrong_count(found: int, announced: int | None) -> str:
    return f"there are {found} images instead of {announced}"


def _faults(entry: Entry, expected: str | None, known: SeriesState | None) -> Iterator[str]:
    if known is not None and expected is None:
        yield f"{entry.name} does not belong to it"
    elif expected and expected != entry.md5:
        yield f"{entry.name} is damaged: its MD5 hash is {entry.md5} instead of {expected}"
    if not entry.is_dicom and not _is_accepted(known):
        yield f"{entry.name} is no DICOM file"


def _is_accepted(known: SeriesState | None) -> bool:
    """Whether the user wants the series although the server has it wrong: then it must only be what it was."""
    return known is not None and known.is_disputed


def _not_verifiable(images: Iterable[Entry], hashes: Mapping[str, str], known: SeriesState | None) -> tuple[str, ...]:
    if known is not None:
        return known.not_verifiable
    return tuple(entry.name for entry in images if not hashes.get(entry.name))


def _checks(
    images: Sequence[Entry], hashes: Mapping[str, str], announced: Announced, known: SeriesState | None
) -> list[Check]:
    checks: list[Check] = ["image count"] if announced.images is not None else []
    checks += ["MD5"] if len(_not_verifiable(images, hashes, known)) < len(images) else []
    checks += ["DICOM"]
    checks += ["sizes"] if announced.size == sum(entry.size for entry in images) else []
    return checks


def _examined(
    images: Sequence[Entry],
    hashes: Mapping[str, str],
    known: SeriesState | None,
    *,
    files: Iterable[FileState],
    checks: Iterable[Check],
    problems: Iterable[str],
) -> Examined:
    not_verifiable = _not_verifiable(images, hashes, known)
    without = frozenset(not_verifiable)
    return Examined(
        files=tuple(files),
        images=len(images),
        size=sum(entry.size for entry in images),
        verified=sum(hashes.get(entry.name) == entry.md5 and entry.name not in without for entry in images),
        not_verifiable=not_verifiable,
        checks=tuple(checks),
        problems=tuple(problems),
    )
