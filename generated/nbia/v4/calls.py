# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The calls of the service: each function checks its arguments and returns a call that is not sent yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias, overload

from nbia_core.api.calls import Call, make_call
from nbia_core.api.criteria import Criterion
from nbia_core.checks import DateLike
from nbia_core.records.readers import BytesReader, RecordReader, RecordsReader, TextReader
from nbia_core.records.records import Records

from .records import (
    BodyPartCount,
    BodyPartValue,
    CartStudy,
    CollectionCount,
    CollectionDescription,
    CollectionSite,
    CollectionValue,
    DeniedSeries,
    DescribedData,
    DicomTag,
    EquipmentNode,
    ImageDetails,
    ManufacturerCount,
    ManufacturerValue,
    ModalityCount,
    ModalityValue,
    Patient,
    PatientIdentifier,
    SearchResult,
    Series,
    SeriesMetadata,
    SeriesQCInfo,
    SeriesSize,
    SiteOfSeries,
    SOPInstance,
    Species,
    SpeciesCount,
    Study,
    Timepoints,
)

_PACKAGE = __name__.rpartition(".")[0]

Format: TypeAlias = Literal["json", "csv", "html", "xml"]
"""The formats in which the service answers; the first is the default and becomes records."""

TextFormat: TypeAlias = Literal["csv", "html", "xml"]
"""The formats that are returned as the server wrote them."""


def get_collection_descriptions(
    *, collection: str | Sequence[str] | None = None
) -> Call[Records[CollectionDescription]]:
    """What the collections are about, as HTML, and the addresses where they are described.

    Args:
        collection: The collection, by the name that getCollectionValues lists, in the same letters. Any text that
            is not empty, or several of them. Sent as collectionName. Example: "4D-Lung". Upper and lower case are
            told apart.

    Returns:
        A call, not sent yet, whose answer is: Records of CollectionDescription, in the server's order; empty when
        nothing matches. For several values there is a request for each combination; their rows are joined, each
        once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getCollectionDescriptions.
    """
    arguments: dict[str, object] = {"collection": collection}
    return make_call(_PACKAGE, "getCollectionDescriptions", RecordsReader(CollectionDescription), arguments)


def get_collection_or_series_for_doi(
    *, doi: str | None = None, collection_or_series: str | None = None
) -> Call[Records[DescribedData]]:
    """The collections or the series that are described at an address, as a rule a digital object identifier (DOI).

    Without an address everything is listed that has one. Series that are not visible are listed too.

    Args:
        doi: The address where the data are described, whole and in the same letters as the archive has it. Any
            text that is not empty. Sent as DOI. Example: "https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE". The
            whole address as it is stored, with https://doi.org/; upper and lower case are told apart. The
            official file says it is required; for the server it is optional. Server source (June 2026).
        collection_or_series: What is wanted, the collections or the single series that the address describes.
            Collection, series. Sent as CollectionOrSeries. Example: "collection". Whatever is not series means
            collections. The official file says it is required; for the server it is optional. Server source (June
            2026).

    Returns:
        A call, not sent yet, whose answer is: Records of DescribedData, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getCollectionOrSeriesForDOI.
    """
    arguments: dict[str, object] = {"doi": doi, "collection_or_series": collection_or_series}
    return make_call(_PACKAGE, "getCollectionOrSeriesForDOI", RecordsReader(DescribedData), arguments)


def get_collection_site() -> Call[Records[CollectionSite]]:
    """The collections that the caller may see, each with the institutions that submitted to it.

    Returns:
        A call, not sent yet, whose answer is: Records of CollectionSite, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getCollectionSite", RecordsReader(CollectionSite, "values"), arguments)


def get_sites_for_series(*, series_instance_uids: str | Sequence[str] | None = None) -> Call[Records[SiteOfSeries]]:
    """The institutions that submitted to the collection to which all of the given series belong.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as seriesId. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated for
            each series. Without it there is no institution. The official file says nothing of it; for the server
            it is optional. Server source (June 2026).

    Returns:
        A call, not sent yet, whose answer is: Records of SiteOfSeries, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uids": series_instance_uids}
    return make_call(_PACKAGE, "getSitesForSeries", RecordsReader(SiteOfSeries, "values"), arguments)


def get_body_part_values_and_counts(
    *, collection: str | Sequence[str] | None = None, modality: str | Sequence[str] | None = None
) -> Call[Records[BodyPartCount]]:
    """The body parts that occur in the archive, or in the series that match the filters, with the number of
    patients.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken, not only
            the 22 codes of the official file.

    Returns:
        A call, not sent yet, whose answer is: Records of BodyPartCount, in the server's order; empty when nothing
        matches. For several values there is a request for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getBodyPartValuesAndCounts.
    """
    arguments: dict[str, object] = {"collection": collection, "modality": modality}
    return make_call(_PACKAGE, "getBodyPartValuesAndCounts", RecordsReader(BodyPartCount), arguments)


def get_collection_values_and_counts() -> Call[Records[CollectionCount]]:
    """The collections, with the number of patients.

    Returns:
        A call, not sent yet, whose answer is: Records of CollectionCount, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getCollectionValuesAndCounts.
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getCollectionValuesAndCounts", RecordsReader(CollectionCount), arguments)


def get_manufacturer_values_and_counts(
    *,
    collection: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
) -> Call[Records[ManufacturerCount]]:
    """The manufacturers that occur in the archive, or in the series that match the filters, with the number of
    patients.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: "CT". Upper and lower case are the same.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            "CHEST". Upper and lower case are the same.

    Returns:
        A call, not sent yet, whose answer is: Records of ManufacturerCount, in the server's order; empty when
        nothing matches. For several values there is a request for each combination; their rows are joined, each
        once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getManufacturerValuesAndCounts.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "modality": modality,
        "body_part_examined": body_part_examined,
    }
    return make_call(_PACKAGE, "getManufacturerValuesAndCounts", RecordsReader(ManufacturerCount), arguments)


