"""What the tests of downloads share."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import nbia.v4
from nbia import Client, RetryPolicy
from tests.download import treatment
from tests.download.process import DownloadProcess
from tests.reference_server import Archive, ReferenceServer


@pytest.fixture
def make_unwritable() -> Iterator[Callable[[Path], object]]:
    """A function that lets nobody write to a file, or put anything into a folder, until the test ends."""
    with contextlib.ExitStack() as locked:
        yield functools.cache(lambda path: locked.enter_context(_unwritable(path)))


@contextlib.contextmanager
def _unwritable(path: Path) -> Iterator[None]:
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)
    change = functools.partial(subprocess.run, capture_output=True, check=False)
    if os.access(path, os.W_OK) and shutil.which("chattr") is not None:  # root may do everything but this
        change(["chattr", "+i", str(path)])
    try:
        if os.access(path, os.W_OK):
            pytest.skip("here some may write to everything")
        yield
    finally:
        if shutil.which("chattr") is not None:
            change(["chattr", "-i", str(path)])
        path.chmod(mode)


@pytest.fixture
def no_more_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that allows as many threads as there are workers, and no others for the files of a series."""
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name.startswith(("nbia-images", "nbia-file-")):
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)


@pytest.fixture(scope="session")
def treatment_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of objects that refer to one another."""
    with treatment.built(tmp_path_factory.mktemp("treatment")) as archive:
        yield archive


@pytest.fixture(scope="session")
def running_treatment_server(treatment_archive: Archive) -> Iterator[ReferenceServer]:
    """A server of that archive."""
    with ReferenceServer(treatment_archive) as server:
        yield server


@pytest.fixture
def treatment_server(running_treatment_server: ReferenceServer) -> ReferenceServer:
    """A server of objects that refer to one another, without faults and with its counters at zero."""
    running_treatment_server.reset()
    return running_treatment_server


@pytest.fixture
def treatment_client(treatment_server: ReferenceServer, quick_retries: RetryPolicy) -> Iterator[Client]:
    """A client of that server."""
    with Client(base_url=treatment_server.base_url, retries=quick_retries, timeout=10) as client:
        yield client


@pytest.fixture(scope="module")
def process(running_server: ReferenceServer) -> Iterator[DownloadProcess]:
    """A process that downloads from the server of the tests, and may be killed."""
    running_server.reset()
    with DownloadProcess(running_server.base_url) as process:
        yield process


@pytest.fixture
def version_4(server: ReferenceServer, quick_retries: RetryPolicy) -> Iterator[nbia.v4.Client]:
    """A client of version 4."""
    with nbia.v4.Client(base_url=server.url("v4"), retries=quick_retries, timeout=10) as client:
        yield client
