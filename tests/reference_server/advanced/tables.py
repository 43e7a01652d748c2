"""The tables of the Advanced API: values with counts, series, collections."""

from collections.abc import Callable, Iterable

from ..archive import Archive, Row
from ..calls import Endpoint, Fields, WithoutSender
from ..formats import Column
from ..metadata import MetadataEndpoint
from ..version_4.paths import JSON
from . import queries


def _jackson(
    name: str,
    columns: tuple[Column, ...],
    find: Callable[[Archive, Fields], list[Row]],
    *parameters: str,
    method: str = "GET",
    nulls: bool = False,
) -> MetadataEndpoint:
    return MetadataEndpoint(
        name=name,
        method=method,
        produced=JSON,
        parameters=parameters,
        columns=columns,
        find=find,
        json_only=True,
        jackson=True,
        nulls=nulls,
        without_sender=WithoutSender.REFUSED,
    )


def _counts(name: str, find: Callable[[Archive, Fields], list[Row]], *parameters: str) -> MetadataEndpoint:
    return _jackson(name, queries.COUNTS, find, *parameters)


def _metadata(name: str, columns: Iterable[Column], find: Callable[[Archive, Fields], list[Row]]) -> MetadataEndpoint:
    return MetadataEndpoint(
        name=name,
        method="POST",
        produced=("text/csv",),
        parameters=("list",),
        columns=tuple(columns),
        find=find,
        wanted=lambda _fields: "CSV-DOWNLOAD",
        without_sender=WithoutSender.REFUSED,
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    _counts("getCollectionValuesAndCounts", queries.counted_collections),
    _counts("getModalityValuesAndCounts", queries.counted_modalities, "Collection", "BodyPartExamined"),
    _counts("getBodyPartValuesAndCounts", queries.counted_body_parts, "Collection", "Modality"),
    _counts(
        "getManufacturerValuesAndCounts",
        queries.counted_manufacturers,
        "Collection",
        "Modality",
        "BodyPartExamined",
    ),
    _counts("getSpeciesValuesAndCounts", queries.counted_species),
    _metadata("getSeriesMetadata2", queries.METADATA_2, queries.metadata_2),
    _metadata("getSeriesMetadata3", queries.METADATA_3, queries.metadata_3),
    _jackson("getCollectionDescriptions", queries.DESCRIPTIONS, queries.descriptions, "collectionName", nulls=True),
    _jackson("getCollectionOrSeriesForDOI", queries.DOIS, queries.with_doi, "DOI", "CollectionOrSeries", method="POST"),
)
