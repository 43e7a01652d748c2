"""The images: three kinds of ZIP archives, and single files."""

from collections.abc import Callable
from dataclasses import dataclass

from .answers import Answer, bad_request, failure, text_answer
from .archive import Archive
from .calls import Call, Endpoint
from .queries import Parameters
from .zip_plans import (
    Change,
    DigestsNeeded,
    Plan,
    PlannedImage,
    by_acquisition,
    digests_of,
    licence_text,
    numbered,
    zip_answer,
)
from .zip_stream import Member

NOT_PUBLIC = "Image with given SeriesInstanceUID,{uid}, is not in public domain."
"""What is said of a series that nobody may see, or that there is not."""

NOT_GRANTED = (
    "The user has not been granted the access to image with given SeriesInstanceUID,{uid}."
    " Please contact System Admin to resolve this issue."
)
"""What is said of a series that the user may not see."""


def refusal_of(archive: Archive, parameters: Parameters, sentence: str) -> Answer | None:
    """Return what is said instead of the images of a series, if they are not to be had."""
    uid = parameters.get("SeriesInstanceUID")
    if uid is None:
        return bad_request("A parameter, SeriesInstanceUID, is required for this API call.")
    series = archive.series(uid)
    if series is None or series.visibility != "1" or not series.public:
        return bad_request(sentence.format(uid=uid))
    return None


def get_image(archive: Archive, parameters: Parameters, change: Change, *, refusal: str = NOT_PUBLIC) -> Answer:
    """Answer with all images of a series and its licence."""
    refused = refusal_of(archive, parameters, refusal)
    if refused is not None:
        return refused
    uid = parameters["SeriesInstanceUID"]
    images = archive.images(uid)
    new_names = parameters.get("NewFileNames", "No").lower() == "yes"
    plan = Plan(
        licence=licence_text(archive, uid),
        images=by_acquisition(images) if new_names else numbered(images),
        digests=None,
    )
    return zip_answer(uid, change(plan))


def get_image_with_md5_hash(
    archive: Archive, parameters: Parameters, change: Change, *, refusal: str = NOT_PUBLIC
) -> Answer:
    """Answer with all images of a series and the digests taken when they were stored."""
    refused = refusal_of(archive, parameters, refusal)
    if refused is not None:
        return refused
    uid = parameters["SeriesInstanceUID"]
    images = numbered(archive.images(uid))
    plan = Plan(licence=None, images=images, digests=digests_of(images), digests_needed=DigestsNeeded.FOR_ALL)
    return zip_answer(uid, change(plan))


def get_single_image(archive: Archive, parameters: Parameters, change: Change) -> Answer:
    """Answer with one image; hidden series of public collections are not left out."""
    if "SeriesInstanceUID" not in parameters or "SOPInstanceUID" not in parameters:
        return bad_request(
            "A parameter, SeriesInstanceUID and SOPInstanceUID, are required for this API call.",
        )
    uid, sop_uid = parameters["SeriesInstanceUID"], parameters["SOPInstanceUID"]
    series = archive.series(uid)
    images = {image.sop_uid: image for image in archive.images(uid)} if series and series.public else {}
    if sop_uid not in images or not images[sop_uid].path.exists():
        return failure("null")
    image = images[sop_uid]
    planned = PlannedImage(name=f"{sop_uid}.dcm", path=image.path, digest=image.digest)
    plan = change(Plan(licence=None, images=(planned,), digests=None))
    return Answer(
        content_type="application/dicom",
        headers=(("Content-Disposition", f"attachment; filename={sop_uid}.dcm"),),
        body=plan.images[0].content(),
    )


def get_dcm_image(archive: Archive, parameters: Parameters, change: Change) -> Answer:
    """Answer with all images of a series under their new names, and with digests and annotations on demand."""
    refusal = refusal_of(archive, parameters, NOT_PUBLIC)
    if refusal is not None:
        return refusal
    uid = parameters["SeriesInstanceUID"]
    images = by_acquisition(archive.images(uid))
    plan = Plan(
        licence=None,
        images=images,
        digests=digests_of(images) if _is_true(parameters, "MD5Verification") else None,
        digests_in_order=True,
        annotations=_annotations(archive, uid) if _is_true(parameters, "IncludeAnnotation") else (),
    )
    return zip_answer(uid, change(plan))


def _is_true(parameters: Parameters, name: str) -> bool:
    return parameters.get(name, "").lower() == "true"


def _annotations(archive: Archive, series_uid: str) -> tuple[Member, ...]:
    """Return the file of annotations of a series, of the size that the index has for it."""
    rows = archive.query(
        "SELECT annotation_bytes FROM series WHERE uid = ? AND annotation_bytes IS NOT NULL", [series_uid]
    )
    beginning = f"<annotations><series>{series_uid}</series></annotations>\n".encode()
    return tuple(Member(name=f"{series_uid}.xml", content=beginning.ljust(int(size or 0))) for (size,) in rows)


def stored_digest(archive: Archive, sop_uid: str | None) -> Answer:
    """Answer with the MD5 of an image that the user may see, or with nothing."""
    found = archive.query(
        """
        SELECT image.digest FROM image JOIN series ON series.id = image.series JOIN study ON study.id = series.study
            JOIN patient ON patient.id = study.patient JOIN collection ON collection.id = patient.collection
        WHERE collection.public AND series.visibility = '1' AND image.sop_uid = ?
        """,
        [sop_uid],
    )
    return text_answer(str(found[0][0])) if found else Answer()


@dataclass(frozen=True, kw_only=True)
class DownloadEndpoint(Endpoint):
    """An endpoint that answers with images."""

    fetch: Callable[[Archive, Parameters, Change], Answer]
    login_first: bool = False
    """Whether the login is looked at before the parameters; otherwise only when all are there."""

    def answer(self, call: Call) -> Answer:
        """Answer a request."""
        complete = all(name in call.query for name in self.parameters)
        archive = call.archive if self.login_first or complete else call.public_archive
        return self.fetch(archive, call.query, call.changed_plan)


ENDPOINTS = (
    DownloadEndpoint(
        name="getImage",
        parameters=("SeriesInstanceUID", "NewFileNames"),
        produced=("application/octet-stream",),
        fetch=get_image,
    ),
    DownloadEndpoint(
        name="getImageWithMD5Hash",
        parameters=("SeriesInstanceUID",),
        produced=("application/octet-stream",),
        fetch=get_image_with_md5_hash,
    ),
    DownloadEndpoint(
        name="getSingleImage",
        parameters=("SeriesInstanceUID", "SOPInstanceUID"),
        produced=("application/dicom",),
        fetch=get_single_image,
    ),
)
"""All image endpoints."""
