# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The calls of the service: each function checks its arguments and returns a call that is not sent yet."""

from __future__ import annotations

from typing import Final, Literal, overload

from .._runtime.calls import BytesReader, Call, ErrorCase, Operation, Query, RecordsReader, TextReader
from .._runtime.records import Records
from .._runtime.values import DateLike
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
from .service import COMMON_ERRORS, DEFAULT_FORMAT, FORMATS, Format, TextFormat

GET_IMAGE: Final = Operation(
    name="getImage",
    errors=(
        ErrorCase(status=400, sentence="is not in public domain.", means="not-public"),
        *COMMON_ERRORS,
    ),
)
GET_IMAGE_WITH_MD5_HASH: Final = Operation(
    name="getImageWithMD5Hash",
    errors=(
        ErrorCase(status=400, sentence="is not in public domain.", means="not-public"),
        *COMMON_ERRORS,
    ),
)
GET_SINGLE_IMAGE: Final = Operation(
    name="getSingleImage",
    errors=(
        ErrorCase(status=500, sentence="Server was not able to process your request", means="unknown-image"),
        *COMMON_ERRORS,
    ),
)
GET_BODY_PART_VALUES: Final = Operation(
    name="getBodyPartValues",
    errors=(*COMMON_ERRORS,),
)
GET_COLLECTION_VALUES: Final = Operation(
    name="getCollectionValues",
    errors=(*COMMON_ERRORS,),
)
GET_CONTENTS_BY_NAME: Final = Operation(
    name="getContentsByName",
    errors=(
        ErrorCase(status=400, sentence="A parameter, name is required for this API call.", means="bad-request"),
        *COMMON_ERRORS,
    ),
)
GET_MANUFACTURER_VALUES: Final = Operation(
    name="getManufacturerValues",
    errors=(*COMMON_ERRORS,),
)
GET_MODALITY_VALUES: Final = Operation(
    name="getModalityValues",
    errors=(*COMMON_ERRORS,),
)
NEW_PATIENTS_IN_COLLECTION: Final = Operation(
    name="NewPatientsInCollection",
    errors=(
        ErrorCase(
            status=400, sentence="A parameter, Collection and Date are required for this API call.", means="bad-request"
        ),
        *COMMON_ERRORS,
    ),
)
NEW_STUDIES_IN_PATIENT_COLLECTION: Final = Operation(
    name="NewStudiesInPatientCollection",
    errors=(
        ErrorCase(
            status=400, sentence="A parameter, Collection and Date are required for this API call.", means="bad-request"
        ),
        *COMMON_ERRORS,
    ),
)
GET_PATIENT: Final = Operation(
    name="getPatient",
    errors=(*COMMON_ERRORS,),
)
GET_PATIENT_BY_COLLECTION_AND_MODALITY: Final = Operation(
    name="getPatientByCollectionAndModality",
    errors=(
        ErrorCase(
            status=400,
            sentence="A parameter, Collection and Modality, are required for this API call.",
            means="bad-request",
        ),
        *COMMON_ERRORS,
    ),
)
GET_PATIENT_STUDY: Final = Operation(
    name="getPatientStudy",
    errors=(*COMMON_ERRORS,),
)
GET_SERIES: Final = Operation(
    name="getSeries",
    errors=(*COMMON_ERRORS,),
)
GET_SERIES_META_DATA: Final = Operation(
    name="getSeriesMetaData",
    errors=(
        ErrorCase(
            status=400, sentence="A parameter, SeriesInstanceUID is required for this API call.", means="bad-request"
        ),
        ErrorCase(status=500, sentence="Server was not able to process your request", means="server-failure"),
        *COMMON_ERRORS,
    ),
)
GET_SERIES_SIZE: Final = Operation(
    name="getSeriesSize",
    errors=(
        ErrorCase(
            status=400, sentence="A parameter, SeriesInstanceUID is required for this API call.", means="bad-request"
        ),
        *COMMON_ERRORS,
    ),
)
GET_SOP_INSTANCE_UIDS: Final = Operation(
    name="getSOPInstanceUIDs",
    errors=(
        ErrorCase(
            status=400, sentence="A parameter, SeriesInstanceUID is required for this API call.", means="bad-request"
        ),
        *COMMON_ERRORS,
    ),
)
GET_UPDATED_SERIES: Final = Operation(
    name="getUpdatedSeries",
    errors=(*COMMON_ERRORS,),
)


