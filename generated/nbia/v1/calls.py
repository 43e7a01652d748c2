# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The calls of the service: each function checks its arguments and returns a call that is not sent yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, overload

from nbia_core.api.calls import Call, make_call
from nbia_core.checks import DateLike
from nbia_core.records.readers import BytesReader, RecordsReader, TextReader
from nbia_core.records.records import Records

from .records import (
    BodyPartValue,
    CollectionValue,
    ManufacturerValue,
    ModalityValue,
    Patient,
    PatientIdentifier,
    Series,
    SeriesMetadata,
    SeriesSize,
    SharedSeries,
    SOPInstance,
    Study,
    UpdatedSeries,
)

_PACKAGE = __name__.rpartition(".")[0]

Format: TypeAlias = Literal["json", "csv", "html", "xml"]
"""The formats in which the service answers; the first is the default and becomes records."""

TextFormat: TypeAlias = Literal["csv", "html", "xml"]
"""The formats that are returned as the server wrote them."""


def get_image(series_instance_uid: str, *, new_file_names: bool | None = None) -> Call[bytes]:
    """All images of a series and the licence, as one ZIP archive.

    For bulk transfer. The archive is written while it is sent: it has no length in advance, cannot be resumed,
    and its bytes differ from call to call although its members are the same.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
        new_file_names: Yes names the files by acquisition and instance, in that order, instead of by running
            numbers. True or False, which go out as Yes or No. Sent as NewFileNames. Example: True. The server
            takes every value but Yes, in any case of letters, for No.

    Returns:
        A call, not sent yet, whose answer is: the ZIP archive.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getImage.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid, "new_file_names": new_file_names}
    return make_call(_PACKAGE, "getImage", BytesReader("zip"), arguments)


def get_image_with_md5_hash(series_instance_uid: str) -> Call[bytes]:
    """All images of a series with their MD5 hashes, as one ZIP archive.

    The hashes were taken when the images entered the archive, so they show damage in storage and in transfer.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.14519.5.2.1.6919.4624.313514201353787659031503464798".

    Returns:
        A call, not sent yet, whose answer is: the ZIP archive.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getImageWithMD5Hash.
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

    Source: NBIA Search REST API Guide, getSingleImage.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid, "sop_instance_uid": sop_instance_uid}
    return make_call(_PACKAGE, "getSingleImage", BytesReader("dicom"), arguments)


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
            them. Sent as Modality. Example: "CT". Upper and lower case are the same.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of BodyPartValue, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getBodyPartValues.
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

    Source: NBIA Search REST API Guide, getCollectionValues.
    """
    arguments: dict[str, object] = {}
    if format != "json":
        return make_call(_PACKAGE, "getCollectionValues", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getCollectionValues", RecordsReader(CollectionValue), arguments)


def get_contents_by_name(name: str | Sequence[str]) -> Call[Records[SharedSeries]]:
    """The series in a shared cart.

    To get a name, put data into the cart in the TCIA radiology portal and choose Share My Cart. An address such
    as https://nbia.cancerimagingarchive.net/nbia-search/?saved-cart=nbia-54241629300063058 appears; what follows
    the equal sign is the name, here nbia-54241629300063058.

    Args:
        name: The name of a shared cart: what follows saved-cart= in the address that Share My Cart shows in the
            portal. Any text that is not empty, or several of them. Sent as name. Example:
            "TCIA_TCGA-PRAD_08-09-2016-v3". Upper and lower case are the same.

    Returns:
        A call, not sent yet, whose answer is: Records of SharedSeries, in the server's order; empty when nothing
        matches. For several values there is a request for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getContentsByName.
    """
    arguments: dict[str, object] = {"name": name}
    return make_call(_PACKAGE, "getContentsByName", RecordsReader(SharedSeries), arguments)


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
            "CHEST". Upper and lower case are the same here, while getSeries tells them apart.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: "CT". Upper and lower case are the same.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of ManufacturerValue, in the server's order; empty when
        nothing matches. For any other format the text that the server sent. For several values there is a request
        for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getManufacturerValues.
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
            "CHEST". Upper and lower case are the same here, while getSeries tells them apart.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of ModalityValue, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getModalityValues.
    """
    arguments: dict[str, object] = {"collection": collection, "body_part_examined": body_part_examined}
    if format != "json":
        return make_call(_PACKAGE, "getModalityValues", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getModalityValues", RecordsReader(ModalityValue), arguments)


@overload
def new_patients_in_collection(
    collection: str | Sequence[str], date: DateLike, *, format: Literal["json"] = ...
) -> Call[Records[Patient]]: ...
@overload
def new_patients_in_collection(collection: str | Sequence[str], date: DateLike, *, format: TextFormat) -> Call[str]: ...
@overload
def new_patients_in_collection(
    collection: str | Sequence[str], date: DateLike, *, format: Format = "json"
) -> Call[Records[Patient] | str]: ...
def new_patients_in_collection(
    collection: str | Sequence[str], date: DateLike, *, format: Format = "json"
) -> Call[Records[Patient] | str]:
    """The patients of a collection for whom data were released since a given day.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
        date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Patient, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, NewPatientsInCollection.
    """
    arguments: dict[str, object] = {"collection": collection, "date": date}
    if format != "json":
        return make_call(_PACKAGE, "NewPatientsInCollection", TextReader(), arguments, format)
    return make_call(_PACKAGE, "NewPatientsInCollection", RecordsReader(Patient), arguments)


@overload
def new_studies_in_patient_collection(
    collection: str | Sequence[str],
    date: DateLike,
    *,
    patient_id: str | Sequence[str] | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[Study]]: ...
@overload
def new_studies_in_patient_collection(
    collection: str | Sequence[str],
    date: DateLike,
    *,
    patient_id: str | Sequence[str] | None = None,
    format: TextFormat,
) -> Call[str]: ...
@overload
def new_studies_in_patient_collection(
    collection: str | Sequence[str],
    date: DateLike,
    *,
    patient_id: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Study] | str]: ...
