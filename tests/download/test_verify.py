"""A download is verified offline: against its state, or against the lists of hashes that lie beside the images."""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from msgspec import structs

from nbia import errors
from nbia_core.download.check.verify import SeriesVerified, VerificationFailedError, VerifyReport, verify
from nbia_core.download.disk.state import State, state_path
from tests.download.archives import dicom, series, streamed
from tests.download.stored_series import UID, downloaded, real_images, remembered, store

OTHER: Final = "1.3.6.1.4.1.9328.50.1.5"
ONE: Final = "00000001.dcm"


def destination(root: Path) -> Path:
    """Make a destination with two series: one as a folder, one as an archive."""
    store(root / "RIDER" / UID, downloaded(3))
    (root / f"{OTHER}.zip").write_bytes(streamed(downloaded(2)))
    archive = structs.replace(remembered(root, f"{OTHER}.zip", OTHER), images=2, size=1464, verified=2)
    with State(root) as state:
        state.put(remembered(root, f"RIDER/{UID}"))
        state.put(archive)
    return root


def check(path: Path) -> VerifyReport:
    """Verify without reading headers, because the images of these series have none."""
    return verify(path, headers=False)


def statuses(report: VerifyReport) -> dict[str, str]:
    return {result.series_instance_uid or result.path.name: result.status for result in report.results}


def everything(root: Path) -> dict[Path, tuple[int, bytes]]:
    """Return all files with their times."""
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in root.rglob("*") if path.is_file()}


def known_series(root: Path) -> Path:
    """Return the folder of a series that the state remembers."""
    return destination(root) / "RIDER" / UID


def unknown_series(root: Path) -> Path:
    """Return the folder of a series of another program."""
    return store(root / UID, downloaded(3))


@pytest.mark.parametrize("place", [known_series, unknown_series])
def test_files_and_folders_of_others_within_a_series_are_none_of_its_images(
    tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    folder = place(tmp_path)
    for name in ("mask.nii.gz", "a.png", "empty.dcm", "._00000001.dcm"):
        (folder / name).write_bytes(b"")
    store(folder / "segmentation" / "deeper", {"1.dcm": dicom(1), "mask.nii": b"mine"})

    assert check(tmp_path).problems == ()


def test_a_series_within_the_folder_of_another_is_found_by_its_name_or_its_list(tmp_path: Path) -> None:
    store(tmp_path / UID, downloaded(3))
    store(tmp_path / UID / OTHER, {"1.dcm": dicom(1)})
    store(tmp_path / UID / "copy", downloaded(2))

    report = check(tmp_path)

    assert statuses(report) == {UID: "complete", OTHER: "not verifiable", "copy": "complete"}


def test_a_download_that_is_unchanged_is_complete(tmp_path: Path) -> None:
    report = check(destination(tmp_path))

    assert report.is_complete
    assert report.problems == ()
    assert statuses(report) == {UID: "complete", OTHER: "complete"}
    assert [result.images for result in report.results] == [3, 2]
    assert [result.expected_images for result in report.results] == [3, 2]
    assert report.unknown == ()
    report.raise_for_failures()


def test_nothing_is_written(tmp_path: Path) -> None:
    before = everything(destination(tmp_path))

    check(tmp_path)

    assert everything(tmp_path) == before


def lose_image(root: Path) -> None:
    (root / "RIDER" / UID / ONE).unlink()


def damage_image(root: Path) -> None:
    (root / "RIDER" / UID / ONE).write_bytes(dicom(9))


def add_image(root: Path) -> None:
    (root / "RIDER" / UID / "00000004.dcm").write_bytes(dicom(4))


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (lose_image, "00000001.dcm is missing"),
        (damage_image, "00000001.dcm is damaged"),
        (add_image, "00000004.dcm does not belong to it"),
    ],
)
def test_a_series_that_was_changed_is_damaged(tmp_path: Path, harm: Callable[[Path], None], problem: str) -> None:
    harm(destination(tmp_path))

    report = check(tmp_path)

    assert statuses(report) == {UID: "damaged", OTHER: "complete"}
    assert not report.is_complete
    assert any(line.startswith(f"{UID}: {problem}") for line in report.problems)