def get_image(series_instance_uid: str, *, new_file_names: bool | None = None) -> Call[bytes]:
    """All images of a series and the licence, as one ZIP archive.

    For bulk transfer. The archive is written while it is sent: it has no length in advance, cannot be resumed,
    and its bytes differ from call to call although its members are the same.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
        new_file_names: Yes names the files by acquisition and instance, in that order, instead of by running
            numbers. True or False; sent as Yes or No. Sent as NewFileNames. Example: True. The server takes every
            value but Yes, in any case of letters, for No.

    Returns:
        A call, not sent yet, whose answer is: the ZIP archive.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getImage.
    """
    query = Query()
    query.uid("SeriesInstanceUID", "series_instance_uid", series_instance_uid, required=True)
    query.flag("NewFileNames", "new_file_names", new_file_names, words=("Yes", "No"))
    return Call(operation=GET_IMAGE, parameters=query.parameters, reader=BytesReader("zip"), uids=query.uids)


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
    query = Query()
    query.uid("SeriesInstanceUID", "series_instance_uid", series_instance_uid, required=True)
    return Call(
        operation=GET_IMAGE_WITH_MD5_HASH, parameters=query.parameters, reader=BytesReader("zip"), uids=query.uids
    )


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
    query = Query()
    query.uid("SeriesInstanceUID", "series_instance_uid", series_instance_uid, required=True)
    query.uid("SOPInstanceUID", "sop_instance_uid", sop_instance_uid, required=True)
    return Call(operation=GET_SINGLE_IMAGE, parameters=query.parameters, reader=BytesReader("dicom"), uids=query.uids)


@overload
def get_body_part_values(
    *, collection: str | None = None, modality: str | None = None, format: Literal["json"] = ...
) -> Call[Records[BodyPartValue]]: ...
@overload
def get_body_part_values(
    *, collection: str | None = None, modality: str | None = None, format: TextFormat
) -> Call[str]: ...
@overload
def get_body_part_values(
    *, collection: str | None = None, modality: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[BodyPartValue] | str]: ...
def get_body_part_values(
    *, collection: str | None = None, modality: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[BodyPartValue] | str]:
    """The body parts that occur in the archive, or in the series that match the filters.

    The values are distinct and sorted. The first row has no value if some series has no body part.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty. Sent as
            Modality. Example: "CT". Upper and lower case are the same.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of BodyPartValue, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getBodyPartValues.
    """
    query = Query()
    query.text("Collection", "collection", collection)
    query.text("Modality", "modality", modality)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_BODY_PART_VALUES, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_BODY_PART_VALUES,
        parameters=query.parameters,
        reader=RecordsReader(BodyPartValue),
        uids=query.uids,
    )


@overload
def get_collection_values(*, format: Literal["json"] = ...) -> Call[Records[CollectionValue]]: ...
@overload
def get_collection_values(*, format: TextFormat) -> Call[str]: ...
@overload
def get_collection_values(*, format: Format = DEFAULT_FORMAT) -> Call[Records[CollectionValue] | str]: ...
def get_collection_values(*, format: Format = DEFAULT_FORMAT) -> Call[Records[CollectionValue] | str]:
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
    query = Query()
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_COLLECTION_VALUES, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_COLLECTION_VALUES,
        parameters=query.parameters,
        reader=RecordsReader(CollectionValue),
        uids=query.uids,
    )


def get_contents_by_name(name: str) -> Call[Records[SharedSeries]]:
    """The series in a shared cart.

    To get a name, put data into the cart in the TCIA radiology portal and choose Share My Cart. An address such
    as https://nbia.cancerimagingarchive.net/nbia-search/?saved-cart=nbia-54241629300063058 appears; what follows
    the equal sign is the name, here nbia-54241629300063058.

    Args:
        name: The name of a shared cart: what follows saved-cart= in the address that Share My Cart shows in the
            portal. Any text that is not empty. Sent as name. Example: "TCIA_TCGA-PRAD_08-09-2016-v3". Upper and
            lower case are the same.

    Returns:
        A call, not sent yet, whose answer is: Records of SharedSeries, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getContentsByName.
    """
    query = Query()
    query.text("name", "name", name, required=True)
    return Call(
        operation=GET_CONTENTS_BY_NAME, parameters=query.parameters, reader=RecordsReader(SharedSeries), uids=query.uids
    )


