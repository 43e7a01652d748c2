"""`nbia cite`: how to cite a folder, a list, or what filters choose, as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nbia import Client
from tests.cli.command_line import nbia, one_line
from tests.download.helpers import MOUSE, VICTRE
from tests.reference_server import ReferenceServer, faults

pytestmark = pytest.mark.usefixtures("here")


def test_a_collection_is_cited_as_text(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("cite", "--collection", "4D-Lung", capsys=capsys)

    assert (code, err) == (0, "")
    assert out == str(client.citations(client.get_series(collection="4D-Lung")))


def test_a_folder_is_cited_without_a_request(
    client: Client, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    client.download([MOUSE], "images")
    server.reset()

    _, out, _ = nbia("cite", "images", capsys=capsys)

    assert "1. Mouse-Astrocytoma [Data set]." in out
    assert server.requests == []


def test_bibtex_is_written_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("cite", VICTRE, MOUSE, "--format", "bibtex", "-o", "images.bib", capsys=capsys)

    assert (code, out) == (0, "")
    assert Path("images.bib").read_text().count("@misc{") == 2


def test_csl_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = nbia("cite", "--collection", "VICTRE", "--format", "csl", capsys=capsys)

    assert [item["id"] for item in json.loads(out)] == ["victre-victre00", "clark-2013-tcia"]


@pytest.mark.parametrize(
    "further", [["--collection", "VICTRE"], [MOUSE], ["--cart", "nbia-54241629300063058"]], ids=str
)
def test_a_folder_is_named_alone(further: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("images").mkdir()

    code, _, err = nbia("cite", "images", *further, capsys=capsys)

    assert code == 2
    assert "images is no list: name it alone, without other series or filters." in one_line(err)


def test_a_word_that_is_too_long_for_a_path_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = nbia("cite", "long" * 100, capsys=capsys)

    assert code == 2
    assert "is neither a Series Instance UID nor a file that is there." in one_line(err)


def test_a_list_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("cart.txt").write_text(f"{MOUSE}\n")

    code, _, _ = nbia("cite", "cart.txt", "-o", "cart.txt", capsys=capsys)

    assert (code, Path("cart.txt").read_text()) == (2, f"{MOUSE}\n")


def test_a_server_that_fails_is_told_and_nothing_is_written(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.inject(faults.status(404), endpoint="getSeries", times=None)

    code, _, err = nbia("cite", MOUSE, "-o", "images.bib", "--retries", "0", capsys=capsys)

    assert (code, Path("images.bib").exists()) == (1, False)
    assert err.startswith("nbia: ")


def test_the_help_shows_the_formats(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = nbia("cite", "--help", capsys=capsys)

    assert "Usage: nbia cite [OPTIONS] [DIR|SERIES|FILE|-]..." in out
    assert "--format [text|bibtex|csl]" in out
