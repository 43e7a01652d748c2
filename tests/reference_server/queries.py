"""What the metadata endpoints ask the archive's index, and which filters they apply."""

import json
import re
from collections.abc import Iterable, Mapping

from .archive import TABLES, Archive, Row, Value
from .calls import Fields
from .dates import DAY_FIRST, YEAR_FIRST, american, parse_midnight, spelled_out

Parameters = Mapping[str, str]
"""The parameters of a request: names as sent, values decoded."""

VISIBLE = "series.visibility = '1'"
"""SQL for what everybody may see of a collection that is open."""

PUBLIC = "collection.public"
"""SQL for collections that are open."""

SITE = "replace(replace(collection.name, ' ', ''), '-', '')"
"""SQL for the site of a series; each collection of the archive has one."""

_OPEN = (VISIBLE, PUBLIC)

COLLECTION = {"Collection": "upper(collection.name) = upper(?)"}
"""The filter of this name, and SQL for it; so are the next ones."""
MODALITY = {"Modality": "upper(series.modality) = upper(?)"}
BODY_PART = {"BodyPartExamined": "upper(series.body_part) = upper(?)"}
PATIENT = {"PatientID": "upper(patient.patient_id) = upper(?)"}
_UPPER_CASED_PATIENT = {"PatientId": "patient.patient_id = upper(?)"}
_STUDY = {"StudyInstanceUID": "study.uid = ?"}
_SERIES = {"SeriesInstanceUID": "series.uid = ?"}

_SERIES_FILTERS = {
    **COLLECTION,
    **PATIENT,
    **_STUDY,
    **MODALITY,
    **_SERIES,
    "BodyPartExamined": "series.body_part = ?",
    "ManufacturerModelName": "series.model = ?",
    "Manufacturer": "series.manufacturer = ?",
}

_PATIENT_COLUMNS = """
    patient.patient_id, patient.name, patient.birth_date, patient.sex, patient.ethnic_group, collection.name,
    coalesce(patient.phantom, 'NO'), coalesce(patient.species_code, '337915000'),
    coalesce(patient.species, 'Homo sapiens')
"""
_STUDY_COLUMNS = """
    study.uid, study.date, study.description, study.admitting_diagnoses, study.study_id, study.age,
    patient.patient_id, patient.name, patient.birth_date, patient.sex, patient.ethnic_group, collection.name,
    count(series.id), study.event_type, study.event_offset
"""
IMAGE_COUNT = "(SELECT count(*) FROM image WHERE image.series = series.id)"
"""SQL for the number of images of a series."""

TOTAL_SIZE = "(SELECT sum(size) FROM image WHERE image.series = series.id)"
"""SQL for the bytes of a series."""

_CORE_COLUMNS = f"""
    series.uid, study.uid, series.modality, series.protocol, series.date, series.description,
    series.body_part, series.number, series.annotated, collection.name, patient.patient_id,
    series.manufacturer, series.model, series.software, {IMAGE_COUNT}
"""
_SERIES_COLUMNS = f"""{_CORE_COLUMNS},
    series.submitted, series.licence_name, series.licence_url, collection.description_uri, {TOTAL_SIZE},
    series.released, study.description, study.date, series.third_party
"""

_METADATA_SOURCES = {
    "Collection": "collection.name",
    "3rd Party Analysis": "series.third_party",
    "Data Description URI": "collection.description_uri",
    "Subject ID": "patient.patient_id",
    "Study UID": "study.uid",
    "Study Description": "study.description",
    "Study Date": "study.date",
    "Series Description": "series.description",
    "Manufacturer": "series.manufacturer",
    "Modality": "series.modality",
    "SOP Class UID": "(SELECT max(sop_class_uid) FROM image WHERE image.series = series.id)",
    "Number of Images": IMAGE_COUNT,
    "File Size": TOTAL_SIZE,
    "File Location": "study.study_id",
    "Series Number": "series.number",
    "License Name": "series.licence_name",
    "License URL": "series.licence_url",
    "Annotation Size": "series.annotation_bytes",
    "Date Released": "series.released",
    "Series Date": "series.date",
    "Protocol Name": "series.protocol",
    "Body Part Examined": "series.body_part",
    "Annotations Flag": "series.annotated",
    "Manufacturer Model Name": "series.model",
    "Software Versions": "series.software",
    "TimeStamp": "series.submitted",
}
"""Where the values of getSeriesMetaData come from, in the order of its columns after the first."""


AMONG = "IN (SELECT value FROM json_each(?))"
"""SQL for one of many values, which are one argument; there is a limit to the number of those."""


def among(values: Iterable[str | int]) -> str:
    """Return the argument of `AMONG`."""
    return json.dumps(list(values))


class Crash(Exception):
    """The real server's code fails on this row; the text is the message of its exception."""


class Search:
    """Conditions of a query, gathered from the parameters that the request has."""

    def __init__(
        self,
        parameters: Parameters,
        filters: Mapping[str, str],
        conditions: tuple[str, ...] = _OPEN,
    ) -> None:
        """Ask for what fits ``parameters``, as the SQL of ``filters`` compares them, and ``conditions``."""
        self.conditions = [*conditions, *(sql for name, sql in filters.items() if name in parameters)]
        self.arguments: list[Value] = [parameters[name] for name in filters if name in parameters]

    def add_any(self, column: str, values: Iterable[str | int]) -> None:
        """Ask for rows that have one of ``values`` in ``column``."""
        self.add(f"{column} {AMONG}", among(values))

    def add(self, condition: str, *arguments: Value) -> None:
        """Ask for one more condition."""
        self.conditions.append(condition)
        self.arguments.extend(arguments)

    def run(self, archive: Archive, columns: str, ending: str = "") -> list[Row]:
        """Return what is found."""
        where = " AND ".join(self.conditions)
        return archive.query(f"SELECT {columns} {TABLES} WHERE {where} {ending}", self.arguments)


