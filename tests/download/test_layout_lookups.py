"""Layouts over what only other endpoints say: asked for by study, by collection, or for a hundred series at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import nbia.v4
from nbia import AsyncClient, Client, InvalidParameterError
from tests.download.helpers import MOUSE, SEVERAL, SMALL, VICTRE
from tests.reference_server import ReferenceServer, faults

UNKNOWN = ["1.2.3.4.5", "1.2.3.4.6", "1.2.3.4.7"]
ARCHIVES = ("getImage", "getImageWithMD5Hash")


def asked(server: ReferenceServer) -> dict[str, int]:
    """Return how often each endpoint was asked that sends no archives."""
    endpoints = (request.endpoint.removeprefix("v4/") for request in server.requests)
    return dict(Counter(endpoint for endpoint in endpoints if endpoint not in ARCHIVES))


def test_attributes_of_studies_are_asked_for_once_for_each_study(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    series = client.get_series(collection="ICDC-Glioma")
    studies = {each.study_instance_uid for each in series}
    server.reset()

    report = client.download(series, tmp_path, layout="{PatientName}/{StudyID}/{SeriesInstanceUID}")

    assert (report.is_complete, len(series) > len(studies)) == (True, True)
    assert asked(server) == {"getPatientStudy": len(studies)}
    assert {result.path.parent for result in report.results if result.path} == {
        tmp_path / str(each.patient_id) / "unknown" for each in series
    }


def test_attributes_of_patients_are_asked_for_once_for_each_collection(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    series = client.get_series(collection="ICDC-Glioma")
    server.reset()

    report = client.download(series, tmp_path, layout="{SpeciesDescription}/{SeriesInstanceUID}")

    assert asked(server) == {"getPatient": 1}
    assert {result.path.parent.name for result in report.results if result.path} == {"Canis lupus familiaris"}


def test_a_version_that_answers_for_many_series_is_asked_once_for_all(
    server: ReferenceServer, version_4: nbia.v4.Client, tmp_path: Path
) -> None:
    report = version_4.download(SEVERAL, tmp_path, layout="{PatientName}/{SliceThickness(mm)}/{SeriesInstanceUID}")

    assert report.is_complete
    assert asked(server)["getSeriesMetadata"] == 1


def test_bare_uids_are_described_once_and_then_looked_up(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (result,) = client.download([VICTRE], tmp_path, layout="{StudyID}/{SeriesInstanceUID}").results

    assert result.path == tmp_path / "V1418053792" / VICTRE
    assert asked(server) == {"getSeries": 1, "getPatientStudy": 1}


def test_what_a_table_says_is_not_asked_for(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    rows = [{"SeriesInstanceUID": MOUSE, "PatientName": "Jerry", "StudyInstanceUID": "1.2.3"}]

    (result,) = client.download(rows, tmp_path, layout="{PatientName}/{SeriesInstanceUID}").results

    assert result.path == tmp_path / "Jerry" / MOUSE
    assert "getPatientStudy" not in asked(server)


def test_dates_are_written_in_the_form_that_is_asked_for(client: Client, tmp_path: Path) -> None:
    template = "{StudyDate:%Y}/{StudyDate:%m-%d}/{StudyInstanceUID:short}/{SeriesNumber:03}-{SeriesInstanceUID}"

    (result,) = client.download([MOUSE], tmp_path, layout=template).results

    assert result.path == tmp_path / "2010" / "12-24" / "87936" / f"001-{MOUSE}"


def test_a_date_of_a_table_that_is_no_date_is_asked_for(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    rows = [{"SeriesInstanceUID": MOUSE, "Study Date": "24. Dezember 2010", "Number of Images": 8}]

    (result,) = client.download(rows, tmp_path, layout="{StudyDate}/{SeriesInstanceUID}").results

    assert result.path == tmp_path / "2010-12-24" / MOUSE


def test_the_next_run_asks_nothing(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download(SEVERAL, tmp_path, layout="retriever")
    server.reset()

    report = client.download(SEVERAL, tmp_path, layout="retriever")

    assert ({result.status for result in report.results}, server.requests) == ({"present"}, [])


def test_a_series_is_not_put_into_a_wrong_folder_when_the_endpoint_fails(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(500), endpoint="getPatientStudy", times=None)

    report = client.download([MOUSE], tmp_path, layout="{StudyID}/{SeriesInstanceUID}")
    server.reset()
    again = client.download([MOUSE], tmp_path, layout="{StudyID}/{SeriesInstanceUID}")

    assert [result.status for result in report.results] == ["failed"]
    assert again.results[0].path == tmp_path / "StudyID" / MOUSE


@pytest.mark.anyio
async def test_an_asynchronous_client_looks_up_as_well(async_client: AsyncClient, tmp_path: Path) -> None:
    async with async_client as client:
        report = await client.download([MOUSE], tmp_path, layout="{StudyID}/{SeriesInstanceUID}")

    assert report.results[0].path == tmp_path / "StudyID" / MOUSE


def test_an_executor_looks_up_as_well(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        report = client.download([MOUSE, SMALL], tmp_path, layout="retriever", executor=executor)

    assert report.is_complete


def test_an_executor_that_has_looked_up_one_thing_looks_up_another(client: Client, tmp_path: Path) -> None:
    of_the_same_study = "2.25.85121335989407267193309243709309755227"
    with ThreadPoolExecutor(1) as executor:
        first = client.download(
            [of_the_same_study], tmp_path, layout="{PatientName}/{SeriesInstanceUID}", executor=executor
        )
        second = client.download([MOUSE], tmp_path, layout="{StudyID}/{SeriesInstanceUID}", executor=executor)

    assert first.results[0].path == tmp_path / "MA0417" / of_the_same_study
    assert second.results[0].path == tmp_path / "StudyID" / MOUSE


@pytest.mark.parametrize("layout", ["patient", "retriever", "{Collection}/{SeriesInstanceUID}"])
def test_unknown_series_cost_two_requests_each(
    client: Client, server: ReferenceServer, tmp_path: Path, layout: str
) -> None:
    report = client.download(UNKNOWN, tmp_path, layout=layout)

    assert [result.error for result in report.results] == ["NotPublicError"] * 3
    assert Counter(request.endpoint for request in server.requests) == {"getSeries": 3, "getImageWithMD5Hash": 3}


@pytest.mark.parametrize(
    ("layout", "sentence"),
    [
        ("{PatientNaem}/{SeriesInstanceUID}", "no attribute PatientNaem; did you mean PatientName"),
        ("{StudyDate:%A}/{SeriesInstanceUID}", "is no form of a date, which takes %Y, %y, %m, %d, %j, %H, %M, %S"),
        ("{StudyDate:year}/{SeriesInstanceUID}", "is no form of a date"),
        ("{StudyDate:%Y/%m}/{SeriesInstanceUID}", "for two folders, name the date twice"),
        ("{StudyInstanceUID:8}/{SeriesInstanceUID}", "is no form of a UID, which takes short"),
        ("{SeriesNumber:x}/{SeriesInstanceUID}", "is no form of a number"),
        ("{PatientID:short}/{SeriesInstanceUID}", "only dates, UIDs and whole numbers can"),
    ],
)
def test_what_no_layout_takes_is_refused_before_anything_is_sent(
    client: Client, server: ReferenceServer, tmp_path: Path, layout: str, sentence: str
) -> None:
    with pytest.raises(InvalidParameterError, match=sentence):
        client.download([MOUSE], tmp_path / "new", layout=layout)

    assert server.requests == []
    assert not (tmp_path / "new").exists()


def test_an_attribute_of_another_version_is_refused(client: Client, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterError, match=r"no attribute SliceThickness\(mm\)"):
        client.download([MOUSE], tmp_path, layout="{SliceThickness(mm)}/{SeriesInstanceUID}")
