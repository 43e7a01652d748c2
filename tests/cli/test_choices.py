"""What `nbia download` and `nbia manifest` are about: studies, patients, carts, addresses, workbooks; and what is said of it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import openpyxl
import pytest

from nbia import Client, read_manifest
from tests.cli.command_line import nbia, one_line
from tests.download.helpers import SMALL, VICTRE
from tests.raw_server import RawServer
from tests.reference_server import ReferenceServer

CART = "nbia-54241629300063058"
"""A shared cart with four series."""
STUDY = "1.3.6.1.4.1.9328.50.1.2"
"""A study with three series."""
NONE = "1.3.6.1.4.1.9328.50.1.3"
"""A study that the service does not have."""


@pytest.fixture(autouse=True)
def asked_once(here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBIA_RETRIES", "0")


def test_a_table_of_studies_is_downloaded_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("studies.csv").write_text(f"StudyInstanceUID\n{STUDY}\n")

    code, out, err = nbia("download", "studies.csv", capsys=capsys)

    assert (code, err) == (0, "nbia: 1 study: 3 series.\n")
    assert "3 of 3 series are complete" in out
    assert "1 study: 3 series.\n" in out


def test_quiet_says_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    Path("studies.csv").write_text(f"StudyInstanceUID\n{STUDY}\n")

    assert nbia("download", "studies.csv", "--quiet", capsys=capsys) == (0, "", "")


def test_several_patients_are_downloaded_and_one_without_series_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("download", *("--patient-id", "0012", "--patient-id", "nobody"), capsys=capsys)

    assert (code, err) == (1, "nbia: 2 patients: 2 series; no series: patient nobody.\n")
    assert "2 of 3 series are complete" in out
    assert "patient nobody failed: No series of patient nobody fits." in out


def test_several_studies_are_downloaded_and_one_without_series_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--study-instance-uid", STUDY, "--study-instance-uid", NONE)

    code, out, err = nbia("download", *options, "--dry-run", capsys=capsys)

    assert (code, err) == (1, f"nbia: 2 studies: 3 series; no series: study {NONE}.\n")
    assert out.startswith("Asked for: 3 series, 29 images, ")
    assert f"No series of study {NONE} fits.\n" in out


def test_filters_that_name_no_study_or_patient_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = nbia("download", "--collection", "VICTRE", "--dry-run", capsys=capsys)

    assert err == ""


def test_records_of_patients_can_be_piped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _, table, _ = nbia("get-patient", "--collection", "VICTRE", capsys=capsys)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(table.encode())))

    code, out, _ = nbia("download", "-", "--dry-run", capsys=capsys)

    assert code == 0
    assert "Asked for: 4 series, 13 images, " in out


def test_a_cart_is_downloaded_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("download", "--cart", CART, "--number", "2", capsys=capsys)

    assert (code, err) == (0, f"nbia: cart {CART}: 4 series.\n")
    assert "2 of 2 series are complete" in out


def test_carts_go_with_files_and_series(capsys: pytest.CaptureFixture[str]) -> None:
    Path("cart.tcia").write_text(f"{VICTRE}\n")

    code, out, _ = nbia("download", SMALL, "cart.tcia", "--cart", CART, "--dry-run", capsys=capsys)

    assert code == 0
    assert out.startswith("Asked for: 6 series, ")


@pytest.mark.parametrize("more", [[], ["--cart", CART]], ids=["alone", "beside another"])
def test_an_empty_cart_is_no_success(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("download", "--cart", "nix", *more, "--dry-run", capsys=capsys)

    assert code == 1
    assert "Cart nix has no series. Status 200 with an empty body. There is no cart of this name" in one_line(out + err)


def test_a_version_without_carts_says_which_has_them(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = nbia("--api", "v4", "--base-url", server.url("v4"), "download", "--cart", CART, capsys=capsys)

    assert code == 2
    assert "--cart: v4 has no shared carts; --api v1 or --api v2 has." in one_line(err)
    assert server.requests == []


def test_a_manifest_at_an_address_is_downloaded(capsys: pytest.CaptureFixture[str]) -> None:
    with RawServer([[b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(SMALL), SMALL.encode())]]) as web:
        code, out, _ = nbia("download", f"{web.url}cart.tcia", capsys=capsys)

    assert code == 0
    assert "1 of 1 series are complete" in out


def test_a_page_at_an_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with RawServer([[b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html>1</html"]]) as web:
        code, _, err = nbia("download", f"{web.url}cart.tcia", capsys=capsys)

    assert code == 2
    assert "cart.tcia is no list of series: it is an HTML or XML page." in one_line(err)


def test_an_address_that_does_not_answer_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = nbia("download", "http://127.0.0.1:1/cart.tcia", capsys=capsys)

    assert code == 1
    assert "asked: http://127.0.0.1:1/cart.tcia" in one_line(err)


def test_rows_are_written_as_a_workbook_and_downloaded_from_it(capsys: pytest.CaptureFixture[str]) -> None:
    written, _, _ = nbia(
        "get-series", "--collection", "VICTRE", "--sort", "-ImageCount", "-o", "series.xlsx", capsys=capsys
    )
    code, out, _ = nbia("download", "series.xlsx", "--limit", "1", "--dry-run", capsys=capsys)

    assert (written, code) == (0, 0)
    assert out.startswith("Asked for: 1 series, 5 images, ")


def test_columns_of_a_workbook_are_those_that_are_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    nbia(
        *("get-series", "--collection", "VICTRE", "--format", "xlsx", "--columns", "PatientID,ImageCount"),
        *("--sort", "PatientID,ImageCount", "--limit", "2", "--names", "python", "-o", "rows.table"),
        capsys=capsys,
    )

    sheet = openpyxl.load_workbook(io.BytesIO(Path("rows.table").read_bytes())).active
    assert sheet is not None
    assert list(sheet.values) == [("patient_id", "image_count"), ("0012", 1), ("0012", 5)]


@pytest.mark.parametrize("installed", [True, False])
def test_a_workbook_needs_a_file_and_a_library(
    installed: bool, monkeypatch: pytest.MonkeyPatch, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", openpyxl if installed else None)

    code, _, err = nbia("get-series", "--format", "xlsx", *([] if installed else ["-o", "x.xlsx"]), capsys=capsys)

    assert code == (2 if installed else 1)
    expected = "Excel is no text: name a file with -o FILE." if installed else "pip install 'nbia-client[excel]'"
    assert expected in one_line(err)
    assert server.requests == []


def test_a_manifest_of_studies_lists_their_series(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    Path("studies.csv").write_text(f"StudyInstanceUID\n{STUDY}\n{NONE}\n")

    code, _, err = nbia("manifest", "studies.csv", "-o", "series.xlsx", capsys=capsys)

    expected = {series.series_instance_uid for series in client.get_series(study_instance_uid=STUDY)}
    assert code == 0
    assert set(read_manifest("series.xlsx").series) == expected
    assert f"The service has no series of study {NONE}." in one_line(err)


def test_a_manifest_of_nothing_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    Path("studies.csv").write_text(f"StudyInstanceUID\n{NONE}\n")

    code, out, err = nbia("manifest", "studies.csv", capsys=capsys)

    assert (code, out) == (1, "")
    assert "There is no series to list." in err


def test_a_manifest_of_s5cmd_is_refused_with_what_to_do(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("idc.s5cmd").write_text("cp s3://idc-open-data/0a1b2c3d/* .\n")

    code, _, err = nbia("download", "idc.s5cmd", capsys=capsys)

    assert code == 2
    assert "names a folder of IDC, and not the series. Try: give a newer index as --index, or upgrade" in one_line(err)
    assert server.requests == []