@overload
def get_manufacturer_values(
    *,
    collection: str | None = None,
    body_part_examined: str | None = None,
    modality: str | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[ManufacturerValue]]: ...
@overload
def get_manufacturer_values(
    *,
    collection: str | None = None,
    body_part_examined: str | None = None,
    modality: str | None = None,
    format: TextFormat,
) -> Call[str]: ...
@overload
def get_manufacturer_values(
    *,
    collection: str | None = None,
    body_part_examined: str | None = None,
    modality: str | None = None,
    format: Format = DEFAULT_FORMAT,
) -> Call[Records[ManufacturerValue] | str]: ...
def get_manufacturer_values(
    *,
    collection: str | None = None,
    body_part_examined: str | None = None,
    modality: str | None = None,
    format: Format = DEFAULT_FORMAT,
) -> Call[Records[ManufacturerValue] | str]:
    """The manufacturers that occur in the archive, or in the series that match the filters.

    The values are distinct and sorted. The first row has no value if some series has no manufacturer.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty. Sent as BodyPartExamined. Example: "CHEST". Upper and lower
            case are the same here, while getSeries tells them apart.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty. Sent as
            Modality. Example: "CT". Upper and lower case are the same.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of ManufacturerValue, in the server's order; empty when
        nothing matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getManufacturerValues.
    """
    query = Query()
    query.text("Collection", "collection", collection)
    query.text("BodyPartExamined", "body_part_examined", body_part_examined)
    query.text("Modality", "modality", modality)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_MANUFACTURER_VALUES, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_MANUFACTURER_VALUES,
        parameters=query.parameters,
        reader=RecordsReader(ManufacturerValue),
        uids=query.uids,
    )


@overload
def get_modality_values(
    *, collection: str | None = None, body_part_examined: str | None = None, format: Literal["json"] = ...
) -> Call[Records[ModalityValue]]: ...
@overload
def get_modality_values(
    *, collection: str | None = None, body_part_examined: str | None = None, format: TextFormat
) -> Call[str]: ...
@overload
def get_modality_values(
    *, collection: str | None = None, body_part_examined: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[ModalityValue] | str]: ...
def get_modality_values(
    *, collection: str | None = None, body_part_examined: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[ModalityValue] | str]:
    """The modalities, such as CT or MR, that occur in the archive, or in the series that match the filters.

    The values are distinct and sorted.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty. Sent as BodyPartExamined. Example: "CHEST". Upper and lower
            case are the same here, while getSeries tells them apart.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of ModalityValue, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getModalityValues.
    """
    query = Query()
    query.text("Collection", "collection", collection)
    query.text("BodyPartExamined", "body_part_examined", body_part_examined)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_MODALITY_VALUES, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_MODALITY_VALUES, parameters=query.parameters, reader=RecordsReader(ModalityValue), uids=query.uids
    )


@overload
def new_patients_in_collection(
    collection: str, date: DateLike, *, format: Literal["json"] = ...
) -> Call[Records[Patient]]: ...
@overload
def new_patients_in_collection(collection: str, date: DateLike, *, format: TextFormat) -> Call[str]: ...
@overload
def new_patients_in_collection(
    collection: str, date: DateLike, *, format: Format = DEFAULT_FORMAT
) -> Call[Records[Patient] | str]: ...
def new_patients_in_collection(
    collection: str, date: DateLike, *, format: Format = DEFAULT_FORMAT
) -> Call[Records[Patient] | str]:
    """The patients of a collection for whom data were released since a given day.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
        date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16; sent as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Patient, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, NewPatientsInCollection.
    """
    query = Query()
    query.text("Collection", "collection", collection, required=True)
    query.date("Date", "date", date, pattern="yyyy/MM/dd", required=True)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=NEW_PATIENTS_IN_COLLECTION, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=NEW_PATIENTS_IN_COLLECTION,
        parameters=query.parameters,
        reader=RecordsReader(Patient),
        uids=query.uids,
    )


@overload
def new_studies_in_patient_collection(
    collection: str, date: DateLike, *, patient_id: str | None = None, format: Literal["json"] = ...
) -> Call[Records[Study]]: ...
@overload
def new_studies_in_patient_collection(
    collection: str, date: DateLike, *, patient_id: str | None = None, format: TextFormat
) -> Call[str]: ...
@overload
def new_studies_in_patient_collection(
    collection: str, date: DateLike, *, patient_id: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[Study] | str]: ...
