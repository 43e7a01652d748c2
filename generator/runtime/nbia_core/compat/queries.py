"""The queries of tcia_utils, with its names and arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbia_core.checks import DateLike
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path
from nbia_core.records.record import Row

from .asking import as_day, as_table, ask, ask_older, column, look_up, open_client, read_series
from .tables import Answer, need_pandas, plain_text, save_csv

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
    return ask("collections", api_url, format)


def getBodyPart(collection: str = "", modality: str = "", api_url: str = "", format: str = "") -> Answer:
    """The body parts of the whole archive, or of what the filters leave.

    Returns:
        Rows with BodyPartExamined, as `format` says; one without it stands for series that have none. None if there
        are no rows.

    Raises:
        NbiaError: As the module says.
    """
    return ask("body parts", api_url, format, collection=collection or None, modality=modality or None)


def getModality(collection: str = "", bodyPart: str = "", api_url: str = "", format: str = "") -> Answer:
    """The modalities of the whole archive, or of what the filters leave.

    Returns:
        Rows with Modality, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask("modalities", api_url, format, collection=collection or None, body_part_examined=bodyPart or None)


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
    return ask(
        "manufacturers",
        api_url,
        format,
        collection=collection or None,
        modality=modality or None,
        body_part_examined=bodyPart or None,
    )


def getPatient(collection: str = "", api_url: str = "", format: str = "") -> Answer:
    """The patients of the whole archive, or of a collection.

    Returns:
        Rows with PatientId (with a small d), as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask("patients", api_url, format, collection=collection or None)


def getPatientByCollectionAndModality(collection: str, modality: str, api_url: str = "", format: str = "") -> Answer:
    """The patients of a collection who have series of a modality.

    Returns:
        Rows with PatientId (with a small d), as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask("patients by modality", api_url, format, collection=collection, modality=modality)


def getNewPatientsInCollection(collection: str, date: DateLike, api_url: str = "", format: str = "") -> Answer:
    """The patients of a collection with series that were released on a day or later.

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
    return ask("new patients", api_url, format, collection=collection, from_date=as_day(date))


def getStudy(collection: str, patientId: str = "", studyUid: str = "", api_url: str = "", format: str = "") -> Answer:
    """The studies of a collection, or of what the other filters leave of it.

    Returns:
        Rows with StudyInstanceUID, PatientID and so on, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask(
        "studies",
        api_url,
        format,
        collection=collection,
        patient_id=patientId or None,
        study_instance_uid=studyUid or None,
    )


def getNewStudiesInPatient(
    collection: str, patientId: str, date: DateLike, api_url: str = "", format: str = ""
) -> Answer:
    """The studies of a patient with series that were released on a day or later.

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
    return ask("new studies", api_url, format, collection=collection, from_date=as_day(date), patient_id=patientId)


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
    return ask(
        "series",
        api_url,
        format,
        collection=collection or None,
        patient_id=patientId or None,
        study_instance_uid=studyUid or None,
        series_instance_uid=seriesUid or None,
        modality=modality or None,
        body_part_examined=bodyPart or None,
        manufacturer=manufacturer or None,
        manufacturer_model_name=manufacturerModel or None,
    )


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
    return ask("updated series", api_url, format, from_date=as_day(date))


def getSeriesMetadata(seriesUid: str, api_url: str = "", format: str = "") -> Answer:
    """What the archive knows of a series, in the words of version 1, which older versions of tcia_utils hand out.

    It is asked of version 1 on the same server. getSeriesList has more, in the words of getSeries.

    Returns:
        One row with "Series UID", "Subject ID", "Study Description" and so on, as `format` says; in tables "Series UID"
        is called SeriesInstanceUID. None if the series is not known.

    Raises:
        NbiaError: As the module says.
    """
    return ask_older("series metadata", api_url, format, series_instance_uid=seriesUid)


def getSeriesList(uids: Iterable[str], api_url: str = "", csv_filename: str = "") -> pandas.DataFrame | None:
    """What the archive knows of each of many series, their studies and patients, in one table.

    One request is sent for up to 10,000 series. Identifiers stay as they are: the patient 0012 is not 12.

    Args:
        uids: The Series Instance UIDs.
        api_url: The server.
        csv_filename: The name of a CSV file to write besides, without its ending `.csv`.

    Returns:
        A row for each series in the order of the UIDs, with all 40 columns; None if no series is known. A warning names
        those that are not.

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
    table = as_table(rows)
    if path is not None:
        save_csv(table, path)
    return table


