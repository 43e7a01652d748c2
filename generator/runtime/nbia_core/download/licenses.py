"""Gets licence texts: they come at the beginning of an archive whose rest nobody needs."""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import threading
from collections.abc import Hashable
from concurrent.futures import Future
from pathlib import Path
from typing import Final, NoReturn

from nbia_core.dicom_header import HeaderReader
from nbia_core.download.disk.staging import Staging
from nbia_core.download.zip.entries import LONGEST_LICENSE
from nbia_core.errors import NbiaError, WrongHashError
from nbia_core.files import destination_errors, is_ordinary, write_all

from .cancellation import Stopped
from .model import FileState, SeriesInfo
from .requests import RetryingSession
from .sources import Source

_LOG: Final = logging.getLogger("nbia")


class _Enough(Exception):
    """The licence has arrived, or there is none."""


class _License:
    """Keeps the licence if it is the first entry of an archive, and reads on until an image says whose archive it is."""

    def __init__(self, name: str | None, series_instance_uid: str | None) -> None:
        """Begin.

        Args:
            name: the name of the licence's entry.
            series_instance_uid: the series that the archive must belong to; None takes the licence of any.
        """
        self._name = name
        self._uid = series_instance_uid
        self._data = bytearray()
        self._header: HeaderReader | None = None
        self.text: bytes | None = None

    def begin(self, name: str) -> None:
        if name != self._name:
            if self.text is None:
                raise _Enough
            self._header = HeaderReader()

    def write(self, data: bytes) -> None:
        if self._header is not None:
            self._header.feed(data)
            if self._header.is_done:
                self._decide(self._header)
            return
        self._data += data
        if len(self._data) > LONGEST_LICENSE:
            raise _Enough

    def end(self, size: int) -> None:
        if self._header is not None:
            self._decide(self._header)
        if not self._data.strip():
            raise _Enough
        self.text = bytes(self._data)
        if self._uid is None:
            raise _Enough

    def _decide(self, header: HeaderReader) -> NoReturn:
        """End the reading: the text is that of the series, or of another one."""
        uid = header.finish().series_instance_uid
        if uid is None or uid == self._uid:  # what is wrong with images themselves is found when they are downloaded
            raise _Enough
        error = WrongHashError(f"The licence belongs to another series, {uid}.", hint="try again later")
        error.is_for_another_request = True
        raise error


class Licenses:
    """Licence texts, each asked for once: series of one collection with the same licence have the same text."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: dict[Hashable, Future[bytes | None]] = {}

    def text(self, info: SeriesInfo, source: Source, session: RetryingSession, *, check_headers: bool) -> bytes | None:
        """Return the text of a series, None if there is none; whoever wants the same one waits for who asks first.

        Raises:
            Stopped: the download is to end.
        """
        names, uid = source.license_attributes, info.series_instance_uid
        is_known = all(name in info.attributes for name in names)
        what = tuple(str(info.attributes[name]) for name in names) if is_known else uid
        key: Hashable = (source.name, what)
        with self._lock:
            text, mine = self._texts.get(key), Future[bytes | None]()
            if text is None:
                self._texts[key] = mine
        if text is not None:
            return text.result()
        _fulfil(mine, info, source, session, check_headers)
        return mine.result()


def _fulfil(
    text: Future[bytes | None], info: SeriesInfo, source: Source, session: RetryingSession, check_headers: bool
) -> None:
    try:
        text.set_result(_ask(info, source, session, check_headers))
    except BaseException as error:
        text.set_exception(Stopped() if session.stop.is_requested else error)


def write_license(path: Path, text: bytes, staging: Staging) -> FileState | None:
    """Write a licence text to a series in its place, whole or not at all, unless a file has its name; describe the file.

    A link, a folder or a pipe of that name stays as it is, and is not described.
    """
    with destination_errors(path):
        if is_ordinary(path):
            text = path.read_bytes()
        elif os.path.lexists(path):
            return None
        else:
            new = staging.new_file()
            new.write_bytes(text)
            staging.put_file(new, path)
    return _file_state(path, text)


def write_new_license(path: Path, text: bytes) -> FileState:
    """Write a licence text to a series that is not in its place yet, and that is still to be synced; describe the file."""
    with destination_errors(path), io.FileIO(path, "xb") as file:
        write_all(file, text)
    return _file_state(path, text)


def _file_state(path: Path, text: bytes) -> FileState:
    md5 = hashlib.md5(text, usedforsecurity=False).hexdigest()
    with destination_errors(path):
        mtime_ns = path.stat().st_mtime_ns
    return FileState(name=path.name, size=len(text), mtime_ns=mtime_ns, md5=md5, is_image=False)


def _ask(info: SeriesInfo, source: Source, session: RetryingSession, check_headers: bool) -> bytes | None:
    uid = info.series_instance_uid

    def attempt(tries: int) -> bytes | None:
        license = _License(source.layout.license, uid if check_headers else None)
        with contextlib.suppress(_Enough):
            source.send_license(info, license, session)
        return license.text

    try:
        return session.persist(attempt)
    except NbiaError as error:
        # The images matter more: their report says that the text is missing, and the next run asks again.
        _LOG.warning("no licence text for %s: %s", uid, error.message)
        return None
