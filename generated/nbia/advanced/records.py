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
    """description: What the collection is, as HTML. HTML, as the portal shows it; null if there is none. Server
    source (June 2026). Source: observed.
    """
    description_key: int | None = field(default=None, name="id")
    """id: The number of the description in the archive's own database. Null if there is no description. Server
    source (June 2026). Source: observed.
    """
    changed_at: int | None = field(default=None, name="collectionDescTimestamp")
    """collectionDescTimestamp: When it was last changed, in milliseconds since the beginning of 1970 (UTC). Server
    source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="collectionName")
    """collectionName: The name of a set of images that were gathered for one trial or another purpose. Curators of
    the archive assign it. Every row has it. Server source (June 2026). Source: observed.
    """
    user_name: str | None = field(default=None, name="userName")
    """userName: The user who wrote the description. Server source (June 2026). Source: observed."""
    license_key: int | None = field(default=None, name="licenseId")
    """licenseId: The number of the licence in the archive's own database. Server source (June 2026). Source:
    observed.
    """
    collection_uri: str | None = field(default=None, name="descriptionURI")
    """descriptionURI: The address where the collection's data are described, as a rule a link with a digital object
    identifier (DOI). Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class DescribedData(Record, frozen=True, kw_only=True, gc=False):
    """A collection or a series that an address describes.

    Returned by getCollectionOrSeriesForDOI.
    """

    collection: str | None = field(default=None, name="collection")
    """collection: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Server source (June 2026). Source: observed.
    """
    series_instance_uid: str | None = field(default=None, name="seriesInstanceUID")
    """seriesInstanceUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Left out where collections were asked for. Server source (June 2026). Source:
    observed.
    """
    third_party_analysis: str | None = field(default=None, name="thirdPartyAnanlysis")
    """thirdPartyAnanlysis: Whether the series is the result of an analysis by others than those who submitted the
    images; YES or NO, and some values are in small letters. The server misspells it. Server source (June 2026).
    Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class CollectionSite(Record, frozen=True, kw_only=True, gc=False):
    """A collection and an institution that submitted to it.

    Returned by getCollectionSite.
    """

    collection_site: str | None = field(default=None, name="CollectionSite")
    """CollectionSite: A collection and an institution that submitted images to it, with two slashes between. Every
    row has it. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SiteOfSeries(Record, frozen=True, kw_only=True, gc=False):
    """An institution that submitted to the collection of the series.

    Returned by getSitesForSeries.
    """

    site: str | None = field(default=None, name="Site")
    """Site: The institution that submitted the images, by the name that the archive has for it. Every row has it.
    Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class Species(Record, frozen=True, kw_only=True, gc=False):
    """A species that occurs in the archive.

    Returned by getSpeciesTax.
    """

    species_code: str | None = field(default=None, name="speciesCode")
    """speciesCode (0010,2202): The patient's place in the taxonomy of living beings (for example genus, subgenus,
    species or subspecies), as a SNOMED code. Every row has it. Server source (June 2026). Source: observed.
    """
    species_description: str | None = field(default=None, name="speciesDescription")
    """speciesDescription (0010,2201): The patient's place in the taxonomy of living beings (for example genus,
    subgenus, species or subspecies), by its scientific name. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class Timepoints(Record, frozen=True, kw_only=True, gc=False):
    """How far before and after events the archive's studies lie.

    Returned by getMinMaxTimepoints.
    """

    max_timepoints: dict[str, int] | None = field(default=None, name="maxTimepoints")
    """maxTimepoints: The largest number of days from an event to a study, for each kind of event. Every row has it.
    Shown by the guide (2023); server source (June 2026). Source: observed.
    """
    min_timepoints: dict[str, int] | None = field(default=None, name="minTimepoints")
    """minTimepoints: The smallest number of days from an event to a study, for each kind of event. Every row has it.
    Shown by the guide (2023); server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class EquipmentNode(Record, frozen=True, kw_only=True, gc=False):
    """A place in the tree of manufacturers, models and software versions.

    Returned by getManufacturerTree, EquipmentNode records.
    """

    equipment: EquipmentName | None = field(default=None, name="data")
    """data: What this place of the tree is. Server source (June 2026). Source: observed."""
    children: tuple[EquipmentNode, ...] | None = field(default=None, name="children")
    """children: What is below it: models of a manufacturer, or software versions of a model. Empty at the end of a
    branch. Every row has it. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class EquipmentName(Record, frozen=True, kw_only=True, gc=False):
    """A manufacturer, a model or a software version.

    Returned by EquipmentNode records.
    """

    level: str | None = field(default=None, name="criteria")
    """criteria: What the value is, root, Manufacturer, Model or Software Ver. Server source (June 2026). Source:
    observed.
    """
    value: str | None = field(default=None, name="value")
    """value: The manufacturer, the model or the software version, as it is stored. Server source (June 2026).
    Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class DicomTag(Record, frozen=True, kw_only=True, gc=False):
    """An element of the DICOM header of an image.

    Returned by getDicomTags, getDicomTagsByImageID.
    """

    element: str | None = field(default=None, name="element")
    """element: The tag of the element of DICOM, in round brackets. Within a sequence a greater-than sign stands
    before it for every level. Every row has it. Server source (June 2026). Source: observed.
    """
    name: str | None = field(default=None, name="name")
    """name: The name of the element of DICOM. What ends a sequence is named after it, with End before the name.
    Server source (June 2026). Source: observed.
    """
    data: str | None = field(default=None, name="data")
    """data: The value of the element of DICOM, as text. Server source (June 2026). Source: observed."""

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SearchResult(Record, frozen=True, kw_only=True, gc=False):
    """One page of the patients that match, and what all of them have.

    Returned by getSimpleSearchWithModalityAndBodyPartPaged.
    """

    patients: tuple[SearchPatient, ...] | None = field(default=None, name="resultSet")
    """resultSet: The patients of this page. Every row has it. Server source (June 2026). Source: observed."""
    total_patients: int | None = field(default=None, name="totalPatients")
    """totalPatients: How many patients match, on all pages together. Every row has it. Server source (June 2026).
    Source: observed.
    """
    body_part_counts: tuple[ValueCount, ...] | None = field(default=None, name="bodyParts")
    """bodyParts: The body parts of all series that match, each with the number of patients; NOT SPECIFIED where
    there is none. Server source (June 2026). Source: observed.
    """
    modality_counts: tuple[ValueCount, ...] | None = field(default=None, name="modalities")
    """modalities: The modalities of all series that match, each with the number of patients. Server source (June
    2026). Source: observed.
    """
    collection_counts: tuple[ValueCount, ...] | None = field(default=None, name="collections")
    """collections: The collections of all patients that match, each with the number of patients. Server source (June
    2026). Source: observed.
    """
    species_counts: tuple[ValueCount, ...] | None = field(default=None, name="species")
    """species: The species of all patients that match, as SNOMED codes, each with the number of patients. Server
    source (June 2026). Source: observed.
    """
    max_timepoints: dict[str, int] | None = field(default=None, name="maxTimepoints")
    """maxTimepoints: The largest number of days from an event to a study, for each kind of event. Server source
    (June 2026). Source: observed.
    """
    min_timepoints: dict[str, int] | None = field(default=None, name="minTimepoints")
    """minTimepoints: The smallest number of days from an event to a study, for each kind of event. Server source
    (June 2026). Source: observed.
    """
    sort: str | None = field(default=None, name="sort")
    """sort: By what the patients are sorted and in which direction, as it was asked for, with a hyphen between.
    Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SearchPatient(Record, frozen=True, kw_only=True, gc=False):
    """A patient that matches.

    Returned by SearchResult records.
    """

    patient_id: str | None = field(default=None, name="subjectId")
    """subjectId (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Server source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="project")
    """project: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Server source (June 2026). Source: observed.
    """
    patient_key: int | None = field(default=None, name="id")
    """id: The number of the patient in the archive's own database. Every row has it. Server source (June 2026).
    Source: observed.
    """
    modalities: tuple[str, ...] | None = field(default=None, name="modalities")
    """modalities: The modalities of the patient's series that match. Server source (June 2026). Source: observed."""
    body_parts: tuple[str, ...] | None = field(default=None, name="bodyParts")
    """bodyParts: The body parts of the patient's series that match, in capital letters; an empty text for a series
    without one. Server source (June 2026). Source: observed.
    """
    species: tuple[str, ...] | None = field(default=None, name="species")
    """species: The species of the patient, as a SNOMED code. Server source (June 2026). Source: observed."""
    timepoints: dict[str, tuple[int, ...]] | None = field(default=None, name="timepoints")
    """timepoints: For each kind of event, how many days after it the patient's studies were. Server source (June
    2026). Source: observed.
    """
    total_number_of_studies: int | None = field(default=None, name="totalNumberOfStudies")
    """totalNumberOfStudies: How many studies the patient has, also those that do not match. Server source (June
    2026). Source: observed.
    """
    total_number_of_series: int | None = field(default=None, name="totalNumberOfSeries")
    """totalNumberOfSeries: How many series the patient has, also those that do not match. Server source (June 2026).
    Source: observed.
    """
    studies: tuple[SearchStudy, ...] | None = field(default=None, name="studyIdentifiers")
    """studyIdentifiers: The studies of the patient that have series that match. Every row has it. Server source
    (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SearchStudy(Record, frozen=True, kw_only=True, gc=False):
    """A study of a patient that matches.

    Returned by SearchPatient records, TextSearchPatient records.
    """

    series_keys: tuple[int, ...] | None = field(default=None, name="seriesIdentifiers")
    """seriesIdentifiers: The numbers of the series of the study that match, in the archive's own database. Every row
    has it. Server source (June 2026). Source: observed.
    """
    series: tuple[SearchSeries, ...] | None = field(default=None, name="seriesAndModality")
    """seriesAndModality: The series of the study that match, with their modalities; empty unless patients were
    wanted who have all of several modalities. Server source (June 2026). Source: observed.
    """
    study_key: int | None = field(default=None, name="studyIdentifier")
    """studyIdentifier: The number of the study in the archive's own database. Every row has it. Server source (June
    2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SearchSeries(Record, frozen=True, kw_only=True, gc=False):
    """A series of a study that matches, with its modality.

    Returned by SearchStudy records.
    """

    series_key: int | None = field(default=None, name="seriesId")
    """seriesId: The number of the series in the archive's own database. Every row has it. Server source (June 2026).
    Source: observed.
    """
    modality: str | None = field(default=None, name="modality")
    """modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG.
    Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class ValueCount(Record, frozen=True, kw_only=True, gc=False):
    """A value that occurs among the patients that match, with their number.

    Returned by SearchResult records.
    """

    value: str | None = field(default=None, name="value")
    """value: The value that is counted. Every row has it. Server source (June 2026). Source: observed."""
    patient_count: int | None = field(default=None, name="count")
    """count: How many patients have it. Each is counted once. Every row has it. Server source (June 2026). Source:
    observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class CartStudy(Record, frozen=True, kw_only=True, gc=False):
    """A study with those of its series that were asked for.

    Returned by getCartData, getStudyDrillDown, getStudyDrillDownWithSeriesIds.
    """

    study_instance_uid: str | None = field(default=None, name="studyId")
    """studyId (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one when the
    data are submitted. Every row has it. Server source (June 2026). Source: observed.
    """
    study_date: datetime | None = field(default=None, name="date")
    """date (0008,0020): The day on which the study began. It is de-identified when the data are submitted, in such a
    way that the time between the studies of a patient is kept. Server source (June 2026). Source: observed.
    """
    study_description: str | None = field(default=None, name="description")
    """description (0008,1030): What kind of study it is, in the words of the institution that performed it. It was
    inspected, and health information that could identify a person was removed. Server source (June 2026). Source:
    observed.
    """
    study_key: int | None = field(default=None, name="id")
    """id: The number of the study in the archive's own database. Every row has it. Server source (June 2026).
    Source: observed.
    """
    study_id: str | None = field(default=None, name="study_id")
    """study_id (0020,0010): The study's short identifier at the institution, de-identified when the data are
    submitted. Server source (June 2026). Source: observed.
    """
    exclude_commercial: str | None = field(default=None, name="excludeCommercial")
    """excludeCommercial: YES if the licence of some of the data forbids commercial use. Server source (June 2026).
    Source: observed.
    """
    series: tuple[CartSeries, ...] | None = field(default=None, name="seriesList")
    """seriesList: The series of the study that were asked for. Every row has it. Server source (June 2026). Source:
    observed.
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
    Server source (June 2026). Source: observed.
    """
    series_instance_uid: str | None = field(default=None, name="seriesUID")
    """seriesUID (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one when the
    data are submitted. Every row has it. Server source (June 2026). Source: observed.
    """
    image_count: int | None = field(default=None, name="numberImages")
    """numberImages: How many images the series has, counted by the archive. Every row has it. Server source (June
    2026). Source: observed.
    """
    modality: str | None = field(default=None, name="modality")
    """modality (0008,0060): The kind of equipment or of object, as DICOM defines it, such as CT, MR, PT or MG.
    Server source (June 2026). Source: observed.
    """
    manufacturer: str | None = field(default=None, name="manufacturer")
    """manufacturer (0008,0070): The manufacturer of the equipment, as DICOM defines it. Server source (June 2026).
    Source: observed.
    """
    annotations_flag: bool | None = field(default=None, name="annotationsFlag")
    """annotationsFlag: Whether there are annotations. Every row has it. True or false, never left out. True for any
    stored value, whatever it says. Server source (June 2026). Source: observed.
    """
    annotation_size: int | None = field(default=None, name="annotationsSize")
    """annotationsSize: The size of the annotation files of the series together, in bytes; 0 where there are none.
    Always 0. Server source (June 2026). Source: observed.
    """
    patient_id: str | None = field(default=None, name="patientId")
    """patientId (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Server source (June 2026). Source: observed.
    """
    patient_key: int | None = field(default=None, name="patientPkId")
    """patientPkId: The number of the patient in the archive's own database. Every row has it. Server source (June
    2026). Source: observed.
    """
    study_instance_uid: str | None = field(default=None, name="studyId")
    """studyId (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one when the
    data are submitted. Every row has it. Server source (June 2026). Source: observed.
    """
    study_key: int | None = field(default=None, name="studyPkId")
    """studyPkId: The number of the study in the archive's own database. Every row has it. Server source (June 2026).
    Source: observed.
    """
    file_size: int | None = field(default=None, name="totalSizeForAllImagesInSeries")
    """totalSizeForAllImagesInSeries: The size of all images of the series together, in bytes. Every row has it.
    Server source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="project")
    """project: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Server source (June 2026). Source: observed.
    """
    series_description: str | None = field(default=None, name="description")
    """description (0008,103E): What the series shows, in the words of the institution that performed it. It was
    inspected, and health information that could identify a person was removed. Server source (June 2026). Source:
    observed.
    """
    body_part_examined: str | None = field(default=None, name="bodyPartExamined")
    """bodyPartExamined (0018,0015): The part of the body that was imaged, as DICOM defines it. It is entered
    collection by collection, in the terms of SNOMED that fit. Server source (June 2026). Source: observed.
    """
    third_party_analysis: str | None = field(default=None, name="thirdPartyAnalysis")
    """thirdPartyAnalysis: Whether the series is the result of an analysis by others than those who submitted the
    images; YES or NO, and some values are in small letters. Server source (June 2026). Source: observed.
    """
    collection_uri: str | None = field(default=None, name="descriptionURI")
    """descriptionURI: The address where the collection's data are described, as a rule a link with a digital object
    identifier (DOI). Server source (June 2026). Source: observed.
    """
    commercial_restrictions: bool | None = field(default=None, name="commercialRestrictions")
    """commercialRestrictions: Whether the licence forbids commercial use, as far as the endpoint looks at that.
    Always false here; excludeCommercial of the study tells it. Server source (June 2026). Source: observed.
    """
    series_key: int | None = field(default=None, name="seriesPkId")
    """seriesPkId: The number of the series in the archive's own database. Every row has it. Server source (June
    2026). Source: observed.
    """
    exact_size: int | None = field(default=None, name="exactSize")
    """exactSize: The size of all images and annotation files of the series together, in bytes. Server source (June
    2026). Source: observed.
    """
    max_frame_count: str | None = field(default=None, name="maxFrameCount")
    """maxFrameCount: The largest number of frames of an ultrasound image of the series, 0 for all other series.
    Server source (June 2026). Source: observed.
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
    """imagePkId: The number of the image in the archive's own database. Every row has it. Server source (June 2026).
    Source: observed.
    """
    content_date: datetime | None = field(default=None, name="contentDate")
    """contentDate (0008,0023): The day on which the content of the image was made, as DICOM defines it. Server
    source (June 2026). Source: observed.
    """
    content_time: str | None = field(default=None, name="contentTime")
    """contentTime (0008,0033): The time of day at which the content of the image was made, as DICOM defines it.
    Server source (June 2026). Source: observed.
    """
    series_key: int | None = field(default=None, name="seriesPkId")
    """seriesPkId: The number of the series in the archive's own database. Every row has it. Server source (June
    2026). Source: observed.
    """
    instance_number: int | None = field(default=None, name="instanceNumber")
    """instanceNumber (0020,0013): The number of the image within its series, as DICOM defines it. Every row has it.
    Server source (June 2026). Source: observed.
    """
    sop_instance_uid: str | None = field(default=None, name="sopInstanceUid")
    """sopInstanceUid (0008,0018): The unique identifier of one image or other DICOM object (SOP Instance,
    Service-Object Pair Instance). Every row has it. Server source (June 2026). Source: observed.
    """
    series_instance_uid: str | None = field(default=None, name="seriesInstanceUid")
    """seriesInstanceUid (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Server source (June 2026). Source: observed.
    """
    study_instance_uid: str | None = field(default=None, name="studyInstanceUid")
    """studyInstanceUid (0020,000D): The study's unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Every row has it. Server source (June 2026). Source: observed.
    """
    image_size: int | None = field(default=None, name="size")
    """size: The size of the image's file, in bytes. Every row has it. Server source (June 2026). Source: observed."""
    file_uri: str | None = field(default=None, name="fileURI")
    """fileURI: Where the image's file lies in the file system of the server. Every row has it. Server source (June
    2026). Source: observed.
    """
    collection: str | None = field(default=None, name="project")
    """project: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Always null. Server source (June 2026). Source: observed.
    """
    site: str | None = field(default=None, name="siteName")
    """siteName: The institution that submitted the images, by the name that the archive has for it. Always null.
    Server source (June 2026). Source: observed.
    """
    frame_number: int | None = field(default=None, name="frameNum")
    """frameNum: The number of frames of an ultrasound image, 0 for all other images. Every row has it. Server source
    (June 2026). Source: observed.
    """
    acquisition_number: int | None = field(default=None, name="acquisitionNumber")
    """acquisitionNumber (0020,0012): The number of the acquisition that made the image, as DICOM defines it. Every
    row has it. Not that of the acquisition. The server repeats the instance number here. Server source (June
    2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "content_date": reader("MM-dd-yyyy"),
    }


class LicenseDetails(Record, frozen=True, kw_only=True, gc=False):
    """A licence under which data of the archive may be used.

    Returned by getLicenses, SiteDetails records.
    """

    license_name: str | None = field(default=None, name="longName")
    """longName: The name of the licence. Server source (June 2026). Source: observed."""
    license_key: int | None = field(default=None, name="id")
    """id: The number of the licence in the archive's own database. Server source (June 2026). Source: observed."""
    short_name: str | None = field(default=None, name="shortName")
    """shortName: The short name of the licence. Server source (June 2026). Source: observed."""
    license_uri: str | None = field(default=None, name="licenseURL")
    """licenseURL: The address of the licence's text. Server source (June 2026). Source: observed."""
    license_text: str | None = field(default=None, name="licenseText")
    """licenseText: The text of the licence, if the archive has it. Server source (June 2026). Source: observed."""
    commercial_use: str | None = field(default=None, name="commercialUse")
    """commercialUse: Whether the licence allows commercial use, YES or NO. Server source (June 2026). Source:
    observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SiteDetails(Record, frozen=True, kw_only=True, gc=False):
    """An institution that submitted to a collection, and the licence of what it submitted.

    Returned by getSite.
    """

    site: str | None = field(default=None, name="siteName")
    """siteName: The institution that submitted the images, by the name that the archive has for it. Server source
    (June 2026). Source: observed.
    """
    license_details: LicenseDetails | None = field(default=None, name="licenseDTO")
    """licenseDTO: The licence of what the institution submitted to the collection, if the archive knows it. Server
    source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="collectionName")
    """collectionName: The name of a set of images that were gathered for one trial or another purpose. Curators of
    the archive assign it. Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class VisibilityName(Record, frozen=True, kw_only=True, gc=False):
    """A state of the archive's curation.

    Returned by getVisibilities.
    """

    visibility: str | None = field(default=None, name="Visibility")
    """Visibility: How far the series is in the archive's curation, in words: Visible, Not Visible, Not Yet Reviewed,
    To Be Deleted, Delete, Downloadable, or a stage that the archive has named itself. Every row has it. Server
    source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class CriteriaCount(Record, frozen=True, kw_only=True, gc=False):
    """A value that occurs, with the number of patients.

    Returned by getBodyPartValuesAndCounts, getCollectionValuesAndCounts, getManufacturerValuesAndCounts,
    getModalityValuesAndCounts, getSpeciesValuesAndCounts.
    """

    value: str | None = field(default=None, name="criteria")
    """criteria: The value that is counted. Every row has it. Server source (June 2026). Source: observed."""
    patient_count: int | None = field(default=None, name="count")
    """count: How many patients have it. Each is counted once. Every row has it. Server source (June 2026). Source:
    observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
    wire_forms: ClassVar[Mapping[str, Reader]] = {
        "patient_count": reader("digits"),
    }


class SharedList(Record, frozen=True, kw_only=True, gc=False):
    """A list of series that a user shares, as the portal's shared carts are.

    Returned by getSharedList.
    """

    name: str | None = field(default=None, name="name")
    """name: The name of the list, by which it is shared. Every row has it. Server source (June 2026). Source:
    observed.
    """
    comment: str | None = field(default=None, name="comment")
    """comment: What the list is about. Server source (June 2026). Source: observed."""
    hyperlink: str | None = field(default=None, name="hyperlink")
    """hyperlink: An address where the list is described. Server source (June 2026). Source: observed."""
    changed_at: int | None = field(default=None, name="date")
    """date: When the list was made, in milliseconds since the beginning of 1970 (UTC). Server source (June 2026).
    Source: observed.
    """
    list_key: int | None = field(default=None, name="id")
    """id: The number of the list in the archive's own database. Server source (June 2026). Source: observed."""
    user_name: str | None = field(default=None, name="userName")
    """userName: The user who made the list. Server source (June 2026). Source: observed."""
    series_instance_uids: tuple[str, ...] | None = field(default=None, name="seriesInstanceUIDs")
    """seriesInstanceUIDs: The series, by their DICOM Series Instance UIDs (0020,000E). Every row has it. Each once,
    in no order. Server source (June 2026). Source: observed.
    """
    entries: tuple[SharedListEntry, ...] | None = field(default=None, name="seriesInstanceUidsList")
    """seriesInstanceUidsList: The series of the list, each with its number in the archive's own database. Server
    source (June 2026). Source: observed.
    """
    usage_count: int | None = field(default=None, name="usageCount")
    """usageCount: How often the list was used. Server source (June 2026). Source: observed."""
    day: str | None = field(default=None, name="dateString")
    """dateString: The day on which the list was made, as the server is set to write days. Server source (June 2026).
    Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class SharedListEntry(Record, frozen=True, kw_only=True, gc=False):
    """A series in a shared list.

    Returned by SharedList records.
    """

    series_instance_uid: str | None = field(default=None, name="seriesInstanceUid")
    """seriesInstanceUid (0020,000E): The series' unique identifier, as DICOM defines it. It replaces the real one
    when the data are submitted. Server source (June 2026). Source: observed.
    """
    entry_key: int | None = field(default=None, name="id")
    """id: The number of the entry in the archive's own database. Server source (June 2026). Source: observed."""
    list_key: int | None = field(default=None, name="parentId")
    """parentId: The number of the list in the archive's own database. Server source (June 2026). Source: observed."""

    package: ClassVar[str] = __name__.rpartition(".")[0]