def getSeriesSize(seriesUid: str, api_url: str = "", format: str = "") -> Answer:
    """How many images a series has, and their bytes.

    Returns:
        One row with TotalSizeInBytes and ObjectCount, as `format` says; None if the series is not known.

    Raises:
        NbiaError: As the module says.
    """
    return ask("series size", api_url, format, series_instance_uid=seriesUid)


def getSopInstanceUids(seriesUid: str, api_url: str = "", format: str = "") -> Answer:
    """The images of a series.

    Returns:
        Rows with SOPInstanceUID, as `format` says; None if the series is not known.

    Raises:
        NbiaError: As the module says.
    """
    return ask("images", api_url, format, series_instance_uid=seriesUid)


def getSharedCart(name: str, api_url: str = "", format: str = "") -> Answer:
    """The series in a shared cart. It is asked of version 1 on the same server: version 4 has no such endpoint.

    Args:
        name: What follows `saved-cart=` in the address that Share My Cart shows in the portal.
        api_url: The server.
        format: The form of the rows.

    Returns:
        Rows with SeriesInstanceUID, PatientID and so on, as `format` says; None if there is no such cart.

    Raises:
        NbiaError: As the module says.
    """
    return ask_older("cart", api_url, format, name=name)


def getCollectionPatientCounts(api_url: str = "", format: str = "") -> Answer:
    """How many patients each collection has.

    Returns:
        Rows with Collection and Count, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask("patients of collections", api_url, format)


def getModalityCounts(collection: str = "", bodyPart: str = "", api_url: str = "", format: str = "") -> Answer:
    """How many patients have series of each modality, in the whole archive or in what the filters leave.

    Returns:
        Rows with Modality and Count, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask(
        "patients of modalities",
        api_url,
        format,
        collection=collection or None,
        body_part_examined=bodyPart or None,
    )


def getBodyPartCounts(collection: str = "", modality: str = "", api_url: str = "", format: str = "") -> Answer:
    """How many patients have series of each body part, in the whole archive or in what the filters leave.

    Returns:
        Rows with BodyPart and Count, as `format` says; None if there are none.

    Raises:
        NbiaError: As the module says.
    """
    return ask("patients of body parts", api_url, format, collection=collection or None, modality=modality or None)


def getManufacturerCounts(
    collection: str = "", modality: str = "", bodyPart: str = "", api_url: str = "", format: str = ""
) -> Answer:
    """How many patients have series of each manufacturer, in the whole archive or in what the filters leave.

    Returns:
        Rows with Manufacturer and Count, as `format` says; one without Manufacturer stands for series that have none.
        None if there are no rows.

    Raises:
        NbiaError: As the module says.
    """
    return ask(
        "patients of manufacturers",
        api_url,
        format,
        collection=collection or None,
        modality=modality or None,
        body_part_examined=bodyPart or None,
    )


def getCollectionDescriptions(api_url: str = "", format: str = "", removeHtml: str | None = None) -> Answer:
    """What each collection is about, and where it is described.

    Args:
        api_url: The server.
        format: The form of the rows.
        removeHtml: "yes" for plain text, in every format; otherwise the descriptions are HTML.

    Returns:
        Rows with collectionName, description, descriptionURI and id, as `format` says; None if there are none.

    Raises:
        InvalidParameterError: An argument is wrong; nothing was sent.
        NbiaError: As the module says.
    """
    if removeHtml not in (None, "", "no", "yes"):
        raise InvalidParameterError(f'removeHtml={removeHtml!r} is not known; accepted are "yes" and "no".')
    return ask("descriptions", api_url, format, change=_as_plain if removeHtml == "yes" else None)


def _as_plain(row: Row) -> Row:
    """Return a row whose description is plain text."""
    name = column("descriptions", "description")
    html = row.get(name)
    return {**row, name: plain_text(html)} if isinstance(html, str) else row


def getDoiMetadata(doi: str, output: str = "", api_url: str = "", format: str = "") -> Answer:
    """The collections or the series that are described at an address, as a rule a digital object identifier (DOI).

    Args:
        doi: The whole address, such as "https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE", in the same letters as the archive
            has it: the column DataDescriptionURI of getSeries.
        output: "series" for series, "" or "collection" for collections.
        api_url: The server.
        format: The form of the rows.

    Returns:
        Rows with collection or seriesInstanceUID, and thirdPartyAnanlysis (so the server spells it), as `format` says; None
        if nothing public is described there.

    Raises:
        NbiaError: As the module says.
    """
    return ask("described data", api_url, format, doi=doi, collection_or_series=output or None)
