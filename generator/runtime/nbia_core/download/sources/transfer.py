"""Downloads the files of a folder in a bucket, several at a time, over kept connections."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeAlias

from nbia_core.api.calls import Call
from nbia_core.download.requests import RetryingSession
from nbia_core.download.zip.entries import Entries, Entry
from nbia_core.errors import IncompleteArchiveError, NbiaError, RetiredError, WrongHashError
from nbia_core.http._sync.session import Answer

from .listing import Listed

_LOG: Final = logging.getLogger("nbia")
_HASH: Final = "x-amz-checksum-sha256"
_SHA256_LENGTH: Final = 44
"""Characters of a SHA-256 hash in base 64; one that was made of those of parts has a hyphen and their number behind it."""
_Proof: TypeAlias = Literal["right", "wrong", "absent"]
"""What a hash that came with a file shows."""


class Transfer:
    """The files of one series that are still to come."""

    def __init__(
        self,
        call_of: Callable[[Listed], Call[bytes]],
        sink: Entries,
        session: RetryingSession,
        watch: Callable[[bytes], None],
        *,
        at_a_time: int,
    ) -> None:
        """Begin.

        Args:
            call_of: returns the call that brings a file.
            sink: takes the files.
            session: sends the requests.
            watch: is given what arrives, by one thread at a time.
            at_a_time: how many files are asked for at a time.
        """
        self._call_of = call_of
        self._sink = sink
        self._session = session
        self._watch = watch
        self._at_a_time = at_a_time
        self._lock = threading.Lock()
        self._waiting: queue.SimpleQueue[Listed] = queue.SimpleQueue()
        self._failure: BaseException | None = None
        self.proven: dict[str, str] = {}
        """The MD5 hashes of images that another hash vouches for, by name."""

    def run(self, files: Sequence[Listed]) -> None:
        """Download files.

        Raises:
            NbiaError: not all of them came.
            Stopped: the download is to end.
        """
        for file in files:
            self._waiting.put(file)
        count = min(self._at_a_time, len(files))
        # Daemons, because a thread that waits for a dead network must not keep the program from ending.
        threads = [threading.Thread(target=self._work, name=f"nbia-file-{n}", daemon=True) for n in range(count)]
        begun = list[threading.Thread]()
        with contextlib.suppress(RuntimeError):  # there are too many threads; fewer do the same
            for thread in threads:
                thread.start()
                begun.append(thread)
        if not begun:
            self._work()
        for thread in begun:
            thread.join()
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        try:
            while self._failure is None and (file := self._next()) is not None:
                self._fetch(file)
        except BaseException as error:
            with self._lock:
                self._failure = self._failure or error

    def _next(self) -> Listed | None:
        try:
            return self._waiting.get_nowait()
        except queue.Empty:
            return None

    def _fetch(self, file: Listed) -> None:
        """Download a file, as often as that may help. What its MD5 hash says of it is judged with all others.

        Raises:
            IncompleteArchiveError: it is not there any more, or has another size.
            WrongHashError: its SHA-256 hash is another one.
        """
        call = self._call_of(file)
        try:
            entry, sha256 = self._session.persist(
                lambda tries: self._session.once(call, lambda answer: self._receive(file, answer)), _note_retry
            )
        except RetiredError as error:
            raise IncompleteArchiveError(
                f"The file {file.name} is listed, and is not there.",
                url=error.url,
                status=error.status,
                hint="try again",
            ) from error
        if entry.size != file.size or sha256 == "wrong":
            self._sink.remove(file.name)
        if entry.size != file.size:
            amount = "more" if entry.size > file.size else "fewer"
            raise IncompleteArchiveError(
                f"The file {file.name} has {amount} than the {file.size:,} bytes that are listed.", hint="try again"
            )
        if sha256 == "wrong":
            raise WrongHashError(f"The image {file.name} is damaged: its SHA-256 hash is another.", hint="try again")
        with self._lock:
            self._sink.add(entry)
            if sha256 == "right":
                self.proven[file.name] = entry.md5

    def _receive(self, file: Listed, answer: Answer) -> tuple[Entry, _Proof]:
        """Write a file while it arrives, not much further than to its size; say what a hash that came with it shows."""
        sha256 = hashlib.sha256() if file.md5 is None else None
        incoming = self._sink.open(file.name)
        size = 0
        is_whole = False
        try:
            for block in answer.blocks():
                with self._lock:
                    self._watch(block)
                size += len(block)
                incoming.write(block)
                if sha256 is not None:
                    sha256.update(block)
                if size > file.size:
                    break
            entry = incoming.end(size)
            is_whole = True
        finally:
            answer.close()
            incoming.close()
            if not is_whole:
                self._sink.remove(file.name)
        return entry, "absent" if sha256 is None else _proof(answer.headers.get(_HASH, ""), sha256.digest())


def _note_retry(tries: int, delay: float, error: NbiaError) -> None:
    """Log it: the try for the series goes on, so there is nothing to tell of that."""
    _LOG.info("%s: a file is asked for again in %.1f s after: %s", error.url, delay, error.message)


def _proof(said: str, digest: bytes) -> _Proof:
    """Compare the SHA-256 hash of a file with what the bucket says; one that was made of the hashes of parts is none."""
    if len(said.strip()) != _SHA256_LENGTH:
        return "absent"
    return "right" if said.strip() == base64.b64encode(digest).decode() else "wrong"
