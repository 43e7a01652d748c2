"""The reports of `nbia.compat`: the columns of tcia_utils, and no series that is left out."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis.strategies as st
import pandas
import pytest
from hypothesis import given

from nbia import InvalidParameterError, ServerFailureError
from nbia.v4 import Client
from nbia_core.compat.reports import reportCollectionSummary, reportDoiSummary
from tests.download.helpers import MOUSE, SMALL
from tests.reference_server import ReferenceServer, faults

pytest_plugins = ("tests.compat.fixtures",)

COUNTED = ["Licenses", "Subjects", "Studies", "Series", "Images", "File Size", "Disk Space"]
LISTED = ["Body Parts", "Modalities", "Manufacturers", "Min DateReleased", "Max DateReleased", "UniqueDateReleased"]
ROWS: list[dict[str, object]] = [
    {
        "SeriesInstanceUID": "1.1",
        "StudyInstanceUID": "1",
        "PatientID": "0012",
        "Collection": "4D-Lung",
        "CollectionURI": "https://doi.org/10.7937/K9/TCIA",
        "Modality": "CT",
        "BodyPartExamined": "LUNG",
        "Manufacturer": "Varian",
        "LicenseName": "CC BY 4.0",
        "ImageCount": 10,
        "FileSize": 1_500_000,
        "DateReleased": "2016-05-01 00:00:00.0",
    },
    {
        "SeriesInstanceUID": "1.2",
        "StudyInstanceUID": "1",
        "PatientID": "0012",
        "Collection": "4D-Lung",
        "Modality": "RTSTRUCT",
        "ImageCount": 1,
        "FileSize": 500_000,
        "DateReleased": "2017-02-03 00:00:00.0",
    },
]
"""Two series, of which the second lacks some values."""
UIDS = st.lists(st.from_regex(r"1\.[1-9][0-9]{0,5}", fullmatch=True), min_size=1, max_size=8, unique=True)
VALUES = st.fixed_dictionaries(
    {}, optional={"Collection": st.text(), "CollectionURI": st.text(), "ImageCount": st.integers(0, 999)}
)


def test_a_collection_is_summed_up_in_one_row(nbia: ModuleType) -> None:
    report = nbia.reportCollectionSummary(ROWS)

    assert list(report.columns) == ["Collection", "DOIs", *COUNTED, *LISTED]
    assert report.to_dict("records") == [
        {
            "Collection": "4D-Lung",
            "DOIs": "https://doi.org/10.7937/k9/tcia, Not Specified",
            "Licenses": "CC BY 4.0, Not Specified",
            "Subjects": 1,
            "Studies": 1,
            "Series": 2,
            "Images": 11,
            "File Size": 2_000_000,
            "Disk Space": "2.00 MB",
            "Body Parts": "LUNG, Not Specified",
            "Modalities": "CT, RTSTRUCT",
            "Manufacturers": "Varian, Not Specified",
            "Min DateReleased": pandas.Timestamp(2016, 5, 1),
            "Max DateReleased": pandas.Timestamp(2017, 2, 3),
            "UniqueDateReleased": "2016-05-01, 2017-02-03",
        }
    ]


def test_a_series_without_a_doi_has_a_row_too(nbia: ModuleType) -> None:
    report = nbia.reportDoiSummary(ROWS)

    assert list(report.columns) == ["DataDescriptionURI", "Collections", *COUNTED, *LISTED]
    assert report[["DataDescriptionURI", "Series"]].to_dict("records") == [
        {"DataDescriptionURI": "Not Specified", "Series": 1},
        {"DataDescriptionURI": "https://doi.org/10.7937/k9/tcia", "Series": 1},
    ]


def test_the_columns_of_version_4_are_understood(nbia: ModuleType) -> None:
    renamed = pandas.DataFrame(ROWS).rename(columns={"CollectionURI": "DataDescriptionURI"})

    report = nbia.reportDataSummary(renamed, input_type="df", report_type="doi")

    assert report.equals(nbia.reportDoiSummary(ROWS))


@pytest.mark.parametrize(
    "as_given",
    [
        pytest.param(lambda records: records, id="records"),
        pytest.param(lambda records: records.to_dicts(), id="rows"),
        pytest.param(lambda records: pandas.DataFrame(records.to_dicts()), id="DataFrame of rows"),
        pytest.param(lambda records: records.to_pandas(), id="DataFrame of records"),
        pytest.param(lambda records: [record.series_instance_uid for record in records], id="UIDs"),
    ],
)
def test_a_report_is_the_same_whatever_the_series_are_given_as(
    nbia: ModuleType, same: Client, as_given: Callable[[Any], Any]
) -> None:
    records = same.get_series(collection="4D-Lung")

    report = nbia.reportCollectionSummary(as_given(records))

    assert report.equals(nbia.reportCollectionSummary(records.to_dicts()))


def test_a_report_counts_patients_that_lost_their_zeros(nbia: ModuleType) -> None:
    columns = {"Series ID": ["1.1", "1.2"], "Patient ID": [12, 13], "Collection Name": "4D-Lung", "Number of images": 2}

    report = nbia.reportCollectionSummary(pandas.DataFrame(columns))

    assert report[["Collection", "Subjects", "Series", "Images"]].to_dict("records") == [
        {"Collection": "4D-Lung", "Subjects": 2, "Series": 2, "Images": 4}
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [{"SeriesInstanceUID": "1.1", "Modality": "CT"}, {"SeriesInstanceUID": "1.2", "Modality": "MR", "x": [1]}],
        [{"SeriesInstanceUID": "1.1", "Modality": "CT"}, {"Series UID": "1.2", "Modality": "MR"}],
        [{"SeriesInstanceUID": "1.1", "Modality": "CT"}, {"Modality": "MR", "SeriesInstanceUID": "1.2"}] * 2,
        ({"SeriesInstanceUID": uid, "Modality": modality} for uid, modality in (("1.1", "CT"), ("1.2", "MR"))),
    ],
    ids=["more keys", "other keys", "twice", "one by one"],
)
def test_rows_that_are_dictionaries_are_each_counted_once(nbia: ModuleType, rows: Any) -> None:
    report = nbia.makeSeriesReport(rows, format="var")

    assert report["series"] == 2
    assert report["modalities"].to_dict() == {"CT": 1, "MR": 1}


def test_the_service_is_asked_about_a_dictionary_that_says_nothing_more(
    nbia: ModuleType, server: ReferenceServer
) -> None:
    rows = [{"SeriesInstanceUID": MOUSE}, {"SeriesInstanceUID": "1.2", "Modality": "XX"}]

    report = nbia.makeSeriesReport(rows, format="var", api_url=server.base_url)

    assert report["modalities"].sum() == 2
    assert None not in report["modalities"].index


def test_a_series_that_a_table_has_twice_is_counted_once(nbia: ModuleType) -> None:
    report = nbia.reportCollectionSummary(pandas.DataFrame([*ROWS, ROWS[0]]))

    assert report.equals(nbia.reportCollectionSummary(ROWS))


def test_a_report_may_be_a_file_too(nbia: ModuleType) -> None:
    report = nbia.reportCollectionSummary(ROWS, format="csv")

    (path,) = Path.cwd().glob("tcia_collection_report_????????_??????.csv")
    assert list(pandas.read_csv(path).columns) == list(report.columns)


@given(uids=UIDS, values=st.lists(VALUES, min_size=8, max_size=8))
def test_no_series_is_left_out_of_a_report(uids: list[str], values: list[dict[str, object]]) -> None:
    rows = [{"SeriesInstanceUID": uid, "Modality": "CT", **row} for uid, row in zip(uids, values, strict=False)]

    by_collection, by_doi = reportCollectionSummary(rows), reportDoiSummary(rows)

    assert by_collection["Series"].sum() == by_doi["Series"].sum() == len(uids)
    assert by_collection["Images"].sum() == by_doi["Images"].sum()


def test_charts_are_refused(nbia: ModuleType) -> None:
    with pytest.raises(nbia.NotServedError, match='format="chart" is not served'):
        nbia.reportCollectionSummary(ROWS, format="chart")


# makeSeriesReport


def test_a_report_is_printed(nbia: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    returned = nbia.makeSeriesReport(ROWS)

    assert returned is None
    assert capsys.readouterr().out.startswith(
        "Subjects: 1\nStudies: 1\nSeries: 2\nImages: 11\n\nSeries by collections:\n         2  4D-Lung\n"
    )


def test_a_report_may_be_counts(nbia: ModuleType) -> None:
    counts = nbia.makeSeriesReport(ROWS, format="var")

    assert {name: counts[name] for name in ("subjects", "studies", "series", "images")} == {
        "subjects": 1,
        "studies": 1,
        "series": 2,
        "images": 11,
    }
    assert counts["modalities"].to_dict() == {"CT": 1, "RTSTRUCT": 1}
    assert counts["body_parts"].to_dict() == {"LUNG": 1, None: 1}


@pytest.mark.parametrize("dtype", ["object", "string", "category"])
def test_a_report_counts_what_is_missing_in_any_way_as_one(nbia: ModuleType, dtype: str) -> None:
    table = pandas.DataFrame({"SeriesInstanceUID": ["1.1", "1.2", "1.3", "1.4"], "ImageCount": [1, None, 2, 2]})
    table["Modality"] = pandas.Series(["CT", None, "", "CT"], dtype=dtype)

    counts = nbia.makeSeriesReport(table, format="var")

    assert [*counts["modalities"].items()] == [("CT", 2), (None, 2)]
    assert counts["images"] == 5


@pytest.mark.parametrize(("filename", "pattern"), [(None, "seriesReport-????????-??????.txt"), ("my.txt", "my.txt")])
def test_a_report_may_be_written_to_a_file(nbia: ModuleType, filename: str | None, pattern: str) -> None:
    nbia.makeSeriesReport(ROWS, format="file", filename=filename)

    (path,) = Path.cwd().glob(pattern)
    assert "  CT\n" in path.read_text(encoding="utf-8")


def test_series_that_are_given_by_their_uids_are_asked_for(nbia: ModuleType, server: ReferenceServer) -> None:
    counts = nbia.makeSeriesReport([MOUSE, SMALL], input_type="list", format="var")

    assert (counts["series"], counts["images"]) == (2, 10)
    assert [request.endpoint for request in server.requests] == ["getSeriesMetadata"]


def test_what_cannot_be_asked_for_is_raised(nbia: ModuleType, server: ReferenceServer) -> None:
    server.inject(faults.status(500), endpoint="getSeriesMetadata", times=None)

    with pytest.raises(ServerFailureError):
        nbia.makeSeriesReport([MOUSE], input_type="list")


@pytest.mark.parametrize(
    "arguments",
    [{"series_data": None}, {"series_data": []}, {"format": "pdf"}, {"input_type": "json"}, {"filename": ""}],
)
def test_bad_input_is_refused(nbia: ModuleType, arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidParameterError):
        nbia.makeSeriesReport(**{"series_data": ROWS, **arguments})


def test_a_date_that_cannot_be_read_is_not_specified(nbia: ModuleType) -> None:
    moments = ["last week", "13-01-2020", None, datetime.datetime(2020, 1, 2, 3), "02-29-2020", "2020-03-01 00:00:00.0"]
    series = [{"SeriesInstanceUID": f"1.{place}", "DateReleased": moment} for place, moment in enumerate(moments)]

    report = nbia.reportCollectionSummary(series)

    assert list(report["UniqueDateReleased"]) == ["2020-01-02, 2020-02-29, 2020-03-01, Not Specified"]