def get_modality_values_and_counts(
    *, collection: str | Sequence[str] | None = None, body_part_examined: str | Sequence[str] | None = None
) -> Call[Records[ModalityCount]]:
    """The modalities that occur in the archive, or in the series that match the filters, with the number of
    patients.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            "CHEST". Upper and lower case are the same.

    Returns:
        A call, not sent yet, whose answer is: Records of ModalityCount, in the server's order; empty when nothing
        matches. For several values there is a request for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getModalityValuesAndCounts.
    """
    arguments: dict[str, object] = {"collection": collection, "body_part_examined": body_part_examined}
    return make_call(_PACKAGE, "getModalityValuesAndCounts", RecordsReader(ModalityCount), arguments)


def get_species_values_and_counts() -> Call[Records[SpeciesCount]]:
    """The species, as SNOMED codes, with the number of patients.

    Ask getSpeciesTax for their names.

    Returns:
        A call, not sent yet, whose answer is: Records of SpeciesCount, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getSpeciesValuesAndCounts.
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getSpeciesValuesAndCounts", RecordsReader(SpeciesCount), arguments)


def get_species_tax() -> Call[Records[Species]]:
    """The species that occur in the archive, with their codes and names.

    Returns:
        A call, not sent yet, whose answer is: Records of Species, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getSpeciesTax.
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getSpeciesTax", RecordsReader(Species), arguments)


def get_min_max_timepoints() -> Call[Timepoints | None]:
    """For each kind of event, how many days before and after it the archive's studies were.

    All studies are counted, also those that are not public. Fractions of days are cut off.

    Returns:
        A call, not sent yet, whose answer is: one Timepoints; None when there is nothing.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getMinMaxTimepoints.
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getMinMaxTimepoints", RecordReader(Timepoints), arguments)


def get_manufacturer_tree() -> Call[EquipmentNode | None]:
    """The equipment in the archive, as a tree of manufacturers, their models and their software versions.

    The root is called All Manufactures. Only equipment of which the archive knows all three is in the tree. The
    names are those that the criteria Model and SoftwareVersion of getSimpleSearch want.

    Returns:
        A call, not sent yet, whose answer is: one EquipmentNode; None when there is nothing.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getManufacturerTree", RecordReader(EquipmentNode), arguments)


def get_image(
    series_instance_uid: str, *, new_file_names: bool | None = None, include_md5: bool | None = None
) -> Call[bytes]:
    """All images of a series and the licence, as one ZIP archive, on request with their MD5 hashes.

    For bulk transfer. The archive is written while it is sent: it has no length in advance, cannot be resumed,
    and its bytes differ from call to call although its members are the same.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
        new_file_names: Yes names the files by acquisition and instance, in that order, instead of by running
            numbers. True or False, which go out as Yes or No. Sent as NewFileNames. Example: True. The server
            takes every value but Yes, in any case of letters, for No.
        include_md5: Yes adds a file with the MD5 hashes of the images, under the names that they have in this
            archive. True or False, which go out as Yes or No. Sent as IncludeMD5. Example: True. The server takes
            every value but Yes, in any case of letters, for No. A server older than November 2025 does not know
            the parameter and refuses it with status 400.

    Returns:
        A call, not sent yet, whose answer is: the ZIP archive.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getImage.
    """
    arguments: dict[str, object] = {
        "series_instance_uid": series_instance_uid,
        "new_file_names": new_file_names,
        "include_md5": include_md5,
    }
    return make_call(_PACKAGE, "getImage", BytesReader("zip"), arguments)


def get_image_with_md5_hash(series_instance_uid: str) -> Call[bytes]:
    """All images of a series with their MD5 hashes, as one ZIP archive.

    The hashes were taken when the images entered the archive, so they show damage in storage and in transfer.
    getImage sends them together with the licence.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.14519.5.2.1.6919.4624.313514201353787659031503464798".

    Returns:
        A call, not sent yet, whose answer is: the ZIP archive.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getImageWithMD5Hash.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    return make_call(_PACKAGE, "getImageWithMD5Hash", BytesReader("zip"), arguments)


def get_single_image(series_instance_uid: str, sop_instance_uid: str) -> Call[bytes]:
    """One image, as a DICOM file.

    Ask getSOPInstanceUIDs for the images of a series first.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "143.284188174537413748743284550513035752067".
        sop_instance_uid: The image, by its DICOM SOP Instance UID (0008,0018), as getSOPInstanceUIDs lists it. A
            DICOM UID: digits and dots, at most 64 characters. Sent as SOPInstanceUID. Example:
            "143.53599064898089361503082484556513429004".

    Returns:
        A call, not sent yet, whose answer is: the DICOM file.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid, "sop_instance_uid": sop_instance_uid}
    return make_call(_PACKAGE, "getSingleImage", BytesReader("dicom"), arguments)


def get_dcm_image(
    series_instance_uid: str, *, include_annotation: bool | None = None, include_md5: bool | None = None
) -> Call[bytes]:
    """All images of a series as one ZIP archive, on request with their annotation files and MD5 hashes.

    The archive has no LICENSE. Images come first, under the names that getImage gives them with NewFileNames;
    then md5hashes.csv if it is asked for, then the annotation files under the names under which they are stored.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
        include_annotation: Whether annotation files of the series are added after the images. True or False,
            which go out as true or false. Sent as IncludeAnnotation. Example: True.
        include_md5: Whether a file with the MD5 hashes of the images is added after them. True or False, which go
            out as true or false. Sent as MD5Verification. Example: True.

    Returns:
        A call, not sent yet, whose answer is: the ZIP archive.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {
        "series_instance_uid": series_instance_uid,
        "include_annotation": include_annotation,
        "include_md5": include_md5,
    }
    return make_call(_PACKAGE, "getDCMImage", BytesReader("zip"), arguments)


def get_image_other(series_instance_uid: str) -> Call[bytes]:
    """The files that the archive keeps in a second store for a series, as one ZIP archive.

    The files have the names under which they are stored. For nearly every series there are none. The server does
    not look at the caller's rights.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".

    Returns:
        A call, not sent yet, whose answer is: the ZIP archive.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    return make_call(_PACKAGE, "getImageOther", BytesReader("zip"), arguments)


