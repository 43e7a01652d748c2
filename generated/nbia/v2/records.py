# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The rows of the service's answers, one class for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from msgspec import field
from nbia_core.api.wire_forms import Reader, reader
from nbia_core.records.record import Record


class Series(Record, frozen=True, kw_only=True, gc=False):
    """A series as getSeries describes it.

    Returned by getSeries.
    """

    series_instance_uid: str | None = field(default=None, name="SeriesInstanceUID")
    """SeriesInstanceUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Source: guide.
    """
    study_instance_uid: str | None = field(default=None, name="StudyInstanceUID")
    """StudyInstanceUID (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Source: guide.
    """
    modality: str | None = field(default=None, name="Modality")
    """Modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Every
    row has it. Source: guide.
    """
    protocol_name: str | None = field(default=None, name="ProtocolName")
    """ProtocolName (0018,1030): The protocol under which the series was acquired, as DICOM defines it. It was
    inspected, and health information that could identify a person was removed. Source: guide.
    """
    series_date: datetime | None = field(default=None, name="SeriesDate")
    """SeriesDate (0008,0021): The day on which the series began, as DICOM defines it. Source: guide."""
    series_description: str | None = field(default=None, name="SeriesDescription")
    """SeriesDescription (0008,103E): What the series shows, in the words of the institution that performed it. It
    was inspected, and health information that could identify a person was removed. Source: guide.
    """
    body_part_examined: str | None = field(default=None, name="BodyPartExamined")
    """BodyPartExamined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. As it is stored, while getBodyPartValues shows the
    same value in capital letters. Source: guide.
    """
    series_number: int | None = field(default=None, name="SeriesNumber")
    """SeriesNumber (0020,0011): The number that the equipment gave the series within its study, as DICOM defines it.
    Source: guide.
    """
    annotations_flag: bool | None = field(default=None, name="AnnotationsFlag")
    """AnnotationsFlag: Whether there are annotations. The guide says of the collection; the value is stored with the
    series. The server sends true or leaves the key out; no recording holds false. Source: guide.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """
    patient_id: str | None = field(default=None, name="PatientID")
    """PatientID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Source: guide.
    """
    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. Source: guide."""
    manufacturer_model_name: str | None = field(default=None, name="ManufacturerModelName")
    """ManufacturerModelName (0008,1090): The manufacturer's name of the equipment's model, as DICOM defines it.
    Source: guide.
    """
    software_versions: str | None = field(default=None, name="SoftwareVersions")
    """SoftwareVersions (0018,1020): The versions of the software of the equipment, as DICOM defines it. Source:
    guide.
    """
    image_count: int | None = field(default=None, name="ImageCount")
    """ImageCount: How many images the series has, counted by the archive. Every row has it. Source: guide."""
    time_stamp: datetime | None = field(default=None, name="TimeStamp")
    """TimeStamp: When data of the series were last submitted to the archive. The guide calls it the date of release.
    It is the time of the latest submission; DateReleased is the release. Source: guide.
    """
    license_name: str | None = field(default=None, name="LicenseName")
    """LicenseName: The name of the licence under which the series may be used. Source: guide."""
    license_uri: str | None = field(default=None, name="LicenseURI")
    """LicenseURI: The address of the licence's text. Source: guide."""
    collection_uri: str | None = field(default=None, name="CollectionURI")
    """CollectionURI: The address where the collection's data are described, as a rule a link with a digital object
    identifier (DOI). getSeriesMetaData calls the same address Data Description URI. Source: guide.
    """
    file_size: int | None = field(default=None, name="FileSize")
    """FileSize: The size of all images of the series together, in bytes. Left out for a series without images.
    Source: guide.
    """
    date_released: datetime | None = field(default=None, name="DateReleased")
    """DateReleased: When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and
    getUpdatedSeries compare it. Not in the guide. Recorded in September 2024 and May 2025, on version 2 of the
    API, which has the same columns; server source (June 2026). Source: observed.
    """
    study_description: str | None = field(default=None, name="StudyDesc")
    """StudyDesc (0008,1030): What kind of study it is, in the words of the institution that performed it. It was
    inspected, and health information that could identify a person was removed. The study endpoints spell it
    StudyDescription, getSeriesMetaData Study Description. Not in the guide. Recorded in September 2024 and May
    2025, on version 2 of the API; server source (June 2026). Source: observed.
    """
    study_date: datetime | None = field(default=None, name="StudyDate")
    """StudyDate (0008,0020): The day on which the study began. It is de-identified when the data are submitted, in
    such a way that the time between the studies of a patient is kept. Not in the guide. Recorded in September
    2024 and May 2025, on version 2 of the API; server source (June 2026). Source: observed.
    """
    third_party_analysis: str | None = field(default=None, name="ThirdPartyAnalysis")
    """ThirdPartyAnalysis: Whether the series is the result of an analysis by others than those who submitted the
    images; YES or NO, and some values are in small letters. Not in the guide. Recorded in September 2024, on
    version 2 of the API, for one collection and missing for another in May 2025; server source (June 2026).
    Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class UpdatedSeries(Record, frozen=True, kw_only=True, gc=False):
    """A series as getUpdatedSeries describes it, with fewer attributes than getSeries has.

    Returned by getUpdatedSeries.
    """

    series_instance_uid: str | None = field(default=None, name="SeriesInstanceUID")
    """SeriesInstanceUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Source: guide.
    """
    study_instance_uid: str | None = field(default=None, name="StudyInstanceUID")
    """StudyInstanceUID (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Source: guide.
    """
    modality: str | None = field(default=None, name="Modality")
    """Modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Every
    row has it. Source: guide.
    """
    protocol_name: str | None = field(default=None, name="ProtocolName")
    """ProtocolName (0018,1030): The protocol under which the series was acquired, as DICOM defines it. It was
    inspected, and health information that could identify a person was removed. Source: guide.
    """
    series_date: datetime | None = field(default=None, name="SeriesDate")
    """SeriesDate (0008,0021): The day on which the series began, as DICOM defines it. Source: guide."""
    series_description: str | None = field(default=None, name="SeriesDescription")
    """SeriesDescription (0008,103E): What the series shows, in the words of the institution that performed it. It
    was inspected, and health information that could identify a person was removed. Source: guide.
    """
    body_part_examined: str | None = field(default=None, name="BodyPartExamined")
    """BodyPartExamined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. Source: guide.
    """
    series_number: int | None = field(default=None, name="SeriesNumber")
    """SeriesNumber (0020,0011): The number that the equipment gave the series within its study, as DICOM defines it.
    Source: guide.
    """
    annotations_flag: bool | None = field(default=None, name="AnnotationsFlag")
    """AnnotationsFlag: Whether there are annotations. The guide says of the collection; the value is stored with the
    series. The server sends true or leaves the key out. Source: guide.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """
    patient_id: str | None = field(default=None, name="PatientID")
    """PatientID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Source: guide.
    """
    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. Source: guide."""
    manufacturer_model_name: str | None = field(default=None, name="ManufacturerModelName")
    """ManufacturerModelName (0008,1090): The manufacturer's name of the equipment's model, as DICOM defines it.
    Source: guide.
    """
    software_versions: str | None = field(default=None, name="SoftwareVersions")
    """SoftwareVersions (0018,1020): The versions of the software of the equipment, as DICOM defines it. Source:
    guide.
    """
    image_count: int | None = field(default=None, name="ImageCount")
    """ImageCount: How many images the series has, counted by the archive. Every row has it. Source: guide."""
    date_released: datetime | None = field(default=None, name="DateReleased")
    """DateReleased: When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and
    getUpdatedSeries compare it. Not in the guide. Server source (June 2026), there since May 2024; no recording
    later than February 2024. Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SharedSeries(Record, frozen=True, kw_only=True, gc=False):
    """A series in a shared cart.

    Returned by getContentsByName.
    """

    series_instance_uid: str | None = field(default=None, name="SeriesInstanceUID")
    """SeriesInstanceUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Source: guide.
    """
    study_instance_uid: str | None = field(default=None, name="StudyInstanceUID")
    """StudyInstanceUID (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Source: guide.
    """
    modality: str | None = field(default=None, name="Modality")
    """Modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Every
    row has it. Source: guide.
    """
    protocol_name: str | None = field(default=None, name="ProtocolName")
    """ProtocolName (0018,1030): The protocol under which the series was acquired, as DICOM defines it. It was
    inspected, and health information that could identify a person was removed. Source: guide.
    """
    series_date: datetime | None = field(default=None, name="SeriesDate")
    """SeriesDate (0008,0021): The day on which the series began, as DICOM defines it. Source: guide."""
    series_description: str | None = field(default=None, name="SeriesDescription")
    """SeriesDescription (0008,103E): What the series shows, in the words of the institution that performed it. It
    was inspected, and health information that could identify a person was removed. Source: guide.
    """
    body_part_examined: str | None = field(default=None, name="BodyPartExamined")
    """BodyPartExamined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. Source: guide.
    """
    series_number: int | None = field(default=None, name="SeriesNumber")
    """SeriesNumber (0020,0011): The number that the equipment gave the series within its study, as DICOM defines it.
    Source: guide.
    """
    annotations_flag: bool | None = field(default=None, name="AnnotationsFlag")
    """AnnotationsFlag: Whether there are annotations. The guide says of the collection; the value is stored with the
    series. The server sends true or leaves the key out; none of 207 series recorded in April 2022 has it. Source:
    guide.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """
    patient_id: str | None = field(default=None, name="PatientID")
    """PatientID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Source: guide.
    """
    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. Source: guide."""
    manufacturer_model_name: str | None = field(default=None, name="ManufacturerModelName")
    """ManufacturerModelName (0008,1090): The manufacturer's name of the equipment's model, as DICOM defines it.
    Source: guide.
    """
    software_versions: str | None = field(default=None, name="SoftwareVersions")
    """SoftwareVersions (0018,1020): The versions of the software of the equipment, as DICOM defines it. Source:
    guide.
    """
    image_count: int | None = field(default=None, name="ImageCount")
    """ImageCount: How many images the series has, counted by the archive. Every row has it. Source: guide."""
    date_released: datetime | None = field(default=None, name="Date Released")
    """Date Released: When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and
    getUpdatedSeries compare it. Spelled with a blank here, while getSeries and getUpdatedSeries write
    DateReleased. Not in the guide. Server source (June 2026), there since May 2024; no recording later than 2022.
    Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class Patient(Record, frozen=True, kw_only=True, gc=False):
    """A patient of a collection.

    Returned by NewPatientsInCollection, getPatient.
    """

    patient_id: str | None = field(default=None, name="PatientId")
    """PatientId (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. With a small d here. The guide has it so for getPatient, but writes PatientID for
    NewPatientsInCollection. Source: guide.
    """
    patient_name: str | None = field(default=None, name="PatientName")
    """PatientName (0010,0010): The name under which the patient is known in the archive. It is de-identified when
    the data are submitted: often the same as the patient's identifier, sometimes an empty text. Every row has it.
    Source: guide.
    """
    patient_birth_date: datetime | None = field(default=None, name="PatientBirthDate")
    """PatientBirthDate (0010,0030): The patient's date of birth. De-identification empties it when the data are
    submitted, so do not expect a value. No recording has a value. Source: guide.
    """
    patient_sex: str | None = field(default=None, name="PatientSex")
    """PatientSex (0010,0040): The patient's sex as DICOM defines it, M, F or O. Source: guide."""
    ethnic_group: str | None = field(default=None, name="EthnicGroup")
    """EthnicGroup (0010,2160): The patient's ethnic group, as DICOM defines it. The wording differs from collection
    to collection. Source: guide.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """
    phantom: str | None = field(default=None, name="Phantom")
    """Phantom (0010,0200): Whether the subject is a phantom for quality control instead of a living being, YES or
    NO. Every row has it. The server says NO where nothing is stored. Source: guide.
    """
    species_code: str | None = field(default=None, name="SpeciesCode")
    """SpeciesCode (0010,2202): The patient's place in the taxonomy of living beings (for example genus, subgenus,
    species or subspecies), as a SNOMED code. Every row has it. The server says 337915000, the code of Homo
    sapiens, where nothing is stored. Source: guide.
    """
    species_description: str | None = field(default=None, name="SpeciesDescription")
    """SpeciesDescription (0010,2201): The patient's place in the taxonomy of living beings (for example genus,
    subgenus, species or subspecies), by its scientific name. Every row has it. The server says Homo sapiens where
    nothing is stored. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class PatientIdentifier(Record, frozen=True, kw_only=True, gc=False):
    """The identifier of a patient, without anything else.

    Returned by getPatientByCollectionAndModality.
    """

    patient_id: str | None = field(default=None, name="PatientId")
    """PatientId (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. With a small d here. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class Study(Record, frozen=True, kw_only=True, gc=False):
    """A study together with its patient.

    Returned by NewStudiesInPatientCollection, getPatientStudy.
    """

    study_instance_uid: str | None = field(default=None, name="StudyInstanceUID")
    """StudyInstanceUID (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Source: guide.
    """
    study_date: datetime | None = field(default=None, name="StudyDate")
    """StudyDate (0008,0020): The day on which the study began. It is de-identified when the data are submitted, in
    such a way that the time between the studies of a patient is kept. Source: guide.
    """
    study_description: str | None = field(default=None, name="StudyDescription")
    """StudyDescription (0008,1030): What kind of study it is, in the words of the institution that performed it. It
    was inspected, and health information that could identify a person was removed. Source: guide.
    """
    admitting_diagnoses_description: str | None = field(default=None, name="AdmittingDiagnosesDescription")
    """AdmittingDiagnosesDescription (0008,1080): The diagnoses with which the patient was admitted, as DICOM defines
    it. It was inspected, and health information that could identify a person was removed. Source: guide.
    """
    study_id: str | None = field(default=None, name="StudyID")
    """StudyID (0020,0010): The study's short identifier at the institution, de-identified when the data are
    submitted. Source: guide.
    """
    patient_age: str | None = field(default=None, name="PatientAge")
    """PatientAge (0010,1010): The patient's age at the time of the study, as DICOM writes it; 058Y is 58 years. M
    stands for months and D for days. Source: guide.
    """
    patient_id: str | None = field(default=None, name="PatientID")
    """PatientID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. With a capital D here, while the patient endpoints write PatientId. Source:
    guide.
    """
    patient_name: str | None = field(default=None, name="PatientName")
    """PatientName (0010,0010): The name under which the patient is known in the archive. It is de-identified when
    the data are submitted: often the same as the patient's identifier, sometimes an empty text. Every row has it.
    Source: guide.
    """
    patient_birth_date: datetime | None = field(default=None, name="PatientBirthDate")
    """PatientBirthDate (0010,0030): The patient's date of birth. De-identification empties it when the data are
    submitted, so do not expect a value. The guide says for getPatientStudy that it is emptied. No recording has a
    value. Source: guide.
    """
    patient_sex: str | None = field(default=None, name="PatientSex")
    """PatientSex (0010,0040): The patient's sex as DICOM defines it, M, F or O. Source: guide."""
    ethnic_group: str | None = field(default=None, name="EthnicGroup")
    """EthnicGroup (0010,2160): The patient's ethnic group, as DICOM defines it. The wording differs from collection
    to collection. Source: guide.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """
    series_count: int | None = field(default=None, name="SeriesCount")
    """SeriesCount: How many series of the study the archive counts. Every row has it. getPatientStudy counts the
    public series, NewStudiesInPatientCollection only those released after the date. Source: guide.
    """
    longitudinal_temporal_event_type: str | None = field(default=None, name="LongitudinalTemporalEventType")
    """LongitudinalTemporalEventType (0012,0053): What kind of event LongitudinalTemporalOffsetFromEvent (0012,0052)
    counts from. Source: guide.
    """
    longitudinal_temporal_offset_from_event: float | None = field(
        default=None, name="LongitudinalTemporalOffsetFromEvent"
    )
    """LongitudinalTemporalOffsetFromEvent (0012,0052): Days since an event that matters, with fractions where they
    are known. In a clinical trial the event is often the patient's enrolment or the first imaging study. The
    guide has it so for getPatientStudy, but writes LongitudinalTemportalOffsetFromEvent for
    NewStudiesInPatientCollection. A whole number of days comes without decimals. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class BodyPartValue(Record, frozen=True, kw_only=True, gc=False):
    """A body part that occurs in the archive.

    Returned by getBodyPartValues.
    """

    body_part_examined: str | None = field(default=None, name="BodyPartExamined")
    """BodyPartExamined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. In capital letters, however it is stored. Blanks at
    the end are kept. A row without it stands for the series whose body part is missing. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class CollectionValue(Record, frozen=True, kw_only=True, gc=False):
    """A collection of the archive.

    Returned by getCollectionValues.
    """

    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class ManufacturerValue(Record, frozen=True, kw_only=True, gc=False):
    """A manufacturer that occurs in the archive.

    Returned by getManufacturerValues.
    """

    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. As it is stored. A row
    without it stands for the series whose manufacturer is missing. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class ModalityValue(Record, frozen=True, kw_only=True, gc=False):
    """A modality that occurs in the archive.

    Returned by getModalityValues.
    """

    modality: str | None = field(default=None, name="Modality")
    """Modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Every
    row has it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SeriesMetadata(Record, frozen=True, kw_only=True, gc=False):
    """Everything that getSeriesMetaData tells of one series. On the wire every value is a string.

    Returned by getSeriesMetaData.
    """

    series_instance_uid: str | None = field(default=None, name="Series UID")
    """Series UID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one when the
    data are submitted. Every row has it. The value that was asked for, repeated. Source: guide.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """
    third_party_analysis: str | None = field(default=None, name="3rd Party Analysis")
    """3rd Party Analysis: Whether the series is the result of an analysis by others than those who submitted the
    images; YES or NO, and some values are in small letters. Values seen are NO and yes; older collections leave
    it out. Source: guide.
    """
    data_description_uri: str | None = field(default=None, name="Data Description URI")
    """Data Description URI: The address where the collection's data are described, as a rule a link with a digital
    object identifier (DOI). The same address as CollectionURI of getSeries. A few are damaged, such as
    https//doi.org without its colon. Source: guide.
    """
    patient_id: str | None = field(default=None, name="Subject ID")
    """Subject ID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. The guide gives it no DICOM tag. Source: guide.
    """
    study_instance_uid: str | None = field(default=None, name="Study UID")
    """Study UID (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one when the
    data are submitted. Every row has it. Source: guide.
    """
    study_description: str | None = field(default=None, name="Study Description")
    """Study Description (0008,1030): What kind of study it is, in the words of the institution that performed it. It
    was inspected, and health information that could identify a person was removed. Not the stored text. Every
    character but the letters A to Z, digits, blanks, full stops and hyphens is removed; getSeries and
    getPatientStudy have the text itself. Source: guide.
    """
    study_date: datetime | None = field(default=None, name="Study Date")
    """Study Date (0008,0020): The day on which the study began. It is de-identified when the data are submitted, in
    such a way that the time between the studies of a patient is kept. Without a time of day. An empty text where
    the date is missing. Source: guide.
    """
    series_description: str | None = field(default=None, name="Series Description")
    """Series Description (0008,103E): What the series shows, in the words of the institution that performed it. It
    was inspected, and health information that could identify a person was removed. Not the stored text. Every
    character but the letters A to Z, digits, blanks, full stops and hyphens is removed; getSeries has the text
    itself. The guide gives it the tag of the series number. The guide gives the tag 0020,0011. Source: guide.
    """
    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. Commas are replaced by
    blanks. Source: guide.
    """
    modality: str | None = field(default=None, name="Modality")
    """Modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Every
    row has it. Source: guide.
    """
    sop_class_uid: str | None = field(default=None, name="SOP Class UID")
    """SOP Class UID (0008,0016): The kind of DICOM object that the images are, by the unique identifier of its SOP
    Class (Service-Object Pair Class). Every row has it. That of one image of the series; the server does not say
    which. The guide gives it no DICOM tag. Source: guide.
    """
    image_count: int | None = field(default=None, name="Number of Images")
    """Number of Images: How many images the series has, counted by the archive. Every row has it. Source: guide."""
    file_size: int | None = field(default=None, name="File Size")
    """File Size: The size of all images of the series together, in bytes. Every row has it. Source: guide."""
    file_location: str | None = field(default=None, name="File Location")
    """File Location: By its name and by the guide the place of the file in the file system; the server puts the
    Study ID (0020,0010) here. Not a place in a file system, as the guide says, but the Study ID (0020,0010), and
    rarely there. Source: guide.
    """
    series_number: int | None = field(default=None, name="Series Number")
    """Series Number (0020,0011): The number that the equipment gave the series within its study, as DICOM defines
    it. Six decimals, as in 1.000000. Source: guide.
    """
    license_name: str | None = field(default=None, name="License Name")
    """License Name: The name of the licence under which the series may be used. Source: guide."""
    license_uri: str | None = field(default=None, name="License URL")
    """License URL: The address of the licence's text. Source: guide."""
    annotation_size: int | None = field(default=None, name="Annotation Size")
    """Annotation Size: The size of the annotation files of the series together, in bytes; 0 where there are none.
    Source: guide.
    """
    date_released: datetime | None = field(default=None, name="Date Released")
    """Date Released: When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and
    getUpdatedSeries compare it. Not in the guide. Recorded in May 2025, on version 2 of the API; server source
    (June 2026), there since June 2024. Source: observed.
    """
    series_date: datetime | None = field(default=None, name="Series Date")
    """Series Date (0008,0021): The day on which the series began, as DICOM defines it. Not in the guide. Recorded in
    May 2025, on version 2 of the API; server source (June 2026), there since June 2024. Source: observed.
    """
    protocol_name: str | None = field(default=None, name="Protocol Name")
    """Protocol Name (0018,1030): The protocol under which the series was acquired, as DICOM defines it. It was
    inspected, and health information that could identify a person was removed. Not in the guide. Recorded in May
    2025, on version 2 of the API; server source (June 2026), there since June 2024. Source: observed.
    """
    body_part_examined: str | None = field(default=None, name="Body Part Examined")
    """Body Part Examined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. Not in the guide. Recorded in May 2025, on version
    2 of the API; server source (June 2026), there since June 2024. Source: observed.
    """
    annotations_flag: bool | None = field(default=None, name="Annotations Flag")
    """Annotations Flag: Whether there are annotations. The guide says of the collection; the value is stored with
    the series. The words true or false, never left out. True for any stored value, whatever it says. Not in the
    guide. Recorded in May 2025, on version 2 of the API; server source (June 2026), there since June 2024.
    Source: observed.
    """
    manufacturer_model_name: str | None = field(default=None, name="Manufacturer Model Name")
    """Manufacturer Model Name (0008,1090): The manufacturer's name of the equipment's model, as DICOM defines it.
    Not in the guide. Recorded in May 2025, on version 2 of the API; server source (June 2026), there since June
    2024. Source: observed.
    """
    software_versions: str | None = field(default=None, name="Software Versions")
    """Software Versions (0018,1020): The versions of the software of the equipment, as DICOM defines it. Not in the
    guide. Recorded in May 2025, on version 2 of the API; server source (June 2026), there since June 2024.
    Source: observed.
    """
    time_stamp: datetime | None = field(default=None, name="TimeStamp")
    """TimeStamp: When data of the series were last submitted to the archive. Not in the guide. Recorded in May 2025,
    on version 2 of the API; server source (June 2026), there since June 2024. Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "study_date": reader("MM-dd-yyyy"),
        "image_count": reader("digits"),
        "file_size": reader("digits"),
        "series_number": reader("decimal"),
        "annotation_size": reader("digits"),
        "date_released": reader("EEE MMM dd HH:mm:ss zzz yyyy"),
        "series_date": reader("EEE MMM dd HH:mm:ss zzz yyyy"),
        "annotations_flag": reader("word"),
        "time_stamp": reader("EEE MMM dd HH:mm:ss zzz yyyy"),
    }


class SeriesSize(Record, frozen=True, kw_only=True, gc=False):
    """How large a series is.

    Returned by getSeriesSize.
    """

    total_size_in_bytes: int | None = field(default=None, name="TotalSizeInBytes")
    """TotalSizeInBytes: The size of all images of the series together, in bytes. Left out where the server finds no
    image, as for an unknown series. Source: guide.
    """
    object_count: int | None = field(default=None, name="ObjectCount")
    """ObjectCount: How many images and other DICOM objects the series has. Every row has it. 0 where the server
    finds no image, as for an unknown series. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SOPInstance(Record, frozen=True, kw_only=True, gc=False):
    """The identifier of one image or other DICOM object of a series.

    Returned by getSOPInstanceUIDs.
    """

    sop_instance_uid: str | None = field(default=None, name="SOPInstanceUID")
    """SOPInstanceUID (0008,0018): The unique identifier of one image or other DICOM object (SOP Instance,
    Service-Object Pair Instance). Every row has it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SeriesQCInfo(Record, frozen=True, kw_only=True, gc=False):
    """A series and the state of its curation.

    Returned by getSeriesQCInfo.
    """

    series_instance_uid: str | None = field(default=None, name="SeriesInstanceUID")
    """SeriesInstanceUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Not in the guide. Server source (June 2026). Source: observed.
    """
    visibility: str | None = field(default=None, name="Visibility")
    """Visibility: How far the series is in the archive's curation, in words: Visible, Not Visible, Not Yet Reviewed,
    To Be Deleted, Delete, Downloadable, or a stage that the archive has named itself. Every row has it. Not in
    the guide. Server source (June 2026). Source: observed.
    """
    released_status: str | None = field(default=None, name="ReleaseStatus")
    """ReleaseStatus: Whether the series is released, as the archive's curators set it. Not in the guide. Server
    source (June 2026). Source: observed.
    """
    date_released: datetime | None = field(default=None, name="ReleaseDate")
    """ReleaseDate: When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and
    getUpdatedSeries compare it. Not in the guide. Server source (June 2026). Source: observed.
    """
    image_count: int | None = field(default=None, name="ImageCount")
    """ImageCount: How many images the series has, counted by the archive. Every row has it. Not in the guide. Server
    source (June 2026). Source: observed.
    """
    collection_uri: str | None = field(default=None, name="Doi")
    """Doi: The address where the collection's data are described, as a rule a link with a digital object identifier
    (DOI). A whole address as a rule, not only the identifier. Not in the guide. Server source (June 2026).
    Source: observed.
    """
    license_name: str | None = field(default=None, name="LicenseName")
    """LicenseName: The name of the licence under which the series may be used. Not in the guide. Server source (June
    2026). Source: observed.
    """
    site: str | None = field(default=None, name="Site")
    """Site: The institution that submitted the images, by the name that the archive has for it. Not in the guide.
    Server source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="Project")
    """Project: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Not in the guide. Server source (June 2026). Source: observed.
    """
    patient_id: str | None = field(default=None, name="PatientID")
    """PatientID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Not in the guide. Server source (June 2026). Source: observed.
    """
    modality: str | None = field(default=None, name="Modality")
    """Modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Every
    row has it. Not in the guide. Server source (June 2026). Source: observed.
    """
    study_description: str | None = field(default=None, name="StudyDescription")
    """StudyDescription (0008,1030): What kind of study it is, in the words of the institution that performed it. It
    was inspected, and health information that could identify a person was removed. Not in the guide. Server
    source (June 2026). Source: observed.
    """
    series_description: str | None = field(default=None, name="SeriesDescription")
    """SeriesDescription (0008,103E): What the series shows, in the words of the institution that performed it. It
    was inspected, and health information that could identify a person was removed. Not in the guide. Server
    source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
