"""Takes in the entries of an archive while it arrives."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from nbia_core.dicom_header import Header, HeaderReader
from nbia_core.download.model import FileState, Layout
from nbia_core.download.spare_cores import Cores, HelperThread
from nbia_core.errors import UnsafeArchiveError
from nbia_core.files import destination_errors, start_writing_to_disk, write_all

LONGEST_LICENSE: Final = 1024 * 1024
"""Bytes that a licence text may have."""
LONGEST_LIST: Final = 64 * 1024 * 1024
"""Bytes that a list of hashes may have: it is kept in memory."""
_BLOCK: Final = 1024 * 1024
"""Bytes of a file that are read at a time."""
_LARGE: Final = 128 * 1024
"""Bytes from which on it pays to begin early to put a file on disk."""
WORTH_A_THREAD: Final = 16 * 1024 * 1024
"""Bytes of a series after which another thread may hash and write what follows."""
START: Final = 132
"""Bytes of a DICOM file up to the end of `DICM`."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of an archive that was read to its end."""

    name: str
    """Its name."""
    size: int
    """Bytes."""
    md5: str
    """The MD5 hash of what was read."""
    is_dicom: bool
    """Whether it begins as a DICOM file does: a preamble, then `DICM`."""
    header: Header | None = None
    """What it says of itself as a DICOM file; None if that was not looked at."""


