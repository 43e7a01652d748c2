"""What version 4 shows of single images: their tags, previews and digests."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from ..answers import UNABLE, Answer, failure, json_answer, text_answer, unknown_format
from ..archive import Archive, StoredImage
from ..calls import Call, Endpoint, UnknownSender
from ..downloads import NOT_GRANTED, refusal_of, stored_digest
from ..image_files import preview, tags
from ..queries import PUBLIC, VISIBLE, Search
from .paths import JSON, get, post

# Tags


def _tags(path: Path) -> Answer:
    return json_answer([{"element": label, "name": name, "data": text} for label, name, text in tags(path)])


def _tags_of_series(call: Call) -> Answer:
    fields = {"SeriesInstanceUID": call.query.get("SeriesUID", "null")}
    try:
        refusal = refusal_of(call.archive, fields, NOT_GRANTED)
    except UnknownSender:
        return unknown_format(call.content_type)
    if refusal is not None:
        return refusal
    first = call.archive.images(fields["SeriesInstanceUID"])[0]
    return _tags(first.path) if first.path.exists() else Answer()


def _tags_of_image(call: Call) -> Answer:
    archive, key = call.archive, call.query.get("imageID", "0")
    if re.fullmatch(r"-?\d{1,9}", key) is None:
        # The framework finds no path for a number that is none, or too large.
        return failure("HTTP 404 Not Found")
    found = archive.query("SELECT path FROM image WHERE id = ?", [int(key)])
    path = archive.directory / str(found[0][0]) if found else None
    if path is None or not path.exists():
        what = "image" if path is None else "file"
        return text_answer(f"{UNABLE} {what} not found", status=500, content_type=call.content_type)
    return _tags(path)


# Previews


def _image(archive: Archive, series_uid: str, sop_uid: str) -> StoredImage | None:
    series = archive.series(series_uid)
    if series is None or series.visibility != "1" or not series.public:
        return None
    return next((image for image in archive.images(series_uid) if image.sop_uid == sop_uid), None)


def _thumbnail(call: Call) -> Answer:
    found = _image(call.archive, call.form.get("seriesUID", ""), call.form.get("objectUID", ""))
    picture = preview(found.path) if found is not None and found.path.exists() else None
    return failure("null") if picture is None else Answer(content_type="image/jpeg", body=picture)


# Digests


def _digest_of_image(call: Call) -> Answer:
    return stored_digest(call.archive, call.query.get("SOPInstanceUID"))


def _combined(digests: Iterable[str]) -> str:
    """Return the MD5 of digests, one behind the other and sorted; nothing of nothing."""
    text = "".join(sorted(digests))
    return hashlib.md5(text.encode()).hexdigest() if text else ""


def _digest_of_series(archive: Archive, series_uid: str) -> str:
    return _combined(image.digest for image in archive.images(series_uid))


def _found(archive: Archive, condition: str, *arguments: str) -> list[tuple[str, str, str]]:
    """Return patient, study and series of what everybody may see."""
    search = Search({}, {}, (VISIBLE, PUBLIC))
    search.add(condition, *arguments)
    rows = search.run(archive, "patient.patient_id, study.uid, series.uid", "ORDER BY series.id")
    return [(str(patient), str(study), str(series)) for patient, study, series in rows]


def _digest_of_studies(archive: Archive, found: list[tuple[str, str, str]]) -> list[str]:
    studies = dict.fromkeys(study for _patient, study, _series in found)
    return [
        _combined(_digest_of_series(archive, series) for _patient, of, series in found if of == study)
        for study in studies
    ]


def _hierarchy(call: Call) -> Answer:
    """Answer with the digest of a series, a study, a patient or a collection: the highest level that there is."""
    archive, form = call.archive, call.form
    collection, patient = form.get("Collection", ""), form.get("PatientID", "")
    results = [_digest_of_series(archive, form.get("SeriesInstanceUID", ""))]
    results += _digest_of_studies(archive, _found(archive, "study.uid = ?", form.get("StudyInstanceUID", "")))
    of_collection = _found(archive, "collection.name = ?", collection)
    of_patient = [row for row in of_collection if row[0] == patient]
    results.append(_combined(_digest_of_studies(archive, of_patient)))
    if not patient:
        patients = dict.fromkeys(row[0] for row in of_collection)
        levels = ([row for row in of_collection if row[0] == one] for one in patients)
        results.append(_combined(_combined(_digest_of_studies(archive, rows)) for rows in levels))
    return text_answer(next((digest for digest in reversed(results) if digest), ""))


ENDPOINTS: tuple[Endpoint, ...] = (
    get("getDicomTags", _tags_of_series, "SeriesUID"),
    get("getDicomTagsByImageID", _tags_of_image, "imageID"),
    post(
        "getThumbnail",
        _thumbnail,
        "seriesUID",
        "objectUID",
        produced=("application/dicom", "image/jpeg"),
        checked="query",
    ),
    get("getMD5HashForImage", _digest_of_image, "SOPInstanceUID", produced=("text/plain",)),
    post(
        "getMD5Hierarchy", _hierarchy, "SeriesInstanceUID", "StudyInstanceUID", "PatientID", "Collection", produced=JSON
    ),
)
