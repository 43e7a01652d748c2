"""Downloads that bring what the series refer to: from a dose to its plan, the structures and the images."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from pydicom import dcmread

import nbia.v4
from nbia import AsyncClient, Client, DownloadReport
from nbia.events import DownloadStarted, Event, SeriesAdded, SeriesFinished
from tests.download.helpers import series_in_place
from tests.download.treatment import DOSE, HIDDEN, IMAGES, OF_HIDDEN, OF_REPORT, PLAN, REPORT, STATE, STRUCTURES
from tests.reference_server import Archive, ReferenceServer, faults


def downloaded(report: DownloadReport) -> list[tuple[str, str]]:
    """Return the series of a report, and how each ended."""
    return [(result.series_instance_uid, result.status) for result in report.results]


def test_a_dose_comes_with_its_plan_the_structures_and_the_images(treatment_client: Client, tmp_path: Path) -> None:
    report = treatment_client.download([DOSE], tmp_path, with_references=True)

    assert downloaded(report) == [(uid, "downloaded") for uid in (DOSE, PLAN, STRUCTURES, IMAGES)]
    assert report.is_complete
    assert sorted(series_in_place(tmp_path)) == sorted([DOSE, PLAN, STRUCTURES, IMAGES])
    assert treatment_client.references(tmp_path).missing == ()


def test_the_report_says_what_came_besides_and_why(treatment_client: Client, tmp_path: Path) -> None:
    report = treatment_client.download([OF_REPORT], tmp_path, with_references=True)

    assert report.notes == ("2 series were added, because others refer to them",)
    assert [result.notes for result in report.results] == [
        (),
        (f"{OF_REPORT} (PR) refers to it",),
        (f"{REPORT} (SR) refers to it",),
    ]
    assert report.totals.series == 3
    assert DownloadReport.load(tmp_path / "download-report.json") == report


def test_without_the_option_nothing_comes_besides(treatment_client: Client, tmp_path: Path) -> None:
    assert downloaded(treatment_client.download([DOSE], tmp_path)) == [(DOSE, "downloaded")]


def test_what_is_asked_for_anyway_comes_once(treatment_client: Client, tmp_path: Path) -> None:
    report = treatment_client.download([STATE, IMAGES, REPORT], tmp_path, with_references=True)

    assert downloaded(report) == [(uid, "downloaded") for uid in (STATE, IMAGES, REPORT)]
    assert report.notes == ()


def test_a_second_run_finds_all_of_it_and_asks_for_no_archive(
    treatment_client: Client, treatment_server: ReferenceServer, tmp_path: Path
) -> None:
    treatment_client.download([DOSE], tmp_path, with_references=True)
    treatment_server.reset()

    report = treatment_client.download([DOSE], tmp_path, with_references=True)

    assert downloaded(report) == [(uid, "present") for uid in (DOSE, PLAN, STRUCTURES, IMAGES)]
    assert treatment_server.requests == []


def test_what_is_damaged_of_it_is_repaired(treatment_client: Client, tmp_path: Path) -> None:
    treatment_client.download([STATE], tmp_path, with_references=True)
    next((tmp_path / IMAGES).glob("*.dcm")).unlink()

    report = treatment_client.download([STATE], tmp_path, with_references=True)

    assert downloaded(report) == [(STATE, "present"), (IMAGES, "repaired")]


def test_what_is_not_public_is_noted_and_the_download_is_complete(treatment_client: Client, tmp_path: Path) -> None:
    report = treatment_client.download([OF_HIDDEN], tmp_path, with_references=True)

    assert report.is_complete
    assert report.notes == (f"referred to, and not shown by the service: {HIDDEN} (of {OF_HIDDEN})",)


def test_a_series_that_fails_among_them_is_a_failure(
    treatment_client: Client, treatment_server: ReferenceServer, tmp_path: Path
) -> None:
    treatment_client.download([STATE], tmp_path)
    treatment_server.inject(faults.status(404), endpoint="getImageWithMD5Hash", times=None)

    report = treatment_client.download([STATE], tmp_path, with_references=True)

    assert downloaded(report) == [(STATE, "present"), (IMAGES, "failed")]
    assert not report.is_complete


def test_a_service_that_does_not_answer_ends_the_download_early(
    treatment_client: Client, treatment_server: ReferenceServer, tmp_path: Path
) -> None:
    treatment_client.download([DOSE], tmp_path)
    treatment_server.inject(faults.status(503), times=None)

    report = treatment_client.download([DOSE], tmp_path, with_references=True)

    assert downloaded(report) == [(DOSE, "present")]
    assert str(report.stopped).startswith("what the series refer to could not be found out:")
    assert not report.is_complete


def test_archives_are_read_as_well(treatment_client: Client, tmp_path: Path) -> None:
    report = treatment_client.download([DOSE], tmp_path, with_references=True, as_zip=True)

    assert downloaded(report) == [(uid, "downloaded") for uid in (DOSE, PLAN, STRUCTURES, IMAGES)]


def test_series_of_a_generator_bring_theirs(treatment_client: Client, tmp_path: Path) -> None:
    report = treatment_client.download((uid for uid in (STATE, OF_REPORT)), tmp_path, with_references=True)

    assert [uid for uid, _ in downloaded(report)] == [STATE, OF_REPORT, IMAGES, REPORT]
    assert report.is_complete


def test_series_of_which_only_counts_are_known_are_read(treatment_client: Client, tmp_path: Path) -> None:
    series = {
        "SeriesInstanceUID": STATE,
        "ImageCount": 1,
        "Collection": "Treatment",
        "LicenseName": "CC BY 4.0",
        "LicenseURI": "https://creativecommons.org/licenses/by/4.0/",
    }

    report = treatment_client.download([series], tmp_path, with_references=True)

    assert downloaded(report) == [(STATE, "downloaded"), (IMAGES, "downloaded")]


def test_a_template_over_attributes_has_a_place_for_them(treatment_client: Client, tmp_path: Path) -> None:
    treatment_client.download([STATE], tmp_path, with_references=True, layout="{Modality}/{SeriesInstanceUID}")

    assert (tmp_path / "CT" / IMAGES).is_dir()


def test_events_tell_of_the_series_that_are_added(treatment_client: Client, tmp_path: Path) -> None:
    events: list[Event] = []

    treatment_client.download([STATE], tmp_path, with_references=True, progress=events.append)

    assert [type(event) for event in events if isinstance(event, DownloadStarted | SeriesAdded | SeriesFinished)] == [
        DownloadStarted,
        SeriesFinished,
        SeriesAdded,
        SeriesFinished,
    ]
    (added,) = [event for event in events if isinstance(event, SeriesAdded)]
    assert (added.series, added.images) == (1, 6)


def test_a_download_that_is_cancelled_looks_for_nothing_more(
    treatment_client: Client, treatment_server: ReferenceServer, tmp_path: Path
) -> None:
    cancel = threading.Event()

    def at_the_first(event: Event) -> None:
        if isinstance(event, SeriesFinished):
            cancel.set()

    report = treatment_client.download([STATE], tmp_path, with_references=True, progress=at_the_first, cancel=cancel)

    assert downloaded(report) == [(STATE, "downloaded")]
    assert report.stopped == "it was cancelled"


def test_without_pydicom_nothing_is_begun(
    treatment_client: Client, treatment_server: ReferenceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pydicom", None)

    with pytest.raises(ImportError, match=r"with_references=True needs pydicom"):
        treatment_client.download([STATE], tmp_path / "to", with_references=True)
    assert (treatment_server.requests, (tmp_path / "to").exists()) == ([], False)


def test_a_file_that_pydicom_cannot_read_is_noted(
    treatment_client: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    image = treatment_archive.images(REPORT)[0].path.read_bytes()
    treatment_client.download([REPORT], tmp_path)
    first = next((tmp_path / REPORT).glob("*.dcm"))
    was = first.stat()
    first.write_bytes(bytes(128) + b"DICM" + b"\xff" * (len(image) - 132))
    os.utime(first, ns=(was.st_atime_ns, was.st_mtime_ns))

    report = treatment_client.download([REPORT], tmp_path, with_references=True)

    assert downloaded(report) == [(REPORT, "present"), (IMAGES, "downloaded")]
    assert any(note.startswith(f"what series refer to is not wholly known: {first}") for note in report.notes)


@pytest.mark.parametrize("version", ["v1", "v4"])
@pytest.mark.anyio
async def test_the_asynchronous_client_brings_the_same(
    treatment_server: ReferenceServer, tmp_path: Path, version: str
) -> None:
    clients: dict[str, Callable[..., AsyncClient | nbia.v4.AsyncClient]] = {
        "v1": AsyncClient,
        "v4": nbia.v4.AsyncClient,
    }
    async with clients[version](base_url=treatment_server.url(version)) as client:
        report = await client.download([DOSE], tmp_path, with_references=True)

    assert downloaded(report) == [(uid, "downloaded") for uid in (DOSE, PLAN, STRUCTURES, IMAGES)]


def test_an_executor_brings_the_same(treatment_client: Client, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as executor:
        report = treatment_client.download([DOSE], tmp_path, with_references=True, executor=executor)

    assert downloaded(report) == [(uid, "downloaded") for uid in (DOSE, PLAN, STRUCTURES, IMAGES)]


def test_a_client_with_an_http_client_of_its_own_brings_the_same(
    treatment_server: ReferenceServer, tmp_path: Path
) -> None:
    with httpx.Client() as http, Client(base_url=treatment_server.base_url, http=http) as client:
        report = client.download([DOSE], tmp_path, with_references=True)

    assert downloaded(report) == [(uid, "downloaded") for uid in (DOSE, PLAN, STRUCTURES, IMAGES)]


def test_the_images_are_those_that_the_structures_name(treatment_client: Client, tmp_path: Path) -> None:
    treatment_client.download([STRUCTURES], tmp_path, with_references=True)

    on_disk = {dcmread(path).SOPInstanceUID for path in (tmp_path / IMAGES).glob("*.dcm")}
    (link,) = treatment_client.references(tmp_path)
    assert (link.images, len(on_disk)) == (6, 6)
