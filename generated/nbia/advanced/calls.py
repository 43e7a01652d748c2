# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The calls of the service: each function checks its arguments and returns a call that is not sent yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from nbia_core.api.calls import Call, make_call
from nbia_core.api.criteria import Criterion
from nbia_core.records.readers import BytesReader, RecordReader, RecordsReader, TextReader
from nbia_core.records.records import Records

from .records import (
    CartStudy,
    CollectionDescription,
    CollectionSite,
    CriteriaCount,
    DescribedData,
    DicomTag,
    EquipmentNode,
    ImageDetails,
    LicenseDetails,
    SearchResult,
    SharedList,
    SiteDetails,
    SiteOfSeries,
    Species,
    TextSearchPatient,
    TextSearchResult,
    Timepoints,
    UserRole,
    VisibilityName,
)

_PACKAGE = __name__.rpartition(".")[0]

Format: TypeAlias = Literal["json"]
"""The formats in which the service answers; the first is the default and becomes records."""


def get_collection_descriptions(
    *, collection: str | Sequence[str] | None = None
) -> Call[Records[CollectionDescription]]:
    """What the collections are about, as HTML, and the addresses where they are described.

    Args:
        collection: The collection, by the name that getCollectionValues lists, in the same letters. Any text that
            is not empty, or several of them. Sent as collectionName. Example: "4D-Lung".

    Returns:
        A call, not sent yet, whose answer is: Records of CollectionDescription, in the server's order; empty when
        nothing matches. For several values there is a request for each combination; their rows are joined, each
        once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"collection": collection}
    return make_call(_PACKAGE, "getCollectionDescriptions", RecordsReader(CollectionDescription), arguments)


def get_collection_or_series_for_doi(
    *, doi: str | None = None, collection_or_series: str | None = None
) -> Call[Records[DescribedData]]:
    """The collections or the series that are described at an address, as a rule a digital object identifier (DOI).

    Without an address everything is listed. Series that are not visible are listed too. A collection comes once
    for each value of thirdPartyAnanlysis.

    Args:
        doi: The address where the data are described, whole and in the same letters as the archive has it. Any
            text that is not empty. Sent as DOI. Example: "https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE". The
            whole address as it is stored, with https://doi.org/.
        collection_or_series: What is wanted, the collections or the single series that the address describes.
            Collection, series. Sent as CollectionOrSeries. Example: "collection". Whatever is not series means
            collections.

    Returns:
        A call, not sent yet, whose answer is: Records of DescribedData, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"doi": doi, "collection_or_series": collection_or_series}
    return make_call(_PACKAGE, "getCollectionOrSeriesForDOI", RecordsReader(DescribedData), arguments)


def get_collection_site() -> Call[Records[CollectionSite]]:
    """The collections that the user may see, each with the institutions that submitted to it.

    Returns:
        A call, not sent yet, whose answer is: Records of CollectionSite, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getCollectionSite", RecordsReader(CollectionSite, "values"), arguments)


def get_sites_for_series(*, series_instance_uids: str | Sequence[str] | None = None) -> Call[Records[SiteOfSeries]]:
    """The institutions that submitted to the collection to which all of the given series belong.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as seriesId. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated for
            each series.

    Returns:
        A call, not sent yet, whose answer is: Records of SiteOfSeries, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uids": series_instance_uids}
    return make_call(_PACKAGE, "getSitesForSeries", RecordsReader(SiteOfSeries, "values"), arguments)


def get_site(collection: str, site: str) -> Call[SiteDetails | None]:
    """An institution that submitted to a collection, and the licence of what it submitted.

    Args:
        collection: The collection, by the name that getCollectionValues lists, in the same letters. Any text that
            is not empty. Sent as collectionName. Example: "VICTRE".
        site: The institution that submitted the images, as getSitesForSeries lists it. Any text that is not
            empty. Sent as siteName. Example: "FDA".

    Returns:
        A call, not sent yet, whose answer is: one SiteDetails; None when there is nothing.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"collection": collection, "site": site}
    return make_call(_PACKAGE, "getSite", RecordReader(SiteDetails), arguments)


def get_licenses() -> Call[Records[LicenseDetails]]:
    """The licences under which data of the archive may be used.

    Returns:
        A call, not sent yet, whose answer is: Records of LicenseDetails, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getLicenses", RecordsReader(LicenseDetails), arguments)


