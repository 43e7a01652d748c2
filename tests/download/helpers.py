"""What the tests of faulty downloads share: what a download must leave on disk, and faults made of whole archives."""

from __future__ import annotations

import functools
import hashlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.download.archives import members_of, streamed
from tests.reference_server import ReferenceServer, faults, known_uids
from tests.reference_server.downloads import get_image, get_image_with_md5_hash
from tests.reference_server.zip_plans import unchanged

if TYPE_CHECKING:
    from typing_extensions import Buffer

MOUSE: Final = known_uids.MOUSE
VICTRE: Final = "2.25.202552973591587866892270288925021617073"
"""5 images."""
SMALL: Final = "2.25.101358762489893671837973136235156685133"
"""2 images."""
SEVERAL: Final = (
    MOUSE,
    VICTRE,
    SMALL,
    "2.25.127813161247236232637372999894946174550",
    "2.25.204589396118861498869537259657369330951",
    "2.25.225163688339875625293772928784643131503",
)
"""Six series of five collections, 18 images in all."""
ALIKE: Final = (
    "2.25.273797660863955883553217487273666709496",
    "2.25.129101659073799912792863914785347904854",
    "2.25.175442561252997354258505249728754265626",
    "2.25.339671805340438421331626558261639225510",
    "2.25.178317401977875360396886840638262165052",
    "2.25.268461691215325753349917701899058026464",
)
"""Six series of 12 images each: what is a fault of the archive of `MOUSE` is one of theirs."""
LOST_FILE: Final = "2.25.284269634029509341142829715660173959556"
"""A series of which the server announces 12 images and delivers 7, for ever."""
RETRIEVER: Final = (
    "Series UID,Collection,Subject ID,Number of Images,File Location\n"
    f"{MOUSE},Mouse-Astrocytoma,Mouse_0001,8,./Mouse-Astrocytoma/Mouse_0001/x/y\n"
    f"{SMALL},VICTRE,P0001,2,./VICTRE/P0001/x/y\n"
).encode()
"""A metadata.csv of the NBIA Data Retriever: its only map from UIDs to folders."""
ARCHIVES: Final = "getImageWithMD5Hash"
"""The endpoint that a download has the images from."""
_OURS: Final = ("metadata.csv", "CITATION.txt", "download-report.json")

Tree = dict[str, str]
"""The SHA-256 of each file by its path; an empty folder has a slash at the end of its path and no hash."""


def tree(folder: Path) -> Tree:
    """Return what lies below a folder, but for `.nbia`, what a download writes about itself, and unfinished files."""
    found: Tree = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name in _OURS or name.split("/")[0] == ".nbia" or name.endswith(".part"):
            continue
        if path.is_file():
            found[name] = sha256(path.read_bytes())
        elif not any(path.iterdir()):
            found[f"{name}/"] = ""
    return found


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def undisturbed(server: ReferenceServer, *series_instance_uids: str) -> Tree:
    """Return what a download of these series must leave, made of what the server has without being asked."""
    return {
        f"{uid}/{name}": sha256(data)
        for uid in series_instance_uids
        for name, data in server_files(server, uid).items()
    }


def server_files(server: ReferenceServer, series_instance_uid: str) -> dict[str, bytes]:
    """Return the licence, the images and the list of hashes of a series."""
    parameters = {"SeriesInstanceUID": series_instance_uid}
    bodies = [endpoint(server.archive, parameters, unchanged).body for endpoint in (get_image, get_image_with_md5_hash)]
    archives = (body if isinstance(body, bytes) else b"".join(body) for body in bodies)
    return {name: data for archive in archives for name, data in members_of(archive).items()}


def series_in_place(folder: Path) -> list[str]:
    """Return the series that have their folder."""
    return [path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]


def kept_archives(folder: Path) -> Tree:
    """Return what `tree` would return if the archives in a folder were unpacked, and their licences in them."""
    found: Tree = {}
    for path in folder.glob("*.zip"):
        found |= {f"{path.stem}/{name}": sha256(data) for name, data in members_of(path.read_bytes()).items()}
    for path in folder.glob("*.LICENSE"):
        found[f"{path.stem}/LICENSE"] = sha256(path.read_bytes())
    return found


def left_behind(folder: Path) -> list[str]:
    """Return what only a download that is going on may have in a destination: work folders, locks, unfinished files."""
    return sorted(path.name for path in [*folder.glob(".nbia/work-*"), *folder.rglob("*.part")])


def archives_asked_for(server: ReferenceServer) -> list[str]:
    """Return the series whose archives the server was asked for, in the order of their UIDs."""
    return sorted(
        request.parameters["SeriesInstanceUID"] for request in server.requests if request.endpoint == ARCHIVES
    )


def another_archive(change: Callable[[dict[str, bytes]], Mapping[str, bytes]]) -> faults.Fault:
    """Let the archive hold what `change` makes of its entries."""
    return faults.rewritten(functools.partial(_repacked, change))


def _repacked(change: Callable[[dict[str, bytes]], Mapping[str, bytes]], archive: bytes) -> bytes:
    return streamed(change(members_of(archive)))


def another_hash_list(change: Callable[[bytes], bytes]) -> faults.Fault:
    """Let the list of hashes be what `change` makes of it."""
    return another_archive(lambda entries: {**entries, "md5hashes.csv": change(entries["md5hashes.csv"])})


def inject_all(server: ReferenceServer, several: Iterable[faults.Fault]) -> None:
    """Let each of these faults strike one request for an archive."""
    for fault in several:
        server.inject(fault, endpoint=ARCHIVES)


def sent(archive: bytes) -> faults.Fault:
    """Let an archive be sent instead of the right one."""
    return faults.replaced(archive, content_type="application/octet-stream")


class Disk:
    """Lets some operations on files succeed, then refuses them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
        self._monkeypatch = monkeypatch
        self._error = error
        self.left = 0

    def check(self) -> None:
        """Count an operation down."""
        self.left -= 1
        if self.left < 0:
            raise OSError(self._error.errno, self._error.strerror)

    def refuse_writes(self, after: int) -> None:
        """Take so many writes of images, and half of the next."""
        self.left, disk = after, self

        class LimitedFile(io.FileIO):
            def write(self, data: Buffer, /) -> int:
                try:
                    disk.check()
                except OSError:
                    super().write(bytes(data)[: memoryview(data).nbytes // 2])
                    raise
                return super().write(data)

        self._monkeypatch.setattr(io, "FileIO", LimitedFile)

    def refuse(self, name: str, after: int) -> None:
        """Take so many calls of a function of `os`."""
        self.left, function = after, getattr(os, name)

        def limited(*values: object, **options: object) -> object:
            self.check()
            return function(*values, **options)

        self._monkeypatch.setattr(os, name, limited)

    def work_again(self) -> None:
        """Refuse nothing any more."""
        self.left = sys.maxsize