def get_thumbnail(series_instance_uid: str, sop_instance_uid: str) -> Call[bytes]:
    """A small picture of one image, as JPEG.

    The archive has such a picture of many images, not of all. Ask getSOPInstanceUIDs for the images of a series
    first.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). This endpoint has a shorter
            name for the parameter. A DICOM UID: digits and dots, at most 64 characters. Sent as seriesUID.
            Example: "143.284188174537413748743284550513035752067".
        sop_instance_uid: The image, by its DICOM SOP Instance UID (0008,0018), as getSOPInstanceUIDs lists it. A
            DICOM UID: digits and dots, at most 64 characters. Sent as objectUID. Example:
            "143.53599064898089361503082484556513429004".

    Returns:
        A call, not sent yet, whose answer is: the JPEG file.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid, "sop_instance_uid": sop_instance_uid}
    return make_call(_PACKAGE, "getThumbnail", BytesReader("jpeg"), arguments)


def get_md5_hash_for_image(*, sop_instance_uid: str | None = None) -> Call[str]:
    """The MD5 hash of one image, as text.

    32 hexadecimal digits in small letters, of the file as the archive has it.

    Args:
        sop_instance_uid: The image, by its DICOM SOP Instance UID (0008,0018), as getSOPInstanceUIDs lists it. A
            DICOM UID: digits and dots, at most 64 characters. Sent as SOPInstanceUID. Example:
            "143.53599064898089361503082484556513429004". Without it the answer is empty. The official file says
            it is required; for the server it is optional. Server source (June 2026).

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getMD5HashForImage.
    """
    arguments: dict[str, object] = {"sop_instance_uid": sop_instance_uid}
    return make_call(_PACKAGE, "getMD5HashForImage", TextReader(), arguments)


def get_md5_hierarchy(
    *,
    collection: str | None = None,
    patient_id: str | None = None,
    study_instance_uid: str | None = None,
    series_instance_uid: str | None = None,
) -> Call[str]:
    """One MD5 hash for all images of a series, a study, a patient or a collection.

    It is the MD5 hash of the sorted hashes of the level below, written one after the other. Ask for one level
    only; for a patient name the collection too. If several are given, the hash of the highest counts.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "RIDER Pilot".
        patient_id: The patient (0010,0020). Any text that is not empty. Sent as PatientID. Example:
            "1.3.6.1.4.1.9328.50.1.0001". Only together with Collection.
        study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and dots,
            at most 64 characters. Sent as StudyInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getMD5Hierarchy.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "patient_id": patient_id,
        "study_instance_uid": study_instance_uid,
        "series_instance_uid": series_instance_uid,
    }
    return make_call(_PACKAGE, "getMD5Hierarchy", TextReader(), arguments)


def get_manifest_text(
    *, series_instance_uids: str | Sequence[str] | None = None, include_annotation: bool | None = None
) -> Call[str]:
    """A manifest of the given series.

    The server writes down what it is given. It does not look whether there is such a series, nor whether the
    caller may have it.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as list. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated for
            each series. Without it the manifest names no series. The official file says it is required; for the
            server it is optional. Server source (June 2026).
        include_annotation: Whether the manifest asks for the annotation files of the series too. True or False,
            which go out as true or false. Sent as includeAnnotation. Example: True. Without it the answer is
            status 500. If it is not given, true is sent. The official file says it is optional; for the server it
            is required. Server source (June 2026).

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getManifestText.
    """
    arguments: dict[str, object] = {
        "series_instance_uids": series_instance_uids,
        "include_annotation": include_annotation,
    }
    return make_call(_PACKAGE, "getManifestText", TextReader(), arguments)


