"""Unpacks an archive while it arrives: without a temporary file, in constant memory, and sure that it was whole.

Entries are read one after the other as they come. The central directory, which stands at the end, then has to say the
same of every one of them. So what is unpacked is what any other program would find in the archive.
"""

from __future__ import annotations

import dataclasses
from typing import Final, Protocol, TypeAlias

from nbia_core.errors import IncompleteArchiveError

from .format import (
    DEFLATED,
    DIRECTORY,
    DIRECTORY_RECORD,
    END,
    END_RECORD,
    ENTRY,
    HAS_DESCRIPTOR,
    LOCAL_HEADER,
    LONGEST_DESCRIPTOR,
    MASK16,
    MASK32,
    ZIP64_END,
    ZIP64_END_LENGTH,
    ZIP64_END_RECORD,
    ZIP64_LOCATOR,
    ZIP64_LOCATOR_RECORD,
    DirectoryRecord,
    End,
    EntryFacts,
    LocalHeader,
    Zip64End,
    Zip64Locator,
    check_kind,
    check_name,
    check_packing,
    damaged,
    descriptors,
    shown,
    unsafe,
    unsafe_entry,
    with_zip64,
)
from .inflate import BLOCK, InflateError, Reading, ZipInput, crc32, new_inflater

_PIECE: Final = 320 * 1024
"""Bytes that are decompressed at most at a time: what is left at the end of an entry is copied, so it must be little."""
_ALLOWANCE: Final = 4 * 1024 * 1024
"""Bytes that an archive may have whatever the ratio."""
MOST_ENTRIES: Final = 250_000
"""Entries that an archive may have: the largest series of a public archive has 92,000 images."""
LARGEST_SERIES: Final = 256 * 1024**3
"""Decompressed bytes that an archive may have where nobody knows how many: the largest series has 195 GB."""
_MOST_BARREN: Final = 2
_BARREN_ENTRY: Final = 1024
"""Bytes that may arrive for each decompressed byte, for each entry, and 4 MiB besides: data of which nothing comes have
no end of their own."""
_SIGNATURE_LENGTH: Final = 4

_CrcAndSizes: TypeAlias = tuple[int, int, int]
"""The CRC of an entry, its compressed size and its size."""


class EntrySink(Protocol):
    """Takes the entries of an archive, one after the other."""

    def begin(self, name: str) -> None:
        """Begin a new entry. Its name was found harmless, and no other entry has it, in whatever case."""

    def write(self, data: bytes) -> None:
        """Take the next bytes of the entry, decompressed; 640 KiB at most."""

    def end(self, size: int) -> None:
        """End the entry, which has `size` bytes. Its CRC and its sizes are right."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What an archive may have at most. An archive of a few kilobytes can otherwise fill a disk."""

    total: int | None = None
    """Decompressed bytes of all entries together. None if that is not known: then the ratio counts, and 256 GiB."""
    ratio: float = 200.0
    """How many times more the decompressed bytes may be than the received ones; 4 MiB are allowed besides."""
    entries: int = MOST_ENTRIES
    """Number of entries."""


class Unzipper:
    """Reads an archive from the pieces in which it arrives and hands its entries to a sink.

    After an error it cannot be used any more. What the sink raises comes through as it is.
    """

    def __init__(self, sink: EntrySink, limits: Limits | None = None) -> None:
        self._archive = _Archive(sink, limits or Limits())
        self._reading = self._archive.read()
        next(self._reading)

    @property
    def entries(self) -> int:
        """Number of entries that were read to their end."""
        return self._archive.entries

    def feed(self, data: bytes) -> None:
        """Read the next bytes of the archive, as many as there are.

        Raises:
            IncompleteArchiveError: the archive is damaged, or the bytes follow its end.
            UnsafeArchiveError: the archive holds what must not be unpacked, or too much. Nothing of the entry in
                question has reached the sink, but that it is a link is known only after it was read.
        """
        self._archive.input.add(data)
        try:
            next(self._reading)
        except StopIteration:
            raise damaged("bytes come after an error, or after it was finished") from None
        self._archive.check_received()

    def finish(self) -> None:
        """Say that the archive is over.

        Raises:
            IncompleteArchiveError: it did not end properly.
        """
        self._reading.close()
        if not self._archive.is_complete:
            raise damaged(f"it ends after {self._archive.input.received:,} bytes, {self._archive.place}")


