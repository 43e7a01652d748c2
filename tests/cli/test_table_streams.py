"""CSV and TSV on standard output: written while the rows arrive, and nothing is lost without a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nbia import Client
from tests.cli.command_line import nbia, one_line
from tests.reference_server import ReferenceServer, faults

pytestmark = pytest.mark.usefixtures("here")

MANY = 30_000
KNOWN: list[dict[str, object]] = [{"Modality": f"M{number}"} for number in range(MANY)]


def answer(server: ReferenceServer, *rows: dict[str, object]) -> None:
    """Let the server send these rows."""
    server.inject(faults.replaced(json.dumps(rows).encode()))


def test_a_stream_is_the_same_table_as_a_file(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.get_series(collection="4D-Lung").to_csv("series.csv")

    _, out, _ = nbia("get-series", "--collection", "4D-Lung", capsys=capsys)

    assert out == Path("series.csv").read_text()


def test_an_attribute_that_the_spec_does_not_know_has_a_column(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(server, {"Modality": "CT"}, {"Modality": 7, "New": {"a": 1}}, *KNOWN)

    code, out, err = nbia("get-modality-values", capsys=capsys)

    assert out.splitlines()[:4] == ["Modality,New", "CT,", '7,"{""a"": 1}"', "M0,"]
    assert (code, len(out.splitlines()), err) == (0, MANY + 3, "")


@pytest.mark.parametrize("options", [(), ("--quiet",)])
def test_an_unknown_attribute_that_comes_late_is_named(
    options: tuple[str, ...], server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(server, *KNOWN, *({"Modality": f"L{number}", "New": number} for number in range(5)))

    code, out, err = nbia("get-modality-values", *options, capsys=capsys)

    assert (code, out.splitlines()[0], out.splitlines()[-1]) == (0, "Modality", "L4")
    assert "5 values of New are left out" in one_line(err)


def test_a_file_has_every_column_however_late_it_comes(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(server, *KNOWN, {"Modality": "L", "New": 1})

    nbia("get-modality-values", "-o", "values.csv", capsys=capsys)

    assert Path("values.csv").read_text().splitlines()[:2] == ["Modality,New", "M0,"]
    assert Path("values.csv").read_text().splitlines()[-1] == "L,1"


def test_what_is_not_chosen_is_not_missed(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    answer(server, *KNOWN, {"Modality": "L", "New": 1})

    _, out, err = nbia("get-modality-values", "--columns", "Modality", "--format", "tsv", capsys=capsys)

    assert (out.splitlines()[-1], err) == ("L", "")


@pytest.mark.parametrize("limit", [1, 999, 1001, 15_000, MANY])
def test_a_limit_ends_the_table(limit: int, server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    answer(server, *KNOWN, {"Modality": "L", "New": 1})

    _, out, err = nbia("get-modality-values", "--limit", str(limit), capsys=capsys)

    assert (len(out.splitlines()), out.splitlines()[-1], err) == (limit + 1, f"M{limit - 1}", "")


def test_no_rows_are_a_heading(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    answer(server)

    code, out, err = nbia("get-modality-values", "--names", "python", capsys=capsys)

    assert (code, out) == (0, "modality\n")
    assert "No rows" in err


def test_a_batch_of_a_stream_is_records(client: Client, server: ReferenceServer) -> None:
    answer(server, *KNOWN, {"Modality": 7, "New": 1})

    with client.iter_modality_values() as stream:
        batches = list(stream.batches())

    assert sum(map(len, batches)) == MANY + 1
    assert batches[-1].undocumented == {"New": 1}
    assert [(found.row, found.value) for found in batches[-1].mismatches] == [(len(batches[-1]) - 1, 7)]