def get_visibilities() -> Call[Records[VisibilityName]]:
    """The states that a series can have in the archive's curation, in words.

    Returns:
        A call, not sent yet, whose answer is: Records of VisibilityName, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getVisibilities", RecordsReader(VisibilityName, "values"), arguments)


def get_body_part_values_and_counts(
    *, collection: str | Sequence[str] | None = None, modality: str | Sequence[str] | None = None
) -> Call[Records[CriteriaCount]]:
    """The body parts that occur in the archive, or in the series that match the filters, with the number of
    patients.

    The values are in capital letters; NOT SPECIFIED stands for series without one.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Whether upper and lower case are the same
            depends on the database.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: "CT". Whether upper and lower case are the same depends on the
            database.

    Returns:
        A call, not sent yet, whose answer is: Records of CriteriaCount, in the server's order; empty when nothing
        matches. For several values there is a request for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. The guide's first example (2023); server source (June 2026).
    """
    arguments: dict[str, object] = {"collection": collection, "modality": modality}
    return make_call(_PACKAGE, "getBodyPartValuesAndCounts", RecordsReader(CriteriaCount), arguments)


def get_collection_values_and_counts() -> Call[Records[CriteriaCount]]:
    """The collections that the user may see, with the number of patients.

    Returns:
        A call, not sent yet, whose answer is: Records of CriteriaCount, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getCollectionValuesAndCounts", RecordsReader(CriteriaCount), arguments)


def get_manufacturer_values_and_counts(
    *,
    collection: str | Sequence[str] | None = None,
    modality: str | Sequence[str] | None = None,
    body_part_examined: str | Sequence[str] | None = None,
) -> Call[Records[CriteriaCount]]:
    """The manufacturers that occur in the archive, or in the series that match the filters, with the number of
    patients.

    The values are as they are stored; an empty text stands for series without one.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Whether upper and lower case are the same
            depends on the database.
        modality: The modality (0008,0060), such as CT, MR, PT or MG. Any text that is not empty, or several of
            them. Sent as Modality. Example: "CT". Whether upper and lower case are the same depends on the
            database.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            "CHEST". Must be the stored text; whether upper and lower case are the same depends on the database.

    Returns:
        A call, not sent yet, whose answer is: Records of CriteriaCount, in the server's order; empty when nothing
        matches. For several values there is a request for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {
        "collection": collection,
        "modality": modality,
        "body_part_examined": body_part_examined,
    }
    return make_call(_PACKAGE, "getManufacturerValuesAndCounts", RecordsReader(CriteriaCount), arguments)


def get_modality_values_and_counts(
    *, collection: str | Sequence[str] | None = None, body_part_examined: str | Sequence[str] | None = None
) -> Call[Records[CriteriaCount]]:
    """The modalities that occur in the archive, or in the series that match the filters, with the number of
    patients.

    Args:
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty, or
            several of them. Sent as Collection. Example: "RIDER Pilot". Whether upper and lower case are the same
            depends on the database.
        body_part_examined: The body part (0018,0015), as getBodyPartValues lists it; some values end in a blank
            that counts. Any text that is not empty, or several of them. Sent as BodyPartExamined. Example:
            "CHEST". Must be the stored text; whether upper and lower case are the same depends on the database.

    Returns:
        A call, not sent yet, whose answer is: Records of CriteriaCount, in the server's order; empty when nothing
        matches. For several values there is a request for each combination; their rows are joined, each once.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"collection": collection, "body_part_examined": body_part_examined}
    return make_call(_PACKAGE, "getModalityValuesAndCounts", RecordsReader(CriteriaCount), arguments)


