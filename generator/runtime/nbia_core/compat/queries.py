"""The queries of tcia_utils, with its names and arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbia_core.checks import DateLike
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path

from .asking import as_day, ask, look_up, open_client, read_series, rows_call
from .tables import Answer, need_pandas, save_csv

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas


def getCollections(api_url: str = "", format: str = "") -> Answer:
    """The names of all collections.

    Returns:
        Rows with Collection, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask(rows_call("collections"), api_url, format)


def getBodyPart(collection: str = "", modality: str = "", api_url: str = "", format: str = "") -> Answer:
    """The body parts of the whole archive, or of what the filters leave.

    Returns:
        Rows with BodyPartExamined, as `format` says; one without it stands for series that have none. None if there
        are no rows.

    Raises:
        NbiaError: As the module says.
    """
    call = rows_call("body parts", collection=collection or None, modality=modality or None)
    return ask(call, api_url, format)


def getModality(collection: str = "", bodyPart: str = "", api_url: str = "", format: str = "") -> Answer:
    """The modalities of the whole archive, or of what the filters leave.

    Returns:
        Rows with Modality, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    call = rows_call("modalities", collection=collection or None, body_part_examined=bodyPart or None)
    return ask(call, api_url, format)


def getManufacturer(
    collection: str = "", modality: str = "", bodyPart: str = "", api_url: str = "", format: str = ""
) -> Answer:
    """The manufacturers of the whole archive, or of what the filters leave.

    Returns:
        Rows with Manufacturer, as `format` says; one without it stands for series that have none. None if there are
        no rows.

    Raises:
        NbiaError: As the module says.
    """
    call = rows_call(
        "manufacturers", collection=collection or None, modality=modality or None, body_part_examined=bodyPart or None
    )
    return ask(call, api_url, format)


def getPatient(collection: str = "", api_url: str = "", format: str = "") -> Answer:
    """The patients of the whole archive, or of a collection.

    Returns:
        Rows with PatientId (with a small d), as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask(rows_call("patients", collection=collection or None), api_url, format)


def getPatientByCollectionAndModality(collection: str, modality: str, api_url: str = "", format: str = "") -> Answer:
    """The patients of a collection who have series of a modality.

    Returns:
        Rows with PatientId (with a small d), as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask(rows_call("patients by modality", collection=collection, modality=modality), api_url, format)


def getNewPatientsInCollection(collection: str, date: DateLike, api_url: str = "", format: str = "") -> Answer:
    """The patients of a collection with series that were released later than midnight of a day.

    Args:
        collection: The collection.
        date: The day: "2010/08/16", "2010-08-16", or a date.
        api_url: The server.
        format: The form of the rows.

    Returns:
        Rows as those of getPatient, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask(rows_call("new patients", collection=collection, date=as_day(date)), api_url, format)


def getStudy(collection: str, patientId: str = "", studyUid: str = "", api_url: str = "", format: str = "") -> Answer:
    """The studies of a collection, or of what the other filters leave of it.

    Returns:
        Rows with StudyInstanceUID, PatientID and so on, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    call = rows_call(
        "studies", collection=collection, patient_id=patientId or None, study_instance_uid=studyUid or None
    )
    return ask(call, api_url, format)


def getNewStudiesInPatient(
    collection: str, patientId: str, date: DateLike, api_url: str = "", format: str = ""
) -> Answer:
    """The studies of a patient with series that were released later than midnight of a day.

    Args:
        collection: The collection.
        patientId: The patient.
        date: The day: "2010/08/16", "2010-08-16", or a date.
        api_url: The server.
        format: The form of the rows.

    Returns:
        Rows as those of getStudy, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    call = rows_call("new studies", collection=collection, date=as_day(date), patient_id=patientId)
    return ask(call, api_url, format)


