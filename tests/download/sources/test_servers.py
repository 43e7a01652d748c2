"""Servers that others wrote answer as S3 does; a client that others wrote sees the same files. Skipped where they are absent."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx
import pytest

import nbia
from nbia import Client, SeriesResult, write_manifest
from tests.download.helpers import MOUSE, SEVERAL, SMALL, sha256
from tests.download.sources.bucket_server import sha256_of
from tests.download.sources.buckets import BUCKET, files_of, folder_of, row_of, write_index
from tests.reference_server import ReferenceServer

_PLACES: Final = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
PUBLIC: Final = {"x-amz-acl": "public-read"}


def program(name: str) -> str:
    """Return the path of a program, or skip the test."""
    found = shutil.which(name, path=_PLACES)
    if found is None:
        pytest.skip(f"there is no {name} here")
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextlib.contextmanager
def started(command: Sequence[str], port: int, folder: Path) -> Iterator[str]:
    """Start a server, hand out its address once it answers, and end it."""
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            with httpx.Client(transport=httpx.HTTPTransport(retries=8), timeout=60) as http:
                http.get(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def rclone(running_server: ReferenceServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The ordinary case: files of a folder, with MD5 hashes as ETags."""
    folder, port = tmp_path_factory.mktemp("rclone"), free_port()
    for key, data in files_of(running_server.archive, SEVERAL).items():
        path = folder / "buckets" / BUCKET / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    options = ["--addr", f"127.0.0.1:{port}", "--etag-hash", "MD5", "--dir-cache-time", "0s"]
    with started([program("rclone"), "serve", "s3", *options, str(folder / "buckets")], port, folder) as url:
        yield url