def get_species_values_and_counts() -> Call[Records[CriteriaCount]]:
    """The species, as SNOMED codes, with the number of patients.

    Patients of whom the archive has no species are counted as 337915000, Homo sapiens. Ask getSpeciesTax for the
    names.

    Returns:
        A call, not sent yet, whose answer is: Records of CriteriaCount, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getSpeciesValuesAndCounts", RecordsReader(CriteriaCount), arguments)


def get_species_tax() -> Call[Records[Species]]:
    """The species of the patients that the user may see, with their codes and names.

    Returns:
        A call, not sent yet, whose answer is: Records of Species, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getSpeciesTax", RecordsReader(Species), arguments)


def get_min_max_timepoints() -> Call[Timepoints | None]:
    """For each kind of event, how many days before and after it the studies were that the user may see.

    Returns:
        A call, not sent yet, whose answer is: one Timepoints; None when there is nothing.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Shown by the guide (2023); server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getMinMaxTimepoints", RecordReader(Timepoints), arguments)


def get_manufacturer_tree() -> Call[EquipmentNode | None]:
    """The equipment in the archive, as a tree of manufacturers, their models and their software versions.

    Only equipment of which the archive knows all three is in the tree. The server takes the parameters
    Collection, Modality and BodyPartExamined and does not look at them.

    Returns:
        A call, not sent yet, whose answer is: one EquipmentNode; None when there is nothing.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getManufacturerTree", RecordReader(EquipmentNode), arguments)


def get_manifest_text_v2(
    *, series_instance_uids: str | Sequence[str] | None = None, include_annotation: bool | None = None
) -> Call[str]:
    """A manifest of the given series.

    The server writes down what it is given. It does not look whether there is such a series, nor whether the user
    may have it.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as list. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated for
            each series; a list with commas becomes one line of the manifest.
        include_annotation: Whether the manifest asks for the annotation files of the series too. True or False,
            which go out as true or false. Sent as includeAnnotation. Example: True. Without it the answer is
            status 500. If it is not given, true is sent.

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {
        "series_instance_uids": series_instance_uids,
        "include_annotation": include_annotation,
    }
    return make_call(_PACKAGE, "getManifestTextV2", TextReader(), arguments)


def get_manifest_for_collection(
    *, collection: str | None = None, visibility: str | None = None, include_annotation: bool | None = None
) -> Call[str]:
    """A manifest of the series of a collection.

    The server does not look at the user's rights, so the manifest can name series that nobody may download.

    Args:
        collection: The collection, by the name that getCollectionValues lists, in the same letters. This endpoint
            spells the parameter small. Any text that is not empty. Sent as collection. Example: "VICTRE". Without
            it the manifest names no series.
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

    Source: observed. Server source (June 2026).
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

    A series is named if it belongs to any of them. The server does not look at the user's rights nor whether a
    series is released, so the manifest can name series that nobody may download. Without all three it is every
    series of the archive.

    Args:
        patient_ids: The patients (0010,0020), in the same letters as getPatient lists them. Any text that is not
            empty, or several of them. Sent as patientIDs. Example: ["1.3.6.1.4.1.9328.50.1.0001"]. A single
            character is taken for nothing.
        study_instance_uids: The studies, by their DICOM Study Instance UIDs (0020,000D). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as studyUIDs. Example:
            ["1.3.6.1.4.1.9328.50.1.2"].
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as seriesUIDs. Example:
            ["1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"].
        any_or_all: Whether a series must belong to any or to all of what is given. Any, all. Sent as anyOrAll.
            Example: "any". The server takes it and does not look at it; any is always meant.
        include_annotation: Whether the manifest asks for the annotation files of the series too. True or False,
            which go out as true or false. Sent as includeAnnotation. Example: True. Without it the manifest says
            true.

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
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
    """A manifest of the series of the patients that getSimpleSearchWithModalityAndBodyPartPaged finds.

    It takes the same parameters and names the series of one page of patients, those that the criteria select.
    This is how to come from a search to Series Instance UIDs.

    Args:
        criteria: What the patients must have. Criteria of different kinds must all be met; of several of one
            kind, such as two collections, one is enough. Criteria of a search. Sent as criteria. Example:
            [Collection("RIDER Pilot")]. Without any criterion it is all patients.
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

    Source: observed. Server source (June 2026).
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


def get_manifest_for_text_search(words: str) -> Call[str]:
    """A manifest of all series of the patients that getTextSearch finds.

    Args:
        words: The words to look for. Any text that is not empty. Sent as textValue. Example: "thorax".

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"words": words}
    return make_call(_PACKAGE, "getManifestForTextSearch", TextReader(), arguments)


