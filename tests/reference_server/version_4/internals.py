"""What version 4 tells by the numbers of its own database, and the paths that never work."""

import re
from collections.abc import Sequence

from ..answers import Answer, Json, bad_request, failure, json_answer, text_answer
from ..archive import Archive, Row, Value
from ..calls import Call, Endpoint, Fields
from ..dates import american
from ..formats import Column, count, to_csv_table
from ..metadata import PRODUCED, MetadataEndpoint
from ..queries import SITE, Crash, Search
from . import columns, queries
from .metadata import LIST_NEEDED
from .paths import JSON, get, post

_NOT_A_NUMBER = "HTTP 400 Bad Request"


def numbers_of(fields: Fields) -> list[int]:
    """Return the numbers of a list; raises `Crash` when one is none."""
    texts = fields.all("list")
    if not all(re.fullmatch(r"\d{1,9}", text) for text in texts):
        raise Crash(_NOT_A_NUMBER)
    return [int(text) for text in texts]


def series_among(column: str, values: Sequence[int] | Sequence[str]) -> Search:
    """Look for the visible series with one of ``values`` in ``column``."""
    search = Search({}, {})
    search.add_any(column, values)
    return search


# Images

_IMAGE_COLUMNS = (
    count("imagePkId"),
    Column("contentDate"),
    Column("contentTime"),
    count("seriesPkId"),
    count("instanceNumber"),
    *map(Column, ("sopInstanceUid", "seriesInstanceUid", "studyInstanceUid")),
    count("size"),
    *map(Column, ("fileURI", "project", "siteName", "frameNum")),
    count("acquisitionNumber"),
)


def _images(archive: Archive, fields: Fields) -> list[Row]:
    series = series_among("series.id", numbers_of(fields)).run(
        archive, f"series.id, series.uid, study.uid, collection.name, {SITE}"
    )
    return [
        row
        for key, uid, study_uid, project, site in series
        # The server gives the number of the instance for that of the acquisition, too.
        for row in archive.query(
            """
            SELECT id, NULL, NULL, series, instance_number, sop_uid, ?, ?, size, ? || '/' || path, ?, ?, NULL,
                instance_number FROM image WHERE series = ? ORDER BY id
            """,
            [uid, study_uid, "/data/nbia", project, site, key],
        )
    ]


# Carts


def _cart(call: Call) -> Answer:
    archive = call.archive
    try:
        return studies(archive, series_among("series.id", numbers_of(call.form)))
    except Crash as crash:
        return failure(str(crash))


def studies(archive: Archive, search: Search) -> Answer:
    """Answer with the studies of the series that are found."""
    rows = search.run(
        archive,
        """
        study.id, study.uid, study.date, study.description, study.study_id, series.id, series.uid, series.modality,
            series.description, series.licence_name LIKE '%NonCommercial%', series.number, series.manufacturer,
            series.annotated, patient.id, patient.patient_id, series.body_part, series.third_party,
            collection.name, collection.description_uri,
            (SELECT count(*) FROM image WHERE image.series = series.id),
            (SELECT sum(size) FROM image WHERE image.series = series.id)
        """,
        "ORDER BY series.id",
    )
    return json_answer([_study(list(row[:5]), rows) for row in dict.fromkeys(row[:5] for row in rows)])


def _study(study: list[Value], rows: list[Row]) -> dict[str, Json]:
    key, uid, day, description, name = study
    own = [row for row in rows if row[0] == key]
    return {
        "studyId": uid,
        "date": american(str(day)) if day else None,
        "description": description,
        "id": key,
        "study_id": name,
        "excludeCommercial": "YES" if any(row[9] for row in own) else None,
        "seriesList": [_series(uid, row) for row in own],
    }


def _series(study_uid: Value, row: Row) -> dict[str, Json]:
    number, manufacturer, annotated, patient_key, patient_id, body_part, third_party, project, uri, images, size = row[
        10:
    ]
    return {
        "seriesNumber": None if number is None else f"{number}.000000",
        "seriesUID": row[6],
        "numberImages": images,
        "modality": row[7],
        "manufacturer": manufacturer,
        "annotationsFlag": annotated is not None,
        "annotationsSize": 0,
        "patientId": patient_id,
        "patientPkId": str(patient_key),
        "studyId": study_uid,
        "studyPkId": row[0],
        "totalSizeForAllImagesInSeries": size or 0,
        "project": project,
        "description": row[8],
        "bodyPartExamined": body_part,
        "thirdPartyAnalysis": third_party,
        "descriptionURI": uri,
        "commercialRestrictions": False,
        "seriesPkId": row[5],
        "exactSize": size or 0,
    }


# Paths that never work


def _broken_query(call: Call) -> Answer:
    return failure("could not execute query") if call.form.all("list") else json_answer([])


def _for_administrators(call: Call) -> Answer:
    return text_answer("Insufficiant Privileges", status=401, content_type="application/json")


_LEFT_OUT = {"Site", "Authorized"}
_UNNAMED = {"Pixel Spacing(mm)- Row", "Slice Thickness(mm)", "Released Status"}


def _shifted(call: Call) -> Answer:
    """Answer with 38 values in each row and 35 headings above them."""
    archive = call.archive
    if "list" not in call.form:
        return bad_request(LIST_NEEDED)
    try:
        found = queries.series_metadata(archive, call.form)
    except Crash as crash:
        return failure(str(crash))
    if not found:
        return Answer()
    all_columns = columns.SERIES_METADATA_WITH_BLANKS
    kept = [number for number, column in enumerate(all_columns) if column.name not in _LEFT_OUT]
    headings = [all_columns[number] for number in kept if all_columns[number].name not in _UNNAMED]
    rows = [tuple(row[number] for number in kept) for row in found]
    _line, _newline, lines = to_csv_table([all_columns[number] for number in kept], rows).partition("\n")
    return Answer(
        content_type="text/csv",
        headers=(("Content-Disposition", 'attachment; filename="SeriesMetaData.csv"'),),
        body=(to_csv_table(headings, []) + lines).encode(),
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    MetadataEndpoint(
        name="getImageDrillDown",
        parameters=("list",),
        produced=JSON,
        method="POST",
        checked="form",
        columns=_IMAGE_COLUMNS,
        find=_images,
        json_only=True,
        jackson=True,
        nulls=True,
        for_everybody=True,
    ),
    post("getCartData", _cart, "list"),
    post("getStudyDrillDown", _broken_query, "list"),
    post("getStudyDrillDownWithSeriesIds", _broken_query, "list"),
    get("getSeriesForDeletion", _for_administrators, checked=None),
    post("getSeriesMetadataCombined", _shifted, "list", produced=PRODUCED, checked=None),
)
