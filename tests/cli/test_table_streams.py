"""CSV and TSV: written while the rows arrive, and nothing is lost without a word."""

from __future__ import annotations

import csv
import io
import itertools
import json
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import Client, ModalityValue, Records, calls
from nbia_core.cli.formats import write_table_file
from nbia_core.cli.rows import Selection
from tests.cli.command_line import nbia, one_line
from tests.reference_server import ReferenceServer, faults

NOWHERE = "http://127.0.0.1:9/nbia-api/services/v1"
pytestmark = pytest.mark.usefixtures("here")

MANY = 30_000
KNOWN: list[dict[str, object]] = [{"Modality": f"M{number}"} for number in range(MANY)]


def answer(server: ReferenceServer, *rows: dict[str, object]) -> None:
    """Let the server send these rows."""
    server.inject(faults.replaced(json.dumps(rows).encode()))


def answer_in_part(server: ReferenceServer, *rows: dict[str, object]) -> None:
    """Let the connection break when the server has sent three quarters of these rows."""
    body = json.dumps(rows).encode()
    server.inject(faults.replaced(body[: len(body) * 3 // 4], headers={"Content-Length": str(len(body))}))


def records(*rows: dict[str, str]) -> Records[ModalityValue]:
    return calls.get_modality_values().reader.read(json.dumps(rows).encode(), strict=False)


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))


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


def test_late_columns_widen_the_lines_before_them(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    odd: dict[str, object] = {"Modality": 'a, "b"\nc\r\nd', "First": "e\n"}
    answer(server, odd, *KNOWN, {"Modality": '"', "Second": 2}, *KNOWN, {"Modality": "Z", "Third": 3})

    nbia("get-modality-values", "-o", "values.csv", capsys=capsys)

    rows = rows_of(Path("values.csv"))
    assert rows[:3] == [["Modality", "First", "Second", "Third"], [*odd.values(), "", ""], ["M0", "", "", ""]]
    assert rows[MANY + 2] == ['"', "", "2", ""]
    assert rows[-2:] == [[f"M{MANY - 1}", "", "", ""], ["Z", "", "", "3"]]
    assert [path.name for path in Path().iterdir()] == ["values.csv"]


def test_a_column_whose_name_is_half_a_character_is_written_with_an_escape(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(server, {"Modality": "CT", "half\ud83d": 1})

    code, out, _ = nbia("get-modality-values", capsys=capsys)

    assert (code, out) == (0, "Modality,half\\ud83d\nCT,1\n")


@given(st.lists(st.lists(st.dictionaries(st.sampled_from(["Modality", "a", 'b"', "c\n"]), st.text()))))
def test_a_file_is_the_same_however_its_rows_arrive(batches: list[list[dict[str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder, "one.csv"), Path(folder, "many.csv")
        write_table_file([records(*itertools.chain(*batches))], ModalityValue, Selection(), "csv", str(one))
        write_table_file((records(*rows) for rows in batches), ModalityValue, Selection(), "csv", str(many))

        assert rows_of(many) == rows_of(one)


@pytest.mark.parametrize("file", ["values.csv", "values.ndjson", "values.json", "values.parquet"])
def test_a_file_is_begun_anew_after_a_lost_connection(
    file: str, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    answer_in_part(server, *KNOWN)
    answer(server, *KNOWN)

    code, _, err = nbia("get-modality-values", "-o", file, capsys=capsys)

    assert (code, err) == (0, f"nbia: {file}: {MANY:,} rows.\n")
    assert [path.name for path in Path().iterdir()] == [file]


def test_what_standard_output_has_got_is_not_written_again(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    answer_in_part(server, *KNOWN)

    code, out, err = nbia("get-modality-values", capsys=capsys)

    assert (code, out.count("Modality\n")) == (1, 1)
    assert "The connection failed or was lost" in err


def test_a_service_that_is_not_there_is_tried_as_often_for_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)

    code, _, err = nbia("get-modality-values", "--base-url", NOWHERE, "-o", "values.csv", capsys=capsys)

    assert (code, len(waits)) == (1, 3)
    assert "(4 times)" in err


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
