"""`nbia download --source`: what it takes, what it says, and what `nbia info` tells of other sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nbia import DownloadReport
from tests.cli.command_line import nbia, one_line
from tests.download.helpers import MOUSE, SMALL
from tests.download.sources.bucket_server import BucketServer
from tests.download.sources.buckets import BUCKET, files_of, row_of, write_index, write_names
from tests.reference_server import ReferenceServer, faults

UIDS = (MOUSE, SMALL)


@pytest.fixture(autouse=True)
def buckets(
    here: None, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[BucketServer]:
    monkeypatch.setenv("NBIA_RETRIES", "0")
    write_index(tmp_path / "idc_index.parquet", [row_of(server.archive, uid) for uid in UIDS])
    write_names(tmp_path, {}, {25: "2026-09-26"})
    with BucketServer({BUCKET: files_of(server.archive, UIDS)}) as buckets:
        yield buckets


def test_series_come_from_the_source_that_is_named(
    server: ReferenceServer, buckets: BucketServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = nbia(
        *("download", *UIDS, "--source", "idc", "--index", "idc_index.parquet", "--source-url", buckets.url),
        capsys=capsys,
    )

    assert code == 0
    assert "2 of 2 series are complete" in out
    assert "the index of idc is of release 25 of 2026-09-26" in out
    assert server.requests == []


def test_the_environment_names_the_sources(
    server: ReferenceServer,
    buckets: BucketServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NBIA_SOURCE", "nbia, idc")
    server.inject(faults.status(404), times=None)

    code, _, _ = nbia(
        *("download", *UIDS, "--index", "idc_index.parquet", "--source-url", buckets.url, "--report", "report.json"),
        capsys=capsys,
    )

    report = DownloadReport.load("report.json")
    assert code == 0
    assert [(result.source, result.notes[0][:24]) for result in report.results] == [
        ("idc", "nbia does not have it: g"),
        ("idc", "nbia does not have it: g"),
    ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--source", "icd"), 'did you mean "idc"'),
        (("--source", "nbia,,idc"), "--source"),
        (("--source", "idc", "--as-zip"), "--as-zip"),
        (("--index", "idc_index.parquet"), "--index belongs to another source than nbia"),
        (("--source", "idc", "--index", "missing.parquet"), "missing.parquet cannot be read"),
        (("--source", "idc", "--index", "idc_index.parquet", "--source-url", "x"), "--source-url"),
    ],
)
def test_what_makes_no_sense_is_refused(
    options: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = nbia("download", SMALL, *options, capsys=capsys)

    assert code == 2
    assert words in one_line(err)
    assert not (tmp_path / "tciaDownload").exists()


def test_a_dry_run_adds_up_what_each_source_has(
    server: ReferenceServer, buckets: BucketServer, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--source", "nbia,idc", "--index", "idc_index.parquet", "--dry-run")
    server.inject(faults.status(404), times=None)

    code, out, _ = nbia("download", *UIDS, *options, capsys=capsys)

    assert code == 0
    assert "Asked for: 2 series, 10 images" in out
    assert "index of idc is of release 25" in out
    assert buckets.requests == []


def test_a_dry_run_finds_series_that_no_source_has(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--source", "idc", "--index", "idc_index.parquet", "--dry-run")

    code, out, _ = nbia("download", SMALL, "1.2.3", *options, capsys=capsys)

    assert code == 1
    assert "Unknown to the service: 1.2.3" in out


def test_a_manifest_of_the_other_source_is_written_and_downloaded(
    buckets: BucketServer, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--index", "idc_index.parquet")
    written, _, _ = nbia("manifest", *UIDS, "-o", "cart.s5cmd", *options, capsys=capsys)

    code, out, _ = nbia(
        *("download", "cart.s5cmd", "--source", "idc", *options, "--source-url", buckets.url), capsys=capsys
    )

    assert (written, code) == (0, 0)
    assert "2 of 2 series are complete" in out


def test_a_manifest_of_the_other_source_is_read_with_the_index_that_is_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = ("--index", "idc_index.parquet")
    nbia("manifest", *UIDS, "-o", "cart.s5cmd", *options, capsys=capsys)

    code, _, _ = nbia("manifest", "cart.s5cmd", "-o", "cart.tcia", *options, capsys=capsys)

    assert code == 0
    assert set(UIDS) <= set(Path("cart.tcia").read_text().split())


def test_a_manifest_of_the_other_source_is_refused_if_a_series_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = nbia("manifest", *UIDS, "1.2.3", "-o", "cart.s5cmd", "--index", "idc_index.parquet", capsys=capsys)

    assert code == 2
    assert "does not say where 1 of 3 series are: 1.2.3" in one_line(err)
    assert not (tmp_path / "cart.s5cmd").exists()


def test_info_tells_which_index_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = nbia("info", "--offline", capsys=capsys)
    _, data, _ = nbia("info", "--offline", "--json", capsys=capsys)

    assert "index idc-index-data: " in out
    assert set(json.loads(data)["indexes"]["idc"]) >= {"title", "package", "version"}
