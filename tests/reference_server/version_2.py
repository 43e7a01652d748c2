"""Version 2: what version 1 answers, for people who log in, and three paths more."""

from dataclasses import dataclass, replace
from functools import partial

from . import downloads, metadata
from .answers import Answer
from .archive import Archive, Row
from .calls import Call, Endpoint, Fields, Handler, UnknownSender, WithoutSender
from .downloads import NOT_GRANTED, DownloadEndpoint
from .formats import Column, long, timestamp
from .metadata import SERIES_NEEDED, MetadataEndpoint
from .queries import IMAGE_COUNT, PUBLIC, SITE, Search
from .version_4.queries import VISIBILITIES

_QC_COLUMNS = (
    Column("SeriesInstanceUID"),
    Column("Visibility"),
    Column("ReleaseStatus"),
    timestamp("ReleaseDate"),
    long("ImageCount"),
    Column("Doi"),
    Column("LicenseName"),
    Column("Site"),
    Column("Project"),
    Column("PatientID"),
    Column("Modality"),
    Column("StudyDescription"),
    Column("SeriesDescription"),
)


_QC_SOURCES = f"""
    series.uid, series.visibility, CASE WHEN series.released IS NULL THEN NULL ELSE 'Yes' END, series.released,
    {IMAGE_COUNT}, collection.description_uri, series.licence_name, {SITE}, collection.name, patient.patient_id,
    series.modality, study.description, series.description
"""


def _checked(archive: Archive, parameters: Fields) -> list[Row]:
    """Find what quality control knows of series, hidden ones too."""
    search = Search({}, {}, (PUBLIC,))
    search.add_any("series.uid", parameters.all("seriesId"))
    rows = search.run(archive, _QC_SOURCES, "ORDER BY series.id")
    return [(uid, VISIBILITIES[str(visibility)], *others) for uid, visibility, *others in rows]


@dataclass(frozen=True, kw_only=True)
class _QualityControl(MetadataEndpoint):
    """Says with 204 that nothing was asked for, or by nobody, and with 200 that nothing was found."""

    def answer(self, call: Call) -> Answer:
        """Answer a request."""
        try:
            asked = call.user is not None and "seriesId" in call.form
        except UnknownSender:
            asked = False
        return super().answer(call) if asked else Answer(status=204, content_type="application/json")


def _digest(call: Call) -> Answer:
    return downloads.stored_digest(call.archive, call.query.get("SOPInstanceUid"))


_VERSION_1 = {endpoint.name: endpoint for endpoint in metadata.ENDPOINTS}
_IMAGES = {endpoint.name: endpoint for endpoint in downloads.ENDPOINTS}

ENDPOINTS: tuple[Endpoint, ...] = (
    *(endpoint for name, endpoint in _VERSION_1.items() if name not in ("getCollectionValues", "getContentsByName")),
    replace(_VERSION_1["getCollectionValues"], without_sender=WithoutSender.REFUSED),
    # The sentence names the wrong parameter.
    replace(_VERSION_1["getContentsByName"], refusal=SERIES_NEEDED),
    replace(_IMAGES["getImage"], fetch=partial(downloads.get_image, refusal=NOT_GRANTED), login_first=True),
    replace(_IMAGES["getImageWithMD5Hash"], fetch=partial(downloads.get_image_with_md5_hash, refusal=NOT_GRANTED)),
    _IMAGES["getSingleImage"],
    DownloadEndpoint(
        name="getDCMImage",
        parameters=("SeriesInstanceUID", "IncludeAnnotation", "MD5Verification"),
        produced=("application/octet-stream",),
        fetch=downloads.get_dcm_image,
        login_first=True,
    ),
    Handler(name="getM5HashForImage", parameters=("SOPInstanceUid",), produced=("text/plain",), handle=_digest),
    _QualityControl(
        name="getSeriesQCInfo",
        method="POST",
        parameters=("seriesId", "format"),
        columns=_QC_COLUMNS,
        find=_checked,
    ),
)
"""All 21 paths."""