@pytest.fixture(scope="module")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What is out of the ordinary: uploads in parts, SHA-256 hashes, files that are not public."""
    port = free_port()
    command = [program("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with started(command, port, tmp_path_factory.mktemp("moto")) as url:
        yield url


@pytest.fixture
def upload(moto: str) -> Iterator[httpx.Client]:
    """What uploads to a new bucket."""
    with httpx.Client(base_url=moto, timeout=60) as http:
        http.post("/moto-api/reset").raise_for_status()
        http.put(f"/{BUCKET}", headers=PUBLIC).raise_for_status()
        yield http


def put(http: httpx.Client, key: str, data: bytes, headers: Mapping[str, str] = PUBLIC) -> None:
    http.put(f"/{BUCKET}/{key}", content=data, headers=dict(headers)).raise_for_status()


def put_in_parts(http: httpx.Client, key: str, data: bytes) -> None:
    """Upload a file in one part, which is enough for an ETag that is no MD5 hash."""
    begun = http.post(f"/{BUCKET}/{key}?uploads", headers=PUBLIC).text
    upload = re.findall("<UploadId>(.*?)</UploadId>", begun)[0]
    etag = http.put(f"/{BUCKET}/{key}?partNumber=1&uploadId={upload}", content=data).headers["etag"]
    part = f"<Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part>"
    end = f"<CompleteMultipartUpload>{part}</CompleteMultipartUpload>"
    http.post(f"/{BUCKET}/{key}?uploadId={upload}", content=end).raise_for_status()


def download(client: Client, index: Path, url: str, uid: str, to: Path) -> SeriesResult:
    (result,) = client.download(uid, to, source="idc", index=index, source_url=url).results
    return result


def hashes(folder: Path) -> list[str]:
    """Return the SHA-256 hashes of the images below a folder, sorted."""
    return sorted(sha256(path.read_bytes()) for path in folder.rglob("*.dcm"))


def test_rclone_serves_what_a_download_completes(client: Client, rclone: str, index: Path, tmp_path: Path) -> None:
    report = client.download(SEVERAL, tmp_path, source="idc", index=index, source_url=rclone)

    assert report.is_complete
    assert report.totals.verified == report.totals.images == 18
    assert nbia.verify(tmp_path).is_complete


def test_rclone_serves_two_pages(
    client: Client, running_server: ReferenceServer, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first, second = files_of(running_server.archive, [SMALL]).values()
    folder, port = tmp_path_factory.mktemp("many"), free_port()
    place = folder / "buckets" / BUCKET / folder_of(SMALL)
    place.mkdir(parents=True)
    sizes = [(place / f"{n:04d}.dcm").write_bytes(first if n % 2 else second) for n in range(1_206)]
    row = row_of(running_server.archive, SMALL, instanceCount=1_206, series_size_MB=sum(sizes) / 1e6)
    index = write_index(tmp_path / "index.parquet", [row])
    command = [program("rclone"), "serve", "s3", "--addr", f"127.0.0.1:{port}", "--etag-hash", "MD5"]

    with started([*command, str(folder / "buckets")], port, folder) as url:
        report = client.download(SMALL, tmp_path / "to", source="idc", index=index, source_url=url, check_headers=False)

    assert (report.results[0].images, report.results[0].verified) == (1_206, 1_206)


def test_rclone_without_a_file_is_no_complete_series(
    client: Client, running_server: ReferenceServer, rclone: str, tmp_path: Path
) -> None:
    row = row_of(running_server.archive, MOUSE, instanceCount=9)

    result = download(client, write_index(tmp_path / "i.parquet", [row]), rclone, MOUSE, tmp_path / "to")

    assert (result.status, result.images) == ("disputed", 8)


def test_s5cmd_brings_the_same_files(client: Client, rclone: str, index: Path, tmp_path: Path) -> None:
    command = [program("s5cmd"), "--no-sign-request", "--endpoint-url", rclone, "cp"]
    theirs = tmp_path / "s5cmd"

    subprocess.run([*command, f"s3://{BUCKET}/{folder_of(MOUSE)}/*", f"{theirs}/"], check=True, capture_output=True)
    download(client, index, rclone, MOUSE, tmp_path / "ours")

    assert hashes(tmp_path / "ours") == hashes(theirs)


def test_s5cmd_runs_a_manifest_that_was_written(client: Client, rclone: str, index: Path, tmp_path: Path) -> None:
    manifest = write_manifest(tmp_path / "cart.s5cmd", [MOUSE], index=index)
    command = [program("s5cmd"), "--no-sign-request", "--endpoint-url", rclone, "run", str(manifest)]
    theirs = tmp_path / "s5cmd"
    theirs.mkdir()

    subprocess.run(command, check=True, capture_output=True, cwd=theirs)
    download(client, index, rclone, MOUSE, tmp_path / "ours")

    assert hashes(tmp_path / "ours") == hashes(theirs)


def test_moto_serves_files_that_were_uploaded_whole(
    client: Client, running_server: ReferenceServer, upload: httpx.Client, index: Path, tmp_path: Path
) -> None:
    for key, data in files_of(running_server.archive, [MOUSE]).items():
        put(upload, key, data)

    result = download(client, index, str(upload.base_url).rstrip("/"), MOUSE, tmp_path)

    assert (result.status, result.verified) == ("downloaded", 8)


def test_moto_serves_files_that_were_uploaded_in_parts(
    client: Client, running_server: ReferenceServer, upload: httpx.Client, index: Path, tmp_path: Path
) -> None:
    (first, one), (second, other) = files_of(running_server.archive, [SMALL]).items()
    put(upload, first, one)
    put_in_parts(upload, second, other)

    result = download(client, index, str(upload.base_url).rstrip("/"), SMALL, tmp_path)

    assert (result.status, result.verified) == ("downloaded", 1)
    assert result.not_verifiable == (second.rpartition("/")[2],)


def test_moto_sends_a_sha256_that_it_was_given(upload: httpx.Client) -> None:
    given = {**PUBLIC, "x-amz-sdk-checksum-algorithm": "SHA256", "x-amz-checksum-sha256": sha256_of(b"data")}
    put(upload, "a/b.dcm", b"data", given)

    answer = upload.get(f"/{BUCKET}/a/b.dcm", headers={"x-amz-checksum-mode": "ENABLED"})

    assert answer.headers["x-amz-checksum-sha256"] == sha256_of(b"data")


def test_moto_refuses_files_that_are_not_public(
    client: Client, running_server: ReferenceServer, upload: httpx.Client, index: Path, tmp_path: Path
) -> None:
    for key, data in files_of(running_server.archive, [SMALL]).items():
        put(upload, key, data, {"x-amz-acl": "private"})

    result = download(client, index, str(upload.base_url).rstrip("/"), SMALL, tmp_path)

    assert (result.status, result.error, result.http_status) == ("failed", "NotPublicError", 403)


def test_moto_has_no_such_bucket(
    client: Client, running_server: ReferenceServer, upload: httpx.Client, tmp_path: Path
) -> None:
    row = row_of(running_server.archive, SMALL, aws_bucket="idc-open-data-two")
    index = write_index(tmp_path / "i.parquet", [row])

    result = download(client, index, str(upload.base_url).rstrip("/"), SMALL, tmp_path / "to")

    assert (result.status, result.error) == ("failed", "RetiredError")
