"""nginx as a stand-in for the NBIA server: fast, so that it is not what is measured.

It sends the archives as the server does: chunked, in chunks of 8 kB, without a length, and never a part of them.
"""

from __future__ import annotations

import contextlib
import grp
import json
import os
import pwd
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Self

from tests.raw_server import make_certificate

from .series import USUAL, Kind, archives, rows, uid_pattern
from .slow_front import slow_front

_PATH: Final = "/nbia-api/services/v1"
_CHUNK: Final = 8192

_CONFIGURATION: Final = """
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/errors.log;
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    server_tokens off;
    etag off;
    add_header Last-Modified "";
    max_ranges 0;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    map_hash_bucket_size 128;
    map $arg_SeriesInstanceUID $with_hashes {{ default unknown; {with_hashes} }}
    map $arg_SeriesInstanceUID $with_license {{ default unknown; {with_license} }}
    map $arg_SeriesInstanceUID $size {{ default '[{{"ObjectCount":0}}]'; {sizes} }}
    map $arg_SeriesInstanceUID $record {{ default ''; {records} }}
    server {{
        listen 127.0.0.1:{port};
        include {folder}/answers.conf;
    }}
    server {{
        listen 127.0.0.1:{gigabit_port};
        limit_rate 118m;
        include {folder}/answers.conf;
    }}
}}
"""

# An archive that something is added after has no known length: nginx sends each buffer as a chunk.
_ANSWERS: Final = """
default_type application/octet-stream;
types {{ }}
sendfile off;
output_buffers 1 {chunk};
location = {path}/getImageWithMD5Hash {{
    root {archives};
    add_header Content-Disposition 'attachment; filename="$arg_SeriesInstanceUID.zip"';
    add_header Last-Modified "";
    add_after_body /nothing;
    addition_types *;
    try_files /$with_hashes.zip @not_public;
}}
location = {path}/getImage {{
    root {archives};
    add_header Content-Disposition 'attachment; filename="$arg_SeriesInstanceUID.zip"';
    add_header Last-Modified "";
    add_after_body /nothing;
    addition_types *;
    try_files /$with_license.zip @not_public;
}}
location = {path}/getSeries {{
    default_type application/json;
    root {folder};
    if ($arg_SeriesInstanceUID) {{ return 200 $record; }}
    try_files /$arg_Collection.json @nothing;
}}
location = {path}/getSeriesSize {{
    default_type application/json;
    return 200 $size;
}}
location @not_public {{
    default_type application/json;
    return 400 "Image with given SeriesInstanceUID,$arg_SeriesInstanceUID, is not in public domain.";
}}
location @nothing {{ return 200; }}
location = /nothing {{ internal; return 200; }}
"""


class Nginx:
    """A server on free ports of 127.0.0.1, from `with` to the end of the block."""

    def __init__(self, kinds: Sequence[Kind] = USUAL) -> None:
        self._kinds = kinds
        self._archives, self._sizes = archives(kinds)
        self._exits = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with self._exits:
            self._folder = folder = Path(self._exits.enter_context(tempfile.TemporaryDirectory(prefix="nbia-bench-")))
            port, gigabit_port = free_port(), free_port()
            self.base_url = f"http://127.0.0.1:{port}{_PATH}"
            """Where it answers as fast as it can."""
            self.gigabit_base_url = f"http://127.0.0.1:{gigabit_port}{_PATH}"
            """Where a connection brings what a line of 1 Gbit/s can."""
            (folder / "answers.conf").write_text(
                _ANSWERS.format(path=_PATH, archives=self._archives, folder=folder, chunk=_CHUNK),
                encoding="utf-8",
            )
            (folder / "nginx.conf").write_text(
                _CONFIGURATION.format(folder=folder, port=port, gigabit_port=gigabit_port, user=user(), **self._maps()),
                encoding="utf-8",
            )
            self._process = self._exits.enter_context(started(folder))
            wait_for(port)
            self.certificate, _ = make_certificate(folder)
            """What a client must trust to ask `slow_base_url`."""
            self.slow_base_url = f"https://localhost:{self._exits.enter_context(slow_front(folder, port))}{_PATH}"
            """Where it answers as the real archive: TLS, late, at a limited speed."""
            self._exits = self._exits.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._exits.close()

    def collection(self, kind: Kind, count: int) -> str:
        """Return the name of the collection of the first series of a kind, for getSeries."""
        name = kind.collection(count)
        (self._folder / f"{name}.json").write_text(rows(kind, count, self._sizes[kind.name]), encoding="utf-8")
        return name

    def cpu(self) -> float:
        """Return the seconds of CPU that the server has used so far."""
        pid = self._process.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ticks = 0
        for process in (str(pid), *workers):
            # The name of the program, in brackets, may hold blanks; user and system time are numbers 12 and 13 after it.
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def chunk_sizes(self, uid: str) -> Counter[int]:
        """Ask for an archive over a plain socket and return how often each size of chunk comes."""
        address = self.base_url.removeprefix("http://").partition("/")[0]
        host, _, port = address.partition(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            request = f"GET {_PATH}/getImageWithMD5Hash?SeriesInstanceUID={uid} HTTP/1.1\r\nHost: {address}\r\n\r\n"
            connection.sendall(request.encode())
            with connection.makefile("rb") as answer:
                head = b"".join(iter(answer.readline, b"\r\n")).lower()
                if b"transfer-encoding: chunked" not in head or b"content-length" in head:
                    raise AssertionError(f"nginx does not send the archive in chunks: {head!r}")
                sizes = Counter[int]()
                while size := int(answer.readline(), 16):
                    answer.read(size + 2)
                    sizes[size] += 1
        return sizes

    def _maps(self) -> Mapping[str, str]:
        sizes = self._sizes
        return {
            "with_hashes": _map({kind: f"{kind.name}-$1" for kind in self._kinds}),
            "with_license": _map({kind: f"{kind.name}-$1-license" for kind in self._kinds}),
            "sizes": _map({kind: f"'{_size_of_any(kind, sizes[kind.name])}'" for kind in self._kinds}),
            "records": _map({kind: f"'{_row_of_any(kind, sizes[kind.name])}'" for kind in self._kinds}),
        }


def _map(values: Mapping[Kind, str]) -> str:
    """Return the lines of nginx's `map` that lead from the UIDs of each kind to a value."""
    return " ".join(f'"~{uid_pattern(kind)}" {value};' for kind, value in values.items())


def _size_of_any(kind: Kind, size: int) -> str:
    """Return what getSeriesSize says of any series of a kind."""
    return json.dumps([{"TotalSizeInBytes": size, "ObjectCount": kind.images}])


def _row_of_any(kind: Kind, size: int) -> str:
    """Return what getSeries says of one series of a kind, with a variable of nginx in the place of its UID."""
    return rows(kind, 1, size).replace(kind.uid(0), "$arg_SeriesInstanceUID")


def user() -> str:
    """Let nginx's workers read what the one who starts it can read; it gives up root's rights otherwise."""
    if os.geteuid() != 0:
        return ""
    return f"user {pwd.getpwuid(0).pw_name} {grp.getgrgid(0).gr_name};"


@contextlib.contextmanager
def started(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start nginx with the configuration in a folder, and end it."""
    # Messages of the time before it has read its configuration, such as a bad directive, go to the terminal.
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "errors.log"])
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until nginx answers."""
    for _ in range(100):
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise AssertionError("nginx does not start; its messages stand above")