def test_a_series_whose_place_is_empty_is_missing(tmp_path: Path) -> None:
    (destination(tmp_path) / f"{OTHER}.zip").unlink()

    assert statuses(check(tmp_path)) == {UID: "complete", OTHER: "missing"}


def test_a_series_that_was_accepted_although_it_is_wrong_is_disputed_and_no_failure(tmp_path: Path) -> None:
    store(tmp_path / UID, downloaded(3))
    with State(tmp_path) as state:
        state.put(structs.replace(remembered(tmp_path, UID), is_disputed=True, expected_images=12))

    report = check(tmp_path)

    assert statuses(report) == {UID: "disputed"}
    assert report.is_complete


def test_series_that_the_state_does_not_know_are_compared_with_their_hashes(tmp_path: Path) -> None:
    store(destination(tmp_path) / "older" / "1.2.3", downloaded(1))
    store(tmp_path / "older" / "1.2.4", {**downloaded(1), ONE: dicom(9)})

    report = check(tmp_path)

    assert [result.series_instance_uid for result in report.unknown] == ["1.2.3", "1.2.4"]
    assert [result.status for result in report.unknown] == ["complete", "damaged"]
    assert "2 series are unknown to the state" in str(report)


@pytest.mark.parametrize("below", ["", "Collection/0012"])
def test_a_download_of_tcia_utils_is_verified(tmp_path: Path, below: str) -> None:
    store(tmp_path / below / UID, downloaded(3))
    store(tmp_path / below / OTHER, {**series(2), "LICENSE": b"CC BY 4.0"})
    (tmp_path / below / "1.2.zip").write_bytes(streamed(downloaded(1)))

    report = check(tmp_path)

    assert statuses(report) == {"1.2": "complete", UID: "complete", OTHER: "not verifiable"}
    assert not report.has_state
    assert not report.is_complete


def test_a_folder_that_is_no_dicom_series_is_damaged_although_it_has_no_hashes(tmp_path: Path) -> None:
    store(tmp_path / UID, {ONE: b"<html>"})

    assert statuses(check(tmp_path)) == {UID: "damaged"}


def test_the_folder_of_one_series_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(store(tmp_path / UID, downloaded(3)))

    assert statuses(check(Path())) == {UID: "complete"}


def test_an_empty_folder_of_a_series_is_damaged_and_folders_above_series_are_none(tmp_path: Path) -> None:
    (tmp_path / "1.2" / "1.2.3").mkdir(parents=True)

    assert statuses(check(tmp_path)) == {"1.2.3": "damaged"}


def test_a_folder_with_another_name_is_a_series_if_it_has_images(tmp_path: Path) -> None:
    store(tmp_path / "CT chest", downloaded(1))

    assert [(result.series_instance_uid, result.status) for result in check(tmp_path).results] == [(None, "complete")]


def test_hidden_folders_are_passed_over(tmp_path: Path) -> None:
    store(destination(tmp_path) / ".trash" / "1.2", downloaded(1))
    store(tmp_path / ".nbia" / "replaced" / f"{UID}-1" / UID, downloaded(1))

    assert statuses(check(tmp_path)) == {UID: "complete", OTHER: "complete"}


def test_what_is_kept_apart_is_counted(tmp_path: Path) -> None:
    store(destination(tmp_path) / ".nbia" / "incomplete" / "1.2", {"evidence.json": b"{}"})

    report = check(tmp_path)

    assert report.kept_apart == ("1.2",)
    assert report.is_complete
    assert "1 series that the server has wrong lies in" in str(report)


def test_a_folder_without_series_is_not_complete(tmp_path: Path) -> None:
    report = check(tmp_path)

    assert report.problems == (f"{tmp_path} holds no series",)


