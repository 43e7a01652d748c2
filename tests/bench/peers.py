"""Our client beside tcia_utils, nbiatoolkit and idc-index, on the same servers: time, memory, what is on disk at the end.

Each runs in a process of its own (peer_driver.py), the others in environments of their own, which are made here.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys
import threading
import venv
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from tests.reference_server import ReferenceServer, faults

from .buckets import bucket
from .downloads import Bench
from .processes import fresh_folder
from .series import CACHE, LARGE, archives

_OURS: Final = "nbia-client"
_OTHERS: Final = {"tcia_utils": "3.3.5", "nbiatoolkit": "1.3.1"}
_OTHERS_OF_BUCKETS: Final = {"idc-index": "0.13.4"}
_VERSIONS: Final = _OTHERS | _OTHERS_OF_BUCKETS
_DRIVER: Final = Path(__file__).with_name("peer_driver.py")
_WORKERS: Final = 4
_FAULT_COLUMNS: Final = ("fault", "client", "on disk", "returned", "on disk after a second run", "returned")
_FAULTS: Final = {
    "no fault": None,
    "half of the images are missing from a valid archive": faults.missing_images(10),
    "an image is damaged: its CRC fits, its MD5 hash does not": faults.damaged_image(10),
    "bytes are flipped in the middle of the archive": faults.flipped_bytes(),
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Outcome:
    """What a client took, said and left behind."""

    seconds: float
    memory: float
    returned: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Server:
    """Where the images come from."""

    url: str
    index: Path | None = None
    """The index that says where in a bucket each series is; None if the server is asked."""


def compare(bench: Bench) -> None:
    """Run every client on large series, then on a server with faults; then the same with a bucket."""
    pythons = _pythons(bench, _OTHERS)
    _compare_costs(bench, pythons)
    _compare_faults(bench, pythons)
    pythons = _pythons(bench, _OTHERS_OF_BUCKETS)
    _compare_bucket_costs(bench, pythons)
    _compare_bucket_faults(bench, pythons)


def _pythons(bench: Bench, others: Mapping[str, str]) -> dict[str, Path]:
    """Return the Python of each client that there is, ours first."""
    found = {_OURS: Path(sys.executable), **{name: _python(name, version) for name, version in others.items()}}
    for name in [name for name, python in found.items() if python is None]:
        bench.report.note(f"{_title(name)} is not measured: it is not installed, and no package index has given it")
    return {name: python for name, python in found.items() if python is not None}


def _compare_costs(bench: Bench, pythons: Mapping[str, Path]) -> None:
    count = 2 if bench.is_quick else 8
    bench.report.heading(
        f"Other clients: {count} series of 200 images, {_WORKERS} workers, without the start of Python"
    )
    _tell_costs(bench, pythons, _Server(url=bench.server.base_url), LARGE.uids(count), _stored_digests(count))


def _compare_bucket_costs(bench: Bench, pythons: Mapping[str, Path]) -> None:
    count = 2 if bench.is_quick else 8
    bench.report.heading(
        f"Other clients: {count} series of 100 images of 500 kB from a bucket, {_WORKERS} workers, without the start of "
        "Python"
    )
    with bucket(count, 100, 500_000) as (files, url):
        server = _Server(url=url, index=files / "index.parquet")
        _tell_costs(bench, pythons, server, (files / "uids").read_text().split(), _digests(files))


def _tell_costs(
    bench: Bench, pythons: Mapping[str, Path], server: _Server, uids: Sequence[str], right: set[str]
) -> None:
    outcomes: dict[str, list[_Outcome]] = {name: [] for name in pythons}
    on_disk: dict[str, str] = {}
    for _ in range(bench.rounds):
        for name, python in pythons.items():
            with fresh_folder() as folder:
                outcomes[name].append(_run(python, name, server, folder, uids))
                on_disk[name] = _what_is_there(folder, right)
    bench.report.table(
        ("client", "seconds", "peak memory, MB", "on disk", "returned"),
        [
            (
                _title(name),
                f"{median(each.seconds for each in outcomes[name]):.1f}",
                f"{median(each.memory for each in outcomes[name]):.0f}",
                on_disk[name],
                outcomes[name][-1].returned,
            )
            for name in pythons
        ],
    )


def _compare_faults(bench: Bench, pythons: Mapping[str, Path]) -> None:
    bench.report.heading(
        "Other clients: a series of 20 images, with a fault of the server; then once more, with the server well again"
    )
    rows = []
    with ReferenceServer() as server:
        series = next(each for each in server.archive.all_series("4D-Lung") if each.image_count == 20)
        right = {image.digest for image in server.archive.images(series.uid)}
        for title, fault in _FAULTS.items():
            for name, python in pythons.items():
                with fresh_folder() as folder:
                    cells = []
                    for each in (fault, None):
                        server.reset()
                        if each is not None:
                            server.inject(each, endpoint="getImageWithMD5Hash", times=None)
                        outcome = _run(python, name, _Server(url=server.base_url), folder, [series.uid])
                        cells += [_what_is_there(folder, right), outcome.returned]
                    rows.append((title, _title(name), *cells))
    bench.report.table(_FAULT_COLUMNS, rows)


def _compare_bucket_faults(bench: Bench, pythons: Mapping[str, Path]) -> None:
    bench.report.heading(
        "Other clients: a series of 20 images in a bucket, with a fault; then once more, with the bucket well again"
    )
    rows = []
    for title, spoil in _BUCKET_FAULTS.items():
        for name, python in pythons.items():
            with bucket(1, 20, 10_000) as (files, url), fresh_folder() as folder:
                server, right = _Server(url=url, index=files / "index.parquet"), _digests(files)
                uids, image = (files / "uids").read_text().split(), next(files.rglob("*.dcm"))
                content, cells = image.read_bytes(), list[str]()
                spoil(image)
                outcome = _run(python, name, server, folder, uids)
                cells += [_what_is_there(folder, right), outcome.returned]
                image.write_bytes(content)
                outcome = _run(python, name, server, folder, uids)
                cells += [_what_is_there(folder, right), outcome.returned]
                rows.append((title, _title(name), *cells))
    bench.report.table(_FAULT_COLUMNS, rows)


def _damage(image: Path) -> None:
    data = image.read_bytes()
    image.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


_BUCKET_FAULTS: Final[Mapping[str, Callable[[Path], object]]] = {
    "an image is not there, although it is listed": Path.unlink,
    "an image is damaged: it has not the listed MD5 hash": _damage,
}


def _title(name: str) -> str:
    return f"{name} {_VERSIONS[name]}" if name in _VERSIONS else name


def _python(name: str, version: str) -> Path | None:
    """Return the Python of an environment with a client, which is made on first use; None if that is not possible."""
    folder = CACHE / f"{name}-{version}"
    ready = folder / "ready"
    python = folder / "bin" / "python"
    if not ready.exists():
        print(f"\nInstalling {name} {version} into {folder}", flush=True)
        venv.create(folder, clear=True, with_pip=True)
        command = [
            str(python),
            "-m",
            "pip",
            "install",
            "-qq",
            "--disable-pip-version-check",
            "--no-cache-dir",
            "--no-compile",
        ]
        if subprocess.run([*command, f"{name}=={version}"], check=False).returncode != 0:
            return None
        ready.touch()
    return python


def _run(python: Path, name: str, server: _Server, folder: Path, uids: Sequence[str]) -> _Outcome:
    if not server.url.startswith("http://127.0.0.1:"):
        raise AssertionError(f"{server.url} is not on this machine; other clients must not load anything else.")
    command = [str(python), str(_DRIVER), name, server.url, str(folder), str(_WORKERS), *uids]
    command += [] if server.index is None else ["--index", str(server.index)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        watch = _MemoryWatch(process.pid)
        watch.start()
        output, messages = process.communicate()
        watch.stop()
    if process.returncode != 0:
        raise AssertionError(f"{name} failed: {messages[-2000:]}")
    told = json.loads(output)
    return _Outcome(seconds=told["seconds"], memory=watch.peak, returned=told["returned"])


class _MemoryWatch(threading.Thread):
    """Looks 10 times a second how much memory a process and its children have; what they share counts once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._stopped = threading.Event()
        self.peak = 0.0
        """The highest so far, in MB."""

    def run(self) -> None:
        while not self._stopped.wait(0.1):
            self.peak = max(self.peak, sum(_memory(pid) for pid in _family(self._pid)) / 1024)

    def stop(self) -> None:
        """End watching."""
        self._stopped.set()
        self.join()


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has ended
        return []
    return [pid, *(member for child in children for member in _family(int(child)))]


