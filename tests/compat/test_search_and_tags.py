"""What `nbia.compat` asks of version 4 beside tables of series: counts, descriptions, DOIs, searches and DICOM tags."""

from __future__ import annotations

import datetime
from pathlib import Path
from types import ModuleType

import pytest

from nbia import InvalidParameterError, NotPublicError
from tests.download.helpers import MOUSE, SMALL, VICTRE
from tests.reference_server import ReferenceServer, faults

pytest_plugins = ("tests.compat.fixtures",)

UNKNOWN = "1.2.3.4.5"
DOI = "https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE"


def form(server: ReferenceServer) -> dict[str, list[str]]:
    """Return what was posted last."""
    return dict(server.requests[-1].form)


@pytest.mark.parametrize(
    ("function", "arguments", "first"),
    [
        ("getCollectionPatientCounts", (), {"Collection", "Count", "Authorized"}),
        ("getModalityCounts", ("4D-Lung", "LUNG"), {"Modality", "Count", "Authorized"}),
        ("getBodyPartCounts", ("4D-Lung", "CT"), {"BodyPart", "Count", "Authorized"}),
        ("getManufacturerCounts", ("4D-Lung", "CT", "LUNG"), {"Manufacturer", "Count", "Authorized"}),
        ("getCollectionDescriptions", (), {"description", "id", "collectionName", "descriptionURI"}),
        ("getDoiMetadata", (DOI,), {"collection", "authorized"}),
        ("getDoiMetadata", (DOI, "series"), {"seriesInstanceUID", "authorized"}),
    ],
)
def test_rows_have_the_columns_of_tcia_utils(
    nbia: ModuleType, function: str, arguments: tuple[str, ...], first: set[str]
) -> None:
    rows = getattr(nbia, function)(*arguments)

    assert first <= set(rows[0])


def test_an_address_where_nothing_is_described_is_none(nbia: ModuleType) -> None:
    assert nbia.getDoiMetadata("https://doi.org/10.7937/nothing") is None


def test_descriptions_can_be_plain_text(nbia: ModuleType, server: ReferenceServer) -> None:
    body = b'[{"collectionName": "A", "description": "<p>One &amp;\\n two</p><ul><li>three</li></ul>"}, {"collectionName": "B"}]'
    server.inject(faults.replaced(body, content_type="application/json"), endpoint="getCollectionDescriptions")

    rows = nbia.getCollectionDescriptions(removeHtml="yes")

    assert [row.get("description") for row in rows] == ["One & two\nthree", None]


# Searches


def test_a_search_sends_criteria_with_their_values(nbia: ModuleType, server: ReferenceServer) -> None:
    nbia.getSimpleSearch(
        collections=["4D-Lung"],
        species=["dog"],
        bodyParts=["LUNG"],
        fromDate="2015/01/31",
        toDate=datetime.date(2016, 2, 1),
        minStudies=1,
        modalityAnded=True,
        sortField="studies",
    )

    sent = form(server)
    assert [sent[f"criteriaType{number}"] for number in range(6)] == [
        ["DateRangeCriteria"],
        ["CollectionCriteria"],
        ["SpeciesCriteria"],
        ["AnatomicalSiteCriteria"],
        ["MinNumberOfStudiesCriteria"],
        ["ModalityAndedSearchCriteria"],
    ]
    assert (sent["fromDate0"], sent["toDate0"], sent["value2"]) == (["01-31-2015"], ["02-01-2016"], ["448771007"])
    assert sent["sortField"] == ["study"]


def test_days_limit_a_search(nbia: ModuleType) -> None:
    everybody = nbia.getSimpleSearch()["totalPatients"]

    found = nbia.getSimpleSearch(fromDate="2015/01/01", toDate="2016/01/01")["totalPatients"]

    assert 0 < found < everybody


def test_a_search_for_series_is_not_cut_into_pages(nbia: ModuleType) -> None:
    uids = nbia.getSimpleSearch(collections=["VICTRE", "Mouse-Astrocytoma"], size=1, format="uids")

    assert {MOUSE, VICTRE} <= set(uids)
    assert nbia.getSimpleSearch(collections=["VICTRE", "Mouse-Astrocytoma"], format="manifest_text").endswith(
        "\n".join(["ListOfSeriesToDownload=", *uids, ""])
    )


def test_a_search_can_be_saved_and_downloaded(nbia: ModuleType) -> None:
    assert nbia.getSimpleSearch(collections=["Mouse-Astrocytoma"], format="manifest") is None

    (path,) = Path.cwd().glob("manifest-????-??-??_??-??.tcia")
    assert MOUSE in nbia.manifestToList(path)


