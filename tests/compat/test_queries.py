"""The queries of `nbia.compat`: rows, tables and files as tcia_utils has them, and errors that it only logs."""

from __future__ import annotations

import datetime
import logging
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis.strategies as st
import pandas
import pytest
from hypothesis import given

from nbia import InvalidParameterError, ServerFailureError
from nbia.v4 import Client
from nbia_core.compat.asking import as_day
from nbia_core.compat.tables import linked_table
from tests.download.helpers import MOUSE, SMALL, VICTRE
from tests.reference_server import ReferenceServer, faults

pytest_plugins = ("tests.compat.fixtures",)

UNKNOWN = "1.2.3.4.5"
RIDER_PATIENT = "1.3.6.1.4.1.9328.50.1.0001"
DATES: list[Any] = ["2012/07/01", "2012/7/1", "2012-07-01", datetime.date(2012, 7, 1), datetime.datetime(2012, 7, 1, 9)]
CELLS = st.dictionaries(st.sampled_from(["StudyInstanceUID", "SeriesInstanceUID", "<b>"]), st.text())


class Texts(HTMLParser):
    """The elements of an HTML table, and the texts of its body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(html.partition("<tbody>")[2])

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self.texts += [""] if tag == "td" else []

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data


def names(rows: list[dict[str, object]]) -> list[str]:
    """Return the names of all columns, those of the first row first."""
    return list(dict.fromkeys(name for row in rows for name in row))


# Rows


def test_series_are_a_list_of_what_the_server_sent(nbia: ModuleType, same: Client) -> None:
    series = nbia.getSeries(collection="4D-Lung", modality="CT")

    assert series == same.get_series(collection="4D-Lung", modality="CT").to_dicts()
    assert isinstance(series, list)


@pytest.mark.parametrize(
    ("function", "arguments", "column"),
    [
        ("getCollections", (), "Collection"),
        ("getBodyPart", ("4D-Lung", "CT"), "BodyPartExamined"),
        ("getModality", ("4D-Lung", "LUNG"), "Modality"),
        ("getManufacturer", ("4D-Lung", "CT", "LUNG"), "Manufacturer"),
        ("getPatient", ("4D-Lung",), "PatientId"),
        ("getPatientByCollectionAndModality", ("4D-Lung", "CT"), "PatientId"),
        ("getNewPatientsInCollection", ("4D-Lung", "2000/01/01"), "PatientId"),
        ("getStudy", ("4D-Lung",), "StudyInstanceUID"),
        ("getNewStudiesInPatient", ("RIDER Pilot", RIDER_PATIENT, "2000/01/01"), "StudyInstanceUID"),
        ("getUpdatedSeries", ("2000/01/01",), "MaxSubmissionTimestamp"),
        ("getSeriesMetadata", (MOUSE,), "Subject ID"),
        ("getSeriesSize", (MOUSE,), "TotalSizeInBytes"),
        ("getSopInstanceUids", (MOUSE,), "SOPInstanceUID"),
        ("getSharedCart", ("nbia-54241629300063058",), "Date Released"),
    ],
)
def test_rows_have_the_columns_of_tcia_utils(
    nbia: ModuleType, function: str, arguments: tuple[str, ...], column: str
) -> None:
    rows = getattr(nbia, function)(*arguments)

    assert column in names(rows)


def test_every_filter_is_sent_by_its_name(nbia: ModuleType, server: ReferenceServer) -> None:
    nbia.getSeries("4D-Lung", "100_HM10395", "1.2", "1.3", "CT", "LUNG", "Varian", "On-Board")

    (request,) = server.requests
    assert request.parameters == {
        "Collection": "4D-Lung",
        "PatientID": "100_HM10395",
        "StudyInstanceUID": "1.2",
        "SeriesInstanceUID": "1.3",
        "Modality": "CT",
        "BodyPartExamined": "LUNG",
        "Manufacturer": "Varian",
        "ManufacturerModelName": "On-Board",
    }


@pytest.mark.parametrize("format", ["", "json", "df", "csv", "html"])
def test_nothing_is_none_in_every_format(nbia: ModuleType, tmp_path: Path, format: str) -> None:
    assert nbia.getSeries(collection="no such collection", format=format) is None
    assert list(tmp_path.iterdir()) == []


# Tables and files


@pytest.mark.parametrize("format", ["df", "DF"])
def test_a_table_has_the_rows_as_they_are(nbia: ModuleType, format: str) -> None:
    table = nbia.getSeries(collection="VICTRE", format=format)

    assert table.equals(pandas.DataFrame(nbia.getSeries(collection="VICTRE")))
    assert "0012" in set(table["PatientID"])


def test_a_series_is_called_the_same_in_every_table(nbia: ModuleType) -> None:
    rows, table = nbia.getSeriesMetadata(MOUSE), nbia.getSeriesMetadata(MOUSE, format="df")

    assert rows[0]["Series UID"] == table["SeriesInstanceUID"][0] == MOUSE


def test_csv_is_a_table_and_a_file_named_after_the_endpoint_and_the_minute(nbia: ModuleType, tmp_path: Path) -> None:
    table = nbia.getSeries(collection="4D-Lung", format="csv")

    (path,) = tmp_path.glob("getSeries_????-??-??_??-??.csv")
    assert pandas.read_csv(path).equals(table)


def test_a_second_file_does_not_replace_the_first(nbia: ModuleType, tmp_path: Path) -> None:
    nbia.getPatient(collection="4D-Lung", format="csv")
    nbia.getPatient(collection="VICTRE", format="csv")

    found = {collection for path in tmp_path.iterdir() for collection in pandas.read_csv(path)["Collection"]}
    assert found == {"4D-Lung", "VICTRE"}


def test_html_shows_twenty_rows_with_links_to_the_viewer(nbia: ModuleType) -> None:
    table = nbia.getSeries(format="html")

    html = table._repr_html_()
    assert repr(table) == "<HTML table of 20 rows; a notebook shows it, and `data` holds it>"
    assert "<caption>The first 20 of 50 rows</caption>" in html
    assert html.count("<tr>") == 21
    assert "https://viewer.imaging.datacommons.cancer.gov/v3/viewer/?StudyInstanceUIDs=" in html


@pytest.mark.parametrize("as_given", [list, pandas.DataFrame], ids=["rows", "DataFrame"])
def test_the_viewer_table_is_made_of_rows_and_of_tables(nbia: ModuleType, same: Client, as_given: Any) -> None:
    records = same.get_series(collection="4D-Lung")

    table = nbia.idcOhifViewer(as_given(records.to_dicts()), max_rows=2)

    assert table.data == nbia.idcOhifViewer(records, max_rows=2).data
    assert "The first 2 of 3 rows" in table.data


def test_the_viewer_table_has_its_links_whatever_the_columns_are_called(nbia: ModuleType) -> None:
    table = nbia.idcOhifViewer([{"Study UID": "1.9", "Series ID": "1.2.3"}])

    assert "?StudyInstanceUIDs=1.9&amp;SeriesInstanceUIDs=1.2.3" in table.data


def test_the_viewer_table_of_nothing_is_none(nbia: ModuleType) -> None:
    assert nbia.idcOhifViewer([]) is None


@pytest.mark.parametrize(("data", "max_rows"), [("4D-Lung", 5), (None, 5), ([1], 5), ([{}], 0), ([{}], "5")])
def test_the_viewer_refuses_what_is_no_table(nbia: ModuleType, data: object, max_rows: object) -> None:
    with pytest.raises(InvalidParameterError):
        nbia.idcOhifViewer(data, max_rows=max_rows)


@given(rows=st.lists(CELLS, min_size=1, max_size=3))
def test_values_stay_text_in_html(rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))

    found = Texts(linked_table(rows, 10).data)

    plain = [row.get(name, "").replace("\r\n", "\n").replace("\r", "\n") for row in rows for name in columns]
    assert [text.replace("\r\n", "\n").replace("\r", "\n") for text in found.texts] == plain
    assert found.tags <= {"tr", "td", "a"}


# Many series


def test_a_list_of_series_is_one_table_in_the_order_of_the_uids(nbia: ModuleType) -> None:
    table = nbia.getSeriesList([VICTRE, MOUSE, SMALL], csv_filename="three")

    assert list(table["SeriesInstanceUID"]) == [VICTRE, MOUSE, SMALL]
    assert len(table.columns) == 40
    assert {"PatientID", "Modality", "ImageCount", "FileSize", "SeriesDescription"} <= set(table.columns)
    assert len(pandas.read_csv("three.csv")) == 3


def test_a_series_that_is_not_known_is_told(nbia: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    table = nbia.getSeriesList([MOUSE, UNKNOWN])

    assert list(table["SeriesInstanceUID"]) == [MOUSE]
    (warning,) = caplog.messages
    assert warning == f"Unknown, not public, or on another server: 1 of 2 series: {UNKNOWN}"


def test_a_list_of_unknown_series_is_none(nbia: ModuleType) -> None:
    assert nbia.getSeriesList([UNKNOWN], csv_filename="nothing") is None
    assert not Path("nothing.csv").exists()


def test_a_request_that_fails_is_no_shorter_list(nbia: ModuleType, server: ReferenceServer) -> None:
    server.inject(faults.status(500), endpoint="getSeriesMetadata", times=None)

    with pytest.raises(ServerFailureError):
        nbia.getSeriesList([MOUSE, SMALL])


# Dates


@pytest.mark.parametrize("date", DATES, ids=str)
def test_a_day_may_be_written_in_both_ways(nbia: ModuleType, server: ReferenceServer, date: Any) -> None:
    nbia.getNewPatientsInCollection("4D-Lung", date)
    nbia.getUpdatedSeries(date)

    patients, series = server.requests
    assert [request.parameters["fromDate"] for request in (patients, series)] == ["07-01-2012", "07-01-2012"]


@given(day=st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_day_of_tcia_utils_is_understood(day: datetime.date) -> None:
    assert as_day(f"{day.year}/{day.month}/{day.day}") == as_day(day.strftime("%Y/%m/%d")) == day.isoformat()


@pytest.mark.parametrize("date", ["07/01/2012", "2012/13/01", "2012/02/30", "yesterday", "", None, 20120701])
def test_what_is_no_day_is_refused(nbia: ModuleType, server: ReferenceServer, date: Any) -> None:
    with pytest.raises(InvalidParameterError, match="date"):
        nbia.getUpdatedSeries(date)

    assert server.requests == []


# Errors


def test_a_failure_of_the_server_is_raised(nbia: ModuleType, server: ReferenceServer) -> None:
    server.inject(faults.status(500), endpoint="getCollectionValues", times=None)

    with pytest.raises(ServerFailureError, match="The server failed"):
        nbia.getCollections()


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        ("getSeries", {"format": "xml"}, "format='xml' is not known"),
        ("getSeries", {"format": None}, "format=None is not known"),
        ("getSeries", {"api_url": "nbai"}, "api_url='nbai' is not known"),
        ("getSeries", {"seriesUid": "../evil"}, "a DICOM UID has digits and dots only"),
        ("getStudy", {"collection": ""}, "it is empty"),
        ("getSeriesList", {"uids": MOUSE}, "must be a list of UIDs"),
        ("getSeriesList", {"uids": None}, "the query that it comes from found nothing"),
    ],
)
def test_bad_input_is_refused_before_anything_is_sent(
    nbia: ModuleType, server: ReferenceServer, function: str, arguments: dict[str, str], words: str
) -> None:
    with pytest.raises(InvalidParameterError, match=words):
        getattr(nbia, function)(**arguments)

    assert server.requests == []


def test_what_needs_a_login_is_refused(nbia: ModuleType) -> None:
    with pytest.raises(nbia.NotServedError, match="restricted"):
        nbia.getCollections(api_url="restricted")


@pytest.mark.parametrize("api_url", ["", "nlst", "its base URL"])
def test_a_server_is_chosen_by_name_or_by_address(nbia: ModuleType, server: ReferenceServer, api_url: str) -> None:
    rows = nbia.getCollections(api_url=server.base_url if " " in api_url else api_url)

    assert len(rows) == 12


def test_without_pandas_lists_work_and_tables_say_what_to_install(
    nbia: ModuleType, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ImportError, match=r"pip install 'nbia-client\[pandas\]'"):
        nbia.getSeries(format="df")
    assert server.requests == []
    assert len(nbia.getSeries(collection="4D-Lung")) == 3


def test_the_root_logger_is_left_alone(nbia: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    handlers = list(logging.getLogger().handlers)

    with caplog.at_level(logging.INFO, "nbia.compat"):
        nbia.getSeries(collection="no such collection")

    assert logging.getLogger().handlers == handlers
    assert caplog.record_tuples == [("nbia.compat", logging.INFO, "getSeries: nothing found.")]
