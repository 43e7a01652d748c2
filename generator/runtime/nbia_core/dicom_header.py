"""Reads a few attributes of a DICOM file while its bytes arrive, without keeping them."""

from __future__ import annotations

import dataclasses
import math
import re
import struct
import zlib
from collections.abc import Generator
from typing import BinaryIO, Final, NamedTuple, TypeAlias

_PREAMBLE_LENGTH: Final = 128
_TRANSFER_SYNTAX_UID: Final = 0x00020010
_SOP_CLASS_UID: Final = 0x00080016
_SOP_INSTANCE_UID: Final = 0x00080018
_SERIES_INSTANCE_UID: Final = 0x0020000E
_ACQUISITION_NUMBER: Final = 0x00200012
_INSTANCE_NUMBER: Final = 0x00200013
_UIDS: Final = frozenset({_SOP_INSTANCE_UID, _SERIES_INSTANCE_UID})
_WANTED: Final = frozenset({_TRANSFER_SYNTAX_UID, _SOP_CLASS_UID, *_UIDS, _ACQUISITION_NUMBER, _INSTANCE_NUMBER})
_LAST_BEFORE_PIXELS: Final = 0x7FDFFFFF
_META_GROUP: Final = 0x0002
_ITEM_GROUP: Final = 0xFFFE
_ITEM_GROUP_SWAPPED: Final = 0xFEFF
_ITEM: Final = 0xE000
_END_OF_ITEM: Final = 0xE00D
_END_OF_ITEMS: Final = 0xE0DD
_UNDEFINED_LENGTH: Final = 0xFFFFFFFF
BIG_ENDIAN: Final = "1.2.840.10008.1.2.2"
DEFLATED: Final = "1.2.840.10008.1.2.1.99"
"""The UIDs of two transfer syntaxes, each of which is read in a way of its own."""
_LONG: Final = frozenset({b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"})
"""VRs that are followed by two empty bytes and a length of four (DICOM PS3.5, section 7.1.2)."""
_SHORT_HEAD: Final = 8
_LONG_HEAD: Final = 12
_LONGEST_VALUE: Final = 1024
_MOST_ELEMENTS: Final = 1_000_000
"""How many elements are looked at, those in sequences included: a file of nothing else would take minutes."""
_HOLE: Final = 4096
"""How many bytes are looked at together where there is nothing but zeros."""
_LONGEST_INFLATED: Final = 16 * 1024 * 1024
"""How many inflated bytes of a deflated file are looked at."""
_DEFLATED_PIECE: Final = 4096
"""How many bytes are inflated at a time: to at most a thousand times as many."""
_FILE_PIECE: Final = 64 * 1024
_WHOLE_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,12}")

Reading: TypeAlias = Generator[None, None, bool]
"""Pauses where bytes are missing; returns whether the file goes on."""


class _Order(NamedTuple):
    """How numbers are read in one byte order."""

    head: struct.Struct
    """Group, element, VR, and a length of two bytes."""
    length: struct.Struct
    """A length of four bytes."""


_LITTLE: Final = _Order(struct.Struct("<HH2sH"), struct.Struct("<L"))
_BIG: Final = _Order(struct.Struct(">HH2sH"), struct.Struct(">L"))


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """What is read from a DICOM file; None where it has no such attribute, or no value."""

    series_instance_uid: str | None = None
    """SeriesInstanceUID (0020,000E)."""
    sop_class_uid: str | None = None
    """SOPClassUID (0008,0016)."""
    sop_instance_uid: str | None = None
    """SOPInstanceUID (0008,0018)."""
    acquisition_number: int | None = None
    """AcquisitionNumber (0020,0012)."""
    instance_number: int | None = None
    """InstanceNumber (0020,0013)."""
    fault: str | None = None
    """Why it cannot be read as DICOM, or says nothing of itself; None if it does."""


class HeaderReader:
    """Reads the header of one DICOM file as far as InstanceNumber; everything else is passed over.

    What the file declares is not believed where the bytes show another form. Values are taken as they stand in the file:
    UIDs with leading zeros or of too many characters are no error. Memory does not grow with the file: no value is kept
    that is not wanted, however long it is.
    """

    def __init__(self) -> None:
        self._values: dict[int, str] = {}
        self._fault: str | None = None
        self._waiting = b""
        self._data = b""
        self._at = 0  # where to read on; behind the end of the data while a long value arrives
        self._is_over = False
        self._inflater: zlib._Decompress | None = None
        self._inflated = 0
        self._reading = self._read()
        self.is_done = False
        """Whether further bytes change nothing."""

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the file. What is wrong with them is told at the end."""
        if self.is_done:
            return
        self._waiting += data
        try:
            next(self._reading)
        except StopIteration:
            self.is_done = True
        except (ValueError, zlib.error) as error:
            self.is_done, self._fault = True, str(error)
        if self.is_done:
            self._waiting = self._data = b""

    def finish(self) -> Header:
        """Return what was read of the file, which is over or of which enough is known."""
        self._is_over = True
        self.feed(b"")
        if self._fault is None and not _UIDS & self._values.keys():
            self._fault = "it has neither a SeriesInstanceUID nor a SOPInstanceUID"
        if self._fault is not None:
            return Header(fault=self._fault)
        return Header(
            series_instance_uid=self._values.get(_SERIES_INSTANCE_UID),
            sop_class_uid=self._values.get(_SOP_CLASS_UID),
            sop_instance_uid=self._values.get(_SOP_INSTANCE_UID),
            acquisition_number=self._number(_ACQUISITION_NUMBER),
            instance_number=self._number(_INSTANCE_NUMBER),
        )

    def _number(self, tag: int) -> int | None:
        text = self._values.get(tag, "")
        return int(text) if _WHOLE_NUMBER.fullmatch(text) else None

    def _need(self, count: int) -> Reading:
        """Wait until so many bytes are there to be read on with; False if the file ends before."""
        while len(self._data) - self._at < count:
            if not self._waiting:
                if self._is_over:
                    return False
                yield
                continue
            if self._at < len(self._data):
                self._data, self._at = self._data[self._at :] + self._next_piece(), 0
            else:
                self._at -= len(self._data)
                self._data = self._next_piece()
        return True

    def _next_piece(self) -> bytes:
        if self._inflater is None:
            piece, self._waiting = self._waiting, b""
            return piece
        piece = self._inflater.decompress(self._waiting[:_DEFLATED_PIECE])
        self._waiting = b"" if self._inflater.eof else self._waiting[_DEFLATED_PIECE:]
        self._inflated += len(piece)
        if self._inflated > _LONGEST_INFLATED:
            raise ValueError(f"its UIDs are not within the first {_LONGEST_INFLATED:,} inflated bytes")
        return piece

    def _read(self) -> Reading:
        """Read the whole header."""
        yield from self._need(_PREAMBLE_LENGTH + 4)
        if self._data[_PREAMBLE_LENGTH : _PREAMBLE_LENGTH + 4] == b"DICM":
            self._at = _PREAMBLE_LENGTH + 4
        if not (yield from self._need(_SHORT_HEAD)):
            return False
        # File meta information is always explicit VR little endian, if there is any (DICOM PS3.10, section 7.1).
        if int.from_bytes(self._data[self._at : self._at + 2], "little") == _META_GROUP:
            yield from self._read_elements(_LITTLE, is_meta=True)
        syntax = self._values.get(_TRANSFER_SYNTAX_UID)
        if syntax == DEFLATED:
            self._waiting = self._data[self._at :] + self._waiting
            self._data, self._at = b"", 0
            self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        if not (yield from self._need(_SHORT_HEAD)):
            return False
        group = self._data[self._at : self._at + 2]
        # The first group of a dataset has one byte, as a rule: which one is empty tells the order.
        is_big = not group[0] if 0 in group else syntax == BIG_ENDIAN
        return (yield from self._read_elements(_BIG if is_big else _LITTLE, is_meta=False))

    def _read_elements(self, order: _Order, *, is_meta: bool) -> Reading:
        """Read elements as far as they are of use: sequences of defined length are jumped over, others walked through."""
        is_implicit = False if is_meta else None  # None: the first element shows it
        is_between_items = False
        outer: list[tuple[_Order, bool | None, bool]] = []
        data, at = self._data, self._at
        left = _MOST_ELEMENTS
        while left > 0:
            left -= 1
            if len(data) - at < _LONG_HEAD:
                self._at = at
                yield from self._need(_LONG_HEAD)
                data, at = self._data, self._at
                if len(data) - at < _SHORT_HEAD:
                    return False
            group, element, representation, length = order.head.unpack_from(data, at)
            if is_between_items and group == _ITEM_GROUP_SWAPPED:
                # The items of an element of unknown form are little endian, whatever surrounds them (PS3.5, 6.2.2).
                order = _LITTLE if order is _BIG else _BIG
                group, element, representation, length = order.head.unpack_from(data, at)
            start, at = at, at + _SHORT_HEAD
            if group == _ITEM_GROUP:
                (length,) = order.length.unpack_from(data, start + 4)
                if element == _ITEM and is_between_items and length == _UNDEFINED_LENGTH:
                    outer.append((order, is_implicit, is_between_items))
                    is_implicit, is_between_items = is_implicit or None, False
                elif element == _ITEM:
                    at += length
                elif outer and (element == _END_OF_ITEM) is not is_between_items:
                    order, is_implicit, is_between_items = outer.pop()
                elif outer and element == _END_OF_ITEMS:  # of a sequence whose last item has no end
                    outer.pop()
                    order, is_implicit, is_between_items = outer.pop()
                continue
            if is_between_items:
                raise ValueError("a sequence has no end")
            has_representation = not is_implicit and representation.isalpha() and representation.isupper()
            if is_implicit is None:
                is_implicit = not has_representation
            if not has_representation:  # some elements have none although the others have
                (length,) = order.length.unpack_from(data, start + 4)
            elif representation in _LONG:
                if len(data) - start < _LONG_HEAD:
                    return False
                (length,) = order.length.unpack_from(data, at)
                at += 4
            if not outer:
                tag = group << 16 | element
                if (group != _META_GROUP) if is_meta else tag > _INSTANCE_NUMBER and self._is_enough(tag):
                    self._at = start
                    return True
                if tag in _WANTED:
                    self._at = at
                    if length > _LONGEST_VALUE:
                        raise ValueError(f"the value of ({group:04X},{element:04X}) has {length:,} bytes")
                    if not (yield from self._need(length)):
                        return False
                    data, at = self._data, self._at
                    self._take(tag, data[at : at + length])
            if length == _UNDEFINED_LENGTH:
                outer.append((order, is_implicit, is_between_items))
                is_implicit = None if representation == b"UN" else is_implicit
                is_between_items = True
            elif length or group or element:
                at += length
            else:  # a hole in a file is read as empty elements of no group, which need no look at each
                zeros = data[at : at + _HOLE]
                number = (len(zeros) - len(zeros.lstrip(b"\0"))) // _SHORT_HEAD
                at, left = at + number * _SHORT_HEAD, left - number
        raise ValueError(f"its UIDs are not within its first {_MOST_ELEMENTS:,} elements")

    def _is_enough(self, tag: int) -> bool:
        """Whether what stands from this tag on, behind InstanceNumber, is of no use; elements may be out of order."""
        return tag > _LAST_BEFORE_PIXELS or self._values.keys() >= _UIDS

    def _take(self, tag: int, value: bytes) -> None:
        text = value.decode("latin-1").strip("\0 \t\r\n")
        if text and self._values.setdefault(tag, text) != text:
            raise ValueError(f"it has two values of ({tag >> 16:04X},{tag & 0xFFFF:04X})")


def read_header(file: BinaryIO, longest: float = math.inf) -> Header:
    """Read the header of an open file, no further than needed, and not beyond about `longest` bytes.

    Raises:
        OSError: it cannot be read.
    """
    reader, size = HeaderReader(), 0
    while not reader.is_done and size < longest and (piece := file.read(_FILE_PIECE)):
        reader.feed(piece)
        size += len(piece)
    return reader.finish()
