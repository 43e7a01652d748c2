"""What version 4 tells of the archive as a whole: values with counts, species, collections, makers, sites."""

from collections.abc import Callable, Mapping
from itertools import groupby

from ..answers import Answer, Json, json_answer
from ..archive import Archive, Row
from ..calls import Call, Endpoint, Fields, WithoutSender
from ..formats import Column, count
from ..metadata import MetadataEndpoint
from ..queries import BODY_PART, COLLECTION, MODALITY, PUBLIC, SITE, Search
from .paths import JSON, get, post

HUMAN = "337915000"
"""The code of the species of patients without one."""

_LARGEST_INTEGER = 2**31 - 1


# Values with the number of their patients


def _counted(
    name: str,
    column: str,
    value: str,
    filters: Mapping[str, str],
    *,
    shown: Callable[[str | None], str | None] = lambda found: found,
    checked: str | None = "query",
) -> MetadataEndpoint:
    def find(archive: Archive, fields: Fields) -> list[Row]:
        search = Search(fields, filters)
        rows = search.run(archive, f"{value}, count(DISTINCT patient.id)", "GROUP BY 1 ORDER BY 1")
        return [(shown(None if found is None else str(found)), patients, 1) for found, patients in rows]

    return MetadataEndpoint(
        name=name,
        parameters=tuple(filters),
        produced=JSON,
        checked=checked,
        columns=(Column(column), count("Count"), count("Authorized")),
        find=find,
        json_only=True,
        without_sender=WithoutSender.REFUSED,
    )


def _specified(body_part: str | None) -> str:
    return body_part if body_part and body_part.strip() else "NOT SPECIFIED"


_COUNTS = (
    _counted(
        "getBodyPartValuesAndCounts",
        "BodyPart",
        "upper(series.body_part)",
        {**COLLECTION, **MODALITY},
        shown=_specified,
    ),
    _counted("getCollectionValuesAndCounts", "Collection", "collection.name", {}, checked=None),
    _counted(
        "getManufacturerValuesAndCounts",
        "Manufacturer",
        "series.manufacturer",
        {**COLLECTION, **MODALITY, **BODY_PART},
    ),
    _counted("getModalityValuesAndCounts", "Modality", "series.modality", {**COLLECTION, **BODY_PART}),
    # Patients without a species are counted beside those that are human.
    _counted(
        "getSpeciesValuesAndCounts",
        "Species",
        "patient.species_code",
        {},
        shown=lambda code: code or HUMAN,
        checked=None,
    ),
)


# Species and collections


def _species(archive: Archive, fields: Fields) -> list[Row]:
    rows = archive.query("SELECT DISTINCT species_code, species FROM patient WHERE species_code IS NOT NULL ORDER BY 1")
    return rows if any(code == HUMAN for code, _name in rows) else [*rows, (HUMAN, "Homo sapiens")]


def _descriptions(archive: Archive, fields: Fields) -> list[Row]:
    search = Search({"name": fields["collectionName"]} if "collectionName" in fields else {}, {"name": _EXACT_NAME})
    found = search.run(
        archive, "DISTINCT collection.id, collection.name, collection.description_uri", "ORDER BY collection.id"
    )
    # A collection without an address of its description has no description either.
    return [
        (f"<p>The collection <b>{name}</b> of invented images.</p>", key, name, uri)
        if uri is not None
        else (None, None, name, None)
        for key, name, uri in found
    ]


_EXACT_NAME = "collection.name = ?"


def with_doi(archive: Archive, fields: Fields) -> list[Row]:
    """Find the collections or the series with a DOI, hidden series too."""
    search = Search(fields, {"DOI": "collection.description_uri = ?"}, (PUBLIC,))
    if fields.get("CollectionOrSeries", "").lower() == "series":
        columns = "collection.name, series.uid, series.third_party, 1"
        return search.run(archive, columns, "ORDER BY series.id")
    return search.run(archive, "DISTINCT collection.name, NULL, NULL, 1", "ORDER BY collection.id")


_TABLES = (
    MetadataEndpoint(
        name="getSpeciesTax",
        parameters=(),
        produced=JSON,
        columns=(Column("speciesCode"), Column("speciesDescription")),
        find=_species,
        json_only=True,
        jackson=True,
        nulls=True,
        for_everybody=True,
    ),
    MetadataEndpoint(
        name="getCollectionDescriptions",
        parameters=("collectionName",),
        produced=JSON,
        checked="query",
        columns=(Column("description"), count("id"), Column("collectionName"), Column("descriptionURI")),
        find=_descriptions,
        json_only=True,
        jackson=True,
        nulls=True,
        without_sender=WithoutSender.CRASHED,
    ),
    MetadataEndpoint(
        name="getCollectionOrSeriesForDOI",
        parameters=("DOI", "CollectionOrSeries"),
        produced=JSON,
        method="POST",
        checked="form",
        # The third name is misspelled on the server.
        columns=(*map(Column, ("collection", "seriesInstanceUID", "thirdPartyAnanlysis")), count("authorized")),
        find=with_doi,
        json_only=True,
        jackson=True,
    ),
)


# Objects and arrays of texts


def whole_days(offset: float) -> int:
    """Return a number of days as Java makes an integer of it."""
    return int(max(-_LARGEST_INTEGER - 1, min(_LARGEST_INTEGER, offset)))


def _timepoints(call: Call) -> Answer:
    rows = call.public_archive.query(
        """
        SELECT event_type, max(event_offset), min(event_offset) FROM study
        WHERE event_type IS NOT NULL AND event_offset IS NOT NULL GROUP BY 1 ORDER BY 1
        """
    )
    return json_answer(
        {
            "maxTimepoints": {str(event): whole_days(float(latest or 0)) for event, latest, _earliest in rows},
            "minTimepoints": {str(event): whole_days(float(earliest or 0)) for event, _latest, earliest in rows},
        }
    )


_LEVELS = ("ManufacturerCriteria", "ModelCriteria", "SoftwareVersionCriteria")


def _branches(rows: list[Row], level: int) -> list[Json]:
    if level == len(_LEVELS):
        return []
    return [
        {"data": {"criteria": _LEVELS[level], "value": value}, "children": _branches(list(below), level + 1)}
        for value, below in groupby(rows, key=lambda row: row[level])
        if isinstance(value, str)
    ]


def _manufacturer_tree(call: Call) -> Answer:
    rows = Search({}, {}).run(
        call.public_archive, "DISTINCT series.manufacturer, series.model, series.software", "ORDER BY 1, 2, 3"
    )
    return json_answer({"data": None, "children": _branches(rows, 0)})


def _collection_sites(call: Call) -> Answer:
    rows = call.archive.query(
        f"SELECT collection.name || '//' || {SITE} FROM collection WHERE {PUBLIC} ORDER BY collection.name"
    )
    return json_answer([text for (text,) in rows])


def _sites_of_series(call: Call) -> Answer:
    search = Search({}, {}, (PUBLIC,))
    search.add_any("series.uid", call.form.all("seriesId"))
    rows = search.run(call.archive, f"DISTINCT collection.name, {SITE}")
    return json_answer([site for _name, site in rows] if len(rows) == 1 else [])


ENDPOINTS: tuple[Endpoint, ...] = (
    *_COUNTS,
    *_TABLES,
    get("getMinMaxTimepoints", _timepoints, checked=None),
    get("getManufacturerTree", _manufacturer_tree, checked=None),
    get("getCollectionSite", _collection_sites, checked=None),
    post("getSitesForSeries", _sites_of_series, "seriesId"),
)
