"""Decides from evidence whether a series is complete: one function for fresh archives, folders on disk and `verify`."""

from __future__ import annotations

import codecs
import dataclasses
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

import msgspec

from nbia_core.dicom_header import Header
from nbia_core.download.model import Announced, Check, SeriesState
from nbia_core.download.zip.entries import LONGEST_LIST, Entry
from nbia_core.download.zip.reader import MOST_ENTRIES
from nbia_core.errors import ArchiveError, IncompleteArchiveError, WrongHashError
from nbia_core.text import some

ENOUGH_PROOF: Final = 3
"""How often an archive must come with the same fault before the server itself is taken to be wrong."""
PROOF_AT_THE_END: Final = 2
"""The same where no other try is left."""
_NO_COUNT: Final = "nothing says how many images there must be"
_NO_SIZE: Final = "there is no list of hashes, and nothing says how many bytes the images must have"
NOT_VERIFIABLE: Final = frozenset({_NO_COUNT, _NO_SIZE})
"""Problems that only say that nothing is known with which the images could be compared."""
MOST_PROBLEMS: Final = 1000
"""How many problems of a series are named; of more, the number is."""
_MOST_NAMED: Final = 5
"""How many images the reason of a failure names."""
_EMPTY_HINT: Final = (
    "try again later; if it stays so, the server may lack the MD5 hash of an image, without which it sends none with their "
    "hashes: tell the TCIA help desk"
)
_LONGEST_LINE: Final = 250
"""Bytes of a line in a list of hashes that are read: a name of an archive has at most 200, a hash 32."""
_LINE: Final = re.compile(rb"[^\r\n]+")
_HEADINGS: Final = ("filename", "md5hash")
_HASH_HEADING: Final = re.compile(r"[a-z0-9 _-]*(?:md5|hash|checksum|digest)[a-z0-9 _-]*")
_HASH_LENGTH: Final = 32
_HEXADECIMAL: Final = re.compile(r"[0-9a-f]+")


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """All that counts for whether a series is complete."""

    images: Sequence[Entry]
    """The images that were read to their end."""
    hashes: Mapping[str, str] | None
    """The hash that each image must have, empty where it has none; None if nothing says which images there must be."""
    announced: Announced
    """How many images and bytes the series must have."""
    series_instance_uid: str
    """The series."""
    with_headers: bool
    """Whether the UIDs in the images count."""
    known: SeriesState | None = None
    """What is remembered of the series; then `hashes` are all images that it may have."""
    others: tuple[str, ...] = ()
    """What is wrong with files that are no images, or that cannot be read."""
    is_archive: bool = False
    """Whether it is an archive, which ended properly."""
    is_fresh: bool = False
    """Whether the service has just sent it: then its first fault counts, and it may be complete without a number."""
    list_name: str | None = None
    """The list of hashes without which a fresh archive is cut off."""

    @property
    def size(self) -> int:
        """Bytes of all images together."""
        return sum(entry.size for entry in self.images)

    @property
    def is_accepted(self) -> bool:
        """Whether the user has accepted the series although the server's copy has a fault: it must then only be unchanged."""
        return self.known is not None and self.known.is_disputed

    @property
    def not_verifiable(self) -> tuple[str, ...]:
        """Images for which the server has no hash."""
        if self.known is not None:
            return self.known.not_verifiable
        hashes = self.hashes or {}
        return tuple(entry.name for entry in self.images if not hashes.get(entry.name))

    @property
    def is_vouched_for(self) -> bool:
        """Whether every image has a hash, so that an announced size proves nothing more."""
        if self.known is not None:
            return True
        return self.hashes is not None and all(self.hashes.get(entry.name) for entry in self.images)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided of a series."""

    images: int = 0
    """Number of images."""
    size: int = 0
    """Bytes of all images together."""
    verified: int = 0
    """Images whose MD5 hash is the one that the archive was given at ingestion."""
    not_verifiable: tuple[str, ...] = ()
    """Images for which the server has no hash."""
    checks: tuple[Check, ...] = ()
    """The checks that were made; of a fresh archive, those that it passed."""
    problems: tuple[str, ...] = ()
    """Why it is not complete; empty if it is."""
    fault: ArchiveError | None = None
    """The most telling of the problems, as an error; None if it is complete."""


class _Finding(NamedTuple):
    """Something that is wrong: in words for a series on disk, and as the error of an archive that came."""

    words: str
    error: Callable[[], ArchiveError]
    """Makes the error: only that of the first finding is of use, and there may be very many."""


def decide(evidence: Evidence) -> Verdict:
    """Decide whether a series is complete. Nothing but the evidence counts, and nothing is changed."""
    images, not_verifiable = evidence.images, evidence.not_verifiable
    others = (_incomplete(words, words) for words in evidence.others)
    found = itertools.chain(others, _findings(evidence))
    findings = list(itertools.islice(found, MOST_PROBLEMS))
    more = sum(1 for _ in found)
    if evidence.is_fresh and evidence.with_headers:
        # That it is another's comes first: nothing else that is wrong with it says anything of the series.
        foreign = foreign_image(images, evidence.series_instance_uid)
        findings = ([] if foreign is None else [_Finding(foreign.message, lambda: foreign)]) + findings
    checks: list[Check] = ["archive end"] if evidence.is_archive else []
    if not (evidence.is_fresh and findings):
        checks += _checks(len(images), evidence.size, len(not_verifiable), evidence.announced)
    is_so_far_right = NOT_VERIFIABLE.issuperset(finding.words for finding in findings)
    if evidence.with_headers and not evidence.is_accepted and is_so_far_right:
        odd = _odd_header(images, evidence.series_instance_uid)
        findings += [] if odd is None else [_Finding(odd.message, lambda: odd)]
        checks += ["headers"] if odd is None or not evidence.is_fresh else []
    hashes, without = evidence.hashes or {}, frozenset(not_verifiable)
    return Verdict(
        images=len(images),
        size=evidence.size,
        verified=sum(hashes.get(entry.name) == entry.md5 and entry.name not in without for entry in images),
        not_verifiable=not_verifiable,
        checks=tuple(checks),
        problems=(*(finding.words for finding in findings), *([f"and {more:,} more problems"] if more else [])),
        fault=findings[0].error() if findings else None,
    )


def decide_unread(known: SeriesState, md5s: Sequence[str], announced: Announced, changed: str) -> Verdict:
    """Decide of a file that has all images of a series and was hashed, but not read.

    Args:
        known: what is remembered of the series.
        md5s: the hashes of its files as they are now.
        announced: what it must have.
        changed: what to say if a hash is another one.
    """
    problems = [] if {*md5s} <= {file.md5 for file in known.files} else [changed]
    return _as_remembered(known, announced, ("MD5",), problems)


def _checks(images: int, size: int, not_verifiable: int, announced: Announced) -> tuple[Check, ...]:
    """Return the checks that so many images of this size together, some of them without a hash, undergo."""
    checks: list[Check] = ["image count"] if announced.images is not None else []
    checks += ["MD5"] if not_verifiable < images else []
    checks += ["DICOM"]
    checks += ["sizes"] if announced.size == size else []
    return tuple(checks)


def was_checked(known: SeriesState, *, with_headers: bool) -> bool:
    """Whether a series passed every check that is wanted: then it passes them again while its content is the same."""
    return not known.is_disputed and (not with_headers or "headers" in known.checks)


def decide_unchanged(known: SeriesState, announced: Announced, *, with_headers: bool) -> Verdict:
    """Decide of a folder that has all files of a series which `was_checked`, and each with the same hash as then."""
    checks = _checks(known.images, known.size, len(known.not_verifiable), announced)
    return _as_remembered(known, announced, (*checks, "headers") if with_headers else checks)


def _as_remembered(
    known: SeriesState, announced: Announced, checks: tuple[Check, ...], problems: Sequence[str] = ()
) -> Verdict:
    """Return the verdict on a series that was not read again, with what else speaks against it."""
    is_other = announced.images not in (None, known.images)
    return Verdict(
        images=known.images,
        size=known.size,
        verified=known.verified,
        not_verifiable=known.not_verifiable,
        checks=checks,
        problems=(*problems, *([_wrong_count(known.images, announced)] if is_other else [])),
    )


def is_disputed(proofs: Sequence[str], enough: int) -> bool:
    """Whether the server itself has a series wrong: it came with the same fault and the same images every time.

    Args:
        proofs: what stands for the fault and the images of each try.
        enough: the number of tries that prove it.
    """
    return len(proofs) >= enough and len(set(proofs)) == 1


def _findings(evidence: Evidence) -> Iterator[_Finding]:
    """Find what is wrong with the images as a whole, then with each, the most telling first."""
    images, hashes, announced = evidence.images, evidence.hashes, evidence.announced
    if not images:
        yield _incomplete("there are no images", "The archive holds no images.", _EMPTY_HINT)
    if announced.images not in (None, len(images)):
        yield _incomplete(
            _wrong_count(len(images), announced),
            f"The archive holds {len(images)} images where the server announces {announced.images}.",
            "try again later; if it stays so, files are missing in the archive itself: tell the TCIA help desk",
        )
    if hashes is None and evidence.list_name is not None:
        reason = f"The archive has no {evidence.list_name}: the server failed while it wrote it."
        yield _incomplete(f"{evidence.list_name} is missing", reason)
    if hashes is None and announced.images is None and not evidence.is_fresh:
        yield _incomplete(_NO_COUNT, f"The archive cannot be verified: {_NO_COUNT}.")
    missing = sorted(set(hashes or ()) - {entry.name for entry in images})
    reason = f"Images that the list of hashes names are missing: {some(missing, _MOST_NAMED)}."
    for name in missing:
        yield _incomplete(f"{name} is missing", reason)
    for entry in images:
        yield from _image_findings(entry, (hashes or {}).get(entry.name), evidence)
    if not evidence.is_vouched_for and announced.size not in (None, evidence.size):
        yield _incomplete(
            f"the images have {evidence.size:,} bytes instead of {announced.size:,}",
            f"The images have {evidence.size:,} bytes where the server announces {announced.size:,}, and not all of "
            "them have a hash.",
        )
    if hashes is None and announced.size is None and not evidence.is_fresh:
        yield _incomplete(_NO_SIZE, f"The archive cannot be verified: {_NO_SIZE}.")


def _image_findings(entry: Entry, expected: str | None, evidence: Evidence) -> Iterator[_Finding]:
    if evidence.known is not None and expected is None:
        yield _damaged(entry, f"{entry.name} does not belong to it", "it does not belong to the series")
    elif expected and expected != entry.md5:
        yield _damaged(
            entry,
            f"{entry.name} is damaged: its MD5 hash is {entry.md5} instead of {expected}",
            f"its MD5 hash is {entry.md5}, the archive's is {expected}",
        )
    if not entry.is_dicom and not evidence.is_accepted:
        yield _damaged(entry, f"{entry.name} is no DICOM file", "it is no DICOM file")


def _incomplete(words: str, message: str, hint: str = "try again later") -> _Finding:
    return _Finding(words, partial(IncompleteArchiveError, message, hint=hint))


def _damaged(entry: Entry, words: str, reason: str) -> _Finding:
    message = f"The image {entry.name} is damaged: {reason}."
    return _Finding(words, partial(WrongHashError, message, hint="try again later"))


def _wrong_count(found: int, announced: Announced) -> str:
    return f"there are {found} images instead of {announced.images}"


def _odd_header(images: Sequence[Entry], series_instance_uid: str) -> WrongHashError | None:
    try:
        check_headers(images, series_instance_uid)
    except WrongHashError as error:
        return error
    return None


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


def read_hashes(data: bytes | bytearray) -> dict[str, str]:
    """Read a list of MD5 hashes, such as `md5hashes.csv`.

    Forgives what servers and spreadsheets have made of such lists: no headings, or other ones, quotation marks, capital letters,
    names with commas, hashes without their leading zeros, every kind of line end.

    Returns:
        The hash of each name, 32 hexadecimal digits in small letters; empty where the list has none. What is no hash
        is returned as it stands, so that it fits nothing. Of each line 250 bytes are read.

    Raises:
        IncompleteArchiveError: the list is longer than that of any series: more than 64 MiB, or 250,000 names.
    """
    if len(data) > LONGEST_LIST:
        raise _too_long(f"{LONGEST_LIST:,} bytes")
    hashes: dict[str, str] = {}
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    for number, found in enumerate(_LINE.finditer(data, start)):
        name, digest = _split(found[0][:_LONGEST_LINE].decode(errors="replace"))
        if name and not _are_headings(name, digest, is_first=not number):
            is_short = 0 < len(digest) < _HASH_LENGTH and _HEXADECIMAL.fullmatch(digest)
            hashes[name] = (digest.zfill(_HASH_LENGTH) if is_short else digest) or hashes.get(name, "")
            if len(hashes) > MOST_ENTRIES:
                raise _too_long(f"{MOST_ENTRIES:,} names")
    return hashes


def _are_headings(name: str, digest: str, *, is_first: bool) -> bool:
    """Whether a line has headings: those of the server, or, at the beginning, other words for a name and a hash."""
    if (name.lower(), digest) == _HEADINGS:
        return True
    return is_first and not name.lower().endswith(".dcm") and _HASH_HEADING.fullmatch(digest) is not None


def _too_long(limit: str) -> IncompleteArchiveError:
    return IncompleteArchiveError(f"The list of hashes has more than {limit}, more than that of any series.")


def _split(line: str) -> tuple[str, str]:
    """Split a line at its last comma, because a name may have commas and a hash has none."""
    name, comma, digest = line.rpartition(",")
    return (_unquoted(name), _unquoted(digest).lower()) if comma else (_unquoted(line), "")


def _unquoted(text: str) -> str:
    text = text.strip()
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].replace('""', '"').strip() if is_quoted else text