def test_a_state_that_cannot_be_read_is_a_fault_and_the_series_are_verified_all_the_same(tmp_path: Path) -> None:
    state_path(destination(tmp_path)).write_text("no database" * 100)

    report = check(tmp_path)

    assert statuses(report) == {UID: "complete", OTHER: "complete"}
    assert "cannot be read" in report.problems[0]
    assert not report.is_complete


def test_images_of_another_series_are_found_if_headers_are_read(tmp_path: Path) -> None:
    store(tmp_path / UID, real_images("1.2.3"))
    with State(tmp_path) as state:
        state.put(remembered(tmp_path, UID))

    assert statuses(verify(tmp_path)) == {UID: "damaged"}
    assert statuses(verify(tmp_path, headers=False)) == {UID: "complete"}


def test_headers_are_read_of_series_without_hashes_too(tmp_path: Path) -> None:
    store(tmp_path / UID, real_images("1.2.3"))
    store(tmp_path / OTHER, real_images(OTHER))

    assert statuses(verify(tmp_path)) == {UID: "damaged", OTHER: "not verifiable"}


def test_each_series_is_reported_when_it_was_verified(tmp_path: Path) -> None:
    seen: list[SeriesVerified] = []

    report = verify(destination(tmp_path), headers=False, workers=4, progress=seen.append)

    assert tuple(seen) == report.results


def test_verifying_ends_when_progress_raises(tmp_path: Path) -> None:
    def interrupt(result: SeriesVerified) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify(destination(tmp_path), headers=False, progress=interrupt)


@pytest.mark.parametrize("path", ["gone", "file", "long" * 100])
def test_what_is_no_folder_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(errors.InvalidParameterError, match="is no folder"):
        verify(tmp_path / path)


@pytest.mark.parametrize("workers", [0, 65, True, 1.5])
def test_an_odd_number_of_workers_is_refused(tmp_path: Path, workers: int) -> None:
    with pytest.raises(errors.InvalidParameterError, match="workers"):
        verify(tmp_path, workers=workers)


@pytest.mark.parametrize("headers", [None, 1, "yes"])
def test_whether_headers_are_read_is_true_or_false(tmp_path: Path, headers: bool) -> None:
    with pytest.raises(errors.InvalidParameterError, match="headers"):
        verify(tmp_path, headers=headers)


def test_a_failure_names_the_first_problems_and_can_be_pickled(tmp_path: Path) -> None:
    lose_image(destination(tmp_path))
    report = check(tmp_path)

    with pytest.raises(VerificationFailedError, match="there are 2 images instead of 3") as caught:
        report.raise_for_failures()

    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.report) == (str(caught.value), report)


def test_the_summary_names_problems_but_not_all(tmp_path: Path) -> None:
    store(tmp_path / UID, {**downloaded(30), **dict.fromkeys(series(20), b"")})

    lines = str(check(tmp_path)).splitlines()

    assert lines[0] == f"{tmp_path}: 1 series (1 damaged)"
    assert len([line for line in lines if f"{UID}: " in line]) == 10
    assert lines[-1].startswith("  and ")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, names must be Unicode")
def test_a_destination_whose_name_is_in_another_encoding_is_verified(tmp_path: Path) -> None:
    report = check(destination(tmp_path / os.fsdecode(b"n\xff")))

    assert statuses(report) == {UID: "complete", OTHER: "complete"}
    assert json.loads(report.to_json())["path"] == str(report.path)


def test_a_report_is_a_table_and_json(tmp_path: Path) -> None:
    report = check(destination(tmp_path))

    rows = report.to_dicts()
    table = report.to_pandas()
    content = json.loads(report.to_json())

    assert [row["series_instance_uid"] for row in rows] == [UID, OTHER]
    assert rows[0]["path"] == str(tmp_path / "RIDER" / UID)
    assert list(table["images"]) == [3, 2]
    assert str(table.dtypes["expected_images"]) == "Int64"
    assert content["is_complete"] is True
    assert content["results"] == json.loads(json.dumps(rows))


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    table = check(tmp_path).to_pandas()

    assert len(table) == 0
    assert list(table.columns)[:3] == ["series_instance_uid", "path", "status"]