def new_studies_in_patient_collection(
    collection: str, date: DateLike, *, patient_id: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[Study] | str]:
    """The studies of a collection, or of one of its patients, of which data were released since a given day.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "CBIS-DDSM". Upper and lower case are the same.
        date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16; sent as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
        patient_id: The patient (0010,0020). Any text that is not empty. Sent as PatientID. Example:
            "Calc-Test_P_00038_LEFT_CC". Without it all patients of the collection are meant. Upper and lower case
            are the same. The guide says it is required; for the server it is optional. Recorded in April 2022
            without it; server source (June 2026).
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Study, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, NewStudiesInPatientCollection.
    """
    query = Query()
    query.text("Collection", "collection", collection, required=True)
    query.date("Date", "date", date, pattern="yyyy/MM/dd", required=True)
    query.text("PatientID", "patient_id", patient_id)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=NEW_STUDIES_IN_PATIENT_COLLECTION, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=NEW_STUDIES_IN_PATIENT_COLLECTION,
        parameters=query.parameters,
        reader=RecordsReader(Study),
        uids=query.uids,
    )


@overload
def get_patient(
    *, collection: str | None = None, patient_id: str | None = None, format: Literal["json"] = ...
) -> Call[Records[Patient]]: ...
@overload
def get_patient(*, collection: str | None = None, patient_id: str | None = None, format: TextFormat) -> Call[str]: ...
@overload
def get_patient(
    *, collection: str | None = None, patient_id: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[Patient] | str]: ...
def get_patient(
    *, collection: str | None = None, patient_id: str | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[Patient] | str]:
    """The patients of the archive, or those that match the filters.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that is
            not empty. Sent as PatientId. Example: "1.3.6.1.4.1.9328.50.1.0001". The server puts the value into
            capital letters but not what it compares, so an identifier with a small letter, such as
            Pancreas-CT-CB_001, finds nothing. The guide says nothing of it; for the server it is optional. Server
            source (June 2026), there since February 2025; not seen in a recording.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Patient, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getPatient.
    """
    query = Query()
    query.text("Collection", "collection", collection)
    query.text("PatientId", "patient_id", patient_id)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_PATIENT, parameters=query.parameters, reader=TextReader())
    return Call(operation=GET_PATIENT, parameters=query.parameters, reader=RecordsReader(Patient), uids=query.uids)


@overload
def get_patient_by_collection_and_modality(
    collection: str, modality: str, *, format: Literal["json"] = ...
) -> Call[Records[PatientIdentifier]]: ...
@overload
def get_patient_by_collection_and_modality(collection: str, modality: str, *, format: TextFormat) -> Call[str]: ...
@overload
def get_patient_by_collection_and_modality(
    collection: str, modality: str, *, format: Format = DEFAULT_FORMAT
) -> Call[Records[PatientIdentifier] | str]: ...
def get_patient_by_collection_and_modality(
    collection: str, modality: str, *, format: Format = DEFAULT_FORMAT
) -> Call[Records[PatientIdentifier] | str]:
    """The identifiers of the patients of a collection who have images of a modality.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty. Sent as
            Modality. Example: "CT". Upper and lower case are the same.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of PatientIdentifier, in the server's order; empty when
        nothing matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getPatientByCollectionAndModality.
    """
    query = Query()
    query.text("Collection", "collection", collection, required=True)
    query.text("Modality", "modality", modality, required=True)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_PATIENT_BY_COLLECTION_AND_MODALITY, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_PATIENT_BY_COLLECTION_AND_MODALITY,
        parameters=query.parameters,
        reader=RecordsReader(PatientIdentifier),
        uids=query.uids,
    )


@overload
def get_patient_study(
    *,
    collection: str | None = None,
    patient_id: str | None = None,
    study_instance_uid: str | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[Study]]: ...
