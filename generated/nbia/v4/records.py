# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The rows of the service's answers, one class for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from msgspec import field
from nbia_core.api.wire_forms import Reader, reader
from nbia_core.records.record import Record


class CollectionDescription(Record, frozen=True, kw_only=True, gc=False):
    """A collection and what it is about.

    Returned by getCollectionDescriptions.
    """

    description: str | None = field(default=None, name="description")
    """description: What the collection is, as HTML. HTML, as the portal shows it; null if there is none. Source:
    guide.
    """
    description_key: int | None = field(default=None, name="id")
    """id: The number of the description in the archive's own database. Null if there is no description. Source:
    guide.
    """
    collection: str | None = field(default=None, name="collectionName")
    """collectionName: The name of a set of images that were gathered for one trial or another purpose. Curators of
    the archive assign it. Every row has it. Source: guide.
    """
    collection_uri: str | None = field(default=None, name="descriptionURI")
    """descriptionURI: The address where the collection's data are described, as a rule a link with a digital object
    identifier (DOI). Null if there is no description. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class DescribedData(Record, frozen=True, kw_only=True, gc=False):
    """A collection or a series that an address describes.

    Returned by getCollectionOrSeriesForDOI.
    """

    collection: str | None = field(default=None, name="collection")
    """collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Left out where series were asked for. Source: guide.
    """
    series_instance_uid: str | None = field(default=None, name="seriesInstanceUID")
    """seriesInstanceUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Left out where collections were asked for. Source: guide.
    """
    third_party_analysis: str | None = field(default=None, name="thirdPartyAnanlysis")
    """thirdPartyAnanlysis: Whether the series is the result of an analysis by others than those who submitted the
    images; YES or NO, and some values are in small letters. The server misspells it. The official file calls it
    thirdPartyAnalysis. Source: guide.
    """
    authorized: int | None = field(default=None, name="authorized")
    """authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Not in the
    official file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class CollectionSite(Record, frozen=True, kw_only=True, gc=False):
    """A collection and an institution that submitted to it.

    Returned by getCollectionSite.
    """

    collection_site: str | None = field(default=None, name="CollectionSite")
    """CollectionSite: A collection and an institution that submitted images to it, with two slashes between. Every
    row has it. Not in the official file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SiteOfSeries(Record, frozen=True, kw_only=True, gc=False):
    """An institution that submitted to the collection of the series.

    Returned by getSitesForSeries.
    """

    site: str | None = field(default=None, name="Site")
    """Site: The institution that submitted the images, by the name that the archive has for it. Every row has it.
    Not in the official file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class BodyPartCount(Record, frozen=True, kw_only=True, gc=False):
    """A body part, with the number of patients.

    Returned by getBodyPartValuesAndCounts.
    """

    body_part_examined: str | None = field(default=None, name="BodyPart")
    """BodyPart (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered collection by
    collection, in the terms of SNOMED that fit. Every row has it. In capital letters; NOT SPECIFIED where there
    is none, which may come twice. The official file calls it bodyPart. Source: guide.
    """
    patient_count: int | None = field(default=None, name="Count")
    """Count: How many patients have it. Each is counted once. Every row has it. The official file calls it count.
    Source: guide.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class CollectionCount(Record, frozen=True, kw_only=True, gc=False):
    """A collection, with the number of patients.

    Returned by getCollectionValuesAndCounts.
    """

    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. The official file calls it collection. Source: guide.
    """
    patient_count: int | None = field(default=None, name="Count")
    """Count: How many patients have it. Each is counted once. Every row has it. The official file calls it count.
    Source: guide.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class ManufacturerCount(Record, frozen=True, kw_only=True, gc=False):
    """A manufacturer, with the number of patients.

    Returned by getManufacturerValuesAndCounts.
    """

    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. As it is stored, and left
    out where there is none. The official file calls it manufacturer. Source: guide.
    """
    patient_count: int | None = field(default=None, name="Count")
    """Count: How many patients have it. Each is counted once. Every row has it. The official file calls it count.
    Source: guide.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class ModalityCount(Record, frozen=True, kw_only=True, gc=False):
    """A modality, with the number of patients.

    Returned by getModalityValuesAndCounts.
    """

    modality: str | None = field(default=None, name="Modality")
    """Modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Every
    row has it. As it is stored. The official file calls it modality. Source: guide.
    """
    patient_count: int | None = field(default=None, name="Count")
    """Count: How many patients have it. Each is counted once. Every row has it. The official file calls it count.
    Source: guide.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SpeciesCount(Record, frozen=True, kw_only=True, gc=False):
    """A species, with the number of patients.

    Returned by getSpeciesValuesAndCounts.
    """

    species_code: str | None = field(default=None, name="Species")
    """Species (0010,2202): The patient's place in the taxonomy of living beings (for example genus, subgenus,
    species or subspecies), as a SNOMED code. Every row has it. The server says 337915000, the code of Homo
    sapiens, where nothing is stored, so that this code may come twice. The official file calls it criteria.
    Source: guide.
    """
    patient_count: int | None = field(default=None, name="Count")
    """Count: How many patients have it. Each is counted once. Every row has it. The official file calls it count.
    Source: guide.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Not in the official file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class Species(Record, frozen=True, kw_only=True, gc=False):
    """A species that occurs in the archive.

    Returned by getSpeciesTax.
    """

    species_code: str | None = field(default=None, name="speciesCode")
    """speciesCode (0010,2202): The patient's place in the taxonomy of living beings (for example genus, subgenus,
    species or subspecies), as a SNOMED code. Every row has it. Source: guide.
    """
    species_description: str | None = field(default=None, name="speciesDescription")
    """speciesDescription (0010,2201): The patient's place in the taxonomy of living beings (for example genus,
    subgenus, species or subspecies), by its scientific name. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class Timepoints(Record, frozen=True, kw_only=True, gc=False):
    """How far before and after events the archive's studies lie.

    Returned by getMinMaxTimepoints.
    """

    max_timepoints: dict[str, int] | None = field(default=None, name="maxTimepoints")
    """maxTimepoints: The largest number of days from an event to a study, for each kind of event. Every row has it.
    The official file calls it maxTimepoint. Source: guide.
    """
    min_timepoints: dict[str, int] | None = field(default=None, name="minTimepoints")
    """minTimepoints: The smallest number of days from an event to a study, for each kind of event. Every row has it.
    The official file calls it minTimepoint. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class EquipmentNode(Record, frozen=True, kw_only=True, gc=False):
    """A place in the tree of manufacturers, models and software versions.

    Returned by getManufacturerTree, EquipmentNode records.
    """

    equipment: EquipmentName | None = field(default=None, name="data")
    """data: What this place of the tree is. Not in the official file. Server source (June 2026). Source: observed."""
    children: tuple[EquipmentNode, ...] | None = field(default=None, name="children")
    """children: What is below it: models of a manufacturer, or software versions of a model. Empty at the end of a
    branch. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class EquipmentName(Record, frozen=True, kw_only=True, gc=False):
    """A manufacturer, a model or a software version.

    Returned by EquipmentNode records.
    """

    level: str | None = field(default=None, name="criteria")
    """criteria: What the value is, root, Manufacturer, Model or Software Ver. Not in the official file. Server
    source (June 2026). Source: observed.
    """
    value: str | None = field(default=None, name="value")
    """value: The manufacturer, the model or the software version, as it is stored. Not in the official file. Server
    source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class Series(Record, frozen=True, kw_only=True, gc=False):
    """A series as getSeries and getUpdatedSeries describe it.

    Returned by getSeries, getUpdatedSeries.
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
    inspected, and health information that could identify a person was removed. Not in the official file. Server
    source (June 2026). Source: observed.
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
    """AnnotationsFlag: Whether there are annotations. 1, or left out. No recording has a value; the server's own
    programs store 1 and look for it. Not in the official file. Server source (June 2026); left out of both
    answers that are pasted in the official file (November 2025). Source: observed.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """
    site: str | None = field(default=None, name="Site")
    """Site: The institution that submitted the images, by the name that the archive has for it. Not in the official
    file. Pasted in the official file (November 2025); server source (June 2026). Source: observed.
    """
    patient_id: str | None = field(default=None, name="PatientID")
    """PatientID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Source: guide.
    """
    patient_sex: str | None = field(default=None, name="PatientSex")
    """PatientSex (0010,0040): The patient's sex as DICOM defines it, M, F or O. Not in the official file. Pasted in
    the official file (November 2025); server source (June 2026). Source: observed.
    """
    patient_age: str | None = field(default=None, name="PatientAge")
    """PatientAge (0010,1010): The patient's age at the time of the study, as DICOM writes it; 058Y is 58 years. M
    stands for months and D for days. Not in the official file. Server source (June 2026). Source: observed.
    """
    admitting_diagnoses_description: str | None = field(default=None, name="AdmittingDiagnosisDescription")
    """AdmittingDiagnosisDescription (0008,1080): The diagnoses with which the patient was admitted, as DICOM defines
    it. It was inspected, and health information that could identify a person was removed. Spelled Diagnosis here,
    while the study endpoints say Diagnoses. Not in the official file. Server source (June 2026). Source:
    observed.
    """
    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. Source: guide."""
    manufacturer_model_name: str | None = field(default=None, name="ManufacturerModelName")
    """ManufacturerModelName (0008,1090): The manufacturer's name of the equipment's model, as DICOM defines it. Not
    in the official file. Pasted in the official file (November 2025); server source (June 2026). Source:
    observed.
    """
    software_versions: str | None = field(default=None, name="SoftwareVersions")
    """SoftwareVersions (0018,1020): The versions of the software of the equipment, as DICOM defines it. Not in the
    official file. Pasted in the official file (November 2025); server source (June 2026). Source: observed.
    """
    image_count: int | None = field(default=None, name="ImageCount")
    """ImageCount: How many images the series has, counted by the archive. Every row has it. Source: guide."""
    time_stamp: datetime | None = field(default=None, name="MaxSubmissionTimestamp")
    """MaxSubmissionTimestamp: When data of the series were last submitted to the archive. Called TimeStamp in
    version 1, and here too until October 2025. A day without a time. Not in the official file. Pasted in the
    official file (November 2025); server source (June 2026). Source: observed.
    """
    license_name: str | None = field(default=None, name="LicenseName")
    """LicenseName: The name of the licence under which the series may be used. Not in the official file. Pasted in
    the official file (November 2025); server source (June 2026). Source: observed.
    """
    license_uri: str | None = field(default=None, name="LicenseURI")
    """LicenseURI: The address of the licence's text. Not in the official file. Pasted in the official file (November
    2025); server source (June 2026). Source: observed.
    """
    collection_uri: str | None = field(default=None, name="DataDescriptionURI")
    """DataDescriptionURI: The address where the collection's data are described, as a rule a link with a digital
    object identifier (DOI). Called CollectionURI in version 1, and here too until August 2025. Not in the
    official file. Pasted in the official file (November 2025); server source (June 2026). Source: observed.
    """
    file_size: int | None = field(default=None, name="FileSize")
    """FileSize: The size of all images of the series together, in bytes. Left out for a series without images. Not
    in the official file. Pasted in the official file (November 2025); server source (June 2026). Source:
    observed.
    """
    released_status: str | None = field(default=None, name="ReleasedStatus")
    """ReleasedStatus: Whether the series is released, as the archive's curators set it. Not in the official file.
    Pasted in the official file (November 2025); server source (June 2026). Source: observed.
    """
    date_released: datetime | None = field(default=None, name="DateReleased")
    """DateReleased: When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and
    getUpdatedSeries compare it. Not in the official file. Pasted in the official file (November 2025); server
    source (June 2026). Source: observed.
    """
    study_description: str | None = field(default=None, name="StudyDesc")
    """StudyDesc (0008,1030): What kind of study it is, in the words of the institution that performed it. It was
    inspected, and health information that could identify a person was removed. The study endpoints spell it
    StudyDescription. Not in the official file. Pasted in the official file (November 2025); server source (June
    2026). Source: observed.
    """
    study_date: datetime | None = field(default=None, name="StudyDate")
    """StudyDate (0008,0020): The day on which the study began. It is de-identified when the data are submitted, in
    such a way that the time between the studies of a patient is kept. Not in the official file. Pasted in the
    official file (November 2025); server source (June 2026). Source: observed.
    """
    third_party_analysis: str | None = field(default=None, name="ThirdPartyAnalysis")
    """ThirdPartyAnalysis: Whether the series is the result of an analysis by others than those who submitted the
    images; YES or NO, and some values are in small letters. Not in the official file. Pasted in the official file
    (November 2025); server source (June 2026). Source: observed.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Not in the official file. Pasted in the official file (November 2025); server source (June 2026). Source:
    observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "series_date": reader("MM-dd-yyyy"),
        "annotations_flag": reader("1/0"),
        "time_stamp": reader("MM-dd-yyyy"),
        "date_released": reader("MM-dd-yyyy"),
        "study_date": reader("MM-dd-yyyy"),
    }


