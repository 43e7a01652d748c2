"""Downloads are the same whatever version of the API they speak: versions 1, 2 and 4 put the same files in place."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import nbia
import nbia.v1
import nbia.v2
import nbia.v4
from nbia import Login, RetryPolicy
from tests.download.archives import members_of
from tests.download.helpers import MOUSE, SEVERAL, SMALL, kept_archives, tree, undisturbed
from tests.reference_server import ReferenceServer, faults

ARCHIVE_ENDPOINTS = ("getImage", "getImageWithMD5Hash")


@pytest.fixture(params=["v1", "v2", "v4"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def any_client(server: ReferenceServer, quick_retries: RetryPolicy, version: str) -> Iterator[Any]:
    """A client of each version, logged in where nothing is shown otherwise."""
    options: dict[str, Any] = {"base_url": server.url(version), "retries": quick_retries, "timeout": 10}
    if version == "v2":
        options["login"] = Login.guest
    with getattr(nbia, version).Client(**options) as client:
        yield client


def archives_asked_for(server: ReferenceServer) -> int:
    """Return how many archives were asked for, those for a licence among them."""
    return sum(request.endpoint in ARCHIVE_ENDPOINTS for request in server.requests)


@pytest.mark.parametrize("as_zip", [False, True])
def test_every_version_puts_the_same_files_in_place(
    server: ReferenceServer, any_client: Any, tmp_path: Path, as_zip: bool
) -> None:
    report = any_client.download(SEVERAL, tmp_path, as_zip=as_zip)

    assert report.is_complete
    assert sum(result.verified for result in report.results) == 18
    assert (kept_archives if as_zip else tree)(tmp_path) == undisturbed(server, *SEVERAL)


@pytest.mark.parametrize("as_zip", [False, True])
def test_what_is_complete_is_not_asked_for_again(
    server: ReferenceServer, any_client: Any, tmp_path: Path, as_zip: bool
) -> None:
    any_client.download(SEVERAL, tmp_path, as_zip=as_zip)
    server.reset()

    report = any_client.download([*SEVERAL, SMALL], tmp_path, as_zip=as_zip)

    assert [result.status for result in report.results] == ["present"] * len(SEVERAL)
    assert server.requests == []


@pytest.mark.parametrize("as_zip", [False, True])
def test_what_was_downloaded_is_verified(any_client: Any, tmp_path: Path, as_zip: bool) -> None:
    any_client.download(SEVERAL, tmp_path, as_zip=as_zip)

    report = nbia.verify(tmp_path)

    assert report.is_complete


def test_what_another_program_unpacked_is_taken_over(server: ReferenceServer, any_client: Any, tmp_path: Path) -> None:
    any_client.download(SEVERAL, tmp_path)
    shutil.rmtree(tmp_path / ".nbia")
    server.reset()

    report = any_client.download(SEVERAL, tmp_path)

    assert [result.status for result in report.results] == ["adopted"] * len(SEVERAL)
    assert archives_asked_for(server) == 0


def test_a_licence_that_was_never_there_is_asked_for_alone(
    server: ReferenceServer, any_client: Any, tmp_path: Path
) -> None:
    any_client.download(MOUSE, tmp_path)
    (tmp_path / MOUSE / "LICENSE").unlink()
    shutil.rmtree(tmp_path / ".nbia")
    server.reset()

    report = any_client.download(MOUSE, tmp_path)

    assert [result.status for result in report.results] == ["adopted"]
    assert [request.parameters for request in server.requests if request.endpoint in ARCHIVE_ENDPOINTS] == [
        {"SeriesInstanceUID": MOUSE}
    ]
    assert tree(tmp_path) == undisturbed(server, MOUSE)


def test_a_damaged_image_is_repaired(server: ReferenceServer, any_client: Any, tmp_path: Path) -> None:
    any_client.download(MOUSE, tmp_path)
    (tmp_path / MOUSE / "00000003.dcm").write_bytes(b"damaged")

    report = any_client.download(MOUSE, tmp_path)

    assert [result.status for result in report.results] == ["repaired"]
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("fault", [faults.wrong_md5(), faults.damaged_image(), faults.cut(2000), faults.status(503)])
def test_a_fault_that_passes_leaves_nothing_behind(
    server: ReferenceServer, any_client: Any, version: str, tmp_path: Path, fault: faults.Fault
) -> None:
    hashed = "getImage" if version == "v4" else "getImageWithMD5Hash"
    server.inject(fault, endpoint=f"{version}/{hashed}")

    report = any_client.download(MOUSE, tmp_path)

    assert [(result.status, result.tries) for result in report.results] == [("downloaded", 2)]
    assert tree(tmp_path) == undisturbed(server, MOUSE)


@pytest.mark.parametrize("names", ["SOPInstanceUID", "InstanceNumber"])
def test_images_get_the_names_that_were_asked_for(any_client: Any, tmp_path: Path, names: str) -> None:
    report = any_client.download(MOUSE, tmp_path, file_names=names)

    assert report.is_complete
    assert not (tmp_path / MOUSE / "00000001.dcm").exists()
    assert nbia.verify(tmp_path).is_complete


def test_a_layout_by_patients_takes_the_words_of_any_version(any_client: Any, tmp_path: Path) -> None:
    (series,) = any_client.get_series(series_instance_uid=MOUSE)

    report = any_client.download([series], tmp_path, layout="patient")

    assert report.is_complete
    place = tmp_path / series.collection / series.patient_id / series.study_instance_uid / MOUSE
    assert report.results[0].path == place


def test_the_table_has_the_columns_of_the_version(any_client: Any, tmp_path: Path) -> None:
    any_client.download(any_client.get_series(series_instance_uid=MOUSE), tmp_path)

    with (tmp_path / "metadata.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    (series,) = any_client.get_series(series_instance_uid=MOUSE)
    assert row["SeriesInstanceUID"] == MOUSE
    assert series.patient_id in row.values()
    assert series.collection == row["Collection"]


def test_the_table_is_a_list_to_download(any_client: Any, tmp_path: Path) -> None:
    any_client.download(SEVERAL[:2], tmp_path / "first")

    report = any_client.download(tmp_path / "first" / "metadata.csv", tmp_path / "second")

    assert report.is_complete
    assert len(report.results) == 2


def test_a_download_of_version_1_is_gone_on_with(
    client: nbia.v1.Client, server: ReferenceServer, any_client: Any, tmp_path: Path
) -> None:
    client.download(SEVERAL[:3], tmp_path)

    report = any_client.download(SEVERAL, tmp_path)

    assert [result.status for result in report.results] == ["present"] * 3 + ["downloaded"] * 3
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)
    assert nbia.verify(tmp_path).is_complete


def test_version_1_goes_on_with_a_download_of_any_version(
    client: nbia.v1.Client, server: ReferenceServer, any_client: Any, tmp_path: Path
) -> None:
    any_client.download(SEVERAL[:3], tmp_path)

    report = client.download(SEVERAL, tmp_path)

    assert [result.status for result in report.results] == ["present"] * 3 + ["downloaded"] * 3
    assert tree(tmp_path) == undisturbed(server, *SEVERAL)


def test_a_table_of_another_version_to_which_somebody_added_a_column_is_kept(
    client: nbia.v1.Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download(SEVERAL[:1], tmp_path)
    table = tmp_path / "metadata.csv"
    lines = table.read_text().splitlines()
    changed = "\n".join([lines[0].replace("DownloadPath", "Sharp,DownloadPath"), *lines[1:], ""])
    table.write_text(changed)

    with nbia.v4.Client(base_url=server.url("v4")) as version_4:
        version_4.download(SEVERAL[:2], tmp_path)

    assert table.read_text() == changed
    assert (tmp_path / "nbia-metadata.csv").is_file()


def test_kept_archives_of_version_4_hold_their_licence(server: ReferenceServer, tmp_path: Path) -> None:
    with nbia.v4.Client(base_url=server.url("v4")) as client:
        client.download(MOUSE, tmp_path, as_zip=True)

    assert "LICENSE" in members_of((tmp_path / f"{MOUSE}.zip").read_bytes())