def test_a_search_that_finds_nothing_saves_nothing(nbia: ModuleType) -> None:
    assert nbia.getSimpleSearch(collections=["nothing"])["totalPatients"] == 0
    assert nbia.getSimpleSearch(collections=["nothing"], format="uids") == []
    assert nbia.getSimpleSearch(collections=["nothing"], format="manifest") is None
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"collections": "4D-Lung"},
        {"collections": None},
        {"collections": [""]},
        {"species": ["cat"]},
        {"fromDate": "31/01/2015"},
        {"sortField": "PatientID"},
        {"sortDirection": "up"},
        {"minStudies": "many"},
        {"format": "df"},
    ],
)
def test_a_search_that_the_server_would_ignore_is_refused(
    nbia: ModuleType, server: ReferenceServer, arguments: dict[str, object]
) -> None:
    with pytest.raises(InvalidParameterError):
        nbia.getSimpleSearch(**arguments)

    assert server.requests == []


def test_the_older_name_of_the_search_is_known_as_in_tcia_utils(nbia: ModuleType) -> None:
    with pytest.warns(DeprecationWarning, match="is getSimpleSearch now"):
        found = nbia.getSimpleSearchWithModalityAndBodyPartPaged

    assert found is nbia.getSimpleSearch


# Tags


def test_tags_are_a_table_unless_another_form_is_wanted(nbia: ModuleType) -> None:
    table, rows = nbia.getDicomTags(MOUSE), nbia.getDicomTags(MOUSE, format="json")

    assert list(table.columns) == ["element", "name", "data"]
    assert table.to_dict("records") == rows


def test_tags_of_an_unknown_series_are_an_error(nbia: ModuleType) -> None:
    with pytest.raises(NotPublicError):
        nbia.getDicomTags(UNKNOWN)


@pytest.mark.parametrize("modality", ["SEG", "RTSTRUCT"])
def test_a_segmentation_names_the_series_that_it_refers_to(nbia: ModuleType, modality: str) -> None:
    known = {row["SeriesInstanceUID"]: row["Modality"] for row in nbia.getSeries()}
    segmentation = next(uid for uid, kind in known.items() if kind == modality)

    assert known.get(nbia.getSegRefSeries(segmentation)) in ("CT", "MR", "PT")


@pytest.mark.parametrize("uid", [MOUSE, UNKNOWN])
def test_what_refers_to_no_series_is_told(nbia: ModuleType, caplog: pytest.LogCaptureFixture, uid: str) -> None:
    assert nbia.getSegRefSeries(uid) == "N/A"
    assert uid in caplog.text


def test_a_report_of_tags_has_a_row_for_each_series_that_is_known(
    nbia: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    report = nbia.reportDicomTags([SMALL, UNKNOWN, MOUSE], ["(0008,0060)", "(9999,9999)"])

    assert list(report.columns) == ["Series Instance UID (0020,000E)", "Modality (0008,0060)"]
    assert list(report["Series Instance UID (0020,000E)"]) == [SMALL, MOUSE]
    assert UNKNOWN in caplog.text
    assert nbia.reportDicomTags([UNKNOWN]) is None


# Versions


def test_a_cart_is_asked_of_version_1_on_the_same_server(nbia: ModuleType, server: ReferenceServer) -> None:
    rows = nbia.getSharedCart("nbia-54241629300063058", api_url=server.url("v4"))

    assert rows == nbia.getSharedCart("nbia-54241629300063058")
    assert server.requests[-1].address == "v1/getContentsByName"


def test_the_address_of_version_1_stands_for_its_server(nbia: ModuleType, server: ReferenceServer) -> None:
    rows = nbia.getSeries(collection="4D-Lung", api_url=server.base_url)

    assert rows == nbia.getSeries(collection="4D-Lung")


def test_many_series_are_one_request(nbia: ModuleType, server: ReferenceServer) -> None:
    nbia.getSeriesList([VICTRE, MOUSE, SMALL])

    assert [request.endpoint for request in server.requests] == ["getSeriesMetadata"]


def test_a_table_of_series_has_numbers_where_tcia_utils_has_them(nbia: ModuleType) -> None:
    table = nbia.getSeriesList([row["SeriesInstanceUID"] for row in nbia.getSeries(collection="VICTRE")])

    assert "0012" in set(table["PatientID"])
    assert {table[name].dtype.kind for name in ("SeriesNumber", "ImageCount", "FileSize", "Authorized")} <= {"i", "f"}
    assert table["SliceThickness(mm)"].dtype.kind == "f"
