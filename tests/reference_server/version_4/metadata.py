"""The lists and tables of version 4."""

from dataclasses import dataclass
from datetime import date

from ..archive import Archive
from ..calls import Call, Endpoint, Fields, WithoutSender
from ..columns import BODY_PARTS, COLLECTIONS, MANUFACTURERS, MODALITIES, SOP_INSTANCES
from ..metadata import DATE_NEEDED, MODALITY_NEEDED, SERIES_NEEDED, MetadataEndpoint
from ..queries import Crash
from . import columns, queries

METADATA_IN_FOUR_FORMATS = date(2025, 10, 5)
"""Before this day getSeriesMetadata knew nothing but CSV, and its headings had blanks."""

METADATA_WITHOUT_FORMAT = date(2025, 10, 23)
"""Between the two days it failed without the parameter ``format``."""


@dataclass(frozen=True, kw_only=True)
class _DeniedSeries(MetadataEndpoint):
    """Tells everybody what somebody else may see."""

    def seen(self, call: Call) -> Archive:
        """Return the archive as the user sees it whom the request names; without a name it is the public."""
        user = call.tokens.user(call.query.get("userName", "null"))
        return call.public_archive if user is None else call.public_archive.seen_with(user.collections)


LIST_NEEDED = "A form parameter, list, containing at least one SeriesInstanceUID is required."
"""What is said without series."""

_LISTS = (
    MetadataEndpoint(
        name="getBodyPartValues",
        parameters=("Collection", "Modality", "format"),
        checked="query",
        columns=BODY_PARTS,
        find=queries.body_parts,
        is_list=True,
    ),
    MetadataEndpoint(
        name="getCollectionValues",
        parameters=("format",),
        checked="query",
        columns=COLLECTIONS,
        find=queries.collections,
        is_list=True,
        without_sender=WithoutSender.REFUSED,
    ),
    MetadataEndpoint(
        name="getManufacturerValues",
        parameters=("Collection", "Modality", "BodyPartExamined", "format"),
        checked="query",
        columns=MANUFACTURERS,
        find=queries.manufacturers,
        is_list=True,
    ),
    MetadataEndpoint(
        name="getModalityValues",
        parameters=("Collection", "BodyPartExamined", "format"),
        checked="query",
        columns=MODALITIES,
        find=queries.modalities,
        is_list=True,
    ),
    MetadataEndpoint(
        name="getSOPInstanceUIDs",
        parameters=("SeriesInstanceUID", "format"),
        checked="query",
        columns=SOP_INSTANCES,
        find=queries.sop_instances,
        required=("SeriesInstanceUID",),
        refusal=SERIES_NEEDED,
        is_list=True,
        for_everybody=True,
    ),
    _DeniedSeries(
        name="getDeniedSeries",
        parameters=("seriesList", "userName", "format"),
        checked="query",
        columns=columns.DENIED_SERIES,
        find=queries.denied_series,
        required=("seriesList",),
        refusal="A parameter, seriesList,  a list of SeriesInstanceUID is required for this API call.",
        is_list=True,
        nothing_found=204,
    ),
)

_TABLES = (
    MetadataEndpoint(
        name="NewPatientsInCollection",
        parameters=("Collection", "fromDate", "format"),
        checked="query",
        columns=columns.PATIENTS,
        find=queries.new_patients,
        required=("Collection", "fromDate"),
        refusal=DATE_NEEDED,
    ),
    MetadataEndpoint(
        name="NewStudiesInPatientCollection",
        parameters=("Collection", "fromDate", "PatientID", "format"),
        checked="query",
        columns=columns.STUDIES,
        find=queries.new_studies,
        required=("Collection", "fromDate"),
        refusal=DATE_NEEDED,
    ),
    MetadataEndpoint(
        name="getPatient",
        parameters=("Collection", "PatientId", "format"),
        checked="query",
        columns=columns.PATIENTS,
        find=queries.patients,
    ),
    MetadataEndpoint(
        name="getPatientByCollectionAndModality",
        parameters=("Collection", "Modality", "format"),
        checked="query",
        columns=columns.PATIENT_IDS,
        find=queries.patients_with_modality,
        required=("Collection", "Modality"),
        refusal=MODALITY_NEEDED,
    ),
    MetadataEndpoint(
        name="getPatientStudy",
        parameters=("Collection", "PatientID", "StudyInstanceUID", "format"),
        checked="query",
        columns=columns.STUDIES,
        find=queries.studies,
    ),
    MetadataEndpoint(
        name="getSeries",
        parameters=(
            "Collection",
            "PatientID",
            "StudyInstanceUID",
            "SeriesInstanceUID",
            "Modality",
            "BodyPartExamined",
            "Manufacturer",
            "ManufacturerModelName",
            "format",
        ),
        checked="query",
        columns=columns.SERIES,
        find=queries.series,
        without_sender=WithoutSender.CRASHED,
    ),
    MetadataEndpoint(
        name="getUpdatedSeries",
        parameters=("fromDate", "format"),
        checked="query",
        columns=columns.SERIES,
        find=queries.updated_series,
        for_everybody=True,
    ),
    MetadataEndpoint(
        name="getSeriesSize",
        parameters=("SeriesInstanceUID", "format"),
        checked="query",
        columns=columns.SERIES_SIZE,
        find=queries.series_size,
        required=("SeriesInstanceUID",),
        refusal=SERIES_NEEDED,
        for_everybody=True,
    ),
    MetadataEndpoint(
        name="getSeriesQCInfo",
        parameters=("seriesId", "format"),
        method="POST",
        checked="form",
        columns=columns.SERIES_CURATION,
        find=queries.series_curation,
        nothing_found=204,
    ),
)


def _series_metadata(built: date) -> MetadataEndpoint:
    def wanted(fields: Fields) -> str:
        if built < METADATA_IN_FOUR_FORMATS:
            return "CSV-DOWNLOAD"
        if "format" not in fields and built < METADATA_WITHOUT_FORMAT:
            raise Crash("null")
        asked = fields.get("format", "CSV").upper()
        return "CSV-DOWNLOAD" if asked == "CSV" else asked

    return MetadataEndpoint(
        name="getSeriesMetadata",
        parameters=("list", "format"),
        method="POST",
        columns=columns.SERIES_METADATA if built >= METADATA_IN_FOUR_FORMATS else columns.SERIES_METADATA_WITH_BLANKS,
        find=queries.series_metadata,
        required=("list",),
        refusal=LIST_NEEDED,
        wanted=wanted,
        without_sender=WithoutSender.REFUSED,
    )


def endpoints(built: date) -> tuple[Endpoint, ...]:
    """Return the lists and tables as a server has them that was built on the day ``built``."""
    return (*_LISTS, *_TABLES, _series_metadata(built))