def get_manifest_for_collection(
    *, collection: str | None = None, visibility: str | None = None, include_annotation: bool | None = None
) -> Call[str]:
    """A manifest of the series of a collection.

    The server does not look at the caller's rights, so the manifest can name series that nobody may download.

    Args:
        collection: The collection, by the name that getCollectionValues lists, in the same letters. This endpoint
            spells the parameter small. Any text that is not empty. Sent as collection. Example: "VICTRE". Upper
            and lower case are told apart. Without it the manifest names no series. The official file says it is
            required; for the server it is optional. Server source (June 2026).
        visibility: How far the series must be in the archive's curation, by numbers with commas between: 1 is
            visible, 13 stands for all. Any text that is not empty. Sent as visibility. Example: "1". Without it
            the visible series are meant, 1.
        include_annotation: Whether the manifest asks for the annotation files of the series too. True or False,
            which go out as true or false. Sent as includeAnnotation. Example: True. Without it the manifest says
            true.

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getManifestForCollection.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "visibility": visibility,
        "include_annotation": include_annotation,
    }
    return make_call(_PACKAGE, "getManifestForCollection", TextReader(), arguments)


def get_manifest_from_patient_study_series(
    *,
    patient_ids: str | Sequence[str] | None = None,
    study_instance_uids: str | Sequence[str] | None = None,
    series_instance_uids: str | Sequence[str] | None = None,
    any_or_all: str | None = None,
    include_annotation: bool | None = None,
) -> Call[str]:
    """A manifest of the series of the given patients, of the given studies, and of the given series.

    A series is named if it belongs to any of them. The server does not look at the caller's rights nor whether a
    series is released, so the manifest can name series that nobody may download.

    Args:
        patient_ids: The patients (0010,0020), in the same letters as getPatient lists them. Any text that is not
            empty, or several of them. Sent as patientIDs. Example: ["1.3.6.1.4.1.9328.50.1.0001"]. Upper and
            lower case are told apart. A single character is taken for nothing. The official file says it is
            required; for the server it is optional. Server source (June 2026).
        study_instance_uids: The studies, by their DICOM Study Instance UIDs (0020,000D). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as studyUIDs. Example:
            ["1.3.6.1.4.1.9328.50.1.2"].
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as seriesUIDs. Example:
            ["1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"].
        any_or_all: Whether a series must belong to any or to all of what is given. Any, all. Sent as anyOrAll.
            Example: "any". The server takes it and does not look at it; any is always meant. The official file
            says it is optional; for the server it is ignored. Server source (June 2026).
        include_annotation: Whether the manifest asks for the annotation files of the series too. True or False,
            which go out as true or false. Sent as includeAnnotation. Example: True. Without it the manifest says
            true.

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getManifestFromPatientStudySeries.
    """
    arguments: dict[str, object] = {
        "patient_ids": patient_ids,
        "study_instance_uids": study_instance_uids,
        "series_instance_uids": series_instance_uids,
        "any_or_all": any_or_all,
        "include_annotation": include_annotation,
    }
    return make_call(_PACKAGE, "getManifestFromPatientStudySeries", TextReader(), arguments)


def get_manifest_for_simple_search(
    *,
    criteria: Criterion | Iterable[Criterion] | None = None,
    sort_field: str | None = None,
    sort_direction: str | None = None,
    start: int | None = None,
    size: int | None = None,
    tool: str | None = None,
) -> Call[str]:
    """A manifest of the series of the patients that getSimpleSearch finds.

    It takes the parameters of getSimpleSearch and names the series of one page of patients, those that the
    criteria select. This is how to come from a search to Series Instance UIDs.

    Args:
        criteria: What the patients must have. Criteria of different kinds must all be met; of several of one
            kind, such as two collections, one is enough. Criteria of a search. Sent as criteria. Example:
            [Collection("RIDER Pilot")]. Without any criterion it is all patients. The official file says it is
            required; for the server it is optional. Server source (June 2026).
        sort_field: By what the patients are sorted: their collection, their own identifier, the number of studies
            or series that match, or of all that they have. Collection, subject, study, series,
            totalNumberOfStudies, totalNumberOfSeries. Sent as sortField. Example: "subject". Without it the
            answer is status 500. If it is not given, collection is sent. The official file says it is optional;
            for the server it is required. Server source (June 2026).
        sort_direction: In which direction the patients are sorted. Ascending, descending. Sent as sortDirection.
            Example: "ascending". Without it the answer is status 500. If it is not given, ascending is sent. The
            official file says it is optional; for the server it is required. Server source (June 2026).
        start: How many patients to skip, 0 for the first page. A whole number. Sent as start. Example: 0. Without
            it, and for a number beyond the last patient, the answer is status 500. If it is not given, 0 is sent.
            The official file says it is optional; for the server it is required. Server source (June 2026).
        size: How many patients to return at most. A whole number. Sent as size. Example: 10. Without it the
            answer is status 500. The official file says that it is 10 then; this client sends what it sends to
            getSimpleSearch. If it is not given, 25 is sent. The official file says it is optional; for the server
            it is required. Server source (June 2026).
        tool: The name of the program that asks. If it is given, the archive keeps the search for its statistics.
            Any text that is not empty. Sent as tool. Example: "nbia-client". The official file says nothing of
            it; for the server it is optional. Server source (June 2026).

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getManifestForSimpleSearch.
    """
    arguments: dict[str, object] = {
        "criteria": criteria,
        "sort_field": sort_field,
        "sort_direction": sort_direction,
        "start": start,
        "size": size,
        "tool": tool,
    }
    return make_call(_PACKAGE, "getManifestForSimpleSearch", TextReader(), arguments)


@overload
def get_body_part_values(
    *,
    collection: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[BodyPartValue]]: ...
@overload
def get_body_part_values(
    *, collection: str | Sequence[str] | None = None, modality: str | Sequence[str] | None = None, format: TextFormat
) -> Call[str]: ...
@overload
def get_body_part_values(
    *,
    collection: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[BodyPartValue] | str]: ...
def get_body_part_values(
    *,
    collection: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[BodyPartValue] | str]:
    """The body parts that occur in the archive, or in the series that match the filters.

    The values are distinct and sorted. The first row has no value if some series has no body part.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken, not only
            the 22 codes of the official file.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of BodyPartValue, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getBodyPartValues.
    """
    arguments: dict[str, object] = {"collection": collection, "modality": modality}
    if format != "json":
        return make_call(_PACKAGE, "getBodyPartValues", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getBodyPartValues", RecordsReader(BodyPartValue), arguments)


@overload
def get_collection_values(*, format: Literal["json"] = ...) -> Call[Records[CollectionValue]]: ...
@overload
def get_collection_values(*, format: TextFormat) -> Call[str]: ...
@overload
def get_collection_values(*, format: Format = "json") -> Call[Records[CollectionValue] | str]: ...
def get_collection_values(*, format: Format = "json") -> Call[Records[CollectionValue] | str]:
    """The names of all collections.

    Args:
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of CollectionValue, in the server's order; empty when
        nothing matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getCollectionValues.
    """
    arguments: dict[str, object] = {}
    if format != "json":
        return make_call(_PACKAGE, "getCollectionValues", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getCollectionValues", RecordsReader(CollectionValue), arguments)


@overload
def get_manufacturer_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[ManufacturerValue]]: ...
@overload
def get_manufacturer_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    format: TextFormat,
) -> Call[str]: ...
@overload
def get_manufacturer_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[ManufacturerValue] | str]: ...
def get_manufacturer_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[ManufacturerValue] | str]:
    """The manufacturers that occur in the archive, or in the series that match the filters.

    The values are distinct and sorted. The first row has no value if some series has no manufacturer.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            "CHEST". Upper and lower case are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken, not only
            the 22 codes of the official file.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of ManufacturerValue, in the server's order; empty when
        nothing matches. For any other format the text that the server sent. For several values there is a request
        for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getManufacturerValues.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "body_part_examined": body_part_examined,
        "modality": modality,
    }
    if format != "json":
        return make_call(_PACKAGE, "getManufacturerValues", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getManufacturerValues", RecordsReader(ManufacturerValue), arguments)


@overload
def get_modality_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[ModalityValue]]: ...
@overload
def get_modality_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    format: TextFormat,
) -> Call[str]: ...
@overload
def get_modality_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[ModalityValue] | str]: ...
def get_modality_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[ModalityValue] | str]:
    """The modalities, such as CT or MR, that occur in the archive, or in the series that match the filters.

    The values are distinct and sorted.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            "CHEST". Upper and lower case are the same.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of ModalityValue, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getModalityValues.
    """
    arguments: dict[str, object] = {"collection": collection, "body_part_examined": body_part_examined}
    if format != "json":
        return make_call(_PACKAGE, "getModalityValues", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getModalityValues", RecordsReader(ModalityValue), arguments)


@overload
def new_patients_in_collection(
    collection: str | Sequence[str], from_date: DateLike, *, format: Literal["json"] = ...
) -> Call[Records[Patient]]: ...
@overload
def new_patients_in_collection(
    collection: str | Sequence[str], from_date: DateLike, *, format: TextFormat
) -> Call[str]: ...
@overload
def new_patients_in_collection(
    collection: str | Sequence[str], from_date: DateLike, *, format: Format = "json"
) -> Call[Records[Patient] | str]: ...
def new_patients_in_collection(
    collection: str | Sequence[str], from_date: DateLike, *, format: Format = "json"
) -> Call[Records[Patient] | str]:
    """The patients of a collection for whom data were released since a given day.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
        from_date: Only what was released since this day. A date, a datetime, or text such as 2010-08-16, which
            goes out as MM-dd-yyyy. Sent as fromDate. Example: "2010-08-16". The day itself counts.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Patient, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, NewPatientsInCollection.
    """
    arguments: dict[str, object] = {"collection": collection, "from_date": from_date}
    if format != "json":
        return make_call(_PACKAGE, "NewPatientsInCollection", TextReader(), arguments, format)
    return make_call(_PACKAGE, "NewPatientsInCollection", RecordsReader(Patient), arguments)


@overload
def new_studies_in_patient_collection(
    collection: str | Sequence[str],
    from_date: DateLike,
    *,
    patient_id: str | Sequence[str] | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[Study]]: ...
@overload
def new_studies_in_patient_collection(
    collection: str | Sequence[str],
    from_date: DateLike,
    *,
    patient_id: str | Sequence[str] | None = None,
    format: TextFormat,
) -> Call[str]: ...
@overload
def new_studies_in_patient_collection(
    collection: str | Sequence[str],
    from_date: DateLike,
    *,
    patient_id: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Study] | str]: ...