def get_shared_list(name: str) -> Call[SharedList | None]:
    """A list of series that a user shares, by its name.

    The server names every series of the list, also those that the user may not have. getContentsByName of version
    1 tells more of the series and leaves these out.

    Args:
        name: The name of the shared list: what follows saved-cart= in the address that Share My Cart shows in the
            portal. Any text that is not empty. Sent as nameValue. Example: "nbia-54241629300063058".

    Returns:
        A call, not sent yet, whose answer is: one SharedList; None when there is nothing.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"name": name}
    return make_call(_PACKAGE, "getSharedList", RecordReader(SharedList), arguments)


def create_shared_list(
    series_instance_uids: str | Sequence[str], name: str, *, description: str | None = None, url: str | None = None
) -> Call[str]:
    """Makes a list of series, to share its name with others.

    The answer is the sentence List created.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as list. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated for
            each series.
        name: The name of the shared list. Any text that is not empty. Sent as name. Example: "my-list".
        description: What the list is about. Any text that is not empty. Sent as description. Example: "Lung
            images of my study".
        url: An address where the list is described. Any text that is not empty. Sent as url. Example:
            "https://example.org/my-study".

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {
        "series_instance_uids": series_instance_uids,
        "name": name,
        "description": description,
        "url": url,
    }
    return make_call(_PACKAGE, "createSharedList", TextReader(), arguments)


def delete_shared_list(name: str) -> Call[str]:
    """Deletes a list of series that the user made.

    The answer is the sentence List deleted.

    Args:
        name: The name of the shared list. Any text that is not empty. Sent as name. Example: "my-list".

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"name": name}
    return make_call(_PACKAGE, "deleteSharedList", TextReader(), arguments)


def get_simple_search_with_modality_and_body_part_paged(
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
    criteria for Series Instance UIDs. Dates of criteria are written in another order than in version 4, which
    this client knows. The server keeps the result of a search for a while.

    Args:
        criteria: What the patients must have. Criteria of different kinds must all be met; of several of one
            kind, such as two collections, one is enough. Criteria of a search. Sent as criteria. Example:
            [Collection("RIDER Pilot")]. Without any criterion it is all patients. The server ignores criteria
            whose names it does not know.
        sort_field: By what the patients are sorted: their collection, their own identifier, the number of studies
            or series that match, or of all that they have. Collection, subject, study, series,
            totalNumberOfStudies, totalNumberOfSeries. Sent as sortField. Example: "subject". Without it the
            answer is status 500. Any other word means collection. If it is not given, collection is sent.
        sort_direction: In which direction the patients are sorted. Ascending, descending. Sent as sortDirection.
            Example: "ascending". Without it the answer is status 500. Any other word means descending. If it is
            not given, ascending is sent.
        start: How many patients to skip, 0 for the first page. A whole number. Sent as start. Example: 0. Without
            it, and for a number beyond the last patient, the answer is status 500. If it is not given, 0 is sent.
        size: How many patients to return at most. A whole number. Sent as size. Example: 10. Without it the
            answer is status 500. If it is not given, 25 is sent.
        tool: The name of the program that asks. If it is given, the archive keeps the search for its statistics.
            Any text that is not empty. Sent as tool. Example: "nbia-client".

    Returns:
        A call, not sent yet, whose answer is: one SearchResult; None when there is nothing.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {
        "criteria": criteria,
        "sort_field": sort_field,
        "sort_direction": sort_direction,
        "start": start,
        "size": size,
        "tool": tool,
    }
    return make_call(_PACKAGE, "getSimpleSearchWithModalityAndBodyPartPaged", RecordReader(SearchResult), arguments)


def get_restrictions_for_simple_search(
    *,
    criteria: Criterion | Iterable[Criterion] | None = None,
    sort_field: str | None = None,
    sort_direction: str | None = None,
    start: int | None = None,
    size: int | None = None,
    tool: str | None = None,
) -> Call[str]:
    """Whether the licence of any series of a page of a search forbids commercial use, yes or no.

    It takes the parameters of getSimpleSearchWithModalityAndBodyPartPaged and looks at the series of one page of
    patients.

    Args:
        criteria: What the patients must have. Criteria of different kinds must all be met; of several of one
            kind, such as two collections, one is enough. Criteria of a search. Sent as criteria. Example:
            [Collection("RIDER Pilot")]. Without any criterion it is all patients.
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

    Source: observed. Server source (June 2026).
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