def new_studies_in_patient_collection(
    collection: str | Sequence[str],
    date: DateLike,
    *,
    patient_id: str | Sequence[str] | None = None,
    format: Format = "json",
) -> Call[Records[Study] | str]:
    """The studies of a collection, or of one of its patients, of which data were released since a given day.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
        date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
        patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as PatientID.
            Example: "Calc-Test_P_00038_LEFT_CC". Without it all patients of the collection are meant. Upper and
            lower case are the same. The guide says it is required; for the server it is optional. Recorded in
            April 2022 without it; server source (June 2026).
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Study, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, NewStudiesInPatientCollection.
    """
    arguments: dict[str, object] = {"collection": collection, "date": date, "patient_id": patient_id}
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
            several of them. Sent as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that is
            not empty, or several of them. Sent as PatientId. Example: "1.3.6.1.4.1.9328.50.1.0001". The server
            puts the value into capital letters but not what it compares, so an identifier with a small letter,
            such as Pancreas-CT-CB_001, finds nothing. The guide says nothing of it; for the server it is
            optional. Server source (June 2026), there since February 2025; not seen in a recording.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Patient, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getPatient.
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
            them. Sent as Modality. Example: "CT". Upper and lower case are the same.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of PatientIdentifier, in the server's order; empty when
        nothing matches. For any other format the text that the server sent. For several values there is a request
        for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getPatientByCollectionAndModality.
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
            guide says it is required; for the server it is optional. Recorded calls without it; server source
            (June 2026).
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

    Source: NBIA Search REST API Guide, getPatientStudy.
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
            them. Sent as Modality. Example: "CT". Upper and lower case are the same.
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            "CHEST". Must be exactly the stored text; upper and lower case are told apart.
        manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty, or several of
            them. Sent as ManufacturerModelName. Example: "LightSpeed16". Must be exactly the stored text; upper
            and lower case are told apart.
        manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any text
            that is not empty, or several of them. Sent as Manufacturer. Example: "GE MEDICAL SYSTEMS". Must be
            exactly the stored text; upper and lower case are told apart.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Series, in the server's order; empty when nothing
        matches. For any other format the text that the server sent. For several values there is a request for
        each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getSeries.
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
def get_series_meta_data(
    series_instance_uid: str, *, format: Literal["json"] = ...
) -> Call[Records[SeriesMetadata]]: ...
@overload
def get_series_meta_data(series_instance_uid: str, *, format: TextFormat) -> Call[str]: ...
@overload
def get_series_meta_data(
    series_instance_uid: str, *, format: Format = "json"
) -> Call[Records[SeriesMetadata] | str]: ...
def get_series_meta_data(series_instance_uid: str, *, format: Format = "json") -> Call[Records[SeriesMetadata] | str]:
    """What the archive knows of one series, in a single row.

    Only one series can be asked for at a time. Prefer getSeries for texts that must be exact.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of SeriesMetadata, in the server's order; empty when
        nothing matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getSeriesMetaData.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    if format != "json":
        return make_call(_PACKAGE, "getSeriesMetaData", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getSeriesMetaData", RecordsReader(SeriesMetadata), arguments)


@overload
def get_series_size(series_instance_uid: str, *, format: Literal["json"] = ...) -> Call[Records[SeriesSize]]: ...
@overload
def get_series_size(series_instance_uid: str, *, format: TextFormat) -> Call[str]: ...
@overload
def get_series_size(series_instance_uid: str, *, format: Format = "json") -> Call[Records[SeriesSize] | str]: ...
def get_series_size(series_instance_uid: str, *, format: Format = "json") -> Call[Records[SeriesSize] | str]:
    """How many bytes and how many objects a series has.

    Ask it before a download, to see afterwards whether the archive is complete.

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

    Source: NBIA Search REST API Guide, getSeriesSize.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    if format != "json":
        return make_call(_PACKAGE, "getSeriesSize", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getSeriesSize", RecordsReader(SeriesSize), arguments)


@overload
def get_sop_instance_uids(series_instance_uid: str, *, format: Literal["json"] = ...) -> Call[Records[SOPInstance]]: ...
@overload
def get_sop_instance_uids(series_instance_uid: str, *, format: TextFormat) -> Call[str]: ...
@overload
def get_sop_instance_uids(series_instance_uid: str, *, format: Format = "json") -> Call[Records[SOPInstance] | str]: ...
def get_sop_instance_uids(series_instance_uid: str, *, format: Format = "json") -> Call[Records[SOPInstance] | str]:
    """The images of a series, by their identifiers.

    Use it before getSingleImage.

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

    Source: NBIA Search REST API Guide, getSOPInstanceUIDs.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    if format != "json":
        return make_call(_PACKAGE, "getSOPInstanceUIDs", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getSOPInstanceUIDs", RecordsReader(SOPInstance), arguments)


@overload
def get_updated_series(
    *, from_date: DateLike | None = None, format: Literal["json"] = ...
) -> Call[Records[UpdatedSeries]]: ...
@overload
def get_updated_series(*, from_date: DateLike | None = None, format: TextFormat) -> Call[str]: ...
@overload
def get_updated_series(
    *, from_date: DateLike | None = None, format: Format = "json"
) -> Call[Records[UpdatedSeries] | str]: ...
def get_updated_series(
    *, from_date: DateLike | None = None, format: Format = "json"
) -> Call[Records[UpdatedSeries] | str]:
    """The series that were released since a given day.

    Args:
        from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16, which goes out as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28". Without it the
            first day of 1900 is taken, so that every released series is listed. The guide says it is required;
            for the server it is optional. Server source (June 2026).
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of UpdatedSeries, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getUpdatedSeries.
    """
    arguments: dict[str, object] = {"from_date": from_date}
    if format != "json":
        return make_call(_PACKAGE, "getUpdatedSeries", TextReader(), arguments, format)
    return make_call(_PACKAGE, "getUpdatedSeries", RecordsReader(UpdatedSeries), arguments)