@overload
def get_patient_study(
    *,
    collection: str | None = None,
    patient_id: str | None = None,
    study_instance_uid: str | None = None,
    format: TextFormat,
) -> Call[str]: ...
@overload
def get_patient_study(
    *,
    collection: str | None = None,
    patient_id: str | None = None,
    study_instance_uid: str | None = None,
    format: Format = DEFAULT_FORMAT,
) -> Call[Records[Study] | str]: ...
def get_patient_study(
    *,
    collection: str | None = None,
    patient_id: str | None = None,
    study_instance_uid: str | None = None,
    format: Format = DEFAULT_FORMAT,
) -> Call[Records[Study] | str]:
    """The studies that match the filters, each with its patient.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "RIDER Pilot". Upper and lower case are the same. The guide says it is
            required; for the server it is optional. Recorded calls without it; server source (June 2026).
        patient_id: The patient (0010,0020). Any text that is not empty. Sent as PatientID. Example:
            "1.3.6.1.4.1.9328.50.1.0001". Upper and lower case are the same.
        study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and dots,
            at most 64 characters. Sent as StudyInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Study, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getPatientStudy.
    """
    query = Query()
    query.text("Collection", "collection", collection)
    query.text("PatientID", "patient_id", patient_id)
    query.uid("StudyInstanceUID", "study_instance_uid", study_instance_uid)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_PATIENT_STUDY, parameters=query.parameters, reader=TextReader())
    return Call(operation=GET_PATIENT_STUDY, parameters=query.parameters, reader=RecordsReader(Study), uids=query.uids)


@overload
def get_series(
    *,
    collection: str | None = None,
    patient_id: str | None = None,
    study_instance_uid: str | None = None,
    modality: str | None = None,
    series_instance_uid: str | None = None,
    body_part_examined: str | None = None,
    manufacturer_model_name: str | None = None,
    manufacturer: str | None = None,
    format: Literal["json"] = ...,
) -> Call[Records[Series]]: ...
@overload
def get_series(
    *,
    collection: str | None = None,
    patient_id: str | None = None,
    study_instance_uid: str | None = None,
    modality: str | None = None,
    series_instance_uid: str | None = None,
    body_part_examined: str | None = None,
    manufacturer_model_name: str | None = None,
    manufacturer: str | None = None,
    format: TextFormat,
) -> Call[str]: ...
@overload
def get_series(
    *,
    collection: str | None = None,
    patient_id: str | None = None,
    study_instance_uid: str | None = None,
    modality: str | None = None,
    series_instance_uid: str | None = None,
    body_part_examined: str | None = None,
    manufacturer_model_name: str | None = None,
    manufacturer: str | None = None,
    format: Format = DEFAULT_FORMAT,
) -> Call[Records[Series] | str]: ...
def get_series(
    *,
    collection: str | None = None,
    patient_id: str | None = None,
    study_instance_uid: str | None = None,
    modality: str | None = None,
    series_instance_uid: str | None = None,
    body_part_examined: str | None = None,
    manufacturer_model_name: str | None = None,
    manufacturer: str | None = None,
    format: Format = DEFAULT_FORMAT,
) -> Call[Records[Series] | str]:
    """The series of the archive, or those that match the filters.

    Every filter that is given must match. Without a filter the answer is every public series and very large.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "RIDER Pilot". Upper and lower case are the same.
        patient_id: The patient (0010,0020). Any text that is not empty. Sent as PatientID. Example:
            "1.3.6.1.4.1.9328.50.1.0001". Upper and lower case are the same.
        study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and dots,
            at most 64 characters. Sent as StudyInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty. Sent as
            Modality. Example: "CT". Upper and lower case are the same.
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty. Sent as BodyPartExamined. Example: "CHEST". Must be exactly
            the stored text; upper and lower case are told apart.
        manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty. Sent as
            ManufacturerModelName. Example: "LightSpeed16". Must be exactly the stored text; upper and lower case
            are told apart.
        manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any text
            that is not empty. Sent as Manufacturer. Example: "GE MEDICAL SYSTEMS". Must be exactly the stored
            text; upper and lower case are told apart.
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of Series, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getSeries.
    """
    query = Query()
    query.text("Collection", "collection", collection)
    query.text("PatientID", "patient_id", patient_id)
    query.uid("StudyInstanceUID", "study_instance_uid", study_instance_uid)
    query.text("Modality", "modality", modality)
    query.uid("SeriesInstanceUID", "series_instance_uid", series_instance_uid)
    query.text("BodyPartExamined", "body_part_examined", body_part_examined)
    query.text("ManufacturerModelName", "manufacturer_model_name", manufacturer_model_name)
    query.text("Manufacturer", "manufacturer", manufacturer)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_SERIES, parameters=query.parameters, reader=TextReader())
    return Call(operation=GET_SERIES, parameters=query.parameters, reader=RecordsReader(Series), uids=query.uids)


