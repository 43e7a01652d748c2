"""The fifteen metadata endpoints: what each requires, finds and shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import columns, queries
from .answers import Answer, bad_request, failure, unknown_format
from .archive import Archive, Row
from .formats import Column, to_csv_list, to_csv_table, to_csv_unquoted, to_html, to_json, to_xml
from .queries import Parameters

PRODUCED = ("application/xml", "application/json", "text/html", "text/csv")
"""The media types of these endpoints, in the order in which the server prefers them."""

_SERIES_NEEDED = "A parameter, SeriesInstanceUID is required for this API call."
_DATE_NEEDED = "A parameter, Collection and Date are required for this API call."


@dataclass(frozen=True, kw_only=True)
class Table:
    """What an answer is going to show, before it is written in a format."""

    columns: tuple[Column, ...]
    rows: list[Row]
    nothing_found: Answer | None
    """The answer when there are no rows; ``None`` writes the table all the same."""
    quoted: bool
    """Whether CSV has quotation marks."""
    nulls: bool = False
    """Whether JSON says ``null`` where a value is absent."""
    wrapped_in: str | None = None
    """The key of a JSON object that the array is put into."""


Change = Callable[[Table], Table]
"""A deliberate difference from what the real server shows."""


def unchanged(table: Table) -> Table:
    """Return the table as it is."""
    return table


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

    def table(self, rows: list[Row]) -> Table:
        """Return the table of ``rows``."""
        content_type = None if self.nothing_found == 200 else "application/json"
        return Table(
            columns=tuple(self.columns),
            rows=rows,
            nothing_found=Answer(status=self.nothing_found, content_type=content_type),
            quoted=not self.is_list,
        )

    def answer(self, archive: Archive, parameters: Parameters, negotiated: str, change: Change = unchanged) -> Answer:
        """Answer a request; ``negotiated`` labels what the server leaves unlabelled."""
        if any(name not in parameters for name in self.required):
            return bad_request(self.refusal)
        try:
            rows = self.find(archive, parameters)
        except queries.Crash as crash:
            return failure(str(crash))
        table = change(self.table(rows))
        if not table.rows and table.nothing_found is not None:
            return table.nothing_found
        wanted = "JSON" if self.json_only else parameters.get("format", "JSON").upper()
        write = _write_list if self.is_list else _write_table
        return write(wanted, table) or unknown_format(negotiated)


def _write(wanted: str, table: Table) -> Answer | None:
    writers = {
        "JSON": ("application/json", _json),
        "HTML": ("text/html", lambda shown: to_html(shown.columns, shown.rows)),
        "XML": ("application/xml", lambda shown: to_xml(shown.columns, shown.rows)),
    }
    if wanted not in writers:
        return None
    content_type, writer = writers[wanted]
    return Answer(content_type=content_type, body=writer(table).encode())


def _json(table: Table) -> str:
    array = to_json(table.columns, table.rows, nulls=table.nulls)
    return array if table.wrapped_in is None else f'{{"{table.wrapped_in}":{array}}}'


def _csv(table: Table) -> str:
    if table.quoted:
        return to_csv_table(table.columns, table.rows)
    if len(table.columns) == 1:
        return to_csv_list(table.columns[0], table.rows)
    return to_csv_unquoted(table.columns, table.rows)


def _write_list(wanted: str, table: Table) -> Answer | None:
    if wanted == "CSV":
        return Answer(content_type="text/csv", body=_csv(table).encode())
    if wanted == "CSV-DOWNLOAD":
        return _as_file("application/force-download", _csv(table))
    return _write(wanted, table)


def _write_table(wanted: str, table: Table) -> Answer | None:
    if wanted == "CSVQUOTED":
        return Answer(content_type="text/csv", body=to_csv_table(table.columns, table.rows).encode())
    if wanted == "CSV":
        return Answer(content_type="text/csv", body=_csv(table).encode())
    if wanted == "CSV-DOWNLOAD":
        return _as_file("text/csv", _csv(table))
    return _write(wanted, table)


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
