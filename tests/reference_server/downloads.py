"""The three image endpoints: two make ZIP archives, one sends a file."""

from collections.abc import Callable
from dataclasses import dataclass

from .answers import Answer, bad_request, failure
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

NOT_PUBLIC = "Image with given SeriesInstanceUID,{uid}, is not in public domain."
"""How version 1 refuses a series."""

NOT_GRANTED = (
    "The user has not been granted the access to image with given SeriesInstanceUID,{uid}. "
    "Please contact System Admin to resolve this issue."
)
"""How the other versions do it."""


def refusal_of(archive: Archive, parameters: Parameters, sentence: str) -> Answer | None:
    """Return the answer to a request for a series that is not to be had; ``sentence`` refuses it."""
    uid = parameters.get("SeriesInstanceUID")
    if uid is None:
        return bad_request("A parameter, SeriesInstanceUID, is required for this API call.")
    series = archive.series(uid)
    if series is None or series.visibility != "1" or not series.public:
        return bad_request(sentence.format(uid=uid))
    return None


def get_image(archive: Archive, parameters: Parameters, change: Change, sentence: str = NOT_PUBLIC) -> Answer:
    """Answer with all images of a series and its licence; ``sentence`` refuses it."""
    refusal = refusal_of(archive, parameters, sentence)
    if refusal is not None:
        return refusal
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
    archive: Archive, parameters: Parameters, change: Change, sentence: str = NOT_PUBLIC
) -> Answer:
    """Answer with all images of a series and the digests taken when they were stored; ``sentence`` refuses it."""
    refusal = refusal_of(archive, parameters, sentence)
    if refusal is not None:
        return refusal
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