@overload
def get_series_meta_data(
    series_instance_uid: str, *, format: Literal["json"] = ...
) -> Call[Records[SeriesMetadata]]: ...
@overload
def get_series_meta_data(series_instance_uid: str, *, format: TextFormat) -> Call[str]: ...
@overload
def get_series_meta_data(
    series_instance_uid: str, *, format: Format = DEFAULT_FORMAT
) -> Call[Records[SeriesMetadata] | str]: ...
def get_series_meta_data(
    series_instance_uid: str, *, format: Format = DEFAULT_FORMAT
) -> Call[Records[SeriesMetadata] | str]:
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
    query = Query()
    query.uid("SeriesInstanceUID", "series_instance_uid", series_instance_uid, required=True)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_SERIES_META_DATA, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_SERIES_META_DATA,
        parameters=query.parameters,
        reader=RecordsReader(SeriesMetadata),
        uids=query.uids,
    )


@overload
def get_series_size(series_instance_uid: str, *, format: Literal["json"] = ...) -> Call[Records[SeriesSize]]: ...
@overload
def get_series_size(series_instance_uid: str, *, format: TextFormat) -> Call[str]: ...
@overload
def get_series_size(
    series_instance_uid: str, *, format: Format = DEFAULT_FORMAT
) -> Call[Records[SeriesSize] | str]: ...
def get_series_size(series_instance_uid: str, *, format: Format = DEFAULT_FORMAT) -> Call[Records[SeriesSize] | str]:
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
    query = Query()
    query.uid("SeriesInstanceUID", "series_instance_uid", series_instance_uid, required=True)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_SERIES_SIZE, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_SERIES_SIZE, parameters=query.parameters, reader=RecordsReader(SeriesSize), uids=query.uids
    )


@overload
def get_sop_instance_uids(series_instance_uid: str, *, format: Literal["json"] = ...) -> Call[Records[SOPInstance]]: ...
@overload
def get_sop_instance_uids(series_instance_uid: str, *, format: TextFormat) -> Call[str]: ...
@overload
def get_sop_instance_uids(
    series_instance_uid: str, *, format: Format = DEFAULT_FORMAT
) -> Call[Records[SOPInstance] | str]: ...
def get_sop_instance_uids(
    series_instance_uid: str, *, format: Format = DEFAULT_FORMAT
) -> Call[Records[SOPInstance] | str]:
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
    query = Query()
    query.uid("SeriesInstanceUID", "series_instance_uid", series_instance_uid, required=True)
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_SOP_INSTANCE_UIDS, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_SOP_INSTANCE_UIDS, parameters=query.parameters, reader=RecordsReader(SOPInstance), uids=query.uids
    )


@overload
def get_updated_series(
    *, from_date: DateLike | None = None, format: Literal["json"] = ...
) -> Call[Records[UpdatedSeries]]: ...
@overload
def get_updated_series(*, from_date: DateLike | None = None, format: TextFormat) -> Call[str]: ...
@overload
def get_updated_series(
    *, from_date: DateLike | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[UpdatedSeries] | str]: ...
def get_updated_series(
    *, from_date: DateLike | None = None, format: Format = DEFAULT_FORMAT
) -> Call[Records[UpdatedSeries] | str]:
    """The series that were released since a given day.

    Args:
        from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16; sent as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28". Without it the first day of
            1900 is taken, so that every released series is listed. The guide says it is required; for the server
            it is optional. Server source (June 2026).
        format: "json" for records; "csv", "html" or "xml" for the server's own text.

    Returns:
        A call, not sent yet, whose answer is: Records of UpdatedSeries, in the server's order; empty when nothing
        matches. For any other format the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getUpdatedSeries.
    """
    query = Query()
    query.date("fromDate", "from_date", from_date, pattern="dd/MM/yyyy")
    query.choice("format", "format", format, choices=FORMATS, default=DEFAULT_FORMAT)
    if format != DEFAULT_FORMAT:
        return Call(operation=GET_UPDATED_SERIES, parameters=query.parameters, reader=TextReader())
    return Call(
        operation=GET_UPDATED_SERIES, parameters=query.parameters, reader=RecordsReader(UpdatedSeries), uids=query.uids
    )
