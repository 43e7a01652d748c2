"""`nbia references` and `nbia download --with-references`: which series others refer to."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import be_patient, nbia, one_line
from tests.download import treatment
from tests.download.treatment import DOSE, HIDDEN, IMAGES, OF_HIDDEN, PLAN, STATE, STRUCTURES
from tests.reference_server import Archive, ReferenceServer


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with treatment.built(tmp_path_factory.mktemp("treatment")) as archive:
        yield archive


@pytest.fixture(scope="module")
def running(archive: Archive) -> Iterator[ReferenceServer]:
    with ReferenceServer(archive) as server:
        yield server


@pytest.fixture(autouse=True)
def here(running: ReferenceServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    running.reset()
    be_patient(monkeypatch)
    monkeypatch.setenv("NBIA_BASE_URL", running.base_url)
    monkeypatch.chdir(tmp_path)


def test_each_series_stands_above_those_that_it_refers_to(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("references", DOSE, capsys=capsys)

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "3 of 3 series refer to others: 3 references (3 available).",
        f"  {DOSE} (RTDOSE)",
        f"    {PLAN} (RTPLAN): available, 1 image by ReferencedRTPlanSequence",
        f"  {PLAN} (RTPLAN)",
        f"    {STRUCTURES} (RTSTRUCT): available, 1 image by ReferencedStructureSetSequence",
        f"  {STRUCTURES} (RTSTRUCT)",
        f"    {IMAGES} (CT): available, 6 images by ReferencedFrameOfReferenceSequence",
    ]


def test_filters_choose_what_is_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("references", "--collection", "Treatment", "--modality", "RTSTRUCT", capsys=capsys)

    assert (code, out.count("available")) == (0, 2)


def test_what_is_not_available_is_named_with_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("references", OF_HIDDEN, capsys=capsys)

    assert code == 1
    assert f"{HIDDEN} (unknown): not available, 2 images by ReferencedSeriesSequence" in out


def test_what_is_missing_in_a_folder_can_be_downloaded(capsys: pytest.CaptureFixture[str]) -> None:
    nbia("download", DOSE, "--to", "images", capsys=capsys)

    code, out, _ = nbia("references", "images", "--missing", capsys=capsys)

    assert (code, out) == (0, f"{PLAN}\n{STRUCTURES}\n{IMAGES}\n")


def test_a_file_is_read(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("references", str(archive.images(STATE)[0].path), "--json", capsys=capsys)

    assert code == 0
    assert [link["referenced_series_instance_uid"] for link in json.loads(out)["links"]] == [IMAGES]


def test_offline_nothing_is_asked(
    running: ReferenceServer, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = nbia("references", str(archive.images(STATE)[0].path), "--offline", capsys=capsys)

    assert (code, running.requests) == (1, [])
    assert f"{IMAGES} (unknown): not asked" in out


def test_a_folder_is_named_alone(capsys: pytest.CaptureFixture[str]) -> None:
    Path("images").mkdir()

    code, _, err = nbia("references", "images", DOSE, capsys=capsys)

    assert code == 2
    assert "name it alone" in one_line(err)


def test_a_download_brings_what_is_referred_to(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("download", DOSE, "--with-references", "--to", "images", capsys=capsys)

    assert code == 0
    assert "4 of 4 series are complete" in out
    assert "3 series were added, because others refer to them." in out


def test_a_dry_run_says_that_it_does_not_count_them(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("download", DOSE, "--with-references", "--dry-run", capsys=capsys)

    assert code == 0
    assert "Asked for: 1 series" in out
    assert "what the series refer to is not counted here" in err


@pytest.mark.parametrize("arguments", [["references", DOSE], ["download", DOSE, "--with-references"]], ids=str)
def test_without_pydicom_it_is_said_what_to_install(
    running: ReferenceServer,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "pydicom", None)

    code, _, err = nbia(*arguments, capsys=capsys)

    assert (code, running.requests) == (1, [])
    assert "needs pydicom. Install it with: pip install 'nbia-client[dicom]'" in one_line(err)


def test_the_help_says_what_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = nbia("references", "--help", capsys=capsys)

    assert "Usage: nbia references [OPTIONS] [DIR|SERIES|FILE|-]..." in out
    assert "--missing" in out