class Patient(Record, frozen=True, kw_only=True, gc=False):
    """A patient of a collection.

    Returned by NewPatientsInCollection, getPatient.
    """

    patient_id: str | None = field(default=None, name="PatientId")
    """PatientId (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. With a small d here. The official file has it so for getPatient, but writes
    PatientID for NewPatientsInCollection. Source: guide.
    """
    patient_name: str | None = field(default=None, name="PatientName")
    """PatientName (0010,0010): The name under which the patient is known in the archive. It is de-identified when
    the data are submitted: often the same as the patient's identifier, sometimes an empty text. Source: guide.
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
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class PatientIdentifier(Record, frozen=True, kw_only=True, gc=False):
    """The identifier of a patient, without anything else.

    Returned by getPatientByCollectionAndModality.
    """

    patient_id: str | None = field(default=None, name="PatientId")
    """PatientId (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. With a small d here. The official file calls it PatientID. Source: guide.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Source: guide.
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
    it. It was inspected, and health information that could identify a person was removed. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    study_id: str | None = field(default=None, name="StudyID")
    """StudyID (0020,0010): The study's short identifier at the institution, de-identified when the data are
    submitted. Source: guide.
    """
    patient_age: str | None = field(default=None, name="PatientAge")
    """PatientAge (0010,1010): The patient's age at the time of the study, as DICOM writes it; 058Y is 58 years. M
    stands for months and D for days. Not in the official file. Server source (June 2026). Source: observed.
    """
    patient_id: str | None = field(default=None, name="PatientID")
    """PatientID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. With a capital D here, while the patient endpoints write PatientId. Source:
    guide.
    """
    patient_name: str | None = field(default=None, name="PatientName")
    """PatientName (0010,0010): The name under which the patient is known in the archive. It is de-identified when
    the data are submitted: often the same as the patient's identifier, sometimes an empty text. Source: guide.
    """
    patient_sex: str | None = field(default=None, name="PatientSex")
    """PatientSex (0010,0040): The patient's sex as DICOM defines it, M, F or O. Source: guide."""
    ethnic_group: str | None = field(default=None, name="EthnicGroup")
    """EthnicGroup (0010,2160): The patient's ethnic group, as DICOM defines it. The wording differs from collection
    to collection. Not in the official file. Server source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """
    series_count: int | None = field(default=None, name="SeriesCount")
    """SeriesCount: How many series of the study the archive counts. Every row has it. Source: guide."""
    longitudinal_temporal_event_type: str | None = field(default=None, name="LongitudinalTemporalEventType")
    """LongitudinalTemporalEventType (0012,0053): What kind of event LongitudinalTemporalOffsetFromEvent (0012,0052)
    counts from. Not in the official file. Server source (June 2026). Source: observed.
    """
    longitudinal_temporal_offset_from_event: float | None = field(
        default=None, name="LongitudinalTemporalOffsetFromEvent"
    )
    """LongitudinalTemporalOffsetFromEvent (0012,0052): Days since an event that matters, with fractions where they
    are known. In a clinical trial the event is often the patient's enrolment or the first imaging study. A whole
    number of days comes without decimals. Not in the official file. Server source (June 2026). Source: observed.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "study_date": reader("MM-dd-yyyy"),
    }


class SeriesMetadata(Record, frozen=True, kw_only=True, gc=False):
    """A series as getSeriesMetadata describes it, with its study and its patient. In JSON most values are strings.

    Returned by getSeriesMetadata.
    """

    patient_id: str | None = field(default=None, name="PatientID")
    """PatientID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Source: guide.
    """
    patient_name: str | None = field(default=None, name="PatientName")
    """PatientName (0010,0010): The name under which the patient is known in the archive. It is de-identified when
    the data are submitted: often the same as the patient's identifier, sometimes an empty text. Source: guide.
    """
    patient_sex: str | None = field(default=None, name="PatientSex")
    """PatientSex (0010,0040): The patient's sex as DICOM defines it, M, F or O. Source: guide."""
    ethnic_group: str | None = field(default=None, name="EthnicGroup")
    """EthnicGroup (0010,2160): The patient's ethnic group, as DICOM defines it. The wording differs from collection
    to collection. Source: guide.
    """
    phantom: str | None = field(default=None, name="Phantom")
    """Phantom (0010,0200): Whether the subject is a phantom for quality control instead of a living being, YES or
    NO. Source: guide.
    """
    species_code: str | None = field(default=None, name="SpeciesCode")
    """SpeciesCode (0010,2202): The patient's place in the taxonomy of living beings (for example genus, subgenus,
    species or subspecies), as a SNOMED code. Source: guide.
    """
    species_description: str | None = field(default=None, name="SpeciesDescription")
    """SpeciesDescription (0010,2201): The patient's place in the taxonomy of living beings (for example genus,
    subgenus, species or subspecies), by its scientific name. Source: guide.
    """
    study_instance_uid: str | None = field(default=None, name="StudyInstanceUID")
    """StudyInstanceUID (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Source: guide.
    """
    study_date: datetime | None = field(default=None, name="StudyDate")
    """StudyDate (0008,0020): The day on which the study began. It is de-identified when the data are submitted, in
    such a way that the time between the studies of a patient is kept. Source: guide.
    """
    study_description: str | None = field(default=None, name="StudyDesc")
    """StudyDesc (0008,1030): What kind of study it is, in the words of the institution that performed it. It was
    inspected, and health information that could identify a person was removed. The text as it is stored, from
    which getSeriesMetaData of version 1 removes characters. Source: guide.
    """
    admitting_diagnoses_description: str | None = field(default=None, name="AdmittingDiagnosisDescription")
    """AdmittingDiagnosisDescription (0008,1080): The diagnoses with which the patient was admitted, as DICOM defines
    it. It was inspected, and health information that could identify a person was removed. Spelled Diagnosis here,
    while the study endpoints say Diagnoses. Source: guide.
    """
    study_id: str | None = field(default=None, name="StudyID")
    """StudyID (0020,0010): The study's short identifier at the institution, de-identified when the data are
    submitted. Source: guide.
    """
    patient_age: str | None = field(default=None, name="PatientAge")
    """PatientAge (0010,1010): The patient's age at the time of the study, as DICOM writes it; 058Y is 58 years. M
    stands for months and D for days. Source: guide.
    """
    longitudinal_temporal_event_type: str | None = field(default=None, name="LongitudinalTemporalEventType")
    """LongitudinalTemporalEventType (0012,0053): What kind of event LongitudinalTemporalOffsetFromEvent (0012,0052)
    counts from. Source: guide.
    """
    longitudinal_temporal_offset_from_event: float | None = field(
        default=None, name="LongitudinalTemporalOffsetFromEvent"
    )
    """LongitudinalTemporalOffsetFromEvent (0012,0052): Days since an event that matters, with fractions where they
    are known. In a clinical trial the event is often the patient's enrolment or the first imaging study. Source:
    guide.
    """
    series_instance_uid: str | None = field(default=None, name="SeriesInstanceUID")
    """SeriesInstanceUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Source: guide.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Source: guide.
    """
    site: str | None = field(default=None, name="Site")
    """Site: The institution that submitted the images, by the name that the archive has for it. Source: guide."""
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
    was inspected, and health information that could identify a person was removed. The text as it is stored, from
    which getSeriesMetaData of version 1 removes characters. Source: guide.
    """
    body_part_examined: str | None = field(default=None, name="BodyPartExamined")
    """BodyPartExamined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. Source: guide.
    """
    series_number: int | None = field(default=None, name="SeriesNumber")
    """SeriesNumber (0020,0011): The number that the equipment gave the series within its study, as DICOM defines it.
    Six decimals, as in 500.000000. Source: guide.
    """
    annotations_flag: bool | None = field(default=None, name="AnnotationsFlag")
    """AnnotationsFlag: Whether there are annotations. 1 where it is stored. No recording has a value; the server's
    own programs store 1 and look for it. Source: guide.
    """
    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. Source: guide."""
    manufacturer_model_name: str | None = field(default=None, name="ManufacturerModelName")
    """ManufacturerModelName (0008,1090): The manufacturer's name of the equipment's model, as DICOM defines it.
    Source: guide.
    """
    pixel_spacing: str | None = field(default=None, name="PixelSpacing(mm)-Row")
    """PixelSpacing(mm)-Row (0028,0030): The distance between the rows of an image, in millimetres: the first of the
    two values that DICOM has. Where the images of the series differ, all of their values, with a comma and a
    blank between. Source: guide.
    """
    slice_thickness: str | None = field(default=None, name="SliceThickness(mm)")
    """SliceThickness(mm) (0018,0050): The thickness of a slice, in millimetres. Where the images of the series
    differ, all of their values, with a comma and a blank between. Source: guide.
    """
    software_versions: str | None = field(default=None, name="SoftwareVersions")
    """SoftwareVersions (0018,1020): The versions of the software of the equipment, as DICOM defines it. Source:
    guide.
    """
    image_count: int | None = field(default=None, name="ImageCount")
    """ImageCount: How many images the series has, counted by the archive. Every row has it. Source: guide."""
    time_stamp: datetime | None = field(default=None, name="MaxSubmissionTimestamp")
    """MaxSubmissionTimestamp: When data of the series were last submitted to the archive. Source: guide."""
    license_name: str | None = field(default=None, name="LicenseName")
    """LicenseName: The name of the licence under which the series may be used. Source: guide."""
    license_uri: str | None = field(default=None, name="LicenseURI")
    """LicenseURI: The address of the licence's text. Source: guide."""
    data_description_uri: str | None = field(default=None, name="DataDescriptionURI")
    """DataDescriptionURI: The address where the collection's data are described, as a rule a link with a digital
    object identifier (DOI). Source: guide.
    """
    file_size: int | None = field(default=None, name="FileSize")
    """FileSize: The size of all images of the series together, in bytes. Source: guide."""
    released_status: str | None = field(default=None, name="ReleasedStatus")
    """ReleasedStatus: Whether the series is released, as the archive's curators set it. Source: guide."""
    date_released: datetime | None = field(default=None, name="DateReleased")
    """DateReleased: When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and
    getUpdatedSeries compare it. Source: guide.
    """
    third_party_analysis: str | None = field(default=None, name="ThirdPartyAnalysis")
    """ThirdPartyAnalysis: Whether the series is the result of an analysis by others than those who submitted the
    images; YES or NO, and some values are in small letters. An empty text, or left out, where nothing is stored.
    Source: guide.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "study_date": reader("MM-dd-yyyy"),
        "longitudinal_temporal_offset_from_event": reader("real"),
        "series_date": reader("MM-dd-yyyy"),
        "series_number": reader("decimal"),
        "annotations_flag": reader("1/0"),
        "time_stamp": reader("MM-dd-yyyy"),
        "date_released": reader("MM-dd-yyyy"),
        "authorized": reader("digits"),
    }


class SeriesQCInfo(Record, frozen=True, kw_only=True, gc=False):
    """A series as getSeriesQCInfo describes it, with the state of its curation. In JSON most values are strings.

    Returned by getSeriesQCInfo.
    """

    patient_id: str | None = field(default=None, name="PatientID")
    """PatientID (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    patient_name: str | None = field(default=None, name="PatientName")
    """PatientName (0010,0010): The name under which the patient is known in the archive. It is de-identified when
    the data are submitted: often the same as the patient's identifier, sometimes an empty text. Not in the
    official file. Server source (June 2026). Source: observed.
    """
    patient_sex: str | None = field(default=None, name="PatientSex")
    """PatientSex (0010,0040): The patient's sex as DICOM defines it, M, F or O. Not in the official file. Server
    source (June 2026). Source: observed.
    """
    ethnic_group: str | None = field(default=None, name="EthnicGroup")
    """EthnicGroup (0010,2160): The patient's ethnic group, as DICOM defines it. The wording differs from collection
    to collection. Not in the official file. Server source (June 2026). Source: observed.
    """
    phantom: str | None = field(default=None, name="Phantom")
    """Phantom (0010,0200): Whether the subject is a phantom for quality control instead of a living being, YES or
    NO. Not in the official file. Server source (June 2026). Source: observed.
    """
    species_code: str | None = field(default=None, name="SpeciesCode")
    """SpeciesCode (0010,2202): The patient's place in the taxonomy of living beings (for example genus, subgenus,
    species or subspecies), as a SNOMED code. Not in the official file. Server source (June 2026). Source:
    observed.
    """
    species_description: str | None = field(default=None, name="SpeciesDescription")
    """SpeciesDescription (0010,2201): The patient's place in the taxonomy of living beings (for example genus,
    subgenus, species or subspecies), by its scientific name. Not in the official file. Server source (June 2026).
    Source: observed.
    """
    study_instance_uid: str | None = field(default=None, name="StudyInstanceUID")
    """StudyInstanceUID (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Not in the official file. Server source (June 2026). Source:
    observed.
    """
    study_date: datetime | None = field(default=None, name="StudyDate")
    """StudyDate (0008,0020): The day on which the study began. It is de-identified when the data are submitted, in
    such a way that the time between the studies of a patient is kept. Not in the official file. Server source
    (June 2026). Source: observed.
    """
    study_description: str | None = field(default=None, name="StudyDesc")
    """StudyDesc (0008,1030): What kind of study it is, in the words of the institution that performed it. It was
    inspected, and health information that could identify a person was removed. Not in the official file. Server
    source (June 2026). Source: observed.
    """
    admitting_diagnoses_description: str | None = field(default=None, name="AdmittingDiagnosisDescription")
    """AdmittingDiagnosisDescription (0008,1080): The diagnoses with which the patient was admitted, as DICOM defines
    it. It was inspected, and health information that could identify a person was removed. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    study_id: str | None = field(default=None, name="StudyID")
    """StudyID (0020,0010): The study's short identifier at the institution, de-identified when the data are
    submitted. Not in the official file. Server source (June 2026). Source: observed.
    """
    patient_age: str | None = field(default=None, name="PatientAge")
    """PatientAge (0010,1010): The patient's age at the time of the study, as DICOM writes it; 058Y is 58 years. M
    stands for months and D for days. Not in the official file. Server source (June 2026). Source: observed.
    """
    longitudinal_temporal_event_type: str | None = field(default=None, name="LongitudinalTemporalEventType")
    """LongitudinalTemporalEventType (0012,0053): What kind of event LongitudinalTemporalOffsetFromEvent (0012,0052)
    counts from. Not in the official file. Server source (June 2026). Source: observed.
    """
    longitudinal_temporal_offset_from_event: float | None = field(
        default=None, name="LongitudinalTemporalOffsetFromEvent"
    )
    """LongitudinalTemporalOffsetFromEvent (0012,0052): Days since an event that matters, with fractions where they
    are known. In a clinical trial the event is often the patient's enrolment or the first imaging study. Not in
    the official file. Server source (June 2026). Source: observed.
    """
    series_instance_uid: str | None = field(default=None, name="SeriesInstanceUID")
    """SeriesInstanceUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Not in the official file. Server source (June 2026). Source:
    observed.
    """
    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    site: str | None = field(default=None, name="Site")
    """Site: The institution that submitted the images, by the name that the archive has for it. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    modality: str | None = field(default=None, name="Modality")
    """Modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Every
    row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    protocol_name: str | None = field(default=None, name="ProtocolName")
    """ProtocolName (0018,1030): The protocol under which the series was acquired, as DICOM defines it. It was
    inspected, and health information that could identify a person was removed. Not in the official file. Server
    source (June 2026). Source: observed.
    """
    series_date: datetime | None = field(default=None, name="SeriesDate")
    """SeriesDate (0008,0021): The day on which the series began, as DICOM defines it. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    series_description: str | None = field(default=None, name="SeriesDescription")
    """SeriesDescription (0008,103E): What the series shows, in the words of the institution that performed it. It
    was inspected, and health information that could identify a person was removed. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    body_part_examined: str | None = field(default=None, name="BodyPartExamined")
    """BodyPartExamined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. Not in the official file. Server source (June
    2026). Source: observed.
    """
    series_number: int | None = field(default=None, name="SeriesNumber")
    """SeriesNumber (0020,0011): The number that the equipment gave the series within its study, as DICOM defines it.
    Not in the official file. Server source (June 2026). Source: observed.
    """
    annotations_flag: bool | None = field(default=None, name="AnnotationsFlag")
    """AnnotationsFlag: Whether there are annotations. 1 where it is stored. No recording has a value; the server's
    own programs store 1 and look for it. Not in the official file. Server source (June 2026). Source: observed.
    """
    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    manufacturer_model_name: str | None = field(default=None, name="ManufacturerModelName")
    """ManufacturerModelName (0008,1090): The manufacturer's name of the equipment's model, as DICOM defines it. Not
    in the official file. Server source (June 2026). Source: observed.
    """
    pixel_spacing: str | None = field(default=None, name="PixelSpacing(mm)-Row")
    """PixelSpacing(mm)-Row (0028,0030): The distance between the rows of an image, in millimetres: the first of the
    two values that DICOM has. Where the images of the series differ, all of their values, with a comma and a
    blank between. Not in the official file. Server source (June 2026). Source: observed.
    """
    slice_thickness: str | None = field(default=None, name="SliceThickness(mm)")
    """SliceThickness(mm) (0018,0050): The thickness of a slice, in millimetres. Where the images of the series
    differ, all of their values, with a comma and a blank between. Not in the official file. Server source (June
    2026). Source: observed.
    """
    software_versions: str | None = field(default=None, name="SoftwareVersions")
    """SoftwareVersions (0018,1020): The versions of the software of the equipment, as DICOM defines it. Not in the
    official file. Server source (June 2026). Source: observed.
    """
    image_count: int | None = field(default=None, name="ImageCount")
    """ImageCount: How many images the series has, counted by the archive. Every row has it. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    time_stamp: datetime | None = field(default=None, name="MaxSubmissionTimestamp")
    """MaxSubmissionTimestamp: When data of the series were last submitted to the archive. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    license_name: str | None = field(default=None, name="LicenseName")
    """LicenseName: The name of the licence under which the series may be used. Not in the official file. Server
    source (June 2026). Source: observed.
    """
    license_uri: str | None = field(default=None, name="LicenseURI")
    """LicenseURI: The address of the licence's text. Not in the official file. Server source (June 2026). Source:
    observed.
    """
    data_description_uri: str | None = field(default=None, name="DataDescriptionURI")
    """DataDescriptionURI: The address where the collection's data are described, as a rule a link with a digital
    object identifier (DOI). Not in the official file. Server source (June 2026). Source: observed.
    """
    file_size: int | None = field(default=None, name="FileSize")
    """FileSize: The size of all images of the series together, in bytes. Not in the official file. Server source
    (June 2026). Source: observed.
    """
    visibility: str | None = field(default=None, name="Visibility")
    """Visibility: How far the series is in the archive's curation, in words: Visible, Not Visible, Not Yet Reviewed,
    To Be Deleted, Delete, Downloadable, or a stage that the archive has named itself. Every row has it. Not in
    the official file. Server source (June 2026). Source: observed.
    """
    released_status: str | None = field(default=None, name="ReleasedStatus")
    """ReleasedStatus: Whether the series is released, as the archive's curators set it. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    date_released: datetime | None = field(default=None, name="DateReleased")
    """DateReleased: When the series was released. NewPatientsInCollection, NewStudiesInPatientCollection and
    getUpdatedSeries compare it. Not in the official file. Server source (June 2026). Source: observed.
    """
    third_party_analysis: str | None = field(default=None, name="ThirdPartyAnalysis")
    """ThirdPartyAnalysis: Whether the series is the result of an analysis by others than those who submitted the
    images; YES or NO, and some values are in small letters. Not in the official file. Server source (June 2026).
    Source: observed.
    """
    authorized: int | None = field(default=None, name="Authorized")
    """Authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Every row has
    it. Not in the official file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "study_date": reader("MM-dd-yyyy"),
        "longitudinal_temporal_offset_from_event": reader("real"),
        "series_date": reader("MM-dd-yyyy"),
        "series_number": reader("decimal"),
        "annotations_flag": reader("1/0"),
        "time_stamp": reader("MM-dd-yyyy"),
        "date_released": reader("MM-dd-yyyy"),
        "authorized": reader("digits"),
    }


class SeriesSize(Record, frozen=True, kw_only=True, gc=False):
    """How large a series is.

    Returned by getSeriesSize.
    """

    total_size_in_bytes: int | None = field(default=None, name="TotalSizeInBytes")
    """TotalSizeInBytes: The size of all images of the series together, in bytes. The official file calls it
    seriesSize. Source: guide.
    """
    object_count: int | None = field(default=None, name="ObjectCount")
    """ObjectCount: How many images and other DICOM objects the series has. Every row has it. The official file calls
    it imageCount. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SOPInstance(Record, frozen=True, kw_only=True, gc=False):
    """The identifier of one image or other DICOM object of a series.

    Returned by getSOPInstanceUIDs.
    """

    sop_instance_uid: str | None = field(default=None, name="SOPInstanceUID")
    """SOPInstanceUID (0008,0018): The unique identifier of one image or other DICOM object (SOP Instance,
    Service-Object Pair Instance). Every row has it. Not in the official file. Server source (June 2026). Source:
    observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class DeniedSeries(Record, frozen=True, kw_only=True, gc=False):
    """The identifier of a series that the caller may not have.

    Returned by getDeniedSeries.
    """

    series_instance_uid: str | None = field(default=None, name="SeriesInstanceUID")
    """SeriesInstanceUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Not in the official file. Server source (June 2026). Source:
    observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class BodyPartValue(Record, frozen=True, kw_only=True, gc=False):
    """A body part that occurs in the archive.

    Returned by getBodyPartValues.
    """

    body_part_examined: str | None = field(default=None, name="BodyPartExamined")
    """BodyPartExamined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. In capital letters, however it is stored. A row
    without it stands for the series whose body part is missing. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class CollectionValue(Record, frozen=True, kw_only=True, gc=False):
    """A collection of the archive.

    Returned by getCollectionValues.
    """

    collection: str | None = field(default=None, name="Collection")
    """Collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. The official file calls it collection. Source: guide.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class ManufacturerValue(Record, frozen=True, kw_only=True, gc=False):
    """A manufacturer that occurs in the archive.

    Returned by getManufacturerValues.
    """

    manufacturer: str | None = field(default=None, name="Manufacturer")
    """Manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. In capital letters, however
    it is stored. A row without it stands for the series whose manufacturer is missing. Not in the official file.
    Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class ModalityValue(Record, frozen=True, kw_only=True, gc=False):
    """A modality that occurs in the archive.

    Returned by getModalityValues.
    """

    modality: str | None = field(default=None, name="Modality")
    """Modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Every
    row has it. In capital letters, however it is stored. Not in the official file. Server source (June 2026).
    Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class DicomTag(Record, frozen=True, kw_only=True, gc=False):
    """An element of the DICOM header of an image.

    Returned by getDicomTags, getDicomTagsByImageID.
    """

    element: str | None = field(default=None, name="element")
    """element: The tag of the element of DICOM, in round brackets. Within a sequence a greater-than sign stands
    before it for every level. Every row has it. Source: guide.
    """
    name: str | None = field(default=None, name="name")
    """name: The name of the element of DICOM. What ends a sequence is named after it, with End before the name.
    Source: guide.
    """
    data: str | None = field(default=None, name="data")
    """data: The value of the element of DICOM, as text. Source: guide."""

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SearchResult(Record, frozen=True, kw_only=True, gc=False):
    """One page of the patients that match, and what all of them have.

    Returned by getSimpleSearch.
    """

    patients: tuple[SearchPatient, ...] | None = field(default=None, name="resultSet")
    """resultSet: The patients of this page. Every row has it. Not in the official file. Server source (June 2026).
    Source: observed.
    """
    total_patients: int | None = field(default=None, name="totalPatients")
    """totalPatients: How many patients match, on all pages together. Every row has it. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    body_part_counts: tuple[ValueCount, ...] | None = field(default=None, name="bodyParts")
    """bodyParts: The body parts of all series that match, each with the number of patients; NOT SPECIFIED where
    there is none. Not in the official file. Server source (June 2026). Source: observed.
    """
    modality_counts: tuple[ValueCount, ...] | None = field(default=None, name="modalities")
    """modalities: The modalities of all series that match, each with the number of patients. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    collection_counts: tuple[ValueCount, ...] | None = field(default=None, name="collections")
    """collections: The collections of all patients that match, each with the number of patients. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    species_counts: tuple[ValueCount, ...] | None = field(default=None, name="species")
    """species: The species of all patients that match, as SNOMED codes, each with the number of patients. Not in the
    official file. Server source (June 2026). Source: observed.
    """
    max_timepoints: dict[str, int] | None = field(default=None, name="maxTimepoints")
    """maxTimepoints: The largest number of days from an event to a study, for each kind of event. Not in the
    official file. Server source (June 2026). Source: observed.
    """
    min_timepoints: dict[str, int] | None = field(default=None, name="minTimepoints")
    """minTimepoints: The smallest number of days from an event to a study, for each kind of event. Not in the
    official file. Server source (June 2026). Source: observed.
    """
    sort: str | None = field(default=None, name="sort")
    """sort: By what the patients are sorted and in which direction, as it was asked for, with a hyphen between. Not
    in the official file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SearchPatient(Record, frozen=True, kw_only=True, gc=False):
    """A patient that matches.

    Returned by SearchResult records.
    """

    patient_id: str | None = field(default=None, name="subjectId")
    """subjectId (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="project")
    """project: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    patient_key: int | None = field(default=None, name="id")
    """id: The number of the patient in the archive's own database. Every row has it. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    modalities: tuple[str, ...] | None = field(default=None, name="modalities")
    """modalities: The modalities of the patient's series that match. Not in the official file. Server source (June
    2026). Source: observed.
    """
    body_parts: tuple[str, ...] | None = field(default=None, name="bodyParts")
    """bodyParts: The body parts of the patient's series that match, in capital letters; an empty text for a series
    without one. Not in the official file. Server source (June 2026). Source: observed.
    """
    species: tuple[str, ...] | None = field(default=None, name="species")
    """species: The species of the patient, as a SNOMED code. Not in the official file. Server source (June 2026).
    Source: observed.
    """
    timepoints: dict[str, tuple[int, ...]] | None = field(default=None, name="timepoints")
    """timepoints: For each kind of event, how many days after it the patient's studies were. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    total_number_of_studies: int | None = field(default=None, name="totalNumberOfStudies")
    """totalNumberOfStudies: How many studies the patient has, also those that do not match. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    total_number_of_series: int | None = field(default=None, name="totalNumberOfSeries")
    """totalNumberOfSeries: How many series the patient has, also those that do not match. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    authorized: int | None = field(default=None, name="authorized")
    """authorized: Whether the caller may see it, 1 for yes. Rows with 0 are left out by the server. Not in the
    official file. Server source (June 2026). Source: observed.
    """
    studies: tuple[SearchStudy, ...] | None = field(default=None, name="studyIdentifiers")
    """studyIdentifiers: The studies of the patient that have series that match. Every row has it. Not in the
    official file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SearchStudy(Record, frozen=True, kw_only=True, gc=False):
    """A study of a patient that matches.

    Returned by SearchPatient records.
    """

    series_keys: tuple[int, ...] | None = field(default=None, name="seriesIdentifiers")
    """seriesIdentifiers: The numbers of the series of the study that match, in the archive's own database. Every row
    has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    series: tuple[SearchSeries, ...] | None = field(default=None, name="seriesAndModality")
    """seriesAndModality: The series of the study that match, with their modalities; empty unless patients were
    wanted who have all of several modalities. Not in the official file. Server source (June 2026). Source:
    observed.
    """
    study_key: int | None = field(default=None, name="studyIdentifier")
    """studyIdentifier: The number of the study in the archive's own database. Every row has it. Not in the official
    file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SearchSeries(Record, frozen=True, kw_only=True, gc=False):
    """A series of a study that matches, with its modality.

    Returned by SearchStudy records.
    """

    series_key: int | None = field(default=None, name="seriesId")
    """seriesId: The number of the series in the archive's own database. Every row has it. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    modality: str | None = field(default=None, name="modality")
    """modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Not
    in the official file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class ValueCount(Record, frozen=True, kw_only=True, gc=False):
    """A value that occurs among the patients that match, with their number.

    Returned by SearchResult records.
    """

    value: str | None = field(default=None, name="value")
    """value: The value that is counted. Every row has it. Not in the official file. Server source (June 2026).
    Source: observed.
    """
    patient_count: int | None = field(default=None, name="count")
    """count: How many patients have it. Each is counted once. Every row has it. Not in the official file. Server
    source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class CartStudy(Record, frozen=True, kw_only=True, gc=False):
    """A study with those of its series that were asked for.

    Returned by getCartData.
    """

    study_instance_uid: str | None = field(default=None, name="studyId")
    """studyId (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one when the
    data are submitted. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    study_date: datetime | None = field(default=None, name="date")
    """date (0008,0020): The day on which the study began. It is de-identified when the data are submitted, in such a
    way that the time between the studies of a patient is kept. Not in the official file. Server source (June
    2026). Source: observed.
    """
    study_description: str | None = field(default=None, name="description")
    """description (0008,1030): What kind of study it is, in the words of the institution that performed it. It was
    inspected, and health information that could identify a person was removed. Not in the official file. Server
    source (June 2026). Source: observed.
    """
    study_key: int | None = field(default=None, name="id")
    """id: The number of the study in the archive's own database. Every row has it. Not in the official file. Server
    source (June 2026). Source: observed.
    """
    study_id: str | None = field(default=None, name="study_id")
    """study_id (0020,0010): The study's short identifier at the institution, de-identified when the data are
    submitted. Not in the official file. Server source (June 2026). Source: observed.
    """
    exclude_commercial: str | None = field(default=None, name="excludeCommercial")
    """excludeCommercial: YES if the licence of some of the data forbids commercial use. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    series: tuple[CartSeries, ...] | None = field(default=None, name="seriesList")
    """seriesList: The series of the study that were asked for. Every row has it. Not in the official file. Server
    source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "study_date": reader("MM-dd-yyyy"),
    }


class CartSeries(Record, frozen=True, kw_only=True, gc=False):
    """A series that was asked for. Keys that the server leaves empty in every answer are not listed.

    Returned by CartStudy records.
    """

    series_number: int | None = field(default=None, name="seriesNumber")
    """seriesNumber (0020,0011): The number that the equipment gave the series within its study, as DICOM defines it.
    Not in the official file. Server source (June 2026). Source: observed.
    """
    series_instance_uid: str | None = field(default=None, name="seriesUID")
    """seriesUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one when the
    data are submitted. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    image_count: int | None = field(default=None, name="numberImages")
    """numberImages: How many images the series has, counted by the archive. Every row has it. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    modality: str | None = field(default=None, name="modality")
    """modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG. Not
    in the official file. Server source (June 2026). Source: observed.
    """
    manufacturer: str | None = field(default=None, name="manufacturer")
    """manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    annotations_flag: bool | None = field(default=None, name="annotationsFlag")
    """annotationsFlag: Whether there are annotations. Every row has it. True or false, never left out. True for any
    stored value, whatever it says. Not in the official file. Server source (June 2026). Source: observed.
    """
    annotation_size: int | None = field(default=None, name="annotationsSize")
    """annotationsSize: The size of the annotation files of the series together, in bytes; 0 where there are none.
    Always 0. Not in the official file. Server source (June 2026). Source: observed.
    """
    patient_id: str | None = field(default=None, name="patientId")
    """patientId (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    patient_key: int | None = field(default=None, name="patientPkId")
    """patientPkId: The number of the patient in the archive's own database. Every row has it. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    study_instance_uid: str | None = field(default=None, name="studyId")
    """studyId (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one when the
    data are submitted. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    study_key: int | None = field(default=None, name="studyPkId")
    """studyPkId: The number of the study in the archive's own database. Every row has it. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    file_size: int | None = field(default=None, name="totalSizeForAllImagesInSeries")
    """totalSizeForAllImagesInSeries: The size of all images of the series together, in bytes. Every row has it. Not
    in the official file. Server source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="project")
    """project: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Not in the official file. Server source (June 2026). Source: observed.
    """
    series_description: str | None = field(default=None, name="description")
    """description (0008,103E): What the series shows, in the words of the institution that performed it. It was
    inspected, and health information that could identify a person was removed. Not in the official file. Server
    source (June 2026). Source: observed.
    """
    body_part_examined: str | None = field(default=None, name="bodyPartExamined")
    """bodyPartExamined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. Not in the official file. Server source (June
    2026). Source: observed.
    """
    third_party_analysis: str | None = field(default=None, name="thirdPartyAnalysis")
    """thirdPartyAnalysis: Whether the series is the result of an analysis by others than those who submitted the
    images; YES or NO, and some values are in small letters. Not in the official file. Server source (June 2026).
    Source: observed.
    """
    collection_uri: str | None = field(default=None, name="descriptionURI")
    """descriptionURI: The address where the collection's data are described, as a rule a link with a digital object
    identifier (DOI). Not in the official file. Server source (June 2026). Source: observed.
    """
    commercial_restrictions: bool | None = field(default=None, name="commercialRestrictions")
    """commercialRestrictions: Whether the licence forbids commercial use, as far as the endpoint looks at that.
    Always false here; excludeCommercial of the study tells it. Not in the official file. Server source (June
    2026). Source: observed.
    """
    series_key: int | None = field(default=None, name="seriesPkId")
    """seriesPkId: The number of the series in the archive's own database. Every row has it. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    exact_size: int | None = field(default=None, name="exactSize")
    """exactSize: The size of all images and annotation files of the series together, in bytes. Not in the official
    file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "series_number": reader("decimal"),
        "patient_key": reader("digits"),
    }


class ImageDetails(Record, frozen=True, kw_only=True, gc=False):
    """An image of a series, as the archive's database has it.

    Returned by getImageDrillDown.
    """

    image_key: int | None = field(default=None, name="imagePkId")
    """imagePkId: The number of the image in the archive's own database. Every row has it. Not in the official file.
    Server source (June 2026). Source: observed.
    """
    content_date: datetime | None = field(default=None, name="contentDate")
    """contentDate (0008,0023): The day on which the content of the image was made, as DICOM defines it. Not in the
    official file. Server source (June 2026). Source: observed.
    """
    content_time: str | None = field(default=None, name="contentTime")
    """contentTime (0008,0033): The time of day at which the content of the image was made, as DICOM defines it. Not
    in the official file. Server source (June 2026). Source: observed.
    """
    series_key: int | None = field(default=None, name="seriesPkId")
    """seriesPkId: The number of the series in the archive's own database. Every row has it. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    instance_number: int | None = field(default=None, name="instanceNumber")
    """instanceNumber (0020,0013): The number of the image within its series, as DICOM defines it. Every row has it.
    Not in the official file. Server source (June 2026). Source: observed.
    """
    sop_instance_uid: str | None = field(default=None, name="sopInstanceUid")
    """sopInstanceUid (0008,0018): The unique identifier of one image or other DICOM object (SOP Instance,
    Service-Object Pair Instance). Every row has it. Not in the official file. Server source (June 2026). Source:
    observed.
    """
    series_instance_uid: str | None = field(default=None, name="seriesInstanceUid")
    """seriesInstanceUid (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Not in the official file. Server source (June 2026). Source:
    observed.
    """
    study_instance_uid: str | None = field(default=None, name="studyInstanceUid")
    """studyInstanceUid (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Not in the official file. Server source (June 2026). Source:
    observed.
    """
    image_size: int | None = field(default=None, name="size")
    """size: The size of the image's file, in bytes. Every row has it. Not in the official file. Server source (June
    2026). Source: observed.
    """
    file_uri: str | None = field(default=None, name="fileURI")
    """fileURI: Where the image's file lies in the file system of the server. Every row has it. Not in the official
    file. Server source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="project")
    """project: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Always null. Not in the official file. Server source (June 2026). Source: observed.
    """
    site: str | None = field(default=None, name="siteName")
    """siteName: The institution that submitted the images, by the name that the archive has for it. Always null. Not
    in the official file. Server source (June 2026). Source: observed.
    """
    frame_number: int | None = field(default=None, name="frameNum")
    """frameNum: The number of frames of an ultrasound image, 0 for all other images. Every row has it. Not in the
    official file. Server source (June 2026). Source: observed.
    """
    acquisition_number: int | None = field(default=None, name="acquisitionNumber")
    """acquisitionNumber (0020,0012): The number of the acquisition that made the image, as DICOM defines it. Every
    row has it. Not that of the acquisition. The server repeats the instance number here. Not in the official
    file. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "content_date": reader("MM-dd-yyyy"),
    }
