"""The fifteen metadata endpoints: what each requires, finds and shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import columns, queries
from .answers import Answer, bad_request, failure, unknown_format
from .archive import Archive, Row
from .calls import Call, Endpoint, Fields, UnknownSender, WithoutSender
from .formats import Column
from .tables import Table, write_list, write_table

PRODUCED = ("application/xml", "application/json", "text/html", "text/csv")
"""The media types of these endpoints, in the order in which the server prefers them."""

SERIES_NEEDED = "A parameter, SeriesInstanceUID is required for this API call."
"""What is said without a series."""

DATE_NEEDED = "A parameter, Collection and Date are required for this API call."
"""What is said without a collection or a day."""

MODALITY_NEEDED = "A parameter, Collection and Modality, are required for this API call."
"""What is said without a collection or a modality."""


def asked(fields: Fields) -> str:
    """Return the format that a request asks for."""
    return fields.get("format", "JSON").upper()


@dataclass(frozen=True, kw_only=True)
class MetadataEndpoint(Endpoint):
    """An endpoint that answers with rows."""

    produced: tuple[str, ...] = PRODUCED
    columns: Sequence[Column]
    find: Callable[[Archive, Fields], list[Row]]
    required: tuple[str, ...] = ()
    refusal: str = ""
    """The sentence that names the required parameters."""
    is_list: bool = False
    """Lists have one column and a CSV writer of their own."""
    json_only: bool = False
    """Whether the parameter ``format`` has no effect."""
    wanted: Callable[[Fields], str] = asked
    """What the endpoint takes the parameter ``format`` for."""
    jackson: bool = False
    """Whether JSON comes from Jackson: slashes as they are, and ``[]`` when no row was found."""
    nulls: bool = False
    """Whether JSON says ``null`` where a value is absent."""
    nothing_found: int = 200
    """The status when no row was found."""
    for_everybody: bool = False
    """Whether the user makes no difference."""
    without_sender: WithoutSender = WithoutSender.NOTHING_FOUND

    def table(self, rows: list[Row]) -> Table:
        """Return the table of ``rows``."""
        content_type = None if self.nothing_found == 200 else "application/json"
        return Table(
            columns=tuple(self.columns),
            rows=rows,
            nothing_found=None if self.jackson else Answer(status=self.nothing_found, content_type=content_type),
            quoted=not self.is_list,
            nulls=self.nulls,
            slashes=self.jackson,
        )

    def answer(self, call: Call) -> Answer:
        """Answer a request."""
        parameters = call.query if self.method == "GET" else call.form
        if any(name not in parameters for name in self.required):
            return bad_request(self.refusal)
        try:
            table = call.changed_table(self.table(self._rows(call)))
            if not table.rows and table.nothing_found is not None:
                return table.nothing_found
            wanted = "JSON" if self.json_only else self.wanted(parameters)
        except queries.Crash as crash:
            return failure(str(crash))
        write = write_list if self.is_list else write_table
        return write(wanted, table) or unknown_format(call.content_type)

    def sought(self, call: Call) -> Fields:
        """Return what the query looks for."""
        return call.query if self.method == "GET" else call.form

    def seen(self, call: Call) -> Archive:
        """Return the archive as the query sees it."""
        return call.public_archive if self.for_everybody else call.archive

    def _rows(self, call: Call) -> list[Row]:
        try:
            return self.find(self.seen(call), self.sought(call))
        except UnknownSender:
            if self.without_sender is WithoutSender.REFUSED:
                raise
            if self.without_sender is WithoutSender.CRASHED:
                raise queries.Crash("null") from None
            return []


@dataclass(frozen=True, kw_only=True)
class SharedListEndpoint(MetadataEndpoint):
    """Shows the series of a shared list; somebody may have made it while the server ran."""

    def sought(self, call: Call) -> Fields:
        """Return the series of the list."""
        shared = call.shared_lists.find(call.query["name"])
        return Fields(("SeriesInstanceUID", uid) for uid in (shared.series_uids if shared else ()))


ENDPOINTS = (
    MetadataEndpoint(
        name="getBodyPartValues",
        parameters=("Collection", "Modality", "format"),
        columns=columns.BODY_PARTS,
        find=queries.body_parts,
        is_list=True,
    ),
    MetadataEndpoint(
        name="getCollectionValues",
        parameters=("format",),
        columns=columns.COLLECTIONS,
        find=queries.collections,
        is_list=True,
    ),
    SharedListEndpoint(
        name="getContentsByName",
        parameters=("name",),
        columns=columns.CART_CONTENTS,
        find=queries.listed_series,
        required=("name",),
        refusal="A parameter, name is required for this API call.",
        json_only=True,
    ),
    MetadataEndpoint(
        name="getManufacturerValues",
        parameters=("Collection", "BodyPartExamined", "Modality", "format"),
        columns=columns.MANUFACTURERS,
        find=queries.manufacturers,
        is_list=True,
    ),
    MetadataEndpoint(
        name="getModalityValues",
        parameters=("Collection", "BodyPartExamined", "format"),
        columns=columns.MODALITIES,
        find=queries.modalities,
        is_list=True,
    ),
    MetadataEndpoint(
        name="NewPatientsInCollection",
        parameters=("Collection", "Date", "format"),
        columns=columns.PATIENTS,
        find=queries.new_patients,
        required=("Collection", "Date"),
        refusal=DATE_NEEDED,
    ),
    MetadataEndpoint(
        name="NewStudiesInPatientCollection",
        parameters=("Collection", "Date", "PatientID", "format"),
        columns=columns.STUDIES,
        find=queries.new_studies,
        required=("Collection", "Date"),
        refusal=DATE_NEEDED,
    ),
    MetadataEndpoint(
        name="getPatient",
        parameters=("Collection", "PatientId", "format"),
        columns=columns.PATIENTS,
        find=queries.patients,
    ),
    MetadataEndpoint(
        name="getPatientByCollectionAndModality",
        parameters=("Collection", "Modality", "format"),
        columns=columns.PATIENT_IDS,
        find=queries.patients_with_modality,
        required=("Collection", "Modality"),
        refusal=MODALITY_NEEDED,
    ),
    MetadataEndpoint(
        name="getPatientStudy",
        parameters=("Collection", "PatientID", "StudyInstanceUID", "format"),
        columns=columns.STUDIES,
        find=queries.studies,
    ),
    MetadataEndpoint(
        name="getSeries",
        parameters=(
            "Collection",
            "PatientID",
            "StudyInstanceUID",
            "Modality",
            "SeriesInstanceUID",
            "BodyPartExamined",
            "ManufacturerModelName",
            "Manufacturer",
            "format",
        ),
        columns=columns.SERIES,
        find=queries.series,
    ),
    MetadataEndpoint(
        name="getSeriesMetaData",
        parameters=("SeriesInstanceUID", "format"),
        columns=columns.SERIES_METADATA,
        find=queries.series_metadata,
        required=("SeriesInstanceUID",),
        refusal=SERIES_NEEDED,
        nothing_found=204,
    ),
    MetadataEndpoint(
        name="getSeriesSize",
        parameters=("SeriesInstanceUID", "format"),
        columns=columns.SERIES_SIZE,
        find=queries.series_size,
        required=("SeriesInstanceUID",),
        refusal=SERIES_NEEDED,
    ),
    MetadataEndpoint(
        name="getSOPInstanceUIDs",
        parameters=("SeriesInstanceUID", "format"),
        columns=columns.SOP_INSTANCES,
        find=queries.sop_instances,
        required=("SeriesInstanceUID",),
        refusal=SERIES_NEEDED,
        is_list=True,
    ),
    MetadataEndpoint(
        name="getUpdatedSeries",
        parameters=("fromDate", "format"),
        columns=columns.UPDATED_SERIES,
        find=queries.updated_series,
    ),
)
"""All metadata endpoints."""
