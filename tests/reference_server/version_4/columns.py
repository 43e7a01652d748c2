"""The columns of version 4, in the order in which the server writes them."""

from ..formats import Column, count, decimal, double, integer, long

PATIENTS = (
    *map(Column, ("PatientId", "PatientName", "PatientSex", "EthnicGroup", "Collection")),
    *map(Column, ("Phantom", "SpeciesCode", "SpeciesDescription")),
    count("Authorized"),
)
PATIENT_IDS = (Column("PatientId"), count("Authorized"))

STUDIES = (
    *map(Column, ("StudyInstanceUID", "StudyDate", "StudyDescription", "AdmittingDiagnosesDescription", "StudyID")),
    *map(Column, ("PatientAge", "PatientID", "PatientName", "PatientSex", "EthnicGroup", "Collection")),
    count("SeriesCount"),
    Column("LongitudinalTemporalEventType"),
    double("LongitudinalTemporalOffsetFromEvent"),
    count("Authorized"),
)

SERIES = (
    *map(Column, ("SeriesInstanceUID", "StudyInstanceUID", "Modality", "ProtocolName", "SeriesDate")),
    *map(Column, ("SeriesDescription", "BodyPartExamined")),
    decimal("SeriesNumber"),
    *map(Column, ("AnnotationsFlag", "Collection", "Site", "PatientID", "PatientSex", "PatientAge")),
    *map(Column, ("AdmittingDiagnosisDescription", "Manufacturer", "ManufacturerModelName", "SoftwareVersions")),
    count("ImageCount"),
    *map(Column, ("MaxSubmissionTimestamp", "LicenseName", "LicenseURI", "DataDescriptionURI")),
    decimal("FileSize"),
    *map(Column, ("ReleasedStatus", "DateReleased", "StudyDesc", "StudyDate", "ThirdPartyAnalysis")),
    count("Authorized"),
)

DENIED_SERIES = (Column("SeriesInstanceUID"),)
SERIES_SIZE = (decimal("TotalSizeInBytes"), count("ObjectCount"))

SERIES_METADATA = (
    *map(Column, ("PatientID", "PatientName", "PatientSex", "EthnicGroup", "Phantom", "SpeciesCode")),
    *map(Column, ("SpeciesDescription", "StudyInstanceUID", "StudyDate", "StudyDesc")),
    *map(Column, ("AdmittingDiagnosisDescription", "StudyID", "PatientAge", "LongitudinalTemporalEventType")),
    *map(Column, ("LongitudinalTemporalOffsetFromEvent", "SeriesInstanceUID", "Collection", "Site", "Modality")),
    *map(Column, ("ProtocolName", "SeriesDate", "SeriesDescription", "BodyPartExamined", "SeriesNumber")),
    *map(Column, ("AnnotationsFlag", "Manufacturer", "ManufacturerModelName", "PixelSpacing(mm)-Row")),
    *map(Column, ("SliceThickness(mm)", "SoftwareVersions")),
    integer("ImageCount"),
    *map(Column, ("MaxSubmissionTimestamp", "LicenseName", "LicenseURI", "DataDescriptionURI")),
    long("FileSize"),
    *map(Column, ("ReleasedStatus", "DateReleased", "ThirdPartyAnalysis", "Authorized")),
)
"""Texts all of them, but for two."""

SERIES_METADATA_WITH_BLANKS = tuple(
    map(
        Column,
        (
            *("Patient ID", "Patient Name", "Patient Sex", "Ethnic Group", "Phantom", "Species Code"),
            *("Species Description", "Study Instance UID", "Study Date", "Study Description"),
            *("Admitting Diagnosis Description", "Study ID", "Patient Age", "Longitudinal Temporal Event Type"),
            *("Longitudinal Temporal Offset From Event", "Series Instance UID", "Collection", "Site", "Modality"),
            *("Protocol Name", "Series Date", "Series Description", "Body Part Examined", "Series Number"),
            *("Annotations Flag", "Manufacturer", "Manufacturer Model Name", "Pixel Spacing(mm)- Row"),
            *("Slice Thickness(mm)", "Software Versions", "Image Count", "Max Submission Timestamp"),
            *("License Name", "License URI", "Data Description URI", "File Size", "Released Status"),
            *("Date Released", "Third Party Analysis", "Authorized"),
        ),
    )
)
"""The headings of the same table until October 2025."""

_RELEASED_STATUS = [column.name for column in SERIES_METADATA].index("ReleasedStatus")
SERIES_CURATION = (*SERIES_METADATA[:_RELEASED_STATUS], Column("Visibility"), *SERIES_METADATA[_RELEASED_STATUS:])
"""What getSeriesQCInfo shows."""
