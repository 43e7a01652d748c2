"""What version 4 asks the archive's index, and which filters it applies."""

import re
from collections.abc import Iterable

from ..archive import Archive, Row, Value
from ..calls import Fields
from ..dates import parse_month_first
from ..image_files import voxel_size
from ..queries import (
    BODY_PART,
    COLLECTION,
    IMAGE_COUNT,
    MODALITY,
    PATIENT,
    PUBLIC,
    SITE,
    TOTAL_SIZE,
    VISIBLE,
    Crash,
    Search,
)
from . import columns

_STUDY = {"StudyInstanceUID": "upper(study.uid) = upper(?)"}
_SERIES_FILTERS = {
    **COLLECTION,
    **PATIENT,
    **MODALITY,
    **BODY_PART,
    "Manufacturer": "upper(series.manufacturer) = upper(?)",
    "ManufacturerModelName": "upper(series.model) = upper(?)",
    "StudyInstanceUID": "study.uid = ?",
    "SeriesInstanceUID": "series.uid = ?",
}


def _american(column: str) -> str:
    """Return SQL for a timestamp as ``MM-DD-YYYY``."""
    return f"substr({column}, 6, 2) || '-' || substr({column}, 9, 2) || '-' || substr({column}, 1, 4)"


_SPECIES = "coalesce(patient.species_code, '337915000'), coalesce(patient.species, 'Homo sapiens')"
_RELEASED_STATUS = "CASE WHEN series.released IS NULL THEN 'No' ELSE 'Yes' END"
_ANNOTATED = "CASE WHEN series.annotated THEN '1' END"
_PATIENT_COLUMNS = f"""
    patient.patient_id, patient.name, patient.sex, patient.ethnic_group, collection.name,
    coalesce(patient.phantom, 'NO'), {_SPECIES}, 1
"""
_STUDY_COLUMNS = f"""
    study.uid, {_american("study.date")}, study.description, study.admitting_diagnoses, study.study_id, study.age,
    patient.patient_id, patient.name, patient.sex, patient.ethnic_group, collection.name, count(series.id),
    study.event_type, study.event_offset, 1
"""
_SERIES_COLUMNS = f"""
    series.uid, study.uid, series.modality, series.protocol, {_american("series.date")}, series.description,
    series.body_part, series.number, {_ANNOTATED}, collection.name, {SITE}, patient.patient_id, patient.sex,
    study.age, study.admitting_diagnoses, series.manufacturer, series.model, series.software, {IMAGE_COUNT},
    {_american("series.submitted")}, series.licence_name, series.licence_url, collection.description_uri, {TOTAL_SIZE},
    {_RELEASED_STATUS}, {_american("series.released")}, study.description, {_american("study.date")},
    series.third_party, 1
"""
_METADATA_COLUMNS = f"""
    patient.patient_id, patient.name, patient.sex, patient.ethnic_group, coalesce(patient.phantom, 'NO'), {_SPECIES},
    study.uid, {_american("study.date")}, study.description, study.admitting_diagnoses, study.study_id, study.age,
    study.event_type, study.event_offset, series.uid, collection.name, {SITE}, series.modality, series.protocol,
    {_american("series.date")}, series.description, series.body_part, series.number, {_ANNOTATED}, series.manufacturer,
    series.model, NULL, NULL, series.software, {IMAGE_COUNT}, {_american("series.submitted")}, series.licence_name,
    series.licence_url, collection.description_uri, {TOTAL_SIZE}, series.visibility, {_RELEASED_STATUS},
    {_american("series.released")}, series.third_party, '1'
"""
VISIBILITIES = {
    "0": "Not Yet Reviewed",
    "1": "Visible",
    "2": "Not Visible",
    "3": "To Be Deleted",
    "4": "Delete",
    "12": "Downloadable",
}
"""The words for states of the curation."""


def body_parts(archive: Archive, fields: Fields) -> list[Row]:
    """Find the body parts, upper-cased, "none" first."""
    return _listed(archive, "upper(series.body_part)", Search(fields, {**COLLECTION, **MODALITY}))


def collections(archive: Archive, fields: Fields) -> list[Row]:
    """Find the collections that have something to see."""
    return _listed(archive, "collection.name", Search({}, {}))


def manufacturers(archive: Archive, fields: Fields) -> list[Row]:
    """Find the manufacturers, upper-cased, "none" first."""
    return _listed(archive, "upper(series.manufacturer)", Search(fields, {**COLLECTION, **MODALITY, **BODY_PART}))


def modalities(archive: Archive, fields: Fields) -> list[Row]:
    """Find the modalities, upper-cased."""
    return _listed(archive, "upper(series.modality)", Search(fields, {**COLLECTION, **BODY_PART}))


def sop_instances(archive: Archive, fields: Fields) -> list[Row]:
    """Find the images of a series, whoever may see it."""
    return [(image.sop_uid,) for image in archive.images(fields["SeriesInstanceUID"])]


def denied_series(archive: Archive, fields: Fields) -> list[Row]:
    """Find which series of a comma list may not be seen."""
    asked = fields["seriesList"].split(",")
    search = Search({}, {})
    search.add_any("series.uid", asked)
    granted = {uid for (uid,) in search.run(archive, "series.uid")}
    return [(uid,) for uid in dict.fromkeys(asked) if uid not in granted]


