"""The columns of the metadata answers, in the order in which the server writes them."""

from .formats import Column, boolean, double, integer, long, timestamp

BODY_PARTS = (Column("BodyPartExamined"),)
COLLECTIONS = (Column("Collection"),)
MANUFACTURERS = (Column("Manufacturer"),)
MODALITIES = (Column("Modality"),)
SOP_INSTANCES = (Column("SOPInstanceUID"),)
PATIENT_IDS = (Column("PatientId"),)

PATIENTS = (
    Column("PatientId"),
    Column("PatientName"),
    timestamp("PatientBirthDate"),
    Column("PatientSex"),
    Column("EthnicGroup"),
    Column("Collection"),
    Column("Phantom"),
    Column("SpeciesCode"),
    Column("SpeciesDescription"),
)

STUDIES = (
    Column("StudyInstanceUID"),
    timestamp("StudyDate"),
    Column("StudyDescription"),
    Column("AdmittingDiagnosesDescription"),
    Column("StudyID"),
    Column("PatientAge"),
    Column("PatientID"),
    Column("PatientName"),
    timestamp("PatientBirthDate"),
    Column("PatientSex"),
    Column("EthnicGroup"),
    Column("Collection"),
    long("SeriesCount"),
    Column("LongitudinalTemporalEventType"),
    double("LongitudinalTemporalOffsetFromEvent"),
)

_SERIES_CORE = (
    Column("SeriesInstanceUID"),
    Column("StudyInstanceUID"),
    Column("Modality"),
    Column("ProtocolName"),
    timestamp("SeriesDate"),
    Column("SeriesDescription"),
    Column("BodyPartExamined"),
    integer("SeriesNumber"),
    boolean("AnnotationsFlag"),
    Column("Collection"),
    Column("PatientID"),
    Column("Manufacturer"),
    Column("ManufacturerModelName"),
    Column("SoftwareVersions"),
    integer("ImageCount"),
)

SERIES = (
    *_SERIES_CORE,
    timestamp("TimeStamp"),
    Column("LicenseName"),
    Column("LicenseURI"),
    Column("CollectionURI"),
    long("FileSize"),
    timestamp("DateReleased"),
    Column("StudyDesc"),
    timestamp("StudyDate"),
    Column("ThirdPartyAnalysis"),
)

UPDATED_SERIES = (*_SERIES_CORE, timestamp("DateReleased"))
CART_CONTENTS = (*_SERIES_CORE, timestamp("Date Released"))
SERIES_SIZE = (long("TotalSizeInBytes"), long("ObjectCount"))

SERIES_METADATA = tuple(
    Column(name)
    for name in (
        "Series UID",
        "Collection",
        "3rd Party Analysis",
        "Data Description URI",
        "Subject ID",
        "Study UID",
        "Study Description",
        "Study Date",
        "Series Description",
        "Manufacturer",
        "Modality",
        "SOP Class UID",
        "Number of Images",
        "File Size",
        "File Location",
        "Series Number",
        "License Name",
        "License URL",
        "Annotation Size",
        "Date Released",
        "Series Date",
        "Protocol Name",
        "Body Part Examined",
        "Annotations Flag",
        "Manufacturer Model Name",
        "Software Versions",
        "TimeStamp",
    )
)
