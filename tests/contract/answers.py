"""Answers for the tests of the contract: made by hand, or everything that the reference server has to say."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from nbia.contract import CONTRACT
from nbia_core.api.description import Attribute
from nbia_core.contract.checks.check import check
from nbia_core.contract.findings import Result
from nbia_core.contract.observations import Observation, Purpose
from nbia_core.contract.sources.addresses import recorded
from nbia_core.contract.sources.sender import Sender
from nbia_core.http.retries import RetryPolicy
from nbia_core.http.transport import Timeouts
from tests.reference_server import ReferenceServer

TYPES: Final = {name: form.content_type for name, form in CONTRACT.formats.items()} | {
    "zip": "application/octet-stream",
    "dicom": "application/dicom",
}
UNKNOWN_SERIES: Final = "2.25.340282366920938463463374607431768211455"
MODALITIES: Final = ("CT", "MR", "PT", "SEG")
SERIES: Final = {
    "SeriesInstanceUID": "1.3.6.1.4.1.9328.50.1.3",
    "StudyInstanceUID": "1.3.6.1.4.1.9328.50.1.2",
    "Modality": "CT",
    "SeriesDate": "2000-01-01 00:00:00.0",
    "SeriesNumber": 8,
    "Collection": "RIDER Pilot",
    "PatientID": "1.3.6.1.4.1.9328.50.1.0001",
    "ImageCount": 213,
    "TimeStamp": "2011-11-08 08:08:01.0",
}
"""A row of getSeries with all that is always there, and a little more."""
IMAGE: Final = b"\0" * 128 + b"DICM" + b"an image"
IMAGE_MD5: Final = "84b44a966f62319d58e2e32db488b2cc"


def observation(
    endpoint: str = "getSeries",
    body: object = b"",
    *,
    form: str = "json",
    purpose: Purpose = "rows",
    parameters: Mapping[str, str] | None = None,
    status: int | None = 200,
    headers: Mapping[str, str] | None = None,
    saved: bool = False,
    **more: Any,
) -> Observation:
    """Return an answer with the headers that belong to its format; one that was saved has no status and no headers."""
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    known: dict[str, str] = (
        {"server": "nginx"} | ({"content-type": TYPES[form]} if content else {}) | dict(headers or {})
    )
    return Observation(
        endpoint=endpoint,
        parameters=parameters or {},
        format=form,
        purpose=purpose,
        url=f"https://example.org/services/v1/{endpoint}",
        status=None if saved else status,
        headers=None if saved else known,
        body=content,
        **more,
    )


def lost(endpoint: str) -> Observation:
    """Return a request to which no answer came."""
    return Observation(
        endpoint=endpoint,
        parameters={},
        format="json",
        purpose="rows",
        url=f"https://example.org/services/v1/{endpoint}",
        failure="The connection failed.",
    )


def archive(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        for name, content in members.items():
            opened.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def checked(*observations: Observation) -> Result:
    """Return what the checks say of some answers."""
    return check(CONTRACT, observations, origin="here")


def keys(*observations: Observation) -> list[str]:
    """Return the keys of what the checks find in some answers."""
    return [finding.key for finding in checked(*observations).findings]


def attributes(endpoint: str) -> tuple[Attribute, ...]:
    """Return what the spec promises of the rows of an endpoint."""
    return next(known.attributes for known in CONTRACT.endpoints if known.name == endpoint)


def everything(server: ReferenceServer) -> Iterator[Observation]:
    """Ask the reference server everything it knows: all collections and series, in all formats."""
    with contextlib.closing(_Asker(server)) as asker:
        yield asker.get("getContentsByName", name="TCIA_TCGA-PRAD_08-09-2016-v3")
        yield asker.get("getContentsByName", name="nbia-54241629300063058")
        for form in CONTRACT.formats:
            yield from _collections(asker, form)
            yield from _tables_of_series(asker, form)
        yield from _images(asker)


class _Asker:
    def __init__(self, server: ReferenceServer) -> None:
        self.server = server
        self._sender = Sender(
            base_url=server.base_url, http=None, timeouts=Timeouts.of(10), retries=RetryPolicy(attempts=1), pause=0
        )

    def get(self, endpoint: str, **parameters: str) -> Observation:
        reply = self._sender.ask(endpoint, parameters)
        found = recorded(CONTRACT, reply.url, status=reply.status, headers=reply.headers, body=reply.body)
        assert found is not None
        return found

    def close(self) -> None:
        self._sender.close()

    def series(self) -> list[str]:
        return [str(uid) for (uid,) in self.server.archive.query("SELECT uid FROM series", [])]


def _collections(asker: _Asker, form: str) -> Iterator[Observation]:
    listed = [row["Collection"] for row in json.loads(asker.get("getCollectionValues").body)]
    yield asker.get("getCollectionValues", format=form)
    yield asker.get("getUpdatedSeries", format=form)
    yield asker.get("getSeries", format=form)
    for collection in [*listed, "No Such Collection"]:
        for endpoint in ("getBodyPartValues", "getManufacturerValues", "getModalityValues"):
            yield asker.get(endpoint, Collection=collection, format=form)
        for endpoint in ("getPatient", "getPatientStudy", "getSeries"):
            yield asker.get(endpoint, Collection=collection, format=form)
        for endpoint in ("NewPatientsInCollection", "NewStudiesInPatientCollection"):
            yield asker.get(endpoint, Collection=collection, Date="2000/01/01", format=form)
        for modality in MODALITIES:
            yield asker.get("getPatientByCollectionAndModality", Collection=collection, Modality=modality, format=form)


def _tables_of_series(asker: _Asker, form: str) -> Iterator[Observation]:
    for uid in [*asker.series(), UNKNOWN_SERIES]:
        for endpoint in ("getSeriesMetaData", "getSeriesSize", "getSOPInstanceUIDs"):
            yield asker.get(endpoint, SeriesInstanceUID=uid, format=form)


def _images(asker: _Asker) -> Iterator[Observation]:
    for uid in [*asker.series(), UNKNOWN_SERIES]:
        yield asker.get("getImage", SeriesInstanceUID=uid)
        yield asker.get("getImage", SeriesInstanceUID=uid, NewFileNames="Yes")
        yield asker.get("getImageWithMD5Hash", SeriesInstanceUID=uid)
        for image in asker.server.archive.images(uid)[:2]:
            yield asker.get("getSingleImage", SeriesInstanceUID=uid, SOPInstanceUID=image.sop_uid)


def url(endpoint: str, **parameters: str) -> str:
    """Return an address on another host and another path than those of the spec."""
    query = "&".join(f"{name}={quote(value, safe='/')}" for name, value in parameters.items())
    return f"https://mirror.example.org/some/where/{endpoint}" + (f"?{query}" if query else "")