class _Archive:
    """An archive that is being read."""

    def __init__(self, sink: EntrySink, limits: Limits) -> None:
        self._sink = sink
        self._limits = limits
        self._total = 0
        self._found: dict[str, EntryFacts] = {}
        """Entries that were read and that the directory has not named yet, by their names in small letters."""
        self.input = ZipInput()
        self.entries = 0
        self.place = "before its first entry"
        self.is_complete = False

    def read(self) -> Reading[None]:
        """Read the whole archive, and complain of everything behind it."""
        signature = yield from self.input.take(_SIGNATURE_LENGTH)
        while signature == ENTRY:
            yield from self._read_entry()
            self.place = "between its entries"
            signature = yield from self.input.take(_SIGNATURE_LENGTH)
        self.place = "in its directory"
        start = self.input.offset - _SIGNATURE_LENGTH
        while signature == DIRECTORY:
            yield from self._read_directory_record()
            signature = yield from self.input.take(_SIGNATURE_LENGTH)
        if signature not in (ZIP64_END, END):
            raise damaged(f"what stands at byte {self.input.offset - _SIGNATURE_LENGTH:,} is no record of an archive")
        if self._found:
            missing = next(iter(self._found.values()))
            raise damaged(f"its directory lacks the entry {shown(missing.name)}")
        self.place = "in its end record"
        yield from self._read_end(signature, start)
        self.is_complete = True
        while not self.input.waiting:
            yield
        self.is_complete, self.place = False, "behind its end record"
        raise damaged("bytes follow its end")

    def _read_entry(self) -> Reading[None]:
        offset = self.input.offset - _SIGNATURE_LENGTH
        header = LocalHeader(*LOCAL_HEADER.unpack((yield from self.input.take(LOCAL_HEADER.size))))
        name = _text((yield from self.input.take(header.name_length)))
        extra = yield from self.input.take(header.extra_length)
        check_name(name)
        if name.lower() in self._found:
            raise unsafe_entry(name, "there are two entries of this name")
        check_packing(name, header)
        if self.entries >= self._limits.entries:
            raise unsafe(f"The archive holds more than {self._limits.entries:,} entries")
        sizes = with_zip64((header.size, header.compressed_size), extra)
        if sizes is None:
            raise damaged(f"the sizes of {shown(name)} are missing")
        stated = (header.crc, sizes[1], sizes[0])
        has_descriptor = bool(header.flags & HAS_DESCRIPTOR)
        if not has_descriptor:
            self._check_total(self._total + sizes[0], sizes[1])

        self.place = f"in the entry {shown(name)}"
        self._sink.begin(name)
        if header.method == DEFLATED:
            actual = yield from self._inflate(name, None if has_descriptor else stated)
        else:
            actual = yield from self._copy(sizes[1])
        if has_descriptor:
            yield from self._read_descriptor(name, actual)
        if any(
            number != right and (number or not has_descriptor) for number, right in zip(stated, actual, strict=True)
        ):
            raise _wrong(name)
        self._sink.end(actual[2])
        self._found[name.lower()] = EntryFacts(name, header.flags, header.method, *actual, offset)
        self.entries += 1

    def _inflate(self, name: str, stated: _CrcAndSizes | None) -> Reading[_CrcAndSizes]:
        """Hand over an entry that is deflated."""
        inflater = new_inflater()
        start = self.input.offset
        crc = size = 0
        while not inflater.is_over:
            most = _PIECE if stated is None else min(_PIECE, start + stated[1] - self.input.offset)
            if not most:
                raise damaged(f"the data of {shown(name)} go on behind their end")
            piece = yield from self.input.some(most)
            try:
                for block in inflater.inflate(piece):
                    size += len(block)
                    if stated is not None and size > stated[2]:
                        raise _wrong(name)
                    crc = self._hand_over(block, crc)
            except InflateError as error:
                raise damaged(f"the data of {shown(name)} cannot be decompressed ({error})") from error
        self.input.put_back(inflater.unused)
        return crc, self.input.offset - start, size

    def _copy(self, stated: int) -> Reading[_CrcAndSizes]:
        """Hand over an entry that is not compressed and has `stated` bytes."""
        crc = size = 0
        while size < stated:
            block = bytes((yield from self.input.some(min(BLOCK, stated - size))))
            size += len(block)
            crc = self._hand_over(block, crc)
        return crc, size, size

    def _hand_over(self, block: bytes, crc: int) -> int:
        """Hand a block to the sink. Return the CRC of the entry so far, which was `crc` before."""
        self._total += len(block)
        self._check_total(self._total)
        self._sink.write(block)
        return crc32(block, crc)

    def _read_descriptor(self, name: str, actual: _CrcAndSizes) -> Reading[None]:
        """Read what stands behind the data of an entry. Of the ways to write it, that one is used which fits."""
        ahead = yield from self.input.look(LONGEST_DESCRIPTOR + _SIGNATURE_LENGTH)
        for way in descriptors(*actual):
            if ahead.startswith((way + ENTRY, way + DIRECTORY)):
                self.input.skip(len(way))
                return
        raise _wrong(name)

    def check_received(self) -> None:
        """Raise UnsafeArchiveError if far more bytes have arrived than were of use."""
        received = self.input.received
        if received > _MOST_BARREN * self._total + _BARREN_ENTRY * self.entries + _ALLOWANCE:
            raise unsafe(
                f"The archive goes on and brings nothing: at most {_MOST_BARREN} bytes may come for each that is "
                f"unpacked, {_BARREN_ENTRY:,} for each entry, and {_ALLOWANCE:,} besides"
            )

    def _check_total(self, total: int, to_come: int = 0) -> None:
        """Raise UnsafeArchiveError if `total` decompressed bytes are too much; `to_come` ones have yet to arrive.

        What is said is the same for each try, however the bytes arrive.
        """
        total_limit, ratio = self._limits.total, self._limits.ratio
        most = LARGEST_SERIES if total_limit is None else total_limit
        if total > most:
            raise unsafe(f"The archive would extract to more bytes than it may: at most {most:,} are expected")
        if total_limit is None and total > (self.input.received + to_come) * ratio + _ALLOWANCE:
            raise unsafe(
                f"The archive would extract to more bytes than it may: at most {ratio:g} times those that came are "
                f"expected, and {_ALLOWANCE:,} besides"
            )

    def _read_directory_record(self) -> Reading[None]:
        record = DirectoryRecord(*DIRECTORY_RECORD.unpack((yield from self.input.take(DIRECTORY_RECORD.size))))
        name = _text((yield from self.input.take(record.name_length)))
        extra = yield from self.input.take(record.extra_length)
        yield from self.input.take(record.comment_length)
        check_kind(name, record)
        entry = self._found.pop(name.lower(), None)
        if entry is None:
            raise damaged(f"its directory names {shown(name)}, which is not there")
        numbers = with_zip64((record.size, record.compressed_size, record.offset), extra)
        if numbers is None:
            raise damaged(f"its directory does not say how large {shown(name)} is or where it begins")
        size, compressed_size, offset = numbers
        if record.disk:
            raise unsafe("The archive is one of several parts")
        if offset != entry.offset:
            raise unsafe_entry(
                name, f"it begins at byte {entry.offset:,}, the directory says {offset:,}, so entries would overlap"
            )
        if entry != EntryFacts(name, record.flags, record.method, record.crc, compressed_size, size, offset):
            raise damaged(f"its directory says otherwise of {shown(name)} than the entry itself")

    def _read_end(self, signature: bytes, start: int) -> Reading[None]:
        size = self.input.offset - _SIGNATURE_LENGTH - start
        has_zip64 = signature == ZIP64_END
        if has_zip64:
            yield from self._read_zip64_end(start, size)
            signature = yield from self.input.take(_SIGNATURE_LENGTH)
        if signature != END:
            raise damaged("its end record is missing")
        end = End(*END_RECORD.unpack((yield from self.input.take(END_RECORD.size))))
        if not {end.disk, end.directory_disk} <= ({0, MASK16} if has_zip64 else {0}):
            raise unsafe("The archive is one of several parts")
        stated = (end.entries_on_disk, end.entries, end.directory_size, end.directory_offset)
        actual = (self.entries, self.entries, size, start)
        masks = (MASK16, MASK16, MASK32, MASK32)
        if any(
            number != right and not (has_zip64 and number == mask)
            for number, right, mask in zip(stated, actual, masks, strict=True)
        ):
            raise damaged("its end record does not fit its directory")
        yield from self.input.take(end.comment_length)

    def _read_zip64_end(self, start: int, size: int) -> Reading[None]:
        offset = self.input.offset - _SIGNATURE_LENGTH
        end = Zip64End(*ZIP64_END_RECORD.unpack((yield from self.input.take(ZIP64_END_RECORD.size))))
        if end.disk or end.directory_disk:
            raise unsafe("The archive is one of several parts")
        stated = (end.length, end.entries_on_disk, end.entries, end.directory_size, end.directory_offset)
        if stated != (ZIP64_END_LENGTH, self.entries, self.entries, size, start):
            raise damaged("its Zip64 end record does not fit its directory")
        locator = Zip64Locator(*ZIP64_LOCATOR_RECORD.unpack((yield from self.input.take(ZIP64_LOCATOR_RECORD.size))))
        if locator != (ZIP64_LOCATOR, 0, offset, 1):
            raise damaged("the locator of its Zip64 end record does not fit")


def _wrong(name: str) -> IncompleteArchiveError:
    return damaged(f"the CRC or the sizes of {shown(name)} do not fit")


def _text(name: bytes) -> str:
    return name.decode("utf-8", errors="backslashreplace")
