"""What the index cannot answer is refused with the reason and with who does; so is what is no index."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

import nbia
import nbia.idc
from nbia import InvalidParameterError
from nbia_core.api.description_file import load
from tests.cli.command_line import nbia as run_here
from tests.offline.conftest import CT


@pytest.mark.parametrize(
    ("method", "arguments", "reason"),
    [
        ("get_sop_instance_uids", (CT,), "does not say which images a series has"),
        ("iter_sop_instance_uids", (CT,), "does not say which images a series has"),
        ("get_contents_by_name", ("cart",), "kept at NBIA"),
        ("get_image", (CT, "a.zip"), "download"),
        ("iter_image_with_md5_hash", (CT,), "download"),
        ("get_single_image", (CT, "1.2", "a.dcm"), "has no images"),
    ],
)
def test_a_method_that_cannot_be_answered_says_why_and_who_answers(
    idc: nbia.idc.Client, method: str, arguments: tuple[Any, ...], reason: str
) -> None:
    with pytest.raises(InvalidParameterError, match=reason) as caught:
        getattr(idc, method)(*arguments)

    assert "nbia.v1.Client()" in str(caught.value.hint)
    assert "nbia --api v1" in str(caught.value.hint)


def test_every_endpoint_of_version_1_is_answered_or_refused() -> None:
    answered = {endpoint.name for endpoint in load("nbia.idc").endpoints}
    refused = {refused.path for refused in load("nbia.idc").refused}

    assert answered | refused == {endpoint.name for endpoint in load("nbia.v1").endpoints}
    assert answered & refused == set()


def test_reasons_are_for_people_who_write_commands_too() -> None:
    assert [refused.path for refused in load("nbia.idc").refused if "`" in refused.reason] == []


def test_what_no_version_has_is_an_ordinary_mistake(idc: nbia.idc.Client) -> None:
    assert not hasattr(idc, "get_serie")


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (nbia.calls.get_sop_instance_uids(CT), "does not say which images"),
        (nbia.calls.get_series(collection="RIDER Pilot", format="csv"), "not in another format"),
        (nbia.calls.get_image(CT), "has no images"),
    ],
)
def test_calls_that_cannot_be_answered_are_refused(idc: nbia.idc.Client, call: nbia.Call[Any], reason: str) -> None:
    with pytest.raises(InvalidParameterError, match=reason):
        idc.send(call)


def test_a_preview_is_refused(idc: nbia.idc.Client) -> None:
    with pytest.raises(InvalidParameterError, match="has no images to look at"):
        idc.preview(CT)


@pytest.mark.parametrize("number", [0, -1, 4])
def test_a_release_that_there_is_not_is_refused(idc: nbia.idc.Client, number: int) -> None:
    with pytest.raises(InvalidParameterError, match=rf"since_release={number} is no release .* it has 1 to 3"):
        idc.get_series(since_release=number)


def test_days_of_releases_that_nobody_says_are_missed(index: Path) -> None:
    (index.parent / "version_metadata_index.parquet").write_bytes(
        (index.parent / "collections_index.parquet").read_bytes()
    )

    with pytest.raises(InvalidParameterError, match="does not say on which day its releases came out") as caught:
        nbia.idc.Client(index=index).get_updated_series(from_date="2021-01-01")

    assert "since_release=" in str(caught.value.hint)


def test_a_column_that_a_filter_needs_is_missed_and_one_that_describes_is_not(index: Path) -> None:
    table = pyarrow.parquet.read_table(index)
    pyarrow.parquet.write_table(table.drop_columns(["Modality", "analysis_result_id"]), index)

    found = nbia.idc.Client(index=index).get_series(series_instance_uid=CT)

    assert [(series.modality, series.patient_id) for series in found] == [(None, "TCGA-ab-1")]
    with pytest.raises(InvalidParameterError, match="has no column Modality"):
        nbia.idc.Client(index=index).get_series(modality="CT")
    with pytest.raises(InvalidParameterError, match="has no column analysis_result_id"):
        nbia.idc.Client(index=index).get_series(analysis_results=False)


@pytest.mark.parametrize("data", [b"", b"SeriesInstanceUID\n1.2.3\n"])
def test_a_file_that_is_no_index_is_refused_before_anything_is_asked(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "index.parquet").write_bytes(data)

    with pytest.raises(InvalidParameterError, match="cannot be read as the index"):
        nbia.idc.Client(index=tmp_path / "index.parquet")


def test_without_the_index_what_to_install_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(InvalidParameterError) as caught:
        nbia.idc.Client()

    assert "pip install 'nbia-client[idc]'" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["get-sop-instance-uids"], "idc has no get-sop-instance-uids. The index does not say which images"),
        (["getContentsByName"], "idc has no getContentsByName. The index has no shared carts"),
        (["get-collection-values", "--server", "nlst"], "--api idc asks no server"),
        (["contract", "--live"], "idc is no service"),
    ],
)
def test_the_command_line_says_why_it_has_no_such_thing(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run_here("--api", "idc", *arguments, capsys=capsys)

    assert code == 2
    assert words in " ".join(err.split())


def test_pandas_is_not_imported_to_answer(index: Path) -> None:
    program = (
        "import sys, nbia.idc\n"
        f"client = nbia.idc.Client(index={str(index)!r})\n"
        "client.get_series(collection='RIDER Pilot', since_release=1, series_instance_uid='1.2', analysis_results=True)\n"
        "client.get_patient_study()\n"
        "client.get_updated_series(from_date='2020-06-01')\n"
        "print('pandas' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
