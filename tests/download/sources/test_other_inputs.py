"""Other sources together with what else a download takes: studies, limits, references, plans, layouts of other programs."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from nbia import Client, InvalidParameterError
from tests.download.helpers import MOUSE, SEVERAL, SMALL, VICTRE
from tests.download.sources.bucket_server import BucketServer
from tests.download.sources.buckets import BUCKET, files_of, row_of, write_index, write_names
from tests.download.treatment import DOSE, IMAGES, PLAN, STRUCTURES
from tests.reference_server import ReferenceServer, faults

BOTH = ("nbia", "idc")


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


def test_without_the_service_a_study_is_refused(
    client: Client, server: ReferenceServer, buckets: BucketServer, index: Path, tmp_path: Path
) -> None:
    with pytest.raises(InvalidParameterError, match="idc is not asked which series"):
        client.download(
            {"StudyInstanceUID": "1.2.3"}, tmp_path / "to", source="idc", index=index, source_url=buckets.url
        )

    assert not (tmp_path / "to").exists()


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
