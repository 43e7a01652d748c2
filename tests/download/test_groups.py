"""Studies and patients as inputs: the service is asked for their series, and it is said how many these are."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas
import polars
import pytest

import nbia
import nbia.v4
from nbia import AsyncClient, Client, InvalidParameterError, RetryPolicy, events
from nbia_core.download.inputs.groups import Group
from tests.download.helpers import SMALL
from tests.reference_server import ReferenceServer, faults

STUDY = "1.3.6.1.4.1.9328.50.1.2"
"""A study of RIDER Pilot with three series."""
PATIENT = "0012"
"""A patient of VICTRE with two series."""
NONE = "1.3.6.1.4.1.9328.50.1.3"
"""A study that the service does not have."""


def uids(report: nbia.DownloadReport) -> set[str]:
    return {result.series_instance_uid for result in report.results}


def series_of(server: ReferenceServer, *, study: str | None = None, patient: str | None = None) -> set[str]:
    """Return the series of a study or patient as the archive has them."""
    with Client(base_url=server.base_url) as client:
        found = client.get_series(study_instance_uid=study, patient_id=patient)
    return {str(series.series_instance_uid) for series in found}


@pytest.fixture
def of_study(server: ReferenceServer) -> set[str]:
    found = series_of(server, study=STUDY)
    server.reset()
    return found


@pytest.fixture
def of_patient(server: ReferenceServer) -> set[str]:
    found = series_of(server, patient=PATIENT)
    server.reset()
    return found


@pytest.mark.parametrize(
    "as_input",
    [
        pytest.param(lambda client: client.get_patient_study(study_instance_uid=STUDY), id="records"),
        pytest.param(lambda client: client.get_patient_study(study_instance_uid=STUDY)[0], id="a record"),
        pytest.param(lambda client: client.get_patient_study(study_instance_uid=STUDY).to_pandas(), id="pandas"),
        pytest.param(lambda client: client.get_patient_study(study_instance_uid=STUDY).to_polars(), id="polars"),
        pytest.param(lambda client: {"StudyInstanceUID": STUDY}, id="a dictionary"),
        pytest.param(lambda client: [{"study_instance_uid": f" {STUDY} ", "PatientID": "x"}], id="dictionaries"),
        pytest.param(lambda client: pandas.Series([STUDY, STUDY], name="Study UID"), id="a column of pandas"),
        pytest.param(lambda client: polars.Series("StudyInstanceUID", [STUDY]), id="a column of polars"),
        pytest.param(lambda client: (row for row in [{"StudyInstanceUID": STUDY}]), id="a generator"),
    ],
)
def test_a_study_stands_for_its_series(
    client: Client, of_study: set[str], tmp_path: Path, as_input: Callable[[Client], nbia.Records[nbia.Study]]
) -> None:
    report = client.download(as_input(client), tmp_path)

    assert report.is_complete
    assert uids(report) == of_study
    assert [note.rpartition("study: ")[2] for note in report.notes] == ["3 series"]


@pytest.mark.parametrize(
    "as_input",
    [
        pytest.param(lambda client: client.get_patient(patient_id=PATIENT), id="records"),
        pytest.param(
            lambda client: client.get_patient_by_collection_and_modality("VICTRE", "MG")[:1], id="identifiers"
        ),
        pytest.param(lambda client: {"Patient ID": PATIENT, "Collection": "VICTRE"}, id="a dictionary"),
        pytest.param(lambda client: pandas.DataFrame({"Subject ID": [PATIENT], "Age": [50]}), id="pandas"),
        pytest.param(lambda client: pandas.Series([PATIENT], name="PatientID"), id="a column"),
    ],
)
def test_a_patient_stands_for_the_series_in_all_studies(
    client: Client, tmp_path: Path, as_input: Callable[[Client], nbia.Records[nbia.Patient]]
) -> None:
    report = client.download(as_input(client), tmp_path)

    assert report.is_complete
    assert len(report.results) == 2
    assert report.notes == ("1 patient: 2 series",)


def test_a_table_of_studies_stands_for_their_series(client: Client, of_study: set[str], tmp_path: Path) -> None:
    (tmp_path / "studies.csv").write_text(f"StudyInstanceUID\n{STUDY}\n{NONE}\n")

    report = client.download(tmp_path / "studies.csv", tmp_path / "to")

    assert {result.series_instance_uid for result in report.complete} == of_study
    assert report.notes == ("2 studies: 3 series",)


def test_a_manifest_that_lists_studies_like_series_is_understood(
    client: Client, of_study: set[str], tmp_path: Path
) -> None:
    (tmp_path / "cart.tcia").write_text(f"ListOfSeriesToDownload=\n{STUDY}\n{SMALL}\n")

    report = client.download(tmp_path / "cart.tcia", tmp_path / "to")

    assert report.is_complete
    assert uids(report) == {SMALL, *of_study}
    assert report.notes == (f"{STUDY} is a study: 3 series",)
    assert report.not_tried == 0


def test_the_series_of_such_a_study_count_once_and_no_more_than_wanted(
    client: Client, of_study: set[str], tmp_path: Path
) -> None:
    first, *_ = sorted(of_study)
    cart, study = tmp_path / "cart.tcia", tmp_path / "study.tcia"
    cart.write_text(f"ListOfSeriesToDownload=\n{STUDY}\n{first}\n")
    study.write_text(f"ListOfSeriesToDownload=\n{STUDY}\n")

    all_of_it = client.download(cart, tmp_path / "all", workers=1)
    two_of_it = client.download(study, tmp_path / "two", limit=2)
    plan = client.download(study, tmp_path / "two", limit=2, dry_run=True)

    assert sorted(result.series_instance_uid for result in all_of_it.results) == sorted(of_study)
    assert (len(two_of_it.results), two_of_it.not_tried, two_of_it.is_complete) == (2, 0, True)
    assert len(plan.series) == 2


def test_such_a_manifest_is_understood_by_an_executor_too(client: Client, of_study: set[str], tmp_path: Path) -> None:
    (tmp_path / "cart.tcia").write_text(f"ListOfSeriesToDownload=\n{STUDY}\n{SMALL}\n")

    with ThreadPoolExecutor(2) as executor:
        report = client.download(tmp_path / "cart.tcia", tmp_path / "to", executor=executor)

    assert report.is_complete
    assert uids(report) == {SMALL, *of_study}


def test_an_executor_forgets_with_a_download_that_a_list_had_no_studies(
    client: Client, of_study: set[str], tmp_path: Path
) -> None:
    unknown, cart = tmp_path / "unknown.tcia", tmp_path / "cart.tcia"
    unknown.write_text("ListOfSeriesToDownload=\n1.2.3\n")
    cart.write_text(f"ListOfSeriesToDownload=\n{STUDY}\n")

    with ThreadPoolExecutor(1) as executor:
        client.download(unknown, tmp_path / "to", executor=executor)
        report = client.download(cart, tmp_path / "to", executor=executor)

    assert uids(report) == of_study


def test_a_list_of_unknown_series_costs_one_question_more_in_all(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (tmp_path / "cart.tcia").write_text(
        "ListOfSeriesToDownload=\n" + "".join(f"1.2.{number}\n" for number in range(20))
    )

    from_a_file = client.download(tmp_path / "cart.tcia", tmp_path / "one")
    asked = len(server.requests)
    from_python = client.download([f"1.2.{number}" for number in range(20)], tmp_path / "two")

    assert (len(from_a_file.failed), asked) == (20, 21)
    assert (len(from_python.failed), len(server.requests) - asked) == (20, 20)


def test_studies_patients_and_series_may_be_mixed_and_each_series_counts_once(
    client: Client, of_study: set[str], of_patient: set[str], tmp_path: Path
) -> None:
    first = min(of_study)
    what: list[str | nbia.Study | dict[str, str]] = [
        first,
        *client.get_patient_study(study_instance_uid=STUDY),
        {"PatientID": PATIENT},
        {"PatientID": PATIENT},
    ]

    report = client.download(what, tmp_path)

    assert report.is_complete
    assert len(report.results) == 5
    assert uids(report) == of_study | of_patient
    assert report.results[0].series_instance_uid == first
    assert report.duplicates == 2
    assert report.notes == ("1 study and 1 patient: 5 series",)


def test_a_study_without_series_is_named(client: Client, tmp_path: Path) -> None:
    report = client.download([{"StudyInstanceUID": NONE}, SMALL], tmp_path)

    (failed,) = report.failed
    assert (failed.series_instance_uid, failed.reason) == (
        f"study {NONE}",
        f"The service has no series of study {NONE}.",
    )
    assert len(report.complete) == 1


def test_what_is_asked_for_a_patient_is_narrowed_by_the_collection_of_the_record(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([{"PatientID": PATIENT, "Collection": "VICTRE"}], tmp_path, dry_run=True)

    assert [request.parameters for request in server.requests] == [{"PatientID": PATIENT, "Collection": "VICTRE"}]


def test_a_patient_of_two_collections_is_taken_whole_and_that_is_said(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(
        faults.rewritten(lambda body: body.replace(b'"VICTRE"', b'"OTHER"', 1)), endpoint="getSeries", times=1
    )

    plan = client.download([{"PatientID": PATIENT}], tmp_path, dry_run=True)

    assert plan.notes == (
        "1 patient: 2 series",
        f"patient {PATIENT} is in 2 collections, and all of these were taken: OTHER, VICTRE",
    )


def test_series_of_others_are_not_taken(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.rewritten(lambda body: body.replace(b'"0012"', b'"0099"')), endpoint="getSeries", times=None)

    with pytest.raises(nbia.AnswerError, match=f"asked for the series of patient {PATIENT}, and answered with others"):
        client.download({"PatientID": PATIENT}, tmp_path / "to")

    assert not (tmp_path / "to").exists()


def test_a_row_without_a_uid_is_no_series(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    rows = [{"PatientID": PATIENT}, {"PatientID": PATIENT, "SeriesInstanceUID": SMALL}]
    server.inject(faults.replaced(json.dumps(rows).encode()), endpoint="getSeries")

    report = client.download({"PatientID": PATIENT}, tmp_path)

    assert uids(report) == {SMALL}


def test_a_service_that_does_not_say_which_series_there_are_ends_the_download_before_it_begins(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(500), endpoint="getSeries", times=None)

    with pytest.raises(nbia.ServerFailureError):
        client.download({"StudyInstanceUID": STUDY}, tmp_path / "to")

    assert not (tmp_path / "to").exists()


def test_a_study_of_a_generator_that_nobody_knows_of_fails_alone(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    server.inject(faults.status(500), endpoint="getSeries", times=4)

    report = client.download(iter([{"StudyInstanceUID": STUDY}, {"PatientID": PATIENT}]), tmp_path, workers=1)

    assert [result.series_instance_uid for result in report.failed] == [f"study {STUDY}"]
    assert "Nobody knows which series it has: " in str(report.failed[0].reason)
    assert len(report.complete) == 2


def test_a_failure_that_passes_is_waited_for(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    server.inject(faults.status(503), endpoint="getSeries", times=2)

    assert client.download({"StudyInstanceUID": STUDY}, tmp_path).is_complete


def test_a_limit_counts_series_and_no_more_studies_are_asked_about(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    studies = [{"StudyInstanceUID": STUDY}, *({"StudyInstanceUID": f"1.2.{number}"} for number in range(50))]

    plan = client.download(studies, tmp_path, limit=2, workers=1, dry_run=True)

    assert len(plan.series) == 2
    assert len(server.requests) < 10


def test_it_is_told_before_the_download_begins(client: Client, tmp_path: Path) -> None:
    told: list[events.Event] = []

    client.download([{"StudyInstanceUID": STUDY}, {"PatientID": PATIENT}], tmp_path, progress=told.append)

    assert told[:4] == [
        events.Planning(asked=0, total=2, what="studies and patients"),
        events.Planning(asked=1, total=2, what="studies and patients"),
        events.Planning(asked=2, total=2, what="studies and patients"),
        events.Resolved(studies=1, patients=1, series=5, words="1 study and 1 patient: 5 series"),
    ]
    assert isinstance(told[4], events.DownloadStarted)
    assert told[4].series == 5


def test_a_download_that_was_cancelled_asks_nothing(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()

    report = client.download([{"StudyInstanceUID": STUDY}], tmp_path, cancel=cancel)
    plan = client.download([{"StudyInstanceUID": STUDY}], tmp_path, cancel=cancel, dry_run=True)

    assert (report.stopped, report.results) == ("it was cancelled", ())
    assert (plan.stopped, plan.is_feasible) == ("it was cancelled", False)


@pytest.mark.anyio
async def test_an_asynchronous_client_takes_studies_too(
    async_client: AsyncClient, of_study: set[str], tmp_path: Path
) -> None:
    async with async_client as client:
        report = await client.download(await client.get_patient_study(study_instance_uid=STUDY), tmp_path)

    assert uids(report) == of_study


def test_version_4_takes_studies_and_patients_too(
    server: ReferenceServer, of_study: set[str], of_patient: set[str], quick_retries: RetryPolicy, tmp_path: Path
) -> None:
    with nbia.v4.Client(base_url=server.url("v4"), retries=quick_retries) as client:
        studies = client.get_patient_study(study_instance_uid=STUDY)
        report = client.download([*studies, *client.get_patient(patient_id=PATIENT)], tmp_path)

    assert report.is_complete
    assert uids(report) == of_study | of_patient


def test_patients_that_a_table_took_for_numbers_are_asked_for_as_texts(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    report = client.download(pandas.DataFrame({"PatientID": [1418053792.0]}), tmp_path)

    assert report.is_complete
    assert server.requests[0].parameters == {"PatientID": "1418053792"}


@pytest.mark.parametrize(
    ("what", "complaint"),
    [
        ({"StudyInstanceUID": "abc"}, "a DICOM UID has digits and dots only"),
        ([{"StudyInstanceUID": None}], r"what\[0\], counted from 0, names no study: it has None"),
        ([{"StudyInstanceUID": STUDY}, {"PatientID": ""}], r"what\[1\], counted from 0, names no patient"),
        ([{"PatientID": 1.5}], "names no patient: it has 1.5"),
        (pandas.DataFrame({"PatientID": ["0012", None]}), r"what\[1\], counted from 0, names no patient"),
        ({"StudyInstanceUID": STUDY, "SOPInstanceUID": "1.2"}, "without the key SeriesInstanceUID"),
        ([{"SeriesInstanceUID": None, "StudyInstanceUID": STUDY}], r"what\[0\], counted from 0, names no series"),
        ({"Modality": "CT"}, "without the key SeriesInstanceUID"),
    ],
)
def test_what_names_no_study_or_patient_is_refused_before_anything_is_sent(
    client: Client, server: ReferenceServer, tmp_path: Path, what: nbia.Manifest, complaint: str
) -> None:
    with pytest.raises(InvalidParameterError, match=complaint):
        client.download(what, tmp_path / "to")

    assert server.requests == []


def test_a_group_can_be_given_as_a_manifest_has_it(client: Client, tmp_path: Path) -> None:
    plan = client.download([Group(study_instance_uid=STUDY)], tmp_path, dry_run=True)

    assert len(plan.series) == 3


@pytest.mark.parametrize("names", [{}, {"collection": "VICTRE"}, {"study_instance_uid": STUDY, "patient_id": PATIENT}])
def test_a_group_is_a_study_or_a_patient(names: dict[str, str]) -> None:
    with pytest.raises(InvalidParameterError, match="either a study or a patient"):
        Group(**names)
