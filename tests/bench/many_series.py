"""Invented series by the hundred thousand: as every kind of input, and as a destination in which all are complete."""

from __future__ import annotations

import hashlib
import json
import struct
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

_ROOT: Final = "1.3.6.1.4.1.14519.5.2.1.9999.4.1000"
_IMAGE: Final = "00000001.dcm"


def uid(number: int) -> str:
    """Return the Series Instance UID of one of them."""
    return f"{_ROOT}.{100_000_000_000 + number * 7919}"


def _row(number: int) -> dict[str, object]:
    return {
        "SeriesInstanceUID": uid(number),
        "StudyInstanceUID": f"{_ROOT}.9.{number // 4}",
        "Modality": "CT",
        "SeriesDate": "2004-05-17 00:00:00.0",
        "SeriesDescription": f"AXIAL {number % 97}",
        "BodyPartExamined": "CHEST",
        "SeriesNumber": number % 9 + 1,
        "Collection": "BENCH",
        "PatientID": f"P{number // 8}",
        "Manufacturer": "Example Systems, Inc.",
        "ImageCount": 1,
        "LicenseName": "Creative Commons Attribution 4.0 International License",
        "LicenseURI": "https://creativecommons.org/licenses/by/4.0/",
        "CollectionURI": "https://doi.org/10.7937/BENCH",
    }


def as_input(kind: str, count: int, folder: Path) -> Any:
    """Return the series as something that can be downloaded: records, pandas, polars, csv, tcia or generator."""
    from nbia import calls, write_manifest

    records = calls.get_series().reader.read(
        json.dumps([_row(number) for number in range(count)]).encode(), strict=False
    )
    made: dict[str, Callable[[], Any]] = {
        "records": lambda: records,
        "pandas": records.to_pandas,
        "polars": records.to_polars,
        "csv": lambda: records.to_csv(folder / "series.csv"),
        "tcia": lambda: write_manifest(folder / "series.tcia", [uid(number) for number in range(count)]),
        "generator": lambda: iter(records),
    }
    return made[kind]()


def download(what: Any, to: Path) -> float:
    """Download, end at the first request, and return the CPU seconds until then, or until the end without a request."""
    import httpx

    from nbia import Client

    cancel, moments = threading.Event(), list[float]()

    def answer(request: httpx.Request) -> httpx.Response:
        moments.append(time.process_time())
        cancel.set()
        return httpx.Response(404)

    with (
        httpx.Client(transport=httpx.MockTransport(answer)) as http,
        Client(base_url="http://127.0.0.1:1/nbia-api/services/v1", http=http) as client,
    ):
        begun = time.process_time()
        client.download(what, to, workers=4, cancel=cancel)
        return (moments[0] if moments else time.process_time()) - begun


def store(to: Path, numbers: Iterable[int]) -> None:
    """Put series in their places, and into the state, as a download leaves them."""
    from nbia_core.download.disk.state import State
    from nbia_core.download.model import FileState, SeriesState

    with State(to) as state:
        for number in numbers:
            folder = to / uid(number)
            folder.mkdir()
            files = []
            for name, data in ((_IMAGE, _image(uid(number))), ("LICENSE", b"The licence.\n" * 40)):
                (folder / name).write_bytes(data)
                files.append(
                    FileState(
                        name=name,
                        size=len(data),
                        mtime_ns=(folder / name).stat().st_mtime_ns,
                        md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
                        is_image=name == _IMAGE,
                    )
                )
            state.put(
                SeriesState(
                    series_instance_uid=uid(number),
                    path=uid(number),
                    is_archive=False,
                    images=1,
                    size=files[0].size,
                    expected_images=1,
                    expected_size=None,
                    verified=1,
                    not_verifiable=(),
                    checks=("image count", "MD5", "DICOM", "headers"),
                    files=tuple(files),
                    attributes=_attributes(number),
                    source="nbia",
                )
            )


def _attributes(number: int) -> dict[str, object]:
    import nbia
    from nbia_core.records.record import fields_of

    row = _row(number)
    return {field.python: row.get(field.wire) for field in fields_of(nbia.Series)}


def _image(series: str) -> bytes:
    syntax = _element(2, 0x10, b"UI", b"1.2.840.10008.1.2.1")
    head = _element(2, 0, b"UL", struct.pack("<I", len(syntax))) + syntax
    own = _element(8, 0x18, b"UI", f"2.25.{series[-12:]}".encode()) + _element(0x20, 0xE, b"UI", series.encode())
    return bytes(128) + b"DICM" + head + own + struct.pack("<HH4sI", 0x7FE0, 0x10, b"OB\0\0", 800) + bytes(800)


def _element(group: int, element: int, kind: bytes, value: bytes) -> bytes:
    value += b"\0" * (len(value) % 2)
    return struct.pack("<HH2sH", group, element, kind, len(value)) + value
