"""What the Advanced API asks the archive's index: values with counts, and older tables about series."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from ..archive import Archive, Row, Value
from ..calls import Fields
from ..formats import Column, boolean, double, integer, long, timestamp
from ..image_files import voxel_size
from ..queries import IMAGE_COUNT, TOTAL_SIZE, Crash, Search
from ..shared_lists import LIBRARIAN
from ..version_4 import summaries
from .directory import LICENCES

_FILTERS = {
    # The columns of collection and modality compare without case; that of the body part does not.
    "Collection": "upper(collection.name) = upper(?)",
    "Modality": "upper(series.modality) = upper(?)",
    "BodyPartExamined": "series.body_part = ?",
}

# Values and counts

COUNTS = (Column("criteria"), Column("count"))
"""The columns of values with counts, both of them text."""


def counted_collections(archive: Archive, fields: Fields) -> list[Row]:
    """Count the patients of each collection; no parameter filters them."""
    return _counted(archive, "collection.name", Fields())


def counted_modalities(archive: Archive, fields: Fields) -> list[Row]:
    """Count the patients of each modality."""
    return _counted(archive, "series.modality", fields, "Collection", "BodyPartExamined")


def counted_body_parts(archive: Archive, fields: Fields) -> list[Row]:
    """Count the patients of each body part, in capitals; a series without one counts as not specified."""
    return _counted(archive, "coalesce(upper(series.body_part), 'NOT SPECIFIED')", fields, "Collection", "Modality")


def counted_manufacturers(archive: Archive, fields: Fields) -> list[Row]:
    """Count the patients of each manufacturer as it is spelled; an unknown one is an empty text."""
    return _counted(archive, "coalesce(series.manufacturer, '')", fields, *_FILTERS)


def counted_species(archive: Archive, fields: Fields) -> list[Row]:
    """Count the patients of each species; those without a species are human."""
    return _counted(archive, f"coalesce(nullif(patient.species_code, ''), '{summaries.HUMAN}')", Fields())


def _counted(archive: Archive, value: str, fields: Fields, *filters: str) -> list[Row]:
    search = Search(fields, {name: _FILTERS[name] for name in filters})
    return search.run(archive, f"{value}, cast(count(DISTINCT patient.id) AS TEXT)", "GROUP BY 1 ORDER BY 1")


# Collections

DESCRIPTIONS = (
    Column("description"),
    integer("id"),
    long("collectionDescTimestamp"),
    Column("collectionName"),
    Column("userName"),
    integer("licenseId"),
    Column("descriptionURI"),
)
"""The columns of getCollectionDescriptions."""


def descriptions(archive: Archive, fields: Fields) -> list[Row]:
    """Describe collections, all of them or the one of exactly this name; what has no address has no description."""
    search = Search(fields, {"collectionName": "collection.name = ?"})
    rows = search.run(
        archive,
        "collection.id, collection.name, collection.description_uri, min(series.licence_name), min(series.submitted)",
        "GROUP BY collection.id ORDER BY collection.id",
    )
    return [_description(*row) for row in rows]


def _description(key: Value, name: Value, uri: Value, licence: Value, submitted: Value) -> Row:
    if uri is None:
        return (None, None, None, name, None, None, None)
    moment = datetime.fromisoformat(f"{str(submitted)[:19]}+00:00")
    licence_key = LICENCES[str(licence)]["id"] if licence is not None else None
    description = f"<p>The collection <b>{name}</b> of invented images.</p>"
    return (description, key, int(moment.timestamp() * 1000), name, LIBRARIAN, licence_key, uri)


DOIS = (Column("collection"), Column("seriesInstanceUID"), Column("thirdPartyAnanlysis"))
"""The columns of getCollectionOrSeriesForDOI; the third is misspelled on the server."""


def with_doi(archive: Archive, fields: Fields) -> list[Row]:
    """Find the collections or the series with a DOI, hidden series too."""
    return [row[:3] for row in summaries.with_doi(archive, fields)]


# Tables about series

METADATA_2 = {
    Column("Subject ID"): "patient.patient_id",
    Column("Study UID"): "study.uid",
    Column("Study Description"): "study.description",
    Column("Study Date"): "substr(study.date, 1, 10)",
    Column("Series ID"): "series.uid",
    Column("Series Description"): "series.description",
    integer("Number of images"): IMAGE_COUNT,
    long("File Size (Bytes)"): TOTAL_SIZE,
    Column("Collection Name"): "collection.name",
    Column("Modality"): "series.modality",
    Column("Manufacturer"): "series.manufacturer",
    Column("3rd Party Analysis"): "series.third_party",
    Column("Data Description URI"): "collection.description_uri",
    integer("Series Number"): "series.number",
    Column("License Name"): "series.licence_name",
    Column("License URL"): "series.licence_url",
    Column("Date Released"): "substr(series.released, 1, 10)",
    Column("Series Date"): "substr(series.date, 1, 10)",
    Column("Protocol Name"): "series.protocol",
    Column("Body Part Examined"): "series.body_part",
    boolean("Annotations Flag"): "series.annotated",
    Column("Manufacturer Model Name"): "series.model",
    Column("Software Versions"): "series.software",
    # The release once more; it is not the time of submission.
    timestamp("TimeStamp"): "series.released",
}
"""The columns of getSeriesMetadata2, and where their values come from."""

METADATA_3 = {
    Column("Patient ID"): "patient.patient_id",
    Column("Patient Name"): "patient.name",
    timestamp("Patient Birth Date"): "patient.birth_date",
    Column("Patient Sex"): "patient.sex",
    Column("Ethnic Group"): "patient.ethnic_group",
    Column("Phantom"): "coalesce(patient.phantom, 'NO')",
    Column("Species Code"): f"coalesce(patient.species_code, '{summaries.HUMAN}')",
    Column("Species Description"): "coalesce(patient.species, 'Homo sapiens')",
    Column("Study Instance UID"): "study.uid",
    timestamp("Study Date"): "study.date",
    Column("Study Description"): "study.description",
    Column("Admitting Diagnosis Description"): "study.admitting_diagnoses",
    Column("Study ID"): "study.study_id",
    Column("Patient Age"): "study.age",
    Column("Longitudinal Temporal Event Type"): "study.event_type",
    double("Longitudinal Temporal Offset From Event"): "study.event_offset",
    Column("Series Instance UID"): "series.uid",
    Column("Project"): "collection.name",
    Column("Modality"): "series.modality",
    Column("Protocol Name"): "series.protocol",
    timestamp("Series Date"): "series.date",
    Column("Series Description"): "series.description",
    Column("Body Part Examined"): "series.body_part",
    integer("Series Number"): "series.number",
    boolean("Annotations Flag"): "series.annotated",
    Column("Manufacturer"): "series.manufacturer",
    Column("Manufacturer Model Name"): "series.model",
    # These two are in the images, not in the index.
    double("Pixel Spacing(mm)- Row"): "NULL",
    double("Slice Thickness(mm)"): "NULL",
    Column("Software Versions"): "series.software",
    integer("Image Count"): IMAGE_COUNT,
    timestamp("Max Submission Timestamp"): "series.submitted",
    Column("License Name"): "series.licence_name",
    Column("License URI"): "series.licence_url",
    Column("Collection URI"): "collection.description_uri",
    long("File Size"): TOTAL_SIZE,
    timestamp("Date Released"): "series.released",
    Column("Third Party Analysis"): "series.third_party",
}
"""The columns of getSeriesMetadata3, and where their values come from."""


def metadata_2(archive: Archive, fields: Fields) -> list[Row]:
    """Find the rows of getSeriesMetadata2; of a list that is repeated the server reads the first value only."""
    return _series(archive, METADATA_2.values(), fields.get("list", "").split(","))


def metadata_3(archive: Archive, fields: Fields) -> list[Row]:
    """Find the rows of getSeriesMetadata3: one for every pair of pixel spacing and slice thickness of a series."""
    if "list" not in fields:
        raise Crash("Index 0 out of bounds for length 0")
    uids = re.sub(r"[^0-9,.]", "", fields["list"]).split(",")
    names = [column.name for column in METADATA_3]
    uid, spacing = names.index("Series Instance UID"), names.index("Pixel Spacing(mm)- Row")
    return [
        (*row[:spacing], *pair, *row[spacing + 2 :])
        for row in _series(archive, METADATA_3.values(), uids)
        for pair in dict.fromkeys(voxel_size(image.path) for image in archive.images(str(row[uid])))
    ]


def _series(archive: Archive, sources: Iterable[str], uids: Sequence[str]) -> list[Row]:
    search = Search({}, {})
    search.add_any("series.uid", uids)
    return search.run(archive, ", ".join(sources), "ORDER BY series.id")