def is_dicom(path: Path) -> bool:
    """Whether a file begins as a DICOM file does.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb", buffering=0) as file:
        return file.read(START)[128:] == b"DICM"


class Incoming:
    """An entry while it arrives: hashed, and written if there is a folder."""

    def __init__(self, name: str, folder: str | None, *, durable: bool, with_header: bool) -> None:
        self.name = name
        """Its name."""
        self._durable = durable
        self._start = b""
        self._header = HeaderReader() if with_header else None
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._file: io.FileIO | None = None
        if folder is not None:
            self._path = os.path.join(folder, name)
            with destination_errors(self._path):
                self._file = io.FileIO(self._path, "xb")

    def write(self, data: bytes) -> None:
        """Take in bytes of the entry."""
        if len(self._start) < START:
            self._start += data[: START - len(self._start)]
        if self._header is not None and not self._header.is_done:
            self._header.feed(data)
        self._md5.update(data)
        if self._file is not None:
            with destination_errors(self._path):
                write_all(self._file, data)

    def end(self, size: int) -> Entry:
        """Close the entry, and describe it."""
        if self._durable and self._file is not None and size >= _LARGE:
            with destination_errors(self._path):
                start_writing_to_disk(self._file.fileno())
        self.close()
        return Entry(
            name=self.name,
            size=size,
            md5=self._md5.hexdigest(),
            is_dicom=self._start[128:START] == b"DICM",
            header=None if self._header is None else self._header.finish(),
        )

    def close(self) -> None:
        """Let go of the file of an entry that is still open."""
        file, self._file = self._file, None
        if file is not None:
            with destination_errors(self._path):
                file.close()

    @property
    def is_written(self) -> bool:
        """Whether there is a file to write to."""
        return self._file is not None


class Entries:
    """The entries of one archive or folder: hashed as they come and, if there is a folder of ours, written to it.

    Of a large archive, a core that has nothing to do hashes and writes them while the next ones are decompressed.
    """

    def __init__(
        self,
        folder: Path | None,
        layout: Layout,
        *,
        durable: bool = False,
        with_headers: bool = True,
        cores: Cores | None = None,
    ) -> None:
        """Begin.

        Args:
            folder: where to write; None writes nothing.
            layout: what the archive holds besides images.
            durable: whether the files are to be synced to disk in the end, so that they may as well go there early.
            with_headers: whether the headers of images are read.
            cores: which cores have nothing to do; None does everything on the thread that calls.
        """
        self._folder = None if folder is None else os.fspath(folder)
        self._layout = layout
        self._durable = durable
        self._with_headers = with_headers
        self._incoming: Incoming | None = None
        self._cores = Cores(0) if cores is None else cores
        self._helper: HelperThread | None = None
        self._arrived = 0
        self.images: list[Entry] = []
        """The images that have arrived."""
        self.extras: list[Entry] = []
        """The other entries that have arrived: the licence, the list of hashes."""
        self.hashes = bytearray()
        """The list of hashes as it was sent."""
        self.license = bytearray()
        """The licence text, where the entries are not written."""

    def open(self, name: str) -> Incoming:
        """Open an entry beside others that are open; `add` takes what its end returns."""
        with_header = self._with_headers and name not in self._layout.extras
        return Incoming(name, self._folder, durable=self._durable, with_header=with_header)

    def add(self, entry: Entry) -> None:
        """Take an entry that has arrived."""
        (self.extras if entry.name in self._layout.extras else self.images).append(entry)

    def keep(self, wanted: Mapping[str, str], stop: Callable[[], None]) -> None:
        """Take images of an earlier try that lie in the folder and are right, and remove everything else there.

        Args:
            wanted: the MD5 hash of each image that may be kept, by its name.
            stop: called now and then; may raise, to give up.
        """
        if self._folder is None:
            return
        with destination_errors(self._folder):
            files = sorted(Path(self._folder).iterdir())
        for path in files:
            entry = self._read(path, stop) if path.name in wanted else None
            if entry is not None and entry.md5 == wanted[path.name]:
                self.add(entry)
            else:
                with destination_errors(path):
                    path.unlink()

    def remove(self, name: str) -> None:
        """Remove the file of an entry that did not arrive as a whole."""
        if self._folder is not None:
            path = os.path.join(self._folder, name)
            with destination_errors(path):
                Path(path).unlink(missing_ok=True)

    def _read(self, path: Path, stop: Callable[[], None]) -> Entry:
        incoming = Incoming(path.name, None, durable=False, with_header=self._with_headers)
        size = 0
        with destination_errors(path), path.open("rb", buffering=0) as file:
            while block := file.read(_BLOCK):
                stop()
                incoming.write(block)
                size += len(block)
        return incoming.end(size)

    def begin(self, name: str) -> None:
        """Open a new entry."""
        if self._helper is None and self._arrived >= WORTH_A_THREAD and self._cores.take_spare():
            try:
                self._helper = HelperThread("nbia-images")
            except RuntimeError:  # there are too many threads; without another it only takes longer
                self._cores.give_back()
        self._incoming = self.open(name)

    def write(self, data: bytes) -> None:
        """Take in bytes of the entry."""
        incoming = self._incoming
        assert incoming is not None, "an entry has begun"
        self._do(partial(incoming.write, data))
        self._arrived += len(data)
        if incoming.name == self._layout.hashes:
            self.hashes += data
            if len(self.hashes) > LONGEST_LIST:
                raise UnsafeArchiveError(f"The list of hashes has more than {LONGEST_LIST:,} bytes.")
        is_license = incoming.name == self._layout.license and not incoming.is_written
        if is_license and len(self.license) <= LONGEST_LICENSE:
            self.license += data

    def end(self, size: int) -> None:
        """Close the entry."""
        incoming = self._incoming
        assert incoming is not None, "an entry has begun"
        self._do(lambda: self.add(incoming.end(size)))
        self._incoming = None  # after that: what was not closed is left to `close`

    def _do(self, work: Callable[[], None]) -> None:
        if self._helper is None:
            work()
        else:
            self._helper.run(work)

    def finish(self) -> None:
        """Wait for what is still hashed and written: the archive has ended."""
        helper = self._let_go_of_helper()
        if helper is not None:
            helper.finish()

    def close(self) -> None:
        """Let go of an entry that is still open."""
        helper = self._let_go_of_helper()
        if helper is not None:
            helper.close()
        incoming, self._incoming = self._incoming, None
        if incoming is not None:
            incoming.close()

    def _let_go_of_helper(self) -> HelperThread | None:
        helper, self._helper = self._helper, None
        if helper is not None:
            self._cores.give_back()
        return helper

    @property
    def size(self) -> int:
        """Bytes of all images together."""
        return sum(entry.size for entry in self.images)

    @property
    def fingerprint(self) -> str:
        """Stands for the contents of all images, whatever their names and their order."""
        return hashlib.sha256("".join(sorted(entry.md5 for entry in self.images)).encode()).hexdigest()


def file_states(folder: Path, entries: Entries) -> tuple[FileState, ...]:
    """Describe the files of an archive that was written to a folder."""
    place = os.fspath(folder)
    return (
        *(_file_state(place, entry, is_image=True) for entry in entries.images),
        *(_file_state(place, entry, is_image=False) for entry in entries.extras),
    )


def _file_state(place: str, entry: Entry, *, is_image: bool) -> FileState:
    path = os.path.join(place, entry.name)
    with destination_errors(path):
        mtime_ns = os.stat(path).st_mtime_ns
    return FileState(name=entry.name, size=entry.size, mtime_ns=mtime_ns, md5=entry.md5, is_image=is_image)
