"""Options that are given more than once: all values count, or the command is refused."""

from __future__ import annotations

import json

import pytest

from nbia import read_manifest
from tests.cli.command_line import nbia, one_line
from tests.reference_server import ReferenceServer

pytestmark = pytest.mark.usefixtures("here")


BOTH = ("--modality", "CT", "--modality", "RTSTRUCT")


@pytest.mark.parametrize("form", ["csv", "json", "ndjson", "table"])
def test_every_value_of_a_repeated_parameter_is_asked_for(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("get-series", "--collection", "4D-Lung", *BOTH, "--format", form, capsys=capsys)

    assert code == 0
    assert "RTSTRUCT" in out
    assert "CT" in out.replace("RTSTRUCT", "")


def test_a_manifest_has_the_series_of_every_value(capsys: pytest.CaptureFixture[str]) -> None:
    nbia("manifest", "--collection", "4D-Lung", "--modality", "CT", "-o", "one.tcia", capsys=capsys)
    nbia("manifest", "--collection", "4D-Lung", "--modality", "RTSTRUCT", "-o", "other.tcia", capsys=capsys)

    code, _, _ = nbia("manifest", "--collection", "4D-Lung", *BOTH, "-o", "both.tcia", capsys=capsys)

    both = read_manifest("one.tcia").series + read_manifest("other.tcia").series
    assert (code, read_manifest("both.tcia").series) == (0, both)


def test_a_download_is_about_the_series_of_every_value(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, _ = nbia("download", "--collection", "4D-Lung", *BOTH, "--dry-run", capsys=capsys)

    assert code in (0, 1)
    assert [request.query for request in server.requests][:2] == [
        "Collection=4D-Lung&Modality=CT",
        "Collection=4D-Lung&Modality=RTSTRUCT",
    ]


def test_columns_and_sorting_that_are_given_twice_are_joined(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = (
        "--columns",
        "Modality,PatientID",
        "--columns",
        "ImageCount",
        "--sort",
        "Modality",
        "--sort",
        "-ImageCount",
    )

    _, out, _ = nbia("get-series", "--collection", "4D-Lung", *chosen, "--format", "json", capsys=capsys)

    rows = json.loads(out)
    assert list(rows[0]) == ["Modality", "PatientID", "ImageCount"]
    assert rows == sorted(rows, key=lambda row: (row["Modality"], -row["ImageCount"]))


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("get-series", "-o", "a.csv", "--output", "b.csv"), "--output"),
        (("get-series", "--limit", "1", "--limit", "2"), "--limit"),
        (("get-series", "--limit=1", "--limit=1"), "--limit"),
        (("get-series", "--format", "csv", "--format", "json"), "--format"),
        (("get-series", "--server", "tcia", "--server", "nlst"), "--server"),
        (("--server", "tcia", "get-series", "--server", "nlst"), "--server"),
        (("--timeout", "1", "--timeout", "2", "get-series"), "--timeout"),
        (("get-updated-series", "--from-date", "2010-08-16", "--fromDate", "2010-08-17"), "--from-date"),
        (("get-image", "--series-instance-uid", "1.2", "--series-instance-uid", "1.3"), "--series-instance-uid"),
        (("get-image", "--series-instance-uid", "1.2", "--new-file-names", "--no-new-file-names"), "--new-file-names"),
        (("get-series-size", "--series-instance-uid", "1.2", "--series-instance-uid", "1.3"), "--series-instance-uid"),
        (("download", "1.2", "--to", "a", "-o", "b"), "--to"),
        (("download", "1.2", "--number", "1", "--limit", "2"), "--number"),
        (("manifest", "1.2", "-o", "a.tcia", "-o", "b.tcia"), "--output"),
        (("verify", ".", "--workers", "1", "--workers", "2"), "--workers"),
        (("contract", "--baseline", "a", "--baseline", "b"), "--baseline"),
    ],
)
def test_an_option_with_one_value_is_refused_when_it_is_given_twice(
    arguments: tuple[str, ...], option: str, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = nbia(*arguments, capsys=capsys)

    assert (code, server.requests) == (2, [])
    assert f"{option} was given twice" in one_line(err)


def test_a_switch_may_be_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, _ = nbia("--quiet", "get-modality-values", "--quiet", "--quiet", capsys=capsys)

    assert code == 0


def test_the_text_of_the_server_is_that_of_one_answer(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = nbia("get-series", *BOTH, "--server-format", "csv", capsys=capsys)

    assert (code, server.requests) == (2, [])
    assert "modality" in one_line(err)