def body_parts(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find the body parts, upper-cased, "none" first."""
    search = Search(parameters, {**COLLECTION, **MODALITY})
    return search.run(archive, "DISTINCT upper(series.body_part)", "ORDER BY 1")


def collections(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find the collections that have something to see; no parameter filters them."""
    return Search({}, {}).run(archive, "DISTINCT collection.name", "ORDER BY 1")


def manufacturers(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find the manufacturers as they are spelled, "none" first."""
    search = Search(parameters, {**COLLECTION, **BODY_PART, **MODALITY})
    rows = search.run(archive, "DISTINCT series.manufacturer, upper(series.manufacturer)", "ORDER BY 2, 1")
    return [row[:1] for row in rows]


def modalities(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find the modalities."""
    search = Search(parameters, {**COLLECTION, **BODY_PART})
    return search.run(archive, "DISTINCT series.modality", "ORDER BY 1")


def patients(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find patients; the server upper-cases the identifier asked for, but not those that it has."""
    search = Search(parameters, {**COLLECTION, **_UPPER_CASED_PATIENT})
    return search.run(archive, _PATIENT_COLUMNS, "GROUP BY patient.id ORDER BY patient.id")


def new_patients(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find the patients of a collection with a series released after a date."""
    search = Search(parameters, COLLECTION)
    search.add("series.released > ?", parse_midnight(parameters["Date"], YEAR_FIRST))
    return search.run(archive, _PATIENT_COLUMNS, "GROUP BY patient.id ORDER BY patient.id")


def patients_with_modality(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find patient identifiers; one repeats where two rows differ in what is not shown."""
    search = Search(parameters, {**COLLECTION, **MODALITY})
    rows = search.run(archive, _PATIENT_COLUMNS, "GROUP BY patient.id ORDER BY patient.id")
    return [row[:1] for row in dict.fromkeys(rows)]


def studies(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find studies with the number of their visible series."""
    search = Search(parameters, {**COLLECTION, **PATIENT, **_STUDY})
    return search.run(archive, _STUDY_COLUMNS, "GROUP BY study.id ORDER BY study.id")


def new_studies(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find studies with series released after a date; only those series are counted."""
    search = Search(parameters, {**COLLECTION, **PATIENT})
    search.add("series.released > ?", parse_midnight(parameters["Date"], YEAR_FIRST))
    return search.run(archive, _STUDY_COLUMNS, "GROUP BY study.id ORDER BY study.id")


def series(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find series."""
    return Search(parameters, _SERIES_FILTERS).run(archive, _SERIES_COLUMNS, "ORDER BY series.id")


def updated_series(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find the series released after a date, or ever."""
    search = Search({}, {})
    search.add("series.released > ?", parse_midnight(parameters.get("fromDate", "01/01/1900"), DAY_FIRST))
    return search.run(archive, f"{_CORE_COLUMNS}, series.released", "ORDER BY series.id")


def listed_series(archive: Archive, parameters: Fields) -> list[Row]:
    """Find the visible ones among many series."""
    search = Search({}, {})
    search.add_any("series.uid", parameters.all("SeriesInstanceUID"))
    return search.run(archive, f"{_CORE_COLUMNS}, series.released", "ORDER BY series.id")


def series_size(archive: Archive, parameters: Parameters) -> list[Row]:
    """Add up a series; there always is a row, and restricted collections are not left out."""
    statement = f"""
        SELECT sum(image.size), count(image.id) FROM image JOIN series ON series.id = image.series
        WHERE {VISIBLE} AND series.uid = ?
    """
    return archive.query(statement, [parameters["SeriesInstanceUID"]])


def sop_instances(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find the images of a series; hidden series of public collections are not left out."""
    search = Search(parameters, _SERIES, (PUBLIC,))
    if not search.run(archive, "series.id"):
        return []
    return [(image.sop_uid,) for image in archive.images(parameters["SeriesInstanceUID"])]


def series_metadata(archive: Archive, parameters: Parameters) -> list[Row]:
    """Find what a manifest shows of a series: texts only, some of them mutilated."""
    search = Search(parameters, _SERIES, ("series.visibility IN ('1', '12')", PUBLIC))
    rows = search.run(archive, ", ".join(_METADATA_SOURCES.values()))
    uid = parameters["SeriesInstanceUID"]
    return [_metadata_row(uid, dict(zip(_METADATA_SOURCES, row, strict=True))) for row in rows]


def _metadata_row(uid: str, found: dict[str, Value]) -> Row:
    if found["File Size"] is None:
        raise Crash("null")
    if found["License Name"] is not None and found["License URL"] is None:
        raise Crash("Index 1 out of bounds for length 1")
    texts = {name: None if value is None else str(value) for name, value in found.items()}
    shown = {"Series UID": uid} | texts
    for name in ("Study Description", "Series Description"):
        shown[name] = _stripped(texts[name])
    for name in ("Date Released", "Series Date", "TimeStamp"):
        shown[name] = spelled_out(texts[name])
    shown["Study Date"] = american(texts["Study Date"])
    shown["Manufacturer"] = texts["Manufacturer"] and texts["Manufacturer"].replace(",", " ")
    shown["Series Number"] = texts["Series Number"] and f"{texts['Series Number']}.000000"
    shown["Annotation Size"] = texts["Annotation Size"] or "0"
    shown["Annotations Flag"] = "false" if texts["Annotations Flag"] is None else "true"
    return tuple(shown.values())


def _stripped(text: str | None) -> str | None:
    return None if text is None else re.sub(r"[^a-zA-Z0-9 .-]", "", text)
