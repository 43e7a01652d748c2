"""Records the cassettes: ``python -m tests.record --target reference`` or ``--target live``.

The tests in `tests.recording.test_cassettes` record into a staging folder and replay it there without a network. Only when all of
that went well does the new folder take the place of the old one, so a failure costs nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from tests.generator.helpers import specs
from tests.recording.cases import Target
from tests.recording.files import CASSETTES, PROVENANCE, CassetteError, Provenance, production, provenance_of
from tests.reference_server import ReferenceServer

MOMENT: Final = datetime.datetime(2026, 1, 1)  # ZIP entries have no time zone
"""The time that the entries of ZIP archives carry in a recording of the reference server."""

PAUSE: Final = 1.0
"""Seconds between two requests to the live service."""

_ROOT: Final = Path(__file__).parent.parent
_TESTS: Final = "tests/recording/test_cassettes.py"
_PYTEST: Final = (
    "-m",
    "pytest",
    "-p",
    "recording",
    "-p",
    "tests.recording.plugin",
    "-p",
    "no:cacheprovider",
    "-q",
    "-x",
)


class RecordingError(Exception):
    """Nothing was recorded; the cassettes are as they were."""


def record(target: Target, folder: Path, *, version: str = "v1", base_url: str | None = None) -> Provenance:
    """Record all cases of a version anew into a folder, and return what came of it.

    ``base_url`` asks another server than the target's own, from which the values of the cases still come.

    Raises:
        RecordingError: a request or a check failed, or the folder holds something else. It is as it was.
    """
    folder = folder.absolute()
    if folder.exists() and not (folder / PROVENANCE).is_file() and any(folder.iterdir()):
        raise RecordingError(f"{folder} is not empty and has no {PROVENANCE}: these are no cassettes of ours.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix=".cassettes-", dir=folder.parent))
    staging = root / version
    staging.mkdir(mode=folder.stat().st_mode if folder.exists() else 0o755)
    try:
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        Provenance(asked=target, recorded_at=now).write(staging)
        pause = PAUSE if target == "live" and base_url is None else 0.0
        with _server(target, version, base_url) as address:
            _run("recording", root, "-k", "not async", "--record-mode", "all", *_from(address, pause))
        provenance = provenance_of(staging, target, now)
        provenance.write(staging)
        _run("replaying", root, "--block-network")
        _swap(staging, folder)
    except CassetteError as error:
        raise RecordingError(f"{error} The cassettes are as they were.") from error
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return provenance


@contextlib.contextmanager
def _server(target: Target, version: str, base_url: str | None) -> Iterator[str]:
    if base_url is not None or target == "live":
        yield base_url or production(version)
    else:
        with ReferenceServer(clock=lambda: MOMENT, salt=0) as server:
            yield urljoin(server.base_url, urlsplit(production(version)).path)


def _from(address: str, pause: float) -> tuple[str, ...]:
    return ("--record-from", address, "--record-pause", str(pause))


def _run(step: str, root: Path, *options: str) -> None:
    """Run the tests of the cassettes in a process of their own."""
    command = [sys.executable, *_PYTEST, "--cassettes", str(root), *options, _TESTS]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    if subprocess.run(command, cwd=_ROOT, env=environment, check=False).returncode:
        raise RecordingError(f"Failed while {step}, see above. The cassettes are as they were.")


def _swap(new: Path, folder: Path) -> None:
    """Put a folder in the place of another; both are in the same file system."""
    old = new.with_name(new.name + "-old")
    with contextlib.suppress(FileNotFoundError):
        folder.rename(old)
    try:
        new.rename(folder)
    except BaseException as error:
        if old.exists():
            old.rename(folder)
        if isinstance(error, OSError):
            raise RecordingError(f"The new cassettes cannot be put in place: {error}.") from error
        raise
    shutil.rmtree(old, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Record, and return 0 if that went well."""
    parser = argparse.ArgumentParser(prog="python -m tests.record", description=__doc__)
    parser.add_argument("--target", choices=("reference", "live"), required=True, help="whom to ask")
    parser.add_argument(
        "--api", choices=tuple(specs()), help="the version of the API; all, one after the other, if left out"
    )
    parser.add_argument(
        "--into", type=Path, default=CASSETTES, help="folder with a folder for each version (%(default)s)"
    )
    parser.add_argument("--base-url", help="another server to ask in the place of the target; needs --api")
    options = parser.parse_args(arguments)
    if options.base_url is not None and options.api is None:
        parser.error("--base-url is the address of one version: give --api")
    for version in specs() if options.api is None else (options.api,):
        folder = options.into / version
        try:
            provenance = record(options.target, folder, version=version, base_url=options.base_url)
        except RecordingError as error:
            print(f"\n{error}", file=sys.stderr)
            return 1
        print(f"\n{len(provenance.cassettes)} cassettes in {folder}. {provenance.source_in_words}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
