"""The search of the portal, with the names and arguments of tcia_utils."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final

from nbia_core.api.criteria import Criterion
from nbia_core.checks import DateLike
from nbia_core.errors import InvalidParameterError
from nbia_core.records.record import Row

from .asking import as_day, criterion, rows_of, search_manifest
from .tables import LOG, check_format, new_path, save_text

_FORMATS: Final = ("", "json", "uids", "manifest", "manifest_text")
_SPECIES: Final = {"human": "337915000", "mouse": "447612001", "dog": "448771007"}
"""The codes of species, by the words of tcia_utils for them."""
_FIELDS: Final = {"studies": "study"}
"""What the server calls a field to sort by, where tcia_utils has another word."""
_FIRST_DAY: Final = "1900/01/01"
_MOST_PATIENTS: Final = 1_000_000
_END_OF_HEADER: Final = "ListOfSeriesToDownload="


def getSimpleSearch(
    collections: Iterable[str] = [],  # the arguments and defaults of tcia_utils; none is changed
    species: Iterable[str] = [],
    modalities: Iterable[str] = [],
    bodyParts: Iterable[str] = [],
    manufacturers: Iterable[str] = [],
    fromDate: DateLike = "",
    toDate: DateLike = "",
    patients: Iterable[str] = [],
    minStudies: int = 0,
    modalityAnded: bool = False,
    start: int = 0,
    size: int = 10,
    sortDirection: str = "ascending",
    sortField: str = "subject",
    api_url: str = "",
    format: str = "",
) -> Row | list[str] | str | None:
    """The patients that meet criteria, as the portal finds them, or the series of these patients.

    Criteria of different kinds must all be met; of several of one kind, such as two collections, one is enough.

    Args:
        collections: Collections.
        species: "human", "mouse" or "dog".
        modalities: Modalities.
        bodyParts: Body parts in capital letters.
        manufacturers: Manufacturers.
        fromDate: The first day of release, 1900/01/01 if only `toDate` is given.
        toDate: The last day of release, today if only `fromDate` is given.
        patients: Patients.
        minStudies: A number of studies. The server finds patients who have more than that; 0 for all.
        modalityAnded: Whether patients must have all modalities, instead of any of them.
        start: How many patients to skip.
        size: How many patients to return at most; lists of series are always whole.
        sortDirection: "ascending" or "descending".
        sortField: "subject", "studies", "series" or "collection".
        api_url: The server.
        format: "" or "json" for a dictionary, "uids" for Series Instance UIDs, "manifest" to save a manifest in the current
            folder, "manifest_text" for its text.

    Returns:
        As `format` says: the answer with the keys resultSet, totalPatients and so on; a list, which is empty if nothing is
        found; None for a manifest, which is saved if anything is found; or its text.

    Raises:
        InvalidParameterError: An argument is wrong; nothing was sent.
        DestinationError: The manifest cannot be written.
        NbiaError: The service did not answer as it should.
    """
    chosen = check_format(format, _FORMATS)
    lists = {
        "Collection": _texts("collections", collections),
        "Species": [_code(each) for each in _texts("species", species)],
        "Modality": _texts("modalities", modalities),
        "AnatomicalSite": _texts("bodyParts", bodyParts),
        "Manufacturer": _texts("manufacturers", manufacturers),
        "Patient": _texts("patients", patients),
    }
    criteria = _released(fromDate, toDate)
    criteria += [criterion(kind, value) for kind, values in lists.items() for value in values]
    if minStudies:
        criteria.append(criterion("MinNumberOfStudies", minStudies))
    if modalityAnded:
        criteria.append(criterion("AllModalities", "all"))
    asked: dict[str, object] = {
        "criteria": criteria or None,
        "sort_field": _FIELDS.get(sortField, sortField),
        "sort_direction": sortDirection,
        "start": start,
    }
    if chosen in ("", "json"):
        (found,) = rows_of("search", api_url, **asked, size=size)
        return found
    text = search_manifest(api_url, **asked, size=_MOST_PATIENTS)
    if chosen == "manifest_text":
        return text
    uids = text.partition(_END_OF_HEADER)[2].split()
    if not uids:
        LOG.info("getSimpleSearch: nothing found.")
    if chosen == "uids":
        return uids
    if uids:
        save_text(text, new_path(f"manifest-{datetime.datetime.now():%Y-%m-%d_%H-%M}", ".tcia"))
    return None


def _texts(name: str, values: Iterable[str]) -> list[str]:
    """Return the values of a criterion.

    Raises:
        InvalidParameterError: it is one text, whose letters are not meant, or no list.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InvalidParameterError(f"{name}={values!r} must be a list.", hint="put the value in brackets")
    return list(values)


def _code(species: str) -> str:
    """Return the code of a species.

    Raises:
        InvalidParameterError: it is none of those that tcia_utils knows.
    """
    if species not in _SPECIES:
        known = ", ".join(f'"{name}"' for name in _SPECIES)
        raise InvalidParameterError(f"species: {species!r} is not known; accepted are {known}.")
    return _SPECIES[species]


def _released(first: DateLike, last: DateLike) -> list[Criterion]:
    """Return the criterion of the days of release, if there is one."""
    if not first and not last:
        return []
    return [criterion("DateRange", as_day(first or _FIRST_DAY), as_day(last or datetime.date.today()))]
