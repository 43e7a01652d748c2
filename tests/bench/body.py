"""A getSeries answer of any length, as the server writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_ROW: Final = (
    r'{"SeriesInstanceUID":"1.3.6.1.4.1.14519.5.2.1.7009.2403.%030d",'
    r'"StudyInstanceUID":"1.3.6.1.4.1.14519.5.2.1.7009.2403.%030d","Modality":"CT",'
    r'"ProtocolName":"2.1 Chest, routine","SeriesDate":"2004-05-17 00:00:00.0",'
    r'"SeriesDescription":"AXIAL 2.5 mm W\/ CONTRAST","BodyPartExamined":"CHEST","SeriesNumber":%d,'
    r'"Collection":"Example-Lung","PatientID":"EX-%06d","Manufacturer":"Example Systems, Inc.",'
    r'"ManufacturerModelName":"Scanner 16","SoftwareVersions":"release_07.3","ImageCount":%d,'
    r'"TimeStamp":"2015-07-20 17:58:54.0","LicenseName":"Creative Commons Attribution 4.0 International License",'
    r'"LicenseURI":"https:\/\/creativecommons.org\/licenses\/by\/4.0\/",'
    r'"CollectionURI":"https:\/\/doi.org\/10.7937\/EXAMPLE-%04d","FileSize":%d,'
    r'"DateReleased":"2016-01-04 09:30:00.0","StudyDesc":"CT CHEST W\/ CONTRAST","StudyDate":"2004-05-17 00:00:00.0",'
    r'"ThirdPartyAnalysis":"NO"}'
)


def row(number: int) -> bytes:
    """Return one row."""
    images = number % 400 + 1
    return (_ROW % (number, number // 4, number % 900, number // 9, images, number % 10_000, images * 526_000)).encode()


def pieces(rows: int) -> Iterator[bytes]:
    """Return the body in pieces of many rows."""
    yield b"["
    for start in range(0, rows, 500):
        block = b",".join(row(number) for number in range(start, min(start + 500, rows)))
        yield block if start == 0 else b"," + block
    yield b"]"


def body(rows: int) -> bytes:
    """Return the whole body."""
    return b"".join(pieces(rows))