class TextSearchResult(Record, frozen=True, kw_only=True, gc=False):
    """One page of the patients in whose data the words were found.

    Returned by getTextSearchPaged.
    """

    patients: tuple[TextSearchPatient, ...] | None = field(default=None, name="resultSet")
    """resultSet: The patients of this page. Every row has it. Server source (June 2026). Source: observed."""
    total_patients: int | None = field(default=None, name="totalPatients")
    """totalPatients: How many patients match, on all pages together. Every row has it. Server source (June 2026).
    Source: observed.
    """
    sort: str | None = field(default=None, name="sort")
    """sort: By what the patients are sorted and in which direction, as it was asked for, with a hyphen between.
    Server source (June 2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class TextSearchPatient(Record, frozen=True, kw_only=True, gc=False):
    """A patient in whose data the words were found.

    Returned by getTextSearch, TextSearchResult records.
    """

    patient_id: str | None = field(default=None, name="subjectId")
    """subjectId (0010,0020): The patient's identifier. It replaces the real one, which is removed when the data are
    submitted. Every row has it. Server source (June 2026). Source: observed.
    """
    collection: str | None = field(default=None, name="project")
    """project: The name of a set of images that were gathered for one trial or another purpose. Curators of the
    archive assign it. Every row has it. Server source (June 2026). Source: observed.
    """
    patient_key: int | None = field(default=None, name="id")
    """id: The number of the patient in the archive's own database. Every row has it. Server source (June 2026).
    Source: observed.
    """
    total_number_of_studies: int | None = field(default=None, name="totalNumberOfStudies")
    """totalNumberOfStudies: How many studies the patient has, also those that do not match. Server source (June
    2026). Source: observed.
    """
    total_number_of_series: int | None = field(default=None, name="totalNumberOfSeries")
    """totalNumberOfSeries: How many series the patient has, also those that do not match. Server source (June 2026).
    Source: observed.
    """
    hit: str | None = field(default=None, name="hit")
    """hit: The text in which the words were found. Server source (June 2026). Source: observed."""
    studies: tuple[SearchStudy, ...] | None = field(default=None, name="studyIdentifiers")
    """studyIdentifiers: The studies of the patient that have series that match. Server source (June 2026). Source:
    observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]


class UserRole(Record, frozen=True, kw_only=True, gc=False):
    """A right of the user.

    Returned by getRoles.
    """

    role: str | None = field(default=None, name="UserRole")
    """UserRole: What the user may do, by the name that the archive has for it. Every row has it. Server source (June
    2026). Source: observed.
    """

    package: ClassVar[str] = __name__.rpartition(".")[0]
