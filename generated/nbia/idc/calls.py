# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The calls of the service: each function checks its arguments and returns a call that is not sent yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from nbia_core.api.calls import Call, make_call
from nbia_core.checks import DateLike
from nbia_core.records.readers import RecordsReader
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
    Study,
    UpdatedSeries,
)

_PACKAGE = __name__.rpartition(".")[0]

Format: TypeAlias = Literal["json"]
"""The formats in which the service answers; the first is the default and becomes records."""


def get_body_part_values(
    *,
    collection: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    analysis_results: bool | None = None,
    since_release: int | None = None,
) -> Call[Records[BodyPartValue]]:
    """The body parts that occur in the archive, or in the series that match the filters.

    The values are distinct and sorted. The first row has no value if some series has no body part.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
            punctuation do not count: TCGA-BRCA and tcga_brca are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.
        since_release: Only what came after this release of IDC, for the first time or in a new version. A whole
            number. Sent as sinceRelease. Example: 24.

    Returns:
        A call, not sent yet, whose answer is: Records of BodyPartValue, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getBodyPartValues.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "modality": modality,
        "analysis_results": analysis_results,
        "since_release": since_release,
    }
    return make_call(_PACKAGE, "getBodyPartValues", RecordsReader(BodyPartValue), arguments)


def get_collection_values(
    *, analysis_results: bool | None = None, since_release: int | None = None
) -> Call[Records[CollectionValue]]:
    """The names of all collections.

    Args:
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.
        since_release: Only what came after this release of IDC, for the first time or in a new version. A whole
            number. Sent as sinceRelease. Example: 24.

    Returns:
        A call, not sent yet, whose answer is: Records of CollectionValue, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getCollectionValues.
    """
    arguments: dict[str, object] = {"analysis_results": analysis_results, "since_release": since_release}
    return make_call(_PACKAGE, "getCollectionValues", RecordsReader(CollectionValue), arguments)


def get_manufacturer_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    analysis_results: bool | None = None,
    since_release: int | None = None,
) -> Call[Records[ManufacturerValue]]:
    """The manufacturers that occur in the archive, or in the series that match the filters.

    The values are distinct and sorted. The first row has no value if some series has no manufacturer.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
            punctuation do not count: TCGA-BRCA and tcga_brca are the same.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            ["CHEST"]. Upper and lower case are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.
        since_release: Only what came after this release of IDC, for the first time or in a new version. A whole
            number. Sent as sinceRelease. Example: 24.

    Returns:
        A call, not sent yet, whose answer is: Records of ManufacturerValue, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getManufacturerValues.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "body_part_examined": body_part_examined,
        "modality": modality,
        "analysis_results": analysis_results,
        "since_release": since_release,
    }
    return make_call(_PACKAGE, "getManufacturerValues", RecordsReader(ManufacturerValue), arguments)


