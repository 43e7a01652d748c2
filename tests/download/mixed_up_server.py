"""A server on loopback of many small series that now and then sends an answer that nobody has asked for.

Whoever takes the next bytes of a connection for the next answer is one answer late from there on. Run as a program, it
downloads many series from such a server and counts what is wrong:

    python -m tests.download.mixed_up_server SERIES SURPLUS [--without-pydicom]
"""

from __future__ import annotations

import dataclasses
import functools
import json
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qsl, urlsplit

from tests.connections import ConnectionServer
from tests.download.archives import hash_list, members_of, streamed
from tests.download.stored_series import real_images

ROOT: Final = "1.3.6.1.4.1.14519.5.2.1.7777"
STRANGER: Final = f"{ROOT}.999999"
"""The series that surplus archives and rows are about."""
LICENSE: Final = b"CC BY 4.0"
_PATH: Final = "/nbia-api/services/v1"
_LATE: Final = 0.005
"""Seconds between an answer and a late surplus one."""
_KEPT: Final = 1000
"""How many answers, and images, are kept: making them anew takes more than asking for them."""

Moment = Literal["together", "late", "before"]
"""When a surplus answer comes: in one piece with an answer, later, or between the next request and its answer."""


def series_uids(count: int) -> list[str]:
    """Return the Series Instance UIDs of the first series."""
    return [f"{ROOT}.{100000 + number}" for number in range(count)]


@functools.lru_cache(_KEPT)
def images_of(uid: str) -> Mapping[str, bytes]:
    """Return the images of a series; no two series have the same."""
    return real_images(uid, 1)


class MixedUpServer(ConnectionServer):
    """Serves any series, and sends a surplus answer with every so many answers of one endpoint.

    A series that is asked for again gets no surplus answer of its own: so a series never meets them by chance alone.
    """

    def __init__(self, moment: Moment, every: int, *, endpoint: str = "getImageWithMD5Hash", most: int = 1000) -> None:
        super().__init__()
        self._moment = moment
        self._every = every
        self._endpoint = endpoint
        self._most = most
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        self.surplus = 0
        """Surplus answers so far."""

    @property
    def base_url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}{_PATH}"

    def _serve(self, connection: socket.socket) -> None:
        for endpoint, uid in _requests(connection):
            own, surplus = _answer(endpoint, uid), b""
            if self._is_due(endpoint, uid):
                surplus = _answer(endpoint, STRANGER)
            if self._moment == "before":
                connection.sendall(surplus)
            connection.sendall(own + (surplus if self._moment == "together" else b""))
            if surplus and self._moment == "late":
                time.sleep(_LATE)
                connection.sendall(surplus)

    def _is_due(self, endpoint: str, uid: str) -> bool:
        with self._lock:
            if endpoint != self._endpoint or uid in self._seen:
                return False
            self._seen.add(uid)
            is_due = len(self._seen) % self._every == 0 and self.surplus < self._most
            self.surplus += is_due
            return is_due


def _requests(connection: socket.socket) -> Iterator[tuple[str, str]]:
    """Hand out the endpoint and the series of each request."""
    received = b""
    while data := connection.recv(65536):
        received += data
        while b"\r\n\r\n" in received:
            head, _, received = received.partition(b"\r\n\r\n")
            target = urlsplit(head.split(b" ", 2)[1].decode())
            yield target.path.rpartition("/")[2], dict(parse_qsl(target.query)).get("SeriesInstanceUID", "")


@functools.lru_cache(_KEPT)
def _answer(endpoint: str, uid: str) -> bytes:
    images = images_of(uid)
    size = sum(len(data) for data in images.values())
    row: dict[str, object] = {"SeriesInstanceUID": uid, "PatientID": f"patient of {uid}", "Collection": f"of {uid}"}
    if endpoint == "getImageWithMD5Hash":
        body = streamed({**images, "md5hashes.csv": hash_list(images)})
    elif endpoint == "getImage":
        body = streamed({"LICENSE": LICENSE if uid != STRANGER else b"the licence of another", **images})
    elif endpoint == "getSeriesSize":
        body = json.dumps([{"TotalSizeInBytes": size + 1, "ObjectCount": 7 if uid == STRANGER else 1}]).encode()
    else:
        body = json.dumps([{**row, "Modality": "CT", "LicenseURI": "http://example.org", "LicenseName": "x"}]).encode()
    kind = b"application/octet-stream" if endpoint.startswith("getImage") else b"application/json"
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(body), body)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Damage:
    """What lies in a destination, compared with what the server has."""

    right: int = 0
    wrong: int = 0
    missing: int = 0


def damage(folder: Path, uids: list[str]) -> Damage:
    """Compare every image of these series with the right one, in folders or in archives that were kept."""
    counts = {"right": 0, "wrong": 0, "missing": 0}
    for uid in uids:
        found = sorted(path.read_bytes() for path in (folder / uid).glob("*.dcm"))
        if (folder / f"{uid}.zip").is_file():
            entries = members_of((folder / f"{uid}.zip").read_bytes())
            found = sorted(data for name, data in entries.items() if name.endswith(".dcm"))
        counts["missing" if not found else "right" if found == [*images_of(uid).values()] else "wrong"] += 1
    return Damage(**counts)


def _main(count: int, surplus: int, *, has_pydicom: bool) -> None:
    moments: tuple[Moment, ...] = ("together", "late", "before")
    with tempfile.TemporaryDirectory() as name:
        for moment in moments:
            with MixedUpServer(moment, max(1, count // surplus), most=surplus) as server:
                folder = Path(name) / moment
                uids = series_uids(count)
                begun = time.monotonic()
                summary = _download(server.base_url, folder, uids, has_pydicom=has_pydicom)
                print(
                    f"{moment}: {server.surplus} surplus answers, {damage(folder, uids)}, {summary}, "
                    f"{time.monotonic() - begun:.1f} s",
                    flush=True,
                )


_CODE: Final = """
import sys
if sys.argv[3] == "without":
    sys.modules["pydicom"] = None  # an import of it fails as if it were not installed
from nbia import Client
with Client(base_url=sys.argv[1]) as client:
    report = client.download(sys.stdin.read().split(), sys.argv[2], workers=8, durable=False)
checks = {check for result in report.complete for check in result.checks}
print(len(report.complete), "complete,", len(report.failed), "failed,", "headers" in checks and "headers checked")
for result in report.failed:
    print(result.series_instance_uid, result.reason)
"""


def _download(base_url: str, folder: Path, uids: list[str], *, has_pydicom: bool) -> str:
    """Download in a process of its own, and return what it says of it."""
    import subprocess

    how = "with" if has_pydicom else "without"
    command = [sys.executable, "-c", _CODE, base_url, str(folder), how]
    return subprocess.run(command, input="\n".join(uids), capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]), has_pydicom="--without-pydicom" not in sys.argv)