def get_text_search(words: str) -> Call[Records[TextSearchPatient]]:
    """The patients in whose data words are found, all at once.

    The server asks an index of its own, which may be older than the data.

    Args:
        words: The words to look for. Any text that is not empty. Sent as textValue. Example: "thorax".

    Returns:
        A call, not sent yet, whose answer is: Records of TextSearchPatient, in the server's order; empty when
        nothing matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"words": words}
    return make_call(_PACKAGE, "getTextSearch", RecordsReader(TextSearchPatient), arguments)


def get_text_search_paged(
    words: str,
    *,
    start: int | None = None,
    size: int | None = None,
    sort_field: str | None = None,
    sort_direction: str | None = None,
) -> Call[TextSearchResult | None]:
    """The patients in whose data words are found, page by page.

    The server asks an index of its own, which may be older than the data, and keeps the result for a while.

    Args:
        words: The words to look for. Any text that is not empty. Sent as textValue. Example: "thorax".
        start: How many patients to skip, 0 for the first page. A whole number. Sent as start. Example: 0. Without
            it, and for a number beyond the last patient, the answer is status 500. If it is not given, 0 is sent.
        size: How many patients to return at most. A whole number. Sent as size. Example: 10. Without it the
            answer is status 500. If it is not given, 25 is sent.
        sort_field: By what the patients are sorted: their collection, or their own identifier. Collection,
            subject, hit. Sent as sortField. Example: "subject". Without it, and for any other word, the answer is
            status 500. For hit the server compares the collection. If it is not given, collection is sent.
        sort_direction: In which direction the patients are sorted. Ascending, descending. Sent as sortDirection.
            Example: "ascending". Without it the answer is status 500. Any other word means descending. If it is
            not given, ascending is sent.

    Returns:
        A call, not sent yet, whose answer is: one TextSearchResult; None when there is nothing.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {
        "words": words,
        "start": start,
        "size": size,
        "sort_field": sort_field,
        "sort_direction": sort_direction,
    }
    return make_call(_PACKAGE, "getTextSearchPaged", RecordReader(TextSearchResult), arguments)


def get_restrictions_for_text_search(words: str) -> Call[str]:
    """Whether the licence of any series of the patients of getTextSearch forbids commercial use, yes or no.

    Args:
        words: The words to look for. Any text that is not empty. Sent as textValue. Example: "thorax".

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"words": words}
    return make_call(_PACKAGE, "getRestrictionsForTextSearch", TextReader(), arguments)


def get_cart_data(*, series_keys: int | Sequence[int] | None = None) -> Call[Records[CartStudy]]:
    """The studies of the given series, each with those of its series that were asked for.

    This is how the portal shows what is in the cart. Only visible series are found.

    Args:
        series_keys: The series, by their numbers in the archive's own database, as getSimpleSearch lists them. A
            whole number, or several of them. Sent as list. Example: [1]. The field must be repeated for each
            series. What is no number is answered with status 500.

    Returns:
        A call, not sent yet, whose answer is: Records of CartStudy, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_keys": series_keys}
    return make_call(_PACKAGE, "getCartData", RecordsReader(CartStudy), arguments)