def get_modality_values(
    *,
    collection: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
    analysis_results: bool | None = None,
    since_release: int | None = None,
) -> Call[Records[ModalityValue]]:
    """The modalities, such as CT or MR, that occur in the archive, or in the series that match the filters.

    The values are distinct and sorted.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
            punctuation do not count: TCGA-BRCA and tcga_brca are the same.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            ["CHEST"]. Upper and lower case are the same.
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.
        since_release: Only what came after this release of IDC, for the first time or in a new version. A whole
            number. Sent as sinceRelease. Example: 24.

    Returns:
        A call, not sent yet, whose answer is: Records of ModalityValue, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getModalityValues.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "body_part_examined": body_part_examined,
        "analysis_results": analysis_results,
        "since_release": since_release,
    }
    return make_call(_PACKAGE, "getModalityValues", RecordsReader(ModalityValue), arguments)


def new_patients_in_collection(
    collection: str | Sequence[str], date: DateLike, *, analysis_results: bool | None = None
) -> Call[Records[Patient]]:
    """The patients of a collection for whom data were released since a given day.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: ["CBIS-DDSM"]. Upper and lower case, blanks and
            punctuation do not count: TCGA-BRCA and tcga_brca are the same.
        date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.

    Returns:
        A call, not sent yet, whose answer is: Records of Patient, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, NewPatientsInCollection.
    """
    arguments: dict[str, object] = {"collection": collection, "date": date, "analysis_results": analysis_results}
    return make_call(_PACKAGE, "NewPatientsInCollection", RecordsReader(Patient), arguments)


def new_studies_in_patient_collection(
    collection: str | Sequence[str],
    date: DateLike,
    *,
    patient_id: str | Sequence[str] | None = None,
    analysis_results: bool | None = None,
) -> Call[Records[Study]]:
    """The studies of a collection, or of one of its patients, of which data were released since a given day.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: ["CBIS-DDSM"]. Upper and lower case, blanks and
            punctuation do not count: TCGA-BRCA and tcga_brca are the same.
        date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16, which goes out as yyyy/MM/dd. Sent as Date. Example: "2010-08-16".
        patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as PatientID.
            Example: ["Calc-Test_P_00038_LEFT_CC"]. Upper and lower case are the same.
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.

    Returns:
        A call, not sent yet, whose answer is: Records of Study, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, NewStudiesInPatientCollection.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "date": date,
        "patient_id": patient_id,
        "analysis_results": analysis_results,
    }
    return make_call(_PACKAGE, "NewStudiesInPatientCollection", RecordsReader(Study), arguments)


def get_patient(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    analysis_results: bool | None = None,
    since_release: int | None = None,
) -> Call[Records[Patient]]:
    """The patients of the archive, or those that match the filters.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
            punctuation do not count: TCGA-BRCA and tcga_brca are the same.
        patient_id: The patient (0010,0020). This endpoint spells the parameter with a small d. Any text that is
            not empty, or several of them. Sent as PatientId. Example: ["1.3.6.1.4.1.9328.50.1.0001"]. Upper and
            lower case are the same.
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.
        since_release: Only what came after this release of IDC, for the first time or in a new version. A whole
            number. Sent as sinceRelease. Example: 24.

    Returns:
        A call, not sent yet, whose answer is: Records of Patient, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getPatient.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "patient_id": patient_id,
        "analysis_results": analysis_results,
        "since_release": since_release,
    }
    return make_call(_PACKAGE, "getPatient", RecordsReader(Patient), arguments)


def get_patient_by_collection_and_modality(
    collection: str | Sequence[str],
    modality: str | Sequence[str],
    *,
    analysis_results: bool | None = None,
    since_release: int | None = None,
) -> Call[Records[PatientIdentifier]]:
    """The identifiers of the patients of a collection who have images of a modality.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
            punctuation do not count: TCGA-BRCA and tcga_brca are the same.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.
        since_release: Only what came after this release of IDC, for the first time or in a new version. A whole
            number. Sent as sinceRelease. Example: 24.

    Returns:
        A call, not sent yet, whose answer is: Records of PatientIdentifier, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getPatientByCollectionAndModality.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "modality": modality,
        "analysis_results": analysis_results,
        "since_release": since_release,
    }
    return make_call(_PACKAGE, "getPatientByCollectionAndModality", RecordsReader(PatientIdentifier), arguments)


