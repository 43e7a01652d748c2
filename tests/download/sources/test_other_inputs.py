"""Other sources together with what else a download takes: studies, limits, references, plans, layouts of other programs."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import nbia.idc
from nbia import Client, DownloadPlan, RetryPolicy, ServerFailureError
from tests.download.helpers import MOUSE, SEVERAL, SMALL, VICTRE
from tests.download.sources.bucket_server import BucketServer
from tests.download.sources.buckets import BUCKET, DOI, files_of, row_of, write_index, write_names
from tests.download.treatment import DOSE, IMAGES, PLAN, STRUCTURES
from tests.reference_server import ReferenceServer, faults

BOTH = ("nbia", "idc")
WITHDRAWN = "1.2.4"
"""A series that the index has, and the service has not."""


def test_a_plan_says_what_the_index_says_and_asks_nobody(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    plan = client.download(
        [MOUSE, "1.2.3"], tmp_path, source="idc", index=index, source_url=buckets.url, layout="patient", dry_run=True
    )

    known, unknown = plan.series
    assert (known.images, known.size, unknown.images) == (8, 76_252, None)
    assert known.url.startswith(f"{buckets.url}/{BUCKET}/")
    assert "MA0417" in str(known.path)
    assert any(note.startswith("the index of idc is of release 25") for note in plan.notes)
    assert (server.requests, buckets.requests) == ([], [])


def test_records_of_the_index_come_from_its_source(buckets: BucketServer, index: Path, tmp_path: Path) -> None:
    with nbia.idc.Client(index=index) as client:
        series = client.get_series(series_instance_uid=MOUSE)
        report = client.download(series, tmp_path, source_url=buckets.url)

    (result,) = report.results
    assert (result.status, result.source, result.images) == ("downloaded", "idc", 8)


def test_a_plan_goes_on_with_the_next_source(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    server.inject(faults.status(404), times=None)

    plan = client.download(
        SEVERAL, tmp_path, source=BOTH, index=index, source_url=buckets.url, layout="patient", dry_run=True
    )

    assert plan.is_feasible
    assert plan.images == 18
    assert len({series.path for series in plan.series if series.path is not None}) == 5


def test_a_study_is_resolved_by_the_service(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    series = server.archive.series(SMALL)
    assert series is not None

    report = client.download(
        {"StudyInstanceUID": series.study_uid}, tmp_path, source=BOTH, index=index, source_url=buckets.url
    )

    assert report.is_complete
    assert SMALL in {result.series_instance_uid for result in report.results}


def test_a_plan_says_from_which_source_each_series_would_come(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    rows = [row_of(server.archive, MOUSE), row_of(server.archive, VICTRE, SeriesInstanceUID=WITHDRAWN)]
    index = write_index(tmp_path / "index.parquet", rows)

    first = client.download([MOUSE, SMALL, WITHDRAWN, "1.2.3"], tmp_path / "to", source=BOTH, index=index, dry_run=True)
    other = client.download([MOUSE, SMALL, "1.2.3"], tmp_path / "to", source="idc,nbia", index=index, dry_run=True)

    assert [series.source for series in first.series] == ["nbia", "nbia", "idc", None]
    assert [series.source for series in other.series] == ["idc", "nbia", None]
    assert [series.series_instance_uid for series in first.unknown] == ["1.2.3"]
    assert f"From nbia ({server.base_url}): 2 series, 10 images" in str(first)
    assert "From idc: 1 series, 5 images" in str(first)


@pytest.mark.parametrize(
    "group", ["study", "patient", "in other case", "patient of a collection", "patient of a short name"]
)
def test_the_index_says_which_series_a_study_or_patient_has(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path, group: str
) -> None:
    series = server.archive.series(MOUSE)
    assert series is not None
    patient = {"PatientID": series.patient_id}
    groups: dict[str, dict[str, str]] = {
        "study": {"StudyInstanceUID": series.study_uid},
        "patient": patient,
        "in other case": {"PatientID": series.patient_id.lower(), "Collection": "mouse-ASTROCYTOMA"},
        "patient of a collection": {**patient, "Collection": "Mouse-Astrocytoma"},
        "patient of a short name": {**patient, "Collection": "mouse_astrocytoma"},
    }

    report = client.download(groups[group], tmp_path, source="idc", index=index, source_url=buckets.url)

    assert [(result.series_instance_uid, result.source) for result in report.complete] == [(MOUSE, "idc")]
    assert server.requests == []


def test_a_patient_of_another_collection_is_nowhere_in_the_index(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    series = server.archive.series(MOUSE)
    assert series is not None
    wanted = {"PatientID": series.patient_id, "Collection": "VICTRE"}

    report = client.download(wanted, tmp_path, source="idc", index=index, source_url=buckets.url)

    assert [result.status for result in report.results] == ["failed"]
    assert "has no series of patient" in str(report.results[0].reason)


def test_a_study_comes_from_the_bucket_when_the_service_has_ended(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    series = server.archive.series(MOUSE)
    assert series is not None
    server.inject(faults.status(404), times=None)

    report = client.download(
        {"StudyInstanceUID": series.study_uid}, tmp_path, source=BOTH, index=index, source_url=buckets.url
    )

    assert [(result.series_instance_uid, result.source) for result in report.complete] == [(MOUSE, "idc")]


def test_a_study_is_asked_for_where_the_service_does_not_say_that_it_has_ended(
    server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    server.inject(faults.status(500), times=None)

    with (
        Client(base_url=server.base_url, retries=RetryPolicy(attempts=1)) as client,
        pytest.raises(ServerFailureError),
    ):
        client.download(
            {"StudyInstanceUID": "1.2.3"}, tmp_path / "to", source=BOTH, index=index, source_url=buckets.url
        )


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("source", ["idc", "nbia,idc"])
def test_a_list_of_another_program_may_name_studies_of_the_index(
    client: Client,
    server: ReferenceServer,
    buckets: BucketServer,
    index: Path,
    tmp_path: Path,
    source: str,
    dry_run: bool,
) -> None:
    series = server.archive.series(MOUSE)
    assert series is not None
    (tmp_path / "list.tcia").write_text(f"ListOfSeriesToDownload=\n{series.study_uid}\n{SMALL}\n", encoding="utf-8")
    server.inject(faults.status(404), endpoint="getSeries", times=None)

    result = client.download(
        tmp_path / "list.tcia", tmp_path / "to", source=source, index=index, source_url=buckets.url, dry_run=dry_run
    )

    listed = result.series if isinstance(result, DownloadPlan) else result.complete
    assert {each.series_instance_uid for each in listed} == {MOUSE, SMALL}
    assert f"{series.study_uid} is a study: 1 series" in result.notes


@pytest.mark.parametrize(
    ("source", "is_file", "requests"), [("nbia,idc", False, 30), ("nbia,idc", True, 31), ("idc", True, 0)]
)
def test_series_that_are_nowhere_cost_one_request_each_at_the_service(
    client: Client,
    server: ReferenceServer,
    buckets: BucketServer,
    index: Path,
    tmp_path: Path,
    source: str,
    is_file: bool,
    requests: int,
) -> None:
    uids = [f"1.2.{number}" for number in range(30)]
    (tmp_path / "list.txt").write_text("\n".join(uids), encoding="utf-8")

    report = client.download(
        tmp_path / "list.txt" if is_file else uids, tmp_path / "to", source=source, index=index, source_url=buckets.url
    )

    assert len(report.failed) == 30
    assert (len(server.requests), buckets.requests) == (requests, [])


def test_series_of_the_bucket_are_cited_by_what_the_index_says(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    report = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url)

    (citation,) = report.citations
    assert (citation.doi, citation.series) == (DOI, 1)
    assert citation.license_name == "Creative Commons Attribution 4.0 International License"
    assert DOI in (tmp_path / "CITATION.txt").read_text(encoding="utf-8")


def test_references_are_followed_though_the_service_has_ended(
    treatment_client: Client, treatment_server: ReferenceServer, tmp_path: Path
) -> None:
    archive = treatment_server.archive
    index = write_index(tmp_path / "index.parquet", [row_of(archive, uid) for uid in (STRUCTURES, IMAGES)])
    treatment_server.inject(faults.status(404), times=None)

    with BucketServer({BUCKET: files_of(archive, (STRUCTURES, IMAGES))}) as buckets:
        report = treatment_client.download(
            [STRUCTURES], tmp_path / "to", source=BOTH, index=index, source_url=buckets.url, with_references=True
        )

    assert [result.series_instance_uid for result in report.complete] == [STRUCTURES, IMAGES]
    assert report.stopped is None
    assert any(note.startswith("what series refer to was looked for on disk alone: ") for note in report.notes)


@pytest.mark.parametrize(("source", "is_stopped"), [("idc", False), ("idc,nbia", True)])
def test_a_service_that_fails_ends_only_a_download_that_needs_it(
    treatment_server: ReferenceServer, tmp_path: Path, source: str, is_stopped: bool
) -> None:
    archive = treatment_server.archive
    index = write_index(tmp_path / "index.parquet", [row_of(archive, uid) for uid in (STRUCTURES, IMAGES)])
    treatment_server.inject(faults.status(500), times=None)

    with (
        BucketServer({BUCKET: files_of(archive, (STRUCTURES, IMAGES))}) as buckets,
        Client(base_url=treatment_server.base_url, retries=RetryPolicy(attempts=1)) as client,
    ):
        report = client.download(
            [STRUCTURES], tmp_path / "to", source=source, index=index, source_url=buckets.url, with_references=True
        )

    assert (report.stopped is not None) == is_stopped


def test_a_limit_leaves_the_rest_of_a_generator_alone(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    endless = itertools.cycle([SMALL, VICTRE])

    report = client.download(endless, tmp_path, source="idc", index=index, source_url=buckets.url, limit=2)

    assert [result.series_instance_uid for result in report.complete] == [SMALL, VICTRE]


def test_the_tree_of_the_retriever_takes_series_of_a_bucket(
    client: Client, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    write_names(index.parent, {"mouse_astrocytoma": "Mouse-Astrocytoma"}, {})

    report = client.download([MOUSE], tmp_path, source="idc", index=index, source_url=buckets.url, layout="retriever")

    assert report.is_complete
    assert len(list(tmp_path.glob("Mouse-Astrocytoma/MA0417/*/*/1-*.dcm"))) == 8


def test_what_series_refer_to_comes_from_the_bucket_too(
    treatment_client: Client, treatment_server: ReferenceServer, tmp_path: Path
) -> None:
    wanted = (DOSE, PLAN, STRUCTURES, IMAGES)
    archive = treatment_server.archive
    index = write_index(tmp_path / "index.parquet", [row_of(archive, uid) for uid in wanted])

    with BucketServer({BUCKET: files_of(archive, wanted)}) as buckets:
        report = treatment_client.download(
            [DOSE], tmp_path / "to", source="idc", index=index, source_url=buckets.url, with_references=True
        )

    assert [(result.series_instance_uid, result.source) for result in report.complete] == [
        (uid, "idc") for uid in wanted
    ]