def getSeries(
    collection: str = "",
    patientId: str = "",
    studyUid: str = "",
    seriesUid: str = "",
    modality: str = "",
    bodyPart: str = "",
    manufacturer: str = "",
    manufacturerModel: str = "",
    api_url: str = "",
    format: str = "",
) -> Answer:
    """The series of the whole archive, or of what the filters leave.

    Returns:
        Rows with SeriesInstanceUID, PatientID, Modality, ImageCount and so on, as `format` says; None if there are
        none.

    Raises:
        NbiaError: As the module says.
    """
    call = rows_call(
        "series",
        collection=collection or None,
        patient_id=patientId or None,
        study_instance_uid=studyUid or None,
        series_instance_uid=seriesUid or None,
        modality=modality or None,
        body_part_examined=bodyPart or None,
        manufacturer=manufacturer or None,
        manufacturer_model_name=manufacturerModel or None,
    )
    return ask(call, api_url, format)


def getUpdatedSeries(date: DateLike, api_url: str = "", format: str = "") -> Answer:
    """The series that were released later than midnight of a day.

    Args:
        date: The day: "2010/08/16", "2010-08-16", or a date.
        api_url: The server.
        format: The form of the rows.

    Returns:
        Rows with SeriesInstanceUID, DateReleased and so on, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask(rows_call("updated series", from_date=as_day(date)), api_url, format)


def getSeriesMetadata(seriesUid: str, api_url: str = "", format: str = "") -> Answer:
    """What the archive knows of a series, in the words of getSeriesMetaData; older versions of tcia_utils have it.

    Returns:
        One row with "Series UID", "Subject ID", "Study Description" and so on, as `format` says; in tables "Series UID"
        is called SeriesInstanceUID. None if the series is not known.

    Raises:
        NbiaError: As the module says.
    """
    return ask(rows_call("series metadata", series_instance_uid=seriesUid), api_url, format)


def getSeriesList(uids: Iterable[str], api_url: str = "", csv_filename: str = "") -> pandas.DataFrame | None:
    """What getSeries knows of each of many series, in one table. One request is sent for each series.

    Args:
        uids: The Series Instance UIDs.
        api_url: The server.
        csv_filename: The name of a CSV file to write besides, without its ending `.csv`.

    Returns:
        A row for each series in the order of the UIDs; None if no series is known. A warning names those that are not.

    Raises:
        NbiaError: As the module says.
        ImportError: pandas is not installed.
    """
    need_pandas("getSeriesList()")
    path = as_path(f"{csv_filename}.csv") if csv_filename else None
    if isinstance(uids, str):
        raise InvalidParameterError(f"uids={uids!r} must be a list of UIDs.", hint="put the UID in brackets")
    wanted = [series.series_instance_uid for series in read_series(uids, to=path)]
    with open_client(api_url) as client:
        rows = look_up(client, wanted)
    if not rows:
        return None
    import pandas

    table = pandas.DataFrame(rows)
    if path is not None:
        save_csv(table, path)
    return table


def getSeriesSize(seriesUid: str, api_url: str = "", format: str = "") -> Answer:
    """How many images a series has, and their bytes.

    Returns:
        One row with TotalSizeInBytes and ObjectCount, as `format` says; for an unknown series it has ObjectCount 0.

    Raises:
        NbiaError: As the module says.
    """
    return ask(rows_call("series size", series_instance_uid=seriesUid), api_url, format)


def getSopInstanceUids(seriesUid: str, api_url: str = "", format: str = "") -> Answer:
    """The images of a series.

    Returns:
        Rows with SOPInstanceUID, as `format` says; None if the series is not known.

    Raises:
        NbiaError: As the module says.
    """
    return ask(rows_call("images", series_instance_uid=seriesUid), api_url, format)


def getSharedCart(name: str, api_url: str = "", format: str = "") -> Answer:
    """The series in a shared cart.

    Args:
        name: What follows `saved-cart=` in the address that Share My Cart shows in the portal.
        api_url: The server.
        format: The form of the rows.

    Returns:
        Rows with SeriesInstanceUID, PatientID and so on, as `format` says; None if there is no such cart.

    Raises:
        NbiaError: As the module says.
    """
    return ask(rows_call("cart", name=name), api_url, format)
