"""The images of version 4: archives and single files."""

from datetime import date
from functools import partial

from ..answers import Answer, bad_request
from ..archive import Archive
from ..calls import Call, Endpoint, Handler
from ..downloads import (
    NOT_GRANTED,
    DownloadEndpoint,
    get_dcm_image,
    get_image_with_md5_hash,
    get_single_image,
    refusal_of,
)
from ..queries import Parameters
from ..zip_plans import Change, DigestsNeeded, Plan, by_acquisition, digests_of, licence_text, numbered, zip_answer

DIGESTS_IN_GET_IMAGE = date(2025, 11, 26)
"""Before this day getImage did not know the parameter IncludeMD5."""

_ZIP = ("application/octet-stream",)


def get_image(archive: Archive, parameters: Parameters, change: Change) -> Answer:
    """Answer with all images of a series, its licence and, where they are asked for, the digests of the images."""
    refusal = refusal_of(archive, parameters, NOT_GRANTED)
    if refusal is not None:
        return refusal
    uid = parameters["SeriesInstanceUID"]
    new_names = _is(parameters, "NewFileNames", "yes")
    images = by_acquisition(archive.images(uid)) if new_names else numbered(archive.images(uid))
    plan = Plan(
        licence=licence_text(archive, uid),
        images=images,
        digests=digests_of(images) if _is(parameters, "IncludeMD5", "yes") else None,
        # Under the plain names the server reads every digest, whether or not it has a use for it.
        digests_needed=DigestsNeeded.NO if new_names else DigestsNeeded.FOR_EACH_IMAGE,
    )
    return zip_answer(uid, change(plan))


def _is(parameters: Parameters, name: str, value: str) -> bool:
    return parameters.get(name, "").lower() == value


def get_image_other(call: Call) -> Answer:
    """Answer with what a second store has of a series: nothing at all, since the archive has no second store."""
    if "SeriesInstanceUID" not in call.query:
        return bad_request("A parameter, SeriesInstanceUID, is required for this API call.")
    return zip_answer(call.query["SeriesInstanceUID"], call.changed_plan(Plan(licence=None, images=(), digests=None)))


def endpoints(built: date) -> tuple[Endpoint, ...]:
    """Return the image endpoints as a server has them that was built on the day ``built``."""
    image_parameters = ("SeriesInstanceUID", "NewFileNames", "IncludeMD5")
    return (
        DownloadEndpoint(
            name="getImage",
            parameters=image_parameters if built >= DIGESTS_IN_GET_IMAGE else image_parameters[:2],
            checked="query",
            produced=_ZIP,
            fetch=get_image,
            login_first=True,
        ),
        DownloadEndpoint(
            name="getImageWithMD5Hash",
            parameters=("SeriesInstanceUID",),
            checked="query",
            produced=_ZIP,
            fetch=partial(get_image_with_md5_hash, refusal=NOT_GRANTED),
        ),
        DownloadEndpoint(
            name="getSingleImage",
            parameters=("SeriesInstanceUID", "SOPInstanceUID"),
            checked="query",
            produced=("application/dicom",),
            fetch=get_single_image,
        ),
        DownloadEndpoint(
            name="getDCMImage",
            parameters=("SeriesInstanceUID", "IncludeAnnotation", "MD5Verification"),
            checked="query",
            produced=_ZIP,
            fetch=get_dcm_image,
            login_first=True,
        ),
        Handler(
            name="getImageOther",
            parameters=("SeriesInstanceUID",),
            checked="query",
            produced=_ZIP,
            handle=get_image_other,
        ),
    )
