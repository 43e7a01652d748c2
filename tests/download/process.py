"""A process that downloads what it is told to, and dies where it is told to.

It is started with the base URL of a server, reads one order per line (JSON, the attributes of `Order`) and answers each
with a line (the attributes of `End`). Each order is carried out by a fork, which needs no
new start of Python; it is killed with SIGKILL before or amid the operation that the order names.

Operations are the calls that change a disk or a database: the instants between them are all that a kill can tell apart.
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import pytest

from nbia import Client, RetryPolicy
from tests.download.helpers import SMALL

if TYPE_CHECKING:
    from typing_extensions import Buffer

_OPERATIONS: Final = frozenset(
    {"open", "write", "fsync", "close", "mkdir", "rename", "replace", "unlink", "rmdir", "execute", "executemany"}
)
"""Names of functions written in C."""
_FOR_EVER: Final = 10**9
NO_FORKS: Final = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
"""For tests that need a `DownloadProcess`."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Order:
    """A download."""

    to: str
    """The destination."""
    series: tuple[str, ...]
    """What to download."""
    as_zip: bool = False
    """Whether archives are kept."""
    verify: bool = False
    """Whether everything is read again."""
    durable: bool = True
    """Whether the disk is asked to confirm what is written."""
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    """Other options of the download."""
    die_at: int = _FOR_EVER
    """The operation, counted from 0, before which the process is killed; the end, if there are not so many."""
    die_with: str | None = None
    """A part of a file's name: the process is killed when it has just begun to write such a file."""
    loses_power: bool = False
    """Whether half of every file is lost at the kill, unless the disk was asked to confirm it."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class End:
    """How a download ended."""

    signal: int
    """The signal that killed the process; 0 if none did."""
    operations: int = 0
    """How many operations it made."""
    reasons: list[str] | None = None
    """Why series are not complete; None if the process was killed."""


class Clock:
    """Counts operations, in all threads, and ends the process when its time has come."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._lock = threading.Lock()
        self._hooking = threading.Lock()
        self._is_begun = False
        self.count = 0
        there = Path(order.to).rglob("*") if order.loses_power else ()  # else another process may change what is there
        self.safe = {path.stat().st_ino for path in there}
        """The files that a power failure does not harm, by their inode."""

    def is_over(self) -> bool:
        """Count an operation and say whether it is the last one, which must not be completed."""
        with self._lock:
            self.count += 1
            return self._is_begun or self.count > self._order.die_at

    def hear(self, event: str, values: tuple[object, ...]) -> None:
        """Take in what the interpreter tells of files: the next operation is the last one if the file is the one."""
        if event == "open" and self._order.die_with is not None:
            path, _, flags = values
            is_written = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
            self._is_begun |= bool(is_written and self._order.die_with in Path(str(path)).name)

    def watch(self) -> None:
        """Take in what this thread calls. Of two threads that install their hooks at the same time, one gets an error."""
        with self._hooking:
            sys.setprofile(self.notice)

    def notice(self, frame: FrameType, event: str, function: object) -> None:
        """Take in what the interpreter tells of the calls of functions."""
        if event == "c_call" and getattr(function, "__name__", "") in _OPERATIONS and self.is_over():
            self.die()

    def die(self) -> None:
        """End as if somebody had pulled the plug."""
        with self._lock:
            with self._hooking:
                sys.setprofile(None)
            if self._order.loses_power:
                self._lose_what_is_not_safe()
            os.kill(os.getpid(), signal.SIGKILL)
            signal.pause()

    def _lose_what_is_not_safe(self) -> None:
        for path in Path(self._order.to).rglob("*"):
            found = path.stat()
            # SQLite writes from C, and is known for getting this right.
            if path.is_file() and found.st_ino not in self.safe and "sqlite" not in path.name:
                os.truncate(path, found.st_size // 2)


def main(base_url: str) -> None:
    """Carry out orders until there are no more."""
    with tempfile.TemporaryDirectory() as folder, Client(base_url=base_url) as client:
        client.download([SMALL], folder)  # so that a fork finds every module imported
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _carry_out(Order(**json.loads(line)), base_url, writing)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        print(json.dumps({**json.loads(said or b"{}"), "signal": os.WTERMSIG(status)}), flush=True)


def _carry_out(order: Order, base_url: str, pipe: int) -> None:
    clock = Clock(order)
    fsync = os.fsync

    class CountedFile(io.FileIO):
        def write(self, data: Buffer, /) -> int:
            if clock.is_over():
                super().write(bytes(data)[: memoryview(data).nbytes // 2])
                clock.die()
            return super().write(data)

    def noted_fsync(handle: int) -> None:
        fsync(handle)
        clock.safe.add(os.fstat(handle).st_ino)

    run = threading.Thread.run

    def noticed_run(thread: threading.Thread) -> None:
        clock.watch()
        run(thread)

    sys.addaudithook(clock.hear)
    vars(io)["FileIO"] = CountedFile
    vars(os)["fsync"] = noted_fsync
    with Client(base_url=base_url, retries=RetryPolicy(first_delay=0, longest_delay=0)) as client:
        # All threads are to be watched, those of libraries included.
        threading.Thread.run = noticed_run  # type: ignore[method-assign,assignment]
        clock.watch()
        report = client.download(
            order.series,
            order.to,
            as_zip=order.as_zip,
            verify=order.verify,
            durable=order.durable,
            **order.options,
        )
        sys.setprofile(None)
    if order.die_at < _FOR_EVER or order.die_with is not None:
        clock.die()
    reasons = [f"{result.series_instance_uid}: {result.reason}" for result in report.failed]
    os.write(pipe, json.dumps({"operations": clock.count, "reasons": reasons}).encode())


class DownloadProcess:
    """A process that carries out orders, as a test sees it."""

    def __init__(self, base_url: str) -> None:
        root = Path(__file__).parents[2]
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from tests.download.process import main; main({base_url!r})"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "generated")])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, order: Order) -> None:
        """Have an order carried out."""
        assert self._process.stdin is not None
        print(json.dumps(dataclasses.asdict(order)), file=self._process.stdin, flush=True)

    def end(self) -> End:
        """Wait until it was."""
        assert self._process.stdout is not None
        return End(**json.loads(self._process.stdout.readline()))

    def run(self, order: Order) -> End:
        """Have an order carried out and wait for its end."""
        self.begin(order)
        return self.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()
