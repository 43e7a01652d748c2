"""Reads a few attributes of DICOM files without their pixels, and names images by them. Needs pydicom."""

from __future__ import annotations

import dataclasses
import importlib.util
import io
import re
import struct
import threading
import typing
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final, Literal, NamedTuple

from nbia_core.checks import check_choice
from nbia_core.errors import InvalidParameterError, WrongHashError

FileNaming = Literal["server", "SOPInstanceUID", "InstanceNumber"]
"""How images are called: as the server calls them, or by an attribute of theirs."""

_PREAMBLE_LENGTH: Final = 128
_TRANSFER_SYNTAX_UID: Final = 0x00020010
_CHARACTER_SET: Final = 0x00080005
_SOP_INSTANCE_UID: Final = 0x00080018
_SERIES_INSTANCE_UID: Final = 0x0020000E
_INSTANCE_NUMBER: Final = 0x00200013
_WANTED: Final = frozenset({_TRANSFER_SYNTAX_UID, _SOP_INSTANCE_UID, _SERIES_INSTANCE_UID, _INSTANCE_NUMBER})
_LAST_BEFORE_PIXELS: Final = 0x7FDFFFFF
_LAST_TAG: Final = 0xFFFFFFFF
_ITEM: Final = (0xFFFE, 0xE000)
_END_OF_ITEMS: Final = (0xFFFE, 0xE0DD)
_UNDEFINED_LENGTH: Final = 0xFFFFFFFF
_BIG_ENDIAN: Final = "1.2.840.10008.1.2.2"
_DEFLATED: Final = "1.2.840.10008.1.2.1.99"
_LONGEST_VALUE: Final = 1024
_LONGEST_START: Final = 16 * 1024 * 1024
"""How many bytes of a deflated file are looked at; in other files what is not wanted is skipped."""

_WHOLE_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,12}")
_PLAIN_UID: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_LONGEST_UID: Final = 128
_FEWEST_DIGITS: Final = 4


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """What is read from a DICOM file; None where it has no such attribute, or no value."""

    series_instance_uid: str | None
    """SeriesInstanceUID (0020,000E)."""
    sop_instance_uid: str | None
    """SOPInstanceUID (0008,0018)."""
    instance_number: int | None
    """InstanceNumber (0020,0013)."""


_IMPORTING: Final = threading.Lock()
"""The modules of pydicom import each other. Two threads that begin with that at once can see one half imported."""


def can_read_headers() -> bool:
    """Whether pydicom is installed."""
    return importlib.util.find_spec("pydicom") is not None


def check_naming(naming: object) -> None:
    """Refuse what is no way to name images, or needs pydicom where it is not installed.

    Raises:
        InvalidParameterError: it is none of `FileNaming`, or pydicom is missing.
    """
    check_choice("file_names", naming, typing.get_args(FileNaming))
    if naming != "server" and not can_read_headers():
        raise InvalidParameterError(
            f"file_names={naming!r} needs pydicom, which reads the images, and it is not installed.",
            hint="pip install 'nbia-client[dicom]', or keep the names that the server gives",
        )


