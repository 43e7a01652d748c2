"""Faults of the archive of `MOUSE`, which has 8 images in about 46,000 bytes, and what comes of them if they stay.

Each stands for a place: at the start of the archive, in its middle, at its end. The parameters are the fault, the status
of the series if the fault never passes, and the reason that the report then gives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, cast

import pytest

from tests.download.helpers import MOUSE, another_archive, another_hash_list
from tests.reference_server import faults
from tests.reference_server.zip_plans import flipped

_FIRST, _MIDDLE, _LAST = 1_000, 20_000, 43_000
"""Bytes of the archive, or of the whole answer, up to a place in the first image, in the fourth and in the last."""
_LOST = "The connection failed or was lost"
_DAMAGED = "The archive is cut off or damaged"
_FOREIGN = "the answer is no ZIP archive but something else"
_TEXT = b"The service is being moved to another place. Come back at noon."


def _fault(name: str, fault: faults.Fault, status: Literal["failed", "disputed"], reason: str) -> pytest.ParameterSet:
    return pytest.param(fault, status, reason, id=name)


def _fault_of(parameters: pytest.ParameterSet) -> faults.Fault:
    return cast(faults.Fault, parameters.values[0])


def _flipped(start: int) -> faults.Fault:
    def change(body: bytes) -> bytes:
        before, rest = body[:start], body[start:]
        return before + flipped(rest[:600]) + rest[600:]

    return faults.rewritten(change)


def _without_image(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda entries: {entry: data for entry, data in entries.items() if entry != name}


CONNECTION_FAULTS: Final = [
    _fault("closed without an answer", faults.cut(), "failed", _LOST),
    _fault("reset without an answer", faults.cut(reset=True), "failed", _LOST),
    _fault("closed in the headers", faults.cut(100), "failed", _LOST),
    _fault("closed in the first image", faults.cut(_FIRST), "failed", _LOST),
    _fault("closed in the middle", faults.cut(_MIDDLE), "failed", _LOST),
    _fault("closed in the last image", faults.cut(_LAST), "failed", _LOST),
    _fault("reset in the middle", faults.cut(_MIDDLE, reset=True), "failed", _LOST),
    _fault("chunks end in the first image", faults.cut_chunks(_FIRST), "failed", _LOST),
    _fault("chunks end in the middle", faults.cut_chunks(_MIDDLE), "failed", _LOST),
    _fault("chunks lack the last byte", faults.cut_chunks(-1), "failed", _LOST),
]
"""The connection is lost."""
BODY_FAULTS: Final = [
    _fault("ends in the first image", faults.rewritten(lambda body: body[:_FIRST]), "failed", _DAMAGED),
    _fault("ends in the middle", faults.rewritten(lambda body: body[:_MIDDLE]), "failed", _DAMAGED),
    _fault("ends in the directory", faults.rewritten(lambda body: body[:-100]), "failed", _DAMAGED),
    _fault("lacks the last byte", faults.rewritten(lambda body: body[:-1]), "failed", _DAMAGED),
    _fault("lacks a piece", faults.rewritten(lambda body: body[:_MIDDLE] + body[_MIDDLE + 99 :]), "failed", _DAMAGED),
    _fault("has a piece twice", faults.rewritten(lambda body: body[:_MIDDLE] + body[_FIRST:]), "failed", _DAMAGED),
    _fault("comes twice", faults.rewritten(lambda body: body + body), "failed", _DAMAGED),
    _fault("goes on", faults.rewritten(lambda body: body + _TEXT), "failed", _DAMAGED),
    _fault("begins with something else", faults.rewritten(lambda body: _TEXT + body), "failed", _FOREIGN),
    _fault("changed in the first image", _flipped(_FIRST), "failed", _DAMAGED),
    _fault("changed in the middle", faults.flipped_bytes(), "failed", _DAMAGED),
    _fault("changed in the last image", _flipped(_LAST), "failed", _DAMAGED),
    _fault("changed in the end record", _flipped(-22), "failed", _DAMAGED),
]
"""The answer ends as HTTP has it end, and its bytes are not those of the archive."""
IMAGE_FAULTS: Final = [
    _fault("no images", faults.missing_images(0), "failed", "holds no images"),
    _fault("one image", faults.missing_images(1), "disputed", "holds 1 images where the server announces 8"),
    _fault("half the images", faults.missing_images(4), "disputed", "holds 4 images where the server announces 8"),
    _fault("one image less", faults.missing_images(7), "disputed", "holds 7 images where the server announces 8"),
    _fault("no list of hashes", faults.missing_images(8), "disputed", "has no md5hashes.csv"),
    _fault(
        "one image less with all hashes",
        faults.missing_images(7, complete_digests=True),
        "disputed",
        "holds 7 images where the server announces 8",
    ),
    _fault("first image left out", another_archive(_without_image("00000001.dcm")), "disputed", "holds 7 images"),
    _fault("fifth image left out", another_archive(_without_image("00000005.dcm")), "disputed", "holds 7 images"),
    _fault(
        "another image in its place",
        another_archive(lambda entries: {**_without_image("00000005.dcm")(entries), "9.dcm": entries["00000001.dcm"]}),
        "disputed",
        "the list of hashes names are missing: 00000005.dcm",
    ),
    _fault(
        "an image twice",
        another_archive(lambda entries: {"00000000.dcm": entries["00000001.dcm"], **entries}),
        "disputed",
        "holds 9 images where the server announces 8",
    ),
    _fault("first image damaged", faults.damaged_image(0), "disputed", "00000001.dcm is damaged"),
    _fault("fourth image damaged", faults.damaged_image(3), "disputed", "00000004.dcm is damaged"),
    _fault("last image damaged", faults.damaged_image(7), "disputed", "00000008.dcm is damaged"),
    _fault(
        "an image without bytes",
        another_archive(lambda entries: {**entries, "00000005.dcm": b""}),
        "disputed",
        "00000005.dcm is damaged",
    ),
    _fault("wrong hash of the first image", faults.wrong_md5(0), "disputed", "00000001.dcm is damaged: its MD5"),
    _fault("wrong hash of the fourth image", faults.wrong_md5(3), "disputed", "00000004.dcm is damaged: its MD5"),
    _fault("wrong hash of the last image", faults.wrong_md5(7), "disputed", "00000008.dcm is damaged: its MD5"),
    _fault(
        "hashes of two images exchanged",
        another_hash_list(lambda lines: lines.replace(b"01.dcm", b"0X.dcm").replace(b"02.dcm", b"01.dcm")),
        "disputed",
        "the list of hashes names are missing: 0000000X.dcm",
    ),
]
"""The archive ends as it should, and does not hold the series."""
OTHER_ANSWERS: Final = [
    _fault("empty", faults.empty(), "failed", "the answer is empty"),
    _fault("blank", faults.replaced(b"\n \n", content_type=None), "failed", "the answer is empty"),
    _fault("HTML", faults.html_page(), "failed", f"{_FOREIGN} (text/html)"),
    _fault("JSON", faults.replaced(b'{"error": "busy"}'), "failed", f"{_FOREIGN} (application/json)"),
    _fault("text", faults.replaced(_TEXT, content_type="text/plain"), "failed", f"{_FOREIGN} (text/plain)"),
    _fault("text called an archive", faults.replaced(_TEXT, content_type="application/zip"), "failed", _FOREIGN),
    _fault("status 408", faults.status(408), "failed", "The server failed"),
    _fault("status 429", faults.status(429, retry_after=30), "failed", "asks to slow down"),
    _fault("status 500", faults.status(500), "failed", "The server failed"),
    _fault("status 502", faults.status(502), "failed", "The server failed"),
    _fault("status 503", faults.status(503, retry_after=30), "failed", "The server failed"),
    _fault("status 504", faults.status(504), "failed", "The server failed"),
]
"""The answer is no archive."""
PASSING_FAULTS: Final = [*CONNECTION_FAULTS, *BODY_FAULTS, *IMAGE_FAULTS, *OTHER_ANSWERS]
"""All faults that another try may not meet."""
FAULTS: Final = [_fault_of(each) for each in PASSING_FAULTS]
"""The same without names and outcomes."""
REFUSALS: Final = [
    pytest.param(faults.status(400), "BadRequestError", id="status 400"),
    pytest.param(faults.status(401), "NeedsLoginError", id="status 401"),
    pytest.param(faults.status(403), "NeedsLoginError", id="status 403"),
    pytest.param(faults.status(404), "RetiredError", id="status 404"),
    pytest.param(faults.status(410), "RetiredError", id="status 410"),
    pytest.param(faults.redirect("http://localhost:9/elsewhere"), "MovedError", id="redirect to another host"),
    pytest.param(
        faults.replaced(f"Image with given SeriesInstanceUID,{MOUSE}, is not in public domain.".encode(), status=400),
        "NotPublicError",
        id="not public",
    ),
]
"""Answers that another try would only get again; the parameters are the answer and the name of the error."""
