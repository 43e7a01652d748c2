"""What the Advanced API asks the archive's index: values with counts, and older tables about series."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from pydicom import dcmread

from .archive import Archive, Row
from .formats import Column, boolean, double, integer, long, timestamp
from .queries import Parameters

_TABLES = """
FROM series
    JOIN study ON study.id = series.study
    JOIN patient ON patient.id = study.patient
    JOIN collection ON collection.id = patient.collection
WHERE series.visibility = '1' AND collection.public
"""
_IMAGE_COUNT = "(SELECT count(*) FROM image WHERE image.series = series.id)"
_TOTAL_SIZE = "(SELECT sum(size) FROM image WHERE image.series = series.id)"
_HUMAN = "337915000"

_FILTERS = {
    # The columns of collection and modality compare without case; that of the body part does not.
    "Collection": "upper(collection.name) = upper(?)",
    "Modality": "upper(series.modality) = upper(?)",
    "BodyPartExamined": "series.body_part = ?",
}

# Values and counts


def counted_collections(archive: Archive, parameters: Parameters) -> list[Row]:
    """Count the patients of each collection; no parameter filters them."""
    return _counted(archive, "collection.name", {})


def counted_modalities(archive: Archive, parameters: Parameters) -> list[Row]:
    """Count the patients of each modality."""
    return _counted(archive, "series.modality", _only(parameters, "Collection", "BodyPartExamined"))


def counted_body_parts(archive: Archive, parameters: Parameters) -> list[Row]:
    """Count the patients of each body part, in capitals; a series without one counts as not specified."""
    body_part = "coalesce(upper(series.body_part), 'NOT SPECIFIED')"
    return _counted(archive, body_part, _only(parameters, "Collection", "Modality"))


def counted_manufacturers(archive: Archive, parameters: Parameters) -> list[Row]:
    """Count the patients of each manufacturer as it is spelled; an unknown one is an empty text."""
    return _counted(archive, "coalesce(series.manufacturer, '')", _only(parameters, *_FILTERS))


def counted_species(archive: Archive, parameters: Parameters) -> list[Row]:
    """Count the patients of each species; those without a species are human."""
    return _counted(archive, f"coalesce(nullif(patient.species_code, ''), '{_HUMAN}')", {})


def _only(parameters: Parameters, *names: str) -> Parameters:
    return {name: parameters[name] for name in names if name in parameters}


def _counted(archive: Archive, value: str, parameters: Parameters) -> list[Row]:
    conditions = "".join(f" AND {_FILTERS[name]}" for name in parameters)
    statement = f"SELECT {value}, count(DISTINCT patient.id) {_TABLES} {conditions} GROUP BY 1 ORDER BY 1"
    return archive.query(statement, list(parameters.values()))


# Tables about series

METADATA_2 = {
    Column("Subject ID"): "patient.patient_id",
    Column("Study UID"): "study.uid",
    Column("Study Description"): "study.description",
    Column("Study Date"): "substr(study.date, 1, 10)",
    Column("Series ID"): "series.uid",
    Column("Series Description"): "series.description",
    integer("Number of images"): _IMAGE_COUNT,
    long("File Size (Bytes)"): _TOTAL_SIZE,
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
    Column("Species Code"): f"coalesce(patient.species_code, '{_HUMAN}')",
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
    integer("Image Count"): _IMAGE_COUNT,
    timestamp("Max Submission Timestamp"): "series.submitted",
    Column("License Name"): "series.licence_name",
    Column("License URI"): "series.licence_url",
    Column("Collection URI"): "collection.description_uri",
    long("File Size"): _TOTAL_SIZE,
    timestamp("Date Released"): "series.released",
    Column("Third Party Analysis"): "series.third_party",
}
"""The columns of getSeriesMetadata3, and where their values come from."""


def metadata_2(archive: Archive, uids: Sequence[str]) -> list[Row]:
    """Find the rows of getSeriesMetadata2."""
    return _series(archive, METADATA_2.values(), uids)


def metadata_3(archive: Archive, uids: Sequence[str]) -> list[Row]:
    """Find the rows of getSeriesMetadata3: one for every pair of pixel spacing and slice thickness of a series."""
    names = [column.name for column in METADATA_3]
    uid, spacing = names.index("Series Instance UID"), names.index("Pixel Spacing(mm)- Row")
    return [
        (*row[:spacing], *pair, *row[spacing + 2 :])
        for row in _series(archive, METADATA_3.values(), uids)
        for pair in dict.fromkeys(_measures(image.path) for image in archive.images(str(row[uid])))
    ]


def _series(archive: Archive, sources: Iterable[str], uids: Sequence[str]) -> list[Row]:
    places = ", ".join("?" for _ in uids)
    statement = f"SELECT {', '.join(sources)} {_TABLES} AND series.uid IN ({places}) ORDER BY series.id"
    return archive.query(statement, uids)


@cache
def _measures(path: Path) -> tuple[float | None, float | None]:
    """Return the distance of rows and the thickness of a slice in millimetres, where an image tells them."""
    if not path.exists():
        return None, None
    header = dcmread(path, stop_before_pixels=True, specific_tags=["PixelSpacing", "SliceThickness"])
    spacing, thickness = header.get("PixelSpacing"), header.get("SliceThickness")
    return spacing and float(spacing[0]), thickness and float(thickness)
