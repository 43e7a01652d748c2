"""`nbia manifest`: lists of series, written from filters, from files and from UIDs."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from nbia import Client, read_manifest
from tests.cli.command_line import nbia, one_line
from tests.download.helpers import MOUSE, SMALL, VICTRE

pytestmark = pytest.mark.usefixtures("here")


def test_filters_make_a_manifest(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("manifest", "--collection", "4D-Lung", "-o", "cart.tcia", capsys=capsys)

    assert (code, out, err) == (0, "", "nbia: cart.tcia: 3 series.\n")
    assert read_manifest("cart.tcia").series == tuple(
        str(series.series_instance_uid) for series in client.get_series(collection="4D-Lung")
    )


def test_a_table_has_the_attributes_of_the_series(capsys: pytest.CaptureFixture[str]) -> None:
    nbia("manifest", "--collection", "4D-Lung", "-o", "cart.csv", "--number", "1", capsys=capsys)

    manifest = read_manifest("cart.csv")
    assert manifest.rows is not None
    assert [(row["PatientID"], row["ImageCount"]) for row in manifest.rows] == [("121_HM20733", "20")]


def test_files_and_uids_are_joined(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.tcia").write_text(f"ListOfSeriesToDownload=\n{VICTRE}\n{SMALL}\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{SMALL}\n".encode())))

    nbia("manifest", MOUSE, "a.tcia", "-", "-o", "all.tcia", capsys=capsys)

    assert read_manifest("all.tcia").series == (MOUSE, VICTRE, SMALL)


def test_lines_that_were_skipped_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("\n".join([SMALL, *["not a UID"] * 7]))

    _, _, err = nbia("manifest", "a.txt", "-o", "b.tcia", capsys=capsys)

    assert err.splitlines() == [
        *(f"nbia: line {number} was skipped (no UID): not a UID" for number in range(2, 7)),
        "nbia: 2 more lines were skipped.",
        "nbia: b.tcia: 1 series.",
    ]


def test_nothing_to_list_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = nbia("manifest", "--collection", "nix", "-o", "cart.tcia", capsys=capsys)

    assert code == 1
    assert err.startswith("nbia: No series fits.")
    assert not Path("cart.tcia").exists()


@pytest.mark.parametrize("output", [[], ["-o", "-"]])
def test_a_manifest_goes_through_a_pipe(output: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("manifest", MOUSE, *output, capsys=capsys)

    Path("cart.tcia").write_text(out)
    assert (code, err) == (0, "")
    assert read_manifest("cart.tcia").series == (MOUSE,)
    assert not Path("-").exists()


def test_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = nbia("manifest", "-o", "cart.tcia", capsys=capsys)

    assert code == 2
    assert (
        "Say what to list: series UIDs, files, addresses of files, - for standard input, carts, or filters."
        in one_line(err)
    )