def read_header(path: Path) -> Header:
    """Read the header of a DICOM file as far as InstanceNumber; everything else is skipped.

    Values are taken as they stand in the file: UIDs with leading zeros or of too many characters are no error.

    Raises:
        WrongHashError: the file is no DICOM file, or is damaged.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        try:
            values = _read_values(file)
        except (ValueError, struct.error, zlib.error, RecursionError) as error:
            raise _unreadable(path, str(error)) from error
    header = Header(
        series_instance_uid=values.get(_SERIES_INSTANCE_UID) or None,
        sop_instance_uid=values.get(_SOP_INSTANCE_UID) or None,
        instance_number=_whole_number(values.get(_INSTANCE_NUMBER, "")),
    )
    if header.series_instance_uid is None and header.sop_instance_uid is None:
        raise _unreadable(path, "it has neither a SeriesInstanceUID nor a SOPInstanceUID")
    return header


def _unreadable(path: Path, reason: str) -> WrongHashError:
    return WrongHashError(f"The image {path.name} cannot be read as DICOM: {reason}.", hint="try again later")


def _whole_number(text: str) -> int | None:
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else None


def _read_values(file: BinaryIO) -> dict[int, str]:
    """Return the wanted values of a file by tag; they are all text, which no byte order concerns."""
    if file.read(_PREAMBLE_LENGTH + 4)[_PREAMBLE_LENGTH:] != b"DICM":
        file.seek(0)
    # File meta information is always explicit VR little endian, if there is any (DICOM PS3.10, section 7.1).
    meta = _read_until(file, 0x0002FFFF, is_implicit=False, is_little_endian=True) if _next_group(file) == 2 else {}
    transfer_syntax = meta.get(_TRANSFER_SYNTAX_UID)
    if transfer_syntax == _DEFLATED:
        file = io.BytesIO(zlib.decompressobj(-zlib.MAX_WBITS).decompress(file.read(_LONGEST_START), _LONGEST_START))
    group = _next_group(file)
    # Without meta information a group such as 0x0008 that is read as 0x0800 tells the byte order.
    is_big_endian = transfer_syntax == _BIG_ENDIAN or (transfer_syntax is None and group is not None and group > 0xFF)
    is_implicit = _is_implicit(file)
    values: dict[int, str] = {}
    for last in (_INSTANCE_NUMBER, _LAST_BEFORE_PIXELS):  # the second for files whose elements are not in order
        if not {_SOP_INSTANCE_UID, _SERIES_INSTANCE_UID} <= values.keys():
            values |= _read_until(file, last, is_implicit=is_implicit, is_little_endian=not is_big_endian)
    return values


def _next_group(file: BinaryIO) -> int | None:
    """Return the group of the next tag as if it were little endian; None at the end."""
    start = _peek(file, 2)
    return int.from_bytes(start, "little") if len(start) == 2 else None


def _is_implicit(file: BinaryIO) -> bool:
    """Whether no VR follows the next tag. What the file declares is not asked: some declare the other form."""
    value_representation = _peek(file, 6)[4:]
    return not (value_representation.isalpha() and value_representation.isupper())


def _peek(file: BinaryIO, length: int) -> bytes:
    start = file.tell()
    data = file.read(length)
    file.seek(start)
    return data


def _read_until(file: BinaryIO, last: int, *, is_implicit: bool, is_little_endian: bool) -> dict[int, str]:
    """Return the wanted values up to the tag `last`; the file then stands before the next one.

    The character set and the items of sequences are jumped over here. pydicom would look into them, and warn of what it
    finds there, in a way that cannot be silenced in one thread alone.
    """
    with _IMPORTING:
        from pydicom.filereader import data_element_generator
        from pydicom.tag import BaseTag

    values: dict[int, str] = {}
    jumps: list[_Value] = []

    def is_enough(tag: BaseTag, representation: str | None, length: int) -> bool:
        if tag > last:
            return True
        if tag in _WANTED and length > _LONGEST_VALUE:
            raise ValueError(f"the value of {tag} has {length:,} bytes")
        if tag == _CHARACTER_SET or length == _UNDEFINED_LENGTH:
            jumps.append(_Value(file.tell(), length, representation))
        return bool(jumps)

    while True:
        for element in data_element_generator(
            file, is_implicit, is_little_endian, stop_when=is_enough, specific_tags=[BaseTag(tag) for tag in _WANTED]
        ):
            if isinstance(element.value, bytes):
                values[int(element.tag)] = element.value.decode("latin-1").strip("\0 \t\r\n")
        if not jumps:
            return values
        value = jumps.pop()
        if value.length == _UNDEFINED_LENGTH:
            file.seek(value.start)
            # In an element whose form is unknown the items are implicit (DICOM PS3.5, section 6.2.2).
            _jump_over_items(file, is_implicit or value.representation == "UN", is_little_endian)
        else:
            file.seek(value.start + value.length)


class _Value(NamedTuple):
    """Where a value stands in a file."""

    start: int
    length: int
    representation: str | None
    """Its VR; None where there is none."""


def _jump_over_items(file: BinaryIO, is_implicit: bool, is_little_endian: bool) -> None:
    """Go to the end of a value whose length is not defined: items, then a delimiter (DICOM PS3.5, section 7.5)."""
    form = "<HHL" if is_little_endian else ">HHL"
    while (head := struct.unpack(form, file.read(8)))[:2] == _ITEM:
        if head[2] == _UNDEFINED_LENGTH:
            _read_until(file, _LAST_TAG, is_implicit=is_implicit, is_little_endian=is_little_endian)
        else:
            file.seek(head[2], io.SEEK_CUR)
    if head[:2] != _END_OF_ITEMS:
        raise ValueError("a sequence has no end")


def check_headers(folder: Path, names: Sequence[str], series_instance_uid: str) -> list[Header]:
    """Check that every image belongs to the series and that none is there twice.

    Args:
        folder: where the images are.
        names: the file names of the images; files that are no images are not named.
        series_instance_uid: the series to which they must belong.

    Returns:
        The headers, in the order of `names`.

    Raises:
        WrongHashError: an image cannot be read as DICOM, is of another series, or has the SOPInstanceUID of another.
        OSError: an image cannot be read.
    """
    headers = []
    first: dict[str, str] = {}
    for name in names:
        header = read_header(folder / name)
        if header.series_instance_uid != series_instance_uid:
            raise _misplaced(
                f"The image {name} belongs to another series: its SeriesInstanceUID is "
                f"{header.series_instance_uid or 'missing'}, expected is {series_instance_uid}."
            )
        uid = header.sop_instance_uid
        if uid is not None and first.setdefault(uid, name) != name:
            raise _misplaced(f"The images {first[uid]} and {name} have the same SOPInstanceUID, {uid}.")
        headers.append(header)
    return headers


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
