"""The formats in which rows can be had, and the choice of rows and columns."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from pathlib import Path

import pyarrow.parquet
import pytest

import nbia
from nbia.__main__ import main
from tests.cli.command_line import nbia as run_nbia
from tests.cli.command_line import one_line, run
from tests.reference_server import ReferenceServer, changes, faults

pytestmark = pytest.mark.usefixtures("here")

LUNG = ("get-series", "--collection", "4D-Lung")


@pytest.fixture
def lung(client: nbia.Client) -> nbia.Records[nbia.Series]:
    return client.get_series(collection="4D-Lung")


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_where_nobody_watches_the_format_is_csv(
    lung: nbia.Records[nbia.Series], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = run_nbia(*LUNG, capsys=capsys)

    assert (code, err) == (0, "")
    assert out == lung.to_csv(tmp_path / "lung.csv").read_text()


def test_json_has_the_rows_as_the_server_sent_them(
    lung: nbia.Records[nbia.Series], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run_nbia(*LUNG, "--format", "json", capsys=capsys)

    assert json.loads(out) == lung.to_dicts()


def test_ndjson_has_a_row_in_each_line(lung: nbia.Records[nbia.Series], capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run_nbia(*LUNG, "--format", "ndjson", capsys=capsys)

    assert [json.loads(line) for line in out.splitlines()] == lung.to_dicts()


def test_tsv(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run_nbia(*LUNG, "--format", "tsv", "--columns", "PatientID,SeriesDescription", capsys=capsys)

    assert out.splitlines()[:2] == ["PatientID\tSeriesDescription", "121_HM20733\tP7^P204^S88^I0, Gated, 0.0%"]


def test_parquet_has_right_types(lung: nbia.Records[nbia.Series], tmp_path: Path) -> None:
    code = main([*LUNG, "-o", "lung.parquet", "--limit", "2"])

    table = pyarrow.parquet.read_table(tmp_path / "lung.parquet")
    assert code == 0
    assert table.equals(lung[:2].to_arrow())


def test_parquet_has_the_columns_and_the_order_that_are_wanted(tmp_path: Path) -> None:
    main(
        [*LUNG, "-o", "lung.parquet", "--columns", "ImageCount,Modality", "--sort", "-ImageCount", "--names", "python"]
    )

    table = pyarrow.parquet.read_table(tmp_path / "lung.parquet")
    assert table.to_pydict() == {"image_count": [20, 12, 1], "modality": ["CT", "CT", "RTSTRUCT"]}
    assert (table.schema.field("modality").metadata or {})[b"dicom_tag"] == b"(0008,0060)"


def test_parquet_without_rows_has_the_columns_that_are_wanted(tmp_path: Path) -> None:
    main(["get-series", "--collection", "nix", "-o", "none.parquet", "--columns", "Modality", "--sort", "Modality"])

    assert pyarrow.parquet.read_table(tmp_path / "none.parquet").to_pydict() == {"Modality": []}


def test_parquet_is_written_while_rows_arrive_with_what_comes_late(server: ReferenceServer, tmp_path: Path) -> None:
    rows = [{"ImageCount": number, "SeriesDescription": "x" * 40} for number in range(20_000)]
    rows[-1] = {"ImageCount": "many", "Unheard": 1}
    server.inject(faults.replaced(json.dumps(rows, separators=(",", ":")).encode()))

    code = main([*LUNG, "-o", "lung.parquet"])

    file = pyarrow.parquet.ParquetFile(tmp_path / "lung.parquet")
    table = file.read()
    assert (code, table.num_rows, file.num_row_groups > 1) == (0, 20_000, True)
    assert table.column("ImageCount").to_pylist()[-2:] == ["19998", "many"]
    assert table.column("Unheard").to_pylist()[-2:] == [None, 1]
    assert [path.name for path in tmp_path.iterdir()] == ["lung.parquet"]


@pytest.mark.parametrize("file", ["a.csv", "a.tsv", "a.json", "a.ndjson", "a.jsonl", "a.parquet", "A.CSV"])
def test_the_ending_of_a_file_tells_the_format(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run_nbia(*LUNG, "-o", file, capsys=capsys)

    assert (code, out, err) == (0, "", f"nbia: {file}: 3 rows.\n")
    assert [path.name for path in tmp_path.iterdir()] == [file]


def test_the_format_that_is_named_counts_more_than_the_ending(tmp_path: Path) -> None:
    main([*LUNG, "-o", "lung.txt", "--format", "ndjson"])

    assert len((tmp_path / "lung.txt").read_text().splitlines()) == 3


def test_a_table_in_a_file_is_as_wide_as_it_must_be(tmp_path: Path) -> None:
    main([*LUNG, "-o", "lung.txt", "--format", "table"])

    lines = (tmp_path / "lung.txt").read_text().splitlines()
    assert lines[1].startswith("1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726  CT")
    assert "3 rows." in lines


def test_columns_and_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run_nbia(*LUNG, "--columns", "modality, PatientID,IMAGECOUNT", capsys=capsys)

    assert out.splitlines()[:2] == ["Modality,PatientID,ImageCount", "CT,121_HM20733,20"]


def test_names_of_python(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--columns", "SeriesNumber,PatientID", "--names", "python"]

    _, table, _ = run_nbia(*LUNG, *options, capsys=capsys)
    _, rows, _ = run_nbia(*LUNG, *options, "--format", "json", capsys=capsys)

    assert table.splitlines()[0] == "series_number,patient_id"
    assert json.loads(rows)[0] == {"series_number": 3000923, "patient_id": "121_HM20733"}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("ImageCount", ["1", "12", "20"]),
        ("-ImageCount", ["20", "12", "1"]),
        ("-Modality,ImageCount", ["1", "12", "20"]),
        ("Modality,-ImageCount", ["20", "12", "1"]),
        ("-image_count", ["20", "12", "1"]),
    ],
)
def test_sorting_is_by_number_and_by_several_columns(
    sort: str, expected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run_nbia(*LUNG, "--columns", "ImageCount", "--sort", sort, capsys=capsys)

    assert out.split()[1:] == expected


@pytest.mark.parametrize("sort", ["ProtocolName", "-ProtocolName"])
def test_missing_values_come_last(sort: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run_nbia(*LUNG, "--columns", "ProtocolName,ImageCount", "--sort", sort, capsys=capsys)

    assert out.splitlines()[1:] == ["5.2 4DCT & ITV  ,20", ",12", ",1"]


@pytest.mark.parametrize("form", ["csv", "ndjson", "json", "tsv"])
@pytest.mark.parametrize("options", [["--limit", "1"], ["--limit", "1", "--sort", "ImageCount"]])
def test_limit(form: str, options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run_nbia(*LUNG, "--format", form, *options, "-o", "rows", capsys=capsys)

    assert (code, err) == (0, "nbia: rows: 1 row.\n")
    assert (tmp_path / "rows").read_text().count("121_HM20733") == 1


def test_the_server_is_asked_for_no_more_than_the_limit_needs(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    endless = b"[" + b",".join([b'{"Modality":"CT"}'] * 100_000)
    server.inject(faults.replaced(endless, content_type="application/json"), endpoint="getSeries")

    code, out, _ = run_nbia("get-series", "--format", "ndjson", "--limit", "2", capsys=capsys)

    assert (code, out) == (0, '{"Modality":"CT"}\n' * 2)


def test_columns_that_the_spec_does_not_know_are_there_too(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.change(changes.add_attribute("getSeries", "Sponsor", "NCI"))

    _, table, _ = run_nbia(*LUNG, capsys=capsys)
    _, rows, _ = run_nbia(*LUNG, "--format", "ndjson", capsys=capsys)
    _, _, said = run_nbia(*LUNG, "--verbose", capsys=capsys)

    assert {row["Sponsor"] for row in read_csv(table)} == {"NCI"}
    assert [json.loads(line)["Sponsor"] for line in rows.splitlines()] == ["NCI"] * 3
    assert "nbia: attribute Sponsor, in 3 rows, is not in the spec\n" in said


@pytest.mark.parametrize(("form", "start"), [("csv", '"SeriesInstanceUID","Study'), ("xml", "<?xml"), ("html", "<P")])
def test_the_server_words_its_answer_itself(
    form: str, start: str, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run_nbia(*LUNG, "--server-format", form, capsys=capsys)

    assert code == 0
    assert out.startswith(start)
    assert server.requests[-1].query == f"Collection=4D-Lung&format={form}"


@pytest.mark.parametrize(("form", "expected"), [("json", "[]\n"), ("ndjson", ""), ("csv", "Modality\n")])
def test_an_answer_without_rows_is_an_answer(form: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run_nbia("get-modality-values", "--collection", "nix", "--format", form, capsys=capsys)

    assert (code, out) == (0, expected)
    assert err.startswith("nbia: No rows. Status 200 with an empty body")


def test_a_table_without_rows_says_so_once(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run_nbia("get-modality-values", "--collection", "nix", "--format", "table", capsys=capsys)

    assert (code, out) == (0, "0 rows.\n")
    assert err.startswith("nbia: Status 200 with an empty body")


def test_quiet_says_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_nbia("get-modality-values", "--collection", "nix", "--quiet", capsys=capsys)[2] == ""


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["-o", "lung.ods"], "The name of lung.ods tells no format (.json, .ndjson, .jsonl"),
        (
            ["--columns", "PatientIDs"],
            "'--columns': There is no column PatientIDs; did you mean PatientID?",
        ),
        (["--sort", "-x"], "'--sort': There is no column x; there are SeriesInstanceUID, "),
        (["--format", "parquet"], "Parquet is no text: name a file with -o FILE."),
        (["--server-format", "csv", "--limit", "3"], "--server-format takes the answer as it is"),
        (["--format", "excel"], "'excel'"),
        (["--limit", "-1"], "'--limit'"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_sent(
    options: list[str], complaint: str, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run_nbia(*LUNG, *options, capsys=capsys)

    assert (code, out) == (2, "")
    assert complaint in one_line(err)
    assert list(server.requests) == []


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_failure_leaves_the_old_file(
    form: str, server: ReferenceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rows").write_text("old")
    server.inject(faults.replaced(b'[{"Modality":"CT"},', content_type="application/json"), endpoint="getSeries")

    code, _, err = run_nbia("get-series", "--format", form, "-o", "rows", capsys=capsys)

    assert code == 1
    assert "The answer is not readable as JSON" in err
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"rows": "old"}


@pytest.mark.parametrize("options", [[], ["--format", "json"], ["--server-format", "csv"]])
def test_a_folder_that_is_not_there_is_found_before_anything_is_sent(
    options: list[str], server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run_nbia(*LUNG, "-o", "nowhere/lung.csv", *options, capsys=capsys)

    assert code == 1
    assert (
        one_line(err)
        == f"nbia: nowhere/lung.csv cannot be written: {os.strerror(errno.ENOENT)}. try: create the folder first"
    )
    assert list(server.requests) == []


def test_text_goes_out_as_utf8_whatever_the_terminal_speaks(server: ReferenceServer) -> None:
    done = run("get-series", "--collection", "Soft-tissue-Sarcoma", server=server, PYTHONIOENCODING="ascii")

    assert (done.returncode, done.stderr) == (0, b"")
    assert "É" in done.stdout.decode()