def get_study_drill_down(*, series_keys: int | Sequence[int] | None = None) -> Call[Records[CartStudy]]:
    """The studies of the given series, each with those of its series that were asked for.

    Only visible series are found. In version 4 this path fails.

    Args:
        series_keys: The series, by their numbers in the archive's own database, as getSimpleSearch lists them. A
            whole number, or several of them. Sent as list. Example: [1]. The field must be repeated for each
            series. What is no number is answered with status 500.

    Returns:
        A call, not sent yet, whose answer is: Records of CartStudy, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_keys": series_keys}
    return make_call(_PACKAGE, "getStudyDrillDown", RecordsReader(CartStudy), arguments)


def get_study_drill_down_with_series_ids(
    *, series_instance_uids: str | Sequence[str] | None = None
) -> Call[Records[CartStudy]]:
    """The studies of the given series, each with those of its series that were asked for, by Series Instance UIDs.

    Only visible series are found. In version 4 this path fails.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as list. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. The field must be repeated for
            each series.

    Returns:
        A call, not sent yet, whose answer is: Records of CartStudy, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uids": series_instance_uids}
    return make_call(_PACKAGE, "getStudyDrillDownWithSeriesIds", RecordsReader(CartStudy), arguments)


def get_image_drill_down(series_keys: int | Sequence[int]) -> Call[Records[ImageDetails]]:
    """The images of the given series, as the archive's database has them.

    The server does not look whether the user may see the series nor whether they are visible.

    Args:
        series_keys: The series, by their numbers in the archive's own database, as getSimpleSearch lists them. A
            whole number, or several of them. Sent as list. Example: [1]. The field must be repeated for each
            series. What is no number is answered with status 500.

    Returns:
        A call, not sent yet, whose answer is: Records of ImageDetails, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_keys": series_keys}
    return make_call(_PACKAGE, "getImageDrillDown", RecordsReader(ImageDetails), arguments)


def get_series_metadata2(series_instance_uids: str | Sequence[str]) -> Call[str]:
    """What the archive knows of the given series, as CSV.

    Fields are quoted. The 24 columns are Subject ID, Study UID, Study Description, Study Date, Series ID, Series
    Description, Number of images, File Size (Bytes), Collection Name, Modality, Manufacturer, 3rd Party Analysis,
    Data Description URI, Series Number, License Name, License URL, Date Released, Series Date, Protocol Name,
    Body Part Examined, Annotations Flag, Manufacturer Model Name, Software Versions and TimeStamp. Dates are
    yyyy-MM-dd. TimeStamp is the release once more, with its time of day, and not the submission. Only visible
    series are told of. getSeriesMetadata of version 4 has records.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as list. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. One list with commas; if the
            field is repeated, the first counts.

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. The guide has it, as CSV (2023); server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uids": series_instance_uids}
    return make_call(_PACKAGE, "getSeriesMetadata2", TextReader(), arguments)


