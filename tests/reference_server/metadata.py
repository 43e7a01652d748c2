"""The fifteen metadata endpoints: what each requires, finds and shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import columns, queries
from .answers import Answer, bad_request, failure, unknown_format
from .archive import Archive, Row
from .formats import Column, to_csv_list, to_csv_table, to_html, to_json, to_xml
from .queries import Parameters

PRODUCED = ("application/xml", "application/json", "text/html", "text/csv")
"""The media types of these endpoints, in the order in which the server prefers them."""

_SERIES_NEEDED = "A parameter, SeriesInstanceUID is required for this API call."
_DATE_NEEDED = "A parameter, Collection and Date are required for this API call."


@dataclass(frozen=True, kw_only=True)
class MetadataEndpoint:
    """An endpoint that answers with rows."""

    name: str
    columns: Sequence[Column]
    find: Callable[[Archive, Parameters], list[Row]]
    required: tuple[str, ...] = ()
    refusal: str = ""
    """The sentence that names the required parameters."""
    is_list: bool = False
    """Lists have one column and a CSV writer of their own."""
    json_only: bool = False
    """Whether the parameter ``format`` has no effect."""
    nothing_found: int = 200
    """The status when no row was found."""

    def answer(self, archive: Archive, parameters: Parameters, negotiated: str) -> Answer:
        """Answer a request; ``negotiated`` labels what the server leaves unlabelled."""
        if any(name not in parameters for name in self.required):
            return bad_request(self.refusal)
        try:
            rows = self.find(archive, parameters)
        except queries.Crash as crash:
            return failure(str(crash))
        if not rows:
            content_type = None if self.nothing_found == 200 else "application/json"
            return Answer(status=self.nothing_found, content_type=content_type)
        wanted = "JSON" if self.json_only else parameters.get("format", "JSON").upper()
        write = _write_list if self.is_list else _write_table
        return write(wanted, self.columns, rows) or unknown_format(negotiated)


def _write(wanted: str, shown: Sequence[Column], rows: Sequence[Row]) -> Answer | None:
    writers = {
        "JSON": ("application/json", to_json),
        "HTML": ("text/html", to_html),
        "XML": ("application/xml", to_xml),
    }
    if wanted not in writers:
        return None
    content_type, writer = writers[wanted]
    return Answer(content_type=content_type, body=writer(shown, rows).encode())


def _write_list(wanted: str, shown: Sequence[Column], rows: Sequence[Row]) -> Answer | None:
    if wanted == "CSV":
        return Answer(content_type="text/csv", body=to_csv_list(shown[0], rows).encode())
    if wanted == "CSV-DOWNLOAD":
        return _as_file("application/force-download", to_csv_list(shown[0], rows))
    return _write(wanted, shown, rows)


def _write_table(wanted: str, shown: Sequence[Column], rows: Sequence[Row]) -> Answer | None:
    if wanted in ("CSV", "CSVQUOTED"):
        return Answer(content_type="text/csv", body=to_csv_table(shown, rows).encode())
    if wanted == "CSV-DOWNLOAD":
        return _as_file("text/csv", to_csv_table(shown, rows))
    return _write(wanted, shown, rows)


def _as_file(content_type: str, text: str) -> Answer:
    disposition = ("Content-Disposition", 'attachment; filename="SeriesMetaData.csv"')
    return Answer(content_type=content_type, headers=(disposition,), body=text.encode())


ENDPOINTS = (
    MetadataEndpoint(
        name="getBodyPartValues",
        columns=columns.BODY_PARTS,
        find=queries.body_parts,
        is_list=True,
    ),
    MetadataEndpoint(
        name="getCollectionValues",
        columns=columns.COLLECTIONS,
        find=queries.collections,
        is_list=True,
    ),
    MetadataEndpoint(
        name="getContentsByName",
        columns=columns.CART_CONTENTS,
        find=queries.cart_contents,
        required=("name",),
        refusal="A parameter, name is required for this API call.",
        json_only=True,
    ),
    MetadataEndpoint(
        name="getManufacturerValues", columns=columns.MANUFACTURERS, find=queries.manufacturers, is_list=True
    ),
    MetadataEndpoint(
        name="getModalityValues",
        columns=columns.MODALITIES,
        find=queries.modalities,
        is_list=True,
    ),
    MetadataEndpoint(
        name="NewPatientsInCollection",
        columns=columns.PATIENTS,
        find=queries.new_patients,
        required=("Collection", "Date"),
        refusal=_DATE_NEEDED,
    ),
    MetadataEndpoint(
        name="NewStudiesInPatientCollection",
        columns=columns.STUDIES,
        find=queries.new_studies,
        required=("Collection", "Date"),
        refusal=_DATE_NEEDED,
    ),
    MetadataEndpoint(name="getPatient", columns=columns.PATIENTS, find=queries.patients),
    MetadataEndpoint(
        name="getPatientByCollectionAndModality",
        columns=columns.PATIENT_IDS,
        find=queries.patients_with_modality,
        required=("Collection", "Modality"),
        refusal="A parameter, Collection and Modality, are required for this API call.",
    ),
    MetadataEndpoint(name="getPatientStudy", columns=columns.STUDIES, find=queries.studies),
    MetadataEndpoint(name="getSeries", columns=columns.SERIES, find=queries.series),
    MetadataEndpoint(
        name="getSeriesMetaData",
        columns=columns.SERIES_METADATA,
        find=queries.series_metadata,
        required=("SeriesInstanceUID",),
        refusal=_SERIES_NEEDED,
        nothing_found=204,
    ),
    MetadataEndpoint(
        name="getSeriesSize",
        columns=columns.SERIES_SIZE,
        find=queries.series_size,
        required=("SeriesInstanceUID",),
        refusal=_SERIES_NEEDED,
    ),
    MetadataEndpoint(
        name="getSOPInstanceUIDs",
        columns=columns.SOP_INSTANCES,
        find=queries.sop_instances,
        required=("SeriesInstanceUID",),
        refusal=_SERIES_NEEDED,
        is_list=True,
    ),
    MetadataEndpoint(name="getUpdatedSeries", columns=columns.UPDATED_SERIES, find=queries.updated_series),
)
"""All metadata endpoints."""
