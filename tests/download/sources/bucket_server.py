"""A server on loopback with buckets, as S3 answers without a login, and with faults on demand.

It knows listings of version 2 in pages, files, MD5 hashes as ETags, and SHA-256 hashes where they are stored and asked for.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

_XMLNS: Final = "http://s3.amazonaws.com/doc/2006-03-01/"
_EVERY_TIME: Final = 10**9


@dataclasses.dataclass(frozen=True, kw_only=True)
class Stored:
    """A file in a bucket."""

    data: bytes
    etag: str = ""
    """Its ETag; its MD5 hash if it is empty."""
    sha256: str = ""
    """What is stored as its SHA-256 hash, in base 64."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    """What is sent."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    cut_after: int | None = None
    """Bytes of the body after which the connection ends."""


Fault = Callable[[Answer], Answer]
"""Makes another answer of the right one."""


def status(code: int, error: str = "SlowDown", retry_after: str | None = None) -> Fault:
    """Refuse a request as S3 does."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return lambda _: Answer(status=code, body=_error(error), headers=headers)


def cut(after: int) -> Fault:
    """End the connection within the body."""
    return lambda right: dataclasses.replace(right, cut_after=after)


def changed(change: Callable[[bytes], bytes]) -> Fault:
    """Send another body of the same kind."""
    return lambda right: dataclasses.replace(right, body=change(right.body))


def flipped(right: Answer) -> Answer:
    """Change the last byte of a file."""
    return dataclasses.replace(right, body=right.body[:-1] + bytes([right.body[-1] ^ 1]))


def page(_: Answer) -> Answer:
    """Answer as a login portal does."""
    return Answer(body=b"<!DOCTYPE html><html><body>Log in</body></html>", headers={"Content-Type": "text/html"})


def redirect(location: str, code: int = 307) -> Fault:
    """Send the client to another place."""
    return lambda _: Answer(status=code, body=_error("TemporaryRedirect"), headers={"Location": location})


class BucketServer:
    """Buckets at an address."""

    def __init__(self, buckets: Mapping[str, Mapping[str, bytes | Stored]], *, page_size: int = 1000) -> None:
        self.buckets = {
            bucket: {key: file if isinstance(file, Stored) else Stored(data=file) for key, file in files.items()}
            for bucket, files in buckets.items()
        }
        """What is in the buckets: files by their keys."""
        self.requests: list[str] = []
        """The paths of all requests, with their queries."""
        self.headers: list[dict[str, str]] = []
        """The headers of all requests, with names in small letters."""
        self.connections: set[tuple[str, int]] = set()
        """The clients' ends of all connections."""
        self.most_at_once = 0
        """How many requests for files were open at the same time."""
        self.barrier: threading.Barrier | None = None
        """If set, files are sent once so many requests for files are there."""
        self._page_size = page_size
        self._faults: list[tuple[Fault, str, int]] = []
        self._open = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True)

    @property
    def url(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def files_asked_for(self) -> list[str]:
        """The paths of the requests that were no listings."""
        return [path for path in self.requests if "list-type" not in path]

    def inject(self, fault: Fault, *, where: str = "", times: int = _EVERY_TIME) -> None:
        """Let a fault strike the next requests whose path and query hold a text."""
        self._faults.append((fault, where, times))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, headers: Mapping[str, str], client: tuple[str, int]) -> Answer:
        """Answer a request."""
        with self._lock:
            self.requests.append(path)
            self.headers.append({name.lower(): value for name, value in headers.items()})
            self.connections.add(client)
        parts = urlsplit(path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if bucket not in self.buckets:
            right = Answer(status=404, body=_error("NoSuchBucket"))
        elif key:
            right = self._file(bucket, key, headers)
        else:
            right = self._listing(bucket, query)
        return self._with_faults(path, right)

    def _file(self, bucket: str, key: str, headers: Mapping[str, str]) -> Answer:
        with self._lock:
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
        if self.barrier is not None:
            self.barrier.wait()
        with self._lock:
            self._open -= 1
        file = self.buckets[bucket].get(key)
        if file is None:
            return Answer(status=404, body=_error("NoSuchKey"))
        said = {"ETag": f'"{_etag(file)}"'}
        if file.sha256 and headers.get("x-amz-checksum-mode") == "ENABLED":
            said["x-amz-checksum-sha256"] = file.sha256
        return Answer(body=file.data, headers=said)

    def _listing(self, bucket: str, query: Mapping[str, str]) -> Answer:
        prefix, token = query.get("prefix", ""), query.get("continuation-token", "")
        keys = sorted(key for key in self.buckets[bucket] if key.startswith(prefix) and key > token)
        shown = keys[: self._page_size]
        contents = "".join(_contents(key, self.buckets[bucket][key]) for key in shown)
        more = len(keys) > len(shown)
        following = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if more else ""
        text = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="{_XMLNS}"><Name>{bucket}</Name>'
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{contents}{following}</ListBucketResult>"
        )
        return Answer(body=text.encode(), headers={"Content-Type": "application/xml"})

    def _with_faults(self, path: str, right: Answer) -> Answer:
        with self._lock:
            for place, (fault, where, times) in enumerate(self._faults):
                if where in path:
                    self._faults[place : place + 1] = [(fault, where, times - 1)] if times > 1 else []
                    return fault(right)
        return right


def sha256_of(data: bytes) -> str:
    """Return a SHA-256 hash in base 64."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def _etag(file: Stored) -> str:
    return file.etag or hashlib.md5(file.data).hexdigest()


def _contents(key: str, file: Stored) -> str:
    return (
        f"<Contents><Key>{escape(key)}</Key><LastModified>2026-09-26T00:00:00.000Z</LastModified>"
        f"<ETag>&quot;{_etag(file)}&quot;</ETag><Size>{len(file.data)}</Size>"
        "<StorageClass>STANDARD</StorageClass></Contents>"
    )


def _error(code: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code></Error>'.encode()


def _handler_of(server: BucketServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            answer = server.answer(self.path, dict(self.headers.items()), self.client_address)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body if answer.cut_after is None else answer.body[: answer.cut_after])
            self.wfile.flush()
            self.close_connection = self.close_connection or answer.cut_after is not None

        def log_message(self, format: str, *values: object) -> None:
            pass

    return Handler