def get_patient_study(
    *,
    collection: str | Sequence[str] | None = None,
    patient_id: str | Sequence[str] | None = None,
    study_instance_uid: str | Sequence[str] | None = None,
    analysis_results: bool | None = None,
    since_release: int | None = None,
) -> Call[Records[Study]]:
    """The studies that match the filters, each with its patient.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
            punctuation do not count: TCGA-BRCA and tcga_brca are the same.
        patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as PatientID.
            Example: ["1.3.6.1.4.1.9328.50.1.0001"]. Upper and lower case are the same.
        study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and dots,
            at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
            ["1.3.6.1.4.1.9328.50.1.2"].
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.
        since_release: Only what came after this release of IDC, for the first time or in a new version. A whole
            number. Sent as sinceRelease. Example: 24.

    Returns:
        A call, not sent yet, whose answer is: Records of Study, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getPatientStudy.
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "patient_id": patient_id,
        "study_instance_uid": study_instance_uid,
        "analysis_results": analysis_results,
        "since_release": since_release,
    }
    return make_call(_PACKAGE, "getPatientStudy", RecordsReader(Study), arguments)


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
    analysis_results: bool | None = None,
    since_release: int | None = None,
) -> Call[Records[Series]]:
    """The series of the archive, or those that match the filters.

    Every filter that is given must match. Without a filter the answer is every public series and very large.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: ["RIDER Pilot"]. Upper and lower case, blanks and
            punctuation do not count: TCGA-BRCA and tcga_brca are the same.
        patient_id: The patient (0010,0020). Any text that is not empty, or several of them. Sent as PatientID.
            Example: ["1.3.6.1.4.1.9328.50.1.0001"]. Upper and lower case are the same.
        study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and dots,
            at most 64 characters, or several of them. Sent as StudyInstanceUID. Example:
            ["1.3.6.1.4.1.9328.50.1.2"].
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: ["CT"]. Upper and lower case are the same.
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as SeriesInstanceUID. Example:
            ["1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"].
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            ["CHEST"]. Must be exactly the stored text; upper and lower case are told apart.
        manufacturer_model_name: The model of the equipment (0008,1090). Any text that is not empty, or several of
            them. Sent as ManufacturerModelName. Example: ["LightSpeed16"]. Must be exactly the stored text; upper
            and lower case are told apart.
        manufacturer: The manufacturer of the equipment (0008,0070), as getManufacturerValues lists it. Any text
            that is not empty, or several of them. Sent as Manufacturer. Example: ["GE MEDICAL SYSTEMS"]. Must be
            exactly the stored text; upper and lower case are told apart.
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.
        since_release: Only what came after this release of IDC, for the first time or in a new version. A whole
            number. Sent as sinceRelease. Example: 24.

    Returns:
        A call, not sent yet, whose answer is: Records of Series, in the server's order; empty when nothing
        matches.

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
        "analysis_results": analysis_results,
        "since_release": since_release,
    }
    return make_call(_PACKAGE, "getSeries", RecordsReader(Series), arguments)


def get_series_meta_data(series_instance_uid: str) -> Call[Records[SeriesMetadata]]:
    """What the archive knows of one series, in a single row.

    Only one series can be asked for at a time. Prefer getSeries for texts that must be exact.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".

    Returns:
        A call, not sent yet, whose answer is: Records of SeriesMetadata, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getSeriesMetaData.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    return make_call(_PACKAGE, "getSeriesMetaData", RecordsReader(SeriesMetadata), arguments)


def get_series_size(series_instance_uid: str) -> Call[Records[SeriesSize]]:
    """How many bytes and how many objects a series has.

    Ask it before a download, to see afterwards whether the archive is complete.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726".

    Returns:
        A call, not sent yet, whose answer is: Records of SeriesSize, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getSeriesSize.
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    return make_call(_PACKAGE, "getSeriesSize", RecordsReader(SeriesSize), arguments)


def get_updated_series(
    *, from_date: DateLike | None = None, analysis_results: bool | None = None, since_release: int | None = None
) -> Call[Records[UpdatedSeries]]:
    """The series that were released since a given day.

    Args:
        from_date: Only what was released later than midnight of this day. A date, a datetime, or text such as
            2010-08-16, which goes out as dd/MM/yyyy. Sent as fromDate. Example: "2023-03-28".
        analysis_results: Only series that are results of analyses, such as segmentations that others made later,
            or only those that are none. Without it both come. True or False, which go out as true or false. Sent
            as analysisResults. Example: False.
        since_release: Only what came after this release of IDC, for the first time or in a new version. A whole
            number. Sent as sinceRelease. Example: 24.

    Returns:
        A call, not sent yet, whose answer is: Records of UpdatedSeries, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: NBIA Search REST API Guide, getUpdatedSeries.
    """
    arguments: dict[str, object] = {
        "from_date": from_date,
        "analysis_results": analysis_results,
        "since_release": since_release,
    }
    return make_call(_PACKAGE, "getUpdatedSeries", RecordsReader(UpdatedSeries), arguments)