def new_studies_in_patient_collection(
    collection: str | Sequence[str],
    from_date: DateLike,
    *,
    patient_id: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Study] | str]:
    """The studies of a collection, or of one of its patients, of which data were released since a given day.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
        from_date: Only what was released since this day. A date, a datetime, or text such as 2010-08-16, which
            goes out as MM-dd-yyyy. Sent as fromDate. Example: "2010-08-16". The day itself counts.
        patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as PatientID.
            Example: "Calc-Test_P_00038_LEFT_CC". Upper and lower case are the same.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Study, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, NewStudiesInPatientCollection.
    """
    arguments: dict[str, object] = {"collection": collection, "from_date": from_date, "patient_id": patient_id}
    if format != "json":
        return make_call(_PACKAGE, "NewStudiesInPatientCollection", TextReader(), arguments, format)
    return make_call(_PACKAGE, "NewStudiesInPatientCollection", RecordsReader(Study), arguments)


@overload
def get_patient(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[Patient]]: ...
@overload
def get_patient(
    *, collection: str | Sequence[str] | None = None, patient_id: str | Sequence[str] | None = None, format: TextFormat
) -> Call[str]: ...
@overload
def get_patient(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Patient] | str]: ...
def get_patient(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Patient] | str]:
    """The patients of the archive, or those that match the filters.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same. The
            official file says it is required; for the server it is optional. Server source (June 2026).
        patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that is
            not empty, or several of them. Sent as PatientId. Example: "1.3.6.1.4.1.9328.50.1.0001". Must be
            exactly the stored text; upper and lower case are told apart.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Patient, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getPatient.
    """
    arguments: dict[str, object] = {"collection": collection, "patient_id": patient_id}
    if format != "json":
        return make_call(_PACKAGE, "getPatient", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getPatient", RecordsReader(Patient), arguments)


@overload
def get_patient_by_collection_and_modality(
    collection: str | Sequence[str], modality: str | Sequence[str], *, format: Literal["json"] = ...
) -> Call[Records[PatientIdentifier]]: ...
@overload
def get_patient_by_collection_and_modality(
    collection: str | Sequence[str], modality: str | Sequence[str], *, format: TextFormat
) -> Call[str]: ...
@overload
def get_patient_by_collection_and_modality(
    collection: str | Sequence[str], modality: str | Sequence[str], *, format: Format = "json"
) -> Call[Records[PatientIdentifier] | str]: ...
def get_patient_by_collection_and_modality(
    collection: str | Sequence[str], modality: str | Sequence[str], *, format: Format = "json"
) -> Call[Records[PatientIdentifier] | str]:
    """The identifiers of the patients of a collection who have images of a modality.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken, not only
            the 22 codes of the official file.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of PatientIdentifier, in the server's order; empty when
        nothing matches. For any other format the text that the server sent. For several values there is a request
        for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getPatientByCollectionAndModality.
    """
    arguments: dict[str, object] = {"collection": collection, "modality": modality}
    if format != "json":
        return make_call(_PACKAGE, "getPatientByCollectionAndModality", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getPatientByCollectionAndModality", RecordsReader(PatientIdentifier), arguments)


@overload
def get_patient_study(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    study_instance_uid: str | Sequence[str] | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[Study]]: ...
@overload
def get_patient_study(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    study_instance_uid: str | Sequence[str] | None = None,
    format: TextFormat,
) -> Call[str]: ...
@overload
def get_patient_study(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    study_instance_uid: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Study] | str]: ...
def get_patient_study(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    study_instance_uid: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Study] | str]:
    """The studies that match the filters, each with its patient.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same. The
            official file says it is required; for the server it is optional. Server source (June 2026).
        patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as PatientID.
            Example: "1.3.6.1.4.1.9328.50.1.0001". Upper and lower case are the same.
        study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and dots,
            at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.2".
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Study, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getPatientStudy.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "patient_id": patient_id,
        "study_instance_uid": study_instance_uid,
    }
    if format != "json":
        return make_call(_PACKAGE, "getPatientStudy", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getPatientStudy", RecordsReader(Study), arguments)


@overload
def get_series(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    study_instance_uid: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    series_instance_uid: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    manufacturer_model_name: str | Sequence[str] | None = None,
    manufacturer: str | Sequence[str] | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[Series]]: ...
@overload
def get_series(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    study_instance_uid: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    series_instance_uid: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    manufacturer_model_name: str | Sequence[str] | None = None,
    manufacturer: str | Sequence[str] | None = None,
    format: TextFormat,
) -> Call[str]: ...
@overload
def get_series(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    study_instance_uid: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    series_instance_uid: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    manufacturer_model_name: str | Sequence[str] | None = None,
    manufacturer: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Series] | str]: ...
def get_series(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    study_instance_uid: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    series_instance_uid: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    manufacturer_model_name: str | Sequence[str] | None = None,
    manufacturer: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Series] | str]:
    """The series of the archive, or those that match the filters.

    Every filter that is given must match. Without a filter the answer is every public series and very large.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as PatientID.
            Example: "1.3.6.1.4.1.9328.50.1.0001". Upper and lower case are the same.
        study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and dots,
            at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.2".
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: "CT". Upper and lower case are the same. Any text is taken, not only
            the 22 codes of the official file.
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            "CHEST". Upper and lower case are the same, while version 1 tells them apart.
        manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty, or several of
            them. Sent as ManufacturerModelName. Example: "LightSpeed16". Upper and lower case are the same, while
            version 1 tells them apart.
        manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any text
            that is not empty, or several of them. Sent as Manufacturer. Example: "GE MEDICAL SYSTEMS". Upper and
            lower case are the same, while version 1 tells them apart.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Series, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getSeries.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "patient_id": patient_id,
        "study_instance_uid": study_instance_uid,
        "modality": modality,
        "series_instance_uid": series_instance_uid,
        "body_part_examined": body_part_examined,
        "manufacturer_model_name": manufacturer_model_name,
        "manufacturer": manufacturer,
    }
    if format != "json":
        return make_call(_PACKAGE, "getSeries", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getSeries", RecordsReader(Series), arguments)


@overload
def get_updated_series(
    *, from_date: DateLike | None = None, format: Literal["json"] = ...
) -> Call[Records[Series]]: ...
@overload
def get_updated_series(*, from_date: DateLike | None = None, format: TextFormat) -> Call[str]: ...
@overload
def get_updated_series(
    *, from_date: DateLike | None = None, format: Format = "json"
) -> Call[Records[Series] | str]: ...
def get_updated_series(*, from_date: DateLike | None = None, format: Format = "json") -> Call[Records[Series] | str]:
    """The series that were released since a given day.

    It tells of public series alone, also with a token.

    Args:
        from_date: Only what was released since this day. A date, a datetime, or text such as 2010-08-16, which
            goes out as MM-dd-yyyy. Sent as fromDate. Example: "2023-03-28". The day itself does not count.
            Without the parameter the first day of 1900 is taken, so that every released series is listed. The
            official file says it is required; for the server it is optional. Server source (June 2026).
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Series, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getUpdatedSeries.
    """
    arguments: dict[str, object] = {"from_date": from_date}
    if format != "json":
        return make_call(_PACKAGE, "getUpdatedSeries", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getUpdatedSeries", RecordsReader(Series), arguments)


@overload
def get_series_size(series_instance_uid: str, *, format: Literal["json"] = ...) -> Call[Records[SeriesSize]]: ...
@overload
def get_series_size(series_instance_uid: str, *, format: TextFormat) -> Call[str]: ...
@overload
def get_series_size(series_instance_uid: str, *, format: Format = "json") -> Call[Records[SeriesSize] | str]: ...
def get_series_size(series_instance_uid: str, *, format: Format = "json") -> Call[Records[SeriesSize] | str]:
    """How many bytes and how many objects a series has.

    Ask it before a download, to see afterwards whether the archive is complete. It tells of public series alone,
    also with a token.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of SeriesSize, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getSeriesSize.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    if format != "json":
        return make_call(_PACKAGE, "getSeriesSize", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getSeriesSize", RecordsReader(SeriesSize), arguments)


@overload
def get_series_metadata(
    series_instance_uids: str | Sequence[str], *, format: Literal["json"] = ...
) -> Call[Records[SeriesMetadata]]: ...
@overload
def get_series_metadata(series_instance_uids: str | Sequence[str], *, format: TextFormat) -> Call[str]: ...
@overload
def get_series_metadata(
    series_instance_uids: str | Sequence[str], *, format: Format = "json"
) -> Call[Records[SeriesMetadata] | str]: ...
def get_series_metadata(
    series_instance_uids: str | Sequence[str], *, format: Format = "json"
) -> Call[Records[SeriesMetadata] | str]:
    """What the archive knows of the given series, of their studies and of their patients.

    Thousands of series can be asked for in one call. Series that are not found are left out; the order of rows is
    not defined.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as list. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. Every character but digits, full
            stops and commas is removed first, so blanks and line ends do no harm. The field may also be repeated.
            The official file says it is optional; for the server it is required. Server source (June 2026); a
            client in wide use sends 10,000 at a time (June 2026).
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of SeriesMetadata, in the server's order; empty when
        nothing matches. For any other format the text that the server sent. More than 10,000 series_instance_uids
        go out in several requests; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getSeriesMetadata.
    """
    arguments: dict[str, object] = {"series_instance_uids": series_instance_uids}
    if format != "json":
        return make_call(_PACKAGE, "getSeriesMetadata", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getSeriesMetadata", RecordsReader(SeriesMetadata), arguments)


@overload
def get_series_qc_info(
    *, series_instance_uids: str | Sequence[str] | None = None, format: Literal["json"] = ...
) -> Call[Records[SeriesQCInfo]]: ...
@overload
def get_series_qc_info(*, series_instance_uids: str | Sequence[str] | None = None, format: TextFormat) -> Call[str]: ...
@overload
def get_series_qc_info(
    *, series_instance_uids: str | Sequence[str] | None = None, format: Format = "json"
) -> Call[Records[SeriesQCInfo] | str]: ...
def get_series_qc_info(
    *, series_instance_uids: str | Sequence[str] | None = None, format: Format = "json"
) -> Call[Records[SeriesQCInfo] | str]:
    """What getSeriesMetadata tells of the given series, and the state of their curation.

    Series that are not visible yet, or not any more, are told of too, as long as the caller may see their
    collection.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as seriesId. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated for
            each series; a list with commas finds nothing. Without it the answer is status 204. The official file
            says nothing of it; for the server it is optional. Server source (June 2026).
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of SeriesQCInfo, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uids": series_instance_uids}
    if format != "json":
        return make_call(_PACKAGE, "getSeriesQCInfo", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getSeriesQCInfo", RecordsReader(SeriesQCInfo), arguments)


@overload
def get_sop_instance_uids(series_instance_uid: str, *, format: Literal["json"] = ...) -> Call[Records[SOPInstance]]: ...
@overload
def get_sop_instance_uids(series_instance_uid: str, *, format: TextFormat) -> Call[str]: ...
@overload
def get_sop_instance_uids(series_instance_uid: str, *, format: Format = "json") -> Call[Records[SOPInstance] | str]: ...
def get_sop_instance_uids(series_instance_uid: str, *, format: Format = "json") -> Call[Records[SOPInstance] | str]:
    """The images of a series, by their identifiers.

    Use it before getSingleImage. The server does not look at the caller's rights nor whether the series is
    released, so it lists images that cannot be had.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9590.100.1.2.374115997511889073021386151921807063992".
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of SOPInstance, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    if format != "json":
        return make_call(_PACKAGE, "getSOPInstanceUIDs", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getSOPInstanceUIDs", RecordsReader(SOPInstance), arguments)


@overload
def get_denied_series(
    series_instance_uids: str | Sequence[str],
    *,
    user_name: str | Sequence[str] | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[DeniedSeries]]: ...
@overload
def get_denied_series(
    series_instance_uids: str | Sequence[str], *, user_name: str | Sequence[str] | None = None, format: TextFormat
) -> Call[str]: ...
@overload
def get_denied_series(
    series_instance_uids: str | Sequence[str], *, user_name: str | Sequence[str] | None = None, format: Format = "json"
) -> Call[Records[DeniedSeries] | str]: ...
def get_denied_series(
    series_instance_uids: str | Sequence[str], *, user_name: str | Sequence[str] | None = None, format: Format = "json"
) -> Call[Records[DeniedSeries] | str]:
    """Those of the given series that somebody may not have.

    Series that the archive does not know, or that are not visible, count as denied. Without a user it is the
    public for whom the server answers. It believes whatever user it is given.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as seriesList. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. One list with commas; if the
            parameter is repeated, the first counts. The official file says nothing of it; for the server it is
            required. Server source (June 2026).
        user_name: The user whose rights are meant. Any text that is not empty, or several of them. Sent as
            userName. Example: "nbia_guest". The word null means the public too. The official file says nothing of
            it; for the server it is optional. Server source (June 2026).
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of DeniedSeries, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once. More than 100 series_instance_uids go out in several
        requests; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uids": series_instance_uids, "user_name": user_name}
    if format != "json":
        return make_call(_PACKAGE, "getDeniedSeries", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getDeniedSeries", RecordsReader(DeniedSeries), arguments)


def get_dicom_tags(series_instance_uid: str) -> Call[Records[DicomTag]]:
    """The DICOM header of the first image of a series.

    The elements of the file's head come first, then those of the image up to the pixels. Those within a sequence
    follow its element, and after them comes one whose name begins with End.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). This endpoint has a shorter
            name for the parameter. A DICOM UID: digits and dots, at most 64 characters. Sent as SeriesUID.
            Example: "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508". Without it the answer is the
            refusal for a series of the name null.

    Returns:
        A call, not sent yet, whose answer is: Records of DicomTag, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getDicomTags.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    return make_call(_PACKAGE, "getDicomTags", RecordsReader(DicomTag), arguments)


def get_simple_search(
    *,
    criteria: Criterion | Iterable[Criterion] | None = None,
    sort_field: str | None = None,
    sort_direction: str | None = None,
    start: int | None = None,
    size: int | None = None,
    tool: str | None = None,
) -> Call[SearchResult | None]:
    """The patients that meet criteria, page by page, with counts over all of them.

    Studies and series come as numbers of the archive's own database. Ask getManifestForSimpleSearch with the same
    criteria for Series Instance UIDs. The server keeps the result of a search for a while.

    Args:
        criteria: What the patients must have. Criteria of different kinds must all be met; of several of one
            kind, such as two collections, one is enough. Criteria of a search. Sent as criteria. Example:
            [Collection("RIDER Pilot")]. Without any criterion it is all patients. The server ignores criteria
            whose names it does not know.
        sort_field: By what the patients are sorted: their collection, their own identifier, the number of studies
            or series that match, or of all that they have. Collection, subject, study, series,
            totalNumberOfStudies, totalNumberOfSeries. Sent as sortField. Example: "subject". Without it the
            answer is status 500. Any other word means collection. If it is not given, collection is sent. The
            official file says it is optional; for the server it is required. Server source (June 2026).
        sort_direction: In which direction the patients are sorted. Ascending, descending. Sent as sortDirection.
            Example: "ascending". Without it the answer is status 500. Any other word means descending. If it is
            not given, ascending is sent. The official file says it is optional; for the server it is required.
            Server source (June 2026).
        start: How many patients to skip, 0 for the first page. A whole number. Sent as start. Example: 0. Without
            it, and for a number beyond the last patient, the answer is status 500. If it is not given, 0 is sent.
            The official file says it is optional; for the server it is required. Server source (June 2026).
        size: How many patients to return at most. A whole number. Sent as size. Example: 10. Without it the
            answer is status 500. If it is not given, 25 is sent. The official file says it is optional; for the
            server it is required. Server source (June 2026).
        tool: The name of the program that asks. If it is given, the archive keeps the search for its statistics.
            Any text that is not empty. Sent as tool. Example: "nbia-client". The official file says nothing of
            it; for the server it is optional. Server source (June 2026).

    Returns:
        A call, not sent yet, whose answer is: one SearchResult; None when there is nothing.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: Official OpenAPI file of NBIA version 4, getSimpleSearch.
    """
    arguments: dict[str, object] = {
        "criteria": criteria,
        "sort_field": sort_field,
        "sort_direction": sort_direction,
        "start": start,
        "size": size,
        "tool": tool,
    }
    return make_call(_PACKAGE, "getSimpleSearch", RecordReader(SearchResult), arguments)


def get_restrictions_for_simple_search(
    *,
    criteria: Criterion | Iterable[Criterion] | None = None,
    sort_field: str | None = None,
    sort_direction: str | None = None,
    start: int | None = None,
    size: int | None = None,
    tool: str | None = None,
) -> Call[str]:
    """Whether the licence of any series of a page of getSimpleSearch forbids commercial use, yes or no.

    It takes the parameters of getSimpleSearch and looks at the series of one page of patients, those that the
    criteria select.

    Args:
        criteria: What the patients must have. Criteria of different kinds must all be met; of several of one
            kind, such as two collections, one is enough. Criteria of a search. Sent as criteria. Example:
            [Collection("RIDER Pilot")]. Without any criterion it is all patients. The official file says nothing
            of it; for the server it is optional. Server source (June 2026).
        sort_field: By what the patients are sorted: their collection, their own identifier, the number of studies
            or series that match, or of all that they have. Collection, subject, study, series,
            totalNumberOfStudies, totalNumberOfSeries. Sent as sortField. Example: "subject". If it is not given,
            collection is sent.
        sort_direction: In which direction the patients are sorted. Ascending, descending. Sent as sortDirection.
            Example: "ascending". If it is not given, ascending is sent.
        start: How many patients to skip, 0 for the first page. A whole number. Sent as start. Example: 0. If it
            is not given, 0 is sent.
        size: How many patients to return at most. A whole number. Sent as size. Example: 10. If it is not given,
            25 is sent.
        tool: The name of the program that asks. If it is given, the archive keeps the search for its statistics.
            Any text that is not empty. Sent as tool. Example: "nbia-client".

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {
        "criteria": criteria,
        "sort_field": sort_field,
        "sort_direction": sort_direction,
        "start": start,
        "size": size,
        "tool": tool,
    }
    return make_call(_PACKAGE, "getRestrictionsForSimpleSearch", TextReader(), arguments)


def get_cart_data(*, series_keys: int | Sequence[int] | None = None) -> Call[Records[CartStudy]]:
    """The studies of the given series, each with those of its series that were asked for.

    This is how the portal shows what is in the cart. Only visible series are found; the server does not look at
    the rights of the caller to their collections.

    Args:
        series_keys: The series, by their numbers in the archive's own database, as getSimpleSearch lists them. A
            whole number, or several of them. Sent as list. Example: [1]. The field must be repeated for each
            series. What is no number is answered with status 500. The official file says nothing of it; for the
            server it is optional. Server source (June 2026).

    Returns:
        A call, not sent yet, whose answer is: Records of CartStudy, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_keys": series_keys}
    return make_call(_PACKAGE, "getCartData", RecordsReader(CartStudy), arguments)


def get_image_drill_down(series_keys: int | Sequence[int]) -> Call[Records[ImageDetails]]:
    """The images of the given series, as the archive's database has them.

    The server does not look at the caller's rights nor whether the series are visible.

    Args:
        series_keys: The series, by their numbers in the archive's own database, as getSimpleSearch lists them. A
            whole number, or several of them. Sent as list. Example: [1]. The field must be repeated for each
            series. What is no number is answered with status 500. The official file says nothing of it; for the
            server it is required. Server source (June 2026).

    Returns:
        A call, not sent yet, whose answer is: Records of ImageDetails, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_keys": series_keys}
    return make_call(_PACKAGE, "getImageDrillDown", RecordsReader(ImageDetails), arguments)


def get_dicom_tags_by_image_id(image_key: int) -> Call[Records[DicomTag]]:
    """The DICOM header of an image.

    As getDicomTags has it, for any image. The server does not look at the caller's rights to the image.

    Args:
        image_key: The image, by its number in the archive's own database, as getImageDrillDown lists it. A whole
            number. Sent as imageID. Example: 1. Without it the answer is status 500. The official file says
            nothing of it; for the server it is required. Server source (June 2026).

    Returns:
        A call, not sent yet, whose answer is: Records of DicomTag, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Not in the official file. Server source (June 2026).
    """
    arguments: dict[str, object] = {"image_key": image_key}
    return make_call(_PACKAGE, "getDicomTagsByImageID", RecordsReader(DicomTag), arguments)