def patients(archive: Archive, fields: Fields) -> list[Row]:
    """Find patients; only their identifiers must be spelled exactly."""
    return _patients(archive, Search(fields, {**COLLECTION, "PatientId": "patient.patient_id = ?"}))


def new_patients(archive: Archive, fields: Fields) -> list[Row]:
    """Find the patients of a collection with a series released on a day or later."""
    search = Search(fields, COLLECTION)
    search.add("series.released >= ?", parse_month_first(fields["fromDate"]))
    return _patients(archive, search)


def patients_with_modality(archive: Archive, fields: Fields) -> list[Row]:
    """Find patient identifiers; one repeats where two rows differ in what is not shown."""
    rows = dict.fromkeys(_patients(archive, Search(fields, {**COLLECTION, **MODALITY})))
    return [(row[0], row[-1]) for row in rows]


def studies(archive: Archive, fields: Fields) -> list[Row]:
    """Find studies with the number of their series."""
    return _studies(archive, Search(fields, {**COLLECTION, **PATIENT, **_STUDY}))


def new_studies(archive: Archive, fields: Fields) -> list[Row]:
    """Find studies with series released on a day or later; only those series are counted."""
    search = Search(fields, {**COLLECTION, **PATIENT})
    search.add("series.released >= ?", parse_month_first(fields["fromDate"]))
    return _studies(archive, search)


def series(archive: Archive, fields: Fields) -> list[Row]:
    """Find series."""
    return Search(fields, _SERIES_FILTERS).run(archive, _SERIES_COLUMNS, "ORDER BY series.id")


def updated_series(archive: Archive, fields: Fields) -> list[Row]:
    """Find the series released after the midnight of a day, or ever."""
    search = Search({}, {})
    search.add("series.released > ?", parse_month_first(fields.get("fromDate", "01-01-1900")))
    return search.run(archive, _SERIES_COLUMNS, "ORDER BY series.id")


def series_size(archive: Archive, fields: Fields) -> list[Row]:
    """Add up a series that everybody may see."""
    search = Search(fields, {"SeriesInstanceUID": "upper(series.uid) = upper(?)"})
    return search.run(archive, f"{TOTAL_SIZE}, {IMAGE_COUNT}")


def series_metadata(archive: Archive, fields: Fields) -> list[Row]:
    """Find what is known of many series; each field ``list`` is a query of its own."""
    visibility = [column.name for column in columns.SERIES_CURATION].index("Visibility")
    rows = [row for text in fields.all("list") for row in _metadata(archive, _uids(text), (VISIBLE, PUBLIC))]
    return [(*row[:visibility], *row[visibility + 1 :]) for row in rows]


def series_curation(archive: Archive, fields: Fields) -> list[Row]:
    """Find what is known of many series, those that nobody may see included."""
    return _metadata(archive, fields.all("seriesId"), (PUBLIC,))


def _listed(archive: Archive, column: str, search: Search) -> list[Row]:
    return search.run(archive, f"DISTINCT {column}", "ORDER BY 1")


def _patients(archive: Archive, search: Search) -> list[Row]:
    return search.run(archive, _PATIENT_COLUMNS, "GROUP BY patient.id ORDER BY patient.id")


def _studies(archive: Archive, search: Search) -> list[Row]:
    return search.run(archive, _STUDY_COLUMNS, "GROUP BY study.id ORDER BY study.id")


def _uids(text: str) -> list[str]:
    kept = re.sub(r"[^0-9.,]", "", text)
    if not kept:
        raise Crash("null")
    return kept.split(",")


def _metadata(archive: Archive, uids: list[str], conditions: tuple[str, ...]) -> list[Row]:
    search = Search({}, {}, conditions)
    search.add_any("series.uid", uids)
    return [_metadata_row(archive, row) for row in search.run(archive, _METADATA_COLUMNS, "ORDER BY series.id")]


def _metadata_row(archive: Archive, row: Row) -> Row:
    found = dict(zip((column.name for column in columns.SERIES_CURATION), row, strict=True))
    sizes = [voxel_size(image.path) for image in archive.images(str(found["SeriesInstanceUID"]))]
    shown: dict[str, Value] = found | {
        "PixelSpacing(mm)-Row": _joined(spacing for spacing, _thickness in sizes),
        "SliceThickness(mm)": _joined(thickness for _spacing, thickness in sizes),
        "Visibility": VISIBILITIES.get(str(found["Visibility"]), str(found["Visibility"])),
    }
    if found["SeriesNumber"] is not None:
        shown["SeriesNumber"] = f"{found['SeriesNumber']:.6f}"
    if found["LongitudinalTemporalOffsetFromEvent"] is not None:
        shown["LongitudinalTemporalOffsetFromEvent"] = f"{found['LongitudinalTemporalOffsetFromEvent']:.15g}"
    return tuple(shown.values())


def _joined(numbers: Iterable[float | None]) -> str | None:
    return (
        ", ".join(f"{number:.15g}" for number in sorted({number for number in numbers if number is not None})) or None
    )