def _memory(pid: int) -> int:
    """Return the memory of a process in kB."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(text.partition("\nPss:")[2].split()[0]) if "\nPss:" in text else 0


def _stored_digests(count: int) -> set[str]:
    folder, _ = archives()
    digests: set[str] = set()
    for index in range(count):
        with zipfile.ZipFile(folder / f"{LARGE.name}-{index}.zip") as archive:
            lines = archive.read("md5hashes.csv").decode().splitlines()[1:]
        digests.update(line.rpartition(",")[2] for line in lines)
    return digests


def _digests(folder: Path) -> set[str]:
    return {hashlib.md5(path.read_bytes()).hexdigest() for path in folder.rglob("*.dcm")}


def _what_is_there(folder: Path, right: set[str]) -> str:
    """Return how many of the images are in a folder, and how many that are none of them, as text.

    What is in hidden folders nobody takes for downloaded: it counts as kept apart.
    """
    shown: list[str] = []
    hidden: list[str] = []
    for path in folder.rglob("*.dcm"):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        (hidden if is_hidden else shown).append(hashlib.md5(path.read_bytes()).hexdigest())
    damaged = sum(1 for digest in shown if digest not in right)
    parts = [f"{len(right & set(shown)):,} of {len(right):,} images"]
    parts += [f"{damaged} damaged"] if damaged else []
    parts += [f"{len(hidden)} kept apart"] if hidden else []
    return ", ".join(parts)