def get_series_metadata3(series_instance_uids: str | Sequence[str]) -> Call[str]:
    """What the archive knows of the given series, of their studies and of their patients, as CSV.

    Fields are quoted. The 38 columns are Patient ID, Patient Name, Patient Birth Date, Patient Sex, Ethnic Group,
    Phantom, Species Code, Species Description, Study Instance UID, Study Date, Study Description, Admitting
    Diagnosis Description, Study ID, Patient Age, Longitudinal Temporal Event Type, Longitudinal Temporal Offset
    From Event, Series Instance UID, Project, Modality, Protocol Name, Series Date, Series Description, Body Part
    Examined, Series Number, Annotations Flag, Manufacturer, Manufacturer Model Name, Pixel Spacing(mm)- Row,
    Slice Thickness(mm), Software Versions, Image Count, Max Submission Timestamp, License Name, License URI,
    Collection URI, File Size, Date Released and Third Party Analysis. A series has a row for every distinct pair
    of pixel spacing and slice thickness. getSeriesMetadata of version 4 has records, one a series.

    Args:
        series_instance_uids: The series, by their DICOM Series Instance UIDs (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters, or several of them. Sent as list. Example:
            ["1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"]. One list with commas; if the
            field is repeated, the first counts. Every character but digits, full stops and commas is removed
            first. Without it the answer is status 500.

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uids": series_instance_uids}
    return make_call(_PACKAGE, "getSeriesMetadata3", TextReader(), arguments)


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

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid}
    return make_call(_PACKAGE, "getDicomTags", RecordsReader(DicomTag), arguments)


def get_dicom_tags_by_image_id(image_key: int) -> Call[Records[DicomTag]]:
    """The DICOM header of an image.

    As getDicomTags has it, for any image. The server does not look at the user's rights to the image.

    Args:
        image_key: The image, by its number in the archive's own database, as getImageDrillDown lists it. A whole
            number. Sent as imageID. Example: 1. Without it the answer is status 500.

    Returns:
        A call, not sent yet, whose answer is: Records of DicomTag, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {"image_key": image_key}
    return make_call(_PACKAGE, "getDicomTagsByImageID", RecordsReader(DicomTag), arguments)


def get_md5_hierarchy(
    *,
    series_instance_uid: str | None = None,
    study_instance_uid: str | None = None,
    patient_id: str | None = None,
    collection: str | None = None,
) -> Call[str]:
    """One MD5 hash for all images of a series, a study, a patient or a collection.

    It is the MD5 hash of the sorted hashes of the level below, written one after the other. Ask for one level
    only; for a patient name the collection too. If several are given, the hash of the highest counts. That of a
    collection is kept for 100 minutes.

    Args:
        series_instance_uid: The series, by its DICOM Series Instance UID (0020,000E). A DICOM UID: digits and
            dots, at most 64 characters. Sent as SeriesInstanceUID. Example:
            "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508".
        study_instance_uid: The study, by its DICOM Study Instance UID (0020,000D). A DICOM UID: digits and dots,
            at most 64 characters. Sent as StudyInstanceUID. Example: "1.3.6.1.4.1.9328.50.1.2".
        patient_id: The patient (0010,0020). Any text that is not empty. Sent as PatientID. Example:
            "1.3.6.1.4.1.9328.50.1.0001". Only together with Collection.
        collection: The collection, by the name that getCollectionValues lists. Any text that is not empty. Sent
            as Collection. Example: "RIDER Pilot".

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {
        "series_instance_uid": series_instance_uid,
        "study_instance_uid": study_instance_uid,
        "patient_id": patient_id,
        "collection": collection,
    }
    return make_call(_PACKAGE, "getMD5Hierarchy", TextReader(), arguments)


def get_thumbnail(series_instance_uid: str, sop_instance_uid: str) -> Call[bytes]:
    """A small picture of one image, as JPEG.

    Ask getSOPInstanceUIDs of another version for the images of a series first.

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

    Source: observed. The guide has it, as JPEG (2023); server source (June 2026).
    """
    arguments: dict[str, object] = {"series_instance_uid": series_instance_uid, "sop_instance_uid": sop_instance_uid}
    return make_call(_PACKAGE, "getThumbnail", BytesReader("jpeg"), arguments)


def get_roles() -> Call[Records[UserRole]]:
    """The rights of the user, by the names that the server has for them.

    Returns:
        A call, not sent yet, whose answer is: Records of UserRole, in the server's order; empty when nothing
        matches.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "getRoles", RecordsReader(UserRole, "values"), arguments)


def host_name() -> Call[str]:
    """The name of the machine that answers.

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "hostName", TextReader(), arguments)


def up() -> Call[str]:
    """Whether the server works, by the word up.

    Returns:
        A call, not sent yet, whose answer is: the text that the server sent.

    Raises:
        InvalidParameterError: A value is missing, empty or of the wrong kind; nothing was sent.

    Source: observed. Server source (June 2026).
    """
    arguments: dict[str, object] = {}
    return make_call(_PACKAGE, "up", TextReader(), arguments)
